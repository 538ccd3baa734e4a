"""Recording a training on a disk that may be full or taken away meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from dlgui.core.errors import ModelFileError
from dlgui.core.events import Event
from dlgui.core.runs import Events, RunFolder, recorded


def recorded_while_possible(
    events: Events, run: RunFolder, on_failure: Callable[[str], None]
) -> Events:
    """As `recorded`, but goes on without the run folder when that can no longer be written.

    on_failure gets the reason, once. No event is lost or told twice, and `events` stays open:
    whoever made it closes it.
    """
    pending: Event | None = None

    def kept_open() -> Events:
        nonlocal pending
        for pending in events:  # noqa: UP028 - "yield from" would close `events` as well
            yield pending

    try:
        with closing(recorded(kept_open(), run)) as recording:
            for event in recording:
                pending = None
                yield event
    except (ModelFileError, OSError) as error:
        on_failure(str(error))
        if pending is not None:
            yield pending
        yield from events
