"""What covering and sliding a digit does to the answer, against one-by-one recomputation."""

from math import log

import numpy as np
import pytest

from dlgui.core.explain.perturbation import (
    PATCH,
    REACH,
    ShiftMap,
    covered,
    occlusion,
    shift_map,
    shifted,
)
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.reading.calibration import Calibration, softmax
from dlgui.core.reading.reader import Reader


@pytest.fixture(scope="module")
def digit():
    picture = np.zeros((28, 28), np.float32)
    picture[8:20, 13:16] = 1.0
    picture[8:11, 9:16] = 0.7
    return picture


def run(steps):
    """The result of a generator, and what it yielded."""
    shares = []
    while True:
        try:
            shares.append(next(steps))
        except StopIteration as end:
            return end.value, shares


def log_odds(model, image, target):
    scores = Forward(model).logits(image[np.newaxis]) / Calibration.of(model).temperature
    share = float(softmax(scores.astype(np.float64))[0, target])
    return log(share / (1 - share))


@pytest.fixture
def model(lived_in_model):
    return lived_in_model("mlp", calibration={"temperature": 3.0})


@pytest.mark.parametrize("target", [None, 7])
def test_evidence_is_what_the_log_odds_lose(model, digit, target):
    found, shares = run(occlusion(model, digit, target))
    answer = int(Forward(model).logits(digit[np.newaxis]).argmax())
    assert found.target == (answer if target is None else 7)
    before = log_odds(model, digit, found.target)
    assert found.log_odds == pytest.approx(before, rel=1e-3)
    for row, column in ((9, 14), (12, 12), (20, 17)):
        losses = [
            before - log_odds(model, covered(digit, row + dy, column + dx), found.target)
            for dy in range(-2, 3)
            for dx in range(-2, 3)
        ]
        assert found.evidence[row, column] == pytest.approx(np.mean(losses), abs=1e-3)
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_far_from_ink_there_is_no_evidence(model, digit):
    found, _ = run(occlusion(model, digit))
    assert not found.evidence[: 8 - PATCH + 1].any()
    assert not found.evidence[:, : 9 - PATCH + 1].any()
    assert found.evidence[8:20, 13:16].any()


def test_a_patch_covers_a_square_also_at_the_edge():
    full = np.ones((28, 28), np.float32)
    assert covered(full, 10, 12).sum() == 28 * 28 - PATCH**2
    assert not covered(full, 10, 12)[8:13, 10:15].any()
    assert covered(full, 0, 27).sum() == 28 * 28 - 9
    assert full.all()


def test_the_digit_is_read_at_every_offset(model, digit):
    found, shares = run(shift_map(model, digit))
    reader = Reader(model)
    assert found.digits.shape == (2 * REACH + 1, 2 * REACH + 1)
    assert found.answer == reader.read_digits(digit[np.newaxis])[0].digit
    for down, right in ((0, 0), (-3, 5), (14, -14), (7, 1)):
        there = reader.read_digits(shifted(digit, down, right)[np.newaxis])[0]
        cell = down + REACH, right + REACH
        assert found.digits[cell] == there.digit
        assert found.probabilities[cell] == pytest.approx(there.probability, rel=1e-4)
        assert found.refused[cell] == there.refused
    assert shares[-1] == 1


def test_sliding_moves_ink_and_brings_in_paper():
    picture = np.zeros((28, 28), np.float32)
    picture[10, 12] = 1.0
    assert np.argwhere(shifted(picture, 3, -2)).tolist() == [[13, 10]]
    assert not shifted(picture, 18, 0).any()
    np.testing.assert_array_equal(shifted(picture, 0, 0), picture)


def test_freedom_is_the_largest_square_that_is_read():
    side = 2 * REACH + 1
    digits = np.full((side, side), 3, np.uint8)
    sure, none = np.ones((side, side), np.float32), np.zeros((side, side), bool)
    assert ShiftMap(3, digits, sure, none).freedom() == REACH
    digits[REACH + 4, REACH - 1] = 8
    assert ShiftMap(3, digits, sure, none).freedom() == 3
    refused = none.copy()
    refused[REACH, REACH + 2] = True
    assert ShiftMap(3, digits, sure, refused).freedom() == 1
    assert not ShiftMap(3, digits, sure, refused).is_read[REACH, REACH + 2]
