"""Training: one loop, its settings and events, and what makes a step fast."""
