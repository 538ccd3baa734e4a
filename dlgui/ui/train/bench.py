"""The bench: a network is built of layers, priced, named and kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from dlgui.core.errors import NetworkError
from dlgui.core.nets.network_line import MOST_CHARACTERS, network_of
from dlgui.core.nets.networks import NETWORKS
from dlgui.language import tr
from dlgui.ui.kit.icons import set_icon
from dlgui.ui.kit.menu import Menu
from dlgui.ui.kit.theme import CAPTION, M, S, font, set_look
from dlgui.ui.session.networks import LONGEST_NAME
from dlgui.ui.train.bench_model import BenchModel
from dlgui.ui.train.bench_row import BenchRow, menu_texts
from dlgui.ui.train.cost import CostBar

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session


class Bench(QFrame):
    """The layers of `model` as cards, and what can be done with them."""

    def __init__(self, session: Session, model: BenchModel) -> None:
        super().__init__()
        self.setObjectName("bench")
        self.setAccessibleName(tr("Bench"))
        set_look(self, "card")
        self._session = session
        self._model = model
        self._undo_before = session.undo.activeStack()
        self.row = BenchRow(model)
        self._place = QRect()
        self._sight_timer = QTimer(self, singleShot=True, interval=0)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("benchScroll")
        self._add = _menu_button("addLayerButton", tr("Add"), "plus")
        self._start_from = _menu_button("startFromButton", tr("Start from"))
        self._undo = _icon_button("benchUndoButton", "undo", tr("Undo (Ctrl+Z)"))
        self._redo = _icon_button("benchRedoButton", "redo", tr("Redo"))
        self._empty = QLabel(
            tr(
                "An empty bench. Add layers with the button above or the Insert key: a "
                "convolution looks for patterns, pooling shrinks the maps, flatten writes them "
                "out as a list, and dense layers decide."
            )
        )
        self.line = LineField(session, model)
        self.keeping = KeepField(session, model)
        self.cost = CostBar(session, model)
        self._lay_out()
        self._connect()
        self._follow()

    def set_enabled_layers(self, enabled: bool) -> None:
        """While a training runs, its network can be looked at and no more."""
        parts = (self.row, self._add, self._start_from, self.line)
        for part in parts:
            part.setEnabled(enabled)
        self._follow()

    def open_add_menu(self) -> None:
        self._add.menu().popup(self._add.mapToGlobal(QPoint(0, self._add.height())))

    def show_layer(self, index: int) -> None:
        self._model.choose(index)
        self.row.focus_current()

    def _connect(self) -> None:
        session, model = self._session, self._model
        session.undo.addStack(model.stack)
        self._undo.clicked.connect(model.stack.undo)
        self._redo.clicked.connect(model.stack.redo)
        self.row.add_wanted.connect(self.open_add_menu)
        self.row.reached.connect(self._want_in_sight)
        self._sight_timer.timeout.connect(self._show_place)
        model.changed.connect(self._follow)
        session.networks.changed.connect(self._follow)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._choose_undo)
        for group in menu_texts():
            for keyword, text in group:
                action = self._add.menu().addAction(text)
                action.setObjectName(f"add_{keyword}")
                action.triggered.connect(lambda _=False, k=keyword: self.row.add(k))
            self._add.menu().addSeparator()
        menu = self._start_from.menu()
        assert isinstance(menu, Menu)
        menu.fill_by(self._list_starts)

    def _choose_undo(self, _old: QWidget | None, now: QWidget | None) -> None:
        """The keys undo what is done on the bench while it has the focus."""
        undo, ours = self._session.undo, self._model.stack
        if now is None or isinstance(now, QMenu):
            return
        if now is self or self.isAncestorOf(now):
            if undo.activeStack() is not ours:
                self._undo_before = undo.activeStack()
                undo.setActiveStack(ours)
        elif undo.activeStack() is ours:
            undo.setActiveStack(self._undo_before)

    def _follow(self) -> None:
        model, stack = self._model, self._model.stack
        self._empty.setVisible(not model.layers)
        self._undo.setEnabled(stack.canUndo() and self.row.isEnabled())
        self._redo.setEnabled(stack.canRedo() and self.row.isEnabled())
        self._add.setEnabled(not model.is_full and self.row.isEnabled())

    def _list_starts(self) -> None:
        menu = self._start_from.menu()
        menu.clear()
        menu.addAction(tr("Empty bench"), lambda: self._take(None)).setObjectName("startEmpty")
        menu.addSeparator()
        for network in NETWORKS.values():
            action = menu.addAction(tr(network.title), partial(self._take, network.name))
            action.setObjectName(f"start_{network.name}")
        menu.addSeparator()
        for own in self._session.networks.all():
            menu.addAction(own.name, partial(self._take, own.line))

    def _take(self, name: str | None) -> None:
        self._model.take(network_of(name).layers if name else ())
        self.row.focus_current()

    def _show_place(self) -> None:
        place = self._place.translated(self.row.pos())
        for y in (place.bottom(), place.top()):
            self._scroll.ensureVisible(place.center().x(), y, 0, S)

    def _want_in_sight(self, place: QRect) -> None:
        """Once the layout has given the row its new height."""
        self._place = place
        self._sight_timer.start()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(S)
        top.addWidget(self._add)
        top.addWidget(self._start_from)
        top.addStretch()
        top.addWidget(self._undo)
        top.addWidget(self._redo)
        self._empty.setWordWrap(True)
        set_look(self._empty, "muted")
        inside = QWidget()
        set_look(inside, "plain")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self._empty)
        column.addWidget(self.row)
        column.addStretch(1)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(M, M + S, M, M + S)
        layout.setSpacing(M)
        layout.addLayout(top)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self.cost)
        layout.addWidget(self.line)
        layout.addWidget(self.keeping)


class LineField(QWidget):
    """The network as a line, to be copied, pasted or typed. What is no network is refused."""

    def __init__(self, session: Session, model: BenchModel) -> None:
        super().__init__()
        self._model = model
        self.edit = QLineEdit()
        self.edit.setObjectName("networkLine")
        self.edit.setAccessibleName(tr("The network in one line"))
        self.edit.setPlaceholderText(tr("conv 32 3, relu, maxpool 2, flatten, dense 10"))
        self.edit.setMaxLength(MOST_CHARACTERS)
        self.copy = _icon_button("copyLineButton", "copy", tr("Copy the line"))
        self.refusal = _small_label("lineRefusal", "bad")
        self.refusal.hide()
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(self.edit, 1)
        row.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addLayout(row)
        column.addWidget(self.refusal)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(model.line))
        self.edit.textEdited.connect(self._try)
        self.edit.editingFinished.connect(self._finish)
        model.changed.connect(self._follow)
        self._follow()

    def _try(self, line: str) -> None:
        """Take the line over as soon as it is one."""
        try:
            network = network_of(line)
        except NetworkError as error:
            self._refuse(str(error))
        else:
            self._refuse("")
            self._model.take(network.layers)

    def _finish(self) -> None:
        """What was typed stays until it is left; then the bench's own line comes back."""
        if not self.edit.hasFocus():
            self._refuse("")
            self._follow()

    def _refuse(self, why: str) -> None:
        set_look(self.edit, "wrong" if why else "")
        self.refusal.setText(why)
        self.refusal.setVisible(bool(why))

    def _follow(self) -> None:
        self.copy.setEnabled(bool(self._model.layers))
        if not self.edit.hasFocus():
            self.edit.setText(self._model.line)
            self.edit.setCursorPosition(0)


