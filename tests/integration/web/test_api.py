from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.integration.web.addresses import every_address
from tests.people import client_of
from tests.small_library import deaths, put, small_home, small_library  # noqa: F401

from avert import errors
from avert.config import Config
from avert.sources.store import Store
from avert.web.accounts.models import Person
from avert.web.api import selectors
from avert.web.api.problems import STATUSES, problem_of

ROOT = "/api/v1"
ANSWERS = [
    *(
        "/world",
        "/world?measure=deaths&year=2021",
        "/places",
        "/places?q=burma",
        "/places/eth",
        "/places/pse",
    ),
    *("/places/eth/deaths", "/places/eth/deaths?unit=month", "/places/eth/risk", "/places/eth/structure"),
    *("/places/eth/changes", "/sources"),
]
HOSTILE = ["%00", "..%2f..%2fetc", "<script>", "=1+1", "' OR 1=1 --", "9" * 79, "ا", "𝕰" * 20, "a" * 5000]

pytestmark = pytest.mark.usefixtures("small_library")


@pytest.fixture
def client(analyst: Person) -> Client:
    return client_of(analyst)


def get(client: Client, address: str) -> dict[str, Any]:
    answer = client.get(ROOT + address)
    assert answer.status_code == 200, (address, answer.content)
    return answer.json()


@pytest.mark.parametrize("address", ANSWERS)
def test_every_answer_says_whence_it_comes_and_what_it_is_not_for(client: Client, address: str) -> None:
    said = get(client, address)
    assert said["marking"] == "TLP:CLEAR"
    assert said["prohibited_uses"] == ["choosing targets", "refusing asylum", "propaganda"]
    assert {"sources", "result_id", "result_ids", "data_as_of"} <= said.keys()
    if "places?" not in address and address != "/places":
        assert said["data_as_of"] == "2025-06-01"
        assert all(source["licence"] and source["citation"] for source in said["sources"])
        for result_id in said["result_ids"]:
            assert get(client, f"/results/{result_id}")["result_id"] == result_id


def test_a_stranger_is_refused_in_json_until_the_deployment_publishes(
    stranger: Client, settings: Any
) -> None:
    addresses = [address for address in every_address() if address.startswith("/api/v1/")]
    assert len(addresses) >= 11
    for address in set(addresses) - {"/api/v1/docs/"}:
        for answer in (stranger.get(address), stranger.head(address), stranger.post(address)):
            assert answer.status_code == 401, address
            assert answer.headers["WWW-Authenticate"].startswith("Session")
            assert answer.headers["Cache-Control"] == "private, no-store"
        assert stranger.get(address).json().keys() == {"status", "error", "message"}
    assert stranger.get("/api/v1/docs/").status_code == 302
    settings.AVERT_PUBLIC_REFERENCE = True
    for address in [*ANSWERS, "/docs/", "/openapi.json"]:
        assert stranger.get(ROOT + address).status_code == 200, address


