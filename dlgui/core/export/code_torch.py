"""A training as a PyTorch script."""

from __future__ import annotations

from dlgui.core.export.code_lines import (
    SETTLES,
    Line,
    factor_of,
    fewer,
    head,
    imports,
    load,
    plain,
)
from dlgui.core.export.torch_files import torch_layer
from dlgui.core.nets.network_line import network_of
from dlgui.core.training.settings import TrainingConfig


def torch_training(config: TrainingConfig, data: str) -> list[Line]:
    functional = ["from torch.nn import functional"] if config.augment else []
    lines_of_imports = imports(
        data, "import numpy as np", "import torch", "from torch import nn", *functional
    )
    on_device = config.device != "cpu"
    lines = [
        *head(config, "PyTorch", "torch"),
        *lines_of_imports,
        Line(f"torch.manual_seed({config.seed})", ("seed",)),
        *_device(config),
        Line(),
        *load(data),
        *fewer(config),
        *_tensors(on_device),
        Line(),
        *_model(config, on_device),
        *_start(config),
        Line(),
        *_optimizer(config),
        *_augment(config),
        Line(),
        *_loop(config),
    ]
    return lines


def _device(config: TrainingConfig) -> list[Line]:
    if config.device == "cpu":
        return []
    if config.device == "auto":
        return [Line('device = "cuda" if torch.cuda.is_available() else "cpu"', ("device",))]
    return [Line(f'device = "{config.device}"', ("device",))]


def _tensors(on_device: bool) -> list[Line]:
    there = ".to(device)" if on_device else ""
    found = []
    for part in ("train", "test"):
        images = f"torch.tensor(x_{part}, dtype=torch.float32).view(-1, 1, 28, 28) / 255"
        found.append(f"x_{part} = ({images}){there}" if there else f"x_{part} = {images}")
        found.append(f"y_{part} = torch.tensor(y_{part}, dtype=torch.int64){there}")
    return plain(*found)


def _model(config: TrainingConfig, on_device: bool) -> list[Line]:
    network = network_of(config.network)
    lines = [Line("model = nn.Sequential(", ("network",))]
    for index, (layer, shape) in enumerate(zip(network.layers, network.shapes(), strict=False)):
        lines.append(Line(f"    nn.{torch_layer(layer, shape)},", ("network",), index))
    return [*lines, Line(").to(device)" if on_device else ")", ("network",))]


STARTS = {
    "glorot": "nn.init.xavier_uniform_(layer.weight)",
    "he": 'nn.init.kaiming_uniform_(layer.weight, nonlinearity="relu")',
    "lecun": 'nn.init.kaiming_uniform_(layer.weight, nonlinearity="linear")',
    "small": "nn.init.xavier_uniform_(layer.weight, gain=0.01)",
    "large": "nn.init.xavier_uniform_(layer.weight, gain=10.0)",
    "zero": "nn.init.zeros_(layer.weight)",
}


def _start(config: TrainingConfig) -> list[Line]:
    start = ("initialisation",)
    return [
        Line("for layer in model:", start),
        Line("    if isinstance(layer, (nn.Conv2d, nn.Linear)):", start),
        Line(f"        {STARTS[config.initialisation]}", start),
        Line("        if layer.bias is not None:", start),
        Line("            nn.init.zeros_(layer.bias)", start),
    ]


def _optimizer(config: TrainingConfig) -> list[Line]:
    names = {"adam": "Adam", "adamw": "AdamW", "sgd": "SGD"}
    arguments = ["model.parameters()", f"lr={config.learning_rate!r}"]
    uses = ["optimizer", "learning_rate", "weight_decay"]
    if config.optimizer == "sgd":
        arguments.append(f"momentum={config.momentum!r}")
        uses.append("momentum")
    if config.weight_decay or config.optimizer == "adamw":  # whose own default is another
        arguments.append(f"weight_decay={config.weight_decay!r}")
    made = f"optimizer = torch.optim.{names[config.optimizer]}({', '.join(arguments)})"
    smoothing = f"label_smoothing={config.label_smoothing!r}" if config.label_smoothing else ""
    return [
        Line(made, tuple(uses)),
        *_schedule(config),
        Line(f"loss_function = nn.CrossEntropyLoss({smoothing})", ("label_smoothing",)),
    ]


def _schedule(config: TrainingConfig) -> list[Line]:
    if config.schedule == "constant":
        return []
    uses = ("schedule",)
    texts = [
        *factor_of(config),
        "scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: factor(step + 1))",
    ]
    return [Line(text, uses) for text in texts]


def _augment(config: TrainingConfig) -> list[Line]:
    if not config.augment:
        return []
    texts = (
        "",
        "",
        "def varied(images):  # turned, sized and shifted a little, each in its own way;",
        "    # dlgui also shears, bends and thickens them, adds noise, and writes as others do",
        "    turn, size, right, down = torch.rand(4, len(images), device=images.device) * 2 - 1",
        "    angle, size = turn * 0.21, 0.95 + 0.15 * size  # 12 degrees; from 0.8 to 1.1",
        "    cos, sin = torch.cos(angle) / size, torch.sin(angle) / size",
        "    rows = torch.stack([cos, sin, right * 0.11, -sin, cos, down * 0.11], 1)  # 1.5 pixels",
        "    grid = functional.affine_grid(rows.view(-1, 2, 3), images.shape, align_corners=False)",
        "    return functional.grid_sample(images, grid, align_corners=False)",
        "",
    )
    return [Line(text, ("augment",)) for text in texts]


def _loop(config: TrainingConfig) -> list[Line]:
    images = "varied(x_train[batch])" if config.augment else "x_train[batch]"
    settles = config.augment and config.settle
    schedule = [Line("        scheduler.step()", ("schedule",))]
    return [
        Line(f"for epoch in range(1, {config.epochs} + 1):", ("epochs",)),
        *([Line(f"    {SETTLES}", ("settle",))] if settles else []),
        *plain("    model.train()"),
        Line(
            f"    for batch in torch.randperm(len(x_train)).split({config.batch_size}):",
            ("batch_size",),
        ),
        Line(f"        loss = loss_function(model({images}), y_train[batch])", ("augment",)),
        *plain(
            "        optimizer.zero_grad()", "        loss.backward()", "        optimizer.step()"
        ),
        *(schedule if config.schedule != "constant" else []),
        *plain(
            "    model.eval()",
            "    with torch.no_grad():",
            "        right = sum(",
            "            int((model(images).argmax(1) == labels).sum())",
            "            for images, labels in zip(x_test.split(1000), y_test.split(1000))",
            "        )",
            '    print(f"epoch {epoch}: {right / len(y_test):.2%} of the test digits are read")',
        ),
    ]
