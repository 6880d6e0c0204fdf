"""Editions: they hold what all their readers may read, stay as they were signed, and say so when they do not."""

from __future__ import annotations

import datetime as dt
import html
import itertools
import random
import re
import stat
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.frozen import assessed, frozen, of, read
from tests.people import OCCASION, client_of, make_person
from tests.programs import Program

from avert.assessment.editions import verify
from avert.errors import CheckFailedError, InputError
from avert.handling import Marking
from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.reauthentication import CONFIRMED
from avert.web.accounts.vocabulary import RoleKind
from avert.web.assessment.editions import keys, services
from avert.web.assessment.editions.selectors import Fault, checked
from avert.web.assessment.models import Assessment, Edition, Reading
from avert.web.audit.models import AuditEntry
from avert.web.audit.occasions import Occasion
from avert.web.records import services as records
from avert.web.records.groups import accept, ask, create_group
from avert.web.records.models import GroupMembership, SharingGroup
from avert.web.records.selectors import readable_by
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.records.writing import rows_of

LATER = Occasion.at_the_command_line(OCCASION.at + dt.timedelta(days=400))


@pytest.fixture
def assessment(committee: Organisation, ministry: Organisation, analyst: Person) -> Assessment:
    return assessed(committee, analyst, ministry)


@pytest.fixture
def ngo(db: None) -> Organisation:
    return accounts.create_organisation(name={"en": "Peace network"}, occasion=OCCASION)


@pytest.fixture
def ngo_analyst(ngo: Organisation) -> Person:
    return make_person("ngo-analyst", ngo, RoleKind.ANALYST)


