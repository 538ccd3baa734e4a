"""What a person has done in the chapters, as the settings file keeps it: a class can begin anew."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dlgui.core.files import fields_of, number, parse_json, whole_number
from dlgui.ui.session.settings_file import SettingsFile

MOST_POINTS = 300
"""Of a curve that is kept: whatever else the file holds was not written by this program."""
MOST_OPTIONS = 4
FARTHEST = 1e9


@dataclass(frozen=True, slots=True)
class Truth:
    """What came of an experiment.

    choice: the sentence that came true, where sentences were offered; x, y: the curve, where one
    was drawn; is_whole: the experiment has come to its end
    """

    choice: int | None = None
    x: tuple[float, ...] = ()
    y: tuple[float, ...] = ()
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Expected:
    """What a person expected of a chapter's experiment, what came of it, and their answer after.

    curve: y at even steps over the axis; was_skipped: they did not want to say
    """

    was_skipped: bool = False
    choice: int | None = None
    curve: tuple[float, ...] = ()
    truth: Truth = Truth()
    answer: int | None = None

    @property
    def is_settled(self) -> bool:
        """Whether the experiment may begin."""
        return self.was_skipped or self.choice is not None or bool(self.curve)


class Progress:
    """Which tasks were done, and what was expected, by the key of the chapter."""

    def __init__(self, settings: SettingsFile) -> None:
        self._settings = settings

    def is_done(self, key: str) -> bool:
        return bool(self._settings.number(f"learn/{key}", 0))

    def set_done(self, key: str) -> None:
        self._settings.set_number(f"learn/{key}", 1)

    def expected(self, key: str) -> Expected:
        try:
            return _read(parse_json(self._settings.note(f"learn/expected-{key}")))
        except (ValueError, TypeError):
            return Expected()

    def set_expected(self, key: str, expected: Expected) -> None:
        self._settings.set_note(f"learn/expected-{key}", json.dumps(asdict(expected)))

    def forget(self, keys: Sequence[str]) -> None:
        for key in keys:
            self._settings.set_number(f"learn/{key}", 0)
            self._settings.set_note(f"learn/expected-{key}", "")


def _read(stored: Any) -> Expected:
    """Raises ValueError for what makes no sense."""
    known = fields_of(stored, "was_skipped", "choice", "curve", "truth", "answer")
    truth = fields_of(known["truth"], "choice", "x", "y", "is_whole")
    x, y = _curve(truth["x"]), _curve(truth["y"])
    if len(x) != len(y):
        raise ValueError("a curve has as many x as y")
    return Expected(
        known["was_skipped"] is True,
        _option(known["choice"]),
        _curve(known["curve"]),
        Truth(_option(truth["choice"]), x, y, truth["is_whole"] is True),
        _option(known["answer"]),
    )


def _option(stored: Any) -> int | None:
    return None if stored is None else whole_number(stored, 0, MOST_OPTIONS - 1)


def _curve(stored: Any) -> tuple[float, ...]:
    if not isinstance(stored, list) or len(stored) > MOST_POINTS:
        raise ValueError("no curve")
    return tuple(number(value, -FARTHEST, FARTHEST) for value in stored)
