"""Questions and lists that open in front of the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFont, QFontDatabase, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QScrollArea,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from dlgui.ui.kit.menu import plain
from dlgui.ui.kit.theme import HEADING, TITLE, XL, L, M, font, set_look


def ask_to_quit(window: QWidget, quit_: Callable[[], None]) -> QMessageBox:
    """Ask once whether to end the training under way; `quit_` is called if so."""
    question = QMessageBox(window)
    question.setObjectName("quitQuestion")
    question.setWindowModality(Qt.WindowModality.WindowModal)
    question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    question.setWindowTitle(window.tr("Quit dlgui"))
    question.setText(window.tr("A training is under way."))
    question.setInformativeText(
        window.tr(
            "If you quit, it stops after the step that it is at. "
            "What was learned is kept, and you can resume the run later."
        )
    )
    stop = question.addButton(window.tr("Stop and quit"), QMessageBox.ButtonRole.AcceptRole)
    keep = question.addButton(window.tr("Keep training"), QMessageBox.ButtonRole.RejectRole)
    stop.setObjectName("stopAndQuitButton")
    keep.setObjectName("keepTrainingButton")
    question.setDefaultButton(keep)
    question.setEscapeButton(keep)
    stop.clicked.connect(quit_)
    question.open()
    return question


def show_shortcuts(window: QWidget, groups: dict[str, list[QAction]]) -> QDialog:
    """List the keys of the menus' actions, by menu."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(XL)
    grid.setVerticalSpacing(M)
    grid.setColumnStretch(0, 1)
    for title, actions in groups.items():
        heading = QLabel(title)
        heading.setFont(font(TITLE, QFont.Weight.DemiBold))
        grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
        for action in actions:
            row = grid.rowCount()
            keys = QLabel(action.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
            set_look(keys, "muted")
            grid.addWidget(QLabel(plain(action.text()).rstrip("…")), row, 0)
            grid.addWidget(keys, row, 1)
    inside = QWidget()
    set_look(inside, "plain")
    inside.setLayout(grid)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setWidget(inside)
    return _open(window, window.tr("Keyboard shortcuts"), scroll)


def show_text(window: QWidget, title: str, text: str) -> QDialog:
    """Show a longer text, such as a crash log, to be read and copied."""
    view = QPlainTextEdit(text)
    view.setReadOnly(True)
    view.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    view.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    return _open(window, title, view, copied=text)


def show_prose(window: QWidget, title: str, html: str) -> QDialog:
    """Show a longer text with headings, to be read."""
    view = QTextBrowser()
    view.setHtml(html)
    return _open(window, title, view)


def _open(window: QWidget, title: str, content: QWidget, copied: str | None = None) -> QDialog:
    dialog = QDialog(window)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    heading = QLabel(title)
    heading.setFont(font(HEADING, QFont.Weight.DemiBold))
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    if copied is not None:
        copy = buttons.addButton(window.tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(copied))
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(XL, XL, XL, L)
    layout.setSpacing(L)
    layout.addWidget(heading)
    layout.addWidget(content, 1)
    layout.addWidget(buttons)
    dialog.resize(480, 520)
    dialog.open()
    return dialog
