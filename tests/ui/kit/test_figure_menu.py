"""Figures are taken along: as pictures, as shapes, as numbers."""

import csv
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QByteArray, QPoint
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu

from dlgui.core.errors import DlguiError
from dlgui.ui.kit.curves import Curve
from dlgui.ui.kit.figure_menu import copy_table, offer_figure, picture_of, save_figure, save_table
from dlgui.ui.kit.menu import plain
from dlgui.ui.kit.plot import Plot
from dlgui.ui.kit.theme import DARK, LIGHT, set_theme, theme

pytestmark = pytest.mark.usefixtures("themed")

X = np.array([0.0, 0.25, 0.5, 1.0])
Y = np.array([0.1, 1 / 3, 0.5, 7.0])


@pytest.fixture
def plot(qtbot):
    plot = Plot((Curve("loss", "Loss", "chart_train", "line"),), ("Step", "nats"))
    plot.setObjectName("lossPlot")
    qtbot.addWidget(plot)
    plot.resize(300, 200)
    plot.set_points("loss", X, Y)
    offer_figure(plot, plot.numbers)
    plot.show()
    return plot


def open_menu(widget):
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, QPoint(50, 50), widget.mapToGlobal(QPoint(50, 50))
    )
    QApplication.sendEvent(widget, event)
    return widget.findChild(QMenu, "figureMenu")


def action(menu, text):
    return next(one for one in menu.actions() if plain(one.text()).startswith(text))


def test_a_picture_is_twice_as_large_and_for_paper_unless_asked_otherwise(plot):
    set_theme("dark")
    for as_seen, colours in ((False, LIGHT), (True, DARK)):
        image = picture_of(plot, as_seen=as_seen)
        assert (image.width(), image.height()) == (600, 400)
        assert image.pixelColor(3, 3) == colours.surface
    assert theme().is_dark


def test_a_saved_drawing_holds_shapes_within_the_axes(plot, tmp_path):
    path = tmp_path / "loss.svg"
    save_figure(plot, path)
    text = path.read_text("utf-8")
    assert "<image" not in text
    assert LIGHT.chart_train.name() in text
    renderer = QSvgRenderer(QByteArray(text.encode()))
    assert renderer.isValid()
    assert renderer.viewBox().size() == plot.size()
    assert "clip-path" in text  # One of the points lies far above the axis.
    assert not plot.paints_shapes


@pytest.mark.parametrize(("name", "begin"), [("a.pdf", b"%PDF"), ("a.PNG", b"\x89PNG")])
def test_the_ending_says_what_is_written(plot, tmp_path, name, begin):
    path = tmp_path / name
    save_figure(plot, path)
    assert path.read_bytes().startswith(begin)


def test_what_cannot_be_saved_is_said(plot, tmp_path):
    with pytest.raises(DlguiError, match="ends with"):
        save_figure(plot, tmp_path / "loss.bmp")
    (tmp_path / "file").touch()
    with pytest.raises(DlguiError, match="choose another place"):
        save_figure(plot, tmp_path / "file" / "loss.png")


def test_numbers_are_saved_exactly(plot, tmp_path):
    path = tmp_path / "loss.csv"
    save_table(plot.numbers(), path)
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert head == ["Curve", "Step", "nats"]
    assert [row[0] for row in rows] == ["Loss"] * 4
    assert np.array_equal(np.array([row[1:] for row in rows], float), np.stack([X, Y], axis=1))


def test_a_table_is_copied_as_one():
    copy_table([["a", "b<c"], [1, -0.5]])
    assert QGuiApplication.clipboard().text() == "a\tb<c\n1\t-0.5"


def test_the_menu_copies_and_saves(plot, qtbot, tmp_path):
    menu = open_menu(plot)
    action(menu, "Copy picture").trigger()
    assert QGuiApplication.clipboard().image().width() == 600
    action(menu, "Copy numbers").trigger()
    assert QGuiApplication.clipboard().text().splitlines()[1] == "Loss\t0.0\t0.1"
    action(menu, "Save picture").trigger()
    dialog = plot.findChild(QFileDialog, "saveFigureDialog")
    assert Path(dialog.selectedFiles()[0]).name == "lossPlot.png"
    dialog.fileSelected.emit(str(tmp_path / "chosen.png"))
    dialog.close()
    menu.close()
    assert QImage(str(tmp_path / "chosen.png")).width() == 600
