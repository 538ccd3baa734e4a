"""The *Runs* page: all runs, side by side, and to hand on."""
