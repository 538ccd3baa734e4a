"""The look: named colours for light and dark, spacing, type sizes, one style sheet.

Widgets ask `theme()` when they paint and repaint on `theme_notifier.themeChanged`. Ordinary
widgets need neither: the palette and the style sheet change beneath them. The property ``look``
picks a variant of the style sheet, for instance ``look="card"``.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import cache
from string import Template
from typing import Literal

from PySide6.QtCore import QDir, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from dlgui import paths
from dlgui.language import tr

ThemeChoice = Literal["system", "light", "dark"]

TEXT_PERCENTS = (100, 110, 125, 150, 175, 200)
"""Sizes of all text that can be chosen, in per cent of the platform's."""

S, M, L, XL = 4, 8, 16, 24
"""Spacings in device-independent pixels: within a control, between controls, cards, sections."""

RADIUS = 8

CAPTION, BODY, TITLE, HEADING, DISPLAY = 12, 13, 15, 20, 32
"""Type sizes in device-independent pixels at the platform's usual text size."""

_LINUX_FONTS = ("Inter", "Inter Variable", "Noto Sans", "Cantarell", "Ubuntu", "Open Sans")


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by what they are for.

    background, surface, surface_alt: the window, a card on it, a quiet control on a card
    *_soft: a ground behind text; accent is for fills under `accent_text`, accent_line for lines
    and text in the accent colour
    """

    name: Literal["light", "dark"]
    background: QColor
    surface: QColor
    surface_alt: QColor
    border: QColor
    border_strong: QColor
    border_input: QColor
    text: QColor
    text_muted: QColor
    text_faint: QColor
    accent: QColor
    accent_hover: QColor
    accent_soft: QColor
    accent_line: QColor
    accent_text: QColor
    good: QColor
    warning: QColor
    warning_soft: QColor
    bad: QColor
    bad_soft: QColor
    ink: QColor
    paper: QColor
    chart_train: QColor
    chart_validation: QColor
    chart_grid: QColor

    @property
    def is_dark(self) -> bool:
        return self.name == "dark"


LIGHT = Theme(
    name="light",
    background=QColor("#f4f5f8"),
    surface=QColor("#ffffff"),
    surface_alt=QColor("#eef0f4"),
    border=QColor("#e0e4ea"),
    border_strong=QColor("#c2c9d3"),
    border_input=QColor("#828b99"),
    text=QColor("#1a1d23"),
    text_muted=QColor("#596273"),
    text_faint=QColor("#9aa2b0"),
    accent=QColor("#2a5bd7"),
    accent_hover=QColor("#2350c0"),
    accent_soft=QColor("#e4ecfd"),
    accent_line=QColor("#2a5bd7"),
    accent_text=QColor("#ffffff"),
    good=QColor("#1a7f4b"),
    warning=QColor("#8f5600"),
    warning_soft=QColor("#fff3d9"),
    bad=QColor("#bf2d26"),
    bad_soft=QColor("#fde9e7"),
    ink=QColor("#14171e"),
    paper=QColor("#ffffff"),
    chart_train=QColor("#2a5bd7"),
    chart_validation=QColor("#d4620a"),
    chart_grid=QColor("#e9ecf1"),
)

DARK = Theme(
    name="dark",
    background=QColor("#14161a"),
    surface=QColor("#1c1f25"),
    surface_alt=QColor("#272b33"),
    border=QColor("#2d323b"),
    border_strong=QColor("#454c59"),
    border_input=QColor("#717b8c"),
    text=QColor("#e7e9ee"),
    text_muted=QColor("#a2aab8"),
    text_faint=QColor("#697180"),
    accent=QColor("#406ce2"),
    accent_hover=QColor("#3b66d8"),
    accent_soft=QColor("#22304f"),
    accent_line=QColor("#86a8ff"),
    accent_text=QColor("#ffffff"),
    good=QColor("#4cc38a"),
    warning=QColor("#e8b05a"),
    warning_soft=QColor("#362b18"),
    bad=QColor("#f47d72"),
    bad_soft=QColor("#3a2123"),
    ink=QColor("#f1f3f7"),
    paper=QColor("#101216"),
    chart_train=QColor("#86a8ff"),
    chart_validation=QColor("#f0a35e"),
    chart_grid=QColor("#292e36"),
)


class ThemeNotifier(QObject):
    themeChanged = Signal()
    textResized = Signal()
    """Perhaps; before the other one, for what measures its text once."""

    def follow_system(self) -> None:
        if _choice == "system":
            _apply()


theme_notifier = ThemeNotifier()
_current = LIGHT
_choice: ThemeChoice = "system"
_text_percent = 100


def theme() -> Theme:
    """The colours in use now."""
    return _current


def theme_choice() -> ThemeChoice:
    """What the person chose; "system" follows the desktop."""
    return _choice


def install_theme(app: QApplication, choice: ThemeChoice = "system") -> None:
    """Give `app` its style and fonts, follow the desktop's colours, and apply `choice`."""
    QDir.setSearchPaths("icons", [str(paths.resource("icons"))])
    app.setStyle("Fusion")
    app.setFont(font())
    hints = app.styleHints()
    # A second installation in one process (tests) must not follow the desktop twice.
    unique = Qt.ConnectionType.UniqueConnection
    hints.colorSchemeChanged.connect(theme_notifier.follow_system, unique)
    set_theme(choice)


