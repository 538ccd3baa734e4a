"""What a person does to a training under way, as orders for whoever trains."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Condition

from dlgui.core.settings import LiveSettings, TrainingConfig


@dataclass(frozen=True, slots=True)
class Order:
    """Train for a moment. is_followed: a single step, told in every detail."""

    learning_rate: float
    is_followed: bool = False


class Controls:
    """Set in the GUI thread, followed by the training's worker, which waits here while paused."""

    def __init__(self, config: TrainingConfig) -> None:
        self._live = LiveSettings(config)
        self._changed = Condition()
        self._is_paused = False
        self._is_stopped = False
        self._is_abandoned = False
        self._followed_steps = 0

    def set_learning_rate(self, value: float) -> None:
        """Raises SettingError for a value outside the range."""
        self._live.learning_rate = value

    def pause(self) -> None:
        with self._changed:
            self._is_paused = True

    def go_on(self) -> None:
        with self._changed:
            self._is_paused = False
            self._changed.notify_all()

    def follow_step(self) -> None:
        """While paused, take one step, which is followed."""
        with self._changed:
            self._followed_steps += 1
            self._changed.notify_all()

    def stop(self) -> None:
        with self._changed:
            self._is_stopped = True
            self._changed.notify_all()

    def abandon(self) -> None:
        """Stop, and keep no more than is on the disk: somebody waits for the end."""
        self._is_abandoned = True
        self.stop()

    @property
    def is_stopped(self) -> bool:
        return self._is_stopped

    @property
    def is_abandoned(self) -> bool:
        return self._is_abandoned

    def order(self, *, wait: bool) -> Order | None:
        """What to do next, or None once stopped. While paused: None, or wait until there is."""
        with self._changed:
            if wait:
                self._changed.wait_for(
                    lambda: self._is_stopped or not self._is_paused or self._followed_steps
                )
            if self._is_stopped:
                return None
            if self._followed_steps:
                self._followed_steps -= 1
                return Order(self._live.learning_rate, is_followed=True)
            return None if self._is_paused else Order(self._live.learning_rate)
