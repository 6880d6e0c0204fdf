import pytest

from risk_panels import grow_fewer_trees


@pytest.fixture(scope="session", autouse=True)
def small_forests():
    """Forests small enough for tests of every model."""
    with pytest.MonkeyPatch.context() as patch:
        grow_fewer_trees(patch)
        yield