def set_theme(choice: ThemeChoice) -> None:
    """Show the window light, dark, or as the desktop has it."""
    global _choice
    _choice = choice
    schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
    # Tells the platform too, so that the title bar and native dialogues match.
    QGuiApplication.styleHints().setColorScheme(schemes.get(choice, Qt.ColorScheme.Unknown))
    _apply()


def text_percent() -> int:
    """The size of all text that was chosen, in per cent of the platform's."""
    return _text_percent


def set_text_percent(percent: int) -> None:
    """Show all text in this size, 100 to 200, at once: also in widgets that are there already."""
    global _text_percent
    percent = min(max(percent, TEXT_PERCENTS[0]), TEXT_PERCENTS[-1])
    before, _text_percent = _text_percent, percent
    if percent == before:
        return
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    with _no_collection():
        for widget in app.allWidgets():
            has_own = widget.testAttribute(Qt.WidgetAttribute.WA_SetFont)
            if has_own and widget.property("usualSize") is None and widget.font().pixelSize() > 0:
                widget.setProperty("usualSize", widget.font().pixelSize() * 100 / before)
        app.setFont(font())
    _apply()


def sized(pixels: float) -> int:
    """A length that goes with the text: `pixels` at the usual size of text."""
    return round(pixels * _usual_size() / BODY * _text_percent / 100)


def fix_width(widget: QWidget, pixels: int) -> None:
    """As `setFixedWidth` for what holds text: `pixels` at the usual size of text."""
    widget.setProperty("usualWidth", pixels)
    widget.setFixedWidth(sized(pixels))


def keep_width_for(label: QWidget, text: str) -> None:
    """Let `label` be as wide as `text`, also where it says less: nothing beside it moves."""
    label.setProperty("widestText", text)
    label.setMinimumWidth(label.fontMetrics().horizontalAdvance(text))


def keep_lines(label: QWidget, lines: int, *, fixed: bool = False) -> None:
    """Let `label` be as high as `lines` of its text, or more unless it is `fixed`."""
    label.setProperty("lines", lines)
    label.setProperty("linesAreFixed", fixed)
    # A line of the language in use: signs that come from another font make it higher.
    line = label.fontMetrics().boundingRect(QRect(0, 0, 9999, 9999), 0, tr("Loss")).height()
    height = lines * max(line, label.fontMetrics().lineSpacing())
    label.setFixedHeight(height) if fixed else label.setMinimumHeight(height)


