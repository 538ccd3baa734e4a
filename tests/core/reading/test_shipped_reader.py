"""The reader that ships, on ink made here; `tests/benchmarks/reading.py` has the real measure."""

import subprocess
import sys
from math import cos, radians, sin

import numpy as np
import pytest
from synthetic_ink import letter, scribble

from dlgui.core.data.datasets import load_embedded
from dlgui.core.evaluation.metrics import evaluate_digits
from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.nets.model import load_model
from dlgui.core.reading.reader import Reader
from dlgui.paths import resource

MODEL = resource("reader.safetensors")


def arc(x: float, y: float, wide: float, high: float, start: float, stop: float) -> str:
    """Points of an ellipse around (x, y), angles in degrees, clockwise from the right."""
    angles = np.radians(np.linspace(start, stop, 24))
    return " ".join(f"{x + wide * np.cos(a):.1f} {y + high * np.sin(a):.1f}" for a in angles)


# Strokes of each digit in a box 60 wide and 100 high; several ways of writing some of them.
DIGITS = {
    "0": [[arc(30, 50, 28, 48, -90, 270)]],
    "1": [["30 0 30 100"], ["10 28 32 0 32 100"], ["12 26 32 0 32 100", "12 100 52 100"]],
    "2": [[arc(30, 26, 26, 26, -160, 40) + " 2 100 60 100"]],
    "3": [[arc(26, 25, 26, 25, -140, 90) + " " + arc(28, 74, 30, 26, -90, 140)]],
    "4": [["40 0 4 64 60 64", "42 34 42 100"], ["8 4 6 50 54 50", "50 0 50 100"]],
    "5": [["12 4 8 44 " + arc(28, 70, 28, 30, -120, 130), "12 4 56 2"]],
    "6": [["46 0 16 34 " + arc(30, 70, 26, 29, -170, 190)]],
    "7": [["2 4 58 4 22 100"], ["2 4 58 4 22 100", "16 50 50 46"]],
    "8": [[arc(30, 25, 23, 25, 90, 450) + " " + arc(30, 74, 28, 25, -90, 270)]],
    "9": [[arc(28, 30, 25, 29, 0, 360) + " 50 100"]],
}
WRITTEN = [
    pytest.param(digit, way, id=f"{digit}-{number}")
    for digit, ways in DIGITS.items()
    for number, way in enumerate(ways)
]


def drawn(way: list[str], *, scale: float = 1.0, x: float = 0, y: float = 0) -> Drawing:
    points = [np.array(stroke.split(), dtype=np.float32).reshape(-1, 2) for stroke in way]
    return Drawing(tuple(Stroke(p * np.float32(scale) + np.float32([x, y])) for p in points))


def beside(*ways: list[str], pitch: float) -> Drawing:
    parts = [drawn(way, x=pitch * i) for i, way in enumerate(ways)]
    return Drawing(tuple(stroke for part in parts for stroke in part.strokes))


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_model(MODEL))


def test_it_is_small_and_calibrated(reader: Reader) -> None:
    assert MODEL.stat().st_size < 2 * 2**20
    assert reader.model.calibration.keys() >= {"temperature", "threshold"}
    assert reader.model.summary


@pytest.mark.parametrize(("digit", "way"), WRITTEN)
def test_it_reads_each_way_of_writing_a_digit(reader: Reader, digit: str, way: list[str]) -> None:
    reading = reader.read(drawn(way))
    assert reading.reading == digit
    assert not reading.refused
    assert reading.digits[0].probability > 0.8


@pytest.mark.parametrize(("digit", "way"), WRITTEN)
def test_place_and_size_do_not_matter(reader: Reader, digit: str, way: list[str]) -> None:
    expected = reader.read(drawn(way)).digits[0].probabilities
    for scale, x, y in ((0.1, 300, 10), (4.0, 0, 0), (1.0, -50, 1000)):
        (found,) = reader.read(drawn(way, scale=scale, x=x, y=y)).digits
        assert found.probabilities == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize("degrees", [-15, 15])
