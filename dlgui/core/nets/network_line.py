"""A network in one line, and back: ``conv 32 3, relu, maxpool 2, flatten, dense 128, dense 10``.

A convolution or dense layer with batch normalisation right behind it has no bias of its own: the
normalisation would take it off again, and has a shift instead. A line may come from anybody, so
that what it asks for is bounded before memory is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import prod
from typing import Any

from dlgui.core.errors import NetworkError
from dlgui.core.nets.layer import Layer, Shape
from dlgui.core.nets.layers import KINDS, BatchNorm, Dense, Flatten, Weighted
from dlgui.core.nets.networks import INPUT_SHAPE, NETWORKS, Network
from dlgui.language import current, listed, tr

CLASSES = 10
MOST_LAYERS = 64
MOST_CHARACTERS = 4000
MOST_WEIGHTS = 20_000_000
"""Numbers learned; training keeps four of each: itself, its gradient, and Adam's two means."""
MOST_VALUES = 2_000_000
"""That the layers give for one digit, all together, or that one convolution multiplies at once."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """A layer that cannot stand where it does.

    index: of the layer, or how many there are when something is missing at the end
    problem: one sentence, with what would fit
    mended: the layers with this one put right, if there is one obvious way; other misfits may
        follow
    """

    index: int
    problem: str
    mended: tuple[Layer, ...] | None = None


def network_of(name_or_line: str) -> Network:
    """The registry's network of that name, or the one that a line describes.

    A line that describes a network of the registry gives that one. Raises NetworkError.
    """
    if name_or_line in NETWORKS:
        return NETWORKS[name_or_line]
    if name_or_line.isidentifier() and name_or_line not in KINDS:
        raise NetworkError(
            tr(
                "Network {name_or_line!r} is unknown: choose one of {networks}, or write its "
                'layers, for instance "conv 8 3, relu, flatten, dense 10".'
            ).format(name_or_line=name_or_line, networks=listed(NETWORKS))
        )
    return parse_network(name_or_line)


def parse_network(line: str) -> Network:
    """Raises NetworkError, which names the layer and its place, for an impossible line."""
    return _parsed(line, current())


@lru_cache(maxsize=256)
def _parsed(line: str, language: str) -> Network:
    """language: in which the summary is; it comes back to mind together with the line."""
    if len(line) > MOST_CHARACTERS:
        raise NetworkError(
            tr("A network's line has at most {most:,} characters.").format(most=MOST_CHARACTERS)
        )
    texts = [" ".join(part.split()).lower() for part in line.split(",")]
    if texts[-1] == "softmax":  # the loss brings it anyway
        texts.pop()
    if len(texts) > MOST_LAYERS:
        raise NetworkError(
            tr("A network has at most {most} layers, not {count}.").format(
                most=MOST_LAYERS, count=len(texts)
            )
        )
    layers = with_biases([_parse_layer(text, place) for place, text in enumerate(texts)])
    found = misfit(layers)
    if found is not None:
        place = (
            tr('Layer {number}, "{text}": {problem}')
            if found.index < len(layers)
            else tr("Layer {number}: {problem}")
        )
        text = layer_text(layers[found.index]) if found.index < len(layers) else ""
        message = place.format(number=found.index + 1, text=text, problem=found.problem)
        raise NetworkError(message, found.index)
    return network_from(layers)


def network_from(layers: Sequence[Layer]) -> Network:
    """The network that these layers, which fit, are: the registry's if it has it."""
    layers = tuple(layers)
    for network in NETWORKS.values():
        if network.layers == layers:
            return network
    line = ", ".join(map(layer_text, layers))
    weighted = [layer for layer in layers if isinstance(layer, Weighted)]
    parts = [f"{layer.keyword} {layer.units}" for layer in weighted]
    title = " · ".join(parts if len(parts) <= 4 else [*parts[:2], "…", *parts[-1:]])
    return Network(line, title, tr("A network of your own: {line}.").format(line=line), layers)


def network_line(network: Network) -> str:
    """What `parse_network` makes the same layers of."""
    return ", ".join(map(layer_text, network.layers))


def layer_text(layer: Layer) -> str:
    """One layer's part of the line; what it usually is goes unsaid."""
    words = [layer.keyword]
    words += [f"{getattr(layer, name)}" for name in layer.arguments]
    for word, (name, _) in layer.options.items():
        value = getattr(layer, name)
        if value != type(layer).__dataclass_fields__[name].default:  # type: ignore[attr-defined]
            words += [word, f"{value}"]
    return " ".join(words)


