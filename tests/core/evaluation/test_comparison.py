"""The metrics of a comparison, against textbook examples and against chance itself."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from dlgui.core.evaluation.comparison import Comparison, mcnemar_exact, paired_interval
from dlgui.core.evaluation.metrics import Evaluation, Example
from dlgui.core.reading.result import DigitReading, Reading


def evaluation(labels: str, read: str) -> Evaluation:
    """Of single digits; "?" is refused."""
    return Evaluation(
        tuple(
            Example(label, Reading((_digit(int(label) if one == "?" else int(one), one == "?"),)))
            for label, one in zip(labels, read, strict=True)
        )
    )


def _digit(read: int, refused: bool) -> DigitReading:
    shares = np.full(10, 0.01, np.float32)
    shares[read] = 0.91
    return DigitReading(read, 0.91, shares, (0, 0, 1, 1), np.zeros((28, 28), np.float32), refused)


def test_every_example_is_in_one_of_four_groups() -> None:
    found = Comparison(evaluation("012345", "01234?"), evaluation("012345", "012999"))
    assert found.both.tolist() == [0, 1, 2]
    assert found.only_first.tolist() == [3, 4]
    assert found.only_second.tolist() == []
    assert found.neither.tolist() == [5]
    assert found.difference == pytest.approx(2 / 6)
    assert found.p_value == 0.5
    low, high = found.interval
    assert low < 2 / 6 < high


def test_other_examples_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="same"):
        Comparison(evaluation("01", "01"), evaluation("10", "10"))


@pytest.mark.parametrize("counts", [(0, 0), (1, 0), (3, 5), (7, 7), (2, 9)])
def test_the_p_value_counts_the_tosses_that_are_as_uneven(counts: tuple[int, int]) -> None:
    tosses = sum(counts)
    uneven = abs(counts[0] - counts[1])
    splits = [abs(2 * sum(toss) - tosses) for toss in product((0, 1), repeat=tosses)]
    assert mcnemar_exact(*counts) == pytest.approx(sum(s >= uneven for s in splits) / len(splits))


def test_thousands_of_differing_digits_are_no_trouble() -> None:
    assert mcnemar_exact(4000, 4000) == 1.0
    assert 0 <= mcnemar_exact(3000, 5000) < 1e-100


def test_the_interval_is_newcombes() -> None:
    # The first example of his Table II.
    assert paired_interval(36, 12, 2, 0) == pytest.approx((0.0569, 0.3404), abs=5e-5)
    # With the readers' parts exchanged it is the same, the other way round.
    assert paired_interval(36, 2, 12, 0) == pytest.approx((-0.3404, -0.0569), abs=5e-5)


def test_the_interval_holds_the_true_difference_in_19_of_20_samples() -> None:
    rng = np.random.default_rng(0)
    shares = (0.90, 0.06, 0.02, 0.02)
    hits = 0
    for counts in rng.multinomial(500, shares, size=2000):
        low, high = paired_interval(*map(int, counts))
        hits += low <= shares[1] - shares[2] <= high
    assert 0.935 < hits / 2000 < 0.975
