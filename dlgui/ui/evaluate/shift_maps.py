"""Network against network: where each still reads the pad's digit when it is slid."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout

from dlgui.core.explain.perturbation import REACH, ShiftMap, shift_map
from dlgui.core.nets.model import Model, load_model
from dlgui.language import tr
from dlgui.ui.evaluate.rivals import Rival, RivalBox
from dlgui.ui.kit.formats import number
from dlgui.ui.kit.page import card_title, hint
from dlgui.ui.kit.shift_map import ShiftMapView
from dlgui.ui.kit.spoken import tell
from dlgui.ui.kit.theme import CAPTION, L, M, S, font, set_look
from dlgui.ui.pad.answer import percent

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session

REST_MS = 200
"""How long the pen must have rested before hundreds of copies are read."""


class ShiftMaps(QFrame):
    """Follows the pad and the reader while it is shown. Pointing at a place in one map points at it
    in the other too."""

    def __init__(self, session: Session, rivals: RivalBox) -> None:
        super().__init__()
        set_look(self, "card")
        self._session = session
        self._rivals = rivals
        self._sliding = session.tasks.newest(self.tr("Sliding the digit"))
        self._found: Sequence[ShiftMap] = ()
        self._classes: Sequence[tuple[str, ...]] = ()
        self._names = [card_title(" ") for _ in range(2)]
        self._views = [ShiftMapView() for _ in range(2)]
        self._captions = [hint(" ") for _ in range(2)]
        self._spot = QLabel(" ")
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._slide)
        self._lay_out()
        self._show((), (), ())
        session.pad.answered.connect(self._follow)
        session.pad.digit_changed.connect(self._follow)
        session.reader.changed.connect(self._follow)
        rivals.changed.connect(self._follow)

    @property
    def found(self) -> Sequence[ShiftMap]:
        """The reader's map, and the other's if there is one; none without a digit on the pad."""
        return self._found

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._rest.stop()
        self._sliding.cancel()

    def _follow(self) -> None:
        # While a network is in training it changes more often than that: each time the timer is
        # through, the newest is read.
        if self.isVisible() and not self._rest.isActive():
            self._rest.start()

    def _slide(self) -> None:
        model, digit, rival = (
            self._session.reader.model,
            self._session.pad.digit,
            self._rivals.rival,
        )
        if model is None:
            return
        if digit is None:
            self._sliding.cancel()
            self._show((), (), ())
            return
        pixels, name = digit.pixels, tr(self._session.reader.name)
        names = (name,) if rival is None else (name, rival.title)
        self._sliding.run(
            lambda: shift_maps(model, rival, pixels),
            lambda found: self._show(found[0], names, found[1]),
        )

    def _show(
        self,
        found: Sequence[ShiftMap],
        names: Sequence[str],
        classes: Sequence[tuple[str, ...]],
    ) -> None:
        self._found, self._classes = found, classes
        for index, (title, view, caption) in enumerate(
            zip(self._names, self._views, self._captions, strict=True)
        ):
            is_there = index < len(found)
            view.show_map(found[index] if is_there else None, classes[index] if is_there else ())
            title.setText(names[index] if is_there else " ")
            caption.setText(self._words(index) if is_there else " ")
            tell(view, caption.text())
            for widget in (title, view, caption):
                widget.setVisible(index == 0 or is_there)
        if not found:
            self._captions[0].setText(self.tr("Draw a digit on the pad."))
        self._describe(self._views[0].cell)

    def _words(self, index: int) -> str:
        found = self._found[index]
        return self.tr("Read as {name} at {share} of all places").format(
            name=self._classes[index][found.answer], share=percent(float(found.is_read.mean()))
        )

    def _describe(self, cell: tuple[int, int] | None) -> None:
        for view in self._views:
            view.point(cell)
        if cell is None or not self._found:
            self._spot.setText(self.tr("Point at a square to see what is read there."))
            return
        down, right = cell[0] - REACH, cell[1] - REACH
        read = [
            self.tr("refused")
            if found.refused[cell]
            else f"{classes[found.digits[cell]]} ({percent(float(found.probabilities[cell]))})"
            for found, classes in zip(self._found, self._classes, strict=True)
        ]
        self._spot.setText(
            self.tr("Slid by {right} to the right and {down} down: {read}").format(
                right=number(right, 0), down=number(down, 0), read="  |  ".join(read)
            )
        )
        for view in self._views:
            tell(view, self._spot.text())

    def _lay_out(self) -> None:
        explanation = hint(
            self.tr(
                "The pad's digit is slid up to 14 pixels every way. Each square is one such place: "
                "blue where it is still read, orange where another digit is, grey where it is "
                "refused."
            )
        )
        self._spot.setFont(font(CAPTION))
        self._spot.setWordWrap(True)
        for label in (*self._names, *self._captions):
            label.setWordWrap(True)
        self._spot.setObjectName("shiftSpotLabel")
        grid = QGridLayout()
        grid.setHorizontalSpacing(L)
        grid.setVerticalSpacing(S)
        for index, view in enumerate(self._views):
            view.setObjectName(("firstShiftMap", "secondShiftMap")[index])
            view.pointed.connect(self._describe)
            grid.addWidget(self._names[index], 0, index)
            grid.addWidget(view, 1, index, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._captions[index], 2, index)
            grid.setColumnStretch(index, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, M + S, L, L)
        layout.setSpacing(M)
        layout.addWidget(explanation)
        layout.addLayout(grid)
        layout.addWidget(self._spot)
        layout.addStretch(1)


def shift_maps(
    model: Model, rival: Rival | None, pixels: np.ndarray
) -> Generator[float, None, tuple[list[ShiftMap], list[tuple[str, ...]]]]:
    """The map of each reader, and its classes. Raises ModelFileError."""
    models = [model] if rival is None else [model, load_model(rival.path)]
    found = []
    for one in models:
        slid = yield from shift_map(one, pixels)
        found.append(slid)
    return found, [one.classes for one in models]
