"""The look at the data before training, and its switches."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from dlgui.core.data.datasets import Assumed, DigitData, load_embedded
from dlgui.core.data.sense import duplicates, sample_of_each
from dlgui.ui.session.session import Session
from dlgui.ui.train.data_box import DataBox
from dlgui.ui.train.data_look import DataLook

pytestmark = pytest.mark.usefixtures("themed")

TIMEOUT = 30_000


@pytest.fixture
def box(live_session: Session, qtbot: QtBot) -> DataBox:
    box = DataBox(live_session)
    qtbot.addWidget(box)
    box.show()
    qtbot.waitUntil(lambda: live_session.data.digits is not None, timeout=TIMEOUT)
    return box


def opened(box: DataBox, qtbot: QtBot) -> DataLook:
    qtbot.mouseClick(box.findChild(QToolButton, "dataLookButton"), Qt.MouseButton.LeftButton)
    return box.findChild(DataLook)


def numbers(look: DataLook) -> list[str]:
    return [label.text() for label in look.findChildren(QLabel)]


def test_the_digits_that_ship_are_counted(box: DataBox, qtbot: QtBot) -> None:
    look = opened(box, qtbot)
    shown = numbers(look)
    assert shown.count("450") == shown.count("50") == 10
    assert {"4,500", "500"} <= set(shown)
    assert not look.findChild(QCheckBox, "dataInvertedBox").isEnabled()


def test_what_was_assumed_is_said_and_can_be_switched(
    box: DataBox, qtbot: QtBot, tmp_path: Path, live_session: Session
) -> None:
    digits = load_embedded().validation
    path = tmp_path / "own.npz"
    np.savez(path, x=255 - digits.images.transpose(0, 2, 1), y=digits.labels)
    with qtbot.waitSignal(live_session.data.changed, timeout=TIMEOUT):
        live_session.data.open(path)
    look = opened(box, qtbot)
    assert "dark on light" in look.findChild(QLabel, "dataNotes").text()
    inverted, turn = (
        look.findChild(QCheckBox, "dataInvertedBox"),
        look.findChild(QComboBox, "dataTurnBox"),
    )
    assert (inverted.isChecked(), turn.currentData()) == (True, "transposed")
    with qtbot.waitSignal(live_session.data.changed, timeout=TIMEOUT):
        inverted.click()
    assert live_session.data.digits is not None
    assert live_session.data.digits.assumed == Assumed(False, "transposed")
    assert live_session.data.source == f"{path}#transposed"
    assert live_session.data.digits.train.images.mean() > 127


def test_digits_in_two_parts_are_counted() -> None:
    digits = load_embedded().validation
    train, judged = digits.take(np.arange(300)), digits.take(np.arange(280, 400))
    assert duplicates(DigitData("", train, judged)) == 20
    assert duplicates(DigitData("", train, judged, judged)) == 40


def test_a_sample_has_as_many_of_each() -> None:
    digits = load_embedded().validation
    places = sample_of_each(digits, 10)
    assert np.bincount(digits.labels[places]).tolist() == [10] * 10
    assert len(set(places.tolist())) == 100
