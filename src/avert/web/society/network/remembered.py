"""What was read and worked out last is remembered in this process until anything that bears on it is written.

Five thousand structures with forty thousand ties take a second to read, and a page may take a third of that. Whatever
writes these records, roles, organisations or groups appends an entry to the audit in the same transaction: the newest
such entry says whether what is remembered still holds for this viewer. Records of other kinds do not bear on it.
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
from avert.web.audit.selectors import newest_entry
from avert.web.records.kinds import record_kinds
from avert.web.society import models
from avert.web.society.network_of import Known, known_to

Worked = TypeVar("Worked")
MOST = 4  # networks, each some tens of megabytes where it is large
MOST_OF_EACH = 40  # days, pictures, numbers of one network
BEARING = (models.Structure, models.Tie, models.GroupTrust, models.Activity, models.SecurityPolicy)

_lock = threading.Lock()
_remembered: OrderedDict[Hashable, Remembered] = OrderedDict()


class Remembered:
    """What one viewer may read of one place, and what was worked out of it."""

    def __init__(self, known: Known) -> None:
        self.known = known
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
    # Asked first: what is written while the network is read makes it be read again, not be taken for new.
    newest = newest_entry(but_of=_without_bearing())
    # What a protected actor is called depends on the language.
    key = (viewer.pk, place, exercise_id, get_language())
    with _lock:
        found = _remembered.get((newest, key))
        if found is not None:
            _remembered.move_to_end((newest, key))
            return found
    found = Remembered(known_to(viewer, place=place, exercise_id=exercise_id))
    with _lock:
        for old in [one for one in _remembered if cast("tuple[Any, Any]", one)[1] == key]:
            del _remembered[old]
        _remembered[newest, key] = found
        while len(_remembered) > MOST:
            _remembered.popitem(last=False)
    return found


def _without_bearing() -> list[str]:
    return [kind._meta.label_lower for kind in record_kinds() if kind not in BEARING]
