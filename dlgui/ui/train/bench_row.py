"""The layers of the bench in their order, as cards that wrap like words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QVBoxLayout, QWidget

from dlgui.core.nets.layers import KINDS
from dlgui.language import tr
from dlgui.ui.kit.menu import Menu
from dlgui.ui.kit.page import ARROW_STEPS
from dlgui.ui.kit.theme import CAPTION, M, S, font, set_look, theme, theme_notifier
from dlgui.ui.train.bench_model import BenchModel, new_layer
from dlgui.ui.train.layer_card import NARROWEST, LayerCard, ProblemBox

GAP = 8
KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Insert, Qt.Key.Key_Plus)


class BenchRow(QWidget):
    """Shows `model`. The arrow keys walk from card to card, with Alt they carry the card along;
    Delete, Ctrl+D and Insert or + remove, duplicate and add; Enter goes into the card's numbers."""

    add_wanted = Signal()
    reached = Signal(QRect)
    """What should be in sight, in the widget's pixels."""

    def __init__(self, model: BenchModel) -> None:
        super().__init__()
        self.setObjectName("benchRow")
        self.setAccessibleName(tr("Layers"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        set_look(self, "plain")
        self._model = model
        self.cards: list[LayerCard] = []
        self._ghost = QLabel(self)
        self._ghost.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._ghost.hide()
        self._dragged = self._target = -1
        self._missing = _MissingCard(self)
        self._missing.problem.mend.clicked.connect(model.mend)
        model.changed.connect(self._follow)
        theme_notifier.themeChanged.connect(self.update)
        self._follow()

    def event(self, event: QEvent) -> bool:
        """The window has some of these keys as well: here they are the bench's."""
        is_shortcut = event.type() == QEvent.Type.ShortcutOverride
        if is_shortcut and isinstance(event, QKeyEvent) and _is_ours(event) and _walks():
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        model, key = self._model, event.key()
        if key == Qt.Key.Key_Escape and self._dragged >= 0:
            self._end_drag()
        elif not _is_ours(event) or not _walks():
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Insert, Qt.Key.Key_Plus):
            self.add_wanted.emit()
        elif model.current < 0:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            model.remove(model.current)
        elif key == Qt.Key.Key_D:
            model.duplicate(model.current)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self._enter()
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            model.move(model.current, model.current + ARROW_STEPS[Qt.Key(key)][1])
        else:
            self._walk(*ARROW_STEPS[Qt.Key(key)])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        model = self._model
        if model.current < 0:
            return
        menu = Menu(parent=self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        current = model.current
        menu.addAction(tr("Duplicate"), lambda: model.duplicate(current))
        menu.addAction(tr("Move to the left"), lambda: model.move(current, current - 1))
        menu.addAction(tr("Move to the right"), lambda: model.move(current, current + 1))
        menu.addSeparator()
        menu.addAction(tr("Remove"), lambda: model.remove(current))
        menu.popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The way through the layers, and where a dragged card would go."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().text_faint, 1.5))
        for card in self.cards[1:]:
            place = card.geometry()
            if place.left() < GAP:
                continue
            x, y = place.left() - GAP / 2, place.top() + 46.0
            painter.drawPolyline([QPointF(x - 2, y - 4), QPointF(x + 2, y), QPointF(x - 2, y + 4)])
        if self._target >= 0 and self._dragged >= 0:
            painter.setPen(QPen(theme().accent_line, 3.0))
            mark = self._gap_before(self._target)
            painter.drawLine(mark.topLeft(), mark.bottomLeft())
        painter.end()

    def focus_current(self) -> None:
        index = self._model.current
        (self.cards[index] if 0 <= index < len(self.cards) else self).setFocus()

    def add(self, keyword: str) -> None:
        """A layer of that kind, behind the chosen one."""
        self._model.insert(self._model.current + 1, new_layer(keyword))
        self.focus_current()

    def _follow(self) -> None:
        model = self._model
        holder, walked = QApplication.focusWidget(), _walks()
        had_focus = holder is not None and (holder is self or self.isAncestorOf(holder))
        kinds = [type(layer) for layer in model.layers]
        rebuilt = kinds != [type(card.layer) for card in self.cards]
        if rebuilt:
            self._rebuild()
        shapes, found = model.shapes(), model.misfit
        for index, (card, layer) in enumerate(zip(self.cards, model.layers, strict=True)):
            before, after = shapes[index], shapes[index + 1]
            card.show_layer(layer, index, before, after, index == model.current)
            is_wrong = found is not None and found.index == index
            card.show_problem(model.layers, found if is_wrong else None)
        is_missing = found is not None and found.index == len(model.layers)
        if found is not None and is_missing:
            self._missing.problem.show_problem(model.layers, found)
        self._missing.setVisible(is_missing)
        self._arrange()
        if had_focus and (rebuilt or walked):
            self.focus_current()
        if 0 <= model.current < len(self.cards):
            self.reached.emit(self.cards[model.current].geometry())

    def _rebuild(self) -> None:
        holder = QApplication.focusWidget()
        if holder is not None and self.isAncestorOf(holder):
            self.setFocus()  # or hiding the card would pass it on to anybody
        for card in self.cards:
            card.blockSignals(True)
            card.hide()
            card.deleteLater()
        self.cards = []
        for index, layer in enumerate(self._model.layers):
            card = LayerCard(layer)
            card.setParent(self)
            self._connect(card, index)
            card.show()
            self.cards.append(card)
        before: QWidget = self
        for card in self.cards:
            for widget in (card, *card.fields.values()):
                self.setTabOrder(before, widget)
                before = widget
        self._ghost.raise_()

    def _connect(self, card: LayerCard, index: int) -> None:
        model = self._model
        card.chosen.connect(lambda: model.choose(index))
        card.edited.connect(lambda layer, name: model.replace(index, layer, name))
        card.removed.connect(lambda: model.remove(index))
        card.duplicated.connect(lambda: model.duplicate(index))
        card.mended.connect(model.mend)
        card.dragged.connect(lambda place: self._drag(index, place))
        card.dropped.connect(self._drop)

    def _arrange(self) -> None:
        """Lines of cards, each as high as the highest in it."""
        shown: list[LayerCard | _MissingCard] = list(self.cards)
        if not self._missing.isHidden():
            shown.append(self._missing)
        left = top = height = 0
        line: list[LayerCard | _MissingCard] = []
        columns = max((self.width() + GAP) // (NARROWEST + GAP), 1)
        side = (self.width() + GAP) // columns - GAP
        for card in shown:
            width = side if card.fits or columns == 1 else 2 * side + GAP
            if line and left + width > self.width():
                _align(line, top, height)
                left, top, height, line = 0, top + height + GAP, 0, []
            card.setGeometry(left, top, width, card.height())
            left += width + GAP
            height = max(height, _height(card, width))
            line.append(card)
        _align(line, top, height)
        self.setMinimumHeight(top + height + S)
        self.update()

    def _walk(self, down: int, right: int) -> None:
        current = self._model.current
        if right:
            self._model.choose(current + right)
        else:
            place = self.cards[current].geometry()
            lines = {card.geometry().top() for card in self.cards}
            wanted = [top for top in lines if (top - place.top()) * down > 0]
            if wanted:
                top = min(wanted) if down > 0 else max(wanted)
                near = [i for i, card in enumerate(self.cards) if card.geometry().top() == top]
                middle = place.center().x()
                self._model.choose(
                    min(near, key=lambda i: abs(self.cards[i].geometry().center().x() - middle))
                )
        self.focus_current()

    def _enter(self) -> None:
        """Into the numbers of the chosen card, or to the click that mends it."""
        card = self.cards[self._model.current]
        found = self._model.misfit
        if found is not None and found.index == self._model.current and found.mended is not None:
            self._model.mend()
        elif card.fields:
            field = next(iter(card.fields.values()))
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            field.selectAll()

    def _drag(self, index: int, place: QPoint) -> None:
        card = self.cards[index]
        if self._dragged < 0:
            self._dragged = index
            self._ghost.setPixmap(card.grab())
            self._ghost.adjustSize()
            self._ghost.raise_()
            self._ghost.show()
        self._ghost.move(place - card.grabbed_at)
        self._target = self._target_at(place)
        self.reached.emit(QRect(place, place).adjusted(0, -M, 0, M))
        self.update()

    def _drop(self) -> None:
        dragged, target = self._dragged, self._target
        self._end_drag()
        if dragged >= 0 and target >= 0:
            self._model.move(dragged, target - (target > dragged))
            self.focus_current()

    def _end_drag(self) -> None:
        if 0 <= self._dragged < len(self.cards):
            self.cards[self._dragged].end_drag()
        self._dragged = self._target = -1
        self._ghost.hide()
        self.update()

    def _target_at(self, place: QPoint) -> int:
        """Before which card one that is let go there would stand."""
        tops = sorted({card.geometry().top() for card in self.cards})
        top = max((t for t in tops if t <= place.y()), default=tops[0])
        line = [i for i, card in enumerate(self.cards) if card.geometry().top() == top]
        for index in line:
            if place.x() < self.cards[index].geometry().center().x():
                return index
        return line[-1] + 1

    def _gap_before(self, target: int) -> QRect:
        if target < len(self.cards):
            place = self.cards[target].geometry()
            x = max(place.left() - GAP // 2, 2)
        else:
            place = self.cards[-1].geometry()
            x = place.right() + GAP // 2
        return QRect(x, place.top() + 2, 1, place.height() - 4)


class _MissingCard(QFrame):
    """Stands where a layer is missing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        set_look(self, "layer-wrong")
        self.fits = False
        self.problem = ProblemBox()
        heading = QLabel(tr("Something is missing here"))
        heading.setFont(font(CAPTION, font().Weight.DemiBold))
        column = QVBoxLayout(self)
        column.setContentsMargins(M, S + 2, M, M)
        column.setSpacing(S)
        column.addWidget(heading)
        column.addWidget(self.problem)
        column.addStretch(1)


def _height(card: QWidget, width: int) -> int:
    layout = card.layout()
    assert layout is not None
    return (
        layout.heightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()
    )


def _walks() -> bool:
    """Whether the keys are for the cards, and not for a number on one."""
    return isinstance(QApplication.focusWidget(), BenchRow | LayerCard)


def _align(line: list[LayerCard | _MissingCard], top: int, height: int) -> None:
    for card in line:
        card.setGeometry(card.x(), top, card.width(), height)


def _is_ours(event: QKeyEvent) -> bool:
    key, modifiers = event.key(), event.modifiers()
    control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
    if modifiers & control:
        return key == Qt.Key.Key_D and not modifiers & alt
    if modifiers & alt:
        return key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
    enters = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
    return key in (*KEYS, *enters, *ARROW_STEPS)


def menu_texts() -> list[list[tuple[str, str]]]:
    """The kinds of layers in groups: keyword and text, each with a letter of its own."""
    groups = [
        [("conv", tr("&Convolution")), ("dense", tr("&Dense")), ("flatten", tr("&Flatten"))],
        [
            ("relu", tr("&ReLU")),
            ("leakyrelu", tr("&Leaky ReLU")),
            ("elu", tr("&ELU")),
            ("gelu", tr("&GELU")),
            ("sigmoid", tr("&Sigmoid")),
            ("tanh", tr("&Tanh")),
        ],
        [
            ("maxpool", tr("&Max pooling")),
            ("avgpool", tr("&Average pooling")),
            ("globalavgpool", tr("Gl&obal average pooling")),
        ],
        [("batchnorm", tr("&Batch normalisation")), ("dropout", tr("Dro&pout"))],
    ]
    assert {keyword for group in groups for keyword, _ in group} == set(KINDS)
    return groups
