"""A model taken elsewhere, and brought in from elsewhere."""

FORMATS = {"onnx": ".onnx", "keras": ".keras", "torch": ".safetensors", "html": ".html"}
"""What models are exported to, and how the name of each one's main file ends."""
