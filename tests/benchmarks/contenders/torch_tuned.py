"""The reference network by the best plain PyTorch that we know, still with autograd.

    python torch_tuned.py DIGITS.npz BATCH_SIZE EPOCHS SEED

Resident bytes instead of a loader, channels last with the dense layer in that order, pooling
before the ReLU, fused Adam, and oneDNN's products. Prints what `torch_script.py` prints. It is what
dlgui's hand-written step must beat by a quarter.
"""

import json
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.convolution = nn.Conv2d(1, 32, 3).to(memory_format=torch.channels_last)
        self.hidden = nn.Linear(5408, 128)
        self.output = nn.Linear(128, 10)

    def forward(self, x):
        x = functional.max_pool2d(self.convolution(x), 2).relu_()
        x = x.permute(0, 2, 3, 1).reshape(len(x), -1)
        return self.output(functional.relu(self.hidden(x)))


def main():
    path, batch_size, epochs, seed = sys.argv[1], *map(int, sys.argv[2:5])
    torch.manual_seed(seed)
    torch.set_float32_matmul_precision("medium")
    with np.load(path) as digits:
        images, test_images = (torch.tensor(digits[name]) for name in ("x_train", "x_test"))
        labels, test_labels = (torch.tensor(digits[name]).long() for name in ("y_train", "y_test"))
    network = Network()
    optimizer = torch.optim.Adam(network.parameters(), 1e-3, fused=True)

    def logits(pixels):
        return network(pixels[:, None].float().mul_(1 / 255))

    seconds = []
    for _ in range(epochs):
        began = time.perf_counter()
        for batch in torch.randperm(len(labels)).split(batch_size):
            optimizer.zero_grad()
            loss = functional.cross_entropy(
                logits(images.index_select(0, batch)), labels.index_select(0, batch)
            )
            loss.backward()
            optimizer.step()
        seconds.append(time.perf_counter() - began)
    with torch.no_grad():
        parts = zip(test_images.split(500), test_labels.split(500), strict=True)
        right = sum((logits(x).argmax(1) == y).sum().item() for x, y in parts)
    print(json.dumps({"seconds": seconds, "accuracy": right / len(test_labels)}))


main()
