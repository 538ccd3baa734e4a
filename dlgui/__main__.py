"""`python -m dlgui`, the `dlgui` command and the built executable start here."""

import sys

from dlgui.cli import main

if __name__ == "__main__":
    sys.exit(main())
