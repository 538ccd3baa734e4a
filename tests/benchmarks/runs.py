"""How long the page Runs makes a person wait with many runs, and with long ones.

    python tests/benchmarks/runs.py [--runs 1000] [--steps 20000] [--rounds 7]

Writes so many runs of 200 steps into a home of its own, and 20 of so many steps. Printed are the
medians of: listing all runs, with the index and without; filling the table with them; reading the
20 runs' curves; drawing them over each other, each step's loss with its smoothed line; and one
movement of the mouse over them, which names the curve below it. Run it on a quiet machine, with
QT_QPA_PLATFORM=offscreen.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

# Before numpy, because it sets what numpy reads when it is imported.
import dlgui.__main__  # noqa: F401
from dlgui.core.evaluation.run_curves import load_curves
from dlgui.core.evaluation.run_table import INDEX_FILE, RunTable
from dlgui.core.training.runs import RunFolder
from dlgui.core.training.settings import TrainingConfig

OVERLAID = 20
EPOCHS = 5
MOVES = 200


def write_run(parent: Path, name: str, steps: int) -> Path:
    """A run's folder as a training of so many steps leaves it, without its networks."""
    rate = random.choice((0.0003, 0.001, 0.003))
    config = TrainingConfig(network="mlp", epochs=EPOCHS, learning_rate=rate)
    run = RunFolder.create(parent, config, "embedded", name=name)
    counts = {"parameters": 1, "train_count": 100, "validation_count": 500, "epochs": EPOCHS}
    place = {"steps_per_epoch": steps // EPOCHS, "first_epoch": 0, "first_step": 0}
    lines = [{"event": "TrainingStarted", "network": "mlp", "device": "cpu", **counts, **place}]
    for step in range(1, steps + 1):
        loss, epoch = 2.3 * 0.999**step + random.random() * 0.2, (step - 1) * EPOCHS // steps + 1
        done = {"step": step, "epoch": epoch, "loss": loss, "accuracy": 1 - loss / 3}
        lines.append({"event": "StepDone", **done, "learning_rate": rate, "seconds": step / 1e3})
        if step % (steps // EPOCHS) == 0:
            figures = {"train_loss": loss, "train_accuracy": 0.9, "images_per_second": 1.0}
            figures |= {"validation_loss": loss, "validation_accuracy": 1 - loss / 4}
            place = {"epoch": epoch, "step": step, "seconds": step / 1e3}
            lines.append({"event": "EpochDone", **place, **figures})
    lines.append({"event": "RunKept", "step": steps, "epoch": EPOCHS, "folder": "", "model": ""})
    log = "".join(json.dumps(line) + "\n" for line in lines)
    (run.path / "events.jsonl").write_text(log, "utf-8")
    return run.path


def milliseconds(do: Callable[[], object], rounds: int) -> float:
    """The median of so many rounds."""
    taken = []
    for _ in range(rounds):
        begun = perf_counter()
        do()
        taken.append(1e3 * (perf_counter() - begun))
    return median(taken)


def measure_list(home: Path, count: int, rounds: int) -> None:
    from dlgui.ui.runs.table import RunModel, RunTableView

    parent = home / "many"
    for index in range(count):
        write_run(parent, f"run-{index:05}", 200)
    table = RunTable(parent)

    def cold() -> None:
        (parent / INDEX_FILE).unlink(missing_ok=True)
        table.rows()

    print(f"{count:,} runs listed without an index   {milliseconds(cold, 3):8.1f} ms")
    print(f"{count:,} runs listed with the index     {milliseconds(table.rows, rounds):8.1f} ms")
    rows = table.rows()

    def fill() -> None:
        model = RunModel()
        view = RunTableView(model)
        view.resize(800, 400)
        model.show_rows(rows)
        view.grab()

    print(f"{count:,} rows shown in a table          {milliseconds(fill, rounds):8.1f} ms")


def measure_overlay(home: Path, steps: int, rounds: int) -> None:
    from PySide6.QtCore import QEvent, QPointF, Qt
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication, QComboBox

    from dlgui.ui.runs.overlay import Overlay, Shown

    parent = home / "long"
    paths = [write_run(parent, f"run-{index:02}", steps) for index in range(OVERLAID)]
    rows = {row.path: row for row in RunTable(parent).rows()}
    begun = perf_counter()
    shown = [Shown(rows[path], load_curves(path)) for path in paths]
    print(f"{OVERLAID} × {steps:,} steps read             {1e3 * (perf_counter() - begun):8.1f} ms")
    overlay = Overlay()
    overlay.resize(800, 400)
    measures = overlay.findChild(QComboBox, "overlayMeasure")
    measures.setCurrentIndex(measures.findData("training loss"))

    def draw() -> None:
        overlay.show_runs(shown)
        overlay.grab()

    print(f"{OVERLAID} × {steps:,} steps drawn            {milliseconds(draw, rounds):8.1f} ms")
    overlay.show()
    places = iter(range(10**9))

    def move() -> None:
        place = next(places)
        at = QPointF(80 + place % 600, 20 + 7 * place % 260)
        kinds = QEvent.Type.MouseMove, at, overlay.plot.mapToGlobal(at)
        none, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(overlay.plot, QMouseEvent(*kinds, none, none, keys))
        overlay.plot.grab()

    print(f"{OVERLAID} × {steps:,} steps, a mouse move    {milliseconds(move, MOVES):8.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--steps", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    random.seed(0)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DLGUI_HOME"] = folder
        from PySide6.QtWidgets import QApplication

        from dlgui.ui.kit.theme import install_theme

        app = QApplication([])
        install_theme(app, "light")
        measure_list(Path(folder), options.runs, options.rounds)
        measure_overlay(Path(folder), options.steps, options.rounds)


if __name__ == "__main__":
    main()
