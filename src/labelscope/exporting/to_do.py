"""What a scheme's owner would have to add to meet a yardstick, as a list to work through."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from labelscope import vocabulary
from labelscope.exporting.page import html_page
from labelscope.exporting.tables import Table, source_text
from labelscope.exporting.workbook import xlsx
from labelscope.i18n import Translator, mark
from labelscope.lenses import LensResult, MemberResult, models
from labelscope.matrix import CoverageMatrix
from labelscope.version import VERSION


def to_do_table(result: LensResult, matrix: CoverageMatrix, t: Translator) -> Table:
    """A row for each thing that is not known to be met: what is asked, what stands there now, who says it well."""
    header = (
        mark("Strength"), mark("Criterion"), mark("What the instrument asks"), mark("Where it says so"),
        mark("What the scheme has now"), mark("What would meet it"), mark("Clauses now"), mark("Schemes that do it"),
        mark("Sources"),
    )  # fmt: skip
    rows = tuple(_row(one, result, matrix, t) for one in result.to_do)
    return Table(t(mark("To do")), tuple(map(t, header)), rows)


def to_do_xlsx(result: LensResult, matrix: CoverageMatrix, t: Translator) -> bytes:
    """The list as a workbook, with a sheet that says what it was computed from."""
    return xlsx([to_do_table(result, matrix, t), _origin(result, matrix, t)])


def to_do_html(result: LensResult, matrix: CoverageMatrix, t: Translator) -> bytes:
    """The list as a page that stands by itself."""
    names = t.listing(matrix.catalogue.schemes[scheme].short for scheme in result.schemes)
    title = t(mark("{schemes} and {lens}: what is missing"), schemes=names, lens=result.lens.label[t.language])
    return html_page(title, result.lens.description[t.language], [to_do_table(result, matrix, t),
                                                                 _origin(result, matrix, t)], t)  # fmt: skip


TO_DO_WRITERS: Mapping[str, Callable[[LensResult, CoverageMatrix, Translator], bytes]] = {
    ".xlsx": to_do_xlsx,
    ".html": to_do_html,
}


def _row(one: MemberResult, result: LensResult, matrix: CoverageMatrix, t: Translator) -> tuple[str, ...]:
    member, catalogue = one.member, matrix.catalogue
    criterion = catalogue.criteria[member.criterion]
    named = {cell.scheme_id: catalogue.schemes[cell.scheme_id].short for cell in one.cells}
    now = "; ".join(
        f"{named[cell.scheme_id]}: {t(vocabulary.COVERAGE[cell.coverage])}" if len(named) > 1
        else t(vocabulary.COVERAGE[cell.coverage])
        for cell in one.cells
    )  # fmt: skip
    clauses = [
        f"{row.id} ({row.clause})"
        for cell in one.cells
        for mapping in cell.mappings
        for row in [catalogue.requirement_by_id[mapping.subject_id]]
    ]
    others = [scheme for scheme in matrix.schemes if scheme not in result.schemes]
    examples = [
        f"{catalogue.schemes[cell.scheme_id].short}: {', '.join(dict.fromkeys(m.subject_id for m in cell.mappings))}"
        for cell in models(member, matrix, others)
    ]
    sources = [source_text(result.lens, source) for source in member.evidence.sources]
    return (
        t(vocabulary.STRENGTH[member.strength]), criterion.label[t.language], member.asks[t.language], member.locator,
        now, f"{t(vocabulary.REACH[member.least])}: {getattr(criterion.levels, member.least)[t.language]}",
        "; ".join(dict.fromkeys(clauses)), "; ".join(examples), "; ".join(sources),
    )  # fmt: skip


def _origin(result: LensResult, matrix: CoverageMatrix, t: Translator) -> Table:
    lens = result.lens
    rows = (
        (t(mark("Yardstick")), lens.label[t.language]),
        (t(mark("Instrument")), lens.instrument),
        (t(mark("Version")), lens.version),
        (t(mark("Schemes")), t.listing(matrix.catalogue.schemes[scheme].name for scheme in result.schemes)),
        (t(mark("Checksum of the catalogue (SHA-256)")), matrix.catalogue.checksum),
        (t(mark("Program")), f"labelscope {VERSION}"),
        (t(mark("Licence of the data")), "CC BY 4.0"),
        (t(mark("What this is not")), t(mark("Not legal advice. What is said about laws, directives and conventions is "
                                              "our own reading."))),
    )  # fmt: skip
    return Table(t(mark("Provenance")), (t(mark("What")), t(mark("Value"))), rows)
