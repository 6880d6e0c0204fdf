"""The measures of a network as numbers that can be kept, and in words."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from avert.society.measures.profile import measure
from avert.society.network import Network
from avert.society.vocabulary import Layer
from avert.web.society.vocabulary import LAYERS

SEED = 7  # of losses at random, the same for the same network

Words = dict[str, str | Promise]
NumberRow = tuple[str, float | None, int, int]

VERTICAL: Words = {
    "grassroots_with_way_up_share": _("Grassroots actors from whom a warning can come up to a decision"),
    "grassroots_with_way_back_share": _("Grassroots actors whom an answer can reach"),
    "grassroots_with_both_share": _("Grassroots actors with both: vertical integration"),
    "alert_hops_median": _("Steps that a warning takes, in the middle of all"),
    "separate_ways_up": _("Separate ways up, of all together"),
    "separate_ways_back": _("Separate ways back, of all together"),
}
LINKAGE: Words = {
    "pairs_across_groups": _("Tied pairs of one level across groups"),
    "pairs_within_groups": _("Tied pairs of one level within a group"),
    "ei_index": _("E-I index: from -1, all ties within groups, to 1, all across"),
    "across_groups_to_expected": _("Times as many across groups as by chance"),
}
BROKERAGE: Words = {
    "middle_level_betweenness_share": _(
        "Of what passes through others, the share that passes the middle level"
    ),
    "coordinator_by_group": _("Stands between two of one's own group (coordinator)"),
    "itinerant_by_group": _("Stands between two of one other group (itinerant)"),
    "gatekeeper_by_group": _("Lets something into one's group (gatekeeper)"),
    "representative_by_group": _("Passes something out of one's group (representative)"),
    "liaison_by_group": _("Stands between two other groups (liaison)"),
    "constraint_median": _("Constraint: how far an actor's contacts are tied to one another"),
    "effective_size_median": _("Effective size: contacts that are not doubles of one another"),
}
REDUNDANCY: Words = {
    "several_ways_share_all_layers": _("Grassroots actors whose warning survives the loss of any one other"),
    "fewest_ways_all_layers": _("The fewest separate ways that any of them has"),
    "single_points_of_failure": _("Actors whose loss would split the network"),
    "component_share_before": _("In the largest connected part"),
    "component_share_without_brokers": _("The same without the strongest brokers"),
    "component_share_at_random": _("The same after as many losses at random"),
    "integration_share_before": _("Joined to decisions both ways"),
    "integration_share_without_brokers": _("The same without the strongest brokers"),
    "integration_share_at_random": _("The same after as many losses at random"),
}
DEPENDENCE: Words = {
    "layer_participation_median": _("How evenly an actor's ties are spread over their kinds, from 0 to 1"),
}
PARTS: tuple[tuple[str | Promise, Words], ...] = (
    (_("From the grassroots to a decision, and back"), VERTICAL),
    (_("Across groups"), LINKAGE),
    (_("Who stands between others"), BROKERAGE),
    (_("What a loss would cut"), REDUNDANCY),
    (_("Kinds of ties"), DEPENDENCE),
)
# What is compared with chance, by the name of the same number above.
COMPARED = {
    "grassroots_with_way_up_share": "up_share",
    "grassroots_with_way_back_share": "down_share",
    "grassroots_with_both_share": "both_share",
    "alert_hops_median": "alert_hops",
    "several_ways_share_all_layers": "several_ways_share",
    "ei_index": "ei_index",
    "middle_level_betweenness_share": "middle_share",
    "coordinator_by_group": "coordinator",
    "itinerant_by_group": "itinerant",
    "gatekeeper_by_group": "gatekeeper",
    "representative_by_group": "representative",
    "liaison_by_group": "liaison",
}


def rows_of_profile(network: Network) -> list[NumberRow]:
    """Return every number of the profile of a network: what, how much, of how many, and how many are left out."""
    profile = measure(network, rng=np.random.default_rng(SEED))
    return [(row.measure, row.value, row.rests_on, row.left_out) for row in profile.rows()]


def is_share(name: str) -> bool:
    """Say whether a number is a share of a whole, to be read in per cent."""
    return "_share" in name


def layer_rows(rows: list[Any]) -> dict[str, str]:
    """Return the names of the rows that say how far one kind of tie stands alone, with the kind in words."""
    prefix = "pairs_tied_elsewhere_too_share_"
    words = {f"{prefix}{layer}": str(LAYERS[layer]) for layer in Layer}
    return {name: words[name] for name, *_rest in rows if name in words}
