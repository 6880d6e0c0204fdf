"""Monthly risk of one-sided violence: at least 25, 100 or 500 civilians killed within the next 12 months."""

from avert.panel.death_histories import DeathHistories, histories_of
from avert.risk.monthly.outcomes import HORIZON, THRESHOLDS

__all__ = ["HORIZON", "THRESHOLDS", "DeathHistories", "histories_of"]
