"""What is on the pad, and how a change of it is undone.

The pad's content is a small immutable value, so one command serves every change: it remembers the
content before and after. Strokes are shared between the two, never copied.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtGui import QUndoCommand

from dlgui.core.drawing import Drawing, Stroke


@dataclass(frozen=True, slots=True, eq=False)
class PadContent:
    """Ink, or a picture in its place.

    picture: uint8 [height, width], grey, as `Session.set_picture` takes it
    """

    drawing: Drawing = field(default_factory=Drawing)
    picture: np.ndarray | None = None

    @property
    def is_empty(self) -> bool:
        return self.drawing.is_empty and self.picture is None

    def shows(self, drawing: Drawing, picture: np.ndarray | None) -> bool:
        """Whether these very objects are the content; equality of arrays would cost a scan."""
        if picture is not None or self.picture is not None:
            return picture is self.picture
        return drawing is self.drawing

    def with_stroke(self, stroke: Stroke) -> PadContent:
        """The ink and one more stroke. It takes the place of a picture.

        The label, id and writer of a drawing from a file are dropped: they told of other ink.
        """
        return PadContent(Drawing((*self.drawing.strokes, stroke)))

    def without_strokes(self, indices: Collection[int]) -> PadContent:
        kept = (s for index, s in enumerate(self.drawing.strokes) if index not in indices)
        return PadContent(Drawing(tuple(kept)))


class ChangeContent(QUndoCommand):
    """Replaces the pad's content; `show` puts a content on the pad."""

    def __init__(
        self,
        text: str,
        show: Callable[[PadContent], None],
        before: PadContent,
        after: PadContent,
    ) -> None:
        super().__init__(text)
        self._show = show
        self._before = before
        self._after = after

    def undo(self) -> None:
        self._show(self._before)

    def redo(self) -> None:
        self._show(self._after)
