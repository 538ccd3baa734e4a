"""What the arrow keys mean wherever one walks from cell to cell."""

from PySide6.QtCore import Qt

ARROW_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
"""Key to (rows down, columns right)."""
