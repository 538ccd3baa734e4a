"""What augmentation does to digits, as a picture.

The window cannot vary digits itself, because it does without torch; `packaging/make_examples.py`
made the picture with what training uses.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from dlgui.paths import resource
from dlgui.ui.kit.pixel_view import digit_pixmap
from dlgui.ui.kit.theme import CAPTION, HEADING, XL, L, S, font, set_look, theme_notifier

PIXELS = 28
SIDE = 36
ROWS, VARIATIONS = 10, 8
TEXT_WIDTH = 9 * SIDE + 8 * S + L


class ExamplesButton(QToolButton):
    """Opens the examples."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("augmentExamplesButton")
        self.setText(self.tr("Examples"))
        self.setToolTip(self.tr("Shows digits before and after augmentation."))
        set_look(self, "flat")
        self.clicked.connect(lambda: show_examples(self.window()))


def show_examples(window: QWidget) -> QDialog:
    """Open a dialog with one digit of each class and eight variations of it."""
    dialog = QDialog(window)
    dialog.setObjectName("augmentExamples")
    dialog.setWindowTitle(window.tr("Augmentation"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    heading = QLabel(window.tr("Augmentation"))
    heading.setFont(font(HEADING, QFont.Weight.DemiBold))
    text = QLabel(
        window.tr(
            "Every time a digit is shown in training, it is varied anew: shifted, turned, "
            "stretched, bent, thicker or thinner. Some ones get a flag, some sevens a bar, some "
            "nines a tail, as other countries write them."
        )
    )
    text.setWordWrap(True)
    text.setFixedWidth(TEXT_WIDTH)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(XL, XL, XL, L)
    layout.setSpacing(L)
    layout.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
    layout.addWidget(heading)
    layout.addWidget(text)
    layout.addLayout(_captioned(window))
    layout.addWidget(buttons)
    dialog.open()
    return dialog


def _captioned(window: QWidget) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(L)
    grid.setVerticalSpacing(S)
    grid.setColumnStretch(1, 1)
    columns = ((window.tr("Digit"), 0, 1), (window.tr("Variations"), 1, 1 + VARIATIONS))
    for place, (title, first, last) in enumerate(columns):
        caption = QLabel(title)
        caption.setFont(font(CAPTION))
        set_look(caption, "muted")
        grid.addWidget(caption, 0, place)
        grid.addWidget(_Sheet(title, _examples()[:, first:last]), 1, place)
    return grid


def _examples() -> np.ndarray:
    """uint8 [10, 9, 28, 28]: for each digit, it and its variations."""
    image = QImage(str(resource("augmentation.png"))).convertToFormat(
        QImage.Format.Format_Grayscale8
    )
    flat = np.frombuffer(image.constBits(), dtype=np.uint8)
    pixels = flat.reshape(image.height(), image.bytesPerLine())[:, : image.width()]
    tiles = pixels.reshape(ROWS, PIXELS, 1 + VARIATIONS, PIXELS)
    return np.ascontiguousarray(tiles.transpose(0, 2, 1, 3))


class _Sheet(QLabel):
    """Pictures in rows and columns, in the theme's colours."""

    def __init__(self, name: str, pictures: np.ndarray) -> None:
        super().__init__()
        self._pictures = pictures
        self.setAccessibleName(name)
        self._paint()
        theme_notifier.themeChanged.connect(self._paint)

    def _paint(self) -> None:
        rows, columns = self._pictures.shape[:2]
        step = SIDE + S
        sheet = QPixmap(2 * (columns * step - S), 2 * (rows * step - S))
        sheet.setDevicePixelRatio(2.0)
        sheet.fill(Qt.GlobalColor.transparent)
        painter = QPainter(sheet)
        for row in range(rows):
            for column in range(columns):
                pixmap = digit_pixmap(self._pictures[row, column], SIDE)
                painter.drawPixmap(QPoint(column * step, row * step), pixmap)
        painter.end()
        self.setPixmap(sheet)
        self.setFixedSize(sheet.deviceIndependentSize().toSize())
