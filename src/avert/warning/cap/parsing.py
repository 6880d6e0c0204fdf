"""XML from strangers: parsed only when it can do no harm."""

from __future__ import annotations

from typing import Any

from lxml import etree

from avert.errors import RefusedAlertError
from avert.warning.cap.elements import ALERT

MOST_BYTES = 256 * 1024
MOST_ELEMENTS = 4_000
MOST_DEPTH = 12
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


def parse(data: bytes) -> Any:
    """Return the root of an alert; raise ``RefusedAlertError`` at anything but plain XML of a sensible size."""
    _refuse_declarations(_text_of(data))
    root = _parsed(data)
    _refuse_excess(root)
    _forget_schema_locations(root)
    if root.tag != ALERT.tag:
        raise RefusedAlertError("This is no CAP 1.2 alert: its first element is another. Ask for CAP 1.2.")
    return root


def _text_of(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise RefusedAlertError("The alert is larger than 256 kB and was not read. Ask for a shorter one.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedAlertError("The alert is not written in UTF-8 and was not read.") from None


def _refuse_declarations(text: str) -> None:
    """Refuse before parsing: what is never parsed is never expanded or fetched."""
    folded = text.lower()
    if "<!doctype" in folded or "<!entity" in folded:
        raise RefusedAlertError("The alert declares a document type or entities, which can hide harm.")


def safe_parser(*, keeps_all: bool = False) -> Any:
    """Return a parser that fetches and expands nothing, with or without comments and processing instructions."""
    # Told the encoding, the parser ignores one that the text declares and that could hide a declaration.
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=not keeps_all,
        remove_pis=not keeps_all,
    )


def _parsed(data: bytes) -> Any:
    try:
        return etree.fromstring(data, safe_parser())
    except (etree.XMLSyntaxError, ValueError):
        raise RefusedAlertError("The alert is not well-formed XML and was not read.") from None


def _refuse_excess(root: Any) -> None:
    level, count, depth = [root], 0, 0
    while level:
        count, depth = count + len(level), depth + 1
        if count > MOST_ELEMENTS or depth > MOST_DEPTH:
            raise RefusedAlertError("The alert has more parts than any sensible one and was not read.")
        level = [child for element in level for child in element]


def _forget_schema_locations(root: Any) -> None:
    """Drop hints that would have a validator open files or addresses; below the root they are no accident."""
    for name in [name for name in root.attrib if name.startswith(XSI)]:
        del root.attrib[name]
    if any(name.startswith(XSI) for element in root.iter("*") for name in element.attrib):
        raise RefusedAlertError("The alert points its reader to schemas elsewhere, which can hide harm.")
