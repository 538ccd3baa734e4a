"""The archive of a built folder, and its SHA-256."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import BinaryIO

import dlgui

LEVEL = 19
"""zstd's: half the size of level 3, for two minutes of packing and none of unpacking."""


def archive(folder: Path, path: Path) -> Path:
    """Pack `folder` as `path` with the platform's suffix; the archive. A .sha256 file lies beside.

    It unpacks as one folder named after the version, so that versions live side by side.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if sys.platform == "linux":
        made = path.with_name(f"{path.name}.tar.zst")
        _tar_zst(folder, made)
    elif sys.platform == "darwin":
        made = path.with_name(f"{path.name}.zip")
        # Only Apple's tool keeps an app's links and signature.
        subprocess.check_call(["ditto", "-c", "-k", "--keepParent", folder, made])
    else:
        made = path.with_name(f"{path.name}.zip")
        _zip(folder, made)
    digest = hashlib.sha256()
    with made.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    checksum_file(made).write_text(f"{digest.hexdigest()}  {made.name}\n", "utf-8")
    return made


def checksum_file(path: Path) -> Path:
    """As `sha256sum --check` reads it."""
    return path.with_name(f"{path.name}.sha256")


def _tar_zst(folder: Path, path: Path) -> None:
    import zstandard

    compressor = zstandard.ZstdCompressor(
        compression_params=zstandard.ZstdCompressionParameters.from_level(
            LEVEL, threads=os.cpu_count() or 1, enable_ldm=True, window_log=27
        )
    )
    with path.open("wb") as raw, compressor.stream_writer(raw) as packed:
        write_tar(folder, packed)


def write_tar(folder: Path, stream: BinaryIO) -> None:
    """Nobody owns the files, so that they belong to whoever unpacks them."""
    with tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        tar.add(folder, arcname=_root(), filter=_as_anyone)


def _as_anyone(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


def _zip(folder: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for file in sorted(folder.rglob("*")):
            made.write(file, f"{_root()}/{file.relative_to(folder).as_posix()}")


def _root() -> str:
    return f"dlgui-{dlgui.__version__}"
