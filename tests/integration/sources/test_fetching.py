"""Fetching from a server that drops, lies, hides, dawdles or never ends. Whole files or none."""

from __future__ import annotations

import errno
import hashlib
import io
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.request import Request

import pytest

from avert.errors import FetchError
from avert.sources.addresses import Download
from avert.sources.fetching import Fetched, Limits, SafeRedirects, fetch
from avert.sources.part_files import Part
from download_server import Publisher, publisher

BODY = bytes(range(256)) * 400
QUICK = Limits(seconds_of_silence=0.4, least_bytes=1000, attempts=3, most_attempts=8, first_wait=0)
PAGE = "https://example.org/data"


@pytest.fixture
def site() -> Iterator[Publisher]:
    with publisher() as found:
        found.body = BODY
        yield found


def get(site: Publisher, folder: Path, *, limits: Limits = QUICK, **more: Any) -> Fetched:
    download = Download(f"{site.url}/data.csv", "data.csv", **more)
    return fetch(download, folder, page=PAGE, may_be_plain=True, limits=limits)


def refused(site: Publisher, folder: Path, **more: Any) -> str:
    with pytest.raises(FetchError) as caught:
        get(site, folder, **more)
    assert not (folder / "data.csv").exists(), "never half a file in place"
    message = str(caught.value)
    assert "\n" not in message
    return message


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_file_comes_whole_with_its_digest_and_nothing_else_is_left(site: Publisher, tmp_path: Path) -> None:
    fetched = get(site, tmp_path)
    assert fetched.path.read_bytes() == BODY
    assert (fetched.bytes, fetched.sha256) == (len(BODY), hashlib.sha256(BODY).hexdigest())
    assert fetched.is_length_known
    assert left_in(tmp_path) == {"data.csv"}
    assert site.asked[0]["user-agent"].startswith("avert/")


