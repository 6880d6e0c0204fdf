"""Fetch a file: resumed where it was cut off, checked, and put in place whole or not at all.

This is the only file of the data sources that reaches the network. What has come so far stands beside the file
as ``NAME.part``, with ``NAME.part.json`` saying of which version it is; a second run goes on from there. The
server is trusted in nothing: neither in the length that it declares, nor that it sends what was asked for.
"""

from __future__ import annotations

import errno
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from pathlib import Path
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from avert import __version__
from avert.errors import FetchError
from avert.sources.addresses import Download
from avert.sources.part_files import Part, content_range, number, validator_of, with_suffix_of

_CHUNK = 256 * 1024
_OF_THE_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EISDIR)
_PASSING = (408, 425, 429, 500, 502, 503, 504)
_WEB_PAGE = (b"<!doctype html", b"<html")
Advance = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Limits:
    """How much, how slow and how often is still bearable."""

    most_bytes: int = 8 * 2**30
    seconds_of_silence: float = 60.0
    least_bytes: int = 16 * 1024
    """Fewer than this within the seconds of silence is as good as silence."""
    attempts: int = 5
    """Attempts that bring nothing new before it is given up."""
    most_attempts: int = 20
    first_wait: float = 1.0


@dataclass(frozen=True)
class Fetched:
    """A whole file on disk."""

    path: Path
    bytes: int
    sha256: str
    is_length_known: bool
    """The server said how long the file is, so that it cannot have been cut short unnoticed."""


class _BrokenOffError(Exception):
    """The connection ended early; what came so far may be kept."""


