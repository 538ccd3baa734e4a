import threading

import numpy as np
import pytest
from judging_files import write_mnist_c, write_qmnist
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QMenu, QPushButton, QWidget

from dlgui.core.data import download
from dlgui.core.data.datasets import DigitSet
from dlgui.core.data.download import DownloadProgress
from dlgui.core.data.idx import write_idx
from dlgui.core.nets.model import save_model
from dlgui.ui.evaluate.confusion import ConfusionMatrix
from dlgui.ui.evaluate.page import EvaluatePage
from dlgui.ui.evaluate.reliability import ReliabilityDiagram
from dlgui.ui.kit.menu import plain
from dlgui.ui.kit.pixel_view import Gallery, digit_pixmap
from dlgui.ui.kit.theme import theme

pytestmark = pytest.mark.usefixtures("themed")

TIMEOUT = 30_000


@pytest.fixture
def page(live_session, qtbot):
    page = EvaluatePage(live_session)
    qtbot.addWidget(page)
    page.resize(840, 640)
    page.show()
    qtbot.waitUntil(lambda: page.evaluation is not None, timeout=TIMEOUT)
    return page


def texts(page):
    return [label.text() for label in page.findChildren(QLabel)]


def wrong_cell(page):
    counts = page.evaluation.confusion.copy()
    np.fill_diagonal(counts, 0)
    return tuple(int(i) for i in np.unravel_index(counts.argmax(), counts.shape))


def test_opening_the_page_judges_the_reader_on_the_validation_digits(page, live_session):
    evaluation = page.evaluation
    assert evaluation.count == len(live_session.data.digits.validation) == 500
    accuracy = page.findChild(QLabel, "accuracyLabel").text()
    assert accuracy == f"{100 * evaluation.accuracy:.2f}\u2009%"
    low, high = evaluation.interval
    interval = page.findChild(QLabel, "intervalLabel").text()
    assert f"{100 * low:.2f}" in interval
    assert f"{100 * high:.2f}" in interval
    assert page.findChild(QComboBox, "partBox").currentText() == "Validation digits (500)"


def test_loss_precision_and_recall_are_the_evaluations(page, qtbot):
    evaluation = page.evaluation
    assert page.findChild(QLabel, "lossLabel").text() == f"{evaluation.loss:.4f}"
    matrix = page.findChild(ConfusionMatrix, "confusionMatrix")
    for _ in range(5):
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Right):
            qtbot.keyClick(matrix, key)
    five = evaluation.per_digit[5]
    words = matrix.accessibleDescription()
    assert f"recall {100 * five.recall:.1f}\u2009%" in words
    assert f"precision {100 * five.precision:.1f}\u2009%" in words


def test_the_calibration_curve_tells_each_bins_numbers(page, qtbot):
    diagram = page.findChild(ReliabilityDiagram)
    bins = page.evaluation.bins
    for index, one in enumerate(bins):
        bar = diagram.bar_rect(index)
        with qtbot.waitSignal(diagram.pointed) as told:
            qtbot.mouseMove(diagram, bar.center().toPoint())
        assert told.args == [one]
        assert f"{one.count:,} digits" in diagram.accessibleDescription()
    heights = [diagram.bar_rect(index).height() for index in range(len(bins))]
    tallest = max(bins, key=lambda one: one.accuracy)
    scale = heights[bins.index(tallest)] / tallest.accuracy
    assert heights == pytest.approx([scale * one.accuracy for one in bins])
    with qtbot.waitSignal(diagram.pointed) as told:
        qtbot.keyClick(diagram, Qt.Key.Key_Left)
    assert told.args == [bins[-2]]


def test_the_numbers_to_take_along_are_the_evaluations(page):
    evaluation = page.evaluation
    _, *rows = page.findChild(ConfusionMatrix).numbers()
    assert [row[1:] for row in rows] == evaluation.confusion.tolist()
    _, *bins = page.findChild(ReliabilityDiagram).numbers()
    assert [(one[2], one[4]) for one in bins] == [(b.count, b.accuracy) for b in evaluation.bins]


