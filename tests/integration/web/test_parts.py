from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import RequestContext, Template
from django.test import RequestFactory
from django.utils import translation

from avert.handling import Marking
from avert.provenance import Provenance, Source
from avert.web.site.components import SourceLine
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import value

TABLE = Table(
    "Places",
    (
        Column("place", "Place", is_sortable=True),
        Column("deaths", "Deaths", is_number=True, is_sortable=True),
    ),
    [{"place": "B", "deaths": None}, {"place": Cell("A", "/a/"), "deaths": 3}, {"place": "C", "deaths": 12}],
)


def render(markup: str, address: str = "/", **context: object) -> str:
    request = RequestFactory().get(address)
    request.user = AnonymousUser()
    return Template(markup).render(RequestContext(request, context))


def places(table: Table) -> list[object]:
    return [row[0][1].text for row in table.body()]


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ("place", ["A", "B", "C"]),
        ("-place", ["C", "B", "A"]),
        ("deaths", ["A", "C", "B"]),
        ("-deaths", ["C", "A", "B"]),
        ("nonsense", ["B", "A", "C"]),
        ("", ["B", "A", "C"]),
    ],
)
def test_a_table_sorts_as_asked_with_missing_values_last(asked: str, order: list[str]) -> None:
    assert places(TABLE.sorted_by(asked)) == order


def test_a_heading_says_its_direction_and_keeps_the_rest_of_the_query() -> None:
    html = render('{% include "site/parts/table.html" %}', "/?q=x&page=2", table=TABLE.sorted_by("-deaths"))
    assert 'aria-sort="descending"' in html
    assert "?q=x&amp;sort=deaths" in html
    assert "page=" not in html


def test_what_is_missing_is_said() -> None:
    assert "missing" in value(None)
    assert value(0) == "0"
    assert value("<b>") == "<b>"
    assert "&lt;b&gt;" in render("{{ cell|value }}", cell="<b>")


def test_a_name_is_set_apart_and_not_translated() -> None:
    assert render("{{ name|own_name }}", name="<Kenya>") == '<bdi translate="no">&lt;Kenya&gt;</bdi>'
    assert "missing" in render("{{ name|own_name }}", name=None)


def test_numbers_and_days_follow_the_language() -> None:
    with translation.override("fr"):
        assert value(12345.5, 1) == "12\xa0345,5"
    assert value(dt.date(2024, 3, 2)) == '<time datetime="2024-03-02">2 March 2024</time>'


@pytest.mark.parametrize("kind", ["warning", "blackout", "unknown", "note", "done", "error"])
def test_a_notice_has_a_shape_and_a_word(kind: str) -> None:
    html = render(f'{{% notice "{kind}" %}}<p>text</p>{{% endnotice %}}')
    assert "<svg" in html
    assert "<strong>" in html
    assert "<p>text</p>" in html


def test_a_notice_escapes_what_others_wrote() -> None:
    assert "<script>" not in render('{% notice "note" %}{{ text }}{% endnotice %}', text="<script>")


def test_a_level_is_a_word_and_a_shape() -> None:
    html = render('{% level "High" 4 %}')
    assert html.count('class="on"') == 4
    assert "High" in html


def test_a_marking_reads_as_the_standard_writes_it() -> None:
    assert "TLP:AMBER+STRICT" in render("{% marking m %}", m=Marking.AMBER_STRICT)


def test_a_source_line_names_each_release_once_and_the_newest_vintage() -> None:
    source = Source("d", "1.0", dt.date(2024, 5, 1), False, "Events", "P", "CC BY 4.0", "C", "U", "0")
    line = SourceLine.of(Provenance.of([source, source]))
    assert line.labels == ["Events 1.0"]
    assert "1 May 2024" in render('{% include "site/parts/source_line.html" %}', source=line)


def test_pages_link_to_their_neighbours() -> None:
    page = Paginator(range(30), 10).get_page(2)
    html = render('{% include "site/parts/pagination.html" %}', "/?q=x&page=2", page=page)
    assert "?q=x&amp;page=1" in html
    assert "?q=x&amp;page=3" in html
