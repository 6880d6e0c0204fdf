from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from avert import errors, periods
from avert.config import FILE_NAME, LOCAL_HOSTS, load_config
from avert.errors import ConfigError, InputError, MissingColumnError, UnknownPeriodError
from avert.handling import Marking, most_restrictive
from avert.provenance import Provenance, Source


def a_source(dataset: str = "ucdp_ged", vintage: dt.date = dt.date(2023, 6, 30)) -> Source:
    return Source(dataset, "23.1", vintage, False, "t", "p", "l", "c", "u", "d")


class TestPeriods:
    @pytest.mark.parametrize(
        ("text", "first", "last"),
        [
            ("2023", dt.date(2023, 1, 1), dt.date(2023, 12, 31)),
            ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
            ("2021-11-14", dt.date(2021, 11, 14), dt.date(2021, 11, 14)),
        ],
    )
    def test_a_period_has_a_first_and_a_last_day(self, text: str, first: dt.date, last: dt.date) -> None:
        assert (periods.first_day(text), periods.last_day(text)) == (first, last)

    @pytest.mark.parametrize("text", ["", "23", "2023-13", "2023-02-30", "last year", "0000", "2023/01"])
    def test_what_is_no_period_is_refused(self, text: str) -> None:
        with pytest.raises(UnknownPeriodError):
            periods.last_day(text)

    def test_columns_follow_the_same_count_as_single_months(self) -> None:
        dates = pl.DataFrame({"date": [dt.date(1980, 1, 31), dt.date(2021, 7, 1), None]})
        months = dates.select(periods.month_id_expr(pl.col("date")).alias("m"))
        assert months["m"].to_list() == [1, 499, None]
        back = months.select(
            periods.year_of_month(pl.col("m")).alias("y"), periods.month_of_month(pl.col("m"))
        )
        assert back.rows() == [(1980, 1), (2021, 7), (None, None)]

    def test_month_13_does_not_exist(self) -> None:
        with pytest.raises(UnknownPeriodError, match="13"):
            periods.month_id(2020, 13)


class TestHandling:
    def test_labels_are_read_and_written_as_first_defines_them(self) -> None:
        for marking in Marking:
            assert Marking.parse(str(marking)) is marking
        assert str(Marking.AMBER_STRICT) == "TLP:AMBER+STRICT"

    def test_the_label_of_tlp_1_is_refused(self) -> None:
        with pytest.raises(InputError, match=r"TLP 2\.0"):
            Marking.parse("TLP:WHITE")

    def test_a_combination_is_as_restricted_as_its_most_restricted_part(self) -> None:
        assert most_restrictive([Marking.GREEN, Marking.RED, Marking.CLEAR]) is Marking.RED
        assert most_restrictive([]) is Marking.CLEAR


class TestProvenance:
    def test_combining_keeps_every_source_once_and_the_stricter_marking(self) -> None:
        one, other = a_source(), a_source("ewp_panel", dt.date(2025, 9, 3))
        both = Provenance.of([one, other]) | Provenance((one,), Marking.AMBER)
        assert sorted(both.sources) == sorted([one, other])
        assert both.marking is Marking.AMBER
        assert both.data_as_of == dt.date(2025, 9, 3)

    def test_nothing_has_no_date(self) -> None:
        assert Provenance().data_as_of is None


class TestErrors:
    def test_the_drawn_tree_names_every_error(self) -> None:
        drawn = errors.__doc__ or ""
        for name in vars(errors):
            if name.endswith("Error"):
                assert name in drawn

    def test_a_missing_column_says_what_to_do(self) -> None:
        error = MissingColumnError.of(
            "Panel", "fatalities_sb_best", "mark_onset", "add_fatalities(panel, tables)"
        )
        assert str(error) == (
            "Panel has no 'fatalities_sb_best', which mark_onset needs. Add it first: add_fatalities(panel, tables)."
        )

    def test_long_lists_are_counted(self) -> None:
        assert errors.some(range(7), most=2) == "0, 1 and 5 more"


