"""A network under surgery: as it was, as it is, and every step between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from dlgui.core.model import Model
from dlgui.ui.inside.wording import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from dlgui.ui.session import Session


class Operation(QObject):
    """Edits a copy of the model that answers the pad, which the pad then tries out.

    The copy is kept apart from a training under way, which goes on unseen until everything is
    undone. Another model on the pad ends the operation.
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
        # An undo can be what ends it, and a stack must not be emptied while it undoes.
        self._ended.connect(self.stack.clear, Qt.ConnectionType.QueuedConnection)
        session.model_changed.connect(self._on_model)
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
        self._current = model
        if model is not self._original:
            self._session.try_out(model, tr("{name}, edited").format(name=self._name))
        elif self._was_variant:
            self._session.try_out(model, self._name)
        else:
            self._session.end_trial()
        self.changed.emit()

    def _on_model(self) -> None:
        model = self._session.model
        if model is self._current:
            return
        self._original = self._current = model
        self._name, self._was_variant = self._session.model_name, self._session.is_variant
        if self.stack.count():
            self._ended.emit()
        self.changed.emit()


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
