"""Claims: what each says, whether it holds, how sure that is, and what does not fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl
from django.urls import reverse
from django.utils.translation import gettext as _

from avert.figures import Threshold, definition_fan
from avert.places import place_of_gwcode
from avert.provenance import Provenance
from avert.risk.claims.answers import Answer, answer_of
from avert.risk.claims.composite import composite_items
from avert.risk.claims.content import Claim, claims
from avert.risk.claims.structured import INCOME
from avert.sources.declaration import load_declarations
from avert.sources.results import Issued
from avert.web.site.components import Crumb, Download, Fact, SourceLine, Tab
from avert.web.site.drawings import Drawing, drawing, language
from avert.web.site.tables import Cell, Column, Table
from avert.web.world import claim_words, numbers
from avert.web.world.addresses import address_or_empty, file_format, place_url
from avert.web.world.atrocity import in_english

COMPOSITE = frozenset({"structure", "together", "known_before"})
"""The tests that use the composite of structural violence."""


def claims_context(issued: Issued | None) -> dict[str, Any]:
    """Return what the page of all claims shows."""
    columns = (
        Column("question", _("The claim"), is_text=True),
        Column("verdict", _("In a word"), note=_("definitions under which it holds")),
        Column("share", _("As quoted"), is_number=True, note=_("95 % interval")),
        Column("ratio", _("Relative risk"), is_number=True, note=_("95 % interval")),
    )
    rows = [_listed(claim, issued) for claim in claims()]
    return {
        "table": Table(_("Claims put to the test"), columns, rows, is_caption_hidden=True),
        "is_tested": issued is not None,
        "source": _source(issued),
    }


def claim_context(claim: Claim, issued: Issued | None, *, is_ratio: bool) -> dict[str, Any]:
    """Return what the page of one claim shows; without data its definitions, and which files to add."""
    answer = answer_of(issued, claim) if issued else None
    context = {
        "claim": claim,
        "crumbs": [Crumb(_("Claims"), reverse("claims"))],
        "needs": [load_declarations(dataset)[0].title for dataset in claim.needs],
        "composite": [item["label"] for item in composite_items().values()]
        if claim.test in COMPOSITE
        else [],
        "quadrants": reverse("claims-quadrants") if claim.test == "together" else "",
        "source": _source(issued),
        "answer": answer,
    }
    if answer is None or issued is None:
        return context
    used = {source.dataset for source in issued.result.sources}
    return context | {
        "verdict": claim_words.VERDICTS[answer.verdict],
        "quoted": f"{claim_words.share(answer.main)} "
        f"({numbers.percent_range(answer.main['share_low'], answer.main['share_high'])})",
        "facts": _facts(answer),
        "is_without_income": claim.test in COMPOSITE and not used & INCOME.keys(),
        "tabs": _tabs(claim, is_ratio=is_ratio),
        "fan": _fan(answer, Provenance.of(issued.result.sources), is_ratio=is_ratio),
        "figures": _figures(answer),
        "exceptions": _exceptions(answer) if answer.exceptions.height else None,
        "missing_exceptions": answer.main["onsets"]
        - answer.main["onsets_inside"]
        - answer.exceptions["onsets"].sum(),
        "exceptions_files": [
            Download(file_format("csv"), reverse("claim-file", args=[claim.name, "counter-examples"]))
        ],
    }


def _listed(claim: Claim, issued: Issued | None) -> dict[str, Cell]:
    question = Cell(in_english(claim.question), reverse("claim", args=[claim.name]))
    answer = answer_of(issued, claim) if issued else None
    if answer is None:
        return {"question": question, "verdict": Cell(_("not tested: its data are not loaded"))}
    main = answer.main
    return {
        "question": question,
        "verdict": Cell(
            claim_words.verdict(answer),
            note=_("{n} of {of} definitions").format(n=answer.holding, of=answer.tested),
        ),
        "share": Cell(
            claim_words.share(main), note=numbers.percent_range(main["share_low"], main["share_high"])
        ),
        "ratio": _ratio_cell(main),
    }


def _facts(answer: Answer) -> list[Fact]:
    main = answer.main
    counted = _("{n} of {of}; {interval}; {safer} when countries are drawn instead of single onsets.").format(
        n=main["onsets_inside"],
        of=main["onsets"],
        interval=claim_words.in_interval(numbers.percent_range(main["share_low"], main["share_high"])),
        safer=numbers.percent_range(main["share_low_by_country"], main["share_high_by_country"]),
    )
    base = _(
        "Of {n} country-years in all. If the share of onsets were no higher, the claim would say nothing."
    )
    rates = _("Against {outside} outside: {interval}; {safer} when countries are drawn.").format(
        outside=_rate(main["rate_outside"]),
        interval=claim_words.in_interval(
            claim_words.ratio_range(main["relative_risk_low"], main["relative_risk_high"])
        ),
        safer=claim_words.ratio_range(
            main["relative_risk_low_by_country"], main["relative_risk_high_by_country"]
        ),
    )
    return [
        Fact(_("Of the onsets, inside"), claim_words.share(main), counted),
        Fact(
            _("Of all country-years, inside"),
            numbers.percent(main["base_share"]),
            base.format(n=numbers.count(main["country_years"])),
        ),
        Fact(_("Country-years inside with an onset"), _rate(main["rate_inside"])),
        Fact(
            _("Relative risk"),
            claim_words.ratio(main["relative_risk"], main["relative_risk_low"]),
            rates,
        ),
    ]


def _rate(rate: float | None) -> str | None:
    return None if rate is None else numbers.percent(rate)


def _tabs(claim: Claim, *, is_ratio: bool) -> list[Tab]:
    base = reverse("claim", args=[claim.name])
    return [
        Tab(_("Share of onsets"), f"{base}#definitions", not is_ratio),
        Tab(_("Relative risk"), f"{base}?of=ratio#definitions", is_ratio),
    ]


def _fan(answer: Answer, provenance: Provenance, *, is_ratio: bool) -> Drawing:
    claim, name = answer.claim, "relative_risk" if is_ratio else "share"
    labels = [claim.labels(tuple(key.split("/"))) for key in answer.cells["definition"]]
    cells = answer.cells.select(
        pl.Series("group", [label[0] for label in labels]),
        pl.Series("definition", ["; ".join(label[1:]) for label in labels]),
        _holds_of_ratio() if is_ratio else pl.col("holds"),
        "is_main",
        *(
            pl.col(f"{name}{end}").alias(f"value{end}".removeprefix("value_"))
            for end in ("", "_low", "_high")
        ),
    )
    figure = definition_fan(
        cells,
        title=_("How much more often inside than outside, under every definition")
        if is_ratio
        else _("What share of onsets lies inside, under every definition"),
        compare=Threshold(1.0, _("as often as outside")) if is_ratio else _compared(claim),
        words=claim_words.outcomes(is_ratio=is_ratio),
        quoted=_("the definition quoted"),
        interval=_("95 % interval"),
        is_ratio=is_ratio,
        provenance=provenance,
        lang=language(),
    )
    file = Download(file_format("csv"), reverse("claim-file", args=[claim.name, "definitions"]))
    return drawing(figure, table=_definitions(answer), downloads=[file])


def _holds_of_ratio() -> pl.Expr:
    """Say of a relative risk whether it is clearly above one (``yes``), clearly below (``no``), or neither."""
    above, below = pl.col("relative_risk_low") > 1, pl.col("relative_risk_high") < 1
    return (
        pl.when(above)
        .then(pl.lit("yes"))
        .when(below)
        .then(pl.lit("no"))
        .otherwise(pl.lit("open"))
        .alias("holds")
    )


def _compared(claim: Claim) -> Threshold:
    return Threshold(1.0, _("all")) if claim.quantifier == "all" else Threshold(0.5, _("half"))


def _definitions(answer: Answer) -> Table:
    claim = answer.claim
    columns = (
        *(Column(dimension.key, in_english(dimension.label), is_text=True) for dimension in claim.dimensions),
        Column("holds", _("The claim")),
        Column("share", _("Share inside"), is_number=True, note=_("95 % interval")),
        Column("base", _("Of all country-years"), is_number=True),
        Column("ratio", _("Relative risk"), is_number=True, note=_("95 % interval")),
    )
    rows = [_definition(claim, row) for row in answer.cells.iter_rows(named=True)]
    return Table(_("The claim under every definition"), columns, rows, is_caption_hidden=True)


def _definition(claim: Claim, row: dict[str, Any]) -> dict[str, Any]:
    definition = tuple(row["definition"].split("/"))
    said = {
        dimension.key: in_english(label)
        for dimension, label in zip(claim.dimensions, claim.labels(definition), strict=True)
    }
    if row["share"] is None:
        return {**said, "holds": _("not tested: its data are not loaded")}
    inside = _("{n} of {of}").format(n=row["onsets_inside"], of=row["onsets"])
    bounds = numbers.percent_range(row["share_low"], row["share_high"])
    return {
        **said,
        "holds": Cell(claim_words.HOLDS[row["holds"]], note=_("quoted") if row["is_main"] else ""),
        "share": Cell(claim_words.share(row), note=f"{inside}; {bounds}"),
        "base": numbers.percent(row["base_share"]),
        "ratio": _ratio_cell(row),
    }


def _ratio_cell(row: Any) -> Cell:
    low, high = row["relative_risk_low"], row["relative_risk_high"]
    return Cell(claim_words.ratio(row["relative_risk"], low), note=claim_words.ratio_range(low, high))


def _figures(answer: Answer) -> Table | None:
    if not answer.figures:
        return None
    columns = (
        Column("figure", _("Figure")),
        Column("value", _("Value"), is_number=True, note=_("lowest to highest, or 95 % interval")),
    )
    rows = [
        {"figure": in_english(named.label), "value": Cell(_two(found["value"]), note=_span(found))}
        for named in answer.claim.figures
        if (found := answer.figures.get(named.key))
    ]
    return Table(_("Further figures of the test"), columns, rows, is_caption_hidden=True)


def _two(value: float) -> str:
    return numbers.decimal(value, 2)


def _span(found: Any) -> str:
    return "" if found["low"] is None else f"{_two(found['low'])}–{_two(found['high'])}"


def _exceptions(answer: Answer) -> Table:
    columns = (
        Column("country", _("Country"), is_name=True),
        Column("year", _("Year"), is_number=True),
        Column("onsets", _("Onsets"), is_number=True),
    )
    return Table(_("Onsets that do not fit"), columns, list(_exception_rows(answer)), is_caption_hidden=True)


def _exception_rows(answer: Answer) -> Iterator[dict[str, Any]]:
    for row in answer.exceptions.iter_rows(named=True):
        place = place_of_gwcode(row["country_gwcode"])
        name = place.name(language(), row["year"])
        yield {"country": Cell(name, place_url(place)), "year": str(row["year"]), "onsets": row["onsets"]}


def _source(issued: Issued | None) -> SourceLine | None:
    return SourceLine.of(Provenance.of(issued.result.sources), address_or_empty("data")) if issued else None
