"""The question and the expectation, typed on the page *Train* and found again with the run."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit

from dlgui.core.evaluation.run_table import summarise
from dlgui.core.training.settings import TrainingConfig
from dlgui.ui.train.page import TrainPage

pytestmark = pytest.mark.usefixtures("themed")

LEFT = Qt.MouseButton.LeftButton
CONFIG = TrainingConfig(network="mlp", epochs=1, train_digits=50, batch_size=50, device="cpu")


@pytest.fixture
def page(qtbot, live_session):
    page = TrainPage(live_session)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    return page


def train(session, qtbot):
    with qtbot.waitSignal(session.training.ended, timeout=60_000):
        session.training.start(CONFIG)
    return session.training.run.path


def test_what_is_asked_and_expected_is_kept_with_each_run(page, live_session, qtbot):
    toggle = page.findChild(QAbstractButton, "questionToggle")
    question = page.findChild(QPlainTextEdit, "trainQuestion")
    expectation = page.findChild(QPlainTextEdit, "trainExpectation")
    assert not question.isVisible()
    QTest.mouseClick(toggle, LEFT)
    assert question.isVisible()
    QTest.keyClicks(question, "Does it need convolutions?")
    QTest.keyClick(question, Qt.Key.Key_Tab)
    qtbot.waitUntil(expectation.hasFocus, timeout=5_000)
    QTest.keyClicks(expectation, "No.")
    QTest.mouseClick(toggle, LEFT)
    assert not question.isVisible()
    assert toggle.accessibleName() == "Question: Does it need convolutions?"
    for _ in range(2):
        notes = summarise(train(live_session, qtbot)).notes
        assert (notes.question, notes.expectation) == ("Does it need convolutions?", "No.")


def test_nothing_asked_leaves_no_notes(page, live_session, qtbot):
    assert not (train(live_session, qtbot) / "notes.json").exists()
