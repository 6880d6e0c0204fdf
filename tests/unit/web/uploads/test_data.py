from __future__ import annotations

import pytest

from avert.errors import RefusedFileError
from avert.web.uploads import clean_upload
from avert.web.uploads.cleaning import clean

XML = b'<?xml version="1.0" encoding="UTF-8"?><!-- by us --><list><one>a</one></list>'
JSON = '{"a": ["Ménaka", 1]}'.encode()
LAUGHS = b"<!DOCTYPE l [" + b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 9)
)


@pytest.mark.parametrize(
    ("given", "kind", "name"),
    [(XML, "application/xml", "a.xml"), (b"\xef\xbb\xbf \n" + XML.split(b"?>")[1], "application/xml", "a.xml"),
     (JSON, "application/json", "a.json"), (b"[]", "application/json", "a.json")],
    ids=["xml", "marked", "json", "list"],
)  # fmt: skip
def test_data_are_kept_as_they_are_where_a_page_asks_for_them(given: bytes, kind: str, name: str) -> None:
    done = clean(given, "a.exe", takes_data=True)
    assert (done.content, done.media_type, done.name) == (given, kind, name)
    assert clean_upload(given, name="a.exe", takes_data=True) == done


def test_elsewhere_xml_is_a_program_and_json_is_text() -> None:
    with pytest.raises(RefusedFileError, match="not plain text"):
        clean_upload(XML, name="a.xml")
    assert clean_upload(JSON, name="a.json").media_type.startswith("text/plain")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (LAUGHS + b"]><l>&a8;</l>", "entities"),
        (b'<!DOCTYPE l SYSTEM "file:///etc/passwd"><l/>', "entities"),
        (b'<?xml version="1.0" encoding="utf-7"?><l/>', "."),
        ('<?xml version="1.0" encoding="ISO-8859-1"?><l>é</l>'.encode("latin-1"), "UTF-8"),
        (b"<l>\x00</l>", "none of these"),
        (b"<l><SCRIPT>x</SCRIPT></l>", "not plain text"),
        (b"<l><?php x ?></l>", "not plain text"),
        (b"<l><one></l>", "XML or JSON"),
        (b"<l>" * 400 + b"</l>" * 400, "XML or JSON"),
        (b"{'a': 1}", "XML or JSON"),
        (b"[" * 90 + b"]" * 90, "XML or JSON"),
        (b"[" * 200_000, "XML or JSON"),
        ('{"a": "é"}'.encode("latin-1"), "UTF-8"),
    ],
)
def test_data_that_could_do_harm_or_mislead_are_refused(given: bytes, said: str) -> None:
    with pytest.raises(RefusedFileError, match=said):
        clean(given, "a", takes_data=True)


def test_tables_and_pictures_of_words_are_told_as_ever() -> None:
    assert clean(b"a,b\nc,d\n", "a", takes_data=True).media_type.startswith("text/csv")
