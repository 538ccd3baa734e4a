"""Whatever is wrong with a file, it ends in a right answer or in one sentence.

1,500 inputs, always the same; `tests/benchmarks/fuzz.py` tries as many as one likes.
"""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

import pytest
from damage import KINDS, Kind, tried
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

EACH = 150
MOST_SECONDS, MOST_BYTES = 2.0, 500_000_000

resource = pytest.importorskip("resource", reason="memory is not measured on Windows")


def peak() -> int:
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size if sys.platform == "darwin" else size * 1024


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.filterwarnings("default::RuntimeWarning")
def test_damage_ends_in_an_answer_or_a_sentence(kind: Kind, tmp_path: Path, qapp: object) -> None:
    tried(kind, _empty(tmp_path), -1)  # what is imported and made once is not counted
    before = peak()

    @settings(
        max_examples=EACH,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(st.integers(0, 2**32))
    def try_seed(seed: int) -> None:
        folder = _empty(tmp_path)
        begun = time.process_time()
        tried(kind, folder, seed)
        assert time.process_time() - begun < MOST_SECONDS
        assert peak() - before < MOST_BYTES

    try_seed()


def _empty(parent: Path) -> Path:
    folder = parent / "inputs"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder
