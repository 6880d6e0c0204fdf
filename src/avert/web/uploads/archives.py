"""Zip archives, unpacked within bounds that hold before anything is unpacked."""

from __future__ import annotations

import io
import zipfile

from django.utils.translation.trans_null import gettext_noop as _

from avert.web.uploads.files import refuse_unless
from avert.web.uploads.kinds import TWO_FILES, ZIP_START

MOST_MEMBERS = 2_000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_RATIO = 250
SMALL = 1024 * 1024  # below this a high ratio does no harm: empty tables compress that well
END_SIZE = 22
ENCRYPTED = 0x1
BOMB = _(
    "Unpacked, this file would be far larger than it looks, so it is not opened. Save it again, smaller."
)
LOCKED = _("The file is protected by a password. Hand it in without one.")
ODD = _("The archive inside this file is not as its program writes it. Save it again, or hand in a PDF.")


def members_of(data: bytes) -> dict[str, bytes]:
    """Return every file in an archive by its name, refusing bombs, passwords and what is hidden around it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        _refuse_what_surrounds(data, archive)
        _refuse_bombs(data, members)
        _refuse_odd_names([member.filename for member in members])
        found = {member.filename: archive.read(member) for member in members}
    refuse_unless(not any(content.startswith(ZIP_START) for content in found.values()), TWO_FILES)
    return found


def _refuse_what_surrounds(data: bytes, archive: zipfile.ZipFile) -> None:
    starts = min((member.header_offset for member in archive.infolist()), default=0) == 0
    ends = data.rfind(b"PK\x05\x06") + END_SIZE == len(data) and not archive.comment
    refuse_unless(data.startswith(ZIP_START) and starts and ends, TWO_FILES)


def _refuse_bombs(data: bytes, members: list[zipfile.ZipInfo]) -> None:
    refuse_unless(not any(member.flag_bits & ENCRYPTED for member in members), LOCKED)
    known = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    refuse_unless(all(member.compress_type in known for member in members), ODD)
    unpacked = sum(member.file_size for member in members)
    # Members that share bytes are how a small archive claims to hold petabytes.
    packed = sum(member.compress_size for member in members)
    is_dense = any(
        member.file_size > SMALL and member.file_size > MOST_RATIO * member.compress_size
        for member in members
    )
    is_bomb = len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or packed > len(data) or is_dense
    refuse_unless(not is_bomb, BOMB)


def _refuse_odd_names(names: list[str]) -> None:
    is_plain = all(
        name and name[0] != "/" and "\\" not in name and ".." not in name.split("/") for name in names
    )
    refuse_unless(is_plain and len({name.casefold() for name in names}) == len(names), ODD)
