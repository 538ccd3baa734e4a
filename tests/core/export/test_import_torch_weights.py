"""PyTorch → dlgui → PyTorch: the same logits, whatever the names, the wrappers and the order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from dlgui.core.data.datasets import load_embedded
from dlgui.core.errors import ModelFileError, NetworkError
from dlgui.core.export.weights_in import import_model
from dlgui.core.nets.model import Normalisation
from dlgui.core.nets.numpy_net import Forward

LINE = "conv 4 5 stride 2, batchnorm, relu, maxpool 2, flatten, dense 16, tanh, dense 10"


@pytest.fixture(autouse=True)
def quickly_calibrated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dlgui.core.training.calibrating.FEWEST_EXAMPLES", 100)
    monkeypatch.setattr("dlgui.core.training.calibrating.MOST_EXAMPLES", 100)


class Theirs(nn.Module):
    """As people write it: names of their own, more biases than needed, perhaps channels last."""

    def __init__(self, *, channels_last: bool = False) -> None:
        super().__init__()
        self.conv10 = nn.Conv2d(1, 4, 5, stride=2)
        self.norm = nn.BatchNorm2d(4)
        self.fc2 = nn.Linear(144, 16)
        self.fc10 = nn.Linear(16, 10)
        self.channels_last = channels_last

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = torch.max_pool2d(torch.relu(self.norm(self.conv10(x))), 2)
        if self.channels_last:
            x = x.permute(0, 2, 3, 1)
        return self.fc10(torch.tanh(self.fc2(x.flatten(1))))


Made = Callable[..., Theirs]


@pytest.fixture(scope="module")
def trained() -> Made:
    """Reads most digits: what is open is decided by that."""
    digits = load_embedded().train
    pixels = torch.from_numpy(digits.images).float()[:, None] / 255
    labels = torch.from_numpy(digits.labels.astype(np.int64))

    def make(*, channels_last: bool = False, mean: float = 0.0, std: float = 1.0) -> Theirs:
        torch.manual_seed(0)
        model = Theirs(channels_last=channels_last)
        optimizer = torch.optim.Adam(model.parameters(), 0.01)
        for start in range(0, 4480, 64):
            batch = (pixels[start : start + 64] - mean) / std
            loss = nn.functional.cross_entropy(model(batch), labels[start : start + 64])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        return model.eval()

    return make


def logits(model: nn.Module, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    pixels = torch.from_numpy(load_embedded().validation.images).float()[:, None] / 255
    with torch.no_grad():
        return model((pixels - mean) / std).numpy()


def saved(path: Path, model: nn.Module, prefix: str = "") -> Path:
    state = {prefix + name: tensor.contiguous() for name, tensor in model.state_dict().items()}
    save_file(state, path)
    return path


@pytest.mark.parametrize("prefix", ["", "module.", "_orig_mod.", "module._orig_mod."])
def test_names_and_wrappers_do_not_matter(trained: Made, prefix: str, tmp_path: Path) -> None:
    model = trained()
    found = import_model(saved(tmp_path / "theirs.safetensors", model, prefix), LINE)
    ours = Forward(found.model).logits(load_embedded().validation.images)
    assert np.abs(ours - logits(model)).max() < 1e-5 * max(1, np.abs(ours).max())
    assert found.accuracy > 0.7
    assert found.model.normalisation == Normalisation()


@pytest.mark.parametrize("channels_last", [False, True])
def test_the_order_of_flattened_maps_is_found_by_reading(
    trained: Made, channels_last: bool, tmp_path: Path
) -> None:
    model = trained(channels_last=channels_last)
    found = import_model(saved(tmp_path / "theirs.safetensors", model), LINE)
    ours = Forward(found.model).logits(load_embedded().validation.images)
    assert np.abs(ours - logits(model)).max() < 1e-5 * max(1, np.abs(ours).max())
    assert f"flattened maps with their channels {['first', 'last'][channels_last]}" in found.assumed


def test_the_normalisation_is_found_by_reading(trained: Made, tmp_path: Path) -> None:
    model = trained(mean=0.1307, std=0.3081)
    found = import_model(saved(tmp_path / "theirs.safetensors", model), LINE)
    assert found.model.normalisation == Normalisation(0.1307, 0.3081)
    ours = Forward(found.model).logits(load_embedded().validation.images)
    theirs = logits(model, 0.1307, 0.3081)
    assert np.abs(ours - theirs).max() < 1e-5 * max(1, np.abs(ours).max())


def test_another_network_is_told(tmp_path: Path) -> None:
    path = saved(tmp_path / "theirs.safetensors", Theirs())
    with pytest.raises(ModelFileError, match=r"no weights of 32×1×3×3 for layer 1 \(conv\)"):
        import_model(path, "reference")
    with pytest.raises(ModelFileError, match='also holds "norm"'):
        import_model(path, LINE.replace("batchnorm, ", ""))
    with pytest.raises(ModelFileError, match="--network"):
        import_model(path)
    with pytest.raises(NetworkError):
        import_model(path, "conv 4 40, flatten, dense 10")


def test_arrays_that_no_layer_keeps_are_told(tmp_path: Path) -> None:
    path = tmp_path / "theirs.safetensors"
    save_file({"attention.query": torch.zeros(3)}, path)
    with pytest.raises(ModelFileError, match=r'an array "attention\.query"'):
        import_model(path, "mlp")
    save_file({"1.weight": torch.zeros(2, 2, dtype=torch.bfloat16)}, path)
    with pytest.raises(ModelFileError, match="float32"):
        import_model(path, "mlp")


def test_weights_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    model = Theirs()
    nn.init.constant_(model.fc10.bias, float("nan"))
    path = saved(tmp_path / "theirs.safetensors", model)
    with pytest.raises(ModelFileError, match="no numbers"):
        import_model(path, LINE)


@pytest.mark.parametrize("name", ["model.pt", "model.pth", "model.ckpt", "model.h5"])
def test_what_may_hold_code_is_not_opened(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"\x80\x04anything")
    with pytest.raises(ModelFileError) as caught:
        import_model(path, "mlp")
    message = str(caught.value)
    assert "\n" not in message
    assert ("save_file(" if name != "model.h5" else 'model.save("model.keras")') in message


@pytest.mark.parametrize("content", [b"", b"\xff" * 8, b"\x02\0\0\0\0\0\0\0{}", b"PK\x03\x04"])
@pytest.mark.parametrize("name", ["model.safetensors", "model.keras", "model.weights.h5"])
def test_damaged_files_end_in_one_sentence(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ModelFileError) as caught:
        import_model(path, "mlp")
    assert len(str(caught.value).splitlines()) == 1
