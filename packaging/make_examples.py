"""Draws the examples that the window shows beside the switch for augmentation.

    python packaging/make_examples.py

One digit of each class that ships, before and after augmentation as training does it: ten rows of
nine pictures, ink bright. In the window itself torch, which varies them, is not there.
"""

from __future__ import annotations

import numpy as np
import torch
from PIL import Image

from dlgui.core.augmentation.images import example_sheet
from dlgui.core.data.datasets import load_embedded
from dlgui.paths import resource


def main() -> None:
    Image.fromarray(examples()).save(resource("augmentation.png"), optimize=True)


def examples() -> np.ndarray:
    """uint8 [280, 252]: a row for each digit, the first picture as it was."""
    digits = load_embedded().train
    first = np.array([np.flatnonzero(digits.labels == digit)[0] for digit in range(10)])
    images = torch.from_numpy(digits.images[first]).float() / 255
    sheet = example_sheet(images, torch.from_numpy(digits.labels[first]).long())
    rows = (sheet * 255).round().to(torch.uint8).permute(0, 2, 1, 3)
    return rows.reshape(280, -1).numpy()


if __name__ == "__main__":
    main()