def test_what_has_not_changed_is_not_sent_again_and_what_has_is(
    client: Client, tmp_path: Path, settings: Any
) -> None:
    settings.CONFIG = Config(home=tmp_path)
    store = Store(tmp_path / "store")
    put(store, "deaths", "2021-12", **deaths())
    address = f"{ROOT}/places/eth/deaths"
    first = client.get(address)
    tag = first.headers["ETag"]
    assert tag.startswith('"')
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = client.get(address, headers={"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert client.get(address, headers={"If-None-Match": "*"}).status_code == 200
    assert client.get(f"{address}?unit=month").headers["ETag"] != tag
    assert client.get(address, headers={"Accept-Language": "fr"}).headers["ETag"] != tag
    put(store, "deaths", "2022-12", seed=1, **deaths())
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_published_figures_may_be_kept_by_shared_caches_that_ask_again(
    stranger: Client, settings: Any
) -> None:
    settings.AVERT_PUBLIC_REFERENCE = True
    assert stranger.get(f"{ROOT}/world").headers["Cache-Control"] == "public, no-cache"
    assert stranger.get(f"{ROOT}/places/x").headers["Cache-Control"] == "private, no-store"


def test_unknown_is_null_and_never_zero(client: Client) -> None:
    rows = {row["code"]: row for row in get(client, "/world?measure=deaths&year=2021")["rows"]}
    assert (rows["ken"]["value"], rows["ken"]["rank"], rows["ken"]["is_unknown"]) == (None, None, True)
    assert (rows["sdn"]["value"], rows["sdn"]["is_unknown"], rows["sdn"]["is_silent"]) == (0, False, True)
    months = get(client, "/places/eth/deaths?unit=month")["rows"]
    assert [(row["period"], row["fatalities_sb_best"]) for row in months] == [
        ("2021-01", 4),
        ("2021-02", None),
    ]
    assert get(client, "/places/ken/risk")["rows"][0]["risk"] is None
    palestine = get(client, "/places/pse/deaths")
    assert (palestine["rows"], "not zero" in palestine["note"]) == ([], True)


def test_the_risk_of_a_place_comes_with_rounded_reasons_only(client: Client) -> None:
    said = get(client, "/places/eth/risk")
    assert [(row["year"], row["word"]) for row in said["rows"]] == [(2024, "highest"), (2023, "high")]
    assert said["drivers"] == [{"label": "b", "contribution": -1.0}, {"label": "a", "contribution": 0.12}]
    assert [change["what"] for change in get(client, "/places/eth/changes")["changes"]] == [
        *("deaths_sb", "deaths_ns", "deaths_os", "risk", "rank"),
    ]


def test_a_place_is_found_by_any_name_and_says_who_claims_it(client: Client) -> None:
    assert get(client, "/places?q=birmanie")["places"][0]["code"] == "mmr"
    former = get(client, "/places?q=union&kind=former_state")["places"]
    assert {found["kind"] for found in former} == {"former_state"}
    crimea = get(client, "/places/avert-crimea")
    assert [place["code"] for place in crimea["claimed_by"]]
    assert get(client, "/places/ETH")["place"]["place_key"] == "gw:530"


def test_only_results_of_public_data_are_shown(client: Client, small_library: Store) -> None:  # noqa: F811
    diary = small_library.newest_result("diary")
    assert diary is not None
    assert client.get(f"{ROOT}/results/{diary.result.result_id}").status_code == 404


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_are_refused_in_the_one_shape(client: Client, text: str) -> None:
    asked = [
        *(client.get(f"{ROOT}/places/{text}{tail}") for tail in ("", "/deaths")),
        *(
            client.get(f"{ROOT}/{path}", {"q": text, "year": text, "measure": text})
            for path in ("world", "places")
        ),
        client.get(f"{ROOT}/results/{text}"),
    ]
    for answer in asked:
        assert answer.headers["Content-Type"].startswith("application/json")
        if answer.status_code != 200:
            assert answer.status_code in {404, 422}
            assert answer.json().keys() == {"status", "error", "message"}


def test_nothing_can_be_changed_here(client: Client) -> None:
    for method in (client.post, client.put, client.delete, client.options):
        answer = method(f"{ROOT}/world")
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    head = client.head(f"{ROOT}/world")
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize(
    "kind", [v for v in vars(errors).values() if isinstance(v, type) and issubclass(v, errors.AvertError)]
)
def test_every_error_of_ours_has_its_status(kind: type[errors.AvertError]) -> None:
    answer = problem_of(kind("what to do next"))
    assert kind in STATUSES
    assert (answer.status_code, json.loads(answer.content)["message"]) == (STATUSES[kind], "what to do next")


def test_missing_data_is_said_to_be_missing(
    client: Client, settings: Any, monkeypatch: Any, tmp_path: Path
) -> None:
    monkeypatch.setattr("avert.sources.holdings.SNAPSHOT", tmp_path / "none")
    settings.CONFIG = Config(home=tmp_path)
    for address in ("/world", "/places/eth", "/places/eth/risk", "/places/eth/structure"):
        answer = client.get(ROOT + address)
        assert (answer.status_code, answer.json()["error"]) == (404, "missing-data")
    assert get(client, "/sources")["sources"] == []


def test_a_mistake_of_ours_is_written_down_without_the_address(
    client: Client, monkeypatch: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(selectors, "place", broken)
    client.raise_request_exception = False
    with caplog.at_level(logging.DEBUG):
        answer = client.get(f"{ROOT}/places/eth")
    assert (answer.status_code, answer.json()["error"]) == (500, "failed")
    assert "/places/eth" not in caplog.text


def test_an_answer_asks_the_database_only_who_is_there(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for address in ANSWERS:
        with django_assert_max_num_queries(3):
            get(client, address)
