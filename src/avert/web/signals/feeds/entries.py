"""What stands in a feed: RSS 2.0, RDF and Atom, read so that a hostile one can do no harm.

Read with lxml, which every installation has. The usual library for feeds needs one that was last released in 2010.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from lxml import etree, html

from avert.warning.cap.elements import NAMESPACE as CAP
from avert.warning.signals import plain_text
from avert.web.signals.feeds.fetch import FeedError
from avert.web.signals.vocabulary import Trouble

MOST_ENTRIES = 500
LONGEST_TEXT = 2000
LONGEST_LINK = 500
SHORTEST_PART = 3
CAP_TYPE = "application/cap+xml"
ENTRIES = {"item", "entry"}
TEXTS = ("description", "summary", "content", "encoded")
DATES = ("published", "pubDate", "date", "updated")


@dataclass(frozen=True)
class Entry:
    """One entry: ``key`` is what the feed calls it, ``alert`` a CAP message that stands in it whole."""

    key: str
    title: str
    text: str
    link: str
    published: dt.datetime | None
    updated: str = ""
    alert: bytes = b""
    alert_link: str = ""


def read_entries(body: bytes) -> list[Entry]:
    """Return the entries of a feed in its order, without markup. Raises FeedError where it is none."""
    root = _parsed(body)
    if etree.QName(root).namespace == CAP:
        return [Entry("", "", "", "", None, alert=body)]
    nodes = [node for node in root.iter("{*}*") if _name(node) in ENTRIES]
    if not nodes and _name(root) not in {"rss", "RDF", "feed"}:
        raise FeedError(Trouble.UNREADABLE)
    return [_entry(node) for node in nodes[:MOST_ENTRIES]]


def says_any(text: str, words: str) -> bool:
    """Say whether one of the words, apart by commas, stands in a text, in any script; no words ask for nothing.

    Words of three letters and more are also found within longer ones: most languages bend or join them.

    >>> [says_any("الأُمّـة Bouaké", words) for words in ("kenya, bouake", "امة", "Kenya", "ou", "")]
    [True, True, False, False, True]
    """
    wanted = [found for word in words.split(",") if (found := plain_text(word))]
    said = f" {plain_text(text)} "
    return not wanted or any(_stands_in(word, said) for word in wanted)


def _stands_in(word: str, said: str) -> bool:
    is_whole = len(word) < SHORTEST_PART and word.isascii()
    return f" {word} " in said if is_whole else word in said


def _parsed(body: bytes) -> Any:
    # Entities are what bombs are made of; a feed has no use for its own.
    if b"<!entity" in body.replace(b"\x00", b"").lower():
        raise FeedError(Trouble.UNREADABLE)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise FeedError(Trouble.UNREADABLE)
    return root


def _entry(node: Any) -> Entry:
    children = list(node.iterchildren("{*}*"))
    title, link = _plain(_first(children, ("title",))), _link(children)
    alert = next(iter(node.iter(f"{{{CAP}}}alert")), None)
    key = _words(_first(children, ("guid", "id"))) or link or title
    return Entry(
        key=key[:1000],
        title=title[:300],
        text=_plain(_first(children, TEXTS))[:LONGEST_TEXT],
        link=link,
        published=_moment(children),
        updated=_words(_first(children, ("updated",)))[:100],
        alert=b"" if alert is None else etree.tostring(alert, with_tail=False),
        alert_link=_alert_link(children) or link,
    )


def _name(node: Any) -> str:
    return str(etree.QName(node).localname)


def _first(children: Iterable[Any], names: Iterable[str]) -> Any:
    found: dict[str, Any] = {}
    for child in children:
        found.setdefault(_name(child), child)
    return next((found[name] for name in names if name in found), None)


def _words(node: Any) -> str:
    if node is None:
        return ""
    etree.strip_elements(node, "{*}script", "{*}style", with_tail=False)
    return " ".join(" ".join(node.itertext()).split())


def _plain(node: Any) -> str:
    """Return the text of an element whose content may be marked up, or markup written as text."""
    text = _words(node)
    if "<" not in text and "&" not in text:
        return text
    try:
        root = html.fragment_fromstring(text, create_parent=True)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return re.sub(r"<[^>]*>", " ", text)
    etree.strip_elements(root, "script", "style", with_tail=False)
    return " ".join(" ".join(root.itertext()).split())


def _link(children: Iterable[Any]) -> str:
    links = [child for child in children if _name(child) == "link"]
    plain = [
        child.get("href") or _words(child) for child in links if child.get("rel", "alternate") == "alternate"
    ]
    return next((text for text in map(str.strip, plain) if _is_web(text)), "")


def _alert_link(children: Iterable[Any]) -> str:
    found: Iterator[str] = (
        child.get("href", "")
        for child in children
        if _name(child) == "link" and child.get("type", "").lower() == CAP_TYPE
    )
    return next((text for text in found if _is_web(text)), "")


def _is_web(text: str) -> bool:
    return (
        text.startswith(("https://", "http://")) and len(text) <= LONGEST_LINK and not re.search(r"\s", text)
    )


def _moment(children: Iterable[Any]) -> dt.datetime | None:
    text = _words(_first(children, DATES))
    for read in (dt.datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(text)
            return (found if found.tzinfo else found.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
