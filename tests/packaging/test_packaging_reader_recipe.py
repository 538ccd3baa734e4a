"""The shipped reader's recipe."""

import pytest
from reader_batches import Recipe


def test_a_shortened_recipe_has_the_same_course_in_fewer_steps() -> None:
    whole, tenth = Recipe(), Recipe().shortened(0.1)
    assert len(whole.phases) == len(tenth.phases) == 3
    for long, short in zip(whole.phases, tenth.phases, strict=True):
        assert short.steps == long.steps / 10
        assert short.average_half_life == long.average_half_life / 10
        for step in range(10, short.steps + 1, 37):
            expected = long.rate_at(10 * step - 5)
            assert short.rate_at(step) == pytest.approx(expected, rel=0.1, abs=1e-5)
        assert max(map(short.rate_at, range(1, short.steps + 1))) > 0.8 * long.learning_rate
