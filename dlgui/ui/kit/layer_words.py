"""What is said of a layer, its maps and its values, wherever layers are shown."""

from __future__ import annotations

from dlgui.core.explain.trace import Stage
from dlgui.core.nets.networks import Network
from dlgui.language import tr
from dlgui.ui.kit.formats import TIMES


def title(stage: Stage, is_scores: bool = False) -> str:
    """Its name, as in "Convolution 2"."""
    return tr("Scores (logits)") if is_scores else _name(stage.kind, stage.number)


def map_title(stage: Stage, index: int, is_scores: bool = False) -> str:
    """Of one of its maps, counted from 0, as in "Convolution 2, map 3 of 32"."""
    return tr("{layer}, map {map} of {count}").format(
        layer=title(stage, is_scores), map=index + 1, count=stage.maps
    )


def layer_title(network: Network, index: int) -> str:
    """The same of a layer by its index in the network, without a digit on its way through it."""
    if index == network.last_weighted:
        return tr("Scores (logits)")
    return _name(network.layers[index].kind, network.numbers()[index])


def _name(kind: str, number: int) -> str:
    names = {
        "input": tr("Input"),
        "convolution": tr("Convolution {number}"),
        "normalisation": tr("Batch norm {number}"),
        "relu": tr("ReLU {number}"),
        "pooling": tr("Pooling {number}"),
        "leakyrelu": tr("Leaky ReLU {number}"),
        "elu": tr("ELU {number}"),
        "gelu": tr("GELU {number}"),
        "sigmoid": tr("Sigmoid {number}"),
        "tanh": tr("Tanh {number}"),
        "average": tr("Average pooling {number}"),
        "globalaverage": tr("Global average"),
        "dropout": tr("Dropout {number}"),
        "flatten": tr("Flatten"),
        "dense": tr("Dense {number}"),
        "softmax": tr("Softmax"),
    }
    return names[kind].format(number=number)


def size(shape: tuple[int, ...]) -> str:
    """ "32 maps of 24 × 24", "28 × 28 pixels", "128 values"."""
    if len(shape) == 1:
        return tr("{count:,} values").format(count=shape[0])
    maps, height, width = shape
    text = f"{height} {TIMES} {width}"
    return tr("{maps} maps of {size}").format(maps=maps, size=text) if maps > 1 else text


def parameters(count: int) -> str:
    if count == 0:
        return tr("Nothing to learn")
    return tr("{count:,} parameters").format(count=count)


def explanation(stage: Stage, is_scores: bool = False) -> str:
    """One sentence on what the layer does."""
    if is_scores:
        return tr(
            "One score for each digit: all values before, each times its weight, added up. The "
            "highest is the answer."
        )
    texts = {
        "convolution": tr(
            "It looks for one small pattern everywhere: a {k} × {k} window of weights slides over "
            "the maps before and adds up value × weight. Where the map is blue, the pattern is."
        ),
        "pooling": tr(
            "Of each {k} × {k} tile only the largest value is kept: the maps shrink, and a small "
            "shift of the digit changes less."
        ),
        "average": tr(
            "Each {k} × {k} tile becomes the mean of its values: the maps shrink, and what is in a "
            "tile counts alike."
        ),
        "globalaverage": tr(
            "Each map becomes one number, the mean of its values: how much of its pattern there is "
            "anywhere."
        ),
        "dropout": tr(
            "While the network learns, some values are dropped by chance, so that none is relied "
            "on alone. When it answers, as here, every value passes."
        ),
        "leakyrelu": tr(
            "What is above zero stays, a hundredth of the rest gets through: no value loses its "
            "gradient altogether."
        ),
        "elu": tr(
            "What is above zero stays, the rest is bent smoothly towards -1, so that the mean "
            "stays near zero."
        ),
        "gelu": tr(
            "Each value times the share of a normal distribution that lies below it: a ReLU with a "
            "rounded bend."
        ),
        "sigmoid": tr(
            "Squeezes every value between 0 and 1. Far from zero it is almost level, and a level "
            "curve passes no gradient on."
        ),
        "tanh": tr(
            "Squeezes every value between -1 and 1, with zero in the middle; far from there it is "
            "almost level."
        ),
        "input": tr("The digit as the network gets it: 28 × 28 numbers, paper is 0 and ink is 1."),
        "normalisation": tr(
            "Each map is shifted and stretched by its own learned numbers, so that the next layer "
            "gets values of a usual size."
        ),
        "relu": tr(
            "What is above zero stays, the rest becomes zero: without such a bend, many layers "
            "are worth no more than one."
        ),
        "flatten": tr("The maps are written out as one long list; nothing is computed."),
        "dense": tr(
            "Every value here adds up all values before, each times a weight of its own: it sees "
            "everything at once."
        ),
        "softmax": tr(
            "The scores become probabilities: each one's exponential as a share of all ten, so "
            "that they add up to 1."
        ),
    }
    window = stage.layer.window if stage.layer else None
    return texts[stage.kind].format(k=window.size if window else 1)


def place_words(place: tuple[int, ...], *, with_map: bool = False) -> str:
    """Counted from 1, as people count."""
    if len(place) == 1:
        return tr("value {index:,}").format(index=place[0] + 1)
    map_index, row, column = (index + 1 for index in place)
    if with_map:
        text = tr("map {map}, row {row}, column {column}")
        return text.format(map=map_index, row=row, column=column)
    return tr("row {row}, column {column}").format(row=row, column=column)


def weighted_layers(network: Network) -> dict[int, str]:
    """The names of the convolutions and dense layers, by their place in `Network.layers`."""
    names = {
        index: layer_title(network, index)
        for index, layer in enumerate(network.layers)
        if layer.is_weighted
    }
    names[network.last_weighted] = tr("Scores")
    return names
