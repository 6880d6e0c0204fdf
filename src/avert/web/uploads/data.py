"""XML and JSON, as programs exchange them: read whole and safely, and kept as they are."""

from __future__ import annotations

import json
import re

from django.utils.translation.trans_null import gettext_noop as _
from lxml import etree

from avert.errors import RefusedFileError
from avert.web.uploads.files import refuse_unless
from avert.web.uploads.kinds import UNKNOWN, Kind
from avert.web.uploads.texts import OTHER_ENCODING, PROGRAM

ENTITIES = _(
    "The file declares a document type or entities, which can make it grow without end. Save it without them."
)
BROKEN = _("The file is not written as XML or JSON demands, so rows could be lost. Export it again.")
RUNS = re.compile(rb"<(script|html|svg|iframe|object|embed)\b|<\?php", re.IGNORECASE)
DEEPEST = 60


def kind_of_data(data: bytes) -> Kind | None:
    """Return XML or JSON for a file that begins as such and can be read; nothing for any other."""
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start == b"<":
        _check_xml(data)
        return Kind.XML
    if start in {b"{", b"["}:
        _check_json(data)
        return Kind.JSON
    return None


def _check_xml(data: bytes) -> None:
    refuse_unless(b"\x00" not in data, UNKNOWN)
    refuse_unless(b"<!DOCTYPE" not in data and b"<!ENTITY" not in data, ENTITIES)
    refuse_unless(not RUNS.search(data), PROGRAM)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise RefusedFileError(BROKEN) from None
    encoding = root.getroottree().docinfo.encoding or "UTF-8"
    refuse_unless(encoding.upper() in {"UTF-8", "ASCII", "US-ASCII"}, OTHER_ENCODING)


def _check_json(data: bytes) -> None:
    try:
        read = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise RefusedFileError(OTHER_ENCODING) from None
    except (ValueError, RecursionError):
        raise RefusedFileError(BROKEN) from None
    refuse_unless(_depth(read) <= DEEPEST, BROKEN)


def _depth(read: object) -> int:
    deepest, waiting = 0, [(read, 1)]
    while waiting:
        held, depth = waiting.pop()
        deepest = max(deepest, depth)
        if isinstance(held, dict | list):
            waiting += [(one, depth + 1) for one in (held.values() if isinstance(held, dict) else held)]
    return deepest
