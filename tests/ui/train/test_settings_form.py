import pytest
from PySide6.QtCore import QEvent, QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QToolButton, QWidget

from dlgui.core.training.presets import PRESETS
from dlgui.core.training.settings import SETTINGS, TrainingConfig
from dlgui.ui.train.settings_form import SettingsForm

pytestmark = pytest.mark.usefixtures("themed")


@pytest.fixture
def form(qtbot):
    form = SettingsForm()
    qtbot.addWidget(form)
    form.show()
    return form


def field(form, name):
    return form.findChild(QWidget, f"setting_{name}")


def preset_box(form):
    return form.findChild(QComboBox, "presetBox")


def test_every_setting_has_a_field_that_explains_itself(form):
    assert form.config() == TrainingConfig()
    for setting in SETTINGS:
        widget = field(form, setting.name)
        assert widget.accessibleName() == setting.label
        tip = widget.toolTip() or widget.parentWidget().toolTip()
        assert setting.help in tip
        assert setting.why in tip
        assert setting.help in widget.accessibleDescription()


def test_advanced_settings_are_folded_away(form):
    more = form.findChild(QToolButton, "moreSettings")
    advanced = [field(form, setting.name) for setting in SETTINGS if setting.advanced]
    assert not any(widget.isVisible() for widget in advanced)
    more.click()
    assert all(widget.isVisible() for widget in advanced)
    assert form.shows_advanced


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_fills_the_form_and_is_recognised(form, name):
    box = preset_box(form)
    index = box.findData(name)
    box.setCurrentIndex(index)
    box.activated.emit(index)
    assert form.config() == PRESETS[name].config
    assert box.currentData() == name


def test_another_value_makes_the_preset_custom_and_is_told(form, qtbot):
    with qtbot.waitSignal(form.changed):
        field(form, "augment").setChecked(True)
    assert form.config() == TrainingConfig(augment=True)
    assert preset_box(form).currentIndex() == -1
    field(form, "augment").setChecked(False)
    assert preset_box(form).currentData() == "reference"


def test_only_live_settings_can_be_changed_while_training(form):
    form.set_training(True)
    enabled = [setting.name for setting in SETTINGS if field(form, setting.name).isEnabled()]
    assert enabled == ["learning_rate"]
    assert not preset_box(form).isEnabled()
    form.set_training(False)
    assert field(form, "batch_size").isEnabled()


def test_a_live_change_is_told_but_filling_the_form_is_not(form, qtbot):
    told = []
    form.live_changed.connect(lambda name, value: told.append((name, value)))
    form.set_config(TrainingConfig(learning_rate=0.05))
    assert told == []
    field(form, "learning_rate").stepDown()
    assert told == [("learning_rate", pytest.approx(0.02))]


def test_learning_rates_step_by_1_2_5_and_batches_by_powers_of_two(form):
    rate = field(form, "learning_rate")
    seen = []
    for _ in range(4):
        rate.stepUp()
        seen.append(rate.value())
    assert seen == pytest.approx([0.002, 0.005, 0.01, 0.02])
    rate.setValue(0.003)
    rate.stepDown()
    assert rate.value() == pytest.approx(0.002)
    assert rate.text() == "0.002"
    batch = field(form, "batch_size")
    batch.stepUp()
    assert batch.value() == 64
    batch.setValue(48)
    batch.stepDown()
    assert batch.value() == 32
    batch.setValue(1)
    batch.stepDown()
    assert batch.value() == 1


def test_the_ends_of_a_logarithmic_range_are_ends(form):
    rate = field(form, "learning_rate")
    for _ in range(40):
        rate.stepUp()
    assert rate.value() == 10.0
    for _ in range(60):
        rate.stepDown()
    assert rate.value() == pytest.approx(1e-6)
    assert rate.text() == "0.000001"


def test_typed_numbers_count_once_they_are_finished(form):
    changes = []
    form.changed.connect(lambda: changes.append(form.config().epochs))
    epochs = field(form, "epochs")
    epochs.setFocus()
    epochs.selectAll()
    QTest.keyClicks(epochs, "12")
    assert changes == []
    QTest.keyClick(epochs, Qt.Key.Key_Return)
    assert changes == [12]
    epochs.selectAll()
    QTest.keyClicks(epochs, "999999")
    QTest.keyClick(epochs, Qt.Key.Key_Return)
    assert form.config().epochs <= 200


