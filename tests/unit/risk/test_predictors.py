import pytest

from avert.errors import MalformedFileError
from avert.risk.models.ewp2025 import PREDICTORS
from avert.risk.predictors import LENSES, read_predictors

HEADER = "name,label,unit,source,lens\n"
ROW = "year,Calendar year,year,EWP,control\n"


def test_every_predictor_of_ewp_has_words():
    assert len(PREDICTORS) == 39
    shared = [
        p.label for p in PREDICTORS if p.lens == "control" and p.label in ("World region", "Calendar year")
    ]
    assert (len(shared), len({predictor.label for predictor in PREDICTORS})) == (7, 39 - 7 + 2)
    assert {predictor.lens for predictor in PREDICTORS} == LENSES


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: columns must be name"),
        ("name,label\n", "line 1: columns must be name"),
        (HEADER + ROW + "a,,0 or 1,EWP,control\n", "line 3: every predictor needs"),
        (HEADER + "a,b,c\n", "line 2: every predictor needs"),
        (HEADER + "a,b,c,d,economy\n", "line 2: lens 'economy' is unknown"),
        (HEADER + ROW + ROW, "line 3: 'year' is given twice"),
    ],
)
def test_a_faulty_table_is_refused_with_its_line(tmp_path, text, message):
    path = tmp_path / "predictors.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MalformedFileError, match=message):
        read_predictors(path)
