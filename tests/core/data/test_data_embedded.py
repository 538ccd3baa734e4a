import hashlib

import numpy as np
import pytest

from dlgui import paths
from dlgui.core.data.datasets import LABELS_FILE, load_embedded, stratified_split
from dlgui.core.data.idx import read_idx, write_idx
from dlgui.core.errors import DataError


def test_5000_digits_of_which_a_tenth_of_each_class_validates():
    data = load_embedded()
    assert data.train.images.shape == (4500, 28, 28)
    assert data.train.images.dtype == data.train.labels.dtype == np.uint8
    assert np.bincount(data.train.labels).tolist() == [450] * 10
    assert np.bincount(data.validation.labels).tolist() == [50] * 10
    assert data.test is None
    assert data.classes == tuple("0123456789")


def test_no_digit_validates_and_trains():
    data = load_embedded()
    trained = {image.tobytes() for image in data.train.images}
    assert not any(image.tobytes() in trained for image in data.validation.images)


def test_every_first_part_of_the_training_digits_is_nearly_balanced():
    counts = np.bincount(load_embedded().train.labels[:100], minlength=10)
    assert counts.min() >= 7
    assert counts.max() <= 13


def test_the_same_digits_validate_in_every_version():
    held_out = load_embedded().validation.images.tobytes()
    assert hashlib.sha256(held_out).hexdigest().startswith("0cb2c046680049ea")


def test_digits_that_are_not_the_shipped_ones_are_refused(tmp_path, monkeypatch):
    for file in paths.resource("digits").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(paths, "resource", lambda _, name: tmp_path / name)
    load_embedded()
    labels = read_idx(tmp_path / LABELS_FILE, 1)
    labels[0] = 7
    write_idx(tmp_path / LABELS_FILE, labels)
    with pytest.raises(DataError, match="Install dlgui again"):
        load_embedded()


def test_a_split_takes_the_share_of_every_class():
    labels = np.repeat(np.arange(10, dtype=np.uint8), np.arange(101, 111))
    kept, held_out = stratified_split(labels, 1 / 12, 3)
    assert sorted([*kept, *held_out]) == list(range(len(labels)))
    assert len(held_out) == round(len(labels) / 12)
    shares = np.bincount(labels[held_out]) / np.bincount(labels)
    assert np.abs(shares - 1 / 12).max() < 1 / 101


def test_another_seed_holds_out_other_digits():
    labels = np.repeat(np.arange(10, dtype=np.uint8), 100)
    first, again, other = (stratified_split(labels, 0.1, seed)[1] for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()
