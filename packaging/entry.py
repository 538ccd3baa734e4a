"""Where the built program starts."""

import sys
from multiprocessing import freeze_support

from dlgui.__main__ import main

if __name__ == "__main__":
    freeze_support()
    sys.exit(main())
