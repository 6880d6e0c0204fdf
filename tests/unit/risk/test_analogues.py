import polars as pl
import pytest

from avert.errors import MissingDataError
from avert.risk.analogues import analogues
from avert.risk.predictors import Predictor

PREDICTORS = (
    Predictor("coups", "Coups", "number", "made up", "conflict"),
    Predictor("deaths", "Deaths", "number", "made up", "conflict"),
    Predictor("year", "Calendar year", "year", "made up", "control"),
)
PANEL = pl.DataFrame(
    [
        (1, 2010, 1.0, 5.0, None),
        (1, 2005, 1.0, 5.0, 1),
        (2, 2000, 1.0, 4.0, 1),
        (2, 2001, 1.0, 5.0, 0),
        (3, 2008, 0.0, 5.0, 0),
        (4, 2009, 1.0, 5.0, 0),
        (5, 2003, 1.0, 0.0, 0),
        (6, 2003, 1.0, None, 1),
        (7, 2003, 1.0, 5.0, None),
    ],
    schema=["country_gwcode", "year", "coups", "deaths", "mk_onset_1or2"],
    orient="row",
)
SAYS = pl.DataFrame({"predictor": ["coups", "deaths", "year"], "contribution": [-1.0, 0.5, 9.0]})


def nearest(**options):
    return analogues(PANEL, SAYS, PREDICTORS, **{"country_gwcode": 1, "year": 2010, **options})


def test_each_other_country_appears_once_with_its_nearest_year():
    assert nearest().select("country_gwcode", "year").rows()[0] == (2, 2001)
    assert sorted(nearest()["country_gwcode"]) == [2, 3, 5]


def test_what_followed_is_told():
    assert dict(nearest().select("country_gwcode", "onset_followed").iter_rows()) == {
        2: False,
        3: False,
        5: False,
    }
    earlier = nearest(year=2005)
    assert earlier.filter(pl.col("country_gwcode") == 5).is_empty() is False


def test_a_year_whose_sequel_was_not_yet_known_is_not_compared():
    assert 4 not in nearest()["country_gwcode"]
    assert 3 not in nearest(year=2005)["country_gwcode"]


def test_what_moves_the_risk_more_weighs_more():
    shown = nearest().select("country_gwcode", "distance", "differs_most").rows()
    assert shown[0][1] == 0.0
    assert {code: labels for code, _, labels in shown} == {2: [], 3: ["Coups"], 5: ["Deaths"]}
    swapped = SAYS.with_columns(contribution=pl.Series([0.0, 1.0, 0.0]))
    found = analogues(PANEL, swapped, PREDICTORS, country_gwcode=1, year=2010)
    assert found.filter(pl.col("country_gwcode") == 3)["distance"][0] == 0.0


def test_what_is_unknown_of_the_country_does_not_count():
    holed = PANEL.with_columns(
        deaths=pl.when((pl.col("country_gwcode") == 1) & (pl.col("year") == 2010))
        .then(None)
        .otherwise("deaths")
    )
    found = analogues(holed, SAYS, PREDICTORS, country_gwcode=1, year=2010)
    assert found.filter(pl.col("country_gwcode") == 5)["distance"][0] == 0.0


def test_later_rows_change_nothing():
    later = PANEL.with_columns(deaths=pl.when(pl.col("year") > 2008).then(99.0).otherwise("deaths"))
    own = PANEL.filter(pl.col("year") == 2010)
    changed = pl.concat([later.filter(pl.col("year") != 2010), own])
    assert analogues(changed, SAYS, PREDICTORS, country_gwcode=1, year=2010).equals(nearest())


def test_no_more_than_asked_for():
    assert nearest(count=1).height == 1


@pytest.mark.parametrize("options", [{"country_gwcode": 99}, {"year": 1990}])
def test_a_country_that_is_not_there_cannot_be_compared(options):
    with pytest.raises(MissingDataError, match="cannot be compared"):
        nearest(**options)
