from __future__ import annotations

import pytest

from avert.figures.axes import ticks, ticks_within
from avert.figures.lettering import fitted, text_width, wrapped
from avert.figures.wording import count, percent, round_number, signed, significant, translator


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (1204, "1,204"), (9.5, "9.5"), (12.4, "12")])
def test_counts(value, text):
    assert count(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0.0 %"), (0.0999, "10.0 %"), (1.0, "100.0 %"), (0.0031, "0.31 %"), (5e-7, "0.00005 %")]
)  # fmt: skip
def test_percentages(value, text):
    assert percent(value).replace("\u202f", " ") == text


def test_signs_are_typographic():
    assert signed(-1234.5, 0) == "−1,234"
    assert signed(0.0, 2) == "0.00"


def test_significant_figures_have_no_exponent():
    assert significant(0.0000123, 2) == "0.000012"
    assert significant(123456, 2) == "123,456"
    assert round_number(0.000001) == "0.000001"


def test_texts_without_translation_stay_english():
    assert translator("fr")("unknown") == "unknown"


@pytest.mark.parametrize(
    ("low", "high"), [(0, 1), (0, 7), (0, 99_999), (-0.52, 0.62), (0, 0.00031), (-3, -1)]
)
def test_ticks_are_few_and_cover_the_data(low, high):
    marks = ticks(low, high)
    assert marks[0] <= low <= high <= marks[-1]
    assert 2 <= len(marks) <= 6
    assert set(ticks_within(low, high)) <= set(marks)


def test_text_is_shortened_only_where_it_does_not_fit():
    assert fitted("Mali", 100, 12) == "Mali"
    short = fitted("Democratic Republic of the Congo", 100, 12)
    assert short.endswith("…")
    assert text_width(short, 12) <= 100


def test_lines_fit_unless_a_word_is_longer_than_the_line():
    lines = wrapped("Democratic Republic of the Congo", 80, 12)
    assert " ".join(lines) == "Democratic Republic of the Congo"
    assert all(text_width(line, 12) <= 80 for line in lines)
    assert wrapped("Antidisestablishmentarianism now", 40, 12)[0] == "Antidisestablishmentarianism"
    assert wrapped("", 40, 12) == []


def test_wide_scripts_and_accents_are_measured():
    assert text_width("中国", 10) > text_width("ab", 10)
    assert text_width("e\u0301", 10) == text_width("e", 10)
