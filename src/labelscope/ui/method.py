"""The page *Method*: how we know, and what we do not know.

Prose and tables; every number is counted in the catalogue or comes from the library.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from labelscope import vocabulary
from labelscope.charts import palette
from labelscope.exporting.tables import UNIT
from labelscope.figures import BAND, DRAWS
from labelscope.i18n import Translator, mark
from labelscope.matching import LIKELY_SHARE, STRONG_SHARE
from labelscope.matrix import DATA_ONLY_SHARE
from labelscope.model import Coverage, Extent, Grade, RequirementMapping
from labelscope.options import ATTRIBUTES, COMMON_SHARE, RARE_SHARE, RIPE, RIPE_BASE
from labelscope.overlap import MIN_BASE_SHARE
from labelscope.recommendation import OLD_LABEL
from labelscope.scheme_facts import RULES
from labelscope.ui import cached, components, html
from labelscope.ui.frame import PAGES, mode, show_answer

#: Anchor -> title, in the order of the page.
_SECTIONS: Mapping[str, str] = {
    "line": mark("From document to advice"),
    "cells": mark("How a cell is decided"),
    "facts": mark("What follows from the facts of a record"),
    "unknown": mark("The ways of not knowing"),
    "intervals": mark("Middle, full range and likely band"),
    "overlap": mark("Overlap and families"),
    "options": mark("Options and their attributes"),
    "matching": mark("Proposals for labels that are not in the catalogue"),
    "evidence": mark("What the clauses rest on"),
    "doubts": mark("Open doubts"),
    "reading": mark("How far the themes were read"),
    "agreement": mark("Do readers agree?"),
    "missing": mark("Who has not read it yet"),
    "caveats": mark("What this is not"),
}
_FIRST_ROWS = 12
_EVALUATE = "labelscope evaluate clauses FILE.csv"
_NOT_KNOWN = (
    Coverage.NOT_NAMED, Coverage.NOT_ASSESSED, Coverage.NOT_PUBLIC, Coverage.DEPENDS_ON_LEVEL, Coverage.NOT_APPLICABLE,
)  # fmt: skip
_GRADES = (Grade.OWN_TEXT, Grade.SECONDARY, Grade.GENERAL_KNOWLEDGE)
_ORDERS: Mapping[str, str] = {
    "text": mark("Least own text first"),
    "doubts": mark("Most open doubts first"),
    "read": mark("Fewest themes read in full first"),
    "clauses": mark("Most clauses first"),
    "name": mark("By name"),
}


@dataclass(frozen=True)
class _Ground:
    """What one scheme's record rests on: clauses by grade, open doubts, themes by extent."""

    scheme_id: str
    clauses: int
    grades: Mapping[Grade, int]
    doubts: int
    extents: Mapping[Extent, int]

    @property
    def own(self) -> float:
        """Share of clauses that rest on the scheme's own text."""
        return self.grades.get(Grade.OWN_TEXT, 0) / self.clauses if self.clauses else 0.0


def answer(t: Translator) -> None:
    """How much is known, in one sentence."""
    html.show(_style())
    catalogue, matrix = cached.catalogue(), cached.analysis().matrix
    grounds = _grounds()
    clauses = sum(ground.clauses for ground in grounds)
    own = sum(ground.grades.get(Grade.OWN_TEXT, 0) for ground in grounds)
    codes = matrix.codes[:, matrix.columns(matrix.content)]
    known = sum(int((codes == k).sum()) for k, coverage in enumerate(Coverage) if coverage.is_known)
    readings = [reading for scheme in catalogue.schemes.values() for reading in scheme.reading.values()]
    in_full = sum(reading.extent is Extent.FULL for reading in readings)
    show_answer(
        t(mark("{own} of {clauses} clauses rest on a text of the scheme itself; of the content criteria of all schemes "
               "together we know {known}, and only {full} of {readings} themes were read in full."),
          own=t.number(own), clauses=t.number(clauses), known=t.percent(known / codes.size),
          full=t.number(in_full), readings=t.number(len(readings)))
    )  # fmt: skip


def contents(t: Translator) -> None:
    """The table of contents."""
    links = "".join(f'<li><a href="#{anchor}">{escape(t(title))}</a></li>' for anchor, title in _SECTIONS.items())
    html.show(
        f'<nav class="method-contents" aria-label="{escape(t(mark("On this page")))}">'
        f"<p><b>{escape(t(mark('On this page')))}</b></p><ol>{links}</ol></nav>"
    )


