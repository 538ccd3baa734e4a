"""The *Evaluate* page: how well a reader reads digits that it did not learn from."""
