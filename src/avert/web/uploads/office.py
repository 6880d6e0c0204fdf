"""Office files (DOCX, XLSX): built anew from the parts that are known, each of them cleaned."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation.trans_null import gettext_noop as _
from lxml import etree

from avert.errors import RefusedFileError
from avert.web.uploads import office_xml
from avert.web.uploads.archives import members_of
from avert.web.uploads.files import refuse_unless
from avert.web.uploads.kinds import UNKNOWN, Kind
from avert.web.uploads.office_xml import CHANGES
from avert.web.uploads.pictures import clean_picture

OPEN_XML = "application/vnd.openxmlformats-officedocument."
MAIN = {
    f"{OPEN_XML}wordprocessingml.document.main+xml": Kind.DOCX,
    f"{OPEN_XML}spreadsheetml.sheet.main+xml": Kind.XLSX,
}
WORDS = (
    "document.main",
    "endnotes",
    "fontTable",
    "footer",
    "footnotes",
    "header",
    "numbering",
    "settings",
    "styles",
)
SHEETS = ("chartsheet", "sharedStrings", "sheet.main", "sheetMetadata", "styles", "table", "worksheet")
KNOWN = {
    *(f"{OPEN_XML}wordprocessingml.{part}+xml" for part in WORDS),
    *(f"{OPEN_XML}spreadsheetml.{part}+xml" for part in SHEETS),
    *(f"{OPEN_XML}{part}+xml" for part in ("drawing", "drawingml.chart", "theme")),
}
PICTURES = {"image/png": Kind.PNG, "image/jpeg": Kind.JPEG, "image/jpg": Kind.JPEG}
TYPES, ROOT = "[Content_Types].xml", ""
TYPES_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
LINKS_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
DOCUMENT_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
# In a document they are seen in its text; in a workbook they lie beside it.
REMARKS = ("comments+xml", "revisionheaders+xml")
LONG_AGO = (1980, 1, 1, 0, 0, 0)

MACROS = _("The file holds macros, which are programs. Save it without them, as DOCX or XLSX, or as PDF.")


@dataclass
class Package:
    """The parts of an Office file as they came, and those that are kept."""

    parts: dict[str, bytes]
    types: dict[str, str]
    kept: dict[str, bytes] = field(default_factory=dict)
    is_hiding: bool = False


def clean_office(data: bytes) -> tuple[Kind, bytes, bool]:
    """Return the kind, the file built anew, and whether it holds what is not shown."""
    parts = members_of(data)
    refuse_unless(TYPES in parts, UNKNOWN)
    package = Package(parts, _types(parts))
    _refuse_macros(package)
    mains = [target for _id, kind, target in _links(parts, ROOT) if kind == "officeDocument"]
    kind = MAIN.get(package.types.get(mains[0], "")) if len(mains) == 1 else None
    if kind is None:
        raise RefusedFileError(UNKNOWN)
    has_remarks = any(said.lower().endswith(REMARKS) for said in package.types.values())
    refuse_unless(kind is Kind.DOCX or not has_remarks, CHANGES)
    _keep(package, mains[0])
    return kind, _zipped(package, mains[0]), package.is_hiding


def _types(parts: dict[str, bytes]) -> dict[str, str]:
    said = office_xml.parse(parts[TYPES])
    by_end = {
        _get(item, "Extension").lower(): _get(item, "ContentType") for item in said if "Default" in item.tag
    }
    by_name = {
        _get(item, "PartName").lstrip("/"): _get(item, "ContentType")
        for item in said
        if "Override" in item.tag
    }
    return {name: by_name.get(name) or by_end.get(name.rpartition(".")[2].lower(), "") for name in parts}


def _refuse_macros(package: Package) -> None:
    signs = ("vba", "macro", "activex")
    said = [*package.parts, *package.types.values()]
    refuse_unless(not any(sign in text.lower() for text in said for sign in signs), MACROS)


def _links(parts: dict[str, bytes], part: str) -> list[tuple[str, str, str]]:
    """Return id, last word of the kind and target of what a part refers to; no target where it is elsewhere."""
    name = _links_name(part)
    if name not in parts:
        return []
    folder = posixpath.dirname(part)
    found = []
    for link in office_xml.parse(parts[name]):
        path = posixpath.normpath(posixpath.join("/", folder, _get(link, "Target"))).lstrip("/")
        is_elsewhere = _get(link, "TargetMode") == "External" or path not in parts
        found.append((_get(link, "Id"), _get(link, "Type").rpartition("/")[2], "" if is_elsewhere else path))
    return found


def _keep(package: Package, first: str) -> None:
    waiting = [first]
    while waiting:
        part = waiting.pop()
        if part in package.kept:
            continue
        links = _links(package.parts, part)
        known = [(id_, kind, target) for id_, kind, target in links if _is_known(package, target)]
        dropped = {id_ for id_, _kind, _target in links} - {id_ for id_, _kind, _target in known}
        package.kept[part] = _clean_part(package, part, dropped)
        if known:
            package.kept[_links_name(part)] = _links_written(known)
        waiting += [target for _id, _kind, target in known]


def _is_known(package: Package, part: str) -> bool:
    said = package.types.get(part, "")
    return bool(part) and (said in KNOWN or said in PICTURES)


def _clean_part(package: Package, part: str, dropped: set[str]) -> bytes:
    data = package.parts[part]
    if package.types[part] in PICTURES:
        return clean_picture(data, PICTURES[package.types[part]])
    root = office_xml.parse(data)
    office_xml.scrub(root, dropped)
    package.is_hiding = package.is_hiding or office_xml.is_anything_hidden(root)
    return office_xml.written(root)


def _links_written(links: list[tuple[str, str, str]]) -> bytes:
    base = DOCUMENT_LINK.rpartition("/")[0]
    root = etree.Element(f"{{{LINKS_NAMESPACE}}}Relationships", nsmap={None: LINKS_NAMESPACE})
    for id_, kind, target in sorted(links):
        attributes = {"Id": id_, "Type": f"{base}/{kind}", "Target": f"/{target}"}
        etree.SubElement(root, f"{{{LINKS_NAMESPACE}}}Relationship", attributes)
    return office_xml.written(root)


def _types_written(package: Package) -> bytes:
    root = etree.Element(f"{{{TYPES_NAMESPACE}}}Types", nsmap={None: TYPES_NAMESPACE})
    rels = {"Extension": "rels", "ContentType": "application/vnd.openxmlformats-package.relationships+xml"}
    etree.SubElement(root, f"{{{TYPES_NAMESPACE}}}Default", rels)
    for name in sorted(package.kept):
        if not name.endswith(".rels"):
            said = {"PartName": f"/{name}", "ContentType": package.types[name]}
            etree.SubElement(root, f"{{{TYPES_NAMESPACE}}}Override", said)
    return office_xml.written(root)


def _zipped(package: Package, main: str) -> bytes:
    files = {
        TYPES: _types_written(package),
        _links_name(ROOT): _links_written([("rId1", "officeDocument", main)]),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (*files.items(), *sorted(package.kept.items())):
            member = zipfile.ZipInfo(name, LONG_AGO)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, content)
    return written.getvalue()


def _links_name(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _get(element: Any, name: str) -> str:
    return str(element.get(name, ""))
