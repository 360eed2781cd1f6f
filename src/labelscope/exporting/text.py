"""CSV of the matrix for people, JSON of everything computed for machines."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, is_dataclass
from typing import Any

from labelscope.analysis import Analysis
from labelscope.exporting import tables
from labelscope.figures import Figure
from labelscope.i18n import Translator
from labelscope.version import VERSION

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(value: tables.Value) -> tables.Value:
    """Text that a spreadsheet cannot take for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_STARTS_FORMULA) else value


def rows_to_csv(table: tables.Table) -> bytes:
    """A table as CSV for people: UTF-8 with a byte order mark, formulas defused."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(table.header)
    writer.writerows(["" if value is None else plain(value) for value in row] for row in table.rows)
    return ("\ufeff" + buffer.getvalue()).encode()


def write_csv(analysis: Analysis, t: Translator) -> bytes:
    """Every cell of the matrix with its clauses and sources."""
    return rows_to_csv(tables.matrix(analysis, t))


def write_json(analysis: Analysis, t: Translator) -> bytes:
    """Everything computed, language-free, keys sorted."""
    return to_json(as_dict(analysis))


def to_json(value: Any) -> bytes:
    """Plain values, and frozen results as plain values, as JSON: keys sorted, figures rounded, no NaN."""
    content = json.dumps(_rounded(value), ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return (content + "\n").encode()


def as_dict(analysis: Analysis) -> dict[str, Any]:
    """The recommendation and every stage behind it as plain values."""
    advice, assessment, matrix = analysis.recommendation, analysis.options, analysis.matrix
    measured = analysis.overlap
    return {
        "program": f"labelscope {VERSION}",
        "catalogue": analysis.catalogue.checksum,
        "criteria_version": analysis.catalogue.criteria.version,
        "recommendation": _rounded(asdict(advice)),
        "options": {
            assessed.option.id: {
                "figures": {name: _figure(figure) for name, figure in assessed.figures.items()},
                "members": list(assessed.members),
                "possible_members": list(assessed.possible_members),
                "added": list(assessed.added),
                "asked": list(assessed.asked),
                "missing": list(assessed.missing),
                "ranges": _ranges(assessed.option),
            }
            for assessed in assessment.options
        },
        "existing": list(assessment.existing),
        "asked_share": _rounded(dict(assessment.asked_share)),
        "families": [_rounded(asdict(family)) for family in analysis.families.families],
        "collects_data": sorted(matrix.data_only),
        "matrix": {
            scheme_id: {cell.criterion_id: str(cell.coverage) for cell in matrix.row(scheme_id)}
            for scheme_id in matrix.schemes
        },
        "overlap": [
            {
                "first": first,
                "second": second,
                "overlap": _known(measured.symmetric[i, j]),
                "first_in_second": _known(measured.containment[i, j]),
                "second_in_first": _known(measured.containment[j, i]),
                "base": int(measured.base[i, j]),
            }
            for i, first in enumerate(measured.schemes)
            for j, second in enumerate(measured.schemes)
            if i < j
        ],
    }


def _ranges(option: Any) -> dict[str, Any]:
    names = ("state_cost", "firm_cost", "uptake", "time", "effect")
    return {name: getattr(option, name).model_dump(mode="json", exclude={"note"}) for name in names}


def _figure(figure: Figure) -> dict[str, Any]:
    return dict(_rounded(asdict(figure)))


def _known(value: float) -> float | None:
    return None if value != value else round(float(value), tables.ROUNDING)


def _rounded(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return _rounded(asdict(value))
    if isinstance(value, float):
        return _known(value)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return value
