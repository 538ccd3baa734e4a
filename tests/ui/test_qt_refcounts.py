"""Some versions of PySide6 (6.12.0 on Python 3.11) lose references to None and to the bools.

A process that paints or emits in a loop then aborts ("deallocating None") within a second.
"""

import subprocess
import sys

PROGRAM = """
import sys
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

class Source(QObject):
    flagged = Signal(bool)
    told = Signal(object)

class Painted(QWidget):
    def paintEvent(self, event):
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.drawLine(0, 0, 9, 9)
        painter.end()

    def event(self, event):
        return super().event(event)

app = QApplication(sys.argv)
source, widget = Source(), Painted()
source.flagged.connect(widget.setEnabled)
source.told.connect(lambda value: None)
before = [sys.getrefcount(value) for value in (None, True, False)]
image = QImage(16, 16, QImage.Format.Format_ARGB32)
ROUNDS = 20_000
for round in range(ROUNDS):
    source.flagged.emit(True)
    source.flagged.emit(False)
    source.told.emit(None)
    if round % 4 == 0:
        widget.render(image)
lost = [a - sys.getrefcount(v) for a, v in zip(before, (None, True, False))]
assert max(lost) < ROUNDS // 10, f"references lost to None, True, False: {lost}"
"""


def test_painting_and_emitting_in_a_loop_loses_no_references():
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=100
    )
    assert ended.returncode == 0, ended.stderr
