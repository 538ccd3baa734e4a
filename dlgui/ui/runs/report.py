"""A run's report, saved as a page: HTML, or PDF on A4, its figures as shapes in both."""

from __future__ import annotations

from html import escape
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QMarginsF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from dlgui.core.errors import ModelFileError
from dlgui.core.evaluation.report import Report, block_html, html
from dlgui.core.evaluation.report_figures import Figure
from dlgui.core.files import write_atomically
from dlgui.language import tr
from dlgui.ui.kit.page import hint
from dlgui.ui.kit.theme import XL, L, set_look

MARGIN_MM = 18
POINTS = 0.75
"""For a pixel of the page."""
GAP = 10
"""Pixels between two blocks."""


FONT_SIZE = 13
PAPER = """
h1 { font-size: 22px; margin: 0; } h2 { font-size: 16px; margin: 8px 0 4px 0; }
p { margin: 2px 0; } .quiet { color: #5b6475; font-size: 12px; }
th { color: #5b6475; text-align: left; font-weight: normal; padding-right: 24px; }
"""
"""What Qt's rich text knows of the page's style."""


class ReportDialog(QDialog):
    """Asks for a name, which nobody has to give, and where to save the page."""

    wanted = Signal(object, str)
    """Path, author"""

    def __init__(self, window: QWidget, name: str) -> None:
        """name: proposed for the file, without its ending"""
        super().__init__(window)
        self.setWindowTitle(tr("Report"))
        self.setObjectName("reportDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._name = name
        self._author = QLineEdit()
        self._author.setObjectName("reportAuthor")
        self._author.setAccessibleName(tr("Your name"))
        self._author.setPlaceholderText(tr("not on the page"))
        form = QFormLayout()
        form.addRow(tr("Your name"), self._author)
        buttons = QDialogButtonBox()
        save = buttons.addButton(tr("Save…"), QDialogButtonBox.ButtonRole.AcceptRole)
        save.setObjectName("reportSave")
        set_look(save, "primary")
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._ask)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, XL, XL, L)
        layout.setSpacing(L)
        layout.addWidget(
            hint(
                tr(
                    "A page for a lab book: question and expectation from the run's notes, "
                    "settings, curves, confusion, the worst mistakes, and what the network sees."
                )
            )
        )
        layout.addLayout(form)
        layout.addWidget(buttons)
        self.resize(440, 200)

    def _ask(self) -> None:
        kinds = {"PDF (*.pdf)": ".pdf", "HTML (*.html)": ".html"}
        name, kind = QFileDialog.getSaveFileName(
            self, tr("Save the report"), f"{self._name}.pdf", ";;".join(kinds)
        )
        if name:
            path = Path(name)
            if path.suffix.lower() not in kinds.values():
                path = path.with_name(path.name + kinds.get(kind, ".pdf"))
            self.wanted.emit(path, self._author.text().strip())
            self.accept()


def save_report(report: Report, path: Path) -> None:
    """As HTML or PDF, whatever `path` ends with; in any thread. Raises ModelFileError."""
    is_pdf = path.suffix.lower() == ".pdf"
    try:
        write_atomically(path, pdf(report) if is_pdf else html(report).encode())
    except OSError as error:
        raise ModelFileError(
            tr("{path} cannot be written ({reason}): choose another place.").format(
                path=path, reason=error.strerror or error
            )
        ) from error


def pdf(report: Report) -> bytes:
    """The page on A4; a figure is never torn apart."""
    device = QBuffer()
    device.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(device)
    writer.setResolution(72)
    writer.setTitle(report.title)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    painter = QPainter(writer)
    painter.scale(POINTS, POINTS)
    _Page(writer, painter).paint(report)
    painter.end()
    return bytes(device.data().data())


class _Page:
    """Where on which page the next block is painted."""

    def __init__(self, writer: QPdfWriter, painter: QPainter) -> None:
        self._writer = writer
        self._painter = painter
        self._width = writer.width() / POINTS
        self._height = writer.height() / POINTS
        self._y = 0.0

    def paint(self, report: Report) -> None:
        head = f"<h1>{escape(report.title)}</h1>{_quiet(report.byline)}"
        self._paint_text(head)
        for section in report.sections:
            title = f"<h2>{escape(section.title)}</h2>"
            self._y += GAP
            for block in section.blocks:
                if isinstance(block, Figure):
                    self._paint_figure(title, block)
                else:
                    self._paint_text(title + block_html(block))
                title = ""

    def _paint_figure(self, title: str, figure: Figure) -> None:
        share = min(1.0, self._width / figure.width)
        size = QSizeF(figure.width, figure.height) * share
        above, below = self._laid_out(title), self._laid_out(_quiet(figure.caption))
        self._make_room(above.size().height() + size.height() + below.size().height())
        self._draw(above)
        svg = QSvgRenderer(QByteArray(figure.svg.encode()))
        svg.render(self._painter, QRectF(0, self._y, size.width(), size.height()))
        self._y += size.height()
        self._draw(below)
        self._y += GAP

    def _paint_text(self, text: str) -> None:
        document = self._laid_out(text)
        self._make_room(document.size().height())
        self._draw(document)
        self._y += GAP

    def _make_room(self, height: float) -> None:
        if self._y and self._y + height > self._height:
            self._writer.newPage()
            self._y = 0.0

    def _laid_out(self, text: str) -> QTextDocument:
        document = QTextDocument()
        font = document.defaultFont()
        font.setPixelSize(FONT_SIZE)
        document.setDefaultFont(font)
        document.setDocumentMargin(0)
        document.setUseDesignMetrics(True)
        document.setDefaultStyleSheet(PAPER)
        document.setHtml(text)
        document.setTextWidth(self._width)
        return document

    def _draw(self, document: QTextDocument) -> None:
        if document.isEmpty():
            return
        self._painter.save()
        self._painter.translate(0, self._y)
        document.drawContents(self._painter)
        self._painter.restore()
        self._y += document.size().height()


def _quiet(text: str) -> str:
    return f'<p class="quiet">{escape(text)}</p>'
