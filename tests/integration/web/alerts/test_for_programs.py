"""What programs fetch: a feed of what is addressed to them, and CAP that others' software reads and verifies."""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import capparser
import pytest
from cryptography.x509 import load_pem_x509_certificate
from django.utils import timezone
from lxml import etree
from tests.alert_servers import Servers
from tests.integration.web.alerts.conftest import NOW, queue
from tests.people import OCCASION, bearer, make_person, token_of
from tests.record_samples import write_exercise

from avert.errors import ConfigError
from avert.handling import Marking
from avert.warning.cap import check, read_cap, validate_cap, verify_cap
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind, Scope
from avert.web.alerts import delivering
from avert.web.alerts.models import Delivery
from avert.web.alerts.signing_key import make_signing_key, signing_key
from avert.web.alerts.vocabulary import State
from avert.web.audit.models import AuditEntry
from avert.web.records import services as records
from avert.web.records.sharing import Sharing
from avert.web.records.writing import rows_of
from avert.web.warnings.models import CourseEvent, Warning
from avert.web.warnings.vocabulary import Message

ATOM = "{http://www.w3.org/2005/Atom}"
Make = Callable[..., Any]


@pytest.fixture
def opened(settings: Any, there: Servers) -> None:
    """The feed and CAP are open, and CAP goes with mail and posts."""
    said = dict(settings.CONFIG.alert_channels)
    said |= {"atom": {"is_on": True}, "cap": {"is_on": True}, "card": {"is_on": True}}
    said["email"] = {**said["email"], "with_cap": True}
    said["webhook"] = {**said["webhook"], "with_cap": True}
    settings.CONFIG = replace(settings.CONFIG, alert_channels=said)


@pytest.fixture
def program(ministry: Organisation) -> Person:
    """A program of the organisation that is addressed."""
    return make_person("ministry-system", ministry, RoleKind.READER, is_service=True)


@pytest.fixture
def addressed(
    released: Make, address: Make, ministry: Organisation, analyst: Person, opened: None
) -> Warning:
    """A warning that is out, for the ministry among others."""
    warning = released(marking=Marking.AMBER_STRICT, at=timezone.now())
    address(warning, role="Chair of the district committee", asked="Open the hall")
    own = address(warning, organisation=ministry, acknowledge_by=NOW + dt.timedelta(days=1))
    sharing = Sharing(organisations=frozenset({ministry.pk}))
    for record in (warning, own):
        records.share(
            record=record,
            row_version=record.row_version,
            sharing=sharing,
            marking=record.marking,
            viewer=analyst,
            occasion=OCCASION,
        )
    queue(warning)
    return warning


def test_a_program_fetches_what_is_addressed_to_its_organisation_and_that_is_known(
    addressed: Warning, program: Person, analyst: Person
) -> None:
    client = bearer(token_of(program, Scope.READ))
    for _time in range(2):
        answer = client.get("/api/v1/alerts.atom")
        assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        (entry,) = etree.fromstring(answer.content).findall(f"{ATOM}entry")
        assert entry.findtext(f"{ATOM}title") == addressed.title
        assert "Send officers to the market" in entry.findtext(f"{ATOM}content")
    text = answer.content.decode()
    assert "hall" not in text
    assert "href" not in text
    assert Delivery.objects.get(channel="site").state == State.RECEIVED
    assert rows_of(CourseEvent).filter(stage="RECEIVED").count() == 1
    assert AuditEntry.objects.filter(action="read-list", object_kind="warnings.addressee").exists()


def test_others_find_nothing_in_the_feed(addressed: Warning, analyst: Person, program: Person) -> None:
    client = bearer(token_of(analyst, Scope.READ))
    assert b"entry" not in client.get("/api/v1/alerts.atom").content
    assert bearer(token_of(program, Scope.REFERENCE)).get("/api/v1/alerts.atom").status_code == 403
    assert bearer("no token").get("/api/v1/alerts.atom").status_code == 401


def test_a_closed_channel_gives_nothing_out(addressed: Warning, program: Person, settings: Any) -> None:
    settings.CONFIG = replace(settings.CONFIG, alert_channels={})
    client = bearer(token_of(program, Scope.READ))
    for address in ("/api/v1/alerts.atom", f"/api/v1/alerts/{addressed.identifier}.cap"):
        assert client.get(address).status_code == 404


