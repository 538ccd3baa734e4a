"""Named arrays in a safetensors file: written whole or not at all, and distrusted when read.

Each carries its kind and format version in the metadata, and nothing in it is ever unpickled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from dlgui.core.errors import ModelFileError
from dlgui.core.files import write_atomically
from dlgui.core.nets.layer import Shape
from dlgui.language import tr

_DTYPES = {"F32": np.float32, "F16": np.float16}

MOST_METADATA = 20_000_000
"""Bytes of the part that describes a file's arrays; the largest network's refusal takes 11 MB."""


def write_tensors(
    path: Path,
    kind: str,
    version: int,
    tensors: Mapping[str, np.ndarray],
    *,
    lasting: bool = True,
    **metadata: str,
) -> None:
    """Writes a file of `kind`. Raises ModelFileError when the disk is full or read-only.

    lasting: see `dlgui.core.files.replacing`
    """
    metadata |= {"kind": kind, "version": str(version)}
    content = save({name: np.ascontiguousarray(array) for name, array in tensors.items()}, metadata)
    with as_model_error(path):
        write_atomically(path, content, lasting=lasting)


@contextmanager
def as_model_error(path: Path) -> Iterator[None]:
    """A file that cannot be written is a ModelFileError that says so."""
    try:
        yield
    except OSError as error:
        raise ModelFileError(
            tr(
                "{path} could not be written ({reason}): free some space or choose another folder."
            ).format(path=path, reason=error.strerror or error)
        ) from error


class TensorFile:
    """An open file of named arrays. `metadata` is read at once, arrays only on demand."""

    def __init__(self, path: Path, file: Any) -> None:
        self.path = path
        self.metadata: dict[str, str] = file.metadata() or {}
        self._file = file

    def names(self) -> set[str]:
        return set(self._file.keys())

    def damaged(self) -> ModelFileError:
        return ModelFileError(
            tr("{path} is damaged: take another copy of it.").format(path=self.path)
        )

    def read(self, shapes: Mapping[str, Shape]) -> dict[str, np.ndarray]:
        """The arrays `shapes` names, as finite float32.

        Shapes and types are checked before memory is taken. Raises ModelFileError when an array
        is missing, another shape or type, or holds what is no number.
        """
        slices = {}
        for name, shape in shapes.items():
            if name not in self.names():
                raise self.damaged()
            part = self._file.get_slice(name)
            if tuple(part.get_shape()) != tuple(shape) or part.get_dtype() not in _DTYPES:
                raise self.damaged()
            slices[name] = part
        arrays = {name: np.asarray(part[...], np.float32) for name, part in slices.items()}
        if not all(np.isfinite(array).all() for array in arrays.values()):
            raise self.damaged()
        return arrays


@contextmanager
def open_tensors(path: Path, kind: str, version: int) -> Iterator[TensorFile]:
    """Opens a file of `kind`; raises ModelFileError when it is none, damaged or too new."""
    if not path.is_file():
        raise ModelFileError(tr("There is no file {path}: check the name.").format(path=path))
    try:
        if _metadata_bytes(path) > MOST_METADATA:
            raise SafetensorError("too much metadata")
        with safe_open(path, framework="numpy") as opened:
            file = TensorFile(path, opened)
            found = file.metadata.get("version", "")
            if file.metadata.get("kind") != kind or not re.fullmatch("[1-9][0-9]{0,5}", found):
                raise ModelFileError(
                    tr("{path} is no {kind}: choose a file that dlgui has saved.").format(
                        path=path, kind=tr(kind)
                    )
                )
            if int(found) > version:
                raise ModelFileError(
                    tr(
                        "{path} is from a newer dlgui (format {found}, this one reads {version}): "
                        "update dlgui to open it."
                    ).format(path=path, found=found, version=version)
                )
            yield file
    except SafetensorError as error:
        raise ModelFileError(
            tr("{path} is no {kind}, or it is damaged: choose another file.").format(
                path=path, kind=tr(kind)
            )
        ) from error
    except OSError as error:
        raise ModelFileError(
            tr("{path} cannot be read ({reason}): check its permissions.").format(
                path=path, reason=error.strerror or error
            )
        ) from error


def _metadata_bytes(path: Path) -> int:
    """How long the file says its description is, which is read into memory as a whole."""
    with path.open("rb") as file:
        return int.from_bytes(file.read(8), "little")
