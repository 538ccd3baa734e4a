"""The *Learn* page: chapters, and things to do in the window."""
