"""Damaged and malicious inputs: sound ones are made, changed at random, and given to the program.

Each `Kind` makes a sound input, and takes one that was changed: it must come to a right answer or
to one sentence, a `DlguiError`. Everything follows from the seed.
"""

from __future__ import annotations

import gzip
import io
import json
import random
import struct
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from dlgui.core.errors import DlguiError

NETWORK = "conv 2 3, relu, maxpool 2, flatten, dense 10"

HOSTILE = (
    *(
        "NaN",
        "Infinity",
        "-Infinity",
        "1e999",
        "-1",
        "0",
        "1e-320",
        "1" * 400,
        "3.5",
        "true",
        "null",
    ),
    *(
        '""',
        '"x"',
        '"\\u0000"',
        '"\\ud800"',
        '"' + "y" * 3000 + '"',
        "[]",
        "{}",
        "[[[[[[[[1]]]]]]]]",
    ),
    *(
        "[" * 3000,
        "[" * 300 + "]" * 300,
        '{"a": ' * 200 + "1" + "}" * 200,
        "[null]",
        "1e30",
        "-1e30",
    ),
)
"""What may stand in the place of a JSON value, as text: some of it is no JSON."""


def damaged(content: bytes, rng: random.Random) -> bytes:
    """Some bytes changed, cut out, put in, repeated or cut off."""
    found = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 8))):
        size = len(found)
        at, length = rng.randrange(size + 1), rng.choice((1, 2, 4, 8, 64))
        way = rng.randrange(7)
        if way == 0:
            found[at : at + 1] = bytes([rng.randrange(256)])
        elif way == 1:
            found[at : at + length] = rng.choice((b"\0", b"\xff", b"\x7f", b"\x80")) * length
        elif way == 2:
            del found[at : at + length]
        elif way == 3:
            del found[at:]
        elif way == 4:
            found[at:at] = rng.randbytes(length)
        elif way == 5:
            found[at:at] = found[at : at + length] * rng.choice((1, 2, 50))
        else:
            number = rng.choice((0, 1, 2**31 - 1, 2**31, 2**32 - 1, 65535))
            found[at : at + 4] = struct.pack(rng.choice(("<I", ">I")), number)
    return bytes(found)


def damaged_json(text: str, rng: random.Random) -> str:
    """One value of a JSON text, at any depth, replaced by something hostile."""
    value = json.loads(text)
    places = list(_places(value))
    if not places:
        return rng.choice(HOSTILE)
    holder, key = rng.choice(places)
    mark = "\x01hostile\x01"
    if isinstance(holder, dict) and rng.random() < 0.15:
        del holder[key]
    else:
        holder[key] = mark
    return json.dumps(value).replace(json.dumps(mark), rng.choice(HOSTILE))


def _places(value: Any) -> Any:
    if not isinstance(value, (dict, list)):
        return
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in list(pairs):
        yield value, key
        yield from _places(part)


@dataclass(frozen=True)
class Kind:
    """run: changes a sound input in the empty `folder` and gives it to the program."""

    name: str
    run: Callable[[Path, random.Random], None]


def tried(kind: Kind, folder: Path, seed: int) -> str:
    """The sentence in which the program refuses the input of this `seed`, "" for an answer.

    Anything else that is raised is a defect.
    """
    try:
        kind.run(folder, random.Random(f"{kind.name} {seed}"))
    except DlguiError as error:
        sentence = str(error)
        assert sentence.strip(), "a refusal without a reason"
        assert "\n" not in sentence, sentence
        assert len(sentence) < 2000, sentence
        return sentence
    return ""


@cache
def _model() -> Any:
    from dlgui.core.nets.model import Model
    from dlgui.core.nets.network_line import network_of

    network = network_of(NETWORK)
    rng = np.random.default_rng(0)
    weights = {
        name: rng.normal(0, 0.1, shape).astype(np.float32)
        for name, shape in network.weight_shapes().items()
    }
    features = weights["4.weight"].shape[1]
    probe = {
        "mean": [0.5] * features,
        "spread": [1.0] * features,
        "hidden": [[0.1] * 2] * (features + 1),
        "output": [0.2] * 3,
    }
    calibration = {"temperature": 1.2, "threshold": -30.0, "probe": probe}
    summary = {"data": "MNIST", "epoch": 2, "config": {"epochs": 2}, "validation_accuracy": 0.5}
    return Model(network.name, weights, calibration=calibration, summary=summary)


