"""Ten digits as a person might write them, for the demo to draw.

Each stroke is a list of smooth pieces; where two pieces meet, the pen turns sharply. The numbers
are points that the pen passes through, in a box about 70 wide and 100 high, y downwards.
"""

from __future__ import annotations

import numpy as np

Piece = list[tuple[float, float]]

DIGITS: dict[int, list[list[Piece]]] = {
    0: [[[(52, 5), (34, 3), (15, 18), (7, 48), (14, 80), (35, 97), (58, 86), (68, 54),
          (63, 22), (49, 4), (40, 6)]]],
    1: [[[(26, 24), (36, 14), (44, 2)], [(44, 2), (43, 34), (41, 67), (40, 98)]]],
    2: [[[(10, 25), (17, 9), (37, 2), (56, 12), (57, 33), (42, 58), (24, 79), (7, 95)],
         [(7, 95), (28, 92), (49, 93), (71, 91)]]],
    3: [[[(12, 13), (33, 3), (54, 12), (51, 33), (28, 46)],
         [(28, 46), (54, 53), (64, 74), (46, 95), (22, 96), (7, 85)]]],
    4: [[[(42, 4), (31, 27), (18, 48), (7, 64)], [(7, 64), (30, 64), (52, 62), (73, 61)]],
        [[(55, 34), (53, 64), (50, 98)]]],
    5: [[[(23, 6), (19, 26), (16, 45)], [(16, 45), (35, 39), (56, 48), (63, 69), (49, 91),
          (26, 97), (7, 88)]],
        [[(23, 6), (44, 5), (66, 2)]]],
    6: [[[(53, 3), (34, 17), (18, 43), (11, 72), (24, 95), (48, 95), (60, 76), (48, 58),
          (28, 61), (13, 77)]]],
    7: [[[(7, 11), (34, 9), (64, 6)], [(64, 6), (53, 33), (42, 63), (33, 98)]]],
    8: [[[(56, 18), (39, 3), (19, 13), (21, 32), (41, 47), (58, 66), (53, 90), (33, 97),
          (14, 86), (18, 65), (38, 47), (55, 31), (54, 15)]]],
    9: [[[(57, 24), (43, 5), (21, 11), (13, 34), (27, 49), (46, 42), (57, 22)],
         [(57, 22), (57, 49), (54, 73), (47, 98)]]],
}  # fmt: skip


def strokes_of(digit: int) -> list[np.ndarray]:
    """The digit's strokes, float64 [n, 2] in the unit square: 1 high, y downwards."""
    strokes = []
    for pieces in DIGITS[digit]:
        smooth = [catmull_rom(np.array(piece, float)) for piece in pieces]
        strokes.append(np.concatenate(smooth) / 100)
    return strokes


def catmull_rom(points: np.ndarray, per_span: int = 8) -> np.ndarray:
    """A smooth curve through `points` [n >= 2, 2]; `per_span` points for each gap between two.

    Catmull and Rom, *A class of local interpolating splines*, 1974, with uniform knots.
    """
    # The ends get a neighbour each, as if the curve went straight on.
    padded = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    p0, p1, p2, p3 = (padded[i : len(padded) - 3 + i, None] for i in range(4))
    t = np.linspace(0, 1, per_span, endpoint=False)[:, None]
    curve = 0.5 * (
        2 * p1
        + (p2 - p0) * t
        + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2
        + (3 * p1 - p0 - 3 * p2 + p3) * t**3
    )
    return np.concatenate([curve.reshape(-1, 2), points[-1:]])
