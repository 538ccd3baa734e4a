"""What a layer makes of digits, as components and neighbours, against plain computations."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from components import components_of

from dlgui.core.errors import TrainingError
from dlgui.core.evaluation.embedding import (
    COMPONENTS,
    digit_map,
    nearest,
    place_among,
    squared_distances,
)
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.nets.numpy_net import Forward


def finished(steps):
    shares = []
    while True:
        try:
            shares.append(next(steps))
        except StopIteration as end:
            return shares, end.value


@pytest.mark.parametrize("name", ["reference", "compact", "mlp"])
def test_outputs_are_each_layers_activations(name: str, lived_in_model) -> None:
    model = lived_in_model(name)
    images = np.random.default_rng(0).random((3, 28, 28), dtype=np.float32)
    forward = Forward(model)
    for layers in range(1, len(NETWORKS[name].layers) + 1):
        outputs = forward.outputs(images, layers)
        for row, image in zip(outputs, images, strict=True):
            expected = forward.activations(image)[layers - 1]
            if expected.ndim == 3:
                expected = np.moveaxis(expected, 0, -1)
            # A flattened map has its channels last here: the same values in another order.
            assert np.sort(row) == pytest.approx(np.sort(expected.ravel()), abs=1e-4)
            if len(NETWORKS[name].shapes()[layers]) == 3:
                assert row == pytest.approx(expected.ravel(), abs=1e-4)


@pytest.mark.parametrize("shape", [(60, 200), (200, 40), (12, 5)])
def test_components_are_those_of_the_singular_value_decomposition(shape) -> None:
    rng = np.random.default_rng(1)
    scales = 0.9 ** np.arange(shape[1])
    rows = (rng.standard_normal(shape) * scales + rng.random(shape[1])).astype(np.float32)
    found = components_of(rows)
    centred = rows.astype(np.float64) - rows.mean(axis=0, dtype=np.float64)
    _, singular, axes = np.linalg.svd(centred, full_matrices=False)
    count = found.axes.shape[1]
    assert count == min(COMPONENTS, *shape)
    for axis, expected in zip(found.axes.T[:10], axes, strict=False):
        assert abs(axis @ expected) == pytest.approx(1, abs=1e-3)
        assert axis[np.abs(axis).argmax()] > 0
    assert found.shares == pytest.approx((singular**2 / (singular**2).sum())[:count], rel=1e-3)
    assert found.project(rows) == pytest.approx(found.places, abs=1e-3)


def test_components_without_variance_are_left_out() -> None:
    rows = np.zeros((20, 6), np.float32)
    rows[:, 2] = np.arange(20)
    found = components_of(rows)
    assert found.axes.shape == (6, 1)
    assert found.axes[2, 0] == pytest.approx(1)
    assert found.shares == pytest.approx([1.0])


def test_a_map_knows_each_digits_nearest_in_the_layer(easy_data, lived_in_model) -> None:
    model, digits = lived_in_model("lenet5"), easy_data.validation
    layers = len(NETWORKS["lenet5"].layers)
    shares, found = finished(digit_map(model, digits, layers))
    assert shares == sorted(shares)
    logits = Forward(model).logits(digits.images)
    for place, near in enumerate(found.nearest.tolist()):
        distances = [float(((logits[place] - other) ** 2).sum()) for other in logits]
        order = sorted((d, i) for i, d in enumerate(distances) if i != place)
        furthest = max(distances[i] for i in near)
        assert len(set(near)) == 10
        assert place not in near
        assert furthest <= order[9][0] * (1 + 1e-3)
    assert found.kept(logits) > 0.97
    assert found.kept(np.random.default_rng(0).random((50, 2))) < 0.5
    again = found.project(digits.images / np.float32(255))
    assert again == pytest.approx(found.components.places, abs=1e-2)


def test_layer_0_is_the_pixels(easy_data, lived_in_model) -> None:
    digits = easy_data.validation
    _, found = finished(digit_map(lived_in_model("mlp"), digits, 0))
    pixels = components_of(digits.images.reshape(50, -1) / np.float32(255))
    assert found.components.places == pytest.approx(pixels.places, abs=1e-3)


def test_a_network_that_diverged_is_said_to_have(easy_data, lived_in_model) -> None:
    model = lived_in_model("mlp")
    broken = {**model.weights, "1.bias": np.full(256, np.nan, np.float32)}
    with pytest.raises(TrainingError, match="no longer numbers"):
        finished(digit_map(replace(model, weights=broken), easy_data.validation, 3))


def test_nearest_and_distances_are_those_of_loops() -> None:
    rows = np.random.default_rng(2).random((15, 3))
    distances = squared_distances(rows)
    for i, a in enumerate(rows):
        by_hand = [sum((a - b) ** 2) for b in rows]
        assert distances[i] == pytest.approx(by_hand, abs=1e-12)
        order = sorted(range(15), key=by_hand.__getitem__)[1:5]
        assert set(nearest(distances, 4)[i].tolist()) == set(order)


def test_a_new_point_stands_among_its_neighbours() -> None:
    points = np.arange(20.0)[:, None] * np.ones((1, 3))
    places = np.stack([np.arange(20.0), 100 - np.arange(20.0)], axis=1)
    assert place_among(points[7], points, places) == pytest.approx(places[7], abs=1e-3)
    between = place_among(np.full(3, 7.5), points, places)
    assert between == pytest.approx([7.5, 92.5], abs=0.2)
    # By hand: squared distances to 17, 18, 19 and so on from 30.
    weights = [1 / (3 * (30 - x) ** 2) for x in range(15, 20)]
    x = sum(w * x for w, x in zip(weights, range(15, 20), strict=True)) / sum(weights)
    assert place_among(np.full(3, 30.0), points, places)[0] == pytest.approx(x)
