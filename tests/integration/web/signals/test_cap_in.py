"""Alerts of other systems: by feed, by program, by upload."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from tests.alerts import a_certificate, an_alert, an_identifier, an_info, marked
from tests.feed_server import FeedServer, atom, feed_server
from tests.people import bearer, client_of, make_person, token_of
from tests.watching import AUDIENCE, OCCASION, a_feed, run, signals

from avert.errors import ConfigError
from avert.handling import Marking
from avert.warning.cap import (
    Alert,
    MsgType,
    Severity,
    Status,
    Urgency,
    all_clear,
    cancel,
    sign_cap,
    supersede,
    write_cap,
)  # fmt: skip
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.accounts.vocabulary import Scope as TokenScope
from avert.web.audit.occasions import Occasion
from avert.web.records.models import Link
from avert.web.signals.feeds.alerts import PassedOverError, TakenAlert, take_in_alert
from avert.web.signals.feeds.read_feeds import read_feeds_when_due
from avert.web.signals.feeds.trust import WronglySignedError
from avert.web.signals.models import FeedReading, TakenIn
from avert.web.signals.vocabulary import About, Trouble, Way

NOW = dt.datetime(2024, 3, 2, 8, 30, tzinfo=dt.UTC)
SOON, LATE = NOW + dt.timedelta(days=3), NOW + dt.timedelta(days=30)
ADDRESS = "/api/v1/signals/cap"
Signer = tuple[ec.EllipticCurvePrivateKey, x509.Certificate]
SECRET = "Zanzibarite"


def an_alert_of_today(**changes: Any) -> Alert:
    return an_alert(**{"sent": NOW - dt.timedelta(hours=1), "info": (an_info(expires=LATE),), **changes})


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.CONFIG = replace(settings.CONFIG, home=tmp_path, feed_hosts=("127.0.0.1",))
    (tmp_path / "cap-trust").mkdir()
    return tmp_path


@pytest.fixture
def trusted(home: Path) -> Signer:
    """Somebody whose certificate the deployment has pinned."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = a_certificate(key, start=NOW - dt.timedelta(days=5))
    (home / "cap-trust" / "partner.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    return key, certificate


@pytest.fixture
def somebody() -> Signer:
    key = ec.generate_private_key(ec.SECP256R1())
    return key, a_certificate(key, start=NOW - dt.timedelta(days=5))


@pytest.fixture
def take(home: Path, committee: Organisation, analyst: Person) -> Any:
    def take(alert: Alert | bytes, signer: Signer | None = None, **said: Any) -> TakenAlert:
        data = write_cap(alert) if isinstance(alert, Alert) else alert
        data = sign_cap(data, *signer) if signer else data
        occasion = Occasion.at_the_command_line(NOW)
        return take_in_alert(data=data, owner_id=committee.pk, viewer=analyst, occasion=occasion, **said)

    return take


def test_an_alert_becomes_one_signal_that_says_that_it_is_unsigned(take: Any) -> None:
    taken = take(an_alert_of_today(), grade="B2")
    assert (taken.is_new, taken.signer) == (True, "")
    assert take(an_alert_of_today()) == replace(taken, is_new=False)
    (signal,) = signals()
    assert (signal.way, signal.grade, signal.about, signal.place) == (Way.CAP, "F6", About.THREAT, "gw:501")
    assert (signal.where, signal.language) == ("Rift Valley", "en")
    for said in (
        "Violence feared",
        "Leaflets",
        "Rift Valley",
        "Severity: Severe",
        "Unsigned: nobody vouches",
    ):
        assert said in signal.text
    assert not signal.threatens_life
    assert signal.marking == Marking.AMBER_STRICT


def test_a_trusted_signature_gives_the_grade_and_an_unknown_one_does_not(
    take: Any, trusted: Signer, somebody: Signer
) -> None:
    assert take(an_alert_of_today(), trusted, grade="B2").signer == "9f86d081"
    assert take(an_alert_of_today(identifier=an_identifier(2)), somebody, grade="B2").signer == ""
    one, other = sorted(signals(), key=lambda signal: signal.grade)
    assert (one.grade, other.grade) == ("B2", "F6")
    assert "Signed by 9f86d081" in one.text
    assert "somebody unknown here" in other.text


def test_what_is_wrongly_signed_is_refused_and_nothing_is_kept(
    take: Any, trusted: Signer, somebody: Signer
) -> None:
    signed = sign_cap(write_cap(an_alert_of_today()), *trusted)
    by_other = sign_cap(write_cap(an_alert_of_today()), *somebody)
    wrong = [
        signed.replace(b"Leaflets", b"Rockets "),
        by_other.replace(b"Leaflets", b"Rockets "),
        signed.replace(b"<ns0:X509Certificate>", b"<ns0:X509Certificate>!!").replace(
            b"<ds:X509Certificate>", b"<ds:X509Certificate>!!"
        ),
    ]
    for data in wrong:
        assert data not in (signed, by_other)
        with pytest.raises(WronglySignedError):
            take(data)
    assert signals() == []
    assert not TakenIn.objects.exists()


def test_whoever_has_no_signature_can_neither_shut_out_a_signed_alert_nor_take_it_back(
    take: Any, trusted: Signer
) -> None:
    alert = an_alert_of_today()
    take(alert)
    signed = take(alert, trusted)
    assert signed.is_new
    back = cancel(alert, identifier=an_identifier(9), sent=NOW, note="No longer")
    against = take(back)
    assert not Link.objects.filter(to_id=signed.signal_id).exists()
    assert Link.objects.filter(from_id=against.signal_id).exists(), "against the unsigned one"
    really = take(back, trusted)
    assert Link.objects.filter(from_id=really.signal_id, to_id=signed.signal_id, kind="contradicts").exists()


def test_an_update_stands_beside_what_it_changes_and_a_cancellation_against_it(take: Any) -> None:
    alert = an_alert_of_today()
    first = take(alert)
    newer = supersede(alert, identifier=an_identifier(2), sent=NOW - dt.timedelta(minutes=5),
                      info=(an_info(expires=LATE, headline="It spreads"),))  # fmt: skip
    update = take(newer)
    over = take(cancel(newer, identifier=an_identifier(3), sent=NOW, note="The road is open"))
    assert {(link.from_id, link.to_id, link.kind) for link in Link.objects.all()} == {
        (update.signal_id, first.signal_id, "same"),
        (over.signal_id, update.signal_id, "contradicts"),
    }
    last = next(signal for signal in signals() if signal.pk == over.signal_id)
    assert last.about == About.CALM
    assert last.text.startswith("Withdrawn by the sender. The road is open")


def test_nobody_changes_the_alert_of_another_sender(take: Any) -> None:
    alert = an_alert_of_today()
    first = take(alert)
    forged = replace(
        cancel(alert, identifier=an_identifier(3), sent=NOW, note="Nothing"), sender="x@other.example"
    )
    take(forged)
    assert not Link.objects.filter(to_id=first.signal_id).exists()


def test_an_all_clear_is_calm_and_a_threat_to_life_is_marked(take: Any) -> None:
    grave = an_info(expires=LATE, severity=Severity.EXTREME, urgency=Urgency.IMMEDIATE)
    alert = an_alert_of_today(info=(grave,))
    take(alert)
    take(
        all_clear(
            alert, identifier=an_identifier(2), sent=NOW, expires=LATE, headline="Over", instruction="Go"
        )
    )
    found = {signal.about: signal.threatens_life for signal in signals()}
    assert found == {About.THREAT: True, About.CALM: False}


@pytest.mark.parametrize(
    "changes",
    [
        {"status": Status.EXERCISE}, {"status": Status.TEST}, {"status": Status.SYSTEM}, {"status": Status.DRAFT},
        {"msg_type": MsgType.ACK}, {"msg_type": MsgType.ERROR}, {"info": ()},
        {"info": (an_info(expires=NOW - dt.timedelta(seconds=1)),)},
    ],
)  # fmt: skip
def test_an_exercise_a_test_and_what_is_over_never_become_signals(take: Any, changes: dict[str, Any]) -> None:
    with pytest.raises(PassedOverError):
        take(an_alert_of_today(**changes))
    assert signals() == []


def test_an_alert_keeps_the_stricter_marking_and_never_leaves_the_reach_of_the_role(
    home: Path, committee: Organisation, take: Any
) -> None:
    take(marked(an_alert_of_today(), "TLP:RED"), marking=Marking.GREEN)
    take(marked(an_alert_of_today(identifier=an_identifier(2)), "TLP:CLEAR"), marking=Marking.GREEN)
    assert {signal.marking for signal in signals()} == {Marking.RED, Marking.AMBER}, "restricted is no green"
    local = make_person("local", committee, RoleKind.READER)
    from avert.web.accounts import services as accounts

    accounts.give_role(
        person=local, organisation=committee, kind=RoleKind.ANALYST, place="gw:500", occasion=OCCASION
    )
    taken = take_in_alert(
        data=write_cap(an_alert_of_today(identifier=an_identifier(3))), owner_id=committee.pk, viewer=local,
        occasion=Occasion.at_the_command_line(NOW), place="gw:500",
    )  # fmt: skip
    assert next(signal for signal in signals() if signal.pk == taken.signal_id).place == "gw:500"


def test_a_pinned_file_that_is_no_certificate_is_named(take: Any, home: Path) -> None:
    (home / "cap-trust" / "broken.pem").write_text("nothing")
    with pytest.raises(ConfigError, match=r"cap-trust/broken\.pem is no certificate"):
        take(an_alert_of_today())


BAD = {
    "bomb": b'<!DOCTYPE a [<!ENTITY b "x">]><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">&b;</alert>',
    "huge": b"<alert>" + b" " * 300_000 + b"</alert>",
    "other": b"<alert/>",
    "noise": bytes(range(256)),
    "empty": b"",
    "half": b'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>',
}


def send(client: Any, data: bytes, query: str = "", kind: str = "application/cap+xml") -> HttpResponse:
    return client.post(ADDRESS + query, data, content_type=kind)


def now_is(moment: dt.datetime, patch: pytest.MonkeyPatch) -> None:
    patch.setattr("avert.web.api.cap_in.timezone.now", lambda: moment)


def test_a_program_hands_in_an_alert_with_a_token_that_writes(
    home: Path, analyst: Person, trusted: Signer
) -> None:
    today = dt.datetime.now(tz=dt.UTC)
    alert = an_alert(sent=today, info=(an_info(expires=today + dt.timedelta(days=9)),))
    writer = bearer(token_of(analyst, TokenScope.WRITE))
    answer = send(writer, write_cap(alert), "?grade=b2&marking=TLP:RED")
    assert (answer.status_code, answer.json()["is_new"], answer.json()["is_vouched_for"]) == (
        201,
        True,
        False,
    )
    assert send(writer, write_cap(alert)).json() == answer.json() | {"is_new": False}
    (signal,) = signals()
    assert (str(signal.pk), signal.grade, signal.marking) == (answer.json()["id"], "F6", Marking.RED)
    for client in (bearer(token_of(analyst, TokenScope.READ)), client_of(analyst)):
        assert send(client, write_cap(alert)).status_code == 403
    outsider = bearer(token_of(make_person("nobody"), TokenScope.WRITE))
    assert send(outsider, write_cap(alert)).status_code == 422
    assert send(outsider, write_cap(alert), f"?owner={signal.owner_id}").status_code == 403
    assert len(signals()) == 1


@pytest.mark.parametrize("name", sorted(BAD.keys() - {"empty"}))
def test_a_program_that_sends_anything_else_is_refused_without_its_words(
    home: Path, analyst: Person, name: str
) -> None:
    writer = bearer(token_of(analyst, TokenScope.WRITE))
    answer = send(writer, BAD[name])
    assert (answer.status_code, answer.json()["error"]) == (422, "refused-alert"), answer.json()
    assert send(writer, write_cap(an_alert_of_today()), kind="text/xml").status_code == 422
    assert send(writer, write_cap(an_alert_of_today()), "?grade=Z9").status_code == 422
    assert signals() == []


def test_an_alert_is_handed_in_as_a_file(home: Path, analyst: Person, committee: Organisation) -> None:
    today = dt.datetime.now(tz=dt.UTC)
    client = client_of(analyst)

    def hand_in(data: bytes) -> HttpResponse:
        said = {
            "file": SimpleUploadedFile("a.xml", data),
            "grade": "B2",
            "place": "",
            "owner": str(committee.pk),
        }
        return client.post("/signals/feeds/cap/", {**said, **AUDIENCE}, follow=True)

    alert = an_alert(sent=today, info=(an_info(expires=today + dt.timedelta(days=9)),))
    for wrong, said in (
        (BAD["bomb"], "can hide harm"),
        (write_cap(replace(alert, status=Status.EXERCISE)), "exercise, a test or a draft"),
        (b" " * 300_000, "larger than 256 kB"),
    ):
        assert said in hand_in(wrong).content.decode()
    assert signals() == []
    assert "nobody vouches for it" in hand_in(write_cap(alert)).content.decode()
    assert "was taken in before" in hand_in(write_cap(alert)).content.decode()
    assert len(signals()) == 1


@pytest.fixture
def server(home: Path) -> Iterator[FeedServer]:
    with feed_server() as site:
        yield site


def entry(key: str, inside: str) -> str:
    return f"<entry><id>{key}</id><title>Alert</title><updated>2024-03-02T08:00:00Z</updated>{inside}</entry>"


def read(at: dt.datetime = NOW) -> None:
    run(read_feeds_when_due(now=at), at=at)


def test_a_feed_of_alerts_brings_those_it_links_to_and_those_within_it(
    server: FeedServer, committee: Organisation, analyst: Person, trusted: Signer
) -> None:
    linked = server.put("/one.cap", sign_cap(write_cap(an_alert_of_today()), *trusted))
    within = write_cap(an_alert_of_today(identifier=an_identifier(2))).split(b"?>", 1)[1].decode()
    test = server.put("/test", write_cap(an_alert_of_today(identifier=an_identifier(3), status=Status.TEST)))
    page = atom(
        entry("a", f'<link type="application/cap+xml" href="{linked}"/>'),
        entry("b", f'<content type="text/xml">{within}</content>'),
        entry("c", f'<link href="{test}"/>'),
    )
    a_feed(committee, analyst, server.put("/feed", page), way=Way.CAP, grade="B2", title="Partner")
    read()
    assert sorted(signal.grade for signal in signals()) == ["B2", "F6"]
    asked = [path for path, _headers in server.asked]
    read(NOW + dt.timedelta(minutes=15))
    assert [path for path, _headers in server.asked] == [*asked, "/feed"], (
        "what was seen is not fetched again"
    )
    assert FeedReading.objects.get().trouble == ""


def test_one_alert_by_itself_is_a_feed_and_words_choose(
    server: FeedServer, committee: Organisation, analyst: Person
) -> None:
    address = server.put("/alert.xml", write_cap(an_alert_of_today()))
    a_feed(committee, analyst, address, way=Way.CAP, words="flood")
    read()
    assert signals() == []
    other = server.put("/other.xml", write_cap(an_alert_of_today()))
    a_feed(committee, analyst, other, way=Way.CAP, words="flood, leaflet")
    read(NOW + dt.timedelta(minutes=15))
    assert len(signals()) == 1


def test_a_wrongly_signed_alert_in_a_feed_stays_in_sight_and_keeps_no_other_out(
    server: FeedServer, committee: Organisation, analyst: Person, trusted: Signer
) -> None:
    changed = sign_cap(write_cap(an_alert_of_today()), *trusted).replace(b"Leaflets", b"Rockets ")
    good = write_cap(an_alert_of_today(identifier=an_identifier(2)))
    page = atom(
        entry("a", f'<link href="{server.put("/bad", changed)}"/>'),
        entry("b", f'<link href="{server.put("/good", good)}"/>'),
    )
    feed = a_feed(committee, analyst, server.put("/feed", page, headers={"ETag": '"1"'}), way=Way.CAP)
    for number in (0, 1):
        read(NOW + number * dt.timedelta(minutes=15))
        assert FeedReading.objects.get().trouble == Trouble.UNTRUSTED
    assert len(signals()) == 1
    assert "wrongly signed" in client_of(analyst).get(f"/signals/feeds/{feed.pk}/").content.decode()


def test_a_link_of_a_feed_does_not_lead_into_the_servers_own_network(
    server: FeedServer, committee: Organisation, analyst: Person
) -> None:
    inside = server.url.replace("127.0.0.1", "localhost")
    page = atom(entry("a", f'<link type="application/cap+xml" href="{inside}/secret"/>'))
    a_feed(committee, analyst, server.put("/feed", page), way=Way.CAP)
    read()
    assert [path for path, _headers in server.asked] == ["/feed"]
    assert FeedReading.objects.get().trouble == Trouble.ADDRESS
