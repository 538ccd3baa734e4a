"""Train a network without a window."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dlgui.console import Interrupt, ProgressBar, deferred_interrupt, print_json, say
from dlgui.core.errors import DataError, SettingError
from dlgui.core.nets.network_line import network_of
from dlgui.core.training.events import (
    EpochDone,
    Event,
    RunKept,
    SnapshotTaken,
    StepDone,
    TrainingDone,
    TrainingStarted,
    event_record,
)
from dlgui.core.training.presets import PRESETS
from dlgui.core.training.settings import SETTINGS, Setting, TrainingConfig
from dlgui.language import QT_TRANSLATE_NOOP, listed, tr

if TYPE_CHECKING:
    from dlgui.core.data.datasets import DigitData
    from dlgui.core.nets.model import Model
    from dlgui.core.training.checkpoints import Checkpoint
    from dlgui.core.training.recording import Events, RunLog
    from dlgui.core.training.runs import RunFolder

HELP = QT_TRANSLATE_NOOP(
    "",
    "Train a network without a window.\n\n"
    "Without options: the textbook's network on the digits that ship with dlgui. "
    "Every run keeps a folder with its settings, its events and its best and last "
    "checkpoint. Ctrl-C stops at once and keeps what was learned; --resume goes on "
    "from there.",
)

INTERRUPTED = 130
MOST_REPEATS = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data",
        metavar="DATA",
        help=tr(
            "the folder or file of a data set (IDX files, .npz, Kaggle's train.csv, a "
            'folder for each class, a stroke file), "mnist" for the full MNIST in the data '
            'folder, or "embedded" (default); "#as is", "#inverted" or "#transposed" after '
            "it says how to take it"
        ),
    )
    parser.add_argument(
        "--preset",
        choices=PRESETS,
        help=tr("settings to start from; options given beside it win"),
    )
    run = parser.add_mutually_exclusive_group()
    run.add_argument(
        "--out", type=Path, metavar="DIR", help=tr("the run's folder (default: a new one)")
    )
    run.add_argument("--resume", type=Path, metavar="DIR", help=tr("go on with the run in DIR"))
    parser.add_argument(
        "--repeat",
        type=int,
        default=1,
        metavar="N",
        help=tr("train N times with one seed after the other, and say how far the results spread"),
    )
    parser.add_argument("--json", action="store_true", help=tr("print each event as a JSON object"))
    settings = parser.add_argument_group(tr("settings"))
    for setting in SETTINGS:
        add_setting(settings, setting)


def add_setting(group: argparse._ArgumentGroup, setting: Setting) -> None:
    """`None` stands for "not given", so that the preset's or the resumed run's value holds."""
    shown: dict[str, Any] = {"dest": setting.name, "default": None}
    default = setting.default
    if setting.type is bool:
        shown["action"] = argparse.BooleanOptionalAction
        default = "on" if default else "off"
    elif setting.parse is not None:
        shown |= {"type": _checked(setting), "metavar": "NAME_OR_LINE"}
        default = tr("{default}; the others are {others}").format(
            default=default, others=listed(setting.choices[1:])
        )
    elif setting.choices:
        shown["choices"] = setting.choices
    else:
        shown |= {"type": _checked(setting), "metavar": "N" if setting.type is int else "X"}
    group.add_argument(
        setting.flag,
        help=tr("{help} (default: {default})").format(help=tr(setting.help), default=default),
        **shown,
    )


def _checked(setting: Setting) -> Callable[[str], Any]:
    def parse(text: str) -> Any:
        try:
            value = setting.type(text)
        except ValueError:
            value = text
        try:
            setting.check(value)
        except SettingError as error:
            raise argparse.ArgumentTypeError(str(error)) from None
        return value

    return parse


@dataclass(frozen=True)
class _Job:
    folder: RunFolder
    config: TrainingConfig
    data: DigitData
    checkpoint: Checkpoint | None


def run(options: argparse.Namespace) -> int:
    from dlgui.core.training.processes import is_follower

    if is_follower():
        return _follow(options)
    if options.repeat == 1:
        return _train(_resumed(options) if options.resume else _new(options), options)
    if options.resume or not 1 < options.repeat <= MOST_REPEATS:
        raise SettingError(
            tr("--repeat takes a number from 1 to {most_repeats}, and no run to resume.").format(
                most_repeats=MOST_REPEATS
            )
        )
    return _repeat(options)


def _repeat(options: argparse.Namespace) -> int:
    """The same settings with one seed after the other; ends at the first that was stopped."""
    from dlgui.core.evaluation.repeats import band
    from dlgui.core.evaluation.run_table import summarise

    accuracies = []
    for place in range(options.repeat):
        job = _new(options, place)
        code = _train(job, options)
        if code:
            return code
        accuracies.append([summarise(job.folder.path).best_accuracy or 0.0])
    found = band(accuracies)
    mean, spread = float(found.mean[0]), float(found.spread[0])
    if options.json:
        print_json({"event": "Repeated", "count": found.count, "mean": mean, "spread": spread})
    else:
        print(
            tr(
                "{count} seeds: {mean:.2f} ± {spread:.2f} % (mean and standard deviation of "
                "the best validation accuracy)"
            ).format(count=found.count, mean=100 * mean, spread=100 * spread)
        )
    return 0


def _train(job: _Job, options: argparse.Namespace) -> int:
    from dlgui.core.training.recording import owned

    with owned(job.folder) as log, deferred_interrupt() as interrupt, ProgressBar() as bar:
        show = _print_event if options.json else Report(bar)
        is_over = False
        for event in _events(job, log, interrupt):
            if is_over and isinstance(event, SnapshotTaken):
                interrupt.cuts_in = True  # the network is kept, and told of by its file
            else:
                show(event)
            is_over = is_over or isinstance(event, TrainingDone)
    if interrupt.is_pressed:
        say(tr("dlgui: {how_to_go_on}").format(how_to_go_on=_how_to_go_on(job.folder)))
        return INTERRUPTED
    return 0


def _events(job: _Job, log: RunLog, interrupt: Interrupt) -> Iterator[Event]:
    """All of a training's events, cut off by Ctrl-C; what was learned until then is kept."""
    from dlgui.core.training.calibrating import calibrate
    from dlgui.core.training.recording import kept, written
    from dlgui.core.training.train import train

    def until_interrupted() -> Events:
        with closing(train(job.config, job.data, resume=job.checkpoint)) as events:
            for event in events:
                yield event
                if interrupt.is_pressed:
                    return

    def calibrated(model: Model) -> Model:
        return model if interrupt.is_pressed else calibrate(model, job.data)

    return kept(written(until_interrupted(), log), log, calibrated)


