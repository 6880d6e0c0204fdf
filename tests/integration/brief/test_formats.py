"""The four formats say the same, carry what names contain as plain text, and keep to their pages."""

from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from avert.brief.composing import brief_of
from avert.brief.document import PreventionBrief
from avert.brief.formats import FORMATS, render
from avert.brief.submission import FIELDS, NO_NEW_ACTION, Submission, submission_of
from avert.errors import InputError
from brief_profiles import NOW, profile_like

HOSTILE = [
    '#import "x": *',
    "<script>alert(1)</script>",
    "$ integral_0^1 x $",
    "=HYPERLINK(1)",
    "]] #set page(fill: red)",
    "{{ place }} & <b>",
]
LONG = "Movement for the Restoration of Unity and Justice in the Northern and Eastern Provinces"
BRIEF = brief_of(profile_like(silence=[538, 3, 1.0, 0.0001]), now=NOW)


class Words(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, _attributes: Any) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] != ["style"]:
            self.text.append(data)


def squeezed(text: str) -> str:
    """Drop white space: where lines break is not what is compared."""
    return re.sub(r"\s", "", text)


def text_of(document: PreventionBrief | Submission, form: str) -> str:
    content = render(document, form).content
    if form == "pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if form == "docx":
        paper = docx.Document(io.BytesIO(content))
        cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
        section = paper.sections[0]
        edges = [p.text for edge in (section.header, section.footer) for p in edge.paragraphs]
        return "\n".join([*edges, *(p.text for p in paper.paragraphs), *cells])
    return " ".join(Words(content.decode()).text) if form == "html" else content.decode()


def pages(document: PreventionBrief | Submission) -> int:
    return len(PdfReader(io.BytesIO(render(document, "pdf").content)).pages)


def texts(payload: Any) -> list[str]:
    """Return the words of every sentence, number, interval and source in the JSON."""
    if isinstance(payload, dict):
        own = [
            payload[key] for key in ("text", "interval", "source_text") if isinstance(payload.get(key), str)
        ]
        return own + [text for value in payload.values() for text in texts(value)]
    return [text for value in payload for text in texts(value)] if isinstance(payload, list) else []


@pytest.mark.parametrize("form", ["html", "pdf", "docx"])
def test_everything_in_the_json_stands_in_the_other_formats(form: str) -> None:
    payload = json.loads(render(BRIEF, "json").content)
    said = squeezed(text_of(BRIEF, form))
    for text in [
        payload["headline"]["text"],
        payload["blackout"]["text"],
        payload["marking"],
        payload["prohibited"],
    ]:
        assert squeezed(text) in said
    for fact in payload["facts"]:
        for key in ("label", "text", "interval", "source_text"):
            assert squeezed(fact[key]) in said, fact["key"]
    for part in payload["parts"]:
        for statement in part["statements"]:
            assert squeezed(statement["text"]) in said
            for number in statement["quantities"]:
                assert squeezed(number["text"]) in said, number["key"]
        for row in part["rows"]:
            assert squeezed(row["term"]) in said
            assert squeezed(row["text"]) in said
    for row in payload["results"]:
        assert row["text"] in said


def test_every_number_in_the_json_has_unit_interval_source_and_vintage() -> None:
    payload = json.loads(render(BRIEF, "json").content)
    statements = [
        payload["headline"],
        payload["blackout"],
        *(s for p in payload["parts"] for s in p["statements"]),
    ]
    numbers = payload["facts"] + [number for statement in statements for number in statement["quantities"]]
    assert len(numbers) > 20
    for number in numbers:
        assert number["unit"], number["key"]
        assert number["interval"], number["key"]
        assert number["source"], number["key"]
        assert number["vintage"], number["key"]


@pytest.mark.parametrize("form", FORMATS)
def test_names_from_data_stay_text(form: str) -> None:
    pairs = [
        ["sb", name, other, 2022, 2024, 10] for name, other in zip(HOSTILE[::2], HOSTILE[1::2], strict=True)
    ]
    brief = brief_of(profile_like(pairs=pairs, episodes=[[HOSTILE[1], 2020, None]]), now=NOW)
    if form == "json":
        said = json.loads(render(brief, form).content)["parts"][1]["statements"][1]["text"]
    else:
        said = text_of(brief, form)
    for name in HOSTILE:
        assert squeezed(name) in squeezed(said)
    if form == "html":
        assert "script" not in Words(render(brief, form).content.decode()).tags


@pytest.mark.parametrize("form", ["html", "pdf", "docx"])
def test_what_a_desk_officer_types_stays_text(form: str) -> None:
    paper = submission_of(
        BRIEF, {"law": HOSTILE[0], "lines": HOSTILE[1]}, choice=NO_NEW_ACTION, because=HOSTILE[2]
    )
    said = squeezed(text_of(paper, form))
    for typed in HOSTILE[:3]:
        assert squeezed(typed) in said
    assert squeezed("No new action, because") in said


def test_arabic_names_are_set() -> None:
    brief = brief_of(profile_like(pairs=[["sb", "قوات الدعم السريع", "Civilians", 2022, 2024, 10]]), now=NOW)
    assert "عيرسلا" in text_of(brief, "pdf") or "السريع" in text_of(brief, "pdf")


def test_the_brief_keeps_to_two_pages_and_the_submission_to_one_even_when_much_is_said() -> None:
    pairs = [["os", f"{LONG} {number}", LONG, 2020, 2024, 10] for number in range(3)]
    episodes = [[f"{LONG} vs. {LONG}", 2000 + number, None] for number in range(6)]
    forecast = {"tested": [0.883, 3120, "2018–2021"], "monthly": 0.6, "odds": {"p_100": 0.03}}
    full = brief_of(
        profile_like(pairs=pairs, episodes=episodes, silence=[538, 3, 1.0, 0.0001], **forecast), now=NOW
    )
    typed = {field.key: ("word " * field.most)[: field.most] for field in FIELDS}
    assert pages(full) == 2
    assert pages(submission_of(full)) == 1
    assert pages(submission_of(full, typed, choice=NO_NEW_ACTION, because="word " * 80)) == 1


def test_the_same_input_gives_the_same_pdf() -> None:
    assert render(BRIEF, "pdf").content == render(BRIEF, "pdf").content


def test_the_pdf_is_tagged_and_named_and_dated_as_issued() -> None:
    reader = PdfReader(io.BytesIO(render(BRIEF, "pdf").content))
    assert reader.metadata is not None
    assert reader.metadata.title == "Ethiopia: prevention brief"
    assert reader.metadata.creation_date == NOW
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_docx_has_headings_header_rows_and_an_alternative_text() -> None:
    paper = docx.Document(io.BytesIO(render(BRIEF, "docx").content))
    headings = [p.text for p in paper.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert headings[:3] == ["Reporting blackout", "Key facts", "What changed since the year before"]
    for table in paper.tables:
        assert "tblHeader" in table.rows[0]._tr.xml
    assert "Deaths by year" in paper.inline_shapes[0]._inline.docPr.get("descr")


def test_the_html_fetches_and_runs_nothing() -> None:
    html = render(BRIEF, "html").content.decode()
    assert "<script" not in html
    assert not re.search(r'(?:src|href)="(?!#)', html)
    assert "url(" not in re.sub(r"url\(#[\w-]+\)", "", html)


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(InputError, match="no format"):
        render(BRIEF, "odt")
