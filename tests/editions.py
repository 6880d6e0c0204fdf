"""Editions for tests: one assessment of an invented place, signed with a key that is nobody's."""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from avert.assessment.ageing import Kind
from avert.assessment.editions import Edition, SignedEdition, sign
from avert.assessment.readings import Reading, latest
from avert.handling import Marking
from readings import NOW, reading

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
FIRST = (reading("elders", 1, 30, c_1="latent", c_2="absent"), reading("ministry", 1, 30, c_1="absent"))
SECOND = (
    *FIRST,
    reading("elders", 2, 1, c_1="acute"),
    reading("women", 2, 1, c_1="acute", dissent="nobody asked the wells"),
)


def edition(readings: tuple[Reading, ...] = FIRST, number: int = 1, **given: Any) -> Edition:
    """Return an edition of one assessment."""
    standing = latest(readings, NOW)
    kinds = {"C-1": Kind.DYNAMIC, "C-2": Kind.STRUCTURAL}
    known = {
        "assessment": "riverside",
        "place": "gw:501",
        "issuer": "org:committee",
        "marking": Marking.AMBER,
    }
    return Edition(
        **{**known, "number": number, "issued_at": NOW, "standing": standing, "kinds": kinds, **given}
    )


def signed(readings: tuple[Reading, ...] = FIRST, number: int = 1, **given: Any) -> SignedEdition:
    """Return it signed."""
    return sign(edition(readings, number, **given), KEY)
