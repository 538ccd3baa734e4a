"""What the tests of the widgets share."""

import pytest

from dlgui.ui.kit.theme import install_theme, set_text_percent, set_theme
from dlgui.ui.session.session import Session
from dlgui.ui.window.window import MainWindow


@pytest.fixture
def themed(qapp):
    """The program's look, light; left as it was found."""
    install_theme(qapp, "light")
    yield
    set_theme("system")
    set_text_percent(100)


@pytest.fixture
def live_session(qtbot):
    """A real session with the shipped reader and the embedded digits, closed at the end."""
    session = Session()
    session.start()
    qtbot.waitUntil(lambda: not session.tasks.doing, timeout=20_000)
    yield session
    if not session.is_closed:
        with qtbot.waitSignal(session.closed, timeout=20_000):
            session.close()


@pytest.fixture
def window(live_session, qtbot):
    """The main window on the live session, shown; both are closed at the end."""
    window = MainWindow(live_session)
    window.show()
    yield window
    with qtbot.waitSignal(live_session.closed, timeout=30_000):
        live_session.close()
    window.close()
    window.deleteLater()
