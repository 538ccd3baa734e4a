"""`dlgui demo`: a hand that does in the real window what a person would."""
