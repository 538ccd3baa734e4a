"""One weight's update as lines of numbers, for the eye and for screen readers."""

from __future__ import annotations

from dataclasses import dataclass

from dlgui.core.checkpoints import BETA1, BETA2
from dlgui.core.update_sums import DIGITS, Corrected, Sum, Update
from dlgui.ui.inside.cells import Term
from dlgui.ui.step.wording import MINUS, TIMES, figure, in_units, power, raised, tr

DIVIDED = "÷"


@dataclass(frozen=True, slots=True)
class Line:
    """title: what is computed; terms: the numbers and signs of it"""

    title: str
    terms: list[Term]


def lines_of(update: Update, momentum: float, adam_step: int) -> list[Line]:
    """In the order in which the optimiser computes them; the last one is the new weight."""
    lines = [_gradient(update)]
    change = _change_text(update)
    if update.velocity is not None:
        captions = (f"{momentum:g} {TIMES} {tr('velocity before')}", tr("gradient"))
        lines.append(Line(tr("Velocity"), _added(update.velocity, captions, tr("velocity"))))
        velocity = _last(lines)
        terms = [Term(MINUS), _rate(update), Term(TIMES), velocity]
    else:
        assert update.mean is not None
        assert update.square is not None
        assert update.corrected_mean is not None
        assert update.corrected_square is not None
        kept, new = (
            f"{BETA1:g} {TIMES} {tr('m before')}",
            f"{1 - BETA1:.1g} {TIMES} {tr('gradient')}",
        )
        lines.append(Line(tr("Mean of gradients"), _added(update.mean, (kept, new), "m")))
        mean = _corrected(update.corrected_mean, _last(lines), BETA1, adam_step, "m̂")
        kept = f"{BETA2:g} {TIMES} {tr('v before')}"
        new = f"{1 - BETA2:.1g} {TIMES} {tr('gradient²')}"
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
        text = figure(total.total, DIGITS)
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
    divisor = Term(figure(found.divisor, DIGITS), f"1 {MINUS} {raised(beta, step)}")
    result = Term(figure(found.result, DIGITS), name, found.result)
    return [value, Term(DIVIDED), divisor, Term("="), result]


def _rate(update: Update) -> Term:
    return Term(f"{update.learning_rate:.3g}", tr("learning rate"))


def _change_text(update: Update) -> str:
    """The update as it is added to the weight in the last line."""
    parts, _ = update.weight.shown
    return in_units(parts[-1], update.weight.exponent, DIGITS)


def _last(lines: list[Line]) -> Term:
    return lines[-1].terms[-1]
