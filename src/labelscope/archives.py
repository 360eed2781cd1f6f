"""Zip archives from outside: counted before anything is unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path

from labelscope.errors import HostileInput
from labelscope.i18n import mark

MAX_MEMBERS = 2_000
MAX_UNPACKED = 400_000_000
MAX_RATIO = 200


def refuse_bomb(path: Path) -> None:
    """Refuse what is no zip archive, or would unpack to far more than it holds.

    Raises
    ------
    HostileInput
        If the archive is broken, has overlapping or too many members, or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise HostileInput(mark("{file} is not a workbook. Save it again as .xlsx."), file=path.name) from error
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    overlapping = len({member.header_offset for member in members}) != len(members)
    if (
        overlapping
        or len(members) > MAX_MEMBERS
        or unpacked > MAX_UNPACKED
        or unpacked > MAX_RATIO * max(packed, 1)
        or any(member.flag_bits & 1 for member in members)
    ):
        remedy = mark("{file} unpacks to more than is allowed, or is locked. Save the list as CSV.")
        raise HostileInput(remedy, file=path.name)