@cache
def _sound(name: str) -> bytes:
    """A sound file of this name, made once."""
    from tempfile import TemporaryDirectory

    from dlgui.core.nets.model import save_model
    from dlgui.core.training.checkpoints import OPTIMIZER_STATE, Checkpoint, save_checkpoint
    from dlgui.core.training.settings import TrainingConfig

    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        if name == "model":
            save_model(path, _model())
        else:
            config = TrainingConfig(network=NETWORK, epochs=3)
            state = {
                f"{key}/{weight}": np.abs(array)
                for key in OPTIMIZER_STATE["adam"]
                for weight, array in _model().weights.items()
            }
            save_checkpoint(path, Checkpoint(config, _model(), state, 2, 20, 1, 0.5, 1.5))
        return path.read_bytes()


def _damaged_tensors(content: bytes, rng: random.Random) -> bytes:
    """A safetensors file: its bytes, a value of its metadata, or numbers among its weights."""
    way = rng.random()
    if way < 0.35:
        return damaged(content, rng)
    size = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + size])
    body = bytearray(content[8 + size :])
    if way < 0.8:
        metadata = header["__metadata__"]
        key = rng.choice(sorted(metadata))
        try:
            metadata[key] = damaged_json(metadata[key], rng)
        except ValueError:
            metadata[key] = rng.choice(
                ("", "x", "-1", "9" * 5000, "conv 99999 1", "\0", "dense 10")
            )
        metadata[key] = metadata[key].replace("\\ud800", "")
    elif way < 0.9:
        for _ in range(rng.choice((1, 20, 400))):
            at = rng.randrange(len(body) // 4) * 4
            value = rng.choice((float("nan"), float("inf"), 1e38, -1e38, 1e20, -1e-40))
            body[at : at + 4] = struct.pack("<f", value)
    else:
        name = rng.choice(sorted(set(header) - {"__metadata__"}))
        header[name][rng.choice(("dtype", "shape", "data_offsets"))] = rng.choice(
            ("F64", "F16", [], [1, 2], [0, 0], [2**40, 2**40], [-1, 4], None)
        )
    packed = json.dumps(header).encode()
    return len(packed).to_bytes(8, "little") + packed + bytes(body)


def _is_sound(reading: Any) -> None:
    for digit in reading.digits:
        assert np.isfinite(digit.probabilities).all()
        assert abs(float(digit.probabilities.sum()) - 1) < 1e-3
        assert 0 <= digit.digit <= 9


@cache
def _one() -> Any:
    from dlgui.core.ink.drawing import Drawing, Stroke

    return Drawing((Stroke(np.array([[300, 100], [301, 180]], np.float32)),))


def _run_model(folder: Path, rng: random.Random) -> None:
    from dlgui.core.nets.model import load_model
    from dlgui.core.reading.reader import Reader

    path = folder / "model.safetensors"
    path.write_bytes(_damaged_tensors(_sound("model"), rng))
    with np.errstate(all="ignore"):
        _is_sound(Reader(load_model(path)).read(_one()))


def _run_checkpoint(folder: Path, rng: random.Random) -> None:
    from dlgui.core.training.checkpoints import load_checkpoint

    path = folder / "last.safetensors"
    path.write_bytes(_damaged_tensors(_sound("checkpoint"), rng))
    found = load_checkpoint(path)
    assert 0 <= found.best_epoch <= found.epoch <= found.step
    assert 0 <= found.best_validation_accuracy <= 1


def _run_folder(folder: Path, rng: random.Random) -> None:
    from dlgui.core.training.runs import RunFolder, list_runs
    from dlgui.core.training.settings import TrainingConfig
    from dlgui.ui.session.runs import load_run
    from dlgui.ui.train.history import TrainingHistory

    run = folder / "20260101-120000-mine"
    run.mkdir()
    config = json.dumps({**asdict(TrainingConfig(network=NETWORK)), "source": ""})
    lines = [json.dumps(record) for record in _records()]
    way = rng.random()
    if way < 0.3:
        config = damaged_json(config, rng)
    elif way < 0.7:
        at = rng.randrange(len(lines))
        lines[at] = damaged_json(lines[at], rng)
    log = "\n".join(lines).encode() + b"\n"
    (run / "events.jsonl").write_bytes(damaged(log, rng) if way > 0.7 else log)
    (run / "config.json").write_bytes(config.encode("utf-8", "surrogatepass"))
    (run / "last.safetensors").write_bytes(_sound("checkpoint"))
    list_runs(folder)
    RunFolder.open(run).records()
    history = None
    for event in load_run(run).events:
        if type(event).__name__ == "TrainingStarted":
            history = TrainingHistory(event)
        elif history is not None:
            history.add(event)
            assert history.total_steps >= 0


def _records() -> list[dict[str, Any]]:
    from dlgui.core.training.events import EpochDone, StepDone, TrainingStarted, event_record

    events: list[Any] = [TrainingStarted("reference", 100, 640, 64, 10, 3, 0, 0, "cpu")]
    for step in range(1, 21):
        epoch = (step + 9) // 10
        events.append(StepDone(step, epoch, 2.3 / step, 0.04 * step, 1e-3, 0.1 * step))
        if step % 10 == 0:
            events.append(EpochDone(epoch, step, 0.5, 0.8, 0.4, 0.85, 0.1 * step, 1000.0))
    return [event_record(event) for event in events]


def _run_settings(folder: Path, rng: random.Random) -> None:
    """The settings of a person: `folder` is the home of this try."""
    from dlgui import paths
    from dlgui.ui.session.settings_file import SettingsFile

    sound = SettingsFile()
    path = paths.make_config_dir() / "dlgui.ini"
    if not path.exists():
        sound.theme, sound.single_digit, sound.data_source = "dark", True, "mnist"
        sound.add_recent_model(Path(__file__))
        sound.set_number("width", 900)
        sound.config = sound.config
        sound.save()
    content = path.read_bytes()
    try:
        path.write_bytes(damaged(content, rng))
        _read_settings(SettingsFile())
    finally:
        path.write_bytes(content)


def _read_settings(found: Any) -> None:
    assert found.theme in ("system", "light", "dark")
    assert all(isinstance(model, Path) for model in found.recent_models())
    assert isinstance(found.single_digit, bool)
    assert isinstance(found.data_source + found.settled_run, str)
    assert -(2**31) <= found.number("width", 5) <= 2**31
    found.state("geometry")
    assert found.config.epochs >= 1


FIXED = b"""[window]
theme = dark
data = mnist
single_digit = yes
[training]
preset = quick
epochs = 3
learning_rate = 0.02
"""


def _run_fixed(folder: Path, rng: random.Random) -> None:
    from dlgui.ui.session.fixed_settings import read_fixed_settings

    (folder / "dlgui.ini").write_bytes(damaged(FIXED, rng))
    found = read_fixed_settings(folder)
    assert found.training is None or found.training.epochs >= 1


STROKES = (
    b'{"id": "a", "label": "1", "strokes": [[[50, 0], [50, 100]]], "pressures": [[0.5, 0.7]]}\n'
    b'{"strokes": [[[0, 0], [30.5, 40], [60, 0]], [[1, 1]]], "writer": "w", "extra": {"a": [1]}}\n'
)


def _damaged_strokes(rng: random.Random) -> bytes:
    lines = STROKES.decode().splitlines()
    if rng.random() < 0.6:
        at = rng.randrange(len(lines))
        lines[at] = damaged_json(lines[at], rng)
        return "\n".join(lines).encode("utf-8", "surrogatepass")
    return damaged(STROKES, rng)


def _run_strokes(folder: Path, rng: random.Random) -> None:
    from dlgui.core.ink.stroke_file import read_strokes
    from dlgui.core.reading.reader import Reader

    content = _damaged_strokes(rng)
    if rng.random() < 0.3:
        content = damaged(gzip.compress(content, mtime=0), rng)
    path = folder / "drawings.jsonl"
    path.write_bytes(content)
    reader = Reader(_model())
    for drawing in read_strokes(path):
        _is_sound(reader.read(drawing))


def _idx(array: np.ndarray) -> bytes:
    sizes = b"".join(size.to_bytes(4, "big") for size in array.shape)
    return bytes([0, 0, 8, array.ndim]) + sizes + array.tobytes()


def _digits(count: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    images = rng.integers(0, 255, (count, 28, 28), dtype=np.uint8)
    return images, (np.arange(count) % 10).astype(np.uint8)


def _is_sound_data(data: Any) -> None:
    for part in (data.train, data.validation):
        assert len(part.images) == len(part.labels) > 0
        assert part.images.shape[1:] == (28, 28)
        assert part.images.dtype == np.uint8


def _run_idx(folder: Path, rng: random.Random) -> None:
    from dlgui.core.data.folders import load_folder

    images, labels = _digits(20)
    names = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"]
    chosen = rng.randrange(2)
    for index, array in enumerate((images, labels)):
        content = _idx(array)
        is_packed = rng.random() < 0.5
        if index == chosen and rng.random() < 0.6:
            # The header is where the harm is, and a small part of the file.
            head = damaged(content[: 4 + 4 * array.ndim], rng)
            content = head + content[4 + 4 * array.ndim :]
            content = gzip.compress(content, mtime=0) if is_packed else content
        elif index == chosen:
            content = damaged(gzip.compress(content, mtime=0) if is_packed else content, rng)
        elif is_packed:
            content = gzip.compress(content, mtime=0)
        (folder / (names[index] + ".gz" * is_packed)).write_bytes(content)
    _is_sound_data(load_folder(folder))


@cache
def _npz() -> bytes:
    images, labels = _digits(20)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, x_train=images, y_train=labels, x_test=images, y_test=labels)
    return buffer.getvalue()


def _run_npz(folder: Path, rng: random.Random) -> None:
    from dlgui.core.data.folders import load_folder

    (folder / "mnist.npz").write_bytes(damaged(_npz(), rng))
    _is_sound_data(load_folder(folder / "mnist.npz"))


@cache
def _picture(suffix: str) -> bytes:
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (60, 40), "white")
    ImageDraw.Draw(picture).line([(20, 8), (22, 32)], fill="black", width=4)
    buffer = io.BytesIO()
    picture.save(buffer, suffix)
    return buffer.getvalue()


