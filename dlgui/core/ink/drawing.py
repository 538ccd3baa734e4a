"""Vector ink: what a person drew, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Box = tuple[float, float, float, float]
"""(x0, y0, x1, y1)."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One pen-down to pen-up. points: float32 [n, 2] with n >= 1, x to the right, y down.

    pressure: float32 [n] from 0 to 1, or None where the device reports none.
    """

    points: np.ndarray
    pressure: np.ndarray | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """Strokes in the order in which they were drawn, in any unit: readers normalise by the box.

    label: the digits that it shows ("2026"), "" for a drawing that is no digit, None if unknown
    extra: keys of a stroke file that dlgui does not know; they are kept
    """

    strokes: tuple[Stroke, ...] = ()
    id: str | None = None
    label: str | None = None
    writer: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.strokes

    def box(self) -> Box:
        """(x0, y0, x1, y1) of all points. Raises ValueError when there is no stroke."""
        points = np.concatenate([stroke.points for stroke in self.strokes])
        (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
        return float(x0), float(y0), float(x1), float(y1)
