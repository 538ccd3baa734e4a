from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from command_line import Run
from PIL import Image

from dlgui.core.data.datasets import load_embedded

ONE = '{"id": "w7-1", "strokes": [[[50, 0], [48, 50], [50, 100]]]}\n'
SEVEN = '{"strokes": [[[0, 0], [60, 0], [45, 50], [30, 100]]]}\n'


@pytest.fixture
def picture(tmp_path: Path) -> tuple[Path, str]:
    """A large picture of a digit, dark on light, and what it says."""
    digits = load_embedded().validation
    pixels = np.kron(255 - digits.images[0], np.ones((8, 8), np.uint8))
    path = tmp_path / "digit.png"
    Image.fromarray(pixels).save(path)
    return path, str(digits.labels[0])


def test_strokes_and_pictures_are_read(
    dlgui: Run, tmp_path: Path, picture: tuple[Path, str]
) -> None:
    strokes = tmp_path / "two.jsonl"
    strokes.write_text(ONE + SEVEN)
    path, label = picture
    outcome = dlgui("predict", strokes, path)
    assert outcome.code == 0
    lines = [line.split("\t")[:2] for line in outcome.out.splitlines()]
    assert lines == [["w7-1", "1"], ["two.jsonl", "7"], ["digit.png", label]]


def test_json_is_the_contract(dlgui: Run, tmp_path: Path) -> None:
    strokes = tmp_path / "one.jsonl"
    strokes.write_text(ONE)
    (record,) = dlgui("predict", "--json", strokes).records
    assert record.keys() == {"id", "reading", "refused", "digits"}
    assert (record["id"], record["reading"], record["refused"]) == ("w7-1", "1", False)
    (digit,) = record["digits"]
    assert digit.keys() == {"digit", "probability", "probabilities", "box", "refused"}
    assert digit["box"] == [48, 0, 50, 100]
    assert len(digit["probabilities"]) == 10
    assert digit["probability"] == max(digit["probabilities"])


def test_standard_input_is_read_line_by_line(dlgui: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(ONE + '{"strokes": []}\n'))
    outcome = dlgui("predict", "-")
    assert [line.split("\t") for line in outcome.out.splitlines()][1] == ["-", "", "empty"]


def test_each_answer_comes_before_the_next_line_is_sent() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "dlgui", "predict", "--json", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as process:
        assert process.stdin
        assert process.stdout
        for drawing, reading in ((ONE, "1"), (SEVEN, "7")):
            process.stdin.write(drawing)
            assert json.loads(process.stdout.readline())["reading"] == reading
        process.stdin.close()
    assert process.returncode == 0


def test_one_bad_file_does_not_keep_the_others_from_being_read(
    dlgui: Run, tmp_path: Path, picture: tuple[Path, str]
) -> None:
    (tmp_path / "bad.png").write_bytes(b"no picture")
    outcome = dlgui("predict", tmp_path / "bad.png", tmp_path / "missing.jsonl", picture[0])
    assert outcome.code == 1
    assert outcome.out.startswith(f"digit.png\t{picture[1]}")
    bad, missing = outcome.err.splitlines()
    assert "bad.png" in bad
    assert "missing.jsonl" in missing


def test_a_file_that_is_no_model_is_one_line(dlgui: Run, tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"PK not a model")
    outcome = dlgui("predict", "--model", tmp_path / "model.safetensors", "-")
    assert outcome.code == 1
    assert len(outcome.err.splitlines()) == 1
    assert "model.safetensors" in outcome.err


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX pipe")
def test_a_reader_who_has_seen_enough_causes_no_complaint(tmp_path: Path) -> None:
    (tmp_path / "many.jsonl").write_text(ONE * 200)
    with subprocess.Popen(
        [sys.executable, "-m", "dlgui", "predict", str(tmp_path / "many.jsonl")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
