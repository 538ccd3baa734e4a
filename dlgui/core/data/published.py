"""Sets that others have published and dlgui downloads when asked: where they lie, and their sums.

MNIST is to train on. QMNIST's other 50,000 test digits and MNIST-C only judge a finished network.
Addresses and sums are those that `torchvision.datasets`, CVDF's MNIST page, `keras.datasets` and
`tensorflow_datasets` publish. `dlgui.core.data.download` brings the files.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dlgui import paths


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a mirror. size: bytes; sha256, md5: digests in hexadecimal, "" for none published.

    MD5 is what the addresses' owners publish, and files that collide can be made; SHA-256 was taken
    of the files that have it.
    """

    name: str
    size: int
    sha256: str
    md5: str = ""


@dataclass(frozen=True, slots=True)
class Mirror:
    """Where a set of files lies. url: of their folder, with a slash at its end."""

    name: str
    url: str
    files: tuple[RemoteFile, ...]

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class PublishedSet:
    """word: what the command line and the data folder call it; name: what people do"""

    word: str
    name: str
    mirrors: tuple[Mirror, ...]

    @property
    def folder(self) -> Path:
        """Where it is kept once it is downloaded."""
        return paths.data_dir() / self.word

    @property
    def size(self) -> int:
        """Bytes of what is downloaded, at most."""
        return max(mirror.size for mirror in self.mirrors)

    @property
    def is_here(self) -> bool:
        """Whether the files of a mirror are in `folder`; they are not opened."""
        return any(
            all((self.folder / file.name).is_file() for file in mirror.files)
            for mirror in self.mirrors
        )


_IDX_FILES = (
    RemoteFile(
        "train-images-idx3-ubyte.gz",
        9_912_422,
        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
        "f68b3c2dcbeaaa9fbdd348bbdeb94873",
    ),
    RemoteFile(
        "train-labels-idx1-ubyte.gz",
        28_881,
        "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        "d53e105ee54ea40749a09fcbcd1e9432",
    ),
    RemoteFile(
        "t10k-images-idx3-ubyte.gz",
        1_648_877,
        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
        "9fb629c4189551a2d022fa330f9573f3",
    ),
    RemoteFile(
        "t10k-labels-idx1-ubyte.gz",
        4_542,
        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
        "ec29112dd5afa0611ce80d1b7f02629c",
    ),
)
_KERAS_FILES = (
    RemoteFile(
        "mnist.npz",
        11_490_434,
        "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
    ),
)
MNIST = PublishedSet(
    "mnist",
    "MNIST",
    (
        Mirror(
            "torchvision's mirror", "https://ossci-datasets.s3.amazonaws.com/mnist/", _IDX_FILES
        ),
        Mirror("CVDF", "https://storage.googleapis.com/cvdf-datasets/mnist/", _IDX_FILES),
        Mirror(
            "Keras", "https://storage.googleapis.com/tensorflow/tf-keras-datasets/", _KERAS_FILES
        ),
    ),
)

QMNIST = PublishedSet(
    "qmnist",
    "QMNIST",
    (
        Mirror(
            "GitHub",
            "https://raw.githubusercontent.com/facebookresearch/qmnist/master/",
            (
                RemoteFile(
                    "qmnist-test-images-idx3-ubyte.gz",
                    9_742_279,
                    "43fc22bf7498b8fc98de98369d72f752d0deabc280a43a7bcc364ab19e57b375",
                    "1394631089c404de565df7b7aeaf9412",
                ),
                RemoteFile(
                    "qmnist-test-labels-idx2-int.gz",
                    526_800,
                    "9fbcbe594c3766fdf4f0b15c5165dc0d1e57ac604e01422608bb72c906030d06",
                    "5b5b05890a5e13444e108efe57b788aa",
                ),
            ),
        ),
    ),
)
"""The test part of Yadav and Bottou, *Cold Case: The Lost MNIST Digits*, 2019 (BSD licence)."""

MNIST_C = PublishedSet(
    "mnist-c",
    "MNIST-C",
    (
        Mirror(
            "Zenodo",
            "https://zenodo.org/record/3239543/files/",
            (
                RemoteFile(
                    "mnist_c.zip",
                    246_661_575,
                    "af9ee8c6a815870c7fdde5af84c7bf8db0bcfa1f41056db83871037fba70e493",
                    "4b34b33045869ee6d424616cd3a65da3",
                ),
            ),
        ),
    ),
)
"""Mu and Gilmer, *MNIST-C: A Robustness Benchmark for Computer Vision*, 2019 (CC BY 4.0)."""

PUBLISHED = {one.word: one for one in (MNIST, QMNIST, MNIST_C)}
