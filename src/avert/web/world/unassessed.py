"""What no data set can say and nobody has assessed yet: each question with those who could answer, by role."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Question:
    """One question to people, and who could answer it."""

    title: Promise
    asks: Promise
    who_could: Promise


GROUPS_AT_RISK = Question(
    _("Groups at risk"),
    _("Who would be attacked, where they live, and what they themselves say would keep them safe."),
    _(
        "the groups themselves and those who represent them, the national human rights institution, local human "
        "rights monitors, the humanitarian protection cluster"
    ),
)
CONFLICT_QUESTIONS = (
    Question(
        _("Relationships"),
        _("Who speaks with whom, across which lines, and which ties have broken."),
        _("district peace committees, local mediators, traders and transport unions who work on both sides"),
    ),
    Question(
        _("Identity"),
        _("Which identities are made to matter, by whom, and who belongs to several."),
        _("religious councils, community historians and teachers, a university's conflict research centre"),
    ),
    Question(
        _("Grievances"),
        _("What people hold to be unjust, since when, and which of it could be put right."),
        _(
            "women's and youth organisations, land and labour commissions, the ombudsperson, parliament's petitions "
            "office"
        ),
    ),
    Question(
        _("Dividers and connectors"),
        _("What sets people apart here, and what they still share: markets, water, schools, rites."),
        _(
            "district peace committees, aid workers trained in Do No Harm, market and water users' associations"
        ),
    ),
    Question(
        _("Capacities for peace"),
        _("Who has calmed a crisis before, with what authority, and what they would need."),
        _("the national peace infrastructure, elders' and religious councils, women mediators' networks"),
    ),
)
PEACE_ACTORS = Question(
    _("Existing peace actors"),
    _(
        "Who already works against violence here, from the district to the region, so that help goes to them and "
        "not around them."
    ),
    _(
        "district peace committees, women's organisations, religious councils, the national human rights "
        "institution, a university's conflict research centre, the regional early-warning desk"
    ),
)
WHO_COULD_TELL = _(
    "district peace committees, women's organisations, religious councils, health workers and the humanitarian "
    "access desk, refugees' and diaspora associations, the national human rights institution, the regional "
    "early-warning desk. Ask first whether answering is safe."
)
WHO_COULD_LIST_EPISODES = _(
    "whoever runs this site, by adding the Early Warning Project's list of events; human rights monitors and "
    "commissions of inquiry for what is happening now"
)
WHO_COULD_COUNT = _(
    "whoever runs this site, by adding UCDP's events; local casualty recorders, hospitals and human rights monitors"
)
