"""The ranking: who is most at risk by a model, how sure that is, and what changed since last year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from avert.brief.words import RISK_BREAKS, risk_word
from avert.figures import Threshold, ranked_risks
from avert.places import Place, place_of_gwcode
from avert.places.names import fold
from avert.provenance import Provenance
from avert.risk.registry import MODELS
from avert.web.site.components import Crumb, Fact, SourceLine
from avert.web.site.drawings import Drawing, drawing, language
from avert.web.site.tables import Cell, Column, Table
from avert.web.world import numbers
from avert.web.world.addresses import address_or_empty, place_url
from avert.web.world.measures import SHOWN
from avert.web.world.ranked_list import named_like
from avert.web.world.risk.selectors import Ranking
from avert.web.world.risk.tabs import tabs_of
from avert.web.world.risk.words import risk_file
from avert.web.world.words import REGIONS, RISK, risk_level

FIRST_ROWS = 30
LONGEST = 80
COLUMNS = ["risk", "risk_low", "risk_high", "rank", "rank_low", "rank_high"]


@dataclass(frozen=True)
class Asked:
    """What the address asks for; a region that there is not counts as none."""

    model: str
    region: str
    name: str
    sort: str
    is_all: bool

    @classmethod
    def of(cls, query: QueryDict) -> Asked:
        """Read the query."""
        region = query.get("region", "")
        return cls(
            model=query.get("model", "")[:LONGEST],
            region=region if region in REGIONS else "",
            name=query.get("name", "").strip()[:LONGEST],
            sort=query.get("sort", "rank"),
            is_all=query.get("all") == "yes",
        )

    @property
    def is_narrowed(self) -> bool:
        """Say whether only some places are asked for."""
        return bool(self.region or self.name)


def ranking_context(ranking: Ranking, asked: Asked) -> dict[str, Any]:
    """Return everything that the page of the ranking shows."""
    every = ranked_rows(ranking)
    rows = _narrowed(every, asked)
    kept = rows if asked.is_all or asked.is_narrowed else rows.head(FIRST_ROWS)
    result = ranking.issued.result
    year = int(result.origin)
    return {
        "crumbs": [Crumb(_("World"), address_or_empty("world"))],
        "tabs": tabs_of("risk"),
        "asked": asked,
        "model": ranking.model,
        "models": ranking.models,
        "is_default_only": len(ranking.models) == 1,
        "is_without_own_rank": ranking.model in MODELS and MODELS[ranking.model].IS_BASELINE,
        "period": f"{year + 1}–{year + 2}",
        "facts": _facts(every, ranking),
        "regions": [(name, word) for name, word in REGIONS.items()],
        # The figure counts its rows, which are ranks only where none is left out or tied.
        "figure": _figure(rows, year)
        if rows["risk"].drop_nulls().n_unique() > 1 and not asked.is_narrowed
        else None,
        "list": _table(kept, year, has_before=ranking.before is not None, sort=asked.sort),
        "list_count": kept.height,
        "all_count": every.height,
        "shown": SHOWN["risk"],
        "downloads": risk_file("ranking", urlencode({"model": ranking.model})),
        "source": SourceLine.of(Provenance.of(result.sources), address_or_empty("data")),
        "result": result,
    }


def ranked_rows(ranking: Ranking) -> pl.DataFrame:
    """Return the risks with what they were a year before, highest first, unknown last."""
    risks = ranking.issued.frames["risks"].select("country_gwcode", *COLUMNS)
    if ranking.before is None:
        earlier = risks.select("country_gwcode", pl.lit(None, pl.Float64).alias("risk_before"),
                               pl.lit(None, pl.Int32).alias("rank_before"))  # fmt: skip
    else:
        earlier = ranking.before.frames["risks"].select(
            "country_gwcode", risk_before="risk", rank_before="rank"
        )
    joined = risks.join(earlier, on="country_gwcode", how="left")
    keys = [place_of_gwcode(code).key for code in joined["country_gwcode"]]
    return joined.with_columns(pl.Series("place_key", keys, dtype=pl.String)).sort(
        "rank", "country_gwcode", nulls_last=True
    )


def _narrowed(rows: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    if asked.region:
        inside = [code for code in rows["country_gwcode"] if _is_in(place_of_gwcode(code), asked.region)]
        rows = rows.filter(pl.col("country_gwcode").is_in(inside))
    return named_like(rows, asked.name) if asked.name else rows


def _is_in(place: Place, region: str) -> bool:
    return region in (place.m49_region, place.m49_subregion)


def _facts(rows: pl.DataFrame, ranking: Ranking) -> list[Fact]:
    result = ranking.issued.result
    year, known = int(result.origin), rows["risk"].count()
    unknown = rows.height - known
    mean = numbers.percent(float(rows["risk"].mean() or 0.0))  # type: ignore[arg-type]
    return [
        Fact(_("From the figures of"), str(year), _("The newest year that all predictors reach.")),
        Fact(_("For"), f"{year + 1}–{year + 2}", _("A new mass killing that begins in either year.")),
        Fact(
            _("Countries ranked"),
            str(known),
            _("{number} more cannot be ranked, because a predictor is missing.").format(number=unknown)
            if unknown
            else _("None is left out for want of a predictor."),
        ),
        Fact(_("Mean risk"), mean, _("What a country of this list has on average.")),
    ]


def _figure(rows: pl.DataFrame, year: int) -> Drawing:
    known = rows.drop_nulls("risk").head(FIRST_ROWS)
    lines = [
        Threshold(limit, str(RISK[word]))
        for limit, word in zip(RISK_BREAKS[1:], ("high", "highest"), strict=True)
    ]
    figure = ranked_risks(
        known.select("place_key", value="risk", low="risk_low", high="risk_high"),
        measure=SHOWN["risk"].drawn(),
        title=_("Highest risks for {period}").format(period=f"{year + 1}–{year + 2}"),
        thresholds=lines,
        lang=language(),
    )
    caption = _(
        "Dots are risks, bars their 90 % intervals. They cover the sampling of countries: which countries history "
        "happened to hold. They leave out errors in the list of events, the choice of the model and a changed world."
    )
    return drawing(figure, caption=caption, table=None)


def _table(rows: pl.DataFrame, year: int, *, has_before: bool, sort: str) -> Table:
    interval = _("90 % interval")
    columns: Sequence[Column] = (
        Column("place", _("Place"), is_name=True, is_sortable=True),
        Column("rank", _("Rank"), is_number=True, is_sortable=True, note=interval),
        Column("word", _("In a word"), is_sortable=True),
        Column("risk", _("Risk"), is_number=True, is_sortable=True, note=interval),
        *((Column("before", _("A year before"), is_number=True, is_sortable=True, note=_("rank and risk")),)
          if has_before else ()),
        *((Column("change", _("Changed?"), note=_("by this year's interval")),) if has_before else ()),
    )  # fmt: skip
    body = [_row(row, year) for row in rows.iter_rows(named=True)]
    caption = _("Countries by risk of new mass killing, {period}").format(period=f"{year + 1}–{year + 2}")
    return Table(caption, columns, body, is_caption_hidden=True).sorted_by(sort)


def _row(row: dict[str, Any], year: int) -> dict[str, Cell]:
    place, word = place_of_gwcode(row["country_gwcode"]), risk_word(row["risk"])
    name = place.name(language(), year)
    cells = {"place": Cell(name, place_url(place), order=fold(name))}
    if row["risk"] is None or word is None:
        return cells
    return cells | _before(row) | {
        "rank": Cell(row["rank"], note=numbers.count_range(row["rank_low"], row["rank_high"])),
        "word": Cell(risk_level(word), order=word.step),
        "risk": Cell(
            numbers.percent(row["risk"]),
            note=numbers.percent_range(row["risk_low"], row["risk_high"]),
            order=row["risk"],
        ),
    }  # fmt: skip


def _before(row: dict[str, Any]) -> dict[str, Cell]:
    if row["risk_before"] is None:
        return {}
    return {
        "before": Cell(row["rank_before"], note=numbers.percent(row["risk_before"])),
        "change": Cell(change_word(row)),
    }


def change_word(row: dict[str, Any]) -> str | Promise:
    """Say whether a risk changed by more than this year's interval allows for."""
    if row["risk_low"] is None or row["risk_high"] is None:
        return _("no interval to tell")
    if row["risk_before"] < row["risk_low"]:
        return _("risen")
    return _("fallen") if row["risk_before"] > row["risk_high"] else _("not clear")
