"""Results to read: the user's own store first, then the snapshot that comes with Avert."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from avert.config import Config
from avert.sources.results import Issued
from avert.sources.store import Store

SNAPSHOT = Path(str(resources.files("avert"))) / "snapshot"


@dataclass(frozen=True)
class Library:
    """Stores in the order in which they count. A kind of result comes whole from the first that has one."""

    stores: Sequence[Store]

    @classmethod
    def of(cls, config: Config) -> Library:
        """Open the deployment's store, and the snapshot where Avert was installed with one."""
        shipped = [Store(SNAPSHOT, is_read_only=True)] if SNAPSHOT.is_dir() else []
        return cls([Store(config.store), *shipped])

    def newest(self, kind: str, origin: str | None = None, model: str | None = None) -> Issued | None:
        """Return the newest result of a kind (origin, model) from the first store that has any of it, of any origin."""
        for store in self.stores:
            if store.newest_result(kind, model=model) is not None:
                return store.newest_result(kind, origin, model=model)
        return None

    def models(self, kind: str) -> list[str]:
        """Return the models that have a result of a kind, by name."""
        return sorted({model for store in self.stores for model in store.models(kind)})

    def as_of(self, kind: str, day: dt.date) -> Issued | None:
        """Return the newest result of a kind whose data were all known by a day, whichever store has it."""
        found = [issued for store in self.stores if (issued := store.newest_result(kind, as_of=day))]
        return max(found, key=lambda issued: issued.result.data_as_of or dt.date.min, default=None)
