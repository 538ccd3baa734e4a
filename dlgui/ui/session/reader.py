"""Which model answers the pad: a chosen one, the network under training, or a variant of one."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from dlgui.core.nets.model import Model

SHIPPED_READER = "Shipped reader"


class SessionModel(QObject):
    """`model` with the `name` that people call it; no model before the shipped one is loaded."""

    changed = Signal(bool)
    """Another model answers. True: it goes on from the one before, whose answer is worth showing
    until there is a new one."""

    def __init__(self) -> None:
        super().__init__()
        self.model: Model | None = None
        self.name = SHIPPED_READER
        self.shipped: Model | None = None
        self._before_training: tuple[Model | None, str] = (None, SHIPPED_READER)
        self._set_aside: tuple[Model, str] | None = None
        self._follows_training = False

    @property
    def follows_training(self) -> bool:
        return self._follows_training

    @property
    def is_variant(self) -> bool:
        """Whether it is tried out: see `try_out`."""
        return self._set_aside is not None

    def set_shipped(self, model: Model) -> None:
        self.shipped = model
        if self.model is None:
            self._use(model, SHIPPED_READER)

    def choose(self, model: Model, name: str) -> None:
        """Until another one is chosen or a training begins."""
        self._follows_training, self._set_aside = False, None
        self._use(model, name)

    def follow_training(self) -> None:
        """From the next `learn` on, the network under training answers."""
        self._before_training = self._set_aside or (self.model, self.name)
        self._follows_training, self._set_aside = True, None

    def learn(self, model: Model, name: str) -> None:
        """The network under training has learned; a variant that is tried out goes on answering."""
        if not self._follows_training:
            return
        if self._set_aside is None:
            self._use(model, name, continues=True)
        else:
            self._set_aside = model, name

    def training_failed(self, last_good: Model | None, name: str) -> None:
        """The newest weights may be what went wrong, and NaN answers nothing: go back.

        last_good: the network of the last finished epoch, if there is one
        """
        before, name = (last_good, name) if last_good else self._before_training
        if self._follows_training and before is not None:
            self._set_aside = None
            self._use(before, name)

    def try_out(self, model: Model, name: str) -> None:
        """Let a variant answer until `end_trial`: one of the past, or one that was changed."""
        if self._set_aside is None and self.model is not None:
            self._set_aside = self.model, self.name
        self._use(model, name, continues=True)

    def end_trial(self) -> None:
        """What answered before does so again, with what it has learned since."""
        if self._set_aside is not None:
            (model, name), self._set_aside = self._set_aside, None
            self._use(model, name, continues=True)

    def _use(self, model: Model, name: str, *, continues: bool = False) -> None:
        self.model, self.name = model, name
        self.changed.emit(continues)