def test_the_bytes_that_there_are_are_told_as_they_come(site: Publisher, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    fetch(Download(site.url + "/data.csv", "data.csv"), tmp_path, page=PAGE, may_be_plain=True, limits=QUICK,
          advance=lambda done, total: told.append((done, total)))  # fmt: skip
    assert told[-1] == (len(BODY), len(BODY))
    assert [done for done, _ in told] == sorted(done for done, _ in told)


class TestResuming:
    def test_a_dropped_connection_is_taken_up_where_it_broke(self, site: Publisher, tmp_path: Path) -> None:
        site.faults = ["drop", "drop"]
        assert get(site, tmp_path).path.read_bytes() == BODY
        starts = [asked.get("range", "bytes=0-") for asked in site.asked]
        assert starts == ["bytes=0-", f"bytes={len(BODY) // 2}-", f"bytes={len(BODY) * 3 // 4}-"]
        assert site.asked[1]["if-range"] == '"v1"'

    def test_a_second_run_goes_on_with_what_the_first_one_left(self, site: Publisher, tmp_path: Path) -> None:
        site.faults = ["drop", "500", "500", "500"]
        message = refused(site, tmp_path)
        assert "51,200 bytes are kept; run it again to go on" in message
        assert "500" in message
        assert left_in(tmp_path) == {"data.csv.part", "data.csv.part.json"}
        assert get(site, tmp_path).path.read_bytes() == BODY
        assert site.asked[-1]["range"] == "bytes=51200-"
        assert left_in(tmp_path) == {"data.csv"}

    def test_a_file_that_changed_meanwhile_is_begun_anew(self, site: Publisher, tmp_path: Path) -> None:
        def change(changed: Publisher) -> None:
            if len(changed.asked) == 2:
                changed.body, changed.etag = BODY[::-1] + b"new", '"v2"'

        site.faults, site.before = ["drop"], change
        assert get(site, tmp_path).path.read_bytes() == BODY[::-1] + b"new"

    def test_a_server_that_ignores_the_range_is_read_from_the_start(
        self, site: Publisher, tmp_path: Path
    ) -> None:
        site.faults = ["drop", "ignores range"]
        assert get(site, tmp_path).path.read_bytes() == BODY

    def test_without_a_version_to_compare_nothing_is_pieced_together(
        self, site: Publisher, tmp_path: Path
    ) -> None:
        site.etag, site.faults = "", ["drop", "", ""]
        assert get(site, tmp_path).path.read_bytes() == BODY
        assert not [asked for asked in site.asked if "range" in asked]

    def test_a_weak_tag_does_not_tell_versions_apart(self, site: Publisher, tmp_path: Path) -> None:
        site.etag, site.faults = 'W/"v1"', ["drop"]
        assert get(site, tmp_path).path.read_bytes() == BODY
        assert not [asked for asked in site.asked if "range" in asked]

    def test_a_part_of_another_address_is_not_gone_on_with(self, site: Publisher, tmp_path: Path) -> None:
        site.faults = ["drop", "500", "500", "500"]
        refused(site, tmp_path)
        other = Download(f"{site.url}/elsewhere/data.csv", "data.csv")
        site.body = BODY[::-1]
        assert (
            fetch(other, tmp_path, page=PAGE, may_be_plain=True, limits=QUICK).path.read_bytes() == BODY[::-1]
        )

    def test_a_piece_that_starts_elsewhere_is_thrown_away(self, site: Publisher, tmp_path: Path) -> None:
        site.faults = ["drop", "wrong piece"]
        assert get(site, tmp_path).path.read_bytes() == BODY

    def test_a_whole_part_that_was_not_yet_in_place_is_put_there(
        self, site: Publisher, tmp_path: Path
    ) -> None:
        site.faults = ["drop", "500", "500", "500"]
        refused(site, tmp_path)
        (tmp_path / "data.csv.part").write_bytes(BODY)
        assert get(site, tmp_path).path.read_bytes() == BODY

    @pytest.mark.parametrize("left", ["", "{", "[]", '{"url": 1}'])
    def test_a_damaged_note_beside_the_part_means_starting_anew(
        self, site: Publisher, tmp_path: Path, left: str
    ) -> None:
        (tmp_path / "data.csv.part").write_bytes(b"rubbish")
        (tmp_path / "data.csv.part.json").write_text(left)
        assert get(site, tmp_path).path.read_bytes() == BODY


class TestLies:
    def test_more_announced_than_sent_is_not_taken_for_whole_until_the_server_owns_up(
        self, site: Publisher, tmp_path: Path
    ) -> None:
        site.faults = ["says too much"]
        assert get(site, tmp_path).path.read_bytes() == BODY
        site.etag, site.always = "", "says too much"
        (tmp_path / "data.csv").unlink()
        assert "102,400 of 102,900 bytes came" in refused(site, tmp_path)

    def test_less_announced_than_there_is_gives_what_was_announced_and_a_digest_tells(
        self, site: Publisher, tmp_path: Path
    ) -> None:
        site.always = "says too little"
        message = refused(site, tmp_path, sha256=hashlib.sha256(BODY).hexdigest())
        assert "is not the file that is expected" in message
        assert left_in(tmp_path) == set()

    def test_a_right_digest_is_verified(self, site: Publisher, tmp_path: Path) -> None:
        assert get(site, tmp_path, sha256=hashlib.sha256(BODY).hexdigest()).bytes == len(BODY)

    def test_an_announced_length_beyond_all_bounds_is_not_even_begun(
        self, site: Publisher, tmp_path: Path
    ) -> None:
        site.always = "says far too much"
        assert "more than any known dataset" in refused(site, tmp_path)
        assert left_in(tmp_path) == set()

    def test_data_without_end_are_cut_off_and_thrown_away(self, site: Publisher, tmp_path: Path) -> None:
        site.always = "endless"
        limits = Limits(most_bytes=300_000, seconds_of_silence=5, first_wait=0)
        assert "without end" in refused(site, tmp_path, limits=limits)
        assert left_in(tmp_path) == set()

    def test_without_a_length_the_file_comes_and_it_is_said_that_nobody_can_tell(
        self, site: Publisher, tmp_path: Path
    ) -> None:
        site.always = "no length"
        fetched = get(site, tmp_path)
        assert fetched.path.read_bytes() == BODY
        assert not fetched.is_length_known

    @pytest.mark.parametrize("fault", ["page", "page called csv"])
    def test_a_web_page_is_no_data(self, site: Publisher, tmp_path: Path, fault: str) -> None:
        site.always = fault
        assert "a web page instead of data" in refused(site, tmp_path)
        assert left_in(tmp_path) == set()

    def test_an_empty_file_is_no_data(self, site: Publisher, tmp_path: Path) -> None:
        site.body = b""
        assert "nothing instead of data" in refused(site, tmp_path)


class TestRefusals:
    @pytest.mark.parametrize("code", ["404", "403"])
    def test_what_will_not_change_is_not_tried_again(
        self, site: Publisher, tmp_path: Path, code: str
    ) -> None:
        site.always = code
        message = refused(site, tmp_path)
        assert f"answered {code}" in message
        assert f"Look at {PAGE}, and give the new address: --from URL" in message
        assert len(site.asked) == 1

    @pytest.mark.parametrize("code", ["500", "503", "416"])
    def test_what_may_pass_is_tried_again_but_not_for_ever(
        self, site: Publisher, tmp_path: Path, code: str
    ) -> None:
        site.always = code
        assert "run it again" in refused(site, tmp_path)
        assert len(site.asked) == QUICK.attempts
        site.always, site.faults = "", [code, code]
        assert get(site, tmp_path).path.read_bytes() == BODY

    def test_waits_grow(self, site: Publisher, tmp_path: Path) -> None:
        site.always, waits = "500", []
        with pytest.raises(FetchError):
            fetch(Download(site.url, "data.csv"), tmp_path, page=PAGE, may_be_plain=True,
                  limits=Limits(attempts=4), wait=waits.append)  # fmt: skip
        assert waits == [1, 2, 4]

    @pytest.mark.parametrize(("fault", "reason"), [("to http", "without https"), ("to file", "not allowed")])
    def test_a_redirect_that_is_not_https_is_not_followed(
        self, site: Publisher, tmp_path: Path, fault: str, reason: str
    ) -> None:
        site.always = fault
        assert reason in refused(site, tmp_path)
        assert len(site.asked) == 1

    def test_a_redirect_to_https_is_followed_with_the_same_range(self) -> None:
        request = Request("https://example.org/a", headers={"Range": "bytes=5-", "If-Range": "v1"})
        following = SafeRedirects().redirect_request(
            request, io.BytesIO(), 302, "Found", Message(), "https://files.example.org/b"
        )
        assert following is not None
        assert following.full_url == "https://files.example.org/b"
        assert following.get_header("Range") == "bytes=5-"

    @pytest.mark.parametrize(
        "address", ["http://127.0.0.1/x.csv", "ftp://127.0.0.1/x.csv", "file:///etc/passwd", "x"]
    )
    def test_an_address_without_https_is_not_asked(self, tmp_path: Path, address: str) -> None:
        with pytest.raises(FetchError, match="https"):
            fetch(Download(address, "x.csv"), tmp_path, page=PAGE)

    @pytest.mark.parametrize("fault", ["slow", "silent"])
    def test_a_server_that_dawdles_is_given_up_in_time(
        self, site: Publisher, tmp_path: Path, fault: str
    ) -> None:
        site.always = fault
        limits = Limits(
            seconds_of_silence=0.2, least_bytes=100_000, attempts=2, most_attempts=3, first_wait=0
        )
        assert "run it again" in refused(site, tmp_path, limits=limits)

    def test_a_server_that_is_not_there_is_given_up(self, tmp_path: Path) -> None:
        with publisher() as gone:
            pass
        assert "did not come whole from 127.0.0.1" in refused(gone, tmp_path)

    def test_two_fetches_at_once_do_not_make_one_file(self, site: Publisher, tmp_path: Path) -> None:
        def other(_done: int, _total: int | None) -> None:
            with (tmp_path / "data.csv.part").open("ab") as part:
                part.write(b"written by another")

        with pytest.raises(FetchError, match="something else is writing to it"):
            fetch(
                Download(site.url, "data.csv"),
                tmp_path,
                page=PAGE,
                may_be_plain=True,
                limits=QUICK,
                advance=other,
            )
        assert left_in(tmp_path) == set()

    def test_a_full_disk_is_said_at_once(self, site: Publisher, tmp_path: Path, monkeypatch: Any) -> None:
        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(Part, "begin", full)
        assert "No space left on device" in refused(site, tmp_path)
        assert len(site.asked) == 1

    def test_a_folder_that_cannot_be_made_is_said(self, site: Publisher, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(FetchError, match=r"cannot be made.*--to"):
            get(site, tmp_path / "file" / "below")
        assert not site.asked

    def test_endless_little_steps_come_to_an_end(self, site: Publisher, tmp_path: Path) -> None:
        site.always = "drop"
        assert "again and again" in refused(site, tmp_path)
        assert len(site.asked) == QUICK.most_attempts


@pytest.mark.parametrize(
    ("start", "name"),
    [(b"PK\x03\x04rest", "SP.POP.TOTL.zip"), (b"PAR1", "SP.POP.TOTL.parquet"), (b"a,b\n1,2\n", "SP.POP.TOTL.csv"),
     (b"PK\x03\x04[Content_Types].xml", "SP.POP.TOTL.xlsx"), (b"\x1f\x8b\x08", "SP.POP.TOTL.csv.gz")],
)  # fmt: skip
def test_a_file_whose_address_does_not_end_in_its_name_is_named_by_what_it_is(
    site: Publisher, tmp_path: Path, start: bytes, name: str
) -> None:
    site.body = start
    download = Download(f"{site.url}/SP.POP.TOTL?downloadformat=csv", "SP.POP.TOTL")
    assert fetch(download, tmp_path, page=PAGE, may_be_plain=True, limits=QUICK).path.name == name
