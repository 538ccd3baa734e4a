"""What the built program leaves out, and why: plain data and functions that tests can read.

Names are dotted modules (with everything below them) or paths in the built folder, with forward
slashes on every platform.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

Entry = tuple[str, str, str]
"""Path in the built folder, file, and kind, as PyInstaller lists them."""

LEFT_OUT_MODULES = (
    # torch compiles nothing here: `torch._dynamo` is replaced (see stubs/torch_dynamo.py), and what
    # only it would load goes with it, sympy and networkx among them. What is named below
    # torch.distributed and torch.testing is all that `import torch` itself does without.
    "torch._dynamo",
    "torch._inductor",
    "torch._numpy",
    "torch.onnx",
    "torch.ao.ns",
    "torch.ao.pruning",
    "torch.distributed._composable",
    "torch.distributed._shard",
    "torch.distributed._tools",
    "torch.distributed.checkpoint",
    "torch.distributed.elastic",
    "torch.distributed.fsdp",
    "torch.distributed.launcher",
    "torch.distributed.nn",
    "torch.distributed.optim",
    "torch.distributed.pipelining",
    "torch.distributed.tensor",
    "torch.testing._internal.common_methods_invocations",
    "torch.testing._internal.common_utils",
    "torch.testing._internal.distributed",
    "torch.testing._internal.generated",
    "torch.testing._internal.opinfo",
    "torch.utils.benchmark",
    "torch.utils.tensorboard",
    "sympy",
    "mpmath",
    "networkx",
    "jinja2",
    "markupsafe",
    "fsspec",
    "filelock",
    # QtCore, QtGui, QtWidgets and QtSvg are what the program imports.
    "PySide6.QtNetwork",
    "PySide6.QtOpenGL",
    "PySide6.QtOpenGLWidgets",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtTest",
    # Python's own and numpy's, for developers only.
    "numpy.f2py",
    "numpy.testing",
    "numpy.tests",
    "setuptools",
    "pkg_resources",
    "_distutils_hack",
    "pip",
    "pytest",
    "readline",
    "tkinter",
    "lib2to3",
    "ensurepip",
    "idlelib",
    "turtledemo",
    # The engines that check what is exported: 60 MB for what few do, and pip brings them.
    "onnx",
    "onnxruntime",
    "h5py",
    "google.protobuf",
    "flatbuffers",
    "ml_dtypes",
    # Pillow's own windows.
    "PIL.ImageTk",
    "PIL.ImageQt",
)
"""Modules that the program never imports; the smoke test would notice one that it does."""

LEFT_OUT_FILES = (
    # Tests of torch; the hook does not even collect its headers, static libraries and programs.
    "torch/lib/libbackend_with_compiler*",
    "torch/lib/libjitbackend_test*",
    "torch/lib/libtorchbind_test*",
    "torch/lib/libaoti_custom_ops*",
    # Qt's own texts: dlgui brings the sentences it shows.
    "PySide6/Qt/translations/*",
    "PySide6/translations/*",
    "PySide6/Qt/qml/*",
    "PySide6/*.pyi",
    # Only the platforms a desktop has, SVG icons and the desktop's theme are loaded. No on-screen
    # keyboard, no TLS, no framebuffer, no 3D.
    "PySide6/*plugins/egldeviceintegrations/*",
    "PySide6/*plugins/generic/*",
    "PySide6/*plugins/networkinformation/*",
    "PySide6/*plugins/tls/*",
    "PySide6/*plugins/platforminputcontexts/*virtualkeyboard*",
    "PySide6/*plugins/platforms/*eglfs*",
    "PySide6/*plugins/platforms/*linuxfb*",
    "PySide6/*plugins/platforms/*minimalegl*",
    "PySide6/*plugins/platforms/*vkkhrdisplay*",
    "PySide6/*plugins/platforms/*vnc*",
    "PySide6/*plugins/platforms/*direct2d*",
    "PySide6/*plugins/imageformats/*pdf*",
    "PySide6/*plugins/imageformats/*tga*",
    "PySide6/*plugins/imageformats/*wbmp*",
    "PySide6/*plugins/imageformats/*icns*",
    "PySide6/*plugins/imageformats/*tiff*",
    # It would bring, and mix with, whichever GTK the building machine has.
    "PySide6/*plugins/platformthemes/*gtk3*",
    "PySide6/*plugins/sqldrivers/*",
    "PySide6/*plugins/xcbglintegrations/*",
    "PySide6/*plugins/wayland-graphics-integration-server/*",
    "PySide6/*libQt6Qml*",
    "PySide6/*libQt6Quick*",
    "PySide6/*libQt6VirtualKeyboard*",
    "PySide6/*libQt6Pdf*",
    "PySide6/*libQt6EglFS*",
    "PySide6/*opengl32sw.dll",
    # Pillow's decoder of AVIF, which is 5 MB; the other formats of pictures stay.
    "PIL/_avif.*",
    # Lists of the installed files with their checksums: 2 MB.
    "*.dist-info/RECORD",
)
"""Patterns, as fnmatch reads them, of files that the collecting hooks would bring."""


def is_left_out_module(name: str) -> bool:
    return any(name == left or name.startswith(f"{left}.") for left in LEFT_OUT_MODULES)


def is_left_out_file(path: str) -> bool:
    """path: in the built folder, below its folder of libraries."""
    slashed = path.replace("\\", "/")
    return any(fnmatchcase(slashed, pattern) for pattern in LEFT_OUT_FILES)


def without_orphans(
    binaries: Iterable[Entry], needs: Callable[[str], Iterable[str]]
) -> list[Entry]:
    """`binaries` less the shared libraries that nothing in the program is linked to.

    needs: the names of the libraries that a file is linked to
    """
    libraries = {}
    to_see = []
    for path, file, kind in binaries:
        name = PurePosixPath(path).name
        if not _is_shared_library(path):
            to_see.append(file)
        elif kind != "SYMLINK":
            libraries[name] = file
    needed: set[str] = set()
    while to_see:
        new = {name for name in needs(to_see.pop()) if name in libraries} - needed
        needed |= new
        to_see += [libraries[name] for name in new]
    return [
        entry
        for entry in binaries
        if not _is_shared_library(entry[0]) or PurePosixPath(entry[0]).name in needed
    ]


def _is_shared_library(path: str) -> bool:
    """Whether the file is there only for others to be linked to: no plugin, nothing to import."""
    folder = PurePosixPath(path).parent
    is_among_libraries = str(folder) in (".", "PySide6/Qt/lib") or folder.suffix == ".libs"
    # The program's own start loads Python by name.
    return is_among_libraries and "libpython" not in path
