"""Which model answers the pad: a chosen one, the network under training, or a variant of one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from dlgui import paths
from dlgui.core.nets.model import Model, load_model, save_model
from dlgui.language import QT_TRANSLATE_NOOP, tr
from dlgui.ui.session.messages import Message, Messages
from dlgui.ui.session.settings_file import SettingsFile
from dlgui.ui.session.tasks import BackgroundTasks

SHIPPED_READER = QT_TRANSLATE_NOOP("", "Shipped reader")


class SessionReader(QObject):
    """`model` with the `name` that people call it: "Shipped reader", "Run 2026-11-24 10.31", a
    file's name. No model before the shipped one is loaded.
    """

    changed = Signal()
    """Another model answers; while training, each snapshot."""

    def __init__(self, tasks: BackgroundTasks, settings: SettingsFile, messages: Messages) -> None:
        super().__init__()
        self._tasks = tasks
        self._settings = settings
        self._messages = messages
        self.model: Model | None = None
        self.name = SHIPPED_READER
        self.continues = False
        """Whether the model goes on from the one before, whose answer is worth showing until there
        is a new one."""
        self._shipped: Model | None = None
        self._before_training: tuple[Model | None, str] = (None, SHIPPED_READER)
        self._set_aside: tuple[Model, str] | None = None
        self._is_training = False
        self._follows_training = False

    @property
    def is_variant(self) -> bool:
        """Whether it is tried out: see `try_out`."""
        return self._set_aside is not None

    @property
    def follows_training(self) -> bool:
        """Whether the network under training answers, from its first snapshot on."""
        return self._follows_training

    # A person's choice

    def load_shipped(self) -> None:
        """It answers if nothing else does by then."""

        def use(model: Model) -> None:
            self._shipped = model
            if self.model is None:
                self._use(model, SHIPPED_READER)

        self._tasks.run(
            tr("Loading the shipped reader"),
            lambda: load_model(paths.resource("reader.safetensors")),
            use,
        )

    def use_shipped(self) -> None:
        if self._shipped is not None:
            self.choose(self._shipped, SHIPPED_READER)

    def open(self, path: Path) -> None:
        """Let the model in the file answer the pad."""

        def use(model: Model) -> None:
            self._settings.add_recent_model(path)
            self.choose(model, path.stem)

        self._tasks.run(tr("Opening the model"), lambda: load_model(path), use)

    def save(self, path: Path) -> None:
        """Write the model that answers the pad."""
        model = self.model
        if model is None:
            return

        def tell(_: None) -> None:
            self._settings.add_recent_model(path)
            self._messages.say(
                Message("info", tr("The model was saved as {name}.").format(name=path.name))
            )

        self._tasks.run(tr("Saving the model"), lambda: save_model(path, model), tell)

    def choose(self, model: Model, name: str) -> None:
        """Until another one is chosen or a training begins; one under way goes on unseen."""
        was_followed, self._follows_training = self._follows_training, False
        self._set_aside = None
        self._use(model, name)
        if was_followed:
            self._messages.say(
                Message(
                    "info",
                    tr(
                        "The pad is now answered by {name}, no longer by the network under "
                        "training."
                    ).format(name=name),
                    tr("Switch back"),
                    self._switch_back,
                )
            )

    def _switch_back(self) -> None:
        if self._is_training:
            self.follow_training()

    def rename(self, old: str, new: str) -> None:
        """What is called `old` has got another name, as in another language."""
        if self.name == old:
            self.name = new
        if self._set_aside is not None and self._set_aside[1] == old:
            self._set_aside = self._set_aside[0], new

    # Trying out

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

    # What a training does

    def follow_training(self) -> None:
        """From the next `learn` on, the network under training answers."""
        self._before_training = self._set_aside or (self.model, self.name)
        self._is_training = self._follows_training = True
        self._set_aside = None

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

    def training_ended(self) -> None:
        """What was learned last goes on answering."""
        self._is_training = self._follows_training = False

    def _use(self, model: Model, name: str, *, continues: bool = False) -> None:
        self.model, self.name, self.continues = model, name, continues
        self.changed.emit()
