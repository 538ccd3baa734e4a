"""Whether data makes sense: a look at a sample through the reader that ships.

Digits that lie on their side, are mirrored, or are dark on light train as well as any, and the pad
then reads nonsense. The shipped reader knows digits: where it reads a sample as it is labelled only
after a turn, the set is turned, and a note says so. Where it reads it in no way (clothes, other
scripts, labels at random), nothing is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from dlgui import paths
from dlgui.core.data.datasets import Assumed, DigitData, DigitSet
from dlgui.core.nets.model import DIGIT_CLASSES, load_model
from dlgui.core.nets.numpy_net import Forward
from dlgui.language import QT_TRANSLATE_NOOP, listed, tr

TURNS: Mapping[str, Callable[[np.ndarray], np.ndarray]] = {
    QT_TRANSLATE_NOOP("", "as is"): lambda images: images,
    QT_TRANSLATE_NOOP("", "transposed"): lambda images: images.transpose(0, 2, 1),
    QT_TRANSLATE_NOOP("", "turned left"): lambda images: np.rot90(images, 1, (1, 2)),
    QT_TRANSLATE_NOOP("", "turned right"): lambda images: np.rot90(images, -1, (1, 2)),
    QT_TRANSLATE_NOOP("", "turned upside down"): lambda images: np.rot90(images, 2, (1, 2)),
    QT_TRANSLATE_NOOP("", "mirrored"): lambda images: images[:, :, ::-1],
    QT_TRANSLATE_NOOP("", "mirrored upside down"): lambda images: images[:, ::-1],
    QT_TRANSLATE_NOOP("", "transposed the other way"): lambda images: np.rot90(
        images, 2, (1, 2)
    ).transpose(0, 2, 1),
}
"""What sets digits upright, by its name."""

SAMPLE = 150
# The reader agrees with at least this share of the labels of digits as they should be; a turn must
# be better than none by so much.
READ, BETTER = 0.6, 0.15
# The share of full brightness above which a set's border is paper.
LIGHT_BORDER = 0.6


@dataclass(frozen=True, slots=True)
class Look:
    """What the shipped reader makes of a sample. agreement: the share, from 0 to 1, that is read
    as labelled when taken as `assumed`; before: the share when taken as it is"""

    assumed: Assumed
    agreement: float
    before: float


def look(digits: DigitSet) -> Look:
    """How the digits should be taken, judged by a sample of them."""
    places = np.random.RandomState(0).permutation(len(digits))[:SAMPLE]
    sample = digits.take(places)
    inverted = _is_dark_on_light(sample.images)
    before = _agreement(sample.images, sample.labels)
    shares = {"as is": _agreement(_inverted(sample.images, inverted), sample.labels)}
    if shares["as is"] < READ + BETTER:
        for turn in list(TURNS)[1:]:
            turned = TURNS[turn](_inverted(sample.images, inverted))
            shares[turn] = _agreement(turned, sample.labels)
    best = max(shares, key=lambda turn: shares[turn])
    if shares[best] < READ or shares[best] < shares["as is"] + BETTER:
        best = "as is"
    return Look(Assumed(inverted, best), shares[best], before)


def taken_as(data: DigitData, assumed: Assumed) -> DigitData:
    """`data`, which is as its files have it, with its images turned and inverted."""

    def taken(digits: DigitSet) -> DigitSet:
        images = TURNS[assumed.turn](_inverted(digits.images, assumed.inverted))
        return DigitSet(np.ascontiguousarray(images), digits.labels)

    test = taken(data.test) if data.test is not None else None
    return replace(
        data, train=taken(data.train), validation=taken(data.validation), test=test, assumed=assumed
    )


def made_sense_of(data: DigitData, assumed: Assumed | None = None) -> DigitData:
    """`data` as it should be taken, or as `assumed`, with notes on what was found."""
    seen = look(data.train)
    notes = [*data.notes, *_class_notes(data)]
    if assumed is not None:
        return replace(taken_as(data, assumed), notes=tuple(notes))
    found = seen.assumed
    if found.inverted:
        notes.append(tr("The digits are dark on light, and were turned to light on dark."))
    if found.turn != "as is":
        notes.append(
            tr(
                "The digits were taken as {turn}, since the shipped reader then reads "
                "{after:.0%} of a sample as labelled, and {before:.0%} as they are."
            ).format(turn=tr(found.turn), after=seen.agreement, before=seen.before)
        )
    elif data.classes == DIGIT_CLASSES and seen.agreement < READ:
        notes.append(
            tr(
                "The shipped reader reads only {share:.0%} of a sample as labelled: the labels "
                "may be wrong, or these are no digits as people write them."
            ).format(share=seen.agreement)
        )
    return replace(taken_as(data, found), notes=tuple(notes))


def _class_notes(data: DigitData) -> list[str]:
    present = np.unique(data.train.labels)
    missing = [data.classes[i] for i in range(len(data.classes)) if i not in present]
    if len(present) == 1:
        only = data.classes[int(present[0])]
        return [
            tr("All digits are of one class, {only}: a network will answer nothing else.").format(
                only=only
            )
        ]
    return (
        [tr("There are no examples of {classes}.").format(classes=listed(missing))]
        if missing
        else []
    )


def _is_dark_on_light(images: np.ndarray) -> bool:
    """Whether most pictures have a light border, and ink within that is darker."""
    edge = np.concatenate([images[:, 0], images[:, -1], images[:, :, 0], images[:, :, -1]], axis=1)
    paper = np.median(edge, axis=1)
    light = (paper > LIGHT_BORDER * 255) & (images.reshape(len(images), -1).min(axis=1) < paper / 2)
    return bool(light.mean() > 0.5)


def _inverted(images: np.ndarray, inverted: bool) -> np.ndarray:
    return 255 - images if inverted else images


def _agreement(images: np.ndarray, labels: np.ndarray) -> float:
    read = _reader().logits(np.ascontiguousarray(images)).argmax(axis=1)
    return float((read == labels).mean())


@cache
def _reader() -> Forward:
    return Forward(load_model(paths.resource("reader.safetensors")))


def duplicates(data: DigitData) -> int:
    """How many digits of validation and test part are also in the training part, pixel by pixel.

    A network is judged on these without having to know more than it was given.
    """
    seen = {image.tobytes() for image in data.train.images}
    judged = [data.validation, *([data.test] if data.test is not None else [])]
    return sum(image.tobytes() in seen for part in judged for image in part.images)


def sample_of_each(digits: DigitSet, count: int) -> np.ndarray:
    """The places of `count` digits of each class, or of all there are, drawn evenly."""
    places = [np.flatnonzero(digits.labels == label) for label in range(len(DIGIT_CLASSES))]
    drawn = [
        own[np.linspace(0, len(own) - 1, min(count, len(own))).astype(int)]
        for own in places
        if len(own)
    ]
    return np.concatenate(drawn)
