"""A run as a page for a lab book: what was asked, what was set, and what came of it.

The page is made of sections of plain text, tables and figures; `html` writes it as one file that
loads nothing, and the window paints the same sections as PDF.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from dlgui import __version__
from dlgui.core.data.datasets import DigitData
from dlgui.core.errors import ModelFileError
from dlgui.core.evaluation import report_figures as figures
from dlgui.core.evaluation.report_figures import BLUE, ORANGE, Digit, Figure, Series
from dlgui.core.evaluation.run_curves import RunCurves, load_curves
from dlgui.core.evaluation.run_table import RunSummary, summarise
from dlgui.core.files import parse_json, read_text
from dlgui.core.nets.layers import Conv
from dlgui.core.nets.model import Model, load_model
from dlgui.core.nets.network_line import network_line, network_of
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.reading.calibration import Calibration
from dlgui.core.training.runs import BEST, MODEL_FILE, RunFolder
from dlgui.core.training.settings import SETTINGS, setting_text
from dlgui.language import current, tr

WORST = 5
MOST_MAPS = 15


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; a quiet one explains."""

    text: str
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Names and what they are."""

    rows: tuple[tuple[str, str], ...]


Block = Text | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """title: what the run is called; byline: who and when; all of it plain text"""

    title: str
    byline: str
    sections: tuple[Section, ...]


def run_report(run: RunFolder, data: DigitData | None, *, author: str = "") -> Report:
    """The page about a run.

    data: what it was trained on, whose validation part it is judged by; without it, that is left
    out. author: goes on the page if it is not "". Raises ModelFileError, also when the run has no
    network.
    """
    row, model, curves = summarise(run.path), _network(run), load_curves(run.path)
    began = f"{row.began:%Y-%m-%d %H:%M}"
    title = row.notes.title or tr("{network}, trained {began}").format(
        network=tr(network_of(row.config.network).title) or tr("Own network"), began=began
    )
    sections = [
        Section(tr("Question"), _question(row)),
        Section(tr("Result"), _result(row)),
        Section(tr("Curves"), _curves(curves)),
        *_judged(model, data),
        Section(tr("Settings"), (_settings(row, model), _circumstances(run, row, data))),
    ]
    made = tr("Made with dlgui {version}").format(version=__version__)
    return Report(
        title, " · ".join(part for part in (author, began, made) if part), tuple(sections)
    )


def html(report: Report) -> str:
    """The whole page, which needs no other file. All text is escaped."""
    parts = [f"<h1>{escape(report.title)}</h1>", f'<p class="quiet">{escape(report.byline)}</p>']
    for section in report.sections:
        blocks = "".join(block_html(block) for block in section.blocks)
        parts.append(f"<section><h2>{escape(section.title)}</h2>{blocks}</section>")
    language = current().replace("_", "-")
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(report.title)}</title><style>{STYLE}</style></head>\n"
        f"<body>{''.join(parts)}</body></html>\n"
    )


def block_html(block: Block) -> str:
    if isinstance(block, Figure):
        caption = f"<figcaption>{escape(block.caption)}</figcaption>"
        return f"<figure>{block.svg}{caption}</figure>"
    if isinstance(block, Table):
        rows = (f"<tr><th>{escape(n)}</th><td>{escape(v)}</td></tr>" for n, v in block.rows)
        return f"<table>{''.join(rows)}</table>"
    look = ' class="quiet"' if block.is_quiet else ""
    return f"<p{look}>{escape(block.text)}</p>"


STYLE = f"""\
body {{ font: 15px/1.5 system-ui, sans-serif; color: {figures.INK}; background: #fff;
  max-width: 680px; margin: 40px auto; padding: 0 20px; }}
h1 {{ font-size: 25px; line-height: 1.25; margin: 0; }}
h2 {{ font-size: 17px; margin: 28px 0 6px; }}
p {{ margin: 4px 0; white-space: pre-line; }}
.quiet, figcaption {{ color: {figures.MUTED}; font-size: 13px; }}
figure {{ margin: 10px 0 18px; break-inside: avoid; }}
svg {{ max-width: 100%; height: auto; }}
table {{ border-collapse: collapse; font-size: 13px; margin: 6px 0 14px; }}
th {{ text-align: left; font-weight: normal; color: {figures.MUTED}; padding: 1px 24px 1px 0;
  vertical-align: top; white-space: nowrap; }}
