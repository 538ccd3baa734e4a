"""The commands of the command line, one module each.

A module's HELP is the command's, of which a list shows the first line; `add_arguments(parser)`
declares its options and `run(options)` returns the exit code. Modules import what they need when
they run, so that `dlgui --help` and the window start at once.
"""

from __future__ import annotations

from types import ModuleType

from dlgui.commands import (
    code,
    demo,
    doctor,
    evaluate,
    export,
    import_,
    predict,
    runs,
    train,
    window,
)

COMMANDS: dict[str, ModuleType] = {
    "open": window,
    "train": train,
    "predict": predict,
    "evaluate": evaluate,
    "runs": runs,
    "code": code,
    "export": export,
    "import": import_,
    "demo": demo,
    "doctor": doctor,
}
