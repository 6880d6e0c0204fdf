"""SVG elements as text, in which nothing that comes from data can become markup."""

from __future__ import annotations

import re
from html import escape

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TURNS_TEXT_ROUND = re.compile("[\u202a-\u202e\u2066-\u2069]")


class Markup(str):
    """SVG that is already safe to place inside other SVG."""

    __slots__ = ()


def safe(text: str) -> Markup:
    """Escape text, and drop what XML forbids or what would reverse the text after it."""
    return Markup(escape(_TURNS_TEXT_ROUND.sub("", _NOT_XML.sub("", text)), quote=True))


def element(tag: str, /, *children: str, **attributes: object) -> Markup:
    """Write one element; plain text is escaped, ``stroke_width`` becomes ``stroke-width``.

    >>> element("text", "A < B", x=1.25, class_="fig-ink")
    '<text x="1.2" class="fig-ink">A &lt; B</text>'
    """
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_attribute(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    inside = "".join(child if isinstance(child, Markup) else safe(child) for child in children)
    return Markup(f"<{tag}{written}>{inside}</{tag}>" if inside else f"<{tag}{written}/>")


def joined(parts: list[Markup]) -> Markup:
    """Place elements one after the other."""
    return Markup("".join(parts))


def number(value: float) -> str:
    """Write a coordinate with at most one decimal.

    >>> number(12.0), number(-0.04), number(3.14159)
    ('12', '0', '3.1')
    """
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _attribute(value: object) -> str:
    return number(value) if isinstance(value, float) else safe(str(value))
