"""What speaks for an answer, laid over the digit, and the shift map, painted."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from dlgui.core.explain.attribution import GradCam, IntegratedGradients
from dlgui.core.explain.perturbation import PATCH, Occlusion, covered
from dlgui.core.ink.raster import SIZE
from dlgui.language import tr
from dlgui.ui.kit.figure_menu import offer_figure
from dlgui.ui.kit.heatmap import (
    colour_table,
    ink_image,
    largest_of,
    levels_of,
)
from dlgui.ui.kit.pixel_view import PixelView
from dlgui.ui.kit.theme import theme, theme_notifier

LEAST_SCALE = 1.0
"""Log-odds at which evidence is painted in full, at least: what hardly matters shall look so."""
INK_SHARE, FAINT_INK_SHARE = 0.75, 0.15
"""How dark the ink under the colours is; the second where the colours are the ink's own."""


class _DigitView(PixelView):
    """Numbers as colours over the digit as the network sees it."""

    def __init__(self) -> None:
        super().__init__(SIZE)
        self._pixels: np.ndarray | None = None
        self._values: np.ndarray | None = None
        self._scale = 0.0
        offer_figure(self, self.numbers)

    def numbers(self) -> list[list[object]]:
        """A row for each row of pixels, without names."""
        return [] if self._values is None else self._values.tolist()

    def show_digit(self, pixels: np.ndarray) -> None:
        """float32 [28, 28] of which nothing is known yet."""
        self.show_values(pixels, None, 0.0)

    def show_values(self, pixels: np.ndarray, values: np.ndarray | None, scale: float) -> None:
        """values: [28, 28], or None; scale: the value that is painted in full"""
        self._pixels, self._values, self._scale = pixels, values, scale
        self.update()

    def image(self) -> QImage | None:
        """Values as colour, the digit as darkness, so that both are seen at each pixel."""
        pixels = self._shown_pixels()
        if pixels is None:
            return None
        values = np.zeros_like(pixels) if self._values is None else self._values
        colours = _channels(colour_table()[levels_of(values, self._scale)])
        ink = _channels(np.array([theme().ink.rgb()], np.uint32))
        share = self._ink_share() * pixels[..., np.newaxis]
        return _image(colours * (1 - share) + ink * share)

    def _ink_share(self) -> float:
        """How dark full ink is under the colours."""
        return INK_SHARE

    def _shown_pixels(self) -> np.ndarray | None:
        return self._pixels

    def paint_over(self, painter: QPainter) -> None:
        if self.cell is not None and self._values is not None:
            painter.setPen(QPen(theme().good, 2.0))
            painter.drawRect(self.rect_of(*self.cell))


class OcclusionView(_DigitView):
    """What each spot's ink is worth; where it is pointed at, it is covered."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("occlusionView")
        self.setAccessibleName(tr("What speaks for and against it"))

    def show_occlusion(self, pixels: np.ndarray, found: Occlusion) -> None:
        """pixels: float32 [28, 28], the digit that was measured"""
        self.show_values(pixels, found.evidence, max(largest_of(found.evidence), LEAST_SCALE))

    def _shown_pixels(self) -> np.ndarray | None:
        if self._pixels is None or self.cell is None or self._values is None:
            return self._pixels
        return covered(self._pixels, *self.cell)

    def paint_over(self, painter: QPainter) -> None:
        if self.cell is None or self._values is None:
            return
        row, column = self.cell
        half = PATCH // 2
        painter.setPen(QPen(theme().good, 2.0))
        painter.drawRect(self.rect_of(row - half, column - half, PATCH, PATCH) & self.area())


class SharesView(_DigitView):
    """What each pixel adds to the score. Only ink has a share: its colour alone shows it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sharesView")
        self.setAccessibleName(tr("What each pixel adds to the score"))

    def show_shares(self, pixels: np.ndarray, found: IntegratedGradients) -> None:
        self.show_values(pixels, found.shares, largest_of(found.shares))

    def _ink_share(self) -> float:
        return INK_SHARE if self._values is None else FAINT_INK_SHARE


class CamView(_DigitView):
    """Where a layer found what raises the score."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("camView")
        self.setAccessibleName(tr("Where the network found it"))

    def show_cam(self, pixels: np.ndarray, found: GradCam | None) -> None:
        if found is None:
            self.show_digit(pixels)
        else:
            self.show_values(pixels, found.fine, largest_of(found.fine))


class Thumbnail(QWidget):
    """A small picture of the changed digit, as the network was given it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFixedSize(3 * SIZE + 2, 3 * SIZE + 2)
        self._pixels: np.ndarray | None = None
        theme_notifier.themeChanged.connect(self.update)

    def show_pixels(self, pixels: np.ndarray | None) -> None:
        """float32 [28, 28] from 0 to 1, or None for nothing."""
        self._pixels = pixels
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        pixels = np.zeros((SIZE, SIZE)) if self._pixels is None else self._pixels
        area = QRectF(1, 1, 3 * SIZE, 3 * SIZE)
        painter.drawImage(area, ink_image(pixels))
        painter.setPen(QPen(theme().border_strong, 1.0))
        painter.drawRect(area.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.end()


def _channels(rgb: np.ndarray) -> np.ndarray:
    """Red, green and blue along a new last axis."""
    return np.stack([(rgb >> shift) & 255 for shift in (16, 8, 0)], axis=-1).astype(np.float64)


def _image(channels: np.ndarray) -> QImage:
    height, width, _ = channels.shape
    packed = np.ascontiguousarray((channels + 0.5).astype(np.uint8))
    return QImage(packed.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
