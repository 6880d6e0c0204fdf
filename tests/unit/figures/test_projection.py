from __future__ import annotations

import numpy as np
import pytest

from avert.figures.projection import equal_earth, graticule, outline

EARTH = 6371008.7714150598  # metres; the sphere for which PROJ publishes its checks

# Computed with PROJ 9, +proj=eqearth +R=6371008.7714150598.
PROJ = [
    (0, 0, 0.0, 0.0),
    (180, 0, 17243963.367, 0.0),
    (-180, 90, -10216477.344, 8392929.694),
    (180, 45, 14778886.375, 5480539.791),
    (15, 40, 1273619.817, 4935118.434),
    (-75, -30, -6720622.326, -3777594.849),
]


@pytest.mark.parametrize(("lon", "lat", "x", "y"), PROJ)
def test_points_agree_with_proj(lon, lat, x, y):
    at = equal_earth(lon, lat, central_meridian=0)
    assert np.allclose([EARTH * float(axis) for axis in at], [x, y], atol=0.01)


def test_the_outline_has_the_published_proportions():
    width, height = float(equal_earth(180, 0, central_meridian=0)[0]), float(equal_earth(0, 90)[1])
    pole = float(equal_earth(180, 90, central_meridian=0)[0])
    assert width / height == pytest.approx(2.05458, abs=1e-5)  # Šavrič, Patterson & Jenny 2018
    assert pole / width == pytest.approx(0.59247, abs=1e-5)


def test_longitudes_are_wrapped_around_the_central_meridian():
    first, second = equal_earth(-169.5, 10.0), equal_earth(190.5, 10.0)
    assert np.allclose(first, second)


def test_the_central_meridian_is_straight_and_in_the_middle():
    assert np.all(equal_earth(11.0, np.linspace(-90, 90, 7))[0] == 0)


def test_unknown_coordinates_stay_unknown():
    x, y = equal_earth([np.nan, 0.0], [0.0, np.nan])
    assert np.isnan(x[0])
    assert np.isnan(y[1])


def test_shapes_broadcast():
    assert equal_earth(np.zeros((3, 1)), np.zeros(4))[0].shape == (3, 4)


def test_the_outline_is_one_closed_ring_as_wide_as_the_map():
    x, y = outline(-57.0)
    assert (x[0], y[0]) == (x[-1], y[-1])
    assert x.max() == pytest.approx(2.70663, abs=1e-3)
    assert x.max() == pytest.approx(-x.min())


def test_the_graticule_has_meridians_and_parallels_inside_the_map():
    lines = graticule(30.0, south=-57.0)
    parallels = [line for line in lines if line[0].size == 2]
    assert len(lines) - len(parallels) == 11
    assert len(parallels) == 4
    assert all(np.ptp(y) == 0 for _, y in parallels)
    assert all(np.all(np.abs(x) <= 2.70664) for x, _ in lines)
