"""What closed rounds come to: pools by name, perspectives beside them, how far experts agree, and how pools have done.

It works on judgements as ``avert pool`` reads them, so that whoever takes the file out gets the same figures. Rounds in
which too few judged are left out everywhere, since they would tell what a person said.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import Any

import polars as pl

from avert.assessment.agreement import FEWEST, agreement_table, by_perspective, share_between_perspectives
from avert.assessment.pooling import pool_table, shared_evidence
from avert.scoring.binary import brier
from avert.web.assessment.questions.perspectives import OTHERS, told_apart
from avert.web.assessment.questions.selectors import Said

SCHEMA = {
    "question": pl.String,
    "round": pl.Int64,
    "expert": pl.String,
    "lo": pl.Float64,
    "best": pl.Float64,
    "hi": pl.Float64,
    "origin": pl.String,
    "perspective": pl.String,
}
Round = tuple[uuid.UUID, int]


@dataclass(frozen=True)
class Results:
    """All closed rounds of an assessment that may be told; ``withheld`` are those in which too few judged."""

    said: Mapping[Round, Sequence[Said]]
    withheld: Mapping[Round, int]

    @classmethod
    def of(cls, said: Iterable[Said]) -> Results:
        """Return what may be told of what was judged."""
        by_round: dict[Round, list[Said]] = defaultdict(list)
        for one in said:
            by_round[one.question_id, one.round].append(one)
        return cls(
            {key: rows for key, rows in by_round.items() if len(rows) >= FEWEST},
            {key: len(rows) for key, rows in by_round.items() if len(rows) < FEWEST},
        )

    @cached_property
    def judgements(self) -> pl.DataFrame:
        """Return the judgements as a table, a perspective only where nobody can be recognised by it."""
        rows = [
            {
                "question": str(key[0]),
                "round": key[1],
                "expert": one.expert,
                "lo": one.lowest,
                "best": one.best,
                "hi": one.highest,
                "origin": ";".join(one.origins),
                "perspective": apart[one.expert],
            }
            for key, several in self.said.items()
            for apart in [told_apart({one.expert: one.perspective for one in several})]
            for one in several
        ]
        return pl.DataFrame(rows, schema=SCHEMA).with_columns(
            pl.when(pl.col("origin") != "").then("origin").alias("origin")
        )

    @cached_property
    def pools(self) -> dict[Round, dict[str, float | None]]:
        """Return what each pool makes of each round."""
        found: dict[Round, dict[str, float | None]] = defaultdict(dict)
        if self.said:
            for question, of_round, pool, p in pool_table(self.judgements).iter_rows():
                found[uuid.UUID(question), of_round][pool] = p
        return found

    def perspectives(self, key: Round) -> pl.DataFrame:
        """Return what each perspective makes of a round, with its lowest and highest best estimate."""
        rows = self._rows(key)
        spread = rows.group_by("perspective").agg(low=pl.col("best").min(), high=pl.col("best").max())
        return (
            by_perspective(rows)
            .join(spread, on="perspective")
            .sort(pl.col("perspective") == OTHERS, "perspective")
        )

    def explained(self, key: Round) -> float | None:
        """Return which share of the disagreement in a round lies between perspectives."""
        return share_between_perspectives(self._rows(key))

    def shared(self, key: Round) -> float:
        """Return how far the experts of a round rest on the same evidence, from 0 to 1."""
        return shared_evidence({one.expert: one.origins for one in self.said[key]})

    def independent(self, key: Round) -> int:
        """Return how many groups of experts share no origin with each other; none if nobody named one."""
        n = len(self.said[key])
        named = any(one.origins for one in self.said[key])
        return round(n - self.shared(key) * (n - 1)) if named else 0

    def confidence(self, key: Round) -> float | None:
        """Return the median of how sure the experts are, in per cent."""
        stated = [one.confidence for one in self.said[key] if one.confidence is not None]
        return median(stated) if len(stated) >= FEWEST else None

    def reasons(self, key: Round) -> dict[str, list[str]]:
        """Return the reasons given in a round by perspective, in an order that tells nothing of who gave them."""
        apart = told_apart({one.expert: one.perspective for one in self.said[key]})
        found: dict[str, list[str]] = defaultdict(list)
        for one in self.said[key]:
            if one.reason:
                found[apart[one.expert]].append(one.reason)
        return {name: sorted(found[name]) for name in sorted(found, key=lambda name: (name == OTHERS, name))}

    def agreement(self) -> tuple[pl.DataFrame, int]:
        """Return how far experts agree round by round on questions that all those rounds have, and how many there are.

        With fewer than two questions agreement cannot be told from the question's own level; the table is then empty.
        """
        rounds: dict[uuid.UUID, set[int]] = defaultdict(set)
        for question, of_round in self.said:
            rounds[question].add(of_round)
        reached = Counter(n for closed in rounds.values() for n in closed if closed >= set(range(1, n + 1)))
        last = max((n for n, questions in reached.items() if questions > 1), default=0)
        common = (
            [str(one) for one, closed in rounds.items() if closed >= set(range(1, last + 1))] if last else []
        )
        rows = self.judgements.filter(pl.col("question").is_in(common) & (pl.col("round") <= last))
        return agreement_table(rows), len(common)

    def scores(self, outcomes: Mapping[uuid.UUID, bool]) -> dict[tuple[str, int], tuple[float, int]]:
        """Return by pool and round the Brier score over the questions that are known, and how many those are."""
        known: dict[tuple[str, int], list[tuple[float, bool]]] = defaultdict(list)
        for (question, of_round), pools in self.pools.items():
            if question in outcomes:
                for pool, p in pools.items():
                    if p is not None:
                        known[pool, of_round].append((p, outcomes[question]))
        return {key: (float(brier(*zip(*rows, strict=True))), len(rows)) for key, rows in known.items()}

    def _rows(self, key: Round) -> pl.DataFrame:
        return self.judgements.filter(question=str(key[0]), round=key[1])


def file_rows(results: Results, texts: Mapping[uuid.UUID, str]) -> list[dict[str, Any]]:
    """Return the judgements as rows of the file that ``avert pool`` reads; origins are numbered, not named."""
    numbers: dict[str, str] = {}
    rows = []
    for (question, of_round), several in sorted(results.said.items(), key=str):
        for one in several:
            codes = [numbers.setdefault(origin, f"o{len(numbers) + 1}") for origin in one.origins]
            rows.append(
                {
                    "question": texts[question],
                    "round": of_round,
                    "expert": one.expert,
                    "lo": one.lowest,
                    "best": one.best,
                    "hi": one.highest,
                    "origin": ";".join(codes) or None,
                }
            )
    return rows
