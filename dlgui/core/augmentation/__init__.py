"""Variations of digits for training: of pixels, and habits of writing."""
