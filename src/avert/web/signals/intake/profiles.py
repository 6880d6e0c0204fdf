"""Gateway profiles: which of its fields a gateway calls what, and in which form it takes the receipt."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from avert.content import Entry, read_yaml
from avert.errors import InputError, MalformedFileError

FOLDER = Path(__file__).with_name("gateways")
Reply = tuple[str, str]  # media type and body
NO_REPLY: Reply = ("", "")

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
REPLIES: Mapping[str, Callable[[str], Reply]] = {
    "json": lambda text: ("application/json", json.dumps({"reply": text}, ensure_ascii=False)),
    "twiml": lambda text: (
        "text/xml; charset=utf-8",
        f"{_DECLARATION}<Response><Message>{escape(text)}</Message></Response>",
    ),
    "text": lambda text: ("text/plain; charset=utf-8", text),
    "envayasms": lambda text: (
        "application/json",
        json.dumps({"events": [{"event": "send", "messages": [{"message": text}]}]}, ensure_ascii=False),
    ),
    "none": lambda _text: NO_REPLY,
}


@dataclass(frozen=True)
class Profile:
    """One gateway. Names of fields are as it sends them, with dots into JSON; an empty name is nothing it sends.

    ``conversation`` must be a handle that only the gateway can turn into a number, or empty.
    """

    name: str
    title: str
    about: str
    text: str
    sender: str
    id: str
    conversation: str
    time: str
    reply: str
    only: tuple[str, str] | None

    def receipt(self, text: str) -> Reply:
        """Return the receipt as the gateway takes it."""
        return REPLIES[self.reply](text)

    @property
    def hands_receipt(self) -> bool:
        """Say whether the gateway passes the receipt on."""
        return self.reply != "none"


def profiles(own: Path) -> dict[str, Profile]:
    """Return every profile by name: those that come with Avert, and the deployment's own in its folder, which win."""
    found = {path.stem: path for folder in (FOLDER, own) for path in sorted(folder.glob("*.yaml"))}
    return {name: _read(path) for name, path in found.items()}


def profile_called(name: str, own: Path) -> Profile:
    """Return the profile of that name. Raises InputError."""
    known = profiles(own)
    if name not in known:
        raise InputError(f"No gateway has this profile. Send gateway as one of: {', '.join(known)}.")
    return known[name]


@cache
def _read(path: Path) -> Profile:
    entry = read_yaml(path)
    if not isinstance(entry, Entry):
        raise MalformedFileError(f"{path.name}, line 1: a gateway is one entry of fields, not a list.")
    profile = Profile(
        name=path.stem,
        reply=entry.one_of("reply", tuple(REPLIES)),
        only=_only(entry),
        **{name: entry.text(name) for name in ("title", "about", "text")},
        **{name: entry.text(name, "") for name in ("sender", "id", "conversation", "time")},
    )
    entry.finish()
    return profile


def _only(entry: Entry) -> tuple[str, str] | None:
    said = entry.text("only", "")
    name, sign, value = said.partition("=")
    if said and not (name and sign and value):
        entry.refuse("only", "must be FIELD=VALUE")
    return (name, value) if said else None
