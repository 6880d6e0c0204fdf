"""Editions: an assessment frozen on a day, signed, and comparable with the next.

The file holds the document, a signature (Ed25519, RFC 8032) of its canonical bytes, and the public key. A signature by
an unknown key shows only that nothing was altered since; who signed it shows the key's fingerprint, which has to come
another way, from the signer.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from avert.assessment import canonical
from avert.assessment.ageing import Kind
from avert.assessment.changes import Changes, changes
from avert.assessment.readings import Answer, Declared, Newest, Standing
from avert.deadlines import in_utc
from avert.errors import CheckFailedError, InputError, MalformedFileError
from avert.handling import Marking

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FORM = "avert-edition-1"
SUFFIX = ".edition.json"
ENVELOPE = frozenset({"form", "document", "public_key", "signature"})


@dataclass(frozen=True)
class Edition:
    """An assessment as it stood.

    Stakeholders stand by role or number, never by name. ``more`` holds whatever else belongs to it as plain values:
    titles, frameworks, coverage, claims, hypotheses, pooled judgements.
    """

    assessment: str
    number: int
    place: str
    issuer: str
    marking: Marking
    issued_at: dt.datetime
    standing: Standing
    kinds: Mapping[str, Kind]
    more: Mapping[str, Any] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "assessment": self.assessment,
            "number": self.number,
            "place": self.place,
            "issuer": self.issuer,
            "marking": str(self.marking),
            "issued_at": in_utc(self.issued_at).isoformat(),
            "as_of": in_utc(self.standing.as_of).isoformat(),
            "indicators": {code: kind.value for code, kind in self.kinds.items()},
            "stakeholders": {
                who: {
                    "perspective": self.standing.perspectives[who],
                    "answers": {code: _stored(newest) for code, newest in answers.items()},
                    "dissent": _declared(self.standing.dissents.get(who)),
                }
                for who, answers in self.standing.answers.items()
            },
            "more": dict(self.more),
        }

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Edition:
        """Return the edition of a document.

        Raises:
            MalformedFileError: Plain values, but not of an edition.
        """
        try:
            told = document["stakeholders"]
            standing = Standing(
                _instant(document["as_of"]),
                {who: {c: _newest(a) for c, a in said["answers"].items()} for who, said in told.items()},
                {who: _text(said["perspective"]) for who, said in told.items()},
                {who: _dissent(said["dissent"]) for who, said in told.items() if said["dissent"]},
            )
            return cls(
                **{name: _text(document[name]) for name in ("assessment", "place", "issuer")},
                number=_whole(document["number"]),
                marking=Marking.parse(document["marking"]),
                issued_at=_instant(document["issued_at"]),
                standing=standing,
                kinds={code: Kind(kind) for code, kind in document["indicators"].items()},
                more=dict(document["more"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError, InputError):
            raise MalformedFileError(
                "The file is signed, but its document is not an edition that this version reads. "
                "Ask for it in the form avert-edition-1."
            ) from None


@dataclass(frozen=True)
class SignedEdition:
    """An edition with its signature. ``is_signer_known`` where the key is the one that was expected."""

    edition: Edition = field(repr=False)  # what it holds is for no log
    document: bytes = field(repr=False)
    public_key: bytes
    signature: bytes
    is_signer_known: bool = False

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the document's canonical bytes."""
        return hashlib.sha256(self.document).hexdigest()

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint of the key that signed."""
        return fingerprint(self.public_key)

    def to_bytes(self) -> bytes:
        """Return the file, complete in itself: the canonical bytes of document, form, key and signature."""
        return _sealed(self.document, self.public_key, self.signature)


@dataclass(frozen=True)
class Comparison:
    """What changed from one edition to another of the same assessment."""

    before: Edition
    after: Edition
    changes: Changes


def fingerprint(public_key: bytes) -> str:
    """Return the SHA-256 of a public key in hexadecimal: 64 digits."""
    return hashlib.sha256(public_key).hexdigest()


def sign(edition: Edition, key: Ed25519PrivateKey) -> SignedEdition:
    """Return an edition with its signature."""
    document = canonical.write(edition.document())
    public = key.public_key().public_bytes_raw()
    # Read back, so that what is held is what was signed: composed text, and nothing that changes later.
    frozen = Edition.of(canonical.read(document))
    return SignedEdition(frozen, document, public, key.sign(_message(document)), is_signer_known=True)


def verify(data: bytes, expected: str | None = None) -> SignedEdition:
    """Return the edition that a file holds, if nobody has altered it.

    ``expected`` is the signer's fingerprint, with or without spaces or colons, got another way than with the file.
    Without it the answer says only that the file is whole: whoever alters a file can also sign it anew.

    Raises:
        MalformedFileError: Not an edition.
        CheckFailedError: Altered since it was signed, or signed by another key.
    """
    if expected is not None:
        expected = _normal_fingerprint(expected)
    held = canonical.read(data)
    if not isinstance(held, dict) or held.keys() != ENVELOPE or held["form"] != FORM:
        raise MalformedFileError(
            f"The file is not an edition of an assessment. Give one that ends in {SUFFIX}."
        )
    document = canonical.write(held["document"])
    public, signature = _from_hex(held["public_key"]), _from_hex(held["signature"])
    # Byte for byte: a file that reads the same and is written otherwise is not the one that was signed.
    if _sealed(document, public, signature) != data or not _holds(public, signature, document):
        raise CheckFailedError(
            "The edition was altered after it was signed, so nothing in it can be relied on. Ask the signer for it."
        )
    if expected is not None and fingerprint(public) != expected:
        raise CheckFailedError(
            "The edition is whole, but another key signed it than the one expected. Ask the signer which key is theirs."
        )
    return SignedEdition(Edition.of(held["document"]), document, public, signature, expected is not None)


def compare(before: Edition, after: Edition) -> Comparison:
    """Return what changed from one edition to another.

    Raises:
        InputError: They are of two assessments, so a difference would not be a change.
    """
    if before.assessment != after.assessment:
        raise InputError(
            "These are editions of two assessments, so their differences are no changes. Compare editions of one."
        )
    kinds = {**before.kinds, **after.kinds}
    return Comparison(before, after, changes(before.standing, after.standing, kinds))


def _sealed(document: bytes, public: bytes, signature: bytes) -> bytes:
    seal = {"form": FORM, "public_key": public.hex(), "signature": signature.hex()}
    return b'{"document":' + document + b"," + canonical.write(seal)[1:]


def _message(document: bytes) -> bytes:
    # The form stands in what is signed, so that a signature is good for nothing else the key signs.
    return FORM.encode("ascii") + b"\n" + document


def _holds(public: bytes, signature: bytes, document: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _message(document))
    except (InvalidSignature, ValueError):
        return False
    return True


def _from_hex(text: Any) -> bytes:
    try:
        return bytes.fromhex(text)
    except (TypeError, ValueError):
        return b""


def _normal_fingerprint(text: str) -> str:
    digits = "".join(text.lower().replace(":", " ").split())
    if len(digits) != 64 or set(digits) - set("0123456789abcdef"):
        raise InputError("A fingerprint has 64 digits 0-9 and a-f. Give all of them; a part can be imitated.")
    return digits


def _stored(newest: Newest) -> dict[str, Any]:
    said = newest.answer
    return {
        "value": said.value,
        "trend": said.trend,
        "reason": said.reason,
        "evidence": list(said.evidence),
        "at": in_utc(newest.at).isoformat(),
        "round": newest.round,
    }


def _newest(stored: Mapping[str, Any]) -> Newest:
    evidence = [_text(id_) for id_ in stored["evidence"]]
    said = Answer.of(stored["value"], stored["trend"], _text(stored["reason"]), evidence)
    return Newest(said, _instant(stored["at"]), _whole(stored["round"]))


def _declared(dissent: Declared | None) -> dict[str, Any] | None:
    if dissent is None:
        return None
    return {"text": dissent.text, "at": in_utc(dissent.at).isoformat(), "round": dissent.round}


def _dissent(stored: Mapping[str, Any]) -> Declared:
    return Declared(_text(stored["text"]), _instant(stored["at"]), _whole(stored["round"]))


@lru_cache(maxsize=4096)
def _instant(text: str) -> dt.datetime:
    return in_utc(dt.datetime.fromisoformat(text))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value
