from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from avert import periods
from avert.errors import MalformedFileError, UnknownFileError
from avert.sources.files import take_in
from avert.sources.registry import reader_for
from avert.sources.tables import Reading
from avert.sources.ucdp_events import Release
from samples import event, write_csv

COUNTRIES = [2, 20, 40, 41, 42, 51, 52, 53, 70, 90, 91, 92, 93, 94, 95, 100, 101, 110, 115, 130, 135, 140, 145,
             150, 155, 160, 165, 200, 205, 210]  # fmt: skip


def read(path: Path, release: str | None = None) -> tuple[str, Reading]:
    with take_in(path, path.parent) as file:
        reader = reader_for(file, release)
        return reader.layout.source, reader.read(file, release)


def reading_of(
    tmp_path: Path, rows: list[dict[str, Any]], name: str = "extract.csv", release: str | None = None
):
    return read(write_csv(tmp_path / name, rows), release)


class TestReleases:
    def test_an_annual_release_covers_1989_to_the_year_before_it_and_appears_in_june(self) -> None:
        release = Release.parse("23.1")
        assert periods.year_month(release.first_month) == (1989, 1)
        assert periods.year_month(release.last_month) == (2022, 12)
        assert release.vintage == dt.date(2023, 6, 30)

    @pytest.mark.parametrize(
        ("name", "first", "last", "vintage"),
        [
            ("22.0.2", (2022, 2), (2022, 2), dt.date(2022, 3, 31)),
            ("21.0.12", (2021, 12), (2021, 12), dt.date(2022, 1, 31)),
            ("21.01.21.12", (2021, 1), (2021, 12), dt.date(2022, 1, 31)),
        ],
    )
    def test_a_candidate_release_covers_the_months_in_its_name(
        self, name: str, first: tuple[int, int], last: tuple[int, int], vintage: dt.date
    ) -> None:
        release = Release.parse(name)
        assert (periods.year_month(release.first_month), periods.year_month(release.last_month)) == (
            first,
            last,
        )
        assert release.vintage == vintage
        assert not release.is_annual

    @pytest.mark.parametrize("name", ["", "23", "23.2", "2023.1", "v23.1", "22.0.13"])
    def test_other_names_are_refused(self, name: str) -> None:
        with pytest.raises(Exception, match=r"not a UCDP release|not a month"):
            Release.parse(name)

    @pytest.mark.parametrize(
        ("file", "dataset", "release"),
        [
            ("GEDEvent_v23_1.csv", "ucdp_ged", "23.1"),
            ("ged241.csv", "ucdp_ged", "24.1"),
            ("GEDEvent_v02_0_5.csv", "ucdp_candidate", "02.0.5"),
            ("GEDEvent_v01_01_01_12.csv", "ucdp_candidate", "01.01.01.12"),
        ],
    )
    def test_the_file_name_states_the_release(
        self, tmp_path: Path, file: str, dataset: str, release: str
    ) -> None:
        found, reading = reading_of(tmp_path, [event()], file)
        assert (found, reading.release, reading.is_inferred) == (dataset, release, False)


class TestRecognition:
    def test_events_that_are_all_clear_over_years_are_annual(self, tmp_path: Path) -> None:
        dataset, reading = reading_of(tmp_path, [event(id=1), event(id=2, day="2004-03-01")])
        assert (dataset, reading.release, reading.is_inferred) == ("ucdp_ged", "05.1", True)
        assert reading.coverage.countries == {530}

    def test_open_checks_make_them_candidates(self, tmp_path: Path) -> None:
        rows = [event(id=1, day="2021-01-05"), event(id=2, day="2021-03-05", code_status="Check deaths")]
        dataset, reading = reading_of(tmp_path, rows)
        assert (dataset, reading.release) == ("ucdp_candidate", "21.01.21.03")

    def test_one_clear_year_is_ambiguous_until_the_release_is_stated(self, tmp_path: Path) -> None:
        with pytest.raises(MalformedFileError, match="--release"):
            reading_of(tmp_path, [event()])
        assert reading_of(tmp_path, [event()], release="02.1")[0] == "ucdp_ged"
        assert reading_of(tmp_path, [event()], release="01.0.5")[0] == "ucdp_candidate"

    def test_a_file_of_many_countries_speaks_for_the_world(self, tmp_path: Path) -> None:
        rows = [event(id=code, country_id=code) for code in COUNTRIES]
        assert reading_of(tmp_path, rows, release="02.1")[1].coverage.countries is None

    def test_an_unknown_table_is_unknown(self, tmp_path: Path) -> None:
        with pytest.raises(UnknownFileError, match="no reader knows a table with these columns: a, b"):
            reading_of(tmp_path, [{"a": 1, "b": 2}])


class TestMonths:
    def test_an_event_counts_in_the_month_of_its_last_day(self, tmp_path: Path) -> None:
        long = event(date_start="2001-03-20 00:00:00.000", date_end="2001-05-02 00:00:00.000")
        frame = reading_of(tmp_path, [long], release="02.1")[1].frame
        assert periods.year_month(frame["month_id"][0]) == (2001, 5)

    def test_an_event_that_outlasts_its_release_counts_in_the_releases_last_month(
        self, tmp_path: Path
    ) -> None:
        long = event(date_start="2001-12-20 00:00:00.000", date_end="2002-01-02 00:00:00.000")
        frame = reading_of(tmp_path, [long], release="02.1")[1].frame
        assert periods.year_month(frame["month_id"][0]) == (2001, 12)

    def test_an_event_before_its_release_is_kept_and_mentioned(self, tmp_path: Path) -> None:
        reading = reading_of(tmp_path, [event(day="2001-04-30"), event(id=2)], release="01.0.5")[1]
        assert periods.year_month(reading.frame["month_id"][0]) == (2001, 4)
        assert reading.notes == ("1 events ended before the months that the release covers",)


