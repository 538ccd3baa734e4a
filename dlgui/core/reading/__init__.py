"""From ink or pixels to an answer, which may be that it is no digit."""
