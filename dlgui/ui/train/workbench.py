"""The sides of the page Train, beside its settings: the curves, the bench, and the code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from dlgui.core.export.code import Line
from dlgui.core.nets.layers import Dropout
from dlgui.core.nets.network_line import network_of
from dlgui.jobs.training_job import TrainingState
from dlgui.ui.kit.page import Sides, add_side_buttons
from dlgui.ui.kit.theme import S
from dlgui.ui.train.bench import Bench
from dlgui.ui.train.bench_model import BenchModel
from dlgui.ui.train.code_side import CodeSide
from dlgui.ui.train.layer_card import sentence
from dlgui.ui.train.run_actions import RunActions
from dlgui.ui.train.settings_form import SettingsForm

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session

CURVES, BENCH, CODE = range(3)


class Workbench(QWidget):
    """Keeps the bench, the form's network and the code the same thing.

    A network that is put together wrongly blocks the start; the form keeps the last right one.
    """

    def __init__(
        self, session: Session, form: SettingsForm, actions: RunActions, curves: QWidget
    ) -> None:
        super().__init__()
        self._session, self._form, self._actions = session, form, actions
        self.model = BenchModel(self)
        self._bench: Bench | None = None
        self._code: CodeSide | None = None
        self._problem = ""
        self._stack = Sides()
        self._curves = curves
        self._stack.addWidget(curves)
        self._group = QButtonGroup(self)
        self._lay_out()
        self._group.idClicked.connect(self.open_side)
        self.model.changed.connect(self._on_model)
        form.network_wanted.connect(self._take)
        form.changed.connect(self._refresh)
        session.networks.changed.connect(self._list_own)
        session.data.changed.connect(self._refresh)
        session.training.changed.connect(self._on_training)
        self._list_own()
        self._take(form.config().network)

    @property
    def side_count(self) -> int:
        return CODE + 1

    @property
    def side_buttons(self) -> list[QAbstractButton]:
        return self._group.buttons()

    @property
    def bench(self) -> Bench:
        """Made when it is first opened."""
        if self._bench is None:
            self._bench = Bench(self._session, self.model)
            self._bench.set_enabled_layers(self._session.training.is_idle)
            self._stack.addWidget(self._bench)
        return self._bench

    @property
    def code(self) -> CodeSide:
        """Made when it is first opened."""
        if self._code is None:
            self._code = CodeSide(self._session.messages)
            self._code.line_chosen.connect(self._show_origin)
            self._stack.addWidget(self._code)
        return self._code

    def open_side(self, index: int) -> None:
        """CURVES, BENCH or CODE."""
        self._group.button(index).setChecked(True)
        if index == CURVES:
            self._stack.setCurrentIndex(CURVES)
        else:
            self._stack.setCurrentWidget(self.bench if index == BENCH else self.code)
        self._refresh()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(S)
        sides = (
            ("curvesSideButton", self.tr("Curves")),
            ("benchSideButton", self.tr("Network")),
            ("codeSideButton", self.tr("Code")),
        )
        add_side_buttons(buttons, self._group, sides)
        buttons.addStretch()
        self._group.button(CURVES).setChecked(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S)
        layout.addLayout(buttons)
        layout.addWidget(self._stack, 1)

    def _take(self, name: str) -> None:
        """A network that was chosen elsewhere; the first of all cannot be undone."""
        is_first = not self.model.stack.count()
        self.model.take(network_of(name).layers)
        if is_first:
            self.model.stack.clear()

    def _on_model(self) -> None:
        network, found = self.model.network, self.model.misfit
        self._problem = ""
        if found is not None:
            self._problem = sentence(found)
            if found.index < len(self.model.layers):
                self._problem = self.tr("Layer {number}: {problem}").format(
                    number=found.index + 1, problem=self._problem
                )
        name = self._form.config().network if network is None else network.name
        self._actions.block_start(self._problem)
        self._form.set_network(name, self._problem)

    def _refresh(self) -> None:
        """What is in sight and follows from the settings."""
        config = self._form.config()
        if self._bench is not None:
            self._bench.cost.show_state(config, self._problem)
        if self._code is not None and self._stack.currentWidget() is self._code:
            self._code.show_code(config, self._session.data.source, self._problem)

    def _list_own(self) -> None:
        self._form.set_own_networks(self._session.networks.all())

    def _on_training(self) -> None:
        training = self._session.training
        if self._bench is not None:
            self._bench.set_enabled_layers(training.is_idle)
        if training.state is TrainingState.STARTING:
            self._curves.setToolTip(self._about_dropout(training.config.network))
            self.open_side(CURVES)

    def _about_dropout(self, network: str) -> str:
        """What the two curves say of a network with dropout; "" for one without."""
        if not any(isinstance(layer, Dropout) for layer in network_of(network).layers):
            return ""
        return self.tr(
            "While this network is trained, dropout leaves out some of its values; for validation "
            "all are there. So training may look worse than validation without being so."
        )

    def _show_origin(self, line: Line) -> None:
        """Of a line of code: the layer's card, or the setting's field."""
        if line.layer is not None and not self._problem:
            self.open_side(BENCH)
            self.bench.show_layer(line.layer)
        elif line.settings == ("network",):
            self.open_side(BENCH)
            self.bench.row.focus_current()
        elif line.settings:
            self._form.show_setting(line.settings[0])
