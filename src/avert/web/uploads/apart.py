"""Clean files in a process of their own, which may use little memory and time, and knows none of the site's secrets.

Readers of pictures and PDF are large, partly written in C, and read what an enemy may have written. What goes wrong
there ends that process and nothing else.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import BinaryIO

from django.utils.translation.trans_null import gettext_noop as _

import avert
from avert.errors import RefusedFileError
from avert.web.uploads.cleaning import DAMAGED, TOO_BIG
from avert.web.uploads.files import MOST_BYTES, CleanFile, refuse_unless

SECONDS = 20
SECONDS_TO_WAIT = 5  # the web server has few threads, and whoever waits here holds one
AT_ONCE = 2
COMMAND = [sys.executable, "-P", "-B", "-m", "avert.web.uploads"]
# Enough to find this package, and Windows itself: no address of a database, no key.
ENVIRONMENT = {"PYTHONPATH": str(Path(avert.__file__).resolve().parents[1])}
KEPT_VARIABLES = ("SYSTEMROOT",)

BUSY = _("Several files are being cleaned at this moment. Wait a little and hand yours in again.")
TOO_SLOW = _("Cleaning the file took too long. Hand in the part that matters, or a PDF printed anew.")
_places = threading.BoundedSemaphore(AT_ONCE)


def clean_upload(data: bytes | BinaryIO, *, name: str, takes_data: bool = False) -> CleanFile:
    """Return the file without the metadata that the scrub knows of, or raise RefusedFileError saying what to do.

    XML and JSON are refused like programs, except where a page asks for data and says ``takes_data``.
    """
    content = data if isinstance(data, bytes) else data.read(MOST_BYTES + 1)
    refuse_unless(len(content) <= MOST_BYTES, TOO_BIG)  # before a copy of it is made
    refuse_unless(_places.acquire(timeout=SECONDS_TO_WAIT), BUSY)
    try:
        return _cleaned_apart(content, {"name": name, "takes_data": takes_data})
    finally:
        _places.release()


def _cleaned_apart(content: bytes, asked: dict[str, str | bool]) -> CleanFile:
    head = json.dumps(asked).encode() + b"\n"
    environment = ENVIRONMENT | {key: os.environ[key] for key in KEPT_VARIABLES if key in os.environ}
    try:
        done = subprocess.run(  # noqa: S603  nothing from outside is in the command
            COMMAND,
            input=head + content,
            env=environment,
            cwd="/",
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise RefusedFileError(TOO_SLOW) from None
    refuse_unless(done.returncode == 0, DAMAGED)  # it was ended, or ended itself, over what it read
    said, _newline, cleaned = done.stdout.partition(b"\n")
    answer = json.loads(said)
    if "refused" in answer:
        raise RefusedFileError(answer["refused"])
    return CleanFile(cleaned, answer["media_type"], answer["name"], tuple(answer["notes"]))
