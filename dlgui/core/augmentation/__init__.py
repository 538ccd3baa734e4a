"""Variations of digits for training: `images` for pixels, `strokes` for pen strokes."""
