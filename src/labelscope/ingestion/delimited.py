"""CSV files."""

from __future__ import annotations

import csv
import io

from labelscope.errors import HostileInput
from labelscope.ingestion import refusals
from labelscope.ingestion.limits import Limits
from labelscope.ingestion.passages import Extraction
from labelscope.ingestion.plain import decode
from labelscope.ingestion.rows import sheet_passages
from labelscope.version import VERSION

_LONGEST_CELL = 200_000


def extract(data: bytes, limits: Limits) -> Extraction:
    """Cells of a CSV file; comma, semicolon or tab separate.

    Raises
    ------
    HostileInput
        If the file is not UTF-8, is not CSV, or has too many rows or columns.
    """
    text = decode(data)
    header = text[: text.find("\n")] if "\n" in text else text
    delimiter = max(",;\t", key=header.count)
    if header.count(delimiter) >= limits.columns:
        raise HostileInput(refusals.TABLE_SIZE, rows=str(limits.rows), columns=str(limits.columns))
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        for cells in reader:
            if len(cells) > limits.columns or len(rows) >= limits.rows:
                raise HostileInput(refusals.TABLE_SIZE, rows=str(limits.rows), columns=str(limits.columns))
            rows.append(cells)
    except csv.Error as error:
        raise HostileInput(refusals.NOT_CSV, line=str(reader.line_num)) from error
    return Extraction(f"labelscope {VERSION}", list(sheet_passages("", rows)))
