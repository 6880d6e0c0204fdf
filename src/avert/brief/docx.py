"""The brief and the submission as DOCX to be edited: real headings, styles, tables with header rows, alt texts."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from avert.brief.document import Part, PreventionBrief, Row
from avert.brief.pdf import picture_of
from avert.brief.quantities import Quantity, Statement, day_text
from avert.brief.submission import Submission
from avert.figures import Figure
from avert.handling import Marking

if TYPE_CHECKING:
    from docx.document import Document

FONT, SIZE = "Calibri", 10.0
INK, SOFT, ACCENT = "12211F", "4A5B59", "0B5A5E"
TEXT_WIDTH_CM = 17.0


def brief_docx(brief: PreventionBrief) -> bytes:
    """Write the brief."""
    paper = _paper(brief.title, brief.kind, brief.issued_at, brief.marking, brief.prohibited)
    paper.add_paragraph(brief.place, "Title")
    paper.add_paragraph(brief.headline.text, "Subtitle")
    if brief.blackout:
        paper.add_heading("Reporting blackout", 1)
        paper.add_paragraph(brief.blackout.text)
    paper.add_heading("Key facts", 1)
    _facts(paper, brief.facts)
    for part in brief.parts:
        _part(paper, part)
    paper.add_heading("Sources", 1)
    for source in brief.sources:
        inferred = " (release inferred)" if source.is_inferred else ""
        paper.add_paragraph(
            f"{source.label}, as known on {day_text(source.vintage)}{inferred}. {source.title}. {source.publisher}. "
            f"Licence: {source.licence}.",
            "Fine",
        )
    results = "; ".join(f"{row.term} {row.text}" for row in brief.results)
    cited = f"Results: {results}. Full citations: avert data cite. " if results else ""
    paper.add_paragraph(f"{cited}{brief.borders}", "Fine")
    return _bytes(paper)


def submission_docx(submission: Submission) -> bytes:
    """Write the submission."""
    paper = _paper(
        submission.title, "submission", submission.issued_at, submission.marking, submission.prohibited
    )
    paper.add_paragraph(submission.place, "Title")
    paper.add_paragraph("Submission for decision", "Subtitle")
    for field in submission.fields:
        paper.add_heading(field.label, 1)
        if field.text:
            for line in field.text.split("\n"):
                paper.add_paragraph(line)
        else:
            paper.add_paragraph(f"Missing: {field.missing} Decided by: {field.who_decides}.", "Missing")
        if field.key == "decision":
            for choice in submission.choices:
                said = f": {choice.because}" if choice.because else " …"
                paper.add_paragraph(f"{'☒' if choice.is_chosen else '☐'} {choice.label}{said}")
        if field.key == "classification":
            _context(paper, submission)
    return _bytes(paper)


def _context(paper: Document, submission: Submission) -> None:
    paper.add_heading("Context", 1)
    for statement in submission.context:
        paper.add_paragraph(statement.text)
    paper.add_paragraph(f"{'; '.join(submission.context_sources)}.", "Fine")


def _part(paper: Document, part: Part) -> None:
    paper.add_heading(part.title, 1)
    _statements(paper, part.statements)
    if part.figure:
        _figure(paper, part.figure)
    if part.rows:
        _rows(paper, part.rows, part.heads)
    if part.note:
        paper.add_paragraph(part.note, "Fine")


def _statements(paper: Document, statements: Sequence[Statement]) -> None:
    style = "List Bullet" if len(statements) > 1 else None
    for statement in statements:
        paper.add_paragraph(statement.text, style)


def _figure(paper: Document, figure: Figure) -> None:
    from docx.shared import Cm

    shape = paper.add_picture(io.BytesIO(picture_of(figure.svg)), width=Cm(TEXT_WIDTH_CM))
    properties = shape._inline.docPr  # python-docx has no other way to an alternative text
    properties.set("descr", figure.description)
    properties.set("title", figure.title)
    paper.add_paragraph(f"{figure.title}. {figure.caption}", "Fine")


def _facts(paper: Document, facts: Sequence[Quantity]) -> None:
    rows = [
        (
            f"{fact.label}, {fact.period}" if fact.period else fact.label,
            fact.text,
            fact.interval_text,
            fact.source_text,
        )
        for fact in facts
    ]
    _table(paper, ("What", "Value", "Uncertainty", "Source"), rows, (5.6, 2.2, 4.4, 4.8))


def _rows(paper: Document, rows: Sequence[Row], heads: tuple[str, str]) -> None:
    _table(paper, heads, [(row.term, row.text) for row in rows], (5.0, 12.0))


def _table(
    paper: Document, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    table = paper.add_table(rows=0, cols=len(heads), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for texts in (heads, *rows):
        row = table.add_row()
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = Cm(width)
            cell.paragraphs[0].text = text
            cell.paragraphs[0].style = "Cell"
    first = table.rows[0]
    for cell in first.cells:
        cell.paragraphs[0].runs[0].bold = True
    # A header row is repeated on the next page and read out as such.
    first._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _paper(title: str, kind: str, issued_at: dt.datetime, marking: Marking, foot: str) -> Document:
    """Return an empty A4 document with its styles, header and footer."""
    import docx
    from docx.shared import Cm

    paper = docx.Document()
    at = issued_at.astimezone(dt.UTC).replace(microsecond=0, tzinfo=None)
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.0)
    section.header.paragraphs[
        0
    ].text = f"{marking} · Avert · {kind} · issued {day_text(at.date())}, {at:%H:%M} UTC"
    section.footer.paragraphs[0].text = foot
    said = paper.core_properties
    said.title, said.author, said.language, said.comments = title, "Avert", "en", ""
    said.created = said.modified = at
    said.last_modified_by = "Avert"
    _style(paper)
    return paper


def _style(paper: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    sizes = {"Normal": (SIZE, INK), "Title": (22.0, INK), "Subtitle": (12.5, INK), "Heading 1": (11.5, ACCENT),
             "List Bullet": (SIZE, INK), "Fine": (8.5, SOFT), "Cell": (9.0, INK), "Missing": (SIZE, SOFT),
             "Header": (8.5, SOFT), "Footer": (8.5, SOFT)}  # fmt: skip
    for name, (size, colour) in sizes.items():
        if name in {"Fine", "Cell", "Missing"}:
            paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = paper.styles["Normal"]
        style = paper.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.color.rgb = RGBColor.from_string(colour)
        style.font.italic = name == "Missing"
        style.font.bold = name in {"Title", "Heading 1"}
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in [key for key in fonts.attrib if "Theme" in key]:
            del fonts.attrib[theme]  # the template's theme would win over the name
        for spacing in style.element.rPr.findall(qn("w:spacing")):
            style.element.rPr.remove(spacing)  # the template spaces the letters of its subtitle
        style.paragraph_format.space_before = Pt(10 if name == "Heading 1" else 0)
        style.paragraph_format.space_after = Pt(1 if name in {"Cell", "List Bullet"} else 4)


def _bytes(paper: Document) -> bytes:
    written = io.BytesIO()
    paper.save(written)
    return written.getvalue()
