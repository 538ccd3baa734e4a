"""dlgui: watch a neural network learn to read handwriting, then write for it."""

__version__ = "0.1.0"
