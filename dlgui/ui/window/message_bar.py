"""The slim bar at the top in which everything that is said to the person appears."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout

from dlgui.ui.kit.icons import pixmap, set_icon
from dlgui.ui.kit.theme import L, M, S, set_look, theme, theme_notifier
from dlgui.ui.session.messages import Message

INFO_SECONDS = 8
"""How long an info stays. Warnings and errors stay until they are closed."""

SHOWN = 3
"""At most this many at once, or they would take the window's place; the oldest goes."""


class MessageBar(QFrame):
    """Messages below each other, the newest last; without any it takes no room."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("messageBar")
        self.setAccessibleName(self.tr("Messages"))
        self._rows: list[_Row] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(1)
        self.hide()

    def show_message(self, message: Message) -> None:
        """Add `message`; one that says the same takes its predecessor's place."""
        for row in [row for row in self._rows if row.message.text == message.text]:
            self._remove(row)
        if len(self._rows) == SHOWN:
            self._remove(self._rows[0])
        row = _Row(message)
        row.close_button.clicked.connect(lambda: self._remove(row))
        if row.action_button is not None:
            row.action_button.clicked.connect(lambda: self._act(row))
        row.expired.timeout.connect(lambda: self._remove(row))
        self._rows.append(row)
        self._layout.addWidget(row)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(row, QAccessible.Event.Alert))

    def withdraw(self, message: Message) -> None:
        for row in [row for row in self._rows if row.message is message]:
            self._remove(row)

    def messages(self) -> list[Message]:
        """What is shown now, the oldest first."""
        return [row.message for row in self._rows]

    def dismiss_newest(self) -> None:
        if self._rows:
            self._remove(self._rows[-1])

    def _act(self, row: _Row) -> None:
        self._remove(row)
        if row.message.action is not None:
            row.message.action()

    def _remove(self, row: _Row) -> None:
        if row in self._rows:
            self._rows.remove(row)
            row.expired.stop()
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.setVisible(bool(self._rows))


class _Row(QFrame):
    def __init__(self, message: Message) -> None:
        super().__init__()
        self.message = message
        set_look(self, f"message-{message.kind}")
        self.setAccessibleName(message.text)
        self._sign = QLabel()
        text = QLabel(message.text)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.action_button: QPushButton | None = None
        self.close_button = QToolButton()
        self.close_button.setIconSize(QSize(14, 14))
        self.close_button.setToolTip(self.tr("Close this message (Esc)"))
        self.close_button.setAccessibleName(self.tr("Close this message"))
        set_look(self.close_button, "flat")
        set_icon(self.close_button, "close", "text_muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(L, S, M, S)
        layout.setSpacing(M)
        layout.addWidget(self._sign)
        layout.addWidget(text, 1)
        if message.action_label is not None:
            self.action_button = QPushButton(message.action_label)
            layout.addWidget(self.action_button)
        layout.addWidget(self.close_button)
        self.expired = QTimer(self)
        self.expired.setSingleShot(True)
        if message.kind == "info":
            self.expired.start(INFO_SECONDS * 1000)
        theme_notifier.themeChanged.connect(self._recolour)
        self._recolour()

    def _recolour(self) -> None:
        t = theme()
        colour = {"info": t.accent_line, "warning": t.warning, "error": t.bad}[self.message.kind]
        self._sign.setPixmap(pixmap(self.message.kind, colour, self.devicePixelRatioF()))
