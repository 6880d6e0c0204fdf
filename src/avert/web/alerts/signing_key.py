"""The key that vouches for alerts as this deployment's, in ``AVERT_HOME/cap-signing``, readable by its owner alone."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID
from django.conf import settings

from avert.errors import ConfigError
from avert.web.secret_key import make_once, refuse_if_others_can_read

FOLDER, KEY, CERTIFICATE = "cap-signing", "key.pem", "certificate.pem"
YEARS = dt.timedelta(days=2 * 365)


@dataclass(frozen=True)
class Signer:
    """A key on P-256 with its certificate, for others to trust."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


def signing_key() -> Signer | None:
    """Return the key, or nothing where the deployment has none."""
    folder = _folder()
    if not (folder / CERTIFICATE).exists():
        return None
    refuse_if_others_can_read(folder / KEY, "sign alerts in the name of this deployment")
    key = load_pem_private_key((folder / KEY).read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ConfigError(f"{FOLDER}/{KEY} is no key on P-256. Make one: avert alerts make-signing-key.")
    return Signer(key, x509.load_pem_x509_certificate((folder / CERTIFICATE).read_bytes()))


def make_signing_key(*, now: dt.datetime) -> Path:
    """Make a key and its certificate; return the certificate, to hand to those who are to trust it."""
    folder = _folder()
    if (folder / KEY).exists():
        raise ConfigError(
            f"{FOLDER} holds a key already, which others may trust. Move the folder away to make another."
        )
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    make_once(folder / KEY, pem.decode())
    certificate = _certificate(key, now).public_bytes(Encoding.PEM)
    make_once(folder / CERTIFICATE, certificate.decode())
    return folder / CERTIFICATE


def _certificate(key: ec.EllipticCurvePrivateKey, now: dt.datetime) -> x509.Certificate:
    # A random name: whoever holds a message must not learn from it whose it is.
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, secrets.token_hex(8))])
    builder = x509.CertificateBuilder(
        issuer_name=name,
        subject_name=name,
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=now - dt.timedelta(minutes=5),
        not_valid_after=now + YEARS,
    )
    return builder.sign(key, hashes.SHA256())


def _folder() -> Path:
    home: Path = settings.CONFIG.home
    return home / FOLDER
