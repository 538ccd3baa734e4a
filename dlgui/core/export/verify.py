"""Whether an exported model is still the same network: another engine runs it on kept digits."""

from __future__ import annotations

import json
import os
import runpy
import shutil
import subprocess
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from dlgui.core.data.datasets import load_embedded
from dlgui.core.errors import ModelFileError
from dlgui.core.export.keras import logits_layer
from dlgui.core.nets.model import Model
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.reading.calibration import Calibration
from dlgui.language import tr

DIGITS = 100
"""Of those that dlgui trains on nowhere by itself: the embedded validation digits."""
TOLERANCE = 1e-4
MOST_SECONDS = 300.0

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

Answers = tuple[np.ndarray, np.ndarray]
"""Logits and calibrated probabilities, [n, classes] each."""


class EngineMissingError(Exception):
    """The engine is not installed; the message says how to install it."""


@dataclass(frozen=True, slots=True)
class Check:
    """What another engine said of an export.

    engine: its name and version; difference: the largest of a logit, as a share of the largest
    logit where that is above 1, or of a probability; None when nothing was checked, and then
    advice: how it can be
    """

    engine: str
    difference: float | None
    count: int = DIGITS
    advice: str = ""

    def sentence(self) -> str:
        if self.difference is None:
            return tr("Not checked by {engine}: {advice}").format(
                engine=self.engine, advice=self.advice
            )
        return tr(
            "The same network: {engine} differs by {difference} at most on {count} digits."
        ).format(engine=self.engine, difference=self.shown_difference, count=self.count)

    @property
    def shown_difference(self) -> str:
        """As 3·10⁻⁷; only of what was checked."""
        factor, exponent = f"{self.difference:.0e}".split("e")
        return f"{factor}·10{str(int(exponent)).translate(_RAISED)}"


def kept_digits() -> np.ndarray:
    """float32 [DIGITS, 28, 28] from 0 to 1: ten of each class or so, and always the same."""
    digits = load_embedded().validation
    order = np.argsort(np.arange(len(digits)) * 7919 % len(digits), kind="stable")[:DIGITS]
    return digits.images[order].astype(np.float32) / 255


def check(format_name: str, model: Model, files: dict[str, Path]) -> Check:
    """Has an engine run what was written. Raises ModelFileError when the answers differ."""
    images = kept_digits()
    engine = _ENGINES[format_name]
    try:
        name, answers = engine(model, files, images)
    except EngineMissingError as missing:
        engine_name, advice = missing.args
        return Check(engine_name, None, advice=advice)
    logits = Forward(model).logits(images)
    ours: Answers = logits, Calibration.of(model).probabilities(logits)
    found = max(difference(ours, theirs) for theirs in answers)
    if not found <= TOLERANCE:
        raise ModelFileError(
            tr(
                "{name} answers otherwise than dlgui, by {found:.1g}: nothing was written. "
                "Report this as a defect of dlgui."
            ).format(name=name, found=found)
        )
    return Check(name, found)


def difference(ours: Answers, theirs: Answers) -> float:
    """The larger of the logits' and the probabilities' largest difference: see `Check`."""
    scale = max(1.0, float(np.abs(ours[0]).max()))
    logits = float(np.abs(ours[0] - theirs[0]).max()) / scale
    return max(logits, float(np.abs(ours[1] - theirs[1]).max()))


def _by_onnxruntime(
    model: Model, files: dict[str, Path], images: np.ndarray
) -> tuple[str, list[Answers]]:
    if find_spec("onnxruntime") is None:
        raise EngineMissingError(
            "onnxruntime", tr("pip install 'dlgui[export]', then export again.")
        )
    runtime: Any = import_module("onnxruntime")
    session = runtime.InferenceSession(str(files[".onnx"]), providers=["CPUExecutionProvider"])
    logits, probabilities = session.run(None, {"image": images[:, np.newaxis]})
    return f"onnxruntime {runtime.__version__}", [(logits, probabilities)]


