"""The process apart: limits itself, then reads what is asked and a file, and answers with the cleaned file."""

from __future__ import annotations

import contextlib
import json
import sys

from avert.errors import RefusedFileError
from avert.web.uploads.apart import SECONDS
from avert.web.uploads.cleaning import clean

BYTES_OF_MEMORY = 2 * 1024**3  # the largest picture in its few copies


def _limit_this_process() -> None:
    with contextlib.suppress(ImportError):  # Windows has no such limits; there the time alone is bounded
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (BYTES_OF_MEMORY, BYTES_OF_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it has nothing to write but its answer
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer() -> None:
    _limit_this_process()
    head, _newline, content = sys.stdin.buffer.read().partition(b"\n")
    try:
        done = clean(content, **json.loads(head))
    except RefusedFileError as error:
        sys.stdout.buffer.write(json.dumps({"refused": str(error)}).encode() + b"\n")
    else:
        said = {"media_type": done.media_type, "name": done.name, "notes": done.notes}
        sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + done.content)


if __name__ == "__main__":
    _answer()
