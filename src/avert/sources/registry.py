"""Which sources exist, and which of them reads a file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType

from avert.errors import UnknownFileError, some
from avert.sources.declaration import Declaration, load_declarations
from avert.sources.files import InputFile
from avert.sources.tables import Reading
from avert.sources.tidy import column_names

SOURCES = (
    "ucdp_ged",
    "ucdp_candidate",
    "views_country_months",
    "ucdp_prio_acd",
    "ewp_events",
    "ewp_panel",
    "ewp_forecasts",
    "vdem",
    "un_infant_mortality",
    "wdi",
    "maddison",
    "epr_groups",
    "epr_country_years",
    "hief",
    "coups",
    "ucdp_battle_deaths",
    "ucdp_onsets",
    "vdem_episodes",
    "static_world",
    "unhcr_origin_asylum",
)
"""One word per folder. A new source is a folder and a word here."""

_ALIKE = 0.8
"""Share of a layout's required columns from which a file counts as that layout, damaged."""


@dataclass(frozen=True)
class Reader:
    """A source's reader, set to one of its layouts."""

    layout: Declaration

    @property
    def _module(self) -> ModuleType:
        return import_module(f"avert.sources.{self.layout.source}.read")

    def recognises(self, file: InputFile, release: str | None) -> bool:
        """Say whether a file with this layout's columns is the source's; true unless the source says more."""
        ask = getattr(self._module, "recognises", None)
        return ask is None or bool(ask(file, self.layout, release))

    def read(self, file: InputFile, release: str | None) -> Reading:
        """Read and check the file."""
        reading: Reading = self._module.read(file, self.layout, release)
        return reading


@cache
def known_members() -> tuple[str, ...]:
    """Return the names of tables that publishers put into an archive beside others."""
    return tuple(
        {name for source in SOURCES for layout in load_declarations(source) for name in layout.members}
    )


def reader_for(file: InputFile, release: str | None) -> Reader:
    """Return the reader that knows the file by its columns and contents.

    A file that has most columns of a layout but not those that identify it is given to that layout's reader,
    which then says what is wrong with it. UnknownFileError when no layout comes near.
    """
    layouts = [layout for source in SOURCES for layout in load_declarations(source)]
    for layout in layouts:
        names = _names(file, layout)
        if set(layout.signature) <= names and not names & set(layout.excludes):
            reader = Reader(layout)
            if reader.recognises(file, release):
                return reader
    nearest = max(layouts, key=lambda layout: _share(file, layout))
    if _share(file, nearest) >= _ALIKE and not _names(file, nearest) & set(nearest.excludes):
        return Reader(nearest)
    shown = some(sorted(_names(file, layouts[0])), most=4) or "none"
    raise UnknownFileError(f"no reader knows a table with these columns: {shown}.")


def _names(file: InputFile, layout: Declaration) -> set[str]:
    return {layout.publishers_name(name) for name in column_names(file, layout)}


def _share(file: InputFile, layout: Declaration) -> float:
    required = {column.name for column in layout.columns if column.is_required}
    return len(required & _names(file, layout)) / len(required)
