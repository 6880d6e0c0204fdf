from __future__ import annotations

import subprocess
import sys
import time
from importlib import metadata


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)


def test_help_lists_every_word_without_loading_what_they_need() -> None:
    slow = ("polars", "numba", "sklearn", "numpy", "django")
    run = python(
        "-c",
        "import sys; from avert.cli.main import avert; avert(['--help'], standalone_mode=False);"
        f"print([m for m in {slow} if m in sys.modules])",
    )
    assert all(word in run.stdout for word in ("data", "panel", "risk"))
    assert run.stdout.strip().endswith("[]")


def test_help_takes_under_half_a_second() -> None:
    python("-m", "avert", "--help")
    seconds = []
    for _ in range(3):
        began = time.perf_counter()
        assert python("-m", "avert", "--help").returncode == 0
        seconds.append(time.perf_counter() - began)
    assert min(seconds) < 0.5


def test_an_unknown_word_is_bad_use() -> None:
    run = python("-m", "avert", "divine")
    assert run.returncode == 2
    assert "No such command 'divine'" in run.stderr


def test_without_extras_no_web_framework_is_installed() -> None:
    needed = [line for line in metadata.requires("avert") or [] if "extra ==" not in line]
    assert needed
    assert not [line for line in needed if "django" in line.lower()]


def test_without_the_extra_a_word_of_the_site_says_so_in_one_line() -> None:
    for module in ("django", "csp"):
        run = python(
            "-c",
            f"import sys; sys.modules[{module!r}] = None\n"
            "from avert.cli.main import main; main(['audit', 'public-key'])",
        )
        assert (run.returncode, run.stdout) == (2, "")
        assert "pip install 'avert[web]'" in run.stderr
        assert len(run.stderr.splitlines()) == 1
