"""The paper by itself: real events in, strokes out, and what is painted."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pointer import BY_THE_SYSTEM, drag, mouse, tablet
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QImage,
    QPixmap,
    QPointingDevice,
    QTouchEvent,
    QTransform,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.reading.result import DigitReading, Reading
from dlgui.ui.kit.theme import install_theme, theme
from dlgui.ui.pad import content as sheet
from dlgui.ui.pad.canvas import PadCanvas
from dlgui.ui.pad.content import PadContent
from dlgui.ui.pad.ink_painting import InkCache

ZIGZAG = [(100.0, 100.0), (150.0, 200.0), (200.0, 100.0), (250.0, 200.0)]


class Heard:
    """What a canvas said."""

    def __init__(self, canvas: PadCanvas) -> None:
        self.changed: list[Stroke] = []
        self.finished: list[Stroke] = []
        self.cancelled: list[bool] = []
        self.erased: list[int] = []
        self.pointed: list[int] = []
        canvas.stroke_changed.connect(self.changed.append)
        canvas.stroke_finished.connect(self.finished.append)
        canvas.stroke_cancelled.connect(lambda: self.cancelled.append(True))
        canvas.erase_requested.connect(self.erased.append)
        canvas.digit_pointed.connect(self.pointed.append)


@pytest.fixture
def canvas(qtbot: QtBot, qapp: QApplication) -> Iterator[PadCanvas]:
    """A canvas on which one unit of the sheet is one of the widget."""
    install_theme(qapp, "light")
    canvas = PadCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(400, 320)
    canvas.show()
    qtbot.waitExposed(canvas)
    yield canvas
    qapp.setStyleSheet("")


@pytest.fixture
def heard(canvas: PadCanvas) -> Heard:
    return Heard(canvas)


def ink(*points: tuple[float, float]) -> Stroke:
    return Stroke(np.array(points, dtype=np.float32))


def digit(box: tuple[float, float, float, float]) -> DigitReading:
    probabilities = np.full(10, 0.1, dtype=np.float32)
    return DigitReading(0, 0.1, probabilities, box, np.zeros((28, 28), dtype=np.float32))


def colour_at(canvas: PadCanvas, x: float, y: float) -> str:
    image = canvas.grab().toImage()
    ratio = image.devicePixelRatio()
    return image.pixelColor(round(x * ratio), round(y * ratio)).name()


# Mouse


def test_the_stroke_so_far_is_shown_and_told_once_in_a_frame(
    canvas: PadCanvas, heard: Heard, qtbot: QtBot
) -> None:
    mouse(canvas, QEvent.Type.MouseButtonPress, ZIGZAG[0])
    for position in ZIGZAG[1:]:
        mouse(canvas, QEvent.Type.MouseMove, position)
    qtbot.waitUntil(lambda: len(heard.changed) > 1)
    assert [len(stroke.points) for stroke in heard.changed] == [1, 4]
    assert colour_at(canvas, *ZIGZAG[3]) == theme().ink.name()


def test_a_stroke_of_one_frame_is_told_whole(canvas: PadCanvas, heard: Heard) -> None:
    drag(canvas, ZIGZAG)
    assert [len(stroke.points) for stroke in heard.changed] == [1]
    (stroke,) = heard.finished
    np.testing.assert_allclose(stroke.points, ZIGZAG, atol=1e-3)
    assert stroke.pressure is None
    assert stroke.points.dtype == np.float32


def test_a_click_is_a_dot(canvas: PadCanvas, heard: Heard) -> None:
    drag(canvas, [(200.0, 160.0)])
    (stroke,) = heard.finished
    assert stroke.points.shape == (1, 2)
    canvas.set_content(PadContent(Drawing((stroke,))))
    assert colour_at(canvas, 200, 160) == theme().ink.name()


def test_the_second_of_two_quick_strokes_is_drawn_too(canvas: PadCanvas, heard: Heard) -> None:
    drag(canvas, ZIGZAG)
    mouse(canvas, QEvent.Type.MouseButtonDblClick, (50, 50))
    mouse(canvas, QEvent.Type.MouseMove, (60, 90))
    mouse(canvas, QEvent.Type.MouseButtonRelease, (60, 90), Qt.MouseButton.NoButton)
    assert [len(stroke.points) for stroke in heard.finished] == [4, 2]


def test_the_right_button_draws_nothing(canvas: PadCanvas, heard: Heard) -> None:
    QTest.mousePress(canvas, Qt.MouseButton.RightButton)
    mouse(canvas, QEvent.Type.MouseMove, (200, 200), Qt.MouseButton.RightButton)
    QTest.mouseRelease(canvas, Qt.MouseButton.RightButton)
    assert heard.changed == []


def test_points_do_not_depend_on_the_size_of_the_window(canvas: PadCanvas, heard: Heard) -> None:
    drag(canvas, ZIGZAG)
    canvas.resize(800, 640)
    drag(canvas, [(2 * x, 2 * y) for x, y in ZIGZAG])
    first, second = heard.finished
    np.testing.assert_allclose(second.points, first.points, atol=1e-3)


def test_a_pen_that_leaves_the_paper_slides_along_its_edge(canvas: PadCanvas, heard: Heard) -> None:
    drag(canvas, [(350, 100), (900, 150), (350, -70)])
    (stroke,) = heard.finished
    np.testing.assert_allclose(stroke.points, [(350, 100), (400, 150), (350, 0)], atol=1e-3)
    before = canvas.to_widget(0, 0)
    canvas.set_content(PadContent(Drawing((stroke,))))
    assert canvas.to_widget(0, 0) == before


@pytest.mark.parametrize("size", [(400, 500), (700, 320)])
def test_ink_on_the_edge_is_in_sight_as_a_whole_also_when_the_pad_gets_smaller(
    canvas: PadCanvas, heard: Heard, size: tuple[int, int]
) -> None:
    canvas.resize(*size)
    drag(canvas, [(200, -50), (200, 900), (900, 250), (-9, 250)])
    (stroke,) = heard.finished
    before = canvas.to_widget(0, 0)
    canvas.set_content(PadContent(Drawing((stroke,))))
    assert canvas.to_widget(0, 0) == before
    canvas.resize(400, 320)
    reach = canvas.pen_width() / 2
    for x, y in stroke.points.tolist():
        if not (0 <= x <= sheet.WIDTH and 0 <= y <= sheet.HEIGHT):
            place, edge = canvas.to_widget(x, y), canvas.to_widget(x + reach, y + reach)
            margin = edge.x() - place.x()
            assert margin <= place.x() <= canvas.width() - margin or 0 <= x <= sheet.WIDTH
            assert margin <= place.y() <= canvas.height() - margin or 0 <= y <= sheet.HEIGHT


def test_a_stroke_under_way_stays_in_sight_when_the_pad_gets_shorter(canvas: PadCanvas) -> None:
    canvas.resize(400, 500)
    mouse(canvas, QEvent.Type.MouseButtonPress, (200, 20))
    mouse(canvas, QEvent.Type.MouseMove, (200, 480))
    canvas.resize(400, 250)
    for y in (-70.0, 390.0):
        assert 0 <= canvas.to_widget(200, y).y() <= 250
    canvas.cancel_stroke()


@pytest.mark.parametrize("kind", [QEvent.Type.WindowDeactivate, QEvent.Type.UngrabMouse])
def test_a_pen_that_is_taken_away_in_mid_stroke_is_lifted(
    canvas: PadCanvas, heard: Heard, kind: QEvent.Type
) -> None:
    mouse(canvas, QEvent.Type.MouseButtonPress, (100, 100))
    mouse(canvas, QEvent.Type.MouseMove, (150, 150))
    QApplication.sendEvent(canvas, QEvent(kind))
    mouse(canvas, QEvent.Type.MouseMove, (300, 300), Qt.MouseButton.NoButton)
    (stroke,) = heard.finished
    assert len(stroke.points) == 2


@pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")
def test_a_menu_that_opens_in_mid_stroke_does_not_leave_the_pen_down(
    canvas: PadCanvas, heard: Heard
) -> None:
    mouse(canvas, QEvent.Type.MouseButtonPress, (100, 100))
    mouse(canvas, QEvent.Type.MouseMove, (150, 150))
    menu = QMenu(canvas)
    menu.addAction("Save")
    menu.popup(canvas.mapToGlobal(QPoint(200, 200)))
    # The button is released over the menu, which keeps it for itself.
    menu.close()
    mouse(canvas, QEvent.Type.MouseMove, (300, 300), Qt.MouseButton.NoButton)
    mouse(canvas, QEvent.Type.MouseMove, (320, 300), Qt.MouseButton.NoButton)
    (stroke,) = heard.finished
    assert len(stroke.points) == 2
    drag(canvas, [(10, 10), (50, 50)])
    assert [len(stroke.points) for stroke in heard.finished] == [2, 2]


def test_escape_drops_the_stroke_under_way(canvas: PadCanvas, heard: Heard) -> None:
    mouse(canvas, QEvent.Type.MouseButtonPress, (100, 100))
    mouse(canvas, QEvent.Type.MouseMove, (150, 150))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    mouse(canvas, QEvent.Type.MouseMove, (200, 150))
    mouse(canvas, QEvent.Type.MouseButtonRelease, (200, 150), Qt.MouseButton.NoButton)
    assert heard.cancelled == [True]
    assert (len(heard.changed), heard.finished) == (1, [])
    drag(canvas, ZIGZAG)
    assert len(heard.finished) == 1


# Tablet and touch


def test_a_pen_draws_one_stroke_with_pressure_and_no_second_one_by_mouse(
    canvas: PadCanvas, heard: Heard
) -> None:
    made_up = BY_THE_SYSTEM
    accepted = [tablet(canvas, QEvent.Type.TabletPress, (100, 100), 0.25).isAccepted()]
    mouse(canvas, QEvent.Type.MouseButtonPress, (100, 100), source=made_up)
    accepted.append(tablet(canvas, QEvent.Type.TabletMove, (150, 150), 0.75).isAccepted())
    mouse(canvas, QEvent.Type.MouseMove, (150, 150), source=made_up)
    accepted.append(tablet(canvas, QEvent.Type.TabletRelease, (150, 150), 0.0).isAccepted())
    # Some systems send the made-up click only after the pen was lifted.
    mouse(canvas, QEvent.Type.MouseButtonPress, (150, 150), source=made_up)
    mouse(canvas, QEvent.Type.MouseButtonRelease, (150, 150), Qt.MouseButton.NoButton, made_up)
    (stroke,) = heard.finished
    np.testing.assert_allclose(stroke.points, [(100, 100), (150, 150)], atol=1e-3)
    assert stroke.pressure is not None
    np.testing.assert_allclose(stroke.pressure, [0.25, 0.75], atol=1e-3)
    assert all(accepted)


def test_a_mouse_draws_after_a_pen(canvas: PadCanvas, heard: Heard) -> None:
    tablet(canvas, QEvent.Type.TabletPress, (100, 100), 0.5)
    tablet(canvas, QEvent.Type.TabletRelease, (100, 100), 0.0)
    drag(canvas, ZIGZAG)
    assert [stroke.pressure is None for stroke in heard.finished] == [False, True]


def test_pressing_harder_paints_wider_ink(canvas: PadCanvas) -> None:
    line = np.array([(50 + 5 * i, 160) for i in range(60)], dtype=np.float32)
    widths = []
    for pressure in (0.1, 0.9):
        stroke = Stroke(line, np.full(60, pressure, dtype=np.float32))
        canvas.set_content(PadContent(Drawing((stroke,))))
        widths.append(int((grey(canvas)[:, 200] < 128).sum()))
    assert widths[1] > 1.5 * widths[0]


def test_the_other_end_of_the_pen_erases(canvas: PadCanvas, heard: Heard) -> None:
    canvas.set_content(PadContent(Drawing((ink((100, 100), (200, 100)),))))
    eraser = QPointingDevice.PointerType.Eraser
    tablet(canvas, QEvent.Type.TabletPress, (150, 100), 0.5, eraser)
    tablet(canvas, QEvent.Type.TabletRelease, (150, 100), 0.0, eraser)
    assert heard.erased == [0]
    assert heard.changed == []


def test_a_finger_draws_and_a_second_one_does_not(canvas: PadCanvas, heard: Heard) -> None:
    screen = QTest.createTouchDevice()
    QTest.touchEvent(canvas, screen).press(1, QPoint(100, 100), canvas).commit()
    both = QTest.touchEvent(canvas, screen).move(1, QPoint(150, 150), canvas)
    both.press(2, QPoint(10, 10), canvas).commit()
    both = QTest.touchEvent(canvas, screen).stationary(1)
    both.move(2, QPoint(50, 50), canvas).commit()
    both = QTest.touchEvent(canvas, screen).release(1, QPoint(150, 150), canvas)
    both.release(2, QPoint(50, 50), canvas).commit()
    # Only one: Qt made up no mouse events, since the touch was accepted.
    (stroke,) = heard.finished
    np.testing.assert_allclose(stroke.points, [(100, 100), (150, 150)], atol=1e-3)


def test_a_touch_that_the_system_takes_away_leaves_no_stroke(
    canvas: PadCanvas, heard: Heard
) -> None:
    screen = QTest.createTouchDevice()
    QTest.touchEvent(canvas, screen).press(1, QPoint(100, 100), canvas).commit()
    QApplication.sendEvent(canvas, QTouchEvent(QEvent.Type.TouchCancel, screen))
    assert (heard.cancelled, canvas.is_drawing) == ([True], False)
    QTest.touchEvent(canvas, screen).release(1, QPoint(100, 100), canvas).commit()
    assert heard.finished == []


# Eraser, boxes


def test_sweeping_with_the_eraser_asks_for_what_it_meets(canvas: PadCanvas, heard: Heard) -> None:
    strokes = (ink((100, 50), (100, 150)), ink((300, 50), (300, 150)))
    canvas.set_content(PadContent(Drawing(strokes)))
    canvas.set_erasing(True)
    mouse(canvas, QEvent.Type.MouseButtonPress, (200, 100))
    assert heard.erased == []
    mouse(canvas, QEvent.Type.MouseMove, (300, 100))
    assert heard.erased == [1]


def test_the_eraser_shows_what_it_would_take(canvas: PadCanvas) -> None:
    canvas.set_content(PadContent(Drawing((ink((100, 50), (100, 150)),))))
    canvas.set_erasing(True)
    mouse(canvas, QEvent.Type.MouseMove, (104, 100), Qt.MouseButton.NoButton)
    assert colour_at(canvas, 100, 100) == theme().bad.name()
    mouse(canvas, QEvent.Type.MouseMove, (250, 100), Qt.MouseButton.NoButton)
    assert colour_at(canvas, 100, 100) == theme().ink.name()


def test_hovering_and_the_arrow_keys_point_at_digits(canvas: PadCanvas, heard: Heard) -> None:
    strokes = (ink((100, 50), (150, 150)), ink((250, 50), (300, 150)))
    canvas.set_content(PadContent(Drawing(strokes)))
    reading = Reading((digit((100, 50, 150, 150)), digit((250, 50, 300, 150))))
    canvas.set_reading(reading, selected=1)
    mouse(canvas, QEvent.Type.MouseMove, (120, 100), Qt.MouseButton.NoButton)
    mouse(canvas, QEvent.Type.MouseMove, (200, 300), Qt.MouseButton.NoButton)
    assert heard.pointed == [0]
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert heard.pointed == [0, 0, 0]


def test_a_number_has_boxes_and_a_single_digit_has_none(canvas: PadCanvas) -> None:
    canvas.set_content(
        PadContent(Drawing((ink((100, 80), (150, 150)), ink((250, 80), (300, 150)))))
    )
    plain = grey(canvas)
    canvas.set_reading(Reading((digit((100, 80, 150, 150)),)), selected=0)
    np.testing.assert_array_equal(grey(canvas), plain)
    two = Reading((digit((100, 80, 150, 150)), digit((250, 80, 300, 150))))
    canvas.set_reading(two, selected=0)
    assert (grey(canvas) != plain).any()


# Painting


def grey(canvas: PadCanvas) -> np.ndarray:
    return pixels(canvas.grab())


def pixels(pixmap: QPixmap) -> np.ndarray:
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), -1)
    return rows[:, : image.width()].copy()


def test_the_stroke_under_way_is_painted_and_the_finished_one_the_same(canvas: PadCanvas) -> None:
    mouse(canvas, QEvent.Type.MouseButtonPress, ZIGZAG[0])
    for point in ZIGZAG[1:]:
        mouse(canvas, QEvent.Type.MouseMove, point)
    under_way = grey(canvas)
    mouse(canvas, QEvent.Type.MouseButtonRelease, ZIGZAG[-1], Qt.MouseButton.NoButton)
    canvas.set_content(PadContent(Drawing((ink(*ZIGZAG),))))
    assert (under_way < 128).sum() > 2000
    np.testing.assert_array_equal(grey(canvas), under_way)


def test_a_picture_makes_way_for_the_first_stroke(canvas: PadCanvas) -> None:
    canvas.set_content(PadContent(picture=np.full((40, 50), 128, dtype=np.uint8)))
    assert colour_at(canvas, 300, 160) == "#808080"
    mouse(canvas, QEvent.Type.MouseButtonPress, (100, 100))
    assert colour_at(canvas, 300, 160) == theme().paper.name()


def test_new_ink_is_added_to_the_painted_ink_without_a_difference() -> None:
    strokes = tuple(ink((20 * i, 50), (20 * i + 90, 200), (20 * i, 260)) for i in range(8))
    size, view = QSize(400, 320), QTransform()
    grown, at_once = InkCache(), InkCache()
    for count in range(1, 9):
        content = PadContent(Drawing(strokes[:count]))
        painted = grown.pixmap(size, 2.0, content, view, 16.0)
    whole = at_once.pixmap(size, 2.0, PadContent(Drawing(strokes)), view, 16.0)
    np.testing.assert_array_equal(pixels(painted), pixels(whole))
    fewer = PadContent(Drawing(strokes[1:]))
    again = grown.pixmap(size, 2.0, fewer, view, 16.0)
    assert (pixels(again) != pixels(whole)).any()


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_ink_is_painted_with_the_pixels_of_the_screen(qapp: QApplication, ratio: float) -> None:
    content = PadContent(Drawing((ink((100, 100), (300, 100)),)))
    painted = InkCache().pixmap(QSize(400, 320), ratio, content, QTransform(), 16.0)
    column = pixels(painted)[:, round(200 * ratio)]
    assert painted.size() == QSize(round(400 * ratio), round(320 * ratio))
    # From 92 to 108 units: sharp to one device pixel at both edges.
    dark = np.flatnonzero(column[2:-2] < 128) + 2
    assert abs(dark[0] - 92 * ratio) <= 1
    assert abs(dark[-1] + 1 - 108 * ratio) <= 1
    assert ((column > 40) & (column < 230)).sum() <= 4


def test_a_copied_image_is_dark_on_white_in_the_dark_too(
    canvas: PadCanvas, qapp: QApplication
) -> None:
    install_theme(qapp, "dark")
    canvas.set_content(PadContent(Drawing((ink((100, 160), (300, 160)),))))
    image = canvas.image(QSize(800, 640))
    assert image.pixelColor(400, 320).name() == "#000000"
    assert image.pixelColor(10, 10).name() == "#ffffff"
    install_theme(qapp, "light")


# The sheet


@given(
    st.tuples(st.floats(50, 2000), st.floats(50, 2000)),
    st.lists(st.tuples(st.floats(-900, 900), st.floats(-900, 900)), min_size=1, max_size=6),
)
@settings(max_examples=60, deadline=None)
def test_all_ink_is_in_sight_at_every_size(
    size: tuple[float, float], points: list[tuple[float, float]]
) -> None:
    view = sheet.view(QSizeF(*size), Drawing((ink(*points),)))
    for x, y in [*points, (0, 0), (sheet.WIDTH, sheet.HEIGHT)]:
        place = view.map(QPointF(x, y))
        assert -0.01 <= place.x() <= size[0] + 0.01
        assert -0.01 <= place.y() <= size[1] + 0.01


def test_ink_on_the_paper_beside_the_sheet_moves_nothing() -> None:
    tall = QSizeF(400, 500)
    assert sheet.view(tall, Drawing((ink((200, -80), (200, 380)),))) == sheet.view(tall, Drawing())


def test_ink_in_another_unit_is_fitted_to_the_sheet_and_good_ink_left_alone() -> None:
    good = Drawing((ink((100, 100), (200, 250)),))
    assert sheet.fitted(good) is good
    for scale in (0.001, 1000.0):
        drawing = Drawing((ink((0, 0), (1 * scale, 2 * scale)),), label="1")
        x0, y0, x1, y1 = sheet.fitted(drawing).box()
        assert (y1 - y0) == pytest.approx(sheet.FILLED * sheet.HEIGHT, rel=1e-3)
        assert (x1 - x0) == pytest.approx((y1 - y0) / 2, rel=1e-3)
        assert (x0 + x1) / 2 == pytest.approx(sheet.WIDTH / 2, rel=1e-3)
        assert sheet.fitted(drawing).label == "1"
