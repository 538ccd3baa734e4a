"""How well a network reads: metrics, comparisons, robustness, embeddings, experiments."""
