"""A training as a Keras script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dlgui.core.export.code_lines import SETTLES, Line, fewer, head, imports, load, plain
from dlgui.core.nets.activations import Activation, LeakyReLU
from dlgui.core.nets.layer import Layer
from dlgui.core.nets.layers import Conv, Weighted
from dlgui.core.nets.network_line import network_of
from dlgui.core.nets.networks import Network
from dlgui.core.training.settings import TrainingConfig


def keras_training(config: TrainingConfig, data: str) -> list[Line]:
    smooth = config.label_smoothing > 0
    is_scaled = config.initialisation in ("small", "large")
    scaling = ["from keras.initializers import VarianceScaling"] if is_scaled else []
    lines = [
        *head(config, "Keras", "keras with TensorFlow, JAX or PyTorch"),
        *imports(data, "import keras", "import numpy as np", "from keras import layers", *scaling),
        Line(f"keras.utils.set_random_seed({config.seed})", ("seed",)),
        Line(),
        *load(data),
        *fewer(config),
        *plain(
            'x_train = x_train.reshape(-1, 28, 28, 1).astype("float32") / 255',
            'x_test = x_test.reshape(-1, 28, 28, 1).astype("float32") / 255',
        ),
    ]
    if smooth:  # which Keras knows for classes as ten numbers only
        texts = [
            f"y_{part} = keras.utils.to_categorical(y_{part}, 10)" for part in ("train", "test")
        ]
        lines += [Line(text, ("label_smoothing",)) for text in texts]
    return [*lines, Line(), *_model(config), *_compile(config), *_fit(config)]


STARTS = {
    "he": '"he_uniform"',
    "lecun": '"lecun_uniform"',
    "small": 'VarianceScaling(1e-4, "fan_avg", "uniform")',
    "large": 'VarianceScaling(100.0, "fan_avg", "uniform")',
    "zero": '"zeros"',
}


def _model(config: TrainingConfig) -> list[Line]:
    network = network_of(config.network)
    lines = [
        *_decay(config),
        Line("model = keras.Sequential(", ("network",)),
        Line("    ["),
        Line("        keras.Input((28, 28, 1)),"),
    ]
    if config.augment:
        texts = (
            "layers.RandomRotation(12 / 360, fill_mode='constant'),",
            "layers.RandomZoom((-0.1, 0.25), fill_mode='constant'),",
            "layers.RandomTranslation(1.5 / 28, 1.5 / 28, fill_mode='constant'),",
            "# dlgui also shears, bends and thickens them, adds noise, and writes as others do.",
        )
        lines += [Line(f"        {text}".replace("'", '"'), ("augment",)) for text in texts]
        lines += [Line(f"        {SETTLES}", ("settle",))] if config.settle else []
    for index, parts in enumerate(_layers(network, config)):
        uses = _layer_settings(network.layers[index])
        lines += [Line(f"        {part}", uses, index) for part in parts]
    return [*lines, Line("    ]"), Line(")", ("network",))]


def _layer_settings(layer: Layer) -> tuple[str, ...]:
    more = ("initialisation", "weight_decay", "optimizer") if layer.is_weighted else ()
    return ("network", *more)


def _layers(network: Network, config: TrainingConfig) -> list[list[str]]:
    """The texts of each layer; none for an activation that its layer says already."""
    found: list[list[str]] = []
    last = len(network.layers) - 1
    for index, layer in enumerate(network.layers):
        following = network.layers[index + 1] if index < last else None
        before = network.layers[index - 1] if index else None
        if isinstance(layer, Weighted):
            activation = '"softmax"' if index == last else _activation(following)
            found.append(_weighted(layer, config, activation))
        elif isinstance(before, Weighted) and _activation(layer):
            found.append([])
        else:
            found.append([f"{_layer(layer)},"])
    if not isinstance(network.layers[last], Weighted):
        found[last].append("layers.Softmax(),")
    return found


def _decay(config: TrainingConfig) -> list[Line]:
    if not _is_regularised(config):
        return []
    uses = ("weight_decay", "optimizer")
    return [
        Line("# As torch's, but for the biases, which Keras is told of one by one.", uses),
        Line(f"decay = keras.regularizers.L2({config.weight_decay / 2!r})", uses),
    ]


def _is_regularised(config: TrainingConfig) -> bool:
    """Whether the weights' decay is a part of the loss, as it is for torch's Adam and SGD."""
    return config.weight_decay > 0 and config.optimizer != "adamw"


def _weighted(layer: Any, config: TrainingConfig, activation: str) -> list[str]:
    before = []
    if isinstance(layer, Conv):
        k, p = layer.kernel, layer.padding
        arguments = [str(layer.channels), f"({k}, {k})"]
        arguments += [f"strides={layer.stride}"] if layer.stride != 1 else []
        if p and layer.stride == 1 and 2 * p == k - 1:
            arguments.append('padding="same"')
        elif p:
            before = [f"layers.ZeroPadding2D({p}),"]
    else:
        arguments = [str(layer.features)]
    arguments += [f"activation={activation}"] if activation else []
    arguments += [] if layer.bias else ["use_bias=False"]
    start = STARTS.get(config.initialisation)
    arguments += [f"kernel_initializer={start}"] if start else []
    if _is_regularised(config):
        arguments.append("kernel_regularizer=decay")
    kind = "Conv2D" if isinstance(layer, Conv) else "Dense"
    return [*before, *_call(f"layers.{kind}", arguments)]


def _call(name: str, arguments: Sequence[str]) -> list[str]:
    """In one line, or one for each argument."""
    text = f"{name}({', '.join(arguments)}),"
    if len(text) <= 90:
        return [text]
    return [f"{name}(", *(f"    {argument}," for argument in arguments), "),"]


def _activation(layer: Layer | None) -> str:
    """The name by which Keras' layers take it; empty if they do not."""
    is_named = isinstance(layer, Activation) and not isinstance(layer, LeakyReLU)
    return f'"{layer.keyword}"' if is_named and layer is not None else ""


