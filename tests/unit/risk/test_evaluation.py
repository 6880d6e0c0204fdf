import json
import shutil

import polars as pl
import pytest

from avert.errors import InputError, MissingDataError
from avert.risk import inputs, registry
from avert.risk.protocols import evaluation, ewp_ro30
from avert.risk.protocols.writing import write_evaluation
from avert.sources.store import Store
from risk_panels import NOW, made_up_events, made_up_ewp_panel, risk_store

MODELS = ("ewp2025", "prior_rate")
ORIGINS = range(2004, 2011)


class StoppedError(Exception):
    pass


@pytest.fixture
def store(tmp_path):
    return risk_store(tmp_path / "store", made_up_ewp_panel())


def evaluate(store, **options):
    return evaluation.issue_evaluation(
        store, **{"models": MODELS, "now": NOW, "origins": ORIGINS, "draws": 10, **options}
    )


def after(steps):
    """Stop the work once so many steps are done."""

    def advance(done, of):
        if done >= steps:
            raise StoppedError

    return advance


def test_every_table_is_made_and_kept(store):
    issued = evaluate(store)
    assert set(issued.frames) == {
        "forecasts", "scores", "halves", "differences", "reliability", "parts", "ewp_accuracy", "columns",
    }  # fmt: skip
    assert issued.frames["forecasts"].group_by("model").len()["len"].to_list() == [7 * 30] * 2
    assert set(issued.frames["halves"]["span"]) == {"1993–2007", "2008–2022"}
    assert store.newest_result("risk-evaluation").result.result_id == issued.result.result_id


def test_what_was_computed_is_not_computed_again(store, monkeypatch):
    first = evaluate(store)
    monkeypatch.setattr(ewp_ro30, "forecast", None)
    assert evaluate(store).result == first.result


def test_a_further_model_does_not_compute_the_others_again(store, monkeypatch):
    evaluate(store, models=("ewp2025",))
    asked = []
    whole = ewp_ro30.forecast
    monkeypatch.setattr(
        ewp_ro30, "forecast", lambda model, *a, **k: (asked.append(model), whole(model, *a, **k))[1]
    )
    evaluate(store)
    assert asked == ["prior_rate"]


def test_after_an_interruption_finished_origins_are_not_computed_again(store, tmp_path, monkeypatch):
    folder = tmp_path / "out" / ".unfinished"
    with pytest.raises(StoppedError):
        evaluate(store, resume_in=folder, advance=after(4))
    assert len(list(folder.rglob("*.pickle"))) == 4
    forecast_origins = []
    whole = ewp_ro30._forecast_origin

    def counted(problem, origin, rng):
        forecast_origins.append((problem.model, origin))
        return whole(problem, origin, rng)

    monkeypatch.setattr(ewp_ro30, "_forecast_origin", counted)
    resumed = evaluate(store, resume_in=folder)
    assert [origin for model, origin in forecast_origins if model == "ewp2025"] == [2008, 2009, 2010]
    assert not folder.exists()
    monkeypatch.undo()
    shutil.rmtree(store.folder)
    straight = evaluate(risk_store(store.folder, made_up_ewp_panel()))
    assert straight.frames["forecasts"].equals(resumed.frames["forecasts"])


def test_forecasts_of_another_state_of_the_code_are_not_taken_for_todays(store, monkeypatch):
    first = evaluate(store)
    monkeypatch.setattr(evaluation, "code_digest", lambda _: "other")
    assert evaluate(store).result.result_id != first.result.result_id


def test_each_model_has_code_of_its_own():
    assert inputs.code_digest("ewp2025") != inputs.code_digest("prior_rate")


def test_faults_are_left_as_published_unless_it_is_asked_otherwise(tmp_path):
    both = risk_store(tmp_path / "both", made_up_ewp_panel(), made_up_events())
    published, mended = evaluate(both), evaluate(both, faults="mended")
    assert published.result.result_id != mended.result.result_id
    assert [source.dataset for source in published.result.sources] == ["ewp_panel"]


def test_the_model_to_compare_with_is_always_there(store):
    assert evaluation.chosen_models("prior_rate") == MODELS
    assert evaluation.chosen_models("all")[0] == "ewp2025"
    assert sorted(evaluation.chosen_models("all")) == sorted(registry.MODELS)
    with pytest.raises(InputError, match="against ewp2025"):
        evaluate(store, models=("prior_rate",))
    with pytest.raises(InputError, match="'oracle'"):
        evaluation.chosen_models("ewp2025, oracle")


def test_without_the_panel_nothing_can_be_tested(tmp_path):
    with pytest.raises(MissingDataError, match="ewp_panel"):
        evaluate(Store(tmp_path / "empty"))


def test_tables_are_written_with_their_sources_and_the_caveat(store, tmp_path):
    issued = evaluate(store)
    written = write_evaluation(issued, tmp_path / "out" / "of")
    assert {path.name for path in written} == {path.name for path in (tmp_path / "out" / "of").iterdir()}
    forecasts = pl.read_parquet(tmp_path / "out" / "of" / "forecasts.parquet")
    assert forecasts.columns == ["model", "is_default", "country_gwcode", "origin", "y", "p"]
    said = json.loads((tmp_path / "out" / "of" / "evaluation.json").read_text(encoding="utf-8"))
    assert said["result_id"] == issued.result.result_id
    assert said["caveat"].startswith("Vintage caveat: every origin is forecast from the panel of 2013")
    assert [source["dataset"] for source in said["sources"]] == ["ewp_panel"]


def test_a_table_that_cannot_be_written_leaves_no_half_of_it(store, tmp_path, monkeypatch):
    def torn(frame, path):
        path.write_text("half")
        raise OSError("disk full")

    issued = evaluate(store)
    monkeypatch.setattr(pl.DataFrame, "write_csv", torn)
    with pytest.raises(OSError, match="disk full"):
        write_evaluation(issued, tmp_path / "out")
    assert {path.suffix for path in (tmp_path / "out").iterdir()} <= {".parquet"}
