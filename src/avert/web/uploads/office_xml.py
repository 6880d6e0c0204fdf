"""The XML of Office files: read without entities, and rid of what says who wrote it, when and where."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Set
from typing import Any

from django.utils.translation.trans_null import gettext_noop as _
from lxml import etree

from avert.errors import RefusedFileError
from avert.web.uploads.archives import ODD
from avert.web.uploads.files import refuse_unless

IDENTIFIERS = re.compile(r"rsid.*|paraId|textId")
REVISION_NAMESPACE = re.compile(r"http://schemas\.microsoft\.com/office/spreadsheetml/\d+/revision\d*")
RELATIONSHIPS = re.compile(
    r"http://(schemas\.openxmlformats\.org|purl\.oclc\.org/ooxml)/officeDocument(/2006)?/relationships"
)

# Who wrote it, from which folder, with which template, for which letters, and where its numbers came from.
SAYS_TOO_MUCH = {
    *("absPath", "attachedTemplate", "customSheetViews", "customWorkbookViews", "dataBinding", "docId"),
    *("docVars", "embedBold", "embedBoldItalic", "embedItalic", "embedRegular", "externalData"),
    *("fileRecoveryPr", "fileSharing", "hlinkClick", "hlinkHover", "hlinkMouseOver", "mailMerge", "proofErr"),
    *("revisionPtr", "rsid", "rsids", "webPublishing"),
}
TRACKED = {
    *("cellDel", "cellIns", "cellMerge", "commentRangeStart", "commentReference", "del", "ins", "moveFrom"),
    *("moveTo", "pPrChange", "rPrChange", "sectPrChange", "tblPrChange", "tcPrChange", "trPrChange"),
}
NAMED_BY_PROGRAMS = {"cNvPr", "docPr"}
FIELD_REACHES_OUT = re.compile(
    r"\b(DATABASE|DDE|DDEAUTO|IMPORT|INCLUDE|INCLUDEPICTURE|INCLUDETEXT|LINK|RD)\b", re.IGNORECASE
)
FORMULA_REACHES_OUT = re.compile(
    r"\b(_xlfn\.)?(CALL|DDE|IMAGE|REGISTER(\.ID)?|RTD|WEBSERVICE)\s*\(", re.IGNORECASE
)

ANYTHING_HIDDEN = etree.XPath(
    "boolean(//*[@hidden='1' or @hidden='true' or @state='hidden' or @state='veryHidden'"
    " or local-name()='vanish' or local-name()='webHidden'])"
)

CHANGES = _(
    "The document has tracked changes or comments. They name who wrote them and keep what was deleted. Accept or "
    "reject all changes, delete the comments, and hand it in again."
)
DRAWS_ON_OTHERS = _(
    "The document holds or draws on something that cannot be cleaned, such as an embedded file, a pivot table or a "
    "link to another file. Hand it in as PDF."
)


def parse(data: bytes) -> Any:
    """Return the root of an XML file without entities, comments and instructions."""
    refuse_unless(b"<!DOCTYPE" not in data and b"\x00" not in data, ODD)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(data, parser)
    info = root.getroottree().docinfo
    refuse_unless(
        (info.encoding or "UTF-8").upper() in {"UTF-8", "ASCII", "US-ASCII"} and not info.doctype, ODD
    )
    return root


def written(root: Any) -> bytes:
    """Return the XML as bytes, the same for the same content."""
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return text


def scrub(root: Any, dropped: Set[str]) -> None:
    """Take away what says too much and what refers to ``dropped`` relationships; refuse what that would break."""
    # A sheet has a million elements, so they are gone through once and only few are looked at closely.
    tags: dict[str, list[Any]] = defaultdict(list)
    for element in list(root.iter()):
        tags[element.tag].append(element)
        if element.attrib:
            _scrub_attributes(element)
            _drop_references(element, dropped)
    by_name: dict[str, list[Any]] = defaultdict(list)
    for tag, elements in tags.items():
        by_name[_local(tag)] += elements
    refuse_unless(not any(_local(tag) in TRACKED and "wordprocessingml" in tag for tag in tags), CHANGES)
    _refuse_reaching_out(by_name)
    for name in SAYS_TOO_MUCH & set(by_name):
        for element in by_name[name]:
            _remove(element)


def is_anything_hidden(root: Any) -> bool:
    """Say whether text, rows, columns or sheets are there without being shown."""
    return bool(ANYTHING_HIDDEN(root))


def _refuse_reaching_out(by_name: Mapping[str, list[Any]]) -> None:
    # A field is often cut into several runs, so its instruction is put together before it is read.
    instructions = "".join(element.text or "" for element in by_name.get("instrText", ()))
    fields = [instructions, *(_attribute(element, "instr") for element in by_name.get("fldSimple", ()))]
    named = (*by_name.get("f", ()), *by_name.get("definedName", ()))
    is_reaching = any(FIELD_REACHES_OUT.search(text) for text in fields)
    is_reaching = is_reaching or any(FORMULA_REACHES_OUT.search(element.text or "") for element in named)
    refuse_unless(not is_reaching, DRAWS_ON_OTHERS)


def _scrub_attributes(element: Any) -> None:
    for name in element.keys():  # noqa: SIM118  this is an element, not a mapping
        if IDENTIFIERS.fullmatch(_local(name)) or REVISION_NAMESPACE.fullmatch(_namespace(name)):
            del element.attrib[name]
    if _local(element.tag) in NAMED_BY_PROGRAMS and element.get("name"):
        element.set("name", "Picture")  # it is the name of the file that was put in
    if "urn:schemas-microsoft-com:vml" in element.tag:
        for name in ("src", "href"):
            element.attrib.pop(name, None)


def _drop_references(element: Any, dropped: Set[str]) -> None:
    for name, value in element.items():
        if value not in dropped or not RELATIONSHIPS.fullmatch(_namespace(name)):
            continue
        extension = next((above for above in element.iterancestors() if _local(above.tag) == "ext"), None)
        if extension is not None:  # what a program may leave out by definition
            _remove_with_empty_parent(extension)
            return
        is_link = _local(element.tag) == "hyperlink"
        refuse_unless(is_link or _local(element.tag) == "pageSetup", DRAWS_ON_OTHERS)
        if is_link and "spreadsheetml" in element.tag:
            _remove_with_empty_parent(element)
            return
        del element.attrib[name]


def _remove(element: Any) -> None:
    # The root holds the rest, and after none of these is there text.
    if element.getparent() is None or (element.tail or "").strip():
        raise RefusedFileError(ODD)
    element.getparent().remove(element)


def _remove_with_empty_parent(element: Any) -> None:
    parent = element.getparent()
    _remove(element)
    if parent is not None and len(parent) == 0:
        _remove(parent)


def _attribute(element: Any, local: str) -> str:
    return next((value for name, value in element.attrib.items() if _local(name) == local), "")


def _local(name: Any) -> str:
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def _namespace(name: str) -> str:
    return name[1:].rpartition("}")[0]
