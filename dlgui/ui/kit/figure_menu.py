"""Taking a figure along: the context menu that every chart, matrix, map and gallery has.

The picture is copied, or saved as PNG (twice the size), SVG or PDF; what is painted as shapes stays
shapes. Its numbers are copied as a table, or saved as CSV. On dark screens too, a picture is made
in the light theme, for paper, unless it is asked for as it looks.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QMarginsF,
    QPoint,
    QRect,
    QSize,
    QSizeF,
    Qt,
)
from PySide6.QtGui import QAction, QGuiApplication, QImage, QPageSize, QPainter, QPdfWriter, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from dlgui.core.errors import DlguiError
from dlgui.core.files import write_atomically
from dlgui.language import tr
from dlgui.ui.kit.menu import Menu
from dlgui.ui.kit.plot import Plot
from dlgui.ui.kit.spoken import Table, TableWalk
from dlgui.ui.kit.theme import set_theme, theme, theme_choice
from dlgui.ui.kit.what_is_this import Popover, named_around

SHARPER = 2
"""Pixels of a copied or saved picture for one on the screen."""
POINTS = 0.75
"""Of a PDF, for a pixel."""
KINDS = {".png": "PNG", ".svg": "SVG", ".pdf": "PDF"}


def offer_figure(
    widget: QWidget, numbers: Callable[[], Table] | None = None, *, is_walked: bool = False
) -> None:
    """Give `widget` and what is in it the menu.

    numbers: what it shows, where that is numbers
    is_walked: arrow keys read these, for a view that has no keys of its own
    """
    if is_walked and numbers is not None:
        TableWalk(widget, numbers)
    widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    widget.customContextMenuRequested.connect(
        lambda position: figure_menu(widget, numbers).popup(widget.mapToGlobal(position))
    )


def figure_menu(widget: QWidget, numbers: Callable[[], Table] | None = None) -> Menu:
    menu = Menu(parent=widget)
    menu.setObjectName("figureMenu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    as_seen = QAction(tr("Picture in dark colours"), menu)
    as_seen.setCheckable(True)
    as_seen.setVisible(theme().is_dark)

    def add(text: str, act: Callable[[], None]) -> None:
        menu.addAction(text).triggered.connect(lambda: act())

    def copy_picture() -> None:
        QGuiApplication.clipboard().setImage(picture_of(widget, as_seen=as_seen.isChecked()))

    def save_picture() -> None:
        is_as_seen = as_seen.isChecked()
        filters = {ending: f"{name} (*{ending})" for ending, name in KINDS.items()}
        _ask(widget, filters, lambda path: save_figure(widget, path, as_seen=is_as_seen))

    add(tr("Copy picture"), copy_picture)
    add(tr("Save picture…"), save_picture)
    if numbers is not None:
        menu.addSeparator()
        table = numbers
        add(tr("Copy numbers"), lambda: copy_table(table()))
        saved = {".csv": "CSV (*.csv)"}
        add(
            tr("Save numbers…"),
            lambda: _ask(widget, saved, lambda path: save_table(table(), path)),
        )
    menu.addAction(as_seen)
    terms = named_around(widget)
    if terms:
        menu.addSeparator()
        below = widget.mapToGlobal(QPoint(0, 0))
        add(tr("What is this?"), lambda: Popover(widget, terms).show_at(below))
    return menu


def picture_of(widget: QWidget, *, as_seen: bool = False) -> QImage:
    """Twice as large as on the screen. as_seen: in the theme that is in use, even a dark one"""
    image = QImage(widget.size() * SHARPER, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(SHARPER)
    with _painted_for_paper(as_seen), _as_shapes(widget):
        image.fill(theme().surface)
        _render(widget, QPainter(image))
    return image


def save_figure(widget: QWidget, path: Path, *, as_seen: bool = False) -> None:
    """As PNG, SVG or PDF, whatever `path` ends with. Raises DlguiError."""
    device = QBuffer()
    device.open(QBuffer.OpenModeFlag.WriteOnly)
    kind = path.suffix.lower()
    if kind == ".png":
        picture_of(widget, as_seen=as_seen).save(device, "PNG")  # type: ignore[call-overload]
    elif kind in KINDS:
        with _painted_for_paper(as_seen), _as_shapes(widget):
            make = _svg if kind == ".svg" else _pdf
            drawing = make(device, widget.size())  # The painter does not keep it alive.
            painter = QPainter(drawing)
            if kind == ".pdf":
                painter.scale(POINTS, POINTS)
            painter.fillRect(widget.rect(), theme().surface)
            _render(widget, painter)
    else:
        raise DlguiError(tr("A picture's name ends with .png, .svg or .pdf."))
    _write(path, bytes(device.data().data()))


def save_table(table: Table, path: Path) -> None:
    """As CSV, in UTF-8. Raises DlguiError."""
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(table)
    _write(path, text.getvalue().encode())


def copy_table(table: Table) -> None:
    """Cells apart by tabs, as spreadsheets take them."""
    # Not as HTML beside it: a QMimeData made in Python ends the program with a crash when the
    # clipboard outlives the interpreter.
    text = "\n".join("\t".join(map(str, row)) for row in table)
    QGuiApplication.clipboard().setText(text)


def _write(path: Path, content: bytes) -> None:
    try:
        write_atomically(path, content)
    except OSError as error:
        reason = error.strerror or str(error)
        text = tr("{path} cannot be written ({reason}): choose another place.")
        raise DlguiError(text.format(path=path, reason=reason)) from error


def _svg(device: QBuffer, size: QSize) -> QSvgGenerator:
    svg = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)  # The other version knows no clipping.
    svg.setOutputDevice(device)
    svg.setResolution(96)  # A pixel of CSS, so that it is as large as on the screen.
    svg.setSize(size)
    svg.setViewBox(QRect(QPoint(), size))
    return svg


def _pdf(device: QBuffer, size: QSize) -> QPdfWriter:
    pdf = QPdfWriter(device)
    pdf.setResolution(72)
    pdf.setPageSize(QPageSize(QSizeF(size) * POINTS, QPageSize.Unit.Point))
    pdf.setPageMargins(QMarginsF())
    return pdf


def _render(widget: QWidget, painter: QPainter) -> None:
    every = QRegion(widget.rect())
    widget.render(painter, QPoint(), every, QWidget.RenderFlag.DrawChildren)
    painter.end()


@contextmanager
def _painted_for_paper(as_seen: bool) -> Iterator[None]:
    before = theme_choice()
    changes = theme().is_dark and not as_seen
    if changes:
        set_theme("light")
    try:
        yield
    finally:
        if changes:
            set_theme(before)


@contextmanager
def _as_shapes(widget: QWidget) -> Iterator[None]:
    plots = [widget, *widget.findChildren(QWidget)]
    shown = [plot for plot in plots if isinstance(plot, Plot)]
    for plot in shown:
        plot.paints_shapes = True
    try:
        yield
    finally:
        for plot in shown:
            plot.paints_shapes = False


def _ask(widget: QWidget, filters: dict[str, str], save: Callable[[Path], None]) -> None:
    """For a file, and save there; the ending is that of the filter unless one is typed."""
    name = (widget.objectName() or "figure") + next(iter(filters))
    dialog = QFileDialog(widget.window(), tr("Save"), name, ";;".join(filters.values()))
    dialog.setObjectName("saveFigureDialog")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    endings = {text: ending for ending, text in filters.items()}
    dialog.filterSelected.connect(lambda text: dialog.setDefaultSuffix(endings[text]))
    dialog.setDefaultSuffix(next(iter(filters)))

    def take(chosen: str) -> None:
        try:
            save(Path(chosen))
        except DlguiError as error:
            box = QMessageBox(QMessageBox.Icon.Warning, tr("Save"), str(error))
            box.setParent(widget.window(), Qt.WindowType.Dialog)
            box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            box.open()

    dialog.fileSelected.connect(take)
    dialog.open()
