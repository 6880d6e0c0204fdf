"""What a row of a file becomes in the register, and the digests by which it is known again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from avert.society.imports import ActivityRow, StructureRow, TieRow
from avert.society.vocabulary import Kind
from avert.web.society.vocabulary import Consent

# Bodies that are public by what they are. A council or committee may be people who would be at risk.
PUBLIC = {
    Kind.OFFICE, Kind.MINISTRY, Kind.COMMISSION, Kind.PARLIAMENT, Kind.COURT, Kind.ELECTION_BODY, Kind.POLICE,
    Kind.ARMED_FORCE, Kind.AGENCY, Kind.STATE, Kind.INTERGOVERNMENTAL,
}  # fmt: skip
HALF = 32
Fields = dict[str, Any]


def structure_fields(row: StructureRow, source: str) -> Fields:
    """Return the content of a structure that its row gives."""
    name, *others = _in_order(row.name)
    said = {
        "name": _cut(name, 200),
        "other_names": list(dict.fromkeys(_cut(one, 200) for one in (*others, *row.other_names))),
        "kind": _word(row.kind),
        "sector": _word(row.sector),
        "level": _word(row.level),
        "areas": sorted(row.areas),
        "languages": list(row.languages),
        "capacities": sorted(str(one) for one in row.capacities),
        "mandate": _cut(row.mandate, 2000),
        "mandate_document": _cut(row.mandate_document, 500),
        "source": _cut(row.source or source, 500),
    }
    return said | _span(row)


def activity_fields(row: ActivityRow, source: str) -> Fields:
    """Return the content of an activity that its row gives."""
    title = next(iter(_in_order(row.title)), "") or row.what
    said = {
        "title": _cut(title, 300) or "–",
        "what": _cut(row.what, 100),
        "what_scheme": _cut(row.what_scheme, 100),
        "areas": sorted(row.areas),
        "target_group": _cut(row.target_group, 200),
        "drivers": sorted(row.drivers),
        "status": str(row.status),
        "source": _cut(row.source or source, 500),
    }
    return said | _span(row)


def tie_fields(row: TieRow, source: str) -> Fields:
    """Return the content of a tie that its row gives; what shows it is at least the file."""
    evidence = _cut(row.evidence or row.source or source, 1000)
    return {"layer": str(row.layer), "is_directed": row.is_directed, "evidence": evidence} | _span(row)


def consent_of(row: StructureRow) -> Consent:
    """Return the consent with which a structure is first listed."""
    if row.kind in PUBLIC:
        return Consent.PUBLIC
    return Consent.GIVEN if row.has_consented else Consent.NOT_ASKED


def digest_of(row: StructureRow | ActivityRow | TieRow, fields: Fields) -> str:
    """Return in one text the digest of what a row says and that of what was kept of it."""
    return said_digest(row) + kept_digest(fields)


def said_digest(row: StructureRow | ActivityRow | TieRow) -> str:
    """Return the digest of what a row says, wherever it comes from."""
    return row.digest[:HALF]


def kept_digest(fields: Mapping[str, Any]) -> str:
    """Return the digest of what a record holds in the fields that a file gave; another one: a person changed it."""
    text = json.dumps(dict(fields), default=str, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:HALF]


def _in_order(names: Mapping[str, str]) -> list[str]:
    first = [names[lang] for lang in ("und", "en") if lang in names]
    return list(dict.fromkeys([*first, *(names[lang] for lang in sorted(names))]))


def _span(row: StructureRow | ActivityRow | TieRow) -> Fields:
    is_turned = row.begins is not None and row.ends is not None and row.ends < row.begins
    return {"begins": row.begins, "ends": None if is_turned else row.ends}


def _word(word: Any) -> str:
    return str(word) if word else ""


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
