"""Max pooling of 2 × 2 without indices: a tournament of elementwise maxima.

Torch's own stores an index of eight bytes for every value and scatters by it on the way back. A
tournament's differences say as much, vectorise, and need a third of the time.
"""

from __future__ import annotations

import torch

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
