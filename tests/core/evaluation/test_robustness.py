"""Robustness curves, against reading the corrupted digits one strength at a time."""

from __future__ import annotations

import numpy as np
import pytest

from dlgui.core.data.datasets import DigitSet
from dlgui.core.evaluation.metrics import evaluate_digits
from dlgui.core.evaluation.robustness import (
    CORRUPTIONS,
    corrupted,
    count_of_points,
    robustness,
    sample,
)
from dlgui.core.reading.reader import Reader


def finished(steps):
    seen = []
    while True:
        try:
            seen.append(next(steps))
        except StopIteration as end:
            return seen, end.value


def test_every_strength_is_judged_as_an_evaluation_judges(easy_data, lived_in_model) -> None:
    digits = easy_data.validation.take(np.arange(20))
    models = [lived_in_model("mlp"), lived_in_model("lenet5")]
    seen, points = finished(robustness(models, digits, seed=5))
    assert len(points) == len(seen) == count_of_points()
    assert seen[-1] == points
    assert [len(partial) for partial in seen] == list(range(1, len(seen) + 1))
    strengths = [(d.name, strength) for d in CORRUPTIONS.values() for strength in d.strengths]
    assert [(point.corruption, point.strength) for point in points] == strengths
    for point in points[:: len(points) // 6]:
        pictures = corrupted(digits.images / np.float32(255), point.corruption, point.strength, 5)
        for place, model in enumerate(models):
            read = Reader(model).read_digits(pictures)
            right = [
                r.digit == int(t) and not r.refused
                for r, t in zip(read, digits.labels, strict=True)
            ]
            assert point.right[place] == sum(right)
            assert point.count == 20
            assert point.accuracy(place) == sum(right) / 20


def test_uncorrupted_digits_are_read_as_in_the_evaluation(easy_data, lived_in_model) -> None:
    digits, model = easy_data.validation, lived_in_model("compact")
    judged = evaluate_digits(Reader(model), digits)
    first = next(robustness([model], digits))[0]
    assert first.strength == 0
    assert first.right == (judged.right,)
    assert first.refused == (round(judged.refused * judged.count),)
    assert first.interval(0) == judged.interval


def test_a_sample_is_the_same_each_time_and_never_more_than_there_is() -> None:
    images = np.arange(100, dtype=np.uint8)[:, None, None] * np.ones((1, 28, 28), np.uint8)
    digits = DigitSet(images, np.arange(100, dtype=np.uint8) % 10)
    chosen = sample(digits, 30)
    which = chosen.images[:, 0, 0]
    assert len(chosen) == len(set(which.tolist())) == 30
    assert (np.diff(which.astype(int)) > 0).all()
    assert np.array_equal(which, sample(digits, 30).images[:, 0, 0])
    assert sample(digits, 100) is digits


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_the_shipped_reader_copes_worse_with_more(name: str, live_reader) -> None:
    model, digits = live_reader
    points = [
        evaluate_pictures(model, digits, name, strength)
        for strength in (0, CORRUPTIONS[name].strengths[-1])
    ]
    assert points[0] > 0.95
    assert points[1] < points[0]


def evaluate_pictures(model, digits, name, strength) -> float:
    pictures = corrupted(digits.images / np.float32(255), name, strength)
    read = Reader(model).read_digits(pictures)
    return float(np.mean([r.digit == t for r, t in zip(read, digits.labels, strict=True)]))


@pytest.fixture(scope="module")
def live_reader():
    from dlgui import paths
    from dlgui.core.data.datasets import load_embedded
    from dlgui.core.nets.model import load_model

    digits = load_embedded().validation
    return load_model(paths.resource("reader.safetensors")), sample(digits, 60)
