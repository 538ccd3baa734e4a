"""Ink told from paper: a few of each kind of picture that `tests/benchmarks/paper.py` measures."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from paper_cases import KINDS, SHAPES, Cases, drawn, painted, png

from dlgui.core.data.datasets import load_embedded
from dlgui.core.ink.picture_file import load_picture
from dlgui.core.ink.ruled_lines import without_ruled_lines
from dlgui.core.nets.model import load_model
from dlgui.core.reading.reader import Reader
from dlgui.paths import resource

EACH = 3


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_model(resource("reader.safetensors")))


@pytest.fixture(scope="module")
def cases(reader: Reader) -> Cases:
    digits = load_embedded().validation.take(np.arange(0, 500, 25))
    images = digits.images.astype(np.float32) / 255
    read = [digit.digit for digit in reader.read_digits(images)]
    kept = [(str(d), i) for d, i, r in zip(digits.labels, images, read, strict=True) if d == r]
    rng = np.random.default_rng(3)
    return Cases(kept, [(label, drawn(label, rng)) for label in SHAPES], seed=7)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "blank_lined"])
def test_digits_are_read_whatever_they_are_written_on(
    reader: Reader, cases: Cases, kind: str
) -> None:
    made = [getattr(cases, kind)() for _ in range(EACH)]
    readings = [reader.read_picture(load_picture(content)) for _, content in made]
    assert [r.reading for r in readings] == [label for label, _ in made]


def test_lined_paper_alone_is_empty(reader: Reader, cases: Cases) -> None:
    for _ in range(EACH):
        assert not reader.read_picture(load_picture(cases.blank_lined()[1])).digits


@pytest.mark.parametrize("pen", [2, 5, 9])
def test_a_long_thin_stroke_is_no_ruled_line(reader: Reader, pen: int) -> None:
    high = 500
    ink = painted([np.array([(0, 0), (0, 100)])], (1152, 648), pen, high, 400, 70)
    assert without_ruled_lines(ink) is None
    assert reader.read_picture(load_picture(png(1 - ink))).reading == "1"


@pytest.mark.parametrize("degrees", [0, 0.5, 1.5, 11, 30])
@pytest.mark.parametrize("thickness", [1, 3, 6])
def test_ruled_lines_are_found_at_any_angle(degrees: float, thickness: int) -> None:
    y, x = np.mgrid[:600, :800] + 0.5
    across = -x * np.sin(np.radians(degrees)) + y * np.cos(np.radians(degrees))
    ink = np.clip(thickness / 2 - np.abs(across % 70 - 35) + 0.5, 0, 1).astype(np.float32)
    ink[200:400, 390:410] = 1
    cleaned = without_ruled_lines(ink)
    assert cleaned is not None
    assert cleaned.sure
    assert cleaned.ink[200:400, 390:410].mean() > 0.95
    assert cleaned.ink.sum() < 1.15 * 200 * 20
