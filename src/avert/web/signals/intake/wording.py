"""What stands on every way in, on paper and on the screen."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

REFERRAL = _(
    "If someone was raped or sexually assaulted, do not write down who or where here. Help comes first: clinics "
    "treat without asking who did it, best within three days. Whether to tell anyone else is for the survivor alone "
    "to decide. Give them the number of your referral pathway."
)
