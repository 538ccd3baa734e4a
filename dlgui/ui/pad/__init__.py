"""The drawing pad: where a person writes, and what the network makes of it."""
