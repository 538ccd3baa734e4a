"""The reference network by Keras' `fit` on TensorFlow: what its introductions show.

    python keras_fit.py DIGITS.npz BATCH_SIZE EPOCHS SEED

Prints one JSON object: the seconds of each epoch (training only) and the test accuracy.
"""

import json
import os
import sys
import time

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from keras import layers


class Clock(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.seconds = []

    def on_epoch_begin(self, epoch, logs=None):
        self.began = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.seconds.append(time.perf_counter() - self.began)


def main():
    path, batch_size, epochs, seed = sys.argv[1], *map(int, sys.argv[2:5])
    keras.utils.set_random_seed(seed)
    with np.load(path) as digits:
        x_train = digits["x_train"][..., None].astype("float32") / 255
        x_test = digits["x_test"][..., None].astype("float32") / 255
        y_train, y_test = digits["y_train"].astype("int64"), digits["y_test"].astype("int64")
    model = keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(10),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(1e-3),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    clock = Clock()
    model.fit(x_train, y_train, batch_size, epochs, verbose=0, callbacks=[clock])
    _, accuracy = model.evaluate(x_test, y_test, batch_size=500, verbose=0)
    print(json.dumps({"seconds": clock.seconds, "accuracy": accuracy}))


main()
