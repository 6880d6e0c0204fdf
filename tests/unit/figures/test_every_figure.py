"""What holds for every figure, whatever it shows."""

from __future__ import annotations

import gzip
import re

import polars as pl

from avert.figures import figure_css
from avert.figures.palette import PAINTS

ALLOWED = {
    "svg", "title", "desc", "g", "a", "path", "circle", "rect", "line", "text", "defs", "pattern",
}  # fmt: skip


def test_only_plain_elements_of_svg_are_used(svgs, read):
    for svg in svgs.values():
        used = {node.tag.removeprefix("{http://www.w3.org/2000/svg}") for node in read(svg).root.iter()}
        assert used <= ALLOWED


def test_nothing_is_styled_scripted_or_fetched(svgs, read):
    for svg in svgs.values():
        for node in read(svg).root.iter():
            names = {name.lower() for name in node.attrib}
            assert "style" not in names
            assert not any(name.startswith("on") for name in names)
            for name, value in node.attrib.items():
                assert not re.search(r"(?i)script:|data:|@import", value)
                assert "url(" not in value or re.fullmatch(r"url\(#[\w-]+\)", value), (name, value)
                assert not value.startswith("//")


def test_every_reference_leads_to_one_id_of_the_same_drawing(svgs, read):
    for svg in svgs.values():
        ids = [node.get("id") for node in read(svg).root.iter() if node.get("id")]
        assert len(ids) == len(set(ids))
        assert set(re.findall(r"url\(#([\w-]+)\)", svg)) <= set(ids)


def test_drawings_on_one_page_do_not_share_ids(svgs, read):
    ids = [node.get("id") for svg in svgs.values() for node in read(svg).root.iter() if node.get("id")]
    assert len(ids) == len(set(ids))


def test_every_drawing_has_a_name_and_a_description_for_screen_readers(gallery, svgs, read):
    for name, svg in svgs.items():
        figure, root = gallery[name.removesuffix(", narrow")], read(svg).root
        texts = {node.get("id"): node.text for node in root}
        assert texts[root.get("aria-labelledby")] == figure.title
        assert texts[root.get("aria-describedby")] == figure.description
        assert root.get("role") == ("group" if "<a " in svg else "img")


def test_every_class_of_a_drawing_that_paints_has_a_rule_in_the_style_sheet(svgs, read):
    css = figure_css()
    used = {
        name
        for svg in svgs.values()
        for node in read(svg).root.iter()
        for name in (node.get("class") or "").split()
        if re.match(r"fig-[fs]-", name)
    }
    assert used
    assert all(f".{name}{{" in css for name in used)


def test_every_painting_class_has_its_light_colour_as_a_fallback(svgs, read):
    for svg in svgs.values():
        for node in read(svg).root.iter():
            for name in (node.get("class") or "").split():
                if match := re.fullmatch(r"fig-([fs])-(\w+)", name):
                    attribute = "fill" if match[1] == "f" else "stroke"
                    assert node.get(attribute) == PAINTS[match[2]].light


def test_text_is_never_smaller_than_ten_pixels(svgs, read):
    for svg in svgs.values():
        assert all(float(node.get("font-size", "13")) >= 10 for node in read(svg).all("text"))


def test_everything_drawn_lies_within_the_picture(svgs, read):
    for name, svg in svgs.items():
        if "map" in name:
            continue
        root = read(svg).root
        width, height = (float(size) for size in (root.get("viewBox") or "").split()[2:])
        for node in root.iter():
            for attribute, limit in (("x", width), ("x2", width), ("y", height), ("y2", height)):
                value = node.get(attribute)
                assert value is None or -1 <= float(value) <= limit + 1, (name, node.tag, node.attrib)


def test_a_figure_is_the_same_in_every_run(gallery, years):
    from avert.figures import deaths_by_year

    assert deaths_by_year(years, title="When?").svg == gallery["years"].svg


def test_tables_are_frames_with_rows(gallery):
    assert all(isinstance(figure.table, pl.DataFrame) and figure.table.height for figure in gallery.values())


def test_sizes_keep_the_first_page_small(svgs):
    for name, svg in svgs.items():
        limit = 60_000 if "map" in name else 8_000
        assert len(gzip.compress(svg.encode())) <= limit, name
