"""Claims as content: a sentence, the definitions it is tested under, and what would refute it, from checked YAML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from avert.citing import read_day
from avert.content import Entry, read_yaml
from avert.errors import InputError, MalformedFileError

QUANTIFIERS = ("most", "all", "more_often")
"""``most``: more than half of the onsets; ``all``: every one; ``more_often``: onsets are more frequent there."""
Definition = tuple[str, ...]
"""One choice of each dimension, in the order of the claim's dimensions."""


@dataclass(frozen=True)
class Named:
    """A key of the computation and what readers see in its place."""

    key: str
    label: str


@dataclass(frozen=True)
class Dimension:
    """One thing that a definition must settle, and the ways in which it can be settled."""

    key: str
    label: str
    options: tuple[Named, ...]

    def label_of(self, option: str) -> str:
        """Return what readers see in place of an option's key."""
        return next(named.label for named in self.options if named.key == option)


@dataclass(frozen=True)
class Claim:
    """An empirical sentence and how it is tested.

    ``test`` names the computation, ``unit`` what is counted, ``inside`` and ``outside`` where it may fall.
    ``grid`` holds every definition, ``main`` the one that is quoted, chosen for the reason in ``main_because``.
    Where data speak of a part of the sentence alone, ``only_part`` says of which; else it is empty.
    ``needs`` names datasets without which it cannot be tested, ``uses`` those that it takes where they are loaded.
    ``sources`` are where the sentence is from and what others found; ``figures`` are further numbers of the test.
    What an ``exploratory`` claim rests on was chosen after the outcomes were known.
    """

    name: str
    order: int
    edition: dt.date
    question: str
    sentence: str
    test: str
    quantifier: str
    unit: str
    inside: str
    outside: str
    exception: str
    main: Definition
    main_because: str
    only_part: str
    dimensions: tuple[Dimension, ...]
    grid: tuple[Definition, ...]
    figures: tuple[Named, ...]
    needs: tuple[str, ...]
    uses: tuple[str, ...]
    findings: tuple[str, ...]
    caveats: tuple[str, ...]
    would_refute: tuple[str, ...]
    not_computable: tuple[str, ...]
    is_exploratory: bool
    sources: tuple[str, ...]

    def labels(self, definition: Definition) -> tuple[str, ...]:
        """Return a definition in words, one for each dimension."""
        return tuple(
            dimension.label_of(option) for dimension, option in zip(self.dimensions, definition, strict=True)
        )

    def chosen(self, definition: Definition) -> Mapping[str, str]:
        """Return a definition as a mapping from dimension to option."""
        return dict(zip((dimension.key for dimension in self.dimensions), definition, strict=True))


@cache
def claims() -> tuple[Claim, ...]:
    """Return the shipped claims in the order in which they are shown."""
    found = [read_claim(path) for path in sorted(Path(__file__).parent.glob("*.yaml"))]
    return tuple(sorted(found, key=lambda claim: claim.order))


def find_claim(name: str) -> Claim:
    """Return a claim by its name. Raises InputError, which lists the names there are."""
    found = [claim for claim in claims() if claim.name == name]
    if not found:
        names = ", ".join(claim.name for claim in claims())
        raise InputError(f"There is no claim {name!r}. There are: {names}.")
    return found[0]


def read_claim(path: Path) -> Claim:
    """Read one claim.

    Raises
    ------
    MalformedFileError: a field is missing, unknown or empty, or a definition names an option that its dimension
        does not have; the message names file and line.
    """
    entry = read_yaml(path)
    if isinstance(entry, list):
        raise MalformedFileError(f"{path.name}, line 1: a claim is one entry of fields.")
    dimensions = tuple(_dimension(part) for part in entry.entries("dimensions"))
    claim = Claim(
        name=path.stem.replace("_", "-"),
        order=int(entry.one_of("order", tuple("123456789"))),
        edition=read_day(entry, "edition"),
        question=entry.text("question"),
        sentence=entry.text("sentence"),
        test=entry.text("test"),
        quantifier=entry.one_of("quantifier", QUANTIFIERS),
        unit=entry.text("unit"),
        inside=entry.text("inside"),
        outside=entry.text("outside"),
        exception=entry.text("exception"),
        main=_main(entry, dimensions),
        main_because=entry.text("main_because"),
        only_part=entry.text("only_part", ""),
        dimensions=dimensions,
        grid=tuple(found for part in entry.entries("grid") for found in _block(part, dimensions)),
        figures=tuple(_named(part) for part in entry.entries("figures")),
        needs=entry.texts("needs", required=True),
        uses=entry.texts("uses"),
        findings=entry.texts("findings"),
        caveats=entry.texts("caveats", required=True),
        would_refute=entry.texts("would_refute", required=True),
        not_computable=entry.texts("not_computable"),
        is_exploratory=entry.one_of("exploratory", ("yes", "no")) == "yes",
        sources=entry.texts("sources", required=True),
    )
    entry.finish()
    _check_grid(entry, claim)
    return claim


def _named(entry: Entry) -> Named:
    named = Named(entry.text("key"), entry.text("label"))
    entry.finish()
    return named


def _dimension(entry: Entry) -> Dimension:
    found = Dimension(
        entry.text("key"), entry.text("label"), tuple(_named(part) for part in entry.entries("options"))
    )
    entry.finish()
    return found


def _main(entry: Entry, dimensions: tuple[Dimension, ...]) -> Definition:
    main = entry.texts("main", required=True)
    if len(main) != len(dimensions):
        entry.refuse("main", f"must choose one option of each of the {len(dimensions)} dimensions, in order")
    return main


def _block(entry: Entry, dimensions: tuple[Dimension, ...]) -> list[Definition]:
    """Return every combination of the options that a block of the grid names."""
    chosen = []
    for dimension in dimensions:
        options = entry.texts(dimension.key, required=True)
        known = {named.key for named in dimension.options}
        if strange := [option for option in options if option not in known]:
            entry.refuse(dimension.key, f"has no option {strange[0]!r}; it has {', '.join(sorted(known))}")
        chosen.append(options)
    entry.finish()
    return list(product(*chosen))


def _check_grid(entry: Entry, claim: Claim) -> None:
    if len(set(claim.grid)) != len(claim.grid):
        entry.refuse("grid", "holds a definition twice")
    if claim.main not in claim.grid:
        entry.refuse("main", "is not in the grid")
