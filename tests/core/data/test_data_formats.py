"""Digits as people have them: shapes, types, tables, strokes, and which way up they lie."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import numpy as np
import pytest

from dlgui.core.data.datasets import Assumed, DigitData, DigitSet, load_embedded
from dlgui.core.data.folders import load_folder, load_judging_digits
from dlgui.core.data.idx import write_idx
from dlgui.core.data.sense import TURNS, look, made_sense_of
from dlgui.core.data.sources import load_data, resolved, with_assumed
from dlgui.core.errors import DataError


@pytest.fixture(scope="module")
def digits() -> DigitSet:
    embedded = load_embedded().validation
    order = np.random.default_rng(0).permutation(len(embedded))
    return embedded.take(order)


def assert_same_digits(data: DigitData, digits: DigitSet) -> None:
    both = np.concatenate([data.train.images, data.validation.images])
    assert sorted(map(bytes, both)) == sorted(map(bytes, digits.images))
    assert len(data.train) + len(data.validation) == len(digits)


SHAPES = {
    "flat": lambda images: images.reshape(-1, 784),
    "channel last": lambda images: images[..., None],
    "channel first": lambda images: images[:, None],
    "floats to 1": lambda images: images.astype(np.float32) / 255,
    "doubles to 1, flat": lambda images: images.reshape(-1, 784) / 255,
    "floats to 255": lambda images: images.astype(np.float32),
    "int64": lambda images: images.astype(np.int64),
    "big-endian": lambda images: images.astype(">i2"),
    "16 bits": lambda images: images.astype(np.uint16) * 257,
    "Fortran order": np.asfortranarray,
    "from -1 to 1": lambda images: images.astype(np.float32) / 127.5 - 1,
}


@pytest.mark.parametrize("change", SHAPES.values(), ids=SHAPES)
def test_arrays_of_any_shape_and_type(tmp_path: Path, digits: DigitSet, change) -> None:
    path = tmp_path / "own.npz"
    np.savez(path, x_train=change(digits.images), y_train=digits.labels.astype(np.int64))
    data = load_data(path)
    assert_same_digits(data, digits)
    assert data.test is None
    assert data.notes == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda labels: np.eye(10)[labels],
        lambda labels: labels[:, None].astype(np.int32),
        lambda labels: labels.astype(str),
        lambda labels: labels.astype(float),
    ],
    ids=["one-hot", "column", "texts", "floats"],
)
@pytest.mark.parametrize("names", [("images", "labels"), ("X", "y"), ("arr_0", "arr_1")])
def test_labels_and_names_of_any_kind(tmp_path: Path, digits: DigitSet, change, names) -> None:
    path = tmp_path / "own.npz"
    np.savez_compressed(
        path, **dict(zip(names, (digits.images, change(digits.labels)), strict=True))
    )
    assert_same_digits(load_data(path), digits)


def test_an_npz_of_something_else_says_what_it_holds(tmp_path: Path) -> None:
    np.savez(tmp_path / "own.npz", weights=np.zeros(3))
    with pytest.raises(DataError, match="holds weights: dlgui looks for x_train"):
        load_data(tmp_path / "own.npz")


def write_csv(path: Path, digits: DigitSet, head: bool, last: bool = False) -> None:
    rows = digits.images.reshape(-1, 784).astype(int)
    columns = [rows, digits.labels[:, None]] if last else [digits.labels[:, None], rows]
    names = [f"pixel{i}" for i in range(784)]
    names = [*names, "class"] if last else ["label", *names]
    text = "\n".join(
        [
            *([",".join(names)] if head else []),
            *(",".join(map(str, row)) for row in np.hstack(columns)),
        ]
    )
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "wt") as file:
        file.write(text + "\n")


@pytest.mark.parametrize("name", ["train.csv", "mnist_train.csv.gz"])
@pytest.mark.parametrize(("head", "last"), [(True, False), (False, False), (True, True)])
def test_tables(tmp_path: Path, digits: DigitSet, name: str, head: bool, last: bool) -> None:
    write_csv(tmp_path / name, digits, head, last)
    assert_same_digits(load_data(tmp_path / name), digits)
    assert_same_digits(load_data(tmp_path), digits)


def test_kaggles_test_table_has_no_labels_and_is_told(tmp_path: Path, digits: DigitSet) -> None:
    write_csv(tmp_path / "train.csv", digits, head=True)
    head = ",".join(f"pixel{i}" for i in range(784))
    (tmp_path / "test.csv").write_text(head + "\n" + ",".join(["0"] * 784) + "\n")
    data = load_data(tmp_path)
    assert data.test is None
    assert data.notes == ("test.csv has no labels, so that it judges nothing.",)
    assert len(load_judging_digits(tmp_path)) == len(digits)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a,b\n1,2\n", "2 columns"),
        (b"\n" * 2_000_000, "too long"),
        (b"label," + b",".join(b"p%d" % i for i in range(784)) + b"\n7,x\n", "other than numbers"),
        (b"", "1 columns"),
    ],
    ids=["columns", "blank", "text", "empty"],
)
def test_other_tables_are_refused(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "train.csv.gz").write_bytes(gzip.compress(content))
    with pytest.raises(DataError, match=message):
        load_data(tmp_path / "train.csv.gz")


def test_emnist_lies_on_its_side_and_is_set_upright(tmp_path: Path, digits: DigitSet) -> None:
    for part, some in (("train", digits), ("test", digits.take(np.arange(50)))):
        for kind, array in (
            ("images-idx3", some.images.transpose(0, 2, 1)),
            ("labels-idx1", some.labels),
        ):
            write_idx(tmp_path / f"emnist-digits-{part}-{kind}-ubyte.gz", array)
            write_idx(tmp_path / f"emnist-letters-{part}-{kind}-ubyte.gz", array[:3])
    data = load_data(tmp_path)
    assert data.assumed == Assumed(turn="transposed")
    assert_same_digits(data, digits)
    assert len(data.test or ()) == 50
    assert any("transposed" in note for note in data.notes)


def test_qmnist_has_labels_of_eight_columns(tmp_path: Path, digits: DigitSet) -> None:
    columns = np.zeros((len(digits), 8), ">i4")
    columns[:, 0], columns[:, 1:] = digits.labels, 1000
    write_idx(tmp_path / "qmnist-train-images-idx3-ubyte.gz", digits.images)
    head = bytes([0, 0, 12, 2]) + np.array(columns.shape, ">u4").tobytes()
    (tmp_path / "qmnist-train-labels-idx2-int.gz").write_bytes(
        gzip.compress(head + columns.tobytes())
    )
    assert_same_digits(load_data(tmp_path), digits)


def test_mnist_c_lies_in_npy_files(tmp_path: Path, digits: DigitSet) -> None:
    for part in ("train", "test"):
        np.save(tmp_path / f"{part}_images.npy", digits.images[..., None])
        np.save(tmp_path / f"{part}_labels.npy", digits.labels.astype(np.int64))
    data = load_data(tmp_path)
    assert_same_digits(data, digits)
    assert len(data.test or ()) == len(digits)


def test_strokes_are_trained_on_and_whole_writers_held_out(tmp_path: Path) -> None:
    lines = [
        {"label": label, "writer": f"w{i % 8}", "strokes": [[[i, 0], [50, 100 + i]]]}
        for i, label in enumerate(["1", "one", "12", "", "1"] * 20)
    ]
    path = tmp_path / "mine.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)))
    data = load_folder(path)
    assert len(data.train) + len(data.validation) == 60
    assert 0 < len(data.validation) < 20
    assert data.notes[0].startswith("40 drawings")
    assert "writers validate" in data.notes[1]


@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize("turn", TURNS)
def test_digits_are_set_right_however_they_lie(digits: DigitSet, turn: str, inverted: bool) -> None:
    back = {"turned left": "turned right", "turned right": "turned left"}.get(turn, turn)
    images = TURNS[back](255 - digits.images if inverted else digits.images)
    found = look(DigitSet(images, digits.labels))
    assert found.assumed == Assumed(inverted, turn)
    assert found.agreement > 0.9


def test_what_is_no_digit_stays_as_it_is(digits: DigitSet) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (300, 28, 28), np.uint8)
    some = DigitSet(noise, np.arange(300, dtype=np.uint8) % 10)
    data = made_sense_of(DigitData("noise", some, some))
    assert data.assumed == Assumed()
    assert "labels may be wrong" in data.notes[0]
    clothes = made_sense_of(DigitData("x", some, some, classes=tuple("abcdefghij")))
    assert clothes.notes == ()


def test_one_class_only_is_told(digits: DigitSet) -> None:
    sevens = digits.take(digits.labels == 7)
    (note,) = made_sense_of(DigitData("sevens", sevens, sevens)).notes
    assert note.startswith("All digits are of one class, 7")


def test_how_it_is_taken_can_be_said(tmp_path: Path, digits: DigitSet) -> None:
    path = tmp_path / "own.npz"
    np.savez(path, x=255 - digits.images, y=digits.labels)
    assert load_data(path).assumed == Assumed(inverted=True)
    kept = load_data(with_assumed(str(path), Assumed()))
    assert kept.assumed == Assumed()
    assert kept.train.images.mean() > 127
    assert load_data(f"{path}#inverted, mirrored").assumed == Assumed(True, "mirrored")
    assert with_assumed(f"{path}#as is", Assumed(True)) == f"{path}#inverted"
    assert resolved(f"{path}#as is") == f"{path.resolve()}#as is"
    with pytest.raises(DataError, match='"sideways" is no way'):
        load_data(f"{path}#sideways")


def test_pipes_and_devices_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "own.npz")
    for place in (tmp_path / "own.npz", Path("/dev/zero")):
        with pytest.raises(DataError):
            load_data(place)
