"""The picture of examples that ships, against the augmentation as it is now."""

from pathlib import Path

import numpy as np
from PIL import Image

from dlgui.core.data.datasets import load_embedded
from dlgui.paths import resource


def test_the_picture_is_what_training_makes_of_the_digits_that_ship(monkeypatch):
    monkeypatch.syspath_prepend(Path(__file__).parents[3] / "packaging")
    from make_examples import examples

    with Image.open(resource("augmentation.png")) as image:
        shown = np.asarray(image)
    made = examples()
    assert shown.shape == made.shape
    assert np.abs(shown.astype(int) - made).max() <= 2
    digits = load_embedded().train
    assert np.array_equal(shown[28:56, :28], digits.images[np.flatnonzero(digits.labels == 1)[0]])
