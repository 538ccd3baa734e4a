"""Pictures of every page and side, in every size, text size, colour and language: to be looked at.

.venv/bin/python packaging/pages.py FOLDER [--looks 960x600-en-light ...] [--scale 2]

A look is SIZE-LANGUAGE-COLOURS or SIZE-LANGUAGE-COLOURS-TEXT, the text in per cent. For each one
there is a sheet as well, on which all pages are, reduced. Nothing of this is kept with the program.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import numpy as np
from PIL import Image
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QAbstractButton, QPushButton

from dlgui.app import Shown, make_application
from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.training.events import EpochDone
from dlgui.demo.digits import strokes_of
from dlgui.jobs.training_job import TrainingState
from dlgui.ui.evaluate.robustness_tab import RobustnessTab
from dlgui.ui.kit.theme import set_text_percent, set_theme
from dlgui.ui.session.session import Session
from dlgui.ui.window.window import MainWindow

LOOKS = (
    "960x600-en-light",
    "960x600-zh_CN-dark",
    "1280x800-zh_CN-light",
    "1280x800-en-dark",
    "1366x768-en-light-150",
    "1366x768-zh_CN-dark",
    "1280x800-en-light-200",
    "1280x800-zh_CN-dark-150",
    "1920x1080-en-light",
    "1920x1080-zh_CN-dark",
)
QUIET_SECONDS = 0.4
"""Without work in the background: what a page shows has come."""
LONGEST_SECONDS = 150.0
ACROSS, REDUCED = 4, 480
"""Of a sheet: pages side by side, and the width of one."""


def main() -> None:
    options = _options()
    options.folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = str(options.scale)
    with TemporaryDirectory(prefix="dlgui-pages-") as home:
        os.environ.setdefault("DLGUI_HOME", home)
        application = make_application()
        session = Session()
        shown = Shown(session)
        shown.window.show()
        session.start()
        _fill(session, shown, options.epochs)
        for look in options.looks:
            _photograph(session, shown, look, options)
        closed: list[bool] = []
        session.closed.connect(lambda: closed.append(True))
        shown.window.quit()
        _wait(lambda: bool(closed))
        application.processEvents()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("folder", type=Path)
    parser.add_argument("--looks", nargs="+", default=LOOKS, metavar="LOOK")
    parser.add_argument("--scale", type=float, default=1.0, help="pixels of a picture for a pixel")
    parser.add_argument("--epochs", type=int, default=2, help="of the network that is shown")
    return parser.parse_args()


def _fill(session: Session, shown: Shown, epochs: int) -> None:
    """A digit on the pad, and a run with one step followed."""
    _wait(lambda: session.data.digits is not None and session.reader.model is not None)
    strokes = (Stroke((200.0 * np.asarray(s)).astype(np.float32)) for s in strokes_of(8))
    session.pad.set_drawing(Drawing(tuple(strokes)))
    _ = shown.window.step_page  # It remembers only what it has seen.
    training, done = session.training, []
    training.events.connect(lambda events: done.extend(isinstance(e, EpochDone) for e in events))
    training.start(session.settings.config.with_(network="compact", epochs=epochs))
    _wait(lambda: any(done))
    training.pause()
    _wait(lambda: training.state is TrainingState.PAUSED)
    training.follow_step()
    _wait(lambda: shown.window.step_page.focus.step is not None)
    training.continue_()
    _wait(lambda: training.is_idle)


def _photograph(session: Session, shown: Shown, look: str, options: argparse.Namespace) -> None:
    size, language, colours, *percent = look.split("-")
    if session.settings.language != language:
        shown.window.language_chosen.emit(language)
        _wait(lambda: session.settings.language == language)
    set_theme(colours)
    set_text_percent(int(percent[0]) if percent else 100)
    window = shown.window
    window.resize(*map(int, size.split("x")))
    pages = []
    for name in _open_each(window):
        _settle(session)
        while window.message_bar.isVisible():
            window.message_bar.dismiss_newest()
        path = options.folder / f"{look}@{options.scale:g}-{name}.png"
        window.grab().save(str(path))
        pages.append(path)
    _sheet(pages).save(options.folder / f"sheet-{look}@{options.scale:g}.png")
    print(f"{look}: {len(pages)} pages, {window.width()}×{window.height()}", flush=True)


def _open_each(window: MainWindow) -> Iterator[str]:
    """Open one side of a page after the other, and begin what it does; gives its name."""
    for page in window.page_actions:
        page.trigger()
        name = page.objectName().removeprefix("goTo").removesuffix("Action").lower()
        opened: set[str] = set()
        while side := next((s for s in _sides(window) if s.objectName() not in opened), None):
            opened.add(side.objectName())
            side.click()
            tab = window.findChild(RobustnessTab)
            if tab is not None and tab.isVisible() and tab.measured is None:
                begin = window.findChild(QAbstractButton, "evaluateButton")
                begin.click()
            yield f"{name}-{side.objectName().removesuffix('Button')}"
        if not opened:
            yield name


def _sides(window: MainWindow) -> list[QAbstractButton]:
    """The buttons that open sides, also those within a side."""
    return [
        button
        for button in window.findChildren(QPushButton)
        if button.isVisible() and button.isCheckable() and button.property("look") == "flat"
        if button.group() is not None
    ]


def _settle(session: Session) -> None:
    quiet_since = monotonic()

    def is_quiet() -> bool:
        nonlocal quiet_since
        if session.tasks.doing:
            quiet_since = monotonic()
        return monotonic() - quiet_since > QUIET_SECONDS

    _wait(is_quiet)


def _wait(happened: Callable[[], bool]) -> None:
    deadline = monotonic() + LONGEST_SECONDS
    while not happened():
        if monotonic() > deadline:
            raise SystemExit("The window did not come to rest.")
        loop = QEventLoop()
        QTimer.singleShot(10, loop.quit)
        loop.exec()


def _sheet(paths: list[Path]) -> Image.Image:
    pictures = [Image.open(path).convert("RGB") for path in paths]
    height = round(REDUCED * pictures[0].height / pictures[0].width)
    rows = -(-len(pictures) // ACROSS)
    sheet = Image.new("RGB", (ACROSS * (REDUCED + 8), rows * (height + 8)), "#888888")
    for place, picture in enumerate(pictures):
        row, column = divmod(place, ACROSS)
        reduced = picture.resize((REDUCED, height), Image.Resampling.LANCZOS)
        sheet.paste(reduced, (column * (REDUCED + 8), row * (height + 8)))
    return sheet


if __name__ == "__main__":
    main()
