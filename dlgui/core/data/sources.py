"""Data sets by the words that the command line and the window use for them.

A source is "embedded", "mnist" or a path, and may end in how it is to be taken, if not as what is
found in it suggests: ``digits#as is``, ``digits#inverted``, ``digits#transposed, inverted``.
"""

from __future__ import annotations

from pathlib import Path

from dlgui import paths
from dlgui.core.data.datasets import Assumed, DigitData, DigitSet, load_embedded
from dlgui.core.data.folders import find_full_mnist, load_folder, load_judging_digits
from dlgui.core.data.judging_sets import is_judging_set, load_judging_set, not_here
from dlgui.core.data.published import MNIST
from dlgui.core.data.sense import TURNS, look, made_sense_of, taken_as
from dlgui.core.errors import DataError
from dlgui.language import listed, tr

EMBEDDED = "embedded"
FULL_MNIST = MNIST.word
INVERTED = "inverted"


def load_data(source: str | Path | None = None) -> DigitData:
    """Load what `source` means: a path; or the words "embedded", which is the default, and
    "mnist", the full MNIST in the user's data folder. A path that exists wins over a word.

    Digits that are dark on light, turned or mirrored are set right, and `notes` says so. Raises
    DataError when it is not there or damaged.
    """
    place, assumed = parted(source)
    if place is None:
        return load_embedded()
    data = load_folder(place)
    return data if place == paths.mnist_dir() else made_sense_of(data, assumed)


def load_judged(source: str | Path) -> tuple[DigitSet, tuple[str, ...]]:
    """The digits of `source` on which a finished model is judged, and notes. Raises DataError.

    Takes what `load_data` takes, and the words of `load_judging_set`.
    """
    word = str(source)
    if is_judging_set(word) and not _is_there(word):
        return load_judging_set(word), ()
    place, assumed = parted(source)
    if place is None:
        return load_embedded().validation, ()
    digits = load_judging_digits(place)
    seen = look(digits)
    data = taken_as(DigitData("", digits, digits), assumed or seen.assumed)
    if data.assumed == Assumed():
        return digits, ()
    return data.train, (
        tr("The digits were taken as {turn}.").format(turn=described(data.assumed)),
    )


def parted(source: str | Path | None) -> tuple[Path | None, Assumed | None]:
    """The place that `source` means, None for the digits that ship, and how it is to be taken.

    Raises DataError where that is not said in words that are known, or the full MNIST is not here.
    """
    text = str(source or EMBEDDED)
    assumed = None
    if "#" in text and not _is_there(text):
        text, _, words = text.rpartition("#")
        assumed = _assumed(words)
    is_there = _is_there(text)
    if not is_there and text == EMBEDDED:
        return None, assumed
    if not is_there and text == FULL_MNIST:
        if find_full_mnist(paths.mnist_dir()) is None:
            raise not_here(MNIST)
        return paths.mnist_dir(), assumed
    if not is_there and is_judging_set(text):
        raise DataError(
            tr(
                "{word} is there to judge finished networks, not to train one: choose other data, "
                'and judge the network by "dlgui evaluate {word}".'
            ).format(word=text)
        )
    return Path(text).expanduser(), assumed


def _is_there(text: str) -> bool:
    try:
        return Path(text).expanduser().exists()
    except (OSError, RuntimeError) as error:  # a name that is too long, or another person's home
        raise DataError(
            tr("{text} is no folder: choose another one.").format(text=text[:200])
        ) from error


def resolved(source: str) -> str:
    """`source` so that it means the same from every folder; a word stays."""
    place, mark, words = source.rpartition("#")
    if mark and not _is_there(source) and _is_there(place):
        return f"{Path(place).resolve()}#{words}"
    return str(Path(source).resolve()) if source and _is_there(source) else source


def described(assumed: Assumed) -> str:
    """In the words that a source may end in."""
    words = [assumed.turn] if assumed.turn != "as is" else []
    return ", ".join([*words, *([INVERTED] if assumed.inverted else [])]) or "as is"


def with_assumed(source: str, assumed: Assumed) -> str:
    """`source`, to be taken as `assumed` and as nothing else."""
    place = source
    if "#" in source and not _is_there(source):
        place = source.rpartition("#")[0]
    return f"{place}#{described(assumed)}"


def _assumed(words: str) -> Assumed:
    named = [word.strip().lower().replace("-", " ") for word in words.split(",")]
    turns = [word for word in named if word in TURNS]
    if unknown := [word for word in named if word not in (*TURNS, INVERTED)]:
        raise DataError(
            tr(
                '"{unknown}" is no way to take a data set: after the # stands {ways} or {inverted}.'
            ).format(unknown=unknown[0], ways=listed(TURNS), inverted=INVERTED)
        )
    return Assumed(INVERTED in named, turns[0] if turns else "as is")
