"""A clause and what is proposed for it, as HTML."""

from __future__ import annotations

from html import escape

from labelscope import vocabulary
from labelscope.i18n import Translator, mark
from labelscope.matching import SimilarClause
from labelscope.matching.answer import closeness
from labelscope.model import LANGUAGES, Reach
from labelscope.review.records import Candidate, Clause
from labelscope.ui import cached, html, reviewer
from labelscope.ui.panel import wording_html
from labelscope.ui.words import CLOSENESS, evidence_words, sure_words


def shown_words(t: Translator, clause: Clause) -> tuple[str, str, str]:
    """What stands above a clause, its text, and the language of both.

    The words of a document; or our own words for a row of the catalogue, in the reader's language.
    """
    row = cached.today().requirement_by_id.get(clause.requirement_id or "")
    if row is None or row.wording("en").text != clause.text:
        return " › ".join(clause.headings), clause.text, clause.language
    wording = row.wording(t.language)
    return wording.topic, wording.text, wording.language


def clause_html(t: Translator, clause: Clause, source: str) -> str:
    """The clause as it stands in the document: number, headings, opening words, text, place."""
    where = reviewer.place(
        t, clause.locator.get("page"), clause.locator.get("page_label", ""), clause.locator.get("cell", "")
    )
    above, text, language = shown_words(t, clause)
    lang = f' lang="{language}"' if language in LANGUAGES else ""
    lead_in = f'<span class="ls-muted">{escape(clause.lead_in)}</span> ' if clause.lead_in else ""
    about = " · ".join(part for part in (source, where, reviewer.language_name(t, language)) if part)
    return (
        f'<article class="rv-clause">{f"<p class=rv-above{lang}>{escape(above)}</p>" if above else ""}'
        f"<p class=rv-text{lang}>{f'<b>{escape(clause.number)}</b> ' if clause.number else ''}{lead_in}"
        f'{escape(text)}</p><p class="ls-muted">{escape(about)}</p></article>'
    )


def proposal_html(t: Translator, candidate: Candidate, reach: Reach, has_meaning: bool) -> str:
    """One proposal: the criterion, how sure, what the level asks, why it is proposed."""
    criterion = cached.today().criteria[candidate.criterion_id]
    asks = getattr(criterion.levels, str(reach))[t.language] if reach is not Reach.NONE else ""
    pill = _pill(t, candidate.probability)
    word = t(mark("word met: {word}"), word=t.quoted(candidate.term)) if candidate.term else ""
    near = [f"<p>{_similar(t, one, has_meaning)}</p>" for one in candidate.similar]
    folded = (
        f"<details><summary>{escape(t(mark('What the criterion means, and more evidence')))}</summary>"
        f"<p>{escape(criterion.definition[t.language])}</p>{''.join(near[1:])}{_evidence(t, candidate)}</details>"
    )
    return (
        f"<h3 class=rv-head>{escape(criterion.label[t.language])}{pill}</h3>"
        f"<p><b>{escape(t(vocabulary.REACH[reach]))}</b> · {escape(asks)} "
        f'<span class="ls-muted">{escape(word)}</span></p>{"".join(near[:1])}{folded}'
    )


def nothing_html(t: Translator, clause: Clause) -> str:
    """The proposal that no criterion fits."""
    pill = _pill(t, clause.nothing)
    said = t(mark("No shared criterion speaks of this, as far as can be seen."))
    return f"<h3 class=rv-head>{escape(t(mark('No criterion fits')))}{pill}</h3><p>{escape(said)}</p>"


def _pill(t: Translator, probability: float | None) -> str:
    return "" if probability is None else f' <span class="ls-pill">{escape(sure_words(t, probability))}</span>'


def _similar(t: Translator, similar: SimilarClause, has_meaning: bool) -> str:
    catalogue = cached.today()
    row = catalogue.requirement_by_id.get(similar.requirement_id)
    if row is None:
        return f'<span class="ls-muted">{escape(similar.requirement_id)}</span>'
    scheme = catalogue.schemes[row.scheme_id]
    near = t(CLOSENESS[closeness(similar.similarity, has_meaning)])
    return (
        f'<span class="ls-muted">{escape(near)} · {escape(scheme.short)}, {html.printed(row.clause, t.language)} '
        f"({escape(t(vocabulary.REACH[similar.reach]))})</span><br>{wording_html(row, t)}"
    )


def _evidence(t: Translator, candidate: Candidate) -> str:
    if not candidate.evidence:
        return ""
    rows = [
        [escape(evidence_words(t, kind)), escape(t.number(value, 1))]
        for kind, value in sorted(candidate.evidence.items(), key=lambda item: -item[1])
        if round(value, 1)
    ]
    title = t(mark("What speaks for this criterion (more than for others), and against it (below 0)"))
    return html.table(title, [t(mark("Evidence")), t(mark("Weight"))], rows)
