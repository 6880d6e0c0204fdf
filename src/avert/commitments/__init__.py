"""Who promised what to whom, by when, how it is verified, and whether it was kept."""

from avert.commitments.commitment import Commitment, Finding, Report
from avert.commitments.dates import CalendarItem, item_of, write_calendar
from avert.commitments.ledger import Totals, overdue, totals
from avert.commitments.status import Reading, Status, Word, status_of

__all__ = [
    "CalendarItem",
    "Commitment",
    "Finding",
    "Reading",
    "Report",
    "Status",
    "Totals",
    "Word",
    "item_of",
    "overdue",
    "status_of",
    "totals",
    "write_calendar",
]
