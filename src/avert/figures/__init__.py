"""Maps and charts as SVG made by the server, each with its table twin and its words."""

from avert.figures.contribution_bars import contributions
from avert.figures.deaths import deaths_by_month, deaths_by_year
from avert.figures.definition_fan import definition_fan
from avert.figures.fan import forecast_fan
from avert.figures.figure import Figure
from avert.figures.judgements import judged_intervals
from avert.figures.measure import Measure
from avert.figures.palette import figure_css
from avert.figures.quadrants import Quadrant, quadrant_chart
from avert.figures.reliability_rows import reliability
from avert.figures.risk_rows import Threshold
from avert.figures.risks import ranked_risks
from avert.figures.sparklines import sparkline
from avert.figures.survival import Curve, answer_times
from avert.figures.trajectory import risk_trajectory
from avert.figures.unit_map import Step, unit_map
from avert.figures.unit_shapes import countries_with_units
from avert.figures.world_map import world_map

__all__ = [
    "Curve",
    "Figure",
    "Measure",
    "Quadrant",
    "Step",
    "Threshold",
    "answer_times",
    "contributions",
    "countries_with_units",
    "deaths_by_month",
    "deaths_by_year",
    "definition_fan",
    "figure_css",
    "forecast_fan",
    "judged_intervals",
    "quadrant_chart",
    "ranked_risks",
    "reliability",
    "risk_trajectory",
    "sparkline",
    "unit_map",
    "world_map",
]
