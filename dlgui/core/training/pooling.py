"""Max pooling of 2 × 2 for the processor, by itself and fused with a first convolution.

By itself it is a tournament of elementwise maxima. Torch's own stores an index of eight bytes for
every value and scatters by it on the way back; a tournament's differences say as much, vectorise,
and need a third of the time.

Fused, a pooled value is the largest of four neighbours of a k × k convolution, which together look
at (k+1) × (k+1) pixels. With those pixels as a matrix, one product gives all four neighbours of all
values; the kernel is laid into the larger square at four offsets, and the bias is the weight of one
more pixel, which is always 1. The picture needs no gradient, so going back is one product as well.
All of it, and a ReLU behind it, is done for a few digits at a time, which stay in the processor's
cache; going back computes the product again rather than fetching it from memory.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from dlgui.core.nets.layer import Shape

_threshold_backward = torch.ops.aten.threshold_backward
Pair = tuple[torch.Tensor, torch.Tensor]


def send_back(gradient: torch.Tensor, pair: Pair, out: Pair) -> None:
    """The gradient of `torch.maximum(*pair)`: all of it to the larger, in a tie to the second.

    `out` may be the pair itself.
    """
    torch.sub(*pair, out=out[0])
    send_back_positive(gradient, out[0], out[0])
    torch.sub(gradient, out[0], out=out[1])


def send_back_positive(gradient: torch.Tensor, x: torch.Tensor, out: torch.Tensor) -> None:
    """The gradient where `x` is positive, and 0 elsewhere."""
    _threshold_backward.grad_input(gradient, x, 0, grad_input=out)


class PoolOperation:
    """Max pooling of 2 × 2; a rest at the border is dropped.

    First the larger of each two rows, which lie in one piece, then of each two columns.
    """

    def __init__(self, count: int, shape: Shape) -> None:
        channels, height, width = shape
        form = torch.channels_last
        self._back = torch.zeros(count, *shape).to(memory_format=form)
        self._back_rows = _rows(self._back)
        rows = torch.empty(count, channels, height // 2, width // 2 * 2)
        self._larger = rows.to(memory_format=form)
        self._columns = self._larger[..., 0::2], self._larger[..., 1::2]
        self._out = torch.empty(count, channels, height // 2, width // 2).to(memory_format=form)
        self._gradient = torch.empty_like(self._out)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self._in_rows = _rows(x)
        torch.maximum(*self._in_rows, out=self._larger)
        return torch.maximum(*self._columns, out=self._out)

    def backward(self, gradient: torch.Tensor) -> torch.Tensor:
        if gradient.stride() != self._gradient.stride():
            gradient = self._gradient.copy_(gradient)
        send_back(gradient, self._columns, self._columns)
        send_back(self._larger, self._in_rows, self._back_rows)
        return self._back


def _rows(x: torch.Tensor) -> Pair:
    height, width = x.shape[2] // 2 * 2, x.shape[3] // 2 * 2
    return x[:, :, 0:height:2, :width], x[:, :, 1:height:2, :width]


WHOLE = 3 * 1024**2
"""Up to so many bytes of a convolution's values, a batch is computed in one piece."""
CACHED = WHOLE // 2
"""Above, they are computed, pooled and sent back in pieces of so many, which stay in the cache."""


