"""Services on the keys: naming a custodian, making and proving a key, handing over, forgetting.

Every change of an organisation's keys, and every sealing, first waits for its turn to write, so that nothing is sealed
for a key that is being retired.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from avert.web.accounts.models import Organisation, Person
from avert.web.audit import selectors as audit_entries
from avert.web.audit import services as audit
from avert.web.audit.actions import Action
from avert.web.audit.occasions import Occasion
from avert.web.sealing import key_file as files
from avert.web.sealing import policy
from avert.web.sealing.envelope import unwrap_key, wrap_key
from avert.web.sealing.errors import CannotOpenError, NotCustodianError, TooManyTriesError
from avert.web.sealing.models import IN_USE, TO_COME, OrganisationKey, Sealed, WrappedKey

MOST_TRIES, WITHIN = 10, dt.timedelta(minutes=5)
AT_A_TIME = 500


@transaction.atomic
def name_custodian(
    *, organisation: Organisation, custodian: Person, viewer: Person, occasion: Occasion
) -> OrganisationKey:
    """Ask a member to keep the organisation's key; whoever was asked before and holds no key in use is not any more."""
    _refuse_unless(policy.may_name_custodian(viewer, organisation.pk))
    if not policy.can_be_custodian(custodian, organisation):
        raise NotCustodianError("Only a member who can log in can keep the key. Choose one of the members.")
    audit.wait_for_turn()
    OrganisationKey.objects.filter(TO_COME, organisation=organisation).delete()
    key = OrganisationKey.objects.create(organisation=organisation, custodian=custodian, named_at=occasion.at)
    _append(key, Action.PERMISSION_CHANGE, occasion, "custodian")
    return key


@sensitive_variables()
def make_key(*, key: OrganisationKey, passphrase: str, viewer: Person, occasion: Occasion) -> str:
    """Make the key that its custodian was asked to keep, and return the key file, which is kept nowhere here.

    Until it is proven it may be made again; the file from before then opens nothing.
    """
    made = files.make_key(organisation_id=key.organisation_id, passphrase=passphrase)
    with transaction.atomic():
        audit.wait_for_turn()
        key = _to_come(key, viewer)
        key.public_key, key.proven_at = made.public_key, None
        key.save(update_fields=["public_key", "proven_at"])
        _append(key, Action.CHANGE, occasion, "public_key")
    return made.key_file


@sensitive_variables()
def prove_key(
    *, key: OrganisationKey, key_file: str, passphrase: str, viewer: Person, occasion: Occasion
) -> OrganisationKey:
    """Note that the custodian can open with the key; where no other key is in use, it is from now on."""
    open_key(key=key, key_file=key_file, passphrase=passphrase, viewer=viewer, occasion=occasion)
    with transaction.atomic():
        audit.wait_for_turn()
        proven, tried = _to_come(key, viewer), key.fingerprint
        _refuse_unless(proven.fingerprint == tried)
        proven.proven_at = occasion.at
        if not OrganisationKey.objects.filter(IN_USE, organisation=key.organisation_id).exists():
            proven.begun_at = occasion.at
        proven.save(update_fields=["proven_at", "begun_at"])
        _append(proven, Action.CHANGE, occasion, "proven_at", *(["begun_at"] if proven.begun_at else []))
    return proven


@transaction.atomic
def begin_anew(*, key: OrganisationKey, viewer: Person, occasion: Occasion) -> OrganisationKey:
    """Use a proven key from now on without a hand-over; what is sealed stays with the key before it."""
    _refuse_unless(policy.may_name_custodian(viewer, key.organisation_id))
    audit.wait_for_turn()
    before = OrganisationKey.objects.get(IN_USE, organisation=key.organisation_id)
    return _succeed(before, _proven(key), occasion)


@sensitive_variables()
def hand_over(
    *, key: OrganisationKey, key_file: str, passphrase: str, viewer: Person, occasion: Occasion
) -> int:
    """Give all that a key opens to the key that follows it, all or nothing; return how many fields these are.

    The key that follows is the proven one waiting or, if this one is retired, the one in use.
    """
    private_key = open_key(
        key=key, key_file=key_file, passphrase=passphrase, viewer=viewer, occasion=occasion
    )
    key.refresh_from_db()
    following = _following(key)
    wraps = WrappedKey.objects.filter(key=key).select_related("sealed")
    made = _wrap_anew(
        wraps.all(), private_key, following
    )  # seconds for thousands, so before the turn to write
    with transaction.atomic():
        audit.wait_for_turn()
        key.refresh_from_db()
        _refuse_unless(_following(key) == following)
        there = set(wraps.values_list("pk", flat=True))
        made |= _wrap_anew(wraps.filter(pk__in=there - made.keys()), private_key, following)
        WrappedKey.objects.filter(key=key).delete()
        WrappedKey.objects.bulk_create([made[pk] for pk in there], batch_size=AT_A_TIME)
        if key.retired_at is None:
            _succeed(key, following, occasion)
        OrganisationKey.objects.filter(pk=key.pk).update(custodian=None)
        _append(key, Action.PERMISSION_CHANGE, occasion, "custodian", "wrapped_keys")
    return len(there)


