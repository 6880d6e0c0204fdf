from __future__ import annotations

import csv
import io
import json
from itertools import pairwise
from typing import Any

import pytest
import shapely
from django.test import Client
from django.urls import reverse
from tests.people import client_of
from tests.small_library import FORMULA, small_home, small_library  # noqa: F401

from avert.figures.degrees import geometries
from avert.figures.world_shapes import world
from avert.places import all_places
from avert.web.accounts.models import Person
from avert.web.site.sheets import cell

pytestmark = pytest.mark.usefixtures("small_library")
FILES = [
    *("/download/world/deaths/2021.csv", "/download/world/deaths/2021.geojson"),
    *("/download/world/risk/2024.sources.json", "/download/country/eth.csv", "/download/country/eth.json"),
    "/download/country/eth.sources.json",
]


@pytest.fixture
def client(analyst: Person) -> Client:
    return client_of(analyst)


def table(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/csv; charset=utf-8")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8"), newline="")))


def features(client: Client, year: int = 2021) -> dict[str, dict[str, Any]]:
    answer = client.get(f"/download/world/deaths/{year}.geojson")
    return {feature["id"]: feature for feature in answer.json()["features"]}


def test_routes_have_the_names_that_pages_link_to() -> None:
    of_world = reverse("downloads:world", kwargs={"measure": "risk", "year": 2024, "format": "csv"})
    of_country = reverse("downloads:country", kwargs={"code": "eth", "format": "json"})
    assert (of_world, of_country) == ("/download/world/risk/2024.csv", "/download/country/eth.json")


@pytest.mark.parametrize("address", FILES)
def test_files_are_for_members_until_published_and_are_sent_once(
    client: Client, stranger: Client, settings: Any, address: str
) -> None:
    assert stranger.get(address).json()["error"] == "not-logged-in"
    answer = client.get(address)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="avert-')
    assert answer.headers["Cache-Control"] == "private, no-cache"
    tag = answer.headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    packed = client.get(address, headers={"Accept-Encoding": "gzip"}).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": packed}).status_code == 304
    settings.AVERT_PUBLIC_REFERENCE = True
    assert stranger.get(address).status_code == 200


def test_an_empty_field_is_unknown_and_zero_is_zero(client: Client) -> None:
    rows = {row["iso3"]: row for row in table(client, "/download/world/deaths/2021.csv")}
    assert (rows["KEN"]["value"], rows["KEN"]["rank"], rows["KEN"]["is_unknown"]) == ("", "", "true")
    assert (rows["SDN"]["value"], rows["SDN"]["is_unknown"]) == ("0.0", "false")
    assert (rows["ETH"]["value"], rows["ETH"]["value_high"], rows["ETH"]["year"]) == (
        "120.0",
        "240.0",
        "2021",
    )


def test_hxl_tags_stand_in_a_row_of_their_own_when_asked_for(client: Client) -> None:
    for address in ("/download/world/deaths/2021.csv", "/download/country/eth.csv"):
        tags = table(client, f"{address}?hxl=1")[0]
        assert all(tag.startswith("#") for tag in tags.values())
        assert table(client, f"{address}?hxl=1")[1:] == table(client, address)


def test_no_text_can_act_as_a_formula(client: Client) -> None:
    rows = table(client, "/download/country/eth.csv")
    assert f"'{FORMULA}" in {row["source"] for row in rows}
    assert not [text for row in rows for text in row.values() if text.startswith(("=", "+", "@", "\t"))]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@A1", "\t=1", " =1", "\n=1", "＝1"])
def test_every_way_to_begin_a_formula_is_disarmed(text: str) -> None:
    assert cell(text) == f"'{text}"


def test_sources_of_a_csv_stand_beside_it(client: Client) -> None:
    for address in ("/download/world/deaths/2021.csv", "/download/country/eth.csv"):
        link = client.get(address).headers["Link"]
        beside = client.get(link[1 : link.index(">")]).json()
        assert 'rel="describedby"' in link
        assert beside["sources"][0]["licence"] == "CC BY 4.0"
        assert beside["prohibited_uses"]
        assert "rows" not in beside


