"""A kept run at its epochs: the networks that it had then, and what they make of some digits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dlgui.core.data.datasets import DigitData, DigitSet
from dlgui.core.data.sources import load_data
from dlgui.core.errors import DataError, ModelFileError
from dlgui.core.evaluation.run_table import RunSummary, summarise
from dlgui.core.nets.model import Model, load_model
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.training.checkpoints import load_checkpoint
from dlgui.core.training.runs import BEST, LAST, MODEL_FILE, RunFolder
from dlgui.language import tr

MOST_JUDGED = 1000
"""Validation digits by which a network of the past is judged, so that it takes no second."""


@dataclass(frozen=True, slots=True, eq=False)
class RunPast:
    """A run's networks of the past.

    networks: by epoch, ascending, one at least
    digits: the first `MOST_JUDGED` of those that it was validated by; None where its data is not
        here or names its classes otherwise
    """

    summary: RunSummary
    networks: Mapping[int, Model]
    digits: DigitSet | None

    def kept_at(self, epoch: int) -> int:
        """The epoch, of those that are kept, that lies closest to `epoch`, the earlier of two."""
        return min(self.networks, key=lambda kept: (abs(kept - epoch), kept))


def load_pasts(paths: Sequence[Path], known: Mapping[str, DigitData]) -> list[RunPast]:
    """The pasts of the runs in these folders. Raises ModelFileError where no network is left.

    known: data that is loaded already, by its source
    """
    loaded: dict[str, DigitData | None] = dict(known)
    return [_load_past(RunFolder.open(path), loaded) for path in paths]


def confusion(model: Model, digits: DigitSet) -> np.ndarray:
    """int64 [true class, class answered]: how often, over all of them."""
    answers = Forward(model).logits(digits.images).argmax(axis=1)
    counts = np.zeros((len(model.classes),) * 2, np.int64)
    np.add.at(counts, (digits.labels.astype(int), answers), 1)
    return counts


def _load_past(run: RunFolder, loaded: dict[str, DigitData | None]) -> RunPast:
    networks = dict(_networks(run))
    if not networks:
        raise ModelFileError(
            tr(
                "The run in {path} has left no network to go back to: train it for an epoch at "
                "least."
            ).format(path=run.path)
        )
    if run.source not in loaded:
        try:
            loaded[run.source] = load_data(run.source or None)
        except DataError:  # its past can be seen all the same
            loaded[run.source] = None
    data, classes = loaded[run.source], next(iter(networks.values())).classes
    digits = None
    if data is not None and data.classes == classes:
        count = min(len(data.validation), MOST_JUDGED)
        digits = data.validation.take(np.arange(count))
    ordered = {epoch: networks[epoch] for epoch in sorted(networks)}
    return RunPast(summarise(run.path), ordered, digits)


def _networks(run: RunFolder) -> Iterator[tuple[int, Model]]:
    """Whatever is left, the better copies last; a damaged file is passed over."""
    for epoch, file in run.epoch_files().items():
        with suppress(ModelFileError):
            yield epoch, load_model(file)
    if (run.path / MODEL_FILE).is_file():
        with suppress(ModelFileError):
            model = load_model(run.path / MODEL_FILE)
            told = model.summary.get("epoch")
            if isinstance(told, int) and told > 0:
                yield told, model
    for name in (BEST, LAST):
        if (run.path / name).is_file():
            with suppress(ModelFileError):
                checkpoint = load_checkpoint(run.path / name)
                yield checkpoint.epoch, checkpoint.model
