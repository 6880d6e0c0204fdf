"""Where each source can be got: its public address, the day on which that was last known, or the page to visit."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from avert.errors import InputError, MissingDataError, some
from avert.sources.registry import SOURCES


@dataclass(frozen=True)
class Offer:
    """What ``[fetch]`` in a source's declaration says.

    ``address`` is a pattern with ``{release}``, ``{digits}`` (without points) or ``{underscores}`` in it;
    ``addresses`` are those of single releases. A living source has one address for whatever is newest.
    """

    page: str
    by_hand: str = ""
    """Why a program cannot get it; empty where one can."""
    address: str = ""
    release: str = ""
    """The newest release known on that day."""
    pattern: str = ""
    """What the name of a release looks like."""
    addresses: Mapping[str, str] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of single releases, where known."""
    name: str = ""
    """What to call the file, where the address does not end in its name."""
    is_living: bool = False
    is_dated_by_day: bool = False
    """A living source whose file does not say which it is: the day on which it was fetched is its release."""
    known: dt.date | None = None
    caveat: str = ""


@dataclass(frozen=True)
class Download:
    """One file to fetch. ``release`` is None where the file itself says which it is."""

    address: str
    name: str
    sha256: str | None = None
    release: str | None = None


@cache
def offer_of(source: str) -> Offer:
    """Return where a source can be got. InputError for a name that no source has."""
    if source not in SOURCES:
        raise InputError(f"No source is called {source!r}. Sources are {', '.join(sorted(SOURCES))}.")
    declared = resources.files("avert.sources") / source / "source.toml"
    return Offer(**tomllib.loads(declared.read_text(encoding="utf-8"))["fetch"])


def download_of(source: str, *, release: str | None, address: str | None, today: dt.date) -> Download:
    """Return what to fetch: the user's address, else the declared one of the release, else of the newest known.

    Raises MissingDataError, with the page to visit, for a source that only people can get.
    """
    offer = offer_of(source)
    if address is not None:
        return Download(address, _name_of(address) or offer.name or source, release=release)
    if offer.by_hand:
        raise MissingDataError(
            f"{offer.by_hand} Get the file at {offer.page} and add it: avert data add PATH; or give its address: "
            f"avert data fetch {source} --from URL."
        )
    if offer.is_living:
        if release is not None:
            raise InputError(f"The publisher keeps only the newest {source}. Leave out --release.")
        dated = today.isoformat() if offer.is_dated_by_day else None
        return Download(offer.address, offer.name or _name_of(offer.address), release=dated)
    named = release or offer.release
    found = offer.addresses.get(named) or _filled(source, offer, named)
    return Download(found, offer.name or _name_of(found), offer.digests.get(named), release)


def _filled(source: str, offer: Offer, release: str) -> str:
    if not offer.address:
        raise InputError(
            f"Avert knows no address of {source} {release}, only of {some(offer.addresses)}. "
            f"See {offer.page}, and give the address: --from URL."
        )
    if not re.fullmatch(offer.pattern, release):
        raise InputError(f"{release!r} is no release of {source}; the newest known is {offer.release}.")
    return offer.address.format(
        release=release, digits=release.replace(".", ""), underscores=release.replace(".", "_")
    )


def _name_of(address: str) -> str:
    """Return the last part of an address's path, fit to be the name of a file."""
    last = PurePosixPath(unquote(urlsplit(address).path)).name
    return re.sub(r"[^\w.+ -]", "_", last).lstrip(".")
