"""Max pooling of 2 × 2 for the processor, by itself and fused with a first convolution.

By itself it is a tournament of elementwise maxima. Torch's own stores an index of eight bytes for
every value and scatters by it on the way back; a tournament's differences say as much, vectorise,
and need a third of the time.

Fused, a pooled value is the largest of four neighbours of a k × k convolution, which together look
at (k+1) × (k+1) pixels. With those pixels as a matrix, one product gives all four neighbours of all
values; the kernel is laid into the larger square at four offsets. The picture needs no gradient,
so going back is one product as well. All of it is done for a few digits at a time, which stay in
the processor's cache; going back computes the product again rather than fetching it from memory.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from dlgui.core.nets.layer import Shape

_threshold_backward = torch.ops.aten.threshold_backward
Four = tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]


class Tournament:
    """The largest of four tensors, value by value, and the way back to the one it came from.

    A tie goes to the later pair and the later of a pair, and to one value only.
    """

    def __init__(self, like: torch.Tensor) -> None:
        """like: an uninitialised tensor of the shape and memory format of each of the four."""
        self._upper, self._lower = torch.empty_like(like), torch.empty_like(like)
        self._winner, self._loser = torch.empty_like(like), torch.empty_like(like)

    def play_semifinals(self, four: Four) -> None:
        torch.maximum(four[0], four[1], out=self._upper)
        torch.maximum(four[2], four[3], out=self._lower)

    def play_final(self, out: torch.Tensor) -> torch.Tensor:
        return torch.maximum(self._upper, self._lower, out=out)

    def play_back(self, gradient: torch.Tensor, four: Four, out: Four) -> None:
        """Gives each value's gradient to the one of the `four` that won, and 0 to the others.

        `out` may be the four themselves. To be called once after the semifinals.
        """
        upper, lower = self._winner, self._loser
        torch.sub(self._upper, self._lower, out=self._upper)
        _where_positive(gradient, self._upper, upper)
        torch.sub(gradient, upper, out=lower)
        for share, first, second, (out_first, out_second) in (
            (upper, four[0], four[1], out[:2]),
            (lower, four[2], four[3], out[2:]),
        ):
            torch.sub(first, second, out=self._upper)
            _where_positive(share, self._upper, out_first)
            torch.sub(share, out_first, out=out_second)


def _where_positive(gradient: torch.Tensor, x: torch.Tensor, out: torch.Tensor) -> None:
    _threshold_backward.grad_input(gradient, x, 0, grad_input=out)


AT_ONCE = 32


class FirstConvPool:
    """max_pool2d(conv2d(x), 2) for one input channel and stride 1, on batches of `count`."""

    def __init__(self, module: nn.Conv2d, count: int, output_shape: Shape) -> None:
        self._module = module
        self._padding = int(module.padding[0])
        kernel = module.kernel_size[0]
        self._spread = _spread(kernel)
        self._spread_back = self._spread.transpose(1, 2).contiguous()
        self._kernels = torch.empty(4, output_shape[0], self._spread.shape[2])
        self._gradient = torch.empty_like(self._kernels)
        self._out = torch.empty(count, *output_shape)
        outs = torch.split(self._out, AT_ONCE)
        scratch = {size: _Scratch(size, output_shape) for size in set(map(len, outs))}
        self._parts = [_Part(out, kernel + 1, scratch[len(out)]) for out in outs]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        weight, bias = self._module.weight, self._module.bias
        torch.bmm(weight.flatten(1).expand(4, -1, -1), self._spread, out=self._kernels)
        if self._padding:
            x = functional.pad(x, (self._padding,) * 4)
        for part, pictures in zip(self._parts, torch.split(x, AT_ONCE), strict=True):
            part.take(pictures)
            part.convolve(self._kernels)
            part.pool()
        if bias is not None:  # the largest of four and a bias can be taken in either order
            self._out += bias.view(-1, 1, 1)
        return self._out

    def backward(self, gradient: torch.Tensor) -> torch.Tensor:
        self._gradient.zero_()
        for part, given in zip(self._parts, torch.split(gradient, AT_ONCE), strict=True):
            if len(self._parts) > 1:
                part.convolve(self._kernels)
            part.add_gradient(given, self._gradient)
        weight, bias = self._module.weight, self._module.bias
        assert weight.grad is not None
        of_weight = torch.bmm(self._gradient, self._spread_back).sum(0)
        weight.grad.copy_(of_weight.view_as(weight))
        if bias is not None:
            torch.sum(gradient, (0, 2, 3), out=bias.grad)
        return gradient


class _Scratch:
    """What is not needed any longer once a part of the batch is done: the parts share it."""

    def __init__(self, count: int, output_shape: Shape) -> None:
        channels, height, width = output_shape
        self.convolved = torch.empty(4, channels, count, height * width)
        self.as_matrix = self.convolved.view(4 * channels, -1)
        self.four: Four = self.convolved.unbind(0)  # type: ignore[assignment]
        self.tournament = Tournament(self.four[0])


class _Part:
    """Some digits of the batch, and their patches as a matrix: [(k+1)² pixels, places]."""

    def __init__(self, out: torch.Tensor, side: int, scratch: _Scratch) -> None:
        count, _, height, width = out.shape
        self._patches = torch.empty(side * side, count * height * width)
        self._by_pixel = self._patches.view(side, side, count, height, width)
        self._out = _channels_first(out)
        self._scratch = scratch

    def take(self, pictures: torch.Tensor) -> None:
        row, column = pictures.stride()[2:]
        strides = (row, column, pictures.stride(0), 2 * row, 2 * column)
        self._by_pixel.copy_(pictures.as_strided(self._by_pixel.shape, strides))

    def convolve(self, kernels: torch.Tensor) -> None:
        torch.mm(kernels.flatten(0, 1), self._patches, out=self._scratch.as_matrix)
        self._scratch.tournament.play_semifinals(self._scratch.four)

    def pool(self) -> None:
        self._scratch.tournament.play_final(self._out)

    def add_gradient(self, given: torch.Tensor, total: torch.Tensor) -> None:
        scratch = self._scratch
        scratch.tournament.play_back(_channels_first(given), scratch.four, scratch.four)
        total.flatten(0, 1).addmm_(scratch.as_matrix, self._patches.t())


def _channels_first(maps: torch.Tensor) -> torch.Tensor:
    """A view of [n, channels, height, width] as [channels, n, places], the scratch's order."""
    return maps.flatten(2).transpose(0, 1)


def _spread(kernel: int) -> torch.Tensor:
    """[4, k², (k+1)²]: lays a kernel into the larger square, at four offsets.

    A product with it goes from the kernel to what is multiplied with the patches, and a product
    with its transpose adds the gradients up.
    """
    side = kernel + 1
    pixels = torch.arange(side * side).view(side, side)
    spread = torch.zeros(4, kernel * kernel, side * side)
    for offset in range(4):
        row, column = divmod(offset, 2)
        there = pixels[row : row + kernel, column : column + kernel].flatten()
        spread[offset, torch.arange(kernel * kernel), there] = 1
    return spread
