"""List the runs that were kept, and show, report, export, verify, delete or restore one."""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dlgui import paths
from dlgui.console import print_json, table_line
from dlgui.core.errors import ModelFileError
from dlgui.language import QT_TRANSLATE_NOOP, tr

if TYPE_CHECKING:
    from dlgui.core.data.datasets import DigitData
    from dlgui.core.evaluation.run_table import RunSummary
    from dlgui.core.training.runs import RunFolder

HELP = QT_TRANSLATE_NOOP(
    "",
    "List the runs that were kept, and show, report, export, verify, delete or restore one.\n\n"
    "RUN is a run's folder, the name of one below the data folder, or for verify "
    "also a capsule (a .dlgui-run file). Without an action, all runs are listed, "
    "newest first.",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    _add_json(parser)
    actions = parser.add_subparsers(dest="action", metavar="ACTION", title=tr("actions"))
    for name, summary in (
        ("show", tr("settings, epochs and notes of a run")),
        ("report", tr("write a run as a page for a lab book (HTML)")),
        ("export", tr("write a run as one file, to hand it on")),
        ("import", tr("take a capsule in, as a run")),
        ("verify", tr("evaluate a run's model again, and say whether what it tells holds")),
        ("delete", tr("move a run to the trash")),
        ("restore", tr("take a deleted run out of the trash")),
    ):
        action = actions.add_parser(name, help=summary, description=f"{summary.capitalize()}.")
        action.add_argument("run", metavar="CAPSULE" if name == "import" else "RUN", type=Path)
        _add_json(action)
        if name == "export":
            action.add_argument("--out", type=Path, metavar="FILE", help=tr("the capsule's file"))
        if name == "report":
            action.add_argument("--out", type=Path, metavar="FILE", help=tr("the page's file"))
            action.add_argument("--author", metavar="NAME", default="", help=tr("goes on the page"))
        if name in ("report", "verify"):
            action.add_argument("--data", metavar="DATA", help=tr("the data, if it has moved"))
        if name == "verify":
            action.add_argument(
                "--retrain", action="store_true", help=tr("train the whole run again")
            )


def _add_json(parser: argparse.ArgumentParser) -> None:
    # The actions share the option; SUPPRESS keeps one of them from undoing the other.
    parser.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help=tr("print JSON lines")
    )


