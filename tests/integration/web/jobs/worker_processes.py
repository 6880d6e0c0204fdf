"""Real worker processes, as the site starts them, on the database of the test."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

from django.db import connection
from django_tasks_db.models import DBTaskResult

from avert.web.jobs.models import Job
from avert.web.running import SECONDS_TO_STOP, WORKER_COMMAND

ROOT = Path(__file__).parents[4]


class Workers:
    """A few workers, each known by a name; they end with the block."""

    def __init__(self, folder: Path, settings: str = "tests.worker_settings") -> None:
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("AVERT_")},
            **_database(folder),
            "DJANGO_SETTINGS_MODULE": settings,
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
        }

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_details: object) -> None:
        for process in self._running.values():
            process.kill()
            process.wait()

    def start(self) -> None:
        name = uuid4().hex
        command = [sys.executable, "-m", *WORKER_COMMAND, "--worker-id", name, "--interval", "0.1"]
        self._running[name] = subprocess.Popen(command, env=self._environment)

    def kill_who_runs(self, job: Job) -> bool:
        """Kill the worker that has the job, if it still has."""
        entry = DBTaskResult.objects.filter(pk=job.task_id).first()
        name = entry.worker_ids[-1] if entry and entry.worker_ids else ""
        process = self._running.pop(name, None)
        if process is None:
            return False
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        return True

    def stop(self) -> None:
        """Tell every worker to end, as the site does when it stops, and wait until all have."""
        for process in self._running.values():
            process.terminate()
        assert [process.wait(SECONDS_TO_STOP) for process in self._running.values()] == [0] * len(
            self._running
        )
        self._running.clear()

    def all_live(self) -> bool:
        return all(process.poll() is None for process in self._running.values())


class ForkedWorkers(Workers):
    """Workers forked from a process that has everything loaded: as real, and quickly there."""

    def __enter__(self) -> ForkedWorkers:
        command = [sys.executable, "-m", "tests.forking_workers"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._source = subprocess.Popen(command, env=self._environment, **pipes)
        self._pids: dict[str, int] = {}
        return self

    def __exit__(self, *_details: object) -> None:
        for pid in self._pids.values():
            os.kill(pid, signal.SIGKILL)
        self._source.kill()
        self._source.communicate()

    def start(self) -> None:
        name = uuid4().hex
        self._source.stdin.write(f"{name}\n")
        self._source.stdin.flush()
        self._pids[name] = int(self._source.stdout.readline())

    def kill_who_runs(self, job: Job) -> bool:
        entry = DBTaskResult.objects.filter(pk=job.task_id).first()
        pid = self._pids.pop(entry.worker_ids[-1] if entry and entry.worker_ids else "", None)
        if pid is None:
            return False
        os.kill(pid, signal.SIGKILL)
        return True

    def all_live(self) -> bool:
        return all(Path(f"/proc/{pid}").exists() for pid in self._pids.values())


def _database(folder: Path) -> dict[str, str]:
    said = connection.settings_dict
    if connection.vendor == "sqlite":
        return {"AVERT_HOME": str(Path(said["NAME"]).parent), "AVERT_DATABASE_URL": ""}
    url = f"postgresql://{said['USER']}:{said['PASSWORD']}@/{said['NAME']}?host={said['HOST']}"
    return {"AVERT_HOME": str(folder), "AVERT_DATABASE_URL": url}
