"""What *Surgery* says."""

from __future__ import annotations

from dlgui.core.insight import Insight, Kind
from dlgui.core.networks import Conv
from dlgui.core.surgery import Unit
from dlgui.ui.inside import wording
from dlgui.ui.inside.wording import tr


def unit_name(insight: Insight, unit: Unit) -> str:
    """ "Filter 3 of convolution 1", "Neuron 40 of dense 1"."""
    stage = insight.stages[unit.layer + 1]
    name = tr("Filter {number} of {layer}")
    if not isinstance(stage.layer, Conv):
        name = tr("Neuron {number} of {layer}")
    layer = wording.title(stage)
    return name.format(number=unit.number + 1, layer=layer[:1].lower() + layer[1:])


def edit_name(insight: Insight, unit: Unit, part: int, cell: tuple[int, int]) -> str:
    """Of one weight, in the history."""
    name = unit_name(insight, unit)
    place = wording.place_words((part, *cell), with_map=insight.stages[unit.layer].maps > 1)
    return tr("{name}: {place}").format(name=name, place=place)


def kernel_name(part: int, parts: int) -> str:
    if parts == 1:
        return tr("Its kernel: the weights that slide over the input.")
    return tr("Its kernel for map {map} of {count}: the weights that slide over it.").format(
        map=part + 1, count=parts
    )


def neuron(weights: int) -> str:
    return tr(
        "A neuron has a weight for each of the {count:,} values before: too many to edit by hand, "
        "but it can be switched off."
    ).format(count=weights)


def no_unit(kind: Kind) -> str:
    """kind: of the stage that is chosen"""
    if kind in ("dense", "softmax"):
        return tr(
            "A score is not switched off: at 0 it could still be the highest. Choose a map or a "
            "neuron in an earlier layer."
        )
    return tr("Choose a map or a neuron above: what made it can be operated on.")


def note(is_training: bool, *, is_edited: bool) -> str:
    if is_training and is_edited:
        return tr(
            "You operate on a copy, frozen at your first edit. The training goes on without it; "
            "the pad follows it again once you restore."
        )
    if is_training:
        return tr(
            "A training is under way. The first edit freezes a copy of the network as it is then, "
            "and the pad is answered by that copy until you restore."
        )
    if is_edited:
        return tr(
            "An edited copy answers the pad. Save it by File, Save model as; the network itself is "
            "unchanged and comes back by Restore."
        )
    return tr(
        "Switch a part of the network off or change its weights, and see what it was good for. "
        "You work on a copy: nothing is lost."
    )
