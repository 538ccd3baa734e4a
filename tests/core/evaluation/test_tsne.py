"""t-SNE: what it minimises falls, and it keeps neighbours, by computations of another kind."""

from __future__ import annotations

from itertools import pairwise
from math import exp, log

import numpy as np
import pytest
from components import components_of

from dlgui.core.data.datasets import load_embedded
from dlgui.core.evaluation.embedding import affinities, tsne


@pytest.fixture(scope="module")
def components() -> np.ndarray:
    """300 digits as the first components of their pixels."""
    images = load_embedded().validation.images[:300]
    return components_of(images.reshape(300, -1).astype(np.float32) / 255).places


@pytest.fixture(scope="module")
def steps(components):
    return list(finished(tsne(components)))


def finished(generator):
    while True:
        try:
            yield next(generator)
        except StopIteration as end:
            yield end.value
            return


def distances(rows: np.ndarray) -> np.ndarray:
    return ((rows[:, None, :].astype(np.float64) - rows[None]) ** 2).sum(axis=2)


def divergence(together: np.ndarray, places: np.ndarray) -> float:
    """Equations 2 and 4 of the paper, as they are written."""
    near = 1 / (1 + distances(places))
    np.fill_diagonal(near, 0)
    near /= near.sum()
    pairs = together > 0
    return float((together[pairs] * np.log(together[pairs] / near[pairs])).sum())


def trustworthiness(points: np.ndarray, places: np.ndarray, count: int = 10) -> float:
    """Venna and Kaski 2001: 1 when whoever is near on the map is near in truth."""
    n = len(points)
    ranks = np.argsort(np.argsort(distances(points), axis=1), axis=1)
    near = np.argsort(distances(places), axis=1)[:, 1 : count + 1]
    excess = sum(max(int(ranks[i, j]) - count, 0) for i in range(n) for j in near[i])
    return 1 - 2 * excess / (n * count * (2 * n - 3 * count - 1))


def test_affinities_have_the_perplexity_that_was_asked_for(components) -> None:
    few = components[:40].astype(np.float64)
    found = affinities(few, perplexity=8)
    conditional = np.zeros((40, 40))
    for i, row in enumerate(distances(few)):
        low, high = 1e-9, 1e9
        for _ in range(200):
            precision = (low * high) ** 0.5
            shares = [exp(-precision * d) if j != i else 0.0 for j, d in enumerate(row)]
            total = sum(shares) or 1e-300
            shares = [s / total for s in shares]
            entropy = -sum(s * log(s) for s in shares if s > 0)
            low, high = (precision, high) if entropy > log(8) else (low, precision)
        conditional[i] = shares
    assert found == pytest.approx((conditional + conditional.T) / 80, abs=1e-6)
    assert found.sum() == pytest.approx(1, abs=1e-5)


def test_the_divergence_is_the_papers_and_falls(components, steps) -> None:
    together = affinities(components).astype(np.float64)
    for step in (steps[0], steps[5], steps[-1]):
        assert step.divergence == pytest.approx(divergence(together, step.places), rel=1e-3)
    assert steps[-1].divergence < 0.4 * steps[0].divergence
    told = [step.divergence for step in steps[10:]]
    assert all(after < before + 0.01 for before, after in pairwise(told))
    assert [step.iteration for step in steps] == list(range(0, 501, 10))


def test_neighbours_are_kept_better_than_by_two_components(components, steps) -> None:
    by_tsne = trustworthiness(components, steps[-1].places)
    by_components = trustworthiness(components, components[:, :2])
    assert by_tsne > by_components + 0.1
    assert by_tsne > 0.9


def test_the_same_points_give_the_same_map(components) -> None:
    first, again = (list(finished(tsne(components[:60], iterations=30)))[-1] for _ in range(2))
    assert np.array_equal(first.places, again.places)


@pytest.mark.parametrize("points", [np.eye(3), np.zeros((5, 2)), np.arange(8.0)[:, None]])
def test_few_or_equal_points_give_numbers(points: np.ndarray) -> None:
    last = list(finished(tsne(points.astype(np.float32), iterations=50)))[-1]
    assert last.places.shape == (len(points), 2)
    assert np.isfinite(last.places).all()
    assert np.isfinite(last.divergence)
