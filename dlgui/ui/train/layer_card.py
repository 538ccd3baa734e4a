"""One layer of the bench as a card: what it does, its numbers to be edited, what comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from dlgui.core.nets.layer import Layer, Shape
from dlgui.core.nets.network_line import Misfit, layer_text
from dlgui.language import tr
from dlgui.ui.kit.formats import TIMES
from dlgui.ui.kit.icons import set_icon
from dlgui.ui.kit.layer_words import parameters, size
from dlgui.ui.kit.number_box import NumberBox
from dlgui.ui.kit.theme import CAPTION, M, S, font, set_look, theme_notifier
from dlgui.ui.train.layer_pictures import HEIGHT, paint_layer
from dlgui.ui.train.settings_form import WheelGuard

NARROWEST = 112
"""A card's width where there is no more room."""
UNDO_KEYS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


def kind_title(keyword: str) -> str:
    titles = {
        "conv": tr("Convolution"),
        "batchnorm": tr("Batch norm"),
        "relu": tr("ReLU"),
        "leakyrelu": tr("Leaky ReLU"),
        "elu": tr("ELU"),
        "gelu": tr("GELU"),
        "sigmoid": tr("Sigmoid"),
        "tanh": tr("Tanh"),
        "maxpool": tr("Max pool"),
        "avgpool": tr("Average pool"),
        "globalavgpool": tr("Global average"),
        "dropout": tr("Dropout"),
        "flatten": tr("Flatten"),
        "dense": tr("Dense"),
    }
    return titles[keyword]


def field_title(name: str) -> str:
    titles = {
        "channels": tr("Filters"),
        "kernel": QCoreApplication.translate("LayerCard", "Kernel"),
        "stride": tr("Stride"),
        "padding": tr("Padding"),
        "size": tr("Size"),
        "rate": tr("Rate"),
        "features": tr("Neurons"),
    }
    return titles[name]


def mend_text(layers: Sequence[Layer], found: Misfit) -> str:
    """What mending does, for the button."""
    mended = found.mended or ()
    more = len(mended) - len(layers)
    if more > 0:
        added = ", ".join(map(layer_text, mended[found.index : found.index + more]))
        return tr("Insert {layers}").format(layers=added)
    if more < 0:
        return tr("Leave it out")
    return tr("Make it {layer}").format(layer=layer_text(mended[found.index]))