def test_a_tilted_hand_is_read(reader: Reader, degrees: float) -> None:
    angle = radians(degrees)
    turn = np.array([[cos(angle), sin(angle)], [-sin(angle), cos(angle)]])
    wrong = []
    for digit, ways in DIGITS.items():
        for way in ways:
            strokes = [Stroke((s.points @ turn).astype(np.float32)) for s in drawn(way).strokes]
            if (read := reader.read(Drawing(tuple(strokes))).reading) != digit:
                wrong.append((digit, read))
    assert not wrong


@pytest.mark.parametrize("number", ["2026", "11", "10", "4571", "90210", "358", "77"])
@pytest.mark.parametrize("pitch", [66, 95])
def test_it_reads_numbers(reader: Reader, number: str, pitch: float) -> None:
    reading = reader.read(beside(*(DIGITS[digit][-1] for digit in number), pitch=pitch))
    assert reading.reading == number
    assert not reading.refused


def test_two_digits_in_one_stroke_are_two(reader: Reader) -> None:
    joined = np.concatenate([s.points for s in beside(*[DIGITS["2"][0]] * 2, pitch=85).strokes])
    assert reader.read(Drawing((Stroke(joined),))).reading == "22"


def test_boxes_are_where_the_digits_are(reader: Reader) -> None:
    first, second = reader.read(beside(DIGITS["7"][1], DIGITS["0"][0], pitch=100)).digits
    assert first.box == pytest.approx((2, 4, 58, 100))
    assert second.box == pytest.approx((102, 2, 158, 98), abs=0.5)


def test_one_digit_can_be_asked_for(reader: Reader) -> None:
    two = beside(DIGITS["1"][0], DIGITS["1"][0], pitch=40)
    assert len(reader.read(two).digits) == 2
    assert len(reader.read(two, single=True).digits) == 1


def test_most_letters_and_nearly_all_scribbles_are_refused(reader: Reader) -> None:
    rng = np.random.default_rng(0)
    for make, least in ((letter, 0.75), (scribble, 0.95)):
        for single in (True, False):
            refused = [reader.read(make(rng), single).refused for _ in range(150)]
            assert np.mean(refused) >= least


def test_a_click_is_no_digit(reader: Reader) -> None:
    click = Drawing((Stroke(np.array([[120, 80]], np.float32)),))
    assert reader.read(click).refused


def test_it_reads_mnist(reader: Reader) -> None:
    judged = evaluate_digits(reader, load_embedded().validation)
    assert judged.accuracy > 0.96
    assert judged.ece < 0.02


def test_it_reads_a_picture_of_a_number(reader: Reader) -> None:
    from PIL import Image, ImageDraw

    sheet = Image.new("L", (420, 180), 240)
    pen = ImageDraw.Draw(sheet)
    for stroke in beside(DIGITS["2"][0], DIGITS["0"][0], DIGITS["6"][0], pitch=110).strokes:
        points = [(x + 50, y + 40) for x, y in stroke.points.tolist()]
        pen.line(points, fill=30, width=9, joint="curve")
    assert reader.read_picture(np.asarray(sheet)).reading == "206"


def test_it_answers_without_torch() -> None:
    """The pad answers while torch is still being imported."""
    code = (
        "import sys, numpy as np\n"
        "from dlgui.core.ink.drawing import Drawing, Stroke\n"
        "from dlgui.core.nets.model import load_model\n"
        "from dlgui.core.reading.reader import Reader\n"
        "from dlgui.paths import resource\n"
        "one = Drawing((Stroke(np.array([[0, 0], [0, 9]], np.float32)),))\n"
        "reading = Reader(load_model(resource('reader.safetensors'))).read(one)\n"
        "print(reading.reading, 'torch' in sys.modules, 'PySide6' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "False", "False"]
