"""`python -m dlgui`, the `dlgui` command and the built executable start here."""

import os
import sys

# The pad is read in numpy beside the training. More than one thread each would wait for the other:
# on two cores that takes a pen event from 5 to 24 ms. numpy reads this when it is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from dlgui.cli import main

if __name__ == "__main__":
    sys.exit(main())
