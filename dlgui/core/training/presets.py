"""Settings that belong together, and what a person is offered first."""

from __future__ import annotations

from dataclasses import dataclass

from dlgui.core.training.settings import TrainingConfig
from dlgui.language import QT_TRANSLATE_NOOP


@dataclass(frozen=True, slots=True)
class Preset:
    """name: its key and what the command line takes; title and summary: what people read."""

    name: str
    title: str
    summary: str
    config: TrainingConfig


_ALL = (
    Preset(
        "reference",
        QT_TRANSLATE_NOOP("", "Reference"),
        QT_TRANSLATE_NOOP("", "The network and the settings of most introductions."),
        TrainingConfig(),
    ),
    Preset(
        "quick",
        QT_TRANSLATE_NOOP("", "Quick"),
        QT_TRANSLATE_NOOP(
            "", "A small network that is nearly as good as it gets after a few seconds."
        ),
        TrainingConfig(
            network="compact",
            epochs=1,
            batch_size=64,
            optimizer="adamw",
            learning_rate=0.015,
            schedule="linear",
            label_smoothing=0.05,
        ),
    ),
    Preset(
        "robust",
        QT_TRANSLATE_NOOP("", "Robust"),
        QT_TRANSLATE_NOOP(
            "", "Varies the digits while it learns, and so reads your own hand best."
        ),
        TrainingConfig(
            network="compact",
            epochs=12,
            batch_size=64,
            optimizer="adamw",
            learning_rate=0.01,
            schedule="linear",
            augment=True,
        ),
    ),
    Preset(
        "best",
        QT_TRANSLATE_NOOP("", "Best"),
        QT_TRANSLATE_NOOP("", "The most accurate on MNIST; takes minutes."),
        TrainingConfig(
            network=(
                "conv 32 5 stride 2 pad 2, batchnorm, relu, conv 64 3, batchnorm, relu, maxpool 2, "
                "conv 128 3, batchnorm, relu, maxpool 2, flatten, dense 10"
            ),
            epochs=11,
            batch_size=64,
            optimizer="adamw",
            learning_rate=0.01,
            schedule="linear",
            label_smoothing=0.05,
            augment=True,
            settle=True,
        ),
    ),
)

PRESETS: dict[str, Preset] = {preset.name: preset for preset in _ALL}
DEFAULT_PRESET = "robust"
"""What a person is offered first, because they will write for it themselves."""
