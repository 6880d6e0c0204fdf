from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from avert.errors import MissingDataError, StoreError
from avert.provenance import Source
from avert.sources.holdings import Library
from avert.sources.results import Result
from avert.sources.store import Store
from avert.sources.tables import Coverage, Reading

NOW = dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC)


def reading(value: int = 1, vintage: dt.date = dt.date(2023, 6, 30), release: str = "23.1") -> Reading:
    frame = pl.DataFrame({"event_id_ucdp": [value]})
    return Reading(frame, release, vintage, False, Coverage(109, 516, frozenset({530})))


def add(store: Store, value: int = 1, **more: object) -> None:
    made = reading(value, **more)  # type: ignore[arg-type]
    store.add("ucdp_ged", made, origin_name=f"{value}.csv", origin_digest=f"d{value}", now=NOW)


def source(digest: str) -> Source:
    return Source("ucdp_ged", "23.1", dt.date(2023, 6, 30), False, "t", "p", "l", "c", "u", digest)


def result(seed: int = 1, origin: str = "2024", now: dt.datetime = NOW) -> Result:
    return Result("fit", (source("b"), source("a")), {"model": "m", "alpha": 0.5}, seed, origin, now)


class TestTables:
    def test_what_was_added_is_read_back_with_its_source_and_coverage(self, store: Store) -> None:
        add(store)
        [version] = store.versions()
        table = store.read(version)
        assert table.frame["event_id_ucdp"].to_list() == [1]
        assert table.coverage == Coverage(109, 516, frozenset({530}))
        assert (table.source.label, table.source.licence) == ("ucdp_ged 23.1", "CC BY 4.0")
        assert version.added_at == NOW

    def test_all_vintages_are_kept_and_a_date_gives_what_was_known_then(self, store: Store) -> None:
        add(store, 1, vintage=dt.date(2022, 6, 30), release="22.1")
        add(store, 2, vintage=dt.date(2023, 6, 30))
        assert store.newest("ucdp_ged").frame["event_id_ucdp"].to_list() == [2]
        assert store.newest("ucdp_ged", dt.date(2023, 6, 29)).frame["event_id_ucdp"].to_list() == [1]
        with pytest.raises(MissingDataError, match="as of 2021-01-01"):
            store.newest("ucdp_ged", dt.date(2021, 1, 1))

    def test_a_file_is_known_again_unless_another_release_is_stated(self, store: Store) -> None:
        add(store)
        assert store.has_origin("d1", None)
        assert store.has_origin("d1", "23.1")
        assert not store.has_origin("d1", "24.1")
        add(store, release="24.1", vintage=dt.date(2024, 6, 30))
        assert [version.source.release for version in store.versions()] == ["24.1"]

    def test_a_store_that_does_not_exist_cannot_be_opened_for_reading(self, tmp_path: Path) -> None:
        with pytest.raises(StoreError, match="no store"):
            Store(tmp_path / "nowhere", is_read_only=True)

    def test_a_read_only_store_is_read_and_never_written(self, store: Store) -> None:
        add(store)
        before = {p: p.stat().st_mtime_ns for p in store.folder.rglob("*")}
        shipped = Store(store.folder, is_read_only=True)
        assert shipped.newest("ucdp_ged").frame.height == 1
        with pytest.raises(StoreError, match="read-only"):
            add(shipped, 2)
        assert {p: p.stat().st_mtime_ns for p in store.folder.rglob("*")} == before


