"""Replaces PyInstaller's own hook for pyqtgraph: no examples, no icons, no colour maps."""

from PyInstaller.utils.hooks.qt import exclude_extraneous_qt_bindings

# pyqtgraph makes their names from the Qt binding it finds.
hiddenimports = [
    "PySide6.QtOpenGL",
    "PySide6.QtOpenGLWidgets",
    "pyqtgraph.graphicsItems.ViewBox.axisCtrlTemplate_generic",
    "pyqtgraph.graphicsItems.PlotItem.plotConfigTemplate_generic",
    "pyqtgraph.imageview.ImageViewTemplate_generic",
]
excludedimports = exclude_extraneous_qt_bindings("hook-pyqtgraph", ["PySide6"])
