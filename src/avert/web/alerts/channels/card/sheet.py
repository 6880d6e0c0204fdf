"""Cards as PDF, set by typst. All words reach it as data, so that none can become markup."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).with_name("sheet.typ")


def pdf(said: dict[str, Any], at: dt.datetime) -> bytes:
    """Set cards on A4."""
    import typst

    inputs = {"document": json.dumps(said)}
    source = TEMPLATE.read_bytes()
    compiler = typst.Compiler(source, ignore_system_fonts=True, sys_inputs=inputs)
    data = compiler.compile(format="pdf", timestamp=at.astimezone(dt.UTC).replace(microsecond=0))
    assert isinstance(data, bytes)  # noqa: S101  one PDF
    return data
