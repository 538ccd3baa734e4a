"""The command line: which command was meant, and how its end is told to the shell.

Exit codes: 0 done, 1 something went wrong, 2 the command line was not understood, 130 stopped by
Ctrl-C. Errors are one line on standard error.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from dlgui import __version__
from dlgui.commands import COMMANDS
from dlgui.commands.window import open_window
from dlgui.console import flush_output, give_up_output, say
from dlgui.core.errors import DlguiError
from dlgui.language import tr

OK, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line `arguments` (`sys.argv`'s when left out); the exit code."""
    _encode_whatever_comes()
    try:
        try:
            return _run(arguments)
        finally:
            flush_output()
    except DlguiError as error:
        say(tr("dlgui: {error}").format(error=error))
        return FAILED
    except BrokenPipeError:
        # Whoever read the output has seen enough.
        give_up_output()
        return FAILED
    except OSError as error:
        say(tr("dlgui: {what_failed}").format(what_failed=_what_failed(error)))
        give_up_output()
        return FAILED
    except KeyboardInterrupt:
        say(tr("dlgui: stopped."))
        return INTERRUPTED


def _run(arguments: Sequence[str] | None) -> int:
    options = make_parser().parse_args(arguments)
    if options.command is None:
        return open_window()
    code: int = COMMANDS[options.command].run(options)
    return code


def _what_failed(error: OSError) -> str:
    """A fault of the disk or the system that no command has expected, in a sentence."""
    reason = error.strerror or str(error)
    if error.filename is not None:
        return tr("{path} cannot be used ({reason}): free some space or check the folder.").format(
            path=error.filename, reason=reason
        )
    return tr(
        "The output cannot be written ({reason}): free some space or send it elsewhere."
    ).format(reason=reason)


def make_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="dlgui",
        description="Watch a neural network learn to read handwriting, then write for it. "
        "Without a command, the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"dlgui {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title=tr("commands"))
    for name, command in COMMANDS.items():
        summary = (command.__doc__ or "").strip()
        one = commands.add_parser(name, help=summary.split("\n")[0], description=summary)
        command.add_arguments(one)
    return parser


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(MISUSED, f"{self.prog}: {message} (see {self.prog} --help)\n")


def _encode_whatever_comes() -> None:
    """A console that has no sign for a character gets a substitute, not an error."""
    for stream in (sys.stdout, sys.stderr):
        # Both are None in a program built without a console.
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")