def words(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def held(edition: Edition) -> set[str]:
    return set(verify(edition.document.encode()).edition.more["parts"])


def path_of(edition: Edition, page: str = "") -> str:
    return f"/assessments/editions/{edition.pk}/{page}"


def test_an_edition_is_for_nobody_else_and_says_what_stood(
    assessment: Assessment, analyst: Person, outside_stakeholder: Person
) -> None:
    read(
        assessment,
        analyst,
        reasons={"UNFA-8.8": "The list closes on Friday"},
        dissent="The ward sees it otherwise",
    )
    edition = frozen(assessment, analyst, note="For the meeting")
    page = words(client_of(analyst), path_of(edition))
    for said in (
        "Unchanged since",
        "The list closes on Friday",
        "The ward sees it otherwise",
        "present",
        "UNFA-8.8",
    ):
        assert said in page
    assert not readable_by(outside_stakeholder, Edition).exists()
    assert client_of(outside_stakeholder).get(path_of(edition)).status_code == 404


def test_what_one_of_its_readers_may_not_read_is_left_out_and_only_counted(
    assessment: Assessment, analyst: Person, ministry: Organisation
) -> None:
    read(assessment, analyst, "Elders", reasons={"UNFA-8.8": "open words"})
    read(assessment, analyst, "Youth", sharing=NOBODY_ELSE, reasons={"UNFA-8.8": "secret words"})
    wide, narrow = frozen(assessment, analyst, ministry), frozen(assessment, analyst)
    assert "secret words" not in wide.document
    assert verify(wide.document.encode()).edition.more["left_out"] == {"readings": 1}
    assert "secret words" in narrow.document


def test_the_page_says_how_much_is_left_out_before_it_is_frozen(
    assessment: Assessment, analyst: Person
) -> None:
    read(assessment, analyst, "Elders")
    read(assessment, analyst, "Youth", sharing=NOBODY_ELSE)
    client, url = client_of(analyst), f"/assessments/{assessment.pk}/editions/new/"
    assert "Not in it" not in words(client, url)
    shown = client.post(url, {"readers": ["all"], "show": "yes"}).content.decode()
    assert "Not in it – readings: 1." in shown
    assert not rows_of(Edition).exists()
    made = client.post(url, {"readers": ["all"]})
    assert made.headers["Location"] == path_of(rows_of(Edition).get())


@pytest.fixture
def group(committee: Organisation, ministry: Organisation, lead: Person) -> SharingGroup:
    """A sharing group of the committee and the ministry."""
    made = create_group(name={"en": "Both"}, keeper=committee, viewer=lead, occasion=OCCASION)
    join(made, ministry, lead)
    return made


@pytest.fixture
def three(committee: Organisation, ministry: Organisation, ngo: Organisation) -> tuple[Organisation, ...]:
    return committee, ministry, ngo


def join(group: SharingGroup, organisation: Organisation, keeper: Person) -> None:
    ask(group=group, organisation_id=organisation.pk, viewer=keeper, occasion=OCCASION)
    of_them = make_person(f"lead-{organisation.pk}", organisation, RoleKind.LEAD)
    membership = GroupMembership.objects.get(group=group, organisation=organisation)
    accept(membership=membership, viewer=of_them, occasion=OCCASION)


def readable_parts(person: Person) -> set[str]:
    return {str(key) for key in readable_by(person, Reading).values_list("pk", flat=True)}


@pytest.mark.parametrize("seed", range(4))
def test_no_edition_holds_what_one_of_its_readers_may_not_read(
    seed: int, three: tuple[Organisation, ...], analyst: Person, lead: Person, group: SharingGroup
) -> None:
    """Every subset of readers, for parts of three organisations shared by organisation, group and person."""
    committee, ministry, ngo = three
    rng = random.Random(seed)  # noqa: S311  it draws audiences
    members = [make_person(f"member-{n}", one, RoleKind.ANALYST) for n, one in enumerate((ministry, ngo))]
    named = make_person("named", ministry)
    assessment = assessed(committee, analyst, ministry, ngo)
    subsets = [(), (ministry,), (ngo,), (ministry, ngo)]
    for number in range(10):
        to = of(*rng.choice(subsets), committee)
        groups = frozenset({group.pk} if rng.random() < 0.4 else ())
        persons = frozenset({rng.choice(members).pk} if rng.random() < 0.4 else ())
        sharing = rng.choice([None, Sharing(to.organisations, groups, persons), NOBODY_ELSE])
        try:
            read(assessment, rng.choice([analyst, *members]), f"Voice {number}", sharing=sharing)
        except InputError:
            continue
    everything = {str(key) for key in rows_of(Reading).values_list("pk", flat=True)}
    sharings = [
        Sharing(of(*to).organisations, groups, persons)
        for to, groups, persons in itertools.product(
            subsets, [frozenset(), frozenset({group.pk})], [frozenset(), frozenset({members[0].pk})]
        )
    ]
    checks = 0
    made = [
        services.freeze(assessment=assessment, viewer=analyst, occasion=OCCASION, sharing=one)
        for one in sharings
    ]
    join(group, ngo, lead)  # whoever comes later reads no edition that they were not asked about
    for edition, person in itertools.product(made, (analyst, *members, named)):
        if readable_by(person, Edition).filter(pk=edition.pk).exists():
            checks += 1
            assert held(edition) & everything <= readable_parts(person) & everything
    assert checks > len(made)
    assert {len(held(one) & everything) for one in made} != {len(held(made[0]) & everything)}


def test_an_edition_is_not_shared_with_more_than_may_read_its_parts(
    assessment: Assessment, analyst: Person, ministry: Organisation
) -> None:
    read(assessment, analyst, sharing=NOBODY_ELSE)
    edition = frozen(assessment, analyst)
    act: dict[str, Any] = {"viewer": analyst, "occasion": OCCASION, "marking": edition.marking}
    with pytest.raises(InputError, match="holds parts of the assessment"):
        services.share(record=edition, row_version=1, sharing=of(ministry), **act)
    other = frozen(assessed(assessment.owner, analyst, ministry), analyst)
    assert services.share(record=other, row_version=1, sharing=of(ministry), **act).row_version == 2
    page = client_of(analyst).post(
        path_of(edition, "share/"),
        {"row_version": 1, "organisations": [str(ministry.pk)], "marking": int(edition.marking)},
    )
    assert page.status_code == 200
    assert readable_by(analyst, Edition).get(pk=edition.pk).row_version == 1


def test_whoever_leads_cannot_share_an_edition_beyond_its_assessment(
    committee: Organisation, lead: Person, ministry: Organisation
) -> None:
    edition = frozen(assessed(committee, lead), lead)
    with pytest.raises(InputError):
        services.share(
            record=edition,
            row_version=1,
            sharing=of(ministry),
            marking=edition.marking,
            viewer=lead,
            occasion=OCCASION,
            may_be_wider=True,
        )


def test_its_marking_is_never_loosened(assessment: Assessment, analyst: Person) -> None:
    edition = frozen(assessment, analyst)
    with pytest.raises(InputError, match="cannot be loosened"):
        services.share(
            record=edition,
            row_version=1,
            sharing=NOBODY_ELSE,
            marking=Marking.CLEAR,
            viewer=analyst,
            occasion=OCCASION,
        )


def test_a_flipped_byte_is_shown_as_not_verifying(assessment: Assessment, analyst: Person) -> None:
    read(assessment, analyst, reasons={"UNFA-8.8": "The list closes on Friday"})
    edition = frozen(assessment, analyst)
    rows_of(Edition).update(document=edition.document.replace("Friday", "Fridax"))
    page = words(client_of(analyst), path_of(edition))
    assert "This edition does not verify" in page
    assert "Frida" not in page
    assert "Unchanged since" not in page
    assert "This edition does not verify" in words(client_of(analyst), path_of(edition, "signature/"))


def test_an_edition_signed_anew_by_somebody_else_does_not_verify(
    assessment: Assessment, analyst: Person, ministry: Organisation
) -> None:
    edition = frozen(assessment, analyst)
    from avert.assessment.editions import sign

    forged = sign(verify(edition.document.encode()).edition, keys.signing_key(ministry.pk))
    text = forged.to_bytes().decode()
    rows_of(Edition).update(document=text, digest=forged.digest, fingerprint=forged.fingerprint)
    assert checked(readable_by(analyst, Edition).get()).fault is Fault.ANOTHER_KEY


def test_the_file_is_what_the_command_checks_and_taking_it_is_written_down(
    assessment: Assessment, analyst: Person
) -> None:
    edition = frozen(assessment, analyst)
    answer = client_of(analyst).get(path_of(edition, "edition.json"))
    assert (
        answer.headers["Content-Disposition"] == f'attachment; filename="{edition.digest[:12]}.edition.json"'
    )
    signed = verify(answer.content, edition.fingerprint)
    assert signed.is_signer_known
    assert str(signed.edition.marking) == "TLP:AMBER+STRICT"
    assert AuditEntry.objects.filter(action="export", object_id=str(edition.pk)).count() == 1
    with pytest.raises(CheckFailedError):
        verify(answer.content.replace(b"vote", b"vole"))


def test_the_private_key_is_its_owners_alone_and_replacing_it_keeps_old_editions_whole(
    assessment: Assessment, analyst: Person, lead: Person, committee: Organisation
) -> None:
    old = frozen(assessment, analyst)
    path = Path(settings.CONFIG.home) / keys.FOLDER / str(committee.pk) / keys.SIGNING
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    act: dict[str, Any] = {
        "organisation_id": committee.pk,
        "fingerprint": old.fingerprint,
        "occasion": OCCASION,
    }
    with pytest.raises(PermissionDenied):
        services.replace_key(viewer=analyst, **act)
    services.replace_key(viewer=lead, **act)
    new = frozen(assessment, analyst, occasion=LATER)
    assert new.fingerprint != old.fingerprint
    assert checked(old).fault is None
    assert checked(new).fault is None
    services.replace_key(viewer=lead, **act)
    assert keys.fingerprint_in_use(committee.pk) == new.fingerprint
    page = words(client_of(analyst), path_of(old, "signature/"))
    assert f"avert edition verify {old.digest[:12]}.edition.json --fingerprint" in page
    path.chmod(0o644)
    with pytest.raises(InputError, match="can be read by others"):
        keys.signing_key(committee.pk)


def test_replacing_the_key_takes_a_lead_who_has_just_shown_who_they_are(
    assessment: Assessment, analyst: Person, lead: Person, committee: Organisation
) -> None:
    edition = frozen(assessment, analyst)
    url, given = path_of(edition, "signature/replace/"), {"fingerprint": edition.fingerprint}
    unconfirmed = client_of(lead)
    unconfirmed.post(url, given)
    assert keys.fingerprint_in_use(committee.pk) == edition.fingerprint
    for client, status in ((confirmed(analyst), 403), (confirmed(lead), 302)):
        assert client.post(url, given).status_code == status
    assert keys.fingerprint_in_use(committee.pk) != edition.fingerprint
    assert AuditEntry.objects.filter(object_kind=services.KEY, object_id=str(committee.pk)).count() == 1


def confirmed(person: Person) -> Client:
    client = client_of(person)
    session = client.session
    session[CONFIRMED] = timezone.now().timestamp()
    session.save()
    return client


def test_only_the_note_of_an_edition_can_be_changed(assessment: Assessment, analyst: Person) -> None:
    edition = frozen(assessment, analyst)
    client_of(analyst).post(path_of(edition, "edit/"), {"note": "For March", "row_version": 1})
    changed = readable_by(analyst, Edition).get()
    assert (changed.note, changed.document) == ("For March", edition.document)
    with pytest.raises(ValueError, match="no content"):
        records.change(
            record=changed, row_version=2, fields={"document": "{}"}, viewer=analyst, occasion=OCCASION
        )


def test_what_changed_is_told_against_now_and_against_another_edition(
    assessment: Assessment, analyst: Person
) -> None:
    read(assessment, analyst, "Elders")
    first = frozen(assessment, analyst)
    read(assessment, analyst, "Elders", round=2, values={"UNFA-8.8": "acute"})
    read(assessment, analyst, "Youth", values={"UNFA-7.14": "latent"})
    client = client_of(analyst)
    page = words(client, path_of(first, "compare/"))
    for said in ("raised", "acute", "joined", "Youth"):
        assert said in page
    second = frozen(assessment, analyst, occasion=LATER)
    assert "raised" in words(client, path_of(first, f"compare/?with={second.pk}"))
    assert client.get(path_of(first, f"compare/?with={assessment.pk}")).status_code == 404
    assert client.get(path_of(first, "compare/?with=x")).status_code == 404


def test_editions_of_one_organisation_are_numbered(assessment: Assessment, analyst: Person) -> None:
    numbers = [
        verify(frozen(assessment, analyst, occasion=when).document.encode()).edition.number
        for when in (OCCASION, LATER)
    ]
    assert numbers == [1, 2]


def test_a_stranger_finds_nothing_on_the_site_nor_by_program(
    assessment: Assessment, analyst: Person, ngo_analyst: Person, stranger: Client
) -> None:
    edition = frozen(assessment, analyst)
    client, program = client_of(ngo_analyst), Program(ngo_analyst)
    for page in ("", "edit/", "signature/", "edition.json", "compare/", "share/", "history/", "remove/"):
        assert client.get(path_of(edition, page)).status_code == 404, page
        assert stranger.get(path_of(edition, page)).status_code in {302, 404}, page
    for page in ("editions/", "editions/new/", "mismatch/"):
        assert client.get(f"/assessments/{assessment.pk}/{page}").status_code == 404
    for path in (f"assessments/{assessment.pk}", f"editions/{edition.pk}"):
        program.get(path, 404)
    assert program.get("assessments")["assessments"] == []


def test_programs_read_an_assessment_as_it_stands_and_its_signed_editions(
    assessment: Assessment, analyst: Person, outside_stakeholder: Person
) -> None:
    read(assessment, analyst, "Elders", dissent="We see it otherwise")
    read(assessment, analyst, "Youth", sharing=NOBODY_ELSE)
    edition = frozen(assessment, analyst)
    mine, theirs = Program(analyst), Program(outside_stakeholder)
    (listed,) = mine.get("assessments")["assessments"]
    assert listed["title"] == "North before the vote"
    whole = mine.get(f"assessments/{assessment.pk}")
    (one,) = whole["profile"]
    assert one["indicator"] == "UNFA-8.8"
    assert one["counts"] | {"present": 0} == dict.fromkeys(one["counts"], 0)
    assert (one["counts"]["present"] + one["stale"], len(whole["dissents"])) == (2, 1)
    assert whole["editions"][0]["digest"] == edition.digest
    other = theirs.get(f"assessments/{assessment.pk}")
    assert (other["profile"][0]["counts"]["present"] + other["profile"][0]["stale"], other["editions"]) == (
        1,
        [],
    )
    said = mine.get(f"editions/{edition.pk}")
    assert said["verifies"] is True
    assert verify(said["document"].encode(), edition.fingerprint).digest == edition.digest


def test_a_page_asks_no_more_often_however_many_readings_there_are(
    assessment: Assessment, analyst: Person
) -> None:
    edition, client = frozen(assessment, analyst), client_of(analyst)
    paths = (f"/assessments/{assessment.pk}/editions/new/", path_of(edition), path_of(edition, "compare/"))
    asked = []
    for number in range(12):
        read(assessment, analyst, f"Voice {number}", sharing=[None, NOBODY_ELSE][number % 2])
        if number in {1, 11}:
            asked.append([queries_of(client, path) for path in (*paths, *paths)][len(paths) :])
    few, many = asked
    assert few == many
    assert max(many) < 50


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)
