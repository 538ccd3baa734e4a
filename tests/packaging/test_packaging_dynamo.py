"""Training does without torch's compiler, as in the built program, which has only a stand-in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

STUB = Path(__file__).parents[2] / "packaging" / "stubs" / "torch_dynamo.py"

SCRIPT = """
import importlib.util, sys

class StandIn:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("sympy", "networkx", "jinja2"):
            raise ModuleNotFoundError(name)
        if name == "torch._dynamo":
            return importlib.util.spec_from_file_location(name, sys.argv[1])

sys.meta_path.insert(0, StandIn())
import torch
values = torch.nn.Parameter(torch.ones(4))
for kind in (torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW):
    optimizer = kind([values], 0.5, fused=True)
    values.grad = torch.ones(4)
    optimizer.step()
    optimizer.zero_grad()
assert values.max() < 1
assert torch._dynamo.__file__ == sys.argv[1]
"""


def test_optimisers_work_with_the_stand_in_for_the_compiler() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, STUB], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
