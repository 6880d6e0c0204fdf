"""Panels: create the spine, add sources, mark onsets.

>>> panel = create_country_years(2010, 2012)
>>> panel.frame.filter(country_gwcode=626)["year"].to_list()
[2011, 2012]
"""

from avert.panel.conflicts import add_ewp_events, add_ucdp_prio_acd
from avert.panel.fatalities import add_fatalities
from avert.panel.onsets import mark_onset
from avert.panel.panels import Panel, write_panel
from avert.panel.spines import create_country_months, create_country_years, create_grid_months, densify

__all__ = [
    "Panel",
    "add_ewp_events",
    "add_fatalities",
    "add_ucdp_prio_acd",
    "create_country_months",
    "create_country_years",
    "create_grid_months",
    "densify",
    "mark_onset",
    "write_panel",
]
