from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from avert.figures.projection import equal_earth

longitudes = st.floats(-179.9, 179.9)
latitudes = st.floats(-89.9, 89.9)


@given(longitudes, latitudes)
def test_areas_keep_their_proportions_everywhere(lon, lat):
    step = 1e-4
    (west, east), _ = equal_earth([lon - step, lon + step], lat, central_meridian=0.0)
    _, (south, north) = equal_earth(lon, [lat - step, lat + step], central_meridian=0.0)
    turn = np.radians(2 * step)
    drawn = (east - west) * (north - south)  # parallels are straight, so no cross term
    assert np.isclose(drawn / turn**2, np.cos(np.radians(lat)), rtol=1e-4, atol=1e-6)


@given(longitudes, latitudes)
def test_the_map_is_symmetric(lon, lat):
    x, y = equal_earth(lon, lat, central_meridian=0.0)
    mirrored = equal_earth(-lon, -lat, central_meridian=0.0)
    assert np.allclose([-x, -y], mirrored)


@given(latitudes, latitudes)
def test_north_is_up(one, other):
    if one < other:
        assert equal_earth(0.0, one)[1] <= equal_earth(0.0, other)[1]


@given(longitudes, latitudes)
def test_everything_lies_within_the_outline(lon, lat):
    x, y = equal_earth(lon, lat, central_meridian=0.0)
    edge, _ = equal_earth(180.0, lat, central_meridian=0.0)
    assert abs(x) <= edge + 1e-12
    assert abs(y) <= 1.31737