class TestConfig:
    def test_the_environment_wins_over_the_file_and_the_file_over_the_default(self, tmp_path: Path) -> None:
        environ = {"AVERT_HOME": str(tmp_path)}
        assert load_config(environ).workers == 1
        (tmp_path / "avert.toml").write_text("workers = 2\n")
        assert load_config(environ).workers == 2
        assert load_config(environ | {"AVERT_WORKERS": "3"}).workers == 3
        assert load_config(environ).store == tmp_path / "store"

    @pytest.mark.parametrize(
        "content", ["workers = 0", "workers = 'many'", "wrokers = 2", "workers =", "\xff"]
    )
    def test_an_unusable_file_is_refused_by_name(self, tmp_path: Path, content: str) -> None:
        (tmp_path / "avert.toml").write_bytes(content.encode("latin-1"))
        with pytest.raises(ConfigError):
            load_config({"AVERT_HOME": str(tmp_path)})

    def test_a_deployment_that_decides_nothing_is_closed(self, tmp_path: Path) -> None:
        config = load_config({"AVERT_HOME": str(tmp_path)})
        assert config.allowed_hosts == LOCAL_HOSTS
        assert not any((config.public_reference, config.development, config.https, config.database_url))

    def test_lists_and_switches_are_read_from_either_place(self, tmp_path: Path) -> None:
        environ = {
            "AVERT_HOME": str(tmp_path),
            "AVERT_ALLOWED_HOSTS": "a.example, b.example",
            "AVERT_HTTPS": "Yes",
        }
        (tmp_path / "avert.toml").write_text('allowed_hosts = ["c.example"]\npublic_reference = true\n')
        config = load_config(environ)
        assert (config.allowed_hosts, config.https, config.public_reference) == (
            ("a.example", "b.example"),
            True,
            True,
        )

    @pytest.mark.parametrize(
        ("said", "asked"),
        [
            ({}, ()),
            ({"AVERT_HTTPS": "yes"}, ("administrator", "lead")),
            ({"AVERT_HTTPS": "yes", "AVERT_SECOND_FACTOR": ""}, ()),
            ({"AVERT_SECOND_FACTOR": "reader, everyone"}, ("reader", "everyone")),
        ],
    )
    def test_a_site_that_others_reach_asks_a_second_step_of_those_who_could_do_most_harm(
        self, tmp_path: Path, said: dict[str, str], asked: tuple[str, ...]
    ) -> None:
        assert load_config({"AVERT_HOME": str(tmp_path)} | said).roles_with_second_factor == asked

    def test_a_role_that_does_not_exist_is_refused_and_the_others_named(self) -> None:
        with pytest.raises(ConfigError, match=r"boss.*administrator, lead"):
            load_config({"AVERT_HOME": "/nowhere", "AVERT_SECOND_FACTOR": "lead, boss"})

    def test_an_unclear_switch_is_refused_and_not_guessed(self) -> None:
        with pytest.raises(ConfigError, match="neither yes nor no"):
            load_config({"AVERT_HOME": "/nowhere", "AVERT_PUBLIC_REFERENCE": "maybe"})

    def test_without_a_choice_the_home_is_the_users_data_folder(self) -> None:
        assert load_config({}).home.name == "avert"


def test_receipts_are_named_by_language_in_the_file_or_in_the_environment(tmp_path: Path) -> None:
    home = {"AVERT_HOME": str(tmp_path)}
    assert load_config(home).receipts == {}
    (tmp_path / FILE_NAME).write_text('[receipts]\nsw = " Imepokelewa.  Asante. "\n', encoding="utf-8")
    assert load_config(home).receipts == {"sw": "Imepokelewa. Asante."}
    assert load_config(home | {"AVERT_RECEIPTS": '{"en": "Got it."}'}).receipts == {"en": "Got it."}
    assert isinstance(hash(load_config(home)), int), "pages keep what they have computed by it"
    for unusable in ("Got it.", "[]", '{"en": 1}', '{"en": " "}'):
        with pytest.raises(ConfigError, match="receipts"):
            load_config(home | {"AVERT_RECEIPTS": unusable})
