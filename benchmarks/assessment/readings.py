"""How long the readings of one large assessment take, from mappings as the database gives them.

300 indicators, 60 stakeholders and 12 rounds are 216,000 answers: python benchmarks/assessment/readings.py
Times are of the processor, so that other work on the machine does not enter.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import statistics
import time
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from avert.assessment.ageing import Kind
from avert.assessment.changes import changes
from avert.assessment.editions import Edition, sign, verify
from avert.assessment.nesting import Level, roll_up
from avert.assessment.profiles import IndicatorProfile, profile
from avert.assessment.readings import Reading, StoredAnswers, latest
from avert.assessment.values import Trend, Value
from avert.handling import Marking

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
INDICATORS, STAKEHOLDERS, ROUNDS, TIMES = 300, 60, 12, 9
KINDS = {f"UNFA-{n // 10}.{n % 10}": list(Kind)[n % 3] for n in range(INDICATORS)}


def stored(rng: random.Random) -> list[tuple[str, int, dt.datetime, list[dict[str, str]]]]:
    """Return who, round, time and answers, as they come out of JSON columns."""
    values, trends = [str(v) for v in Value], [str(t) for t in Trend]
    rows = []
    for round_ in range(1, ROUNDS + 1):
        at = NOW - dt.timedelta(days=30 * (ROUNDS - round_) + 1)
        for who in range(STAKEHOLDERS):
            columns = [
                {code: rng.choice(values) for code in KINDS},
                {code: rng.choice(trends) for code in KINDS},
                dict.fromkeys(KINDS, "as seen on the road"),
            ]
            rows.append((f"s{who}", round_, at, json.loads(json.dumps(columns))))
    return rows


def report(name: str, act: Callable[[], Any]) -> Any:
    took = []
    for _ in range(TIMES):
        began = time.process_time()
        result = act()
        took.append(1000 * (time.process_time() - began))
    print(f"{name:45} median {statistics.median(took):7.1f} ms   worst {max(took):7.1f} ms")
    return result


def looked_at(found: dict[str, IndicatorProfile]) -> int:
    return sum(len(p.dissents) + len(p.counts) + len(p.by_perspective) for p in found.values())


def main() -> None:
    rows = stored(random.Random(1))  # noqa: S311
    print(f"{sum(len(values) for *_row, (values, *_) in rows):,} answers")
    readings = report(
        "readings from parsed mappings",
        lambda: [
            Reading(who, f"perspective {who[-1]}", n, at, StoredAnswers(*columns))
            for who, n, at, columns in rows
        ],
    )
    standing = report("latest", lambda: latest(readings, NOW))
    found = report("profile", lambda: profile(KINDS, standing))
    report("profile, with all it says looked at", lambda: looked_at(profile(KINDS, standing)))
    before = latest(readings, NOW - dt.timedelta(days=60))
    report("changes since two rounds ago", lambda: changes(before, standing, KINDS))
    levels = [Level("top"), *(Level(f"v{n}", "top", found) for n in range(50))]
    report("roll-up of 50 such places", lambda: roll_up(levels))
    edition = Edition("bench", 1, "gw:501", "org:bench", Marking.CLEAR, NOW, standing, KINDS)
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    signed = report("sign an edition", lambda: sign(edition, key))
    data = signed.to_bytes()
    print(f"the edition's file: {len(data) / 2**20:.1f} MiB")
    report("verify it", lambda: verify(data))


if __name__ == "__main__":
    main()
