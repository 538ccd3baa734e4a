"""The window: widgets, pages and the session that they share."""
