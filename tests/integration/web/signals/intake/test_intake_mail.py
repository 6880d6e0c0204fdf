"""Mail, by pipe and by program: one signal each, and nothing of who sent it."""

from __future__ import annotations

import logging
import subprocess
import sys
from email.message import EmailMessage
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from tests.intake import MAIL, everything_kept, make_program, signals
from tests.integration.web.sealing.conftest import Kept, open_with
from tests.people import OCCASION, bearer, token_of

from avert.web.accounts import programs
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind, Scope
from avert.web.commands import site
from avert.web.records.writing import rows_of
from avert.web.signals.intake import delivery
from avert.web.signals.intake.mail import MOST_BYTES
from avert.web.signals.models import Answer
from avert.web.signals.vocabulary import Way

KIND = "message/rfc822"
SENDER = "wanjiku@mail.example"
SECRET = "Zanzibarite came to the mill"


def mail(body: str = SECRET, subject: str = "Market", *, key: str = "<1@mail.example>", **more: str) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = f"Wanjiku <{SENDER}>", subject
    if key:
        message["Message-ID"] = key
    for name, value in more.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return bytes(message)


def send(client: Client, data: bytes, to: str = "") -> Any:
    return client.generic("POST", MAIL + to, data, content_type=KIND)


def pipe(data: bytes, owner: Any, program: Any) -> Any:
    return CliRunner().invoke(site, ["take-in-mail", "--for", str(owner), "--as", str(program)], input=data)


def test_a_mail_becomes_one_signal_however_often_it_is_delivered(
    gateway: Client, committee: Organisation
) -> None:
    assert [send(gateway, mail()).status_code for _ in range(3)] == [204] * 3
    (signal,) = signals()
    assert (signal.text, signal.way, signal.grade) == (f"Market\n\n{SECRET}", Way.EMAIL, "F6")
    assert signal.owner_id == committee.pk
    assert not rows_of(Answer).exists(), "nobody was told anything yet, so nobody is said to have been"


def test_the_pipe_and_the_address_know_of_each_other(
    gateway: Client, committee: Organisation, program: Person
) -> None:
    assert pipe(mail(), committee.pk, program.pk).exit_code == 0
    send(gateway, mail())
    assert len(signals()) == 1


def test_a_mail_without_an_id_is_known_by_its_bytes(gateway: Client) -> None:
    for body in ("one", "one", "two"):
        send(gateway, mail(body, key=""))
    assert [signal.text for signal in signals()] == ["Market\n\none", "Market\n\ntwo"]


def test_what_a_mail_says_of_itself_changes_no_grade(gateway: Client) -> None:
    send(gateway, mail(Authentication_Results="mx; dkim=pass spf=pass", X_Priority="1"))
    assert signals()[0].grade == "F6"


def test_who_sent_it_is_kept_nowhere_without_a_custodian(gateway: Client, caplog: Any) -> None:
    with caplog.at_level(logging.DEBUG):
        send(gateway, mail(Reply_To="other@mail.example", Received="from 192.0.2.7"))
    for secret in (SENDER, "Wanjiku", "other@mail.example", "192.0.2.7"):
        assert secret not in everything_kept() + caplog.text
    assert SECRET not in caplog.text


def test_who_sent_it_is_sealed_for_the_custodian(kept: Kept, gateway: Client) -> None:
    send(gateway, mail())
    assert SENDER not in everything_kept()
    assert open_with(kept, signals()[0].pk) == {"reporter_contact": f"Wanjiku <{SENDER}>"}


def test_html_loses_what_runs_and_attachments_are_counted(gateway: Client) -> None:
    message = EmailMessage()
    message["Subject"] = "=?utf-8?q?March=C3=A9_=E2=80=AEx?="
    message.set_content(
        "<html><head><style>b{}</style><script>steal()</script></head><body><p>They <b>came</b>"
        "<p>to the mill<img src='https://track.example/1.gif' onerror='steal()'></body></html>",
        subtype="html",
    )
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="wanjiku.png")
    send(gateway, bytes(message))
    assert signals()[0].text == "Marché x\n\nThey came\nto the mill\n\n[1 attachments were left out.]"


