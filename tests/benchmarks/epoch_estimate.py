"""How far the estimate of an epoch's seconds is from the truth, network by network.

python tests/benchmarks/epoch_estimate.py
"""

from __future__ import annotations

from dlgui.core.data.datasets import load_embedded
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.training.estimate import seconds_per_epoch
from dlgui.core.training.events import EpochDone
from dlgui.core.training.presets import PRESETS
from dlgui.core.training.settings import TrainingConfig
from dlgui.core.training.train import train

OWN = (
    "flatten, dense 10",
    "flatten, dropout 0.2, dense 512, relu, dropout 0.5, dense 10",
    "conv 8 3, tanh, avgpool 2, flatten, dense 10",
    "conv 16 3, batchnorm, relu, conv 16 3, relu, maxpool 2, dropout 0.25, flatten, dense 10",
    "conv 8 5 stride 2, gelu, conv 16 3 stride 2, gelu, globalavgpool, dense 10",
)


def main() -> None:
    data = load_embedded()
    configs = [TrainingConfig(network=name, epochs=1) for name in (*NETWORKS, *OWN)]
    configs.append(PRESETS["robust"].config.with_(epochs=1))
    for config in configs:
        estimate = seconds_per_epoch(config, len(data.train))
        ends = [event for event in train(config, data) if isinstance(event, EpochDone)]
        truth = ends[-1].seconds
        again = seconds_per_epoch(config, len(data.train))
        print(
            f"{truth:6.2f} s; estimated {estimate:6.2f} before ({estimate / truth - 1:+.0%}), "
            f"{again:6.2f} after ({again / truth - 1:+.0%}): {config.network}",
            flush=True,
        )


if __name__ == "__main__":
    main()
