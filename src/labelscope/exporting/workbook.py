"""XLSX: one sheet per table, the last one tells where it all comes from."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime

from labelscope.analysis import Analysis
from labelscope.exporting import tables
from labelscope.i18n import Translator

_MAX_TEXT = 32_767
_WIDE = 60
#: A fixed date, so that the same catalogue gives the same bytes.
_CREATED = datetime(2002, 2, 27)


def write_xlsx(analysis: Analysis, t: Translator) -> bytes:
    """The workbook."""
    return xlsx([build(analysis, t) for build in tables.TABLES])


def xlsx(sheets: Iterable[tables.Table]) -> bytes:
    """Tables as the sheets of a workbook; text stays text."""
    import xlsxwriter

    buffer = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, safe) as workbook:
        workbook.set_properties({"title": "labelscope", "created": _CREATED})
        bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        for table in sheets:
            sheet = workbook.add_worksheet(table.name[:31])
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.header) - 1)
            for column, name in enumerate(table.header):
                sheet.write_string(0, column, name, bold)
                longest = max((len(str(row[column] or "")) for row in table.rows), default=0)
                sheet.set_column(column, column, min(_WIDE, max(longest, len(name)) + 2))
            for column, values in table.choices.items():
                allowed = {"validate": "list", "source": list(values)}
                sheet.data_validation(1, column, max(len(table.rows), 1), column, allowed)
            for number, row in enumerate(table.rows, start=1):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(number, column, value[:_MAX_TEXT], wrapped)
                    elif value is not None:
                        sheet.write_number(number, column, value, wrapped)
    return buffer.getvalue()