def test_the_wheel_scrolls_past_a_field_without_the_focus(form):
    epochs = field(form, "epochs")
    epochs.clearFocus()
    middle = QPointF(epochs.rect().center())
    wheel = QWheelEvent(
        middle,
        epochs.mapToGlobal(middle),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(epochs, wheel)
    assert form.config().epochs == 5


def test_momentum_is_for_sgd(form):
    assert not field(form, "momentum").isEnabled()
    optimizer = field(form, "optimizer")
    optimizer.setCurrentIndex(optimizer.findData("sgd"))
    assert field(form, "momentum").isEnabled()


def test_the_network_is_described(form):
    network = field(form, "network")
    network.setCurrentIndex(network.findData("reference"))
    texts = [label.text() for label in form.findChildren(QLabel)]
    assert any("693,962 parameters" in text for text in texts)


def test_a_network_of_ones_own_is_shown_and_given_back(form):
    own = TrainingConfig(network="conv 4 3, relu, flatten, dense 10")
    form.set_config(own)
    assert form.config() == own
    assert field(form, "network").currentText() == "conv 4 · dense 10"
    form.set_config(TrainingConfig())
    form.set_config(own)
    assert form.config() == own
    titles = [field(form, "network").itemText(i) for i in range(field(form, "network").count())]
    assert titles.count("conv 4 · dense 10") == 1


def type_into(form, name, text, then=Qt.Key.Key_Return):
    box = field(form, name)
    box.setFocus()
    box.selectAll()
    for character in text:  # QTest knows only the keys of an ASCII keyboard.
        event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, character)
        QApplication.sendEvent(box, event)
    if then is not None:
        QTest.keyClick(box, then)
    return box


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("learning_rate", "0,01", 0.01),
        ("learning_rate", "1e-3", 1e-3),
        ("learning_rate", "5E-4", 5e-4),
        ("learning_rate", ".002", 0.002),
        ("learning_rate", "٠٫٠١", 0.01),
        ("weight_decay", "0,25", 0.25),
        ("batch_size", "1e2", 100),
        ("train_digits", "60 000", 60_000),
        ("train_digits", "All", 0),
    ],
)
@pytest.mark.parametrize("locale", ["C", "de_DE", "ar_EG"])
def test_a_number_is_understood_however_it_is_written(form, name, typed, value, locale):
    before = QLocale()
    QLocale.setDefault(QLocale(locale))
    try:
        form.show_advanced(True)
        type_into(form, name, typed)
        assert getattr(form.config(), name) == pytest.approx(value)
        assert not form.findChild(QLabel, f"refusal_{name}").isVisible()
    finally:
        QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("batch_size", "12.5"),
        ("batch_size", "1,000"),
        ("batch_size", "0"),
        ("epochs", "many"),
        ("epochs", "-3"),
        ("learning_rate", "1,000"),
        ("learning_rate", "100"),
        ("learning_rate", "1e-9"),
        ("learning_rate", "nan"),
        ("learning_rate", "5e"),
    ],
)
def test_what_is_no_number_is_refused_in_sight_and_changes_nothing(form, name, typed):
    form.show_advanced(True)
    before = form.config()
    told = []
    form.live_changed.connect(lambda *change: told.append(change))
    box = type_into(form, name, typed, then=None)
    assert box.text() == typed
    assert box.property("look") == "wrong"
    QTest.keyClick(box, Qt.Key.Key_Return)
    refusal = form.findChild(QLabel, f"refusal_{name}")
    assert refusal.isVisible()
    assert typed in refusal.text()
    assert form.config() == before
    assert told == []
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert form.config() != before
    type_into(form, name, "2", then=None)
    assert not refusal.isVisible()


def test_a_number_that_is_still_being_typed_counts_when_training_starts(form):
    type_into(form, "epochs", "7", then=None)
    assert form.config().epochs != 7
    assert form.entered().epochs == 7
