"""The library behind the window: data, networks, training, ink, recognition. No Qt."""
