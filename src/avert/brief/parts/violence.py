"""The violence record: deaths by type, who fought whom, how far it is known, and where it fell silent."""

from __future__ import annotations

import polars as pl

from avert.brief.document import Part
from avert.brief.lenses import Silence, ViolenceRecord
from avert.brief.quantities import Quantity, Statement, listed, month_text, name_text, source_of
from avert.figures import Figure, deaths_by_year

KINDS = {"sb": "state-based conflict", "ns": "non-state conflict", "os": "one-sided violence"}
CHART_YEARS = 20
MOST_PAIRS = 3


def violence_part(place: str, record: ViolenceRecord | None, this_year: int) -> Part:
    """Compose the section. ``this_year`` is the year of issue: later than the record is unknown, and drawn so."""
    title = "Violence record"
    if record is None:
        return Part("violence", title, (Statement(no_record(place)),))
    statements = (*latest_deaths(record), *deadliest_pairs(record), known_to(record))
    return Part("violence", title, statements, figure=_figure(place, record, this_year))


def no_record(place: str) -> str:
    """Say that the datasets hold nothing of a place, and what that does not mean."""
    return f"The datasets at hand have no record of deaths for {place} as such: unknown, not zero."


def deaths_of(record: ViolenceRecord, kind: str, year: int) -> Quantity:
    """Return the deaths of one type in one year."""
    rows = record.years.filter(pl.col("year") == year).to_dicts()
    row = rows[0] if rows else {}
    label = row.get(f"fatalities_{kind}_source")
    named = [source_of(record.provenance, part) for part in (label or "").split(" + ")]
    low, high = row.get(f"fatalities_{kind}_low"), row.get(f"fatalities_{kind}_high")
    has_interval = low is not None and high is not None
    return Quantity(
        key=f"deaths_{kind}_{year}",
        label=f"Deaths in {KINDS[kind]}",
        period=str(year),
        unit="deaths",
        value=row.get(f"fatalities_{kind}_best"),
        low=low,
        high=high,
        interval="low to high estimate" if has_interval else "this release gives no interval",
        source=label or "",
        vintage=max((source.vintage for source in named if source), default=None),
    )


def latest_deaths(record: ViolenceRecord) -> tuple[Statement, ...]:
    """Say how many deaths were recorded in the newest year known for every type."""
    if record.latest_year is None:
        return (Statement("No year is known for every type of violence, so that no total is given."),)
    deaths = tuple(deaths_of(record, kind, record.latest_year) for kind in KINDS)
    said = listed(f"{one.text} in {KINDS[kind]}" for one, kind in zip(deaths, KINDS, strict=True))
    when = f"In {record.latest_year}, the newest full year known"
    text = f"{when}, UCDP's best estimates of deaths are {said} (against civilians)."
    return (Statement(text, deaths),)


def deadliest_pairs(record: ViolenceRecord) -> tuple[Statement, ...]:
    """Name the sides of most deaths in the last years that events cover, as UCDP writes them."""
    if record.actors.is_empty() and record.actors.width:
        return (Statement("The events at hand name no sides here."),)
    if record.actors.is_empty():
        return (
            Statement("Who fought whom is not known here: only totals are loaded, and totals name no one."),
        )
    rows = record.actors.head(MOST_PAIRS).to_dicts()
    first, last = min(row["first_year"] for row in rows), max(row["last_year"] for row in rows)
    events = [s for s in record.provenance.sources if s.dataset in {"ucdp_ged", "ucdp_candidate"}]
    newest = max(events, key=lambda source: source.vintage, default=None)
    pairs = tuple(
        Quantity(
            key=f"deaths_pair_{number}",
            label=f"{name_text(row['side_a'])} – {name_text(row['side_b'])}",
            period=_years(row["first_year"], row["last_year"]),
            unit="deaths",
            value=row["fatalities_best"],
            interval="best estimate; no interval summed",
            source=newest.label if newest else "",
            vintage=newest.vintage if newest else None,
        )
        for number, row in enumerate(rows, start=1)
    )
    said = "; ".join(f"{pair.label}, {pair.text} deaths ({pair.period})" for pair in pairs)
    return (
        Statement(
            f"Most deaths between pairs of sides, {_years(first, last)}, named as UCDP names them: {said}.",
            pairs,
        ),
    )


def _years(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def known_to(record: ViolenceRecord) -> Statement:
    """Say up to when deaths are known."""
    if record.known_to is None:
        return Statement("No single month is known for every type of violence.")
    return Statement(
        f"Deaths are known to {month_text(record.known_to)}. What came after is unknown, not zero."
    )


def blackout(place: str, record: ViolenceRecord | None) -> Statement | None:
    """Warn where the record fell silent against its own past; None where it did not."""
    if record is None or record.silence is None:
        return None
    months, active, chance = _silence_numbers(record.silence, record)
    text = (
        f"The record for {place} has been silent since {month_text(record.silence.silent_since)} ({months.text} "
        f"{'month' if months.value == 1 else 'months'}), after deaths in {active.text} of the 24 months before; by "
        f"its own past such a silence has a probability of {chance.text}. Silence is not calm: either the violence "
        "stopped or the reporting did, and this overrides a low estimate."
    )
    return Statement(text, (months, active, chance))


def _silence_numbers(silence: Silence, record: ViolenceRecord) -> tuple[Quantity, Quantity, Quantity]:
    newest = max(record.provenance.sources, key=lambda source: source.vintage, default=None)
    label, vintage = (newest.label, newest.vintage) if newest else ("", None)
    since, why = month_text(silence.silent_since), "counted, no interval"
    return (
        Quantity("silent_months", "Months without a recorded death", f"since {since}", "months",
                 silence.silent_months_count, interval=why, source=label, vintage=vintage),
        Quantity("past_active_share", "Months with deaths before that", "24 months", "share",
                 silence.past_active_share, interval=why, source=label, vintage=vintage),
        Quantity("silence_probability", "Probability of such a silence", f"since {since}", "probability",
                 silence.probability, interval="from the record's own past", source=label, vintage=vintage),
    )  # fmt: skip


def _figure(place: str, record: ViolenceRecord, this_year: int) -> Figure | None:
    """Draw the last years up to the one before issue, so that what is not known yet is seen to be missing."""
    if record.latest_year is None:
        return None
    first, last = record.latest_year - CHART_YEARS + 1, max(this_year - 1, record.latest_year)
    years = record.years.filter(pl.col("year").is_between(first, last))
    missing = sorted(set(range(record.latest_year, last + 1)) - set(years["year"].to_list()))
    unknown = pl.DataFrame({"year": pl.Series(missing, dtype=years.schema["year"])})
    return deaths_by_year(
        pl.concat([years, unknown], how="diagonal").sort("year"),
        title=f"Deaths from organised violence in {place}",
        layout="stacked",
        provenance=record.provenance,
    )
