"""Networks that nobody has thought of, small enough to compute in a moment."""

from __future__ import annotations

from hypothesis import strategies as st

from dlgui.core.nets.network_line import parse_network
from dlgui.core.nets.networks import INPUT_SHAPE, Network

ONE_BY_ONE = ["batchnorm", "relu", "leakyrelu", "elu", "gelu", "sigmoid", "tanh", "dropout"]


def _written(draw: st.DrawFn, kind: str) -> str:
    if kind == "dense":
        return f"dense {draw(st.integers(1, 12))}"
    return f"dropout {draw(st.floats(0, 0.99))}" if kind == "dropout" else kind


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Of up to five layers on maps and three on lists, of every kind that a line can say."""
    texts: list[str] = []
    side = INPUT_SHAPE[1]
    for _ in range(draw(st.integers(0, 5))):
        kind = draw(st.sampled_from(["conv", "maxpool", "avgpool", *ONE_BY_ONE]))
        if kind == "conv":
            kernel = draw(st.integers(1, min(5, side)))
            stride, pad = draw(st.integers(1, 3)), draw(st.integers(0, kernel - 1))
            channels = draw(st.integers(1, 4))
            texts.append(f"conv {channels} {kernel} stride {stride} pad {pad}")
            side = (side + 2 * pad - kernel) // stride + 1
        elif kind.endswith("pool"):
            size = draw(st.integers(1, min(4, side)))
            texts.append(f"{kind} {size}")
            side //= size
        else:
            texts.append(_written(draw, kind))
    texts.append(draw(st.sampled_from(["flatten", "globalavgpool"])))
    for _ in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(["dense", *ONE_BY_ONE]))
        texts.append(_written(draw, kind))
    return parse_network(", ".join([*texts, "dense 10"]))
