"""Files of the kinds that structures are imported from, as large and as untidy as asked for."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from xml.etree import ElementTree as ET

TAGS = {
    "Organisation": "#org+name",
    "Acronym": "#org+acronym",
    "Organisation type": "#org+type",
    "Implementing partner": "#org+impl+name",
    "Donor": "#org+funder+name",
    "Cluster": "#sector",
    "Activity": "#activity+name",
    "Region": "#adm1+name",
    "Region p-code": "#adm1+code",
    "District": "#adm2+name",
    "District p-code": "#adm2+code",
    "Start": "#date+start",
    "End": "#date+end",
    "Status": "#status",
    "People targeted": "#targeted",
    "Focal point": "#contact+name",
}
CLUSTERS = ("Protection", "Food Security", "WASH", "Health", "Peacebuilding", "Education", "Shelter/NFI")
TYPES = ("INGO", "NNGO", "UN Agency", "Government", "CBO")
STATUSES = ("Ongoing", "Planned", "Completed", "Suspended")
DONORS = ("Trust Fund for Peace", "Ministry of Foreign Affairs", "")


def three_w_rows(count: int, seed: int = 1) -> list[list[str]]:
    """Rows of a 4W: about one organisation to 50 rows, none twice."""
    rng = random.Random(seed)  # noqa: S311
    organisations = [
        (f"Relief Committee of {_word(rng)} {n}", f"RC{n}", rng.choice(TYPES)) for n in range(count // 50 + 1)
    ]
    rows = []
    for number in range(count):
        name, acronym, kind = rng.choice(organisations)
        region, district = rng.randint(11, 28), rng.randint(1, 7)
        begins = dt.date(2024, 1, 1) + dt.timedelta(rng.randint(0, 360))
        partner = rng.choice(organisations)[0] if rng.random() < 0.4 else ""
        rows.append([
            name, acronym, kind, partner, rng.choice(DONORS), rng.choice(CLUSTERS), f"Meeting {number}",
            f"Region {region}", f"SO{region}", f"District {district}", f"SO{region}{district:02}",
            begins.strftime("%d/%m/%Y"),
            (begins + dt.timedelta(rng.randint(1, 400))).strftime("%d/%m/%Y"), rng.choice(STATUSES),
            str(rng.randint(10, 5000)), "",
        ])  # fmt: skip
    return rows


def three_w_csv(rows: list[list[str]], *, has_tags: bool = True, separator: str = ",") -> bytes:
    """A 4W as CSV under a title row, with or without tags."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(["Who does what, where and when"])
    writer.writerow(TAGS)
    if has_tags:
        writer.writerow(TAGS.values())
    writer.writerows(rows)
    return text.getvalue().encode()


def workbook(rows: list[list[object]]) -> bytes:
    """Rows as the first sheet of an XLSX."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def iati(count: int, seed: int = 1, version: str = "2.03") -> bytes:
    """A file of IATI activities; elements stand in the order that the 2.03 schema asks for."""
    rng = random.Random(seed)  # noqa: S311
    root = ET.Element("iati-activities", {"version": version, "generated-datetime": "2025-03-01T00:00:00Z"})
    for number in range(count):
        root.append(_activity(rng, number))
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _activity(rng: random.Random, number: int) -> ET.Element:
    one = ET.Element("iati-activity", {"xml:lang": "en", "default-currency": "USD", "hierarchy": "1"})
    _add(one, "iati-identifier", text=f"GB-COH-1234567-{number}")
    _add(one, "reporting-org", {"ref": "GB-COH-1234567", "type": "21"}, "Peace Works")
    title = _add(one, "title", {}, f"Dialogue between neighbours {number}")
    ET.SubElement(title, "narrative", {"xml:lang": "fr"}).text = f"Dialogue entre voisins {number}"
    _add(one, "description", {"type": "1"}, "Meetings of committees, repeated over the years. " * 8)
    _add(
        one,
        "participating-org",
        {"role": "1", "type": "10", "ref": f"GB-GOV-{rng.randint(1, 9)}"},
        "Foreign Office",
    )
    _add(one, "participating-org", {"role": "2", "type": "21", "ref": "GB-COH-1234567"}, "Peace Works")
    if rng.random() < 0.8:
        body = rng.randint(1, max(count_of_bodies(number), 2))
        _add(
            one,
            "participating-org",
            {"role": "4", "type": "24", "ref": f"SO-MOI-{body}"},
            f"Committee {body}",
        )
    _add(one, "activity-status", {"code": str(rng.randint(1, 6))})
    begins = dt.date(2020, 1, 1) + dt.timedelta(rng.randint(0, 1500))
    _add(one, "activity-date", {"type": "1", "iso-date": begins.isoformat()})
    _add(one, "activity-date", {"type": "2", "iso-date": (begins + dt.timedelta(20)).isoformat()})
    _add(one, "activity-date", {"type": "3", "iso-date": (begins + dt.timedelta(700)).isoformat()})
    _add(one, "recipient-country", {"code": "SO", "percentage": "100"})
    place = _add(one, "location", {"ref": f"L{number}"})
    _add(place, "location-id", {"vocabulary": "G1", "code": str(53000 + rng.randint(0, 400))})
    _add(place, "administrative", {"vocabulary": "A1", "level": "1", "code": str(rng.randint(2000, 2020))})
    point = _add(place, "point", {"srsName": "http://www.opengis.net/def/crs/EPSG/0/4326"})
    _add(point, "pos", text=f"{rng.uniform(0, 10):.4f} {rng.uniform(42, 50):.4f}")
    _add(one, "sector", {"vocabulary": "1", "code": "15220", "percentage": "60"})
    _add(one, "sector", {"vocabulary": "1", "code": "11220", "percentage": "40"})
    budget = _add(one, "budget", {"type": "1", "status": "1"})
    _add(budget, "period-start", {"iso-date": begins.isoformat()})
    _add(budget, "period-end", {"iso-date": (begins + dt.timedelta(364)).isoformat()})
    _add(budget, "value", {"currency": "USD", "value-date": begins.isoformat()}, text="10000")
    return one


def count_of_bodies(number: int) -> int:
    """How many implementing bodies there are by then: new ones keep coming."""
    return number // 10


def _add(
    parent: ET.Element,
    name: str,
    attributes: dict[str, str] | None = None,
    narrative: str = "",
    text: str | None = None,
) -> ET.Element:
    child = ET.SubElement(parent, name, attributes or {})
    child.text = text
    if narrative:
        ET.SubElement(child, "narrative").text = narrative
    return child


def _word(rng: random.Random) -> str:
    return "".join(rng.choice("bdfghjklmnrstw") + rng.choice("aeiou") for _ in range(3)).title()
