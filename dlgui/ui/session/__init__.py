"""What the pages share: data, reader, training, runs, settings, background work."""
