"""Why this answer: which ink speaks for it or against it, and how far it may slide."""

from __future__ import annotations

from math import exp

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont, QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dlgui.core.insight import Insight
from dlgui.core.insight_probes import (
    REACH,
    Occlusion,
    ShiftMap,
    covered,
    occlusion,
    shift_map,
    shifted,
)
from dlgui.ui.background import BackgroundTasks
from dlgui.ui.inside.focus import Focus
from dlgui.ui.inside.newest import NewestWork
from dlgui.ui.inside.why_views import OcclusionView, ShiftMapView, Thumbnail
from dlgui.ui.inside.wording import number, tr
from dlgui.ui.pad.answer import percent
from dlgui.ui.theme import CAPTION, TITLE, L, M, S, font, set_look

HEADING_HEIGHT = 30
"""That of a heading with a box beside it, so that both pictures begin at one height."""


REST_MS = 200
"""How long the pen must have rested before hundreds of copies are measured."""


class WhyTab(QWidget):
    """Measures the newest digit while it is shown, with hundreds of changed copies of it."""

    def __init__(self, focus: Focus, tasks: BackgroundTasks) -> None:
        super().__init__()
        self._focus = focus
        self._occluding = NewestWork(tasks, tr("Covering the digit bit by bit"))
        self._shifting = NewestWork(tasks, tr("Sliding the digit"))
        self._occlusion: Occlusion | None = None
        self._shift_map: ShiftMap | None = None
        self._measured: Insight | None = None
        self._shifted: Insight | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._measure)
        self.occlusion_view = OcclusionView()
        self.shift_view = ShiftMapView()
        self.why_not = QComboBox()
        self._covered = Thumbnail(tr("The digit with a piece covered"))
        self._slid = Thumbnail(tr("The digit slid"))
        self._odds = _caption()
        self._spot = _caption()
        self._freedom = _caption()
        self._offset = _caption()
        self._lay_out()
        focus.insight_changed.connect(self._follow)
        self.why_not.currentIndexChanged.connect(self._on_target)
        self.occlusion_view.pointed.connect(self._describe_occlusion)
        self.shift_view.pointed.connect(self._describe_shift)

    def forget(self) -> None:
        """Stop measuring."""
        self._rest.stop()
        self._occluding.forget()
        self._shifting.forget()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.forget()

    def _follow(self) -> None:
        """Measure another digit once the pen rests, and the same one with another model at once."""
        insight = self._focus.insight
        if insight is None or not self.isVisible():
            return
        self._fill_classes(insight)
        if not insight.pixels.any() or not insight.is_finite:
            self.forget()
            self._clear(insight)
        elif self._measured is None or not np.array_equal(self._measured.pixels, insight.pixels):
            self.forget()
            self._clear(insight)
            self._rest.start()
        elif self._shifted is not insight and not self._rest.isActive():
            self._measure()

    def _measure(self) -> None:
        insight, target = self._focus.insight, self.why_not.currentData()
        if insight is not None and insight.pixels.any():
            self._measured = insight
            self._occluding.submit(
                lambda: occlusion(insight.model, insight.pixels, target),
                lambda found: self._on_occlusion(insight, found),
            )

    def _on_occlusion(self, insight: Insight, found: Occlusion) -> None:
        self._show_occlusion(insight, found)
        # One after the other: the pad and a training need the processor too.
        if self._shifted is not insight:
            self._shifting.submit(
                lambda: shift_map(insight.model, insight.pixels),
                lambda found: self._show_shift(insight, found),
            )

    def _on_target(self) -> None:
        """Another digit is to be explained."""
        if self.isVisible():
            self._occluding.forget()
            self._measure()

    def _clear(self, insight: Insight) -> None:
        self._measured = self._shifted = None
        self._show_occlusion(insight, None)
        self._show_shift(insight, None)

    def _lay_out(self) -> None:
        self.why_not.setObjectName("whyNotBox")
        self.why_not.setAccessibleName(tr("Digit to explain"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(M + S)
        why = _card(
            tr("What speaks for it"),
            tr(
                "A 5 × 5 piece of the digit is covered with paper, at every place in turn. Where "
                "that lowers the odds, the ink speaks for the digit (blue); where it raises them, "
                "against it (orange)."
            ),
            self.why_not,
            self.occlusion_view,
            self._covered,
            (self._odds, self._spot),
        )
        slid = _card(
            tr("Shift map"),
            tr(
                "The digit is slid up to 14 pixels every way. Each square is one such place: blue "
                "where it is still read, orange where another digit is, grey where it is refused."
            ),
            None,
            self.shift_view,
            self._slid,
            (self._freedom, self._offset),
        )
        layout.addWidget(why, 1)
        layout.addWidget(slid, 1)

    def _fill_classes(self, insight: Insight) -> None:
        """The answer, and why not each other class; what was chosen stays chosen."""
        chosen = self.why_not.currentData()
        classes = insight.model.classes
        texts = [tr("Why {name}?").format(name=classes[insight.answer])]
        texts += [tr("Why not {name}?").format(name=name) for name in classes]
        if [self.why_not.itemText(i) for i in range(self.why_not.count())] == texts:
            return
        self.why_not.blockSignals(True)
        self.why_not.clear()
        for text, target in zip(texts, (None, *range(len(classes))), strict=True):
            self.why_not.addItem(text, target)
        self.why_not.setCurrentIndex(max(self.why_not.findData(chosen), 0))
        self.why_not.blockSignals(False)

    def _show_occlusion(self, insight: Insight, found: Occlusion | None) -> None:
        self._occlusion = found
        self.occlusion_view.show_occlusion(insight.pixels, found)
        self._describe_occlusion(self.occlusion_view.cell)

    def _show_shift(self, insight: Insight, found: ShiftMap | None) -> None:
        self._shift_map = found
        self._shifted = insight if found is not None else None
        self.shift_view.show_map(found, insight.model.classes)
        self._describe_shift(self.shift_view.cell)

    def _describe_occlusion(self, cell: tuple[int, int] | None) -> None:
        found = self._occlusion
        if found is None:
            self._odds.setText(self._nothing_yet())
            self._spot.setText("")
            self._covered.show_pixels(None)
            return
        name = self._name(found.target)
        self._odds.setText(
            tr("Probability of {name}: {share}, odds {odds}.").format(
                name=name,
                share=percent(1 / (1 + exp(-found.log_odds))),
                odds=_odds(found.log_odds),
            )
        )
        if cell is None:
            self._spot.setText(tr("Point at a spot to see what its ink is worth."))
        else:
            self._spot.setText(_worth(float(found.evidence[cell]), name))
        insight = self._focus.insight
        if insight is not None:
            pixels = insight.pixels if cell is None else covered(insight.pixels, *cell)
            self._covered.show_pixels(pixels)
        self.occlusion_view.setAccessibleDescription(f"{self._odds.text()} {self._spot.text()}")

    def _describe_shift(self, cell: tuple[int, int] | None) -> None:
        found = self._shift_map
        if found is None:
            self._freedom.setText(self._nothing_yet())
            self._offset.setText("")
            self._slid.show_pixels(None)
            return
        name, freedom = self._name(found.answer), found.freedom()
        text = tr("Read as {name} at {share} of all places, and wherever it is slid by up to {n}.")
        if freedom < 1:
            text = tr("Read as {name} at {share} of all places.")
        self._freedom.setText(
            text.format(name=name, share=percent(float(found.is_read.mean())), n=_pixels(freedom))
        )
        if cell is None:
            self._offset.setText(tr("Point at a square to see what is read there."))
        else:
            self._offset.setText(self._reading_at(found, cell))
        insight = self._focus.insight
        if insight is not None:
            down, right = (0, 0) if cell is None else (cell[0] - REACH, cell[1] - REACH)
            self._slid.show_pixels(shifted(insight.pixels, down, right))
        self.shift_view.setAccessibleDescription(f"{self._freedom.text()} {self._offset.text()}")

    def _reading_at(self, found: ShiftMap, cell: tuple[int, int]) -> str:
        down, right = cell[0] - REACH, cell[1] - REACH
        if found.refused[cell]:
            read = tr("refused")
        else:
            read = tr("read as {name}, {share}").format(
                name=self._name(int(found.digits[cell])),
                share=percent(float(found.probabilities[cell])),
            )
        return f"{_offset(down, right)}: {read}"

    def _nothing_yet(self) -> str:
        insight = self._focus.insight
        if insight is None or not insight.pixels.any():
            return tr("Draw a digit on the pad.")
        if not insight.is_finite:
            return tr("The network's numbers are no longer numbers: the training has diverged.")
        return tr("Measuring…")

    def _name(self, index: int) -> str:
        insight = self._focus.insight
        return insight.model.classes[index] if insight else str(index)


def _odds(log_odds: float) -> str:
    """ "350 to 1" or "1 to 20"."""
    ratio = exp(min(abs(log_odds), 20.0))
    text = f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.1f}"
    return tr("{n} to 1").format(n=text) if log_odds >= 0 else tr("1 to {n}").format(n=text)


def _worth(evidence: float, name: str) -> str:
    ratio = exp(min(abs(evidence), 20.0))
    factor = number(ratio, 0 if ratio >= 10 else 1)
    if ratio < 1.05:
        return tr("What is here matters little.")
    if evidence > 0:
        return tr("Speaks for {name}: covered, its odds fall to 1/{factor}.").format(
            name=name, factor=factor
        )
    return tr("Speaks against {name}: covered, its odds rise by a factor of {factor}.").format(
        name=name, factor=factor
    )


def _offset(down: int, right: int) -> str:
    parts = []
    if right:
        side = tr("{n} to the right") if right > 0 else tr("{n} to the left")
        parts.append(side.format(n=abs(right)))
    if down:
        side = tr("{n} down") if down > 0 else tr("{n} up")
        parts.append(side.format(n=abs(down)))
    return ", ".join(parts) or tr("Where it is")


def _pixels(count: int) -> str:
    return tr("1 pixel") if count == 1 else tr("{count} pixels").format(count=count)


def _caption() -> QLabel:
    label = QLabel(" ")
    label.setFont(font(CAPTION))
    label.setWordWrap(True)
    return label


def _card(
    title: str,
    explanation: str,
    beside: QWidget | None,
    picture: QWidget,
    thumbnail: QWidget,
    captions: tuple[QLabel, ...],
) -> QFrame:
    card = QFrame()
    set_look(card, "card")
    heading = QLabel(title)
    heading.setFont(font(TITLE, QFont.Weight.DemiBold))
    heading.setMinimumHeight(HEADING_HEIGHT)
    top = QHBoxLayout()
    top.addWidget(heading, 1)
    if beside is not None:
        top.addWidget(beside)
    text = QLabel(explanation)
    text.setFont(font(CAPTION))
    text.setWordWrap(True)
    set_look(text, "muted")
    layout = QVBoxLayout(card)
    layout.setContentsMargins(L, M + S, L, L)
    layout.setSpacing(M)
    layout.addLayout(top)
    layout.addWidget(text)
    layout.addWidget(picture)
    words = QVBoxLayout()
    words.setSpacing(S)
    for caption in captions:
        words.addWidget(caption)
    words.addStretch()
    below = QHBoxLayout()
    below.setSpacing(L)
    below.addWidget(thumbnail, 0, Qt.AlignmentFlag.AlignTop)
    below.addLayout(words, 1)
    layout.addLayout(below)
    layout.addStretch(1)
    return card
