"""ONNX: the graph written node by node, without tracing.

Input ``image`` is float32 [n, 1, 28, 28] from 0 (paper) to 1 (ink); the outputs are ``logits`` and
calibrated ``probabilities``, [n, classes] each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

import numpy as np

from dlgui import __version__
from dlgui.core.export.layout import layer_arrays, layer_names
from dlgui.core.nets.layers import EPS, Conv
from dlgui.core.nets.model import Model, model_metadata
from dlgui.core.nets.network_line import network_of
from dlgui.core.reading.calibration import Calibration

OPSET = 20
"""The first in which GELU is one operator."""
IR_VERSION = 9
"""The oldest that knows this operator set, so that older runtimes open the file."""

INPUT, LOGITS, PROBABILITIES = "image", "logits", "probabilities"


def onnx_file(model: Model, title: str) -> bytes:
    """The model as ONNX. Raises ImportError where the package `onnx` is missing."""
    onnx: Any = import_module("onnx")
    helper: Any = import_module("onnx.helper")
    graph = _Graph(helper, onnx.TensorProto.FLOAT)
    _add_normalisation(graph, model)
    network = network_of(model.network)
    for index, (layer, name) in enumerate(zip(network.layers, layer_names(network), strict=True)):
        for operator, attributes in _OPERATORS[layer.keyword](layer):
            graph.add(operator, name, layer_arrays(model, index), **attributes)
    graph.add("Identity", LOGITS, {}, output=LOGITS)
    graph.add("Div", "temperature", {"value": _number(Calibration.of(model).temperature)})
    graph.add("Softmax", PROBABILITIES, {}, output=PROBABILITIES, axis=-1)
    made = helper.make_model(
        graph.finished(title, len(model.classes)),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="dlgui",
        producer_version=__version__,
    )
    helper.set_model_props(made, model_metadata(model) | {"title": title})
    onnx.checker.check_model(made, full_check=True)
    content: bytes = made.SerializeToString()
    return content


def _add_normalisation(graph: _Graph, model: Model) -> None:
    mean, std = model.normalisation.mean, model.normalisation.std
    if mean:
        graph.add("Sub", "normalisation_mean", {"value": _number(mean)})
    if std != 1:
        graph.add("Div", "normalisation_std", {"value": _number(std)})


def _number(value: float) -> np.ndarray:
    return np.array(value, np.float32)


class _Graph:
    """A chain of nodes, each of which takes what the one before it gives."""

    def __init__(self, helper: Any, kind: int) -> None:
        self._helper = helper
        self._kind = kind
        self._nodes: list[Any] = []
        self._constants: list[Any] = []
        self._last = INPUT

    def add(
        self,
        operator: str,
        name: str,
        arrays: Mapping[str, np.ndarray],
        output: str = "",
        **attributes: Any,
    ) -> None:
        """arrays: a layer's own, in the order in which ONNX wants them, which is torch's too."""
        inputs = [self._last, *(self._constant(f"{name}.{key}", arrays[key]) for key in arrays)]
        self._last = output or f"{name}_{operator.lower()}"
        node = self._helper.make_node(operator, inputs, [self._last], self._last, **attributes)
        self._nodes.append(node)

    def _constant(self, name: str, array: np.ndarray) -> str:
        content = np.ascontiguousarray(array, "<f4")
        shape = np.shape(array)
        tensor = self._helper.make_tensor(name, self._kind, shape, content.tobytes(), raw=True)
        self._constants.append(tensor)
        return name

    def finished(self, title: str, classes: int) -> Any:
        def value(name: str, *shape: int) -> Any:
            return self._helper.make_tensor_value_info(name, self._kind, ["n", *shape])

        outputs = [value(LOGITS, classes), value(PROBABILITIES, classes)]
        return self._helper.make_graph(
            self._nodes, title, [value(INPUT, 1, 28, 28)], outputs, self._constants
        )


Operators = Sequence[tuple[str, dict[str, Any]]]


def _convolution(layer: Conv) -> Operators:
    return _one(
        "Conv",
        kernel_shape=[layer.kernel] * 2,
        strides=[layer.stride] * 2,
        pads=[layer.padding] * 4,
    )


def _pooling(operator: str, size: int) -> Operators:
    return _one(operator, kernel_shape=[size] * 2, strides=[size] * 2)


def _one(operator: str, **attributes: Any) -> Operators:
    return [(operator, attributes)]


_OPERATORS: Mapping[str, Callable[[Any], Operators]] = {
    "conv": _convolution,
    "dense": lambda layer: _one("Gemm", transB=1),
    "batchnorm": lambda layer: _one("BatchNormalization", epsilon=EPS),
    "relu": lambda layer: _one("Relu"),
    "leakyrelu": lambda layer: _one("LeakyRelu", alpha=0.01),
    "elu": lambda layer: _one("Elu", alpha=1.0),
    "gelu": lambda layer: _one("Gelu", approximate="none"),
    "sigmoid": lambda layer: _one("Sigmoid"),
    "tanh": lambda layer: _one("Tanh"),
    "maxpool": lambda layer: _pooling("MaxPool", layer.size),
    "avgpool": lambda layer: _pooling("AveragePool", layer.size),
    "globalavgpool": lambda layer: [("GlobalAveragePool", {}), ("Flatten", {"axis": 1})],
    "dropout": lambda layer: [],  # does nothing once a network is trained
    "flatten": lambda layer: _one("Flatten", axis=1),
}
"""Each kind's operators and their attributes."""