def _follow(options: argparse.Namespace) -> int:
    """Under torchrun: computes with the leader, which has the same options and does the rest."""
    from dlgui.core.training.train import train

    if options.resume:
        job = _resumed(options)
        config, data, checkpoint = job.config, job.data, job.checkpoint
    else:
        (config, _, data), checkpoint = _chosen(options), None
    for _ in train(config, data, resume=checkpoint):
        pass
    return 0


def _how_to_go_on(folder: RunFolder) -> str:
    if folder.can_resume:
        return tr("stopped. To go on: dlgui train --resume {path}").format(path=folder.path)
    return tr("stopped within the first second; {path} has what was learned.").format(
        path=folder.path
    )


def _new(options: argparse.Namespace, repeat: int = 0) -> _Job:
    """repeat: how many seeds after the first"""
    from dlgui import paths
    from dlgui.core.training.runs import RunFolder

    config, source, data = _chosen(options)
    config = config.with_(seed=config.seed + repeat)
    if options.out:
        out = options.out.resolve()
        name = out.name if options.repeat == 1 else f"{out.name}-seed-{config.seed}"
        folder = RunFolder.create(out.parent, config, source, name=name)
    else:
        folder = RunFolder.create(paths.runs_dir(), config, source)
    return _Job(folder, config, data, None)


