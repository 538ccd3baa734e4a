"""Where the built program starts."""

import os
import sys
from multiprocessing import freeze_support
from pathlib import Path


def find_fonts() -> None:
    """A bare Linux has no list of the folders with fonts, and Qt's library complains about it."""
    own = Path(sys._MEIPASS, "fonts.conf")
    if own.exists() and not Path("/etc/fonts/fonts.conf").exists():
        os.environ.setdefault("FONTCONFIG_FILE", str(own))


if __name__ == "__main__":
    # The process of a training goes on within this call, and needs no more than what it imports.
    freeze_support()
    find_fonts()
    from dlgui.__main__ import main

    sys.exit(main())