def with_biases(layers: Sequence[Layer]) -> tuple[Layer, ...]:
    """A bias for each convolution and dense layer but those right before a batch normalisation."""
    found = list(layers)
    for index, layer in enumerate(found):
        if isinstance(layer, Weighted):
            is_shifted = any(isinstance(next_, BatchNorm) for next_ in found[index + 1 : index + 2])
            found[index] = replace(layer, bias=not is_shifted)  # type: ignore[type-var]
    return tuple(found)


def misfit(layers: Sequence[Layer]) -> Misfit | None:
    """The first layer that does not fit what comes before it; None for a network that works."""
    layers = tuple(layers)
    if not layers:
        mended: tuple[Layer, ...] = (Flatten(), Dense(CLASSES))
        return Misfit(0, tr('there are no layers: begin with "flatten, dense 10".'), mended)
    shapes: list[Shape] = [INPUT_SHAPE]
    values = weights = 0
    for index, layer in enumerate(layers):
        problem = layer.problem(shapes[-1])
        if problem:
            instead = layer.fitting(shapes[-1])
            mended = with_biases((*layers[:index], *instead, *layers[index + 1 :]))
            return Misfit(index, problem, mended)
        shape = layer.output_shape(shapes[-1])
        values += prod(shape)
        weights += layer.parameters(shapes[-1])
        if max(values, layer.gathered(shapes[-1])) > MOST_VALUES:
            return Misfit(
                index,
                tr("it takes more than {most:,} values for each digit.").format(most=MOST_VALUES),
            )
        if weights > MOST_WEIGHTS:
            return Misfit(
                index,
                tr("the network has more than {most:,} weights with it.").format(most=MOST_WEIGHTS),
            )
        shapes.append(shape)
    if shapes[-1] == (CLASSES,):
        return None
    return _wrong_end(layers, shapes[-1])


def _wrong_end(layers: tuple[Layer, ...], shape: Shape) -> Misfit:
    """The network has to end with one value for each class."""
    last, size = layers[-1], " × ".join(map(str, shape))
    if isinstance(last, Dense):
        mended = (*layers[:-1], replace(last, features=CLASSES))
        text = tr(
            'the last layer gives {size} values, but there are {classes} digits: "dense '
            '{classes}" fits.'
        )
        return Misfit(len(layers) - 1, text.format(size=size, classes=CLASSES), mended)
    missing = (Dense(CLASSES),) if len(shape) == 1 else (Flatten(), Dense(CLASSES))
    words = ", ".join(map(layer_text, missing))
    text = tr(
        'the last layer gives {size} values, but there are {classes} digits: "{words}" is missing.'
    )
    problem = text.format(size=size, classes=CLASSES, words=words)
    return Misfit(len(layers), problem, (*layers, *missing))


def _parse_layer(text: str, place: int) -> Layer:
    words = text.split()
    kind = KINDS.get(words[0]) if words else None
    if kind is None:
        known = listed(KINDS)
        raise NetworkError(
            tr('Layer {number}, "{text}": there are {known}.').format(
                number=place + 1, text=text[:40], known=known
            ),
            place,
        )
    wrong = NetworkError(
        tr('Layer {number}, "{text}": write "{usage}".').format(
            number=place + 1, text=text[:40], usage=kind.usage()
        ),
        place,
    )
    names, rest = list(kind.arguments), words[1:]
    given = dict(zip(names, rest, strict=False))
    pairs = rest[len(names) :]
    if len(given) < len(names) or len(pairs) % 2:
        raise wrong
    allowed = dict(kind.arguments)
    for word, value in zip(pairs[::2], pairs[1::2], strict=True):
        if word not in kind.options or kind.options[word][0] in given:
            raise wrong
        name, allowed[name] = kind.options[word]
        given[name] = value
    found: dict[str, Any] = {}
    for name, value in given.items():
        least, most = allowed[name]
        try:
            found[name] = type(least)(value[:24])
        except ValueError:
            raise wrong from None
        if len(value) > 24 or not least <= found[name] <= most:
            raise NetworkError(
                tr('Layer {number}, "{text}": its {name} is from {least} to {most}.').format(
                    number=place + 1, text=text[:40], name=name, least=least, most=most
                ),
                place,
            )
    return kind(**found)
