"""What tests hang on a step of a ladder. A worker process finds it by its path."""

from __future__ import annotations

import time
from typing import Any


def dawdle(*, addressee: Any, occasion: Any) -> None:
    """Take long enough to be killed in the middle."""
    time.sleep(0.03)
