"""Digits on paper, screens and in files, as scanners, cameras, programs and people make them."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageDraw

Points = np.ndarray
Sheet = np.ndarray
Case = tuple[str, bytes]

# One way to write each digit, x and y from 0 to 100: smoothed, leant and shaken by `drawn`.
SHAPES: dict[str, list[list[tuple[float, float]]]] = {
    "0": [
        [(50, 0), (22, 12), (10, 50), (24, 90), (50, 100), (78, 88), (88, 50), (76, 12), (48, 1)]
    ],
    "1": [[(50, 0), (50, 34), (50, 67), (50, 100)]],
    "2": [[(14, 22), (32, 3), (60, 2), (76, 22), (62, 50), (34, 78), (12, 99), (45, 99), (84, 98)]],
    "3": [
        [(18, 10), (48, 0), (74, 14), (66, 38), (40, 47)],
        [(40, 47), (72, 56), (80, 78), (58, 98), (14, 92)],
    ],
    "4": [[(40, 0), (25, 32), (8, 64), (45, 63), (88, 62)], [(62, 30), (62, 65), (61, 100)]],
    "5": [
        [(26, 2), (22, 44), (52, 40), (78, 60), (68, 90), (40, 100), (12, 90)],
        [(26, 2), (78, 1)],
    ],
    "6": [
        [(66, 0), (36, 20), (18, 60), (26, 92), (54, 99), (74, 78), (62, 54), (36, 56), (20, 76)]
    ],
    "7": [[(10, 3), (45, 2), (82, 1), (64, 34), (48, 66), (38, 100)]],
    "8": [
        [
            *((70, 14), (44, 0), (24, 18), (42, 44), (72, 66), (64, 94), (36, 99), (20, 78)),
            *((42, 52), (66, 34), (72, 14)),
        ]
    ],
    "9": [[(74, 18), (50, 0), (26, 14), (28, 42), (54, 46), (74, 22), (72, 56), (64, 100)]],
}


def drawn(label: str, rng: np.random.Generator) -> list[Points]:
    """A digit's strokes, 100 units high."""
    lean, narrow = rng.uniform(-0.12, 0.22), rng.uniform(0.62, 0.95)
    strokes = []
    for shape in SHAPES[label]:
        points = np.array(shape, dtype=float)
        if label not in "1":
            points += rng.normal(0, 1.3, points.shape)
        points[:, 0] = (points[:, 0] - 50) * narrow - (points[:, 1] - 50) * lean
        strokes.append(_smooth(points))
    low = np.concatenate(strokes).min(axis=0)
    return [points - low for points in strokes]


def _smooth(points: Points) -> Points:
    """Catmull-Rom through the points, eight pieces to each."""
    ends = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    t = np.linspace(0, 1, 8, endpoint=False)[:, None]
    curve = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        curve.append(
            0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2)
            + 0.5 * (3 * b - a - 3 * c + d) * t**3
        )
    return np.vstack([*curve, points[-1:]])


def painted(
    strokes: list[Points], size: tuple[int, int], pen: float, height: float, left: float, top: float
) -> Sheet:
    """float32 [h, w] ink from 0 to 1 of strokes 100 units high, `height` pixels on the sheet."""
    fine = 3
    image = Image.new("L", (size[0] * fine, size[1] * fine), 0)
    draw = ImageDraw.Draw(image)
    for points in strokes:
        placed = [tuple(p) for p in (points * height / 100 + (left, top)) * fine]
        width = max(1, round(pen * fine))
        draw.line(placed, fill=255, width=width, joint="curve")
        if pen > 1.5:
            for x, y in placed:
                draw.ellipse([x - width / 2, y - width / 2, x + width / 2, y + width / 2], fill=255)
    return np.asarray(image.resize(size, Image.Resampling.BOX), dtype=np.float32) / 255


def png(light: Sheet, kind: str = "PNG", **options: object) -> bytes:
    return saved(
        Image.fromarray((np.clip(light, 0, 1) * 255).round().astype(np.uint8)), kind, **options
    )


def saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


