from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from command_line import Run
from judging_files import write_mnist_c, write_qmnist
from PIL import Image

from dlgui.core.data import download
from dlgui.core.data.datasets import DigitSet, load_embedded
from dlgui.core.data.idx import write_idx
from dlgui.core.data.judging_sets import KINDS


@pytest.fixture
def few() -> DigitSet:
    """Twenty held-out digits, two of each class."""
    digits = load_embedded().validation
    places = np.concatenate([np.flatnonzero(digits.labels == digit)[:2] for digit in range(10)])
    return digits.take(places)


def test_the_shipped_model_reads_the_held_out_digits(dlgui: Run) -> None:
    (record,) = dlgui("evaluate", "--json", "embedded").records
    assert {"count", "accuracy", "interval", "refused", "ece", "confusion"} <= record.keys()
    assert record["count"] == 500
    assert record["accuracy"] > 0.96
    low, high = record["interval"]
    assert low < record["accuracy"] < high
    assert np.array(record["confusion"]).sum() == 500


def test_an_idx_folder_is_judged_on_its_test_part(
    dlgui: Run, tmp_path: Path, few: DigitSet
) -> None:
    write_idx(tmp_path / "t10k-images-idx3-ubyte", few.images)
    write_idx(tmp_path / "t10k-labels-idx1-ubyte.gz", few.labels)
    (record,) = dlgui("evaluate", "--json", tmp_path).records
    assert record["count"] == 20
    assert record["accuracy"] >= 0.8


def test_a_folder_of_pictures_is_judged_by_its_folders_names(
    dlgui: Run, tmp_path: Path, few: DigitSet
) -> None:
    for number, (image, label) in enumerate(zip(few.images, few.labels, strict=True)):
        folder = tmp_path / str(label)
        folder.mkdir(exist_ok=True)
        pixels = np.kron(255 - image, np.ones((6, 6), np.uint8))
        Image.fromarray(pixels).save(folder / f"{number}.png")
    (record,) = dlgui("evaluate", "--json", tmp_path).records
    assert record["count"] == 20
    assert record["accuracy"] >= 0.7


def test_labels_in_words_are_understood_and_broken_pictures_told(
    dlgui: Run, tmp_path: Path, few: DigitSet
) -> None:
    names = ["zero", "01", "class_2", "Three", "四", "5", "6", "sept", "8", "digit-9"]
    for number, (image, label) in enumerate(zip(few.images, few.labels, strict=True)):
        folder = tmp_path / names[label]
        folder.mkdir(exist_ok=True)
        Image.fromarray(np.kron(255 - image, np.ones((6, 6), np.uint8))).save(
            folder / f"{number}.png"
        )
    (tmp_path / "zero" / "broken.png").write_bytes(b"not a picture")
    outcome = dlgui("evaluate", "--json", tmp_path)
    assert outcome.code == 0
    assert outcome.records[0]["count"] == 20
    assert outcome.records[0]["accuracy"] >= 0.7
    assert outcome.err.splitlines() == [
        "dlgui: left out: broken.png is not a picture that can be read."
    ]


def test_a_folder_that_means_no_digit_is_refused(dlgui: Run, tmp_path: Path) -> None:
    (tmp_path / "kitten").mkdir()
    Image.new("L", (40, 40), 255).save(tmp_path / "kitten" / "a.png")
    outcome = dlgui("evaluate", tmp_path)
    assert outcome.code == 1
    assert '"kitten" says no digit' in outcome.err


def test_a_set_that_is_dark_on_light_is_taken_so_and_told(
    dlgui: Run, tmp_path: Path, few: DigitSet
) -> None:
    np.savez(tmp_path / "own.npz", x_test=255 - few.images, y_test=few.labels)
    outcome = dlgui("evaluate", "--json", tmp_path / "own.npz")
    assert outcome.records[0]["accuracy"] >= 0.8
    assert outcome.err.splitlines() == ["dlgui: The digits were taken as inverted."]


def test_a_stroke_file_is_judged_where_it_has_labels(dlgui: Run, tmp_path: Path) -> None:
    strokes = tmp_path / "drawings.jsonl"
    strokes.write_text(
        '{"label": "1", "strokes": [[[50, 0], [50, 100]]]}\n'
        '{"label": "4", "strokes": [[[50, 0], [50, 100]]]}\n'
        '{"strokes": [[[50, 0], [50, 100]]]}\n'
    )
    (record,) = dlgui("evaluate", "--json", strokes).records
    assert (record["count"], record["accuracy"]) == (2, 0.5)
    assert (record["confusion"][1][1], record["confusion"][4][1]) == (1, 1)


