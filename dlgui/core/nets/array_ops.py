"""Convolution, pooling and the normal distribution in numpy, for `layers` and `activations`.

Maps are [n, height, width, channels], so that a convolution is one matrix product over its patches.
"""

from __future__ import annotations

from math import erfc, pi, sqrt
from typing import NamedTuple

import numpy as np


class Window(NamedTuple):
    """The square of the maps before that each value is computed from."""

    size: int
    stride: int
    padding: int = 0


def convolve(x: np.ndarray, matrix: np.ndarray, bias: np.ndarray, window: Window) -> np.ndarray:
    """[n, height, width, outputs]; matrix: [size × size × channels, outputs]; bias: [outputs]"""
    size, stride, padding = window
    x = _padded(x, padding)
    n, height, width, channels = x.shape
    height, width = (height - size) // stride + 1, (width - size) // stride + 1
    along_n, along_y, along_x, along_channels = x.strides
    # As sliding_window_view makes them, which for a single digit takes as long as the product.
    patches = np.lib.stride_tricks.as_strided(
        x,
        (n, height, width, size, size, channels),
        (along_n, along_y * stride, along_x * stride, along_y, along_x, along_channels),
        writeable=False,
    )
    y: np.ndarray = patches.reshape(n * height * width, len(matrix)) @ matrix
    y += bias
    return y.reshape(n, height, width, len(bias))


def convolve_back(
    gradient: np.ndarray, shape: tuple[int, ...], matrix: np.ndarray, window: Window
) -> np.ndarray:
    """Each output hands its gradient, times the kernel, to the window it was computed from."""
    size, stride, padding = window
    n, rows, columns, channels = shape
    _, height, width, outputs = gradient.shape
    windows = gradient.reshape(-1, outputs) @ matrix.T
    windows = windows.reshape(n, height, width, size, size, channels)
    padded = np.zeros((n, rows + 2 * padding, columns + 2 * padding, channels), windows.dtype)
    for dy in range(size):
        for dx in range(size):
            there = np.s_[:, dy : dy + stride * height : stride, dx : dx + stride * width : stride]
            padded[there] += windows[:, :, :, dy, dx]
    return padded[:, padding : padding + rows, padding : padding + columns]


def max_pool(x: np.ndarray, size: int) -> np.ndarray:
    first, *others = _tiles(x, size)
    y = first.copy()
    for tile in others:
        np.maximum(y, tile, out=y)
    return y


def max_pool_back(gradient: np.ndarray, x: np.ndarray, y: np.ndarray, size: int) -> np.ndarray:
    """Only the largest value of a tile has a gradient: the others could change without effect."""
    found = np.zeros_like(x)
    is_free = np.ones(y.shape, bool)
    for tile, back in zip(_tiles(x, size), _tiles(found, size), strict=True):
        wins = (tile == y) & is_free
        back[...] = gradient * wins
        is_free &= ~wins
    return found


def average_pool(x: np.ndarray, size: int) -> np.ndarray:
    y: np.ndarray = sum(_tiles(x, size)[1:], _tiles(x, size)[0].copy())
    y /= size * size
    return y


def average_pool_back(gradient: np.ndarray, shape: tuple[int, ...], size: int) -> np.ndarray:
    """Every value of a tile has the same share in its mean."""
    found = np.zeros(shape, gradient.dtype)
    for back in _tiles(found, size):
        back[...] = gradient / (size * size)
    return found


def _tiles(x: np.ndarray, size: int) -> list[np.ndarray]:
    """Views of the values at each place of all tiles: size² times [n, rows, columns, channels]."""
    height, width = x.shape[1] // size * size, x.shape[2] // size * size
    return [x[:, dy:height:size, dx:width:size] for dy in range(size) for dx in range(size)]


def normal_share(x: np.ndarray) -> np.ndarray:
    """The share of the standard normal distribution below each value, within 1e-11.

    By cubic interpolation between exact values with their exact gradients (Hermite's): numpy has no
    error function of its own.
    """
    place = np.clip((x.astype(np.float64) + _REACH) * _PER_UNIT, 0, len(_SHARES) - 1.001)
    left = place.astype(np.intp)
    t = place - left
    y0, y1 = _SHARES[left], _SHARES[left + 1]
    d0, d1 = _DENSITIES[left] / _PER_UNIT, _DENSITIES[left + 1] / _PER_UNIT
    share: np.ndarray = y0 + t * (
        d0 + t * (3 * (y1 - y0) - 2 * d0 - d1 + t * (d0 + d1 - 2 * (y1 - y0)))
    )
    return share.astype(x.dtype)


_REACH, _PER_UNIT = 8, 256
_GRID = np.linspace(-_REACH, _REACH, 2 * _REACH * _PER_UNIT + 1)
_SHARES = np.array([erfc(-x / sqrt(2)) / 2 for x in _GRID])
_DENSITIES = np.exp(-(_GRID**2) / 2) / sqrt(2 * pi)


def _padded(x: np.ndarray, padding: int) -> np.ndarray:
    """Zeros around the maps [n, height, width, channels]; np.pad takes ten times as long."""
    if not padding:
        return x
    n, height, width, channels = x.shape
    padded = np.zeros((n, height + 2 * padding, width + 2 * padding, channels), x.dtype)
    padded[:, padding:-padding, padding:-padding] = x
    return padded
