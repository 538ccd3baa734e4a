"""Print a training as a complete script for PyTorch or Keras."""

from __future__ import annotations

import argparse
from pathlib import Path

from dlgui.commands.train import add_setting, given_settings
from dlgui.core.export.code import FRAMEWORKS, NPZ, code, script
from dlgui.core.training.presets import PRESETS
from dlgui.core.training.settings import SETTINGS, TrainingConfig
from dlgui.language import QT_TRANSLATE_NOOP, tr

HELP = QT_TRANSLATE_NOOP(
    "",
    "Print a training as a complete script for PyTorch or Keras.\n\n"
    "Of the given settings, or of those that a model was trained with. Without "
    "any, it is the textbook's network as textbooks write it.",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    source = parser.add_mutually_exclusive_group()
    source.add_argument(
        "model",
        nargs="?",
        type=Path,
        metavar="MODEL",
        help=tr("a model file, whose training to print"),
    )
    source.add_argument(
        "--preset", choices=PRESETS, help=tr("settings to start from; options given beside it win")
    )
    parser.add_argument(
        "--framework", choices=FRAMEWORKS, default=FRAMEWORKS[0], help=tr("default: torch")
    )
    parser.add_argument(
        "--data",
        default=NPZ,
        metavar="DATA",
        help=tr(
            "where the script finds MNIST: an .npz or a folder of IDX files (default: {npz})"
        ).format(npz=NPZ),
    )
    settings = parser.add_argument_group("settings")
    for setting in SETTINGS:
        add_setting(settings, setting)


def run(options: argparse.Namespace) -> int:
    config = _model_settings(options.model) if options.model else TrainingConfig()
    if options.preset:
        config = PRESETS[options.preset].config
    config = config.with_(**given_settings(options))
    print(script(code(config, options.framework, options.data)), end="")
    return 0


def _model_settings(path: Path) -> TrainingConfig:
    """Those that it says it was trained with; its network alone where it does not say."""
    from dlgui.core.nets.model import load_model

    model = load_model(path)
    known = {setting.name for setting in SETTINGS}
    told = model.summary.get("config")
    found = {name: value for name, value in told.items() if name in known} if told else {}
    return TrainingConfig(**{**found, "network": model.network})
