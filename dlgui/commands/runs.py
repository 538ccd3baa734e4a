"""List the runs that were kept, and show, export, verify, delete or restore one.

RUN is a run's folder, the name of one below the data folder, or for verify also a capsule
(a .dlgui-run file). Without an action, all runs are listed, newest first.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dlgui import paths
from dlgui.console import print_json
from dlgui.core.errors import ModelFileError

if TYPE_CHECKING:
    from dlgui.core.data.datasets import DigitData
    from dlgui.core.evaluation.run_table import RunSummary
    from dlgui.core.export.capsule import Verification
    from dlgui.core.training.runs import RunFolder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    _add_json(parser)
    actions = parser.add_subparsers(dest="action", metavar="ACTION", title="actions")
    for name, summary in (
        ("show", "settings, epochs and notes of a run"),
        ("export", "write a run as one file, to hand it on"),
        ("import", "take a capsule in, as a run"),
        ("verify", "evaluate a run's model again, and say whether what it tells holds"),
        ("delete", "move a run to the trash"),
        ("restore", "take a deleted run out of the trash"),
    ):
        action = actions.add_parser(name, help=summary, description=f"{summary.capitalize()}.")
        action.add_argument("run", metavar="CAPSULE" if name == "import" else "RUN", type=Path)
        _add_json(action)
        if name == "export":
            action.add_argument("--out", type=Path, metavar="FILE", help="the capsule's file")
        if name == "verify":
            action.add_argument("--data", metavar="DATA", help="the data, if it has moved")
            action.add_argument("--retrain", action="store_true", help="train the whole run again")


def _add_json(parser: argparse.ArgumentParser) -> None:
    # The actions share the option; SUPPRESS keeps one of them from undoing the other.
    parser.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="print JSON lines"
    )


def run(options: argparse.Namespace) -> int:
    options.json = getattr(options, "json", False)
    actions = {
        None: _list,
        "show": _show,
        "export": _export,
        "import": _import,
        "verify": _verify,
        "delete": _delete,
        "restore": _restore,
    }
    return actions[options.action](options)


def _list(options: argparse.Namespace) -> int:
    from dlgui.core.evaluation.run_table import RunTable

    rows = RunTable(paths.runs_dir()).rows()
    if options.json:
        for row in rows:
            print_json(_record(row))
    elif not rows:
        print(f'No runs in {paths.runs_dir()} yet: "dlgui train" makes one.')
    else:
        print(f"{'run':<36} {'network':<12} {'epochs':>6} {'accuracy':>9} {'seconds':>8}")
        for row in rows:
            print(_line(row))
    return 0


def _line(row: RunSummary) -> str:
    accuracy = "–" if row.best_accuracy is None else f"{row.best_accuracy:.2%}"
    name = row.notes.title or row.path.name
    end = {"ended": "", "under way": "  (under way)", "cut off": "  (cut off)"}[row.state]
    network = row.config.network if len(row.config.network) <= 12 else "own"
    return f"{name:<36} {network:<12} {row.epochs:6} {accuracy:>9} {row.seconds:8.1f}{end}"


def _show(options: argparse.Namespace) -> int:
    from dlgui.core.evaluation.run_table import summarise

    folder = _found(options.run)
    row = summarise(folder.path)
    epochs = [record for record in folder.records() if record["event"] == "EpochDone"]
    if options.json:
        print_json(_record(row) | {"epochs_done": epochs})
        return 0
    print(_line(row))
    print(f"Began {row.began:%Y-%m-%d %H:%M}, {row.size / 1e6:.1f} MB in {row.path}")
    if row.interval and row.best_accuracy is not None:
        low, high = row.interval
        print(
            f"Best validation accuracy {row.best_accuracy:.2%} of {row.validation_count:,} digits "
            f"(95 % interval {low:.2%} to {high:.2%})"
        )
    print(", ".join(f"{name} {value}" for name, value in asdict(row.config).items()))
    if row.notes.note:
        print(row.notes.note)
    for record in epochs:
        print(
            f"Epoch {record['epoch']}  loss {record['train_loss']:.4f}  "
            f"validation loss {record['validation_loss']:.4f}  "
            f"accuracy {record['validation_accuracy']:.2%}"
        )
    return 0


def _export(options: argparse.Namespace) -> int:
    from dlgui.core.export.capsule import SUFFIX, save_capsule

    folder = _found(options.run)
    target = options.out or Path(f"{folder.path.name}{SUFFIX}")
    save_capsule(folder, target, _data(folder, None))
    return _tell(options, {"run": str(folder.path), "capsule": str(target)}, f"Written: {target}")


def _import(options: argparse.Namespace) -> int:
    from dlgui.core.export.capsule import open_capsule

    folder = open_capsule(options.run, paths.runs_dir())
    return _tell(options, {"run": str(folder.path)}, f"The run is in {folder.path}")


def _verify(options: argparse.Namespace) -> int:
    from dlgui.core.export.capsule import SUFFIX, open_capsule, verify

    with tempfile.TemporaryDirectory() as spare:
        is_capsule = options.run.is_file() and options.run.suffix == SUFFIX
        folder = open_capsule(options.run, Path(spare)) if is_capsule else _found(options.run)
        found = verify(folder, _data(folder, options.data), retrain=options.retrain)
    record = asdict(found) | {"holds": found.holds}
    _tell(options, record, _verdict(found))
    return 0 if found.holds else 1


def _verdict(found: Verification) -> str:
    lines = [
        f"Recorded {found.recorded:.2%}, measured again {found.measured:.2%} "
        f"of {found.validation_count:,} digits."
    ]
    if found.is_same_data is not None:
        lines.append(f"The data is {'the same' if found.is_same_data else 'not the same'}.")
    if found.largest_difference is not None:
        lines.append(
            f"Trained again: an epoch's accuracy differs by {found.largest_difference:.2%} at most."
        )
    lines.append(
        "What the run tells holds." if found.holds else "What the run tells does not hold."
    )
    return "\n".join(lines)


def _delete(options: argparse.Namespace) -> int:
    from dlgui.core.evaluation.run_table import RunTable

    folder = _found(options.run)
    trashed = RunTable(folder.path.parent).to_trash(folder.path)
    text = f'Moved to {trashed}. To take it back: dlgui runs restore "{folder.path.name}"'
    return _tell(options, {"run": str(folder.path), "trash": str(trashed)}, text)


def _restore(options: argparse.Namespace) -> int:
    from dlgui.core.evaluation.run_table import RunTable

    table = RunTable(paths.runs_dir())
    path = table.restore(table.trash / options.run.name)
    return _tell(options, {"run": str(path)}, f"The run is in {path} again.")


def _tell(options: argparse.Namespace, record: dict[str, Any], text: str) -> int:
    if options.json:
        print_json(record)
    else:
        print(text)
    return 0


def _found(path: Path) -> RunFolder:
    from dlgui.core.training.runs import RunFolder

    named = paths.runs_dir() / path
    if not path.exists() and not named.exists():
        raise ModelFileError(f'There is no run {path}: "dlgui runs" lists those that there are.')
    return RunFolder.open(path if path.exists() else named)


def _data(folder: RunFolder, source: str | None) -> DigitData:
    from dlgui.core.data.sources import load_data

    return load_data(source or folder.source or None)


def _record(row: RunSummary) -> dict[str, Any]:
    """A run as a JSON-ready object."""
    settings = asdict(row.config)
    return asdict(row) | {
        "path": str(row.path),
        "began": row.began.isoformat(),
        "config": settings,
        "interval": row.interval,
    }
