"""Deaths in the months to come: what is forecast, how likely so many are, and where other models differ."""

from __future__ import annotations

import datetime as dt

from avert import periods
from avert.brief.document import Part
from avert.brief.lenses import Risk
from avert.brief.outlook import MONTHLY_DEATHS, MONTHS, Outlook, Tested
from avert.brief.parts.violence import KINDS
from avert.brief.quantities import Quantity, Statement, listed, month_text, range_text
from avert.brief.words import LIKELIHOOD_BREAKS, Word, likelihood_word

INTERVAL = "90 % interval"
COUNTED = "share of 1,000 courses of events"
UNRELIABLE = (
    "The record has fallen silent, so that this forecast is unreliable: however low it is, "
    "silence is not calm."
)
NOTE = "A forecast from recorded deaths knows no plans, talks or reports; the middle values of types do not add up."
LEAST_HIGH = 3
"""From this band of four on, the yearly risk counts as high."""
FEWEST_STEPS = 2
"""So many words apart, two probabilities of the same disagree."""


def outlook_part(place: str, outlook: Outlook | None, risk: Risk | None) -> Part:
    """Compose the section."""
    title = "Deaths in the months to come"
    if outlook is None:
        text = f"No forecast of deaths is at hand that covers {place}. Unknown is not low."
        return Part("outlook", title, (Statement(text),))
    statements = [
        *([Statement(UNRELIABLE)] if outlook.is_blackout else []),
        expected(outlook),
        odds(outlook),
        by_type(outlook),
        *disagreements(outlook, risk),
        *([_past(outlook, outlook.tested)] if outlook.tested else []),
    ]
    return Part("outlook", title, tuple(statements), note=NOTE)


def deaths_quantity(outlook: Outlook, kind: str = "total") -> Quantity:
    """Return the deaths forecast for 12 months, with their interval and source."""
    row = outlook.sums[kind]
    label = f"Deaths forecast in {KINDS.get(kind, 'organised violence')}"
    return Quantity(f"forecast_{kind}", label, _months(outlook), "deaths", row["q50"], row["q05"], row["q95"], INTERVAL,
                    *_source(outlook))  # fmt: skip


def expected(outlook: Outlook) -> Statement:
    """Say how many deaths are forecast, between what bounds, and how many there were before."""
    number, before = deaths_quantity(outlook), outlook.sums["total"]["deaths_before"]
    text = (
        f"In the 12 months to {_last_month(outlook)}, {number.text} deaths in organised violence are the middle of "
        f"what is forecast ({range_text(number)}, {number.interval})"
    )
    if before is None:
        return Statement(
            f"{text}; how many the 12 months before saw is not known. {_from(outlook)}", (number,)
        )
    past = Quantity("forecast_before", "Deaths recorded before", f"12 months to {_origin(outlook)}", "deaths", before,
                    None, None, "recorded, no interval summed", *_source(outlook))  # fmt: skip
    return Statement(
        f"{text}; {past.text} were recorded in the 12 months before. {_from(outlook)}", (number, past)
    )


def odds(outlook: Outlook) -> Statement:
    """Say in words and numbers how likely so many deaths are, and an onset or an escalation."""
    row = outlook.sums["total"]
    asked = {"p_25": "25 deaths or more", "p_100": "100 or more", "p_1000": "1,000 or more"}
    changed = {
        "p_onset": "an onset (25 or more after a year without any)",
        "p_escalation": "an escalation (twice as many as before, and 25 more)",
    }
    if row["p_onset"] is not None:
        del asked["p_25"], changed["p_escalation"]
    known = {name: said for name, said in (asked | changed).items() if row[name] is not None}
    numbers = tuple(_probability(outlook, name, said) for name, said in known.items())
    return Statement(f"In these months {listed(_worded(number) for number in numbers)}.", numbers)


def by_type(outlook: Outlook) -> Statement:
    """Say what is forecast by type of violence."""
    numbers = tuple(deaths_quantity(outlook, kind) for kind in KINDS)
    said = listed(
        f"{number.text} ({range_text(number)}) in {KINDS[kind]}"
        for kind, number in zip(KINDS, numbers, strict=True)
    )
    return Statement(f"By type: {said}.", numbers)