@transaction.atomic
def forget_key(*, key: OrganisationKey, viewer: Person, occasion: Occasion) -> int:
    """Retire a key and delete what only it opens, for good; return how many fields these were."""
    _refuse_unless(policy.may_name_custodian(viewer, key.organisation_id))
    audit.wait_for_turn()
    WrappedKey.objects.filter(key=key).delete()
    count, _by_model = Sealed.objects.filter(wrapped_keys=None).delete()
    OrganisationKey.objects.filter(pk=key.pk).update(custodian=None, retired_at=occasion.at)
    _append(key, Action.DELETE, occasion, "custodian", "retired_at", "wrapped_keys")
    return count


@sensitive_variables()
def open_key(
    *, key: OrganisationKey, key_file: str, passphrase: str, viewer: Person, occasion: Occasion
) -> X25519PrivateKey:
    """Return the private key to its custodian; refusals are written down, and counted."""
    about = {"object_kind": OrganisationKey._meta.label_lower, "object_id": key.pk}
    if not OrganisationKey.objects.filter(policy.is_kept_by(viewer), pk=key.pk).exists():
        audit.append_denial(occasion=occasion, **about)
        raise PermissionDenied
    tries = audit_entries.count_denials(actor_id=viewer.pk, object_id=key.pk, since=occasion.at - WITHIN)
    if tries >= MOST_TRIES:
        raise TooManyTriesError("Too many tries have failed. Wait five minutes, then try again.")
    try:
        return files.open_key_file(key_file, passphrase, bytes(key.public_key))
    except CannotOpenError:
        audit.append_denial(occasion=occasion, **about)
        raise


def _following(key: OrganisationKey) -> OrganisationKey:
    found = OrganisationKey.objects.filter(
        policy.has_a_custodian(),
        TO_COME if key.retired_at is None else IN_USE,
        organisation=key.organisation_id,
        proven_at__isnull=False,
    ).first()
    if found is None:
        raise NotCustodianError(
            "Nobody can take over yet, and without a proven key what is handed over would be lost. "
            "A lead names the new custodian, who makes a key and tries it."
        )
    return found


@sensitive_variables()
def _wrap_anew(
    wraps: Iterable[WrappedKey], private_key: X25519PrivateKey, following: OrganisationKey
) -> dict[UUID, WrappedKey]:
    public_key = bytes(following.public_key)
    made = {}
    for wrap in wraps:
        binding = wrap.sealed.binding
        data_key = unwrap_key(bytes(wrap.wrapped), private_key, binding, wrap.share)
        wrapped = wrap_key(data_key, public_key, binding, wrap.share)
        made[wrap.pk] = WrappedKey(sealed=wrap.sealed, key=following, share=wrap.share, wrapped=wrapped)
    return made


def _succeed(before: OrganisationKey, key: OrganisationKey, occasion: Occasion) -> OrganisationKey:
    before.retired_at = key.begun_at = occasion.at
    before.save(update_fields=["retired_at"])
    key.save(update_fields=["begun_at"])
    _append(before, Action.PERMISSION_CHANGE, occasion, "retired_at")
    _append(key, Action.PERMISSION_CHANGE, occasion, "begun_at")
    return key


def _to_come(key: OrganisationKey, viewer: Person) -> OrganisationKey:
    found = OrganisationKey.objects.filter(policy.is_kept_by(viewer), TO_COME, pk=key.pk).first()
    _refuse_unless(found is not None)
    return found  # type: ignore[return-value]  # refused otherwise


def _proven(key: OrganisationKey) -> OrganisationKey:
    return OrganisationKey.objects.get(TO_COME, pk=key.pk, proven_at__isnull=False)


def _refuse_unless(is_allowed: bool) -> None:
    if not is_allowed:
        raise PermissionDenied


def _append(key: OrganisationKey, action: Action, occasion: Occasion, *field_names: str) -> None:
    audit.append(
        occasion=occasion,
        action=action,
        object_kind=OrganisationKey._meta.label_lower,
        object_id=key.pk,
        owner_id=key.organisation_id,
        field_names=field_names,
    )
