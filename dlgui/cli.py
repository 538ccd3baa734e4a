"""The command line: which command was meant, and the exit code.

Exit codes: 0 done, 1 something went wrong, 2 the command line was not understood, 130 stopped by
Ctrl-C. Errors are one line on standard error.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from dlgui import __version__, language
from dlgui.commands import COMMANDS
from dlgui.commands.window import open_window
from dlgui.console import columns, flush_output, give_up_output, say
from dlgui.core.errors import DlguiError
from dlgui.language import QT_TRANSLATE_NOOP, tr

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
    rest = _speak(arguments)
    options = make_parser().parse_args(rest)
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
    # It asks gettext for its own words, of which Python brings no translation.
    argparse._ = lambda text: text and tr(text)  # type: ignore[attr-defined]
    parser = _Parser(
        prog="dlgui",
        description=tr(
            "Watch a neural network learn to read handwriting, then write for it. Without a "
            "command, the window opens."
        ),
    )
    _add_language(parser)
    parser.add_argument(
        "--version",
        action="version",
        version=f"dlgui {__version__}",
        help=tr("show program's version number and exit"),
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title=tr("commands"))
    for name, command in COMMANDS.items():
        text = tr(command.HELP)
        one = commands.add_parser(name, help=text.partition("\n")[0], description=text)
        command.add_arguments(one)
    return parser


def _speak(arguments: Sequence[str] | None) -> list[str]:
    """Choose the language before there is a parser, whose help is to be in it; what is left."""
    first = _Parser(prog="dlgui", add_help=False, allow_abbrev=False)
    _add_language(first)
    options, rest = first.parse_known_args(arguments)
    if options.language:
        # So that the processes that are started from here speak it, too.
        os.environ[language.VARIABLE] = options.language
    language.use(language.preferred())
    return rest


def _add_language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--language",
        choices=language.languages(),
        help=tr("what dlgui speaks (default: the system's language)"),
    )


# What argparse says by itself.
QT_TRANSLATE_NOOP("", "usage: ")
QT_TRANSLATE_NOOP("", "positional arguments")
QT_TRANSLATE_NOOP("", "options")
QT_TRANSLATE_NOOP("", "%(heading)s:")
QT_TRANSLATE_NOOP("", "show this help message and exit")
QT_TRANSLATE_NOOP("", "the following arguments are required: %s")
QT_TRANSLATE_NOOP("", "unrecognized arguments: %s")
QT_TRANSLATE_NOOP("", "expected one argument")
QT_TRANSLATE_NOOP("", "argument %(argument_name)s: %(message)s")
QT_TRANSLATE_NOOP("", "invalid choice: %(value)r (choose from %(choices)s)")
QT_TRANSLATE_NOOP("", "invalid %(type)s value: %(value)r")
QT_TRANSLATE_NOOP("", "not allowed with argument %s")


# What stays together in a line: a word, or a Chinese sign with the punctuation that follows it.
_CLOSING = r"[\u3001\u3002\uff01\uff09\uff0c\uff1a\uff1b\uff1f]*"
_TOKEN = re.compile(rf"\uff08*(?:[^\s\u2e80-\uffef]+|[\u2e80-\uffef]){_CLOSING}|\s")


class _Help(argparse.HelpFormatter):
    """Lines that end where the terminal does, also those of signs that take two columns."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        lines = [""]
        for token in _TOKEN.findall(" ".join(text.split())):
            if lines[-1] and columns(lines[-1] + token) > width:
                lines.append("")
            lines[-1] += token if lines[-1] else token.lstrip()
        return [line.rstrip() for line in lines]

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        paragraphs = (self._split_lines(part, width - len(indent)) for part in text.split("\n\n"))
        return "\n\n".join("\n".join(indent + line for line in lines) for lines in paragraphs)


class _Parser(argparse.ArgumentParser):
    def __init__(self, **facts: Any) -> None:
        super().__init__(**({"formatter_class": _Help} | facts))

    def error(self, message: str) -> NoReturn:
        text = tr("{program}: {message} (see {program} --help)")
        self.exit(MISUSED, text.format(program=self.prog, message=message) + "\n")


def _encode_whatever_comes() -> None:
    """A console that has no sign for a character gets a substitute, not an error."""
    for stream in (sys.stdout, sys.stderr):
        # Both are None in a program built without a console.
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")