def how(t: Translator) -> None:
    """The rules: from document to advice, step by step."""
    _line(t)
    _cells(t)
    _facts(t)
    _unknown(t)
    _intervals(t)
    _overlap(t)
    _options(t)
    _matching(t)


def known(t: Translator) -> None:
    """What it rests on: evidence, doubts, reading, agreement."""
    _evidence(t)
    _doubts(t)
    _reading(t)
    _agreement(t)


def missing(t: Translator) -> None:
    """Who is missing, and what must not be concluded."""
    _section(t, "missing")
    _points(
        t(mark("No owner of a scheme has confirmed or corrected its record.")),
        t(mark("No native official, social auditor or sworn translator has read the French, Dutch and German texts.")),
        t(mark("Nothing here records a check by a lawyer, or by workers, trade unions, firms or local actors in "
               "producing countries.")),
    )  # fmt: skip
    _section(t, "caveats")
    _points(
        t(mark("Not legal advice. What is said about laws, directives and conventions is our own reading.")),
        t(mark("Not the text of the schemes. Clauses are in our own words; the scheme's own text counts, and a newer "
               "edition may ask for something else.")),
        t(mark("Not translated throughout. The pages, criteria, summaries and clauses are in four languages. Reasons "
               "and notes of the readers are in English and marked so, and so is a clause without a translation.")),
        t(mark("Not a grade. The number of criteria that a scheme asks for says how much its text names. A scheme may "
               "be narrow on purpose, or read thinly.")),
        t(mark("Not what happens. What a text asks for is not what a site does. How a scheme checks stands beside what "
               "it asks for and is never mixed into it.")),
        t(mark("Not a ranking of collectors. A scheme of which at least {share} of the clauses demand nothing collects "
               "data or grades: {schemes}. Such schemes are shown apart, never as empty ones."),
          share=t.percent(DATA_ONLY_SHARE),
          schemes=t.listing(map(components.scheme_name, sorted(cached.analysis().matrix.data_only)))),
        t(mark("Not the last word on schemes that build on others. They are shown by their own clauses and, beside "
               "these, with what they accept taken in: {schemes}."),
          schemes=t.listing(s.short for s in cached.catalogue().schemes.values() if s.derived_from)),
    )  # fmt: skip
    with st.container(horizontal=True):
        components.downloads(t)


def _section(t: Translator, anchor: str) -> None:
    html.show(f'<h2 class="method-title" id="{anchor}">{escape(t(_SECTIONS[anchor]))}</h2>')


def _prose(*paragraphs: str) -> None:
    html.show("".join(f'<p class="method-prose">{escape(paragraph)}</p>' for paragraph in paragraphs))


def _points(*points: str) -> None:
    html.show(f'<ul class="method-prose">{"".join(f"<li>{escape(point)}</li>" for point in points)}</ul>')


def _grounds() -> list[_Ground]:
    catalogue = cached.catalogue()
    doubts = Counter(mapping.subject_id.rpartition(".")[0] for mapping in _doubtful())
    return [
        _Ground(
            scheme_id, len(catalogue.requirements[scheme_id]),
            Counter(row.evidence.grade for row in catalogue.requirements[scheme_id]), doubts[scheme_id],
            Counter(reading.extent for reading in scheme.reading.values()),
        )
        for scheme_id, scheme in catalogue.schemes.items()
    ]  # fmt: skip


def _doubtful() -> list[RequirementMapping]:
    return [mapping for mapping in cached.catalogue().crosswalk if mapping.doubt]


