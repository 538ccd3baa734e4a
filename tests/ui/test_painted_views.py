"""Every painted view is reached by Tab, walked through by arrow keys, says values, and is copied.

What is painted has no labels that a screen reader could read: each such view keeps in its
accessible description what is looked at, and has its numbers as a table in its context menu.
"""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget

from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.training.events import EpochDone
from dlgui.core.training.settings import TrainingConfig
from dlgui.jobs.training_job import TrainingState
from dlgui.ui.kit.menu import plain
from dlgui.ui.window.window import MainWindow

pytestmark = pytest.mark.usefixtures("themed")

TIMEOUT = 60_000
EIGHT = Drawing(
    (
        Stroke(
            np.array(
                [[60, 20], [40, 5], [20, 20], [40, 47], [60, 70], [40, 97], [18, 70], [40, 47]],
                np.float32,
            )
        ),
    )
)
CONFIG = TrainingConfig(network="compact", epochs=200, batch_size=32, train_digits=320)

NOT_VIEWS = {
    "PadCanvas": "it is drawn on; what is read there is said by its answer",
    "LegendEntry": "a curve's name, whose values its plot says",
    "ReaderKey": "names alone, which it has as its description",
    "Legend": "the scale of colours, whose numbers the maps say",
    "_Picture": "an ornament of a card whose words say the same",
    "BenchRow": "holds the cards and paints where one would be dropped",
    "Thumbnail": "a small copy of what is on the pad, covered or moved",
    "_Ring": "the frame of what has the focus",
}
NO_TABLE = {"FigureView": "a chapter's small experiment, whose few numbers its sentence says"}
KEYS = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up)


@pytest.fixture
def window(live_session, qtbot):
    """With a digit on the pad and a run of which one step was followed."""
    window = MainWindow(live_session)
    window.resize(1280, 900)
    window.show()
    window.activateWindow()
    session = live_session
    session.pad.set_drawing(EIGHT)
    for page in range(len(window.page_actions)):
        window.show_page(page)
    epochs = []
    session.training.events.connect(
        lambda events: epochs.extend(e for e in events if isinstance(e, EpochDone))
    )
    session.training.start(CONFIG)
    qtbot.waitUntil(lambda: bool(epochs), timeout=TIMEOUT)
    session.training.pause()
    qtbot.waitUntil(lambda: session.training.state is TrainingState.PAUSED, timeout=TIMEOUT)
    session.training.follow_step()
    qtbot.waitUntil(lambda: window.step_page.focus.step is not None, timeout=TIMEOUT)
    session.training.stop()
    qtbot.waitUntil(lambda: session.training.is_idle, timeout=TIMEOUT)
    yield window
    with qtbot.waitSignal(live_session.closed, timeout=TIMEOUT):
        live_session.close()
    window.close()
    window.deleteLater()


def painted(window: QWidget) -> list[QWidget]:
    """Widgets in sight whose own code paints them."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled()
        if any(
            "paintEvent" in vars(kind) and kind.__module__.startswith("dlgui.")
            for kind in type(widget).__mro__
        )
        and type(widget).__name__ not in NOT_VIEWS
    ]


def faults_of(view: QWidget, qtbot) -> list[str]:
    found = []
    if not view.focusPolicy() & Qt.FocusPolicy.TabFocus:
        found.append("Tab does not come to it")
    if not view.accessibleName():
        found.append("no name")
    view.setFocus(Qt.FocusReason.TabFocusReason)
    said = {view.accessibleDescription()}
    for key in KEYS:
        qtbot.keyClick(view, key)
        said.add(view.accessibleDescription())
    said.discard("")
    if len(said) < 2:
        found.append(f"keys say {said}")
    QGuiApplication.clipboard().clear()
    middle = view.rect().center()
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(view, QContextMenuEvent(reason, middle, view.mapToGlobal(middle)))
    menus = [m for m in view.window().findChildren(QMenu, "figureMenu") if m.isVisible()]
    copies = [a for menu in menus for a in menu.actions() if plain(a.text()) == "Copy numbers"]
    if copies:
        copies[0].trigger()
    for menu in menus:
        menu.close()
    has_no_table = any(kind.__name__ in NO_TABLE for kind in type(view).__mro__)
    if not has_no_table and len(QGuiApplication.clipboard().text().splitlines()) < 2:
        found.append("no table to copy")
    return found


def sides(window: MainWindow, index: int):
    """Open each of a page's sides."""
    page = {2: "evaluate_page", 3: "inside_page", 4: "step_page"}.get(index)
    if page is None:
        yield 0
        return
    for side in range(getattr(window, page).tab_count):
        getattr(window, page).open_tab(side)
        yield side


def stages(window: MainWindow) -> list[QAbstractButton]:
    """Of the step that was followed."""
    names = ("forward", "loss", "gradient", "update")
    found = [window.findChild(QAbstractButton, f"{name}StageButton") for name in names]
    return [button for button in found if button is not None and button.isVisible()]


def test_every_painted_view_can_be_read_by_keys_and_copied(window, qtbot):
    tasks, seen, faults = window.session.tasks, set(), {}
    for index, action in enumerate(window.page_actions):
        action.trigger()
        for side in sides(window, index):
            qtbot.waitUntil(lambda: not tasks.doing, timeout=TIMEOUT)
            for button in stages(window) or [None]:
                if button is not None:
                    button.click()
                for view in painted(window):
                    name = f"{type(view).__name__} {view.objectName()}"
                    if name in seen or not has_something(view):
                        continue
                    seen.add(name)
                    wrong = faults_of(view, qtbot)
                    if wrong:
                        faults[f"{index}.{side} {name}"] = wrong
    assert not faults, "\n".join(f"{name}: {wrong}" for name, wrong in faults.items())
    assert len(seen) > 20, seen


def has_something(view: QWidget) -> bool:
    """Not one that waits for what nobody has asked for yet, or where nothing was found."""
    if not hasattr(view, "numbers"):
        return True
    rows = view.numbers()
    return len(rows) > 2 and len({str(cell) for row in rows for cell in row}) > 2
