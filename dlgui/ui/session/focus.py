"""What the page looks at: one value of one map of one layer, of the newest insight."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from dlgui.core.explain.arithmetic import Calculation, Copied, Pooled, WeightedSum, calculation
from dlgui.core.explain.trace import Box, Insight, Place, Stage, receptive_field, window


class Focus(QObject):
    """Shared by the widgets of the page. Until a person points, the strongest value is shown."""

    insight_changed = Signal()
    map_changed = Signal()
    """Another stage or map was chosen."""
    changed = Signal()
    """Anything; after the other two."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._insight: Insight | None = None
        self._stage = 1
        self._maps: dict[int, int] = {}
        self._pointed: Place | None = None
        self._part: int | None = None
        self._place: Place = (0, 0, 0)
        self._calculation: Calculation | None = None

    @property
    def insight(self) -> Insight | None:
        return self._insight

    @property
    def stage(self) -> int:
        return self._stage

    @property
    def map(self) -> int:
        return self.map_of(self._stage)

    @property
    def place(self) -> Place:
        """Of the value that is shown."""
        return self._place

    @property
    def is_pointed(self) -> bool:
        """Whether a person chose the value; otherwise it is the strongest one."""
        return self._pointed is not None

    @property
    def calculation(self) -> Calculation | None:
        """How that value came about; None without an insight or when it is not a number."""
        return self._calculation

    @property
    def part(self) -> int:
        """The map before, or input of a dense layer, whose multiplication is shown."""
        found = self._calculation
        if isinstance(found, WeightedSum):
            if self._part is not None and self._part < len(found.parts):
                return self._part
            return int(found.largest_parts(1)[0])
        if isinstance(found, Copied) and len(found.source) == 3:
            return found.source[0]
        if isinstance(found, Pooled) and len(self._place) == 1:  # the mean of a whole map
            return self._place[0]
        return self.map

    @property
    def chosen_part(self) -> int | None:
        """The same as a person chose it, or None."""
        return self._part

    @property
    def is_last(self) -> bool:
        """Whether the answer itself is looked at."""
        return self._insight is not None and self._stage == len(self._insight.stages) - 1

    @property
    def window(self) -> Box | None:
        """Where the value comes from in the maps of the stage before."""
        insight = self._insight
        return window(insight.network, self._stage, self._place) if insight else None

    @property
    def receptive_field(self) -> Box | None:
        """Where it comes from in the input."""
        insight = self._insight
        return receptive_field(insight.network, self._stage, self._place) if insight else None

    def current(self) -> Stage | None:
        return self._insight.stages[self._stage] if self._insight else None

    def before(self) -> Stage | None:
        """The stage before the chosen one; None for the input."""
        return self._insight.stages[self._stage - 1] if self._insight and self._stage else None

    def map_of(self, stage: int) -> int:
        """The map of a stage that was last looked at."""
        return self._maps.get(stage, 0)

    def is_scores(self, stage: int) -> bool:
        """Whether a stage is the last layer's scores."""
        return self._insight is not None and stage == len(self._insight.stages) - 2

    def set_insight(self, insight: Insight) -> None:
        """Show another digit or model; what is looked at stays where the network has it."""
        old, self._insight = self._insight, insight
        if old is None or old.network is not insight.network:
            self._stage, self._maps, self._pointed, self._part = 1, {}, None, None
            if not insight.stages[1].has_maps and len(insight.stages) > 2:
                self._stage = 2  # A network without convolutions only flattens first.
        self._look()
        self.insight_changed.emit()
        self.changed.emit()

    def choose(self, stage: int, map_index: int) -> None:
        """Look at another map, from then on at its strongest value."""
        if self._insight is None or (stage, map_index) == (self._stage, self.map):
            return
        self._stage, self._maps[stage] = stage, map_index
        self._pointed = self._part = None
        self._look()
        self.map_changed.emit()
        self.changed.emit()

    def step(self, stages: int) -> None:
        """To a later stage, or an earlier one for a negative number, and the map looked at last."""
        stage = self._stage + stages
        if self._insight is not None and 0 <= stage < len(self._insight.stages):
            self.choose(stage, self.map_of(stage))

    def point(self, place: Place) -> None:
        """Look at one value of the chosen map."""
        if self._insight is not None and place != self._pointed:
            self._pointed = place
            self._look()
            self.changed.emit()

    def choose_part(self, part: int) -> None:
        """Show what another map before adds to the value."""
        if self._insight is not None and part != self._part:
            self._part = part
            self.changed.emit()

    def _look(self) -> None:
        stage = self.current()
        assert self._insight is not None
        assert stage is not None
        self._place = self._pointed or stage.strongest(self.map)
        self._calculation = (
            calculation(self._insight, self._stage, self._place)
            if self._insight.is_finite
            else None
        )
