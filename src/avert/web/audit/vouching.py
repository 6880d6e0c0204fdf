"""What the signed lines vouch for: which hash stood where, what has expired, what a restore lost."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from avert.web.audit import retention
from avert.web.audit.chain import Entry
from avert.web.audit.heads import holds
from avert.web.audit.statements import Expiry, Head, Restore, Statement

Lines = Iterable[tuple[int, Statement | None]]


@dataclass(frozen=True)
class Finding:
    """Something that does not hold, and at which entry; or, among remarks, what was said of it."""

    problem: str
    sequence: int
    says: str


class Vouchers:
    """What was read of signed lines so far. ``signed`` gives the hashes of an entry, each with its line."""

    def __init__(self, public_key: str) -> None:
        self.head_count = 0
        self.signed: defaultdict[int, dict[str, int]] = defaultdict(dict)
        self.remarks: list[Finding] = []
        self._public_key = public_key
        self._expiries: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        self._stairs: dict[str, tuple[list[str], list[int]]] = {}
        self._restores: set[Restore] = set()

    def read(self, lines: Lines) -> Iterator[Finding]:
        """Take in the file that the chain is held against; yield what is wrong with the file itself."""
        for number, said in lines:
            if said is None:
                yield Finding("unreadable head", 0, f"Line {number} of the file of heads is damaged.")
            elif not holds(said, self._public_key):
                at = vars(said).get("sequence", 0)
                yield Finding("bad signature", at, f"What line {number} says was not signed with this key.")
            elif isinstance(said, Head):
                self.head_count += 1
                self.signed[said.sequence][said.hash] = number
            elif isinstance(said, Restore):
                self._acknowledge(said, number)
            elif isinstance(said, Expiry):
                yield from self._let_expire(said)

    def read_since(self, lines: Lines) -> Iterator[Finding]:
        """Take in the site's own file, where the other is a copy of it that someone else kept.

        What has expired since is accounted for by class and day. A loss that the copy has not been told of is a
        finding, whatever the site says of it.
        """
        for _number, said in lines:
            if said is None or not holds(said, self._public_key):
                continue
            if isinstance(said, Expiry):
                yield from self._let_expire(said)
            elif isinstance(said, Restore) and said not in self._restores and self._set_aside(said):
                yield Finding("acknowledged loss", said.kept + 1, f"The heads vouch for it. {_lost(said)}")

    def has_expired(self, entry: Entry) -> bool:
        """Say whether a statement lets this entry's body be gone."""
        if entry.retention not in self._stairs:
            self._stairs[entry.retention] = _stairs(self._expiries[entry.retention])
        befores, throughs = self._stairs[entry.retention]
        later = bisect_right(befores, entry.day)
        return later < len(befores) and throughs[later] >= entry.sequence

    def _let_expire(self, said: Expiry) -> Iterator[Finding]:
        day = dt.date.fromisoformat(said.at[:10])
        if (
            said.retention not in retention.CLASSES
            or said.before > retention.expires_before(said.retention, day).isoformat()
        ):
            yield Finding(
                "bad expiry", said.through, "A signed statement lets expire what must be kept longer."
            )
        else:
            self._expiries[said.retention].append((said.before, said.through))

    def _acknowledge(self, said: Restore, line: int) -> None:
        self._restores.add(said)
        self._set_aside(said)
        self.signed[said.sequence][said.hash] = line
        self.remarks.append(Finding("restored", said.kept + 1, _lost(said)))

    def _set_aside(self, said: Restore) -> list[int]:
        """Hold the chain no longer against heads of what was lost; return which there were."""
        gone = [sequence for sequence in self.signed if said.kept < sequence <= said.lost]
        for sequence in gone:
            del self.signed[sequence]
        return gone


def _lost(said: Restore) -> str:
    which = f"Entry {said.lost}" if said.kept + 1 == said.lost else f"Entries {said.kept + 1} to {said.lost}"
    return (
        f"A backup was restored, as was acknowledged on {said.at[:10]}: {which} had been written, "
        "and those that the backup did not hold are lost."
    )


def _stairs(expiries: list[tuple[str, int]]) -> tuple[list[str], list[int]]:
    """Return the days in order and, for each, the furthest entry that a statement of that day or later reaches."""
    ordered = sorted(expiries)
    furthest = list(accumulate((through for _before, through in reversed(ordered)), max))
    return [before for before, _through in ordered], furthest[::-1]
