"""A published set from the internet: mirrors in turn, resumable, checked, put in place whole."""

from __future__ import annotations

import errno
import hashlib
import http.client
import io
import urllib.error
import urllib.request
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from dlgui.core.data.published import Mirror, PublishedSet, RemoteFile
from dlgui.core.errors import DataError
from dlgui.language import facts, tr

TIMEOUT_SECONDS = 15.0
"""How long a mirror may stay silent."""

CHUNK_BYTES = 2**16


@dataclass(frozen=True, slots=True)
class DownloadProgress:
    """`received` of `total` bytes are here, those of earlier attempts included."""

    mirror: str
    file: str
    received: int
    total: int


class _MirrorError(Exception):
    """This mirror does not give the file; another one may."""


class _UnreachableError(_MirrorError):
    """This mirror cannot be reached."""


class _DiskError(Exception):
    """The disk refuses, which is no mirror's fault."""

    def __init__(self, reason: OSError) -> None:
        super().__init__(reason)
        self.reason = reason


def download(
    published: PublishedSet, folder: Path | None = None
) -> Generator[DownloadProgress, None, None]:
    """Bring a set to `folder`, by default its own, yielding how far it is after each piece.

    Files that are there and right are kept. What was received of a file stays beside it as
    ``<name>.part``, also when the generator is closed, and the next call goes on from there; the
    file itself appears whole and checked. Raises DataError when no mirror works or the disk
    refuses.
    """
    folder = folder or published.folder
    failures: list[_MirrorError] = []
    for mirror in published.mirrors:
        try:
            yield from _download_from(mirror, folder)
        except _DiskError as failure:
            raise _refused_by_disk(published, folder, failure.reason) from failure.reason
        except _MirrorError as failure:
            failures.append(failure)
        else:
            return
    told = facts(
        f"{mirror.name}: {failure}"
        for mirror, failure in zip(published.mirrors, failures, strict=True)
    )
    if all(isinstance(failure, _UnreachableError) for failure in failures):
        raise DataError(
            tr(
                "{set} could not be downloaded, because no mirror can be reached ({told}): "
                "check the connection to the internet and try again."
            ).format(set=published.name, told=told)
        )
    raise DataError(
        tr(
            "No mirror gave {set} as it should be ({told}): try again later, or copy its files "
            "to {folder}."
        ).format(set=published.name, told=told, folder=folder)
    )


def _download_from(mirror: Mirror, folder: Path) -> Iterator[DownloadProgress]:
    with _disk():
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
    with _disk():
        start = part.stat().st_size if part.exists() else 0
    # Told before the mirror is asked, since a silent one must not hold up cancelling for longer
    # than its own time.
    yield min(start, file.size)
    if start < file.size:
        yield from _receive(mirror, file, part, start)
    if _is_right(part, file):
        with _disk():
            part.replace(folder / file.name)
        return
    with _disk():
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
        with _disk():
            output = part.open("ab" if received else "wb", buffering=0)
        with output:
            while received < file.size:
                piece = answer.read1(min(CHUNK_BYTES, file.size - received))
                if not piece:
                    raise _MirrorError(tr("{name} broke off").format(name=file.name))
                with _disk():
                    _write_all(output, piece)
                received += len(piece)
                yield received


def _write_all(output: io.FileIO, piece: bytes) -> None:
    rest = memoryview(piece)
    while rest:
        rest = rest[output.write(rest) :]


def _is_right(path: Path, file: RemoteFile) -> bool:
    with _disk():
        if not path.is_file() or path.stat().st_size != file.size:
            return False
        return all(
            digest in ("", _digest(path, kind))
            for kind, digest in (("sha256", file.sha256), ("md5", file.md5))
        )


def _digest(path: Path, kind: str) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(
            content, partial(hashlib.new, kind, usedforsecurity=False)
        ).hexdigest()


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
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _DiskError(error) from error


def _refused_by_disk(published: PublishedSet, folder: Path, error: OSError) -> DataError:
    if error.errno == errno.ENOSPC:
        return DataError(
            tr(
                "The disk is full: {set} needs {size:.0f} MB in {folder}. Free some space and try "
                "again."
            ).format(set=published.name, size=published.size / 1e6, folder=folder)
        )
    return DataError(
        tr(
            "{folder} cannot be written to ({reason}): make it writable, or open a folder that "
            "has the files of {set}."
        ).format(folder=folder, reason=error.strerror or error, set=published.name)
    )
