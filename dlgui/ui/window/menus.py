"""The window's menus. Every action of theirs can be reached from the keyboard."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QAction, QActionGroup, QDesktopServices, QKeySequence
from PySide6.QtWidgets import QFileDialog, QMenu

from dlgui import crashes, paths
from dlgui.core.training.runs import list_runs
from dlgui.jobs.training_job import TrainingState
from dlgui.language import SYSTEM, languages
from dlgui.ui.kit.dialogs import show_shortcuts, show_text
from dlgui.ui.kit.icons import set_icon
from dlgui.ui.kit.language import language_name
from dlgui.ui.kit.menu import Menu, plain
from dlgui.ui.kit.theme import (
    TEXT_PERCENTS,
    ThemeChoice,
    set_text_percent,
    set_theme,
    text_percent,
    theme_choice,
)
from dlgui.ui.kit.what_is_this import ExplainingWindow
from dlgui.ui.pad.panel import PadPanel
from dlgui.ui.session.session import Session
from dlgui.ui.train.page import TrainPage
from dlgui.ui.window.about import show_about, show_reader_card
from dlgui.ui.window.transfer import Transfer

MODEL_FILTER = "*.safetensors"
RECENT_RUNS = 10


class Menus(QObject):
    """Fills the menu bar of `window` with what can be done in it, in the pad and on the pages."""

    language_chosen = Signal(str)
    """A code, or "system"."""

    def __init__(
        self,
        window: ExplainingWindow,
        session: Session,
        pad: PadPanel,
        train_page: TrainPage,
        page_actions: list[QAction],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._pad = pad
        self._train_page = train_page
        self._page_actions = page_actions
        self._menus: dict[str, Menu] = {}
        self._file()
        self._edit()
        self._run()
        self._view()
        self._help()

    def _file(self) -> None:
        keys = QKeySequence.StandardKey
        menu = self._menu(self.tr("&File"))
        self._add(menu, self.tr("&Open model…"), self._open_model, keys.Open, "open")
        self._recent = _below(menu, self.tr("&Recent models"))
        self._recent.fill_by(self._list_models)
        self._save = self._add(
            menu, self.tr("&Save model as…"), self._save_model, keys.Save, "save"
        )
        self._transfer = Transfer(self._window, self._session, menu)
        menu.addSeparator()
        data_box = self._train_page.data_box
        self._open_data = self._add(
            menu, self.tr("Open &data folder…"), data_box.open_folder, "Ctrl+D"
        )
        self._download = self._add(
            menu, self.tr("Download &MNIST"), data_box.download, icon="download"
        )
        menu.addSeparator()
        self._add(menu, self.tr("&Quit"), self._window.close, "Ctrl+Q")
        menu.aboutToShow.connect(self._enable_file)

    def _edit(self) -> None:
        menu = self._menu(self.tr("&Edit"))
        for action in self._pad.actions_for_menu():
            menu.addAction(action)

    def _run(self) -> None:
        menu = self._menu(self.tr("&Run"))
        menu.addActions(self._train_page.run_actions.all())
        menu.addSeparator()
        self._resume = _below(menu, self.tr("&Resume a run"))
        self._resume.fill_by(self._list_runs)

    def _view(self) -> None:
        menu = self._menu(self.tr("&View"))
        menu.addActions(self._page_actions)
        menu.addSeparator()
        group = QActionGroup(self)
        themes: tuple[tuple[ThemeChoice, str], ...] = (
            ("system", self.tr("Colours of the &system")),
            ("light", self.tr("&Light")),
            ("dark", self.tr("&Dark")),
        )
        for choice, text in themes:
            action = self._add(menu, text, partial(set_theme, choice))
            action.setCheckable(True)
            action.setChecked(choice == theme_choice())
            group.addAction(action)
        menu.addSeparator()
        keys = QKeySequence.StandardKey
        self._add(menu, self.tr("L&arger text"), partial(self._resize_text, 1), keys.ZoomIn)
        self._add(menu, self.tr("S&maller text"), partial(self._resize_text, -1), keys.ZoomOut)
        self._add(menu, self.tr("&Usual text"), partial(set_text_percent, 100), "Ctrl+0")
        menu.addSeparator()
        self._language(_below(menu, self.tr("Lan&guage")))
        menu.addSeparator()
        self._add(menu, self.tr("&Full screen"), self._toggle_full_screen, "F11")
        menu.addActions(self._window.actions())

    def _language(self, menu: QMenu) -> None:
        names = {SYSTEM: self.tr("Language of the &system")}
        names |= {code: language_name(code) for code in languages()}
        group = QActionGroup(self)
        for code, name in names.items():
            action = self._add(menu, name, partial(self.language_chosen.emit, code))
            action.setObjectName(f"language_{code}")
            action.setCheckable(True)
            action.setChecked(code == self._session.settings.language)
            group.addAction(action)

    def _help(self) -> None:
        window = self._window
        menu = self._menu(self.tr("&Help"))
        self._add(menu, self.tr("&Keyboard shortcuts"), self._show_shortcuts, "F1")
        self._add(menu, self.tr("&What is this?"), window.explain_focused, "Shift+F1")
        self._add(
            menu,
            self.tr("The &reader in use"),
            lambda: show_reader_card(window, self._session.reader),
        )
        self._crash = self._add(menu, self.tr("Last &crash log"), self._show_crash)
        self._add(menu, self.tr("Open the &folder of runs"), self._open_runs)
        menu.addSeparator()
        self._add(menu, self.tr("&About dlgui"), lambda: show_about(window))
        menu.aboutToShow.connect(
            lambda: self._crash.setEnabled(crashes.last_crash_path().is_file())
        )

    def _menu(self, title: str) -> Menu:
        self._menus[plain(title)] = menu = Menu(title, self._window.menuBar())
        self._window.menuBar().addMenu(menu)
        menu.setToolTipsVisible(True)
        return menu

    def _add(
        self,
        menu: QMenu,
        text: str,
        run: Callable[[], object],
        keys: QKeySequence.StandardKey | str | None = None,
        icon: str | None = None,
    ) -> QAction:
        action = menu.addAction(text)
        action.triggered.connect(lambda: run())
        if keys is not None:
            action.setShortcut(QKeySequence(keys))
        if icon is not None:
            set_icon(action, icon)
        return action

    def _enable_file(self) -> None:
        self._save.setEnabled(self._session.reader.model is not None)
        self._transfer.export_menu.setEnabled(self._session.reader.model is not None)
        idle = self._session.training.state is TrainingState.IDLE
        self._open_data.setEnabled(idle)
        self._download.setEnabled(idle)

    def _open_model(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Open a model"),
            "",
            self.tr("Models ({patterns})").format(patterns=MODEL_FILTER),
        )
        if chosen:
            self._session.reader.open(Path(chosen))

    def _save_model(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Save the model"),
            f"{self._session.reader.name}.safetensors",
            self.tr("Models ({patterns})").format(patterns=MODEL_FILTER),
        )
        if chosen:
            self._session.reader.save(Path(chosen))

    def _list_models(self) -> None:
        self._recent.clear()
        self._add(self._recent, self.tr("Shipped reader"), self._session.reader.use_shipped)
        self._recent.addSeparator()
        for path in self._session.settings.recent_models():
            action = self._add(self._recent, path.stem, partial(self._session.reader.open, path))
            action.setToolTip(str(path))

    def _list_runs(self) -> None:
        self._resume.clear()
        idle = self._session.training.state is TrainingState.IDLE
        found = list_runs(paths.runs_dir())
        runs = [run for run in found if run.can_resume and not run.is_under_way]
        for run in runs[:RECENT_RUNS]:
            action = self._add(
                self._resume,
                run.path.name,
                partial(self._session.runs.resume, run.path),
            )
            action.setEnabled(idle)
        if not runs:
            self._resume.addAction(self.tr("There is none yet")).setEnabled(False)

    def _resize_text(self, steps: int) -> None:
        """By `steps` of those sizes that can be chosen."""
        place = bisect_left(TEXT_PERCENTS, text_percent()) + steps
        set_text_percent(TEXT_PERCENTS[min(max(place, 0), len(TEXT_PERCENTS) - 1)])

    def _toggle_full_screen(self) -> None:
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()

    def _show_shortcuts(self) -> None:
        groups = {
            title: [action for action in menu.actions() if not action.shortcut().isEmpty()]
            for title, menu in self._menus.items()
        }
        show_shortcuts(self._window, groups)

    def _show_crash(self) -> None:
        text = crashes.last_crash_path().read_text("utf-8", errors="replace")
        show_text(self._window, self.tr("Last crash log"), text)

    def _open_runs(self) -> None:
        paths.runs_dir().mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(paths.runs_dir())))


def _below(menu: QMenu, title: str) -> Menu:
    made = Menu(title, menu)
    menu.addMenu(made)
    return made
