"""The fused kernels against `torch.optim`'s plain, readable implementation."""

import pytest
import torch

from dlgui.core.nets.networks import NETWORKS
from dlgui.core.nets.torch_net import build
from dlgui.core.training.optimizer import FlatParameters, Optimizer, schedule_factor
from dlgui.core.training.settings import TrainingConfig

PLAIN = {
    "adam": lambda p: torch.optim.Adam(p, weight_decay=0.02, foreach=False),
    "adamw": lambda p: torch.optim.AdamW(p, weight_decay=0.02, foreach=False),
    "sgd": lambda p: torch.optim.SGD(p, momentum=0.8, weight_decay=0.02, foreach=False),
}


@pytest.mark.parametrize("kind", PLAIN)
def test_steps_are_torchs(kind):
    config = TrainingConfig(network="lenet5", optimizer=kind, weight_decay=0.02, momentum=0.8)
    module, plain = build(NETWORKS["lenet5"], 1), build(NETWORKS["lenet5"], 1)
    flat = FlatParameters(module)
    ours, theirs = Optimizer(config, flat), PLAIN[kind](plain.parameters())
    generator = torch.Generator().manual_seed(0)
    for rate in (0.01, 0.003, 0.02):
        for name, parameter in plain.named_parameters():
            parameter.grad = torch.randn(parameter.shape, generator=generator)
            module.get_parameter(name).grad.copy_(parameter.grad)
        theirs.param_groups[0]["lr"] = rate
        theirs.step()
        ours.step(rate)
    for name, parameter in plain.named_parameters():
        torch.testing.assert_close(module.get_parameter(name), parameter, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("schedule", ["linear", "cosine"])
@pytest.mark.parametrize("total", [1, 2, 10, 1000])
def test_schedules_warm_up_and_fall_nearly_to_zero(schedule, total):
    factors = [schedule_factor(schedule, step, total) for step in range(1, total + 1)]
    peak = factors.index(max(factors))
    assert max(factors) == 1.0
    assert peak <= total / 10
    assert factors[peak:] == sorted(factors[peak:], reverse=True)
    assert min(factors) > 0
    if total == 1000:
        assert factors[0] == 0.01
        assert factors[-1] < 0.002


def test_constant_schedule():
    assert {schedule_factor("constant", step, 7) for step in range(1, 8)} == {1.0}
