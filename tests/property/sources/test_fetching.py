"""Whatever goes wrong in whatever order: the whole file comes, or none, and a later run completes it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from avert.errors import FetchError
from avert.sources.addresses import Download
from avert.sources.fetching import Limits, fetch
from download_server import Publisher, publisher

FAULTS = [
    "drop",
    "ignores range",
    "says too much",
    "wrong piece",
    "404",
    "416",
    "500",
    "503",
    "page",
    "to http",
    "",
]
LIMITS = Limits(seconds_of_silence=2, least_bytes=1, attempts=3, most_attempts=6, first_wait=0)


@pytest.fixture(scope="module")
def site() -> Iterator[Publisher]:
    with publisher() as found:
        yield found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    faults=st.lists(st.sampled_from(FAULTS), max_size=8),
    body=st.binary(min_size=1, max_size=3000).filter(lambda body: b"<" not in body),
    etag=st.sampled_from(['"v1"', "", 'W/"v1"']),
    changes=st.booleans(),
)
def test_the_file_is_whole_or_not_there(
    site: Publisher, faults: list[str], body: bytes, etag: str, changes: bool
) -> None:
    site.body, site.etag, site.faults = body, etag, list(faults)
    download = Download(f"{site.url}/data.csv", "data.csv")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with suppress(FetchError):
            fetch(download, folder, page="https://example.org", may_be_plain=True, limits=LIMITS)
        target = folder / "data.csv"
        assert not target.exists() or target.read_bytes() == body
        if changes and etag == '"v1"':
            site.body, site.etag = body[::-1] + b"!", '"v2"'
        site.faults = []
        fetched = fetch(download, folder, page="https://example.org", may_be_plain=True, limits=LIMITS)
        assert fetched.path.read_bytes() == site.body
        assert {path.name for path in folder.iterdir()} == {"data.csv"}
