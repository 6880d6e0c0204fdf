"""Colours that can be told apart, also by those who see colours differently."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from avert.figures.palette import PAINTS, class_paint, figure_css

RAMP = ["zero", "1", "2", "3", "4", "5"]

# Machado, Oliveira & Fernandes 2009, severity 1.0, for linear RGB.
SEEN_BY = {
    "all": np.eye(3),
    "protanopes": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopes": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopes": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}  # fmt: skip


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    to_xyz = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    xyz = to_xyz @ np.clip(rgb, 0, 1) / [0.95047, 1.0, 1.08883]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("eyes", SEEN_BY)
def test_neighbouring_classes_can_be_told_apart_by(eyes, mode):
    seen = [lab(np.array(SEEN_BY[eyes]) @ linear(getattr(PAINTS[role], mode))) for role in RAMP]
    assert all(np.linalg.norm(one - other) >= 12 for one, other in pairwise(seen))


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_scale_moves_steadily_away_from_the_paper(mode):
    away = [contrast(getattr(PAINTS[role], mode), getattr(PAINTS["paper"], mode)) for role in RAMP]
    assert away == sorted(away)
    assert all(after / before >= 1.1 for before, after in pairwise(away))


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("role", "least"), [("ink", 7.0), ("muted", 4.5), ("accent", 4.5), ("hatch", 3.0)])
def test_text_and_marks_stand_out_from_the_paper(role, least, mode):
    assert contrast(getattr(PAINTS[role], mode), getattr(PAINTS["paper"], mode)) >= least


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_can_be_read_on_the_sea(mode):
    assert contrast(getattr(PAINTS["ink"], mode), getattr(PAINTS["sea"], mode)) >= 7.0


def test_few_classes_are_spread_over_the_whole_scale():
    assert [class_paint(rank, 2) for rank in range(2)] == ["1", "5"]
    assert [class_paint(rank, 5) for rank in range(5)] == ["1", "2", "3", "4", "5"]
    assert class_paint(0, 1) == "1"


def test_the_style_sheet_serves_both_modes_and_needs_nothing_from_elsewhere():
    css = figure_css()
    assert css.count("{") == css.count("}")
    for role, colours in PAINTS.items():
        assert f"--fig-{role}:{colours.light}" in css
        assert f"--fig-{role}:{colours.dark}" in css
    assert "url(" not in css
    assert "@import" not in css


def test_what_is_printed_is_light():
    css = figure_css()
    for line in css.splitlines():
        if PAINTS["paper"].dark in line and line.startswith("@media"):
            assert line.startswith("@media screen")
