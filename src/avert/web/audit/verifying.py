"""Whether a chain is sound: entries in, what is wrong with them out. Reads each entry once and keeps none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from avert.web.audit.chain import BEFORE_THE_FIRST, Entry, digest_body, hash_entry
from avert.web.audit.heads import EVERY
from avert.web.audit.retention import erased_body, is_of
from avert.web.audit.vouching import Finding, Lines, Vouchers

HEADS_EXPECTED_AFTER = 4 * EVERY  # a process killed in the wrong instant may leave out one, not all
__all__ = ["Finding", "Verification"]


@dataclass
class Verification:
    """A chain being checked; ``findings()`` yields what is wrong, then the counts and remarks are there.

    ``said_since`` is the site's own file, where ``heads`` is a copy that someone else kept.
    """

    entries: Iterable[Entry]
    heads: Lines
    public_key: str
    said_since: Lines = ()
    last: int = 0
    expired: int = 0
    vouchers: Vouchers = field(init=False)
    _hash: str = BEFORE_THE_FIRST
    _agreed: list[tuple[int, int]] = field(default_factory=list)
    _contradicted: list[tuple[int, str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.vouchers = Vouchers(self.public_key)

    @property
    def head_count(self) -> int:
        """Return how many signed heads were found sound."""
        return self.vouchers.head_count

    @property
    def remarks(self) -> list[Finding]:
        """Return what was acknowledged: no failure, but always to be said."""
        return self.vouchers.remarks

    def findings(self) -> Iterator[Finding]:
        """Yield what is altered, missing, reordered or truncated, and signed lines that do not hold."""
        yield from self.vouchers.read(self.heads)
        yield from self.vouchers.read_since(self.said_since)
        signed = self.vouchers.signed
        for entry in self.entries:
            yield from self._place(entry)
            yield from self._content(entry)
            if entry.sequence in signed:
                yield from self._against_heads(entry, signed[entry.sequence])
            self.last, self._hash = entry.sequence, entry.hash
        yield from self._end()

    def loss(self) -> tuple[int, int, str] | None:
        """Return the newest entry before a loss, the newest lost one and its hash; nothing if all is there.

        What was signed after the newest lost head says nothing of what came before the loss.
        """
        if not self._contradicted:
            return None
        lost, hash_, line = max(self._contradicted)
        first = min(self._contradicted)[0]
        kept = max((at for at, signed_in in self._agreed if at < first and signed_in < line), default=0)
        return kept, lost, hash_

    def _against_heads(self, entry: Entry, signed: dict[str, int]) -> Iterator[Finding]:
        others = [(entry.sequence, hash_, line) for hash_, line in signed.items() if hash_ != entry.hash]
        self._contradicted += others
        if others:
            yield Finding("rewritten", entry.sequence, "A signed head says that another entry stood here.")
        else:
            self._agreed.append((entry.sequence, signed[entry.hash]))

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

    def _content(self, entry: Entry) -> Iterator[Finding]:
        is_linked = entry.previous_hash == self._hash
        if problem := self._body(entry):
            yield problem
            return
        expected = hash_entry(
            sequence=entry.sequence,
            previous_hash=entry.previous_hash,
            body_digest=entry.body_digest,
            retention=entry.retention,
            day=entry.day,
        )
        if expected != entry.hash:
            kind = "altered" if is_linked else "reordered"
            yield Finding(kind, entry.sequence, "Its hash does not belong to it at this place.")
        elif not is_linked:
            yield Finding(
                "unlinked", entry.sequence, "It was not written after the entry that now stands before it."
            )

    def _body(self, entry: Entry) -> Finding | None:
        if entry.is_erased:
            return self._erased_body(entry)
        if digest_body(entry.body) != entry.body_digest:
            return Finding("altered", entry.sequence, "What it says is not what was written.")
        if entry.retention and not is_of(entry.retention, entry.body["action"]):
            return Finding(
                "wrong class", entry.sequence, "It is marked to expire, and acts of its kind must be kept."
            )
        return None

    def _erased_body(self, entry: Entry) -> Finding | None:
        self.expired += 1
        if entry.body != erased_body(str(entry.body["at"])[:10]):
            return Finding("altered", entry.sequence, "It has expired, and yet says something.")
        if not self.vouchers.has_expired(entry):
            return Finding(
                "erased", entry.sequence, "It is empty, and no signed statement says that it expired."
            )
        return None

    def _end(self) -> Iterator[Finding]:
        signed = self.vouchers.signed
        beyond = [(at, hash_, line) for at in signed if at > self.last for hash_, line in signed[at].items()]
        if beyond:
            self._contradicted += beyond
            yield Finding(
                "truncated",
                self.last + 1,
                f"A signed head says that there were {max(beyond)[0]} entries at least.",
            )
        if not signed and self.last >= HEADS_EXPECTED_AFTER:
            yield Finding(
                "no heads", self.last, "No signed head is there, so nobody can say if entries are cut off."
            )
