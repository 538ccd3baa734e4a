"""What runs beside the window: workers and the bridges to the GUI thread (QtCore only)."""
