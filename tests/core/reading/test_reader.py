"""A reader's promises that hold for every network, trained or not."""

from dataclasses import replace

import numpy as np
import pytest

from dlgui.core.errors import ModelFileError
from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.ink.raster import render
from dlgui.core.nets.model import Model
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.reading.reader import Reader


@pytest.fixture
def model() -> Model:
    """A compact network that was never trained."""
    rng = np.random.default_rng(0)
    weights = {
        name: np.abs(rng.normal(scale=0.1, size=shape)).astype(np.float32)
        if "running_var" in name
        else rng.normal(scale=0.1, size=shape).astype(np.float32)
        for name, shape in NETWORKS["compact"].weight_shapes().items()
    }
    return Model("compact", weights)


@pytest.fixture
def one() -> Drawing:
    return Drawing((Stroke(np.array([[300, 100], [301, 180]], np.float32)),), id="w1-7")


def test_numbers_that_overflow_are_no_answer(model: Model, one: Drawing) -> None:
    weights = {name: np.full_like(array, 1e30) for name, array in model.weights.items()}
    with np.errstate(all="ignore"), pytest.raises(ModelFileError, match="overflow"):
        Reader(replace(model, weights=weights)).read(one)


def test_empty_ink_gives_no_digit(model: Model) -> None:
    reading = Reader(model).read(Drawing(id="blank"), single=True)
    assert reading.digits == ()
    assert reading.reading == ""
    assert reading.id == "blank"
    assert not reading.refused


def test_a_single_digit_is_answered_from_what_ink_makes_of_it(model: Model, one: Drawing) -> None:
    reader = Reader(model)
    reading = reader.read(one, single=True)
    assert reading.id == "w1-7"
    (digit,) = reading.digits
    assert np.array_equal(digit.pixels, render(one))
    assert digit.box == (300, 100, 301, 180)
    assert digit.probabilities == pytest.approx(reader.read_images(render(one)[None])[0])
    assert digit.probability == digit.probabilities.max() == digit.probabilities[digit.digit]


def test_probabilities_are_float32_and_sum_to_one(model: Model) -> None:
    images = np.random.default_rng(1).random((7, 28, 28), dtype=np.float32)
    probabilities = Reader(model).read_images(images)
    assert probabilities.shape == (7, 10)
    assert probabilities.dtype == np.float32
    assert probabilities.sum(axis=1) == pytest.approx(np.ones(7), abs=1e-5)


def test_a_calibrated_model_is_less_sure_and_refuses_below_its_threshold(
    model: Model, one: Drawing
) -> None:
    (plain,) = Reader(model).read(one, single=True).digits
    calibrated = replace(model, calibration={"temperature": 10.0, "threshold": 1e6})
    (digit,) = Reader(calibrated).read(one, single=True).digits
    assert digit.digit == plain.digit
    assert digit.probability < plain.probability
    assert digit.refused
    assert not plain.refused


def test_paper_without_ink_gives_no_digit(model: Model) -> None:
    assert Reader(model).read_picture(np.full((60, 80), 235, np.uint8)).digits == ()


@pytest.mark.parametrize("paper", [255, 0])
def test_a_picture_is_read_where_its_ink_is(model: Model, paper: int) -> None:
    pixels = np.full((200, 300), paper, np.uint8)
    pixels[50:150, 200:212] = 255 - paper
    reader = Reader(model)
    (digit,) = reader.read_picture(pixels).digits
    assert digit.box == pytest.approx((200, 50, 212, 150), abs=2)
    assert digit.pixels.shape == (28, 28)
    assert digit.pixels[14, 14] > 0.9
    assert len(reader.read_picture(pixels, single=True).digits) == 1


def test_no_images_give_no_digits(model: Model) -> None:
    assert Reader(model).read_digits(np.zeros((0, 28, 28), np.float32)) == []


def test_ink_below_the_least_size_stays_small(model: Model, one: Drawing) -> None:
    reader = Reader(model, min_size=160)
    (digit,) = reader.read(one).digits
    assert np.array_equal(digit.pixels, render(one, min_size=160))
    rows = np.flatnonzero(digit.pixels.max(axis=1) > 0.5)
    assert len(rows) == pytest.approx(10, abs=2)
    larger = Drawing((Stroke(one.strokes[0].points * 3),))
    (digit,) = reader.read(larger).digits
    assert np.array_equal(digit.pixels, render(larger))
