"""The line of the first minute goes on with what is done, and does not come back."""

import numpy as np
import pytest

from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.training.events import SnapshotTaken
from dlgui.ui.window.first_steps import FirstSteps

pytestmark = pytest.mark.usefixtures("themed")

FOUR = Drawing((Stroke(np.array(((20, 10), (80, 10), (40, 90)), np.float32)),))


def test_it_says_what_is_next_and_is_gone_when_all_was_done(live_session, qtbot):
    line = FirstSteps(live_session)
    qtbot.addWidget(line)
    assert not line.isHidden()
    assert "<b>1&nbsp;Draw a digit.</b>" in line.text()
    live_session.training.events.emit([SnapshotTaken(1, 1, live_session.reader.model)])
    assert not line.isHidden()  # Nothing was drawn that could have changed.
    live_session.pad.set_drawing(FOUR)
    assert "<b>2&nbsp;Start.</b>" in line.text()
    live_session.training.events.emit([SnapshotTaken(2, 1, live_session.reader.model)])
    assert line.isHidden()
    again = FirstSteps(live_session)
    qtbot.addWidget(again)
    assert again.isHidden()
