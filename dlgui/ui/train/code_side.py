"""The training as code: what the window would do now, for PyTorch and for Keras."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from dlgui.core.data.sources import parted
from dlgui.core.errors import DataError
from dlgui.core.export.code import NPZ, Line, code, script
from dlgui.core.files import write_atomically
from dlgui.core.training.settings import TrainingConfig
from dlgui.language import sentences
from dlgui.ui.kit.icons import set_icon
from dlgui.ui.kit.page import add_side_buttons
from dlgui.ui.kit.theme import CAPTION, M, S, font, set_look
from dlgui.ui.session.messages import Messages
from dlgui.ui.train.code_view import CodeView

BESIDE = 760
"""The width from which two scripts stand side by side, and not one above the other."""
TORCH, KERAS, BOTH = range(3)


class CodeSide(QFrame):
    """Both scripts of one training, one at a time or together."""

    line_chosen = Signal(object)
    """Line that follows from a setting or a layer."""

    def __init__(self, messages: Messages) -> None:
        super().__init__()
        self.setObjectName("codeSide")
        self.setAccessibleName(self.tr("Code"))
        set_look(self, "card")
        self._panes = (
            _Pane("torch", "PyTorch", messages),
            _Pane("keras", "Keras", messages),
        )
        self._group = QButtonGroup(self)
        self._note = QLabel()
        self._note.setObjectName("codeNote")
        self._note.setFont(font(CAPTION))
        self._note.setWordWrap(True)
        self._splitter = QSplitter()
        self._lay_out()
        for pane in self._panes:
            pane.view.line_chosen.connect(self.line_chosen)
        self._group.idClicked.connect(self.show_frameworks)
        self.show_frameworks(TORCH)

    def show_frameworks(self, which: int) -> None:
        """TORCH, KERAS or BOTH."""
        self._group.button(which).setChecked(True)
        for index, pane in enumerate(self._panes):
            pane.setVisible(which in (index, BOTH))

    def show_code(self, config: TrainingConfig, source: str, problem: str = "") -> None:
        """source: of the data, as the session has it; problem: why the bench has no network"""
        data = _data_place(source)
        for pane in self._panes:
            pane.show_lines(code(config, pane.framework, data))
        set_look(self._note, "bad" if problem else "muted")
        self._note.setText(problem or self._words(data))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= BESIDE
        self._splitter.setOrientation(
            Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        )

    def _words(self, data: str) -> str:
        where = (
            self.tr("The script reads MNIST from the file {file}, beside it.")
            if data == NPZ
            else self.tr("The script reads the digits of {file}.")
        ).format(file=data)
        return sentences((where, self.tr("A click on a line shows what it follows from.")))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(S)
        sides = (
            ("torchCodeButton", "PyTorch"),
            ("kerasCodeButton", "Keras"),
            ("bothCodeButton", self.tr("Both")),
        )
        add_side_buttons(top, self._group, sides)
        top.addStretch()
        self._splitter.setChildrenCollapsible(False)
        for pane in self._panes:
            self._splitter.addWidget(pane)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(M + S, M + S, M + S, M + S)
        layout.setSpacing(M)
        layout.addLayout(top)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self._note)


class _Pane(QWidget):
    """One script with its buttons."""

    def __init__(self, framework: str, title: str, messages: Messages) -> None:
        super().__init__()
        self.framework = framework
        self._messages = messages
        self.view = CodeView(f"{framework}Code", self.tr("{name} script").format(name=title))
        heading = QLabel(title)
        heading.setFont(font(CAPTION, font().Weight.DemiBold))
        top = QHBoxLayout()
        top.setSpacing(S)
        top.addWidget(heading, 1)
        for name, icon, text, run in (
            ("copy", "copy", self.tr("Copy the {name} script"), self._copy),
            ("save", "save", self.tr("Save the {name} script"), self._save),
        ):
            button = QToolButton()
            button.setObjectName(f"{name}{framework.title()}Code")
            button.setAccessibleName(text.format(name=title))
            button.setToolTip(text.format(name=title))
            set_look(button, "flat")
            set_icon(button, icon)
            button.clicked.connect(run)
            top.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addLayout(top)
        column.addWidget(self.view, 1)

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        self.view.show_lines(lines)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(script(self.view.lines))

    def _save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self.window(),
            self.tr("Save the script"),
            f"digits_{self.framework}.py",
            self.tr("Python scripts (*.py)"),
        )
        if not chosen:
            return
        try:
            write_atomically(Path(chosen), script(self.view.lines).encode())
        except OSError as error:
            text = self.tr("The script cannot be saved there: {reason}.")
            self._messages.error(text.format(reason=error.strerror or error))


def _data_place(source: str) -> str:
    """Where the script finds digits: the folder of IDX files in use, or an archive to be made."""
    try:
        folder, _ = parted(source)
    except DataError:
        return NPZ
    names = ("train-images-idx3-ubyte", "train-images-idx3-ubyte.gz")
    is_idx = folder is not None and any((folder / name).is_file() for name in names)
    return str(folder) if is_idx else NPZ
