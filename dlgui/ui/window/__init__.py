"""The window itself: menus, message bar, what belongs to all pages."""
