"""Alerts, keys and certificates for tests."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from avert.warning.cap import (
    Alert,
    Area,
    Category,
    Certainty,
    Event,
    Geocode,
    Info,
    MsgType,
    Pair,
    Parameter,
    ResponseType,
    Scope,
    Severity,
    Status,
    Urgency,
    asked_by,
    new_identifier,
)

NOW = dt.datetime(2007, 12, 20, 8, tzinfo=dt.UTC)
SENDER = "9f86d081884c7d65@alerts.example.org"
RIFT_VALLEY = Area(
    "Rift Valley",
    geocode=(Pair(Geocode.COUNTRY, "gw:501"), Pair(Geocode.PLACE, "adm1:KEN.8")),
)


def an_identifier(seed: int = 1) -> str:
    return new_identifier(lambda length: hashlib.sha256(bytes([seed % 256, seed // 256])).digest()[:length])


def an_info(**changes: Any) -> Info:
    parameters = {
        Parameter.PROFILE: "conflict-1",
        Parameter.HANDLING: "TLP:AMBER",
        Parameter.LENS: "conflict",
        Parameter.PROBABILITY: "likely",
        Parameter.CONFIDENCE: "moderate",
        Parameter.ADDRESSEE: "district peace committee",
        Parameter.ASKED: "open the joint forum",
        Parameter.ASKED_BY: asked_by(NOW + dt.timedelta(days=4), "Africa/Nairobi"),
    }
    info = Info(
        category=(Category.SECURITY,),
        event=Event.ELECTION,
        urgency=Urgency.EXPECTED,
        severity=Severity.SEVERE,
        certainty=Certainty.LIKELY,
        language="en",
        response_type=(ResponseType.PREPARE,),
        audience="people who can act",
        expires=NOW + dt.timedelta(days=30),
        headline="Violence feared around the election",
        description="Leaflets and fire-sales of crops are reported.",
        instruction="Meet in places that you know. Call the committee if roads close.",
        contact="the duty desk",
        parameter=tuple(Pair(name, value) for name, value in parameters.items()),
        area=(RIFT_VALLEY,),
    )
    return replace(info, **changes)


def an_alert(**changes: Any) -> Alert:
    alert = Alert(
        identifier=an_identifier(),
        sender=SENDER,
        sent=NOW,
        status=Status.ACTUAL,
        msg_type=MsgType.ALERT,
        scope=Scope.RESTRICTED,
        restriction="members of the response protocol",
        info=(an_info(),),
    )
    return replace(alert, **changes)


def marked(alert: Alert, label: str) -> Alert:
    """The alert under another marking."""
    return replace(
        alert, info=tuple(replace(info, parameter=_relabelled(info, label)) for info in alert.info)
    )


def _relabelled(info: Info, label: str) -> tuple[Pair, ...]:
    return tuple(Pair(p.name, label) if p.name == Parameter.HANDLING else p for p in info.parameter)


def a_certificate(
    key: Any, *, days: int = 365, start: dt.datetime = NOW - dt.timedelta(days=1)
) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "9f86d081")])
    builder = x509.CertificateBuilder(
        issuer_name=name,
        subject_name=name,
        public_key=key.public_key(),
        serial_number=1,
        not_valid_before=start,
        not_valid_after=start + dt.timedelta(days=days),
    )
    return builder.sign(key, hashes.SHA256())


def a_signer() -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    return key, a_certificate(key)