class SafeRedirects(HTTPRedirectHandler):
    """Follows redirects to https only, whatever was asked for at first."""

    max_redirections = 5

    def redirect_request(  # noqa: PLR0917  as the library calls it
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> Request | None:
        """Return the next request, or refuse it."""
        if urlsplit(newurl).scheme != "https":
            fp.close()
            raise FetchError(
                f"{_host(req.full_url)} sends on to an address without https, which anyone between could alter. "
                "Not followed."
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def fetch(
    download: Download,
    folder: Path,
    *,
    page: str,
    may_be_plain: bool = False,
    limits: Limits | None = None,
    advance: Advance = lambda _done, _total: None,
    wait: Callable[[float], None] = time.sleep,
) -> Fetched:
    """Fetch a file into a folder, going on where an earlier run was cut off.

    ``advance`` is told the bytes there are and, if the server says, how many there will be. ``may_be_plain``
    allows http for the first address. Raises FetchError, in one line with what to do; what came so far stays
    for the next run unless it is of no use.
    """
    limits = limits or Limits()
    _check_address(download.address, may_be_plain=may_be_plain)
    target = _place_for(download, folder)
    part = Part.of(target, download.address)
    failures = 0
    for _attempt in range(limits.most_attempts):
        before = part.bytes
        try:
            _receive(part, limits, page, advance)
            return _settled(part, target, download)
        except (_BrokenOffError, HTTPException, OSError) as error:
            if getattr(error, "errno", None) in _OF_THE_DISK:
                raise _given_up(part, download, error) from None
            failures = 1 if part.bytes > before else failures + 1
            if failures >= limits.attempts:
                raise _given_up(part, download, error) from None
            wait(limits.first_wait * 2 ** (failures - 1))
    raise _given_up(part, download, _BrokenOffError("it broke off again and again"))


def _place_for(download: Download, folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FetchError(f"{folder} cannot be made: {error.strerror}. Choose another with --to.") from None
    return folder / download.name


def _check_address(address: str, *, may_be_plain: bool) -> None:
    scheme = urlsplit(address).scheme
    if scheme == "https" or (scheme == "http" and may_be_plain):
        return
    raise FetchError(f"{address} is not an address that begins with https://. Nothing was fetched.")


def _receive(part: Part, limits: Limits, page: str, advance: Advance) -> None:
    """Ask for what is missing and write it down."""
    resumed = part.bytes if part.validator else 0
    headers = {"User-Agent": f"avert/{__version__}", "Accept-Encoding": "identity"}
    if resumed:
        headers |= {"Range": f"bytes={resumed}-", "If-Range": part.validator}
    opener = build_opener(SafeRedirects())
    try:
        answer = opener.open(Request(part.url, headers=headers), timeout=limits.seconds_of_silence)  # noqa: S310
    except HTTPError as error:
        with error:
            _explain(error, part, page)
        return
    except URLError as error:
        raise _BrokenOffError(str(error.reason)) from None
    with answer:
        _accept(answer, part, resumed, limits, page)
        _write(answer, part, limits, advance)


def _explain(error: HTTPError, part: Part, page: str) -> None:
    """Say what an answer other than the file means; return if the part is the whole file already."""
    if error.code == 416:
        is_whole = error.headers.get("Content-Range", "").strip() == f"bytes */{part.bytes}"
        if is_whole and part.bytes:
            part.total = part.bytes
            return
        part.discard()
        raise _BrokenOffError("the server no longer has what had come so far")
    if error.code in _PASSING:
        raise _BrokenOffError(f"{_host(part.url)} answered {error.code} ({error.reason})")
    raise FetchError(
        f"{_host(part.url)} answered {error.code} ({error.reason}): the file may have moved, or asks for a log-in. "
        f"Look at {page}, and give the new address: --from URL."
    )


def _accept(answer: Any, part: Part, resumed: int, limits: Limits, page: str) -> None:
    """Decide from the headers whether this goes on with the part, begins anew, or is no file at all."""
    if answer.headers.get_content_type() in ("text/html", "application/xhtml+xml"):
        raise _web_page(part, page)
    length = number(answer.headers.get("Content-Length"))
    if answer.status == 206:
        start, total = content_range(answer.headers.get("Content-Range", ""))
        if start != resumed or not resumed:
            part.discard()
            raise _BrokenOffError("the server sent another piece than the one asked for")
        part.total = total if total is not None else part.total
    else:
        part.begin(validator_of(answer.headers), length)
    if (part.total or 0) > limits.most_bytes:
        total = part.total
        part.discard()
        raise FetchError(
            f"{_host(part.url)} announces {total:,} bytes, more than any known dataset. Not fetched."
        )


def _write(answer: Any, part: Part, limits: Limits, advance: Advance) -> None:
    """Append what comes, as long as it comes fast enough and does not grow beyond all bounds."""
    done, recent, since = part.bytes, 0, time.monotonic()
    with part.path.open("ab") as stream:
        while chunk := answer.read1(_CHUNK):
            stream.write(chunk)
            done, recent = done + len(chunk), recent + len(chunk)
            advance(done, part.total)
            if done > min(limits.most_bytes, part.total or limits.most_bytes):
                break
            if time.monotonic() - since > limits.seconds_of_silence:
                if recent < limits.least_bytes:
                    raise _BrokenOffError("it came too slowly")
                recent, since = 0, time.monotonic()
    if part.total is not None and done < part.total:
        raise _BrokenOffError(f"{done:,} of {part.total:,} bytes came")
    if done > min(limits.most_bytes, part.total or limits.most_bytes):
        part.discard()
        raise FetchError(f"{_host(part.url)} sends more than it announced, or without end. Nothing was kept.")


def _settled(part: Part, target: Path, download: Download) -> Fetched:
    """Check the whole file and put it in place."""
    with part.path.open("rb") as stream:
        start = stream.read(512).lstrip().lower()
        stream.seek(0)
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    size = part.bytes
    if not size or start.startswith(_WEB_PAGE):
        what = "a web page" if size else "nothing"
        part.discard()
        raise FetchError(
            f"{_host(download.address)} sent {what} instead of data. Open it in a browser to see why."
        )
    if part.total is not None and size != (total := part.total):
        part.discard()
        raise FetchError(
            f"{download.name} has {size:,} bytes instead of {total:,}: something else is writing to it. "
            "Not kept; run one fetch at a time."
        )
    if download.sha256 is not None and digest != download.sha256:
        part.discard()
        raise FetchError(
            f"{download.name} is not the file that is expected: its SHA-256 is {digest}, not {download.sha256}. "
            "Not kept; ask the publisher before you use it."
        )
    is_length_known = part.total is not None or download.sha256 is not None
    target = with_suffix_of(target, start)
    part.put_in_place(target)
    return Fetched(target, size, digest, is_length_known)


def _given_up(part: Part, download: Download, error: Exception) -> FetchError:
    kept = f"{part.bytes:,} bytes are kept" if part.validator and part.bytes else "Nothing could be kept"
    reason = " ".join(str(error).split()) or type(error).__name__
    return FetchError(
        f"{download.name} did not come whole from {_host(download.address)} ({reason}). {kept}; run it again to go on."
    )


def _web_page(part: Part, page: str) -> FetchError:
    part.discard()
    return FetchError(
        f"{_host(part.url)} sent a web page instead of data; it may want to see a person. Open {page} in a browser, "
        "download the file and add it: avert data add PATH."
    )


def _host(url: str) -> str:
    return urlsplit(url).hostname or url
