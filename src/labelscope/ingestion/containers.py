"""Zip archives and XML from outside, for DOCX and XLSX: counted before and while they are unpacked, in memory only."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from labelscope.errors import HostileInput
from labelscope.ingestion import refusals
from labelscope.ingestion.limits import Limits

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_PIECE = 1_000_000
#: Bytes; smaller documents may be as repetitive as they like.
_FROM = 10_000_000
_MOST_COMMENT = 65_535
_END = b"PK\x05\x06"


class Container:
    """The members of an office document.

    Raises
    ------
    HostileInput
        If the archive is damaged, of another kind, encrypted, holds macros, or would unpack beyond the limits.
    """

    def __init__(self, form: str, data: bytes, limits: Limits) -> None:
        self.form = form
        self._limits = limits
        self._left = limits.unpacked_bytes
        self._refuse_many(data)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            members = self._archive.infolist()
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError) as error:
            raise self.corrupt() from error
        self._check(members)
        self.names = frozenset(member.filename for member in members)
        if _MAIN[form] not in self.names:
            self._refuse_kind()
        if any(name.lower().endswith("vbaproject.bin") for name in self.names):
            raise HostileInput(refusals.MACROS)

    def corrupt(self) -> HostileInput:
        """The refusal of a damaged file."""
        return HostileInput(refusals.CORRUPT, format=self.form.upper())

    def _refuse_many(self, data: bytes) -> None:
        """Refuse too many members before a list of them is made."""
        place = data.rfind(_END, max(0, len(data) - _MOST_COMMENT - 22))
        if place < 0 or len(data) < place + 12:
            raise self.corrupt()
        if int.from_bytes(data[place + 10 : place + 12], "little") > self._limits.members:
            raise HostileInput(refusals.BOMB)

    def _check(self, members: list[zipfile.ZipInfo]) -> None:
        unpacked = sum(member.file_size for member in members)
        packed = sum(member.compress_size for member in members)
        offsets = {member.header_offset for member in members}
        if any(member.flag_bits & 1 for member in members):
            raise HostileInput(refusals.ENCRYPTED)
        if (
            len(members) > self._limits.members
            or len(offsets) != len(members)
            or unpacked > self._limits.unpacked_bytes
            or unpacked > max(self._limits.ratio * packed, _FROM)
        ):
            raise HostileInput(refusals.BOMB)

    def _refuse_kind(self) -> None:
        for form, main in _MAIN.items():
            if main in self.names:
                raise HostileInput(refusals.WRONG_SUFFIX, suffix=f".{self.form}", found=form.upper())
        raise HostileInput(refusals.NOT_READ, found="ZIP")

    def read(self, name: str) -> bytes:
        """One member, unpacked; b"" if it is not there."""
        if name not in self.names:
            return b""
        content = bytearray()
        try:
            with self._archive.open(name) as member:
                while piece := member.read(_PIECE):
                    content += piece
                    self._left -= len(piece)
                    if self._left < 0:
                        raise HostileInput(refusals.BOMB)
        except (
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            OSError,
            EOFError,
            RuntimeError,
            ValueError,
        ) as error:
            raise self.corrupt() from error
        return bytes(content)

    def read_xml(self, name: str) -> _Element | None:
        """The root of one member; None if it is not there."""
        content = self.read(name)
        return self.parse(content) if content else None

    def parse(self, content: bytes) -> _Element:
        """The root of an XML text, in which nothing may be declared and nothing is fetched."""
        from lxml import etree

        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            if b"<!ENTITY" in content or b"<!DOCTYPE" in content:
                raise HostileInput(refusals.DECLARATION) from error
            if "depth" in str(error):
                raise HostileInput(refusals.NESTED, limit="255") from error
            raise self.corrupt() from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise HostileInput(refusals.DECLARATION)
        return root
