"""The metrics that are reported, against examples worked out by hand."""

from math import ceil, log

import numpy as np
import pytest

from dlgui.core.errors import DataError
from dlgui.core.evaluation.metrics import (
    Evaluation,
    Example,
    confidence_bins,
    evaluate_digits,
    evaluate_drawings,
    expected_calibration_error,
    is_digits,
    wilson_interval,
)
from dlgui.core.ink.drawing import Drawing
from dlgui.core.reading.reader import Reader
from dlgui.core.reading.result import DigitReading, Reading


def digit(read: int, probability: float = 0.9, refused: bool = False) -> DigitReading:
    probabilities = np.full(10, (1 - probability) / 9, dtype=np.float32)
    probabilities[read] = probability
    pixels = np.zeros((28, 28), dtype=np.float32)
    return DigitReading(read, probability, probabilities, (0, 0, 1, 1), pixels, refused)


def example(label: str, *digits: DigitReading) -> Example:
    return Example(label, Reading(digits))


def test_wilson_interval_is_the_textbooks() -> None:
    # 0.8 of 10: Brown, Cai and DasGupta 2001 give (0.490, 0.943).
    assert wilson_interval(8, 10) == pytest.approx((0.490, 0.943), abs=5e-4)
    low, high = wilson_interval(50, 50)
    assert 0.92 < low < 0.93
    assert high == pytest.approx(1.0)
    with pytest.raises(ValueError, match="nothing"):
        wilson_interval(0, 0)


def test_calibration_error_compares_confidence_with_accuracy_bin_by_bin() -> None:
    confidence = np.array([0.9, 0.9, 0.9, 0.9, 0.6, 0.6])
    right = np.array([True, True, True, False, True, True])
    bins = confidence_bins(confidence, right)
    # Four sure ones are right in 3 of 4: 0.15 off; two unsure ones always: 0.4 off.
    assert expected_calibration_error(bins) == pytest.approx((4 * 0.15 + 2 * 0.4) / 6)
    sure = confidence_bins(np.array([1.0, 1.0]), np.array([True, True]))
    assert expected_calibration_error(sure) == 0.0
    assert (sure[0].low, sure[0].high, sure[0].count) == (14 / 15, 1.0, 2)
    assert confidence_bins(np.array([]), np.array([], dtype=bool)) == ()
    assert expected_calibration_error(()) == 0.0


def test_the_metrics_are_those_of_a_computation_digit_by_digit(easy_data, lived_in_model) -> None:
    reader, digits = Reader(lived_in_model("mlp")), easy_data.validation
    judged = evaluate_digits(reader, digits)
    losses, table = [], [[0] * 10 for _ in range(10)]
    bins: dict[int, list[tuple[float, bool]]] = {}
    for image, label in zip(digits.images, digits.labels.tolist(), strict=True):
        shares = reader.read_images(image[np.newaxis] / np.float32(255))[0].tolist()
        read = max(range(10), key=shares.__getitem__)
        losses.append(-log(max(shares[label], 1e-38)))
        table[label][read] += 1
        bins.setdefault(ceil(shares[read] * 15), []).append((shares[read], read == label))
    assert judged.loss == pytest.approx(sum(losses) / len(losses), rel=1e-4)
    assert judged.confusion.tolist() == table
    assert len(judged.bins) == len(bins) > 1
    for found, number in zip(judged.bins, sorted(bins), strict=True):
        inside = bins[number]
        assert (found.low, found.high) == pytest.approx(((number - 1) / 15, number / 15))
        assert found.count == len(inside)
        assert found.confidence == pytest.approx(sum(c for c, _ in inside) / len(inside), rel=1e-4)
        assert found.accuracy == pytest.approx(sum(r for _, r in inside) / len(inside))
    for digit, metrics in enumerate(judged.per_digit):
        read_so, truly = sum(row[digit] for row in table), sum(table[digit])
        assert metrics.recall == table[digit][digit] / truly
        assert metrics.precision == (table[digit][digit] / read_so if read_so else None)


def test_the_loss_is_of_the_true_digits_probability() -> None:
    judged = Evaluation((example("3", digit(3, 0.8)), example("4", digit(3, 0.1))))
    # The second reading gives 0.9 / 9 to each digit that it did not choose.
    assert judged.loss == pytest.approx(-(log(0.8) + log(0.1)) / 2)
    assert Evaluation((example(""),)).loss is None
    assert np.isfinite(Evaluation((example("4", digit(3, 1.0)),)).loss)


def test_a_refused_digit_is_wrong_and_a_refused_scribble_is_right() -> None:
    judged = Evaluation(
        (
            example("3", digit(3)),
            example("3", digit(3, refused=True)),
            example("", digit(5, refused=True)),
            example("A", digit(4)),
            example(""),
        )
    )
    assert [one.is_right for one in judged.examples] == [True, False, True, False, True]
    assert judged.accuracy == 3 / 5
    assert judged.refused == 2 / 5
    assert judged.interval == wilson_interval(3, 5)


def test_numbers_are_right_as_a_whole() -> None:
    judged = Evaluation(
        (
            example("42", digit(4), digit(2)),
            example("42", digit(4), digit(7)),
            example("42", digit(9)),
        )
    )
    assert judged.accuracy == 1 / 3
    # The third has another length: none of its digits can be paired.
    assert judged.confusion.sum() == 4
    assert judged.confusion[4, 4] == 2
    assert judged.confusion[2, 2] == judged.confusion[2, 7] == 1


def test_precision_and_recall_of_each_digit() -> None:
    judged = Evaluation(
        (
            example("1", digit(1)),
            example("1", digit(7)),
            example("7", digit(7)),
            example("7", digit(7)),
        )
    )
    one, seven = judged.per_digit[1], judged.per_digit[7]
    assert (one.count, one.precision, one.recall) == (2, 1.0, 0.5)
    assert (seven.count, seven.precision, seven.recall) == (2, 2 / 3, 1.0)
    assert (judged.per_digit[0].precision, judged.per_digit[0].recall) == (None, None)


def test_record_is_what_the_command_line_promises() -> None:
    record = Evaluation((example("8", digit(8, 0.75)),)).record()
    assert record["count"] == 1
    assert record["accuracy"] == 1.0
    assert record["refused"] == 0.0
    assert record["loss"] == pytest.approx(-log(0.75), abs=1e-6)
    assert record["ece"] == 0.25
    assert np.shape(record["confusion"]) == (10, 10)
    assert record["digits"][8] == {"digit": 8, "count": 1, "precision": 1.0, "recall": 1.0}


def test_only_ascii_digits_are_digits() -> None:
    assert is_digits("2026")
    assert not any(map(is_digits, ("", "O", "٣", "3a")))


def test_drawings_without_a_label_cannot_be_judged() -> None:
    class Unused:
        def read(self, drawing: Drawing, single: bool) -> Reading:
            raise AssertionError

    with pytest.raises(DataError, match="label"):
        evaluate_drawings(Unused(), [Drawing()])  # type: ignore[arg-type]