def _line(t: Translator) -> None:
    _section(t, "line")
    catalogue, analysis = cached.catalogue(), cached.analysis()
    schemes = len(catalogue.schemes)
    by_hand, computed = mark("by a reader"), mark("computed")
    steps = (
        (sum(len(scheme.sources) for scheme in catalogue.schemes.values()), mark("sources"), by_hand,
         mark("The scheme's own text where it is public; else what others write about it.")),
        (len(catalogue.requirement_by_id), mark("clauses"), by_hand,
         mark("Each in our own words, with its place in the source and a grade for how it is known.")),
        (len(catalogue.crosswalk), mark("judgements"), by_hand,
         mark("What a clause reaches on a shared criterion, and why. Checked once.")),
        (len(analysis.matrix.cells), mark("cells"), computed,
         mark("Each scheme on each criterion, by the rules below. A cell keeps every clause behind it.")),
        (schemes * (schemes - 1) // 2, mark("pairs of schemes"), computed,
         mark("How much two schemes ask for the same; which schemes form families.")),
        (len(catalogue.options), mark("options"), computed,
         mark("What each would be sure to ask for. Cost, uptake and effect are cited beside it, not computed.")),
        (1, mark("recommendation"), computed,
         mark("The option that does best on the computed attributes, weighed alike, and what would change that.")),
    )  # fmt: skip
    cards = "".join(
        f'<li><p class="method-number">{escape(t.number(count))}</p><p><b>{escape(t(name))}</b></p>'
        f'<p class="ls-pill">{escape(t(who))}</p><p>{escape(t(what))}</p></li>'
        for count, name, who, what in steps
    )
    html.show(f'<ol class="method-line">{cards}</ol>')
    _prose(
        t(mark("After the judgements everything is computed: change a clause or a judgement, and every figure, picture "
               "and sentence that rests on it changes too. The same catalogue always gives the same result."))
    )  # fmt: skip


def _cells(t: Translator) -> None:
    _section(t, "cells")
    _prose(
        t(mark("A cell is one scheme on one criterion. Four rules decide it, in this order:")),
    )
    rules = (
        mark("How binding a clause is limits what it can give. A clause that only recommends gives at most partial. A "
             "clause that sets a date counts, and is marked as later."),
        mark("The best clause counts. The levels build on each other: beyond stands only where another clause reaches "
             "full; alone it counts as partial. Partial clauses never add up to full, unless a reader judged them "
             "together and gave the reason."),
        mark("Criteria on how a scheme works may also follow from facts of its record, by the rules in the next "
             "section. The better of the two counts."),
        mark("Without a clause or a fact, it matters how far the theme was read: in full, the cell is absent; main "
             "points only, not named; not read, not assessed."),
    )  # fmt: skip
    html.show(f'<ol class="method-prose">{"".join(f"<li>{escape(t(rule))}</li>" for rule in rules)}</ol>')
    shown = (Coverage.ABSENT, Coverage.PARTIAL, Coverage.FULL, Coverage.BEYOND)
    components.coverage_legend(t, shown)
    rows = [
        [escape(t(vocabulary.COVERAGE[c])), escape(t(vocabulary.COVERAGE_MEANING[c])), *_counts(t, c)] for c in shown
    ]
    html.show(html.table(t(mark("What can be found")), _counts_header(t), rows))


def _counts_header(t: Translator) -> list[str]:
    return [t(mark("Coverage")), t(mark("Meaning")), t(mark("Cells on content")),
            t(mark("Cells on how schemes work"))]  # fmt: skip


def _counts(t: Translator, coverage: Coverage) -> list[str]:
    matrix = cached.analysis().matrix
    code = list(Coverage).index(coverage)
    blocks = (matrix.codes[:, matrix.columns(criteria)] for criteria in (matrix.content, matrix.system))
    return [escape(_count_of(t, int((block == code).sum()), block.size)) for block in blocks]


def _count_of(t: Translator, count: int, whole: int) -> str:
    """A count with its share; a share that would round to nothing keeps a digit."""
    share = count / whole if whole else 0.0
    return t(mark("{count} ({share})"), count=t.number(count), share=t.percent(share, 1 if 0 < share < 0.01 else 0))


def _facts(t: Translator) -> None:
    _section(t, "facts")
    _prose(
        t(mark("Each of these criteria reads one fact of the record. A value that the rule does not name, or that is "
               "not known, decides nothing. Clauses may raise what a fact gives, never lower it."))
    )  # fmt: skip
    tree, matrix = cached.catalogue().criteria, cached.analysis().matrix
    rows = []
    for criterion_id, rule in RULES.items():
        decided = sum(matrix.cell(s, criterion_id).finding is not None for s in matrix.schemes)
        rows.append([
            escape(tree[criterion_id].label[t.language]),
            escape(t(rule.statement)),
            escape(t(mark("{group}: {fact}"), group=t(vocabulary.FACT_GROUP[rule.group]),
                     fact=t(vocabulary.FACT_FIELD[rule.field]))),
            escape(t(mark("{part} of {whole}"), part=t.number(decided), whole=t.number(len(matrix.schemes)))),
        ])  # fmt: skip
    header = [t(mark("Criterion")), t(mark("Rule")), t(mark("Fact")), t(mark("Schemes where it decides"))]
    html.show(html.table(t(mark("Rules from facts")), header, rows))