def run(options: argparse.Namespace) -> int:
    options.json = getattr(options, "json", False)
    actions = {
        None: _list,
        "show": _show,
        "report": _report,
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
        print(
            tr('No runs in {folder} yet: "dlgui train" makes one.').format(folder=paths.runs_dir())
        )
    else:
        heads = (tr("run"), tr("network"), tr("epochs"), tr("accuracy"), tr("seconds"))
        print(table_line(heads, WIDTHS))
        for row in rows:
            print(_line(row))
    return 0


WIDTHS = (36, 12, -6, -9, -8, 2)
"""Of the list's columns; those of numbers are negative, which puts them on the right."""


def _line(row: RunSummary) -> str:
    accuracy = "–" if row.best_accuracy is None else f"{row.best_accuracy:.2%}"
    name = row.notes.title or row.path.name
    states = {"ended": "", "under way": tr("(under way)"), "cut off": tr("(cut off)")}
    network = row.config.network if len(row.config.network) <= 12 else tr("own")
    cells = (name, network, f"{row.epochs}", accuracy, f"{row.seconds:.1f}", states[row.state])
    return table_line(cells, WIDTHS)


def _show(options: argparse.Namespace) -> int:
    from dlgui.core.evaluation.run_table import summarise

    folder = found_run(options.run)
    row = summarise(folder.path)
    epochs = [record for record in folder.records() if record["event"] == "EpochDone"]
    if options.json:
        print_json(_record(row) | {"epochs_done": epochs})
        return 0
    print(_line(row))
    print(
        tr("Began {began:%Y-%m-%d %H:%M}, {size:.1f} MB in {path}").format(
            began=row.began, size=row.size / 1e6, path=row.path
        )
    )
    if row.interval and row.best_accuracy is not None:
        low, high = row.interval
        print(
            tr(
                "Best validation accuracy {accuracy:.2%} of {count:,} digits (95 % interval "
                "{low:.2%} to {high:.2%})"
            ).format(accuracy=row.best_accuracy, count=row.validation_count, low=low, high=high)
        )
    print(", ".join(f"{name} {value}" for name, value in asdict(row.config).items()))
    if row.notes.note:
        print(row.notes.note)
    for record in epochs:
        print(
            tr(
                "Epoch {epoch}  loss {train_loss:.4f}  validation loss {validation_loss:.4f}  "
                "accuracy {validation_accuracy:.2%}"
            ).format(**record)
        )
    return 0


def _report(options: argparse.Namespace) -> int:
    from dlgui.core.evaluation.report import html, run_report
    from dlgui.core.files import write_atomically

    folder = found_run(options.run)
    target = options.out or Path(f"{folder.path.name}.html")
    page = html(run_report(folder, _data(folder, options.data), author=options.author))
    try:
        write_atomically(target, page.encode())
    except OSError as error:
        raise ModelFileError(
            tr("{path} cannot be written ({reason}): choose another place.").format(
                path=target, reason=error.strerror or error
            )
        ) from error
    record = {"run": str(folder.path), "report": str(target)}
    return _tell(options, record, tr("Written: {path}").format(path=target))


def _export(options: argparse.Namespace) -> int:
    from dlgui.core.export.capsule import SUFFIX, save_capsule

    folder = found_run(options.run)
    target = options.out or Path(f"{folder.path.name}{SUFFIX}")
    save_capsule(folder, target, _data(folder, None))
    return _tell(
        options,
        {"run": str(folder.path), "capsule": str(target)},
        tr("Written: {path}").format(path=target),
    )


def _import(options: argparse.Namespace) -> int:
    from dlgui.core.export.capsule import open_capsule

    folder = open_capsule(options.run, paths.runs_dir())
    return _tell(
        options, {"run": str(folder.path)}, tr("The run is in {path}").format(path=folder.path)
    )


def _verify(options: argparse.Namespace) -> int:
    from dlgui.core.export.capsule import SUFFIX, open_capsule, verify

    with tempfile.TemporaryDirectory() as spare:
        is_capsule = options.run.is_file() and options.run.suffix == SUFFIX
        folder = open_capsule(options.run, Path(spare)) if is_capsule else found_run(options.run)
        found = verify(folder, _data(folder, options.data), retrain=options.retrain)
    record = asdict(found) | {"holds": found.holds}
    _tell(options, record, "\n".join(found.sentences()))
    return 0 if found.holds else 1


def _delete(options: argparse.Namespace) -> int:
    from dlgui.core.evaluation.run_table import RunTable

    folder = found_run(options.run)
    trashed = RunTable(folder.path.parent).to_trash(folder.path)
    text = tr('Moved to {trash}. To take it back: dlgui runs restore "{name}"').format(
        trash=trashed, name=folder.path.name
    )
    return _tell(options, {"run": str(folder.path), "trash": str(trashed)}, text)


def _restore(options: argparse.Namespace) -> int:
    from dlgui.core.evaluation.run_table import RunTable

    table = RunTable(paths.runs_dir())
    path = table.restore(table.trash / options.run.name)
    return _tell(options, {"run": str(path)}, tr("The run is in {path} again.").format(path=path))


def _tell(options: argparse.Namespace, record: dict[str, Any], text: str) -> int:
    if options.json:
        print_json(record)
    else:
        print(text)
    return 0


def found_run(path: Path) -> RunFolder:
    """The run of that folder, or of that name below the data folder. Raises ModelFileError."""
    from dlgui.core.training.runs import RunFolder

    named = paths.runs_dir() / path
    if not path.exists() and not named.exists():
        raise ModelFileError(
            tr('There is no run {path}: "dlgui runs" lists those that there are.').format(path=path)
        )
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