def test_a_right_click_on_the_misread_digits_offers_them_as_a_figure(page):
    gallery = page.findChild(Gallery, "misreadGallery")
    at = QPoint(20, 20)
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, at, gallery.viewport().mapToGlobal(at))
    QApplication.sendEvent(gallery.viewport(), event)
    menu = gallery.findChild(QMenu, "figureMenu")
    assert [plain(one.text()) for one in menu.actions() if one.isVisible()] == [
        "Copy picture",
        "Save picture…",
    ]
    menu.close()


def test_other_digits_are_judged_as_soon_as_they_are_chosen(page, live_session, qtbot, tmp_path):
    digits = live_session.data.digits.validation
    for name, part in (("train", digits), ("t10k", digits.take(np.arange(40)))):
        write_idx(tmp_path / f"{name}-images-idx3-ubyte", part.images)
        write_idx(tmp_path / f"{name}-labels-idx1-ubyte", part.labels)
    with qtbot.waitSignal(live_session.data.changed, timeout=TIMEOUT):
        live_session.data.open(tmp_path)
    box = page.findChild(QComboBox, "partBox")
    assert box.itemText(0) == "Test digits (40)"
    assert box.itemText(1).startswith("Validation digits (")
    assert page.evaluation.count == 500
    box.activated.emit(0)
    qtbot.waitUntil(lambda: page.evaluation.count == 40, timeout=TIMEOUT)


def test_the_gallery_shows_the_mistakes_and_a_click_puts_one_on_the_pad(page, live_session, qtbot):
    gallery = page.findChild(Gallery, "misreadGallery")
    wrong = [i for i, e in enumerate(page.evaluation.examples) if not e.is_right]
    assert gallery.model().rowCount() == len(wrong) > 0
    most_confident = max(wrong, key=lambda i: page.evaluation.examples[i].confidence)
    place = gallery.visualRect(gallery.model().index(0, 0)).center()
    qtbot.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert np.array_equal(
        live_session.pad.picture, live_session.data.digits.validation.images[most_confident]
    )


def test_a_click_on_a_cell_shows_the_digits_in_it_and_all_can_be_shown_again(page, qtbot):
    matrix = page.findChild(ConfusionMatrix, "confusionMatrix")
    gallery = page.findChild(Gallery, "misreadGallery")
    everything = gallery.model().rowCount()
    true, read = wrong_cell(page)
    centre = matrix.cell_rect(true, read).center()
    qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=centre)
    count = int(page.evaluation.confusion[true, read])
    assert gallery.model().rowCount() == count
    assert f"{true} read as {read} ({count})" in texts(page)
    back = page.findChild(QPushButton, "allMistakesButton")
    back.click()
    assert gallery.model().rowCount() == everything
    assert not back.isVisible()


def test_the_matrix_can_be_used_from_the_keyboard(page, qtbot):
    matrix = page.findChild(ConfusionMatrix, "confusionMatrix")
    with qtbot.waitSignal(matrix.cell_chosen) as chosen:
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
            qtbot.keyClick(matrix, key)
    assert chosen.args == [1, 2]
    assert "“1” read as “2”" in matrix.accessibleDescription()


def test_shares_and_counts_look_different(page):
    matrix = page.findChild(ConfusionMatrix, "confusionMatrix")
    counts = matrix.grab().toImage()
    matrix.show_shares(True)
    assert matrix.grab().toImage() != counts


def test_another_reader_makes_the_metrics_old_until_it_is_judged(
    page, live_session, qtbot, tmp_path
):
    path = tmp_path / "mine.safetensors"
    save_model(path, live_session.reader.model)
    live_session.reader.open(path)
    qtbot.waitUntil(lambda: live_session.reader.name == "mine")
    assert any("has changed since" in text for text in texts(page))
    page.findChild(QPushButton, "evaluateButton").click()
    qtbot.waitUntil(lambda: "mine, 500 digits" in texts(page), timeout=TIMEOUT)


