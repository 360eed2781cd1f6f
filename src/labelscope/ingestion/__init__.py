"""A standard's document becomes rows: bytes in, requirement candidates with their place out.

`ingest` reads PDF, DOCX, HTML, XLSX, CSV and TXT. Nothing of the document is kept.
"""

from __future__ import annotations

import hashlib
from typing import Any

from labelscope.errors import HostileInput
from labelscope.ingestion import passages, refusals
from labelscope.ingestion.document import UNDETERMINED, Block, Box, Clause, Document, Kind, Locator, Notice
from labelscope.ingestion.limits import LIMITS, MEGABYTE, Limits
from labelscope.ingestion.parsing import SHEETS
from labelscope.ingestion.sniffing import FORMATS, sniff
from labelscope.ingestion.worker import read_in_worker
from labelscope.model import LANGUAGES

__all__ = [
    "FORMATS", "LIMITS", "UNDETERMINED", "Block", "Box", "Clause", "Document", "Kind", "Limits", "Locator", "Notice",
    "ingest", "read_sheets",
]  # fmt: skip


def ingest(name: str, data: bytes, limits: Limits = LIMITS) -> Document:
    """Read a document in a worker process.

    Parameters
    ----------
    name : str
        Name of the file; only its ending is used, and it must agree with the content.
    data : bytes
        The file.
    limits : Limits
        Bytes, seconds and other bounds.

    Raises
    ------
    HostileInput
        If the document is empty, over a limit, of another kind, locked, damaged, or without text.
    """
    form = _form(name, data, limits)
    answer = read_in_worker(form, data, limits)
    try:
        return _document(hashlib.sha256(data).hexdigest(), form, answer)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise HostileInput(refusals.CRASHED) from error


def read_sheets(name: str, data: bytes, limits: Limits = LIMITS) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The cells of a workbook (XLSX), read in a worker process: name of each visible sheet -> rows of text.

    Raises
    ------
    HostileInput
        As `ingest`, and if the file is no workbook.
    """
    if (form := _form(name, data, limits)) != "xlsx":
        raise HostileInput(refusals.WRONG_SUFFIX, suffix=".xlsx", found=form.upper())
    sheets = read_in_worker(SHEETS, data, limits).get("sheets")
    try:
        return {str(sheet): tuple(tuple(map(str, row)) for row in rows) for sheet, rows in dict(sheets or {}).items()}
    except (TypeError, ValueError) as error:
        raise HostileInput(refusals.CRASHED) from error


def _form(name: str, data: bytes, limits: Limits) -> str:
    """The format of a file that is neither empty nor too large."""
    if not data:
        raise HostileInput(refusals.EMPTY)
    if len(data) > limits.file_bytes:
        raise HostileInput(refusals.TOO_LARGE, limit=f"{limits.file_bytes / MEGABYTE:g}")
    return sniff(name, data)


def _document(checksum: str, form: str, answer: dict[str, Any]) -> Document:
    blocks = tuple(_block(checksum, *values) for values in answer["blocks"])
    clauses = []
    for place, number, language, lead_in in answer["clauses"]:
        block = blocks[place]
        clauses.append(Clause(block.text, block.kind, number, language, lead_in, block.locator))
    warnings = tuple(Notice(message, values) for message, values in answer["warnings"])
    document = Document(checksum, form, answer["extractor"], answer["language"], warnings, blocks, tuple(clauses))
    _check(document)
    return document


def _check(document: Document) -> None:
    """A worker is not trusted: ValueError where its answer does not hold together."""
    text = document.text
    if any(text[block.locator.start : block.locator.end] != block.text for block in document.blocks):
        raise ValueError("a span does not give its text")
    if not {document.language, *(clause.language for clause in document.clauses)} <= {*LANGUAGES, UNDETERMINED}:
        raise ValueError("no such language")
    if not all(notice.message in passages.ALL and str(notice) for notice in document.warnings):
        raise ValueError("no such warning")


def _block(
    checksum: str, kind: str, text: str, start: int, end: int, headings: list[str], number: str, page: int | None,
    page_label: str, box: list[float] | None, cell: str,
) -> Block:  # fmt: skip
    at = Box(*box) if box else None
    return Block(Kind(kind), text, Locator(checksum, start, end, tuple(headings), number, page, page_label, at, cell))
