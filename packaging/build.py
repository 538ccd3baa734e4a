"""Builds dlgui for this platform: one folder that starts without Python, and its archive.

    python3 packaging/build.py              build, check, pack
    python3 packaging/build.py --no-pack    build and check only

From a clean checkout, with Python 3.11 or newer. Everything is made below build/; the archive and
its SHA-256 go to dist/. The steps: an environment of its own, icons, PyInstaller, stripping, a
table of what is biggest, the smoke test, the archive, the size budget.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import time
import tomllib
import venv
from pathlib import Path

PACKAGING = Path(__file__).resolve().parent
ROOT = PACKAGING.parent
BUILD = ROOT / "build"
VENV = BUILD / "venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
sys.path[:0] = [str(ROOT), str(PACKAGING)]

import start  # noqa: E402

TOOLS = ("pyinstaller~=6.22", "zstandard>=0.23")

DEBIAN_PACKAGES = (
    # PyInstaller and this script read and strip libraries with it.
    "binutils",
    # Qt loads these to open a window under X; PyInstaller puts them into the folder.
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-util1",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
    "libfontconfig1",
    "libdbus-1-3",
    # What every desktop has, for the smoke test.
    "libegl1",
    "libgl1",
    "libopengl0",
    "fonts-dejavu-core",
    "xvfb",
)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--no-pack", dest="pack", action="store_false", help="make no archive")
    options = parser.parse_args()
    if Path(sys.prefix).resolve() != VENV.resolve():
        prepare()
        return subprocess.call([PYTHON, __file__, *sys.argv[1:]])
    return build(options.pack)


def prepare() -> None:
    """The environment that builds, with what the program needs and what builds it."""
    if sys.platform == "linux":
        start.install_system_packages(missing_debian_packages())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *TOOLS]
    key = hashlib.sha256(repr((sys.version, wanted)).encode()).hexdigest()
    stamp = VENV / "set-up"
    if stamp.exists() and stamp.read_text() == key:
        return
    step("Making the environment that builds")
    venv.create(VENV, with_pip=True, clear=True, symlinks=os.name != "nt")
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.check_call([*pip, *start.smaller_torch(), *wanted])
    stamp.write_text(key)


def missing_debian_packages() -> list[str]:
    """None where there is no dpkg: the smoke test will say what is missing."""
    try:
        known = subprocess.run(
            ["dpkg-query", "--show", "--showformat", "${Package} ${Status}\n"],
            capture_output=True,
            text=True,
            check=True,
        )
    except OSError:
        return []
    installed = {
        line.split()[0] for line in known.stdout.splitlines() if line.endswith(" installed")
    }
    return [name for name in DEBIAN_PACKAGES if name not in installed]


def build(pack: bool) -> int:
    # Only the environment that builds has what these need.
    from icu_data import trim_icu
    from make_icons import make_icons
    from pack import archive, checksum_file
    from release import add_desktop_files, release_name, strip_libraries
    from sizes import check_budget, measure, print_table
    from smoke import smoke_test

    step("Drawing the icons")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    make_icons(BUILD / "icons")
    step("Collecting the program")
    folder = collect()
    if sys.platform == "linux":
        step("Stripping the libraries")
        strip_libraries(folder)
        trim_icu(folder)
        add_desktop_files(folder, BUILD / "icons")
    sizes = measure(folder)
    print_table(sizes)
    step("Checking that it works")
    smoke_test(folder)
    packed = None
    if pack:
        step("Packing")
        path = archive(folder, ROOT / "dist" / release_name())
        packed = path.stat().st_size
        print(f"{path}: {packed / 1e6:.1f} MB\n{checksum_file(path).read_text().strip()}")
    return check_budget(sizes.total, packed)


def collect() -> Path:
    """Run PyInstaller; the folder or, on macOS, the .app."""
    made = BUILD / "pyinstaller"
    subprocess.check_call(
        [
            *(PYTHON, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"),
            *("--distpath", str(made / "dist"), "--workpath", str(made / "work")),
            str(PACKAGING / "dlgui.spec"),
        ]
    )
    return made / "dist" / ("dlgui.app" if sys.platform == "darwin" else "dlgui")


def step(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {text} ...", flush=True)


if __name__ == "__main__":
    sys.exit(main())
