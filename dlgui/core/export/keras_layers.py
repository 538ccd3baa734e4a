"""What the layers of a Keras model are here: its `config.json` as a network."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dlgui.core.files import fields_of, number, whole_number
from dlgui.core.nets.layer import Layer
from dlgui.core.nets.layers import KINDS, Conv
from dlgui.core.nets.model import Normalisation
from dlgui.core.nets.network_line import misfit, network_from, with_biases
from dlgui.core.nets.networks import Network
from dlgui.language import tr

MOST_LAYERS = 200
ACTIVATIONS = {"relu", "elu", "gelu", "sigmoid", "tanh"}


class NotHereError(ValueError):
    """The model has something that no network here has: a sentence about the file {name}."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text)
        self.text, self.values = text, values


@dataclass(frozen=True, slots=True)
class KerasModel:
    """kinds: every Keras layer's class, in order; sources: for each layer of the network that has
    weights, the index of the Keras layer that keeps them, by the layer's own index
    epsilons: of each batch normalisation, by the index of its layer
    """

    network: Network
    kinds: tuple[str, ...]
    sources: Mapping[int, int]
    epsilons: Mapping[int, float]
    normalisation: Normalisation | None
    temperature: float | None


def keras_model(config: Any) -> KerasModel:
    """Raises NotHereError, and ValueError when it is no model's config."""
    builder = _Builder()
    records = fields_of(fields_of(config, "class_name", "config")["config"], "layers")["layers"]
    if config["class_name"] not in ("Sequential", "Functional"):
        raise NotHereError(
            tr("{name} is a model of its own class, {kind}."), kind=f"{config['class_name']!s:.60}"
        )
    if not isinstance(records, list) or not 0 < len(records) <= MOST_LAYERS:
        raise NotHereError(tr("{name} has no layers, or more than {most}."), most=MOST_LAYERS)
    if config["class_name"] == "Functional":
        _check_chain(records)
    for record in records:
        facts = fields_of(fields_of(record, "class_name", "config")["config"])
        builder.add(str(record["class_name"]), facts)
    return builder.finished()


def _check_chain(records: Sequence[Any]) -> None:
    """That each layer takes what the one before it gives, and only that."""
    for before, record in pairwise(records):
        nodes = record.get("inbound_nodes") if isinstance(record, dict) else None
        sources = list(_histories(nodes, 12))
        if sources != [fields_of(before).get("name")]:
            raise NotHereError(
                tr("{name} has branches: only networks in which one layer follows another fit.")
            )


def _histories(value: Any, depth: int) -> list[Any]:
    """The names of the layers whose outputs are taken."""
    if depth == 0 or not isinstance(value, (dict, list)):
        return []
    if isinstance(value, dict) and isinstance(value.get("keras_history"), list):
        return list(value["keras_history"][:1])
    parts = value.values() if isinstance(value, dict) else value
    return [name for part in parts for name in _histories(part, depth - 1)]


class _Builder:
    def __init__(self) -> None:
        self.layers: list[Layer] = []
        self.kinds: list[str] = []
        self.sources: dict[int, int] = {}
        self.epsilons: dict[int, float] = {}
        self.normalisation: Normalisation | None = None
        self.temperature: float | None = None
        self.padding = 0
        self.is_ended = False

    def add(self, kind: str, facts: Mapping[str, Any]) -> None:
        self.kinds.append(kind)
        if kind == "Lambda":
            raise NotHereError(
                tr("{name} has a Lambda layer, which is code and is not run: save it without.")
            )
        if kind not in _READERS:
            raise NotHereError(
                tr("{name} has a layer {kind}, which no network here has."), kind=kind[:60]
            )
        if facts.get("data_format", "channels_last") != "channels_last":
            raise NotHereError(
                tr("{name} keeps its channels first, which Keras does only if told to.")
            )
        if self.padding and kind != "Conv2D":
            raise NotHereError(tr("{name} pads where no convolution follows."))
        if self.is_ended and kind not in ("Softmax", "Activation"):
            raise NotHereError(tr("{name} goes on after its softmax."))
        _READERS[kind](self, facts)

    def put(self, keyword: str, *arguments: Any) -> None:
        self.layers.append(KINDS[keyword](*arguments))

    def keep_weights(self) -> None:
        """Of the layer that is put next."""
        self.sources[len(self.layers)] = len(self.kinds) - 1

    def activate(self, activation: Any) -> None:
        name = activation.get("class_name") if isinstance(activation, dict) else activation
        name = str(name).lower()
        if name == "softmax":
            self.is_ended = True
        elif name in ACTIVATIONS:
            self.put(name)
        elif name not in ("linear", "none"):
            raise NotHereError(
                tr("{name} has the activation {activation}, which no network here has."),
                activation=name[:60],
            )

    def finished(self) -> KerasModel:
        layers = with_biases(self.layers)
        if (found := misfit(layers)) is not None:
            raise NotHereError(
                tr("{name} has a layer {number} that does not fit: {problem}"),
                number=found.index + 1,
                problem=found.problem,
            )
        return KerasModel(
            network_from(layers),
            tuple(self.kinds),
            self.sources,
            self.epsilons,
            self.normalisation,
            self.temperature,
        )


def _same_twice(value: Any) -> int:
    """A size given for both directions: n, or [n, n]."""
    pair = value if isinstance(value, list) else [value, value]
    if len(pair) != 2 or pair[0] != pair[1]:
        raise NotHereError(tr("{name} has kernels, strides or tiles that are not square."))
    return whole_number(pair[0], 0, 10_000)


