"""E-mail by SMTP. A mail server keeps no memory of ids, so what may have arrived is not sent again by itself."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP as LINES
from email.utils import format_datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from avert.errors import ConfigError
from avert.handling import Marking
from avert.web.alerts.channel import (
    Channel,
    ChannelSettings,
    HandOver,
    InDoubtError,
    Parcel,
    Receipt,
    RefusedForGoodError,
    TryLaterError,
)
from avert.web.alerts.vocabulary import AfterDoubt

# Mail lies readable on each server on its way and in the mailbox.
MOST = Marking.AMBER
AFTER_DOUBT = AfterDoubt.ASK
SECONDS_TO_ANSWER = 20
HERE = ("localhost", "127.0.0.1", "::1")


def send(parcel: Parcel, settings: ChannelSettings, hand_over: HandOver) -> Receipt:
    """Hand a message to the deployment's mail server."""
    message = message_of(parcel, settings)
    try:
        server = _connected(settings)
    except smtplib.SMTPResponseException as error:
        # A wrong password says nothing about the message: it waits until the password is right.
        raise TryLaterError(f"SMTP {error.smtp_code}") from None
    except (OSError, smtplib.SMTPException) as error:
        raise TryLaterError(type(error).__name__) from None
    try:
        _hand_in(server, message, parcel.to, settings, hand_over)
    finally:
        # Whatever it says to the farewell, what it took it has.
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
        server.close()
    return Receipt()


def message_of(parcel: Parcel, settings: ChannelSettings) -> EmailMessage:
    """Return plain text with nothing to fetch, under the same id whenever it is sent."""
    sender = str(settings.values["sender"])
    message = EmailMessage(policy=LINES)
    try:
        message["From"], message["To"] = sender, parcel.to
    except ValueError:
        raise RefusedForGoodError("UnusableAddress") from None
    message["Subject"] = parcel.subject
    message["Date"] = format_datetime(parcel.created_at)
    message["Message-ID"] = f"<{parcel.message_id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = parcel.language
    message.set_content(parcel.text)
    if parcel.cap and settings.values.get("with_cap"):
        message.add_attachment(parcel.cap, "application", "cap+xml", filename="alert.cap")
    else:
        message.make_mixed()
    return message


def _connected(settings: ChannelSettings) -> smtplib.SMTP:
    host, security = str(settings.values["host"]), settings.values.get("security", "starttls")
    port = int(settings.values.get("port", 465 if security == "tls" else 587))
    context = ssl.create_default_context()
    if security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS_TO_ANSWER, context=context)
    elif security == "starttls" or (security == "none" and host in HERE):
        server = smtplib.SMTP(host, port, timeout=SECONDS_TO_ANSWER)
    else:
        raise ConfigError("[alert_channels.email]: security is starttls or tls; none only on this machine.")
    try:
        if security == "starttls":
            server.starttls(context=context)
        if username := settings.values.get("username"):
            server.login(str(username), str(settings.secrets.get("password", "")))
    except BaseException:
        server.close()
        raise
    return server


def _hand_in(
    server: smtplib.SMTP, message: EmailMessage, to: str, settings: ChannelSettings, hand_over: HandOver
) -> None:
    try:
        server.ehlo_or_helo_if_needed()
        _refuse_unless_taken(server.mail(str(settings.values["sender"])))
        _refuse_unless_taken(server.rcpt(to))
    except (OSError, smtplib.SMTPException) as error:
        raise TryLaterError(type(error).__name__) from None
    hand_over()
    try:
        said = server.data(message.as_bytes())
    except smtplib.SMTPDataError as error:  # it refused before the message began
        raise _judged(error.smtp_code) from None
    except (OSError, smtplib.SMTPException) as error:
        raise InDoubtError(type(error).__name__) from None
    _refuse_unless_taken(said)


def _refuse_unless_taken(said: tuple[int, bytes]) -> None:
    if not 200 <= said[0] < 300:
        raise _judged(said[0])


def _judged(code: int) -> RefusedForGoodError | TryLaterError:
    named = f"SMTP {code}"
    return RefusedForGoodError(named) if 500 <= code < 600 else TryLaterError(named)


def _address_of(contact: Any) -> str:
    return str(contact.email)


CHANNEL = Channel(
    name="email",
    label=_("E-mail"),
    most=MOST,
    after_doubt=lambda _settings: AFTER_DOUBT,
    needs=("host", "sender"),
    takes=("port", "security", "username", "with_cap"),
    address_of=_address_of,
    send=send,
)
