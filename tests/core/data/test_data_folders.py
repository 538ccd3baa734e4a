import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlgui import paths
from dlgui.core.data.datasets import DigitSet
from dlgui.core.data.folders import find_full_mnist, load_folder, load_judging_digits
from dlgui.core.data.idx import write_idx
from dlgui.core.data.sources import load_data
from dlgui.core.errors import DataError

TRAIN_COUNT, TEST_COUNT = 240, 30
FULL_MNIST = Path(__file__).parents[4] / "shared" / "data" / "mnist"


def digits(count: int, seed: int) -> DigitSet:
    images = np.random.default_rng(seed).integers(0, 256, (count, 28, 28), np.uint8)
    return DigitSet(images, np.arange(count, dtype=np.uint8) % 10)


TRAIN, TEST = digits(TRAIN_COUNT, 1), digits(TEST_COUNT, 2)


def write_part(folder: Path, part: str, digits: DigitSet, end: str = "-ubyte.gz") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_idx(folder / f"{part}-images-idx3{end}", digits.images)
    write_idx(folder / f"{part}-labels-idx1{end}", digits.labels)


def write_set(folder: Path, end: str = "-ubyte.gz") -> None:
    write_part(folder, "train", TRAIN, end)
    write_part(folder, "t10k", TEST, end)


def write_keras(path: Path, save=np.savez_compressed, **changes: np.ndarray) -> None:
    arrays = {
        "x_train": TRAIN.images,
        "y_train": TRAIN.labels,
        "x_test": TEST.images,
        "y_test": TEST.labels,
        **changes,
    }
    save(path, **{name: array for name, array in arrays.items() if array.size})


def assert_is_the_set(data) -> None:
    """`data` holds every training digit once, a twelfth of each class held out, and the test."""
    both = np.concatenate([data.train.images, data.validation.images])
    assert sorted(map(bytes, both)) == sorted(map(bytes, TRAIN.images))
    assert np.bincount(data.validation.labels).tolist() == [TRAIN_COUNT // 12 // 10] * 10
    assert np.bincount(data.train.labels).tolist() == [TRAIN_COUNT * 11 // 12 // 10] * 10
    np.testing.assert_array_equal(data.test.images, TEST.images)
    np.testing.assert_array_equal(data.test.labels, TEST.labels)


@pytest.mark.parametrize("end", ["-ubyte", "-ubyte.gz"])
@pytest.mark.parametrize("inside", ["", "raw", "MNIST/raw", "KMNIST/raw"])
def test_the_four_files_are_found_in_every_usual_layout(tmp_path, inside, end):
    write_set(tmp_path / inside, end)
    assert_is_the_set(load_folder(tmp_path))


def test_names_with_a_dot_before_idx_are_found(tmp_path):
    write_set(tmp_path)
    for file in list(tmp_path.iterdir()):
        file.rename(tmp_path / file.name.replace("-idx", ".idx"))
    assert_is_the_set(load_folder(tmp_path))


def test_keras_file_is_read_by_its_name_and_in_its_folder(tmp_path):
    write_keras(tmp_path / "mnist.npz")
    assert_is_the_set(load_folder(tmp_path / "mnist.npz"))
    assert_is_the_set(load_folder(tmp_path))


def test_a_half_downloaded_set_does_not_hide_keras_file(tmp_path):
    write_part(tmp_path, "train", digits(TRAIN_COUNT, 9))
    write_keras(tmp_path / "mnist.npz")
    assert_is_the_set(load_folder(tmp_path))


def test_the_same_digits_validate_each_time(tmp_path):
    write_set(tmp_path)
    first, again = load_folder(tmp_path), load_folder(tmp_path)
    np.testing.assert_array_equal(first.validation.images, again.validation.images)


def test_a_set_without_a_test_part_has_none(tmp_path):
    write_part(tmp_path, "train", TRAIN)
    assert load_folder(tmp_path).test is None


@pytest.mark.parametrize(
    ("folder", "name", "second_class"),
    [
        ("mnist", "MNIST", "1"),
        ("MNIST/raw", "MNIST", "1"),
        ("FashionMNIST/raw", "Fashion-MNIST", "Trouser"),
        ("my fashion-mnist", "Fashion-MNIST", "Trouser"),
        ("KMNIST/raw", "KMNIST", "ki"),
        ("class 3b", "class 3b", "1"),
    ],
)
def test_the_name_and_the_classes_come_from_the_folder(tmp_path, folder, name, second_class):
    write_set(tmp_path / folder)
    data = load_folder(tmp_path / folder)
    assert (data.name, data.classes[1], len(data.classes)) == (name, second_class, 10)


def test_a_root_with_several_sets_asks_for_one(tmp_path):
    write_set(tmp_path / "FashionMNIST" / "raw")
    write_set(tmp_path / "KMNIST" / "raw")
    with pytest.raises(DataError, match=r"FashionMNIST, KMNIST"):
        load_folder(tmp_path)
    assert load_folder(tmp_path / "KMNIST").name == "KMNIST"


@pytest.mark.parametrize("missing", ["train-images-idx3", "train-labels-idx1", "t10k-labels-idx1"])
def test_a_missing_file_is_named(tmp_path, missing):
    write_set(tmp_path)
    (tmp_path / f"{missing}-ubyte.gz").unlink()
    with pytest.raises(DataError, match=f"lacks the file {missing}-ubyte"):
        load_folder(tmp_path)


def test_a_place_without_data_says_what_is_looked_for(tmp_path):
    with pytest.raises(DataError, match="train-images-idx3-ubyte"):
        load_folder(tmp_path)
    with pytest.raises(DataError, match="does not exist"):
        load_folder(tmp_path / "nowhere")
    (tmp_path / "note.txt").write_text("hello")
    with pytest.raises(DataError, match="is not a file of digits"):
        load_folder(tmp_path / "note.txt")


@pytest.mark.parametrize(
    ("images", "labels", "message"),
    [
        (np.zeros((20, 32, 32), np.uint8), np.zeros(20, np.uint8), "28×28"),
        (np.zeros((20, 28, 28), np.uint8), np.zeros(19, np.uint8), "do not belong together"),
        (np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.uint8), "no pictures"),
        (np.zeros((20, 28, 28), np.uint8), np.full(20, 10, np.uint8), "go up to 10"),
        (np.zeros((5, 28, 28), np.uint8), np.zeros(5, np.uint8), "only 5 pictures"),
    ],
    ids=["size", "count", "empty", "label", "few"],
)
def test_a_set_of_another_kind_is_refused(tmp_path, images, labels, message):
    write_part(tmp_path, "train", DigitSet(images, labels))
    with pytest.raises(DataError, match=message):
        load_folder(tmp_path)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"y_test": np.zeros(0)}, "lacks x_test or y_test"),
        ({"x_train": np.array([{}] * 240, dtype=object)}, "does not hold numbers"),
        ({"x_train": TRAIN.images[0]}, "28×28"),
        ({"x_train": np.full((240, 28, 28), np.nan)}, "no numbers"),
        ({"y_train": TRAIN.labels + 0.5}, "whole numbers"),
        ({"y_train": TRAIN.labels.astype(int) - 1}, "begin at -1"),
    ],
    ids=["missing", "pickled", "shape", "nan", "labels", "negative"],
)
def test_a_keras_file_of_another_kind_is_refused(tmp_path, changes, message):
    write_keras(tmp_path / "mnist.npz", **changes)
    with pytest.raises(DataError, match=message):
        load_folder(tmp_path)


