"""A script that knows where its lines come from: highlighted, marked where it changed."""

from __future__ import annotations

import keyword
import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QKeyEvent,
    QMouseEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from dlgui.core.export.code import Line, script
from dlgui.ui.kit.theme import CAPTION, font, theme, theme_notifier

KEYWORDS = "|".join(keyword.kwlist)
DOCSTRING = '"""'
WORDS = re.compile(
    r"(?P<comment>#.*)"
    r"|(?P<text>\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')"
    rf"|(?P<keyword>\b(?:{KEYWORDS})\b)"
    r"|(?P<number>(?<![\w.])\d[\w.]*(?:e-?\d+)?)"
)


class PythonColours(QSyntaxHighlighter):
    """Keywords, texts, numbers and comments in the theme's colours."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        theme_notifier.themeChanged.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        colours = {
            "comment": theme().text_muted,
            "text": theme().good,
            "keyword": theme().accent_line,
            "number": theme().chart_validation,
        }
        within = self.previousBlockState() == 1
        marks = text.count(DOCSTRING)
        self.setCurrentBlockState(int(within != bool(marks % 2)))
        if within or text.startswith(DOCSTRING):
            self.setFormat(0, len(text), _coloured(colours["text"]))
            return
        for found in WORDS.finditer(text):
            kind = found.lastgroup or "comment"
            made = _coloured(colours[kind])
            made.setFontItalic(kind == "comment")
            self.setFormat(found.start(), found.end() - found.start(), made)


class CodeView(QPlainTextEdit):
    """Lines of a script. A click on one, or Enter, tells where it comes from."""

    line_chosen = Signal(object)
    """Line that follows from a setting or a layer."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setReadOnly(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPixelSize(font(CAPTION).pixelSize())
        self.setFont(fixed)
        self.viewport().setMouseTracking(True)
        self._colours = PythonColours(self.document())
        self._lines: tuple[Line, ...] = ()
        self._changed: tuple[int, ...] = ()
        theme_notifier.themeChanged.connect(self._mark)

    @property
    def lines(self) -> tuple[Line, ...]:
        return self._lines

    @property
    def changed_lines(self) -> tuple[int, ...]:
        """The places of the lines that the last change of a setting made other ones."""
        return self._changed

    def show_lines(self, lines: Sequence[Line]) -> None:
        before, after = [line.text for line in self._lines], [line.text for line in lines]
        self._lines = tuple(lines)
        if before == after:
            return
        self._changed = _changes(before, after) if before else ()
        place = self.verticalScrollBar().value()
        self.setPlainText(script(lines).rstrip("\n"))
        self.verticalScrollBar().setValue(place)
        self._mark()
        if self._changed:
            self._show_line(self._changed[0])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self._tell(self.cursorForPosition(event.position().toPoint()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        line = self._line_at(self.cursorForPosition(event.position().toPoint()))
        hand = line is not None and _has_origin(line)
        self.viewport().setCursor(
            Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.IBeamCursor
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell(self.textCursor())
        else:
            super().keyPressEvent(event)

    def _tell(self, cursor: QTextCursor) -> None:
        line = self._line_at(cursor)
        if line is not None and _has_origin(line):
            self.line_chosen.emit(line)

    def _line_at(self, cursor: QTextCursor) -> Line | None:
        place = cursor.blockNumber()
        return self._lines[place] if place < len(self._lines) else None

    def _show_line(self, place: int) -> None:
        """Scroll as little as needed."""
        block = self.document().findBlockByNumber(place)
        self.setTextCursor(QTextCursor(block))
        self.ensureCursorVisible()

    def _mark(self) -> None:
        selections = []
        for place in self._changed:
            selection = QTextEdit.ExtraSelection()
            selection.format.setBackground(theme().accent_soft)
            selection.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            selection.cursor = QTextCursor(self.document().findBlockByNumber(place))
            selections.append(selection)
        self.setExtraSelections(selections)


def _changes(before: Sequence[str], after: Sequence[str]) -> tuple[int, ...]:
    """The places in `after` of lines that are new or other ones."""
    found: list[int] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, _, _, start, end in matcher.get_opcodes():
        if kind != "equal":
            found += range(start, end)
    return tuple(found)


def _has_origin(line: Line) -> bool:
    return line.layer is not None or bool(line.settings)


def _coloured(colour: QColor) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(colour)
    return made
