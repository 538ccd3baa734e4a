"""The network on the bench: layers in order, one of them chosen, and every change undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from dlgui.core.nets.layer import Layer, Shape
from dlgui.core.nets.layers import KINDS
from dlgui.core.nets.network_line import (
    MOST_LAYERS,
    Misfit,
    layer_text,
    misfit,
    network_from,
    with_biases,
)
from dlgui.core.nets.networks import INPUT_SHAPE, Network

USUAL_VALUES = {"channels": 16, "kernel": 3, "size": 2, "rate": 0.3, "features": 64}
"""What a new layer begins with."""


def new_layer(keyword: str) -> Layer:
    kind = KINDS[keyword]
    given: dict[str, Any] = {name: USUAL_VALUES[name] for name in kind.arguments}
    return kind(**given)


class _State(NamedTuple):
    layers: tuple[Layer, ...]
    current: int


class BenchModel(QObject):
    """Layers may be put together wrongly: `misfit` says so, and then there is no `network`."""

    changed = Signal()
    """Other layers, or another one is chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stack = QUndoStack(self)
        self._state = _State((), -1)
        self._misfit: Misfit | None = misfit(())

    @property
    def layers(self) -> tuple[Layer, ...]:
        return self._state.layers

    @property
    def current(self) -> int:
        """The index of the chosen layer, -1 where there are none."""
        return self._state.current

    @property
    def misfit(self) -> Misfit | None:
        return self._misfit

    @property
    def network(self) -> Network | None:
        return None if self._misfit else network_from(self.layers)

    @property
    def line(self) -> str:
        """Also of layers that do not fit."""
        return ", ".join(map(layer_text, self.layers))

    @property
    def is_full(self) -> bool:
        return len(self.layers) >= MOST_LAYERS

    def shapes(self) -> list[Shape | None]:
        """What goes into each layer, and what the last one gives; None behind a wrong one."""
        wrong = self._misfit.index if self._misfit else len(self.layers)
        found: list[Shape | None] = [INPUT_SHAPE]
        for index, layer in enumerate(self.layers):
            shape = found[-1]
            fits = shape is not None and (index < wrong or not layer.problem(shape))
            found.append(layer.output_shape(shape) if fits and shape is not None else None)
        return found

    def choose(self, index: int) -> None:
        if 0 <= index < len(self.layers) and index != self.current:
            self._state = _State(self.layers, index)
            self.changed.emit()

    def insert(self, index: int, layer: Layer) -> None:
        if not self.is_full:
            layers = [*self.layers[:index], layer, *self.layers[index:]]
            self._push(self.tr("Add a layer"), layers, index)

    def remove(self, index: int) -> None:
        layers = [*self.layers[:index], *self.layers[index + 1 :]]
        self._push(self.tr("Remove a layer"), layers, min(index, len(layers) - 1))

    def duplicate(self, index: int) -> None:
        if not self.is_full:
            layers = [*self.layers[: index + 1], *self.layers[index:]]
            self._push(self.tr("Duplicate a layer"), layers, index + 1)

    def move(self, index: int, to: int) -> None:
        """Let the layer stand at `to` among all."""
        if index == to or not 0 <= to < len(self.layers):
            return
        layers = list(self.layers)
        layers.insert(to, layers.pop(index))
        self._push(self.tr("Move a layer"), layers, to)

    def replace(self, index: int, layer: Layer, name: str) -> None:
        """Give the layer another value of its field `name`. Steps of one field are undone as one.

        The layer that the person is at stays chosen.
        """
        layers = [*self.layers[:index], layer, *self.layers[index + 1 :]]
        self._push(self.tr("Change a layer"), layers, index, f"{index} {name}")

    def mend(self) -> None:
        """Put the first layer that does not fit right, where there is one way to."""
        found = self._misfit
        if found is not None and found.mended is not None:
            current = min(found.index, len(found.mended) - 1)
            self._push(self.tr("Mend the network"), found.mended, current)

    def take(self, layers: Sequence[Layer]) -> None:
        """Begin from another network, or from none."""
        if tuple(layers) != self.layers:
            found = misfit(layers)
            current = found.index if found else 0
            self._push(self.tr("Take another network"), layers, min(current, len(layers) - 1))

    def _push(self, text: str, layers: Sequence[Layer], current: int, what: str = "") -> None:
        after = _State(with_biases(layers), current)
        if after.layers != self.layers:
            self.stack.push(_Change(text, self._show, self._state, after, what))

    def _show(self, state: _State) -> None:
        self._state = state
        self._misfit = misfit(state.layers)
        self.changed.emit()


class _Change(QUndoCommand):
    def __init__(
        self,
        text: str,
        show: Callable[[_State], None],
        before: _State,
        after: _State,
        what: str,
    ) -> None:
        """what: the layer's field that changes; following changes of the same are one"""
        super().__init__(text)
        self._show = show
        self.before, self.after, self.what = before, after, what

    def id(self) -> int:
        return 1 if self.what else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Change) or other.what != self.what:
            return False
        self.after = other.after
        return True

    def undo(self) -> None:
        self._show(self.before)

    def redo(self) -> None:
        self._show(self.after)
