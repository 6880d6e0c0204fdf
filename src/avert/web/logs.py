"""What the site writes down about itself: where something went wrong, and never what about.

Exceptions repeat what they were given: a database says which name is already taken, a parser quotes what it could not
read. So a line says when, how bad, who speaks, in which request, and the classes and places of an exception. A
message is written only if it stands as it is in the program that logs it, with numbers, ids and classes filled in.
"""

from __future__ import annotations

import datetime as dt
import logging
import logging.config
import numbers
import sys
import threading
from collections.abc import Iterator, Mapping
from types import CodeType, TracebackType
from typing import Any
from uuid import UUID

from avert.web.request_ids import current_request, request_id, route_of

LEFT_OUT = "…"
MOST_LINKED = 5  # errors that led to one another
logger = logging.getLogger(__name__)


class ScrubbedFormatter(logging.Formatter):
    """Writes a record without anything that came from outside the program."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line, and below it the places of an exception."""
        moment = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="seconds")
        parts = [moment, record.levelname, record.name, *_occasion(record), _said(record)]
        lines = [" ".join(parts)]
        if record.exc_info and record.exc_info[1] is not None:
            lines += _places(record.exc_info[1])
        return "\n".join(lines)


def set_up(config: dict[str, Any]) -> None:
    """Configure logging as Django asks, and have what ends a process or thread go the same way."""
    logging.config.dictConfig(config)
    logging.raiseExceptions = False  # else a line that cannot be written is printed with all its values
    logging.captureWarnings(True)
    sys.excepthook = _process_ended
    threading.excepthook = _thread_ended
    sys.unraisablehook = _went_unheard


def _occasion(record: logging.LogRecord) -> Iterator[str]:
    request = current_request()
    if request is not None:
        yield f"request={request_id(request)} route={route_of(request)}"
    if isinstance(status := getattr(record, "status_code", None), int):
        yield f"status={status}"


def _said(record: logging.LogRecord) -> str:
    if not isinstance(record.msg, str) or not _stands_in_the_program(record):
        return LEFT_OUT
    try:
        return record.msg % _harmless_all(record.args) if record.args else record.msg
    except (TypeError, ValueError, KeyError):
        return record.msg


def _stands_in_the_program(record: logging.LogRecord) -> bool:
    # A message that was put together is none of the constants of the function that logs it.
    frame = sys._getframe()
    while frame.f_back is not None:
        frame = frame.f_back
        code: CodeType = frame.f_code
        if code.co_filename == record.pathname and code.co_name == record.funcName:
            return record.msg in code.co_consts
    return False


def _harmless_all(args: Any) -> Any:
    if isinstance(args, Mapping):
        return {key: _harmless(value) for key, value in args.items()}
    return tuple(_harmless(value) for value in args)


def _harmless(value: object) -> object:
    if isinstance(value, type):
        return value.__name__
    return value if value is None or isinstance(value, (numbers.Number, UUID)) else LEFT_OUT


def _places(error: BaseException) -> Iterator[str]:
    linked: BaseException | None = error
    for _ in range(MOST_LINKED):
        if linked is None:
            return
        yield f"  {type(linked).__module__}.{type(linked).__qualname__}"
        yield from _frames(linked.__traceback__)
        linked = linked.__cause__ or (None if linked.__suppress_context__ else linked.__context__)


def _frames(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        frame = trace.tb_frame
        yield f"    {frame.f_globals.get('__name__', LEFT_OUT)}:{trace.tb_lineno} {frame.f_code.co_name}"
        trace = trace.tb_next


def _process_ended(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logger.critical("The process ended by a mistake.", exc_info=(kind, error, trace))


def _thread_ended(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        said = (args.exc_type, args.exc_value, args.exc_traceback)
        logger.critical("A thread ended by a mistake.", exc_info=said)


def _went_unheard(args: Any) -> None:
    if args.exc_value is not None:
        said = (args.exc_type, args.exc_value, args.exc_traceback)
        logger.error("A mistake was made while cleaning up.", exc_info=said)
