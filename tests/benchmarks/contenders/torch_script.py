"""The reference network by the usual PyTorch script: a Dataset, a DataLoader, an eager loop.

    python torch_script.py DIGITS.npz BATCH_SIZE EPOCHS SEED

Prints one JSON object: the seconds of each epoch (training only) and the test accuracy.
"""

import json
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def main():
    path, batch_size, epochs, seed = sys.argv[1], *map(int, sys.argv[2:5])
    torch.manual_seed(seed)
    with np.load(path) as digits:
        x_train, x_test = (
            torch.tensor(digits[name][:, None], dtype=torch.float32) / 255
            for name in ("x_train", "x_test")
        )
        y_train, y_test = (
            torch.tensor(digits[name], dtype=torch.int64) for name in ("y_train", "y_test")
        )
    loader = DataLoader(TensorDataset(x_train, y_train), batch_size, shuffle=True)
    model = nn.Sequential(
        nn.Conv2d(1, 32, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(5408, 128),
        nn.ReLU(),
        nn.Linear(128, 10),
    )
    optimizer = torch.optim.Adam(model.parameters(), 1e-3)
    seconds = []
    for _ in range(epochs):
        began = time.perf_counter()
        for images, labels in loader:
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(images), labels)
            loss.backward()
            optimizer.step()
        seconds.append(time.perf_counter() - began)
    with torch.no_grad():
        right = sum(
            (model(images).argmax(1) == labels).sum().item()
            for images, labels in DataLoader(TensorDataset(x_test, y_test), 500)
        )
    print(json.dumps({"seconds": seconds, "accuracy": right / len(y_test)}))


main()
