from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from avert.assessment.editions import sign
from editions import OTHER_KEY, SECOND, edition, signed


@pytest.fixture
def first(tmp_path: Path) -> Path:
    path = tmp_path / "first.edition.json"
    path.write_bytes(signed().to_bytes())
    return path


def test_verify_without_a_fingerprint_says_that_nothing_is_shown_about_the_signer(
    avert: Callable[..., Any], first: Path
) -> None:
    run = avert("edition", "verify", str(first))
    assert run.code == 0
    assert signed().fingerprint in run.out.replace(" ", "")
    assert "riverside, edition 1, gw:501" in run.out
    assert "TLP:AMBER" in run.out
    assert "Who signed is not shown" in run.err


def test_verify_with_the_fingerprint_says_who_signed(avert: Callable[..., Any], first: Path) -> None:
    run = avert("edition", "verify", str(first), "--fingerprint", signed().fingerprint)
    assert run.code == 0
    assert "the key that you expected" in run.err


def test_an_altered_edition_or_another_key_exits_1(avert: Callable[..., Any], first: Path) -> None:
    other = sign(edition(), OTHER_KEY).fingerprint
    run = avert("edition", "verify", str(first), "--fingerprint", other)
    assert (run.code, run.out) == (1, "")
    assert "another key signed it" in run.err
    first.write_bytes(first.read_bytes().replace(b'"latent"', b'"absent"', 1))
    run = avert("edition", "verify", str(first))
    assert (run.code, run.out) == (1, "")
    assert "altered after it was signed" in run.err


@pytest.mark.parametrize("data", [b"", b"{}", b'{"a":1,"a":2}', b"[" * 100_000, b"\x00\xff"])
def test_what_is_no_edition_exits_2_in_one_line(avert: Callable[..., Any], first: Path, data: bytes) -> None:
    first.write_bytes(data)
    run = avert("edition", "verify", str(first))
    assert (run.code, run.out) == (2, "")
    assert len(run.err.splitlines()) == 1


def test_a_file_that_is_not_there_exits_2(avert: Callable[..., Any], tmp_path: Path) -> None:
    for path in (tmp_path / "none.edition.json", tmp_path):
        run = avert("edition", "verify", str(path))
        assert run.code == 2
        assert "cannot be read" in run.err


def test_compare_lists_what_changed(avert: Callable[..., Any], first: Path, tmp_path: Path) -> None:
    second = tmp_path / "second.edition.json"
    second.write_bytes(signed(SECOND, 2).to_bytes())
    run = avert("edition", "compare", str(first), str(second), "--format", "json")
    assert run.code == 0
    assert json.loads(run.out) == [
        {"stakeholder": "women", "indicator": None, "what": "joined", "before": None, "after": None},
        {"stakeholder": "elders", "indicator": "C-1", "what": "raised", "before": "latent", "after": "acute"},
        {"stakeholder": "women", "indicator": "C-1", "what": "new", "before": None, "after": "acute"},
        {"stakeholder": "women", "indicator": None, "what": "dissent", "before": None, "after": None},
    ]


def test_compare_says_when_the_keys_differ(avert: Callable[..., Any], first: Path, tmp_path: Path) -> None:
    second = tmp_path / "second.edition.json"
    second.write_bytes(sign(edition(SECOND, 2), OTHER_KEY).to_bytes())
    run = avert("edition", "compare", str(first), str(second))
    assert run.code == 0
    assert "different keys" in run.err


def test_compare_refuses_editions_of_two_assessments(
    avert: Callable[..., Any], first: Path, tmp_path: Path
) -> None:
    second = tmp_path / "second.edition.json"
    second.write_bytes(signed(assessment="hilltop").to_bytes())
    run = avert("edition", "compare", str(first), str(second))
    assert run.code == 2
    assert "two assessments" in run.err
