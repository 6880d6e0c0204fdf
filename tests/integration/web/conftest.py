from tests.integration.web.worlds import (  # noqa: F401
    home,
    reader,
    reader_of_nothing,
    without_snapshot,
)
from tests.people import (  # noqa: F401  pytest finds them by name
    _nobody_is_throttled,
    administrator,
    analyst,
    committee,
    lead,
    ministry,
    outside_stakeholder,
    stranger,
)
