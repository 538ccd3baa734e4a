"""The bench by hand: real mouse and key events on the page Train."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QUndoStack
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from dlgui.core.nets.layers import Conv, Dense, Flatten, MaxPool
from dlgui.core.nets.network_line import network_of
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.training.settings import TrainingConfig
from dlgui.ui.session.networks import OwnNetworks
from dlgui.ui.session.settings_file import SettingsFile
from dlgui.ui.train.network_box import NetworkBox
from dlgui.ui.train.page import TrainPage
from dlgui.ui.train.workbench import BENCH
from tests.helpers.pointer import MOVE, PRESS, RELEASE, drag, mouse

pytestmark = pytest.mark.usefixtures("themed")

TEXTBOOK = "conv 32 3, relu, maxpool 2, flatten, dense 128, relu, dense 10"
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
Key = Qt.Key


@pytest.fixture
def page(live_session, qtbot):
    page = TrainPage(live_session)
    qtbot.addWidget(page)
    page.resize(840, 760)
    page.show()
    page.workbench.open_side(BENCH)
    qtbot.waitUntil(page.isActiveWindow)
    return page


@pytest.fixture
def model(page):
    return page.workbench.model


def find(page, kind, name):
    return page.findChild(kind, name)


def click(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def cards(page):
    return page.workbench.bench.row.cards


def fields(page, index):
    return list(cards(page)[index].fields.values())


def press(page, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(page.window().focusWidget(), key, modifiers)


def open_menu(button, qtbot):
    """By a click, as a person does; the menu that is open then."""
    # A menu that opens by a click runs an event loop of its own.
    menu = button.menu()
    menu.popup(button.mapToGlobal(QPoint(0, button.height())))
    qtbot.waitUntil(menu.isVisible)
    return menu


def choose(menu, name):
    action = next(action for action in menu.actions() if action.objectName() == name)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def empty_bench(page, qtbot):
    choose(open_menu(find(page, QToolButton, "startFromButton"), qtbot), "startEmpty")


def add(page, qtbot, keyword):
    choose(open_menu(find(page, QToolButton, "addLayerButton"), qtbot), f"add_{keyword}")


def type_into(field, text):
    mouse(field, PRESS, (5, field.height() / 2))
    mouse(field, RELEASE, (5, field.height() / 2))
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Key.Key_Return)


def test_the_textbooks_network_is_rebuilt_by_mouse_from_an_empty_bench(page, model, qtbot):
    empty_bench(page, qtbot)
    assert model.layers == ()
    assert find(page, QPushButton, "startButton").isEnabled() is False
    for keyword in ("conv", "relu", "maxpool", "flatten", "dense", "relu", "dense"):
        add(page, qtbot, keyword)
    type_into(fields(page, 0)[0], "32")
    type_into(fields(page, 4)[0], "128")
    type_into(fields(page, 6)[0], "10")
    assert model.line == TEXTBOOK
    assert page.form.config().network == "reference"
    assert find(page, NetworkBox, "setting_network").currentText() == "Reference CNN"
    assert find(page, QPushButton, "startButton").isEnabled()


def test_a_layer_that_does_not_fit_blocks_the_start_and_one_click_mends_it(page, model):
    model.take(network_of(TEXTBOOK).layers)
    card = cards(page)[3]
    card.setFocus()
    press(page, Key.Key_Delete)
    start = find(page, QPushButton, "startButton")
    facts = find(page, QLabel, "networkFacts")
    assert not start.isEnabled()
    assert "put flatten before it" in facts.text()
    assert facts.text() in start.toolTip()
    assert page.form.config().network == "reference"
    wrong = cards(page)[3]
    mend = wrong.findChild(QPushButton, "mendButton")
    assert mend.isVisible()
    assert mend.text() == "Insert flatten"
    click(mend)
    assert model.line == TEXTBOOK
    assert start.isEnabled()
    assert "parameters" in facts.text()


@pytest.mark.parametrize(
    ("layers", "text", "mended"),
    [
        ([Flatten(), Dense(64)], "Make it dense 10", "flatten, dense 10"),
        (
            [Conv(8, 3), MaxPool(2), Conv(8, 20), Flatten(), Dense(10)],
            "Make it conv 8 13",
            "conv 8 3, maxpool 2, conv 8 13, flatten, dense 10",
        ),
        ([Flatten(), MaxPool(2), Dense(10)], "Leave it out", "flatten, dense 10"),
        ([Conv(8, 3)], "Insert flatten, dense 10", "conv 8 3, flatten, dense 10"),
        ([], "Insert flatten, dense 10", "flatten, dense 10"),
    ],
)
def test_what_is_wrong_is_mended_by_its_click(page, model, layers, text, mended):
    model.take(layers)
    assert model.misfit is not None
    [button] = [
        button
        for button in page.workbench.bench.row.findChildren(QPushButton, "mendButton")
        if button.isVisible()
    ]
    assert button.text() == text
    click(button)
    assert model.line == mended
    assert model.misfit is None


def test_every_change_is_undone_and_done_again_while_the_bench_has_the_focus(
    page, model, live_session
):
    stack = live_session.undo
    model.take(network_of(TEXTBOOK).layers)
    cards(page)[0].setFocus()
    lines = [model.line]
    press(page, Key.Key_D, CONTROL)
    lines.append(model.line)
    press(page, Key.Key_Right, ALT)
    lines.append(model.line)
    press(page, Key.Key_Delete)
    lines.append(model.line)
    type_into(fields(page, 0)[1], "5")
    lines.append(model.line)
    assert all(line != before for line, before in zip(lines[1:], lines, strict=False))
    assert stack.activeStack() is model.stack
    for line in reversed(lines[:-1]):
        stack.undo()
        assert model.line == line
    for line in lines[1:]:
        stack.redo()
        assert model.line == line


def test_the_undo_keys_are_the_pads_when_the_focus_is_elsewhere(page, model, live_session):
    pads = QUndoStack()
    live_session.undo.addStack(pads)
    live_session.undo.setActiveStack(pads)
    find(page, QWidget, "setting_epochs").setFocus()
    cards(page)[0].setFocus()
    assert live_session.undo.activeStack() is model.stack
    find(page, QWidget, "setting_epochs").setFocus()
    assert live_session.undo.activeStack() is pads
    live_session.undo.removeStack(pads)


def test_steps_of_one_field_are_undone_as_one(page, model):
    model.take(network_of(TEXTBOOK).layers)
    field = fields(page, 0)[0]
    field.setFocus()
    for _ in range(3):
        QTest.keyClick(field, Key.Key_Up)
    assert model.line.startswith("conv 35 3")
    assert field.hasFocus()
    model.stack.undo()
    assert model.line == TEXTBOOK


def test_a_card_is_dragged_to_another_place(page, model):
    model.take(network_of("conv 8 3, relu, batchnorm, flatten, dense 10").layers)
    first, third = cards(page)[0], cards(page)[2]
    grip = QPoint(20, 10)
    beyond = third.geometry().center() - first.pos() + QPoint(third.width() // 3, 0)
    drag(first, [grip, grip + QPoint(30, 4), beyond])
    assert model.line == "relu, batchnorm, conv 8 3, flatten, dense 10"
    assert model.current == 2


def test_escape_leaves_a_dragged_card_where_it_is(page, model):
    model.take(network_of("conv 8 3, relu, flatten, dense 10").layers)
    card = cards(page)[1]
    before = model.line
    mouse(card, PRESS, QPoint(20, 10))
    mouse(card, MOVE, QPoint(-90, 10))
    press(page, Key.Key_Escape)
    mouse(card, RELEASE, QPoint(-90, 10))
    assert model.line == before


def test_the_keyboard_does_all_of_it(page, model, qtbot):
    page.workbench.bench.row.setFocus()
    model.take(())
    for letter in ("F", "D"):
        press(page, Key.Key_Insert)
        menu = find(page, QToolButton, "addLayerButton").menu()
        qtbot.waitUntil(menu.isVisible)
        QTest.keyClicks(menu, letter)
        qtbot.waitUntil(lambda menu=menu: not menu.isVisible())
    assert model.line == "flatten, dense 64"
    press(page, Key.Key_Return)
    assert model.line == "flatten, dense 10"  # Enter mends the card that says what is wrong
    press(page, Key.Key_Return)
    field = fields(page, 1)[0]
    assert field.hasFocus()
    QTest.keyClick(field, Key.Key_Escape)
    assert cards(page)[1].hasFocus()
    press(page, Key.Key_Left)
    assert cards(page)[0].hasFocus()
    press(page, Key.Key_D, CONTROL)
    assert model.line == "flatten, flatten, dense 10"
    press(page, Key.Key_Delete)
    press(page, Key.Key_Right, ALT)
    assert model.current in (0, 1)
    assert cards(page)[model.current].hasFocus()


def test_the_network_is_copied_and_pasted_as_a_line(page, model):
    edit = find(page, QLineEdit, "networkLine")
    edit.setFocus()
    edit.selectAll()
    QGuiApplication.clipboard().setText("conv 8 3, tanh, avgpool 2, flatten, dense 10")
    QTest.keySequence(edit, QKeySequence.StandardKey.Paste)
    assert model.line == "conv 8 3, tanh, avgpool 2, flatten, dense 10"
    click(find(page, QToolButton, "copyLineButton"))
    assert QGuiApplication.clipboard().text() == model.line
    before = model.line
    edit.selectAll()
    QTest.keyClicks(edit, "conv 8")
    refusal = find(page, QLabel, "lineRefusal")
    assert refusal.isVisible()
    assert 'write "conv CHANNELS KERNEL' in refusal.text()
    assert model.line == before
    cards(page)[0].setFocus()
    assert not refusal.isVisible()
    assert edit.text() == before


def test_an_own_network_is_named_kept_offered_and_forgotten(page, model, live_session):
    box = find(page, NetworkBox, "setting_network")
    model.take(network_of("conv 8 3, tanh, flatten, dense 10").layers)
    name, keep = find(page, QLineEdit, "networkName"), find(page, QPushButton, "keepNetworkButton")
    click(keep)
    assert "needs a name" in find(page, QLabel, "nameRefusal").text()
    QTest.keyClicks(name, "Reference CNN")
    click(keep)
    assert "already" in find(page, QLabel, "nameRefusal").text()
    name.clear()
    QTest.keyClicks(name, "Mine")
    QTest.keyClick(name, Key.Key_Return)
    assert box.currentText() == "Mine"
    assert not keep.isEnabled()
    assert OwnNetworks(SettingsFile()).all() == live_session.networks.all()
    page.form.set_config(TrainingConfig())
    assert model.line == TEXTBOOK
    assert [box.itemText(i) for i in range(box.count())] == [
        *(network.title for network in NETWORKS.values()),
        "Mine",
    ]
    box.setCurrentIndex(box.findText("Mine"))
    assert model.line == "conv 8 3, tanh, flatten, dense 10"
    assert name.text() == "Mine"
    click(find(page, QToolButton, "forgetNetworkButton"))
    assert live_session.networks.all() == ()


def test_settings_written_by_anybody_bring_only_networks_that_can_be_trained(qtbot):
    settings = SettingsFile()
    settings.own_networks = [("Good", "flatten, dense 10"), ("Bad", "dense"), ("", "flatten")]
    settings.save()
    assert [own.name for own in OwnNetworks(SettingsFile()).all()] == ["Good"]


def test_choosing_a_network_elsewhere_brings_it_to_the_bench_and_is_undone(page, model):
    model.insert(0, network_of(TEXTBOOK).layers[1])
    built = model.line
    page.form.set_config(TrainingConfig(network="mlp"))
    assert model.line == "flatten, dense 256, relu, dense 128, relu, dense 10"
    model.stack.undo()
    assert model.line == built
    assert page.form.config().network == network_of(built).name


def test_cards_wrap_and_none_is_cut_off(page, model):
    line = (
        "conv 16 3 pad 1, batchnorm, relu, conv 16 3, gelu, maxpool 2, dropout 0.2, "
        "conv 32 3 stride 2, elu, avgpool 2, flatten, dense 64, tanh, dense 10"
    )
    model.take(network_of(line).layers)
    row = page.workbench.bench.row
    for width in (560, 820, 1200):
        page.resize(width, 700)
        for card in cards(page):
            assert row.rect().contains(card.geometry())
        assert len({(c.x(), c.y()) for c in cards(page)}) == 14


def test_what_it_costs_is_told_before_training(page, model, qtbot):
    model.take(network_of(TEXTBOOK).layers)
    page.form.set_config(TrainingConfig(train_digits=200))
    cost = find(page, QLabel, "networkCost")
    assert "693,962 parameters" in cost.text()
    assert "1.8 million operations a digit" in cost.text()
    assert "MB of memory" in cost.text()
    qtbot.waitUntil(lambda: "an epoch here" in cost.text(), timeout=30_000)


def test_a_training_shows_its_curves_and_locks_the_bench(page, model, live_session, qtbot):
    line = "flatten, dropout 0.2, dense 10"
    page.form.set_config(TrainingConfig(network=line, epochs=1, train_digits=100))
    click(find(page, QPushButton, "startButton"))
    assert page.loss_chart.isVisible()
    assert "dropout leaves out" in page.loss_chart.parentWidget().toolTip()
    page.workbench.open_side(BENCH)
    assert not page.workbench.bench.row.isEnabled()
    qtbot.waitUntil(lambda: live_session.training.is_idle, timeout=30_000)
    assert page.workbench.bench.row.isEnabled()
