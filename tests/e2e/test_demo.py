"""`dlgui demo` as a newcomer starts it: a process of its own, no display."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dlgui.commands.readers import open_reader
from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.reading.reader import Reader
from dlgui.demo.digits import DIGITS, catmull_rom, strokes_of

PAGES = (
    "training",
    "train",
    "evaluate",
    "inside",
    "why",
    "layers",
    "learn",
    "runs",
    "network",
    "code",
)
QUICK = ("--preset", "quick", "--epochs", "2", "--batch-size", "64")


def demo(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
    return subprocess.run(
        [sys.executable, "-m", "dlgui", "demo", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=environment | {"DLGUI_HOME": str(home)},
    )


def test_the_demo_does_the_whole_job(tmp_path: Path) -> None:
    pictures = tmp_path / "pictures"
    done = demo(*QUICK, "--screenshots", str(pictures), "--size", "1100x720", home=tmp_path)
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert [line[:7] for line in lines[:2]] == ["Epoch 1", "Epoch 2"]
    drawn = [re.match(r"Drew (\d), read (\d)", line) for line in lines]
    read = [match.groups() for match in drawn if match]
    assert len(read) == 10
    right = sum(shown == answer for shown, answer in read)
    assert right >= 8  # after two short epochs
    assert done.returncode == (0 if right == 10 else 1)
    judged = next(line for line in lines if line.startswith("Evaluated: "))
    assert float(judged.split()[1]) > 90
    names = {path.stem for path in pictures.iterdir()}
    assert names == {f"{page}-{theme}" for page in PAGES for theme in ("light", "dark")}
    light, dark = (np.array(Image.open(pictures / f"train-{t}.png")) for t in ("light", "dark"))
    assert light.shape[:2] == (720, 1100)
    assert light.mean() > 200 > 60 > dark[..., :3].mean()


def test_a_folder_that_cannot_be_written_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = demo("--screenshots", str(tmp_path / "file/pictures"), home=tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1


@pytest.fixture(scope="module")
def reader() -> Reader:
    return open_reader(None)


@pytest.mark.parametrize("digit", DIGITS)
def test_the_shipped_reader_knows_the_hand(reader: Reader, digit: int) -> None:
    strokes = tuple(Stroke(points.astype(np.float32)) for points in strokes_of(digit))
    reading = reader.read(Drawing(strokes))
    assert (reading.reading, reading.refused) == (str(digit), False)


def test_the_curve_passes_through_its_points() -> None:
    points = np.array([[0.0, 0.0], [10.0, 20.0], [30.0, 5.0]])
    curve = catmull_rom(points, per_span=4)
    np.testing.assert_allclose(curve[[0, 4, 8]], points)
    assert np.abs(np.diff(curve, axis=0)).max() < 10
