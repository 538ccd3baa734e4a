"""What is said to the person: every message takes the one road through `Session.message`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

MessageKind = Literal["info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Message:
    """One or two plain sentences, and a button if there is something to do about it.

    action_label and action come together: the button's text and what a click on it calls.
    """

    kind: MessageKind
    text: str
    action_label: str | None = None
    action: Callable[[], object] | None = None
