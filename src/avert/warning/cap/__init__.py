"""Alerts in the Common Alerting Protocol 1.2, within the conflict profile (``docs/methods/cap-profile.md``)."""

from avert.warning.cap.chain import all_clear, cancel, chain_of, supersede
from avert.warning.cap.message import (
    Alert,
    Area,
    Category,
    Certainty,
    Circle,
    Info,
    MsgType,
    Pair,
    Point,
    Reference,
    Resource,
    ResponseType,
    Scope,
    Severity,
    Status,
    Urgency,
)
from avert.warning.cap.profile import Finding, check
from avert.warning.cap.signing import VerifiedAlert, sign_cap, verify_cap
from avert.warning.cap.trimming import trim
from avert.warning.cap.validation import validate_cap
from avert.warning.cap.vocabulary import (
    Event,
    Geocode,
    Parameter,
    asked_by,
    certainty_of,
    new_identifier,
    severity_of,
    urgency_of,
)
from avert.warning.cap.writing import read_cap, write_cap

__all__ = [
    "Alert",
    "Area",
    "Category",
    "Certainty",
    "Circle",
    "Event",
    "Finding",
    "Geocode",
    "Info",
    "MsgType",
    "Pair",
    "Parameter",
    "Point",
    "Reference",
    "Resource",
    "ResponseType",
    "Scope",
    "Severity",
    "Status",
    "Urgency",
    "VerifiedAlert",
    "all_clear",
    "asked_by",
    "cancel",
    "certainty_of",
    "chain_of",
    "check",
    "new_identifier",
    "read_cap",
    "severity_of",
    "sign_cap",
    "supersede",
    "trim",
    "urgency_of",
    "validate_cap",
    "verify_cap",
    "write_cap",
]
