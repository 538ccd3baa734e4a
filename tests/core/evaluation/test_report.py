"""A run as a page: what it says is what was measured, and what others typed stays text."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from dlgui.core.errors import ModelFileError
from dlgui.core.evaluation.report import html, run_report
from dlgui.core.evaluation.report_figures import INK, Digit, Figure, Series, curves, digits, ticks
from dlgui.core.evaluation.run_table import RunNotes, RunTable, summarise
from dlgui.core.nets.model import load_model
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.training.recording import kept, owned, written
from dlgui.core.training.runs import MODEL_FILE, RunFolder
from dlgui.core.training.settings import TrainingConfig
from dlgui.core.training.train import train

SVG = "{http://www.w3.org/2000/svg}"


def trained(parent, data, network):
    config = TrainingConfig(network=network, epochs=1, batch_size=50, device="cpu")
    run = RunFolder.create(parent, config, "embedded", name="first")
    with owned(run) as log:
        done = kept(
            written(train(config, data), log),
            log,
            lambda model: replace(model, calibration={"temperature": 1.0}),
        )
        assert list(done)
    return run


@pytest.fixture
def run(tmp_path, easy_data):
    return trained(tmp_path, easy_data, "conv 3 3, relu, maxpool 4, flatten, dense 10")


def figures_of(report, title):
    (section,) = (s for s in report.sections if s.title == title)
    return [block for block in section.blocks if isinstance(block, Figure)]


def test_the_page_says_what_was_measured(run, easy_data):
    report = run_report(run, easy_data)
    model = load_model(run.path / MODEL_FILE)
    answers = Forward(model).logits(easy_data.validation.images).argmax(1)
    labels = easy_data.validation.labels
    row = summarise(run.path)
    page = html(report)
    assert f"{100 * row.best_accuracy:.2f} % of 50" in page
    assert (answers == labels).mean() == pytest.approx(row.best_accuracy)
    (matrix,) = figures_of(report, "Confusion")
    assert f"{(answers != labels).sum()} of 50 are wrong" in matrix.caption
    texts = ElementTree.fromstring(matrix.svg).iter(f"{SVG}text")
    cells = [int(e.text) for e in texts if e.get("fill") == INK]
    counts = [((labels == t) & (answers == r)).sum() for t in range(10) for r in range(10)]
    assert cells == [count for count in counts if count]


def test_mistakes_are_the_surest_ones(run, easy_data):
    report = run_report(run, easy_data)
    model = load_model(run.path / MODEL_FILE)
    logits = Forward(model).logits(easy_data.validation.images)
    shares = np.exp(logits - logits.max(1, keepdims=True))
    shares /= shares.sum(1, keepdims=True)
    wrong = logits.argmax(1) != easy_data.validation.labels
    if not wrong.any():
        pytest.skip("this network made no mistake")
    surest = 100 * shares[wrong].max(1).max()
    (shown,) = figures_of(report, "Worst mistakes")
    captions = [e.text for e in ElementTree.fromstring(shown.svg).iter(f"{SVG}text")]
    assert captions[0].endswith(f"{surest:.0f} %")
    assert len(captions) == min(5, wrong.sum())


def test_what_people_typed_stays_text_and_no_name_is_made_up(run, easy_data):
    evil = "<script>alert(1)</script>"
    notes = RunNotes(title=evil, note=evil, question=f"Why {evil}?", expectation="More")
    RunTable(run.path.parent).annotate(run.path, notes)
    page = html(run_report(run, easy_data, author=evil))
    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 4
    assert "Expected: More" in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")  # it loads nothing
    assert run_report(run, easy_data).byline.split(" · ")[0].startswith("20")


def test_without_the_digits_the_rest_is_reported(run):
    report = run_report(run, None)
    assert not figures_of(report, "Mistakes")
    assert len(figures_of(report, "Curves")) == 2


def test_a_network_without_convolutions_shows_its_first_weights(tmp_path, easy_data):
    report = run_report(trained(tmp_path, easy_data, "mlp"), easy_data)
    (seen,) = figures_of(report, "What the network sees")
    assert "weights" in seen.caption


def test_a_run_without_a_network_says_what_to_do(tmp_path):
    run = RunFolder.create(tmp_path, TrainingConfig(), "embedded")
    (run.path / "events.jsonl").write_text("")
    with pytest.raises(ModelFileError, match="train it for an epoch"):
        run_report(run, None)


def test_curves_lie_within_their_axes():
    xs = np.linspace(0.01, 6, 5000)
    figure = curves([Series("Loss", "#000", xs, np.exp(-xs))], "Epoch", "Nats", "A curve.")
    root = ElementTree.fromstring(figure.svg)
    line = max(root.iter(f"{SVG}polyline"), key=lambda e: len(e.get("points")))
    points = np.array([p.split(",") for p in line.get("points").split()], float)
    assert len(points) <= 601
    assert points.min() >= 0
    assert points[:, 0].max() <= figure.width
    assert points[:, 1].max() <= figure.height


def test_each_inked_pixel_is_one_square():
    pixels = np.zeros((28, 28))
    pixels[3, 4:9] = 1.0
    pixels[4, 4] = 0.5
    root = ElementTree.fromstring(digits([Digit(pixels, "")], "A digit.").svg)
    paths = [path.get("d") for path in root.iter(f"{SVG}path")]
    assert sorted(path.count("M") for path in paths) == [1, 5]


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0.12, 0.13), (97.4, 99.2), (0, 23_437)])
def test_ticks_are_round_and_hold_everything(low, high):
    found = ticks(low, high, 5)
    assert found[0] <= low < high <= found[-1]
    assert 2 <= len(found) <= 7
    steps = np.diff(found)
    assert steps == pytest.approx(np.full(len(steps), steps[0]))
