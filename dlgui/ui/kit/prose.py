"""Longer texts in Markdown, set as quietly as the rest of the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from dlgui.ui.kit.theme import BODY, HEADING, TITLE, XL, L, M, S, font, theme, theme_notifier

HEADINGS = {1: HEADING, 2: TITLE, 3: BODY}
# Of the font's own; Qt gives a Markdown text no leading at all.
LINE_HEIGHT = 130


class ProseView(QTextBrowser):
    """Shows a text in Markdown: headings, lists, tables and links, in the theme's colours."""

    def __init__(self, markdown: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._markdown = markdown
        self.setOpenExternalLinks(True)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(L)
        self._set_text()
        theme_notifier.themeChanged.connect(self._set_text)

    def _set_text(self) -> None:
        document = self.document()
        document.setDefaultFont(font(BODY))
        document.setMarkdown(self._markdown)
        block = document.begin()
        while block.isValid():
            _set_block(block)
            block = block.next()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                _set_table(frame)
        self.moveCursor(QTextCursor.MoveOperation.Start)


def _set_block(block: QTextBlock) -> None:
    cursor = QTextCursor(block)
    cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
    shape = block.blockFormat()
    if level := shape.headingLevel():
        letters = QTextCharFormat()
        letters.setFont(font(HEADINGS.get(level, BODY), QFont.Weight.DemiBold))
        # Replaced and not merged: Qt's own size for a heading would prevail.
        cursor.setCharFormat(letters)
        shape.setTopMargin(0 if block.blockNumber() == 0 else L if level == 3 else XL)
        shape.setBottomMargin(M)
    elif block.textList() is not None:
        shape.setBottomMargin(S)
    elif cursor.currentTable() is None:
        shape.setBottomMargin(M + S)
    shape.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    QTextCursor(block).setBlockFormat(shape)


def _set_table(table: QTextTable) -> None:
    """Hairlines below the rows, and figures that have room."""
    form = QTextTableFormat(table.format())
    form.setBorder(0)
    form.setCellPadding(S)
    form.setCellSpacing(0)
    form.setTopMargin(S)
    form.setBottomMargin(L)
    form.setBorderCollapse(True)
    form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    table.setFormat(form)
    for row in range(table.rows()):
        for column in range(table.columns()):
            cell = table.cellAt(row, column)
            cell_form = cell.format().toTableCellFormat()
            cell_form.setBottomBorder(1)
            cell_form.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            cell_form.setBottomBorderBrush(theme().border_strong if row == 0 else theme().border)
            cell.setFormat(cell_form)
    for column in range(table.columns() if table.rows() > 1 else 0):
        # Qt aligns the cells of a column, but not its heading.
        shape = table.cellAt(1, column).firstCursorPosition().blockFormat()
        table.cellAt(0, column).firstCursorPosition().setBlockFormat(shape)
