"""When a question is to be asked again."""

from __future__ import annotations

import datetime as dt


def due_on(asked_on: dt.date, every_days: int | None, last_answer: dt.date | None) -> dt.date | None:
    """Return the day on which a question is due: at once while nobody has answered, None once that was enough.

    >>> due_on(dt.date(2026, 1, 1), 7, dt.date(2026, 1, 5))
    datetime.date(2026, 1, 12)
    """
    if last_answer is None:
        return asked_on
    return last_answer + dt.timedelta(days=every_days) if every_days else None
