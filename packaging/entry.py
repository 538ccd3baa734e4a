"""Where the built program starts."""

import sys
from multiprocessing import freeze_support

from dlgui.cli import main

if __name__ == "__main__":
    freeze_support()
    sys.exit(main())
