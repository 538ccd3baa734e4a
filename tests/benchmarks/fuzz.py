"""Gives the program damaged files, one after the other, and keeps those it does not bear.

    python tests/benchmarks/fuzz.py                     # 20,000, a few minutes
    python tests/benchmarks/fuzz.py --count 200 --kind pictures --first 1000

Each ends in a right answer or in one sentence, within 2 s of processor time and 500 MB. Prints, for
each kind of input, how many were answered and refused, the longest time, and every defect with its
seed, by which `--first SEED --count 1` finds it again. Exit code 1 where there was one.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import sys
import tempfile
import time
import traceback
import warnings
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1] / "helpers"))

from damage import KINDS, Kind, tried

MOST_SECONDS, MOST_BYTES = 2.0, 500_000_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--count", type=int, default=20_000, help="of all kinds together")
    parser.add_argument("--first", type=int, default=0, metavar="SEED")
    parser.add_argument("--kind", choices=[kind.name for kind in KINDS])
    options = parser.parse_args()
    warnings.simplefilter("error", ResourceWarning)
    kinds = [kind for kind in KINDS if options.kind in (None, kind.name)]
    with tempfile.TemporaryDirectory() as home:
        os.environ["DLGUI_HOME"] = home
        from PySide6.QtGui import QGuiApplication

        application = QGuiApplication([])
        each = -(-options.count // len(kinds))
        defects = sum(try_kind(kind, options.first, each, Path(home)) for kind in kinds)
        del application
    print(f"{each * len(kinds):,} inputs, {defects} defects")
    return int(defects > 0)


def try_kind(kind: Kind, first: int, count: int, home: Path) -> int:
    for seed in range(-5, 0):  # what is imported and made once is not counted
        try_one(kind, home, seed)
    before = peak()
    answered = defects = 0
    longest = 0.0
    for seed in range(first, first + count):
        defect, seconds, is_answer = try_one(kind, home, seed)
        grown = peak() - before
        if not defect and (seconds > MOST_SECONDS or grown > MOST_BYTES):
            defect = f"took {seconds:.1f} s and {grown / 1e6:.0f} MB"
        before += max(grown - MOST_BYTES, 0)
        answered += is_answer
        longest = max(longest, seconds)
        if defect:
            defects += 1
            print(f"{kind.name} {seed}: {defect}", flush=True)
    grown = peak() - before
    print(
        f"{kind.name:15} {count:6,} inputs {answered:6,} answered {count - answered - defects:6,} "
        f"refused  longest {longest:.2f} s  +{max(grown, 0) / 1e6:.0f} MB  {defects} defects",
        flush=True,
    )
    return defects


def try_one(kind: Kind, home: Path, seed: int) -> tuple[str, float, bool]:
    """The defect or "", the processor's seconds, and whether there was an answer."""
    folder = home / "inputs"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    begun = time.process_time()
    refusal = defect = ""
    try:
        refusal = tried(kind, folder, seed)
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        defect = f"{type(error).__name__}: {str(error)[:200]} ({place.filename}:{place.lineno})"
    seconds = time.process_time() - begun
    return defect, seconds, not refusal and not defect


def peak() -> int:
    """The most memory that this process has had so far, in bytes."""
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size if sys.platform == "darwin" else size * 1024


if __name__ == "__main__":
    sys.exit(main())
