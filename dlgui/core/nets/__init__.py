"""Networks: their layers as data, in numpy, in torch, and in files."""
