"""The conflict lens: armed conflict, structural violence in a few lines, and what only people can assess."""

from __future__ import annotations

from typing import Any

from avert.brief.document import Part, Row
from avert.brief.lenses import ConflictLens
from avert.brief.quantities import Quantity, Statement, listed, range_text, source_of
from avert.risk.structure_indicators import StructureIndicator, structure_indicators

FAR_BEHIND = 0.75
SCALES = "V-Dem's indices run from 0 to 1, its other measures from about −4 to 4."
_MORTALITY = "infant_mortality_per_1000"
MOST_BEHIND, MOST_WORSENED = 3, 3
NOT_ASSESSED = (
    Row("Relationships and identity", "insider mediators, elders, women's and youth networks on each side"),
    Row("Grievances", "the communities themselves, human-rights monitors, local journalists"),
    Row("Dividers and connectors", "conflict-sensitivity staff, organisations that work on both sides"),
    Row(
        "Capacities for peace, peace actors",
        "district peace committees, national peace bodies, faith leaders",
    ),
    Row("Groups at risk", "people at risk themselves, protection monitors, the UN country team"),
)


def conflict_part(place: str, lens: ConflictLens) -> Part:
    """Compose the section."""
    return Part(
        "conflict",
        "Conflict lens",
        (*armed_conflict(place, lens), *structure(place, lens)),
        rows=NOT_ASSESSED,
        heads=("Not yet assessed", "Who could assess it"),
        note=SCALES if lens.structure is not None else "",
    )


def conflicts_quantity(lens: ConflictLens) -> Quantity | None:
    """Return the number of armed conflicts in the newest year, None where it is not known."""
    if lens.conflicts is None:
        return None
    row = lens.conflicts.sort("year").row(-1, named=True)
    source = next((s for s in lens.provenance.sources if s.dataset == "ucdp_prio_acd"), None)
    return Quantity("armed_conflicts", "Armed conflicts", str(row["year"]), "number",
                    row["conflicts_count"], interval="a count; its government a party",
                    source=source.label if source else "",
                    vintage=source.vintage if source else None)  # fmt: skip


def armed_conflict(place: str, lens: ConflictLens) -> tuple[Statement, ...]:
    """Say how many armed conflicts there were, and whether one was a war, as UCDP and PRIO define both."""
    number = conflicts_quantity(lens)
    if lens.conflicts is None or number is None or number.value is None:
        return (Statement(f"Armed conflicts in {place} are not known here: no list at hand covers it."),)
    is_war = lens.conflicts.sort("year").row(-1, named=True)["is_war"]
    meaning = "at least 25 battle-related deaths in the year"
    noun = "armed conflict" if number.value == 1 else "armed conflicts"
    text = f"UCDP/PRIO count {number.text} {noun} in {number.period} ({meaning})"
    if number.value and is_war is not None:
        text += (
            ", at least one of them a war (1,000 or more)"
            if is_war
            else ", none of them a war (1,000 or more)"
        )
    return (Statement(f"{text}.", (number,)),)


def structure(place: str, lens: ConflictLens) -> tuple[Statement, ...]:
    """Say where structural violence is far from what most other states reach, and what has clearly worsened."""
    if lens.structure is None:
        return (
            Statement(f"Structural violence in {place} is not known here: no indicators at hand cover it."),
        )
    meanings = {meaning.indicator: meaning for meaning in structure_indicators()}
    rows = [row for row in lens.structure.to_dicts() if row["indicator"] in meanings]
    known = [row for row in rows if row["value"] is not None and _is_shown(row, rows, meanings)]
    if not known:
        return (Statement(f"Structural violence in {place}: every indicator is unknown."),)
    return (*_behind(known, meanings, lens), *_worsened(known, meanings, lens), *_unknown(rows, meanings))


