"""The exported page reads as dlgui does: its scripts, run by Node.js, on drawings of every kind."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from synthetic_ink import letter, scribble

from dlgui.core.export.html import page
from dlgui.core.export.verify import check, run_page
from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.ink.stroke_file import read_strokes
from dlgui.core.nets.model import Model, load_model
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.reading.calibration import Calibration
from dlgui.core.reading.reader import Reader
from dlgui.core.training.calibrating import fit_probe
from dlgui.paths import resource

DIGITS = Path(__file__).parents[3] / "packaging/smoke_digits.jsonl"
MIN_SIZE = 15.0

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="there is no Node.js")


def varied(rng: np.random.Generator, scale: float, x: float) -> list[Stroke]:
    """One of ten written digits, turned, stretched, trembling, and at `x`."""
    digits = list(read_strokes(DIGITS))
    angle = rng.normal(0, 0.15)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    turn *= scale * np.exp(rng.normal(0, 0.2, 2))
    return [
        Stroke(((s.points - 130 + rng.normal(0, 3, s.points.shape)) @ turn + [x, 150]).astype("f4"))
        for s in digits[rng.integers(10)].strokes
    ]


def drawing(rng: np.random.Generator, kind: int) -> Drawing:
    """A letter, a scribble, a digit, or a row of two to four digits."""
    if kind == 0:
        return letter(rng)
    if kind == 1:
        return scribble(rng)
    if kind == 2:
        return Drawing(tuple(varied(rng, rng.uniform(0.3, 1.5), 150)))
    row = [varied(rng, 0.4, 60 + i * rng.uniform(70, 110)) for i in range(rng.integers(2, 5))]
    return Drawing(tuple(stroke for digit in row for stroke in digit))


def points(drawn: Drawing) -> list[list[list[float]]]:
    return [stroke.points.tolist() for stroke in drawn.strokes]


def assert_read_alike(model: Model, drawings: list[Drawing], path: Path) -> None:
    path.write_bytes(page(model, "A <reader> & more"))
    reader = Reader(model, min_size=MIN_SIZE)
    job = {"drawings": [points(drawn) for drawn in drawings], "minSize": MIN_SIZE}
    answers = run_page(path, job)
    assert answers["check"] < 1e-5
    for drawn, theirs in zip(drawings, answers["drawings"], strict=True):
        ours = reader.read(drawn).digits
        assert [(d.digit, d.refused) for d in ours] == [(d["digit"], d["refused"]) for d in theirs]
        for mine, other in zip(ours, theirs, strict=True):
            assert np.allclose(mine.probabilities, other["probabilities"], atol=1e-3)
            assert np.allclose(mine.box, other["box"], rtol=1e-5)
            pixels = [other["image"][str(i)] for i in range(784)]
            assert np.allclose(mine.pixels.ravel(), pixels, atol=1e-4)


@needs_node
def test_the_page_of_the_shipped_reader_reads_as_the_window(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    drawings = [drawing(rng, kind) for kind in (0, 1, 2, 2, 3)]
    # A click, an empty pad, a stray tap beside a digit.
    drawings += [Drawing((Stroke(np.array([[120, 80]], np.float32)),)), Drawing()]
    tap = Stroke(np.array([[390, 10]], np.float32))
    drawings.append(Drawing((*drawings[2].strokes, tap)))
    model = load_model(resource("reader.safetensors"))
    assert_read_alike(model, drawings, tmp_path / "page.html")


@needs_node
def test_pages_of_networks_that_refuse_by_a_probe_read_as_the_window(
    tmp_path: Path, lived_in_model
) -> None:
    rng = np.random.default_rng(4)
    model: Model = lived_in_model("compact")
    features = NETWORKS["compact"].shapes()[NETWORKS["compact"].last_weighted][0]
    probe = fit_probe(rng.random((40, features)), rng.random((40, features)) + 0.1)
    refusing = Calibration(1.7, 0.2, probe).record()
    model = Model(model.network, model.weights, calibration=refusing)
    assert_read_alike(model, [drawing(rng, i % 4) for i in range(24)], tmp_path / "page.html")


@needs_node
@pytest.mark.parametrize("name", ["mlp", "lenet5"])
def test_other_networks_read_as_the_window(name: str, tmp_path: Path, lived_in_model) -> None:
    rng = np.random.default_rng(5)
    assert_read_alike(lived_in_model(name), [drawing(rng, 2)], tmp_path / "page.html")


def test_qts_engine_runs_the_page_where_there_is_no_node(
    tmp_path: Path, lived_in_model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    rng = np.random.default_rng(6)
    model = lived_in_model("mlp")
    assert_read_alike(model, [drawing(rng, kind) for kind in (0, 2, 3)], tmp_path / "page.html")
    found = check("html", model, {".html": tmp_path / "page.html"})
    assert found.engine.startswith("JavaScript in Qt 6.")
    assert found.difference is not None
    assert found.difference < 1e-5


def test_without_an_engine_nothing_is_checked_and_that_is_told(
    tmp_path: Path, lived_in_model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    (tmp_path / "page.html").write_bytes(page(lived_in_model("mlp"), "Reader"))
    found = check("html", lived_in_model("mlp"), {".html": tmp_path / "page.html"})
    assert (found.difference, found.engine) == (None, "Node.js")


def test_a_page_is_one_file_that_asks_for_nothing(lived_in_model) -> None:
    text = page(lived_in_model("mlp"), "A <reader> & more").decode()
    assert len(text) < 2 * 2**20  # 235,000 weights
    assert "<h1>A &lt;reader&gt; &amp; more</h1>" in text
    assert "default-src 'none'" in text
    assert not re.search(r"(src|href)=|https?://|fetch\(|import\(", text)


def test_the_page_carries_ten_digits_with_their_answers(lived_in_model) -> None:
    text = page(lived_in_model("mlp"), "Reader").decode()
    model = json.loads(re.search(r'id="model">(.*?)</script>', text)[1])
    assert np.shape(model["check"]["probabilities"]) == (10, 10)
