"""Ink: strokes, stroke files, strokes to pixels, and pictures from outside."""
