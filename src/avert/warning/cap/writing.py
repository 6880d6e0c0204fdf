"""Alerts as CAP 1.2 and back."""

from __future__ import annotations

from typing import Any

from lxml import etree

from avert.errors import InputError, RefusedAlertError
from avert.warning.cap.elements import ALERT, NAMESPACE, Element
from avert.warning.cap.message import Alert
from avert.warning.cap.parsing import parse
from avert.warning.cap.validation import contradictions


def write_cap(alert: Alert) -> bytes:
    """Return an alert as CAP 1.2, valid against the schema."""
    root = etree.Element(ALERT.tag, nsmap={None: NAMESPACE})
    try:
        _append_parts(root, alert, ALERT)
    except ValueError:
        raise InputError(
            "The alert holds characters that XML cannot carry. Remove control characters."
        ) from None
    wrong = contradictions(root)
    if wrong:
        raise InputError(f"The alert cannot be written as CAP 1.2: {wrong[0].partition(': ')[2]}.")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")  # type: ignore[no-any-return]


def read_cap(data: bytes) -> Alert:
    """Return the alert in a message of CAP 1.2.

    What the profile has no use for is left out: altitude, ceiling, embedded files, and a signature, which only
    ``verify_cap`` looks at. Raises ``RefusedAlertError``, without repeating content, at anything else.
    """
    root = parse(data)
    wrong = contradictions(root)
    if wrong:
        raise RefusedAlertError(f"The alert contradicts the schema of CAP 1.2: {wrong[0]}. It was not taken.")
    try:
        alert = _value(root, ALERT)
    except (InputError, ValueError, OverflowError):
        raise RefusedAlertError(
            "The alert holds a time, number, place or name that cannot be used."
        ) from None
    return alert  # type: ignore[no-any-return]


def _append_parts(parent: Any, value: Any, element: Element) -> None:
    for part in element.parts:
        held = getattr(value, part.held_in)
        for item in held if part.is_many else (held,):
            if part.is_required or item not in (None, "", ()):
                child = etree.SubElement(parent, part.tag)
                _fill(child, item, part)


def _fill(child: Any, item: Any, part: Element) -> None:
    if part.parts:
        _append_parts(child, item, part)
    else:
        child.text = part.write(item)


def _value(node: Any, element: Element) -> Any:
    if not element.parts:
        return element.read(node.text or "")
    held = {}
    for part in element.parts:
        nodes = [
            child for child in node.iterchildren(part.tag) if part.parts or child.text or part.is_required
        ]
        if part.is_many:
            held[part.held_in] = tuple(_value(child, part) for child in nodes)
        elif nodes:
            held[part.held_in] = _value(nodes[0], part)
    return _made(element, held)


def _made(element: Element, held: dict[str, Any]) -> Any:
    try:
        return element.kind(**held)
    except TypeError:  # an element that must not be empty was
        raise RefusedAlertError("A required part of the alert is empty.") from None
