"""The OpenAPI document as parts of a page, so that people read the very schema that programs do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from avert.web.api.schema_parts import Envelope
from avert.web.site.tables import Cell, Column, Table

ROOT = "#/components/schemas/"
_SAID = Envelope.model_json_schema(ref_template=ROOT + "{model}")
ENVELOPE: dict[str, Any] = {"components": {"schemas": {**_SAID.get("$defs", {}), "Envelope": _SAID}}}


@dataclass(frozen=True)
class Operation:
    """One address: what it is for, what it takes and what it answers."""

    anchor: str
    method: str
    address: str
    summary: str
    about: str
    takes: Sequence[Table]
    gives: Table | None


def operations(document: dict[str, Any]) -> list[Operation]:
    """Return every address of the document."""
    return [
        _operation(method, address, said, document)
        for address, item in document["paths"].items()
        for method, said in item.items()
    ]


def common_fields() -> Table:
    """Return the fields that every answer has, which the single tables leave out."""
    return _fields(_("In every answer"), "Envelope", ENVELOPE, set())


def failures(document: dict[str, Any]) -> Table:
    """Return the fields of an error."""
    return _fields(_("In every error"), "Problem", document, set())


def _operation(method: str, address: str, said: dict[str, Any], document: dict[str, Any]) -> Operation:
    name = f"{method.upper()} {address}"
    taken, given = _schema(said.get("requestBody")), _schema(_success(said))
    takes = _("{address} takes").format(address=name)
    tables = [
        _parameters(takes, said["parameters"]) if said["parameters"] else None,
        _fields(_("{address} takes as JSON").format(address=name), taken, document, set()) if taken else None,
    ]
    answers = _("{address} answers").format(address=name)
    return Operation(
        anchor=said["operationId"],
        method=method.upper(),
        address=address,
        summary=said["summary"],
        about=said["description"],
        takes=[table for table in tables if table],
        gives=_fields(answers, given, document, set(Envelope.model_fields)) if given else None,
    )


def _success(said: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(answer for status, answer in said["responses"].items() if int(status) < 300)
    return found


def _schema(part: dict[str, Any] | None) -> str:
    """Return the name of the schema that a body is of, or nothing."""
    content = (part or {}).get("content", {}).get("application/json", {})
    return str(content.get("schema", {}).get("$ref", "")).removeprefix(ROOT)


def _parameters(caption: str, parameters: list[dict[str, Any]]) -> Table:
    columns = (Column("name", _("Name"), is_name=True), *_said_columns())
    rows = [
        {"name": p["name"], "type": _kind(p["schema"]), "about": _about(p["schema"] | p)} for p in parameters
    ]
    return Table(caption, columns, rows)


def _fields(caption: str, schema: str, document: dict[str, Any], without: set[str]) -> Table:
    columns = (Column("name", _("Name"), is_name=True), *_said_columns())
    return Table(caption, columns, list(_rows(schema, document, without, "")))


def _rows(schema: str, document: dict[str, Any], without: set[str], above: str) -> Iterator[dict[str, Any]]:
    for name, field in _properties(schema, document).items():
        if name in without:
            continue
        inner = _inner(field)
        yield {"name": f"{above}{name}", "type": _kind(field), "about": _about(field)}
        # Sources stand in the envelope and places are said once; to unfold them everywhere would bury the rest.
        if inner and not above and inner != "PlaceOut":
            yield from _rows(inner, document, without, f"{name}.")


def _said_columns() -> tuple[Column, Column]:
    return Column("type", _("Type"), is_name=True), Column("about", _("Meaning"), is_name=True)


def _properties(schema: str, document: dict[str, Any]) -> dict[str, Any]:
    schemas = document["components"]["schemas"]
    found: dict[str, Any] = schemas.get(schema, {}).get("properties", {})
    return {name: _with_words(field, schemas) for name, field in found.items()}


def _with_words(field: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """Return a field with the words it may be one of, where they stand elsewhere in the document."""
    words = schemas.get(_inner(field), {}).get("enum")
    return {**field, "enum": words} if words else field


def _inner(field: dict[str, Any]) -> str:
    """Return the schema that a field or its items are of, or nothing."""
    for part in (field, field.get("items", {}), *field.get("anyOf", ())):
        if "$ref" in part:
            return str(part["$ref"]).removeprefix(ROOT)
    return ""


def _kind(field: dict[str, Any]) -> str:
    """Say a type in words.

    >>> _kind({"anyOf": [{"type": "integer"}, {"type": "null"}]})
    'integer or null'
    """
    if "anyOf" in field:
        return " or ".join(_kind(part) for part in field["anyOf"])
    if "enum" in field:
        return ", ".join(map(str, field["enum"]))
    if "const" in field:
        return str(field["const"])
    if field.get("type") == "array":
        return f"list of {_kind(field['items'])}"
    return str(field.get("format") or field.get("type") or _inner(field).removesuffix("Out") or "object")


def _about(field: dict[str, Any]) -> Cell | str:
    default = field.get("default")
    said = str(field.get("description", ""))
    return f"{said} ({_('default')}: {default})" if default not in (None, "") else said