def _unknown(t: Translator) -> None:
    _section(t, "unknown")
    _prose(
        t(mark("Not knowing is never shown as zero. Each way of not knowing has its own sign, in every picture:"))
    )  # fmt: skip
    rows = [
        [f'<span aria-hidden="true">{escape(components.glyph(c))}</span> {escape(t(vocabulary.COVERAGE[c]))}',
         escape(t(vocabulary.COVERAGE_MEANING[c])), *_counts(t, c)]
        for c in _NOT_KNOWN
    ]  # fmt: skip
    html.show(html.table(t(mark("What is not known")), _counts_header(t), rows))
    _prose(
        t(mark("Not named is not the same as absent. Who reads only the main points of a theme will miss what stands "
               "elsewhere in it. Reading the theme in full turns not named into an answer and narrows every figure "
               "that rests on it."))
    )  # fmt: skip


def _intervals(t: Translator) -> None:
    _section(t, "intervals")
    _points(
        t(mark("The middle counts what main points did not name as not asked for, and leaves out what was not read.")),
        t(mark("The full range lets everything that is not known fall the worst way, then the best way. It is a bound, "
               "not a chance.")),
        t(mark("The likely band fills what is not known at the rate at which criteria turned out to be asked for once "
               "a theme was read in full, theme by theme, {draws} times, and keeps the middle {share} of the results. "
               "It rests on few themes read in full and assumes that the others are like them."),
          draws=t.number(DRAWS), share=t.percent((BAND[1] - BAND[0]) / 100)),
        t(mark("The base is the number of criteria that the middle rests on. Below a stated base there is no middle.")),
    )  # fmt: skip
    measured = cached.analysis().overlap
    nearest = measured.neighbours(OLD_LABEL, 1) if OLD_LABEL in measured.schemes else ()
    if nearest:
        figure = measured.between(OLD_LABEL, nearest[0]).first_in_second
        if (
            figure.middle is not None
            and figure.low is not None
            and figure.high is not None
            and figure.likely is not None
        ):
            said = t(
                mark("An example: of what {first} asks for, {second} also asks for {middle}; the full range runs from "
                     "{low} to {high}, the likely band from {start} to {end}, on {base} of {of} criteria."),
                first=components.scheme_name(OLD_LABEL), second=components.scheme_name(nearest[0]),
                middle=t.percent(figure.middle), low=t.percent(figure.low), high=t.percent(figure.high),
                start=t.percent(figure.likely[0]), end=t.percent(figure.likely[1]), base=t.number(figure.base),
                of=t.number(figure.of),
            )  # fmt: skip
            bar = html.range_bar(figure.low, figure.middle, figure.high, figure.likely)
            key = t(mark("dot: middle; broad bar: likely band; thin line: full range"))
            html.show(
                f'<div class="ls-card method-prose"><p>{escape(said)}</p><p>{bar} '
                f'<span class="ls-muted">{escape(key)}</span></p></div>'
            )
    _prose(
        t(mark("The middle may lie outside the likely band. That is no mistake: the middle takes what was not named "
               "for not asked for, the band does not. It shows which way more reading would move the figure."))
    )  # fmt: skip


def _overlap(t: Translator) -> None:
    _section(t, "overlap")
    families, measured = cached.analysis().families, cached.analysis().overlap
    _points(
        t(mark("Overlap is counted on content criteria only. A criterion asked for in part counts one half, in full or "
               "beyond one. What both ask for is divided by what either asks for.")),
        t(mark("“How much of A is in B” divides what both ask for by what A asks for. The two ways differ: a small "
               "scheme can be wholly inside a large one.")),
        t(mark("An overlap is given only if at least {share} of the content criteria, {base}, were assessed in both. "
               "The nearest schemes are ordered on the whole list, since a handful of criteria makes false "
               "neighbours."),
          share=t.percent(MIN_BASE_SHARE), base=t.number(measured.min_base)),
        t(mark("What would be lost without a scheme is what it asks for beyond the most that any other scheme asks "
               "for.")),
        t(mark("Families ask another question: what sets schemes apart? Nearly all share the labour core, so rare "
               "criteria weigh more. A family is named by the criteria in which it stands out. {firm} of {count} "
               "families are firm, which means that they come out much the same when the criteria are drawn anew. The "
               "families are not far apart (mean silhouette {silhouette}, where 1 would be wholly apart and 0 not at "
               "all): they are a view, not a fact."),
          firm=t.number(sum(family.is_firm for family in families.families)), count=t.number(len(families.families)),
          silhouette=t.number(families.silhouette, 2)),
    )  # fmt: skip
    st.page_link("pages/overlap.py", label=html.plain(t(PAGES["overlap"][1])), icon=":material/arrow_forward:")


