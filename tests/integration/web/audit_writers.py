"""Processes that write at once, are killed, and note on disk what was acknowledged to them: run by other tests."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

WRITERS = 3


def create(acknowledged: Path) -> None:
    """Create an organisation, which leaves an entry in the same transaction, and note its id."""
    from avert.web.accounts import services
    from avert.web.audit.occasions import Occasion

    occasion = Occasion.at_the_command_line(dt.datetime.now(dt.UTC))
    organisation = services.create_organisation(name={"en": "Committee"}, occasion=occasion)
    descriptor = os.open(acknowledged, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(descriptor, f"{organisation.pk}\n".encode())
    os.close(descriptor)


def start(work: Callable[[], None]) -> int:
    """Start a process of its own for the work; what was imported before is there at once."""
    child = os.fork()
    if child:
        return child
    try:
        work()
        os._exit(0)
    except BaseException as error:  # anything else would go on as a second parent
        os.write(2, repr(error).encode())
        os._exit(1)


def kill_while_writing(home: Path, kills: int, seed: int) -> None:
    """Keep some writers going, and kill one of them again and again."""
    rng = random.Random(seed)  # noqa: S311  when to strike, not a secret

    def work() -> None:
        while True:
            create(home / "acknowledged")

    writers = [start(work) for _writer in range(WRITERS)]
    for _kill in range(kills):
        time.sleep(rng.uniform(0.005, 0.08))
        which = rng.randrange(WRITERS)
        stop(writers[which], signal.SIGKILL)
        writers[which] = start(work)
    for writer in writers:
        stop(writer, signal.SIGKILL)


def write_together(home: Path, writers: int, each: int) -> None:
    """Let some writers write at once, each so many times."""

    def work() -> None:
        for _time in range(each):
            create(home / "acknowledged")

    ended = [os.waitpid(child, 0)[1] for child in [start(work) for _writer in range(writers)]]
    assert ended == [0] * writers, ended


def stop(process: int, how: signal.Signals) -> None:
    os.kill(process, how)
    _process, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status), "the writer must not have ended by itself"


def inspect(home: Path) -> None:
    """Print what is there, against what was acknowledged."""
    from avert.web.accounts.models import Organisation
    from avert.web.audit import selectors
    from avert.web.audit.models import AuditEntry

    acknowledged = set((home / "acknowledged").read_text(encoding="ascii").split())
    acts = {str(key) for key in Organisation.objects.values_list("pk", flat=True)}
    entries = set(AuditEntry.objects.values_list("object_id", flat=True))
    check = selectors.verification()
    print(
        json.dumps(
            {
                "findings": [str(finding) for finding in check.findings()],
                "acknowledged": len(acknowledged),
                "lost": len(acknowledged - (acts & entries)),
                "acts_without_entry": len(acts - entries),
                "entries_without_act": len(entries - acts),
                "entries": AuditEntry.objects.count(),
                "last": check.last,
                "heads": check.head_count,
            }
        )
    )
