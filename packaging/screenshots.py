"""Makes the pictures of the README again: `dlgui demo` in a 1280×800 window, at twice the pixels.

.venv/bin/python packaging/screenshots.py
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

IMAGES = Path(__file__).parent.parent / "docs/images"
COLOURS = 256  # enough for flat surfaces and text, at a third of the size


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        demo = [sys.executable, "-m", "dlgui", "demo", "--scale", "2", "--screenshots", folder]
        subprocess.run(demo, check=True)
        for path in sorted(Path(folder).glob("*.png")):
            picture = Image.open(path).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
            picture.save(IMAGES / path.name, optimize=True)
            print(f"{path.name}: {(IMAGES / path.name).stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
