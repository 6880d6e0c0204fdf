"""Enveloped XML signatures: who said it, and that nothing was changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lxml import etree

from avert.errors import InputError, RefusedAlertError
from avert.warning.cap.message import Alert
from avert.warning.cap.parsing import parse, safe_parser
from avert.warning.cap.writing import read_cap

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.x509 import Certificate
    from signxml.verifier import SignatureConfiguration

DSIG = "{http://www.w3.org/2000/09/xmldsig#}"
CERTIFICATE = f"{DSIG}KeyInfo/{DSIG}X509Data/{DSIG}X509Certificate"
TRANSFORMS = frozenset(
    {
        "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
        "http://www.w3.org/2006/12/xml-c14n11",
        "http://www.w3.org/2001/10/xml-exc-c14n#",
    }
)
SHORTEST_RSA = 2048
UNTRUSTED = "The alert is not signed by anyone trusted, or was changed since. Do not act on it."


@dataclass(frozen=True)
class VerifiedAlert:
    """What was signed, and nothing else of the message, with the certificate that vouches for it."""

    alert: Alert
    certificate: Certificate


def sign_cap(data: bytes, key: EllipticCurvePrivateKey | RSAPrivateKey, certificate: Certificate) -> bytes:
    """Return an alert with a signature over the whole of it; its own certificate goes with it.

    Give keys on P-256 or P-384, or RSA of 2048 bits or more. Raises ``InputError`` if key and certificate differ.
    """
    from signxml.signer import XMLSigner

    if key.public_key() != certificate.public_key():
        raise InputError("The key is not the certificate's, so that nobody could verify the signature.")
    root = parse(data)
    if root.findall(f"{DSIG}Signature"):
        raise InputError("The alert is signed already. Sign what was written, not what was signed.")
    signer = XMLSigner(
        signature_algorithm=_method_for(key), c14n_algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"
    )
    signed = signer.sign(root, key=key, cert=[certificate])
    return etree.tostring(signed, xml_declaration=True, encoding="UTF-8")  # type: ignore[no-any-return]


def verify_cap(data: bytes, trusted: Iterable[Certificate], *, now: dt.datetime) -> VerifiedAlert:
    """Return what was signed with one of the trusted certificates, themselves and not their issuers.

    Raises ``RefusedAlertError`` if the signature is missing, wrong, of another part than the whole, made with a weak
    algorithm, or if its certificate is unknown or not valid now.
    """
    signature = _only_signature(parse(data))
    certificate = _trusted_signer(signature, trusted)
    return VerifiedAlert(read_cap(_signed_bytes(data, certificate, now)), certificate)


def _method_for(key: Any) -> str:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    if isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1):
        return "ecdsa-sha256"
    if isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP384R1):
        return "ecdsa-sha384"
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= SHORTEST_RSA:
        return "rsa-sha256"
    raise InputError("This key cannot sign alerts. Use one on P-256 or P-384, or RSA of 2048 bits or more.")


def _only_signature(root: Any) -> Any:
    """Return the signature if it is the only one, ends the alert and covers the whole of it."""
    signatures = list(root.iter(f"{DSIG}Signature"))
    if len(signatures) != 1 or root[-1] is not signatures[0]:
        raise RefusedAlertError(UNTRUSTED)
    references = list(signatures[0].iter(f"{DSIG}Reference"))
    transforms = {each.get("Algorithm") for each in signatures[0].iter(f"{DSIG}Transform")}
    if [each.get("URI") for each in references] != [""] or not transforms <= TRANSFORMS:
        raise RefusedAlertError(UNTRUSTED)
    return signatures[0]


def _trusted_signer(signature: Any, trusted: Iterable[Certificate]) -> Certificate:
    """Choose among the trusted; the message only says which one it means."""
    from base64 import b64decode

    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        texts = ["".join((each.text or "").split()) for each in signature.iterfind(CERTIFICATE)]
        named = {b64decode(text, validate=True) for text in texts}
    except ValueError:
        raise RefusedAlertError(UNTRUSTED) from None
    for certificate in trusted:
        if named == {certificate.public_bytes(Encoding.DER)} and _is_strong(certificate):
            return certificate
    raise RefusedAlertError(UNTRUSTED)


def _is_strong(certificate: Certificate) -> bool:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return key.key_size >= SHORTEST_RSA
    return isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1 | ec.SECP384R1)


def _signed_bytes(data: bytes, certificate: Certificate, now: dt.datetime) -> bytes:
    from signxml.verifier import XMLVerifier

    try:
        result = XMLVerifier().verify(
            data, x509_cert=certificate, parser=safe_parser(keeps_all=True), expect_config=_expected(now)
        )
    except Exception:  # whatever the library makes of a stranger's bytes, they are not trusted
        raise RefusedAlertError(UNTRUSTED) from None
    return result.signed_data  # type: ignore[union-attr]  # one reference, one result


def _expected(now: dt.datetime) -> SignatureConfiguration:
    from signxml.algorithms import DigestAlgorithm, SignatureMethod
    from signxml.verifier import SignatureConfiguration

    return SignatureConfiguration(
        location="./",
        expect_references=1,
        signature_methods=frozenset(
            {SignatureMethod.ECDSA_SHA256, SignatureMethod.ECDSA_SHA384, SignatureMethod.RSA_SHA256}
        ),
        digest_algorithms=frozenset({DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512}),
        verification_time=now,
    )
