from __future__ import annotations

import polars as pl
import pytest

from avert.errors import InputError, MissingColumnError, UnknownPlaceError
from avert.figures import Measure, world_map
from avert.places import all_places

DEATHS = Measure("Deaths", "deaths", breaks=(25, 1000), zero_word="none recorded")


def drawn(values: dict[str, list[object]] | pl.DataFrame, year: int = 2021, **options):
    frame = values if isinstance(values, pl.DataFrame) else pl.DataFrame(values)
    return world_map(frame, measure=DEATHS, year=year, title="Where?", **options)


def test_unknown_zero_and_not_a_state_look_different_from_each_other_and_from_any_class(deaths, read):
    drawing = read(drawn(deaths).svg)
    looks = [drawing.fill_of(name) for name in ("Ethiopia", "Sudan", "Uganda", "Greenland", "Ukraine")]
    assert looks == ["#531519", "unknown-map", "#e3e0d7", "unlisted-map", "#f1d08a"]


def test_a_state_without_a_row_is_unknown(deaths, read):
    assert read(drawn(deaths).svg).fill_of("Brazil") == "unknown-map"


def test_every_place_says_its_name_number_unit_and_class(deaths, read):
    titles = read(drawn(deaths).svg).titles()
    assert "Ethiopia: 9,073 deaths, high" in titles
    assert "Uganda: 0 deaths, none recorded" in titles
    assert "Sudan: unknown" in titles


def test_intervals_are_said(read):
    figure = drawn({"place_key": ["gw:530"], "value": [5.0], "low": [3.0], "high": [9.0]})
    assert "Ethiopia: 5 deaths (3–9), low" in read(figure.svg).titles()
    assert figure.table.select("low", "high").row(0) == (3.0, 9.0)


def test_the_table_says_exactly_what_the_map_says(deaths, read):
    for year in (1900, 1975, 2021):
        figure = drawn(deaths, year)
        said = {title for title in read(figure.svg).titles() if ", counted with " not in title}
        assert said == {
            f"{place}: {words}" for place, words in figure.table.select("place", "shown_as").rows()
        }


def test_the_table_holds_the_numbers_given(deaths):
    table = drawn(deaths).table
    known = dict(table.drop_nulls("value").select("place_key", "value").rows())
    assert known == {"gw:530": 9073.0, "gw:369": 24.0, "gw:500": 0.0, "gw:51": 300.0}
    assert table["value"].drop_nulls().is_sorted(descending=True)


def test_all_states_of_a_year_are_drawn_and_all_others_marked(deaths):
    for year in (1860, 1950, 1991, 2021):
        table = drawn(deaths.clear(), year).table
        unknown = set(table.filter(shown_as="unknown")["place_key"])
        states = {
            place.key
            for place in all_places()
            if any(
                (span.start is None or span.start.year <= year)
                and (span.end is None or year <= span.end.year)
                for span in place.periods
            )
        }
        assert unknown == states


def test_who_was_no_state_yet_is_marked_and_former_states_appear(read):
    then = read(drawn({"place_key": ["gw:265"], "value": [5.0]}, 1975).svg)
    assert then.fill_of("Ukraine") == "unlisted-map"
    assert "German Democratic Republic: 5 deaths, low" in then.titles()
    now = drawn({"place_key": ["gw:530"], "value": [5.0]}, 2021)
    assert now.table.filter(place_key="gw:265").is_empty()


def test_small_states_are_circles_above_all_outlines(deaths, read):
    drawing = read(drawn(deaths).svg)
    circles = drawing.all("circle", "fig-small")
    assert len(circles) > 20
    order = list(drawing.root.iter())
    last_outline = max(order.index(node) for node in drawing.all("path", "fig-place"))
    assert all(order.index(circle) > last_outline for circle in circles)


def test_disputed_areas_show_the_number_they_are_counted_with(deaths, read):
    assert "Crimea, counted with Ukraine: 24 deaths, low" in read(drawn(deaths).svg).titles()
    assert drawn(deaths).table.filter(place_key="avert:crimea").is_empty()


def test_a_row_of_its_own_wins_over_being_counted_with_another(read):
    figure = drawn({"place_key": ["gw:520", "avert:somaliland"], "value": [2000.0, 3.0]})
    assert "Somaliland: 3 deaths, low" in read(figure.svg).titles()


