"""The Equal Earth projection: areas keep their true proportions, and continents their looks.

Source: Šavrič, B., Patterson, T. & Jenny, B. (2018), *The Equal Earth map projection*, International Journal
of Geographical Information Science 33(3), 454–465, https://doi.org/10.1080/13658816.2018.1504949.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = math.sqrt(3.0) / 2.0

CENTRAL_MERIDIAN = 11.0
"""With 11° E in the middle the map is cut in the Bering Strait, so that it splits no country on land."""

Floats = NDArray[np.float64]


def equal_earth(
    longitude: ArrayLike, latitude: ArrayLike, *, central_meridian: float = CENTRAL_MERIDIAN
) -> tuple[Floats, Floats]:
    """Project longitudes and latitudes on a sphere of radius 1.

    With θ given by sin θ = √3/2 · sin φ and the polynomial P(θ) = A1·θ + A2·θ³ + A3·θ⁷ + A4·θ⁹,
    x = 2√3 · λ · cos θ / (3 · P'(θ)) and y = P(θ).

    Parameters
    ----------
    longitude, latitude
        Degrees, any shapes that broadcast together; NaN gives NaN.
    central_meridian
        The meridian in the middle, in degrees. Longitudes are wrapped to within 180° of it.

    Returns
    -------
    x, y
        In units of the sphere's radius, y upwards.

    References
    ----------
    Šavrič, Patterson & Jenny 2018.

    >>> x, y = equal_earth([0.0, 180.0, 0.0], [0.0, 0.0, 90.0], central_meridian=0.0)
    >>> [round(float(value), 6) for value in x], [round(float(value), 6) for value in y]
    ([0.0, 2.70663, 0.0], [0.0, 0.0, 1.317363])
    """
    lon, lat = np.broadcast_arrays(
        np.asarray(longitude, dtype=np.float64), np.asarray(latitude, dtype=np.float64)
    )
    return _project(np.radians(within_half_turn(lon - central_meridian)), np.radians(lat))


def _project(lam: Floats, phi: Floats) -> tuple[Floats, Floats]:
    """Project radians measured from the central meridian."""
    theta = np.arcsin(_M * np.sin(phi))
    return lam * np.cos(theta) / (_M * _slope(theta)), _height(theta)


def degrees_of(
    x: ArrayLike, y: ArrayLike, *, central_meridian: float = CENTRAL_MERIDIAN
) -> tuple[Floats, Floats]:
    """Return the longitudes and latitudes that ``equal_earth`` projects to x and y.

    Newton's method on the polynomial P(θ) = y. Longitudes are not wrapped: a point in the eastern half of the
    map has one above the central meridian, even beyond 180°.

    >>> lon, lat = degrees_of(*equal_earth(38.7, 9.0))
    >>> round(float(lon), 6), round(float(lat), 6)
    (38.7, 9.0)
    """
    across, up = np.broadcast_arrays(np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64))
    theta = up / A1
    for _ in range(12):  # it converges in five steps; the rest costs nothing
        theta = theta - (_height(theta) - up) / _slope(theta)
    phi = np.arcsin(np.clip(np.sin(theta) / _M, -1.0, 1.0))
    lam = across * _M * _slope(theta) / np.cos(theta)
    return central_meridian + np.degrees(lam), np.degrees(phi)


def _height(theta: Floats) -> Floats:
    """Return P(θ)."""
    t2 = theta * theta
    t6 = t2 * t2 * t2
    return theta * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))


def _slope(theta: Floats) -> Floats:
    """Return P'(θ)."""
    t2 = theta * theta
    t6 = t2 * t2 * t2
    return A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)


def azimuthal(
    longitude: ArrayLike, latitude: ArrayLike, *, centre: tuple[float, float]
) -> tuple[Floats, Floats]:
    """Project about one point by Lambert's azimuthal equal-area projection, for a map of one country.

    Parameters
    ----------
    longitude, latitude
        Degrees, any shapes that broadcast together; NaN gives NaN.
    centre
        Longitude and latitude of the point in the middle.

    Returns
    -------
    x, y
        In units of the sphere's radius, y upwards. The point opposite the centre is on no such map.

    References
    ----------
    Snyder, J. P. (1987), *Map projections, a working manual*, USGS Professional Paper 1395, equations 24-2 to 24-4.

    >>> x, y = azimuthal([38.0, 39.0], [1.0, 1.0], centre=(38.0, 1.0))
    >>> float(x[0]), float(y[0]), round(float(x[1]), 5)
    (0.0, 0.0, 0.01745)
    """
    lon, lat = np.broadcast_arrays(
        np.asarray(longitude, dtype=np.float64), np.asarray(latitude, dtype=np.float64)
    )
    lam, phi, middle = np.radians(lon - centre[0]), np.radians(lat), math.radians(centre[1])
    across = np.cos(phi) * np.cos(lam)
    scale = np.sqrt(2 / (1 + math.sin(middle) * np.sin(phi) + math.cos(middle) * across))
    up = math.cos(middle) * np.sin(phi) - math.sin(middle) * across
    return scale * np.cos(phi) * np.sin(lam), scale * up


def within_half_turn(degrees: Floats) -> Floats:
    """Wrap degrees to [-180, 180]; both ends are kept, so that an outline can have two sides."""
    wrapped = np.mod(degrees + 180.0, 360.0) - 180.0
    return np.where(np.abs(degrees) <= 180.0, degrees, wrapped)


def outline(
    south: float = -90.0,
    north: float = 90.0,
    *,
    step: float = 2.0,
    central_meridian: float = CENTRAL_MERIDIAN,
) -> tuple[Floats, Floats]:
    """Return the projected edge of the map between two parallels, densified, as one closed ring."""
    rising = np.linspace(south, north, _steps(north - south, step) + 1)
    lam = np.concatenate([np.full(rising.size, 180.0), np.full(rising.size, -180.0)])
    phi = np.concatenate([rising, rising[::-1]])
    ring = np.append(np.arange(lam.size), 0)
    return equal_earth(central_meridian + lam[ring], phi[ring], central_meridian=central_meridian)


def graticule(
    spacing: float = 30.0,
    *,
    south: float = -90.0,
    north: float = 90.0,
    step: float = 2.0,
    central_meridian: float = CENTRAL_MERIDIAN,
) -> list[tuple[Floats, Floats]]:
    """Return projected meridians and parallels every ``spacing`` degrees, densified; edges are left out."""
    meridians = np.arange(-180.0 + spacing, 180.0, spacing)
    parallels = np.arange(-90.0 + spacing, 90.0, spacing)
    phi = np.linspace(south, north, _steps(north - south, step) + 1)
    lines = [
        equal_earth(lon, phi, central_meridian=central_meridian)
        for lon in meridians
        if abs(within_half_turn(np.asarray(lon - central_meridian))) < 180.0
    ]
    ends = central_meridian + np.array([-180.0, 180.0])  # a parallel is straight: two ends suffice
    lines += [
        equal_earth(ends, lat, central_meridian=central_meridian) for lat in parallels if south < lat < north
    ]
    return lines


def _steps(span: float, step: float) -> int:
    return max(1, math.ceil(span / step))
