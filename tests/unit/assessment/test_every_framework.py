"""Every framework that comes with Avert is tested by being there; its golden case is in ``tests/golden/assessment``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from avert.assessment import frameworks
from avert.assessment.frameworks import Framework, Lens, Relation
from avert.assessment.frameworks.proxies import RESULTS
from avert.assessment.frameworks.reading import read_framework
from avert.assessment.frameworks.shipped import CROSSWALKS, FOLDER, PROXIES
from avert.risk.structure_indicators import structure_indicators
from avert.warning.wording import remarks_on

FILES = sorted(path for path in FOLDER.glob("*.yaml") if path.name != PROXIES)
GOLDEN = Path(__file__).parents[2] / "golden/assessment"
every_framework = pytest.mark.parametrize(
    "framework", [read_framework(path) for path in FILES], ids=lambda one: one.id
)


@pytest.fixture(autouse=True)
def _no_frameworks_of_ones_own(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("AVERT_HOME", str(tmp_path))


def golden(framework: Framework) -> dict:
    return yaml.safe_load((GOLDEN / f"{framework.id}.yaml").read_text(encoding="utf-8"))


def test_no_two_frameworks_share_a_prefix_or_a_code() -> None:
    found = [read_framework(path) for path in FILES]
    assert len({one.prefix for one in found}) == len(found)
    assert len(frameworks.load_indicators()) == sum(len(one.indicators) for one in found)


@every_framework
def test_every_dimension_holds_indicators_or_dimensions(framework: Framework) -> None:
    above = {dimension.within for dimension in framework.dimensions}
    assert all(framework.under(one.id) or one.id in above for one in framework.dimensions)


@every_framework
def test_every_text_is_one_sentence_that_no_other_indicator_says(framework: Framework) -> None:
    texts = [one.text for one in framework.indicators.values()]
    assert [text for text, count in Counter(texts).items() if count > 1] == []
    assert [text for text in texts if not text.endswith((".", "?")) or len(text) < 20] == []


@every_framework
def test_no_text_inflames_or_hides_who_acts(framework: Framework) -> None:
    said = [
        framework.note,
        *(one.title for one in framework.dimensions),
        *(one.text for one in framework.indicators.values()),
        *(one.text for one in framework.statements),
        *(text for one in framework.questions for text in (one.conflict, one.self)),
    ]
    assert [(remark.word, text) for text in said for remark in remarks_on(text)] == []


@every_framework
def test_source_and_terms_are_cited(framework: Framework) -> None:
    assert framework.publisher
    assert any(year in framework.source for year in map(str, range(1950, 2027)))
    assert framework.terms.endswith(".")


@every_framework
def test_the_golden_case_holds(framework: Framework) -> None:
    expected = golden(framework)
    counts = {one.id: len(framework.under(one.id)) for one in framework.dimensions}
    assert {id_: count for id_, count in counts.items() if count} == expected.get("counts", {})
    for line in expected.get("says", []):
        one = framework.indicators[line["code"]]
        assert [word for word in line["about"] if word.casefold() not in one.text.casefold()] == []
        assert one.time_scale.ages_as.value == line["ages_as"]
        assert one.polarity == line["polarity"]
        lenses = tuple(Lens) if line["seen_by"] == "both" else (Lens(line["seen_by"]),)
        assert one.lenses == lenses
    assert {one.id: list(one.gaps) for one in framework.statements} == expected.get("gaps", {})
    assert [one.id for one in framework.questions] == expected.get("questions", [])


@every_framework
def test_the_vignettes_raise_what_they_say_through_the_lens_they_say(framework: Framework) -> None:
    vignettes = golden(framework).get("vignettes", [])
    assert len(vignettes) >= 3 or not framework.indicators
    for vignette in vignettes:
        raised = [framework.indicators[code] for code in vignette["raises"]]
        for lens in Lens:
            alone = [one.code for one in raised if one.lenses == (lens,)]
            assert alone == vignette.get(f"by_{lens}_lens_alone", []), vignette["what"]


def test_every_crosswalk_file_is_between_the_two_frameworks_it_is_named_after() -> None:
    prefixes = {line.id: line.prefix for line in frameworks.list_frameworks()}
    for path in (FOLDER / CROSSWALKS).glob("*.yaml"):
        first, _, second = path.stem.partition("__")
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert {one["from"].partition("-")[0] for one in found} == {prefixes[first]}, path.name
        assert {one["to"].partition("-")[0] for one in found} == {prefixes[second]}, path.name


def test_what_is_risk_here_and_protection_there_is_related_only() -> None:
    indicators = frameworks.load_indicators()
    assert [
        one
        for one in frameworks.load_crosswalks()
        if indicators[one.from_code].polarity != indicators[one.to_code].polarity
        and one.relation is not Relation.RELATED
    ] == []


def test_no_pair_of_indicators_is_related_twice() -> None:
    pairs = Counter(frozenset({one.from_code, one.to_code}) for one in frameworks.load_crosswalks())
    assert [pair for pair, count in pairs.items() if count > 1] == []


def test_every_proxy_is_a_variable_that_avert_keeps_with_the_risky_end_where_its_source_has_it() -> None:
    risky = {"high": "higher_is_riskier", "low": "lower_is_riskier"}
    kept = {(one.source, one.indicator): risky[one.worse_is] for one in structure_indicators()}
    kept[("ucdp_prio_acd", "conflict_intensity_max")] = "higher_is_riskier"
    kept[("ucdp_ged", "fatalities_os_best")] = "higher_is_riskier"
    proxies = frameworks.load_proxies()
    assert proxies
    assert {one.dataset for one in proxies} <= RESULTS.keys()
    assert [one for one in proxies if kept.get((one.dataset, one.variable)) != one.direction] == []


def test_no_dataset_is_said_to_measure_an_intent_a_preparation_or_a_trigger() -> None:
    kinds = {
        one.code: dimension.kind
        for line in frameworks.list_frameworks()
        for framework in [frameworks.load_framework(line.id)]
        for dimension in framework.dimensions
        for one in framework.under(dimension.id)
    }
    assert [one for one in frameworks.load_proxies() if kinds[one.indicator] in ("motive", "trigger")] == []
