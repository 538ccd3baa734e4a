"""Ablation: a filter or neuron switched off, a kernel edited, and what that does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QUndoView,
    QVBoxLayout,
    QWidget,
)

from dlgui.core.explain import ablation
from dlgui.core.explain.ablation import Unit, unit_behind
from dlgui.jobs.training_job import TrainingState
from dlgui.language import tr
from dlgui.ui.inside import ablation as words
from dlgui.ui.inside.ablation import Ablation
from dlgui.ui.inside.effect import EffectView
from dlgui.ui.inside.kernel_editor import KernelEditor
from dlgui.ui.inside.layers_tab import StripArea
from dlgui.ui.inside.probe_tab import caption
from dlgui.ui.inside.strip import LayerStrip
from dlgui.ui.kit.icons import icon_button
from dlgui.ui.kit.page import FoldingRow, bare_card
from dlgui.ui.kit.theme import TITLE, L, M, S, font
from dlgui.ui.session.focus import Focus

if TYPE_CHECKING:
    from dlgui.core.nets.model import Model
    from dlgui.ui.session.session import Session


class AblationTab(QWidget):
    """Edits the filter or neuron whose map or value is chosen in the strip."""

    def __init__(self, session: Session, focus: Focus) -> None:
        super().__init__()
        self._session, self._focus = session, focus
        self.ablation = Ablation(session)
        self._unit: Unit | None = None
        self._part = 0
        self._marked: Model | None = None
        self._strip = LayerStrip(focus, "ablationStrip")
        self._title = QLabel()
        self._note = caption(muted=True)
        self._part_name = caption()
        self._hint = caption(muted=True)
        self._off = QPushButton()
        self.editor = KernelEditor()
        self._earlier = icon_button("previousKernelButton", "chevron-left", tr("Kernel before"))
        self._later = icon_button("nextKernelButton", "chevron-right", tr("Next kernel"))
        self._less = icon_button("lessWeightButton", "minus", tr("Less (-)"))
        self._more = icon_button("moreWeightButton", "plus", tr("More (+)"))
        self._undo = icon_button("undoEditButton", "undo", tr("Undo the last edit"))
        self._redo = icon_button("redoEditButton", "redo", tr("Redo the edit"))
        self._restore = QPushButton(tr("Restore"))
        self._history = QUndoView(self.ablation.stack)
        self._no_edits = caption(muted=True)
        self._effect = EffectView(session, self.ablation, focus)
        self._lay_out()
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()
        self._choose_undo()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._choose_undo()

    def _choose_undo(self) -> None:
        """The keys undo edits from the first one on, as long as the edits are in sight."""
        undo, edits = self._session.undo, self.ablation.stack
        if self.isVisible() and edits.count():
            undo.setActiveStack(edits)
        elif undo.activeStack() is edits:
            for other in undo.stacks():
                if other is not edits:
                    undo.setActiveStack(other)

    def _connect(self) -> None:
        stack = self.ablation.stack
        self._session.undo.addStack(stack)
        stack.indexChanged.connect(self._choose_undo)
        stack.indexChanged.connect(self._show_history)
        self._off.clicked.connect(self._switch)
        self.editor.edited.connect(self._edit)
        self._earlier.clicked.connect(lambda: self._show_part(self._part - 1))
        self._later.clicked.connect(lambda: self._show_part(self._part + 1))
        self._less.clicked.connect(lambda: self.editor.step(-1))
        self._more.clicked.connect(lambda: self.editor.step(1))
        for button in (self._undo, self._restore):
            button.setEnabled(False)
            stack.canUndoChanged.connect(button.setEnabled)
        self._redo.setEnabled(False)
        stack.canRedoChanged.connect(self._redo.setEnabled)
        self._undo.clicked.connect(stack.undo)
        self._redo.clicked.connect(stack.redo)
        self._restore.clicked.connect(self.ablation.restore)
        self.ablation.changed.connect(self._follow)
        self._session.training.changed.connect(self._follow)
        self._focus.changed.connect(self._follow)

    def _show_history(self) -> None:
        """The list of edits, from the first one on; before it, what will stand there."""
        has_edits = self.ablation.stack.count() > 0
        self._history.setVisible(has_edits)
        self._no_edits.setVisible(not has_edits)

    # Following

    def _follow(self) -> None:
        """Show the unit behind what is chosen, as it is in the network that answers."""
        insight, model = self._focus.insight, self.ablation.current
        if insight is None or model is None or not self.isVisible():
            return
        if model.network != insight.model.network:
            return  # The insight into it is on its way.
        unit = self._chosen_unit()
        if unit != self._unit:
            self._unit = unit
            self._part = 0 if unit is None else self._strongest_part(unit)
        elif unit is not None and self._focus.stage == unit.layer + 1:
            chosen = self._focus.chosen_part
            self._part = self._part if chosen is None else chosen
        if model is not self._marked:
            self._marked = model
            is_edited = self.ablation.is_edited
            self._strip.mark_off(ablation.units_off(model) if is_edited else frozenset())
        self._show_unit()

    def _chosen_unit(self) -> Unit | None:
        insight, stage = self._focus.insight, self._focus.current()
        assert insight is not None
        assert stage is not None
        number = self._focus.map if stage.has_maps else self._focus.place[0]
        return unit_behind(insight.network, self._focus.stage - 1, number)

    def _strongest_part(self, unit: Unit) -> int:
        """The map before that a filter weighs most."""
        model = self.ablation.current
        assert model is not None
        weights = model.weights[f"{unit.layer}.weight"][unit.number]
        return int(np.abs(weights).sum(axis=(1, 2)).argmax()) if weights.ndim == 3 else 0

    def _show_unit(self) -> None:
        model, unit, insight = self.ablation.current, self._unit, self._focus.insight
        assert model is not None
        assert insight is not None
        self._off.setEnabled(unit is not None)
        is_training = self._session.training.state is not TrainingState.IDLE
        self._note.setText(words.note(is_training, is_edited=self.ablation.is_edited))
        is_filter = unit is not None and insight.stages[unit.layer + 1].has_maps
        is_off = unit is not None and ablation.is_off(model, unit)
        kernel = ablation.kernel_of(model, unit, self._part) if unit and is_filter else None
        self.editor.show_kernel(kernel)
        parts = len(model.weights[f"{unit.layer}.weight"][unit.number]) if unit else 0
        for widget in (self.editor, self._less, self._more, self._earlier, self._later, self._hint):
            widget.setVisible(kernel is not None)
            widget.setEnabled(not is_off and insight.is_finite)
        self._earlier.setEnabled(is_filter and self._part > 0)
        self._later.setEnabled(is_filter and self._part + 1 < parts)
        if unit is None:
            self._title.setText(tr("Nothing to edit"))
            self._off.setText(tr("Switch off"))
            self._part_name.setText(words.no_unit(insight.stages[self._focus.stage].kind))
            return
        name = words.unit_name(insight, unit)
        self._title.setText(tr("{name}, switched off").format(name=name) if is_off else name)
        self._off.setText(tr("Switch on") if is_off else tr("Switch off"))
        self._part_name.setText(
            words.kernel_name(self._part, parts) if is_filter else words.neuron(parts)
        )

    def _show_part(self, part: int) -> None:
        self._part = part
        if self._unit is not None and self._focus.stage == self._unit.layer + 1:
            self._focus.choose_part(part)  # The strip frames the same kernel.
        self._show_unit()

    # Editing

    def _switch(self) -> None:
        model, original, unit = self.ablation.current, self.ablation.original, self._unit
        insight = self._focus.insight
        if model is None or original is None or unit is None or insight is None:
            return
        name = words.unit_name(insight, unit)
        if ablation.is_off(model, unit):
            edited = ablation.switch_on(model, original, unit)
            self.ablation.edit(edited, tr("{name} on").format(name=name))
        else:
            edited = ablation.switch_off(model, unit)
            self.ablation.edit(edited, tr("{name} off").format(name=name))

    def _edit(self, kernel: np.ndarray, cell: tuple[int, int]) -> None:
        model, unit, insight = self.ablation.current, self._unit, self._focus.insight
        if model is not None and unit is not None and insight is not None:
            edited = ablation.with_kernel(model, unit, self._part, kernel)
            text = words.edit_name(insight, unit, self._part, cell)
            self.ablation.edit(edited, text, (unit, self._part, cell))

    # Layout

    def _lay_out(self) -> None:
        top = bare_card()
        top_layout = QVBoxLayout(top)
        top_layout.setContentsMargins(M, M, M, S)
        top_layout.addWidget(StripArea(self._strip, self._focus))
        bottom = bare_card()
        inside = QVBoxLayout(bottom)
        inside.setContentsMargins(L, M + S, L, M)
        inside.setSpacing(M)
        inside.addLayout(self._heading())
        inside.addWidget(self._note)
        inside.addWidget(FoldingRow(self._kernel_side(), self._effect_side(), shares=(1, 1)), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(M + S)
        layout.addWidget(top, 6)
        layout.addWidget(bottom, 11)

    def _heading(self) -> QHBoxLayout:
        self._title.setFont(font(TITLE, QFont.Weight.DemiBold))
        self._title.setWordWrap(True)
        self._off.setObjectName("switchOffButton")
        self._restore.setObjectName("restoreButton")
        self._restore.setToolTip(tr("Undo every edit"))
        row = QHBoxLayout()
        row.setSpacing(M)
        row.addWidget(self._title, 1)
        for widget in (self._off, self._undo, self._redo, self._restore):
            row.addWidget(widget)
        return row

    def _kernel_side(self) -> QVBoxLayout:
        above = QHBoxLayout()
        above.setSpacing(S)
        above.addWidget(self._part_name, 1)
        for widget in (self._earlier, self._later):
            above.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        below = QHBoxLayout()
        below.setSpacing(S)
        self._hint.setText(tr("Turn the wheel over a weight, press + or −, or type a number."))
        below.addWidget(self._less)
        below.addWidget(self._more)
        below.addWidget(self._hint, 1)
        side = QVBoxLayout()
        side.setSpacing(S)
        side.addLayout(above)
        side.addWidget(self.editor, 20)
        side.addLayout(below)
        side.addStretch(1)
        return side

    def _effect_side(self) -> QVBoxLayout:
        self._history.setObjectName("editHistory")
        self._history.setAccessibleName(tr("Edits"))
        self._history.setEmptyLabel(tr("As it was"))
        self._history.setMinimumHeight(48)
        side = QVBoxLayout()
        side.setSpacing(M)
        side.addWidget(self._effect)
        self._no_edits.setText(tr("Every edit is listed here; a click on one goes back to it."))
        self._no_edits.setAlignment(Qt.AlignmentFlag.AlignCenter)
        side.addWidget(self._no_edits, 1)
        side.addWidget(self._history, 1)
        self._show_history()
        return side
