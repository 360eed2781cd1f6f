"""The clause panel: everything behind one cell, the same on every page."""

from __future__ import annotations

from html import escape

import streamlit as st

from labelscope import vocabulary
from labelscope.i18n import Translator, mark
from labelscope.matrix import Cell, effective_reach
from labelscope.model import Evidence, Reach, Requirement, RequirementMapping, Scheme
from labelscope.ui import cached, html, state


def show_if_asked(t: Translator) -> None:
    """Open the panel at the side if some part of the page asked for it."""
    asked = state.panel()
    if asked is None:
        return
    catalogue = cached.catalogue()
    if asked[0] not in catalogue.schemes or asked[1] not in catalogue.criteria:
        state.close_panel()
        return
    title = f"{catalogue.schemes[asked[0]].short} · {catalogue.criteria[asked[1]].label[t.language]}"
    dialog = st.dialog(html.plain(title), width="medium", position="right", on_dismiss=state.close_panel)
    dialog(_fill)(t, asked)


def evidence_html(scheme: Scheme, evidence: Evidence, t: Translator) -> str:
    """Grade mark and sources of a fact or clause."""
    name = escape(t(vocabulary.GRADE[evidence.grade]))
    grade = f'<span class="ls-grade">{vocabulary.GRADE_MARK[evidence.grade]} {name}</span>'
    sources = [scheme.source(source_id) for source_id in evidence.sources]
    links = "; ".join(html.link(source.url, source.title or source.url or "") for source in sources)
    return f"{grade}{' · ' if links else ''}{links}"


def wording_html(row: Requirement, t: Translator) -> str:
    """What a clause asks, in our own words: in the reader's language or, marked, in English."""
    wording = row.wording(t.language)
    return html.foreign(wording.text, t.language, wording.language)


def clause_html(mapping: RequirementMapping, t: Translator) -> str:
    """One judgement: clause, our words, obligation, what it reaches and why, source and grade."""
    catalogue = cached.catalogue()
    row = catalogue.requirement_by_id[mapping.subject_id]
    scheme = catalogue.schemes[row.scheme_id]
    reach = effective_reach(catalogue, mapping)
    others = [catalogue.requirement_by_id[other] for other in mapping.together]
    together = ""
    if others:
        named = t.listing(f"{other.id.rpartition('.')[2]} ({other.clause})" for other in others)
        together = f"<p>{escape(t(mark('Judged together with clauses {clauses}.'), clauses=named))}</p>"
    capped = ""
    if reach is not mapping.reach:
        capped = f" ({escape(t(mark('capped: a recommendation never gives more than partial')))})"
    doubt = ""
    if mapping.doubt:
        doubt = f"<p class='ls-muted'>{escape(t(mark('Doubt')))}: {html.foreign(mapping.doubt, t.language)}</p>"
    note = f"<p class='ls-muted'>{html.foreign(row.note, t.language)}</p>" if row.note else ""
    return (
        f'<div class="ls-clause {reach}"><p><b>{escape(scheme.short)}, {html.printed(row.clause, t.language)}</b> '
        f'<span class="ls-muted">{escape(row.id)}</span></p>'
        f"<p>{wording_html(row, t)}</p>"
        f"<p>{escape(t(vocabulary.OBLIGATION[row.obligation]))} · {escape(t(mark('reaches')))} "
        f"<b>{escape(t(vocabulary.REACH[reach]))}</b>{capped}: {html.foreign(mapping.rationale, t.language)}</p>"
        f"{together}{doubt}{note}<p>{evidence_html(scheme, row.evidence, t)}</p></div>"
    )


def _fill(t: Translator, asked: tuple[str, str]) -> None:
    catalogue, matrix = cached.catalogue(), cached.matrix_with_accepted()
    cell = cached.analysis().matrix.cell(*asked)
    scheme, criterion = catalogue.schemes[asked[0]], catalogue.criteria[asked[1]]
    later = f" · {t(mark('later: by a date'))}" if cell.is_later else ""
    parts = [
        f"<p>{escape(criterion.definition[t.language])}</p>",
        f'<p class="ls-answer"><b>{escape(t(vocabulary.COVERAGE[cell.coverage]))}</b>{escape(later)}</p>',
        f'<p class="ls-muted">{escape(t(vocabulary.COVERAGE_MEANING[cell.coverage]))}</p>',
        _levels_html(asked[1], t),
    ]
    if cell.finding is not None:
        parts.append(_finding_html(scheme, cell, t))
    asking = [m for m in cell.mappings if m.reach is not Reach.NONE]
    silent = [m for m in cell.mappings if m.reach is Reach.NONE]
    if asking:
        parts.append(f"<h4>{escape(t(mark('Clauses')))}</h4>" + "".join(clause_html(m, t) for m in asking))
    if silent:
        title = escape(t(mark("Named, but nothing is asked")))
        parts.append(f"<h4>{title}</h4>" + "".join(clause_html(m, t) for m in silent))
    accepted = matrix.cell(*asked)
    if scheme.derived_from and accepted.mappings != cell.mappings:
        names = t.listing(catalogue.schemes[s].short for s in scheme.derived_from)
        said = t(mark("With what it accepts taken in ({schemes}): {coverage}."), schemes=names,
                 coverage=t(vocabulary.COVERAGE[accepted.coverage]))  # fmt: skip
        others = "".join(clause_html(m, t) for m in accepted.mappings if m not in cell.mappings)
        parts.append(f"<h4>{escape(said)}</h4>{others}")
    reading = t(mark("Reading of this theme: {extent}."), extent=t(vocabulary.EXTENT[cell.reading.extent]))
    parts.append(f'<p class="ls-muted">{escape(reading)} {html.foreign(cell.reading.note, t.language)}</p>')
    html.show("".join(parts))


def _levels_html(criterion_id: str, t: Translator) -> str:
    levels = cached.catalogue().criteria[criterion_id].levels
    rows = "".join(
        f"<p><b>{escape(t(vocabulary.REACH[reach]))}</b>: {escape(text[t.language])}</p>"
        for reach, text in ((Reach.PARTIAL, levels.partial), (Reach.FULL, levels.full), (Reach.BEYOND, levels.beyond))
    )
    return f"<details><summary>{escape(t(mark('What the levels ask for')))}</summary>{rows}</details>"


def _finding_html(scheme: Scheme, cell: Cell, t: Translator) -> str:
    finding = cell.finding
    assert finding is not None
    field = t(vocabulary.FACT_FIELD.get(finding.rule.field, finding.rule.field))
    value = t(vocabulary.ANSWER[finding.value]) if finding.value in vocabulary.ANSWER else finding.value
    return (
        f"<h4>{escape(t(mark('From a fact of the record')))}</h4>"
        f'<div class="ls-clause"><p><b>{escape(field)}</b>: {escape(value)}</p>'
        f"<p>{html.foreign(finding.note, t.language) if finding.note else ''}</p>"
        f'<p class="ls-muted">{escape(t(finding.rule.statement))}</p>'
        f"<p>{evidence_html(scheme, finding.evidence, t)}</p></div>"
    )
