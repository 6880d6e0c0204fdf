"""How far people agree, what explains it where they do not, and when agreement should worry.

All take judgements as ``avert.assessment.pooling.check_judgements`` returns them.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from avert.assessment.pooling.evidence import split_origins
from avert.assessment.pooling.registry import chosen
from avert.assessment.pooling.table import pool_by
from avert.errors import InputError, MissingColumnError

Level = Literal["nominal", "ordinal", "interval"]
FEWEST = 3
"""With fewer people of one perspective its value would show what a person said."""


def krippendorff_alpha(units: ArrayLike, values: ArrayLike, level: Level = "interval") -> float:
    r"""Return Krippendorff's alpha: 1 when all agree, near 0 when they agree as by chance, below when less.

    .. math::
        \alpha = 1 - (n - 1)
        \frac{\sum_u \frac{1}{m_u - 1} \sum_{i, j \in u} \delta^2_{ij}}{\sum_{i, j} \delta^2_{ij}}

    over n values that can be paired; delta is 0 or 1 (nominal), the difference of mid-ranks (ordinal) or of values
    (interval).

    Args:
        units: What each value is about, such as the question (values,).
        values: Values (values,); NaN is no answer and never a value of its own.
        level: What may be done with the values.

    Returns:
        Alpha; NaN when no unit has two values, or all values are the same, so that nothing could differ.

    Source: Krippendorff 2011, "Computing Krippendorff's alpha-reliability", University of Pennsylvania.

    >>> krippendorff_alpha(["a", "a", "b", "b"], [1, 1, 2, 2])
    1.0
    >>> round(krippendorff_alpha(["a", "a", "b", "b"], [1, 2, 1, 2], "nominal"), 2)
    -0.5
    """
    if level not in {"nominal", "ordinal", "interval"}:
        raise InputError("The level of measurement is nominal, ordinal or interval.")
    of, known = np.asarray(units), np.asarray(values, dtype=float)
    of, known = of[~np.isnan(known)], known[~np.isnan(known)]
    unit, size = np.unique(of, return_inverse=True, return_counts=True)[1:]
    unit, known = unit[size[unit] > 1], known[size[unit] > 1]
    if not len(known):
        return float("nan")
    return _alpha(np.unique(unit, return_inverse=True)[1], known, level)


def _alpha(unit: NDArray[Any], values: NDArray[np.float64], level: Level) -> float:
    distinct, code, count = np.unique(values, return_inverse=True, return_counts=True)
    size = np.bincount(unit)
    if level == "nominal":
        pairs = np.unique(unit * len(distinct) + code, return_counts=True)
        same = np.bincount(pairs[0] // len(distinct), pairs[1].astype(float) ** 2)
        within, all_of_them = size**2 - same, len(values) ** 2 - (count.astype(float) ** 2).sum()
    else:
        # Krippendorff's ordinal difference of two categories is the difference of their mid-ranks.
        scale = values if level == "interval" else (np.cumsum(count) - count / 2)[code]
        means = np.bincount(unit, scale) / size
        within = 2 * size * np.bincount(unit, (scale - means[unit]) ** 2)
        all_of_them = 2 * len(scale) * ((scale - scale.mean()) ** 2).sum()
    if len(distinct) == 1:
        return float("nan")
    return float(1 - (len(values) - 1) * (within / (size - 1)).sum() / all_of_them)


def share_between_perspectives(judgements: pl.DataFrame) -> float | None:
    r"""Return which share of the disagreement on the same question lies between perspectives, from 0 to 1.

    An intraclass correlation from the analysis of variance with perspectives nested in questions:

    .. math:: \frac{s^2_b}{s^2_b + s^2_w}, \quad s^2_w = MS_w, \quad s^2_b = \max(0, (MS_b - MS_w) / n_0)

    A high share: perspectives see different things, and an average would hide it. None when no question was answered
    from two perspectives, no perspective by two people, or nobody disagrees.

    Source: Searle, Casella and McCulloch 1992, Variance Components, chapter 3.
    """
    if "perspective" not in judgements.columns:
        return None
    cells = (
        judgements.filter(pl.col("best").is_not_null() & pl.col("perspective").is_not_null())
        .group_by("question", "round", "perspective")
        .agg(n=pl.len(), mean=pl.col("best").mean(), within=pl.col("best").var(ddof=0) * pl.len())
    )
    n, mean = pl.col("n"), pl.col("mean")
    centre = (n * mean).sum() / n.sum()
    per_question = cells.group_by("question", "round").agg(
        between=(n * (mean - centre) ** 2).sum(),
        within=pl.col("within").sum(),
        groups=pl.len() - 1,
        people=n.sum() - pl.len(),
        spread=n.sum() - (n**2).sum() / n.sum(),
    )
    total = per_question.select(pl.exclude("question", "round").sum()).row(0, named=True)
    return _intraclass(**total)


def _intraclass(between: float, within: float, groups: int, people: int, spread: float) -> float | None:
    if not groups or not people:
        return None
    inside = within / people
    among = max(0.0, (between / groups - inside) / (spread / groups))
    return among / (among + inside) if among + inside > 0 else None


def effective_origins(judgements: pl.DataFrame) -> float | None:
    """Return how many origins carry the judgements on a question, on average: one over the sum of squared shares.

    Ten judgements on one radio report and one on a clinic's count as 1.2, not 2. None when no origin is known.
    Source: Hill 1973, Ecology 54(2), 427–432.
    """
    if "origin" not in judgements.columns:
        return None
    named = split_origins(judgements.filter(pl.col("best").is_not_null()))
    counts = named.group_by("question", "round", "origin").len("n")
    n = pl.col("n")
    per_question = counts.group_by("question", "round").agg((n.sum() ** 2 / (n**2).sum()).alias("effective"))
    mean = per_question["effective"].mean()
    return mean if isinstance(mean, float) else None


def agreement_table(judgements: pl.DataFrame) -> pl.DataFrame:
    """Return how far experts agree in each round: ``round, alpha, share_between_perspectives, alarm``.

    ``alarm`` is true when alpha rose from the round before while fewer origins carry the judgements: people may have
    come to agree by hearing each other rather than by learning more. It calls for a look and is no finding. Null is
    unknown.
    """
    rounds = judgements["round"].unique().sort().to_list()
    frames = [judgements.filter(pl.col("round") == one) for one in rounds]
    alphas = [krippendorff_alpha(frame["question"], frame["best"].to_numpy()) for frame in frames]
    origins = [effective_origins(frame) for frame in frames]
    alarms = [None, *(_alarm(alphas[i - 1 : i + 1], origins[i - 1 : i + 1]) for i in range(1, len(rounds)))]
    return pl.DataFrame(
        {
            "round": rounds,
            "alpha": [None if np.isnan(alpha) else alpha for alpha in alphas],
            "share_between_perspectives": [share_between_perspectives(frame) for frame in frames],
            "alarm": alarms[: len(rounds)],
        },
        schema={
            "round": judgements.schema["round"],
            "alpha": pl.Float64,
            "share_between_perspectives": pl.Float64,
            "alarm": pl.Boolean,
        },
    )


def _alarm(alphas: list[float], origins: list[float | None]) -> bool | None:
    before, after = origins
    if before is None or after is None or np.isnan(alphas).any():
        return None
    return alphas[1] > alphas[0] and after < before


def by_perspective(judgements: pl.DataFrame, pool: str = "log_odds", fewest: int = FEWEST) -> pl.DataFrame:
    """Return each perspective's pooled value beside that of all, so that none is averaged away.

    Returns:
        Columns ``question, round, perspective, experts, p, p_of_all, is_withheld``. Where fewer than ``fewest`` people
        share a perspective, ``p`` is null and withheld, for it would show what a person said. Whoever knows all
        other values of a question could still work out a single withheld one.

    Raises:
        MissingColumnError: There is no column ``perspective``.
    """
    if "perspective" not in judgements.columns:
        raise MissingColumnError.of("Judgements", "perspective", "by_perspective", "a column of the file")
    keys, of = ["question", "round"], ["question", "round", "perspective"]
    answered = judgements.filter(pl.col("best").is_not_null())
    each, whole = (pool_by(answered, group, chosen([pool])).drop("pool") for group in (of, keys))
    few = pl.col("experts") < fewest
    return (
        answered.group_by(of)
        .agg(experts=pl.len())
        .join(each, on=of, nulls_equal=True)
        .join(whole.rename({"p": "p_of_all"}), on=keys)
        .with_columns(pl.when(~few).then("p").alias("p"), few.alias("is_withheld"))
        .select(*of, "experts", "p", "p_of_all", "is_withheld")
        .sort(of)
    )
