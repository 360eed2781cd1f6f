"""What a file is, by its content; the ending of its name must agree."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from labelscope.errors import HostileInput
from labelscope.ingestion import refusals

#: Format -> endings of names that may carry it.
FORMATS: Mapping[str, tuple[str, ...]] = {
    "pdf": (".pdf",),
    "docx": (".docx",),
    "html": (".html", ".htm", ".xhtml"),
    "xlsx": (".xlsx",),
    "csv": (".csv",),
    "txt": (".txt",),
}
ARCHIVED = ("docx", "xlsx")
_SUFFIXES = {suffix: name for name, suffixes in FORMATS.items() for suffix in suffixes}
_BEGINNINGS = (
    (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"MZ", "EXE"), (b"\x7fELF", "ELF"),
    (b"{\\rtf", "RTF"), (b"Rar!", "RAR"), (b"\x1f\x8b", "GZIP"), (b"7z\xbc\xaf", "7Z"), (b"SQLite format 3", "SQLite"),
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|section|div|h[1-6]|p|ul|ol|table)[\s>]", re.IGNORECASE)
_BEGINS_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE
)


def sniff(name: str, data: bytes) -> str:
    """The format of a file, one of `FORMATS`.

    Of zip archives only the beginning is looked at here; the worker looks inside.

    Raises
    ------
    HostileInput
        If the content is of a kind that is not read, is encrypted, or does not agree with the name.
    """
    suffix = PurePosixPath(name.replace("\\", "/").replace("\x00", "")).suffix.lower()[:12]
    expected = _SUFFIXES.get(suffix)
    found = _content(data)
    if found is None and expected in ("csv", "txt"):
        return expected
    if expected == "html" and found is None and _HTML.search(data[:65_536]):
        return expected
    if found == "zip" and expected in ARCHIVED:
        return expected
    if found is not None and found in FORMATS and found == expected:
        return found
    if found not in (*FORMATS, "zip", None):
        raise HostileInput(refusals.NOT_READ, found=found or "")
    if expected is None:
        raise HostileInput(refusals.NOT_READ, found=suffix or (found or "text").upper())
    raise HostileInput(refusals.WRONG_SUFFIX, suffix=suffix, found=(found or "text").upper())


def _content(data: bytes) -> str | None:
    """A format, `zip`, the name of another kind, or None for text."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise HostileInput(refusals.ENCRYPTED)
        return "DOC / XLS"
    for beginning, name in _BEGINNINGS:
        if data.startswith(beginning):
            return name
    if _BEGINS_HTML.match(data[:4096]):
        return "html"
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "binary"
    return None
