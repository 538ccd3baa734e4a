"""How a step is computed fast: data on the device, batches, optimisers, threads, precision."""
