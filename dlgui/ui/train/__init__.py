"""The *Train* page: settings, start and stop, and how the training goes."""
