"""Whether a chain is sound: entries in, what is wrong with them out. Reads each entry once and keeps none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from avert.web.audit.chain import BEFORE_THE_FIRST, Entry, digest_body, hash_entry
from avert.web.audit.heads import EVERY, Head, holds

HEADS_EXPECTED_AFTER = 4 * EVERY  # a process killed in the wrong instant may leave out one, not all


@dataclass(frozen=True)
class Finding:
    """Something that does not hold, and at which entry."""

    problem: str
    sequence: int
    says: str


@dataclass
class Verification:
    """A chain being checked; ``findings()`` yields what is wrong, then the counts are there."""

    entries: Iterable[Entry]
    heads: Iterable[tuple[int, Head | None]]
    public_key: str
    last: int = 0
    head_count: int = 0
    _hash: str = BEFORE_THE_FIRST
    _signed: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    def findings(self) -> Iterator[Finding]:
        """Yield what is altered, missing, reordered or truncated, and heads that do not hold."""
        yield from self._read_heads()
        for entry in self.entries:
            yield from self._place(entry)
            yield from _content(entry, self._hash)
            if self._signed.get(entry.sequence, {entry.hash}) != {entry.hash}:
                yield Finding(
                    "rewritten", entry.sequence, "A signed head says that another entry stood here."
                )
            self.last, self._hash = entry.sequence, entry.hash
        yield from self._end()

    def _read_heads(self) -> Iterator[Finding]:
        for line, head in self.heads:
            if head is None:
                yield Finding("unreadable head", 0, f"Line {line} of the file of heads is damaged.")
            elif not holds(head, self.public_key):
                yield Finding(
                    "bad signature", head.sequence, f"The head in line {line} was not signed with this key."
                )
            else:
                self.head_count += 1
                self._signed[head.sequence].add(head.hash)

    def _place(self, entry: Entry) -> Iterator[Finding]:
        first, last = self.last + 1, entry.sequence - 1
        if entry.sequence <= self.last:
            yield Finding("reordered", entry.sequence, f"It comes after entry {self.last}.")
        elif first <= last:
            which = f"Entry {first} is" if first == last else f"Entries {first} to {last} are"
            yield Finding("missing", first, f"{which} not there.")
            self._hash = (
                entry.previous_hash
            )  # said once: what follows the gap can only be held against itself

    def _end(self) -> Iterator[Finding]:
        newest = max(self._signed, default=0)
        if newest > self.last:
            yield Finding(
                "truncated", self.last + 1, f"A signed head says that there were {newest} entries at least."
            )
        if not self._signed and self.last >= HEADS_EXPECTED_AFTER:
            yield Finding(
                "no heads", self.last, "No signed head is there, so nobody can say if entries are cut off."
            )


def _content(entry: Entry, previous_hash: str) -> Iterator[Finding]:
    is_linked = entry.previous_hash == previous_hash
    if digest_body(entry.body) != entry.body_digest:
        yield Finding("altered", entry.sequence, "What it says is not what was written.")
        return
    expected = hash_entry(
        sequence=entry.sequence, previous_hash=entry.previous_hash, body_digest=entry.body_digest
    )
    if expected != entry.hash:
        problem = "altered" if is_linked else "reordered"
        yield Finding(problem, entry.sequence, "Its hash does not belong to it at this place.")
    elif not is_linked:
        yield Finding(
            "unlinked", entry.sequence, "It was not written after the entry that now stands before it."
        )