def test_a_country_in_one_long_table_holds_every_figure(client: Client) -> None:
    rows = table(client, "/download/country/eth.csv")
    found = {(row["quantity"], row["period"]): row["value"] for row in rows}
    assert found["fatalities_sb_per_year", "2021"] == "40"
    assert found["fatalities_sb_per_month", "2021-02"] == ""
    assert found["risk_of_new_mass_killing", "2023"] == "0.03"
    assert found["armed_conflicts", "2024"] == "2"
    assert found["v2x_libdem", "2024"] == "0.2"
    assert len(found) == len(rows) == len(client.get("/download/country/eth.json").json()["rows"])


def test_a_place_without_a_record_gives_an_empty_table_and_says_so(client: Client) -> None:
    assert table(client, "/download/country/pse.csv") == []
    assert "not zero" in client.get("/download/country/pse.sources.json").json()["note"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/download/country/nowhere.csv", 404),
        ("/download/country/eth.exe", 404),
        ("/download/world/risk/2024.xml", 404),
        ("/download/world/misery/2024.csv", 422),
        ("/download/world/risk/1900.csv", 422),
        (f"/download/world/risk/{'9' * 400}.csv", 422),
    ],
)
def test_what_does_not_exist_is_refused_in_json(client: Client, address: str, status: int) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.json()["status"]) == (status, status)


def test_the_collection_says_whence_it_comes_and_takes_no_position(client: Client) -> None:
    said = client.get("/download/world/deaths/2021.geojson").json()
    assert said["type"] == "FeatureCollection"
    assert (said["measure"], said["year"], said["marking"]) == ("deaths", 2021, "TLP:CLEAR")
    assert said["sources"][0]["citation"] == "Cite"
    assert "legal status" in said["disclaimer"]
    assert "crs" not in said


def test_unknown_places_have_null_and_territories_are_there(client: Client) -> None:
    found = features(client)
    assert found["gw:530"]["properties"]["value"] == 120
    assert found["gw:625"]["properties"] | {"value": 0, "is_unknown": False} == found["gw:625"]["properties"]
    for key in ("gw:501", "gw:220", "iso3:ESH", "avert:crimea", "iso3:BMU"):
        own = found[key]["properties"]
        assert (own["value"], own["rank"], own["is_unknown"]) == (None, None, True), key
        assert "not zero" in own["note"]
    assert "gw:369" in found["avert:crimea"]["properties"]["note"]


def test_former_states_appear_in_their_time_only(client: Client) -> None:
    yugoslavia = "gw:345"
    assert yugoslavia not in features(client)
    assert {place.key for place in all_places() if place.kind != "former_state"} <= features(client).keys()


def test_every_geometry_is_valid_right_handed_and_cut_at_180_degrees() -> None:
    assert geometries().keys() == world().shapes.keys() == {place.key for place in all_places()}
    for key, geometry in geometries().items():
        shape = shapely.geometry.shape(json.loads(json.dumps(geometry)))
        assert shapely.is_valid_reason(shape) == "Valid Geometry", key
        west, south, east, north = shape.bounds
        assert -180 <= west <= east <= 180, key
        assert -90 <= south <= north <= 90, key
        for part in (part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"):
            assert part.exterior.is_ccw, key
            assert not any(hole.is_ccw for hole in part.interiors), key
            # No edge runs around the world, which is what a missing cut looks like.
            assert max(abs(b[0] - a[0]) for a, b in pairwise(part.exterior.coords)) < 90, key


@pytest.mark.parametrize(
    ("key", "longitude", "latitude"),
    [("gw:530", 38.7, 9.0), ("gw:365", -175.0, 66.0), ("gw:571", 24.0, -22.0), ("gw:350", 22.0, 39.5)],
)
def test_places_lie_where_they_are(key: str, longitude: float, latitude: float) -> None:
    assert shapely.geometry.shape(geometries()[key]).covers(shapely.Point(longitude, latitude))


def test_neighbours_hardly_overlap() -> None:
    shapes = [shapely.geometry.shape(g) for g in geometries().values() if g["type"] != "Point"]
    whole = shapely.union_all(shapes).area
    assert sum(shape.area for shape in shapes) == pytest.approx(whole, rel=0.001)
