"""Lines of a script that know where they come from, and what scripts of all frameworks share."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from dlgui.core.nets.network_line import network_of
from dlgui.core.training.settings import TrainingConfig

SETTLES = "# dlgui varies the digits less in the last third of the epochs"


@dataclass(frozen=True, slots=True)
class Line:
    """settings: the names of those that it follows from; layer: the index of its layer, or None"""

    text: str = ""
    settings: tuple[str, ...] = ()
    layer: int | None = None


def script(lines: Sequence[Line]) -> str:
    """The lines as the text of a file."""
    return "".join(f"{line.text}\n" for line in lines)


def plain(*texts: str) -> list[Line]:
    return [Line(text) for text in texts]


def head(config: TrainingConfig, name: str, needs: str) -> list[Line]:
    network = network_of(config.network)
    return [
        Line(f'"""{network.title}, learned by {name}. Written by dlgui.'),
        Line(),
        Line(f"{network.parameters():,} parameters. Needs {needs}, numpy and MNIST's digits."),
        Line('"""'),
        Line(),
    ]


def load(data: str) -> list[Line]:
    """Up to uint8 images and labels, for training and for validation."""
    if data.endswith(".npz"):
        return plain(
            f"with np.load({_quoted(data)}) as digits:  # pixels from 0 (black) to 255 (white)",
            '    x_train, y_train = digits["x_train"], digits["y_train"]',
            '    x_test, y_test = digits["x_test"], digits["y_test"]',
        )
    return plain(
        "def read(name, skipped):",
        f"    path = Path({_quoted(data)}) / name  # may end with .gz as well",
        '    content = path.read_bytes() if path.exists() else gzip.open(f"{path}.gz").read()',
        "    return np.frombuffer(content, np.uint8, offset=skipped)",
        "",
        "",
        'x_train = read("train-images-idx3-ubyte", 16).reshape(-1, 28, 28)',
        'y_train = read("train-labels-idx1-ubyte", 8)',
        'x_test = read("t10k-images-idx3-ubyte", 16).reshape(-1, 28, 28)',
        'y_test = read("t10k-labels-idx1-ubyte", 8)',
    )


def imports(data: str, *lines: str) -> list[Line]:
    standard = [] if data.endswith(".npz") else ["import gzip", "from pathlib import Path", ""]
    return plain(*standard, *lines, "")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def fewer(config: TrainingConfig) -> list[Line]:
    if not config.train_digits:
        return []
    count = config.train_digits
    text = (
        f"x_train, y_train = x_train[:{count}], y_train[:{count}]  # dlgui: the same of each class"
    )
    return [Line(text, ("train_digits",))]


def factor_of(config: TrainingConfig) -> list[str]:
    """What a step's learning rate is multiplied by, as dlgui does."""
    fall = "left" if config.schedule == "linear" else "(1 - np.cos(np.pi * left)) / 2"
    return [
        f"total = -(-len(x_train) // {config.batch_size}) * {config.epochs}",
        "warm_up = max(1, round(total / 10))",
        "",
        "",
        "def factor(step):  # up over the first tenth of all steps, then down to zero",
        "    if step <= warm_up:",
        "        return step / warm_up",
        "    left = (total + 1 - step) / (total + 1 - warm_up)",
        f"    return {fall}",
        "",
        "",
    ]
