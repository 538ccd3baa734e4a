import zlib

import numpy as np
import pytest
from PIL import Image

from dlgui.core.data import image_tree
from dlgui.core.data.image_tree import load_image_tree, read_picture
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


@pytest.mark.parametrize("suffix", sorted(image_tree.SUFFIXES - {".pbm"}))
def test_every_named_format_is_read(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    put(path, np.full((8, 8), 90, np.uint8))
    pixels = read_picture(path)
    assert (pixels.dtype, pixels.shape) == (np.uint8, (8, 8))
    assert np.abs(pixels.astype(int) - 90).max() <= 2


def test_colours_and_sixteen_bits_become_grey(tmp_path):
    put(tmp_path / "red.png", np.full((2, 2, 3), [255, 0, 0], np.uint8))
    assert read_picture(tmp_path / "red.png").tolist() == [[76, 76], [76, 76]]
    put(tmp_path / "deep.png", np.array([[0, 32768, 65535]], np.uint16))
    assert read_picture(tmp_path / "deep.png").tolist() == [[0, 128, 255]]


@pytest.mark.parametrize(("ink", "paper"), [(0, 255), (255, 0)])
def test_transparent_paper_contrasts_with_the_ink(tmp_path, ink, paper):
    pixels = np.zeros((2, 2, 4), np.uint8)
    pixels[0, 0] = ink, ink, ink, 255
    put(tmp_path / "a.png", pixels)
    assert read_picture(tmp_path / "a.png").tolist() == [[ink, paper], [paper, paper]]


def test_a_photograph_is_turned_upright(tmp_path):
    turned = Image.Exif()
    turned[0x0112] = 6  # orientation: the camera was held a quarter turn to the left
    put(tmp_path / "a.png", PIXELS, exif=turned)
    np.testing.assert_array_equal(read_picture(tmp_path / "a.png"), np.rot90(PIXELS, -1))


def test_damage_is_one_clear_sentence(tmp_path):
    path = tmp_path / "a.png"
    noise = np.random.default_rng(0).integers(0, 256, (40, 40), np.uint8)
    put(path, noise)
    whole = path.read_bytes()
    for content in (b"", b"hello", whole[: len(whole) // 2], whole[:20]):
        path.write_bytes(content)
        with pytest.raises(DrawingError, match=r"a\.png is no picture"):
            read_picture(path)
    path.unlink()
    with pytest.raises(DrawingError, match="does not exist"):
        read_picture(path)


def test_formats_with_risky_readers_are_not_tried(tmp_path):
    put(tmp_path / "a.eps", np.zeros((4, 4, 3), np.uint8))
    with pytest.raises(DrawingError, match="no picture"):
        read_picture(tmp_path / "a.eps")


@pytest.mark.parametrize("side", [9_000, 10_000, 60_000], ids=["over", "warned", "bomb"])
def test_a_picture_with_too_many_pixels_is_not_unpacked(tmp_path, side, monkeypatch):
    path = tmp_path / "a.png"
    put(path)
    content = bytearray(path.read_bytes())
    content[16:24] = side.to_bytes(4, "big") * 2
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    path.write_bytes(content)
    monkeypatch.setattr(Image.Image, "load", lambda _: pytest.fail("pixels were unpacked"))
    with pytest.raises(DrawingError, match="larger than 64 megapixels"):
        read_picture(path)