def test_an_array_that_claims_too_much_is_refused_before_it_is_read(tmp_path):
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        header, {"shape": (10**9, 28, 28), "fortran_order": False, "descr": "|u1"}
    )
    with zipfile.ZipFile(tmp_path / "mnist.npz", "w") as archive:
        archive.writestr("x_train.npy", header.getvalue())
        archive.writestr("y_train.npy", header.getvalue())
    with pytest.raises(DataError, match="at most 400,000,000"):
        load_folder(tmp_path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(save=st.sampled_from([np.savez, np.savez_compressed]), data=st.data())
def test_a_damaged_keras_file_is_refused_or_read_as_it_was(tmp_path, save, data):
    path = tmp_path / "mnist.npz"
    write_keras(path, save)
    content = bytearray(path.read_bytes())
    if data.draw(st.booleans()):
        content = content[: data.draw(st.integers(0, len(content) - 1))]
    else:
        # The directory at the end and the headers have the bytes that matter most.
        place = data.draw(st.integers(0, 250) | st.integers(-300, -1))
        content[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    try:
        read = load_folder(path)
    except DataError:
        return
    assert_is_the_set(read)


def test_judging_takes_the_test_part_or_else_all(tmp_path):
    write_part(tmp_path / "test", "t10k", TEST)
    write_part(tmp_path / "train", "train", TRAIN)
    write_set(tmp_path / "both")
    for folder, expected in (("test", TEST), ("train", TRAIN), ("both", TEST)):
        judged = load_judging_digits(tmp_path / folder)
        np.testing.assert_array_equal(judged.images, expected.images)


def test_a_full_set_is_found_only_when_it_is_whole(tmp_path):
    assert find_full_mnist(tmp_path / "nowhere") is None
    write_part(tmp_path, "train", TRAIN)
    assert find_full_mnist(tmp_path) is None
    write_part(tmp_path, "t10k", TEST)
    assert find_full_mnist(tmp_path) == tmp_path


def test_data_is_chosen_by_word_or_path(tmp_path):
    assert load_data().name == load_data("embedded").name == "Embedded digits"
    with pytest.raises(DataError, match="is not in"):
        load_data("mnist")
    write_set(paths.mnist_dir())
    assert_is_the_set(load_data("mnist"))
    write_part(tmp_path / "own", "train", TRAIN)
    assert load_data(str(tmp_path / "own")).name == "own"


@pytest.mark.needs_full_mnist
@pytest.mark.skipif(not FULL_MNIST.is_dir(), reason="the full MNIST is not here")
def test_mnist_itself():
    data = load_folder(FULL_MNIST)
    assert (data.name, len(data.train), len(data.validation)) == ("MNIST", 55_000, 5_000)
    assert len(data.test) == 10_000
    assert data.test.labels[:5].tolist() == [7, 2, 1, 0, 4]
