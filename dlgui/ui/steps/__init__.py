"""The *Steps* page: one step of learning, the layers over time, and the run's past."""
