"""A model taken elsewhere, and brought in from elsewhere."""