def test_a_deployment_chooses_what_is_counted_with_what(deaths, read):
    titles = read(drawn(deaths, shown_with={}).svg).titles()
    assert "Crimea: not listed as a state in 2021" in titles


def test_palestine_has_a_circle_and_a_number(read):
    figure = drawn({"place_key": ["iso3:PSE"], "value": [5000.0]})
    assert read(figure.svg).titles().count("Palestine: 5,000 deaths, high") == 2


def test_links_lead_to_each_place(deaths, read):
    links = {node.get("href") for node in read(drawn(deaths, href="/places/{key}/").svg).all("a")}
    assert "/places/gw:530/" in links
    assert "/places/iso3:GRL/" in links


@pytest.mark.parametrize("href", ["javascript:alert(1)//{key}", "data:text/html,{key}", "/places/"])
def test_links_that_run_something_or_lead_all_to_one_page_are_refused(deaths, href):
    with pytest.raises(InputError, match="no link for every place"):
        drawn(deaths, href=href)


def test_the_selected_place_is_outlined_named_and_announced(deaths, read):
    drawing = read(drawn(deaths, selected="gw:530", href="/{key}").svg)
    assert "Ethiopia" in drawing.words()
    assert [node.get("href") for node in drawing.all("a") if node.get("aria-current")] == ["/gw:530"]


def test_what_is_not_drawn_cannot_be_selected(deaths):
    with pytest.raises(UnknownPlaceError, match="cannot be selected"):
        drawn(deaths, selected="gw:265")


def test_the_legend_names_every_class_with_its_range_and_every_exception(deaths, read):
    words = set(read(drawn(deaths).svg).words())
    assert {"none recorded", "low", "1–24", "medium", "25–999", "high", "1,000 or more"} <= words
    assert {"unknown", "not listed as a state in 2021", "disputed border", "Deaths, 2021"} <= words


def test_the_caption_carries_source_vintage_and_disclaimer(deaths):
    import datetime as dt

    from avert.handling import Marking
    from avert.provenance import Provenance, Source

    source = Source(
        "ucdp_ged", "23.1", dt.date(2023, 6, 1), False, "UCDP <GED>", "UCDP", "CC BY 4.0", "", "", "0"
    )
    caption = drawn(deaths, provenance=Provenance((source,), Marking.AMBER)).caption
    assert caption.startswith("TLP:AMBER. Source: UCDP <GED> 23.1 (as known on 2023-06-01).")
    assert "imply no position" in caption


def test_the_description_says_the_highest_and_counts_the_unknown(deaths):
    text = drawn(deaths).description
    assert text.startswith(
        "World map of Deaths in 2021: 4 places with a number. Highest: Ethiopia 9,073 deaths;"
    )
    assert "Unknown for 191 places." in text


def test_names_follow_language_and_year(read):
    assert "Éthiopie: unknown" in read(drawn(pl.DataFrame({"place_key": [], "value": []}, schema={"place_key": pl.String, "value": pl.Float64}), lang="fr").svg).titles()  # fmt: skip  # noqa: E501
    assert (
        "Soviet Union: unknown" in read(drawn({"place_key": ["gw:530"], "value": [1.0]}, 1985).svg).titles()
    )


def test_the_order_of_rows_does_not_matter(deaths):
    assert drawn(deaths).svg == drawn(deaths.reverse()).svg


def test_nan_is_unknown(read):
    assert (
        read(drawn({"place_key": ["gw:530"], "value": [float("nan")]}).svg).fill_of("Ethiopia")
        == "unknown-map"
    )


def test_a_number_for_a_place_on_no_map_is_an_error_and_not_lost():
    with pytest.raises(UnknownPlaceError, match="gw:9999"):
        drawn({"place_key": ["gw:9999"], "value": [1.0]})


def test_two_numbers_for_one_place_are_refused():
    with pytest.raises(InputError, match="several rows"):
        drawn({"place_key": ["gw:530", "gw:530"], "value": [1.0, 2.0]})


def test_infinity_is_refused():
    with pytest.raises(InputError, match="infinity"):
        drawn({"place_key": ["gw:530"], "value": [float("inf")]})


@pytest.mark.parametrize("columns", [{"place_key": ["gw:530"]}, {"value": [1.0]}])
def test_a_missing_column_is_named(columns):
    with pytest.raises(MissingColumnError, match="world_map needs"):
        drawn(columns)
