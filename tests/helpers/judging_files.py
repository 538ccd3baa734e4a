"""QMNIST and MNIST-C in small, in the folders and formats in which they are downloaded."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from dlgui.core.data.datasets import DigitSet
from dlgui.core.data.idx import write_idx
from dlgui.core.data.published import MNIST_C, QMNIST


def write_qmnist(digits: DigitSet, before: int = 10_000) -> Path:
    """QMNIST's test part: `before` blank digits with the label 0, then `digits`."""
    images, labels = (QMNIST.folder / file.name for file in QMNIST.mirrors[0].files)
    QMNIST.folder.mkdir(parents=True, exist_ok=True)
    blank = np.zeros((before, 28, 28), np.uint8)
    write_idx(images, np.concatenate([blank, digits.images]))
    table = np.zeros((before + len(digits), 8), ">i4")
    table[before:, 0] = digits.labels
    table[:, 2] = 2100  # a writer's number
    header = bytes([0, 0, 0x0C, 2]) + np.array(table.shape, ">u4").tobytes()
    labels.write_bytes(gzip.compress(header + table.tobytes()))
    return QMNIST.folder


def write_mnist_c(kinds: Mapping[str, DigitSet]) -> Path:
    """MNIST-C's zip with these kinds, of test digits alone."""
    path = MNIST_C.folder / MNIST_C.mirrors[0].files[0].name
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for kind, digits in kinds.items():
            for name, array in (
                ("images", digits.images[..., None]),
                ("labels", digits.labels.astype(np.int64)),
            ):
                content = io.BytesIO()
                np.save(content, array)
                archive.writestr(f"mnist_c/{kind}/test_{name}.npy", content.getvalue())
    return path
