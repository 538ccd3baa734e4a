"""The strip: every layer as a picture, from the input to the answer."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from dlgui.core.explain.ablation import Unit, unit_behind
from dlgui.core.explain.trace import Insight, Stage
from dlgui.language import facts, tr
from dlgui.ui.inside.blocks import LEAST_WIDTH, Block, lay_out
from dlgui.ui.kit import formats, layer_words
from dlgui.ui.kit.figure_menu import offer_figure
from dlgui.ui.kit.heatmap import (
    ZERO,
    colour_of,
    colour_table,
    image_of,
    ink_table,
    largest_of,
    levels_of,
)
from dlgui.ui.kit.page import ARROW_STEPS
from dlgui.ui.kit.spoken import tell
from dlgui.ui.kit.theme import CAPTION, M, S, font, theme, theme_notifier
from dlgui.ui.pad.answer import percent
from dlgui.ui.session.focus import Focus

MARGIN = 4.0
"""Left and right of everything, for frames."""
LEAST_ROOM = 80


class LayerStrip(QWidget):
    """A click or the arrow keys choose a map, which the page then shows large.

    Left and right go on into the next layer, Page Up and Page Down change layers at once.
    """

    def __init__(self, focus: Focus, name: str = "layerStrip") -> None:
        """name: the object name"""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(tr("Layers, from the input to the answer"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._focus = focus
        self._blocks: list[Block] = []
        self._images: dict[Block, QImage] = {}
        self._laid_out_for: tuple[str, int, float] | None = None
        self._off: frozenset[Unit] = frozenset()
        focus.insight_changed.connect(self._on_insight)
        focus.map_changed.connect(self._on_map)
        focus.changed.connect(self.update)
        theme_notifier.themeChanged.connect(self._repaint)
        offer_figure(self, self.numbers)

    @property
    def blocks(self) -> list[Block]:
        return self._blocks

    def numbers(self) -> list[list[object]]:
        """The chosen map, or list of values, row by row below its columns' numbers."""
        stage = self._focus.current()
        if stage is None:
            return []
        values = stage.values[self._focus.map] if stage.has_maps else stage.values
        grid = values if values.ndim == 2 else values[np.newaxis]
        return [list(range(1, grid.shape[1] + 1)), *grid.tolist()]

    def mark_off(self, units: frozenset[Unit]) -> None:
        """Cross out what is switched off."""
        if units != self._off:
            self._off = units
            self.update()

    def chosen_rect(self) -> QRectF:
        """Where the chosen map is."""
        block = self._block_of(self._focus.stage)
        return block.rect(self._chosen(block)) if block else QRectF()

    def chosen_block_rect(self) -> QRectF:
        """Where all maps of the chosen stage are."""
        block = self._block_of(self._focus.stage)
        return QRectF(block.left, 0, block.width, self.height()) if block else QRectF()

    def sizeHint(self) -> QSize:
        return QSize(600, int(self._top()) + 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, int(self._top()) + LEAST_ROOM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        insight = self._focus.insight
        if insight is None:
            return
        self._lay_out()  # The display's pixel ratio may have changed.
        painter = QPainter(self)
        for block in self._blocks:
            if block.left - S <= event.rect().right() and block.left + block.width + S >= (
                event.rect().left()
            ):
                self._paint_block(painter, block, insight)
        self._paint_crosses(painter, insight)
        self._paint_frame(painter)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._item_at(event.position())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self._choose(*found)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        is_item = self._item_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_item else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        insight, key = self._focus.insight, Qt.Key(event.key())
        if insight is None:
            super().keyPressEvent(event)
        elif key in ARROW_STEPS:
            self._step(*ARROW_STEPS[key])
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._focus.step(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_Home:
            self._focus.step(-self._focus.stage)
        elif key == Qt.Key.Key_End:
            self._focus.step(len(insight.stages) - 1 - self._focus.stage)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._help_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    # Choosing

    def _choose(self, block: Block, item: int) -> None:
        focus, insight = self._focus, self._focus.insight
        assert insight is not None
        if block.what in ("list", "bars"):
            focus.choose(block.stage, 0)
            focus.point((item,))
        elif block.what == "filters" and len(insight.kernels(block.stage, 0)) > 1:
            focus.choose(block.stage, focus.map_of(block.stage))
            focus.choose_part(item)
        else:
            focus.choose(block.stage, item)

    def _chosen(self, block: Block) -> int:
        is_list = block.what in ("list", "bars")
        return self._focus.place[0] if is_list else self._focus.map_of(block.stage)

    def _step(self, down: int, right: int) -> None:
        """To the neighbour in the block, or sideways into the next block."""
        block = self._block_of(self._focus.stage)
        if block is None:
            return
        row, column = block.cell(self._chosen(block))
        row, column = row + down, column + right
        item = block.index(row, column)
        if 0 <= row < block.rows and 0 <= column < block.columns and item < block.count:
            self._choose(block, item)
        elif right:
            self._focus.step(right)

    def _item_at(self, position: QPointF) -> tuple[Block, int] | None:
        for block in self._blocks:
            item = block.item_at(position)
            if item is not None:
                return block, item
        return None

    def _block_of(self, stage: int) -> Block | None:
        of_stage = [b for b in self._blocks if b.stage == stage and b.what != "filters"]
        return of_stage[0] if of_stage else None

    def _help_at(self, position: QPointF) -> str:
        insight = self._focus.insight
        for block in self._blocks:
            if insight and block.left <= position.x() <= block.left + block.width:
                if block.what == "filters":
                    return tr(
                        "A filter is one small window of weights for each map before; a "
                        "convolution learns as many filters as it makes maps."
                    )
                stage = insight.stages[block.stage]
                return layer_words.explanation(stage, self._focus.is_scores(block.stage))
        return ""

    # Following

    def _on_insight(self) -> None:
        self._images.clear()
        self._lay_out()
        self._describe()

    def _on_map(self) -> None:
        # The filters shown are those of the chosen map.
        self._images = {b: i for b, i in self._images.items() if b.what != "filters"}
        self._describe()

    def _repaint(self) -> None:
        self._images.clear()
        self.update()

    def _describe(self) -> None:
        stage = self._focus.current()
        if stage is None:
            return
        is_scores = self._focus.is_scores(self._focus.stage)
        text = layer_words.title(stage, is_scores)
        if stage.has_maps:
            text = layer_words.map_title(stage, self._focus.map, is_scores)
        tell(self, facts((text, layer_words.size(stage.shape))))

    def _lay_out(self) -> None:
        insight = self._focus.insight
        if insight is None:
            return
        wanted = insight.network.name, self.height(), self.devicePixelRatioF()
        if wanted == self._laid_out_for:
            return
        self._laid_out_for = wanted
        self._images.clear()
        top = self._top()
        room = max(self.height() - top - MARGIN, LEAST_ROOM)
        blocks = lay_out(insight, top, room, self.devicePixelRatioF(), MARGIN)
        self._blocks = blocks
        self.setMinimumWidth(int(blocks[-1].left + blocks[-1].width + MARGIN))

    # Painting

    def _top(self) -> float:
        return 3 * QFontMetricsF(font(CAPTION)).height() + S

    def _paint_block(self, painter: QPainter, block: Block, insight: Insight) -> None:
        stage = insight.stages[block.stage]
        self._paint_header(painter, block, insight)
        if block.what == "bars":
            self._paint_bars(painter, block, insight)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        if block not in self._images:
            self._images[block] = self._image(block, insight)
        image = self._images[block]
        if block.what == "list":
            width, height = block.tile
            area = QRectF(block.left, block.top, block.columns * width, block.rows * height)
            painter.drawImage(area, image)
            return
        side = image.width()
        height = image.height() // block.count
        for item in range(block.count):
            painter.drawImage(block.rect(item), image, QRectF(0, item * height, side, height))
        if stage.kind == "input":
            painter.setPen(QPen(theme().border_strong, 1.0))
            painter.drawRect(block.rect(0))

    def _image(self, block: Block, insight: Insight) -> QImage:
        """All pictures of a block below each other, or the cells of a list."""
        stage = insight.stages[block.stage]
        values = stage.values
        if block.what == "filters":
            values = insight.weights(block.stage, "weight")
            chosen = self._focus.map_of(block.stage)
            values = values[:, 0] if values.shape[1] == 1 else values[chosen]
        levels = levels_of(values, largest_of(values))
        if block.what == "list":
            cells = np.full(block.rows * block.columns, ZERO, np.uint8)
            cells[: block.count] = levels
            return image_of(cells.reshape(block.rows, block.columns), colour_table())
        table = ink_table() if stage.kind == "input" else colour_table()
        return image_of(levels.reshape(-1, levels.shape[-1]), table)

    def _paint_header(self, painter: QPainter, block: Block, insight: Insight) -> None:
        t = theme()
        stage = insight.stages[block.stage]
        if block.what == "filters":
            lines = self._filter_lines(block, stage)
        else:
            learned = (
                "" if stage.kind == "convolution" else layer_words.parameters(stage.parameters)
            )
            lines = (
                layer_words.title(stage, self._focus.is_scores(block.stage)),
                layer_words.size(stage.shape),
                "" if stage.layer is None else learned,
            )
        height = QFontMetricsF(font(CAPTION)).height()
        is_chosen = block.stage == self._focus.stage
        # As long as a block is in sight, so is its title.
        seen = self.visibleRegion().boundingRect().left() + MARGIN
        for index, text in enumerate(lines):
            weight = QFont.Weight.DemiBold if index == 0 else QFont.Weight.Normal
            painter.setFont(font(CAPTION if index == 0 else CAPTION - 1, weight))
            first = t.accent_line if is_chosen and block.what != "filters" else t.text
            painter.setPen(first if index == 0 else t.text_muted)
            left = min(max(block.left, seen), block.left + block.width - LEAST_WIDTH)
            line = QRectF(left, index * height, block.width + 20, height)
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _filter_lines(self, block: Block, stage: Stage) -> tuple[str, str, str]:
        layer = stage.layer
        size = f"{getattr(layer, 'kernel', 0)}"
        text = tr("{count} of {size} × {size}").format(count=block.count, size=size)
        if block.count != stage.maps or self._has_many_inputs(block):
            title = tr("Filter of map {map}").format(map=self._focus.map_of(block.stage) + 1)
        else:
            title = tr("Filters")
        return title, text, layer_words.parameters(stage.parameters)

    def _has_many_inputs(self, block: Block) -> bool:
        """Whether a block shows the kernels of one filter instead of one kernel of each."""
        insight = self._focus.insight
        return insight is not None and len(insight.kernels(block.stage, 0)) > 1

    def _paint_bars(self, painter: QPainter, block: Block, insight: Insight) -> None:
        t = theme()
        stage = insight.stages[block.stage]
        is_answer = stage.kind == "softmax" or self._focus.is_scores(block.stage)
        values = stage.values
        names = insight.model.classes if is_answer else [str(n + 1) for n in range(len(values))]
        largest = largest_of(values) if stage.kind != "softmax" else 1.0
        best = int(values.argmax())
        metrics = QFontMetricsF(font(CAPTION))
        # Colour and the bar's number show a score's sign.
        name_width = min(max(metrics.horizontalAdvance(name) for name in names), 40.0) + M
        number_width = metrics.horizontalAdvance(percent(1.0)) + S
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for item, value in enumerate(values):
            row = block.rect(item)
            is_best = is_answer and item == best
            painter.setFont(font(CAPTION, QFont.Weight.Bold if is_best else QFont.Weight.Normal))
            painter.setPen(t.text if is_best else t.text_muted)
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            name = metrics.elidedText(names[item], Qt.TextElideMode.ElideRight, name_width)
            painter.drawText(row, left, name)
            is_share = stage.kind == "softmax"
            text = percent(float(value)) if is_share else formats.number(float(value), 2)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(row, right, text)
            track = row.adjusted(
                name_width, row.height() / 2 - 4, -number_width, 4 - row.height() / 2
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.surface_alt)
            painter.drawRoundedRect(track, 4, 4)
            share = abs(float(value)) / largest if largest > 0 else 0.0
            if share > 0.005:
                track.setWidth(max(track.width() * share, 4.0))
                painter.setBrush(colour_of(float(value), largest / 0.6))
                painter.drawRoundedRect(track, 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_crosses(self, painter: QPainter, insight: Insight) -> None:
        """Over the filters and neurons that are switched off, and over what they gave."""
        if not self._off:
            return
        painter.setPen(QPen(theme().bad, 1.5))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for block in self._blocks:
            if block.what == "filters" and self._has_many_inputs(block):
                continue  # They show one filter's kernels.
            for item in range(block.count):
                if unit_behind(insight.network, block.stage - 1, item) in self._off:
                    rect = block.rect(item)
                    painter.drawLine(rect.topLeft(), rect.bottomRight())
                    painter.drawLine(rect.topRight(), rect.bottomLeft())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_frame(self, painter: QPainter) -> None:
        """Around the chosen map, and a fainter one around the filter that made it."""
        t = theme()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for block in self._blocks:
            if block.stage != self._focus.stage:
                continue
            is_filters = block.what == "filters"
            item = self._chosen(block)
            if is_filters and self._has_many_inputs(block):
                item = self._focus.part
            if item < block.count:
                width = 1.0 if is_filters else 3.0 if self.hasFocus() else 2.0
                painter.setPen(QPen(t.accent_line, width))
                beyond = 0 if block.what == "bars" else 2  # Bars touch each other.
                painter.drawRect(block.rect(item).adjusted(-2, -beyond, 2, beyond))
