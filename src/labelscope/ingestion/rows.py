"""Rows of tables, whatever they came in: which cells are names of columns, which are clause numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from labelscope.ingestion.document import Kind
from labelscope.ingestion.passages import Passage

#: Columns whose cells are requirements however short they are.
ASKED = frozenset({
    "text", "requirement", "requirements", "exigence", "exigences", "eis", "eisen", "anforderung", "anforderungen",
    "criterion", "criteria", "critère", "critères", "criterium", "kriterium", "indicator", "indicateur", "indikator",
    "clause",
})  # fmt: skip
_NUMBER = re.compile(r"[A-Za-z]{0,6}[ .-]?(?:[0-9]{1,4}|[a-z]|[IVXLC]{1,6})(?:[.-][0-9A-Za-z]{1,3}){0,6}[.)]?")
_LONGEST_HEAD = 60


def cell_name(table: str, row: int, column: int) -> str:
    """The place of a cell as a spreadsheet writes it: `Sheet!C12`."""
    name, left = "", column + 1
    while left:
        left, digit = divmod(left - 1, 26)
        name = chr(ord("A") + digit) + name
    return f"{table}!{name}{row + 1}" if table else f"{name}{row + 1}"


def head_cells(rows: Sequence[Sequence[str]]) -> list[str]:
    """The names of the columns, or an empty list where the first row is like the others."""
    if len(rows) < 2:
        return []
    first = list(rows[0])
    filled = [cell for cell in first if cell]
    if len(filled) < 2 or any(len(cell) > _LONGEST_HEAD or cell.endswith((".", ";")) for cell in filled):
        return []
    if any(re.search(r"[0-9]", cell) and _NUMBER.fullmatch(cell) for cell in filled):
        return []
    longest = max((len(cell) for row in rows[1:50] for cell in row), default=0)
    is_named = any(cell.casefold() in ASKED for cell in filled)
    return first if is_named or longest > 2 * max(map(len, filled)) else []


def row_number(cells: Sequence[str]) -> str:
    """The clause number of a row: its first filled cell, where that is a number with a text beside it."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    is_number = len(filled) > 1 and len(filled[0]) <= 16 and _NUMBER.fullmatch(filled[0]) is not None
    return filled[0] if is_number and re.search(r"[0-9]|^[a-z][.)]", filled[0]) else ""


def sheet_passages(
    name: str, rows: Sequence[Sequence[str]], first_row: int = 0, first_column: int = 0
) -> Iterator[Passage]:
    """The cells of a sheet of plain text, row by row, under the name of the sheet and of their column."""
    heads = head_cells(rows)
    asked = {place for place, head in enumerate(heads) if head.strip().casefold() in ASKED}
    for line, row in enumerate(rows):
        number = row_number(row) if not (heads and line == 0) else ""
        is_number_due = bool(number)
        for column, text in enumerate(row):
            if not text.strip():
                continue
            is_number = is_number_due and text.strip() == number
            is_number_due = is_number_due and not is_number
            head = heads[column].strip() if heads and line and column < len(heads) else ""
            yield Passage(
                text,
                Kind.TABLE_CELL,
                "" if is_number else number,
                above=tuple(filter(None, (name, head))),
                cell=cell_name(name, first_row + line, first_column + column),
                is_asked=bool(line) and column in asked,
            )


def table_passages(name: str, rows: list[list[tuple[list[Passage], int]]]) -> Iterator[Passage]:
    """The passages of a table whose cells hold passages and span columns; a short first row names the columns."""
    texts = [
        [" ".join(p.text for p in passages).strip() for passages, width in row for _ in range(width)] for row in rows
    ]
    heads = head_cells(texts)
    for line, row in enumerate(rows):
        number, column = "" if heads and line == 0 else row_number(texts[line]), 0
        for passages, width in row:
            place = cell_name(name, line, column)
            for passage in passages:
                if passage.kind is Kind.FOOTNOTE or passage.cell:
                    yield passage
                    continue
                text = f"{passage.number} {passage.text}" if passage.number and not number else passage.text
                above = tuple(heads[column : column + 1]) if heads and line else ()
                own = number if number and passage.text.strip() != number else ""
                above = tuple(filter(None, above))
                yield replace(passage, text=text, kind=Kind.TABLE_CELL, number=own, above=above, cell=place)
            column += width
