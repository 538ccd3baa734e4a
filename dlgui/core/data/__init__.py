"""Data sets: the embedded digits, files in the usual formats, and the download."""