class KeepField(QWidget):
    """Names the network and keeps it, or forgets one that is kept."""

    def __init__(self, session: Session, model: BenchModel) -> None:
        super().__init__()
        self._session, self._model = session, model
        self.edit = QLineEdit()
        self.edit.setObjectName("networkName")
        self.edit.setAccessibleName(tr("Name of the network"))
        self.edit.setPlaceholderText(tr("A name to keep it by"))
        self.edit.setMaxLength(LONGEST_NAME)
        self.keep = QPushButton(tr("Keep"))
        self.keep.setObjectName("keepNetworkButton")
        self.forget = _icon_button("forgetNetworkButton", "clear", tr("Forget the network"))
        self.refusal = _small_label("nameRefusal", "bad")
        self.refusal.hide()
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(self.edit, 1)
        row.addWidget(self.keep)
        row.addWidget(self.forget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addLayout(row)
        column.addWidget(self.refusal)
        self.keep.clicked.connect(self._keep)
        self.edit.returnPressed.connect(self._keep)
        self.edit.textEdited.connect(lambda: self._refuse(""))
        self.edit.textChanged.connect(self._follow)
        self.forget.clicked.connect(self._forget)
        model.changed.connect(self._on_model)
        session.networks.changed.connect(self._follow)
        self._on_model()

    def _on_model(self) -> None:
        """A network that is kept brings its name."""
        own = [known.name for known in self._session.networks.all()]
        names = {known.line: known.name for known in self._session.networks.all()}
        network = self._model.network
        if network is not None and network.name in names:
            self.edit.setText(names[network.name])
        elif network is not None and network.name in NETWORKS and self.edit.text() in own:
            self.edit.clear()
        self._refuse("")
        self._follow()

    def _follow(self) -> None:
        network, name = self._model.network, self.edit.text().strip()
        known = {own.name: own.line for own in self._session.networks.all()}
        kept = network is not None and known.get(name) == network.name
        self.keep.setEnabled(network is not None and not kept)
        self.keep.setText(tr("Kept") if kept else tr("Keep"))
        self.forget.setEnabled(name in known)

    def _keep(self) -> None:
        network = self._model.network
        if network is None or not self.keep.isEnabled():
            return
        why = self._session.networks.refusal(self.edit.text())
        self._refuse(why)
        if not why:
            self._session.networks.keep(self.edit.text(), network.name)
            self._follow()

    def _forget(self) -> None:
        self._session.networks.forget(self.edit.text().strip())

    def _refuse(self, why: str) -> None:
        set_look(self.edit, "wrong" if why else "")
        self.refusal.setText(why)
        self.refusal.setVisible(bool(why))


def _menu_button(name: str, text: str, icon: str = "") -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setText(text)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setToolButtonStyle(
        Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        if icon
        else Qt.ToolButtonStyle.ToolButtonTextOnly
    )
    if icon:
        set_icon(button, icon)
    button.setMenu(Menu(parent=button))
    return button


def _icon_button(name: str, icon: str, text: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setToolTip(text)
    button.setAccessibleName(text)
    set_look(button, "flat")
    set_icon(button, icon)
    return button


def _small_label(name: str, look: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setFont(font(CAPTION))
    label.setWordWrap(True)
    set_look(label, look)
    return label
