"""What the widgets share: data, model, what is on the pad, and the training.

Every change goes through a verb of the session and is told by one of its signals, so that no widget
needs to know another one. Files are read and written in background tasks.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from dlgui import paths
from dlgui.core.data.datasets import DigitData
from dlgui.core.errors import SettingError
from dlgui.core.ink.drawing import Drawing
from dlgui.core.nets.model import Model, load_model, save_model
from dlgui.core.reading.reader import Reader
from dlgui.core.reading.result import DigitReading, Reading
from dlgui.core.training.runs import RunFolder
from dlgui.core.training.settings import TrainingConfig
from dlgui.jobs.inference_job import InferenceJob
from dlgui.jobs.task import Task
from dlgui.jobs.training_job import TrainingJob, TrainingState
from dlgui.ui.session.data import SessionData
from dlgui.ui.session.messages import Message, MessageKind
from dlgui.ui.session.reader import SHIPPED_READER, SessionModel
from dlgui.ui.session.runs import LoadedRun, load_run, newest_unfinished_run, run_title
from dlgui.ui.session.settings_file import Preferences, SessionMemory
from dlgui.ui.session.tasks import BackgroundTasks
from dlgui.ui.session.training import SessionTraining

if TYPE_CHECKING:
    from dlgui.core.data.download import DownloadProgress

SHEET = (400.0, 320.0)
"""Width and height of the pad's sheet, in the units in which its ink is kept."""

# Ink on the pad that is smaller than this, a twentieth of its height, is read as small as it is: a
# click that slipped would otherwise become a "1" that fills the picture.
SLIPPED_CLICK = SHEET[1] / 20


