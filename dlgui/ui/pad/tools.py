"""The pad's actions, for its buttons and for the window's menu."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QActionEvent, QKeySequence, QUndoGroup, QUndoStack
from PySide6.QtWidgets import QToolButton, QWidget

from dlgui.language import tr
from dlgui.ui.kit.icons import set_icon
from dlgui.ui.kit.menu import plain
from dlgui.ui.kit.theme import set_look


class PadActions:
    """Undo and redo follow the stack by themselves; the panel connects and enables the others.

    Their keys, and those in the menu, act on the active stack of `undo_group`.
    """

    def __init__(self, owner: QWidget, undo_stack: QUndoStack, undo_group: QUndoGroup) -> None:
        keys = QKeySequence.StandardKey
        self.undo = undo_stack.createUndoAction(owner, tr("Undo"))
        set_icon(self.undo, "undo")
        self.redo = undo_stack.createRedoAction(owner, tr("Redo"))
        set_icon(self.redo, "redo")
        self.undo_last = undo_group.createUndoAction(owner, tr("Undo"))
        self.undo_last.setShortcuts(keys.Undo)
        self.redo_last = undo_group.createRedoAction(owner, tr("Redo"))
        self.redo_last.setShortcuts(keys.Redo)
        self.copy = _action(owner, tr("Copy"), keys.Copy)
        self.paste = _action(owner, tr("Paste"), keys.Paste)
        self.open_image = _action(owner, tr("Open image…"), "Ctrl+Shift+O", "image")
        self.open_image.setToolTip(tr("Open a picture or a stroke file"))
        self.erase = _action(owner, tr("Erase strokes"), "E", "eraser")
        self.erase.setToolTip(tr("Erase whole strokes: click or sweep over them"))
        self.erase.setCheckable(True)
        # A letter belongs to the pad alone: elsewhere it may be typed.
        self.erase.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.clear = _action(owner, tr("Clear the pad"), keys.Delete, "clear")
        self.clear.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        owner.addActions(self.for_menu())

    def for_menu(self) -> list[QAction]:
        """In the order of an *Edit* menu."""
        return [
            self.undo_last,
            self.redo_last,
            self.copy,
            self.paste,
            self.open_image,
            self.erase,
            self.clear,
        ]


class ToolButton(QToolButton):
    """A flat button for an action; it is named and described as the action is, with its keys."""

    def __init__(self, action: QAction, name: str, keys: QAction | None = None) -> None:
        """keys: the action that has the keys, when that is another one"""
        super().__init__()
        self._keys = keys or action
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_look(self, "flat")
        self.setDefaultAction(action)
        self._describe(action)

    def actionEvent(self, event: QActionEvent) -> None:
        super().actionEvent(event)
        if event.type() == QEvent.Type.ActionChanged:
            self._describe(event.action())

    def _describe(self, action: QAction) -> None:
        keys = self._keys.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        text = plain(action.toolTip()).rstrip("…")
        self.setToolTip(f"{text} ({keys})" if keys else text)
        self.setAccessibleName(plain(action.text()).rstrip("…"))


def _action(
    owner: QWidget, text: str, keys: QKeySequence.StandardKey | str, icon: str | None = None
) -> QAction:
    action = QAction(text, owner)
    action.setShortcut(QKeySequence(keys))
    if icon is not None:
        set_icon(action, icon)
    return action