def test_an_evaluation_can_be_cancelled(page, qtbot):
    before = page.evaluation
    button = page.findChild(QPushButton, "evaluateButton")
    button.click()
    assert button.text() == "Cancel"
    button.click()
    qtbot.waitUntil(lambda: button.text() == "Evaluate", timeout=TIMEOUT)
    assert page.evaluation is before


def test_digits_are_pictured_in_the_themes_ink(qapp):
    image = np.zeros((28, 28), np.uint8)
    image[10:18, 10:18] = 255
    shown = digit_pixmap(image, 28).toImage()
    assert shown.pixelColor(28, 28) == theme().ink
    assert shown.pixelColor(0, 0) == theme().surface_alt


def choose(page, text):
    """Choose, as a person does, the digits to judge by whose entry begins so."""
    box = page.findChild(QComboBox, "partBox")
    (index,) = (i for i in range(box.count()) if box.itemText(i).startswith(text))
    box.setCurrentIndex(index)
    box.activated.emit(index)
    return box


def test_a_set_of_others_is_read_when_it_is_chosen(page, live_session, qtbot):
    digits = live_session.data.digits.validation.take(np.arange(30))
    write_qmnist(digits)
    write_mnist_c({"fog": DigitSet(255 - digits.images, digits.labels)})
    live_session.data.changed.emit()  # the box looks at what is here
    box = choose(page, "QMNIST (50,000)")
    qtbot.waitUntil(lambda: page.evaluation.count == 30, timeout=TIMEOUT)
    assert box.currentText() == "QMNIST (50,000)"
    assert page.evaluation.accuracy > 0.8
    choose(page, "MNIST-C, fog")
    qtbot.waitUntil(lambda: page.evaluation.accuracy < 0.5, timeout=TIMEOUT)
    assert box.currentText() == "MNIST-C, fog"
    choose(page, "Validation")
    qtbot.waitUntil(lambda: page.evaluation.count == 500, timeout=TIMEOUT)


def test_a_set_of_others_is_downloaded_when_it_is_chosen_and_that_can_be_cancelled(
    page, live_session, qtbot, monkeypatch
):
    may_go_on = threading.Event()
    closed = threading.Event()

    def bring(published):
        try:
            yield DownloadProgress("GitHub", "images", 2_500_000, 10_000_000)
            while not may_go_on.wait(0.01):
                yield DownloadProgress("GitHub", "images", 2_500_000, 10_000_000)
            write_qmnist(live_session.data.digits.validation.take(np.arange(30)))
        finally:
            closed.set()

    monkeypatch.setattr(download, "download", bring)
    button, bar = (page.findChild(QWidget, name) for name in ("evaluateButton", "evaluationBar"))
    box = choose(page, "QMNIST (download, 10 MB")
    assert box.currentText() == "Validation digits (500)"
    qtbot.waitUntil(lambda: bar.value() == 250, timeout=TIMEOUT)
    assert "2.5 of 10.0 MB from GitHub" in texts(page)
    assert (button.text(), box.isEnabled()) == ("Cancel", False)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: button.text() == "Evaluate", timeout=TIMEOUT)
    assert closed.is_set()
    assert (bar.isVisible(), box.isEnabled(), page.evaluation.count) == (False, True, 500)
    may_go_on.set()
    choose(page, "QMNIST (download")
    qtbot.waitUntil(lambda: page.evaluation.count == 30, timeout=TIMEOUT)
    assert box.currentText() == "QMNIST (50,000)"


def test_a_set_of_others_that_is_damaged_leaves_the_digits_as_they_are(page, live_session, qtbot):
    write_qmnist(live_session.data.digits.validation.take(np.arange(0)))
    live_session.data.changed.emit()
    with qtbot.waitSignal(live_session.tasks.failed, timeout=TIMEOUT) as failed:
        box = choose(page, "QMNIST")
    assert "does not hold all of QMNIST's test digits" in failed.args[0]
    qtbot.waitUntil(lambda: not live_session.tasks.doing, timeout=TIMEOUT)
    assert box.currentText() == "Validation digits (500)"
