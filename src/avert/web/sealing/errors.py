"""What can go wrong with sealed fields.

    InputError
    └── SealingError
        ├── NoCustodianError       the organisation has no key to seal with
        ├── NotCustodianError      the person cannot be, or is not yet, custodian
        └── CannotOpenError
            ├── KeyFileError       not a key file, or not the one for this key
            ├── PassphraseError    the passphrase is wrong, or the key file damaged
            ├── TooManyTriesError  too many of these in a row
            └── DamagedSealError   what is stored is not what was sealed

No message repeats anything that was typed, sealed or opened.
"""

from __future__ import annotations

from avert.errors import InputError


class SealingError(InputError):
    """A sealed field cannot be written, opened or handed over."""


class NoCustodianError(SealingError):
    """The organisation has no key to seal with."""


class NotCustodianError(SealingError):
    """The person cannot be, or is not yet, custodian."""


class CannotOpenError(SealingError):
    """What is sealed stays sealed."""


class KeyFileError(CannotOpenError):
    """Not a key file, or not the one for this key."""


class PassphraseError(CannotOpenError):
    """The passphrase is wrong, or the key file damaged: nobody can tell which."""


class TooManyTriesError(CannotOpenError):
    """The key file or the passphrase was wrong too often of late."""


class DamagedSealError(CannotOpenError):
    """What is stored is not what was sealed here."""
