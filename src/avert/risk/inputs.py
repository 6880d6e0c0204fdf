"""What a model is given: its panel, built from the store, and which releases went into it."""

from __future__ import annotations

import datetime as dt
import hashlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from avert.provenance import Source
from avert.risk import ewp_faults
from avert.risk.registry import find_model
from avert.sources.store import Store
from avert.sources.tables import Table

Mend = Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]

_ROOMS = ("risk", "scoring")
_ENDINGS = {".py", ".csv", ".toml", ".yaml"}


@dataclass(frozen=True)
class Inputs:
    """A model's panel, the releases it was built from, and which faults of EWP's panel were mended in it."""

    panel: pl.DataFrame
    sources: tuple[Source, ...]
    mended: tuple[str, ...] = ()


def load_inputs(
    store: Store, model: str, *, as_of: dt.date | None = None, faults: str | None = None
) -> Inputs:
    """Build a model's panel from the newest releases that the store holds.

    Parameters
    ----------
    store, model: as in ``avert.risk.issuing.issue_risks``.
    as_of: only what was known by that day.
    faults: of EWP's panel, ``mended`` or ``as-published``; None mends what the store has the data for. See
        ``avert.risk.ewp_faults``.

    Raises
    ------
    MissingDataError: a source is not loaded, or faults are to be mended and EWP's list of events is not loaded.
    """
    chosen = find_model(model)
    loaded = {dataset: store.newest(dataset, as_of) for dataset in chosen.DATASETS}
    tables = {dataset: table.frame for dataset, table in loaded.items()}
    used, mended = [table.source for table in loaded.values()], []
    if ewp_faults.PANEL in tables and faults != ewp_faults.AS_PUBLISHED:
        for fault, table, mend in _menders(store, as_of, is_wanted=faults is not None):
            tables[ewp_faults.PANEL] = mend(tables[ewp_faults.PANEL], table.frame)
            mended.append(fault)
            used.append(table.source)
    return Inputs(chosen.build_panel(tables), tuple(dict.fromkeys(used)), tuple(mended))


def _menders(store: Store, as_of: dt.date | None, *, is_wanted: bool) -> Iterator[tuple[str, Table, Mend]]:
    """Give each fault that can be mended with the table and the step that mend it."""
    if is_wanted or store.versions(ewp_faults.EVENTS, as_of):
        yield ewp_faults.TARGETING, store.newest(ewp_faults.EVENTS, as_of), ewp_faults.mend_targeting
    if store.versions(ewp_faults.VDEM, as_of):
        table = store.newest(ewp_faults.VDEM, as_of)
        if ewp_faults.ORDINAL in table.frame.columns and table.frame[ewp_faults.ORDINAL].count():
            yield ewp_faults.REPRESSION, table, ewp_faults.mend_repression


def code_digest(model: str) -> str:
    """Return the digest of the code that a model's forecasts come from, without that of other models.

    A test of forecasts is found again only while this code is as it was: whoever works on a model never reads the
    scores of an earlier state of it.
    """
    room = Path(__file__).parent
    models = room / "models"
    own = Path(inspect.getfile(find_model(model).fit))
    others = {
        path for path in models.iterdir() if path not in (own, own.parent) and path.name != "__init__.py"
    }
    digest = hashlib.sha256()
    for path in sorted(file for name in _ROOMS for file in (room.parent / name).rglob("*")):
        if path.suffix in _ENDINGS and not others.intersection((path, *path.parents)):
            digest.update(f"{path.relative_to(room.parent)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
