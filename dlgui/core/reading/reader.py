"""From ink or pixels to an answer, in numpy alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from dlgui.core.ink.drawing import Box, Drawing
from dlgui.core.ink.raster import finite_strokes, render, without_stray_taps
from dlgui.core.ink.scan import Piece, picture_of, separations
from dlgui.core.nets.model import Model
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.reading.calibration import Calibration
from dlgui.core.reading.result import DigitReading, Reading
from dlgui.core.reading.segmentation import Group, cut_strokes, cut_wide, group_pieces

WHOLE_PICTURE: Box = (0.0, 0.0, 28.0, 28.0)
# In nats: how much likelier another way to part a picture's ink from its paper must be than the
# first; and what it is worth that a picture is empty, which is what a refusal begins at.
ADVANTAGE, NOTHING = 0.3, -float(np.log(2))


class Reader:
    """Reads drawings and pictures with one model.

    Cheap to make, since each snapshot of a training gets its own. To be used from one thread at a
    time.

    min_size: in the drawings' units; ink that is smaller is not enlarged to a whole digit (see
        `ink.render`), so that a click that slipped is a dot and no "1"
    """

    def __init__(self, model: Model, *, min_size: float = 0.0) -> None:
        self.model = model
        self._min_size = min_size
        self._forward = Forward(model)
        self._calibration = Calibration.of(model)

    def read(self, drawing: Drawing, single: bool = False) -> Reading:
        """The digits of a drawing from left to right; none when it has no ink.

        single: take all ink for one digit, as lessons want it
        """
        strokes, wholes = cut_strokes(without_stray_taps(finite_strokes(drawing)))
        parts = [Drawing((stroke,)) for stroke in strokes]

        def picture(group: Group) -> np.ndarray:
            ink = Drawing(tuple(strokes[i] for i in group))
            return render(ink, min_size=self._min_size)

        boxes = [part.box() for part in parts]
        return Reading(self._read_pieces(boxes, picture, single, wholes), drawing.id)

    def read_picture(self, pixels: np.ndarray, single: bool = False) -> Reading:
        """The digits of a picture, uint8 [height, width] or [height, width, 3], left to right.

        Paper or board, dark on light or light on dark; none when there is no ink on it.

        single: take all ink for one digit
        """
        ways = [self._read_ink(pieces, single) for pieces in separations(pixels)]
        return Reading(ways[0] if len(ways) == 1 else self._likeliest(ways))

    def _read_ink(self, found: Sequence[Piece], single: bool) -> tuple[DigitReading, ...]:
        pieces, wholes = cut_wide(found)

        def picture(group: Group) -> np.ndarray:
            return picture_of([pieces[i] for i in group])

        return self._read_pieces([piece.box for piece in pieces], picture, single, wholes)

    def _likeliest(self, ways: Sequence[tuple[DigitReading, ...]]) -> tuple[DigitReading, ...]:
        """The reading whose signs are digits most surely, on average; the first unless it is beaten
        by `ADVANTAGE`. Nothing is likelier than what would be refused."""
        likelihoods = []
        for digits in ways:
            if digits:
                features = self._forward.features(np.stack([digit.pixels for digit in digits]))
                logits = self._forward.logits_from(features)
                likelihoods.append(float(self._calibration.log_digit(logits, features).mean()))
            else:
                likelihoods.append(NOTHING)
        likelihoods[0] += ADVANTAGE
        return ways[int(np.argmax(likelihoods))]

    def read_images(self, images: np.ndarray) -> np.ndarray:
        """Calibrated probabilities, float32 [n, 10], of `images` [n, 28, 28] from 0 to 1."""
        return self._calibration.probabilities(self._forward.logits(images))

    def read_digits(self, images: np.ndarray) -> list[DigitReading]:
        """One digit for each of `images`, float32 [n, 28, 28] from 0 (paper) to 1 (ink)."""
        if len(images) == 0:
            return []
        return self._digits(images, self._forward.features(images), [WHOLE_PICTURE] * len(images))

    def _read_pieces(
        self,
        boxes: Sequence[Box],
        picture: Callable[[Group], np.ndarray],
        single: bool,
        wholes: Sequence[int] | None = None,
    ) -> tuple[DigitReading, ...]:
        """The digits that pieces of ink with these boxes make; `picture` shows some as 28×28."""
        if not boxes:
            return ()
        seen: dict[Group, tuple[np.ndarray, np.ndarray]] = {}

        def scores(groups: Sequence[Group]) -> np.ndarray:
            images = np.stack([picture(group) for group in groups])
            features = self._forward.features(images)
            seen.update(zip(groups, zip(images, features, strict=True), strict=True))
            return self._calibration.log_digit(self._forward.logits_from(features), features)

        everything = tuple(range(len(boxes)))
        groups = [everything] if single else group_pieces(boxes, scores, wholes)
        if any(group not in seen for group in groups):
            scores(groups)
        images, features = (np.stack(some) for some in zip(*map(seen.get, groups), strict=True))
        return tuple(self._digits(images, features, [_union(boxes, group) for group in groups]))

    def _digits(
        self, images: np.ndarray, features: np.ndarray, boxes: Sequence[Box]
    ) -> list[DigitReading]:
        logits = self._forward.logits_from(features)
        probabilities = self._calibration.probabilities(logits)
        refused = self._calibration.refuses(logits, features)
        digits = probabilities.argmax(axis=1)
        return [
            DigitReading(
                digit=int(digits[i]),
                probability=float(probabilities[i, digits[i]]),
                probabilities=probabilities[i],
                box=boxes[i],
                pixels=images[i],
                refused=bool(refused[i]),
            )
            for i in range(len(images))
        ]


def _union(boxes: Sequence[Box], group: Group) -> Box:
    x0, y0, x1, y1 = zip(*(boxes[i] for i in group), strict=True)
    return min(x0), min(y0), max(x1), max(y1)
