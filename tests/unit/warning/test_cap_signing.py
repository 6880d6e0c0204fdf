"""What was signed by someone trusted is taken, and nothing else."""

from __future__ import annotations

import base64
import copy
import datetime as dt
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree
from tests.alerts import NOW, a_certificate, a_signer, an_alert

from avert.errors import InputError, RefusedAlertError
from avert.warning.cap import read_cap, sign_cap, validate_cap, verify_cap, write_cap

CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
DSIG = "{http://www.w3.org/2000/09/xmldsig#}"
KEY, CERTIFICATE = a_signer()
SIGNED = sign_cap(write_cap(an_alert()), KEY, CERTIFICATE)


def changed(change: Callable[[etree._Element], object]) -> bytes:
    root = etree.fromstring(SIGNED)
    result = change(root)
    return etree.tostring(result if isinstance(result, etree._Element) else root)


def refused(data: bytes, trusted: object = (CERTIFICATE,), now: dt.datetime = NOW) -> str:
    with pytest.raises(RefusedAlertError) as error:
        verify_cap(data, trusted, now=now)  # type: ignore[arg-type]
    return str(error.value)


def test_what_was_signed_comes_back_with_its_certificate() -> None:
    verified = verify_cap(SIGNED, (a_signer()[1], CERTIFICATE), now=NOW)
    assert (verified.alert, verified.certificate) == (an_alert(), CERTIFICATE)
    assert read_cap(SIGNED) == an_alert()
    assert validate_cap(SIGNED) == ()


def test_an_rsa_key_signs_as_well() -> None:
    key = rsa.generate_private_key(65537, 2048)
    certificate = a_certificate(key)
    signed = sign_cap(write_cap(an_alert()), key, certificate)
    assert verify_cap(signed, (certificate,), now=NOW).alert == an_alert()


def test_weak_unfit_and_foreign_keys_do_not_sign() -> None:
    data = write_cap(an_alert())
    small = rsa.generate_private_key(65537, 1024)  # noqa: S505  refused here
    for key in (small, ec.generate_private_key(ec.SECP256K1())):
        with pytest.raises(InputError):
            sign_cap(data, key, a_certificate(key))
    with pytest.raises(InputError):
        sign_cap(data, ed25519.Ed25519PrivateKey.generate(), CERTIFICATE)  # type: ignore[arg-type]
    with pytest.raises(InputError):
        sign_cap(SIGNED, KEY, CERTIFICATE)


def test_unknown_expired_and_future_certificates_are_refused() -> None:
    refused(SIGNED, ())
    refused(SIGNED, (a_signer()[1],))
    refused(SIGNED, now=NOW + dt.timedelta(days=400))
    refused(SIGNED, now=NOW - dt.timedelta(days=2))


def test_a_certificate_that_only_looks_the_same_is_refused() -> None:
    other_key, other = a_signer()
    forged = sign_cap(write_cap(an_alert()), other_key, other)
    body = base64.b64encode(CERTIFICATE.public_bytes(Encoding.DER))
    swapped = re.sub(rb"(<ds:X509Certificate>)[^<]*", rb"\g<1>" + body, forged)
    assert swapped != forged
    refused(swapped)


def test_an_unsigned_alert_is_not_verified() -> None:
    refused(write_cap(an_alert()))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Violence feared", b"Violence over"),
        (b"Actual", b"Draft"),
        (b"#ecdsa-sha256", b"#rsa-sha256"),
        (b"#ecdsa-sha256", b"#hmac-sha256"),
        (b"2001/04/xmldsig-more#ecdsa-sha256", b"2001/04/xmldsig-more#ecdsa-sha1"),
        (b"2001/04/xmlenc#sha256", b"2000/09/xmldsig#sha1"),
        (b'URI=""', b'URI="#other"'),
        (b'URI=""', b'URI="file:///etc/passwd"'),
        (b"2000/09/xmldsig#enveloped-signature", b"TR/1999/REC-xslt-19991116"),
        (b"<ds:DigestValue>", b"<ds:DigestValue>AAAA"),
        (b"<ds:SignatureValue>", b"<ds:SignatureValue>AAAA"),
        (b"<ds:X509Certificate>", b"<ds:X509Certificate>!"),
    ],
)
def test_any_change_is_refused(old: bytes, new: bytes) -> None:
    assert old in SIGNED
    assert "passwd" not in refused(SIGNED.replace(old, new))


