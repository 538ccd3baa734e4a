"""The full MNIST from the internet: mirrors in turn, resumable, checked, moved into place whole.

The addresses and checksums are those that `torchvision.datasets.MNIST`, CVDF's MNIST page and
`keras.datasets.mnist` publish.
"""

from __future__ import annotations

import errno
import hashlib
import http.client
import io
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dlgui.core.errors import DataError
from dlgui.language import tr

TIMEOUT_SECONDS = 15.0
"""How long a mirror may stay silent."""

CHUNK_BYTES = 2**16


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
class DownloadProgress:
    """`received` of `total` bytes are here, those of earlier attempts included."""

    mirror: str
    file: str
    received: int
    total: int


IDX_FILES = (
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
KERAS_FILES = (
    RemoteFile(
        "mnist.npz",
        11_490_434,
        "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
    ),
)
MIRRORS = (
    Mirror("torchvision's mirror", "https://ossci-datasets.s3.amazonaws.com/mnist/", IDX_FILES),
    Mirror("CVDF", "https://storage.googleapis.com/cvdf-datasets/mnist/", IDX_FILES),
    Mirror("Keras", "https://storage.googleapis.com/tensorflow/tf-keras-datasets/", KERAS_FILES),
)


class _MirrorError(Exception):
    """This mirror does not give the file; another one may."""


class _UnreachableError(_MirrorError):
    """This mirror cannot be reached."""


def download_mnist(
    folder: Path, mirrors: tuple[Mirror, ...] = MIRRORS
) -> Iterator[DownloadProgress]:
    """Bring MNIST to `folder`, yielding how far it is after each piece.

    Files that are there and right are kept. What was received of a file stays beside it as
    ``<name>.part``, also when the generator is closed, and the next call goes on from there; the
    file itself appears whole and checked. Raises DataError when no mirror works or the disk
    refuses.
    """
    failures: list[_MirrorError] = []
    for mirror in mirrors:
        try:
            yield from _download_from(mirror, folder)
        except _MirrorError as failure:
            failures.append(failure)
        else:
            return
    told = "; ".join(
        f"{mirror.name}: {failure}" for mirror, failure in zip(mirrors, failures, strict=True)
    )
    if all(isinstance(failure, _UnreachableError) for failure in failures):
        raise DataError(
            tr(
                "MNIST could not be downloaded, because no mirror can be reached ({told}): "
                "check the connection to the internet and try again."
            ).format(told=told)
        )
    raise DataError(
        tr(
            "No mirror gave MNIST as it should be ({told}): try again later, or choose a "
            "folder with its four files."
        ).format(told=told)
    )


def _download_from(mirror: Mirror, folder: Path) -> Iterator[DownloadProgress]:
    with _disk(folder):
        folder.mkdir(parents=True, exist_ok=True)
    before = 0
    for file in mirror.files:
        if not _is_right(folder / file.name, file):
            for received in _fetch(mirror, file, folder):
                yield DownloadProgress(mirror.name, file.name, before + received, mirror.size)
        before += file.size
        yield DownloadProgress(mirror.name, file.name, before, mirror.size)


def _fetch(mirror: Mirror, file: RemoteFile, folder: Path) -> Iterator[int]:
    """Bring one file into place, yielding the bytes that have arrived."""
    part = folder / f"{file.name}.part"
    with _disk(folder):
        start = part.stat().st_size if part.exists() else 0
    # Told before the mirror is asked, since a silent one must not hold up cancelling for longer
    # than its own time.
    yield min(start, file.size)
    if start < file.size:
        yield from _receive(mirror, file, part, start)
    if _is_right(part, file):
        with _disk(folder):
            part.replace(folder / file.name)
        return
    with _disk(folder):
        part.unlink()
    if not start:
        raise _MirrorError(tr("{name} has a wrong checksum").format(name=file.name))
    # An earlier attempt may have left the wrong bytes, so this mirror gets a second chance.
    yield from _fetch(mirror, file, folder)


def _receive(mirror: Mirror, file: RemoteFile, part: Path, start: int) -> Iterator[int]:
    """Append to `part` what it lacks; begin again where the mirror cannot resume."""
    request = urllib.request.Request(mirror.url + file.name, headers={"User-Agent": "dlgui"})
    if start:
        request.add_header("Range", f"bytes={start}-")
    with _network(), urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
        received = start if answer.status == http.HTTPStatus.PARTIAL_CONTENT else 0
        # For instance the login page of a hotel's network.
        if answer.length not in (None, file.size - received):
            raise _MirrorError(tr("{name} has a wrong size").format(name=file.name))
        with _disk(part.parent):
            output = part.open("ab" if received else "wb", buffering=0)
        with output:
            while received < file.size:
                piece = answer.read1(min(CHUNK_BYTES, file.size - received))
                if not piece:
                    raise _MirrorError(tr("{name} broke off").format(name=file.name))
                with _disk(part.parent):
                    _write_all(output, piece)
                received += len(piece)
                yield received


def _write_all(output: io.FileIO, piece: bytes) -> None:
    rest = memoryview(piece)
    while rest:
        rest = rest[output.write(rest) :]


def _is_right(path: Path, file: RemoteFile) -> bool:
    with _disk(path.parent):
        if not path.is_file() or path.stat().st_size != file.size:
            return False
        content = path.read_bytes()
    md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
    return hashlib.sha256(content).hexdigest() == file.sha256 and md5 == (file.md5 or md5)


@contextmanager
def _network() -> Iterator[None]:
    """Turn what the network raises into a _MirrorError."""
    try:
        yield
    except urllib.error.HTTPError as error:
        error.close()
        raise _MirrorError(
            tr("it answers {code} {reason}").format(code=error.code, reason=error.reason)
        ) from error
    except urllib.error.URLError as error:
        raise _UnreachableError(_reason(error.reason)) from error
    except (OSError, http.client.HTTPException) as error:
        raise _UnreachableError(_reason(error)) from error


def _reason(error: object) -> str:
    if isinstance(error, TimeoutError):
        return tr("it does not answer")
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


@contextmanager
def _disk(folder: Path) -> Iterator[None]:
    """Turn what the disk raises into a DataError, which is no mirror's fault."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DataError(
                tr(
                    "The disk is full: MNIST needs 12 MB in {folder}. Free some space and try "
                    "again."
                ).format(folder=folder)
            ) from error
        raise DataError(
            tr(
                "{folder} cannot be written to ({reason}): make it writable, or choose a "
                "folder with the four MNIST files."
            ).format(folder=folder, reason=error.strerror or error)
        ) from error
