from dlgui.core.training.presets import DEFAULT_PRESET, PRESETS
from dlgui.core.training.settings import TrainingConfig


def test_reference_preset_is_the_textbooks_run():
    config = PRESETS["reference"].config
    assert config == TrainingConfig()
    assert (config.network, config.epochs, config.optimizer) == ("reference", 5, "adam")
    assert config.learning_rate == 1e-3


def test_presets_are_what_the_page_offers():
    assert {"reference", "quick", "best", "robust"} <= PRESETS.keys()
    assert DEFAULT_PRESET in PRESETS
    assert len({preset.config for preset in PRESETS.values()}) == len(PRESETS)
