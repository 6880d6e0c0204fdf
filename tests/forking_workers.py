"""A process that has everything loaded and forks workers when told to, so that hundreds can be killed in minutes.

Each line of its input is the name of a worker to start; it answers with the worker's process id.
"""

from __future__ import annotations

import os
import signal
import sys

import django
from django.core.management import call_command


def work(name: str) -> None:
    """Be a worker, as the site starts it, until killed."""
    call_command("job_worker", worker_id=name, interval=0.1, verbosity=0)


def main() -> None:
    django.setup()
    from avert.web.jobs.registry import kinds

    kinds()  # loaded here, so that no worker has to

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever is killed is gone at once
    for line in sys.stdin:
        process = os.fork()
        if process == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            work(line.strip())
            os._exit(0)
        print(process, flush=True)


if __name__ == "__main__":
    main()