class FirstConvPool:
    """max_pool2d(conv2d(x), 2), and a ReLU if wanted, for one input channel and stride 1."""

    def __init__(
        self, module: nn.Conv2d, count: int, output_shape: Shape, *, is_rectified: bool
    ) -> None:
        self._module = module
        self._padding = int(module.padding[0])
        kernel = module.kernel_size[0]
        self._spread = _spread(kernel, has_bias=module.bias is not None)
        self._spread_back = self._spread.transpose(1, 2).contiguous()
        channels, height, width = output_shape
        self._kernels = torch.empty(4, channels, self._spread.shape[2])
        self._gradient = torch.empty_like(self._kernels)
        self._out = torch.empty(count, *output_shape)
        values = self._out.element_size() * 4 * channels * height * width
        self._at_once = count if count * values <= WHOLE else max(1, CACHED // values)
        outs = torch.split(self._out, self._at_once)
        scratch = {size: _Scratch(size, output_shape) for size in set(map(len, outs))}
        form = kernel + 1, self._kernels.shape[2]
        self._parts = [_Part(out, *form, scratch[len(out)], is_rectified) for out in outs]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        weights = self._module.weight.flatten(1)
        if self._module.bias is not None:
            weights = torch.cat((weights, self._module.bias[:, None]), 1)
        torch.bmm(weights.expand(4, -1, -1), self._spread, out=self._kernels)
        if self._padding:
            x = functional.pad(x, (self._padding,) * 4)
        for part, pictures in zip(self._parts, torch.split(x, self._at_once), strict=True):
            part.take(pictures)
            part.convolve(self._kernels)
            part.pool()
        return self._out

    def backward(self, gradient: torch.Tensor) -> torch.Tensor:
        self._gradient.zero_()
        gradients = torch.split(gradient, self._at_once)
        for part, given in zip(self._parts, gradients, strict=True):
            if len(self._parts) > 1:
                part.convolve(self._kernels)
            part.add_gradient(given, self._gradient)
        weight, bias = self._module.weight, self._module.bias
        assert weight.grad is not None
        of_weights = torch.bmm(self._gradient, self._spread_back).sum(0)
        if bias is not None:
            assert bias.grad is not None
            bias.grad.copy_(of_weights[:, -1])
            of_weights = of_weights[:, :-1]
        weight.grad.copy_(of_weights.view_as(weight))
        return gradient


class _Scratch:
    """What is not needed any longer once a part of the batch is done: the parts share it."""

    def __init__(self, count: int, output_shape: Shape) -> None:
        channels, height, width = output_shape
        self.convolved = torch.empty(4, channels, count, height * width)
        self.as_matrix = self.convolved.view(4 * channels, -1)
        self.rows: Pair = self.convolved[:2], self.convolved[2:]
        self.larger = torch.empty(2, channels, count, height * width)
        self.columns: Pair = self.larger[0], self.larger[1]


class _Part:
    """Some digits of the batch, and their patches as a matrix: [(k+1)² pixels, places]."""

    def __init__(
        self, out: torch.Tensor, side: int, rows: int, scratch: _Scratch, is_rectified: bool
    ) -> None:
        count, _, height, width = out.shape
        self._patches = torch.ones(rows, count * height * width)
        self._by_pixel = self._patches[: side * side].view(side, side, count, height, width)
        self._out = _channels_first(out)
        self._scratch = scratch
        self._is_rectified = is_rectified

    def take(self, pictures: torch.Tensor) -> None:
        row, column = pictures.stride()[2:]
        strides = (row, column, pictures.stride(0), 2 * row, 2 * column)
        self._by_pixel.copy_(pictures.as_strided(self._by_pixel.shape, strides))

    def convolve(self, kernels: torch.Tensor) -> None:
        torch.mm(kernels.flatten(0, 1), self._patches, out=self._scratch.as_matrix)
        torch.maximum(*self._scratch.rows, out=self._scratch.larger)

    def pool(self) -> None:
        torch.maximum(*self._scratch.columns, out=self._out)
        if self._is_rectified:
            self._out.relu_()

    def add_gradient(self, given: torch.Tensor, total: torch.Tensor) -> None:
        """Adds to `total`; may overwrite what is `given`."""
        scratch, gradient = self._scratch, _channels_first(given)
        if self._is_rectified:
            send_back_positive(gradient, self._out, gradient)
        send_back(gradient, scratch.columns, scratch.columns)
        send_back(scratch.larger, scratch.rows, scratch.rows)
        total.flatten(0, 1).addmm_(scratch.as_matrix, self._patches.t())


def _channels_first(maps: torch.Tensor) -> torch.Tensor:
    """A view of [n, channels, height, width] as [channels, n, places], the scratch's order."""
    return maps.flatten(2).transpose(0, 1)


def _spread(kernel: int, *, has_bias: bool) -> torch.Tensor:
    """[4, k², (k+1)²]: lays a kernel into the larger square, at four offsets.

    A product with it goes from the kernel to what is multiplied with the patches, and a product
    with its transpose adds the gradients up. With a bias, a last row and column keep it as it is.
    """
    side = kernel + 1
    pixels = torch.arange(side * side).view(side, side)
    spread = torch.zeros(4, kernel * kernel + has_bias, side * side + has_bias)
    spread[:, kernel * kernel :, side * side :] = 1
    for offset in range(4):
        row, column = divmod(offset, 2)
        there = pixels[row : row + kernel, column : column + kernel].flatten()
        spread[offset, torch.arange(kernel * kernel), there] = 1
    return spread
