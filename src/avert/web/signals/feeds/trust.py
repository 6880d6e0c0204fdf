"""Whose signatures on alerts this deployment trusts: certificates in ``AVERT_HOME/cap-trust``, one PEM file each."""

from __future__ import annotations

import base64
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.x509.oid import NameOID
from lxml import etree

from avert.errors import ConfigError, RefusedAlertError
from avert.warning.cap import Alert, read_cap, verify_cap
from avert.warning.cap.parsing import parse

DSIG = "{http://www.w3.org/2000/09/xmldsig#}"
FOLDER = "cap-trust"


class WronglySignedError(RefusedAlertError):
    """An alert that carries a signature which does not hold."""


@dataclass(frozen=True)
class Vouched:
    """An alert, and who is trusted to have signed it; empty where nobody known here has."""

    alert: Alert
    signer: str = ""
    is_signed: bool = False


def trusted_certificates(home: Path) -> list[x509.Certificate]:
    """Return the certificates that the deployment has pinned. Raises ConfigError for a file that is none."""
    return [_certificate(path) for path in sorted((home / FOLDER).glob("*.pem"))]


def vouched(data: bytes, *, trusted: list[x509.Certificate], now: dt.datetime) -> Vouched:
    """Return an alert with who vouches for it.

    Without a signature, or with the right one of somebody unknown, nobody does. Raises RefusedAlertError for anything
    that is no plain alert, and for a wrong signature, whoever's it is.
    """
    signature = parse(data).find(f".//{DSIG}Signature")
    if signature is None:
        return Vouched(read_cap(data))
    known = [each for each in trusted if each in (named := _named(signature))]
    try:
        verified = verify_cap(data, known or named, now=now)
    except RefusedAlertError as error:
        raise WronglySignedError(str(error)) from None
    return Vouched(verified.alert, _name(verified.certificate) if known else "", is_signed=True)


def _named(signature: etree._Element) -> list[x509.Certificate]:
    texts = ["".join(node.itertext()) for node in signature.iter(f"{DSIG}X509Certificate")]
    try:
        return [x509.load_der_x509_certificate(base64.b64decode(text)) for text in texts]
    except ValueError:
        raise WronglySignedError(
            "The alert's signature cannot be read, so it may have been changed. It was not taken."
        ) from None


def _name(certificate: x509.Certificate) -> str:
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def _certificate(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except ValueError:
        raise ConfigError(
            f"{FOLDER}/{path.name} is no certificate in PEM, so whose alerts to trust is unclear. Mend or remove it."
        ) from None