def test_plain_text_is_taken_before_html(gateway: Client) -> None:
    message = EmailMessage()
    message["Subject"] = "x"
    message.set_content("plain")
    message.add_alternative("<p>html</p>", subtype="html")
    send(gateway, bytes(message))
    assert signals()[0].text == "x\n\nplain"


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\x00" * 1000, b"no header at all", mail("", ""), mail("x" * 5001), mail("x" * 10_000),
        b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\nx\n" * 300 + b"--a--",
        b"Content-Type: text/plain; charset=no-such\n\n\xff\xfe", b"Subject: " + b"=?x?q?" * 1000 + b"\n\n",
        b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n%%%%",
    ],
)  # fmt: skip
def test_hostile_mail_is_refused_or_read_and_never_breaks(
    gateway: Client, committee: Organisation, program: Person, data: bytes
) -> None:
    answer = send(gateway, data)
    assert answer.status_code in {204, 422}
    assert pipe(data, committee.pk, program.pk).exit_code == (0 if answer.status_code == 204 else 65)
    if answer.status_code == 422:
        assert answer.json().keys() == {"status", "error", "message"}
        assert not signals()


def test_a_mail_of_many_megabytes_is_refused(
    gateway: Client, committee: Organisation, program: Person
) -> None:
    data = mail("short") + b"x" * MOST_BYTES
    assert send(gateway, data).status_code == 413
    assert pipe(data, committee.pk, program.pk).exit_code == 65


def test_a_large_mail_with_little_to_say_is_taken_in(gateway: Client) -> None:
    message = EmailMessage()
    message.set_content("short")
    message["Subject"] = "x"
    message.add_attachment(b"\x89" * 2_000_000, maintype="image", subtype="png")
    assert send(gateway, bytes(message)).status_code == 204
    assert signals()[0].text == "x\n\nshort\n\n[1 attachments were left out.]"


def test_only_a_token_that_writes_sends_mail_in(program: Person, analyst: Person) -> None:
    assert send(Client(), mail()).status_code == 401
    assert send(bearer(token_of(program, Scope.READ)), mail()).status_code == 403
    assert not signals()


def test_a_mistake_in_the_set_up_keeps_the_mail(
    committee: Organisation, ministry: Organisation, program: Person, analyst: Person
) -> None:
    reading = programs.create_service_account(
        organisation=committee, name="r", kind=RoleKind.READER, occasion=OCCASION
    )
    other = make_program(ministry)
    pairs = [
        (committee.pk, other.pk), (ministry.pk, program.pk), (committee.pk, analyst.pk), ("x", program.pk),
        (committee.pk, "x"), (committee.pk, reading.pk),
    ]  # fmt: skip
    assert [pipe(mail(), *pair).exit_code for pair in pairs] == [75] * len(pairs)
    assert not signals()


def test_a_database_that_is_away_keeps_the_mail_and_the_log_says_nothing(
    committee: Organisation, program: Person, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def away(**_options: Any) -> None:
        raise OSError(SECRET)

    monkeypatch.setattr(delivery.services, "take_in_mail", away)
    done = pipe(mail(), committee.pk, program.pk)
    assert (done.exit_code, "is kept" in done.output) == (75, True)
    assert SECRET not in done.output + caplog.text


def test_a_site_that_cannot_start_keeps_the_mail(tmp_path: Any) -> None:
    (tmp_path / "avert.toml").write_text("nonsense = 1")
    done = subprocess.run(
        [sys.executable, "-m", "avert", "site", "take-in-mail", "--for", "x", "--as", "y"],
        input=mail(), capture_output=True, check=False, env={"AVERT_HOME": str(tmp_path), "PATH": "/usr/bin"} | _path(),
    )  # fmt: skip
    assert done.returncode == 75, done.stderr
    assert SECRET.encode() not in done.stderr


def _path() -> dict[str, str]:
    import avert

    return {"PYTHONPATH": str(avert.__path__[0]).removesuffix("/avert")}
