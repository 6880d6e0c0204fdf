"""All pools of all questions at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from avert.assessment.pooling.evidence import shared_by_question
from avert.assessment.pooling.judgements import check_judgements
from avert.assessment.pooling.registry import Answers, Pool, chosen


def pool_table(frame: pl.DataFrame, pools: Sequence[str] | None = None) -> pl.DataFrame:
    """Return what each pool makes of each question in each round.

    Args:
        frame: Columns ``question, round, expert, lo, best, hi``; probabilities 0–1, null where nothing was said. An
            expert without ``best`` did not answer and counts for nothing. With a column ``origin`` the extremising
            pools move less, question by question, the more of the evidence is shared.
        pools: Names of pools (``registry.POOLS``); all when none are given.

    Returns:
        Columns ``question, round, pool, p``, sorted. ``p`` is null where a pool cannot be had: nobody answered, or
        someone who did gave no interval and the pool needs it.

    Raises:
        MissingColumnError: A column is missing.
        MalformedFileError: What is no judgement; the message names the line, counting the header as 1.
        InputError: There is no pool of that name.

    >>> frame = pl.DataFrame({"question": ["q", "q"], "round": [1, 1], "expert": ["a", "b"],
    ...                       "lo": [0.1, None], "best": [0.2, 0.4], "hi": [0.3, None]})
    >>> pool_table(frame, ["mean", "interval_width"]).rows()
    [('q', 1, 'mean', 0.30000000000000004), ('q', 1, 'interval_width', None)]
    """
    return pool_by(check_judgements(frame), ["question", "round"], chosen(pools))


def pool_by(judgements: pl.DataFrame, keys: list[str], pools: Sequence[Pool]) -> pl.DataFrame:
    """Return what each pool makes of each group of checked judgements: the keys, ``pool`` and ``p``."""
    names = [pool.name for pool in pools]
    groups = _grouped(judgements, keys)
    nothing = groups.clear().select(*keys, *(pl.lit(None, pl.Float64).alias(name) for name in names))
    wide = pl.concat([nothing, *(_pooled(rows, keys, pools) for rows in groups.partition_by("experts"))])
    ordered = pl.Enum(names)
    return (
        judgements.select(keys)
        .unique()
        .join(wide, on=keys, how="left", nulls_equal=True)
        .unpivot(names, index=keys, variable_name="pool", value_name="p")
        .with_columns(pl.col("pool").cast(ordered), pl.col("p").fill_nan(None))
        .sort(*keys, "pool")
        .with_columns(pl.col("pool").cast(pl.String))
    )


def _grouped(judgements: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    widest = (pl.col("hi") - pl.col("lo")).max().over("round", "expert")
    answered = judgements.with_columns(widest=widest).filter(pl.col("best").is_not_null())
    groups = answered.group_by(keys).agg("best", "lo", "hi", "widest", experts=pl.len())
    if "origin" not in judgements.columns:
        return groups.with_columns(shared=pl.lit(0.0))
    return groups.join(shared_by_question(answered, keys), on=keys, nulls_equal=True)


def _pooled(groups: pl.DataFrame, keys: list[str], pools: Sequence[Pool]) -> pl.DataFrame:
    """Pool questions that the same number of experts answered, as one matrix."""
    shape = (groups.height, -1)
    columns = {
        name: groups[name].explode().to_numpy().astype(np.float64).reshape(shape)
        for name in ("best", "lo", "hi", "widest")
    }
    answers = Answers(**columns, shared=groups["shared"].to_numpy())
    return groups.select(keys).with_columns(pl.Series(pool.name, pool.apply(answers)) for pool in pools)
