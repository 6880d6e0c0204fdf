"""Alerts are written as CAP 1.2, and what strangers send is read only if it can do no harm."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace

import capparser
import pytest
from lxml import etree
from tests.alerts import NOW, an_alert, an_info

from avert.errors import InputError, RefusedAlertError
from avert.warning.cap import (
    Area,
    Circle,
    Pair,
    Point,
    Reference,
    Resource,
    read_cap,
    validate_cap,
    write_cap,
)

SECRET = "Ufungamano House"
XML = write_cap(an_alert())


def test_a_parser_written_by_others_reads_the_same() -> None:
    parsed = capparser.parse(stringXML=XML.decode())
    (info,) = parsed.info[0]
    assert parsed.identifier[0] == an_alert().identifier
    assert parsed.sent[0] == "2007-12-20T08:00:00-00:00"
    assert info.headline[0] == an_info().headline
    assert [(each.valueName[0], each.value[0]) for each in info.parameter[0]] == [
        (pair.name, pair.value) for pair in an_info().parameter
    ]
    assert info.area[0][0].areaDesc[0] == "Rift Valley"


def test_offsets_are_kept_and_utc_is_never_z() -> None:
    nairobi = NOW.astimezone(dt.timezone(dt.timedelta(hours=3)))
    data = write_cap(an_alert(sent=nairobi))
    assert b"<sent>2007-12-20T11:00:00+03:00</sent>" in data
    assert read_cap(data).sent.utcoffset() == dt.timedelta(hours=3)
    assert b"Z</" not in XML


def test_everything_the_profile_does_not_use_is_still_carried() -> None:
    square = tuple(Point(lat, lon) for lat, lon in ((0, 35), (0, 36.5), (1.5, 36), (0, 35)))
    area = Area("Rift Valley", (square,), (Circle(Point(-0.5, 36.1), 80),), (Pair("UN/LOCODE", "KE"),))
    info = an_info(area=(area,), resource=(Resource("map", "image/png", 10, "https://example.org/m", "ab"),))
    alert = an_alert(
        addresses=("duty@example.org", "the district desk"),
        references=(Reference("a@example.org", "1", NOW), Reference("b@example.org", "2", NOW)),
        incidents=("poll 2007",),
        code=("x", "y"),
        note="A note.",
        info=(info, info),
    )
    assert read_cap(write_cap(alert)) == alert


def test_comments_instructions_and_schema_locations_of_others_do_no_harm() -> None:
    data = XML.replace(
        b"<alert ",
        b'<?xml-stylesheet href="a.css"?><!-- hello --><alert xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        b'xsi:schemaLocation="urn:oasis:names:tc:emergency:cap:1.2 file:///etc/passwd" ',
    ).replace(b"<headline>Violence ", b"<headline>Violence <!-- not -->")
    assert read_cap(data) == an_alert()


@pytest.mark.parametrize(
    "wrong",
    [
        {"identifier": "two words"},
        {"sender": "a,b"},
        {"sent": NOW.replace(tzinfo=None)},
        {"addresses": ('a"b',)},
        {"note": "\x00"},
        {"info": (an_info(headline="\ud800"),)},
        {"info": (an_info(web="http://[bad"),)},
    ],
)
def test_what_the_standard_cannot_carry_is_not_written(wrong: dict[str, object]) -> None:
    with pytest.raises(InputError):
        write_cap(an_alert(**wrong))


def test_contradictions_are_told_by_line_and_element_without_content() -> None:
    data = XML.replace(b"<status>Actual", f"<status>{SECRET}".encode()).replace(
        b"<scope>Restricted</scope>", b"<scope>Restricted</scope><unheard/>"
    )
    told = validate_cap(data)
    assert validate_cap(XML) == ()
    assert any("<status> is none of the standard's words" in each for each in told)
    assert not any(SECRET in each or "unheard" in each for each in told)


BOMB = b"".join(
    [b'<!DOCTYPE a [<!ENTITY a0 "lol">']
    + [b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 12)]
    + [b"]><a>&a11;</a>"]
)
XXE = b'<!DOCTYPE alert [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + XML.partition(b"?>")[2].lstrip()
HOSTILE = {
    "nothing": b"",
    "text": b"Kenya",
    "null bytes": b"\x00" * 100,
    "another root": b"<rss/>",
    "CAP 1.1": XML.replace(b"cap:1.2", b"cap:1.1"),
    "cut short": XML[: len(XML) // 2],
    "billion laughs": BOMB,
    "external entity": XXE,
    "external DTD": b'<!DOCTYPE alert SYSTEM "http://127.0.0.1:9/x.dtd"><alert/>',
    "a DTD in UTF-16": XXE.decode().encode("utf-16"),
    "a DTD in UTF-7": b'<?xml version="1.0" encoding="UTF-7"?>+ADw-!DOCTYPE a+AD4-<a/>',
    "undefined entity": XML.replace(b"Leaflets", b"&xxe;"),
    "too large": XML + b" " * 262_144,
    "deep": b"<a>" * 60_000,
    "deep and closed": b'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">'
    + b"<i>" * 200
    + b"</i>" * 200
    + b"</alert>",
    "many": b'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">' + b"<code/>" * 30_000 + b"</alert>",
    "many attributes": b"<alert " + b" ".join(b'a%d=""' % n for n in range(20_000)) + b"/>",
    "schema elsewhere": XML.replace(
        b"<info>",
        b'<info xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a file:///etc/passwd">',
    ),
    "another order": XML.replace(b"<status>Actual</status>", b"").replace(
        b"<scope>", b"<status>Actual</status><scope>"
    ),
    "a day that is none": XML.replace(b"2007-12-20T08", b"2007-02-30T08"),
    "hour 24": XML.replace(b"2007-12-20T08:00:00", b"2007-12-20T24:00:00"),
    "empty sender": XML.replace(b"<sender>9f86d081884c7d65@alerts.example.org", b"<sender>"),
    "a broken polygon": XML.replace(b"<geocode>", b"<polygon>1,2 nan,4</polygon><geocode>", 1),
    "broken references": XML.replace(b"<info>", b"<references>a,b</references><info>"),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_harmful_or_malformed_input_is_refused_quickly_and_without_repeating_it(data: bytes) -> None:
    began = time.monotonic()
    with pytest.raises(RefusedAlertError) as refused:
        read_cap(data)
    assert time.monotonic() - began < 1
    assert "passwd" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_the_schema_is_the_one_of_oasis() -> None:
    from importlib.resources import files

    text = files("avert.warning.cap").joinpath("schema", "CAP-v1.2.xsd").read_bytes()
    root = etree.fromstring(text)
    assert b"Copyright OASIS Open 2010 All Rights Reserved" in text
    assert root.get("targetNamespace") == "urn:oasis:names:tc:emergency:cap:1.2"


def test_microseconds_are_cut_so_that_what_is_held_is_what_is_written() -> None:
    alert = an_alert(sent=NOW.replace(microsecond=5))
    assert read_cap(write_cap(alert)) == alert == replace(alert, sent=NOW)
