"""How far other engines are from dlgui: the table of formats in the README.

    python tests/benchmarks/exports.py [--formats onnx torch html keras] [--drawings 1000]

Exports the five networks with random weights, ten random own ones and the shipped reader, and has
each format's engine read the same 100 digits. Then the page of the shipped reader reads drawings of
every kind beside dlgui. Keras wants an environment of its own, where this runs just the same.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "core"))
sys.path.insert(0, str(Path(__file__).parents[1] / "core/export"))

from hypothesis import given, settings
from own_networks import networks
from test_export_own_networks import ALL_KINDS, MEANS, model_of
from test_html_page import MIN_SIZE, drawing, points

from dlgui.core.export import FORMATS
from dlgui.core.export.card import Measured
from dlgui.core.export.export import export_model
from dlgui.core.export.html import page
from dlgui.core.export.verify import run_page
from dlgui.core.nets.model import Model, load_model
from dlgui.core.nets.networks import NETWORKS, Network
from dlgui.core.reading.reader import Reader
from dlgui.paths import resource

OWN = 10
AT_ONCE = 100
NOBODY = Measured("none", 1, 0.0, 0.0, 1.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--formats", nargs="*", default=list(FORMATS), choices=FORMATS)
    parser.add_argument("--drawings", type=int, default=0, help="1000 take some minutes")
    options = parser.parse_args()
    shipped = load_model(resource("reader.safetensors"))
    groups = {
        "five": [model_of(network) for network in NETWORKS.values()],
        "own": [model_of(network) for network in [ALL_KINDS, MEANS, *own_networks()]],
        "shipped": [shipped],
    }
    with tempfile.TemporaryDirectory() as folder:
        for name in options.formats:
            for group, models in groups.items():
                print(name, group, *largest(models, name, Path(folder)), flush=True)
        if options.drawings:
            compare_pages(shipped, options.drawings, Path(folder) / "page.html")


def own_networks() -> list[Network]:
    found: list[Network] = []

    @settings(max_examples=OWN, derandomize=True, database=None, deadline=None)
    @given(networks())
    def note(network: Network) -> None:
        found.append(network)

    note()
    return found


def largest(models: list[Model], name: str, folder: Path) -> Iterator[str]:
    """The largest difference, and the engine."""
    checks = [
        export_model(model, name, folder / f"m{i}", "A model", NOBODY).check
        for i, model in enumerate(models)
    ]
    if any(check.difference is None for check in checks):
        return iter([checks[0].sentence()])
    return iter([f"{max(check.difference for check in checks):.1e}", checks[0].engine])


def compare_pages(model: Model, count: int, path: Path) -> None:
    rng = np.random.default_rng(1)
    drawings = [drawing(rng, i % 4) for i in range(count)]
    path.write_bytes(page(model, "Reader"))
    theirs = []
    for start in range(0, count, AT_ONCE):
        some = [points(drawn) for drawn in drawings[start : start + AT_ONCE]]
        theirs += run_page(path, {"drawings": some, "minSize": MIN_SIZE})["drawings"]
    reader = Reader(model, min_size=MIN_SIZE)
    same, difference = 0, 0.0
    for drawn, other in zip(drawings, theirs, strict=True):
        ours = reader.read(drawn).digits
        pairs = list(zip(ours, other, strict=False))
        is_same = len(ours) == len(other) and all(
            (a.digit, a.refused) == (b["digit"], b["refused"]) for a, b in pairs
        )
        same += is_same
        if is_same:
            for a, b in pairs:
                difference = max(difference, np.abs(a.probabilities - b["probabilities"]).max())
    print(f"page: {same} of {count} drawings alike, probabilities within {difference:.1e}")


if __name__ == "__main__":
    main()
