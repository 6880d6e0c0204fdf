"""Signals: which may be the same, and which to look at first."""

from avert.warning.signals.duplicates import Suggestion, duplicates, plain_text
from avert.warning.signals.signal import Signal
from avert.warning.signals.triage import RULES, Triaged, triage

__all__ = ["RULES", "Signal", "Suggestion", "Triaged", "duplicates", "plain_text", "triage"]