def wrapped(root: etree._Element) -> etree._Element:
    """The signed alert inside another one, whose own words are what a careless reader takes."""
    outer = etree.fromstring(write_cap(an_alert(note="forged")))
    signature = root.find(f"{DSIG}Signature")
    original = copy.deepcopy(root)
    original.remove(original.find(f"{DSIG}Signature"))
    original.set("Id", "signed")
    holder = etree.SubElement(signature, f"{DSIG}Object")
    holder.append(original)
    signature.find(f".//{DSIG}Reference").set("URI", "#signed")
    outer.append(signature)
    return outer


def nested(root: etree._Element) -> etree._Element:
    outer = etree.fromstring(write_cap(an_alert(note="forged")))
    signature = root.find(f"{DSIG}Signature")
    etree.SubElement(signature, f"{DSIG}Object").append(copy.deepcopy(root))
    outer.append(signature)
    return outer


def moved_into_an_info(root: etree._Element) -> None:
    root.find(f"{CAP}info").append(root.find(f"{DSIG}Signature"))


def not_last(root: etree._Element) -> None:
    root.insert(0, root.find(f"{DSIG}Signature"))


def twice(root: etree._Element) -> None:
    root.append(copy.deepcopy(root.find(f"{DSIG}Signature")))


def second_info(root: etree._Element) -> None:
    root.find(f"{CAP}info").addnext(copy.deepcopy(root.find(f"{CAP}info")))


def second_reference(root: etree._Element) -> None:
    reference = root.find(f".//{DSIG}Reference")
    reference.addnext(copy.deepcopy(reference))


@pytest.mark.parametrize(
    "attack", [wrapped, nested, moved_into_an_info, not_last, twice, second_info, second_reference]
)
def test_wrapping_moving_and_doubling_are_refused(attack: Callable[[etree._Element], object]) -> None:
    refused(changed(attack))


def test_what_a_comment_hides_is_not_what_was_signed() -> None:
    data = SIGNED.replace(b"Violence feared", b"Violence <!-- never -->feared")
    assert verify_cap(data, (CERTIFICATE,), now=NOW).alert == an_alert()
    refused(SIGNED.replace(b"Violence feared", b"<!-- Violence feared -->"))


def test_a_declared_encoding_does_not_make_two_readings() -> None:
    signed = SIGNED.partition(b"?>")[2].lstrip()
    hidden = signed.replace(b"Violence feared", b"+AFY-iolence feared")
    for encoding in (b"UTF-7", b"ISO-8859-1", b"UTF-16"):
        declared = b'<?xml version="1.0" encoding="' + encoding + b'"?>'
        assert verify_cap(declared + signed, (CERTIFICATE,), now=NOW).alert == an_alert()
        refused(declared + hidden)


def test_an_entity_bomb_around_a_signature_is_refused() -> None:
    refused(b'<!DOCTYPE a [<!ENTITY a "b">]>' + SIGNED.partition(b"?>")[2].lstrip())


def test_signing_what_was_trimmed_or_changed_needs_a_new_signature() -> None:
    other = sign_cap(write_cap(replace(an_alert(), note="x")), KEY, CERTIFICATE)
    signature = etree.fromstring(other).find(f"{DSIG}Signature")

    def swap(root: etree._Element) -> None:
        root.replace(root.find(f"{DSIG}Signature"), signature)

    refused(changed(swap))


@pytest.mark.skipif(shutil.which("xmlsec1") is None, reason="xmlsec1 is not installed")
def test_a_verifier_written_by_others_agrees(tmp_path: Path) -> None:
    certificate = tmp_path / "certificate.pem"
    certificate.write_bytes(CERTIFICATE.public_bytes(Encoding.PEM))

    def verdict(data: bytes) -> bool:
        message = tmp_path / "alert.xml"
        message.write_bytes(data)
        when = f"{NOW:%Y-%m-%d %H:%M:%S}"
        command = [
            "xmlsec1",
            "--verify",
            "--trusted-pem",
            str(certificate),
            "--verification-time",
            when,
            str(message),
        ]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    assert verdict(SIGNED)
    assert not verdict(SIGNED.replace(b"Violence feared", b"Violence over"))
