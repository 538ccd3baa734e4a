"""Replaces PyInstaller's own hook for torch, which brings all of torch: tests, headers, sources.

What torch imports by name is found by reading its code, as for any package. What it loads as a
file is named here.
"""

import re
import sys
from pathlib import Path

from PyInstaller.utils.hooks import PY_DYLIB_PATTERNS, collect_dynamic_libs, get_package_paths

SITE, FOLDER = map(Path, get_package_paths("torch"))

# Modules of settings read their own source for its comments, and TorchScript that of overloads.
reads_source = re.compile(r"^install_config_module\(|\b_overload", re.M)
module_collection_mode = {"torch": "pyz"}
for path in FOLDER.rglob("*.py"):
    if reads_source.search(path.read_text("utf-8")):
        module = ".".join(path.relative_to(SITE).with_suffix("").parts)
        module_collection_mode[module] = "pyz+py"
warn_on_missing_hiddenimports = False

# Imported by name in a string, or by torch's C++ code.
hiddenimports = ["torch._C._distributed_c10d", "torch._refs", "torch.utils._config_module"]

binaries = collect_dynamic_libs("torch", search_patterns=[*PY_DYLIB_PATTERNS, "*.so.*"])
if sys.platform != "win32":
    # `import torch` ends with an error when this is missing, though it is never run here.
    binaries.append((str(FOLDER / "bin" / "torch_shm_manager"), "torch/bin"))

# torch looks for the rest of its libraries beside the one that asks.
bindepend_symlink_suppression = ["**/torch/lib/*.so*"]
