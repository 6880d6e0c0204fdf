"""What was known on a day as comma-separated text."""

from __future__ import annotations

from avert.replays import Item, Replay
from avert.web.site.sheets import Column, sheet

PLAIN = {
    "id": "#meta+id",
    "known": "#date+known",
    "happened": "#date+occurred",
    "place": "#country+code+avert",
    "where": "#loc+name",
    "family": "#event+type",
    "kind": "#event+subtype",
    "lens": "#event+lens",
    "text": "#description",
    "confidence": "#meta+confidence",
    "basis": "#meta+basis",
    "channel": "#meta+channel",
    "reporter": "#contact+role",
    "issued_by": "#org+issuer",
    "asked_of": "#org+asked",
    "decision": "#status+decision",
}
LISTS = {"received_by": "#org+receiver", "answers": "#meta+answers", "options": "#description+options"}
COLUMNS = [
    *(Column(name, hxl) for name, hxl in (PLAIN | LISTS).items()),
    Column("sources", "#meta+source"),
    Column("urls", "#meta+url"),
]


def known_sheet(seen: Replay) -> str:
    """Write the items of a frozen replay, one a row."""
    return sheet(COLUMNS, [_row(item, seen) for item in seen.items])


def _row(item: Item, seen: Replay) -> dict[str, str]:
    cited = {source.id: source for source in seen.sources}
    row = {name: str(getattr(item, name, "")) for name in PLAIN}
    row |= {name: "; ".join(getattr(item, name, ())) for name in LISTS}
    row["sources"] = "; ".join(f"{cited[c.source].author} {c.where}".strip() for c in item.sources)
    row["urls"] = " ".join(cited[citation.source].url for citation in item.sources)
    return row
