"""Check that everything dlgui needs is there."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from dlgui import __version__, paths
from dlgui.commands.readers import open_reader
from dlgui.console import has_display, padded, print_json
from dlgui.core.errors import DlguiError
from dlgui.language import QT_TRANSLATE_NOOP, tr

HELP = QT_TRANSLATE_NOOP(
    "",
    "Check that everything dlgui needs is there.\n\n"
    "Prints one report that can be copied into a question or a bug report, and "
    "says what to do about each fault. Nothing is sent anywhere.",
)

PACKAGES = ("numpy", "torch", "safetensors", "pillow", "PySide6_Essentials")
LITTLE_SPACE = 500_000_000
PROBE_SECONDS = 120

IS_BUILT = getattr(sys, "frozen", False)
"""Whether this is the executable, which has neither pip nor the metadata of packages."""


@dataclass(frozen=True, slots=True)
class Finding:
    """advice: what to do about a fault; "" when nothing needs to be done."""

    name: str
    value: str
    advice: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=tr("print one JSON object a line"))
    # What may take the whole process down is tried in one of its own.
    parser.add_argument("--probe", choices=PROBES, help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    if options.probe:
        print(PROBES[options.probe]())
        return 0
    faults = 0
    for finding in examine():
        faults += bool(finding.advice)
        if options.json:
            print_json(asdict(finding))
        else:
            print(padded(finding.name, 12), finding.value, flush=True)
            if finding.advice:
                print(f"{'':12} -> {finding.advice}", flush=True)
    if not options.json:
        print(
            tr("Everything is in order.")
            if not faults
            else tr("Faults: {count}.").format(count=faults)
        )
    return int(faults > 0)


def examine() -> Iterator[Finding]:
    yield Finding("dlgui", __version__)
    yield Finding("Python", f"{platform.python_version()}, {sys.executable}")
    yield Finding(tr("System"), platform.platform())
    yield Finding(
        tr("Processors"),
        tr("{usable} of {count}").format(usable=_usable_processors(), count=os.cpu_count()),
    )
    for name in PACKAGES:
        yield _package(name)
    yield _probed(tr("Training"), "torch", _advice_for("torch"))
    yield _display()
    yield _checked(tr("Digits"), _digits)
    yield _checked(tr("Full MNIST"), _full_mnist)
    yield _checked(tr("Model"), _model)
    for name, folder in (
        (tr("Data"), paths.data_dir()),
        (tr("Settings"), paths.config_dir()),
        (tr("Log"), paths.log_dir()),
    ):
        yield _folder(name, folder)


def _usable_processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _package(name: str) -> Finding:
    from importlib.metadata import PackageNotFoundError, version

    try:
        found = version(name)
    except PackageNotFoundError:
        if IS_BUILT:
            return Finding(name, tr("built in"))
        return Finding(name, tr("missing"), _advice_for(name))
    if name == "PySide6_Essentials" and found.startswith("6.12.") and sys.version_info < (3, 12):
        advice = tr("This version crashes on Python 3.11: pip install 'PySide6-Essentials<6.12'.")
        return Finding(name, found, advice)
    return Finding(name, found)


def _advice_for(package: str) -> str:
    if IS_BUILT:
        return tr("Unpack the downloaded archive again: a part of dlgui is missing or damaged.")
    return tr("Install it again: pip install --force-reinstall {package}.").format(package=package)


def _display() -> Finding:
    if not has_display():
        return Finding(
            tr("Display"), tr('none: the window cannot open, but "dlgui demo" runs off screen')
        )
    return _probed(
        tr("Display"),
        "display",
        tr(
            "Qt cannot open a window. On Debian and Ubuntu, what is missing is installed "
            "by {command}."
        ).format(
            command="apt install libegl1 libgl1 libx11-xcb1" if IS_BUILT else "python3 start.py"
        ),
    )


def _probed(name: str, probe: str, advice: str) -> Finding:
    program = [sys.executable] if IS_BUILT else [sys.executable, "-m", "dlgui"]
    try:
        done = subprocess.run(
            [*program, "doctor", "--probe", probe],
            capture_output=True,
            text=True,
            timeout=PROBE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Finding(name, tr("does not start: {error}").format(error=error), advice)
    if done.returncode:
        last = (
            done.stderr.strip() or tr("exit code {code}").format(code=done.returncode)
        ).splitlines()[-1]
        return Finding(name, tr("fails: {reason}").format(reason=last), advice)
    return Finding(name, done.stdout.strip())


def _probe_torch() -> str:
    import torch

    from dlgui.core.training.machine import choose_device

    total = torch.ones(8, 8).matmul(torch.ones(8, 8)).sum().item()
    assert total == 8**3
    return tr("torch works; {threads} threads, device {device}").format(
        threads=torch.get_num_threads(), device=choose_device("auto")
    )


def _probe_display() -> str:
    from PySide6.QtGui import QGuiApplication

    QGuiApplication([])
    screen = QGuiApplication.primaryScreen()
    size = screen.size()
    return tr("{platform}, {width}×{height} at {ratio:g}×, font {font}").format(
        platform=QGuiApplication.platformName(),
        width=size.width(),
        height=size.height(),
        ratio=screen.devicePixelRatio(),
        font=QGuiApplication.font().family(),
    )


def _probe_window() -> str:
    from dlgui.demo.opening import time_opening

    return json.dumps(asdict(time_opening()))


PROBES: dict[str, Callable[[], str]] = {
    "torch": _probe_torch,
    "display": _probe_display,
    "window": _probe_window,
}


def _checked(name: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(name, check())
    except DlguiError as error:
        return Finding(name, tr("damaged"), str(error))


def _digits() -> str:
    from dlgui.core.data.datasets import load_embedded

    data = load_embedded()
    return tr("{count:,} ship with dlgui; the checksum is right").format(
        count=len(data.train) + len(data.validation)
    )


def _full_mnist() -> str:
    from dlgui.core.data.folders import find_full_mnist

    folder = find_full_mnist(paths.mnist_dir())
    return tr("in {folder}").format(folder=folder) if folder else tr("not downloaded (not needed)")


def _model() -> str:
    from dlgui.core.data.datasets import load_embedded
    from dlgui.core.evaluation.metrics import evaluate_digits

    reader = open_reader(None)
    accuracy = evaluate_digits(reader, load_embedded().validation).accuracy
    return tr("{network}; it reads {accuracy:.1%} of the held-out digits").format(
        network=reader.model.network, accuracy=accuracy
    )


def _folder(name: str, folder: Path) -> Finding:
    """Whether files can be put there; the folder itself is not made before it is needed."""
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    if not (existing.is_dir() and os.access(existing, os.W_OK)):
        advice = tr("Make {folder} writable, or set DLGUI_HOME to a folder that is.").format(
            folder=existing
        )
        return Finding(name, tr("{folder} is not writable").format(folder=folder), advice)
    free = shutil.disk_usage(existing).free
    advice = tr("Free some space: runs need it.") if free < LITTLE_SPACE else ""
    return Finding(
        name, tr("{folder}, {free:.1f} GB free").format(folder=folder, free=free / 1e9), advice
    )
