from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Action(TextChoices):
    """Everything an entry can say was done. Add words; never change or reuse one, old entries hold them."""

    LOG_IN = "log-in", _("logged in")
    LOG_IN_REFUSED = "log-in-refused", _("was refused log-in")
    LOG_OUT = "log-out", _("logged out")
    LOCKED_OUT = "locked-out", _("failed so often that a wait began")
    SESSION_END = "session-end", _("ended a session elsewhere")
    REAUTHENTICATE = "re-authenticate", _("confirmed who they are")
    PASSWORD_CHANGE = "password-change", _("changed the password")
    SECOND_FACTOR_ADD = "second-factor-add", _("set up a second step")
    SECOND_FACTOR_REMOVE = "second-factor-remove", _("removed the second step")
    RECOVERY_CODES = "recovery-codes", _("made new recovery codes")
    CREATE = "create", _("created")
    CHANGE = "change", _("changed")
    DELETE = "delete", _("deleted")
    READ = "read", _("read")
    READ_LIST = "read-list", _("read the list")
    EXPORT = "export", _("exported")
    DENIAL = "denial", _("was denied")
    PERMISSION_CHANGE = "permission-change", _("changed who may do what")
    EXPIRE = "expire", _("erased who had seen what, its time being over")
    RESTORE = "restore", _("said that a backup was restored")
    SEND = "send", _("handed over to an alert channel")
