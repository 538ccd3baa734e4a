"""t-SNE, exact, in numpy: places on a plane where near neighbours stay near.

L. van der Maaten and G. Hinton, *Visualizing Data using t-SNE*, Journal of Machine Learning
Research 9, 2008; the constants are that paper's unless they say otherwise. Every pair counts at
every step, so that time and memory grow with the square: for up to about 2,000 points.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from dlgui.core.digit_map import squared_distances

ITERATIONS = 500
PERPLEXITY = 30.0
"""About how many neighbours each point listens to."""
EXAGGERATION, EXAGGERATED = 4.0, 50
"""At first the neighbours attract this much more, for so many iterations."""
RATE = 100.0
FIRST_MOMENTUM, MOMENTUM, SLOW = 0.5, 0.8, 250
"""The first is that of so many iterations."""
SPREAD = 1e-4
"""The standard deviation of the first places, which are principal components: Kobak and Berens,
*The art of using t-SNE for single-cell transcriptomics*, 2019."""
TOLD_EVERY = 10
SEARCHES = 40
"""Halvings when a width is looked for."""
LEAST = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class TsneStep:
    """The map after `iteration` iterations.

    places: float32 [n, 2]; divergence: what is minimised, the Kullback-Leibler divergence in nats
    """

    iteration: int
    divergence: float
    places: np.ndarray


def tsne(
    points: np.ndarray, iterations: int = ITERATIONS, perplexity: float = PERPLEXITY
) -> Generator[TsneStep, None, TsneStep]:
    """Embed `points`, float [n, k], n >= 3, the widest spread first as principal components are.

    Yields the map at the start and after every ten iterations, and returns the last. There is no
    chance in it: the same points give the same map.
    """
    attraction = affinities(points, perplexity)
    entropy = float((attraction * np.log(np.maximum(attraction, LEAST))).sum())
    places = _first_places(points)
    velocity, gains = np.zeros_like(places), np.ones_like(places)
    for iteration in range(iterations):
        nearness = _nearness(places)
        total = float(nearness.sum())
        if iteration % TOLD_EVERY == 0:
            yield TsneStep(
                iteration, _divergence(entropy, attraction, nearness, total), places.copy()
            )
        exaggeration = EXAGGERATION if iteration < EXAGGERATED else 1.0
        slope = _slope(attraction, nearness, total, places, exaggeration)
        # Jacobs, *Increased rates of convergence through learning rate adaptation*, 1988
        gains = np.where(slope * velocity < 0, gains + 0.2, gains * 0.8)
        np.maximum(gains, 0.01, out=gains)
        velocity *= FIRST_MOMENTUM if iteration < SLOW else MOMENTUM
        velocity -= RATE * gains * slope
        places += velocity
        places -= places.mean(axis=0)
    nearness = _nearness(places)
    divergence = _divergence(entropy, attraction, nearness, float(nearness.sum()))
    return TsneStep(iterations, divergence, places)


def affinities(points: np.ndarray, perplexity: float = PERPLEXITY) -> np.ndarray:
    """How much each pair belongs together: float32 [n, n], symmetric, summing to 1.

    Normal around each point, with the width that gives it so many effective neighbours; at most a
    third of the points.
    """
    count = len(points)
    distances = squared_distances(points.astype(np.float64))
    np.fill_diagonal(distances, np.inf)
    distances -= distances.min(axis=1, keepdims=True)  # Or all shares of a lone point underflow.
    np.fill_diagonal(distances, 0)
    distances /= max(float(np.median(distances)), LEAST)
    wanted = np.log(min(perplexity, max((count - 1) / 3, 1.0)))
    low, high = np.full((count, 1), -20.0), np.full((count, 1), 20.0)
    for _ in range(SEARCHES):
        precision = np.exp((low + high) / 2)
        shares = np.exp(-distances * precision)
        np.fill_diagonal(shares, 0)
        sums = shares.sum(axis=1, keepdims=True)
        shares /= sums
        entropy = np.log(sums) + precision * (distances * shares).sum(axis=1, keepdims=True)
        too_wide = entropy > wanted
        low, high = (
            np.where(too_wide, (low + high) / 2, low),
            np.where(too_wide, high, (low + high) / 2),
        )
    together: np.ndarray = ((shares + shares.T) / (2 * count)).astype(np.float32)
    return together


def _first_places(points: np.ndarray) -> np.ndarray:
    places = np.zeros((len(points), 2), np.float32)
    first = points[:, :2] - points[:, :2].mean(axis=0)
    places[:, : first.shape[1]] = SPREAD * first / max(float(first[:, 0].std()), LEAST)
    return places


def _nearness(places: np.ndarray) -> np.ndarray:
    """Student's t with one degree of freedom, not normalised: [n, n], zero on the diagonal."""
    nearness = squared_distances(places)
    nearness += 1
    np.reciprocal(nearness, out=nearness)
    np.fill_diagonal(nearness, 0)
    return nearness


def _slope(
    attraction: np.ndarray,
    nearness: np.ndarray,
    total: float,
    places: np.ndarray,
    exaggeration: float,
) -> np.ndarray:
    """The gradient (equation 5): [n, 2]."""
    pull = nearness * (-1 / total)
    pull += attraction if exaggeration == 1 else exaggeration * attraction
    pull *= nearness
    slope: np.ndarray = 4 * (pull.sum(axis=1)[:, None] * places - pull @ places)
    return slope


def _divergence(
    entropy: float, attraction: np.ndarray, nearness: np.ndarray, total: float
) -> float:
    """entropy: the sum of P log P, which stays the same."""
    logs = np.log(np.maximum(nearness, LEAST))
    return entropy - float((attraction * logs).sum()) + float(np.log(total))
