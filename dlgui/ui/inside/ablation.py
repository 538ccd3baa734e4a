"""A network under ablation: as it was, as it is, every step between, and what is said of it.

An edited network gets a calibration of its own, in the background, and answers with that of the
network before until it is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack

from dlgui.core.data.datasets import DigitData
from dlgui.core.explain.ablation import Unit, judging_order
from dlgui.core.explain.trace import Insight
from dlgui.core.nets.model import Model
from dlgui.core.reading.calibration import Calibration, recalibrate_by_energy
from dlgui.jobs.training_process import calibrating_in_process
from dlgui.language import tr
from dlgui.ui.kit import layer_words

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from dlgui.ui.session.session import Session


CALIBRATES_AFTER_MS = 400
"""Without another edit."""

DIGITS_COMPARED = 1000


class Ablation(QObject):
    """Edits a copy of the model that answers the pad, which the pad then tries out.

    The copy is kept apart from a training under way, which goes on unseen until everything is
    undone. Another model on the pad ends the ablation.
    """

    changed = Signal()
    _ended = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.stack = QUndoStack(self)
        """Not the pad's: ink and edits are undone apart."""
        self._original: Model | None = None
        self._name = ""
        self._was_variant = False
        self._current: Model | None = None
        self._calibrating = session.tasks.newest(tr("Calibrating the edited network"))
        self._rest = QTimer(self, singleShot=True, interval=CALIBRATES_AFTER_MS)
        self._rest.timeout.connect(self._calibrate)
        session.training.ended.connect(self._rest.start)
        session.closed.connect(self._rest.stop)
        # An undo can be what ends it, and a stack must not be emptied while it undoes.
        self._ended.connect(self.stack.clear, Qt.ConnectionType.QueuedConnection)
        session.reader.changed.connect(self._on_model)
        self._on_model()

    @property
    def original(self) -> Model | None:
        """As it was before the first edit."""
        return self._original

    @property
    def current(self) -> Model | None:
        """What answers the pad."""
        return self._current

    @property
    def is_edited(self) -> bool:
        return self._current is not self._original

    def edit(self, model: Model, text: str, key: object = None) -> None:
        """Go on with `model`, a copy of `current` with one edit.

        text: names the edit in the history; key: edits in a row with the same key, which is not
        None, are undone at once
        """
        if self._current is not None:
            self.stack.push(_Edit(self._show, self._current, model, text, key))

    def restore(self) -> None:
        """Undo everything; redoing brings the edits back."""
        self.stack.setIndex(0)

    def _show(self, model: Model) -> None:
        self._use(model)
        self._rest.start()

    def _use(self, model: Model) -> None:
        self._current = model
        if model is not self._original:
            self._session.reader.try_out(model, tr("{name}, edited").format(name=self._name))
        elif self._was_variant:
            self._session.reader.try_out(model, self._name)
        else:
            self._session.reader.end_trial()
        self.changed.emit()

    @Slot()
    def _calibrate(self) -> None:
        original, current, data = self._original, self._current, self._session.data.digits
        if original is None or current is None or data is None or current is original:
            return
        # A training under way would lose speed to it, and has no calibration before its end.
        is_idle, is_calibrated = self._session.training.is_idle, bool(original.calibration)
        if is_idle and is_calibrated and data.classes == current.classes and len(data.validation):
            self._calibrating.run(
                lambda: _calibrated(current, original, data),
                lambda found: self._on_calibrated(current, found),
            )

    def _on_calibrated(self, model: Model, found: Model) -> None:
        if model is self._current and found is not model:
            self._use(found)

    def _on_model(self) -> None:
        model = self._session.reader.model
        if model is self._current:
            return
        self._original = self._current = model
        self._name = tr(self._session.reader.name)
        self._was_variant = self._session.reader.is_variant
        self._rest.stop()
        self._calibrating.cancel()
        if self.stack.count():
            self._ended.emit()
        self.changed.emit()


def _calibrated(
    model: Model, original: Model, data: DigitData
) -> Model | Generator[None, None, Model]:
    if Calibration.of(original).probe is not None:
        return calibrating_in_process(model, data)
    some = data.validation.take(judging_order(len(data.validation))[:DIGITS_COMPARED])
    return recalibrate_by_energy(model, original, some.images, some.labels)


class _Edit(QUndoCommand):
    def __init__(
        self,
        show: Callable[[Model], None],
        before: Model,
        after: Model,
        text: str,
        key: object,
    ) -> None:
        super().__init__(text)
        self._show, self._before, self._after, self._key = show, before, after, key

    def redo(self) -> None:
        self._show(self._after)

    def undo(self) -> None:
        self._show(self._before)

    def id(self) -> int:
        return -1 if self._key is None else 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Edit) or other._key != self._key:
            return False
        self._after = other._after
        return True


def unit_name(insight: Insight, unit: Unit) -> str:
    """ "Convolution 1, filter 3", "Dense 1, neuron 40"."""
    stage = insight.stages[unit.layer + 1]
    name = tr("{layer}, filter {number}")
    if not stage.has_maps:
        name = tr("{layer}, neuron {number}")
    return name.format(number=unit.number + 1, layer=layer_words.title(stage))


def edit_name(insight: Insight, unit: Unit, part: int, cell: tuple[int, int]) -> str:
    """Of one weight, in the history."""
    name = unit_name(insight, unit)
    place = layer_words.place_words((part, *cell), with_map=insight.stages[unit.layer].maps > 1)
    return tr("{name}: {place}").format(name=name, place=place)


def kernel_name(part: int, parts: int) -> str:
    if parts == 1:
        return tr("Its kernel: the weights that slide over the input.")
    return tr("Its kernel for map {map} of {count}: the weights that slide over it.").format(
        map=part + 1, count=parts
    )


def neuron(weights: int) -> str:
    return tr(
        "A neuron has a weight for each of the {count:,} values before: too many to edit by hand, "
        "but it can be switched off."
    ).format(count=weights)


def no_unit(kind: str) -> str:
    """kind: of the stage that is chosen"""
    if kind in ("dense", "softmax"):
        return tr(
            "A score is not switched off: at 0 it could still be the highest. Choose a map or a "
            "neuron in an earlier layer."
        )
    return tr("Choose a map or a neuron above: what made it can be edited.")


def note(is_training: bool, *, is_edited: bool) -> str:
    if is_training and is_edited:
        return tr(
            "You edit a copy, frozen at your first edit. The training goes on without it; "
            "the pad follows it again once you restore."
        )
    if is_training:
        return tr(
            "A training is under way. The first edit freezes a copy of the network as it is then, "
            "and the pad is answered by that copy until you restore."
        )
    if is_edited:
        return tr(
            "An edited copy answers the pad. Save it by File, Save model as; the network itself is "
            "unchanged and comes back by Restore."
        )
    return tr(
        "Switch a part of the network off or change its weights, and see what it was good for. "
        "You work on a copy: nothing is lost."
    )
