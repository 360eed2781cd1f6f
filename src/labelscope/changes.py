"""What changed between two versions of the catalogue, and what that did to the matrix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from labelscope.catalogue import Catalogue
from labelscope.matrix import build_matrix
from labelscope.model import Requirement

#: Parts of a record that are told elsewhere, row by row, or that only say how the record was made.
_NOT_FACTS = frozenset({"id", "sources"})


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `before` or `after` is empty where the thing was not there.

    `kind`: a scheme's record, a requirement, a judgement, or a cell of the matrix; `id`: which one
    (a cell is scheme/criterion); `field`: what of it, as a dotted path.
    """

    kind: Literal["scheme", "requirement", "judgement", "cell"]
    id: str
    field: str
    before: str
    after: str


def compare(old: Catalogue, new: Catalogue) -> tuple[Change, ...]:
    """Every change of schemes, requirements and judgements, and every cell of the matrix that moved.

    Cells are compared for the schemes and criteria that both versions have.
    """
    return (*_schemes(old, new), *_requirements(old, new), *_judgements(old, new), *_cells(old, new))


def _schemes(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    for one in sorted(old.schemes.keys() | new.schemes.keys()):
        before = _flat(old.schemes[one].model_dump(mode="json")) if one in old.schemes else {}
        after = _flat(new.schemes[one].model_dump(mode="json")) if one in new.schemes else {}
        if not before or not after:
            yield Change(
                "scheme", one, "", old.schemes[one].name if before else "", new.schemes[one].name if after else ""
            )
            continue
        for field in sorted(before.keys() | after.keys()):
            if before.get(field) != after.get(field):
                yield Change("scheme", one, field, before.get(field, ""), after.get(field, ""))


def _requirements(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    before, after = _rows(old), _rows(new)
    for one in sorted(before.keys() | after.keys()):
        was, is_ = before.get(one, {}), after.get(one, {})
        if not was or not is_:
            yield Change("requirement", one, "text", was.get("text", ""), is_.get("text", ""))
            continue
        for field in was:
            if was[field] != is_[field]:
                yield Change("requirement", one, field, was[field], is_[field])


def _rows(catalogue: Catalogue) -> dict[str, dict[str, str]]:
    return {row.id: _row(row) for rows in catalogue.requirements.values() for row in rows}


def _row(row: Requirement) -> dict[str, str]:
    return {
        "clause": row.clause,
        "topic": row.topic,
        "obligation": str(row.obligation),
        "text": row.text,
        "grade": str(row.evidence.grade),
        "sources": "|".join(row.evidence.sources),
    }


def _judgements(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    before, after = _reaches(old), _reaches(new)
    for one in sorted(before.keys() | after.keys()):
        if before.get(one) != after.get(one):
            yield Change("judgement", " ".join(one), "reach", before.get(one, ""), after.get(one, ""))


def _reaches(catalogue: Catalogue) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], list[str]] = {}
    for line in catalogue.crosswalk:
        found.setdefault(("+".join(line.subjects), line.object_id), []).append(str(line.reach))
    return {one: "|".join(sorted(reaches)) for one, reaches in found.items()}


def _cells(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    before, after = build_matrix(old), build_matrix(new)
    criteria = [one for one in before.criteria if one in set(after.criteria)]
    for scheme in sorted(set(before.schemes) & set(after.schemes)):
        for criterion in criteria:
            was, is_ = before.cell(scheme, criterion).coverage, after.cell(scheme, criterion).coverage
            if was is not is_:
                yield Change("cell", f"{scheme}/{criterion}", "coverage", str(was), str(is_))


def _flat(record: Mapping[str, Any], path: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in record.items():
        if not path and name in _NOT_FACTS:
            continue
        place = f"{path}.{name}" if path else name
        if isinstance(value, dict):
            found |= _flat(value, place)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for number, entry in enumerate(value):
                found |= _flat(entry, f"{place}.{number}")
        elif isinstance(value, list):
            found[place] = " | ".join(map(str, value))
        else:
            found[place] = "unknown" if value is None else str(value)
    return found