def _options(t: Translator) -> None:
    _section(t, "options")
    _prose(
        t(mark("Every option comes down to what a firm under it is sure to be asked. For a label of its own these are "
               "the clauses it starts from and what it adds; for a mark or list over several schemes, what all of them "
               "ask for, since a mark is worth what its weakest member guarantees; for audits that accept each other, "
               "what both of each pair ask for once the weaker has caught up; for a scheme that is strengthened, its "
               "clauses and what it takes in. {count} attributes follow:"), count=t.number(len(ATTRIBUTES)))
    )  # fmt: skip
    directions = {1: mark("more is better"), -1: mark("less is better")}
    rows = [
        [escape(t(a.label)), escape(t(a.explanation)), escape(t(UNIT[a.unit])), escape(t(directions[a.direction]))]
        for a in ATTRIBUTES.values()
    ]
    header = [t(mark("Attribute")), t(mark("What is measured")), t(mark("Unit")), t(mark("Direction"))]
    html.show(html.table(t(mark("Computed attributes of the options")), header, rows))
    _points(
        t(mark("A typical scheme is the mean over the {count} active schemes that demand something."),
          count=t.number(len(cached.analysis().options.existing))),
        t(mark("A criterion is common if at least {common} of these ask for it, rare if at most {rare} are known to."),
          common=t.percent(COMMON_SHARE), rare=t.percent(RARE_SHARE)),
        t(mark("Two audit schemes are ripe for accepting each other if they share a sector, each holds at least {ripe} "
               "of the other, and at least {base} of the content criteria were assessed in both. That speaks of texts, "
               "not of prices, trust or the wish of the owners."), ripe=t.percent(RIPE), base=t.percent(RIPE_BASE)),
        t(mark("The recommendation ranks the options on each attribute, all attributes alike. Other weights may give "
               "another order: weights belong to those who decide.")),
        t(mark("{count} published figures on cost, uptake, time and effect are cited with their sources. They come "
               "from other countries and years, stand beside the ranking and are no part of it."),
          count=t.number(len(cached.catalogue().evidence))),
    )  # fmt: skip
    st.page_link("pages/options.py", label=html.plain(t(PAGES["options"][1])), icon=":material/arrow_forward:")


def _matching(t: Translator) -> None:
    _section(t, "matching")
    _points(
        t(mark("A program proposes criteria for a requirement that it has never seen: it compares words and, where its "
               "model can be loaded, meanings, in four languages. Nothing is sent anywhere, nothing is learnt from "
               "what you paste.")),
        t(mark("Each proposal has a probability, learned from clauses that people judged, each asked as if its scheme "
               "were not in the catalogue, and from clauses made up for each criterion. A proposal is called strong "
               "from {strong} on, likely from {likely} on. Where nothing fits, that is the answer."),
          strong=t.percent(STRONG_SHARE), likely=t.percent(LIKELY_SHARE)),
        t(mark("A proposal never enters the catalogue by itself.")),
        t(mark("How good the proposals are can be measured on clauses that a person has labelled. The command below "
               "prints, for each language, how often the first proposal is right, how often one of the first three is, "
               "and how often “nothing fits” is right and is found.")),
    )  # fmt: skip
    html.show(f'<pre class="method-command">{_EVALUATE}</pre>')
    st.page_link("pages/match.py", label=html.plain(t(PAGES["match"][1])), icon=":material/arrow_forward:")


