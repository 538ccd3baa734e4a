"""Bring the languages' files up to date with the source: `python packaging/translations.py`.

A language is added by its code: `python packaging/translations.py de`. What nobody has translated
yet stands in its file as unfinished, for Qt Linguist or any editor.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "resources" / "translations"


def update(file: Path) -> None:
    """Without line numbers, which would change at every edit, and without what nothing says."""
    sources = sorted(str(path) for path in (ROOT / "dlgui").rglob("*.py"))
    command = Path(sys.executable).with_name("pyside6-lupdate")
    flags = ["-locations", "none", "-no-obsolete", "-silent"]
    # English is in the source, but for its plurals.
    flags += ["-pluralonly"] if file.stem == "dlgui_en" else []
    subprocess.run([command, *flags, *sources, "-ts", file], check=True)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    wanted = [FOLDER / f"dlgui_{code}.ts" for code in sys.argv[1:]]
    for file in wanted or sorted(FOLDER.glob("*.ts")):
        update(file)