def disagreements(outlook: Outlook, risk: Risk | None) -> tuple[Statement, ...]:
    """Say where another model says otherwise: that is a finding, and not for us to settle."""
    found = (_against_yearly(outlook, risk), _against_monthly(outlook))
    return tuple(statement for statement in found if statement)


def _against_yearly(outlook: Outlook, risk: Risk | None) -> Statement | None:
    if risk is None or risk.word is None:
        return None
    row, low, possible = outlook.sums["os"], LIKELIHOOD_BREAKS[0], LIKELIHOOD_BREAKS[1]
    if risk.word.step >= LEAST_HIGH and row["p_100"] < low:
        name, said = "p_100", "100 deaths or more in one-sided violence"
    elif risk.word.step == 1 and row["p_1000"] >= possible:
        name, said = "p_1000", "1,000 deaths or more in one-sided violence"
    else:
        return None
    number = _probability(outlook, name, said, "os")
    return Statement(
        f"Two models differ, which is a finding: by the yearly one the risk of new mass killing is in band "
        f"“{risk.word.text}”, by this forecast {_worded(number)}.",
        (number,),
    )


def _against_monthly(outlook: Outlook) -> Statement | None:
    said = f"{MONTHLY_DEATHS} deaths or more in one-sided violence"
    number = _probability(outlook, f"p_{MONTHLY_DEATHS}", said, "os")
    ours, theirs = likelihood_word(number.value), likelihood_word(outlook.monthly_p)
    if ours is None or theirs is None or abs(ours.step - theirs.step) < FEWEST_STEPS:
        return None
    other = Quantity("monthly_p", said, "12 months", "probability", outlook.monthly_p, None, None,
                     "see the monthly risk for its interval", *_source(outlook))  # fmt: skip
    return Statement(
        f"Two models differ, which is a finding: by this forecast {_worded(number)}, by the monthly risk "
        f"{theirs.text} ({other.text}).",
        (number, other),
    )


def _past(outlook: Outlook, tested: Tested) -> Statement:
    number = Quantity("forecast_coverage", "Months held by 90 % intervals", tested.windows, "share", tested.coverage,
                      None, None, f"counted in {tested.count:,} months", *_source(outlook))  # fmt: skip
    return Statement(
        f"In a test on {tested.windows}, its 90 % intervals held {number.text} of the months in which people were "
        "killed.",
        (number,),
    )


def _probability(outlook: Outlook, name: str, said: str, kind: str = "total") -> Quantity:
    return Quantity(f"forecast_{kind}_{name}", said, _months(outlook), "probability", outlook.sums[kind][name],
                    None, None, COUNTED, *_source(outlook))  # fmt: skip


def _worded(number: Quantity) -> str:
    word: Word | None = likelihood_word(number.value)
    is_or_are = "is" if number.label.startswith("an ") else "are"
    # None of 1,000 draws is not never.
    counted = ", under 1 in 1,000" if number.value == 0 else ""
    return f"{number.label} {is_or_are} {word.text if word else 'unknown'} ({number.text}{counted})"


def _from(outlook: Outlook) -> str:
    return f"Model: {outlook.model}, deaths recorded up to {_origin(outlook)}."


def _origin(outlook: Outlook) -> str:
    return month_text(_month(outlook))


def _last_month(outlook: Outlook) -> str:
    return month_text(_month(outlook) + MONTHS)


def _months(outlook: Outlook) -> str:
    return f"12 months to {_last_month(outlook)}"


def _month(outlook: Outlook) -> int:
    first = periods.first_day(outlook.origin)
    return periods.month_id(first.year, first.month)


def _source(outlook: Outlook) -> tuple[str, dt.date | None]:
    newest = max(outlook.provenance.sources, key=lambda source: source.vintage, default=None)
    return (newest.label, newest.vintage) if newest else ("", None)
