"""The scripts, run: what they train is the network that dlgui trains, step by step."""

import ast
import gzip

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from own_networks import networks

from dlgui.core.errors import SettingError
from dlgui.core.export.code import code, script
from dlgui.core.nets.layers import Dropout
from dlgui.core.nets.network_line import network_of
from dlgui.core.training.batches import Batch
from dlgui.core.training.learner import Learner
from dlgui.core.training.optimizer import schedule_factor
from dlgui.core.training.presets import PRESETS
from dlgui.core.training.settings import SETTINGS, TrainingConfig

COUNT, STEPS = 64, 3
EVERY_KIND = (
    "conv 4 5 pad 2, batchnorm, leakyrelu, maxpool 3, conv 12 3 stride 2 pad 1, elu, avgpool 2, "
    "conv 11 1, gelu, globalavgpool, sigmoid, dense 11, tanh, batchnorm, dense 10"
)
CONFIGS = {
    **{name: preset.config for name, preset in PRESETS.items()},
    "adam, decay": TrainingConfig(network="lenet5", weight_decay=0.01, learning_rate=0.003),
    "sgd, cosine": TrainingConfig(
        network="mlp", optimizer="sgd", weight_decay=0.01, schedule="cosine", label_smoothing=0.1
    ),
    "every kind": TrainingConfig(network=EVERY_KIND, optimizer="adamw", weight_decay=0.02),
}
LISTED = CONFIGS | {
    "much at once": TrainingConfig(
        network=EVERY_KIND, initialisation="large", weight_decay=0.02, schedule="cosine"
    ),
}


@pytest.fixture(scope="module")
def digits(tmp_path_factory):
    """The path of an .npz with a few digits."""
    rng = np.random.default_rng(0)
    path = tmp_path_factory.mktemp("digits") / "mnist.npz"
    parts = {}
    for part in ("train", "test"):
        parts[f"x_{part}"] = rng.integers(0, 256, (COUNT, 28, 28), dtype=np.uint8)
        parts[f"y_{part}"] = rng.integers(0, 10, COUNT, dtype=np.uint8)
    np.savez(path, **parts)
    return path


def run(text):
    names = {}
    exec(compile(text, "script.py", "exec"), names)
    return names


def prepared(config, data):
    """What a PyTorch script has made when it begins to train."""
    text = script(code(config, "torch", str(data)))
    return run(text[: text.index("for epoch in range")])


