"""What SMS gateways are asked and how they answer, as data: ``gateways/*.yaml``."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import yaml

from avert.errors import ConfigError

FOLDER = Path(__file__).with_name("gateways")


@dataclass(frozen=True)
class Gateway:
    """One kind of gateway. Texts hold ``{to}``, ``{text}``, ``{reference}`` and what the deployment has set."""

    name: str
    body: str
    fields: Mapping[str, Any]
    path: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    basic: str = ""
    """Name and password, where the gateway asks for them in that way."""
    receipt: tuple[str | int, ...] = ()
    """Where in the answer stands what the gateway calls the message."""
    accepted_at: tuple[str | int, ...] = ()
    """Where in the answer it stands whether this message was taken, if a good status does not say so."""
    accepted: tuple[Any, ...] = ()
    knows_repeats: bool = False
    """It sends a message with a reference that it has seen only once."""


@cache
def gateway_called(name: str) -> Gateway:
    """Return a gateway's profile. Raises ConfigError when there is none."""
    path = FOLDER / f"{name}.yaml"
    if path not in FOLDER.glob("*.yaml"):
        known = ", ".join(sorted(each.stem for each in FOLDER.glob("*.yaml")))
        raise ConfigError(f"No SMS gateway has that name. Choose from: {known}; or add a profile.")
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    lists = {key: tuple(said[key]) for key in ("receipt", "accepted_at", "accepted") if key in said}
    return Gateway(**{**said, **lists})


def request_of(gateway: Gateway, values: Mapping[str, str]) -> tuple[bytes, dict[str, str]]:
    """Return body and headers."""
    said = _filled(gateway.fields, values)
    headers: dict[str, str] = {"Accept": "application/json", **_filled(gateway.headers, values)}
    if gateway.basic:
        headers["Authorization"] = "Basic " + b64encode(_filled(gateway.basic, values).encode()).decode()
    if gateway.body == "json":
        return json.dumps(said).encode(), headers | {"Content-Type": "application/json"}
    return urlencode(said).encode(), headers | {"Content-Type": "application/x-www-form-urlencoded"}


def path_of(gateway: Gateway, values: Mapping[str, str]) -> str:
    """Return what follows the gateway's own address."""
    return str(_filled(gateway.path, values))


def read_answer(gateway: Gateway, answer: bytes) -> tuple[bool, str]:
    """Return whether the message was taken, and what the gateway calls it."""
    try:
        said = json.loads(answer)
    except ValueError:
        said = None
    is_taken = not gateway.accepted_at or _at(said, gateway.accepted_at) in gateway.accepted
    found = _at(said, gateway.receipt) if gateway.receipt else None
    return is_taken, "" if found is None else str(found)[:200]


def _at(said: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        try:
            said = said[step]
        except (KeyError, IndexError, TypeError):
            return None
    return said


def _filled(template: Any, values: Mapping[str, str]) -> Any:
    if isinstance(template, Mapping):
        filled = {key: _filled(each, values) for key, each in template.items()}
        return {key: each for key, each in filled.items() if each != ""}
    if isinstance(template, list):
        return [_filled(each, values) for each in template]
    return template.format_map(values) if isinstance(template, str) else template