def _evidence(t: Translator) -> None:
    _section(t, "evidence")
    grounds = _grounds()
    total = Counter[Grade]()
    for ground in grounds:
        total.update(ground.grades)
    clauses = sum(total.values())
    weakest = [g for g in grounds if g.clauses and not g.grades.get(Grade.OWN_TEXT)]
    _prose(
        t(mark("Of {clauses} clauses {own} rest on a text of the scheme itself, {secondary} on what others write about "
               "it, {general} on general knowledge without a source. An own text is often an excerpt or an earlier "
               "edition; the note of the clause says which."),
          clauses=t.number(clauses), own=t.percent(total[Grade.OWN_TEXT] / clauses),
          secondary=t.percent(total[Grade.SECONDARY] / clauses),
          general=t.percent(total[Grade.GENERAL_KNOWLEDGE] / clauses))
    )  # fmt: skip
    if weakest:
        names = t.listing(components.scheme_name(ground.scheme_id) for ground in weakest)
        _prose(t(mark("For these schemes no own text was read at all: {schemes}."), schemes=names))
    left, _ = st.columns([2, 3])
    with left:
        order = components.pick_one(t(mark("Order")), "sort", list(_ORDERS), lambda name: t(_ORDERS[name]), "text")
    ordered = sorted(grounds, key=lambda ground: _sort_key(ground, order))
    _legend([f"{vocabulary.GRADE_MARK[grade]} {t(vocabulary.GRADE[grade])}" for grade in _GRADES])
    html.show(
        _grounds_table(t, ordered[:_FIRST_ROWS], t(mark("The first {count} schemes"), count=t.number(_FIRST_ROWS)))
    )
    with st.expander(html.plain(t(mark("All {count} schemes"), count=t.number(len(ordered))))):
        html.show(_grounds_table(t, ordered, t(mark("What the record of each scheme rests on"))))


def _sort_key(ground: _Ground, order: str) -> tuple[float, float, str]:
    name = components.scheme_name(ground.scheme_id).casefold()
    keys: Mapping[str, tuple[float, float]] = {
        "text": (ground.own, -ground.clauses),
        "doubts": (-ground.doubts, 0),
        "read": (ground.extents.get(Extent.FULL, 0), ground.extents.get(Extent.MAIN, 0)),
        "clauses": (-ground.clauses, 0),
        "name": (0, 0),
    }
    return (*keys[order], name)


def _legend(names: Sequence[str]) -> None:
    """What the three parts of a bar stand for, in the order of `_GRADES`."""
    keys = "".join(
        f'<span class="ls-key"><i class="method-part {grade}" aria-hidden="true"></i>{escape(name)}</span>'
        for grade, name in zip(_GRADES, names, strict=True)
    )
    html.show(f"<div>{keys}</div>")


def _grounds_table(t: Translator, grounds: Sequence[_Ground], caption: str) -> str:
    rows = []
    for ground in grounds:
        shares = [ground.grades.get(grade, 0) / ground.clauses if ground.clauses else 0.0 for grade in _GRADES]
        themes = t(
            mark("{full} in full, {main} main points, {rest} other"),
            full=t.number(ground.extents.get(Extent.FULL, 0)), main=t.number(ground.extents.get(Extent.MAIN, 0)),
            rest=t.number(sum(ground.extents.values()) - ground.extents.get(Extent.FULL, 0)
                          - ground.extents.get(Extent.MAIN, 0)),
        )  # fmt: skip
        rows.append([
            escape(components.scheme_name(ground.scheme_id)), t.number(ground.clauses),
            _stack({str(grade): share for grade, share in zip(_GRADES, shares, strict=True)}),
            *(escape(t.percent(share)) for share in shares), t.number(ground.doubts), escape(themes),
        ])  # fmt: skip
    header = [
        t(mark("Scheme")), t(mark("Clauses")), t(mark("Picture")), *(t(vocabulary.GRADE[grade]) for grade in _GRADES),
        t(mark("Open doubts")), t(mark("Themes read")),
    ]  # fmt: skip
    return html.table(caption, header, rows)


def _stack(shares: Mapping[str, float]) -> str:
    """A bar cut in proportion; the figures stand in text beside it."""
    parts = "".join(
        f'<i class="method-part {name}" style="width:{share * 100:.1f}%"></i>'
        for name, share in shares.items()
        if share
    )
    return f'<span class="method-stack" aria-hidden="true">{parts}</span>'


