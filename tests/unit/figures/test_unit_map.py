"""A country's first-level units on a map: equal areas, words and signs beside every paint."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from avert.errors import InputError
from avert.figures import Step, countries_with_units, unit_map
from avert.figures.projection import azimuthal
from avert.figures.unit_shapes import country_shape
from avert.places import find_place, units_of

CROSS = "M3 3 13 13M13 3 3 13"
STEPS = [Step("Not at all", "faint", CROSS), Step("Reached", "accent"), Step("Nothing written down")]


def test_each_unit_says_its_word_and_what_is_not_said_is_hatched():
    figure = unit_map("gw:501", STEPS, {"adm1:KEN-890": 0, "adm1:KEN-893": 1}, title="Who is heard")
    shown = dict(figure.table.select("unit", "shown_as").rows())
    assert (shown["Rift Valley"], shown["North-Eastern"]) == ("Not at all", "Reached")
    assert shown["Coast"] == "Nothing written down"
    assert "<title>Rift Valley: Not at all</title>" in figure.svg
    assert len(re.findall(r'fill="url\(#[\w-]+-unknown-map\)"', figure.svg)) == 6
    assert "Reached: North-Eastern." in figure.description


def test_a_gap_has_a_sign_and_not_a_colour_alone():
    figure = unit_map("gw:501", STEPS, {"adm1:KEN-890": 0}, title="Who is heard")
    assert figure.svg.count(CROSS) == 2  # on the map and in its key
    assert "Reached" not in figure.description


def test_what_is_not_on_the_map_is_refused_with_what_to_do():
    with pytest.raises(InputError, match="List it beside the map"):
        unit_map("gw:501", STEPS, {"adm1:GHA-2155": 0}, title="x")
    with pytest.raises(InputError, match="Show them as a table"):
        unit_map("gw:2", STEPS, {}, title="x")


@pytest.mark.parametrize("country", countries_with_units())
def test_every_unit_that_is_drawn_has_a_name_in_its_country(country):
    shape = country_shape(country)
    assert {unit.key for unit in shape.units} == {unit.key for unit in units_of(country)}
    assert find_place(country).key == country
    assert max(shape.width, shape.height) == 1000
    for unit in shape.units:
        assert 0 <= unit.at[0] <= shape.width
        assert 0 <= unit.at[1] <= shape.height


def test_the_projection_keeps_areas():
    def area(lon, lat, side=0.5):
        x, y = azimuthal(
            lon + side * np.array([0, 1, 1, 0]), lat + side * np.array([0, 0, 1, 1]), centre=(38.0, 1.0)
        )
        return 0.5 * abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))

    for lon, lat in ((38.0, 1.0), (44.0, 9.0), (25.0, -12.0)):
        true = math.radians(0.5) * (math.sin(math.radians(lat + 0.5)) - math.sin(math.radians(lat)))
        assert area(lon, lat) == pytest.approx(true, rel=1e-3)
