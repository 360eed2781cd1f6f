"""Read and check everything under data/ and criteria/, and raise once with every problem.

data/labels/<scheme-id>/scheme.yaml         facts, each group with its evidence
data/labels/<scheme-id>/requirements.csv    clauses in our own words, with locator and grade
data/labels/<scheme-id>/translations.csv    the same clauses in French, Dutch and German; need not be there
data/core.csv                               the schemes that matter most to Belgium; need not be there
data/labels/<scheme-id>/history.csv         what happened to the scheme, dated
data/retired-ids.txt                        ids of rows, criteria and schemes that are never given again
data/evidence/{precedents,burden,effects}.csv
criteria/criteria.yaml                      the shared criteria tree
criteria/crosswalk/<scheme-id>.csv          the readers' judgements
criteria/options/<option-id>.yaml           what could be done
criteria/exemplars/<language>.csv           clauses made up to show how criteria are worded
criteria/codes/{nace,cpv}.csv               titles of the codes that schemes use
criteria/lenses/<lens-id>.yaml              yardsticks: what an instrument asks for
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

from labelscope import crosswalk as crosswalk_module
from labelscope.criteria import CriteriaTree, Outline, find_cycle, read_criteria, repeated
from labelscope.crosswalk import Crosswalk
from labelscope.errors import CatalogueError
from labelscope.history import state_at
from labelscope.i18n import mark
from labelscope.model import (
    ANY,
    LANGUAGES,
    NO_PRODUCT,
    NO_TERM_FOUND,
    Burden,
    CodeTitle,
    CoreScheme,
    Effect,
    Event,
    Evidence,
    Exemplar,
    Grade,
    Lens,
    Option,
    Precedent,
    Record,
    Requirement,
    RequirementMapping,
    RequirementTranslation,
    Scheme,
    Source,
    Translated,
)
from labelscope.reading import ProblemList, read_record, read_table, split
from labelscope.wording_checks import faults

RecordT = TypeVar("RecordT", bound=Record)
EvidenceLine = Precedent | Burden | Effect

EXEMPLARS_HEADER = ("id", "text", "criteria", "reach")
TITLES_HEADER = ("code", "en", "fr", "nl", "de")
HISTORY_HEADER = ("date", "kind", "label", "scheme", "note", "sources", "grade")
REQUIREMENTS_HEADER = ("id", "clause", "topic", "obligation", "text", "sources", "grade", "note")
ANY_SCHEME = "any"
#: Folder beside data/ and criteria/ that is there while a publication moves its files in.
PUBLISHING = ".publishing"
EVIDENCE_FILES: Mapping[str, type[EvidenceLine]] = {"precedents": Precedent, "burden": Burden, "effects": Effect}


def home() -> Path:
    """The folder that holds the shipped data/ and criteria/ (a checkout of the project)."""
    return Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Catalogue:
    """Everything the project asserts: schemes, clauses, criteria, judgements, options, evidence."""

    schemes: Mapping[str, Scheme]
    requirements: Mapping[str, tuple[Requirement, ...]]
    criteria: CriteriaTree
    crosswalk: Crosswalk
    options: tuple[Option, ...]
    evidence: Mapping[str, EvidenceLine]
    lenses: tuple[Lens, ...]
    history: Mapping[str, tuple[Event, ...]]
    titles: Mapping[str, Translated]
    core: Mapping[str, CoreScheme]
    exemplars: tuple[Exemplar, ...]
    checksum: str
    as_of: str | None = None

    @cached_property
    def requirement_by_id(self) -> Mapping[str, Requirement]:
        """Every clause by its id."""
        return {row.id: row for rows in self.requirements.values() for row in rows}

    def __repr__(self) -> str:
        rows = sum(map(len, self.requirements.values()))
        return f"<Catalogue: {len(self.schemes)} schemes, {rows} requirements, {len(self.crosswalk)} judgements>"


def load_catalogue(root: Path | str | None = None) -> Catalogue:
    """Read and check every data file.

    Parameters
    ----------
    root : path, optional
        Folder with `data/` and `criteria/`; the shipped one by default.

    Raises
    ------
    CatalogueError
        With every problem of every file.
    """
    base = Path(root) if root is not None else home()
    problems = ProblemList(base)
    if (base / PUBLISHING).is_dir():
        remedy = mark("a publication was interrupted while it moved its files in: `labelscope check` ends it")
        problems.add(base / PUBLISHING, "", "", "", remedy)
    tree, outline = read_criteria(base / "criteria" / "criteria.yaml", problems)
    schemes, requirements, row_ids = _read_schemes(base / "data" / "labels", outline, problems)
    mappings = _read_crosswalk(base / "criteria" / "crosswalk", row_ids, outline, problems)
    evidence, line_ids = _read_evidence(base / "data" / "evidence", row_ids, problems)
    options = _read_options(base / "criteria" / "options", row_ids, line_ids, outline, problems)
    lenses = _read_lenses(base / "criteria" / "lenses", outline, problems)
    history = _read_history(base / "data" / "labels", schemes, problems)
    titles = _read_titles(base / "criteria" / "codes", problems)
    exemplars = _read_exemplars(base / "criteria" / "exemplars", outline, problems)
    core = _read_core(base / "data" / "core.csv", schemes, problems)
    _check_codes(base / "data" / "labels", schemes, titles, problems)
    _check_ties(base / "data" / "labels", schemes, row_ids, problems)
    if problems.problems:
        raise CatalogueError(problems.problems)
    assert tree is not None
    return Catalogue(
        schemes, requirements, tree, Crosswalk(mappings), options, evidence, lenses, history, titles, core,
        exemplars, _checksum(base),
    )  # fmt: skip


#: Ids that a file names, also on rows with other faults; None where the file cannot be read at all.
_Ids = frozenset[str] | None


def _read_schemes(
    folder: Path, outline: Outline | None, problems: ProblemList
) -> tuple[dict[str, Scheme], dict[str, tuple[Requirement, ...]], dict[str, _Ids]]:
    schemes: dict[str, Scheme] = {}
    requirements: dict[str, tuple[Requirement, ...]] = {}
    row_ids: dict[str, _Ids] = {}
    for directory in sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else ():
        path = directory / "scheme.yaml"
        scheme = read_record(path, Scheme, problems)
        rows, ids = _read_requirements(directory / "requirements.csv", directory.name, scheme, problems)
        translated = _read_translations(directory / "translations.csv", rows, ids, problems)
        requirements[directory.name], row_ids[directory.name] = translated, ids
        if scheme is None:
            continue
        schemes[directory.name] = scheme
        if scheme.id != directory.name:
            remedy = mark("the id must be the name of the folder ({folder})")
            problems.add(path, "", "id", scheme.id, remedy, folder=directory.name)
        for source_id in repeated(source.id for source in scheme.sources):
            problems.add(path, "sources", "id", source_id, mark("this id stands twice: give one of them another id"))
        for place, evidence in _evidence_of(scheme):
            _check_evidence(path, place, evidence, scheme.sources, problems)
        if outline is not None:
            for theme_id in outline.theme_ids:
                if theme_id in scheme.reading:
                    continue
                remedy = mark(
                    "say how far this theme was read "
                    "(extent: full, main, no, not-public, not-applicable, depends-on-level)"
                )
                problems.add(path, "reading", theme_id, "", remedy)
            for theme_id in scheme.reading.keys() - set(outline.theme_ids):
                problems.add(path, "reading", theme_id, "", mark("no theme has this id: name one that exists"))
    if not schemes:
        problems.add(folder, "", "", "", mark("no scheme was found here: restore data/labels"))
    return schemes, requirements, row_ids


def _evidence_of(scheme: Scheme) -> Iterable[tuple[str, Evidence]]:
    for name in type(scheme).model_fields:
        value = getattr(scheme, name)
        if hasattr(value, "evidence"):
            yield name, value.evidence
        elif isinstance(value, tuple):
            yield from ((f"{name}.{i}", item.evidence) for i, item in enumerate(value) if hasattr(item, "evidence"))


def _check_evidence(
    path: Path, place: str, evidence: Evidence, sources: Iterable[Source], problems: ProblemList
) -> None:
    natures = {source.id: source.nature for source in sources}
    for source_id in evidence.sources:
        if source_id not in natures:
            remedy = mark("no source of this file has this id: add the source or mend the id")
            problems.add(path, place, "sources", source_id, remedy)
    cited = [natures[source_id] for source_id in evidence.sources if source_id in natures]
    if cited and (evidence.grade is Grade.OWN_TEXT) != ("own" in cited):
        remedy = mark("grade own-text needs a source of nature own, and a source of nature own gives grade own-text")
        problems.add(path, place, "grade", evidence.grade, remedy)


def _read_requirements(
    path: Path, scheme_id: str, scheme: Scheme | None, problems: ProblemList
) -> tuple[tuple[Requirement, ...], _Ids]:
    rows: list[Requirement] = []
    ids: list[str] = []
    before = len(problems.problems)

    def shape(row: dict[str, str]) -> Mapping[str, Any]:
        ids.append(row["id"])
        return _shape_requirement(row)

    for place, row in read_table(path, REQUIREMENTS_HEADER, Requirement, problems, shape):
        rows.append(row)
        if row.scheme_id != scheme_id:
            remedy = mark("the id must begin with the scheme's id ({scheme})")
            problems.add(path, place, "id", row.id, remedy, scheme=scheme_id)
        if scheme is not None:
            _check_evidence(path, place, row.evidence, scheme.sources, problems)
    for row_id in repeated(ids):
        problems.add(path, row_id, "id", row_id, mark("this id stands twice: give one of them another id"))
    return tuple(rows), _all_ids(ids, problems, before)


def _read_translations(
    path: Path, rows: tuple[Requirement, ...], ids: _Ids, problems: ProblemList
) -> tuple[Requirement, ...]:
    """The requirements with their translations, as far as there are any."""
    if not path.exists():
        return rows
    english = {row.id: row for row in rows}
    translations: dict[str, RequirementTranslation] = {}
    for place, line in read_table(path, tuple(RequirementTranslation.model_fields), RequirementTranslation, problems):
        if line.id in translations:
            problems.add(path, place, "id", line.id, mark("this id stands twice: remove one of the lines"))
        translations[line.id] = line
        if ids is not None and line.id not in ids:
            remedy = mark("no requirement of this scheme has this id: remove the line or restore the row")
            problems.add(path, place, "id", line.id, remedy)
        elif line.id in english:
            _check_translation(path, place, line, english[line.id], problems)
    return tuple(row.model_copy(update={"translation": translations.get(row.id)}) for row in rows)


def _check_translation(
    path: Path, place: str, line: RequirementTranslation, row: Requirement, problems: ProblemList
) -> None:
    if line.of != row.fingerprint:
        remedy = mark(
            "the English has changed since it was translated: translate it anew and write {fingerprint} here, "
            "or remove the line"
        )
        problems.add(path, place, "of", line.of, remedy, fingerprint=row.fingerprint)
        return
    for language in LANGUAGES[1:]:
        text = getattr(line, f"text_{language}")
        for remedy, values in faults(row.text, text, language):
            problems.add(path, place, f"text_{language}", text, remedy, **values)


def _all_ids(ids: Iterable[str], problems: ProblemList, before: int) -> _Ids:
    """The ids that a file names; None if part of the file could not be read at all (a problem without a field)."""
    lost = any(not problem.field for problem in problems.problems[before:])
    return None if lost else frozenset(ids)


def _shape_requirement(row: dict[str, str]) -> Mapping[str, Any]:
    evidence = {"grade": row["grade"], "sources": split(row["sources"])}
    return {key: row[key] for key in ("id", "clause", "topic", "obligation", "text", "note")} | {"evidence": evidence}


def _read_crosswalk(
    folder: Path,
    row_ids: Mapping[str, _Ids],
    outline: Outline | None,
    problems: ProblemList,
) -> list[RequirementMapping]:
    mappings: list[RequirementMapping] = []
    files = sorted(folder.glob("*.csv")) if folder.is_dir() else []
    for path in files:
        rows = row_ids.get(path.stem)
        if path.stem not in row_ids:
            remedy = mark("no scheme has this id: rename the file or add the scheme")
            problems.add(path, "", "", path.stem, remedy)
            continue
        lines = list(read_table(path, crosswalk_module.HEADER, RequirementMapping, problems, _shape_mapping))
        for place, line in lines:
            for subject in line.subjects:
                if rows is not None and subject not in rows:
                    remedy = mark("no requirement of this scheme has this id: remove the line or restore the row")
                    problems.add(path, place, "subject_id", subject, remedy)
            if outline is not None and line.object_id not in outline.criterion_ids | {NO_TERM_FOUND}:
                problems.add(path, place, "object_id", line.object_id, mark("no criterion has this id: mend it"))
        judgements = (f"{m.subject_id} {m.object_id} {m.reach} {'|'.join(m.together)}" for _, m in lines)
        for key in repeated(judgements):
            problems.add(path, key, "subject_id", key, mark("this judgement stands twice: remove one"))
        for subject in sorted((rows or frozenset()) - {line.subject_id for _, line in lines}):
            remedy = mark("this requirement has no judgement: add a line, with reach none where it fits nowhere")
            problems.add(path, subject, "subject_id", "", remedy)
        mappings.extend(line for _, line in lines)
    for scheme_id in sorted(set(row_ids) - {path.stem for path in files}):
        problems.add(folder / f"{scheme_id}.csv", "", "", "", mark("this file is missing: add it or restore it"))
    return mappings


def _shape_mapping(row: dict[str, str]) -> Mapping[str, Any]:
    return {**row, "together": split(row["together"])}


def _read_evidence(
    folder: Path, schemes: Collection[str], problems: ProblemList
) -> tuple[dict[str, EvidenceLine], _Ids]:
    lines: dict[str, EvidenceLine] = {}
    ids: list[str] = []
    before = len(problems.problems)

    def shape(row: dict[str, str]) -> Mapping[str, Any]:
        ids.append(row["id"])
        return row

    for name, model in EVIDENCE_FILES.items():
        path = folder / f"{name}.csv"
        for place, line in read_table(path, tuple(model.model_fields), model, problems, shape):
            if line.id in lines:
                problems.add(path, place, "id", line.id, mark("this id stands twice: give one of them another id"))
            if not isinstance(line, Precedent) and line.scheme not in {*schemes, ANY_SCHEME}:
                problems.add(path, place, "scheme", line.scheme, mark("no scheme has this id: write 'any' or mend it"))
            lines[line.id] = line
    return lines, _all_ids(ids, problems, before)


def _read_history(folder: Path, schemes: Mapping[str, Scheme], problems: ProblemList) -> dict[str, tuple[Event, ...]]:
    found: dict[str, tuple[Event, ...]] = {}
    for scheme in schemes.values():
        path = folder / scheme.id / "history.csv"
        before = len(problems.problems)
        lines = list(read_table(path, HISTORY_HEADER, Event, problems, _shape_event))
        found[scheme.id] = tuple(event for _, event in lines)
        for place, event in lines:
            _check_evidence(path, place, event.evidence, scheme.sources, problems)
            if event.scheme is not None and event.scheme not in schemes:
                remedy = mark("no scheme has this id: write 'none' or mend it")
                problems.add(path, place, "scheme", event.scheme, remedy)
        if len(problems.problems) > before:
            continue
        dates = [event.date for event in found[scheme.id]]
        if dates != sorted(dates):
            problems.add(path, "", "date", ", ".join(dates), mark("the events are not in order: put the oldest first"))
        state = state_at(found[scheme.id])
        if state != scheme.status.state:
            remedy = mark("after these events the scheme is {state}: mend the events or the record's status")
            problems.add(path, "", "kind", scheme.status.state, remedy, state=state or "not yet launched")
    return found


def _shape_event(row: dict[str, str]) -> Mapping[str, Any]:
    evidence = {"grade": row["grade"], "sources": split(row["sources"])}
    return {key: row[key] for key in ("date", "kind", "label", "scheme", "note")} | {"evidence": evidence}


def _read_titles(folder: Path, problems: ProblemList) -> dict[str, Translated]:
    titles: dict[str, Translated] = {}
    for name in ("nace", "cpv"):
        path = folder / f"{name}.csv"
        for place, line in read_table(path, TITLES_HEADER, CodeTitle, problems):
            if line.code in titles:
                problems.add(path, place, "code", line.code, mark("this code stands twice: remove one of the lines"))
            titles[line.code] = line
    return titles


def _read_exemplars(folder: Path, outline: Outline | None, problems: ProblemList) -> tuple[Exemplar, ...]:
    found: list[Exemplar] = []
    for path in sorted(folder.glob("*.csv")) if folder.is_dir() else ():
        shape = partial(_shape_exemplar, path.stem)
        lines = list(read_table(path, EXEMPLARS_HEADER, Exemplar, problems, shape))
        for place, line in lines:
            for criterion in line.criteria:
                if outline is not None and criterion not in outline.criterion_ids:
                    problems.add(path, place, "criteria", criterion, mark("no criterion has this id: mend it"))
        for exemplar_id in repeated(line.id for _, line in lines):
            remedy = mark("this id stands twice: give one of them another id")
            problems.add(path, exemplar_id, "id", exemplar_id, remedy)
        found += [line for _, line in lines]
    return tuple(found)


def _shape_exemplar(language: str, row: dict[str, str]) -> Mapping[str, Any]:
    return {**row, "language": language, "criteria": split(row["criteria"])}


def _read_core(path: Path, schemes: Collection[str], problems: ProblemList) -> dict[str, CoreScheme]:
    found: dict[str, CoreScheme] = {}
    if not path.exists():
        return found
    for place, line in read_table(path, tuple(CoreScheme.model_fields), CoreScheme, problems):
        if line.scheme in found:
            problems.add(path, place, "scheme", line.scheme, mark("this scheme stands twice: remove one of the lines"))
        if line.scheme not in schemes:
            problems.add(path, place, "scheme", line.scheme, mark("no scheme has this id: mend it"))
        found[line.scheme] = line
    return found


def _check_codes(
    folder: Path, schemes: Mapping[str, Scheme], titles: Mapping[str, Translated], problems: ProblemList
) -> None:
    for scheme in schemes.values():
        for name, codes in (("nace", scheme.scope.nace), ("cpv", scheme.scope.cpv)):
            for code in codes:
                if code not in titles and code not in (ANY, NO_PRODUCT):
                    remedy = mark("this code has no title in criteria/codes/{name}.csv: add it or mend the code")
                    problems.add(folder / scheme.id / "scheme.yaml", "scope", name, code, remedy, name=name)


def _read_lenses(folder: Path, outline: Outline | None, problems: ProblemList) -> tuple[Lens, ...]:
    lenses = []
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
        lens = read_record(path, Lens, problems)
        if lens is None:
            continue
        lenses.append(lens)
        if lens.id != path.stem:
            problems.add(path, "", "id", lens.id, mark("the id must be the name of the file ({file})"), file=path.stem)
        for source_id in repeated(source.id for source in lens.sources):
            problems.add(path, "sources", "id", source_id, mark("this id stands twice: give one of them another id"))
        for number, member in enumerate(lens.members):
            place = f"members.{number}"
            _check_evidence(path, place, member.evidence, lens.sources, problems)
            if outline is not None and member.criterion not in outline.criterion_ids:
                problems.add(path, place, "criterion", member.criterion, mark("no criterion has this id: mend it"))
    for position in repeated(str(lens.position) for lens in lenses):
        problems.add(folder, "", "position", position, mark("this position stands twice: give one of them another one"))
    return tuple(sorted(lenses, key=lambda lens: lens.position))


def _read_options(
    folder: Path,
    schemes: Collection[str],
    line_ids: _Ids,
    outline: Outline | None,
    problems: ProblemList,
) -> tuple[Option, ...]:
    options = []
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
        option = read_record(path, Option, problems)
        if option is None:
            continue
        options.append(option)
        if option.id != path.stem:
            problems.add(
                path, "", "id", option.id, mark("the id must be the name of the file ({file})"), file=path.stem
            )
        if option.design.builds_on is not None and option.design.builds_on not in schemes:
            problems.add(path, "design", "builds_on", option.design.builds_on, mark("no scheme has this id: mend it"))
        for criterion_id in option.design.admits:
            if outline is not None and criterion_id not in outline.criterion_ids:
                problems.add(path, "design", "admits", criterion_id, mark("no criterion has this id: mend it"))
        for name in ("state_cost", "firm_cost", "uptake", "time", "effect"):
            cited = getattr(option, name)
            bounds = [bound.lines for bound in (cited.low, cited.high) if bound is not None]
            for line_id in sorted({line for group in (*bounds, cited.lines) for line in group}):
                if line_ids is not None and line_id not in line_ids:
                    remedy = mark("no line of data/evidence has this id: mend it")
                    problems.add(path, name, "lines", line_id, remedy)
    if not options:
        problems.add(folder, "", "", "", mark("no option was found here: restore criteria/options"))
    return tuple(sorted(options, key=lambda option: option.position))


def _check_ties(folder: Path, schemes: Mapping[str, Scheme], known: Collection[str], problems: ProblemList) -> None:
    for scheme in schemes.values():
        named = [("status.successor", scheme.status.successor)]
        named += [(f"recognition.{i}", tie.scheme) for i, tie in enumerate(scheme.recognition)]
        named += [("derived_from", scheme_id) for scheme_id in scheme.derived_from]
        for place, scheme_id in named:
            if scheme_id is not None and scheme_id not in known:
                remedy = mark("no scheme has this id: write 'none' or mend it")
                problems.add(folder / scheme.id / "scheme.yaml", place, "scheme", scheme_id, remedy)
    for field, edges in (
        ("derived_from", {s.id: list(s.derived_from) for s in schemes.values()}),
        ("status.successor", {s.id: [s.status.successor] if s.status.successor else [] for s in schemes.values()}),
    ):
        cycle = find_cycle(edges)
        if cycle:
            remedy = mark("these schemes point to each other in a circle ({cycle}): remove one of the pointers")
            path = folder / cycle[0] / "scheme.yaml"
            problems.add(path, "", field, cycle[1], remedy, cycle=" > ".join(cycle))


def _checksum(base: Path) -> str:
    digest = hashlib.sha256()
    files = [p for top in ("data", "criteria") for p in (base / top).rglob("*") if p.suffix in {".yaml", ".csv"}]
    for path in sorted(files):
        digest.update(str(path.relative_to(base)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