class Session(QObject):
    """One window's state. Belongs to the GUI thread; `start` it once, `close` it once.

    Widgets run their own background work through `tasks`, so that closing waits for it.
    """

    data_changed = Signal()
    """The data, or whether there is any."""
    model_changed = Signal()
    """The model that answers the pad; while training, each snapshot."""
    drawing_changed = Signal()
    """What is on the pad, whoever changed it."""
    answered = Signal(object)
    """Reading of what is on the pad; without digits once the pad is empty."""
    digit_changed = Signal()
    """Another digit of the reading is looked at."""
    training_changed = Signal()
    """`state`, `run` or `config`."""
    events_arrived = Signal(list)
    """list[Event], about 30 times a second; those of a resumed run's past come first."""
    message = Signal(object)
    """Message: the one road to the person."""
    busy_changed = Signal()
    """A background task has begun or ended."""
    closed = Signal()
    """After `close`: every thread has ended."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        training: TrainingJob | None = None,
        inference: InferenceJob | None = None,
    ) -> None:
        """training, inference: replace the real jobs, for tests."""
        super().__init__(parent)
        self.preferences = Preferences()
        self._memory = SessionMemory()
        self._answering = SessionModel()
        self._answering.changed.connect(self._on_model_changed)
        self._drawing = Drawing()
        self._picture: np.ndarray | None = None
        self._reading: Reading | None = None
        self._digit: DigitReading | None = None
        self._single_digit = self._memory.single_digit
        self._is_closing = False
        self._is_reading = True
        self._is_closed = False

        self.tasks = BackgroundTasks(self)
        self.tasks.changed.connect(self._on_tasks_changed)
        self.tasks.failed.connect(lambda text: self._say("error", text))
        self._digits = SessionData(self.tasks, self._memory)
        self._digits.changed.connect(self.data_changed)
        reader_for = partial(Reader, min_size=SLIPPED_CLICK)
        self._inference = inference or InferenceJob(self, reader_for=reader_for)
        self._inference.answered.connect(self._on_answered)
        self._inference.failed.connect(lambda text: self._say("error", text))
        self._inference.closed.connect(self._on_inference_closed)
        self._training = SessionTraining(training or TrainingJob(self), self.preferences.config)
        self._training.changed.connect(self.training_changed)
        self._training.events.connect(self.events_arrived)
        self._training.learned.connect(self._on_learned)
        self._training.warned.connect(lambda text: self._say("warning", text))
        self._training.failed.connect(self._on_training_failed)
        self._training.ended.connect(self._on_training_ended)

    def start(self) -> None:
        """Load what answers and what is trained on, and look for a run that was cut off."""
        self.tasks.run(
            "Loading the shipped reader",
            lambda: load_model(paths.resource("reader.safetensors")),
            self._answering.set_shipped,
        )
        self._digits.open_remembered()
        self.tasks.run("Looking for runs", newest_unfinished_run, self._offer_to_resume)

    # State

    @property
    def data(self) -> DigitData | None:
        return self._digits.data

    @property
    def model(self) -> Model | None:
        """The model that answers the pad, or None before the shipped one is loaded."""
        return self._answering.model

    @property
    def model_name(self) -> str:
        """What people call the model: "Shipped reader", "Run 2026-11-24 10.31", a file's name."""
        return self._answering.name

    @property
    def is_variant(self) -> bool:
        """Whether `try_out` chose the model."""
        return self._answering.is_variant

    @property
    def drawing(self) -> Drawing:
        return self._drawing

    @property
    def picture(self) -> np.ndarray | None:
        """uint8 [height, width], when a picture is on the pad instead of ink."""
        return self._picture

    @property
    def reading(self) -> Reading | None:
        """The newest answer to what is on the pad, or None before there is one."""
        return self._reading

    @property
    def digit(self) -> DigitReading | None:
        """The digit of `reading` that is looked at: the newest until the pad sets another one."""
        return self._digit

    @digit.setter
    def digit(self, digit: DigitReading | None) -> None:
        if digit is not self._digit:
            self._digit = digit
            self.digit_changed.emit()

    @property
    def state(self) -> TrainingState:
        return self._training.job.state

    @property
    def config(self) -> TrainingConfig:
        """The settings of the training under way, or else of the last one."""
        return self._training.config

    @property
    def run(self) -> RunFolder | None:
        """Where the training is recorded; None before the first, or when it cannot be."""
        return self._training.run

    @property
    def is_closed(self) -> bool:
        return self._is_closed

    @property
    def busy(self) -> str:
        """What is done in the background, for instance "Loading digits", or "" for nothing."""
        return self.tasks.doing

    @property
    def single_digit(self) -> bool:
        """Whether all ink on the pad is taken for one digit."""
        return self._single_digit

    @single_digit.setter
    def single_digit(self, single: bool) -> None:
        if single != self._single_digit:
            self._single_digit = self._memory.single_digit = single
            self._submit()

    # The pad

    def set_drawing(self, drawing: Drawing) -> None:
        """Put ink on the pad, instead of what is there."""
        continues = self._picture is None and _continues(self._drawing, drawing)
        self._drawing, self._picture = drawing, None
        self._ink_changed(continues)

    def set_picture(self, picture: np.ndarray) -> None:
        """Put a picture on the pad, uint8 [height, width], instead of what is there."""
        self._drawing, self._picture = Drawing(), picture
        self._ink_changed(continues=False)

    def _ink_changed(self, continues: bool) -> None:
        if not continues:
            self._reading = None
        self.drawing_changed.emit()
        self._submit(continues)

    def _submit(self, continues: bool = False) -> None:
        """Ask for an answer. continues: the last one is still worth showing until it comes."""
        if self._picture is None and self._drawing.is_empty:
            self._inference.forget()
            self._on_answered(Reading())
        elif self.model is not None:
            ink = self._drawing if self._picture is None else self._picture
            self._inference.submit(self.model, ink, single=self._single_digit, continues=continues)

    def _on_answered(self, reading: Reading) -> None:
        self._reading = reading
        self._digit = reading.digits[-1] if reading.digits else None
        self.answered.emit(reading)

    # Models

    def open_model(self, path: Path) -> None:
        """Let the model in the file answer the pad."""

        def use(model: Model) -> None:
            self._memory.add_recent_model(path)
            self._choose(model, path.stem)

        self.tasks.run("Opening the model", lambda: load_model(path), use)

    def save_model(self, path: Path) -> None:
        """Write the model that answers the pad."""
        model = self.model
        if model is None:
            return

        def tell(_: None) -> None:
            self._memory.add_recent_model(path)
            self._say("info", f"The model was saved as {path.name}.")

        self.tasks.run("Saving the model", lambda: save_model(path, model), tell)

    def use_shipped_reader(self) -> None:
        if self._answering.shipped is not None:
            self._choose(self._answering.shipped, SHIPPED_READER)

    def try_out(self, model: Model, name: str) -> None:
        """Let a variant answer the pad until `end_trial`; what answers else is kept meanwhile."""
        self._answering.try_out(model, name)

    def end_trial(self) -> None:
        """What answered before `try_out` does so again, with what it has learned since."""
        self._answering.end_trial()

    def recent_models(self) -> list[Path]:
        return self._memory.recent_models()

    def _choose(self, model: Model, name: str) -> None:
        """A person has chosen this model; a training under way goes on unseen by the pad."""
        was_followed = self._answering.follows_training and not self._training.is_idle
        self._answering.choose(model, name)
        if was_followed:
            self._say(
                "info",
                f"The pad is now answered by {name}, no longer by the network under training.",
                "Switch back",
                self._answering.follow_training,
            )

    def _on_model_changed(self, continues: bool) -> None:
        self.model_changed.emit()
        if self._picture is not None or not self._drawing.is_empty:
            self._submit(continues)

    # Data

    def use_embedded_digits(self) -> None:
        self._digits.open("")

    def open_data(self, source: Path | str) -> None:
        """Load a folder or file of digits, or "mnist", the downloaded set."""
        self._digits.open(str(source))

    def download_mnist(self, on_progress: Callable[[DownloadProgress], None]) -> Task:
        """Bring the full MNIST from the internet and use it; the task can be cancelled."""
        return self._digits.download(on_progress)

    # Training

    def warm_up(self) -> None:
        """Prepare for the first training, so that it starts at once."""
        if not self._is_closing:
            self._training.job.warm_up()

    def start_training(self, config: TrainingConfig) -> None:
        """Begin a run of its own. The pad is answered by its network from the first snapshot on."""
        if self.data is None:
            self._say("info", "There are no digits to train on yet: wait until they are loaded.")
        elif self._training.is_idle:
            self.preferences.config = config
            self._answering.follow_training()
            self._training.start(config, self.data, self._digits.source)

    def pause_training(self) -> None:
        self._training.job.pause()

    def follow_step(self) -> None:
        """While paused, train one step and no more; it is told in a StepFollowed."""
        self._training.job.follow_step()

    def resume_training(self) -> None:
        """After a pause."""
        self._training.job.resume()

    def stop_training(self) -> None:
        """End the training after the step under way; the pad keeps what was learned."""
        self._training.stop()

    def add_epoch(self) -> None:
        """Train one epoch more, after the training under way or else from its last epoch on."""
        if self.data is None:
            return
        if self._training.is_idle:
            self._answering.follow_training()
        self._training.add_epoch(self.data)

    def set_learning_rate(self, value: float) -> None:
        """Of the training under way, from its next step on."""
        try:
            self._training.job.set_learning_rate(value)
        except SettingError as error:
            self._say("error", str(error))

    def resume_run(self, path: Path) -> None:
        """Go on with the run in the folder `path`, on its own data, where it was cut off."""
        if self._training.is_idle:
            self.tasks.run("Loading the run", lambda: load_run(path), self._resume)

    def _resume(self, loaded: LoadedRun) -> None:
        if not self._training.is_idle:
            return
        self._digits.use(loaded.data, loaded.folder.source)
        self._answering.follow_training()
        self._training.load(loaded)
        if loaded.is_finished:
            self._say(
                "info",
                f"{self._training.title} has finished its {loaded.checkpoint.epoch} epochs.",
                "Train one more epoch",
                self.add_epoch,
            )
        else:
            self._training.go_on(loaded.data)

    def _on_learned(self, model: Model) -> None:
        self._answering.learn(model, self._training.title)

    def _on_training_failed(self, text: str) -> None:
        self._answering.training_failed(self._training.last_good, self._training.title)
        self._say("error", text)

    def _on_training_ended(self) -> None:
        if self._is_closing:
            self._close_when_quiet()
        elif self._training.run is not None:
            self._memory.settled_run = self._training.run.path.name

    def _offer_to_resume(self, run: RunFolder | None) -> None:
        if run is not None and run.path.name != self._memory.settled_run:
            self._say(
                "info",
                f"{run_title(run.path)} was cut off. It can go on after its last finished epoch.",
                "Resume",
                lambda: self.resume_run(run.path),
            )

    # Messages and the end

    def _say(
        self,
        kind: MessageKind,
        text: str,
        action_label: str | None = None,
        action: Callable[[], object] | None = None,
    ) -> None:
        if not self._is_closing:
            self.message.emit(Message(kind, text, action_label, action))

    def _on_tasks_changed(self) -> None:
        self.busy_changed.emit()
        self._close_when_quiet()

    def _on_inference_closed(self) -> None:
        self._is_reading = False
        self._close_when_quiet()

    def close(self) -> None:
        """Cancel everything; `closed` follows when every thread has ended.

        A training under way is stopped, and can be resumed after its last finished epoch.
        """
        if self._is_closing:
            return
        self._is_closing = True
        self._memory.save()
        self.tasks.cancel_all()
        self._training.abandon()
        self._inference.close()

    def _close_when_quiet(self) -> None:
        quiet = self._training.is_idle and not self._is_reading and not self.busy
        if self._is_closing and quiet and not self._is_closed:
            self._is_closed = True
            self.closed.emit()


def _continues(old: Drawing, new: Drawing) -> bool:
    """Whether `new` is `old` with its last stroke gone on, or with more strokes."""
    finished = old.strokes[:-1]
    return len(new.strokes) >= len(old.strokes) and all(
        a is b for a, b in zip(finished, new.strokes, strict=False)
    )
