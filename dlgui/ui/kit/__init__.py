"""What every page is made of: theme, icons, dialogs, plots, heat maps."""
