from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from avert.errors import InputError
from avert.sources.adding import Added, add_files, files_below
from avert.sources.store import Store
from samples import event, write_csv, write_totals

NOW = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)


def add(store: Store, *paths: Path, release: str | None = None) -> list[Added]:
    return add_files(store, files_below(paths), release=release, now=NOW)


def two_years(path: Path, last: int, country: int) -> Path:
    days = (f"{last - 1}-02-01", f"{last}-02-01")
    return write_csv(
        path, [event(id=country * 10 + i, country_id=country, day=d) for i, d in enumerate(days)]
    )


def test_a_folder_adds_what_is_recognised_and_says_why_not_for_the_rest(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "given"
    (folder / ".cache").mkdir(parents=True)
    two_years(folder / ".cache" / "hidden.csv", 2004, 530)
    two_years(folder / "ged.csv", 2004, 530)
    write_csv(folder / "other.csv", [{"a": 1}])
    write_csv(folder / "GEDEvent_v23_1.csv", [event(best="x")])
    (folder / "readme.txt").write_text("hello")
    outcomes = {added.file: added for added in add(store, folder)}
    assert {file: added.outcome for file, added in outcomes.items()} == {
        "GEDEvent_v23_1.csv": "refused", "ged.csv": "added", "other.csv": "not recognised",
        "readme.txt": "not recognised",
    }  # fmt: skip
    assert all(added.note for added in outcomes.values())
    assert len(store.versions()) == 1
    assert not list(store.scratch.iterdir())


def test_the_same_file_is_not_added_twice(store: Store, tmp_path: Path) -> None:
    path = two_years(tmp_path / "ged.csv", 2004, 530)
    renamed = tmp_path / "again.csv"
    renamed.write_bytes(path.read_bytes())
    assert [added.outcome for added in add(store, path, renamed, path)] == ["added"] * 3
    assert [added.outcome for added in add(store, path, renamed)] == ["already there"] * 2
    assert len(store.versions()) == 1


def test_extracts_downloaded_together_are_of_the_newest_release_among_them(
    store: Store, tmp_path: Path
) -> None:
    two_years(tmp_path / "a.csv", 2004, 530)
    two_years(tmp_path / "b.csv", 2010, 625)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    two_years(elsewhere / "c.csv", 2005, 780)
    add(store, tmp_path)
    found = {v.origin_name: (v.source.release, v.coverage.last_month) for v in store.versions()}
    # What an extract covers stays its own: later silence is not evidence.
    assert found == {"a.csv": ("11.1", 300), "b.csv": ("11.1", 372), "c.csv": ("06.1", 312)}


def test_a_stated_release_corrects_an_inferred_one(store: Store, tmp_path: Path) -> None:
    path = two_years(tmp_path / "a.csv", 2004, 530)
    add(store, path)
    [stated] = add(store, path, release="23.1")
    assert (stated.outcome, stated.release) == ("added", "23.1")
    [version] = store.versions()
    assert (version.source.release, version.source.is_inferred, version.coverage.last_month) == (
        "23.1",
        False,
        516,
    )


def test_a_folder_that_is_not_there_is_an_error(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        add(store, tmp_path / "nowhere")


def test_totals_and_events_stand_side_by_side(store: Store, tmp_path: Path) -> None:
    add(
        store,
        write_totals(tmp_path / "cm.parquet", [(400, 57, 1, 0, 0)]),
        two_years(tmp_path / "a.csv", 2004, 530),
    )
    assert [v.source.dataset for v in store.versions()] == ["ucdp_ged", "views_country_months"]
