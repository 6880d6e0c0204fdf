"""How well warning and response go: by level, never by organisation, and silent when too little is known."""

from avert.warning.scorecard.outcomes import (
    Brier,
    CalibrationBin,
    LeadTime,
    Outcome,
    Share,
    Tally,
    brier,
    calibration,
    lead_time,
    share_of,
    tally,
)
from avert.warning.scorecard.survival import Survival, kaplan_meier
from avert.warning.scorecard.times import Course, Level, ResponseTimes, response_times

__all__ = [
    "Brier",
    "CalibrationBin",
    "Course",
    "LeadTime",
    "Level",
    "Outcome",
    "ResponseTimes",
    "Share",
    "Survival",
    "Tally",
    "brier",
    "calibration",
    "kaplan_meier",
    "lead_time",
    "response_times",
    "share_of",
    "tally",
]
