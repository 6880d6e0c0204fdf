from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from avert.web.accounts.models import Person
from avert.web.audit import services as audit
from avert.web.audit.actions import Action
from avert.web.audit.occasions import Occasion
from avert.web.sealing import selectors
from avert.web.sealing.custody import open_key
from avert.web.sealing.envelope import new_data_key, open_text, seal_text, unwrap_key, wrap_key
from avert.web.sealing.errors import NoCustodianError
from avert.web.sealing.models import IN_USE, OrganisationKey, Sealed, WrappedKey


@sensitive_variables()
@transaction.atomic
def seal(
    *,
    record_id: UUID,
    record_kind: str,
    organisation_id: UUID,
    values: Mapping[str, str],
    occasion: Occasion,
) -> None:
    """Seal fields of a record that the caller has found the actor may write; what they held before is gone.

    A field left blank stays as it is, because a form cannot show what is sealed; ``erase`` empties it.
    """
    given = {field: text for field, text in values.items() if text.strip()}
    if not given:
        return
    audit.wait_for_turn()
    key = OrganisationKey.objects.filter(IN_USE, organisation_id=organisation_id).first()
    if key is None:
        raise NoCustodianError(
            "The organisation has no key, so nothing can be sealed and identities must not be written down "
            "here. A lead names a custodian first."
        )
    replaced, _by_model = Sealed.objects.filter(
        organisation_id=organisation_id, record_id=record_id, field__in=given
    ).delete()
    for field, text in given.items():
        _seal_one(
            Sealed(
                organisation_id=organisation_id, record_id=record_id, record_kind=record_kind, field=field
            ),
            text,
            key,
        )
    _append(record_id, organisation_id, Action.CHANGE if replaced else Action.CREATE, occasion, given)


@sensitive_variables()
def open_sealed(
    *, record_id: UUID, viewer: Person, key_file: str, passphrase: str, occasion: Occasion
) -> dict[str, str]:
    """Return the sealed fields of a record that the viewer, as custodian, opens with this key file."""
    kept = list(selectors.keys_to(record_id=record_id, viewer=viewer))
    if not kept:
        audit.append_denial(occasion=occasion, object_kind=Sealed._meta.label_lower, object_id=record_id)
        raise PermissionDenied
    key = next((key for key in kept if key.fingerprint in key_file), kept[0])
    private_key = open_key(
        key=key, key_file=key_file, passphrase=passphrase, viewer=viewer, occasion=occasion
    )
    with transaction.atomic():
        opened = _open_all(record_id, key, private_key)
        _append(record_id, key.organisation_id, Action.READ, occasion, opened)
    return opened


@transaction.atomic
def erase(
    *, record_id: UUID, organisation_id: UUID, occasion: Occasion, field_names: Collection[str] = ()
) -> int:
    """Delete sealed fields of a record for good, all of them unless some are named; return how many.

    Whatever deletes a record calls this: there is no foreign key that would.
    """
    audit.wait_for_turn()
    doomed = Sealed.objects.filter(record_id=record_id, organisation_id=organisation_id)
    if field_names:
        doomed = doomed.filter(field__in=field_names)
    erased = list(doomed.values_list("field", flat=True))
    doomed.delete()
    if erased:
        _append(record_id, organisation_id, Action.DELETE, occasion, erased)
    return len(erased)


@sensitive_variables()
def _seal_one(sealed: Sealed, text: str, key: OrganisationKey) -> None:
    data_key = new_data_key()
    sealed.ciphertext = seal_text(text, data_key, sealed.binding)
    sealed.save(force_insert=True)
    wrapped = wrap_key(data_key, bytes(key.public_key), sealed.binding)
    WrappedKey.objects.create(sealed=sealed, key=key, wrapped=wrapped)


@sensitive_variables()
def _open_all(record_id: UUID, key: OrganisationKey, private_key: X25519PrivateKey) -> dict[str, str]:
    wraps = WrappedKey.objects.filter(key=key, sealed__record_id=record_id, sealed__scheme=Sealed.ANY_ONE)
    return {
        wrap.sealed.field: open_text(
            bytes(wrap.sealed.ciphertext),
            unwrap_key(bytes(wrap.wrapped), private_key, wrap.sealed.binding),
            wrap.sealed.binding,
        )
        for wrap in wraps.select_related("sealed").order_by("sealed__field")
    }


def _append(
    record_id: UUID, organisation_id: UUID, action: Action, occasion: Occasion, field_names: Collection[str]
) -> None:
    audit.append(
        occasion=occasion,
        action=action,
        object_kind=Sealed._meta.label_lower,
        object_id=record_id,
        owner_id=organisation_id,
        field_names=field_names,
    )
