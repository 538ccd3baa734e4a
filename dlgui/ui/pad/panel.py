"""The pad as a whole: tools, paper, answer, what the network sees, probabilities."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QResizeEvent,
    QUndoStack,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from dlgui.core.errors import DlguiError
from dlgui.core.ink.drawing import Stroke
from dlgui.core.nets.model import DIGIT_CLASSES
from dlgui.core.reading.result import DigitReading, Reading
from dlgui.ui.kit.theme import CAPTION, L, M, S, font, set_look
from dlgui.ui.pad.answer import AnswerView, answer_for
from dlgui.ui.pad.bars import NetworkView, ProbabilityBars
from dlgui.ui.pad.canvas import DEFAULT_PEN_WIDTH, PadCanvas
from dlgui.ui.pad.clipboard import content_of, content_of_file, file_of, is_taken, mime_of
from dlgui.ui.pad.content import ChangeContent, PadContent, fitted
from dlgui.ui.pad.reader_chip import ReaderChip
from dlgui.ui.pad.tools import PadActions, ToolButton

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session

PEN_WIDTHS = (4, 40)
# Of the answer's card; the bars have the rest.
NETWORK_VIEW_SHARE = 0.42
COPIED_SIZE = QSize(800, 640)
MODEL_SUFFIX = ".safetensors"


class PadPanel(QWidget):
    """Keeps the pad's content, changes it by undoable commands, and shows the session's answer."""

    def __init__(
        self, session: Session, undo_stack: QUndoStack, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._undo_stack = undo_stack
        self._content = PadContent(session.pad.drawing, session.pad.picture)
        # What the session has of us: the content, and while a stroke is drawn that stroke too.
        self._submitted = self._content
        self._reading: Reading | None = None
        self._selected = 0

        self.canvas = PadCanvas(self)  # The first in the tab order.
        self._answer = AnswerView()
        self._network_view = NetworkView()
        self._bars = ProbabilityBars()
        self._actions = PadActions(self, undo_stack, session.undo)
        session.undo.addStack(undo_stack)
        session.undo.setActiveStack(undo_stack)
        self._newcomer = session.tasks.newest(self.tr("Reading the picture"))
        self._slider = self._pen_slider()
        self._single_digit = self._single_digit_check()
        self._lay_out()
        self.setAcceptDrops(True)
        self.setMinimumWidth(300)
        self.setFocusProxy(self.canvas)
        self._connect()
        self.canvas.set_content(self._content)
        self._show_reading(session.pad.reading)
        self._enable_actions()

    def actions_for_menu(self) -> list[QAction]:
        """For the window's *Edit* menu, in this order."""
        return self._actions.for_menu()

    def pen_width(self) -> int:
        return self._slider.value()

    def set_pen_width(self, width: int) -> None:
        """4 to 40, in units of the sheet; only the look changes."""
        self._slider.setValue(width)

    def open_file(self, path: Path) -> None:
        """Put a picture or the first drawing of a stroke file on the pad; say so if it fails.

        The file of a model is opened as that.
        """
        if path.suffix.lower() == MODEL_SUFFIX:
            self._session.reader.open(path)
        else:
            self._read(self.tr("open picture"), partial(content_of_file, path))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._network_view.fit(round(NETWORK_VIEW_SHARE * (self.width() - 4 * L)))
        super().resizeEvent(event)

    # Content

    def _change(self, name: str, content: PadContent) -> None:
        self._undo_stack.push(ChangeContent(name, self._show, self._content, content))

    def _show(self, content: PadContent) -> None:
        self.canvas.cancel_stroke()
        self._session.undo.setActiveStack(self._undo_stack)
        self._content = content
        self.canvas.set_content(content)
        self._enable_actions()
        self._submit(content)

    def _submit(self, content: PadContent) -> None:
        self._submitted = content
        if content.picture is not None:
            self._session.pad.set_picture(content.picture)
        else:
            self._session.pad.set_drawing(content.drawing)
        if self._session.pad.reading is None:
            self._show_reading(None)  # The last answer was to something else.

    def _on_drawing_changed(self) -> None:
        """Take over what somebody else put into the session, for instance a misread digit."""
        drawing, picture = self._session.pad.drawing, self._session.pad.picture
        if not self._submitted.shows(drawing, picture):
            ink = drawing if picture is not None else fitted(drawing)
            self._change(self.tr("show drawing"), PadContent(ink, picture))

    def _on_stroke_changed(self, stroke: Stroke) -> None:
        self._submit(self._content.with_stroke(stroke))

    def _on_stroke_finished(self, stroke: Stroke) -> None:
        self._change(self.tr("draw stroke"), self._content.with_stroke(stroke))

    def _on_stroke_cancelled(self) -> None:
        self._submit(self._content)

    def _on_erase_requested(self, index: int) -> None:
        self._change(self.tr("erase stroke"), self._content.without_strokes([index]))

    def _on_clear(self) -> None:
        self._actions.erase.setChecked(False)
        self._change(self.tr("clear"), PadContent())

    # Answer

    def _show_reading(self, reading: Reading | None) -> None:
        if reading is not None and not reading.digits:
            reading = None
        count = len(reading.digits) if reading is not None else 0
        known = len(self._reading.digits) if self._reading is not None else 0
        if count != known:
            self._selected = count - 1  # The newest digit, as people write.
        self._reading = reading
        self._answer.set_answer(answer_for(reading, self._classes()))
        self._show_selected()

    def _on_digit_pointed(self, index: int) -> None:
        if index != self._selected:
            self._selected = index
            self._show_selected()

    def _show_selected(self) -> None:
        self._session.pad.digit = digit = self._digit()
        self._network_view.set_digit(digit)
        self._bars.set_digit(digit, self._classes())
        self.canvas.set_reading(self._reading, self._selected, self._classes())

    def _digit(self) -> DigitReading | None:
        return self._reading.digits[self._selected] if self._reading is not None else None

    def _classes(self) -> tuple[str, ...]:
        model = self._session.reader.model
        return model.classes if model is not None else DIGIT_CLASSES

    # Clipboard, files and dragged things

    def _on_copy(self) -> None:
        image = self.canvas.image(COPIED_SIZE)
        QGuiApplication.clipboard().setMimeData(mime_of(self._content, image))

    def _on_paste(self) -> None:
        self._take(QGuiApplication.clipboard().mimeData(), self.tr("paste"))

    def _take(self, mime: QMimeData, name: str) -> None:
        path = file_of(mime)
        if path is not None and path.suffix.lower() == MODEL_SUFFIX:
            self._session.reader.open(path)
            return
        try:
            self._read(name, content_of(mime))
        except DlguiError as error:
            self._session.messages.error(str(error))

    def _read(self, name: str, content: Callable[[], PadContent]) -> None:
        """Put on the pad what `content` gives, beside the window: it may take seconds."""
        self._newcomer.run(content, partial(self._change, name))

    def _on_open(self) -> None:
        kinds = self.tr("Pictures and drawings ({patterns})").format(
            patterns="*.png *.jpg *.jpeg *.bmp *.gif *.tif *.tiff *.webp *.jsonl *.jsonl.gz"
        )
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Open a picture"), "", kinds)
        if chosen:
            self.open_file(Path(chosen))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if is_taken(event.mimeData()):
            event.acceptProposedAction()
            self.canvas.set_drop_target(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.canvas.set_drop_target(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.canvas.set_drop_target(False)
        event.acceptProposedAction()
        self._take(event.mimeData(), self.tr("drop"))

    # Making

    def _connect(self) -> None:
        canvas, actions, session = self.canvas, self._actions, self._session
        canvas.stroke_changed.connect(self._on_stroke_changed)
        canvas.stroke_finished.connect(self._on_stroke_finished)
        canvas.stroke_cancelled.connect(self._on_stroke_cancelled)
        canvas.erase_requested.connect(self._on_erase_requested)
        canvas.digit_pointed.connect(self._on_digit_pointed)
        actions.copy.triggered.connect(self._on_copy)
        actions.paste.triggered.connect(self._on_paste)
        actions.open_image.triggered.connect(self._on_open)
        actions.clear.triggered.connect(self._on_clear)
        actions.erase.toggled.connect(canvas.set_erasing)
        self._slider.valueChanged.connect(canvas.set_pen_width)
        self._single_digit.toggled.connect(self._on_single_digit)
        session.pad.drawing_changed.connect(self._on_drawing_changed)
        session.pad.answered.connect(self._show_reading)
        session.reader.changed.connect(self._show_selected)  # Its classes may have other names.

    def _on_single_digit(self, is_single: bool) -> None:
        self._session.pad.single_digit = is_single

    def _enable_actions(self) -> None:
        actions = self._actions
        actions.copy.setEnabled(not self._content.is_empty)
        actions.clear.setEnabled(not self._content.is_empty)
        # An eraser in use stays in use when the last stroke is gone and comes back by undo.
        has_ink = not self._content.drawing.is_empty
        actions.erase.setEnabled(has_ink or actions.erase.isChecked())

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, M, L, L)
        layout.setSpacing(M)
        layout.addLayout(self._toolbar())
        layout.addWidget(self.canvas, 1)
        layout.addLayout(self._options())
        layout.addSpacing(S)
        layout.addWidget(self._answer_card())

    def _toolbar(self) -> QHBoxLayout:
        actions = self._actions
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(ToolButton(actions.undo, "undoButton", actions.undo_last))
        row.addWidget(ToolButton(actions.redo, "redoButton", actions.redo_last))
        row.addSpacing(M)
        row.addWidget(ToolButton(actions.erase, "eraseButton"))
        row.addWidget(ToolButton(actions.clear, "clearButton"))
        row.addStretch()
        row.addWidget(ToolButton(actions.open_image, "openImageButton"))
        return row

    def _options(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(M)
        row.addWidget(self._single_digit)
        row.addStretch()
        label = QLabel(self.tr("Pen"))
        label.setBuddy(self._slider)
        set_look(label, "muted")
        row.addWidget(label)
        row.addWidget(self._slider)
        return row

    def _answer_card(self) -> QFrame:
        card = QFrame()
        set_look(card, "card")
        caption = QLabel(self.tr("What the network sees"))
        caption.setFont(font(CAPTION))
        caption.setWordWrap(True)
        set_look(caption, "muted")
        seen = QVBoxLayout()
        seen.setSpacing(S)
        seen.addWidget(self._network_view)
        seen.addWidget(caption)
        seen.addStretch()
        row = QHBoxLayout()
        row.setSpacing(L)
        row.addLayout(seen)
        row.addWidget(self._bars, 1)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(L, M, L, L)
        layout.setSpacing(M + S)
        layout.addWidget(ReaderChip(self._session))
        layout.addWidget(self._answer)
        layout.addLayout(row)
        return card

    def _pen_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setObjectName("penWidthSlider")
        slider.setRange(*PEN_WIDTHS)
        slider.setValue(round(DEFAULT_PEN_WIDTH))
        slider.setMinimumWidth(40)
        slider.setMaximumWidth(96)
        slider.setAccessibleName(self.tr("Pen width"))
        slider.setToolTip(
            self.tr("How thick the ink looks. The network always sees strokes of its usual width.")
        )
        return slider

    def _single_digit_check(self) -> QCheckBox:
        check = QCheckBox(self.tr("Single digit"))
        check.setObjectName("singleDigitCheck")
        check.setChecked(self._session.pad.single_digit)
        check.setAccessibleName(self.tr("Single digit"))
        check.setToolTip(
            self.tr("Takes all ink for one digit, instead of looking for a number of several.")
        )
        return check
