"""Why this answer, or why not another one: three ways to see which ink matters, side by side."""

from __future__ import annotations

from collections.abc import Generator
from math import exp

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from dlgui.core.explain.attribution import (
    QUICK_STEPS,
    GradCam,
    IntegratedGradients,
    cam_layers,
    grad_cam,
    integrated_gradients,
    usual_cam_layer,
)
from dlgui.core.explain.perturbation import Occlusion, occlusion
from dlgui.core.explain.trace import Insight
from dlgui.language import tr
from dlgui.ui.inside import why_words as words
from dlgui.ui.inside.probe_tab import ProbeTab, caption
from dlgui.ui.inside.why_views import CamView, OcclusionView, SharesView
from dlgui.ui.kit.spoken import tell
from dlgui.ui.kit.theme import BODY, TITLE, XL, L, M, S, font, keep_lines, set_look
from dlgui.ui.session.focus import Focus
from dlgui.ui.session.tasks import BackgroundTasks

Cell = tuple[int, int]
LEAST_COLUMN = 140
"""Pixels: five for each of the digit's."""
_TOP, _ANYWHERE = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag(0)


class WhyTab(ProbeTab):
    """Gradients follow the pen; covering the digit bit by bit waits until it rests."""

    def __init__(self, focus: Focus, tasks: BackgroundTasks) -> None:
        super().__init__(focus, tasks)
        self._deriving = self._newest(tr("Following the score back to the ink"))
        self._refining = self._newest(tr("Following the score back to the ink"))
        self._occluding = self._newest(tr("Covering the digit bit by bit"))
        self._occlusion: Occlusion | None = None
        self._shares: IntegratedGradients | None = None
        self._cam: GradCam | None = None
        self.occlusion_view = OcclusionView()
        self.shares_view = SharesView()
        self.cam_view = CamView()
        self._views = (self.occlusion_view, self.shares_view, self.cam_view)
        self.why_not = QComboBox()
        self.cam_layer = QComboBox()
        self._layer_label = QLabel(tr("Maps of"))
        self._odds = caption()
        self._totals = caption()
        self._maps = caption()
        self._spots = (caption(), caption(), caption())
        self._lay_out()
        for view in self._views:
            view.pointed.connect(self._point)
        self.why_not.currentIndexChanged.connect(self.measure_again)
        self.cam_layer.currentIndexChanged.connect(self.measure_again)

    # Measuring

    def glance(self, insight: Insight) -> None:
        self._fill_boxes(insight)
        target, layer = self.why_not.currentData(), self.cam_layer.currentData()

        def work() -> Generator[float, None, tuple[IntegratedGradients, GradCam | None]]:
            model, pixels = insight.model, insight.pixels
            cam = None if layer is None else grad_cam(model, pixels, layer, target)
            shares = yield from integrated_gradients(model, pixels, target, QUICK_STEPS)
            return shares, cam

        self._deriving.run(work, lambda found: self._on_gradients(insight, *found))

    def measure(self, insight: Insight) -> None:
        target = self.why_not.currentData()
        self._occluding.run(
            lambda: occlusion(insight.model, insight.pixels, target),
            lambda found: self._on_occlusion(insight, found, target),
        )

    def clear(self, insight: Insight) -> None:
        self._fill_boxes(insight)
        self._occlusion = self._shares = self._cam = None
        for view in self._views:
            view.show_digit(insight.pixels)
        self._describe()

    def _on_gradients(
        self, insight: Insight, shares: IntegratedGradients, cam: GradCam | None
    ) -> None:
        self._shares, self._cam = shares, cam
        self.shares_view.show_shares(insight.pixels, shares)
        self.cam_view.show_cam(insight.pixels, cam)
        self._describe()

    def _on_occlusion(self, insight: Insight, found: Occlusion, target: int | None) -> None:
        self._occlusion = found
        self.occlusion_view.show_occlusion(insight.pixels, found)
        self._describe()
        # One after the other: the pad and a training need the processor too.
        self._refining.run(
            lambda: integrated_gradients(insight.model, insight.pixels, target),
            lambda shares: self._on_refined(insight, shares),
        )

    def _on_refined(self, insight: Insight, shares: IntegratedGradients) -> None:
        self.finished(insight)
        self._shares = shares
        self.shares_view.show_shares(insight.pixels, shares)
        self._describe()

    # Words

    def _point(self, cell: Cell | None) -> None:
        """The same pixel in all three."""
        for view in self._views:
            view.point(cell)
        self._describe()

    def _describe(self) -> None:
        cell = self.occlusion_view.cell
        if self._occlusion is None:
            self._tell(0, self._odds, self.nothing_yet(), "")
        else:
            name = self.name(self._occlusion.target)
            spot = tr("Point at a spot to see what its ink is worth.")
            if cell is not None:
                spot = words.worth(float(self._occlusion.evidence[cell]), name)
            share = 1 / (1 + exp(-self._occlusion.log_odds))
            self._tell(0, self._odds, words.odds(name, share, self._occlusion.log_odds), spot)
        if self._shares is None:
            self._tell(1, self._totals, self.nothing_yet(), "")
        else:
            score = words.score_name(self._shares.question, self.name)
            spot = "" if cell is None else words.share(float(self._shares.shares[cell]))
            self._tell(1, self._totals, words.completeness(self._shares, score), spot)
        if self._cam is None:
            text = self.nothing_yet() if self.cam_layer.count() else words.no_convolution()
            self._tell(2, self._maps, text, "")
        else:
            score = words.score_name(self._cam.question, self.name)
            spot = "" if cell is None else words.strength(self._cam, cell)
            self._tell(2, self._maps, words.maps_added(self._cam, score), spot)

    def _tell(self, column: int, label: QLabel, text: str, spot: str) -> None:
        label.setText(text)
        self._spots[column].setText(spot)
        tell(self._views[column], f"{text} {spot}".strip())

    def _fill_boxes(self, insight: Insight) -> None:
        """The answer, and why not each other class; what was chosen stays chosen."""
        classes = insight.model.classes
        answer = tr("Why {name}?").format(name=classes[insight.answer])
        if not insight.pixels.any():
            answer = tr("Why this answer?")
        questions: list[tuple[str, int | None]] = [(answer, None)]
        questions += [
            (tr("Why not {name}?").format(name=name), index) for index, name in enumerate(classes)
        ]
        _fill(self.why_not, questions, self.why_not.currentData())
        network = insight.network
        shapes = network.shapes()
        layers: list[tuple[str, int | None]] = [
            (words.cam_layer(number + 1, shapes[layer + 1]), layer)
            for number, layer in enumerate(cam_layers(network))
        ]
        _fill(self.cam_layer, layers, usual_cam_layer(network))
        self.cam_layer.setMinimumWidth(self.cam_layer.sizeHint().width())
        self.cam_layer.setVisible(bool(layers))
        self._layer_label.setVisible(bool(layers))

    # Layout

    def _lay_out(self) -> None:
        self.why_not.setObjectName("whyNotBox")
        self.why_not.setAccessibleName(tr("Digit to explain"))
        self.cam_layer.setObjectName("camLayerBox")
        self.cam_layer.setAccessibleName(tr("Layer whose maps are added up"))
        self.cam_layer.setToolTip(self.cam_layer.accessibleName())
        self.cam_layer.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        question = caption(muted=True)
        question.setText(
            tr(
                "Three ways to tell which ink matters. Blue speaks for the digit, orange against "
                "it; point at a spot to see it in all three."
            )
        )
        top = QHBoxLayout()
        top.setSpacing(L)
        top.addWidget(self.why_not)
        top.addWidget(question, 1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(XL)
        grid.setVerticalSpacing(M)
        columns = zip(
            (tr("Covering"), tr("Integrated gradients"), tr("Grad-CAM")),
            (words.covering(), words.fading_in(), words.adding_maps()),
            self._views,
            (self._odds, self._totals, self._maps),
            self._spots,
            strict=True,
        )
        for column, (title, explanation, view, totals, spot) in enumerate(columns):
            heading = QLabel(title)
            heading.setFont(font(TITLE, QFont.Weight.DemiBold))
            heading.setWordWrap(True)
            text = caption(muted=True)
            text.setText(explanation)
            for found in (totals, spot):
                found.setFont(font(BODY))
            keep_lines(spot, 2)  # So that nothing jumps.
            for row, widget in enumerate((heading, text, view, totals, spot)):
                _share_width(widget)
                grid.addWidget(widget, row, column, _TOP if widget is not view else _ANYWHERE)
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, LEAST_COLUMN)
        grid.addLayout(self._layer_row(), 5, 1, 1, 2)  # Or it would make its column wider.
        grid.setRowStretch(6, 1)
        self._frame(top, grid)

    def _layer_row(self) -> QHBoxLayout:
        label = self._layer_label
        label.setBuddy(self.cam_layer)
        set_look(label, "muted")
        row = QHBoxLayout()
        row.setSpacing(M)
        row.addWidget(label)
        row.addWidget(self.cam_layer, 1)
        return row

    def _frame(self, top: QHBoxLayout, grid: QGridLayout) -> None:
        card = QFrame()
        set_look(card, "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(L, M + S, L, L)
        inside.setSpacing(M + S)
        inside.addLayout(top)
        inside.addLayout(grid, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)


def _share_width(widget: QWidget) -> None:
    """Leave a column as wide as the others, whatever is in it."""
    policy = widget.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
    widget.setSizePolicy(policy)


def _fill(box: QComboBox, items: list[tuple[str, int | None]], chosen: int | None) -> None:
    """Offer `items`, each a text and its data, without announcing that another one is chosen."""
    if [box.itemText(index) for index in range(box.count())] == [text for text, _ in items]:
        return
    box.blockSignals(True)
    box.clear()
    for text, data in items:
        box.addItem(text, data)
    box.setCurrentIndex(max(box.findData(chosen), 0) if items else -1)
    box.blockSignals(False)
