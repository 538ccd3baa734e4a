"""What is this? Words are explained where they stand, by a click on the label that names them.

By keys, Shift+F1 does so for what has the focus, and a chart's context menu for the chart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QHelpEvent, QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QMainWindow,
    QPushButton,
    QScrollArea,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from dlgui.language import listed, sentences, tr
from dlgui.ui.kit.curves import LegendEntry
from dlgui.ui.kit.dialogs import show_prose
from dlgui.ui.kit.glossary import TERMS, Term, terms_in
from dlgui.ui.kit.plot import Plot
from dlgui.ui.kit.theme import BODY, L, M, font, set_look, sized

WIDTH, MOST_HEIGHT = 340, 380
"""Of the popover, at the usual size of text."""


class Popover(QFrame):
    """Explains `terms` at `widget`; Escape and a click beside it close it."""

    def __init__(self, widget: QWidget, terms: Sequence[Term]) -> None:
        super().__init__(widget.window(), Qt.WindowType.Popup)
        self._window = widget.window()
        self.setObjectName("whatIsThis")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(tr("What is this?"))
        self.setAccessibleDescription(
            sentences(f"{term.title}: {tr(term.meaning)}" for term in terms)
        )
        set_look(self, "card")
        words = QLabel(_html(terms))
        words.setWordWrap(True)
        words.setFont(font(BODY))
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        words.setContentsMargins(L, M, L, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(words)
        every = QPushButton(tr("All words…"))
        every.setObjectName("allWordsButton")
        set_look(every, "flat")
        every.clicked.connect(self._show_all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, M, 1, M)
        layout.setSpacing(M)
        layout.addWidget(area, 1)
        layout.addWidget(every, 0, Qt.AlignmentFlag.AlignRight)
        width = sized(WIDTH)
        rest = every.sizeHint().height() + 3 * M + 2
        self.resize(width, min(words.heightForWidth(width - 2) + rest, sized(MOST_HEIGHT)))
        area.setFocus()

    def show_at(self, place: QPoint) -> None:
        """place: on the screen, whose edge is kept"""
        screen = self._window.screen().availableGeometry()
        left = min(max(place.x(), screen.left()), screen.right() - self.width())
        top = min(max(place.y(), screen.top()), screen.bottom() - self.height())
        self.move(left, top)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _show_all(self) -> None:
        self.close()
        every = sorted(TERMS, key=lambda term: term.title.casefold())
        show_prose(self._window, tr("Words"), _html(every))


class ExplainingWindow(QMainWindow):
    """A window whose labels explain what they name."""

    _pressed_at: QPointF | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A label lets a click through to what it lies on, and so at last to its window."""
        self._pressed_at = event.position()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed_at = self._pressed_at, None
        if pressed is not None and event.button() == Qt.MouseButton.LeftButton:
            way = (event.position() - pressed).manhattanLength()
            if way < QApplication.startDragDistance():
                explain(self.childAt(event.position().toPoint()), event.globalPosition().toPoint())
        super().mouseReleaseEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            named = listed(term.title for term in _named_by(self.childAt(event.pos())))
            if named:
                text = tr("Click to learn what this is: {words}").format(words=named)
                QToolTip.showText(event.globalPos(), text, self)
                return True
        return super().event(event)

    def explain_focused(self) -> None:
        """What has the focus, or else what is around it, in widening circles."""
        start = self.focusWidget() or self
        widget: QWidget | None = start
        while widget is not None:
            terms = terms_in(_all_words_of(widget))
            if terms:
                Popover(start, terms).show_at(start.mapToGlobal(start.rect().bottomLeft()))
                return
            widget = widget.parentWidget()


def explain(widget: QWidget | None, place: QPoint) -> None:
    """What a label names, if anything, at a place on the screen."""
    terms = _named_by(widget)
    if widget is not None and terms:
        Popover(widget, terms).show_at(place + QPoint(0, M))


def named_around(widget: QWidget) -> list[Term]:
    """The terms of a figure's name, and of the labels in it."""
    return terms_in(_all_words_of(widget))


def _named_by(widget: QWidget | None) -> list[Term]:
    if isinstance(widget, QLabel):
        return terms_in(_plain(widget.text()))
    return terms_in(widget.title) if isinstance(widget, LegendEntry) else []


def _all_words_of(widget: QWidget) -> str:
    """Its name, text and value, and those of what is visible in it."""
    labels = [label for label in widget.findChildren(QLabel) if label.isVisible()]
    text = getattr(widget, "text", lambda: "")()
    of_it = [w for w in widget.window().findChildren(QLabel) if w.buddy() is widget]
    plots = [plot for plot in (widget, *widget.findChildren(QWidget)) if isinstance(plot, Plot)]
    parts = [widget.accessibleName(), text, *(label.text() for label in (*of_it, *labels))]
    parts += [label for plot in plots if plot.isVisible() for label in plot.axes.labels]
    return _plain(". ".join(parts))


def _plain(text: str) -> str:
    return re.sub(r"<[^>]*>", " ", text)


def _html(terms: Sequence[Term]) -> str:
    return "".join(f"<p><b>{escape(t.title)}</b><br>{escape(tr(t.meaning))}</p>" for t in terms)
