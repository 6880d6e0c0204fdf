"""What the stages are called, from a table that a deployment may change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from avert.warning.clock.events import Stage
from avert.warning.tables import read_table

SILENCE = "no response recorded"
TABLE = Path(__file__).with_name("stages.yaml")


@dataclass(frozen=True)
class StageWords:
    """What a stage is called, and what it means for whoever waits."""

    called: str
    says: str


@cache
def stage_words(path: Path = TABLE) -> dict[Stage, StageWords]:
    """Return the words of every stage.

    >>> stage_words()[Stage.SENT].says
    'It was handed over to an alert channel. No response recorded.'
    """
    names = frozenset(stage.name.lower() for stage in Stage)
    rows = read_table(path, frozenset({"stage", "called", "says"}), "stage", names)
    return {Stage[name.upper()]: StageWords(row["called"], row["says"]) for name, row in rows.items()}
