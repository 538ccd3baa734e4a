"""Pictures from outside: made here by degrading drawn digits as paper, cameras and screens do."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from dlgui.core.errors import DrawingError
from dlgui.core.ink import picture_file
from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.ink.picture_file import load_picture
from dlgui.core.ink.raster import render
from dlgui.core.ink.scan import normalise, picture_of, pieces_in

Points = list[tuple[float, float]]

ANGLES = np.linspace(0, 2 * np.pi, 40)
RING: Points = [(30 + 25 * np.cos(a), 50 + 45 * np.sin(a)) for a in ANGLES]
SEVEN: Points = [(5, 8), (62, 5), (40, 50), (28, 100)]
FOUR: Points = [(40, 0), (5, 60), (65, 58)]
STEM: Points = [(45, 30), (42, 100)]


def drawing(*strokes: Points) -> Drawing:
    return Drawing(tuple(Stroke(np.array(points, dtype=np.float32)) for points in strokes))


def ink(*strokes: Points, size: tuple[int, int] = (320, 300), pen: int = 14) -> np.ndarray:
    """float [h, w] from 0 to 1: strokes of 100 units on a sheet of `size` (width, height)."""
    image = Image.new("L", size, 0)
    draw = ImageDraw.Draw(image)
    scale = 0.6 * size[1] / 100
    for points in strokes:
        placed = [(60 + x * scale, 0.2 * size[1] + y * scale) for x, y in points]
        draw.line(placed, fill=255, width=pen, joint="curve")
        for x, y in placed:
            draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=255)
    return np.asarray(image) / 255


def bytes_of(light: np.ndarray) -> np.ndarray:
    return (np.clip(light, 0, 1) * 255).astype(np.uint8)


def shadow(light: np.ndarray) -> np.ndarray:
    """From full light down to two fifths, across the sheet."""
    return light * np.linspace(1, 0.4, light.shape[1])


def hard_shadow(light: np.ndarray) -> np.ndarray:
    return light * np.where(np.arange(light.shape[1]) < light.shape[1] * 0.4, 0.55, 1)


def noise(light: np.ndarray, spread: float = 0.04) -> np.ndarray:
    return light + np.random.default_rng(0).normal(0, spread, light.shape)


def squared(light: np.ndarray, level: float = 0.65, degrees: float = 0) -> np.ndarray:
    height, width = light.shape
    grid = Image.new("L", (2 * width, 2 * height), 255)
    draw = ImageDraw.Draw(grid)
    for at in range(0, 2 * max(width, height), 32):
        draw.line([(at, 0), (at, 2 * height)], fill=int(level * 255), width=2)
        draw.line([(0, at), (2 * width, at)], fill=int(level * 255), width=2)
    turned = grid.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
    left, top = width // 2, height // 2
    return np.minimum(light, np.asarray(turned)[top : top + height, left : left + width] / 255)


DEGRADED: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "scan": lambda ink: 1 - 0.95 * ink,
    "screen, light on dark": lambda ink: 0.1 + 0.8 * ink,
    "pencil": lambda ink: 0.8 - 0.3 * ink,
    "shadow": lambda ink: shadow(0.9 - 0.7 * ink),
    "edge of a shadow": lambda ink: hard_shadow(0.9 - 0.7 * ink),
    "noise": lambda ink: noise(0.85 - 0.65 * ink),
    "noise in a shadow": lambda ink: noise(shadow(0.9 - 0.7 * ink), 0.02),
    "chalk on a board in a shadow": lambda ink: noise(shadow(0.25 + 0.6 * ink), 0.02),
    "squared paper": lambda ink: squared(0.95 - 0.8 * ink),
    "squared paper, printed dark": lambda ink: squared(0.95 - 0.8 * ink, level=0.3),
    "squared paper, held askew": lambda ink: squared(0.95 - 0.8 * ink, degrees=3),
    "squared paper in a shadow": lambda ink: noise(shadow(squared(0.95 - 0.8 * ink)), 0.01),
}


def likeness(a: np.ndarray, b: np.ndarray) -> float:
    """The correlation of two pictures."""
    return float(np.corrcoef(a.ravel(), b.ravel())[0, 1])


@pytest.mark.parametrize("degrade", DEGRADED.values(), ids=DEGRADED)
@pytest.mark.parametrize("strokes", [[RING], [SEVEN], [FOUR, STEM]], ids=["0", "7", "4"])
def test_a_degraded_picture_looks_as_the_strokes_do(
    strokes: list[Points], degrade: Callable[[np.ndarray], np.ndarray]
) -> None:
    pieces = pieces_in(bytes_of(degrade(ink(*strokes))))
    assert len(pieces) == 1
    assert likeness(picture_of(pieces), render(drawing(*strokes))) > 0.9


@pytest.mark.parametrize("pen", [4, 14, 36])
def test_every_pen_becomes_the_usual_one(pen: int) -> None:
    picture = picture_of(pieces_in(bytes_of(1 - ink(SEVEN, pen=pen))))
    assert likeness(picture, render(drawing(SEVEN))) > (0.9 if pen < 30 else 0.75)


@pytest.mark.parametrize("size", [(40, 40), (1200, 1000), (4000, 3000)])
def test_every_size_of_picture_will_do(size: tuple[int, int]) -> None:
    seven = [(x, y) for x, y in SEVEN]
    sheet = ink(seven, size=size, pen=max(3, size[1] // 20)) if size[0] > 60 else tiny_seven()
    pieces = pieces_in(bytes_of(1 - sheet))
    assert len(pieces) == 1
    assert likeness(picture_of(pieces), render(drawing(SEVEN))) > 0.85


def tiny_seven() -> np.ndarray:
    sheet = np.zeros((40, 40))
    sheet[6:34, 4:32] = render(drawing(SEVEN))
    return sheet


def test_boxes_are_in_the_pixels_of_the_picture() -> None:
    sheet = np.zeros((2000, 4000))
    sheet[500:1500, 3000:3100] = 1
    ((x0, y0, x1, y1),) = (piece.box for piece in pieces_in(bytes_of(1 - sheet)))
    assert (x0, x1) == pytest.approx((3000, 3100), abs=6)
    assert (y0, y1) == pytest.approx((500, 1500), abs=6)


def test_pieces_come_from_left_to_right_without_specks() -> None:
    shifted = [[(x + dx, y) for x, y in SEVEN] for dx in (200, 0, 100)]
    sheet = ink(*shifted, size=(700, 300))
    sheet[20:22, 20:23] = 1
    pieces = pieces_in(bytes_of(1 - sheet))
    lefts = [piece.box[0] for piece in pieces]
    assert len(lefts) == 3
    assert lefts == sorted(lefts)
    for piece in pieces:
        assert likeness(picture_of([piece]), render(drawing(SEVEN))) > 0.9


def test_pieces_together_are_one_digit() -> None:
    """A five whose bar floats: two pieces, one picture."""
    bow: Points = [(12, 8), (10, 45), (50, 50), (55, 75), (35, 98), (5, 92)]
    bar: Points = [(40, 0), (80, -2)]
    pieces = pieces_in(bytes_of(1 - ink(bow, bar)))
    assert len(pieces) == 2
    assert likeness(picture_of(pieces), render(drawing(bow, bar))) > 0.9


@pytest.mark.parametrize(
    "light",
    [
        np.full((200, 300), 0.8),
        np.zeros((28, 28)),
        noise(np.full((200, 300), 0.8)),
        shadow(np.full((200, 300), 0.9)),
        squared(np.full((200, 300), 0.95)),
        np.ones((1, 1)),
        np.ones((3, 500)),
    ],
    ids=["paper", "black", "noise", "shadow", "squared", "pixel", "strip"],
)
def test_paper_without_ink_has_no_pieces(light: np.ndarray) -> None:
    assert pieces_in(bytes_of(light)) == []


def test_a_digit_as_mnist_has_it_comes_through() -> None:
    """Light on dark and dark on light, as MNIST's files and Keras' pictures are."""
    for strokes in ([RING], [SEVEN], [FOUR, STEM]):
        digit = whole_pixels(render(drawing(*strokes)))
        for pixels in (bytes_of(digit), 255 - bytes_of(digit)):
            assert np.abs(picture_of(pieces_in(pixels)) - digit).max() < 0.1


def whole_pixels(picture: np.ndarray) -> np.ndarray:
    """MNIST's boxes lie on whole pixels: a picture of 20 pixels and nothing beyond."""
    box = np.argwhere(picture > 0.2)
    (top, left), (bottom, right) = box.min(axis=0), box.max(axis=0) + 1
    digit = np.zeros((28, 28), dtype=np.float32)
    height, width = min(bottom - top, 20), min(right - left, 20)
    digit[top : top + height, left : left + width] = picture[
        top : top + height, left : left + width
    ]
    return digit


