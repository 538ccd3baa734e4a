"""The pad as a whole, with a session that answers at once."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pointer import drag, mouse
from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QUndoGroup,
    QUndoStack,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLabel, QSlider, QWidget
from pytestqt.qtbot import QtBot

from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.ink.stroke_file import write_strokes
from dlgui.core.nets.model import Model
from dlgui.core.reading.result import DigitReading, Reading
from dlgui.jobs.training_job import TrainingState
from dlgui.ui.kit.theme import install_theme
from dlgui.ui.pad.bars import NetworkView, ProbabilityBars
from dlgui.ui.pad.canvas import PadCanvas
from dlgui.ui.pad.panel import PadPanel
from dlgui.ui.session.messages import Message, Messages
from dlgui.ui.session.reader import SHIPPED_READER
from dlgui.ui.session.tasks import BackgroundTasks

W = TypeVar("W", bound=QWidget)


class FakeReader(QObject):
    changed = Signal()
    model: Model | None = None

    def __init__(self) -> None:
        super().__init__()
        self.name = SHIPPED_READER
        self.opened: list[Path] = []

    def open(self, path: Path) -> None:
        self.opened.append(path)


class FakePad(QObject):
    drawing_changed = Signal()
    answered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.drawing = Drawing()
        self.picture: np.ndarray | None = None
        self.reading: Reading | None = None
        self.single_digit = False
        self.drawings: list[Drawing] = []

    def set_drawing(self, drawing: Drawing) -> None:
        self.drawing, self.picture = drawing, None
        self.drawings.append(drawing)
        self.drawing_changed.emit()
        if drawing.is_empty:
            self.answer()

    def set_picture(self, picture: np.ndarray) -> None:
        self.drawing, self.picture, self.reading = Drawing(), picture, None
        self.drawing_changed.emit()

    def answer(self, *digits: DigitReading) -> None:
        self.reading = Reading(digits)
        self.answered.emit(self.reading)


class FakeTraining(QObject):
    changed = Signal()
    events = Signal(list)
    state = TrainingState.IDLE


class FakeSession:
    """Behaves towards the pad as `dlgui.ui.session.session.Session`; tests say what was read."""

    def __init__(self) -> None:
        self.pad = FakePad()
        self.reader = FakeReader()
        self.training = FakeTraining()
        self.messages = Messages()
        self.undo = QUndoGroup()
        self.tasks = BackgroundTasks()
        self.tasks.failed.connect(self.messages.error)
        self.said: list[Message] = []
        self.messages.said.connect(self.said.append)


@dataclass
class Pad:
    panel: PadPanel
    session: FakeSession
    stack: QUndoStack
    qtbot: QtBot

    def settle(self) -> None:
        """Until what was pasted, dropped or opened has been read."""
        self.qtbot.waitUntil(lambda: not self.session.tasks.doing)

    def draw(self, *points: tuple[float, float]) -> None:
        """One stroke by mouse, in units of the sheet."""
        drag(self.panel.canvas, [self.panel.canvas.to_widget(x, y) for x, y in points])

    def mouse(self, kind: QEvent.Type, x: float, y: float) -> None:
        mouse(self.panel.canvas, kind, self.panel.canvas.to_widget(x, y))

    def click(self, name: str) -> None:
        QTest.mouseClick(self.child(QAbstractButton, name), Qt.MouseButton.LeftButton)

    def child(self, kind: type[W], name: str) -> W:
        found = self.panel.findChild(kind, name)
        assert found is not None
        return found

    def text(self, name: str) -> str:
        return self.child(QLabel, name).text()

    @property
    def strokes(self) -> int:
        return len(self.session.pad.drawing.strokes)


@pytest.fixture
def pad(qtbot: QtBot, qapp: QApplication) -> Iterator[Pad]:
    install_theme(qapp, "light")
    session, stack = FakeSession(), QUndoStack()
    panel = PadPanel(session, stack)  # type: ignore[arg-type]
    qtbot.addWidget(panel)
    panel.resize(420, 720)
    panel.show()
    qtbot.waitExposed(panel)
    yield Pad(panel, session, stack, qtbot)
    qapp.setStyleSheet("")


def digit(
    number: int, sure: float = 0.998, box: tuple[float, float, float, float] = (50, 50, 100, 150)
) -> DigitReading:
    probabilities = np.full(10, (1 - sure) / 9, dtype=np.float32)
    probabilities[number] = sure
    pixels = np.zeros((28, 28), dtype=np.float32)
    pixels[number, :] = 1.0
    return DigitReading(number, sure, probabilities, box, pixels)


ONE = [(100.0, 60.0), (100.0, 160.0), (100.0, 260.0)]
TWO = [(200.0, 60.0), (200.0, 160.0), (200.0, 260.0)]


# Ink


def test_a_stroke_is_read_from_its_first_point_to_its_end(pad: Pad) -> None:
    pad.draw(*ONE)
    sizes = [[len(stroke.points) for stroke in d.strokes] for d in pad.session.pad.drawings]
    assert sizes == [[1], [3]]
    pad.draw(*TWO)
    assert [len(d.strokes) for d in pad.session.pad.drawings[2:]] == [2, 2]


def test_what_a_pen_draws_is_read_while_it_moves(pad: Pad) -> None:
    pad.mouse(QEvent.Type.MouseButtonPress, *ONE[0])
    for known, position in enumerate(ONE[1:], start=1):
        pad.mouse(QEvent.Type.MouseMove, *position)
        pad.qtbot.waitUntil(lambda known=known: len(pad.session.pad.drawings) > known)
    sizes = [len(drawing.strokes[0].points) for drawing in pad.session.pad.drawings]
    assert sizes == [1, 2, 3]
    pad.mouse(QEvent.Type.MouseButtonRelease, *ONE[-1])


def test_undo_and_redo_go_by_stroke(pad: Pad) -> None:
    pad.draw(*ONE)
    pad.draw(*TWO)
    pad.click("undoButton")
    assert pad.strokes == 1
    pad.click("undoButton")
    assert pad.strokes == 0
    pad.click("redoButton")
    pad.click("redoButton")
    np.testing.assert_allclose(pad.session.pad.drawing.strokes[1].points, TWO, atol=0.01)
    assert not pad.child(QAbstractButton, "redoButton").isEnabled()


def test_standard_keys_undo_and_redo(pad: Pad, qtbot: QtBot) -> None:
    with qtbot.waitActive(pad.panel):
        pad.panel.activateWindow()
    pad.panel.setFocus()
    pad.draw(*ONE)
    QTest.keyClick(pad.panel.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert pad.strokes == 0
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(pad.panel.canvas, Qt.Key.Key_Z, modifiers)
    assert pad.strokes == 1
    QTest.keyClick(pad.panel.canvas, Qt.Key.Key_Delete)
    assert pad.strokes == 0


def test_undo_in_the_middle_of_a_stroke_drops_that_stroke_too(pad: Pad) -> None:
    pad.draw(*ONE)
    pad.mouse(QEvent.Type.MouseButtonPress, *TWO[0])
    pad.mouse(QEvent.Type.MouseMove, *TWO[1])
    pad.stack.undo()
    pad.mouse(QEvent.Type.MouseMove, *TWO[2])
    pad.mouse(QEvent.Type.MouseButtonRelease, *TWO[2])
    assert pad.session.pad.drawing.is_empty
    assert pad.stack.canRedo()


def test_a_cancelled_stroke_is_no_longer_read(pad: Pad) -> None:
    pad.draw(*ONE)
    pad.mouse(QEvent.Type.MouseButtonPress, *TWO[0])
    assert pad.strokes == 2
    QTest.keyClick(pad.panel.canvas, Qt.Key.Key_Escape)
    assert (pad.strokes, pad.stack.count()) == (1, 1)


def test_the_eraser_takes_one_stroke_and_undo_brings_it_back(pad: Pad) -> None:
    pad.draw(*ONE)
    pad.draw(*TWO)
    pad.click("eraseButton")
    pad.draw((110, 160))
    assert pad.strokes == 1
    np.testing.assert_allclose(pad.session.pad.drawing.strokes[0].points, TWO, atol=0.01)
    pad.click("undoButton")
    np.testing.assert_allclose(pad.session.pad.drawing.strokes[0].points, ONE, atol=0.01)


def test_clear_empties_the_pad_at_once_and_can_be_undone(pad: Pad) -> None:
    pad.draw(*ONE)
    pad.session.pad.answer(digit(1))
    pad.click("clearButton")
    assert pad.session.pad.drawing.is_empty
    assert pad.text("answerLabel") == ""
    assert pad.child(ProbabilityBars, "probabilityBars").texts() == [""] * 10
    assert pad.child(NetworkView, "networkView").pixels() is None
    assert not pad.child(QAbstractButton, "clearButton").isEnabled()
    pad.click("undoButton")
    assert pad.strokes == 1


points = st.tuples(st.floats(0, 400), st.floats(0, 320))
doings = st.lists(
    st.one_of(
        st.lists(points, min_size=1, max_size=4),
        st.sampled_from(["undoButton", "redoButton", "clearButton", "eraseButton"]),
    ),
    max_size=12,
)


@given(doings)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_was_done_undoing_all_of_it_leaves_an_empty_pad(
    pad: Pad, doings: list[list[tuple[float, float]] | str]
) -> None:
    for doing in doings:
        if isinstance(doing, str):
            pad.click(doing)
        else:
            pad.draw(*doing)
    end = pad.session.pad.drawing
    steps = pad.stack.index()
    while pad.stack.canUndo():
        pad.stack.undo()
    assert pad.session.pad.drawing.is_empty
    for _ in range(steps):
        pad.stack.redo()
    assert pad.session.pad.drawing.strokes == end.strokes
    pad.stack.setIndex(0)
    pad.stack.clear()


def test_the_pen_width_changes_no_ink(pad: Pad) -> None:
    pad.draw(*ONE)
    read = len(pad.session.pad.drawings)
    pad.child(QSlider, "penWidthSlider").setValue(30)
    assert pad.panel.canvas.pen_width() == 30
    assert len(pad.session.pad.drawings) == read


# Answers


def test_the_answer_the_bars_and_the_view_tell_the_same_reading(pad: Pad) -> None:
    pad.session.pad.answer(digit(7))
    bars = pad.child(ProbabilityBars, "probabilityBars")
    assert pad.text("answerLabel") == "7"
    assert pad.text("answerDetail") == "99.8\u2009% sure"
    assert bars.texts()[7] == "99.8\u2009%"
    assert bars.texts()[3] == "< 0.1\u2009%"
    assert bars.accessibleDescription().startswith("7: 99.8")
    assert pad.child(QLabel, "answerLabel").accessibleName() == "Answer: 7"
    seen = pad.child(NetworkView, "networkView").pixels()
    assert seen is not None
    np.testing.assert_array_equal(seen, digit(7).pixels.astype(np.uint8) * 255)


def test_bars_and_view_follow_the_digit_that_is_pointed_at(pad: Pad) -> None:
    bars = pad.child(ProbabilityBars, "probabilityBars")
    pad.session.pad.answer(digit(4, box=(50, 50, 100, 150)), digit(2, box=(150, 50, 200, 150)))
    assert pad.text("answerLabel") == "42"
    assert bars.accessibleDescription().startswith("2:")
    QTest.mouseMove(pad.panel.canvas, pad.panel.canvas.to_widget(75, 100).toPoint())
    assert bars.accessibleDescription().startswith("4:")
    seen = pad.child(NetworkView, "networkView").pixels()
    assert seen is not None
    assert seen[4].all()
    # A new answer with as many digits keeps the choice.
    pad.session.pad.answer(digit(9, box=(50, 50, 100, 150)), digit(2, box=(150, 50, 200, 150)))
    assert bars.accessibleDescription().startswith("9:")


def test_a_long_answer_fits_into_a_narrow_pad(pad: Pad, qtbot: QtBot) -> None:
    label = pad.child(QLabel, "answerLabel")
    pad.session.pad.answer(digit(7))
    large = label.font().pixelSize()
    pad.panel.resize(300, 700)
    pad.session.pad.answer(*[digit(8)] * 12)
    assert label.font().pixelSize() < large
    assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width() + 2
    assert pad.panel.width() == 300


def test_the_names_of_another_data_set_are_shown(pad: Pad) -> None:
    names = ("T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker")
    pad.session.reader.model = Model("reference", {}, classes=(*names, "Bag", "Boot"))
    pad.session.reader.changed.emit()
    pad.session.pad.answer(digit(9))
    assert pad.text("answerLabel") == "Boot"
    bars = pad.child(ProbabilityBars, "probabilityBars")
    assert bars.accessibleDescription().startswith("Boot:")


def test_the_single_digit_switch_is_the_sessions(pad: Pad) -> None:
    check = pad.child(QCheckBox, "singleDigitCheck")
    check.click()
    assert pad.session.pad.single_digit
    check.click()
    assert not pad.session.pad.single_digit


# Pictures and drawings from elsewhere


def picture(width: int = 40, height: int = 30) -> QImage:
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    image.setPixelColor(3, 2, QColor(0, 0, 0))
    return image


def action(pad: Pad, text: str) -> Callable[[], None]:
    (found,) = (a for a in pad.panel.actions_for_menu() if a.text() == text)
    return found.trigger


def test_pasting_a_picture_reads_it_in_grey_with_what_is_transparent_white(pad: Pad) -> None:
    pad.draw(*ONE)
    QGuiApplication.clipboard().setImage(picture())
    action(pad, "Paste")()
    pad.settle()
    assert pad.session.pad.picture is not None
    assert pad.session.pad.picture.shape == (30, 40)
    assert (pad.session.pad.picture[2, 3], pad.session.pad.picture[20, 20]) == (0, 255)
    pad.click("undoButton")
    assert (pad.session.pad.picture, pad.strokes) == (None, 1)


def test_a_new_picture_does_not_keep_the_answer_to_what_was_there(pad: Pad) -> None:
    pad.draw(*ONE)
    pad.session.pad.answer(digit(1))
    QGuiApplication.clipboard().setImage(picture())
    action(pad, "Paste")()
    pad.settle()
    assert pad.text("answerLabel") == ""


def test_drawing_replaces_a_picture_and_undo_brings_it_back(pad: Pad) -> None:
    QGuiApplication.clipboard().setImage(picture())
    action(pad, "Paste")()
    pad.settle()
    shown = pad.session.pad.picture
    pad.draw(*ONE)
    assert (pad.session.pad.picture, pad.strokes) == (None, 1)
    pad.click("undoButton")
    assert pad.session.pad.picture is shown


def test_copied_ink_can_be_pasted_as_ink_and_as_a_picture(pad: Pad) -> None:
    pad.draw(*ONE)
    pad.draw(*TWO)
    action(pad, "Copy")()
    copied = QGuiApplication.clipboard().mimeData()
    image = QImage(copied.imageData())
    # The middle of the sheet, between the strokes, and the middle of the second stroke.
    assert image.pixelColor(image.width() * 3 // 8, image.height() // 2).name() == "#ffffff"
    assert image.pixelColor(image.width() // 2, image.height() // 2).name() == "#000000"
    before = pad.session.pad.drawing
    pad.click("clearButton")
    action(pad, "Paste")()
    pad.settle()
    for pasted, drawn in zip(pad.session.pad.drawing.strokes, before.strokes, strict=True):
        np.testing.assert_array_equal(pasted.points, drawn.points)


def test_a_line_of_a_stroke_file_can_be_pasted_as_text(pad: Pad) -> None:
    QGuiApplication.clipboard().setText('{"label": "1", "strokes": [[[9, 9], [9, 99]]]}\n')
    action(pad, "Paste")()
    pad.settle()
    assert pad.session.pad.drawing.label == "1"


@pytest.mark.parametrize("text", ["", "hello", '{"strokes": 3}'])
def test_what_cannot_be_pasted_is_said_and_changes_nothing(pad: Pad, text: str) -> None:
    pad.draw(*ONE)
    QGuiApplication.clipboard().setText(text)
    action(pad, "Paste")()
    pad.settle()
    (message,) = pad.session.said
    assert message.kind == "error"
    assert (pad.strokes, pad.stack.count()) == (1, 1)


def drop(pad: Pad, mime: QMimeData) -> bool:
    """Whether the pad takes it."""
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    modifiers = Qt.KeyboardModifier.NoModifier
    at = QPointF(200, 200)
    enter = QDragEnterEvent(at.toPoint(), copy, mime, left, modifiers)
    enter.ignore()
    QApplication.sendEvent(pad.panel, enter)
    if enter.isAccepted():
        QApplication.sendEvent(pad.panel, QDropEvent(at, copy, mime, left, modifiers))
        pad.settle()
    return enter.isAccepted()


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def test_a_dropped_stroke_file_shows_its_first_drawing_large_enough(
    pad: Pad, tmp_path: Path
) -> None:
    path = tmp_path / "drawings.jsonl.gz"
    small = Stroke(np.array([(0, 0), (1, 1)], dtype=np.float32))
    write_strokes(path, [Drawing((small,), label="1"), Drawing((small, small), label="2")])
    assert drop(pad, files(path))
    assert (pad.session.pad.drawing.label, pad.strokes) == ("1", 1)
    _, top, _, bottom = pad.session.pad.drawing.box()
    assert bottom - top > 200


def test_a_dropped_picture_is_read(pad: Pad, tmp_path: Path) -> None:
    path = tmp_path / "seven.png"
    assert picture().save(str(path))
    assert drop(pad, files(path))
    assert pad.session.pad.picture is not None
    assert pad.session.pad.picture.dtype == np.uint8


def test_a_photograph_is_kept_no_larger_than_reading_needs(pad: Pad, tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    assert QImage(4000, 3000, QImage.Format.Format_Grayscale8).save(str(path))
    assert drop(pad, files(path))
    assert pad.session.pad.picture is not None
    assert pad.session.pad.picture.shape == (750, 1000)
    pad.panel.grab()


def test_other_things_cannot_be_dropped(pad: Pad) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/seven.png")])
    assert not drop(pad, mime)


@pytest.mark.parametrize(
    ("name", "content"),
    [("seven.png", b"no picture"), ("a.jsonl", b"{"), ("empty.jsonl", b""), ("gone.png", None)],
)
def test_a_file_that_cannot_be_read_is_said_and_changes_nothing(
    pad: Pad, tmp_path: Path, name: str, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    pad.draw(*ONE)
    pad.panel.open_file(tmp_path / name)
    pad.settle()
    (message,) = pad.session.said
    assert name in message.text
    assert (pad.strokes, pad.stack.count()) == (1, 1)


@pytest.mark.parametrize("line", ['{"strokes": [[[9, 9], [9, 99]]], "label": "é"}'])
@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_strokes_in_a_wrong_encoding_are_said_to_be_no_drawing(
    pad: Pad, line: str, encoding: str
) -> None:
    pad.draw(*ONE)
    mime = QMimeData()
    mime.setData("application/x-dlgui-strokes", line.encode(encoding))
    QGuiApplication.clipboard().setMimeData(mime)
    action(pad, "Paste")()
    pad.settle()
    (message,) = pad.session.said
    assert "UTF-8" in message.text
    assert pad.strokes == 1


def test_a_model_is_opened_however_it_comes_to_the_pad(pad: Pad, tmp_path: Path) -> None:
    path = tmp_path / "Mine.SafeTensors"
    path.write_bytes(b"")
    assert drop(pad, files(path))
    QGuiApplication.clipboard().setMimeData(files(path))
    action(pad, "Paste")()
    pad.panel.open_file(path)
    assert pad.session.reader.opened == [path] * 3
    assert pad.session.said == []


@pytest.mark.parametrize("comes", ["pasted", "opened"])
def test_nothing_is_read_in_the_thread_that_paints(
    pad: Pad, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, comes: str
) -> None:
    readers: list[threading.Thread] = []

    def noting(source: object) -> np.ndarray:
        readers.append(threading.current_thread())
        return np.zeros((28, 28), np.uint8)

    monkeypatch.setattr("dlgui.ui.pad.clipboard.load_picture", noting)
    if comes == "pasted":
        QGuiApplication.clipboard().setImage(picture())
        action(pad, "Paste")()
    else:
        pad.panel.open_file(tmp_path / "photo.png")
    pad.settle()
    assert len(readers) == 1
    assert readers[0] is not threading.main_thread()


def test_what_others_put_into_the_session_is_shown_and_can_be_undone(pad: Pad) -> None:
    pad.draw(*ONE)
    pad.session.pad.set_picture(np.zeros((28, 28), dtype=np.uint8))
    assert pad.stack.count() == 2
    tiny = Stroke(np.array([(0, 0), (0.5, 1)], dtype=np.float32))
    pad.session.pad.set_drawing(Drawing((tiny,)))
    assert pad.stack.count() == 3
    # The pad's own units, so that a person can draw on.
    assert pad.session.pad.drawing.box()[3] > 200
    pad.stack.undo()
    assert pad.session.pad.picture is not None
    pad.stack.undo()
    assert pad.strokes == 1


# For everybody


LABELS = ["answerLabel", "answerDetail"]
TOOLS = ["undoButton", "redoButton", "eraseButton", "clearButton", "openImageButton"]
OTHERS = ["pad", "singleDigitCheck", "penWidthSlider", "networkView", "probabilityBars"]


@pytest.mark.parametrize("name", [*LABELS, *TOOLS, *OTHERS])
def test_everything_has_a_name_for_screen_readers(pad: Pad, name: str) -> None:
    assert pad.child(QWidget, name).accessibleName()


def test_a_button_says_what_it_does_next_and_by_which_key(pad: Pad) -> None:
    undo = pad.child(QAbstractButton, "undoButton")
    pad.draw(*ONE)
    assert undo.toolTip() == "Undo draw stroke (Ctrl+Z)"
    assert undo.accessibleName() == "Undo draw stroke"
    pad.click("clearButton")
    assert undo.toolTip() == "Undo clear (Ctrl+Z)"


def test_everything_can_be_reached_by_keyboard(pad: Pad, qtbot: QtBot) -> None:
    pad.draw(*ONE)
    pad.draw(*TWO)
    pad.stack.undo()
    with qtbot.waitActive(pad.panel):
        pad.panel.activateWindow()
    pad.panel.setFocus()
    assert pad.panel.canvas.hasFocus()
    reached = []
    for _ in [*TOOLS, *OTHERS]:
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.append(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert sorted(reached) == sorted([*TOOLS, *OTHERS])


def test_the_pad_says_what_it_holds(pad: Pad) -> None:
    canvas = pad.child(PadCanvas, "pad")
    assert "Empty" in canvas.accessibleDescription()
    pad.draw(*ONE)
    assert canvas.accessibleDescription() == "Strokes: 1."
