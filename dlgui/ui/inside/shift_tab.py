"""How far the digit may slide and is still read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from dlgui.core.explain.perturbation import REACH, ShiftMap, shift_map, shifted
from dlgui.core.explain.trace import Insight
from dlgui.language import listed, tr
from dlgui.ui.inside.probe_tab import ProbeTab, caption
from dlgui.ui.inside.why_views import Thumbnail
from dlgui.ui.kit.shift_map import ShiftMapView
from dlgui.ui.kit.spoken import tell
from dlgui.ui.kit.theme import TITLE, L, M, S, font, set_look
from dlgui.ui.pad.answer import percent
from dlgui.ui.session.focus import Focus
from dlgui.ui.session.tasks import BackgroundTasks


class ShiftTab(ProbeTab):
    """Reads the newest digit at hundreds of places."""

    def __init__(self, focus: Focus, tasks: BackgroundTasks) -> None:
        super().__init__(focus, tasks)
        self._shifting = self._newest(tr("Sliding the digit"))
        self._found: ShiftMap | None = None
        self.view = ShiftMapView()
        self._slid = Thumbnail(tr("The digit slid"))
        self._freedom = caption()
        self._offset = caption()
        self._lay_out()
        self.view.pointed.connect(self._describe)

    def measure(self, insight: Insight) -> None:
        self._shifting.run(
            lambda: shift_map(insight.model, insight.pixels),
            lambda found: self._on_found(insight, found),
        )

    def clear(self, insight: Insight) -> None:
        self._show(insight, None)

    def _on_found(self, insight: Insight, found: ShiftMap) -> None:
        self.finished(insight)
        self._show(insight, found)

    def _show(self, insight: Insight, found: ShiftMap | None) -> None:
        self._found = found
        self.view.show_map(found, insight.model.classes)
        self._describe(self.view.cell)

    def _describe(self, cell: tuple[int, int] | None) -> None:
        found = self._found
        if found is None:
            self._freedom.setText(self.nothing_yet())
            self._offset.setText("")
            self._slid.show_pixels(None)
            return
        name, freedom = self.name(found.answer), found.freedom()
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
        tell(self.view, f"{self._freedom.text()} {self._offset.text()}")

    def _reading_at(self, found: ShiftMap, cell: tuple[int, int]) -> str:
        down, right = cell[0] - REACH, cell[1] - REACH
        if found.refused[cell]:
            read = tr("refused")
        else:
            read = tr("read as {name}, {share}").format(
                name=self.name(int(found.digits[cell])),
                share=percent(float(found.probabilities[cell])),
            )
        return f"{_offset(down, right)}: {read}"

    def _lay_out(self) -> None:
        heading = QLabel(tr("Where it is still read"))
        heading.setFont(font(TITLE, QFont.Weight.DemiBold))
        explanation = caption(muted=True)
        explanation.setText(
            tr(
                "The digit is slid up to 14 pixels every way. Each square is one such place: blue "
                "where it is still read, orange where another digit is, grey where it is refused. "
                "A convolution finds a pattern wherever it is and pooling forgives a pixel or two; "
                "a dense layer has to learn every place by itself."
            )
        )
        card = QFrame()
        set_look(card, "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(L, M + S, L, L)
        inside.setSpacing(M)
        inside.addWidget(heading)
        inside.addWidget(explanation)
        below = QHBoxLayout()
        below.setSpacing(L)
        below.addWidget(self.view, 3)
        words = QVBoxLayout()
        words.setSpacing(M)
        words.addWidget(self._slid, 0, Qt.AlignmentFlag.AlignTop)
        words.addWidget(self._freedom)
        words.addWidget(self._offset)
        words.addStretch()
        below.addLayout(words, 2)
        inside.addLayout(below, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)


def _offset(down: int, right: int) -> str:
    parts = []
    if right:
        side = tr("{n} to the right") if right > 0 else tr("{n} to the left")
        parts.append(side.format(n=abs(right)))
    if down:
        side = tr("{n} down") if down > 0 else tr("{n} up")
        parts.append(side.format(n=abs(down)))
    return listed(parts) or tr("Where it is")


def _pixels(count: int) -> str:
    return tr("1 pixel") if count == 1 else tr("{count} pixels").format(count=count)