def test_colour_is_read_as_grey() -> None:
    sheet = bytes_of(1 - ink(SEVEN))
    blue = np.stack([sheet, sheet, np.full_like(sheet, 255)], axis=2)
    assert likeness(picture_of(pieces_in(blue)), render(drawing(SEVEN))) > 0.9


def test_normalising_lays_out_as_mnist_does() -> None:
    picture = normalise(ink(SEVEN).astype(np.float32))
    assert picture.dtype == np.float32
    rows = np.flatnonzero((picture > 0.5).any(axis=1))
    assert rows[-1] - rows[0] + 1 in (19, 20, 21)
    down, across = np.mgrid[:28, :28]
    assert (picture * down).sum() / picture.sum() == pytest.approx(14, abs=0.15)
    assert (picture * across).sum() / picture.sum() == pytest.approx(14, abs=0.15)
    assert normalise(np.zeros((50, 40), dtype=np.float32)).max() == 0


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def test_pictures_load_as_grey_from_files_and_bytes(tmp_path: Path) -> None:
    image = Image.fromarray(np.arange(12, dtype=np.uint8).reshape(3, 4) * 20)
    path = tmp_path / "grey.png"
    image.save(path)
    for source in (path, str(path), path.read_bytes()):
        loaded = load_picture(source)
        assert loaded.dtype == np.uint8
        assert np.array_equal(loaded, np.asarray(image))
    assert load_picture(encoded(image.convert("CMYK"), "TIFF")).shape == (3, 4)
    assert load_picture(encoded(image.convert("P"), "GIF")).shape == (3, 4)


