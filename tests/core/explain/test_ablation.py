"""Operations on a network do to its values what they say, and nothing else."""

import numpy as np
import pytest

from dlgui.core.data.datasets import DigitSet
from dlgui.core.explain.ablation import (
    Unit,
    is_off,
    judging_order,
    kernel_of,
    read_right,
    switch_off,
    switch_on,
    unit_behind,
    units_off,
    with_kernel,
)
from dlgui.core.nets.layers import BatchNorm, Conv, Dense, Flatten
from dlgui.core.nets.model import load_model, save_model
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.nets.numpy_net import Forward

DIGIT = np.random.default_rng(5).random((28, 28), dtype=np.float32)


@pytest.fixture(scope="module", params=NETWORKS)
def model(request, lived_in_model):
    return lived_in_model(request.param)


def units_of(model):
    """The unit of each layer that lights up most, so that it matters."""
    network, outputs = NETWORKS[model.network], Forward(model).activations(DIGIT)
    for layer, values in enumerate(outputs):
        if isinstance(network.layers[layer], (Conv, Dense)):
            is_scores = layer + 1 == len(outputs)
            if not is_scores and isinstance(network.layers[layer + 1], BatchNorm):
                values = outputs[layer + 1]
            brightest = values.reshape(len(values), -1).max(axis=1).argmax()
            unit = unit_behind(network, layer, int(brightest))
            if unit is not None:
                yield unit


def test_a_unit_that_is_off_gives_zero_up_to_where_its_number_is_kept(model):
    layers = NETWORKS[model.network].layers
    before = Forward(model).activations(DIGIT)
    for unit in units_of(model):
        after = Forward(switch_off(model, unit)).activations(DIGIT)
        for layer in range(unit.layer, len(layers)):
            if layer > unit.layer and isinstance(layers[layer], (Conv, Dense, Flatten)):
                break
            assert before[layer][unit.number].any()
            assert not after[layer][unit.number].any()
            others = np.delete(after[layer], unit.number, axis=0)
            np.testing.assert_array_equal(others, np.delete(before[layer], unit.number, axis=0))
        assert (after[-1] != before[-1]).any()


def test_the_folded_network_agrees_that_a_unit_is_off(model):
    for unit in units_of(model):
        off = switch_off(model, unit)
        np.testing.assert_allclose(
            Forward(off).logits(DIGIT[None])[0],
            Forward(off).activations(DIGIT)[-1],
            rtol=1e-4,
            atol=1e-4,
        )


def test_off_is_seen_and_undone(model):
    units = list(units_of(model))
    off = model
    for unit in units:
        assert not is_off(model, unit)
        off = switch_off(off, unit)
    assert units_off(off) == set(units)
    assert not units_off(model)
    for unit in units:
        off = switch_on(off, model, unit)
    for name, array in model.weights.items():
        np.testing.assert_array_equal(off.weights[name], array)


def test_a_model_is_never_changed_itself(model):
    before = {name: array.copy() for name, array in model.weights.items()}
    for unit in units_of(model):
        switch_off(model, unit)
        if isinstance(NETWORKS[model.network].layers[unit.layer], Conv):
            with_kernel(model, unit, 0, np.zeros_like(kernel_of(model, unit, 0)))
    for name, array in before.items():
        np.testing.assert_array_equal(model.weights[name], array)


def test_an_edited_kernel_changes_its_own_map_by_what_was_added(lived_in_model):
    model = lived_in_model("lenet5")
    unit, part = Unit(3, 5), 2
    kernel = kernel_of(model, unit, part).copy()
    kernel[1, 3] += 0.5
    edited = with_kernel(model, unit, part, kernel)
    before, after = (Forward(m).activations(DIGIT) for m in (model, edited))
    difference = after[3] - before[3]
    # The weight in row 1, column 3 multiplies the map before, moved by as much.
    moved = before[2][part][1:11, 3:13]
    np.testing.assert_allclose(difference[5], 0.5 * moved, atol=1e-4)
    assert not np.delete(difference, 5, axis=0).any()


def test_a_kernel_must_fit_and_be_numbers(lived_in_model):
    model = lived_in_model("reference")
    with pytest.raises(ValueError, match="3, 3"):
        with_kernel(model, Unit(0, 0), 0, np.zeros((5, 5), np.float32))
    with pytest.raises(ValueError, match="finite"):
        with_kernel(model, Unit(0, 0), 0, np.full((3, 3), np.nan, np.float32))


def test_whose_work_a_map_is():
    compact, mlp = NETWORKS["compact"], NETWORKS["mlp"]
    for layer in (3, 4, 5, 6):  # convolution, batch norm, ReLU, pooling
        assert unit_behind(compact, layer, 7) == Unit(3, 7)
    assert isinstance(compact.layers[4], BatchNorm)
    assert unit_behind(compact, len(compact.layers) - 2, 7) is None  # flattened
    assert unit_behind(compact, len(compact.layers) - 1, 7) is None  # scores
    assert unit_behind(compact, len(compact.layers), 7) is None  # softmax
    assert unit_behind(compact, -1, 0) is None  # input
    assert unit_behind(mlp, 0, 40) is None
    assert unit_behind(mlp, 2, 40) == Unit(1, 40)


def test_an_edited_model_is_saved_as_any_other(lived_in_model, tmp_path):
    model = switch_off(lived_in_model("compact"), Unit(0, 3))
    save_model(tmp_path / "edited.safetensors", model)
    found = load_model(tmp_path / "edited.safetensors")
    assert units_off(found) == {Unit(0, 3)}


def test_accuracy_is_counted_on_a_fair_order_and_first_parts_are_told(lived_in_model):
    model = lived_in_model("mlp")
    rng = np.random.default_rng(6)
    images = rng.integers(0, 256, (600, 28, 28), dtype=np.uint8)
    labels = np.sort(rng.integers(0, 10, 600).astype(np.uint8))
    steps = read_right(model, DigitSet(images, labels))
    told = []
    while True:
        try:
            told.append(next(steps))
        except StopIteration as end:
            right = end.value
            break
    expected = Forward(model).logits(images).argmax(axis=1) == labels
    np.testing.assert_array_equal(right, expected[judging_order(600)])
    assert [len(part) for part in told] == [250, 500, 600]
    np.testing.assert_array_equal(told[1], right[:500])
    assert sorted(judging_order(600)) == list(range(600))
    assert len(set(labels[judging_order(600)[:100]])) == 10
