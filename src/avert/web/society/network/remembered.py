"""What was read and worked out last is remembered in this process until anything that bears on it is written.

Five thousand structures with forty thousand ties take a second to read, and a page may take a third of that. Whatever
writes these records, roles, organisations or groups appends an entry to the audit in the same transaction: what was
appended since says what must be read again. Where only these records were written, it is them and what hangs on
them; after anything else that may change who reads what, all of it. Records of other kinds do not bear on it.
"""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from django.utils.translation import get_language

from avert.society.network import Network
from avert.web.accounts.models import Person
from avert.web.accounts.policy import standings_of
from avert.web.audit.selectors import NO_MARK, Mark, newest_mark, objects_changed
from avert.web.records.kinds import record_kinds
from avert.web.society import models
from avert.web.society.network_of import Known, known_from
from avert.web.society.rows import KINDS, NO_ROWS, Rows, read_again, read_rows

Worked = TypeVar("Worked")
MOST = 8  # networks, each some tens of megabytes where it is large
MOST_OF_EACH = 40  # days, pictures, numbers of one network
MOST_AGAIN = 300  # records; more are read anew with all the rest
EACH = frozenset(kind._meta.label_lower for kind in KINDS)
ANEW = frozenset(kind._meta.label_lower for kind in (models.SecurityPolicy, models.ImportFile))

_lock = threading.Lock()
_remembered: OrderedDict[Hashable, Remembered] = OrderedDict()


class Remembered:
    """What one viewer may read of one place, and what was worked out of it."""

    def __init__(self, known: Known, rows: Rows = NO_ROWS, mark: Mark = NO_MARK) -> None:
        self.known, self.rows = known, rows
        self.mark = mark  # where the audit ended when it held
        self._worked: OrderedDict[Hashable, Any] = OrderedDict()

    def network(self, on: dt.date) -> Network:
        """Return the network of a day."""
        return self.once(("network", on), lambda: self.known.network(on))

    def once(self, key: Hashable, work: Callable[[], Worked]) -> Worked:
        """Return what was worked out under a key, or work it out; it must follow from the network and the key."""
        with _lock:
            if key in self._worked:
                self._worked.move_to_end(key)
                return cast("Worked", self._worked[key])
        found = work()
        with _lock:
            self._worked[key] = found
            while len(self._worked) > MOST_OF_EACH:
                self._worked.popitem(last=False)
        return found


def remembered(viewer: Person, *, place: str, exercise_id: uuid.UUID | None) -> Remembered:
    """Return what the viewer may read now of the network of a place."""
    # Roles are no part of what is remembered; what a protected actor is called depends on the language.
    key = (viewer.pk, frozenset(standings_of(viewer)), place, exercise_id, get_language())
    # Asked first: what is written while the network is read makes it be read again, not be taken for new.
    mark = newest_mark()
    with _lock:
        last = _remembered.get(key)
    written = _written(last.mark, mark) if last else None
    if last is None or written is None:
        rows = read_rows(viewer, exercise_id=exercise_id)
    elif written:
        rows = read_again(viewer, last.rows, written, exercise_id=exercise_id)
    else:
        last.mark = mark
        return _kept(key, last)
    return _kept(key, Remembered(known_from(rows, place=place), rows, mark))


def _kept(key: Hashable, found: Remembered) -> Remembered:
    with _lock:
        _remembered[key] = found
        _remembered.move_to_end(key)
        while len(_remembered) > MOST:
            _remembered.popitem(last=False)
    return found


def _written(after: Mark, until: Mark) -> dict[uuid.UUID, str] | None:
    """Return the records that were written since then, with their kinds, or None where all is to be read anew."""
    acts = objects_changed(after, until)
    if acts is None:
        return None
    not_bearing = {kind._meta.label_lower for kind in record_kinds()} - ANEW - EACH
    bearing = [(kind, key) for kind, key in acts if kind not in not_bearing]
    if len(bearing) > MOST_AGAIN or any(kind not in EACH or not key for kind, key in bearing):
        return None
    return {uuid.UUID(key): kind for kind, key in bearing}
