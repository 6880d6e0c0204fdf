"""What was known on a day, as tables. Everything here is given a frozen replay."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from avert.replays import Actor, Citation, Item, Replay, Source
from avert.web.replays.selectors import Known
from avert.web.replays.words import english, place_name, places, span, word
from avert.web.site.tables import Cell, Column, Table

Cited = dict[str, Source]


def known_context(known: Known) -> dict[str, Any]:
    """Return everything that the page of a day shows."""
    seen = known.seen
    cited = {source.id: source for source in seen.sources}
    return {
        "known": known,
        "places": places(seen.places),
        "new": items_table(_("What became known on this day"), known.new.items, cited),
        "questions": known.new.of_family("question"),
        "unanswered": items_table(
            _("Reports and warnings without a recorded response"), seen.unanswered(), cited
        ),
        "responses": items_table(_("Responses recorded"), seen.of_family("response"), cited),
        "everything": items_table(_("Everything known until now"), seen.items, cited),
        "actors": _actors([actor for actor in seen.actors if actor.until is None]),
        "sources": _sources(seen),
    }


def items_table(caption: str, items: Iterable[Item], cited: Cited) -> Table:
    """Return items as a table, with sources as far as they were out."""
    columns = (
        Column("known", _("Known")),
        Column("text", _("Text"), is_text=True),
        Column("what", _("What kind, and where")),
        Column("confidence", _("Confidence and sources")),
    )
    return Table(caption, columns, [_item(item, cited) for item in items], is_caption_hidden=True)


def _item(item: Item, cited: Cited) -> dict[str, Any]:
    family = word("field_report" if item.family == "report" else item.family)
    happened = _("happened {when}").format(when=span(item.happened))
    basis = format_html("{}; {}", word(item.basis), citations(item.sources, cited))
    return {
        "known": Cell(item.known, note=happened),
        "what": Cell(f"{family}: {word(item.kind)}", note=format_html("{}{}", _where(item), _by(item))),
        "text": english(item.text),
        "confidence": Cell(word(item.confidence), note=basis),
    }


def _where(item: Item) -> SafeString:
    place = format_html('<bdi translate="no">{}</bdi>', place_name(item.place))
    return format_html("{}, {}", place, english(item.where)) if item.where else place


def _by(item: Item) -> SafeString:
    """Say who spoke, who was told, who was asked and what they decided."""
    said = {
        _("by"): getattr(item, "reporter", "") or getattr(item, "issued_by", ""),
        _("received by"): ", ".join(getattr(item, "received_by", ())),
        _("asked of"): getattr(item, "asked_of", ""),
    }
    chosen = {_("channel"): getattr(item, "channel", ""), _("decision"): getattr(item, "decision", "")}
    shown = [(term, english(text)) for term, text in said.items() if text]
    return format_html_join(
        "", "; {}: {}", [*shown, *((term, word(value)) for term, value in chosen.items() if value)]
    )


def citations(cites: Iterable[Citation], cited: Cited) -> SafeString:
    """Name the sources that were out by then, each with a link."""
    links = ((cited[c.source].url, cited[c.source].author, f" {c.where}" if c.where else "") for c in cites)
    shown = format_html_join("; ", '<a href="{}" rel="noreferrer" lang="en">{}{}</a>', links)
    return shown or format_html("{}", _("no source was out by then"))


def _actors(actors: Iterable[Actor]) -> Table:
    columns = (
        Column("name", _("Actor")),
        Column("level", _("Level")),
        Column("role", _("Role"), is_text=True),
        Column("since", _("Since")),
    )
    rows = [
        {
            "name": Cell(english(actor.name), note=english(actor.where) if actor.where else ""),
            "level": Cell(word(actor.level), note=word(actor.type)),
            "role": english(actor.role),
            "since": span(actor.since),
        }
        for actor in actors
    ]
    return Table(_("Actors that existed then"), columns, rows, is_caption_hidden=True)


def _sources(seen: Replay) -> Table:
    columns = (
        Column("title", _("Source")),
        Column("author", _("Author")),
        Column("published", _("Published")),
        Column("access", _("How far it was read")),
    )
    rows = [
        {
            "title": Cell(english(source.title), source.url),
            "author": english(source.author),
            "published": span(source.published),
            "access": word(source.access),
        }
        for source in seen.sources
    ]
    return Table(_("Sources cited so far"), columns, rows, is_caption_hidden=True)
