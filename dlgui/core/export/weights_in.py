"""Models of other programs, brought in: read as data, and understood as they read digits best.

What a file does not say is tried on digits that are kept for that: in which order flattened maps
are, and what was done to the pixels before the network saw them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from dlgui.core.data.datasets import load_embedded
from dlgui.core.errors import ModelFileError
from dlgui.core.export.foreign import Foreign, Variant, refused
from dlgui.core.export.keras_in import read_keras, read_keras_weights
from dlgui.core.export.torch_in import read_torch
from dlgui.core.nets.model import KIND, Model, Normalisation, load_model
from dlgui.core.nets.network_line import network_of
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.reading.calibration import negative_log_likelihood
from dlgui.language import QT_TRANSLATE_NOOP, tr

NORMALISATIONS: Mapping[Normalisation, str] = {
    Normalisation(): QT_TRANSLATE_NOOP("", "pixels from 0 to 1"),
    Normalisation(0.1307, 0.3081): QT_TRANSLATE_NOOP(
        "", "pixels minus 0.1307, divided by 0.3081, as MNIST's usually are"
    ),
    Normalisation(0.5, 0.5): QT_TRANSLATE_NOOP("", "pixels from -1 to 1"),
    Normalisation(0.0, 1 / 255): QT_TRANSLATE_NOOP("", "pixels from 0 to 255"),
}
"""What people do to pixels before a network sees them, likeliest first."""

TRIED = 3
"""Every third of the held-out digits is enough to see which way of reading a file is right."""

FEW = 0.5
"""Who reads a smaller share of the digits than this has hardly been understood."""


@dataclass(frozen=True, slots=True)
class Imported:
    """accuracy: the share, from 0 to 1, of the digits held out from those that ship that is read
    right; assumed: what the file did not say and was taken for granted, in words"""

    model: Model
    accuracy: float
    assumed: tuple[str, ...] = ()

    @property
    def reads_digits(self) -> bool:
        return self.accuracy >= FEW


def import_model(path: Path, network: str | None = None) -> Imported:
    """A model from `path`: safetensors, `.keras` or `.weights.h5`.

    network: the network's name or line, needed where the file does not hold it

    Raises ModelFileError, and NetworkError for an impossible line.
    """
    if not path.is_file():
        raise ModelFileError(tr("There is no file {path}: check the name.").format(path=path))
    try:
        if _is_own(path):
            return _own(path, network)
        return _understood(path, _read(path, network))
    except OSError as error:
        raise refused(
            path, tr("{name} cannot be read ({reason})."), reason=error.strerror or error
        ) from error


def needs_network(path: Path) -> bool:
    """Whether it holds weights alone, so that somebody has to say of which network."""
    name = path.name.lower()
    return name.endswith(".weights.h5") or (name.endswith(".safetensors") and not _is_own(path))


def _read(path: Path, network: str | None) -> Foreign:
    name = path.name.lower()
    if name.endswith(".keras"):
        foreign = read_keras(path)
        if network is not None and network_of(network).layers != foreign.network.layers:
            raise refused(
                path, tr("{name} holds another network: {network}."), network=foreign.network.name
            )
        return foreign
    for ending, way_out in _PICKLES.items():
        if name.endswith(ending) and not name.endswith(".weights.h5"):
            raise refused(path, tr(way_out), stem=path.stem)
    if not name.endswith((".safetensors", ".weights.h5")):
        raise refused(path, tr("{name} is none of .safetensors, .keras and .weights.h5."))
    if network is None:
        raise refused(
            path, tr("{name} does not say which network it is of: give --network NAME_OR_LINE.")
        )
    read = read_torch if name.endswith(".safetensors") else read_keras_weights
    return read(path, network_of(network))


_TORCH = QT_TRANSLATE_NOOP(
    "",
    "{name} may hold code, so it is not opened: turn it into safetensors where you trust it, by "
    "`from safetensors.torch import save_file` and "
    '`save_file(torch.load("{name}", weights_only=True), "{stem}.safetensors")`.',
)
_KERAS = QT_TRANSLATE_NOOP(
    "",
    "{name} may hold code, so it is not opened: turn it into .keras where you trust it, by "
    '`model = keras.models.load_model("{name}")` and `model.save("{stem}.keras")`.',
)
_PICKLES = dict.fromkeys((".pt", ".pth", ".bin", ".ckpt", ".pkl", ".pickle"), _TORCH) | (
    dict.fromkeys((".h5", ".hdf5"), _KERAS)
)


def _is_own(path: Path) -> bool:
    if path.suffix != ".safetensors":
        return False
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as file:
            return (file.metadata() or {}).get("kind") == KIND
    except (SafetensorError, OSError):
        return False


def _own(path: Path, network: str | None) -> Imported:
    """A model file of dlgui, which says everything: `dlgui export --to torch` writes one too."""
    model = load_model(path)
    if network is not None and network_of(network).layers != network_of(model.network).layers:
        raise refused(path, tr("{name} holds another network: {network}."), network=model.network)
    return Imported(model, _accuracy(model))


def _understood(path: Path, foreign: Foreign) -> Imported:
    """The variant and normalisation that read digits best, calibrated."""
    from dlgui.core.training.calibrating import calibrate  # loads torch

    known = foreign.normalisation
    normalisations = [known] if known is not None else list(NORMALISATIONS)
    tried = [
        (_model(path, foreign, variant, normalisation), variant)
        for variant in foreign.variants
        for normalisation in normalisations
    ]
    model, variant = min(tried, key=lambda pair: _loss(pair[0]))
    assumed = [tr(NORMALISATIONS[model.normalisation])] if known is None else []
    assumed += [tr(variant.order)] if variant.order else []
    model = calibrate(model, load_embedded())
    if foreign.temperature is not None:
        known_better = {"temperature": foreign.temperature}
        model = replace(model, calibration={**model.calibration, **known_better})
    return Imported(model, _accuracy(model), tuple(assumed))


def _model(path: Path, foreign: Foreign, variant: Variant, normalisation: Normalisation) -> Model:
    summary: dict[str, Any] = {"title": path.stem, "imported_from": path.name}
    return Model(
        foreign.network.name, variant.weights, normalisation=normalisation, summary=summary
    )


def _loss(model: Model) -> float:
    digits = load_embedded().validation
    images, labels = digits.images[::TRIED], digits.labels[::TRIED].astype(np.intp)
    with np.errstate(all="ignore"):
        logits = Forward(model).logits(images).astype(np.float64)
        loss = negative_log_likelihood(logits, labels)
    return loss if np.isfinite(loss) else float("inf")


def _accuracy(model: Model) -> float:
    digits = load_embedded().validation
    answers = Forward(model).logits(digits.images).argmax(axis=1)
    return float((answers == digits.labels).mean())