def _doubts(t: Translator) -> None:
    _section(t, "doubts")
    catalogue = cached.catalogue()
    doubtful = _doubtful()
    counts = Counter(mapping.subject_id.rpartition(".")[0] for mapping in doubtful)
    _prose(
        t(mark("A reader who hesitated wrote down why. {count} of {of} judgements carry such a doubt, in {schemes} of "
               "{all} schemes. A doubt is no fault; it is where a second reader should look first."),
          count=t.number(len(doubtful)), of=t.number(len(catalogue.crosswalk)), schemes=t.number(len(counts)),
          all=t.number(len(catalogue.schemes)))
    )  # fmt: skip
    if not counts:
        return
    order = [scheme_id for scheme_id, _ in counts.most_common()]
    bars = [
        [escape(components.scheme_name(s)), escape(t.number(counts[s])), _count_bar(counts[s], counts[order[0]])]
        for s in order
    ]  # fmt: skip
    with st.expander(html.plain(t(mark("Open doubts by scheme")))):
        header = [t(mark("Scheme")), t(mark("Open doubts")), t(mark("Picture"))]
        html.show(html.table(t(mark("Open doubts by scheme, most first")), header, bars))
    left, _ = st.columns([2, 3])
    with left:
        chosen = components.pick_scheme(t(mark("Show the doubts of")), "doubts", order[0], order)
    rows, criteria = [], []
    for mapping in doubtful:
        if mapping.subject_id.rpartition(".")[0] != chosen:
            continue
        row = catalogue.requirement_by_id[mapping.subject_id]
        named = t(mark("fits no criterion"))
        if mapping.object_id in catalogue.criteria:
            named = catalogue.criteria[mapping.object_id].label[t.language]
            criteria.append(mapping.object_id)
        rows.append([html.printed(row.clause, t.language), escape(named), escape(t(vocabulary.REACH[mapping.reach])),
                     html.foreign(mapping.doubt, t.language)])  # fmt: skip
    header = [t(mark("Clause")), t(mark("Criterion")), t(mark("Reaches")), t(mark("Doubt"))]
    html.show(html.table(t(mark("Open doubts: {scheme}"), scheme=components.scheme_name(chosen)), header, rows))
    if criteria:
        components.open_cell(t, [chosen], list(dict.fromkeys(criteria)), "method")


def _count_bar(count: int, most: int) -> str:
    return _stack({str(Grade.SECONDARY): count / most if most else 0.0})


def _reading(t: Translator) -> None:
    _section(t, "reading")
    catalogue = cached.catalogue()
    extents = {
        theme.id: Counter(scheme.reading[theme.id].extent for scheme in catalogue.schemes.values())
        for theme in catalogue.criteria.themes
    }
    order = sorted(extents, key=lambda theme: (extents[theme][Extent.FULL], extents[theme][Extent.MAIN]))
    least = catalogue.criteria.theme(order[0])
    _prose(
        t(mark("For each scheme and theme it is written down how far it was read. Least is known of “{theme}”: read in "
               "full for {full} and in its main points for {main} of {of} schemes."),
          theme=least.label[t.language], full=t.number(extents[least.id][Extent.FULL]),
          main=t.number(extents[least.id][Extent.MAIN]), of=t.number(len(catalogue.schemes)))
    )  # fmt: skip
    rows = []
    for theme_id in order:
        counts = extents[theme_id]
        other = sum(counts.values()) - counts[Extent.FULL] - counts[Extent.MAIN] - counts[Extent.NO]
        whole = max(sum(counts.values()), 1)
        parts = (counts[Extent.FULL], counts[Extent.MAIN], counts[Extent.NO] + other)
        bar = _stack({str(grade): part / whole for grade, part in zip(_GRADES, parts, strict=True)})
        rows.append([escape(catalogue.criteria.theme(theme_id).label[t.language]), bar,
                     *(escape(t.number(number)) for number in
                       (counts[Extent.FULL], counts[Extent.MAIN], counts[Extent.NO], other))])  # fmt: skip
    header = [
        t(mark("Theme")), t(mark("Picture")), *(t(vocabulary.EXTENT[e]) for e in (Extent.FULL, Extent.MAIN, Extent.NO)),
        t(mark("not public or not applicable")),
    ]  # fmt: skip
    _legend(
        [t(vocabulary.EXTENT[Extent.FULL]), t(vocabulary.EXTENT[Extent.MAIN]), t(mark("not read, or not to be read"))]
    )
    html.show(html.table(t(mark("Number of schemes by how far the theme was read, least read first")), header, rows))


