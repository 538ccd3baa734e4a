"""What the charts and metrics of a training show, gathered event by event; no widgets.

Adding an event costs the same however long the run is, so that redrawing never slows training.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from dlgui.core.training.events import EpochDone, Event, StepDone, TrainingDone, TrainingStarted

RATE_SECONDS = 3.0
"""Throughput is averaged over this much training time: steady to read, quick to follow."""


class Series:
    """A growing line of (x, y) points, float64; `x` and `y` are views of what there is so far."""

    def __init__(self) -> None:
        self._points = np.empty((2, 256))
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def x(self) -> np.ndarray:
        return self._points[0, : self._count]

    @property
    def y(self) -> np.ndarray:
        return self._points[1, : self._count]

    def add(self, x: float, y: float) -> None:
        if self._count == self._points.shape[1]:
            grown = np.empty((2, 2 * self._count))
            grown[:, : self._count] = self._points
            self._points = grown
        self._points[:, self._count] = x, y
        self._count += 1

    def cut(self, x: float) -> None:
        """Forget the points after `x`."""
        self._count = int(np.searchsorted(self.x, x, side="right"))

    def y_at(self, x: float) -> float | None:
        """The value at the last point not after `x`, or None before the first one."""
        index = int(np.searchsorted(self.x, x, side="right")) - 1
        return float(self.y[index]) if index >= 0 else None


class Smoother:
    """An exponential moving average that starts unbiased, as Adam's moments do.

    window: about how many values it looks back
    """

    def __init__(self, window: float) -> None:
        self._keep = 1.0 - 1.0 / window
        self._sum = 0.0
        self._weight = 0.0

    def add(self, value: float) -> float:
        self._sum = self._keep * self._sum + (1.0 - self._keep) * value
        self._weight = self._keep * self._weight + (1.0 - self._keep)
        return self._sum / self._weight


class TrainingHistory:
    """One run so far. Losses in nats, accuracies in per cent, times in seconds of training.

    epochs: how many the run is to have; may be raised while it runs
    loss, smooth_loss: by step; smooth_accuracy: by epoch, in fractions of one
    validation_loss, validation_accuracy: at the ends of epochs; train_loss, train_accuracy: means
    over an epoch's steps, at its middle, where the curve of the steps passes through them
    *_loss: by step; *_accuracy: by epoch
    """

    def __init__(self, started: TrainingStarted) -> None:
        self.loss = Series()
        self.smooth_loss = Series()
        self.train_loss = Series()
        self.validation_loss = Series()
        self.smooth_accuracy = Series()
        self.train_accuracy = Series()
        self.validation_accuracy = Series()
        self.elapsed = 0.0
        self.learning_rate: float | None = None
        self.best_accuracy: float | None = None
        self.best_epoch = 0
        self.resume(started)

    def resume(self, started: TrainingStarted) -> None:
        self.started = started
        self.finished = False
        self.epochs = started.epochs
        self.epoch = started.first_epoch
        self.step = started.first_step
        self._recent: deque[tuple[int, float]] = deque()
        window = min(max(started.steps_per_epoch / 8, 10.0), 200.0)
        self._loss, self._accuracy = Smoother(window), Smoother(window)
        for by_step in (self.loss, self.smooth_loss, self.train_loss, self.validation_loss):
            by_step.cut(started.first_step)
        for by_epoch in (self.smooth_accuracy, self.train_accuracy, self.validation_accuracy):
            by_epoch.cut(max(started.first_epoch, started.first_step / started.steps_per_epoch))

    def add(self, event: Event) -> None:
        if isinstance(event, StepDone):
            self._add_step(event)
        elif isinstance(event, EpochDone):
            self._add_epoch(event)
        elif isinstance(event, TrainingDone):
            self.finished = True

    @property
    def total_steps(self) -> int:
        return self.epochs * self.started.steps_per_epoch

    @property
    def images_per_second(self) -> float | None:
        """Over the last seconds, or None while there is too little to say."""
        rate = self._steps_per_second()
        per_step = self.started.train_count / self.started.steps_per_epoch
        return None if rate is None else rate * per_step

    @property
    def seconds_left(self) -> float | None:
        """Of training to come, validation left out; None while there is too little to say."""
        if self.finished:
            return 0.0
        rate = self._steps_per_second()
        return None if rate is None else max(self.total_steps - self.step, 0) / rate

    def _add_step(self, event: StepDone) -> None:
        self.step, self.epoch = event.step, event.epoch
        self.epochs = max(self.epochs, event.epoch)
        self.elapsed = event.seconds
        self.learning_rate = event.learning_rate
        self._recent.append((event.step, event.seconds))
        while event.seconds - self._recent[0][1] > RATE_SECONDS and len(self._recent) > 2:
            self._recent.popleft()
        self.loss.add(event.step, event.loss)
        self.smooth_loss.add(event.step, self._loss.add(event.loss))
        in_epochs = event.step / self.started.steps_per_epoch
        self.smooth_accuracy.add(in_epochs, 100.0 * self._accuracy.add(event.accuracy))

    def _add_epoch(self, event: EpochDone) -> None:
        self.elapsed = event.seconds
        self.train_loss.add(event.step - self.started.steps_per_epoch / 2, event.train_loss)
        self.validation_loss.add(event.step, event.validation_loss)
        self.train_accuracy.add(event.epoch - 0.5, 100.0 * event.train_accuracy)
        accuracy = 100.0 * event.validation_accuracy
        self.validation_accuracy.add(event.epoch, accuracy)
        if self.best_accuracy is None or accuracy > self.best_accuracy:
            self.best_accuracy, self.best_epoch = accuracy, event.epoch

    def _steps_per_second(self) -> float | None:
        if len(self._recent) < 2:
            return None
        (first, began), (last, ended) = self._recent[0], self._recent[-1]
        return (last - first) / (ended - began) if ended > began else None
