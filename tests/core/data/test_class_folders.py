import zlib

import numpy as np
import pytest
from PIL import Image

from dlgui.core.data.class_folders import SUFFIXES, load_class_folders, load_pictures, picture_files
from dlgui.core.data.datasets import Assumed, load_embedded
from dlgui.core.data.labels import digits_of
from dlgui.core.data.sense import look
from dlgui.core.data.sources import load_data
from dlgui.core.errors import DataError

PIXELS = np.arange(6, dtype=np.uint8).reshape(2, 3) * 40


def load_all(folder):
    broken = []
    return list(load_pictures(picture_files(folder), broken)), broken


def put(path, pixels=PIXELS, **options):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path, **options)


def test_the_folders_names_are_the_labels(tmp_path):
    put(tmp_path / "7" / "b.png", PIXELS)
    put(tmp_path / "7" / "a.bmp", PIXELS + 1)
    put(tmp_path / "2026" / "c.PNG", PIXELS + 2)
    put(tmp_path / ".hidden" / "x.png")
    put(tmp_path / "not in a folder.png")
    (tmp_path / "7" / "notes.txt").write_text("mine")
    read = load_all(tmp_path)[0]
    assert [label for label, _ in read] == ["2026", "7", "7"]
    for (_, pixels), expected in zip(read, (PIXELS + 2, PIXELS + 1, PIXELS), strict=True):
        np.testing.assert_array_equal(pixels, expected)


def test_a_folder_without_labelled_pictures_is_refused_at_once(tmp_path):
    put(tmp_path / "not in a folder.png")
    with pytest.raises(DataError, match="sub-folders named after"):
        picture_files(tmp_path)
    with pytest.raises(DataError, match="cannot be read"):
        picture_files(tmp_path / "nowhere")


@pytest.mark.parametrize("suffix", sorted(SUFFIXES - {".pbm"}))
def test_every_named_format_is_read(tmp_path, suffix):
    put(tmp_path / "7" / f"a{suffix}", np.full((8, 8), 90, np.uint8))
    ((_, pixels),), _ = load_all(tmp_path)
    assert (pixels.dtype, pixels.shape) == (np.uint8, (8, 8))
    assert np.abs(pixels.astype(int) - 90).max() <= 2


def test_damaged_pictures_are_left_out_and_named(tmp_path):
    put(tmp_path / "1" / "good.png")
    put(tmp_path / "7" / "bad.png")
    put(tmp_path / "8" / "also good.png")
    (tmp_path / "7" / "bad.png").write_bytes(b"hello")
    (tmp_path / "7" / "phone.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")
    read, broken = load_all(tmp_path)
    assert [label for label, _ in read] == ["1", "8"]
    assert broken[0].startswith("bad.png is not a picture")
    assert "HEIC" in broken[1]
    assert "JPEG" in broken[1]


@pytest.mark.parametrize("side", [9_000, 10_000, 60_000], ids=["over", "warned", "bomb"])
def test_a_picture_with_too_many_pixels_is_not_unpacked(tmp_path, side, monkeypatch):
    path = tmp_path / "7" / "a.png"
    put(path)
    content = bytearray(path.read_bytes())
    content[16:24] = side.to_bytes(4, "big") * 2
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    path.write_bytes(content)
    monkeypatch.setattr(Image.Image, "load", lambda _: pytest.fail("pixels were unpacked"))
    read, broken = load_all(tmp_path)
    assert read == []
    assert broken == ["a.png has more than 50 million pixels: make it smaller."]


def test_a_hidden_postscript_file_is_not_given_to_ghostscript(tmp_path):
    put(tmp_path / "7" / "a.eps", np.zeros((4, 4, 3), np.uint8))
    (tmp_path / "7" / "a.eps").rename(tmp_path / "7" / "a.png")
    assert load_all(tmp_path)[1] == ["a.png is not a picture that can be read."]