class TestResults:
    def test_a_result_is_found_by_what_it_was_computed_from(self, store: Store) -> None:
        frames = {"risks": pl.DataFrame({"risk": [0.1]}), "draws": pl.DataFrame({"draw": [1]})}
        store.put(result(), frames)
        found = store.result(result().result_id)
        assert found is not None
        assert found.result == result()
        assert found.result.data_as_of == dt.date(2023, 6, 30)
        assert found.frames["risks"].equals(frames["risks"])
        assert store.result("another") is None

    def test_the_order_of_inputs_and_the_moment_do_not_matter_but_everything_else_does(self) -> None:
        turned = replace(result(), sources=result().sources[::-1], issued_at=NOW + dt.timedelta(days=1))
        assert turned.result_id == result().result_id
        others = [result(seed=2), result(origin="2023"), replace(result(), sources=(source("a"),))]
        assert result().result_id not in {other.result_id for other in others}

    def test_a_result_once_issued_never_changes(self, store: Store) -> None:
        store.put(result(), {"risks": pl.DataFrame({"risk": [0.1]})})
        store.put(result(), {"risks": pl.DataFrame({"risk": [0.9]}), "more": pl.DataFrame({"x": [1]})})
        found = store.result(result().result_id)
        assert found is not None
        assert found.frames.keys() == {"risks"}
        assert found.frames["risks"]["risk"].to_list() == [0.1]

    def test_the_newest_of_a_kind_has_the_newest_data_then_the_newest_origin_then_the_newest_issue(
        self, store: Store
    ) -> None:
        later = NOW + dt.timedelta(days=1)
        older_data = replace(source("z"), vintage=dt.date(2022, 6, 30))
        store.put(result(origin="2024"), {})
        store.put(result(origin="2023", now=later), {})
        store.put(replace(result(origin="2025", now=later), sources=(older_data,)), {})
        store.put(replace(result(origin="2024", now=later), seed=9), {})
        newest, of_2023 = store.newest_result("fit"), store.newest_result("fit", "2023")
        assert newest is not None
        assert of_2023 is not None
        assert (newest.result.origin, newest.result.seed, of_2023.result.origin) == ("2024", 9, "2023")
        assert store.newest_result("fit", "2022") is None
        assert store.newest_result("forecast") is None

    def test_a_model_is_found_by_its_name_and_a_year_gone_by_by_its_year(self, store: Store) -> None:
        later = NOW + dt.timedelta(days=1)
        for model, origin, marks in (
            ("ours", "2024", {}),
            ("other", "2023", {}),
            ("ours", "2006", {"is_past": True}),
            ("past", "2006", {"is_past": True}),
        ):
            said = {"model": model, **marks}
            store.put(replace(result(origin=origin, now=later), specification=said), {})
        found = {
            (model, origin): one and (one.result.specification["model"], one.result.origin)
            for model in (None, "ours", "other", "past")
            for origin in (None, "2006")
            for one in [store.newest_result("fit", origin, model=model)]
        }
        assert found[None, "2006"]
        assert found | {(None, "2006"): None} == {
            (None, None): ("ours", "2024"), (None, "2006"): None, ("ours", None): ("ours", "2024"),
            ("ours", "2006"): ("ours", "2006"), ("other", None): ("other", "2023"), ("other", "2006"): None,
            ("past", None): None, ("past", "2006"): ("past", "2006"),
        }  # fmt: skip
        assert store.models("fit") == ["other", "ours", "past"]


class TestLibrary:
    def test_a_kind_comes_whole_from_the_first_store_that_has_it(self, store: Store, tmp_path: Path) -> None:
        shipped = Store(tmp_path / "shipped")
        shipped.put(result(origin="2024"), {})
        library = Library([store, Store(shipped.folder, is_read_only=True)])
        found = library.newest("fit")
        assert found is not None
        assert found.result.origin == "2024"
        store.put(result(origin="2020"), {})
        own = library.newest("fit")
        assert own is not None
        assert own.result.origin == "2020"
        assert library.newest("fit", "2024") is None
        assert library.newest("forecast") is None

    def test_as_of_a_day_is_the_newest_whose_data_were_all_known_whichever_store_has_it(
        self, store: Store, tmp_path: Path
    ) -> None:
        older_data, shipped = replace(source("z"), vintage=dt.date(2022, 6, 30)), Store(tmp_path / "shipped")
        shipped.put(replace(result(origin="2021"), sources=(older_data,)), {})
        store.put(result(origin="2024"), {})
        library = Library([store, Store(shipped.folder, is_read_only=True)])
        days = (dt.date(2022, 6, 29), dt.date(2022, 6, 30), dt.date(2023, 6, 29), dt.date(2023, 6, 30))
        found = [library.as_of("fit", day) for day in days]
        assert [issued and issued.result.origin for issued in found] == [None, "2021", "2021", "2024"]


class TestDamage:
    def test_an_altered_object_is_noticed_when_read_and_when_verified(self, store: Store) -> None:
        add(store)
        [path] = (store.folder / "objects").rglob("*.parquet")
        path.write_bytes(path.read_bytes()[:-1] + b"\x00")
        assert [problem.split()[-1] for problem in store.verify()] == ["altered"]
        with pytest.raises(StoreError, match="was altered"):
            store.newest("ucdp_ged")

    def test_a_lost_object_is_noticed(self, store: Store) -> None:
        add(store)
        [path] = (store.folder / "objects").rglob("*.parquet")
        path.unlink()
        assert store.verify()[0].endswith("is gone")
        with pytest.raises(StoreError, match="Add the file again"):
            store.newest("ucdp_ged")

    def test_a_manifest_that_is_no_database_is_said_to_be_so(self, store: Store) -> None:
        (store.folder / "manifest.sqlite3").write_bytes(b"not a database, but long enough to be one" * 50)
        with pytest.raises(StoreError, match="manifest"):
            store.versions()

    def test_a_store_of_a_later_format_is_left_alone(self, store: Store) -> None:
        connection = sqlite3.connect(store.folder / "manifest.sqlite3")
        connection.execute("PRAGMA user_version = 99")
        connection.close()
        with pytest.raises(StoreError, match="format 99"):
            Store(store.folder)

    def test_a_write_that_fails_half_way_leaves_the_store_as_it_was(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        add(store)
        before = store.versions()

        def fails(*_: object) -> None:
            raise OSError("disk full")

        monkeypatch.setattr("os.fsync", fails)
        with pytest.raises(OSError, match="disk full"):
            add(store, 2)
        assert store.versions() == before
        assert not list(store.scratch.iterdir())
        assert store.verify() == []
