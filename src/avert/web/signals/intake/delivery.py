"""A mail server hands over one mail and is told by an exit status what to do with it."""

from __future__ import annotations

import datetime as dt
import logging
import uuid

from avert.errors import ConfigError, InputError
from avert.web.audit.occasions import ActorKind, Occasion
from avert.web.signals.intake import services
from avert.web.signals.intake.mail import read_mail
from avert.web.signals.intake.selectors import program_for

TAKEN, NOT_USABLE, TRY_LATER = 0, 65, 75  # as sysexits.h has them: EX_DATAERR bounces, EX_TEMPFAIL keeps
logger = logging.getLogger(__name__)


def deliver(data: bytes, *, owner: str, program: str, now: dt.datetime) -> tuple[int, str]:
    """Take in a mail for an organisation as one of its programs; return the exit status, and a sentence for the log.

    What no other try can mend is sent back to its sender. Everything else is kept by the mail server: a mistake in the
    set-up, or a database that is away, must not cost a report.
    """
    try:
        mail = read_mail(data)
    except InputError as error:
        return NOT_USABLE, str(error)
    try:
        owner_id, found = uuid.UUID(owner), program_for(program, owner)
        if found is None:
            return TRY_LATER, "The program is none of this organisation's. Mend the ids; the mail is kept."
        occasion = Occasion(now, ActorKind.SERVICE, found.pk, owner_id)
        services.take_in_mail(owner_id=owner_id, mail=mail, viewer=found, occasion=occasion)
    except ConfigError as error:
        return TRY_LATER, str(error)
    except InputError as error:
        return NOT_USABLE, str(error)
    except Exception as error:  # whatever it was, it must not make the mail server drop the mail
        logger.warning("A mail could not be taken in now: %s", type(error))
        return (
            TRY_LATER,
            "The mail could not be taken in now. It is kept by the mail server, which tries again.",
        )
    return TAKEN, ""
