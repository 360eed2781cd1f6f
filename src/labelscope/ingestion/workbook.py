"""XLSX workbooks: the cells of every visible sheet, as values; formulas and macros are not run."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from labelscope.errors import HostileInput
from labelscope.ingestion import refusals
from labelscope.ingestion.containers import Container
from labelscope.ingestion.document import Notice
from labelscope.ingestion.limits import Limits
from labelscope.ingestion.passages import HIDDEN_SHEET, NUMBER_CELLS, Extraction, Passage
from labelscope.ingestion.rows import sheet_passages


def extract(data: bytes, limits: Limits) -> Extraction:
    """Cells of a workbook, sheet by sheet.

    Raises
    ------
    HostileInput
        If the workbook is locked, damaged or too large.
    """
    from importlib.metadata import version

    container = _opened(data, limits)
    notices: list[Notice] = []
    return Extraction(
        f"python-calamine {version('python-calamine')}", list(_sheets(data, container, limits, notices)), notices
    )


def _refuse_declarations(container: Container, name: str) -> None:
    """Refuse a part that declares a document type; its beginning tells, in whatever encoding."""
    beginning = container.read(name)[:65_536].replace(b"\x00", b"").upper()
    if b"<!DOCTYPE" in beginning or b"<!ENTITY" in beginning:
        raise HostileInput(refusals.DECLARATION)


def read_sheets(data: bytes, limits: Limits) -> dict[str, list[list[str]]]:
    """The cells of every visible sheet as text, from its first cell on.

    Raises
    ------
    HostileInput
        As `extract`.
    """
    found: dict[str, list[list[str]]] = {}
    for name, values, top, left in _values(data, _opened(data, limits), limits, []):
        rows = [[""] * left + [_written(value) for value in row] for row in values]
        found[name] = [[] for _ in range(top)] + rows
    return found


def _opened(data: bytes, limits: Limits) -> Container:
    """The archive, once no part of it declares anything."""
    container = Container("xlsx", data, limits)
    for name in sorted(container.names):
        if name.endswith((".xml", ".rels")):
            _refuse_declarations(container, name)
    return container


def _sheets(data: bytes, container: Container, limits: Limits, notices: list[Notice]) -> Iterator[Passage]:
    for name, values, top, left in _values(data, container, limits, notices):
        if any(row and isinstance(row[0], float) and not row[0].is_integer() for row in values):
            notices.append(Notice(NUMBER_CELLS, {"place": name}))
        yield from sheet_passages(name, [[_written(value) for value in row] for row in values], top, left)


def _values(
    data: bytes, container: Container, limits: Limits, notices: list[Notice]
) -> Iterator[tuple[str, list[list[Any]], int, int]]:
    """Name, cells, first row and first column of every visible sheet."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in workbook.sheets_metadata:
            if sheet.typ != SheetTypeEnum.WorkSheet:
                continue
            if sheet.visible != SheetVisibleEnum.Visible:
                notices.append(Notice(HIDDEN_SHEET, {"sheet": sheet.name}))
                continue
            found = workbook.get_sheet_by_name(sheet.name)
            if found.total_height > limits.rows or found.total_width > limits.columns:
                raise HostileInput(refusals.TABLE_SIZE, rows=str(limits.rows), columns=str(limits.columns))
            yield sheet.name, found.to_python(skip_empty_area=True), *(found.start or (0, 0))
    except PasswordError as error:
        raise HostileInput(refusals.ENCRYPTED) from error
    except CalamineError as error:
        raise container.corrupt() from error


def _written(value: object) -> str:
    if isinstance(value, float):
        return re.sub(r"\.0$", "", repr(value))
    return str(value)
