"""A look at the data before training: how many of each, a hundred of them, what was assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from dlgui import paths
from dlgui.core.data.datasets import Assumed, DigitData
from dlgui.core.data.sense import TURNS, duplicates, sample_of_each
from dlgui.core.data.sources import EMBEDDED, FULL_MNIST, with_assumed
from dlgui.language import tr
from dlgui.ui.kit.heatmap import ink_image
from dlgui.ui.kit.theme import CAPTION, HEADING, XL, L, M, S, font, set_look, theme_notifier

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session

EACH = 10
CELL = 28


class DataLook(QDialog):
    """Stays open while the data is taken another way, and shows what came of it."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("dataLook")
        self.setWindowTitle(self.tr("The data"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._heading = QLabel()
        self._heading.setFont(font(HEADING, QFont.Weight.DemiBold))
        self._notes = QLabel()
        self._notes.setObjectName("dataNotes")
        self._notes.setWordWrap(True)
        self._counts = QGridLayout()
        self._counts.setHorizontalSpacing(L)
        self._counts.setVerticalSpacing(S)
        self._sample = _Sample()
        self._inverted = QCheckBox(self.tr("Dark on light: turn it to light on dark"))
        self._inverted.setObjectName("dataInvertedBox")
        self._turn = QComboBox()
        self._turn.setObjectName("dataTurnBox")
        self._turn.setAccessibleName(self.tr("How the digits are set upright"))
        for name, words in _turn_words(self).items():
            self._turn.addItem(words, name)
        # By the person alone: what is found in the data must not load it again.
        self._inverted.clicked.connect(self._take)
        self._turn.activated.connect(self._take)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self._lay_out(buttons)
        session.data.changed.connect(self._refresh)
        self._refresh()

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        counts = QVBoxLayout()
        counts.addLayout(self._counts)
        counts.addStretch()
        middle = QHBoxLayout()
        middle.setSpacing(XL)
        middle.addLayout(counts)
        middle.addWidget(self._sample, 1)
        switches = QHBoxLayout()
        switches.setSpacing(M)
        switches.addWidget(self._inverted)
        switches.addStretch()
        switches.addWidget(self._turn)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, XL, XL, L)
        layout.setSpacing(L)
        layout.addWidget(self._heading)
        layout.addWidget(self._notes)
        layout.addLayout(middle, 1)
        layout.addLayout(switches)
        layout.addWidget(buttons)

    def _refresh(self) -> None:
        data = self._session.data.digits
        if data is None:
            return
        self._heading.setText(tr(data.name))
        self._notes.setText("\n".join(self._sentences(data)))
        self._fill_counts(data)
        places = sample_of_each(data.train, EACH)
        self._sample.show_digits(data.train.images[places], data.train.labels[places])
        known = ("", EMBEDDED, FULL_MNIST, str(paths.mnist_dir()))
        is_own = self._session.data.source not in known
        for switch in (self._inverted, self._turn):
            switch.setEnabled(is_own)
            switch.setToolTip(
                "" if is_own else self.tr("These digits are known to lie as they should.")
            )
        self._inverted.setChecked(data.assumed.inverted)
        self._turn.setCurrentIndex(self._turn.findData(data.assumed.turn))

    def _sentences(self, data: DigitData) -> list[str]:
        sentences = list(data.notes)
        if found := duplicates(data):
            sentences.append(
                self.tr("{count:,} digits that judge are also among those to learn from.").format(
                    count=found
                )
            )
        return sentences or [self.tr("Nothing unusual was found in a look at these digits.")]

    def _fill_counts(self, data: DigitData) -> None:
        while item := self._counts.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        parts = {self.tr("Train"): data.train, self.tr("Validate"): data.validation}
        if data.test is not None:
            parts[self.tr("Test")] = data.test
        for column, (title, part) in enumerate(parts.items(), start=1):
            self._counts.addWidget(_cell(title, muted=True), 0, column)
            counts = np.bincount(part.labels, minlength=len(data.classes))
            for row, count in enumerate(counts.tolist(), start=1):
                self._counts.addWidget(_cell(f"{count:,}"), row, column)
            self._counts.addWidget(_cell(f"{len(part):,}", bold=True), len(counts) + 1, column)
        for row, name in enumerate(data.classes, start=1):
            self._counts.addWidget(_cell(name, muted=True), row, 0)

    def _take(self) -> None:
        assumed = Assumed(self._inverted.isChecked(), self._turn.currentData())
        self._session.data.open(with_assumed(self._session.data.source, assumed))


def _cell(text: str, muted: bool = False, bold: bool = False) -> QLabel:
    label = QLabel(text)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    if bold:
        label.setFont(font(CAPTION + 1, QFont.Weight.DemiBold))
    if muted:
        set_look(label, "muted")
    return label


def _turn_words(widget: QWidget) -> dict[str, str]:
    return dict(
        zip(
            TURNS,
            (
                widget.tr("Upright as they are"),
                widget.tr("Transpose"),
                widget.tr("Turn left"),
                widget.tr("Turn right"),
                widget.tr("Turn upside down"),
                widget.tr("Mirror"),
                widget.tr("Mirror upside down"),
                widget.tr("Transpose the other way"),
            ),
            strict=True,
        )
    )


class _Sample(QWidget):
    """A row of digits for each class."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("dataSample")
        self.setAccessibleName(
            self.tr("A sample of the digits to learn from, a row for each class")
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._images = np.zeros((0, CELL, CELL), np.uint8)
        self._labels = np.zeros(0, np.uint8)
        theme_notifier.themeChanged.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(EACH * 36, 10 * 36)

    def show_digits(self, images: np.ndarray, labels: np.ndarray) -> None:
        """images: uint8 [n, 28, 28]; labels: ints [n], sorted"""
        self._images, self._labels = images, labels
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        rows = max(int(self._labels.max(initial=0)) + 1, 1)
        side = min(self.width() / EACH, self.height() / rows)
        column = np.zeros(rows, dtype=int)
        for image, label in zip(self._images, self._labels.tolist(), strict=True):
            place = QRectF(column[label] * side + 1, label * side + 1, side - 2, side - 2)
            painter.drawImage(place, ink_image(image))
            column[label] += 1
