"""Whether an exported model is still the same network: another engine runs it on kept digits."""

from __future__ import annotations

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
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


def _by_javascript(
    model: Model, files: dict[str, Path], images: np.ndarray
) -> tuple[str, list[Answers]]:
    answers = run_page(files[".html"], {"images": images.reshape(len(images), -1).tolist()})
    logits, probabilities = (
        np.array([answer[key] for answer in answers["images"]], np.float32)
        for key in ("logits", "probabilities")
    )
    return f"JavaScript in {answers['engine']}", [(logits, probabilities)]


def run_page(page: Path, job: dict[str, Any]) -> Any:
    """What the scripts of an exported page say in Node.js, or in Qt where that is not installed.

    job: ``images``, a list of 784 pixels each, and ``drawings``, a list of strokes each, which are
    lists of [x, y]; ``minSize`` as `Reader`'s min_size. Gives ``images``, ``drawings``, lists of
    digits, ``check``, and ``engine``, its name and version. Raises EngineMissingError.
    """
    name, command = _javascript()
    scripts = dict(_SCRIPT.findall(page.read_text("utf-8")))
    job = {"images": [], "drawings": [], "minSize": 0, "single": False} | job
    given = {"source": scripts["reader"] + _JOB, "model": scripts["model"], "job": json.dumps(job)}
    try:
        run = subprocess.run(
            command,
            input=json.dumps(given),
            capture_output=True,
            encoding="utf-8",
            timeout=MOST_SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise ModelFileError(
            tr(
                "{engine} did not finish in {seconds:g} s: nothing was written. Try again when the "
                "computer has less to do."
            ).format(engine=name, seconds=MOST_SECONDS)
        ) from error
    except (subprocess.CalledProcessError, OSError) as error:
        raise ModelFileError(
            tr(
                "{engine} could not run {name}: nothing was written. Report this as a defect of "
                "dlgui."
            ).format(engine=name, name=page.name)
        ) from error
    version, answers = run.stdout.split("\n", 1)
    return {"engine": f"{name} {version}", **json.loads(answers)}


def _javascript() -> tuple[str, list[str]]:
    """An engine's name, and what runs `source` with `model` and `job` from its standard input.

    Each prints its version, and in the next line what the source's value is. Qt's needs an
    interpreter of its own, which the executable has not, and is much slower.
    """
    if node := shutil.which("node"):
        return "Node.js", [node, "-e", _NODE]
    if not getattr(sys, "frozen", False) and find_spec("PySide6.QtQml") is not None:
        return "Qt", [sys.executable, "-c", _QT]
    advice = tr("install Node.js; the page checks itself on ten digits whenever it is opened.")
    raise EngineMissingError("Node.js", advice)


_SCRIPT = re.compile(r'<script[^>]*id="(reader|model)">(.*?)</script>', re.DOTALL)

_JOB = r"""
;(() => {
  const reader = makeReader(JSON.parse(model)), asked = JSON.parse(job);
  return JSON.stringify({
    check: reader.check(),
    images: asked.images.map((image) => reader.answer(Float32Array.from(image))),
    drawings: asked.drawings.map((drawing) =>
      reader.read(drawing, { minSize: asked.minSize, single: asked.single })),
  });
})()
"""

_NODE = r"""
const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
Object.assign(globalThis, { model: given.model, job: given.job });
const answers = require("vm").runInThisContext(given.source);
process.stdout.write(process.version.slice(1) + "\n" + answers);
"""

_QT = """
import json, sys
from PySide6.QtCore import QCoreApplication, qVersion
from PySide6.QtQml import QJSEngine
app = QCoreApplication([])
engine, given = QJSEngine(), json.load(sys.stdin)
for name in ("model", "job"):
    engine.globalObject().setProperty(name, given[name])
answers = engine.evaluate(given["source"])
if answers.isError():
    sys.exit(answers.toString())
print(qVersion(), answers.toString(), sep="\\n")
"""

_ENGINES = {"onnx": _by_onnxruntime, "keras": _by_keras, "torch": _by_torch, "html": _by_javascript}