def _agreement(t: Translator) -> None:
    _section(t, "agreement")
    rows_read, settlements, total, themes = cached.agreement()
    rows_again, all_again, again = cached.agreement_again()
    by_cause = Counter(line.cause for line in settlements)
    _prose(
        t(mark("{count} of {of} clauses were read a second time, without sight of the first reading. On which "
               "criterion a clause belongs to, the two readings agree with a kappa of {criterion}; on what it reaches, "
               "with a kappa of {reach} (agreement beyond chance, 1 would be complete)."),
          count=t.number(rows_read), of=t.number(sum(map(len, cached.catalogue().requirements.values()))),
          criterion=t.number(total.criterion_kappa, 2), reach=t.number(total.reach_kappa, 2)),
        t(mark("Take this as an upper bound: two readers of the same kind share habits. The figures are those before "
               "anything was settled.")),
        t(mark("Where the two differed, a third reading settled it with a written reason, {count} times: {second} as "
               "the second reader had it, {first} as the first, {other} otherwise. What kept them apart: {causes}."),
          count=t.number(len(settlements)),
          second=t.number(sum(line.settled == line.second for line in settlements)),
          first=t.number(sum(line.settled == line.first for line in settlements)),
          other=t.number(sum(line.settled not in (line.first, line.second) for line in settlements)),
          causes=t.listing(f"{t(vocabulary.CAUSE[cause])} ({t.number(n)})" for cause, n in by_cause.most_common())),
        t(mark("{criteria} criteria on which the readers agreed too little were worded anew, and {count} clauses near "
               "them read once more, blind. On these, that reading agrees with what was settled with a kappa of {now}; "
               "least on: {worst}."),
          criteria=t.number(len(again)), count=t.number(rows_again), now=t.number(all_again.criterion_kappa, 2),
          worst=t.listing(cached.catalogue().criteria[one.id].label[t.language] for one in again[:1])),
    )  # fmt: skip
    names = {theme.id: theme.label[t.language] for theme in cached.catalogue().criteria.themes}
    header = [t(mark("Theme")), t(mark("Judgements compared")), t(mark("Kappa, criterion")), t(mark("Kappa, reach"))]
    rows = [
        [escape(names[one.id]), t.number(one.named), t.number(one.criterion_kappa, 2), t.number(one.reach_kappa, 2)]
        for one in themes
    ]
    html.show(html.table(t(mark("Agreement of the two readings by theme, least agreed first")), header, rows))


def _style() -> str:
    c = palette(mode())
    return f"""<style>
.method-title{{font-size:1.5rem;line-height:1.3;margin:1.6rem 0 .2rem;padding:0;color:{c["ink"]};
scroll-margin-top:5rem}}
.method-prose{{max-width:46rem;color:{c["ink"]};line-height:1.6;margin:.2rem 0 .6rem}}
.method-prose li{{margin-bottom:.45rem}}
.method-contents{{color:{c["ink"]};border-left:.25rem solid {c["rule"]};padding:.1rem 1rem}}
.method-contents p{{margin:0 0 .3rem}}
.method-contents ol{{columns:22rem 2;margin:0;padding-left:1.4rem}}
.method-contents li{{margin:.1rem 0;break-inside:avoid}}
.method-line{{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:.8rem;padding:0!important;
margin:.4rem 0;list-style:none;color:{c["ink"]}}}
.method-line li{{border:1px solid {c["rule"]};border-top:.3rem solid {c["partial"]};border-radius:.4rem;margin:0;
padding:.6rem .9rem;background:{c["panel"]}}}
.method-line p{{margin:.1rem 0}}
.method-command{{max-width:46rem;color:{c["ink"]};background:{c["panel"]};border:1px solid {c["rule"]};
border-radius:.4rem;padding:.5rem .9rem;margin:0 0 .6rem;overflow-x:auto}}
.method-number{{font-size:1.8rem;font-weight:600;line-height:1.2}}
.method-stack{{display:inline-flex;width:9rem;height:.8rem;background:{c["paper"]};vertical-align:middle}}
.method-part{{display:block;height:100%;box-sizing:border-box}}
.method-part.own-text{{background:{c["full"]}}}.method-part.secondary{{background:{c["partial"]}}}
.method-part.general-knowledge{{background:{c["unknown"]};border:1px solid {c["sign"]}}}
</style>"""
