import math

import pytest

from dlgui.core.errors import SettingError
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.training.settings import SETTINGS, TrainingConfig

BY_NAME = {setting.name: setting for setting in SETTINGS}


def test_every_field_is_a_setting_that_explains_itself():
    assert set(BY_NAME) == set(TrainingConfig.__dataclass_fields__)
    for setting in SETTINGS:
        assert setting.label
        assert setting.help.endswith(".")
        assert setting.why.endswith(".")
        if setting.type in (int, float):
            assert setting.minimum is not None
            assert setting.maximum is not None
        setting.check(setting.default)
    assert len({setting.flag for setting in SETTINGS}) == len(SETTINGS)


def test_flags():
    assert BY_NAME["learning_rate"].flag == "--lr"
    assert BY_NAME["batch_size"].flag == "--batch-size"
    assert BY_NAME["network"].choices == tuple(NETWORKS)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("epochs", 0, "at least 1"),
        ("epochs", 201, "at most 200"),
        ("epochs", 2.5, "must be a number"),
        ("epochs", True, "must be a number"),
        ("learning_rate", math.nan, "at least"),
        ("learning_rate", math.inf, "at most"),
        ("learning_rate", "fast", "must be a number"),
        ("network", "transformer", "choose one of reference"),
        ("optimizer", 3, "cannot be 3"),
        ("augment", 1, "cannot be 1"),
        ("seed", -1, "at least 0"),
    ],
)
def test_what_is_not_allowed_is_refused_in_a_sentence(name, value, said):
    with pytest.raises(SettingError, match=said) as caught:
        TrainingConfig().with_(**{name: value})
    assert str(caught.value).startswith(BY_NAME[name].label)


def test_both_ends_of_a_range_and_whole_numbers_for_floats_are_allowed():
    for setting in SETTINGS:
        for end in (setting.minimum, setting.maximum):
            if end is not None:
                TrainingConfig().with_(**{setting.name: setting.type(end)})
    assert TrainingConfig(learning_rate=1).learning_rate == 1


def test_unknown_setting():
    with pytest.raises(SettingError, match="no setting named bath_size"):
        TrainingConfig().with_(bath_size=3)
