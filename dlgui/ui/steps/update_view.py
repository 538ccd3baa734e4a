"""The update of the chosen weight, written out line by line, for the eye and for screen readers."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from dlgui.core.explain.step_arithmetic import DIGITS, Corrected, Sum, Update
from dlgui.core.training.checkpoints import BETA1, BETA2
from dlgui.language import facts, tr
from dlgui.ui.kit.figure_menu import offer_figure
from dlgui.ui.kit.formats import MINUS, TIMES, in_units, power, raised, significant
from dlgui.ui.kit.heatmap import LEFT, Term, paint_caption, paint_cell
from dlgui.ui.kit.spoken import Table
from dlgui.ui.kit.theme import BODY, CAPTION, M, S, font, theme, theme_notifier
from dlgui.ui.steps.focus import StepFocus

LEAST_CELL = 56.0
PADDING = 5.0
TINT = 0.3
"""How strong the colours are, from 0 to 1: they show the sign alone."""


class UpdateView(QWidget):
    """Blue is above zero, orange below."""

    def __init__(self, focus: StepFocus) -> None:
        super().__init__()
        self.setObjectName("updateView")
        self.setAccessibleName(tr("The update of the chosen weight"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._focus = focus
        self.lines: list[Line] = []
        theme_notifier.themeChanged.connect(self.update)
        focus.changed.connect(self._follow)
        offer_figure(self, self.numbers, is_walked=True)

    def numbers(self) -> Table:
        """A row for each line of the calculation."""
        rows = ([line.title, " ".join(term.text for term in line.terms)] for line in self.lines)
        return [[tr("Part"), tr("Calculation")], *rows]

    def sizeHint(self) -> QSize:
        height = sum(self._height(line) for line in self.lines) + S
        width = max((self._width(line) for line in self.lines), default=300.0)
        return QSize(int(width) + M, int(height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._focus.step is not None and not self.lines:
            painter.setPen(theme().bad)
            painter.setFont(font(BODY))
            text = tr("These are no longer numbers: the training has diverged.")
            painter.drawText(self.rect(), LEFT, text)
        y = 0.0
        for line in self.lines:
            self._paint_line(painter, y, line)
            y += self._height(line)
        painter.end()

    def _follow(self) -> None:
        step, update = self._focus.step, self._focus.update
        self.lines = []
        if step is not None and update is not None:
            self.lines = lines_of(update, step.config.momentum, step.optimizer_step)
        words = facts(
            f"{line.title} {' '.join(term.text for term in line.terms)}" for line in self.lines
        )
        self.setAccessibleDescription(words)
        self.updateGeometry()
        self.update()

    def _height(self, line: Line) -> float:
        numbers, words = QFontMetricsF(font(CAPTION)), QFontMetricsF(font(CAPTION - 1))
        title = words.height() if line.title else 0.0
        return title + numbers.height() + S + words.height() + S

    def _width(self, line: Line) -> float:
        return sum(self._term_width(term) + S for term in line.terms)

    def _term_width(self, term: Term) -> float:
        width = QFontMetricsF(font(CAPTION)).horizontalAdvance(term.text)
        if not term.caption:
            return width
        width += 2 * PADDING
        words = QFontMetricsF(font(CAPTION - 1)).horizontalAdvance(term.caption)
        return max(width, LEAST_CELL, words)

    def _paint_line(self, painter: QPainter, top: float, line: Line) -> None:
        numbers, words = QFontMetricsF(font(CAPTION)), QFontMetricsF(font(CAPTION - 1))
        if line.title:
            painter.setFont(font(CAPTION - 1, QFont.Weight.DemiBold))
            painter.setPen(theme().text)
            painter.drawText(QPointF(0, top + words.ascent()), line.title)
            top += words.height()
        height = numbers.height() + S
        x = 0.0
        for term in line.terms:
            width = self._term_width(term)
            if term.value is None:
                painter.setFont(font(CAPTION))
                painter.setPen(theme().text_muted)
                cell = QRectF(x, top, width, height)
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, term.text)
            else:
                painter.setFont(font(CAPTION))
                cell = QRectF(x, top, width, height)
                paint_cell(painter, cell, term.text, term.value, abs(term.value) / TINT)
            if term.caption:
                below = QRectF(x, top + height, width + S, words.height())
                paint_caption(painter, below, term.caption)
            x += width + S


DIVIDED = "÷"


@dataclass(frozen=True, slots=True)
class Line:
    """title: what is computed; terms: the numbers and signs of it"""

    title: str
    terms: list[Term]


def _times(factor: float, what: str) -> str:
    # 1 - 0.999 is 0.0010000000000000009.
    return f"{factor:.6g} {TIMES} {what}"


def lines_of(update: Update, momentum: float, adam_step: int) -> list[Line]:
    """In the order in which the optimiser computes them; the last one is the new weight."""
    lines = [_gradient(update)]
    change = _change_text(update)
    if update.velocity is not None:
        captions = (_times(momentum, tr("velocity before")), tr("gradient"))
        lines.append(Line(tr("Velocity"), _added(update.velocity, captions, tr("velocity"))))
        velocity = _last(lines)
        terms = [Term(MINUS), _rate(update), Term(TIMES), velocity]
    else:
        assert update.mean is not None
        assert update.square is not None
        assert update.corrected_mean is not None
        assert update.corrected_square is not None
        kept, new = _times(BETA1, tr("m before")), _times(1 - BETA1, tr("gradient"))
        lines.append(Line(tr("Mean of gradients"), _added(update.mean, (kept, new), "m")))
        mean = _corrected(update.corrected_mean, _last(lines), BETA1, adam_step, "m̂")
        kept, new = _times(BETA2, tr("v before")), _times(1 - BETA2, tr("gradient²"))
        lines.append(Line(tr("Mean of squares"), _added(update.square, (kept, new), "v")))
        square = _corrected(update.corrected_square, _last(lines), BETA2, adam_step, "v̂")
        lines.append(Line(tr("Corrected for the start at 0"), mean))
        lines.append(Line("", square))
        terms = [
            Term(MINUS),
            _rate(update),
            Term(TIMES),
            mean[-1],
            Term(f"{DIVIDED} ( √"),
            square[-1],
            Term(f"+ {power(-8)} )"),
        ]
    lines.append(Line(tr("Update"), [*terms, Term("="), Term(change, tr("update"), update.change)]))
    decay = (tr("weight decay"),) if len(update.weight.parts) == 3 else ()
    captions = (tr("weight before"), *decay, tr("update"))
    lines.append(Line(tr("New weight"), _added(update.weight, captions, tr("weight after"))))
    return lines


def _gradient(update: Update) -> Line:
    total = update.gradient
    if len(total.parts) == 1:
        text = significant(total.total, DIGITS)
        return Line(tr("Gradient"), [Term(text, tr("dL/dw"), total.total)])
    captions = (tr("dL/dw"), tr("weight decay × weight"))
    return Line(tr("Gradient"), _added(total, captions, tr("gradient")))


def _added(total: Sum, captions: tuple[str, ...], result: str) -> list[Term]:
    parts, units = total.shown
    digits = max(DIGITS, *(len(str(abs(part))) for part in (*parts, units)))
    terms: list[Term] = []
    for index, (part, value, caption) in enumerate(zip(parts, total.parts, captions, strict=True)):
        is_subtracted = index > 0 and part < 0
        if index:
            terms.append(Term(MINUS if is_subtracted else "+"))
        text = in_units(abs(part) if is_subtracted else part, total.exponent, digits)
        terms.append(Term(text, caption, value))
    terms += [Term("="), Term(in_units(units, total.exponent, digits), result, total.total)]
    return terms


def _corrected(found: Corrected, value: Term, beta: float, step: int, name: str) -> list[Term]:
    divisor = Term(significant(found.divisor, DIGITS), f"1 {MINUS} {raised(beta, step)}")
    result = Term(significant(found.result, DIGITS), name, found.result)
    return [value, Term(DIVIDED), divisor, Term("="), result]


def _rate(update: Update) -> Term:
    return Term(f"{update.learning_rate:.3g}", tr("learning rate"))


def _change_text(update: Update) -> str:
    """The update as it is added to the weight in the last line."""
    parts, _ = update.weight.shown
    return in_units(parts[-1], update.weight.exponent, DIGITS)


def _last(lines: list[Line]) -> Term:
    return lines[-1].terms[-1]
