"""The examples beside the switch for augmentation."""

from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel

from dlgui.ui.train.settings_form import SettingsForm


def test_the_button_opens_a_picture_of_digits_and_their_variations(qtbot, themed):
    form = SettingsForm()
    qtbot.addWidget(form)
    form.findChild(QAbstractButton, "augmentExamplesButton").click()
    dialog = form.findChild(QDialog, "augmentExamples")
    assert dialog.isVisible()
    one, eight = (label.pixmap() for label in dialog.findChildren(QLabel) if label.pixmap())
    assert one.height() == eight.height()
    assert eight.width() > 7 * one.width()
