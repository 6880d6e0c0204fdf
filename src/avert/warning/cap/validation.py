"""Against the schema of OASIS."""

from __future__ import annotations

import re
import threading
from functools import cache
from importlib.resources import files
from typing import Any

from lxml import etree

from avert.warning.cap.elements import names_of
from avert.warning.cap.parsing import parse

MOST_FINDINGS = 20
WHAT = {
    "SCHEMAV_ELEMENT_CONTENT": "does not belong here, or something required is missing",
    "SCHEMAV_CVC_ENUMERATION_VALID": "is none of the standard's words",
    "SCHEMAV_CVC_PATTERN_VALID": "is not written as the standard wants it",
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_1": "is not of the standard's type",
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1": "has an attribute that the standard does not know",
}
# A schema object keeps the errors of its last run, so two threads must not share a run.
_ONE_AT_A_TIME = threading.Lock()


def validate_cap(data: bytes) -> tuple[str, ...]:
    """List what contradicts the schema, by line and element and never by content; nothing if it is valid."""
    return contradictions(parse(data))


def contradictions(root: Any) -> tuple[str, ...]:
    """List what contradicts the schema in a parsed alert."""
    with _ONE_AT_A_TIME:
        schema = _schema()
        schema.validate(root)
        found = [_told(error) for error in schema.error_log]
    return tuple(dict.fromkeys(found))[:MOST_FINDINGS]


@cache
def _schema() -> Any:
    text = files("avert.warning.cap").joinpath("schema", "CAP-v1.2.xsd").read_bytes()
    return etree.XMLSchema(etree.fromstring(text))


def _told(error: Any) -> str:
    named = re.match(r"Element '\{[^}]*\}(\w+)'", error.message)
    element = f"<{named[1]}>" if named and named[1] in names_of() else "an element"
    return f"line {error.line}: {element} {WHAT.get(error.type_name, 'contradicts the schema')}"