class Cases:
    """Each method makes one case of a kind: (label, file)."""

    def __init__(
        self, digits: list[tuple[str, Sheet]], strokes: list[tuple[str, list[Points]]], seed: int
    ):
        self._digits, self._strokes, self._rng = digits, strokes, np.random.default_rng(seed)

    def _drawn(self) -> tuple[str, list[Points]]:
        return self._strokes[self._rng.integers(len(self._strokes))]

    def _sheet(self, pen: tuple[float, float] = (4, 16)) -> tuple[str, Sheet]:
        """A drawn digit, or one of those that ship, somewhere on a sheet."""
        rng = self._rng
        size = tuple(rng.choice([(320, 300), (640, 480), (480, 640), (1152, 648), (900, 900)]))
        high = rng.uniform(0.35, 0.85) * size[1]
        if rng.random() < 0.3:
            label, image = self._digits[rng.integers(len(self._digits))]
            side = round(min(high, size[0] * 0.8) * 1.4)
            large = Image.fromarray((image * 255).astype(np.uint8)).resize(
                (side, side), Image.Resampling.BICUBIC
            )
            sheet = Image.new("L", size, 0)
            sheet.paste(large, tuple(int((a - side) * rng.uniform(0.2, 0.8)) for a in size))
            return label, np.asarray(sheet, dtype=np.float32) / 255
        label, strokes = self._drawn()
        wide = np.concatenate(strokes)[:, 0].max() / 100
        high = min(high, 0.8 * size[0] / max(wide, 0.1))
        left = (size[0] - wide * high) * rng.uniform(0.15, 0.85)
        return label, painted(
            strokes, size, rng.uniform(*pen), high, left, (size[1] - high) * rng.uniform(0.2, 0.8)
        )

    def _on_paper(self, ink: Sheet) -> Sheet:
        return self._rng.uniform(0.85, 1) - self._rng.uniform(0.6, 0.8) * ink

    def plain(self) -> Case:
        label, ink = self._sheet((3, 24))
        return label, png(self._on_paper(ink))

    def tall_one(self) -> Case:
        rng = self._rng
        size = (1152, 648)
        high = rng.uniform(0.5, 0.95) * size[1]
        ink = painted(
            drawn("1", rng),
            size,
            rng.uniform(2, 8),
            high,
            rng.uniform(200, 900),
            (size[1] - high) / 2,
        )
        return "1", png(self._on_paper(ink))

    def strip(self) -> Case:
        rng = self._rng
        label = (
            "1234567890"
            if rng.random() < 0.5
            else "".join(rng.choice(list("0123456789"), rng.integers(4, 11)))
        )
        high = rng.uniform(40, 160)
        pen = rng.uniform(0.03, 0.11) * high
        x, strokes = 0.6 * high, []
        for digit in label:
            own = drawn(digit, rng)
            place = np.array([100 * x / high, rng.uniform(-4, 4)])
            strokes += [points + place for points in own]
            x += np.concatenate(own)[:, 0].max() / 100 * high + rng.uniform(0.25, 0.5) * high
        size = (round(x + 0.3 * high), round(high * rng.uniform(1.3, 2)))
        return label, png(
            self._on_paper(painted(strokes, size, pen, high, 0, (size[1] - high) / 2))
        )

    def _lined(
        self, light: Sheet, both: bool, degrees: float, thick: float, level: float, gap: float
    ) -> Sheet:
        """The sheet with lines printed on it, at an angle, antialiased."""
        height, width = light.shape
        y, x = np.mgrid[:height, :width].astype(np.float32) + 0.5
        angle = np.radians(degrees)
        printed = np.zeros_like(light)
        across = -x * np.sin(angle) + y * np.cos(angle)
        along = x * np.cos(angle) + y * np.sin(angle)
        for place in (across, along) if both else (across,):
            distance = np.abs((place + gap / 3) % gap - gap / 2)
            printed = np.maximum(printed, np.clip(thick / 2 - distance + 0.5, 0, 1))
        return np.minimum(light, light * (1 - printed) + level * printed)

    def _paper(self, both: bool, angles: list[float], ink: Sheet) -> Sheet:
        rng = self._rng
        side = min(ink.shape)
        thick = rng.uniform(1, max(1.2, 0.005 * side))
        gap = rng.uniform(0.06, 0.14) * side if both else rng.uniform(0.1, 0.25) * side
        degrees = float(rng.choice(angles)) * float(rng.choice([-1, 1]))
        return self._lined(
            self._on_paper(ink), both, degrees, thick, rng.uniform(0.4, 0.75), max(gap, 8)
        )

    def squared(self) -> Case:
        label, ink = self._sheet((7, 18))
        return label, png(self._paper(True, [0, 0.5, 1, 1.5, 2.3, 4.2, 7], ink))

    def ruled(self) -> Case:
        label, ink = self._sheet((7, 18))
        return label, png(self._paper(False, [0, 0.5, 1, 1.5, 2.3, 4.2, 7], ink))

    def ruled_any_angle(self) -> Case:
        label, ink = self._sheet((8, 18))
        return label, png(self._paper(bool(self._rng.integers(2)), [12, 20, 33, 45], ink))

    def blank_lined(self) -> Case:
        size = [(300, 320), (480, 640), (648, 1152)][self._rng.integers(3)]
        return "", png(
            self._paper(bool(self._rng.integers(2)), [0, 0.5, 1.5, 3.3], np.zeros(size, np.float32))
        )

    def equal_brightness(self) -> Case:
        label, ink = self._sheet((6, 18))
        pairs = [
            ((255, 0, 0), (0, 130, 0)),
            ((255, 255, 0), (255, 255, 255)),
            ((0, 0, 255), (0, 0, 0)),
            ((230, 60, 60), (60, 140, 60)),
            ((0, 160, 160), (160, 100, 100)),
            ((250, 240, 90), (250, 250, 245)),
            ((20, 20, 200), (25, 25, 25)),
            ((200, 80, 200), (80, 140, 90)),
            ((0, 150, 0), (255, 30, 0)),
        ]
        pen, paper = pairs[self._rng.integers(len(pairs))]
        colours = ink[..., None] * np.array(pen) + (1 - ink[..., None]) * np.array(paper)
        colours = colours + self._rng.normal(0, self._rng.choice([0, 3]), colours.shape)
        image = Image.fromarray(np.clip(colours, 0, 255).round().astype(np.uint8))
        return label, saved(image, *self._rng.choice(["PNG", "JPEG"], 1))

    def hair_thin(self) -> Case:
        side = int(self._rng.integers(250, 551))
        label, strokes = self._drawn()
        wide = max(np.concatenate(strokes)[:, 0].max() / 100, 0.05)
        high = self._rng.uniform(0.6, 0.85) * min(side, side / wide)
        image = Image.new("L", (side, side), 255)
        draw = ImageDraw.Draw(image)
        for points in strokes:
            placed = points * high / 100 + ((side - wide * high) / 2, (side - high) / 2)
            draw.line([tuple(p) for p in placed], fill=0, width=1)
        return label, saved(image)

    def _cropped(self, margin: int) -> Case:
        label, ink = self._sheet((5, 30))
        if label == "1":  # nothing but ink is left of it
            return self._cropped(margin)
        rows, columns = np.flatnonzero((ink > 0.3).any(1)), np.flatnonzero((ink > 0.3).any(0))
        part = np.pad(ink, margin)[
            rows[0] : rows[-1] + 1 + 2 * margin, columns[0] : columns[-1] + 1 + 2 * margin
        ]
        light = self._on_paper(part)
        return label, png(light if self._rng.random() < 0.7 else 1 - light)

    def cropped(self) -> Case:
        return self._cropped(0)

    def cropped_small(self) -> Case:
        """A digit that ships, cropped to its ink, as large as it is or a few times."""
        label, image = self._digits[self._rng.integers(len(self._digits))]
        if label == "1":
            return self.cropped_small()
        rows, columns = np.flatnonzero((image > 0.2).any(1)), np.flatnonzero((image > 0.2).any(0))
        part = image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        k = int(self._rng.integers(1, 9))
        large = Image.fromarray((part * 255).astype(np.uint8)).resize(
            (part.shape[1] * k, part.shape[0] * k), Image.Resampling.BICUBIC
        )
        light = 1 - np.asarray(large) / 255
        return label, png(light if self._rng.random() < 0.5 else 1 - light)

    def one_pixel_margin(self) -> Case:
        return self._cropped(1)

    def deep(self) -> Case:
        label, ink = self._sheet((6, 18))
        light = self._on_paper(ink)
        light = light if self._rng.random() < 0.4 else 1 - light
        bits = int(self._rng.choice([10, 12, 16]))
        return label, saved(
            Image.fromarray((light * (2**bits - 1)).astype(np.uint16)),
            *self._rng.choice(["PNG", "TIFF"], 1),
        )

    def odd_files(self) -> Case:
        rng = self._rng
        label, ink = self._sheet((6, 18))
        light = (np.clip(self._on_paper(ink), 0, 1) * 255).astype(np.uint8)
        image = Image.fromarray(light)
        kind = rng.integers(5)
        if kind == 0:
            turns = {
                3: Image.Transpose.ROTATE_180,
                6: Image.Transpose.ROTATE_90,
                8: Image.Transpose.ROTATE_270,
                2: Image.Transpose.FLIP_LEFT_RIGHT,
                7: Image.Transpose.TRANSVERSE,
                5: Image.Transpose.TRANSPOSE,
            }
            value = int(rng.choice(list(turns)))
            exif = Image.Exif()
            exif[0x0112] = value
            return label, saved(image.transpose(turns[value]), "JPEG", exif=exif)
        if kind == 1:
            return label, saved(image.convert("RGB").quantize(int(rng.choice([2, 8, 64]))))
        if kind == 2:
            tone = rng.choice([[0, 0, 0], [255, 255, 255], [200, 0, 0], [255, 230, 0], [0, 0, 255]])
            layers = [np.full(ink.shape, t, np.uint8) for t in tone]
            return label, saved(Image.fromarray(np.dstack([*layers, (ink * 255).astype(np.uint8)])))
        if kind == 3:
            return label, saved(image.convert("1"))
        return label, saved(image.convert("CMYK"), "TIFF")

    def photo(self) -> Case:
        """Shadow, grain, a little blur of the JPEG."""
        rng = self._rng
        label, ink = self._sheet((7, 20))
        light = self._on_paper(ink)
        if rng.random() < 0.5:
            light = self._paper(bool(rng.integers(2)), [0, 0.5, 1.5, 3], ink)
        light = light * np.linspace(1, rng.uniform(0.45, 0.9), light.shape[1])
        return label, png(
            light + rng.normal(0, rng.uniform(0.005, 0.03), light.shape), "JPEG", quality=80
        )


KINDS = [name for name in vars(Cases) if not name.startswith("_")]
