"""Writing warnings: drafted, checked, released by two; or, where a life is in danger, sent at once as agreed."""

from __future__ import annotations

from avert.web.audit.occasions import Occasion
from avert.web.records.services import append_list_read as _append_list_read
from avert.web.warnings.addressing import add_addressee, change_addressee, remove_addressee
from avert.web.warnings.agreeing import (
    add_recipient,
    agree,
    change_agreed,
    remove_recipient,
    send_agreed,
    share_agreed,
)
from avert.web.warnings.checking import NotSecondPersonError, check
from avert.web.warnings.drafting import (
    IncompleteError,
    back_to_draft,
    change_draft,
    draft,
    drop,
    propose,
    remove_draft,
)
from avert.web.warnings.models import Agreed, Warning
from avert.web.warnings.releasing import release, share_warning
from avert.web.warnings.writing import WrongStateError

__all__ = [
    "IncompleteError",
    "NotSecondPersonError",
    "WrongStateError",
    "add_addressee",
    "add_recipient",
    "agree",
    "append_list_read",
    "back_to_draft",
    "change_addressee",
    "change_agreed",
    "change_draft",
    "check",
    "draft",
    "drop",
    "propose",
    "release",
    "remove_addressee",
    "remove_draft",
    "remove_recipient",
    "send_agreed",
    "share_agreed",
    "share_warning",
]


def append_list_read(*, occasion: Occasion, is_agreed: bool = False) -> None:
    """Write down that a list of warnings was read, or of messages agreed beforehand."""
    _append_list_read(kind=Agreed if is_agreed else Warning, occasion=occasion)
