"""The chosen map, large, with what one of its values comes from outlined on the maps before."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from dlgui.core.explain.trace import Box, Place, Stage
from dlgui.language import tr
from dlgui.ui.inside.map_picture import MapPicture, as_grid, before_box, own_box
from dlgui.ui.kit import formats, layer_words
from dlgui.ui.kit.figure_menu import offer_figure
from dlgui.ui.kit.heatmap import (
    ZERO,
    colour_table,
    fitted_font,
    image_of,
    ink_table,
    largest_of,
    levels_of,
    text_on,
)
from dlgui.ui.kit.page import ARROW_STEPS
from dlgui.ui.kit.spoken import tell
from dlgui.ui.kit.theme import CAPTION, M, S, font, theme, theme_notifier
from dlgui.ui.session.focus import Focus

ARROW = 36.0
"""The room between two pictures."""
ROOM_FOR_NUMBER = 34.0
"""A cell this wide shows its number."""
WIDEST_CELL = 48.0
"""Of a list."""


class MapView(QWidget):
    """Pointing at a value, by the mouse or the arrow keys, shows how it was computed.

    A click on the map before goes there.
    """

    def __init__(self, focus: Focus) -> None:
        super().__init__()
        self.setObjectName("mapView")
        self.setAccessibleName(tr("The chosen map and what it looks at"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._focus = focus
        focus.changed.connect(self._on_changed)
        theme_notifier.themeChanged.connect(self.update)
        offer_figure(self, self.numbers)

    def numbers(self) -> list[list[float]]:
        """The chosen map, or list of values, row by row."""
        return [] if self._focus.insight is None else self._pictures()[-1].grid.tolist()

    def sizeHint(self) -> QSize:
        return QSize(600, 150)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 120)

    def cell_rect(self, place: Place) -> QRectF:
        """Where a value of the chosen map is, in the widget's pixels."""
        pictures = self._pictures()
        rect = self._rects(pictures)[-1]
        row, column = pictures[-1].cell_of(place)
        return pictures[-1].rect_of(rect, row, column)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._focus.insight is None:
            return
        pictures = self._pictures()
        rects = self._rects(pictures)
        painter = QPainter(self)
        for index, (picture, rect) in enumerate(zip(pictures, rects, strict=True)):
            if index:
                self._paint_arrow(painter, rects[index - 1], rect)
            self._paint_picture(painter, picture, rect)
        if self.hasFocus():
            painter.setPen(QPen(theme().accent_line, 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rects[-1].adjusted(-2.5, -2.5, 2.5, 2.5))
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position())
        before = self._picture_before_at(event.position())
        if place is not None:
            self._focus.point(place)
        self.setCursor(
            Qt.CursorShape.CrossCursor
            if place is not None
            else Qt.CursorShape.PointingHandCursor
            if before is not None
            else Qt.CursorShape.ArrowCursor
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        before = self._picture_before_at(event.position())
        if before is not None and event.button() == Qt.MouseButton.LeftButton:
            self._focus.choose(before.stage, before.map)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._focus.insight is None or key not in ARROW_STEPS:
            super().keyPressEvent(event)
            return
        picture = self._pictures()[-1]
        row, column = picture.cell_of(self._focus.place)
        down, right = ARROW_STEPS[key]
        place = picture.place(row + down, column + right)
        if place is not None:
            self._focus.point(place)

    # What is shown

    def _pictures(self) -> list[MapPicture]:
        """The input, the map before and the map, as far as they are different ones."""
        focus, insight = self._focus, self._focus.insight
        assert insight is not None
        pictures = [self._picture(focus.stage, focus.map, own_box(focus))]
        if focus.stage > 1:
            part = focus.part if insight.stages[focus.stage - 1].has_maps else 0
            pictures.insert(0, self._picture(focus.stage - 1, part, before_box(focus)))
        if focus.stage > 0:
            pictures.insert(0, self._picture(0, 0, focus.receptive_field))
        return pictures

    def _picture(self, stage: int, map_index: int, box: Box | None) -> MapPicture:
        insight = self._focus.insight
        assert insight is not None
        shown = insight.stages[stage]
        grid = shown.values[map_index] if shown.has_maps else as_grid(shown.values)
        caption = layer_words.title(shown, self._focus.is_scores(stage))
        if shown.has_maps and shown.maps > 1:
            caption = tr("{layer}, map {map}").format(layer=caption, map=map_index + 1)
        return MapPicture(
            stage,
            map_index,
            caption,
            grid,
            largest_of(shown.values),
            box,
            shown.kind == "input",
            not shown.has_maps,
        )

    def _on_changed(self) -> None:
        stage, place = self._focus.current(), self._focus.place
        if stage is not None:
            value = formats.number(float(stage.values[place]))
            tell(self, f"{layer_words.place_words(place)}: {value}")
        self.update()

    # Geometry

    def _rects(self, pictures: list[MapPicture]) -> list[QRectF]:
        """One below the captions for each picture, of whole display pixels for each value."""
        ratio = self.devicePixelRatioF()
        line = QFontMetricsF(font(CAPTION)).height()
        top = line + S
        side = min(
            self.height() - top - line - S,
            (self.width() - (len(pictures) - 1) * ARROW) / len(pictures) - M,
        )
        rects: list[QRectF] = []
        left = 4.0
        for picture in pictures:
            rows, columns = picture.grid.shape
            room = side
            if rows == 1:  # Short lists share what is left.
                lists = len(pictures) - len(rects)
                left_over = self.width() - left - (lists - 1) * ARROW - S
                room = min(left_over / lists, WIDEST_CELL * columns)
            scale = max(int(room * ratio / max(rows, columns)), 1) / ratio
            rects.append(QRectF(left, top, columns * scale, rows * scale))
            caption = QFontMetricsF(font(CAPTION)).horizontalAdvance(picture.caption)
            left += max(columns * scale, min(caption, side)) + ARROW
        return rects

    def _place_at(self, position: QPointF) -> Place | None:
        if self._focus.insight is None:
            return None
        picture = self._pictures()[-1]
        rect = self._rects(self._pictures())[-1]
        rows, columns = picture.grid.shape
        row = int((position.y() - rect.top()) // (rect.height() / rows))
        column = int((position.x() - rect.left()) // (rect.width() / columns))
        return picture.place(row, column)

    def _picture_before_at(self, position: QPointF) -> MapPicture | None:
        if self._focus.insight is None:
            return None
        pictures = self._pictures()
        rects = self._rects(pictures)
        for picture, rect in zip(pictures[:-1], rects, strict=False):
            if rect.contains(position):
                return picture
        return None

    # Painting

    def _paint_picture(self, painter: QPainter, picture: MapPicture, rect: QRectF) -> None:
        t = theme()
        line = QFontMetricsF(font(CAPTION)).height()
        is_chosen = picture.stage == self._focus.stage
        painter.setFont(font(CAPTION, QFont.Weight.DemiBold if is_chosen else QFont.Weight.Normal))
        painter.setPen(t.text if is_chosen else t.text_muted)
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(rect.left(), 0, 400, line), middle, picture.caption)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        levels = levels_of(picture.grid, picture.largest)
        levels[np.isnan(picture.grid)] = ZERO
        table = ink_table() if picture.is_ink else colour_table()
        painter.drawImage(rect, image_of(levels, table))
        painter.setPen(QPen(t.border_strong, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5))
        self._paint_numbers(painter, picture, rect)
        if self._has_names(picture.stage):
            self._paint_names(painter, rect)
        if picture.box is not None:
            picture.paint_box(painter, rect)
        if is_chosen:
            self._paint_value(painter, rect)

    def _paint_numbers(self, painter: QPainter, picture: MapPicture, rect: QRectF) -> None:
        """In each cell, where there is room."""
        if rect.width() / picture.grid.shape[1] < ROOM_FOR_NUMBER:
            return
        levels = levels_of(picture.grid, picture.largest)
        table = ink_table() if picture.is_ink else colour_table()
        places = np.argwhere(np.isfinite(picture.grid))
        texts = [formats.number(float(picture.grid[row, column]), 2) for row, column in places]
        painter.setFont(fitted_font(texts, rect.width() / picture.grid.shape[1] - 4, CAPTION - 2))
        for (row, column), text in zip(places, texts, strict=True):
            painter.setPen(text_on(QColor.fromRgb(int(table[levels[row, column]]))))
            cell = picture.rect_of(rect, int(row), int(column))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)

    def _has_names(self, stage: int) -> bool:
        """Whether a stage has one value for each class."""
        insight = self._focus.insight
        return insight is not None and stage >= len(insight.stages) - 2

    def _paint_names(self, painter: QPainter, rect: QRectF) -> None:
        insight = self._focus.insight
        assert insight is not None
        classes = insight.model.classes
        width = rect.width() / len(classes)
        metrics = QFontMetricsF(font(CAPTION - 1))
        painter.setFont(font(CAPTION - 1))
        painter.setPen(theme().text_muted)
        for index, name in enumerate(classes):
            cell = QRectF(rect.left() + index * width, rect.bottom() + 2, width, metrics.height())
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, width)
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_value(self, painter: QPainter, rect: QRectF) -> None:
        """Below the map: where one is, and the value there."""
        stage, place = self._focus.current(), self._focus.place
        if stage is None:
            return
        value = formats.number(float(stage.values[place]))
        text = tr("{place}: {value}")
        if not self._focus.is_pointed:
            text = tr("{place}: {value} (the strongest; point at another)")
        text = text.format(place=_where(self._focus, stage), value=value)
        metrics = QFontMetricsF(font(CAPTION))
        painter.setFont(font(CAPTION))
        painter.setPen(theme().text_muted)
        names = metrics.height() if self._has_names(self._focus.stage) else 0
        width = metrics.horizontalAdvance(text)
        left = max(min(rect.left(), self.width() - width - S), 0.0)
        below = QRectF(left, rect.bottom() + S + names, width + S, metrics.height())
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, text)

    def _paint_arrow(self, painter: QPainter, before: QRectF, after: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().text_faint, 1.5))
        y = before.top() + min(before.height(), after.height()) / 2
        end = after.left() - M
        start = end - ARROW + 2 * M
        painter.drawLine(QPointF(start, y), QPointF(end, y))
        painter.drawLine(QPointF(end - 5, y - 4), QPointF(end, y))
        painter.drawLine(QPointF(end - 5, y + 4), QPointF(end, y))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _where(focus: Focus, stage: Stage) -> str:
    insight = focus.insight
    if insight is not None and focus.stage >= len(insight.stages) - 2:
        return insight.model.classes[focus.place[0]]
    return layer_words.place_words(focus.place)
