"""What lies over the ink: boxes around the digits, the hint of an empty pad, the frame."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from dlgui.core.reading.result import DigitReading
from dlgui.language import tr
from dlgui.ui.kit.theme import CAPTION, HEADING, font, theme
from dlgui.ui.pad.answer import percent
from dlgui.ui.pad.ink_painting import CORNER

BOX_CORNER = 6.0
LABEL_PADDING = 5.0


def paint_boxes(
    painter: QPainter,
    within: QRectF,
    boxes: Sequence[QRectF],
    digits: Sequence[DigitReading],
    names: Sequence[str],
    selected: int,
) -> None:
    """A box with name and confidence for each digit; the selected one has the accent colour."""
    painter.setFont(font(CAPTION))
    metrics = QFontMetricsF(painter.font())
    order = sorted(range(len(boxes)), key=lambda index: index == selected)
    for index in order:
        digit, box = digits[index], boxes[index]
        colour = theme().accent if index == selected else theme().text_muted
        outline = QColor(colour)
        outline.setAlphaF(1.0 if index == selected else 0.4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(outline, 1.0)
        if digit.refused:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(box, BOX_CORNER, BOX_CORNER)
        text = "?" if digit.refused else f"{names[digit.digit]}  {percent(digit.probability)}"
        size_needed = metrics.horizontalAdvance(text)
        if size_needed + 2 * LABEL_PADDING > max(box.width(), 40) and not digit.refused:
            text = names[digit.digit]
        _paint_label(painter, within, box, text, metrics, index == selected)


def _paint_label(
    painter: QPainter,
    within: QRectF,
    box: QRectF,
    text: str,
    metrics: QFontMetricsF,
    is_selected: bool,
) -> None:
    width = metrics.horizontalAdvance(text) + 2 * LABEL_PADDING
    height = metrics.height() + 2
    label = QRectF(box.left(), box.top() - height - 3, width, height)
    if label.top() < within.top() + 3:
        label.moveTop(box.bottom() + 3)
    label.moveLeft(min(label.left(), within.right() - width - 3))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().accent if is_selected else theme().surface)
    painter.drawRoundedRect(label, height / 2, height / 2)
    painter.setPen(theme().accent_text if is_selected else theme().text_muted)
    painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)


def paint_hint(painter: QPainter, within: QRectF) -> None:
    """What to do with an empty pad."""
    painter.setFont(font(HEADING))
    painter.setPen(theme().text_muted)
    middle = within.center()
    above = QRectF(within.left(), middle.y() - 40, within.width(), 40)
    painter.drawText(above, Qt.AlignmentFlag.AlignCenter, tr("Draw a digit"))
    painter.setFont(font(CAPTION))
    below = QRectF(QPointF(within.left(), middle.y()), within.bottomRight())
    below.setHeight(24)
    painter.drawText(below, Qt.AlignmentFlag.AlignCenter, tr("or drop a picture of one here"))


def paint_frame(painter: QPainter, within: QRectF) -> None:
    """The accent frame: the pad has the keyboard, or takes what is dragged over it."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme().accent, 2.0))
    painter.drawRoundedRect(within.adjusted(1, 1, -1, -1), CORNER - 1, CORNER - 1)