td {{ padding: 1px 0; overflow-wrap: anywhere; }}
"""


def _network(run: RunFolder) -> Model:
    for name in (MODEL_FILE, BEST):
        if (run.path / name).is_file():
            return load_model(run.path / name)
    raise ModelFileError(
        tr(
            "The run in {path} has no network yet, so there is nothing to report: train it for an "
            "epoch at least."
        ).format(path=run.path)
    )


def _question(row: RunSummary) -> tuple[Block, ...]:
    notes = row.notes
    asked = Text(notes.question) if notes.question else Text(tr("No question was noted."), True)
    expected = tr("Expected: {expectation}").format(expectation=notes.expectation)
    found = tr("Found: {note}").format(note=notes.note)
    more = [Text(expected)] * bool(notes.expectation) + [Text(found)] * bool(notes.note)
    return (asked, *more)


def _result(row: RunSummary) -> tuple[Block, ...]:
    if row.best_accuracy is None or row.interval is None:
        return (Text(tr("No epoch was validated.")),)
    low, high = (100 * bound for bound in row.interval)
    result = tr(
        "{accuracy:.2f} % of {count:,} validation digits read right in the best epoch (95 % "
        "interval {low:.2f} to {high:.2f} %)."
    ).format(accuracy=100 * row.best_accuracy, count=row.validation_count, low=low, high=high)
    effort = tr("{epochs} epochs, {steps:,} steps, {seconds:.1f} s of training.").format(
        epochs=row.epochs, steps=row.step, seconds=row.seconds
    )
    states = {
        "ended": "",
        "cut off": tr("The training was cut off before its end."),
        "under way": tr("The training is still under way."),
    }
    return tuple(Text(text) for text in (result, effort, states[row.state]) if text)


def _curves(curves: RunCurves) -> tuple[Block, ...]:
    """Loss and accuracy: of each step, and of the validation after each epoch."""
    captions = {
        "loss": tr("Cross-entropy in nats. Each step's own batch in blue, validation in orange."),
        "accuracy": tr("Share of right answers in per cent, of the same digits."),
    }
    axes = {"loss": tr("Nats"), "accuracy": "%"}
    found = []
    for measure, caption in captions.items():
        scale = 100.0 if measure == "accuracy" else 1.0
        series = [
            Series(
                label,
                colour,
                curves.x(f"{part} {measure}", "epoch"),  # type: ignore[arg-type]
                scale * curves.measures[f"{part} {measure}"].values,  # type: ignore[index]
                part == "training",
            )
            for part, label, colour in (
                ("training", tr("Training"), BLUE),
                ("validation", tr("Validation"), ORANGE),
            )
        ]
        found.append(figures.curves(series, tr("Epoch"), axes[measure], caption))
    return tuple(found)


def _judged(model: Model, data: DigitData | None) -> list[Section]:
    if data is None or data.classes != model.classes:
        gone = tr("The digits that it was trained on are not here, so its mistakes are not shown.")
        return [Section(tr("Mistakes"), (Text(gone, True),))]
    images, labels = data.validation.images, data.validation.labels.astype(int)
    forward = Forward(model)
    probabilities = Calibration.of(model).probabilities(forward.logits(images))
    answers = probabilities.argmax(1)
    counts = np.zeros((len(model.classes),) * 2, np.int64)
    np.add.at(counts, (labels, answers), 1)
    wrong = np.flatnonzero(answers != labels)
    worst = wrong[np.argsort(-probabilities[wrong, answers[wrong]], kind="stable")][:WORST]
    shown = [
        Digit(
            images[i] / 255,
            tr("{true} read as {answer}, {sure:.0f} %").format(
                true=model.classes[labels[i]],
                answer=model.classes[answers[i]],
                sure=100 * probabilities[i, answers[i]],
            ),
        )
        for i in worst
    ]
    matrix = tr(
        "Validation digits by what they are (rows) and what the network took them for (columns): "
        "{wrong:,} of {count:,} are wrong."
    ).format(wrong=len(wrong), count=len(labels))
    sure = tr("The mistakes of which the network was surest, as its 28×28 pixels.")
    mistakes: Block = figures.digits(shown, sure) if shown else Text(tr("It made no mistake."))
    return [
        Section(tr("Confusion"), (figures.confusion(counts, model.classes, matrix),)),
        Section(tr("Worst mistakes"), (mistakes,)),
        Section(tr("What the network sees"), _seen(model, forward, images[0])),
    ]


def _seen(model: Model, forward: Forward, pixels: np.ndarray) -> tuple[Block, ...]:
    """A digit, and what the first layer with weights makes of it or looks for."""
    network = network_of(model.network)
    maps, caption = None, ""
    places = [i for i, layer in enumerate(network.layers) if isinstance(layer, Conv)]
    if places:
        given = forward.activations(pixels)
        place = places[0]
        # With the normalisation and the activation that follow it.
        while given[place + 1].shape == given[place].shape and place + 1 not in places:
            place += 1
        maps = given[place]
        caption = tr("A digit, and what filters of the first convolution make of it.")
    else:
        weights = [w for w in model.weights.values() if w.ndim == 2 and w.shape[1] == pixels.size]
        maps = weights[0].reshape(-1, *pixels.shape) if weights else None
        caption = tr("A digit, and the weights by which neurons of the first layer look at it.")
    images = [pixels / 255]
    if maps is None:
        caption = tr("A digit as its 28×28 pixels.")
    else:
        low, high = float(maps.min()), float(maps.max())
        images += [(one - low) / max(high - low, 1e-9) for one in maps[:MOST_MAPS]]
    return (figures.digits([Digit(one, "") for one in images], caption, side=72, across=8),)


def _settings(row: RunSummary, model: Model) -> Table:
    network = network_of(model.network)
    layers = [
        (tr("Layers"), network_line(network)),
        (tr("Parameters"), f"{network.parameters():,}"),
    ]
    values = [(tr(s.label), setting_text(getattr(row.config, s.name))) for s in SETTINGS]
    return Table((*layers, *values))


def _circumstances(run: RunFolder, row: RunSummary, data: DigitData | None) -> Table:
    rows = [(tr("Data"), tr(data.name) if data is not None else row.source)]
    if data is not None:
        parts = tr("{train:,} to train on, {validation:,} to validate by")
        text = parts.format(train=len(data.train), validation=len(data.validation))
        rows.append((tr("Digits"), text))
    return Table((*rows, *_environment(run)))


def _environment(run: RunFolder) -> Sequence[tuple[str, str]]:
    """What the run says of the machine; nothing where it does not."""
    known = {
        "platform": tr("Platform"),
        "processor": tr("Processor"),
        "processors": tr("Processor cores"),
    }
    try:
        found = parse_json(read_text(run.path / "environment.json", 2**16))
        rows = [(str(name), str(value)[:200]) for name, value in found.items() if name != "time"]
        return [(known.get(name, name.capitalize()), value) for name, value in rows[:20]]
    except (OSError, ValueError, AttributeError):
        return []