def _behind(
    known: list[dict[str, Any]], meanings: dict[str, StructureIndicator], lens: ConflictLens
) -> tuple[Statement, ...]:
    compared = [row for row in known if row["share_of_world_better"] is not None]
    if not compared:
        return (Statement("Too few states are known to say how structural violence compares."),)
    far = sum(row["share_of_world_better"] >= FAR_BEHIND for row in compared)
    furthest = sorted(compared, key=lambda row: -row["share_of_world_better"])[: min(MOST_BEHIND, far)]
    pairs = [_pair(row, meanings[row["indicator"]], lens) for row in furthest]
    said = "; ".join(
        f"{value.label} {value.text}{_interval(value)}, {share.text} of other states do better ({value.period})"
        for value, share in pairs
    )
    text = (
        f"On {far} of {len(compared)} indicators of structural violence, three quarters of other states or more do "
        "better."
    )
    if said:
        text += f" Furthest behind: {said}."
    return (Statement(text, tuple(number for pair in pairs for number in pair)),)


def _is_shown(
    row: dict[str, Any], rows: list[dict[str, Any]], meanings: dict[str, StructureIndicator]
) -> bool:
    """Leave out direct violence, which is not structural, and infant mortality where the avoidable is known."""
    if row["indicator"] == _MORTALITY:
        return not any(other["indicator"] == f"avoidable_{_MORTALITY}" and other["value"] for other in rows)
    return not meanings[row["indicator"]].note.startswith("Direct violence")


def _label(meaning: StructureIndicator) -> str:
    return f"{meaning.label} per 1,000 births" if meaning.indicator.endswith("_per_1000") else meaning.label


def _pair(row: dict[str, Any], meaning: StructureIndicator, lens: ConflictLens) -> tuple[Quantity, Quantity]:
    """Return an indicator's value, and the share of other states that do better."""
    source = source_of(lens.provenance, row["source_label"])
    origin = (row["source_label"], source.vintage if source else None)
    has_interval = row["value_low"] is not None and row["value_high"] is not None
    return (
        Quantity(row["indicator"], _label(meaning), str(row["year"]), "index", row["value"], row["value_low"],
                 row["value_high"], "interval of about 68 %" if has_interval else "the source states none", *origin),
        Quantity(f"{row['indicator']}_share_better", f"{meaning.label}: other states that do better",
                 str(row["year"]), "share", row["share_of_world_better"], None, None,
                 "follows from the values; no interval", *origin),
    )  # fmt: skip


def _interval(number: Quantity) -> str:
    return "" if number.low is None or number.high is None else f" ({range_text(number)}, {number.interval})"


def _worsened(
    known: list[dict[str, Any]], meanings: dict[str, StructureIndicator], lens: ConflictLens
) -> tuple[Statement, ...]:
    worse = [row for row in known if row["is_change_clear"] and _is_worse(row)]
    if not worse:
        return (
            Statement(
                "No indicator is clearly worse than five years before (intervals of both years apart)."
            ),
        )
    worse.sort(key=lambda row: -abs(row["change_5y"]))
    numbers = tuple(_change(row, meanings[row["indicator"]], lens) for row in worse[:MOST_WORSENED])
    named = listed(f"{number.label} (by {number.text})" for number in numbers)
    more = f", the {len(numbers)} largest changes of {len(worse)}" if len(worse) > len(numbers) else ""
    return (Statement(f"Clearly worse than five years before{more}: {named}.", numbers),)


def _change(row: dict[str, Any], meaning: StructureIndicator, lens: ConflictLens) -> Quantity:
    source = source_of(lens.provenance, row["source_label"])
    return Quantity(f"{row['indicator']}_change_5y", meaning.label, f"{row['year'] - 5}–{row['year']}", "index",
                    abs(row["change_5y"]), interval="the intervals of both years are apart",
                    source=row["source_label"], vintage=source.vintage if source else None)  # fmt: skip


def _is_worse(row: dict[str, Any]) -> bool:
    return bool(row["change_5y"] > 0) if row["worse_is"] == "high" else bool(row["change_5y"] < 0)


def _unknown(rows: list[dict[str, Any]], meanings: dict[str, StructureIndicator]) -> tuple[Statement, ...]:
    unknown = [meanings[row["indicator"]].label for row in rows if row["value"] is None]
    return (Statement(f"Unknown: {listed(unknown).lower()}."),) if unknown else ()
