"""The window: bench on the left, pad on the right, and what belongs to both."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QShowEvent,
    QUndoStack,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from dlgui.core.export.capsule import SUFFIX
from dlgui.core.training.settings import TrainingConfig
from dlgui.jobs.training_job import TrainingState
from dlgui.ui.kit.dialogs import ask_to_quit
from dlgui.ui.kit.icons import set_icon
from dlgui.ui.kit.page import ScrolledPage
from dlgui.ui.kit.theme import (
    CAPTION,
    M,
    S,
    fix_width,
    font,
    set_look,
    set_text_percent,
    set_theme,
    text_percent,
    theme_choice,
)
from dlgui.ui.kit.what_is_this import ExplainingWindow
from dlgui.ui.pad.panel import PadPanel
from dlgui.ui.session.messages import Message
from dlgui.ui.train.page import TrainPage
from dlgui.ui.window.halves import Halves
from dlgui.ui.window.menus import Menus
from dlgui.ui.window.message_bar import MessageBar
from dlgui.ui.window.status_bar import StatusBar
from dlgui.ui.window.transfer import own_file

if TYPE_CHECKING:
    from dlgui.ui.evaluate.page import EvaluatePage
    from dlgui.ui.inside.page import InsidePage
    from dlgui.ui.learn.exercises import Exercise
    from dlgui.ui.learn.page import LearnPage
    from dlgui.ui.runs.page import RunsPage
    from dlgui.ui.session.session import Session
    from dlgui.ui.steps.page import StepPage

Page = TypeVar("Page", bound=QWidget)

SMALLEST = QSize(960, 600)
USUAL = QSize(1280, 800)
FRAME = QSize(0, 36)
"""Of a window, above what is inside it."""
RAIL_WIDTH = 72

PAGES_AFTER_MS = 150
"""When the pages that are not seen at first are made: the window is on the screen by then."""


class MainWindow(ExplainingWindow):
    """Shows `session`. It closes when the session has closed: see `closeEvent`."""

    language_chosen = Signal(str)
    """A code, or "system": another window is to show the session, in that language."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._settings = session.settings
        self._closing = False
        self._closed = False
        self._for_chapter: TrainingConfig | None = None
        self._before_chapter = session.settings.config
        self.setWindowTitle("dlgui")
        self.setMinimumSize(SMALLEST)
        self.setAcceptDrops(True)
        set_theme(self._settings.theme)
        set_text_percent(self._settings.number("text_percent", 100))
        self.undo_stack = QUndoStack(self)
        self.pad = PadPanel(session, self.undo_stack)
        self.message_bar = MessageBar()
        self._pages = QStackedWidget()
        self._areas: dict[QWidget, ScrolledPage] = {}
        self.train_page = self._added(TrainPage(session))
        self._page_timer = QTimer(self, interval=PAGES_AFTER_MS)
        self._page_timer.timeout.connect(self._make_next_page)
        self.page_actions = self._page_actions()
        self.setStatusBar(StatusBar(session))
        self._lay_out()
        self._project_action = QAction(self.tr("Pro&jector"), self)
        self._project_action.setShortcut(QKeySequence("Ctrl+Shift+P"))
        self._project_action.setToolTip(self.tr("Paper, answer and the loss, large; Escape leaves"))
        self._project_action.triggered.connect(lambda: self.project())
        # The window's own: with the menus hidden, their keys do nothing.
        self.addAction(self._project_action)
        menus = Menus(self, session, self.pad, self.train_page, self.page_actions)
        menus.language_chosen.connect(self.language_chosen)
        self._restore()
        session.messages.said.connect(self.message_bar.show_message)
        session.messages.withdrawn.connect(self.message_bar.withdraw)
        session.closed.connect(self._on_session_closed)

    @cached_property
    def runs_page(self) -> RunsPage:
        from dlgui.ui.runs.page import RunsPage

        page = RunsPage(self.session)
        page.compare_wanted.connect(self._compare)
        page.past_wanted.connect(self._open_past)
        return self._added(page)

    @cached_property
    def evaluate_page(self) -> EvaluatePage:
        from dlgui.ui.evaluate.page import EvaluatePage

        return self._added(EvaluatePage(self.session))

    @cached_property
    def inside_page(self) -> InsidePage:
        from dlgui.ui.inside.page import InsidePage

        return self._added(InsidePage(self.session))

    @cached_property
    def step_page(self) -> StepPage:
        from dlgui.ui.steps.page import StepPage

        return self._added(StepPage(self.session))

    @cached_property
    def learn_page(self) -> LearnPage:
        from dlgui.ui.learn.page import LearnPage

        page = LearnPage(self.session)
        page.follow(self.inside_page.focus)
        page.go_wanted.connect(self._go_to)
        return self._added(page)

    def show_page(self, index: int) -> None:
        self.page_actions[index].trigger()

    def project(self, on: bool | None = None) -> None:
        """Show paper, answer and the loss, large, or the usual window; None for the other one."""
        on = not self._halves.is_projected if on is None else on
        if on:
            self.show_page(0)
            self.train_page.workbench.open_side(0)
        self._halves.project(on, self._aside)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._page_timer.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask if a training would be lost, then let the session end, and close after it has."""
        if self._closed:
            event.accept()
            return
        event.ignore()
        if self._closing:
            return
        if self.session.training.state in (TrainingState.IDLE, TrainingState.STOPPING):
            self.quit()
        elif self.findChild(QWidget, "quitQuestion") is None:
            ask_to_quit(self, self.quit)

    def quit(self) -> None:
        """Close without a question; a training under way can be resumed."""
        if self._closing:
            return
        self._closing = True
        self.project(False)
        self._page_timer.stop()
        self._remember()
        self.statusBar().showMessage(self.tr("Ending what is under way…"))
        self._halves.setEnabled(False)
        self.session.close()

    def leave(self) -> None:
        """Remember everything, and show the session no longer: another window will."""
        self._closed = True
        self.project(False)
        self._page_timer.stop()
        self._remember()
        self.session.tasks.cancel_all()
        self.session.reader.end_trial()
        self.session.closed.disconnect(self._on_session_closed)

    def continue_from(self, old: MainWindow) -> None:
        """What the other window had seen of the training is shown here, too."""
        if old.train_page.history is not None:
            self.train_page.show_history(old.train_page.history)
        if "step_page" in vars(old):
            self.step_page.record.continue_from(old.step_page.record)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._halves.is_projected:
            self.project(False)
        elif event.key() == Qt.Key.Key_Escape:
            self.message_bar.dismiss_newest()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if own_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = own_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.open_file(path)

    def open_file(self, path: Path) -> None:
        """Let a model answer the pad, or take in a run that was handed on."""
        if path.suffix.lower() == SUFFIX:
            self.page_actions[1].trigger()
            self.runs_page.take_in(path)
        else:
            self.session.reader.open(path)

    def _compare(self, title: str, model: Path) -> None:
        """Let the reader in use and another one read the same digits."""
        self.page_actions[2].trigger()
        self.evaluate_page.compare_with(title, model)

    def _open_past(self, runs: list[Path]) -> None:
        """Let the time machine go back along kept runs."""
        self.page_actions[4].trigger()
        self.step_page.open_runs(runs)

    def _lay_out(self) -> None:
        # Messages are on the bench's side: the paper never moves under a pen.
        bench = QWidget()
        column = QVBoxLayout(bench)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.message_bar)
        column.addWidget(self._pages, 1)
        self._halves = Halves(bench, self.pad)
        centre = QWidget()
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        rail = self._rail()
        row.addWidget(rail)
        row.addWidget(self._halves, 1)
        self.setCentralWidget(centre)
        self._aside = [self.menuBar(), self.statusBar(), rail, *self.train_page.aside]

    def _page_actions(self) -> list[QAction]:
        group = QActionGroup(self)
        actions = []
        pages: tuple[tuple[str, str, str, Callable[[], QWidget]], ...] = (
            ("Train", self.tr("Train"), "chart", lambda: self.train_page),
            ("Runs", self.tr("Runs"), "runs", lambda: self.runs_page),
            ("Evaluate", self.tr("Evaluate"), "grid", lambda: self.evaluate_page),
            ("Inside", self.tr("Inside"), "layers", lambda: self.inside_page),
            ("Steps", self.tr("Steps"), "steps", lambda: self.step_page),
            ("Learn", self.tr("Learn"), "book", lambda: self.learn_page),
        )
        for index, (name, title, icon, page) in enumerate(pages):
            action = QAction(title, group)
            action.setIconText(title)  # Of its button, also when the menu has given it a letter.
            action.setObjectName(f"goTo{name}Action")
            action.setCheckable(True)
            action.setShortcut(QKeySequence(f"Ctrl+{index + 1}"))
            action.setToolTip(f"{title} ({action.shortcut().toString()})")
            set_icon(action, icon, "text_muted")
            action.triggered.connect(
                lambda _=False, page=page: self._pages.setCurrentWidget(self._areas[page()])
            )
            actions.append(action)
        actions[0].setChecked(True)
        self._unseen = iter([page for *_, page in pages])
        return actions

    def _added(self, page: Page) -> Page:
        self._areas[page] = ScrolledPage(page)
        self._pages.addWidget(self._areas[page])
        return page

    def _go_to(self, exercise: Exercise | None) -> None:
        """Where an exercise is done, with the settings that it needs; None for the page Learn."""
        if exercise is not None and exercise.place == "pad":
            self.pad.setFocus()
            return
        if exercise is not None and exercise.config is not None:
            self._set_for_chapter(exercise.config)
        pages = {"train": 0, "inside": 3, "step": 4}
        self.show_page(pages[exercise.place] if exercise is not None else 5)

    def _set_for_chapter(self, config: TrainingConfig) -> None:
        """What was set before comes back with one click, however much later."""
        form = self.train_page.form
        # One chapter's settings are not those to go back to from another one's.
        before = form.config() if form.config() != self._for_chapter else self._before_chapter
        form.set_config(config)
        self._for_chapter, self._before_chapter = form.config(), before
        if before != form.config():
            text = self.tr("The settings are now those that the chapter needs.")
            back = self.tr("Bring mine back")
            say = self.session.messages.say
            say(Message("warning", text, back, lambda: form.set_config(before)))

    def _make_next_page(self) -> None:
        """One in each turn of the event loop, so that they hold up nothing that a person does."""
        self._page_timer.setInterval(0)
        make = next(self._unseen, None)
        if make is None:
            self._page_timer.stop()
        else:
            make()

    def _rail(self) -> QWidget:
        rail = QWidget()
        rail.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(rail, "rail")
        fix_width(rail, RAIL_WIDTH)
        layout = QVBoxLayout(rail)
        layout.setContentsMargins(M, M, M, M)
        layout.setSpacing(S)
        for action in self.page_actions:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setObjectName(action.objectName().removesuffix("Action"))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setIconSize(QSize(20, 20))
            button.setFont(font(CAPTION - 1))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setAccessibleName(action.text())
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            set_look(button, "rail")
            layout.addWidget(button)
        layout.addStretch()
        return rail

    def _restore(self) -> None:
        saved = self._settings
        if not self.restoreGeometry(saved.state("geometry")):
            self.resize(USUAL.boundedTo(available_size(self) - FRAME))
        self._halves.restore(saved.state("splitter"))
        self._halves.share_room()
        self.train_page.form.set_config(saved.config)
        self.train_page.form.show_advanced(bool(saved.number("advanced", 0)))
        self.pad.set_pen_width(saved.number("pen_width", self.pad.pen_width()))
        page = saved.number("page", 0)
        self.show_page(page if 0 <= page < len(self.page_actions) else 0)
        self.pad.setFocus()

    def _remember(self) -> None:
        saved = self._settings
        saved.set_state("geometry", self.saveGeometry())
        if not self._halves.state().isEmpty():
            saved.set_state("splitter", self._halves.state())
        saved.theme = theme_choice()
        saved.set_number("text_percent", text_percent())
        saved.config = self.train_page.form.config()
        saved.set_number("advanced", int(self.train_page.form.shows_advanced))
        saved.set_number("pen_width", self.pad.pen_width())
        shown = next(index for index, page in enumerate(self.page_actions) if page.isChecked())
        saved.set_number("page", shown)
        saved.save()

    def _on_session_closed(self) -> None:
        self._closed = True
        self.close()


def available_size(window: QWidget) -> QSize:
    """Of the screen that the window opens on, without what the desktop keeps for itself."""
    return window.screen().availableSize()
