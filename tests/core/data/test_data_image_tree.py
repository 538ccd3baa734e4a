import zlib

import numpy as np
import pytest
from PIL import Image

from dlgui.core.data.folders import SUFFIXES, load_image_tree
from dlgui.core.errors import DataError, DrawingError

PIXELS = np.arange(6, dtype=np.uint8).reshape(2, 3) * 40


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
    read = list(load_image_tree(tmp_path))
    assert [label for label, _ in read] == ["2026", "7", "7"]
    for (_, pixels), expected in zip(read, (PIXELS + 2, PIXELS + 1, PIXELS), strict=True):
        np.testing.assert_array_equal(pixels, expected)


def test_a_folder_without_labelled_pictures_is_refused_at_once(tmp_path):
    put(tmp_path / "not in a folder.png")
    with pytest.raises(DataError, match="sub-folders named after"):
        load_image_tree(tmp_path)
    with pytest.raises(DataError, match="cannot be read"):
        load_image_tree(tmp_path / "nowhere")


@pytest.mark.parametrize("suffix", sorted(SUFFIXES - {".pbm"}))
def test_every_named_format_is_read(tmp_path, suffix):
    put(tmp_path / "7" / f"a{suffix}", np.full((8, 8), 90, np.uint8))
    ((_, pixels),) = load_image_tree(tmp_path)
    assert (pixels.dtype, pixels.shape) == (np.uint8, (8, 8))
    assert np.abs(pixels.astype(int) - 90).max() <= 2


def test_a_damaged_picture_is_named_when_it_is_reached(tmp_path):
    put(tmp_path / "1" / "good.png")
    put(tmp_path / "7" / "bad.png")
    (tmp_path / "7" / "bad.png").write_bytes(b"hello")
    pictures = load_image_tree(tmp_path)
    assert next(pictures)[0] == "1"
    with pytest.raises(DrawingError, match=r"bad\.png"):
        next(pictures)


@pytest.mark.parametrize("side", [9_000, 10_000, 60_000], ids=["over", "warned", "bomb"])
def test_a_picture_with_too_many_pixels_is_not_unpacked(tmp_path, side, monkeypatch):
    path = tmp_path / "7" / "a.png"
    put(path)
    content = bytearray(path.read_bytes())
    content[16:24] = side.to_bytes(4, "big") * 2
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    path.write_bytes(content)
    monkeypatch.setattr(Image.Image, "load", lambda _: pytest.fail("pixels were unpacked"))
    with pytest.raises(DrawingError, match=r"a\.png has more than 50 million pixels"):
        list(load_image_tree(tmp_path))


def test_a_hidden_postscript_file_is_not_given_to_ghostscript(tmp_path):
    put(tmp_path / "7" / "a.eps", np.zeros((4, 4, 3), np.uint8))
    (tmp_path / "7" / "a.eps").rename(tmp_path / "7" / "a.png")
    with pytest.raises(DrawingError, match=r"a\.png is not a picture"):
        list(load_image_tree(tmp_path))
