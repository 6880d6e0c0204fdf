"""The brief and the submission as one HTML file: no scripts, nothing fetched, readable aloud and on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from html import escape
from importlib import resources

import polars as pl

from avert.brief.document import Part, PreventionBrief, Row
from avert.brief.quantities import Quantity, Statement, day_text
from avert.brief.submission import Choice, Field, Submission
from avert.figures import Figure, figure_css
from avert.figures.markup import Markup, element, joined
from avert.figures.wording import count
from avert.handling import Marking
from avert.provenance import Source


def brief_html(brief: PreventionBrief) -> str:
    """Write the brief."""
    body = [
        _top(brief.kind, brief.issued_at, brief.marking),
        element("h1", brief.place),
        element("p", brief.headline.text, class_="lead"),
    ]
    if brief.blackout:
        warning = element("strong", "Reporting blackout.")
        body.append(element("p", warning, " ", brief.blackout.text, class_="blackout"))
    body.append(_section("Key facts", _facts(brief.facts)))
    body += [_section(part.title, *_part(part)) for part in brief.parts]
    body.append(_section("Sources", *[_source(source) for source in brief.sources], _results(brief.results)))
    return _page(brief.title, body, f"{brief.prohibited} {brief.borders}")


def submission_html(submission: Submission) -> str:
    """Write the submission."""
    body = [
        _top("submission", submission.issued_at, submission.marking),
        element("h1", submission.place),
        element("p", "Submission for decision", class_="lead"),
    ]
    for field in submission.fields:
        choices = [_choice(choice) for choice in submission.choices] if field.key == "decision" else []
        body.append(_section(field.label, *_field(field), *choices))
        if field.key == "classification":
            body.append(_section("Context", *_context(submission)))
    return _page(submission.title, body, submission.prohibited)


def _page(title: str, body: Sequence[Markup], foot: str) -> str:
    sheet = (resources.files("avert.brief") / "templates" / "page.css").read_text(encoding="utf-8")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{sheet}{figure_css()}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(body)
        + f"\n</main>\n{element('footer', foot)}\n</body>\n</html>\n"
    )


def _top(kind: str, issued_at: dt.datetime, marking: Marking) -> Markup:
    at = issued_at.astimezone(dt.UTC)
    colour = marking.name.split("_", maxsplit=1)[0].lower()
    return element(
        "p",
        element("span", f"Avert · {kind} · issued {day_text(at.date())}, {at:%H:%M} UTC"),
        element("span", str(marking), class_=f"tlp tlp-{colour}"),
        class_="top",
    )


def _section(title: str, *inside: Markup) -> Markup:
    return element("section", element("h2", title), element("div", joined(list(inside))))


def _part(part: Part) -> list[Markup]:
    inside = [_statements(part.statements)]
    if part.figure:
        inside.append(_figure(part.figure))
    if part.rows:
        inside.append(_rows(part.rows, part.heads))
    if part.note:
        inside.append(element("p", part.note, class_="fine"))
    return inside


def _statements(statements: Sequence[Statement]) -> Markup:
    if len(statements) == 1:
        return element("p", statements[0].text)
    return element("ul", joined([element("li", statement.text) for statement in statements]))


def _facts(facts: Sequence[Quantity]) -> Markup:
    heads = [element("th", "What", scope="col"), element("th", "Value", scope="col", class_="number")]
    heads += [element("th", word, scope="col") for word in ("Uncertainty", "Source")]
    rows = [
        element(
            "tr",
            element("th", f"{fact.label}, {fact.period}" if fact.period else fact.label, scope="row"),
            element("td", fact.text, class_="number"),
            element("td", fact.interval_text, class_="fine"),
            element("td", fact.source_text, class_="fine"),
        )
        for fact in facts
    ]
    return _table(heads, rows, class_="facts")


def _rows(rows: Sequence[Row], heads: tuple[str, str]) -> Markup:
    headings = [element("th", head, scope="col") for head in heads]
    body = [element("tr", element("th", row.term, scope="row"), element("td", row.text)) for row in rows]
    return _table(headings, body)


def _table(heads: Sequence[Markup], rows: Sequence[Markup], class_: str | None = None) -> Markup:
    head = element("thead", element("tr", joined(list(heads))))
    return element("table", head, element("tbody", joined(list(rows))), class_=class_)


def _figure(figure: Figure) -> Markup:
    """Place the drawing with its words and, folded away, the same numbers as a table."""
    drawing = Markup(figure.svg + figure.narrow)
    twin = element("details", element("summary", "The same as a table"), _twin(figure.table))
    return element("figure", drawing, element("figcaption", f"{figure.title}. {figure.caption}"), twin)


def _twin(table: pl.DataFrame) -> Markup:
    heads = [element("th", column.replace("_", " "), scope="col") for column in table.columns]
    rows = [
        element(
            "tr",
            element("th", _cell(first, is_name=True), scope="row"),
            *[element("td", _cell(v)) for v in rest],
        )
        for first, *rest in table.iter_rows()
    ]
    return element("div", _table(heads, rows, class_="fine"), class_="scroll", tabindex="0", role="region",
                   aria_label="Deaths by year")  # fmt: skip


def _cell(value: object, *, is_name: bool = False) -> str:
    if value is None:
        return "unknown"
    return count(value) if isinstance(value, int | float) and not is_name else str(value)


def _source(source: Source) -> Markup:
    known = f", as known on {day_text(source.vintage)}{' (release inferred)' if source.is_inferred else ''}. "
    said = f"{known}{source.title}. {source.publisher}. Licence: {source.licence}."
    return element("p", element("strong", source.label), said, class_="fine")


def _results(results: Sequence[Row]) -> Markup:
    if not results:
        return Markup("")
    listed = "; ".join(f"{row.term} {row.text}" for row in results)
    return element("p", f"Results: {listed}. Full citations: avert data cite.", class_="fine")


def _field(field: Field) -> list[Markup]:
    if field.text:
        return [element("p", line) for line in field.text.split("\n")]
    return [element("p", f"Missing: {field.missing} Decided by: {field.who_decides}.", class_="missing")]


def _choice(choice: Choice) -> Markup:
    mark = "☒" if choice.is_chosen else "☐"
    return element(
        "p", f"{mark} ", element("strong", choice.label), f": {choice.because}" if choice.because else " …"
    )


def _context(submission: Submission) -> list[Markup]:
    said = [element("p", statement.text) for statement in submission.context]
    return [*said, element("p", f"{'; '.join(submission.context_sources)}.", class_="fine")]
