"""The part of PySide6 that is written in Python, as files.

PySide6 keeps it as text in a zip within a library, and compiles it at each start: 25 ms. Where a
folder of this name lies beside shiboken6, it takes the modules from there.
"""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

NAME = "files.dir"


def compiled_support(folder: Path) -> list[tuple[str, str]]:
    """Compile the modules into `folder`; what PyInstaller is to put where."""
    spec = find_spec("shiboken6")
    assert spec is not None
    assert spec.origin is not None
    # PySide6 unpacks them itself when it is asked to.
    unpack = dict(os.environ, SBK_EMBED="0")
    subprocess.check_call([sys.executable, "-c", "import shiboken6.Shiboken"], env=unpack)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.move(Path(spec.origin).parent / NAME, folder)
    if not compileall.compile_dir(folder, quiet=1, legacy=True, stripdir=folder):
        raise RuntimeError("PySide6's own modules cannot be compiled.")
    return [
        (str(path), str(Path("shiboken6", NAME, path.relative_to(folder).parent)))
        for path in sorted(folder.rglob("*.pyc"))
        if path.parent.name != "__pycache__"
    ]
