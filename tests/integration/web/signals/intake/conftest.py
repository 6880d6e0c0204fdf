from __future__ import annotations

from tests.intake import gateway, program  # noqa: F401
from tests.integration.web.sealing.conftest import (  # noqa: F401  pytest finds them by name
    _stretching_takes_no_time,
    custodian,
    kept,
    name_and_prove,
)
