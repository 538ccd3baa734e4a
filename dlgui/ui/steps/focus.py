"""What of the followed step is looked at: one digit of the batch, and one weight."""

from __future__ import annotations

from collections.abc import Sequence
from math import isqrt

import numpy as np
from PySide6.QtCore import QObject, Signal

from dlgui.core.explain.step_arithmetic import Update, update_of
from dlgui.core.explain.steps import StepDigest
from dlgui.core.nets.network_line import network_of
from dlgui.core.nets.networks import Network
from dlgui.core.training.events import StepFollowed
from dlgui.language import tr
from dlgui.ui.kit.formats import in_percent, significant

Cell = tuple[int, int, int]
"""Map before, row and column."""


class StepFocus(QObject):
    """Shared by the views. Until a person chooses, the digit with the largest loss and the weight
    with the largest gradient are looked at."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.digest: StepDigest | None = None
        self.digit = 0
        self.layer = 0
        self.unit = 0
        self.cell: Cell = (0, 0, 0)
        self.update: Update | None = None

    @property
    def step(self) -> StepFollowed | None:
        return self.digest.step if self.digest else None

    @property
    def network(self) -> Network:
        assert self.digest is not None
        return network_of(self.digest.step.config.network)

    @property
    def name(self) -> str:
        """The chosen layer's array of weights."""
        return f"{self.layer}.weight"

    @property
    def is_filter(self) -> bool:
        """Whether the chosen layer's units are filters of a convolution."""
        assert self.step is not None
        return self.step.weights_before[self.name].ndim == 4

    @property
    def is_list(self) -> bool:
        """Whether the chosen layer's inputs are a list that no longer has places on maps."""
        return len(self.network.origins()[self.layer]) == 1

    @property
    def units(self) -> int:
        """How many filters or neurons the chosen layer has."""
        assert self.step is not None
        return len(self.step.weights_before[self.name])

    def show(self, digest: StepDigest) -> None:
        """Another step; what is looked at stays where the network has it."""
        before, self.digest = self.digest, digest
        self.digit = int(digest.losses.argmax())
        if before is None or before.step.config.network != digest.step.config.network:
            self.layer = digest.layers[0].index
            self._choose_strongest()
        else:
            self._calculate()
        self.changed.emit()

    def clear(self) -> None:
        self.digest = self.update = None
        self.changed.emit()

    def digit_words(self) -> str:
        """Of the chosen digit: what it is, as what it was read, and its loss."""
        digest, digit = self.digest, self.digit
        if digest is None:
            return ""
        return tr("{label}, read as {answer} with {share}; loss {loss}").format(
            label=int(digest.step.labels[digit]),
            answer=int(digest.answers[digit]),
            share=in_percent(float(digest.probabilities[digit].max())),
            loss=significant(float(digest.losses[digit])),
        )

    def digits_table(self, order: np.ndarray) -> list[list[object]]:
        """A row for each digit of the batch, in an order."""
        rows: list[list[object]] = [
            [tr("Digit"), tr("Read as"), tr("Probability"), tr("Cross-entropy")]
        ]
        digest = self.digest
        for digit in order if digest is not None else ():
            assert digest is not None
            label, answer = int(digest.step.labels[digit]), int(digest.answers[digit])
            share, loss = float(digest.probabilities[digit].max()), float(digest.losses[digit])
            rows.append([label, answer, share, loss])
        return rows

    def choose_digit(self, digit: int) -> None:
        if self.digest is not None and digit != self.digit:
            self.digit = min(max(digit, 0), len(self.digest.answers) - 1)
            self.changed.emit()

    def choose_layer(self, layer: int) -> None:
        if layer != self.layer:
            self.layer = layer
            self._choose_strongest()
            self.changed.emit()

    def choose_unit(self, unit: int) -> None:
        if self.digest is not None and unit != self.unit and 0 <= unit < self.units:
            self.unit = unit
            self._calculate()
            self.changed.emit()

    def choose_cell(self, cell: Cell) -> None:
        if self.digest is not None and cell != self.cell:
            self.cell = cell
            self._calculate()
            self.changed.emit()

    def tiles(self, arrays: Sequence[np.ndarray]) -> list[np.ndarray]:
        """The chosen unit's part of arrays that are laid out as the layer's weights:
        [maps before, rows, columns], or a list of values folded into one map."""
        shape = self._tile_shape()
        return [array[self.unit].reshape(shape) for array in arrays]

    def unit_norms(self, array: np.ndarray) -> np.ndarray:
        """The Euclidean norm of each unit's part of such an array: [units]."""
        flat = array.reshape(len(array), -1)
        norms: np.ndarray = np.sqrt(np.einsum("ij,ij->i", flat, flat))
        return norms

    def change(self) -> np.ndarray:
        """Of the chosen layer's weights, by the step."""
        assert self.step is not None
        change: np.ndarray = (
            self.step.weights_after[self.name] - self.step.weights_before[self.name]
        )
        return change

    def _tile_shape(self) -> tuple[int, ...]:
        assert self.step is not None
        if self.is_filter:
            return self.step.weights_before[self.name].shape[1:]
        if len(self.network.origins()[self.layer]) == 3:
            return self.network.origins()[self.layer]
        count = self.step.weights_before[self.name].shape[1]
        rows = next(n for n in range(isqrt(count), 0, -1) if count % n == 0)
        return (1, rows, count // rows)

    def _choose_strongest(self) -> None:
        assert self.step is not None
        gradient = self.step.gradients[self.name]
        self.unit = int(self.unit_norms(gradient).argmax())
        tiles = np.abs(self.tiles([gradient])[0])
        place = np.unravel_index(int(tiles.argmax()), tiles.shape)
        self.cell = (int(place[0]), int(place[1]), int(place[2]))
        self._calculate()

    def _calculate(self) -> None:
        assert self.step is not None
        if self.is_filter:
            place: tuple[int, ...] = (self.unit, *self.cell)
        else:
            place = (self.unit, int(np.ravel_multi_index(self.cell, self._tile_shape())))
        self.update = update_of(self.step, self.name, place)
