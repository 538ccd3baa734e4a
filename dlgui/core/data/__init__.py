"""Data sets: the embedded digits, files in the usual formats, and the download."""

from dlgui.core.data.digits import DigitData, DigitSet
from dlgui.core.data.download import DownloadProgress, download_mnist
from dlgui.core.data.embedded import load_embedded
from dlgui.core.data.folders import find_full_mnist, load_folder, load_judging_digits
from dlgui.core.data.image_tree import load_image_tree, read_picture
from dlgui.core.data.sources import load_data

__all__ = [
    "DigitData",
    "DigitSet",
    "DownloadProgress",
    "download_mnist",
    "find_full_mnist",
    "load_data",
    "load_embedded",
    "load_folder",
    "load_image_tree",
    "load_judging_digits",
    "read_picture",
]
