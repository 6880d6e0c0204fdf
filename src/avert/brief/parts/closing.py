"""What is not known, what the options are, what would change the brief."""

from __future__ import annotations

import datetime as dt

from avert.brief.document import Part, Row
from avert.brief.lenses import Risk
from avert.brief.profile import Profile
from avert.brief.quantities import Statement, month_text
from avert.brief.words import RISK_BREAKS, RISK_WORDS
from avert.figures.wording import percent

OPTIONS = (
    Row("No new action", "What runs now goes on. Say why, who agreed, and when it is looked at again."),
    Row(
        "To be assessed",
        "Responses have not been weighed for this place. The first step is to have them weighed.",
    ),
)
NO_RECOMMENDATION = (
    "No recommendation is made before a Do-No-Harm review: an action can put people at risk, and what it would do "
    "here has not been looked at."
)


def unknown_part(profile: Profile, now: dt.datetime) -> Part:
    """Compose the section on what is not known."""
    texts = [*_unknown_violence(profile, now), *_unknown_results(profile)]
    texts += [
        "Intentions, plans and orders of the parties: no data here speak of them.",
        "Signs without deaths, such as detention, expulsion, denial of aid and incitement: not yet collected here.",
    ]
    return Part("unknown", "What is not known", tuple(Statement(text) for text in texts))


def options_part() -> Part:
    """Compose the section on options."""
    statements = (Statement(NO_RECOMMENDATION),)
    return Part("options", "Options", statements, rows=OPTIONS, heads=("Option", "What it means now"))


def would_change_part(profile: Profile) -> Part:
    """Compose the section on what would change the brief."""
    texts = [
        *band_limits(profile.atrocity.risk),
        "A newer release of deaths, conflicts or predictors: every number here is then computed anew.",
        "An assessment with people in the country: it fills what is not yet assessed, and may contradict the model.",
    ]
    if profile.violence is not None and profile.violence.silence is not None:
        texts.insert(0, "Any report from inside the silence, also of calm.")
    return Part("would_change", "What would change this brief", tuple(Statement(text) for text in texts))


def band_limits(risk: Risk | None) -> tuple[str, ...]:
    """Say at which estimates the word for the risk would be another."""
    if risk is None or risk.word is None:
        return ()
    step, limits = risk.word.step, []
    if step > 1:
        limits.append(f"below {percent(RISK_BREAKS[step - 2])} (band “{RISK_WORDS[step - 2]}”)")
    if step < len(RISK_WORDS):
        limits.append(f"of {percent(RISK_BREAKS[step - 1])} or more (band “{RISK_WORDS[step]}”)")
    return (f"A risk estimate {' or '.join(limits)}.",)


def _unknown_violence(profile: Profile, now: dt.datetime) -> list[str]:
    record = profile.violence
    if record is None:
        return ["Deaths from organised violence: there is no record of this place as such."]
    if record.known_to is None:
        return ["Deaths by month: none is known for every type of violence."]
    months = (now.year - 1980) * 12 + now.month - record.known_to - 1
    if months <= 0:
        return []
    return [
        f"Deaths after {month_text(record.known_to)}: the last {months} full months are not in the data loaded."
    ]


def _unknown_results(profile: Profile) -> list[str]:
    texts = []
    risk = profile.atrocity.risk
    if risk is None or risk.risk is None:
        texts.append("The risk of new mass killing: there is no estimate for this place.")
    elif profile.atrocity.episodes is None:
        texts.append("Mass killings going on: no list of them at hand covers this place.")
    if profile.conflict.structure is None:
        texts.append("Structural violence: no indicators are loaded for this place.")
    texts.append(
        "Groups at risk, relationships, grievances, capacities for peace: not yet assessed (see above)."
    )
    return texts