def test_nothing_of_an_exercise_is_fetched(
    released: Make, address: Make, opened: None, committee: Organisation, analyst: Person
) -> None:
    warning = released(exercise=write_exercise(committee, analyst))
    address(warning, organisation=committee)
    client = bearer(token_of(analyst, Scope.READ))
    assert b"entry" not in client.get("/api/v1/alerts.atom").content
    assert client.get(f"/api/v1/alerts/{warning.identifier}.cap").status_code == 404


def verdict_of_others(data: bytes, folder: Path, certificate: bytes) -> bool:
    (folder / "certificate.pem").write_bytes(certificate)
    (folder / "alert.xml").write_bytes(data)
    command = ["xmlsec1", "--verify", "--trusted-pem", "certificate.pem", "alert.xml"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("message", [Message.ALERT, Message.UPDATE, Message.CANCEL, Message.ALL_CLEAR])
def test_what_the_site_hands_out_is_cap_by_the_schema_a_parser_and_a_verifier_of_others(
    addressed: Warning, program: Person, tmp_path: Path, message: Message, released: Make
) -> None:
    before = released(at=timezone.now() - dt.timedelta(days=1))
    replaces = None if message == Message.ALERT else before.pk
    rows_of(Warning).filter(pk=addressed.pk).update(message=message, replaces=replaces)
    client, url = bearer(token_of(program, Scope.READ)), f"/api/v1/alerts/{addressed.identifier}.cap"
    parsed = capparser.parse(stringXML=client.get(url).content.decode())  # it cannot read what is signed
    assert parsed.identifier[0] == str(addressed.identifier)
    certificate = make_signing_key(now=timezone.now()).read_bytes()
    answer = client.get(url)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/cap+xml; charset=utf-8")
    data = answer.content
    assert validate_cap(data) == ()
    verified = verify_cap(data, [load_pem_x509_certificate(certificate)], now=timezone.now())
    assert verified.alert == read_cap(data)
    assert check(verified.alert, names_someone=lambda _text: False) == ()
    assert bool(verified.alert.references) is (message != Message.ALERT)
    assert "hall" not in data.decode(), "another's part is another's"
    if shutil.which("xmlsec1"):
        assert verdict_of_others(data, tmp_path, certificate)
        assert not verdict_of_others(data.replace(b"market", b"bridge"), tmp_path, certificate)


def test_cap_goes_along_with_mail_and_posts_signed_and_trimmed_to_them(
    released: Make, address: Make, contact: Make, opened: None, there: Servers
) -> None:
    make_signing_key(now=timezone.now())
    signer = signing_key()
    assert signer is not None
    warning = released(at=timezone.now(), threatens_life=True, marking=Marking.AMBER)
    address(warning, contact())
    queue(warning)
    delivering.deliver_due(clock=timezone.now, rng=random.Random(1), advance=lambda _done, _of: None)  # noqa: S311
    arrived = {row.channel: there.arrived[str(row.message_id)][0] for row in Delivery.objects.all()}
    by_mail = arrived["email"].get_payload(1).get_payload(decode=True)
    by_post = json.loads(arrived["webhook"])["cap"].encode()
    said = []
    for data in (by_mail, by_post):
        assert validate_cap(data) == ()
        said.append(verify_cap(data, [signer.certificate], now=timezone.now()).alert.info[0])
    assert (said[0].description, said[1].description) == ("", "Attacks on farms")


def test_a_warning_without_a_country_cannot_be_said_as_cap_and_still_goes_out(
    released: Make, address: Make, contact: Make, opened: None, analyst: Person
) -> None:
    warning = released(place="")
    address(warning, contact())
    answer = bearer(token_of(analyst, Scope.READ)).get(f"/api/v1/alerts/{warning.identifier}.cap")
    assert (answer.status_code, answer.json()["error"]) == (409, "not-cap")


def test_the_signing_key_is_its_owners_alone_and_made_once(settings: Any, tmp_path: Path) -> None:
    settings.CONFIG = replace(settings.CONFIG, home=tmp_path)
    assert signing_key() is None
    certificate = make_signing_key(now=NOW)
    key = certificate.with_name("key.pem")
    assert (key.stat().st_mode & 0o077, certificate.parent.stat().st_mode & 0o077) == (0, 0)
    with pytest.raises(ConfigError, match="already"):
        make_signing_key(now=NOW)
    key.chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        signing_key()
