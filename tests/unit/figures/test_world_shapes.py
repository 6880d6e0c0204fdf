"""The shapes that ship: complete, to scale, with borders that neighbours share."""

from __future__ import annotations

import math
import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

import avert.figures.world_shapes as module
from avert.figures.world_shapes import SHAPES_WIDTH, world
from avert.places import all_places

SQUARE_KM_PER_UNIT = 4 * math.pi * 6371.0088**2 / (4 * math.pi) * (2 * 2.7066299837 / SHAPES_WIDTH) ** 2


def rings(path: str) -> list[np.ndarray]:
    """Return the rings of a path as absolute points."""
    found, at = [], np.zeros(2)
    for move in re.findall(r"m([^z]*)z?", path):
        numbers = [int(number) for number in re.findall(r"-?\d+", move)]
        steps = np.array(numbers).reshape(-1, 2)
        points = at + np.cumsum(steps, axis=0)
        found.append(points)
        at = points[0]
    return found


def area(path: str) -> float:
    """Return the area of a path in square kilometres; holes turn the other way."""
    total = 0.0
    for x, y in (ring.T.astype(float) for ring in rings(path)):
        total += (x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2
    return abs(total) * SQUARE_KM_PER_UNIT


def test_every_place_is_on_the_map_and_nothing_else():
    assert set(world().shapes) == {place.key for place in all_places()}


def test_every_state_has_an_outline_or_a_circle():
    states = [world().shapes[place.key] for place in all_places() if place.periods]
    assert all(shape.path or shape.circle for shape in states)


def test_states_of_today_too_small_to_see_have_a_circle():
    for place in all_places():
        shape = world().shapes[place.key]
        if place.kind == "state" and (not shape.path or area(shape.path) < 3000):
            assert shape.circle, place


def test_former_states_stand_at_their_capital():
    former = [place for place in all_places() if place.kind == "former_state"]
    assert former
    assert all(world().shapes[place.key].circle and not world().shapes[place.key].path for place in former)


def test_paths_are_whole_relative_numbers_within_the_map():
    for shape in world().shapes.values():
        assert re.fullmatch(r"(m-?\d+[ -]\d+l(-?\d+|[ -]\d+)+z)*", shape.path), shape.key
        for ring in rings(shape.path):
            assert (ring >= 0).all()
            assert (ring <= (SHAPES_WIDTH, world().height)).all()


@pytest.mark.parametrize(
    ("key", "square_km"),
    [
        ("gw:140", 8_510_000),  # Brazil
        ("gw:490", 2_345_000),  # Democratic Republic of the Congo
        ("gw:615", 2_382_000),  # Algeria
        ("gw:530", 1_104_000),  # Ethiopia
        ("gw:385", 324_000),  # Norway, mainland and islands at high latitude
        ("gw:712", 1_564_000),  # Mongolia
        ("iso3:ESH", 266_000),  # Western Sahara
        ("avert:crimea", 27_000),
    ],
)
def test_areas_are_true_to_scale(key, square_km):
    share = 0.25 if key == "gw:385" else 0.04  # the source counts Svalbard to Norway
    assert area(world().shapes[key].path) == pytest.approx(square_km, rel=share)


@pytest.mark.parametrize(
    ("one", "other"),
    [("gw:530", "gw:501"), ("gw:625", "gw:626"), ("gw:369", "avert:crimea"), ("gw:600", "iso3:ESH"),
     ("gw:520", "avert:somaliland"), ("gw:340", "gw:347"), ("gw:2", "gw:20"), ("gw:666", "iso3:PSE")],
)  # fmt: skip
def test_neighbours_share_their_border(one, other):
    corners = [
        {tuple(point) for ring in rings(world().shapes[key].path) for point in ring.tolist()}
        for key in (one, other)
    ]
    assert len(corners[0] & corners[1]) >= 2


def test_circles_of_states_do_not_hide_one_another():
    circles = [
        world().shapes[place.key].circle
        for place in all_places()
        if place.kind == "state" and world().shapes[place.key].circle
    ]
    assert all(math.dist(one, other) >= 2 * world().radius for one, other in combinations(circles, 2))


def test_disputed_areas_follow_places_that_exist():
    following = {key: shape.shown_with for key, shape in world().shapes.items() if shape.shown_with}
    assert following["avert:crimea"] == "gw:369"
    assert set(following.values()) <= set(world().shapes)


def test_disputed_borders_are_open_lines():
    assert world().disputed.startswith("m")
    assert "z" not in world().disputed


def test_the_file_stays_small_and_says_where_it_comes_from():
    data = Path(module.__file__).parent / "data"
    assert (data / "world.json").stat().st_size <= 250_000
    assert "Natural Earth" in (data / "README.md").read_text(encoding="utf-8")
