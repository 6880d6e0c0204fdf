from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("development", "offered"),
    [("no", {"en"}), ("yes", {"en", "fr", "es", "ar"})],
    ids=["people", "builders"],
)
def test_a_language_is_offered_once_it_is_translated(
    tmp_path: Path, development: str, offered: set[str]
) -> None:
    code = "import json, avert.web.settings as s; print(json.dumps([c for c, _ in s.LANGUAGES]))"
    environment = {**os.environ, "AVERT_HOME": str(tmp_path), "AVERT_DEVELOPMENT": development}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    translated = {path.parts[-3] for path in (Path("src/avert/web/locale")).glob("*/LC_MESSAGES/django.mo")}
    assert set(json.loads(done.stdout)) == offered | translated
