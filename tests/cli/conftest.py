from __future__ import annotations

import pytest
from command_line import Outcome, Run

from dlgui.cli import main


@pytest.fixture
def dlgui(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line in this process, as the shell would."""

    def run(*arguments: object) -> Outcome:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as end:  # argparse's way out
            code = int(end.code or 0)
        return Outcome(code, *capsys.readouterr())

    return run