def test_each_drawing_is_told_with_its_id_and_what_was_read(dlgui: Run, tmp_path: Path) -> None:
    strokes = tmp_path / "drawings.jsonl"
    strokes.write_text(
        '{"id": "a", "label": "1", "strokes": [[[50, 0], [50, 100]]]}\n'
        '{"id": "b", "label": "11", "strokes": [[[50, 0], [50, 100]]]}\n'
    )
    (record,) = dlgui("evaluate", "--json", strokes).records
    first, second = record["drawings"]
    assert (first["id"], first["label"], first["reading"]) == ("a", "1", "1")
    assert (first["right"], first["refused"]) == (True, False)
    assert len(first["digits"][0]["probabilities"]) == 10
    assert (second["id"], second["label"], second["right"]) == ("b", "11", False)


def test_a_person_gets_a_table(dlgui: Run) -> None:
    lines = dlgui("evaluate", "embedded").out.splitlines()
    assert lines[0].startswith("Accuracy")
    assert "of 500" in lines[0]
    (row,) = [line for line in lines if line.startswith("   3 |")]
    counts = [int(count) for count in row.partition("|")[2].split()]
    assert sum(counts) == 50
    assert counts[3] == max(counts)
    title = next(i for i, line in enumerate(lines) if line.startswith("digit"))
    assert len(lines[title + 1 :]) == 10
    digit, count, recall, _ = lines[title + 4].split()
    assert (digit, count, recall) == ("3", "50", f"{counts[3] / 50:.2%}")


@pytest.mark.parametrize("content", [None, "", '{"strokes": []}\n', "no json\n"])
def test_what_cannot_be_judged_is_one_line(dlgui: Run, tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "drawings.jsonl"
    if content is not None:
        path.write_text(content)
    outcome = dlgui("evaluate", path)
    assert outcome.code == 1
    assert outcome.out == ""
    assert len(outcome.err.splitlines()) == 1


@pytest.fixture
def kinds(few: DigitSet) -> dict[str, DigitSet]:
    """MNIST-C of twenty digits: only the uncorrupted ones, the fog and half of the scale can be
    read."""
    blank = np.zeros_like(few.images)
    half = np.where(np.arange(20)[:, None, None] < 10, few.images, blank)
    readable = {"identity": few.images, "fog": few.images, "scale": half}
    return {kind: DigitSet(readable.get(kind, blank), few.labels) for kind in KINDS}


def test_qmnist_is_judged_as_any_set(dlgui: Run, few: DigitSet) -> None:
    write_qmnist(few)
    (record,) = dlgui("evaluate", "--json", "qmnist").records
    assert record["count"] == 20
    assert record["accuracy"] >= 0.8


def test_mnist_c_is_judged_by_kind_and_together(dlgui: Run, few: DigitSet, kinds) -> None:
    write_mnist_c(kinds)
    (record,) = dlgui("evaluate", "--json", "mnist-c").records
    found = {one["kind"]: one for one in record["kinds"]}
    assert list(found) == list(KINDS)
    single = {kind: dlgui("evaluate", "--json", f"mnist-c/{kind}").records[0] for kind in KINDS}
    for kind, one in single.items():
        assert {"kind": kind, **one} == {**found[kind], "drawings": one["drawings"]}
    del single["identity"]
    right = np.array([[read["right"] for read in one["drawings"]] for one in single.values()])
    assert 0 < right.mean() < 1
    assert record["count"] == 300
    assert record["accuracy"] == pytest.approx(right.mean(), abs=1e-6)
    # Each digit is one sample, in 15 versions.
    shares = right.mean(axis=0)
    half = 1.959964 * shares.std(ddof=1) / np.sqrt(20)
    bounds = [max(shares.mean() - half, 0), min(shares.mean() + half, 1)]
    assert record["interval"] == pytest.approx(bounds, abs=1e-6)


def test_mnist_c_is_a_table_for_people(dlgui: Run, kinds) -> None:
    write_mnist_c(kinds)
    lines = dlgui("evaluate", "mnist-c").out.splitlines()
    assert lines[0].split() == ["kind", "accuracy", "refused", "calibration", "error"]
    assert lines[1].startswith("uncorrupted ")
    assert len(lines) == 1 + 16 + 1 + 2
    assert lines[-2].startswith("all corrupted ")
    assert "by digit" in lines[-1]


def test_a_set_is_downloaded_only_when_that_is_asked_for(
    dlgui: Run, few: DigitSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def bring(published):
        asked.append(published.word)
        yield download.DownloadProgress("here", "images", 1, 2)
        write_qmnist(few)

    monkeypatch.setattr(download, "download", bring)
    missing = dlgui("evaluate", "qmnist")
    assert (missing.code, asked) == (1, [])
    assert "dlgui evaluate qmnist --download" in missing.err
    done = dlgui("evaluate", "--json", "qmnist", "--download")
    assert (done.code, asked) == (0, ["qmnist"])
    assert done.records[0]["count"] == 20
    other = dlgui("evaluate", "embedded", "--download")
    assert other.code == 1
    assert "only mnist, qmnist, mnist-c can" in other.err
