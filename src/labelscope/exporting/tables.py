"""The tables that every export draws on: a header and rows of plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from labelscope import vocabulary
from labelscope.analysis import Analysis
from labelscope.figures import Figure
from labelscope.i18n import Translator, mark
from labelscope.model import LANGUAGES, Lens, Requirement, Scheme
from labelscope.options import ATTRIBUTES
from labelscope.version import VERSION

Value = str | float | int | None
ROUNDING = 4


@dataclass(frozen=True, slots=True)
class Table:
    """A named table; header and rows are in the language of the export."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    english: tuple[int, ...] = ()
    """Columns that hold English in every language."""
    choices: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Columns whose cells a reader is to fill with one of these."""


def provenance(analysis: Analysis, t: Translator) -> Table:
    """What the export was computed from."""
    catalogue = analysis.catalogue
    requirements = [row for s in analysis.schemes for row in catalogue.requirements[s]]
    rows: list[tuple[Value, ...]] = [
        (t(mark("Program")), f"labelscope {VERSION}"),
        (t(mark("Checksum of the catalogue (SHA-256)")), catalogue.checksum),
        (t(mark("Version of the criteria")), catalogue.criteria.version),
        (t(mark("Schemes")), len(analysis.schemes)),
        (t(mark("Requirements")), len(requirements)),
        (t(mark("Judgements")), sum(len(catalogue.crosswalk.of_requirement(row.id)) for row in requirements)),
        (t(mark("Licence of the data")), "CC BY 4.0"),
        (t(mark("Reviewed")), t(mark("One reading per scheme, checked once; no owner of a scheme has confirmed it."))),
    ]
    for grade, name in vocabulary.GRADE.items():
        count = sum(row.evidence.grade is grade for row in requirements)
        rows.append((t(mark("Requirements by evidence")) + f": {t(name)}", count))
    return Table(t(mark("Provenance")), (t(mark("What")), t(mark("Value"))), tuple(rows))


def matrix(analysis: Analysis, t: Translator) -> Table:
    """Every cell with its clauses, sources and grades."""
    header = (
        mark("Scheme"), mark("Theme"), mark("Criterion"), mark("Coverage"), mark("Later"), mark("Clauses"),
        mark("From fact"), mark("Reading of the theme"), mark("Sources"), mark("Evidence"), mark("Catalogue"),
    )  # fmt: skip
    tree = analysis.catalogue.criteria
    rows = []
    for cell in analysis.matrix.cells:
        scheme = analysis.catalogue.schemes[cell.scheme_id]
        clauses = [analysis.catalogue.requirement_by_id[m.subject_id] for m in cell.mappings]
        evidence = [clause.evidence for clause in clauses] + ([cell.finding.evidence] if cell.finding else [])
        sources = dict.fromkeys(source for e in evidence for source in e.sources)
        grades = dict.fromkeys(t(vocabulary.GRADE[e.grade]) for e in evidence)
        rows.append((
            scheme.short, tree.theme_of(cell.criterion_id).label[t.language], tree[cell.criterion_id].label[t.language],
            t(vocabulary.COVERAGE[cell.coverage]), t(mark("yes")) if cell.is_later else "",
            "; ".join(dict.fromkeys(f"{clause.id} ({clause.clause})" for clause in clauses)),
            t(vocabulary.FACT_FIELD.get(cell.finding.rule.field, cell.finding.rule.field)) if cell.finding else "",
            t(vocabulary.EXTENT[cell.reading.extent]),
            "; ".join(source_text(scheme, source) for source in sources), "; ".join(grades),
            analysis.catalogue.checksum[:16],
        ))  # fmt: skip
    return Table(t(mark("Matrix")), tuple(map(t, header)), tuple(rows))


def clauses(analysis: Analysis, t: Translator) -> Table:
    """Every judgement with its clause, in our own words: in English and, where it is translated, in the others."""
    header = (
        mark("Scheme"), mark("Id"), mark("Clause"), mark("In our own words, in English"), mark("In French"),
        mark("In Dutch"), mark("In German"), mark("Obligation"), mark("Criterion"), mark("Reaches"), mark("Why"),
        mark("Doubt"), mark("Together with"), mark("Sources"), mark("Evidence"),
    )  # fmt: skip
    tree = analysis.catalogue.criteria
    rows = []
    for scheme, row in _requirements(analysis):
        worded = [row.wording(language) for language in LANGUAGES]
        texts = [w.text if w.language == language else None for w, language in zip(worded, LANGUAGES, strict=True)]
        for mapping in analysis.catalogue.crosswalk.of_requirement(row.id):
            criterion = tree[mapping.object_id].label[t.language] if mapping.object_id in tree else ""
            rows.append((
                scheme.short, row.id, row.clause, *texts, t(vocabulary.OBLIGATION[row.obligation]), criterion,
                t(vocabulary.REACH[mapping.reach]), mapping.rationale, mapping.doubt, "; ".join(mapping.together),
                "; ".join(source_text(scheme, source) for source in row.evidence.sources),
                t(vocabulary.GRADE[row.evidence.grade]),
            ))  # fmt: skip
    return Table(t(mark("Clauses")), tuple(map(t, header)), tuple(rows))


def overlap(analysis: Analysis, t: Translator) -> Table:
    """Every pair with its figures; empty where the base is too small."""
    header = (
        mark("First"), mark("Second"), mark("Overlap"), mark("Share of the first that is in the second"),
        mark("Share of the second that is in the first"), mark("Criteria assessed in both"),
    )  # fmt: skip
    measured, schemes = analysis.overlap, analysis.catalogue.schemes
    rows = []
    for i, first in enumerate(measured.schemes):
        for j in range(i + 1, len(measured.schemes)):
            values = (measured.symmetric[i, j], measured.containment[i, j], measured.containment[j, i])
            known = [None if value != value else round(float(value), ROUNDING) for value in values]
            names = (schemes[first].short, schemes[measured.schemes[j]].short)
            rows.append((*names, *known, int(measured.base[i, j])))
    return Table(t(mark("Overlap")), tuple(map(t, header)), tuple(rows))


def families(analysis: Analysis, t: Translator) -> Table:
    """Schemes by family."""
    header = (mark("Family"), mark("Set apart by"), mark("Stability"), mark("Scheme"))
    tree, schemes = analysis.catalogue.criteria, analysis.catalogue.schemes
    rows: list[tuple[Value, ...]] = []
    for family in analysis.families.families:
        marks = "; ".join(tree[c].label[t.language] for c in family.marks)
        rows += [(family.number, marks, round(family.stability, 2), schemes[s].short) for s in family.schemes]
    rows += [(None, t(mark("collects data or grades")), None, schemes[s].short) for s in analysis.families.left_out]
    return Table(t(mark("Families")), tuple(map(t, header)), tuple(rows))


def options(analysis: Analysis, t: Translator) -> Table:
    """Options x attributes: middle, low, high and likely band."""
    header = (
        mark("Option"), mark("Attribute"), mark("Unit"), mark("Middle"), mark("Low"), mark("High"),
        mark("Likely from"), mark("Likely to"), mark("Base"), mark("Of"), mark("Mean rank"), mark("First in draws"),
    )  # fmt: skip
    advice = analysis.recommendation
    rows = []
    for assessed in analysis.options.options:
        for attribute in ATTRIBUTES.values():
            figure = assessed.figures[attribute.id]
            likely = figure.likely or (None, None)
            rows.append((
                assessed.option.label[t.language], t(attribute.label), t(UNIT[attribute.unit]), _round(figure.middle),
                _round(figure.low), _round(figure.high), _round(likely[0]), _round(likely[1]), figure.base, figure.of,
                _round(advice.mean_ranks[assessed.option.id]), _round(advice.first_share[assessed.option.id]),
            ))  # fmt: skip
    return Table(t(mark("Options")), tuple(map(t, header)), tuple(rows))


def ranges(analysis: Analysis, t: Translator) -> Table:
    """Cost, uptake, time and effect from cited lines."""
    header = (mark("Option"), mark("Measure"), mark("Low"), mark("High"), mark("Rests on"), mark("Note"))
    rows = []
    for option in analysis.catalogue.options:
        for name, label in vocabulary.RANGE.items():
            cited = getattr(option, name)
            ends = [bound_text(end, t) for end in (cited.low, cited.high)]
            if not cited.is_defensible and not any(ends):
                ends = [t(mark("no defensible range")), ""]
            lines = dict.fromkeys(
                line for lines in (*(e.lines for e in (cited.low, cited.high) if e), cited.lines) for line in lines
            )
            note = cited.note[t.language]
            rows.append((option.label[t.language], t(label), *ends, "; ".join(lines), note))
    return Table(t(mark("Cited ranges")), tuple(map(t, header)), tuple(rows))


def evidence(analysis: Analysis, t: Translator) -> Table:
    """Every published line behind the cited ranges."""
    header = (mark("Line"), mark("Year"), mark("Finding"), mark("Source"), mark("Evidence"))
    rows = [
        (line.id, line.year, line.note, line.source, t(vocabulary.LINE_GRADE[line.grade]))
        for line in analysis.catalogue.evidence.values()
    ]
    return Table(t(mark("Evidence lines")), tuple(map(t, header)), tuple(rows), english=(2,))


def advice(analysis: Analysis, t: Translator) -> Table:
    """The recommendation in rows."""
    found, schemes, tree = analysis.recommendation, analysis.catalogue.schemes, analysis.catalogue.criteria
    label = {option.id: option.label[t.language] for option in analysis.catalogue.options}

    def criteria(ids: tuple[str, ...]) -> str:
        return "; ".join(tree[c].label[t.language] for c in ids)

    rows: list[tuple[Value, ...]] = [(t(mark("Advice")), label[found.advised], "")]
    rows += [(t(mark("Reason")), t.phrase(r.message, r.values), criteria(r.criteria)) for r in found.reasons]
    rows += [
        (t(mark("Depends on")), t(mark("Without '{attribute}', '{option}' leads."), attribute=t(ATTRIBUTES[a].label),
                                  option=label[o]), "")
        for a, o in found.depends_on.items()
    ]  # fmt: skip
    rows += [(t(mark("The 2002 label lacks")), tree.theme(x.theme_id).label[t.language], criteria(x.criteria))
             for x in found.lacking]  # fmt: skip
    rows += [(t(mark("Almost no scheme asks")), tree[c].label[t.language],
              t.percent(analysis.options.asked_share[c])) for c in found.rare]  # fmt: skip
    rows += [
        (t(mark("Ripe for mutual recognition")), f"{schemes[p.first].short} + {schemes[p.second].short}",
         t(mark("{scheme} would have to add: {criteria}"), scheme=schemes[p.first].short,
           criteria=criteria(p.first_adds)))
        for p in found.pairs
    ]  # fmt: skip
    rows += [
        (t(mark("Next step")), t(step.message),
         t(mark("{indicator}: from {baseline} to {target}"), indicator=t(step.indicator),
           baseline=t.number(step.baseline, 3 if step.baseline % 1 else 0),
           target=t.number(step.target, 3 if step.target % 1 else 0)))
        for step in found.steps
    ]  # fmt: skip
    return Table(t(mark("Recommendation")), (t(mark("Part")), t(mark("What")), t(mark("Detail"))), tuple(rows))


TABLES: tuple[Callable[[Analysis, Translator], Table], ...] = (
    advice, options, ranges, matrix, clauses, overlap, families, evidence, provenance,
)  # fmt: skip

UNIT: Mapping[str, str] = {
    "criteria": mark("criteria"),
    "audits": mark("audits a year"),
    "share": mark("share"),
}


def bound_text(bound: object, t: Translator) -> str:
    """One end of a cited range in words; empty where there is none."""
    from labelscope.model import Bound

    if not isinstance(bound, Bound):
        return ""
    if bound.figure is None:
        return t(mark("never"))
    exponent = bound.figure.normalize().as_tuple().exponent
    digits = min(2, max(0, -exponent)) if isinstance(exponent, int) else 0
    return f"{t.number(float(bound.figure), digits)} {t(vocabulary.RANGE_UNIT[bound.unit])}"


def figure_text(figure: Figure, t: Translator, unit: str) -> str:
    """A figure with its full range and likely band, in words."""
    if figure.middle is None or figure.low is None or figure.high is None:
        return t(mark("not known"))
    show = t.percent if unit == "share" else lambda value: t.number(value, 1)
    text = t(
        mark("{middle} ({low} to {high})"), middle=show(figure.middle), low=show(figure.low), high=show(figure.high)
    )
    if figure.likely is not None:
        low, high = figure.likely
        text += "; " + t(mark("likely {low} to {high}"), low=show(low), high=show(high))
    return text


def source_text(cited_in: Scheme | Lens, source_id: str) -> str:
    """Title and address of a source."""
    source = cited_in.source(source_id)
    return " ".join(part for part in (source.title, source.url) if part)


def _requirements(analysis: Analysis) -> Iterator[tuple[Scheme, Requirement]]:
    for scheme_id in analysis.schemes:
        for row in analysis.catalogue.requirements[scheme_id]:
            yield analysis.catalogue.schemes[scheme_id], row


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, ROUNDING)