def _convolution(builder: _Builder, facts: Mapping[str, Any]) -> None:
    kernel, stride = _same_twice(facts["kernel_size"]), _same_twice(facts.get("strides", 1))
    if _same_twice(facts.get("dilation_rate", 1)) != 1 or facts.get("groups", 1) != 1:
        raise NotHereError(tr("{name} has convolutions with dilation or groups."))
    padding, builder.padding = builder.padding, 0
    if facts.get("padding", "valid") == "same":
        # Elsewhere Keras pads one side more than the other.
        if stride != 1 or kernel % 2 == 0 or padding:
            raise NotHereError(
                tr('{name} pads "same" with a stride or an even kernel, one side more.')
            )
        padding = kernel // 2
    builder.keep_weights()
    builder.layers.append(Conv(whole_number(facts["filters"], 1), kernel, stride, padding))
    builder.activate(facts.get("activation"))


def _dense(builder: _Builder, facts: Mapping[str, Any]) -> None:
    builder.keep_weights()
    builder.put("dense", whole_number(facts["units"], 1))
    builder.activate(facts.get("activation"))


def _batch_norm(builder: _Builder, facts: Mapping[str, Any]) -> None:
    axis = facts.get("axis", -1)
    if axis not in (-1, 1, 3, [-1], [1], [3]):
        raise NotHereError(tr("{name} normalises along another axis than its channels."))
    builder.keep_weights()
    builder.epsilons[len(builder.layers)] = number(facts.get("epsilon", 1e-3), 0, 1)
    builder.put("batchnorm")


def _rescaling(builder: _Builder, facts: Mapping[str, Any]) -> None:
    """Of the pixels at the beginning: to (pixel - mean) / std; of the logits: a temperature."""
    scale, offset = number(facts["scale"], -1e6, 1e6), number(facts.get("offset", 0), -1e6, 1e6)
    if scale <= 0:
        raise NotHereError(tr("{name} turns its input's sign: ink must be light on dark."))
    if not builder.layers and builder.normalisation is None:
        # 1/255 is for pixels up to 255, which are up to 1 here.
        scale = scale * 255 if scale < 1 / 100 else scale
        builder.normalisation = Normalisation(-offset / scale, 1 / scale)
    elif offset == 0 and builder.layers and builder.temperature is None:
        builder.temperature = 1 / scale
        builder.is_ended = True
    else:
        raise NotHereError(tr("{name} rescales between its layers."))


def _zero_padding(builder: _Builder, facts: Mapping[str, Any]) -> None:
    padding = facts["padding"]
    flat = [side for pair in padding for side in (pair if isinstance(pair, list) else [pair])]
    if len(set(flat)) != 1:
        raise NotHereError(tr("{name} pads one side more than another."))
    builder.padding = whole_number(flat[0], 0, 27)


def _pool(keyword: str) -> Callable[[_Builder, Mapping[str, Any]], None]:
    def read(builder: _Builder, facts: Mapping[str, Any]) -> None:
        size = _same_twice(facts["pool_size"])
        if _same_twice(facts.get("strides") or size) != size or facts.get("padding") == "same":
            raise NotHereError(tr("{name} pools tiles that overlap, or with padding."))
        builder.put(keyword, size)

    return read


def _leaky_relu(builder: _Builder, facts: Mapping[str, Any]) -> None:
    if abs(number(facts.get("negative_slope", 0.3), 0, 1) - 0.01) > 1e-6:
        raise NotHereError(tr("{name} has a LeakyReLU of another slope than 0.01."))
    builder.put("leakyrelu")


def _elu(builder: _Builder, facts: Mapping[str, Any]) -> None:
    if facts.get("alpha", 1.0) != 1:
        raise NotHereError(tr("{name} has an ELU of another alpha than 1."))
    builder.put("elu")


def _dropout(builder: _Builder, facts: Mapping[str, Any]) -> None:
    builder.put("dropout", number(facts["rate"], 0, 0.99))


def _plain(keyword: str) -> Callable[[_Builder, Mapping[str, Any]], None]:
    return lambda builder, facts: builder.put(keyword)


def _nothing(builder: _Builder, facts: Mapping[str, Any]) -> None:
    """Adds no layer here."""


def _reshape(builder: _Builder, facts: Mapping[str, Any]) -> None:
    if builder.layers or facts.get("target_shape") not in ([28, 28, 1], [784], [28, 28]):
        raise NotHereError(tr("{name} reshapes between its layers."))
    if facts["target_shape"] == [784]:
        builder.put("flatten")


_READERS: Mapping[str, Callable[[_Builder, Mapping[str, Any]], None]] = {
    "InputLayer": _nothing,
    "Reshape": _reshape,
    "Rescaling": _rescaling,
    "ZeroPadding2D": _zero_padding,
    "Conv2D": _convolution,
    "Dense": _dense,
    "BatchNormalization": _batch_norm,
    "MaxPooling2D": _pool("maxpool"),
    "AveragePooling2D": _pool("avgpool"),
    "GlobalAveragePooling2D": _plain("globalavgpool"),
    "Flatten": _plain("flatten"),
    "Dropout": _dropout,
    "Activation": lambda builder, facts: builder.activate(facts.get("activation")),
    "ReLU": _plain("relu"),
    "LeakyReLU": _leaky_relu,
    "ELU": _elu,
    "Softmax": lambda builder, facts: builder.activate("softmax"),
}