LAYERS = {
    # Torch's constants; Keras' momentum is what is kept.
    "batchnorm": "BatchNormalization(momentum=0.9, epsilon=1e-5)",
    "leakyrelu": "LeakyReLU(negative_slope=0.01)",
    "maxpool": "MaxPooling2D(({size}, {size}))",
    "avgpool": "AveragePooling2D(({size}, {size}))",
    "globalavgpool": "GlobalAveragePooling2D()",
    "dropout": "Dropout({rate})",
    "flatten": "Flatten()",
}


def _layer(layer: Layer) -> str:
    text = LAYERS.get(layer.keyword, f'Activation("{layer.keyword}")')
    return "layers." + text.format(**{name: getattr(layer, name) for name in layer.arguments})


def _compile(config: TrainingConfig) -> list[Line]:
    optimizer, lines = _optimizer(config)
    smoothing = config.label_smoothing
    loss = '"sparse_categorical_crossentropy"'
    if smoothing:
        loss = f"keras.losses.CategoricalCrossentropy(label_smoothing={smoothing!r})"
    uses = ("optimizer", "learning_rate", "momentum", "weight_decay", "schedule")
    return [
        *lines,
        Line("model.compile("),
        Line(f"    optimizer={optimizer},", uses),
        Line(f"    loss={loss},", ("label_smoothing",)),
        Line('    metrics=["accuracy"],'),
        Line(")"),
    ]


def _optimizer(config: TrainingConfig) -> tuple[str, list[Line]]:
    rate, lines = repr(config.learning_rate), list[Line]()
    if config.schedule != "constant":
        rate = "Schedule()"
        lines = [Line(text, ("schedule", "learning_rate")) for text in _schedule(config)]
    if config.optimizer == "adam":
        is_usual = rate == "0.001"
        return '"adam"' if is_usual else f"keras.optimizers.Adam({rate})", lines
    if config.optimizer == "adamw":
        return f"keras.optimizers.AdamW({rate}, weight_decay={config.weight_decay!r})", lines
    return f"keras.optimizers.SGD({rate}, momentum={config.momentum!r})", lines


def _schedule(config: TrainingConfig) -> list[str]:
    is_cosine = config.schedule == "cosine"
    return [
        f"total = -(-len(x_train) // {config.batch_size}) * {config.epochs}",
        "warm_up = max(1, round(total / 10))",
        "",
        "",
        "class Schedule(keras.optimizers.schedules.LearningRateSchedule):",
        '    """Up over the first tenth of all steps, then down to zero."""',
        "",
        "    def __call__(self, step):",
        '        step = keras.ops.cast(step, "float32") + 1',
        "        left = (total + 1 - step) / (total + 1 - warm_up)",
        *(["        left = (1 - keras.ops.cos(np.pi * left)) / 2"] if is_cosine else []),
        "        factor = keras.ops.where(step <= warm_up, step / warm_up, left)",
        f"        return {config.learning_rate!r} * factor",
        "",
        "",
    ]


def _fit(config: TrainingConfig) -> list[Line]:
    arguments = [f"epochs={config.epochs}"]
    if config.batch_size != 32:  # Keras' own
        arguments.append(f"batch_size={config.batch_size}")
    fit = f"model.fit(x_train, y_train, {', '.join(arguments)}, validation_data=(x_test, y_test))"
    return [Line(fit, ("epochs", "batch_size"))]
