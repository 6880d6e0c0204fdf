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
