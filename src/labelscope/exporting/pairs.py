"""Clause to clause: two schemes side by side, in words, as a file to read and to work on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from labelscope import vocabulary
from labelscope.catalogue import Catalogue
from labelscope.clause_pairs import MEASURES, ClausePair, Finding, NumberPair, Quantity, Side, count_outcomes
from labelscope.exporting.page import html_page
from labelscope.exporting.tables import Table, source_text
from labelscope.exporting.text import rows_to_csv
from labelscope.exporting.workbook import xlsx
from labelscope.i18n import Translator, mark
from labelscope.model import Obligation, Reach
from labelscope.version import VERSION

CAUTION = mark(
    "Computed by rule from the readers' judgements on shared criteria and from the numbers in our own words, not from "
    "the texts of the schemes. It proposes what to read side by side; it replaces no reading. No owner of a scheme has "
    "confirmed it."
)


@dataclass(frozen=True)
class Comparison:
    """Two schemes and their clauses side by side."""

    catalogue: Catalogue
    first: str
    second: str
    pairs: tuple[ClausePair, ...]

    @property
    def names(self) -> Mapping[str, str]:
        """The short names, as `first` and `second`."""
        schemes = self.catalogue.schemes
        return {"first": schemes[self.first].short, "second": schemes[self.second].short}


def outcome_words(outcome: str, comparison: Comparison, t: Translator) -> str:
    """The relation in words, with the name of the scheme on its side."""
    return t(vocabulary.OUTCOME[outcome], **comparison.names)


def reasons(pair: ClausePair, comparison: Comparison, t: Translator) -> list[str]:
    """What the relation was decided from, a sentence each; for a clause alone, what is known of the other scheme."""
    said = [_reason(finding, comparison, t) for finding in pair.findings]
    other = comparison.names["second" if pair.second is None else "first"]
    for criterion, coverage in (pair.elsewhere or {}).items():
        said.append(
            t(mark("{criterion}: in {scheme} {coverage}"), criterion=_label(criterion, comparison, t), scheme=other,
              coverage=t(vocabulary.COVERAGE[coverage]))
        )  # fmt: skip
    if pair.elsewhere is not None and not pair.criteria:
        said.append(t(mark("It reaches no shared criterion, so nothing can be held against it.")))
    return [sentence for sentence in said if sentence]


def also(pair: ClausePair, comparison: Comparison, t: Translator) -> list[str]:
    """What only one clause of the pair speaks of besides."""
    said = []
    for name, criteria in (("first", pair.also_first), ("second", pair.also_second)):
        if criteria and pair.first and pair.second:
            labels = "; ".join(_label(criterion, comparison, t) for criterion in criteria)
            said.append(t(mark("{scheme} also speaks of: {criteria}"), scheme=comparison.names[name], criteria=labels))
    return said


def figure_words(quantities: Sequence[Quantity], t: Translator) -> str:
    """Numbers of one role on one side."""
    return "; ".join(_figure(quantity, t) for quantity in quantities) or t(mark("no figure"))


def number_words(number: NumberPair, comparison: Comparison, t: Translator) -> str:
    """Numbers of one role on both sides, in a line."""
    return t(
        mark("{role}: {first} {figure}, {second} {other}"), role=t(MEASURES[number.measure].label),
        figure=figure_words(number.first, t), other=figure_words(number.second, t), **comparison.names,
    )  # fmt: skip


def pairs_table(comparison: Comparison, t: Translator) -> Table:
    """A row for each pair and each clause alone."""
    first, second = comparison.names["first"], comparison.names["second"]
    sides = [
        t(template, scheme=name)
        for name in (first, second)
        for template in (mark("{scheme}: id"), mark("{scheme}: clause"), mark("{scheme}: in our own words"),
                         mark("{scheme}: obligation"), mark("{scheme}: sources"))
    ]  # fmt: skip
    header = (
        t(mark("Theme")), t(mark("Shared criteria")), t(mark("Relation")), *sides, t(mark("Numbers")),
        t(mark("Reasons")), t(mark("Also")), t(mark("Wording")),
    )  # fmt: skip
    return Table(t(mark("Clause to clause")), header, tuple(_row(pair, comparison, t) for pair in comparison.pairs))


def pairs_csv(comparison: Comparison, t: Translator) -> bytes:
    """The table as CSV for people."""
    return rows_to_csv(pairs_table(comparison, t))


def pairs_xlsx(comparison: Comparison, t: Translator) -> bytes:
    """A workbook: the table, how many pairs stand how, and what it was computed from."""
    return xlsx([pairs_table(comparison, t), _counts(comparison, t), _origin(comparison, t)])


def pairs_html(comparison: Comparison, t: Translator) -> bytes:
    """A page that stands by itself."""
    title = t(mark("{first} and {second}, clause to clause"), **comparison.names)
    shown = [_counts(comparison, t), pairs_table(comparison, t), _origin(comparison, t)]
    return html_page(title, t(CAUTION), shown, t)


PAIR_WRITERS: Mapping[str, Callable[[Comparison, Translator], bytes]] = {
    ".csv": pairs_csv,
    ".xlsx": pairs_xlsx,
    ".html": pairs_html,
}


def _row(pair: ClausePair, comparison: Comparison, t: Translator) -> tuple[str, ...]:
    cells: list[str] = []
    for row_id in (pair.first, pair.second):
        if row_id is None:
            cells += [""] * 5
            continue
        row = comparison.catalogue.requirement_by_id[row_id]
        scheme = comparison.catalogue.schemes[row.scheme_id]
        sources = "; ".join(source_text(scheme, source) for source in row.evidence.sources)
        cells += [row.id, row.clause, row.wording(t.language).text, t(vocabulary.OBLIGATION[row.obligation]), sources]
    tree = comparison.catalogue.criteria
    return (
        tree.theme_of(pair.criteria[0]).label[t.language] if pair.criteria else "",
        "; ".join(tree[criterion].label[t.language] for criterion in pair.criteria),
        outcome_words(pair.outcome, comparison, t), *cells,
        " | ".join(number_words(number, comparison, t) for number in pair.numbers if number.first and number.second),
        " | ".join(reasons(pair, comparison, t)), " | ".join(also(pair, comparison, t)),
        t(vocabulary.CLOSENESS[pair.closeness]) if pair.closeness else "",
    )  # fmt: skip


def _reason(finding: Finding, comparison: Comparison, t: Translator) -> str:
    if finding.what == "wording":
        return t(mark("Both say it in the same words."))
    if finding.what == "obligation":
        if finding.favours is Side.EVEN:
            return ""
        return t(mark("How binding: {first} {one}; {second} {other}"), **comparison.names,
                 one=t(vocabulary.OBLIGATION[Obligation(finding.first[0])]),
                 other=t(vocabulary.OBLIGATION[Obligation(finding.second[0])]))  # fmt: skip
    if finding.what == "figures":
        return t(mark("Figures of which no side is known to be the stricter: {one} and {other}"),
                 one=_units(finding.first, t), other=_units(finding.second, t))  # fmt: skip
    if finding.what == "ladder":
        low, high = sorted({*finding.first, *finding.second}, key=lambda one: one == finding.subject)
        return t(mark("{high} asks for more than {low}"), high=_label(high, comparison, t),
                 low=_label(low, comparison, t))  # fmt: skip
    subject = _label(finding.subject, comparison, t)
    if finding.what == "figure-of-one":
        return t(mark("{role}: only {scheme} gives a figure"), role=subject,
                 scheme=comparison.names[finding.favours])  # fmt: skip
    one, other = (_reached(side, t) for side in (finding.first, finding.second))
    templates = {
        "permission": mark("{subject}: one permits outright what the other forbids"),
        "part": mark("{subject}: both reach {one}; nothing tells whether in the same way"),
        "reach": mark("{subject}: {first} reaches {one}, {second} reaches {other}"),
    }
    if finding.what == "number":
        return t(_NUMBER[finding.favours], role=subject, **comparison.names)
    template = templates[finding.what]
    if finding.what == "reach" and finding.favours is Side.EVEN:
        template = mark("{subject}: both reach {one}")
    elif finding.what == "reach" and finding.favours is Side.UNDECIDED:
        template = mark("{subject}: {first} reaches {one}, {second} reaches {other}; this has no order")
    return t(template, subject=subject, one=one, other=other, **comparison.names)


_NUMBER = {
    Side.EVEN: mark("{role}: the same figure"),
    Side.FIRST: mark("{role}: the figure of {first} is stricter"),
    Side.SECOND: mark("{role}: the figure of {second} is stricter"),
    Side.UNDECIDED: mark("{role}: the figures differ and cannot be ranked"),
}


def _label(subject: str, comparison: Comparison, t: Translator) -> str:
    """The name of a criterion or of the role of a number."""
    if subject in MEASURES:
        label = t(MEASURES[subject].label)
        return label[:1].upper() + label[1:]
    return comparison.catalogue.criteria[subject].label[t.language]


def _reached(reaches: Iterable[str], t: Translator) -> str:
    known = set(Reach)
    return t.listing(t(vocabulary.REACH[Reach(reach)]) for reach in reaches if reach in known)


def _figure(quantity: Quantity, t: Translator) -> str:
    measure = MEASURES[quantity.measure]
    said = _with_unit(quantity.value, measure.unit, t) if measure.unit else f"{quantity.value:g}"
    if quantity.allowed:
        said = t(mark("{figure} allowed"), figure=said)
    if quantity.eased:
        said = t(mark("{figure}, with exceptions or as advice"), figure=said)
    return f"{said} ({quantity.named_by})" if quantity.named_by else said


def _units(figures: Iterable[str], t: Translator) -> str:
    parted = (figure.partition(" ") for figure in figures)
    return t.listing(_with_unit(float(number), unit, t) for number, _, unit in parted) or t(mark("no figure"))


def _with_unit(value: float, unit: str, t: Translator) -> str:
    singular, plural = vocabulary.FIGURE[unit]
    return t.plural(singular, plural, 1 if value == 1 else 2, count=t.number(value, 0 if value.is_integer() else 1))


def _counts(comparison: Comparison, t: Translator) -> Table:
    rows = tuple(
        (outcome_words(outcome, comparison, t), count, t(vocabulary.OUTCOME_MEANING[outcome], **comparison.names))
        for outcome, count in count_outcomes(comparison.pairs).items()
    )
    return Table(t(mark("How they stand")), (t(mark("Relation")), t(mark("Pairs")), t(mark("Meaning"))), rows)


def _origin(comparison: Comparison, t: Translator) -> Table:
    catalogue = comparison.catalogue
    schemes = [catalogue.schemes[one] for one in (comparison.first, comparison.second)]
    rows = (
        *((scheme.name, scheme.identity.version or t(mark("not known"))) for scheme in schemes),
        (t(mark("Checksum of the catalogue (SHA-256)")), catalogue.checksum),
        (t(mark("Program")), f"labelscope {VERSION}"),
        (t(mark("Licence of the data")), "CC BY 4.0"),
        (t(mark("What this is not")), t(CAUTION)),
    )  # fmt: skip
    return Table(t(mark("Provenance")), (t(mark("What")), t(mark("Value"))), rows)