def font(size: int = BODY, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The window's font, with figures of equal width so that changing numbers do not dance.

    size: one of the type sizes; it grows with the platform's own text size and the chosen one.
    """
    made = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if sys.platform.startswith("linux"):
        made.setFamilies([*_installed_linux_fonts(), made.family()])
    made.setPixelSize(sized(size))
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def _usual_size() -> int:
    """Of the platform's text, in pixels."""
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    return max(BODY, QFontInfo(system).pixelSize())


def _fit_text(widget: QWidget) -> None:
    """Set again what was set for `widget` at another size of text."""
    usual_size = widget.property("usualSize")
    if usual_size is not None:
        own = widget.font()
        own.setPixelSize(round(usual_size * _text_percent / 100))
        widget.setFont(own)
    usual_width = widget.property("usualWidth")
    if usual_width:
        widget.setFixedWidth(sized(usual_width))
    if widget.property("widestText"):
        keep_width_for(widget, widget.property("widestText"))
    if widget.property("lines"):
        keep_lines(widget, widget.property("lines"), fixed=widget.property("linesAreFixed"))


@cache
def _installed_linux_fonts() -> tuple[str, ...]:
    installed = set(QFontDatabase.families())
    return tuple(family for family in _LINUX_FONTS if family in installed)


def set_look(widget: QWidget, look: str) -> None:
    """Choose the style sheet's variant for `widget`, also after it was shown."""
    if widget.property("look") == look:
        return
    widget.setProperty("look", look)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def mixed(first: QColor, second: QColor, share: float) -> QColor:
    """`first` at share 0, `second` at 1, and in between for scales of colour."""
    return QColor.fromRgbF(
        first.redF() + (second.redF() - first.redF()) * share,
        first.greenF() + (second.greenF() - first.greenF()) * share,
        first.blueF() + (second.blueF() - first.blueF()) * share,
    )


def _apply() -> None:
    global _current
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    dark = _choice == "dark" or (
        _choice == "system" and app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    )
    _current = DARK if dark else LIGHT
    with _no_collection():
        app.setPalette(_palette(_current))
        app.setStyleSheet(_style_sheet(_current))
        # A style sheet brings back the fonts that widgets had when they first met one.
        for widget in app.allWidgets():
            _fit_text(widget)
    theme_notifier.textResized.emit()
    theme_notifier.themeChanged.emit()


@contextmanager
def _no_collection() -> Iterator[None]:
    """Qt walks over a list of all widgets, and ends the program at one that is gone meanwhile.

    Python may take away a forgotten one whenever a widget's method runs in the middle of that, or
    while the list is handed over to it.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _palette(t: Theme) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for which, colour in {
        role.Window: t.background,
        role.WindowText: t.text,
        role.Base: t.surface,
        role.AlternateBase: t.surface_alt,
        role.Text: t.text,
        role.PlaceholderText: t.text_muted,
        role.Button: t.surface_alt,
        role.ButtonText: t.text,
        role.BrightText: t.bad,
        role.ToolTipBase: t.surface,
        role.ToolTipText: t.text,
        role.Link: t.accent_line,
        role.LinkVisited: t.accent_line,
        role.Highlight: t.accent,
        role.HighlightedText: t.accent_text,
        role.Accent: t.accent,
        role.Light: t.surface,
        role.Midlight: t.border,
        role.Mid: t.border_strong,
        role.Dark: t.text_faint,
        role.Shadow: t.border_strong,
    }.items():
        palette.setColor(which, colour)
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, t.text_faint)
    return palette


def _style_sheet(t: Theme) -> str:
    template = Template(paths.resource("style.qss").read_text("utf-8"))
    colours = {f.name: getattr(t, f.name).name() for f in fields(t) if f.name != "name"}
    heights = {f"text_{pixels}": f"{sized(pixels)}px" for pixels in (12, 14, 18, 20, 26)}
    return template.substitute({**colours, **heights, "radius": f"{RADIUS}px"})