class TestFaults:
    def faulty(self, tmp_path: Path, **changes: Any) -> str:
        with pytest.raises(MalformedFileError) as caught:
            reading_of(tmp_path, [event(), event(id=2) | changes], release="02.1")
        return str(caught.value)

    def test_a_renamed_column_is_named(self, tmp_path: Path) -> None:
        rows = [{("dateend" if name == "date_end" else name): value for name, value in event().items()}]
        with pytest.raises(MalformedFileError, match=r"lacks date_end.*not in the codebook: dateend"):
            reading_of(tmp_path, rows, release="02.1")

    def test_a_renamed_identifying_column_is_named_too(self, tmp_path: Path) -> None:
        rows = [{("prec" if name == "where_prec" else name): value for name, value in event().items()}]
        with pytest.raises(MalformedFileError, match="lacks where_prec"):
            reading_of(tmp_path, rows, release="02.1")

    def test_duplicate_ids_are_listed(self, tmp_path: Path) -> None:
        assert "repeats event_id_ucdp: 1." in self.faulty(tmp_path, id=1)

    @pytest.mark.parametrize(
        ("changes", "complaint"),
        [
            ({"best": "many"}, "best in record 2 is not a whole number"),
            ({"best": ""}, "best is missing in record 2"),
            ({"best": -4}, "best in record 2 is -4"),
            ({"latitude": 200}, "latitude in record 2 is 200.0, outside -90 to 90"),
            ({"date_end": "31/12/2001"}, "date_end in record 2 is not a date"),
            ({"date_end": "2001-02-30 00:00:00.000"}, "date_end in record 2 is not a date"),
            ({"date_end": "2001-04-01 00:00:00.000"}, "event 2 ends before it starts"),
            ({"type_of_violence": 4}, "type_of_violence in record 2 is 4"),
            ({"active_year": "perhaps"}, "active_year in record 2 is not yes or no"),
        ],
    )
    def test_a_value_against_the_codebook_is_named_with_its_record(
        self, tmp_path: Path, changes: dict[str, Any], complaint: str
    ) -> None:
        assert complaint in self.faulty(tmp_path, **changes)

    def test_a_file_cut_within_a_record_is_refused(self, tmp_path: Path) -> None:
        path = write_csv(tmp_path / "GEDEvent_v23_1.csv", [event(id=i) for i in range(5)])
        path.write_bytes(path.read_bytes()[:-60])
        with pytest.raises(MalformedFileError):
            read(path)

    def test_a_file_without_events_is_refused(self, tmp_path: Path) -> None:
        path = write_csv(tmp_path / "GEDEvent_v23_1.csv", [event()])
        path.write_text(path.read_text().splitlines()[0] + "\n")
        with pytest.raises(MalformedFileError, match="no events"):
            read(path)

    def test_a_new_column_is_reported_and_left_out(self, tmp_path: Path) -> None:
        reading = reading_of(tmp_path, [event() | {"drone": 1}], release="02.1")[1]
        assert reading.notes == ("columns not in the codebook were left out: drone",)

    def test_a_quoted_text_may_hold_line_ends_and_commas(self, tmp_path: Path) -> None:
        rows = [event(source_headline='Fighting, "again"\nin the north'), event(id=2)]
        frame = reading_of(tmp_path, rows, release="02.1")[1].frame
        assert frame["source_headline"].to_list() == ['Fighting, "again"\nin the north', "Fighting, again"]


class TestOtherPackaging:
    """HDX cuts GED by country: other names for the estimates, other dates, a comma too many."""

    def hdx(self, tmp_path: Path, last_field: str = "") -> Path:
        renamed = {"best": "best_est", "high": "high_est", "low": "low_est"}
        rows = []
        for i, day in enumerate(("03/31/2004 00:00:00", "02/01/2005 00:00:00")):
            row = event(id=i, year=2004 + i, active_year="True", date_start=day, date_end=day)
            rows.append({renamed.get(k, k): v for k, v in row.items() if not k.startswith("gwno")})
        path = write_csv(tmp_path / "Sudan.csv", rows)
        header, *lines = path.read_text().splitlines()
        path.write_text("\n".join([header, *(line + "," + last_field for line in lines)]) + "\n")
        return path

    def test_it_is_read_right(self, tmp_path: Path) -> None:
        dataset, reading = read(self.hdx(tmp_path))
        assert (dataset, reading.release) == ("ucdp_ged", "06.1")
        assert reading.frame["date_end"].to_list() == [dt.date(2004, 3, 31), dt.date(2005, 2, 1)]
        assert reading.frame["fatalities_best"].to_list() == [3, 3]
        assert reading.frame["is_active_year"].to_list() == [True, True]

    def test_a_surplus_field_with_something_in_it_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(MalformedFileError, match="more fields than its header"):
            read(self.hdx(tmp_path, "7"))