def test_sixteen_bits_keep_their_levels() -> None:
    deep = Image.fromarray(np.array([[0, 32768, 65535]], dtype=np.uint16))
    assert load_picture(encoded(deep)).tolist() == [[0, 127, 255]]


def test_transparent_pixels_are_paper() -> None:
    """Dark strokes exported without paper lie on white, white ones on black."""
    strokes = bytes_of(ink(SEVEN))
    for shade, paper in ((0, 255), (255, 0)):
        layers = [np.full_like(strokes, shade)] * 3
        image = Image.fromarray(np.dstack([*layers, strokes]))
        loaded = load_picture(encoded(image))
        assert loaded[0, 0] == paper
        assert likeness(picture_of(pieces_in(loaded)), render(drawing(SEVEN))) > 0.9


def test_photos_are_turned_as_the_camera_noted() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright: turn by a quarter, clockwise
    sheet = Image.fromarray(bytes_of(1 - ink(SEVEN)))
    sideways = encoded(sheet.transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif)
    loaded = load_picture(sideways)
    assert loaded.shape == (300, 320)
    assert likeness(picture_of(pieces_in(loaded)), render(drawing(SEVEN))) > 0.9


def test_what_is_no_picture_is_an_error_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = tmp_path / "note.png"
    text.write_text("hello")
    with pytest.raises(DrawingError, match=r"^note\.png is not a picture that can be read\.$"):
        load_picture(text)
    with pytest.raises(DrawingError, match=r"none\.png cannot be read: No such file"):
        load_picture(tmp_path / "none.png")
    with pytest.raises(DrawingError, match="The picture is not a picture"):
        load_picture(b"")
    rough = np.random.default_rng(0).integers(0, 255, (200, 200), dtype=np.uint8)
    for kind in ("PNG", "JPEG", "BMP", "TIFF", "WEBP"):
        whole = encoded(Image.fromarray(rough), kind)
        with pytest.raises(DrawingError):
            load_picture(whole[: len(whole) // 2])
    monkeypatch.setattr(picture_file, "MAX_PIXELS", 10_000)
    with pytest.raises(DrawingError, match="make it smaller"):
        load_picture(encoded(Image.fromarray(rough)))
