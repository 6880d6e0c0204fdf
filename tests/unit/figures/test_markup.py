from __future__ import annotations

from xml.etree import ElementTree as ET

from avert.figures.markup import Markup, element, joined, number, safe


def test_data_cannot_become_markup():
    svg = element("text", '</text><script>alert("1")</script>', class_='"><script>')
    assert "<script" not in svg
    assert ET.fromstring(svg).text == '</text><script>alert("1")</script>'  # noqa: S314


def test_what_xml_forbids_is_dropped():
    assert safe("a\x00b\x1fc\ud800d\ufffe") == "abcd"


def test_signs_that_reverse_the_text_after_them_are_dropped():
    assert safe("Mali\u202eevil\u2066") == "Malievil"


def test_markup_is_kept_and_text_beside_it_escaped():
    assert element("g", Markup("<path/>"), "&") == "<g><path/>&amp;</g>"


def test_attributes_that_are_none_are_left_out():
    assert element("a", href=None, stroke_width=1.26) == '<a stroke-width="1.3"/>'


def test_joining_keeps_order():
    assert joined([element("g"), element("a")]) == "<g/><a/>"


def test_negative_zero_is_zero():
    assert number(-0.0) == number(-0.01) == "0"