def _by_keras(
    model: Model, files: dict[str, Path], images: np.ndarray
) -> tuple[str, list[Answers]]:
    if find_spec("keras") is None:
        raise EngineMissingError("Keras", tr("pip install keras, then export again."))
    if "KERAS_BACKEND" not in os.environ:
        backends = (name for name in ("tensorflow", "jax") if find_spec(name))
        os.environ["KERAS_BACKEND"] = next(backends, "torch")
    keras: Any = import_module("keras")
    loaded = keras.models.load_model(files[".keras"], compile=False)
    both = [loaded.get_layer(logits_layer(model)).output, loaded.outputs[0]]
    outputs = keras.Model(loaded.inputs, both)([images[..., np.newaxis]], training=False)
    logits, probabilities = (np.asarray(keras.ops.convert_to_numpy(x)) for x in outputs)
    return f"Keras {keras.__version__} on {keras.backend.backend()}", [(logits, probabilities)]


def _by_torch(
    model: Model, files: dict[str, Path], images: np.ndarray
) -> tuple[str, list[Answers]]:
    """The script as it was written, and the program of `torch.export` where there is one."""
    if find_spec("torch") is None:
        raise EngineMissingError("PyTorch", tr("pip install torch, then export again."))
    torch: Any = import_module("torch")
    batch = torch.from_numpy(images[:, np.newaxis])
    names = runpy.run_path(str(files[".py"]))
    with torch.no_grad():
        logits = names["normalised"](batch).numpy()
        answers = [(logits, names["probabilities"](batch).numpy())]
        if ".pt2" in files:
            program = import_module("torch.export").load(str(files[".pt2"])).module()
            logits = program(batch).numpy()
            answers.append((logits, Calibration.of(model).probabilities(logits)))
    return f"PyTorch {torch.__version__}", answers


def _by_node(model: Model, files: dict[str, Path], images: np.ndarray) -> tuple[str, list[Answers]]:
    answers = run_page(files[".html"], {"images": images.reshape(len(images), -1).tolist()})
    logits, probabilities = (
        np.array([answer[key] for answer in answers["images"]], np.float32)
        for key in ("logits", "probabilities")
    )
    return f"JavaScript in Node.js {answers['version']}", [(logits, probabilities)]


def run_page(page: Path, job: dict[str, Any]) -> Any:
    """What the scripts of an exported page say in Node.js.

    job: ``images``, a list of 784 pixels each, and ``drawings``, a list of strokes each, which are
    lists of [x, y]; ``minSize`` as `Reader`'s min_size. Gives ``images``, ``drawings``, lists of
    digits, and ``version``. Raises EngineMissingError.
    """
    node = shutil.which("node")
    if node is None:
        advice = tr("install Node.js; the page checks itself on ten digits whenever it is opened.")
        raise EngineMissingError("Node.js", advice)
    try:
        run = subprocess.run(
            [node, "-e", _DRIVER, str(page.resolve())],
            input=json.dumps(job),
            capture_output=True,
            encoding="utf-8",
            timeout=MOST_SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise ModelFileError(
            tr(
                "Node.js did not finish in {seconds:g} s: nothing was written. Try again when the "
                "computer has less to do."
            ).format(seconds=MOST_SECONDS)
        ) from error
    except (subprocess.CalledProcessError, OSError) as error:
        raise ModelFileError(
            tr(
                "Node.js could not run {name}: nothing was written. Report this as a defect of "
                "dlgui."
            ).format(name=page.name)
        ) from error
    return json.loads(run.stdout)


_DRIVER = r"""
const fs = require("fs");
const html = fs.readFileSync(process.argv[1], "utf8");
const part = (id) => html.match(new RegExp(`<script[^>]*id="${id}">([\\s\\S]*?)</script>`))[1];
const reader = new Function(part("reader") + "\nreturn makeReader;")()(JSON.parse(part("model")));
const job = JSON.parse(fs.readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify({
  version: process.version.slice(1),
  check: reader.check(),
  images: (job.images || []).map((image) => reader.answer(Float32Array.from(image))),
  drawings: (job.drawings || []).map((drawing) =>
    reader.read(drawing, { minSize: job.minSize, single: job.single })),
}));
"""

_ENGINES = {"onnx": _by_onnxruntime, "keras": _by_keras, "torch": _by_torch, "html": _by_node}