@pytest.mark.parametrize(
    ("name", "digits"),
    [
        *(("7", "7"), ("07", "07"), ("2026", "2026"), ("seven", "7"), ("Seven", "7"), ("七", "7")),
        *(("class_3", "3"), ("digit-03", "3"), ("label 9", "9"), ("n4", "4"), ("3_three", "3")),
        *(("７", "7"), ("٧", "7"), ("零", "0"), ("fünf", "5"), ("none", ""), ("not a digit", "")),
        *(("A", ""), ("kitten", None), ("3_four", None), ("class", None), ("train", None)),
    ],
)
def test_what_labels_mean(name, digits):
    assert digits_of(name) == digits


def test_zeros_in_front_are_digits_only_where_other_folders_have_two(tmp_path):
    for name in ("00", "07"):
        put(tmp_path / "one" / name / "a.png")
        put(tmp_path / "two" / name / "a.png")
    put(tmp_path / "two" / "42" / "a.png")
    assert [label for label, _ in picture_files(tmp_path / "one")] == ["0", "7"]
    assert [label for label, _ in picture_files(tmp_path / "two")] == ["00", "07", "42"]


def test_a_folder_that_says_no_digit_is_refused_and_named(tmp_path):
    put(tmp_path / "7" / "a.png")
    put(tmp_path / "kitten" / "a.png")
    with pytest.raises(DataError, match='"kitten" says no digit: name it 7'):
        picture_files(tmp_path)


@pytest.fixture
def few():
    digits = load_embedded().validation
    return digits.take(np.concatenate([np.flatnonzero(digits.labels == d)[:24] for d in range(10)]))


def save_digits(folder, digits, names, change=lambda image: image):
    for number, (image, label) in enumerate(zip(digits.images, digits.labels, strict=True)):
        put(folder / names[label] / f"{number}.png", change(image))


@pytest.mark.parametrize("inverted", [False, True])
def test_class_folders_are_trained_on(tmp_path, few, inverted):
    names = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    few = few.take(np.arange(240))
    save_digits(tmp_path, few, names, (lambda image: 255 - image) if inverted else np.asarray)
    data = load_data(tmp_path)
    assert (len(data.train), len(data.validation), data.test) == (220, 20, None)
    assert data.assumed.inverted is inverted
    assert any("dark on light" in note for note in data.notes) is inverted
    both = np.concatenate([data.train.images, data.validation.images])
    assert sorted(map(bytes, both)) == sorted(map(bytes, few.images))


def test_the_parts_of_class_folders_are_kept(tmp_path, few):
    save_digits(tmp_path / "train", few, "0123456789")
    save_digits(tmp_path / "test", few.take(np.arange(0, 240, 12)), "0123456789")
    data = load_data(tmp_path)
    assert (len(data.train) + len(data.validation), len(data.test)) == (240, 20)


def test_large_pictures_are_laid_out_as_mnist_has_them(tmp_path, few):
    small = few.take(np.arange(0, 240, 6))
    save_digits(
        tmp_path, small, "0123456789", lambda i: 255 - np.kron(i, np.ones((4, 4), np.uint8))
    )
    parts, _ = load_class_folders(tmp_path)
    images = parts["train"].images
    assert images.shape == (40, 28, 28)
    order = np.argsort(small.labels, kind="stable")
    assert np.corrcoef(images.ravel(), small.images[order].ravel())[0, 1] > 0.6


@pytest.mark.parametrize("inverted", [False, True])
def test_digits_cropped_to_their_ink_are_taken_as_the_set_is(tmp_path, few, inverted):
    """Of a single one it may be in doubt which part is ink."""
    small = few.take(np.flatnonzero(few.labels != 1)[::6])

    def cropped(image):
        rows, columns = (
            np.flatnonzero(image.max(axis=1) > 60),
            np.flatnonzero(image.max(axis=0) > 60),
        )
        part = image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        large = np.kron(part, np.ones((3, 3), np.uint8))
        return 255 - large if inverted else large

    save_digits(tmp_path, small, "0123456789", cropped)
    parts, _ = load_class_folders(tmp_path)
    found = look(parts["train"])
    assert found.assumed == Assumed()
    assert found.agreement > 0.9
