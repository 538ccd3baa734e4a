"""An evaluation's figures in a strip: accuracy in large type, and how far it can be trusted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel

from dlgui.core.evaluation import Evaluation
from dlgui.ui.theme import CAPTION, DISPLAY, TITLE, L, M, S, font, set_look

NONE = "–"


class Figures(QFrame):
    def __init__(self) -> None:
        super().__init__()
        set_look(self, "card")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(L, M + S, L, M)
        self._grid.setHorizontalSpacing(L)
        self._grid.setVerticalSpacing(0)
        self._accuracy = self._figure(0, "accuracyLabel", self.tr("Accuracy"), "", DISPLAY)
        self._loss = self._figure(
            1,
            "lossLabel",
            self.tr("Loss"),
            self.tr(
                "Cross-entropy in nats: how surprised the reader was by the true digits, on "
                "average. 0 is best; one that knows nothing has 2.30."
            ),
        )
        self._refused = self._figure(
            2,
            "refusedLabel",
            self.tr("Refused"),
            self.tr("The share of digits of which the reader says that they are none."),
        )
        self._error = self._figure(
            3,
            "calibrationLabel",
            self.tr("Calibration error"),
            self.tr("How far, on average, the stated probability is from the share of right ones."),
        )
        self._interval = QLabel(" ")
        self._interval.setObjectName("intervalLabel")
        self._interval.setFont(font(CAPTION - 1))
        set_look(self._interval, "muted")
        self._grid.addWidget(self._interval, 2, 0, 1, 4)
        self._grid.setColumnStretch(0, 1)

    def show_evaluation(self, evaluation: Evaluation) -> None:
        low, high = (100 * bound for bound in evaluation.interval)
        self._accuracy.setText(f"{100 * evaluation.accuracy:.2f}\u2009%")
        self._loss.setText(NONE if evaluation.loss is None else f"{evaluation.loss:.4f}")
        self._refused.setText(f"{100 * evaluation.refused:.1f}\u2009%")
        self._error.setText(f"{100 * evaluation.ece:.1f}\u2009%")
        self._interval.setText(
            self.tr(
                "{right:,} of {count:,} right; 95\u2009% interval {low:.2f} to {high:.2f}"
            ).format(right=evaluation.right, count=evaluation.count, low=low, high=high)
        )

    def _figure(
        self, column: int, name: str, title: str, explanation: str, size: int = TITLE
    ) -> QLabel:
        caption = QLabel(title)
        caption.setFont(font(CAPTION - 1))
        set_look(caption, "muted")
        label = QLabel(NONE)
        label.setObjectName(name)
        label.setAccessibleName(title)
        label.setAccessibleDescription(explanation)
        label.setFont(font(size, QFont.Weight.DemiBold))
        for widget in (caption, label):
            widget.setToolTip(explanation)
        caption.setBuddy(label)
        self._grid.addWidget(caption, 0, column)
        self._grid.addWidget(label, 1, column, Qt.AlignmentFlag.AlignBottom)
        return label
