"""An assessment of two organisations with rival claims and a judged question, in the running site's own database."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser
from tests.e2e.conftest import Site, log_in_as, run_in

PASSWORD = "four plain words together"
MADE = f"""
import datetime as dt
from random import SystemRandom
import django
django.setup()
from avert.web.accounts import services as accounts
from avert.web.accounts.models import Person
from avert.web.accounts.vocabulary import Level, RoleKind
from avert.web.assessment.evidence import services as evidence
from avert.web.assessment.models import Stakeholder
from avert.web.assessment.questions import services as questions
from avert.web.assessment.services import begin
from avert.web.audit.occasions import Occasion
from avert.web.records.sharing import Sharing
from avert.web.records.taking_part import add_part

now = dt.datetime.now(tz=dt.UTC)
occasion = Occasion.at_the_command_line(now)
organisations = {{
    key: accounts.create_organisation(name={{"en": name}}, occasion=occasion, is_listed=True)
    for key, name in {{"desk": "Regional desk", "peace": "Ford peace committee"}}.items()
}}
people = {{}}
for username, name, key, kind in (
    ("assessor", "Assessment Lead", "desk", RoleKind.LEAD),
    ("analyst", "Desk Analyst", "desk", RoleKind.ANALYST),
    ("secretary", "Committee Secretary", "peace", RoleKind.ANALYST),
):
    person = people[username] = Person(username=username, name=name)
    person.set_password({PASSWORD!r})
    person.save(force_insert=True)
    accounts.give_role(person=person, organisation=organisations[key], kind=kind, occasion=occasion)
act = {{"viewer": people["assessor"], "occasion": occasion}}
assessment = begin(
    owner_id=organisations["desk"].pk, title="North before the vote", question="Where may the vote turn violent?",
    level=Level.SUBNATIONAL, frameworks=["un_framework_2014"], place="gw:501",
    sharing=Sharing(organisations=frozenset({{organisations["peace"].pk}})), **act,
)
women = add_part(
    part=Stakeholder(assessment=assessment, name="Market women", group="Women traders"), viewer=people["assessor"],
    occasion=occasion,
)
claims = [
    evidence.add_claim(assessment=assessment, text=text, answers="Who ordered the leaflets?", **act)
    for text in ("They were ordered from the capital", "The youth wing made them by itself", "A trader did it for gain")
]
evidence.add_claim(assessment=assessment, text="The rains will keep the roads closed until the vote", **act)
pieces = [
    evidence.add_evidence(assessment=assessment, what=what, origin=origin, reliability=grade[0],
                          credibility=int(grade[1]), source=source, happened_on=now.date(), **act)
    for what, origin, grade, source in (
        ("The printer says that a man from the capital paid in cash", "printer", "B2", "A printer, met in person"),
        ("A post with a photograph of the receipt", "printer", "D3", "Messages that were passed on"),
        ("Youth leaders were in the capital that week", "bus office", "C2", "A ticket office"),
        ("An old film of a burning market", "", "F6", "A channel of unknown owners"),
    )
]
for piece, bearings in zip(pieces, (("CC", "II", "N"), ("C", "I", "N"), ("N", "I", "C"))):
    for claim, bearing in zip(claims, bearings):
        evidence.weigh_evidence(evidence=piece, claim=claim, bearing=bearing, **act)
evidence.change_evidence(
    record=pieces[3], row_version=1,
    fields={{"is_discarded": True, "discarded_why": "The film is of 2011, from elsewhere"}}, **act,
)
evidence.add_gap(assessment=assessment, what="Who pays the printer", indicator="UNFA-7.14", who="District desk",
                 due_on=now.date() - dt.timedelta(days=2), organisation=organisations["peace"], **act)
asked = [
    questions.ask_question(
        assessment=assessment, text=text, resolved_by="Police and clinic reports, by the district desk",
        horizon=now.date() + dt.timedelta(days=60), base_rate=0.05, base_rate_source="Rallies of the last two votes",
        **act,
    )
    for text in ("Will anyone be killed at a rally before the vote?", "Will the result be refused by a main party?")
]
rng = SystemRandom()
for n, question in enumerate(asked):
    for who, p in enumerate((0.02, 0.03, 0.05, 0.08, 0.12, 0.3)):
        questions.judge(
            question=question, best=p * (1 + n), lowest=p * (1 + n) / 2, highest=min(0.95, p * (1 + n) * 1.8),
            confidence=70,
            reason="The last two rallies were calm, but the leaders have changed." if who % 2 else "",
            origins=["printer"] if who < 4 else ["clinic" if who == 4 else "parish"],
            stakeholder=women if who < 3 else None, is_from_paper=True, rng=rng, **act,
        )
    question = questions.close_round(question=question, row_version=1, **act)
questions.resolve(question=question, row_version=2, outcome=False, on=now.date(), **act)
print(assessment.pk, asked[0].pk, asked[1].pk, claims[0].pk, pieces[0].pk)
"""


@pytest.fixture(scope="session")
def made(site: Site) -> dict[str, str]:
    """Where things are."""
    names = ("assessment", "open", "known", "claim", "evidence")
    return dict(zip(names, run_in(site, MADE).split(), strict=True))


@pytest.fixture(scope="session")
def logged_in(site: Site, browser: Browser, made: dict[str, str]) -> Callable[[str], dict]:
    return log_in_as(site, browser, PASSWORD)
