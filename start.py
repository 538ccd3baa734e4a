#!/usr/bin/env python3
"""From a fresh clone to a running dlgui, with nothing but Python 3.11 or newer.

    python3 start.py               set up, then open the window (without a display: run the demo)
    python3 start.py test [...]    set up, then run the tests; options go on to pytest
    python3 start.py COMMAND ...   set up, then run "dlgui COMMAND ...", for instance "train --help"

Set-up makes a virtual environment in .venv, installs dlgui into it, and on Debian-like machines
adds the system libraries that Qt needs. It is skipped while nothing has changed since.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import urllib.request
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "set-up"

LINUX = sys.platform == "linux"
HEADLESS = LINUX and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
# Its torch is a tenth of the size of PyPI's, which carries CUDA for Linux.
CPU_TORCH = "https://download.pytorch.org/whl/cpu"
FONT_FOLDERS = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts"]
# What the names of fonts with Chinese signs have in them.
CHINESE_FONTS = ("cjk", "wqy", "sourcehan", "uming", "ukai", "fallback")
NAMED_OTHERWISE = {
    "libbrotli": "libbrotli1",
    "libglib-": "libglib2.0-0",
    "libgthread-": "libglib2.0-0",
}


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what says so
        sys.exit(f"dlgui needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    set_up()
    if arguments[:1] == ["test"]:
        os.chdir(ROOT)
        return run("-m", "pytest", "--numprocesses=auto", *arguments[1:])
    if HEADLESS and not arguments:
        print("No display: running the demo off screen; its pictures go to screenshots/.")
        os.chdir(ROOT)
        arguments = ["demo", "--screenshots", "screenshots"]
    return run("-m", "dlgui", *arguments)


def run(*arguments: str) -> int:
    """Become the environment's Python, so that Ctrl-C and the exit code are the program's own."""
    sys.stdout.flush()
    if os.name != "nt":
        os.execv(PYTHON, [str(PYTHON), *arguments])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return subprocess.call([PYTHON, *arguments])


def set_up() -> None:
    state = repr((ROOT, sys.version, HEADLESS)).encode() + (ROOT / "pyproject.toml").read_bytes()
    key = hashlib.sha256(state).hexdigest()
    if STAMP.exists() and STAMP.read_text() == key:
        return
    make_environment()
    install_package()
    if LINUX:
        install_system_packages(missing_system_packages())
    STAMP.write_text(key)


def make_environment() -> None:
    version = "import sys, pip; print(sys.version)"
    if PYTHON.exists():
        found = subprocess.run([PYTHON, "-c", version], capture_output=True, text=True)
        if found.stdout.strip() == sys.version.strip():
            return
    if importlib.util.find_spec("ensurepip") is None:  # Debian keeps it in a package of its own
        install_system_packages([f"python3.{sys.version_info.minor}-venv"])
    print("Making a virtual environment in .venv ...")
    venv.create(VENV, with_pip=True, clear=True, symlinks=os.name != "nt")


def install_package() -> None:
    print("Installing dlgui and what it needs (once; a few minutes) ...", flush=True)
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.call([*pip, *smaller_torch(), "--editable", f"{ROOT}[dev]"]):
        sys.exit(
            "pip could not install dlgui; it says why above. Run this again when it is mended."
        )


def smaller_torch() -> list[str]:
    """Options for pip that add PyTorch's own index where that helps and can be reached."""
    if not LINUX or shutil.which("nvidia-smi"):
        return []
    try:
        urllib.request.urlopen(f"{CPU_TORCH}/torch/", timeout=5).close()
    except OSError:
        return []
    return ["--extra-index-url", CPU_TORCH]


def missing_system_packages() -> list[str]:
    """Debian packages of the libraries that Qt would miss, and of fonts where there are none."""
    qt = next(VENV.glob("lib/python*/site-packages/PySide6/Qt"))
    platforms = ["offscreen"] if HEADLESS else ["offscreen", "xcb", "wayland"]
    binaries = [qt / f"plugins/platforms/libq{name}.so" for name in platforms]
    binaries += [qt / f"lib/libQt6{name}.so.6" for name in ("Widgets", "Network", "Svg")]
    ldd = subprocess.run(["ldd", *filter(Path.exists, binaries)], capture_output=True, text=True)
    missing = {line.split()[0] for line in ldd.stdout.splitlines() if "not found" in line}
    packages = sorted({debian_package(soname) for soname in missing})
    if not any(any(folder.rglob("*.[to]t[fc]")) for folder in FONT_FOLDERS):
        packages += ["fonts-dejavu-core", "fonts-inter"]
    fonts = (font.name.lower() for folder in FONT_FOLDERS for font in folder.rglob("*.[to]t[fc]"))
    if os.environ.get("LANG", "").startswith("zh") and not any(
        sign in font for font in fonts for sign in CHINESE_FONTS
    ):
        packages.append("fonts-noto-cjk")
    return packages


def debian_package(soname: str) -> str:
    """A shared library's package, which Debian Policy 8.1 names after it, with few exceptions."""
    name, _, version = soname.lower().replace("_", "-").partition(".so.")
    for prefix, package in NAMED_OTHERWISE.items():
        if name.startswith(prefix):
            return package
    return f"{name}{'-' * name[-1].isdigit()}{version}"


def install_system_packages(packages: list[str]) -> None:
    """Install `packages` if that takes no password; otherwise end, saying how to."""
    if not packages:
        return
    names = " ".join(packages)
    if not shutil.which("apt-get"):
        sys.exit(f"These system libraries are missing (by their Debian names): {names}.")
    allowed = os.geteuid() == 0 or (
        shutil.which("sudo")
        and not subprocess.call(["sudo", "-n", "true"], stderr=subprocess.DEVNULL)
    )
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    commands = [
        ["apt-get", "update", "--quiet=2"],
        ["apt-get", "install", "--quiet=2", "--yes", "--no-install-recommends", *packages],
    ]
    by_hand = f"sudo apt-get update && sudo apt-get install {names}"
    if not allowed:
        sys.exit(f"Some system packages are missing. Install them, then run this again:\n{by_hand}")
    print(f"Installing system packages: {names} ...", flush=True)
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for command in commands:
        failed = subprocess.call([*sudo, *command], env=quiet, stdout=subprocess.DEVNULL)
    if failed:
        sys.exit(f"apt-get could not install them. Try by hand:\n{by_hand}")
    importlib.invalidate_caches()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