def _run_picture(folder: Path, rng: random.Random) -> None:
    from dlgui.core.ink.picture_file import load_picture
    from dlgui.core.reading.reader import Reader

    suffix = rng.choice(("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP", "PPM"))
    path = folder / f"digit.{suffix.lower()}"
    path.write_bytes(damaged(_picture(suffix), rng))
    pixels = load_picture(path)
    assert pixels.dtype == np.uint8
    if pixels.size < 100_000:
        _is_sound(Reader(_model()).read_picture(pixels))


def _run_clipboard(folder: Path, rng: random.Random) -> None:
    from PySide6.QtCore import QMimeData, QUrl
    from PySide6.QtGui import QImage

    from dlgui.ui.pad.clipboard import STROKES as STROKES_MIME
    from dlgui.ui.pad.clipboard import content_of, is_taken

    mime, way = QMimeData(), rng.randrange(4)
    if way == 0:
        mime.setData(STROKES_MIME, _damaged_strokes(rng))
    elif way == 1:
        mime.setText(_damaged_strokes(rng).decode("utf-8", "replace"))
    elif way == 2:
        image = QImage()
        image.loadFromData(damaged(_picture("PNG"), rng))
        mime.setImageData(image)
    else:
        path = folder / rng.choice(("a.jsonl", "a.png", "missing.png", "a.jsonl.gz"))
        if "missing" not in path.name:
            path.write_bytes(rng.choice((_damaged_strokes(rng), damaged(_picture("PNG"), rng))))
        mime.setUrls([QUrl.fromLocalFile(str(path))])
    is_taken(mime)
    content = content_of(mime)()
    assert content.picture is None or content.picture.dtype == np.uint8


KINDS = (
    Kind("models", _run_model),
    Kind("checkpoints", _run_checkpoint),
    Kind("run folders", _run_folder),
    Kind("settings", _run_settings),
    Kind("fixed settings", _run_fixed),
    Kind("stroke files", _run_strokes),
    Kind("idx", _run_idx),
    Kind("npz", _run_npz),
    Kind("pictures", _run_picture),
    Kind("clipboard", _run_clipboard),
)