class ProblemBox(QWidget):
    """One sentence on what does not fit, and the click that mends it."""

    def __init__(self) -> None:
        super().__init__()
        self.text = QLabel()
        self.text.setFont(font(CAPTION))
        self.text.setWordWrap(True)
        set_look(self.text, "bad")
        self.mend = QPushButton()
        self.mend.setObjectName("mendButton")
        self.mend.setFont(font(CAPTION))
        set_look(self.mend, "primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addWidget(self.text)
        column.addWidget(self.mend)

    def show_problem(self, layers: Sequence[Layer], found: Misfit) -> None:
        self.text.setText(sentence(found))
        self.mend.setVisible(found.mended is not None)
        if found.mended is not None:
            self.mend.setText(mend_text(layers, found))


def sentence(found: Misfit) -> str:
    return found.problem[:1].upper() + found.problem[1:]


class LayerCard(QFrame):
    """Proposes changes; the bench's model makes them, and `show_layer` shows what came of it."""

    chosen = Signal()
    edited = Signal(object, str)
    """The layer with another value, and the name of its field."""
    removed = Signal()
    duplicated = Signal()
    mended = Signal()
    dragged = Signal(QPoint)
    """Where the pointer is, in the parent's pixels."""
    dropped = Signal()

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        self.setObjectName("layerCard")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        set_look(self, "layer")
        self.layer = layer
        self._press: QPoint | None = None
        self._drags = False
        self._title = QLabel(kind_title(layer.keyword))
        self._title.setFont(font(CAPTION - 1, QFont.Weight.DemiBold))
        self._picture = _Picture(layer)
        self.fields = {name: self._field(name) for name in _ranges(layer)}
        self._shape, self._weights = QLabel(), QLabel()
        for label in (self._shape, self._weights):
            label.setFont(font(CAPTION - 1))
            set_look(label, "muted")
        self._problem = ProblemBox()
        self._problem.mend.clicked.connect(self.mended)
        self._lay_out()

    def show_layer(
        self, layer: Layer, place: int, before: Shape | None, after: Shape | None, current: bool
    ) -> None:
        """place: from 0; before, after: the shapes, None where they cannot be known"""
        self.layer = layer
        for name, field in self.fields.items():
            field.blockSignals(True)
            field.setValue(getattr(layer, name))
            field.blockSignals(False)
        self._picture.show_layer(layer)
        self._shape.setText("–" if after is None else f" {TIMES} ".join(map(str, after)))
        count = layer.parameters(before) if before is not None and after is not None else None
        self._weights.setText("" if count is None else parameters(count))
        words = size(after) if after is not None else tr("What comes out is not known yet.")
        self.setToolTip(words)
        self.setAccessibleName(
            tr("Layer {number}: {layer}").format(number=place + 1, layer=layer_text(layer))
        )
        self.setAccessibleDescription(words if count is None else f"{words}. {parameters(count)}.")
        self._is_current = current
        self._choose_look()

    def show_problem(self, layers: Sequence[Layer], found: Misfit | None) -> None:
        """None when there is nothing wrong with it."""
        self._problem.setVisible(found is not None)
        if found is not None:
            self._problem.show_problem(layers, found)
            self.setAccessibleDescription(sentence(found))
        self._choose_look()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._choose_look()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._choose_look()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.chosen.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._press = event.position().toPoint()
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._press is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        place = event.position().toPoint()
        far = (place - self._press).manhattanLength() >= QApplication.startDragDistance()
        if self._drags or far:
            self._drags = True
            self.dragged.emit(self.mapToParent(place))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._press = None
        if self._drags:
            self._drags = False
            self.dropped.emit()

    @property
    def fits(self) -> bool:
        return self._problem.isHidden()

    @property
    def grabbed_at(self) -> QPoint:
        """Where on the card it was pressed."""
        return self._press or QPoint()

    def end_drag(self) -> None:
        """It stays where it is, whatever the pointer does until it is let go."""
        self._press, self._drags = None, False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A field leaves undo to the bench, whose step its change is, and Escape to the card."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if any(event.matches(keys) for keys in UNDO_KEYS):
                event.ignore()
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        elif event.type() == QEvent.Type.FocusIn:
            self.chosen.emit()
        return super().eventFilter(watched, event)

    def _field(self, name: str) -> NumberBox:
        low, high = _ranges(self.layer)[name]
        box = NumberBox(low, high, whole=isinstance(low, int))
        box.setObjectName("layerField")
        box.setAccessibleName(field_title(name))
        box.setFont(font(CAPTION))
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.setCursor(Qt.CursorShape.ArrowCursor)
        box.installEventFilter(self)
        WheelGuard(box)
        whole = isinstance(low, int)

        def edit(value: float) -> None:
            given: dict[str, Any] = {name: int(value) if whole else float(value)}
            self.edited.emit(replace(self.layer, **given), name)  # type: ignore[type-var]

        box.valueChanged.connect(edit)
        return box

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(0)
        top.addWidget(self._title, 1)
        self._buttons: list[QToolButton] = []
        for name, icon, text, signal in (
            ("duplicateLayerButton", "copy", tr("Duplicate (Ctrl+D)"), self.duplicated),
            ("removeLayerButton", "close", tr("Remove (Delete)"), self.removed),
        ):
            button = QToolButton()
            button.setObjectName(name)
            button.setToolTip(text)
            button.setAccessibleName(text)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setCursor(Qt.CursorShape.ArrowCursor)
            set_look(button, "tiny")
            set_icon(button, icon, "text_muted")
            button.setIconSize(QSize(12, 12))
            button.setFixedSize(14, 16)
            button.clicked.connect(signal)
            self._buttons.append(button)
            top.addWidget(button)
        fields = QGridLayout()
        fields.setHorizontalSpacing(M)
        fields.setVerticalSpacing(1)
        for index, (name, field) in enumerate(self.fields.items()):
            row, column = divmod(index, 2)
            label = QLabel(field_title(name))
            label.setFont(font(CAPTION - 1))
            set_look(label, "muted")
            label.setBuddy(field)
            fields.addWidget(label, 2 * row, column)
            fields.addWidget(field, 2 * row + 1, column)
        for column in range(2):
            fields.setColumnStretch(column, 1)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(M, S + 2, S + 2, M)
        column_.setSpacing(S)
        column_.addLayout(top)
        column_.addWidget(self._picture)
        column_.addLayout(fields)
        column_.addStretch(1)
        column_.addWidget(self._shape)
        column_.addWidget(self._weights)
        column_.addWidget(self._problem)
        self._is_current = False
        self.show_problem((), None)

    def _choose_look(self) -> None:
        wrong = not self.fits
        set_look(self, "layer-wrong" if wrong else "layer-chosen" if self._is_current else "layer")
        for button in self._buttons:
            button.setVisible(self._is_current or self.underMouse())


class _Picture(QWidget):
    def __init__(self, layer: Layer) -> None:
        super().__init__()
        self._layer = layer
        self.setFixedHeight(round(HEIGHT) + 4)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme_notifier.themeChanged.connect(self.update)

    def show_layer(self, layer: Layer) -> None:
        if layer != self._layer:
            self._layer = layer
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(0, 2, min(self.width(), NARROWEST - 2 * M), HEIGHT)
        paint_layer(painter, area, self._layer)
        painter.end()


def _ranges(layer: Layer) -> dict[str, tuple[float, float]]:
    """Of each field that can be edited."""
    return {**layer.arguments, **dict(layer.options.values())}