def steps_agree(config, data):
    """The same losses, step by step, from the same weights on the same digits."""
    config = config.with_(device="cpu", epochs=1, augment=False, learning_rate=1e-4)
    names, learner = prepared(config, data), Learner(config, torch.device("cpu"))
    model = names["model"]
    network = network_of(config.network)
    assert sum(p.numel() for p in model.parameters()) == network.parameters()
    model.load_state_dict(learner.module.state_dict())
    images, labels = names["x_train"], names["y_train"]
    total = -(-COUNT // config.batch_size)
    for step in range(1, STEPS + 1):
        loss = names["loss_function"](model(images), labels)
        names["optimizer"].zero_grad()
        loss.backward()
        names["optimizer"].step()
        factor = schedule_factor(config.schedule, step, total)
        if "scheduler" in names:
            assert names["scheduler"].get_last_lr()[0] == pytest.approx(
                config.learning_rate * factor
            )
            names["scheduler"].step()
        logits = learner.forward(images[:, 0], step)
        figures = learner.loss(logits, Batch(images[:, 0], labels, COUNT, 1.0))
        learner.backward()
        learner.step(config.learning_rate * factor)
        assert float(loss.detach()) == pytest.approx(float(figures[0]), rel=1e-5, abs=1e-5)


@pytest.mark.parametrize("name", CONFIGS)
def test_pytorchs_script_takes_the_same_steps(name, digits):
    steps_agree(CONFIGS[name], digits)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(networks().filter(lambda n: not any(isinstance(x, Dropout) for x in n.layers)))
def test_so_it_does_for_networks_that_nobody_has_thought_of(digits, network):
    steps_agree(TrainingConfig(network=network.name, learning_rate=1e-4), digits)


@pytest.mark.parametrize("name", LISTED)
def test_pytorchs_script_runs_to_its_end(name, digits, capsys):
    config = LISTED[name].with_(epochs=2, device="cpu")
    run(script(code(config, "torch", str(digits))))
    assert capsys.readouterr().out.count("of the test digits are read") == 2


def test_the_first_weights_are_dlguis(digits):
    for start in ("glorot", "he", "lecun", "small", "large", "zero"):
        config = TrainingConfig(network="lenet5", initialisation=start, device="cpu")
        model = prepared(config, digits)["model"]
        ours = Learner(config, torch.device("cpu")).module
        for name, weight in model.named_parameters():
            reach = float(ours.get_parameter(name).detach().abs().max())
            assert float(weight.detach().abs().max()) == pytest.approx(reach, rel=0.15)


def test_digits_in_idx_files(digits, tmp_path):
    with np.load(digits) as found:
        for name, key, header in (
            ("train-images-idx3-ubyte.gz", "x_train", 16),
            ("train-labels-idx1-ubyte", "y_train", 8),
            ("t10k-images-idx3-ubyte", "x_test", 16),
            ("t10k-labels-idx1-ubyte.gz", "y_test", 8),
        ):
            content = bytes(header) + found[key].tobytes()
            is_packed = name.endswith(".gz")
            (tmp_path / name).write_bytes(gzip.compress(content) if is_packed else content)
        names = prepared(TrainingConfig(device="cpu"), tmp_path)
        np.testing.assert_array_equal(names["x_test"][:, 0] * 255, found["x_test"])
        np.testing.assert_array_equal(names["y_train"], found["y_train"])


def test_the_textbooks_listing():
    text = script(code(TrainingConfig(), "keras"))
    for line in (
        'layers.Conv2D(32, (3, 3), activation="relu"),',
        "layers.MaxPooling2D((2, 2)),",
        "layers.Flatten(),",
        'layers.Dense(128, activation="relu"),',
        'layers.Dense(10, activation="softmax"),',
        'optimizer="adam",',
        'loss="sparse_categorical_crossentropy",',
        "model.fit(x_train, y_train, epochs=5, validation_data=(x_test, y_test))",
    ):
        assert line in text
    assert "kernel_initializer" not in text


@pytest.mark.parametrize("framework", ["torch", "keras"])
@pytest.mark.parametrize("name", LISTED)
def test_scripts_are_short_plain_python(framework, name):
    text = script(code(LISTED[name], framework))
    ast.parse(text)
    assert max(map(len, text.splitlines())) <= 100
    assert len(text.splitlines()) < 100


@pytest.mark.parametrize("framework", ["torch", "keras"])
def test_what_a_setting_changes_is_marked_as_its_own(framework):
    """A line that another value of a setting changes names the setting, and every layer has one."""
    start = TrainingConfig(optimizer="sgd", device="cpu")
    others = {"network": "mlp", "epochs": 7, "batch_size": 64, "learning_rate": 0.5}
    others |= {"augment": True, "optimizer": "adam", "momentum": 0.5, "weight_decay": 0.1}
    others |= {"initialisation": "he", "schedule": "cosine", "label_smoothing": 0.1}
    others |= {"train_digits": 500, "seed": 3, "settle": True}
    assert others.keys() | {"device"} == {setting.name for setting in SETTINGS}
    for name, value in others.items():
        used = start.with_(augment=name == "settle")
        before = code(used, framework)
        after = code(used.with_(**{name: value}), framework)
        new = {line.text for line in after} - {line.text for line in before}
        changed = [line for line in after if line.text in new]
        assert changed
        outside = [line for line in changed if line.text and name not in line.settings]
        told = ("parameters. Needs", "learned by", "import")
        assert [line for line in outside if not any(word in line.text for word in told)] == []
    layers = {line.layer for line in code(start, framework) if line.layer is not None}
    assert layers <= set(range(len(network_of(start.network).layers)))
    assert {0, 2, 3, 4, 6} <= layers


def test_another_framework_is_refused():
    with pytest.raises(SettingError, match="torch or keras"):
        code(TrainingConfig(), "caffe")
