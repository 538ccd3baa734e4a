"""A model written for other programs, and kept only if another engine finds the same network."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dlgui.core.errors import ModelFileError
from dlgui.core.export import FORMATS
from dlgui.core.export.card import Measured, model_card
from dlgui.core.export.html import page
from dlgui.core.export.keras import keras_file
from dlgui.core.export.onnx import onnx_file
from dlgui.core.export.torch_files import torch_script, torch_weights, write_program
from dlgui.core.export.verify import Check, check
from dlgui.core.nets.model import Model
from dlgui.core.nets.tensor_files import as_model_error
from dlgui.language import tr


@dataclass(frozen=True, slots=True)
class Exported:
    """files: what was written, the main file first; check: what another engine said of it."""

    files: tuple[Path, ...]
    check: Check


def export_model(
    model: Model, format_name: str, path: Path, title: str, measured: Measured
) -> Exported:
    """Writes `model` to `path`, with its companions beside it: a card, a script.

    Everything is written and checked in a hidden folder first, so that files of these names are
    replaced by a whole and verified export or not at all.

    Raises ModelFileError when a file cannot be written, a package that writes it is missing, or
    another engine gives other answers.
    """
    suffix = FORMATS[format_name]
    path = path if path.suffix == suffix else path.with_name(path.name + suffix)
    with as_model_error(path), _beside(path) as folder:
        files = _write(model, format_name, folder / path.name, title)
        found = check(format_name, model, files)
        if format_name != "html":
            card = files[".md"] = (folder / path.name).with_suffix(".md")
            text = model_card(model, title, format_name, measured, found.sentence())
            card.write_text(text.replace("FILE", path.stem), "utf-8")
        moved = tuple(path.with_suffix(ending) for ending in files)
        for file, target in zip(files.values(), moved, strict=True):
            file.replace(target)
    return Exported(moved, found)


def _write(model: Model, format_name: str, path: Path, title: str) -> dict[str, Path]:
    """The files by their endings."""
    try:
        match format_name:
            case "onnx":
                path.write_bytes(onnx_file(model, title))
            case "keras":
                path.write_bytes(keras_file(model, title))
            case "html":
                path.write_bytes(page(model, title))
            case "torch":
                return _write_torch(model, path, title)
    except ImportError as error:
        raise ModelFileError(
            tr(
                "Writing {suffix} files needs the package {name}: pip install 'dlgui[export]'."
            ).format(suffix=path.suffix, name=error.name)
        ) from error
    return {path.suffix: path}


def _write_torch(model: Model, path: Path, title: str) -> dict[str, Path]:
    path.write_bytes(torch_weights(model))
    script, program = path.with_suffix(".py"), path.with_suffix(".pt2")
    script.write_text(torch_script(model, path.name, title), "utf-8")
    files = {path.suffix: path, ".py": script}
    try:
        write_program(script, program)
    except ImportError:  # the executable leaves out what torch's exporter needs
        return files
    return files | {".pt2": program}


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A hidden folder on the disk of `path`, which is gone afterwards."""
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
