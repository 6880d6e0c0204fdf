"""The mirror: a conflict assessment beside one of ourselves, and where the two do not meet."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from tests.frozen import FRAMEWORK, assessed, read
from tests.integration.web.assessment.test_editions import words
from tests.people import client_of

from avert.web.accounts.models import Organisation, Person
from avert.web.assessment.models import Assessment
from avert.web.assessment.vocabulary import Subject

TWICE = """\
id: asked_twice_2024
title: Asked twice
edition: "2024"
prefix: ATW
publisher: Ourselves
source: Written for a test
terms: In our own words
lenses: [conflict]
dimensions:
- id: "1"
  title: Actors
  kind: actor
  indicators:
  - id: "1.1"
    text: Elders can stop a raid
    polarity: protective
    time_scale: months
    evidence: judgement
    scope: group
    basis: read
questions:
- {id: who, lens: who, conflict: Who can stop it?, self: Whom can we reach?}
"""


@pytest.fixture(autouse=True)
def framework(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A framework of one's own that asks its question twice."""
    assert settings.CONFIG
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "frameworks/asked_twice_2024.yaml").write_text(TWICE, encoding="utf-8")
    monkeypatch.setenv("AVERT_HOME", str(tmp_path))


@pytest.fixture
def conflict(committee: Organisation, ministry: Organisation, analyst: Person) -> Assessment:
    found = assessed(committee, analyst, ministry, frameworks=[FRAMEWORK, "asked_twice_2024"])
    read(
        found,
        analyst,
        "Elders",
        values={"UNFA-8.8": "acute", "UNFA-7.14": "present", "UNFA-2.1": "absent", "ATW-1.1": "latent"},
        texts={"who": "The council of the ward"},
    )
    return found


@pytest.fixture
def own(committee: Organisation, analyst: Person, conflict: Assessment) -> Assessment:
    found = assessed(
        committee,
        analyst,
        subject=Subject.SELF,
        twin=conflict,
        frameworks=["asked_twice_2024"],
        title="Ourselves",
    )
    read(
        found,
        analyst,
        "Our desk",
        values={"UNFA-8.8": "absent", "UNFA-7.14": "present", "UNFA-2.1": "present"},
        texts={"who": "The governor alone"},
    )
    return found


def test_questions_stand_side_by_side_and_what_matters_beside_what_we_do(
    conflict: Assessment, own: Assessment, analyst: Person
) -> None:
    for one in (conflict, own):
        page = words(client_of(analyst), f"/assessments/{one.pk}/mismatch/")
        for said in (
            "Who can stop it?",
            "The council of the ward",
            "Whom can we reach?",
            "The governor alone",
        ):
            assert said in page
        assert "7 of 7 assertions" in page
        assert "cannot be computed, because no options are ranked" in page
        rows = page[page.index("What matters in the conflict") : page.index("What we do besides")]
        order = [rows.index(code) for code in ("UNFA-8.8", "ATW-1.1", "UNFA-7.14")]
        assert order == sorted(order)  # not done, of which nobody said, done
        assert "UNFA-2.1" not in rows
        assert "nobody said" in rows


def test_without_its_other_half_it_says_so(
    conflict: Assessment, own: Assessment, outside_stakeholder: Person
) -> None:
    client: Client = client_of(outside_stakeholder)
    assert "It needs two assessments" in words(client, f"/assessments/{conflict.pk}/mismatch/")
    assert "Ourselves" not in words(client, f"/assessments/{conflict.pk}/mismatch/")
    assert client.get(f"/assessments/{own.pk}/mismatch/").status_code == 404