def _chosen(options: argparse.Namespace) -> tuple[TrainingConfig, str, DigitData]:
    """The settings, the data, and what the data was loaded from."""
    from dlgui.core.data.sources import load_data, resolved

    preset = PRESETS[options.preset].config if options.preset else TrainingConfig()
    config = preset.with_(**given_settings(options))
    # A word such as "mnist" stays; a path must mean the same when the run is resumed elsewhere.
    source = resolved(options.data or "")
    return config, source, _told(load_data(source or None))


def _resumed(options: argparse.Namespace) -> _Job:
    from dlgui.core.data.sources import load_data
    from dlgui.core.training.runs import RunFolder
    from dlgui.core.training.settings import ORDER

    folder, given = RunFolder.open(options.resume), given_settings(options)
    if folder.is_under_way:
        raise folder.under_way()
    # Within an epoch, the order of the digits must be the one in which it was begun.
    checkpoint = folder.last_checkpoint(whole_epochs=not given.keys().isdisjoint(ORDER))
    config = checkpoint.config.with_(**given)
    if config.epochs <= checkpoint.epoch and folder.is_kept:
        raise SettingError(
            tr("This run has done its {epoch} epochs: give a larger number with --epochs.").format(
                epoch=checkpoint.epoch
            )
        )
    try:
        data = load_data(options.data or folder.source or None)
    except DataError as error:
        if options.data:
            raise
        raise DataError(
            tr(
                "{error} If this run's digits are elsewhere now, add --data with their folder."
            ).format(error=error)
        ) from error
    return _Job(folder, config, _told(data), checkpoint)


def _told(data: DigitData) -> DigitData:
    """`data`, after what a person should know of it was said on stderr."""
    for note in data.notes:
        say(tr("dlgui: {note}").format(note=note))
    return data


def given_settings(options: argparse.Namespace) -> dict[str, Any]:
    """The settings that were given on the command line."""
    found = {setting.name: getattr(options, setting.name) for setting in SETTINGS}
    return {name: value for name, value in found.items() if value is not None}


def _print_event(event: Event) -> None:
    print_json(event_record(event))


class Report:
    """Tells a person how it goes: a line for each epoch, and a bar for the one under way."""

    def __init__(self, bar: ProgressBar) -> None:
        self._bar = bar
        self._started: TrainingStarted | None = None

    def __call__(self, event: Event) -> None:
        match event:
            case TrainingStarted():
                self._started = event
                print(
                    tr(
                        "{network}, {parameters:,} parameters, {count:,} digits, on {device}"
                    ).format(
                        network=tr(network_of(event.network).title),
                        parameters=event.parameters,
                        count=event.train_count,
                        device=event.device,
                    ),
                    flush=True,
                )
            case StepDone() if self._started:
                self._show_step(event, self._started)
            case EpochDone() if self._started:
                self._bar.clear()
                print(
                    tr(
                        "Epoch {epoch}/{epochs}  loss {train_loss:.4f}  validation loss "
                        "{validation_loss:.4f}  accuracy {accuracy:.2%}  {rate:,.0f} digits/s"
                    ).format(
                        epoch=event.epoch,
                        epochs=self._started.epochs,
                        train_loss=event.train_loss,
                        validation_loss=event.validation_loss,
                        accuracy=event.validation_accuracy,
                        rate=event.images_per_second,
                    ),
                    flush=True,
                )
            case TrainingDone():
                print(
                    tr("Best: {accuracy:.2%} after epoch {epoch}, in {seconds:.1f} s.").format(
                        accuracy=event.best_validation_accuracy,
                        epoch=event.best_epoch,
                        seconds=event.seconds,
                    )
                )
            case RunKept():
                print(tr("The model is {path}").format(path=event.model))

    def _show_step(self, event: StepDone, started: TrainingStarted) -> None:
        total = started.epochs * started.steps_per_epoch
        self._bar.show(
            event.step / total,
            tr("epoch {epoch}/{epochs}  loss {loss:.4f}  {time} left").format(
                epoch=event.epoch,
                epochs=started.epochs,
                loss=event.loss,
                time=_time_left(event, total),
            ),
        )


def _time_left(event: StepDone, total: int) -> str:
    seconds = round(event.seconds / event.step * (total - event.step))
    return f"{seconds // 60}:{seconds % 60:02}"
