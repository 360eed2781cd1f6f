"""The small form of a scheme that is not in the catalogue yet, and the record that is made of it.

What the form does not ask is written as unknown. Everything in it is graded as general knowledge, since the person who
fills it names no source; only the rows rest on the document.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, Field

from labelscope.catalogue import Catalogue
from labelscope.errors import CatalogueError, Problem
from labelscope.i18n import mark
from labelscope.model import (
    ANY,
    LANGUAGES,
    NO_PRODUCT,
    Answer,
    Cpv,
    Governance,
    Id,
    Kind,
    MaybeText,
    MaybeUrl,
    MaybeYear,
    Nace,
    Record,
    SectorGroup,
    ShortName,
    Text,
    Year,
)
from labelscope.normalisation import fold
from labelscope.reading import ProblemList, build, read_record

FORM = Path("form")
SECTOR_GROUPS: tuple[str, ...] = get_args(SectorGroup)
GOVERNANCE: tuple[str, ...] = get_args(Governance.model_fields["type"].annotation)
_NOT_LOOKED_UP = "Not looked up when the scheme was added in review."
_GENERAL: Mapping[str, Any] = {"grade": "general-knowledge", "sources": []}


def _of_our_languages(summary: dict[str, str]) -> dict[str, str]:
    if not summary or not summary.keys() <= set(LANGUAGES):
        raise ValueError("a summary in at least one of en, fr, nl, de")
    return summary


class NewScheme(Record):
    """What a person says of a scheme when they add it.

    `summary`: language -> one sentence, in at least one of the four; the others repeat the first that is there, and the
    record says so under its gaps. `first_year`: from when the scheme is known to exist.
    """

    id: Id
    name: Text
    short: ShortName
    owner: Text
    owner_country: Text
    website: MaybeUrl = None
    kind: Kind
    consumer_facing: Answer = "unknown"
    governance: Literal["multi-stakeholder", "business-led", "ngo-led", "public", "private-company"]
    sector_groups: Annotated[tuple[SectorGroup, ...], Field(min_length=1)]
    regions: Annotated[tuple[Text, ...], Field(min_length=1)] = ("not known",)
    nace: Annotated[tuple[Nace, ...], Field(min_length=1)]
    cpv: Annotated[tuple[Cpv, ...], Field(min_length=1)]
    first_year: Year
    version: MaybeText = None
    version_year: MaybeYear = None
    summary: Annotated[dict[str, Text], AfterValidator(_of_our_languages)]


def read_form(values: Mapping[str, Any]) -> NewScheme:
    """The form from plain values (texts, lists of texts).

    Raises
    ------
    CatalogueError
        With every problem of it.
    """
    found = ProblemList(Path())
    form = build(FORM, "", NewScheme, _one_line(values), found)
    if form is None:
        raise CatalogueError(found.problems)
    return form


def read_form_file(path: Path) -> NewScheme:
    """The form from a YAML file with the fields as keys.

    Raises
    ------
    CatalogueError
        With every problem of the file.
    """
    found = ProblemList(path.parent)
    form = read_record(path, NewScheme, found)
    if form is None:
        raise CatalogueError(found.problems)
    return form


def problems(form: NewScheme, catalogue: Catalogue) -> tuple[Problem, ...]:
    """What in the form does not go with the catalogue: ids, names and codes that are taken or not known."""
    found = ProblemList(Path())
    if form.id in catalogue.schemes:
        found.add(FORM, "", "id", form.id, mark("a scheme with this id is in the catalogue: choose it, or another id"))
    owners = {fold(name): scheme.short for scheme in catalogue.schemes.values() for name in scheme.names}
    for field in ("name", "short"):
        value = getattr(form, field)
        other = owners.get(fold(value))
        if other is not None:
            remedy = mark("this name already means {other}: choose that scheme, or another name")
            found.add(FORM, "", field, value, remedy, other=other)
    for field, codes in (("nace", form.nace), ("cpv", form.cpv)):
        for code in codes:
            if code in (ANY, NO_PRODUCT):
                if len(codes) > 1:
                    found.add(FORM, "", field, code, mark("this value stands alone: remove it or the others"))
            elif code not in catalogue.titles:
                remedy = mark("this code has no title in criteria/codes/{name}.csv: add it or mend the code")
                found.add(FORM, "", field, code, remedy, name=field)
    return tuple(found.problems)


def scheme_yaml(form: NewScheme, source: Mapping[str, Any], themes: Sequence[str], read: Collection[str]) -> str:
    """The text of scheme.yaml: the form, one source, and which of the themes have judged rows (`read`)."""
    return _yaml(_record(form, source, themes, read))


def history_rows(form: NewScheme) -> list[list[str]]:
    """The rows of history.csv: the launch."""
    note = "Year given by the person who added the scheme in review."
    return [[str(form.first_year), "launched", "none", "none", note, "", "general-knowledge"]]


def _record(
    form: NewScheme, source: Mapping[str, Any], themes: Sequence[str], read: Collection[str]
) -> Mapping[str, Any]:
    """The record in the order in which scheme.yaml has it, with every scalar as the text to be written."""
    note = {"note": _NOT_LOOKED_UP, "evidence": _GENERAL}
    given = [language for language in LANGUAGES if language in form.summary]
    summary = {language: form.summary.get(language, form.summary[given[0]]) for language in LANGUAGES}
    missing = [language for language in LANGUAGES if language not in form.summary]
    gaps = ["The facts of this record come from the form that was filled when the scheme was added; none has a source."]
    if missing:
        gaps.append(f"The summary is not written yet in: {', '.join(missing)} (it repeats the text in {given[0]}).")
    return {
        "id": form.id, "name": form.name, "short": form.short, "aliases": [], "summary": summary,
        "identity": {
            "owner": form.owner, "owner_country": form.owner_country, "website": form.website or "unknown",
            "kind": form.kind, "consumer_facing": form.consumer_facing, "first_year": form.first_year,
            "version": form.version or "unknown", "version_year": form.version_year or "unknown", "evidence": _GENERAL,
        },
        "status": {"state": "active", "successor": "none", **note},
        "scope": {
            "sector_groups": form.sector_groups, "sectors": [group.replace("-", " ") for group in form.sector_groups],
            "regions": form.regions, "nace": form.nace, "cpv": form.cpv, "countries": "unknown",
            "countries_note": "none", "evidence": _GENERAL,
        },
        "governance": {"type": form.governance, "unions_in_governance": "unknown", **note},
        "assurance": {
            "model": "unknown", "audit_interval_months": "unknown", "certificate_validity_months": "unknown",
            "unannounced": "unknown", "worker_interviews": "unknown", "accreditation": "unknown",
            "accreditation_note": _NOT_LOOKED_UP, **note,
        },
        "transparency": {"certified_list_public": "unknown", "audit_reports_public": "unknown", **note},
        "grievance": {"scheme_mechanism": "unknown", **note},
        "size": {"provisions": "unknown", **note},
        "local_actors": note,
        "cost": {"low_eur": "unknown", "high_eur": "unknown", "per": "unknown", "year": "unknown", **note},
        "uptake": [], "recognition": [], "derived_from": [], "facts": [], "gaps": gaps,
        "reading": {
            theme: {"extent": "main", "note": "clauses of the document judged in review"} if theme in read
            else {"extent": "no", "note": "no clause judged in review yet"}
            for theme in themes
        },
        "sources": [source],
    }  # fmt: skip


def _one_line(value: Any) -> Any:
    """Values of the form with every text in one line, as it is written into the files."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, Mapping):
        return {key: _one_line(part) for key, part in value.items()}
    return [_one_line(part) for part in value] if isinstance(value, list | tuple) else value


def _yaml(record: Mapping[str, Any]) -> str:
    return "".join(_yaml_lines(record, ""))


def _yaml_lines(record: Mapping[str, Any], indent: str) -> list[str]:
    lines: list[str] = []
    for key, value in record.items():
        if isinstance(value, Mapping):
            lines += [f"{indent}{key}:\n", *_yaml_lines(value, f"{indent}  ")]
        elif isinstance(value, list | tuple) and value:
            lines += [f"{indent}{key}:\n", *(f"{indent}  {line}" for part in value for line in yaml_item(part))]
        else:
            lines.append(f"{indent}{key}: {'[]' if isinstance(value, list | tuple) else _scalar(value)}\n")
    return lines


def yaml_item(value: Any) -> list[str]:
    """An entry of a list as lines of YAML, not indented."""
    if not isinstance(value, Mapping):
        return [f"- {_scalar(value)}\n"]
    first, *rest = _yaml_lines(value, "  ")
    return [f"- {first.lstrip()}", *rest]


def _scalar(value: Any) -> str:
    """A scalar in double quotes (YAML reads JSON's), or bare where nothing in it could mean something else."""
    text = str(value)
    return text if text.replace("-", "").isalnum() and text.isascii() else json.dumps(text, ensure_ascii=False)
