from __future__ import annotations

import io
import logging
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from tests.people import client_of, make_person

from avert.web.access import for_programs, open_to_strangers, reference_page
from avert.web.accounts.models import Person
from avert.web.buckets import Buckets
from avert.web.rates import costly, digest_of


@open_to_strangers
@costly
def computed(request: HttpRequest) -> HttpResponse:
    return HttpResponse("computed")


@costly
@for_programs
@reference_page
def figures(request: HttpRequest) -> HttpResponse:
    return HttpResponse("{}")


@open_to_strangers
def taken_in(request: HttpRequest) -> HttpResponse:
    return HttpResponse(type(request.FILES["file"]).__name__)


urlpatterns = [
    path("computed/", computed),
    path("figures/", figures),
    path("taken-in/", taken_in),
    path("", include("avert.web.urls")),
]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(autouse=True)
def _few(settings: Any) -> None:
    settings.AVERT_RATES = {"ordinary": (6, 0.01), "costly": (2, 0.01)}
    settings.AVERT_PUBLIC_REFERENCE = True


def statuses(client: Client, address: str, times: int) -> list[int]:
    answers = [client.get(address) for _time in range(times)]
    for answer in answers:
        list(answer)  # a file is open until it has been read
    return [answer.status_code for answer in answers]


def test_who_asks_too_often_is_told_how_long_to_wait(stranger: Client) -> None:
    assert statuses(stranger, "/account/log-in/", 6) == [200] * 6
    answer = stranger.get("/account/log-in/")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) == 100
    assert "too often" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_what_is_costly_is_given_less_often(stranger: Client) -> None:
    assert statuses(stranger, "/computed/", 3) == [200, 200, 429]
    assert stranger.get("/account/log-in/").status_code == 200


def test_a_program_is_told_in_json(stranger: Client) -> None:
    assert statuses(stranger, "/figures/", 2) == [200, 200]
    answer = stranger.get("/figures/")
    assert (answer.status_code, answer.json()["error"]) == (429, "too-often")
    assert answer.headers["Retry-After"]


def test_addresses_that_do_not_exist_are_counted_too(stranger: Client) -> None:
    assert statuses(stranger, "/no-such-page/", 7) == [404] * 6 + [429]


def test_files_that_never_change_are_not_counted(stranger: Client) -> None:
    assert statuses(stranger, "/static/avert/avert.css", 20) == [200] * 20


def test_people_behind_one_address_are_counted_each_alone(analyst: Person, db: None) -> None:
    one = client_of(analyst)
    assert statuses(one, "/computed/", 3) == [200, 200, 429]
    one.force_login(make_person("another"))  # the same process, the same address
    assert one.get("/computed/").status_code == 200


def test_strangers_are_told_apart_by_address_and_not_by_what_they_claim(stranger: Client) -> None:
    for number in range(2):
        stranger.get("/computed/", headers={"X-Forwarded-For": f"192.0.2.{number}"})
    assert stranger.get("/computed/", headers={"X-Forwarded-For": "192.0.2.9"}).status_code == 429
    assert stranger.get("/computed/", REMOTE_ADDR="192.0.2.9").status_code == 200


def test_one_network_of_ipv6_counts_as_one(stranger: Client) -> None:
    for number in range(2):
        stranger.get("/computed/", REMOTE_ADDR=f"2001:db8:1:2::{number}")
    assert stranger.get("/computed/", REMOTE_ADDR="2001:db8:1:2:ffff::9").status_code == 429
    assert stranger.get("/computed/", REMOTE_ADDR="2001:db8:1:3::1").status_code == 200


def test_what_is_counted_gives_no_address_away() -> None:
    assert digest_of("192.0.2.1") != digest_of("192.0.2.2")
    assert "192" not in digest_of("192.0.2.1")


def test_no_address_is_written_down(stranger: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for _time in range(4):
            stranger.get("/computed/", REMOTE_ADDR="192.0.2.77")
    assert "192.0.2.77" not in caplog.text


def test_what_is_kept_about_visitors_stays_small() -> None:
    buckets = Buckets(burst=1, per_second=1, most_kept=50)
    for number in range(500):
        buckets.take(str(number), now=0.0)
    assert len(buckets) == 50


def test_more_than_a_file_and_its_form_is_refused_before_it_is_read(stranger: Client) -> None:
    answer = stranger.post("/taken-in/", {"file": io.BytesIO(b"x" * 11_600_000)})
    assert answer.status_code == 413
    assert "10 MB" in answer.content.decode()


def test_what_is_handed_in_is_never_laid_on_the_disk(stranger: Client, settings: Any, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    answer = stranger.post("/taken-in/", {"file": SimpleUploadedFile("a.pdf", b"x" * 10 * 1024 * 1024)})
    assert answer.content == b"InMemoryUploadedFile"
    assert list(tmp_path.iterdir()) == []


def test_forms_with_very_many_fields_are_refused(stranger: Client) -> None:
    fields = {f"field-{number}": "x" for number in range(600)}
    assert stranger.post("/account/log-in/", fields).status_code == 400


def test_forms_with_very_long_words_are_refused(stranger: Client) -> None:
    said = f"username={'x' * 1_200_000}"
    answer = stranger.post("/account/log-in/", said, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
