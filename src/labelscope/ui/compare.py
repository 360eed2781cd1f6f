"""The page *Compare*: where two to five schemes differ, theme by theme, down to the clauses.

What a scheme asks and how it is verified stand in two sections; nothing mixes them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from html import escape
from itertools import combinations
from typing import Any

import streamlit as st

from labelscope import vocabulary
from labelscope.charts import palette
from labelscope.charts.coverage import SEGMENTS
from labelscope.exporting.oscal import find_meetings
from labelscope.i18n import Translator, mark
from labelscope.matrix import ORDER, Cell, CoverageMatrix, effective_reach
from labelscope.model import Coverage, Grade, Reach, Theme
from labelscope.overlap import OverlapMatrix, PairOverlap
from labelscope.ui import cached, components, html, state
from labelscope.ui.frame import mode, show_answer
from labelscope.ui.panel import evidence_html, wording_html
from labelscope.ui.shares import figure_html, figure_words, pair_sentence

DEFAULT = ("belgian-social-label", "sa8000", "amfori-bsci")
MOST = 5
_OPEN = "compare_open"

#: Facts on how a scheme is verified and run, by group of the record.
FACTS: dict[str, tuple[str, ...]] = {
    "assurance": ("model", "audit_interval_months", "certificate_validity_months", "unannounced", "worker_interviews",
                  "accreditation"),
    "governance": ("type", "unions_in_governance"),
    "transparency": ("certified_list_public", "audit_reports_public"),
    "grievance": ("scheme_mechanism",),
    "size": ("provisions",),
    "cost": ("low_eur", "high_eur", "per", "year"),
}  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """What the reader chose to see."""

    schemes: tuple[str, ...]
    matrix: CoverageMatrix
    overlap: OverlapMatrix
    only_differences: bool
    in_words: bool
    accepted: bool


@dataclass(frozen=True)
class Row:
    """One criterion: its cells, how many steps lie between them, and what can be said of the difference.

    `verdict` is `differs` (two known cells differ), `open` (some ask, others are not known),
    `alike` (all known and the same) or `nobody` (no scheme is known to ask it).
    """

    criterion: str
    cells: tuple[Cell, ...]
    steps: int
    verdict: str


@dataclass(frozen=True)
class Block:
    """One theme with its rows, those that differ most first."""

    theme: Theme
    rows: tuple[Row, ...]

    def count(self, verdict: str) -> int:
        """Number of rows with this verdict."""
        return sum(row.verdict == verdict for row in self.rows)


def controls(t: Translator) -> Choice:
    """The schemes, and what to show of them."""
    chosen = components.pick_schemes(t(mark("Schemes to compare, two to five")), "schemes", DEFAULT, MOST)
    schemes = cached.catalogue().schemes
    with st.container(horizontal=True):
        only = st.toggle(t(mark("Only differences")), key="compare_only")
        words = st.toggle(
            t(mark("Show what the clauses say")), key="compare_words",
            help=t(mark("Under each answer, the clause that goes furthest, in our own words.")),
        )  # fmt: skip
        accepted = False
        if any(schemes[s].derived_from for s in chosen):
            accepted = st.toggle(
                t(mark("Take in what is accepted")), key="accepted",
                help=t(mark("Meta-labels rest on the schemes they accept. "
                            "With this on, what all of those ask counts too.")),
            )  # fmt: skip
    matrix = cached.matrix_with_accepted() if accepted else cached.analysis().matrix
    overlap = cached.overlap_with_accepted() if accepted else cached.analysis().overlap
    return Choice(tuple(chosen), matrix, overlap, only, words, accepted)


def answer(t: Translator, choice: Choice) -> None:
    """How much the schemes share, with the interval, and on how much they differ."""
    if len(choice.schemes) < 2:
        st.info(t(mark("Choose at least two schemes to compare.")), icon=":material/info:")
        return
    pairs = _pairs(choice)
    known = [pair for pair in pairs if pair.overlap.middle is not None]
    if not pairs:
        show_answer(t(mark("At most one of these schemes makes demands; the others collect data or grade. "
                           "There is nothing to share.")))  # fmt: skip
    elif not known:
        show_answer(t(mark("Too little was read of these schemes to say how much they share: fewer than {base} of {of} "
                           "criteria were read in both of any pair."),
                      base=t.number(choice.overlap.min_base), of=t.number(len(choice.overlap.criteria))))  # fmt: skip
    else:
        show_answer(_shared_sentence(t, sorted(known, key=lambda pair: -(pair.overlap.middle or 0))))
    blocks = _blocks(choice, "content")
    differ, unsure = (sum(block.count(verdict) for block in blocks) for verdict in ("differs", "open"))
    total = sum(len(block.rows) for block in blocks)
    leading = [block.theme.label[t.language] for block in blocks[:2] if block.count("differs")]
    if differ:
        text = t(mark("They differ for certain on {differ} of {total} criteria, most of all in: {themes}. On "
                      "{unsure} more, some are known to ask and for the others we do not know."),
                 differ=t.number(differ), total=t.number(total), unsure=t.number(unsure),
                 themes="; ".join(leading))  # fmt: skip
    else:
        text = t(mark("No certain difference is known. On {unsure} of {total} criteria some are known to ask and for "
                      "the others we do not know."), unsure=t.number(unsure), total=t.number(total))  # fmt: skip
    html.show(f"<p>{escape(text)}</p>")
    _warn_of_collectors(t, choice)


def content(t: Translator, choice: Choice) -> None:
    """What the schemes ask, theme by theme."""
    if len(choice.schemes) < 2:
        return
    st.subheader(t(mark("What they ask")), anchor=False)
    html.show(_style(mode()))
    components.coverage_legend(t)
    html.show(f'<p class="ls-caption">{escape(t(_HINT))}</p>')
    _grid(t, choice, "content")
    st.subheader(t(mark("How much they share")), anchor=False)
    _pair_table(t, choice)


_HINT = mark(
    "Themes with the largest differences come first. Click a theme to unfold its criteria, and any answer to read the "
    "clauses behind it. “Open” means that some of the schemes ask for it and that we do not know for the others."
)


def system(t: Translator, choice: Choice) -> None:
    """How the schemes are verified and run: facts first, then what their rules say."""
    if len(choice.schemes) < 2:
        return
    st.subheader(t(mark("How they are verified and run")), anchor=False)
    text = t(
        mark("This says nothing about what a scheme asks. A scheme may ask much and check little, or the reverse.")
    )
    html.show(f'<p class="ls-caption">{escape(text)}</p>')
    html.show(_facts_table(t, choice))
    ties = _ties_table(t, choice)
    if ties:
        html.show(ties)
    html.show(f"<p><b>{escape(t(mark('What their rules say on it')))}</b></p>")
    _grid(t, choice, "system")


def details(t: Translator, choice: Choice) -> None:
    """The comparison as one table, and the downloads."""
    if len(choice.schemes) >= 2:
        box = st.expander(t(mark("The comparison as a table")), key="compare_twin", on_change="rerun")
        if box.open:
            with box:
                for kind, caption in _CAPTIONS.items():
                    html.show(_twin(t, choice, kind, t(caption)))
    components.downloads(t)
    if len(choice.schemes) == 2 and find_meetings(cached.catalogue(), *choice.schemes):
        make = partial(cached.oscal_bytes, *choice.schemes, t.language, cached.catalogue().checksum)
        components.download_exchange(t, "OSCAL", "-".join(choice.schemes), make)


_CAPTIONS = {
    "content": mark("What the schemes ask, all criteria"),
    "system": mark("How the schemes are verified and run, all criteria"),
}


def rows_of(matrix: CoverageMatrix, schemes: Sequence[str], criteria: Sequence[str]) -> list[Row]:
    """The criteria compared, certain differences first, then by the number of steps between the schemes."""
    found = [_compare([matrix.cell(s, criterion) for s in schemes], criterion) for criterion in criteria]
    return sorted(found, key=lambda row: (_VERDICTS.index(row.verdict), -row.steps))


_VERDICTS = ("differs", "open", "alike", "nobody")


def _compare(cells: Sequence[Cell], criterion: str) -> Row:
    known = [ORDER.index(cell.coverage) for cell in cells if cell.coverage.is_known]
    asked = [cell for cell in cells if cell.coverage.is_asked]
    counted = known + [0 for cell in cells if cell.coverage is Coverage.NOT_NAMED]
    steps = max(counted) - min(counted) if counted else 0
    if known and max(known) > min(known):
        verdict = "differs"
    elif not asked:
        verdict = "nobody"
    else:
        applicable = sum(cell.coverage is not Coverage.NOT_APPLICABLE for cell in cells)
        verdict = "alike" if len(known) == applicable else "open"
    return Row(criterion, tuple(cells), steps, verdict)


def _blocks(choice: Choice, kind: str) -> list[Block]:
    tree = cached.catalogue().criteria
    blocks = []
    for theme in tree.themes:
        criteria = [criterion.id for criterion in tree.of_theme(theme.id)]
        if tree.kind_of(criteria[0]) == kind:
            blocks.append(Block(theme, tuple(rows_of(choice.matrix, choice.schemes, criteria))))

    def weight(block: Block) -> tuple[float, float]:
        size = len(block.rows)
        sure = sum(row.steps for row in block.rows if row.verdict == "differs")
        return -sure / size, -sum(row.steps for row in block.rows) / size

    return sorted(blocks, key=weight)


def _pairs(choice: Choice) -> list[PairOverlap]:
    demanding = [s for s in choice.schemes if s not in choice.matrix.data_only]
    return [choice.overlap.between(first, second) for first, second in combinations(demanding, 2)]


def _shared_sentence(t: Translator, pairs: Sequence[PairOverlap]) -> str:
    most, least = pairs[0], pairs[-1]
    name = components.scheme_name
    if len(pairs) == 1:
        return pair_sentence(t, most)
    return t(
        mark("{first} and {second} are the closest pair: they share {figure} of all that either of them asks. The "
             "furthest apart are {third} and {fourth}, which share {least}."),
        first=name(most.first), second=name(most.second), figure=figure_words(t, most.overlap),
        third=name(least.first), fourth=name(least.second), least=t.percent(least.overlap.middle),
    )  # fmt: skip


def _warn_of_collectors(t: Translator, choice: Choice) -> None:
    collectors = [components.scheme_name(s) for s in choice.schemes if s in choice.matrix.data_only]
    if collectors:
        text = t(mark("{schemes}: collects data or grades and demands next to nothing itself. "
                      "It is a way to share evidence, not a weak label."), schemes=t.listing(collectors))  # fmt: skip
        st.info(html.plain(text), icon=":material/info:")


# --- the grid of themes, criteria and answers


def _grid(t: Translator, choice: Choice, kind: str) -> None:
    blocks = _blocks(choice, kind)
    ids = [block.theme.id for block in blocks]
    unfolded = _unfolded(blocks[0].theme.id if kind == "content" and blocks else "")
    shown = [b for b in blocks if not choice.only_differences or b.count("differs") + b.count("open")]
    with st.container(key=f"compare_grid_{kind}", gap=None):
        _head(t, choice, kind)
        for block in shown:
            _theme_row(t, choice, block, block.theme.id in unfolded)
            if block.theme.id in unfolded:
                for row in block.rows:
                    if not choice.only_differences or row.verdict in ("differs", "open"):
                        _criterion_row(t, choice, row)
    left_out = [block.theme.label[t.language] for block in blocks if block not in shown]
    if left_out:
        text = t(mark("Without a difference and left out: {themes}."), themes="; ".join(left_out))
        html.show(f'<p class="ls-caption">{escape(text)}</p>')
    with st.container(horizontal=True):
        st.button(t(mark("Unfold all")), key=f"compare_all_{kind}", on_click=_unfold, args=(ids, True), type="tertiary",
                  icon=":material/unfold_more:")  # fmt: skip
        st.button(t(mark("Fold all")), key=f"compare_none_{kind}", on_click=_unfold, args=(ids, False), type="tertiary",
                  icon=":material/unfold_less:")  # fmt: skip


def _head(t: Translator, choice: Choice, kind: str) -> None:
    with st.container(key=f"compare_head_{kind}"):
        columns = st.columns(_widths(choice), gap="small", vertical_alignment="bottom")
        for column, scheme_id in zip(columns[1:], choice.schemes, strict=True):
            scheme = cached.catalogue().schemes[scheme_id]
            below = t(vocabulary.KIND[scheme.identity.kind])
            if scheme_id in choice.matrix.data_only:
                below = t(mark("collects data or grades"))
            elif scheme.derived_from:
                below = t(mark("rests on {schemes}"),
                          schemes=t.listing(map(components.scheme_name, scheme.derived_from)))  # fmt: skip
            with column:
                html.show(f'<p class="cmp-head"><b>{escape(scheme.short)}</b><br>{escape(below)}</p>')


def _theme_row(t: Translator, choice: Choice, block: Block, is_open: bool) -> None:
    columns = st.columns(_widths(choice), gap="small", vertical_alignment="center")
    label = t(mark("{theme}: {differ} of {of} differ, {open} open"), theme=block.theme.label[t.language],
              differ=t.number(block.count("differs")), of=t.number(len(block.rows)),
              open=t.number(block.count("open")))  # fmt: skip
    columns[0].button(
        html.plain(label), key=f"compare_theme_{block.theme.id}", type="tertiary", on_click=_toggle,
        args=(block.theme.id,), wrap=True, icon=":material/expand_more:" if is_open else ":material/chevron_right:",
    )  # fmt: skip
    for k, scheme_id in enumerate(choice.schemes):
        with columns[k + 1]:
            html.show(_strip(t, scheme_id, [row.cells[k] for row in block.rows]))


def _strip(t: Translator, scheme_id: str, cells: Sequence[Cell]) -> str:
    counts = Counter(cell.coverage for cell in cells)
    asked = sum(cell.coverage.is_asked for cell in cells)
    unknown = sum(not cell.coverage.is_known for cell in cells)
    parts = "".join(
        f'<i class="cmp-{item}" style="flex:{counts[item]}">{components.glyph(item)}</i>'
        for item in SEGMENTS
        if counts[item]
    )
    text = t(mark("asks {asked} of {of}"), asked=t.number(asked), of=t.number(len(cells)))
    if unknown:
        text = t(mark("asks {asked} of {of}, {unknown} not known"), asked=t.number(asked), of=t.number(len(cells)),
                 unknown=t.number(unknown))  # fmt: skip
    return (
        f'<div class="cmp-cell"><span class="cmp-who">{escape(components.scheme_name(scheme_id))}</span>'
        f'<span class="cmp-strip" aria-hidden="true">{parts}</span><span class="cmp-text">{escape(text)}</span></div>'
    )


def _criterion_row(t: Translator, choice: Choice, row: Row) -> None:
    criterion = cached.catalogue().criteria[row.criterion]
    label = criterion.label[t.language]
    columns = st.columns(_widths(choice), gap="small", vertical_alignment="top")
    with columns[0]:
        verdict = t(_VERDICT_WORDS[row.verdict])
        html.show(f'<p class="cmp-criterion" title="{escape(criterion.definition[t.language])}">{escape(label)} '
                  f'<span class="cmp-verdict">{escape(verdict)}</span></p>')  # fmt: skip
    for column, cell in zip(columns[1:], row.cells, strict=True):
        words = _coverage_words(t, cell)
        sign = components.glyph(cell.coverage)
        name = html.plain(components.scheme_name(cell.scheme_id))
        with column:
            st.button(
                f"*{name}* **{html.plain(label)}** {html.plain(sign)} {html.plain(words)}",
                key=f"cmp-{cell.coverage}_{cell.scheme_id}_{row.criterion}", width="stretch", on_click=state.open_panel,
                args=(cell.scheme_id, row.criterion),
            )  # fmt: skip
            below = _below(t, choice, cell)
            if below:
                html.show(below)


_VERDICT_WORDS = {
    "differs": mark("differs"),
    "open": mark("open"),
    "alike": mark("alike"),
    "nobody": mark("not known to be asked"),
}


def _coverage_words(t: Translator, cell: Cell) -> str:
    words = t(vocabulary.COVERAGE[cell.coverage])
    return t(mark("{coverage}, by a date"), coverage=words) if cell.is_later else words


def _below(t: Translator, choice: Choice, cell: Cell) -> str:
    parts = []
    if not choice.accepted and cached.catalogue().schemes[cell.scheme_id].derived_from:
        taken = cached.matrix_with_accepted().cell(cell.scheme_id, cell.criterion_id).coverage
        if taken is not cell.coverage:
            text = t(mark("with what it accepts: {coverage}"), coverage=t(vocabulary.COVERAGE[taken]))
            parts.append(f'<p class="cmp-below">{escape(text)}</p>')
    if choice.in_words and cell.coverage.is_asked:
        parts.append(_clause_words(t, cell))
    return "".join(parts)


def _clause_words(t: Translator, cell: Cell) -> str:
    catalogue = cached.catalogue()
    reached = [(_REACHES.index(effective_reach(catalogue, m)), m) for m in cell.mappings]
    asking = sorted((pair for pair in reached if pair[0]), key=lambda pair: -pair[0])
    if not asking:
        note = cell.finding.note if cell.finding else ""
        return f'<p class="cmp-below">{html.foreign(note, t.language)}</p>' if note else ""
    row = catalogue.requirement_by_id[asking[0][1].subject_id]
    more = ""
    if len(asking) > 1:
        text = t.plural(mark("and {count} more clause"), mark("and {count} more clauses"), len(asking) - 1)
        more = f" <i>{escape(text)}</i>"
    grade = vocabulary.GRADE_MARK[row.evidence.grade]
    return (
        f'<p class="cmp-below"><span title="{escape(t(vocabulary.GRADE[row.evidence.grade]))}">{grade}</span> '
        f"<b>{html.printed(row.clause, t.language)}</b> {wording_html(row, t)}{more}</p>"
    )


_REACHES = (Reach.NONE, Reach.PARTIAL, Reach.FULL, Reach.BEYOND)


def _widths(choice: Choice) -> list[float]:
    return [3.2 if len(choice.schemes) > 3 else 2.6, *[2.0] * len(choice.schemes)]


def _unfolded(default: str) -> list[str]:
    if _OPEN not in st.session_state:
        themes = {theme.id for theme in cached.catalogue().criteria.themes}
        st.session_state[_OPEN] = state.from_url("open", themes, [default] if default else [])
    return list(st.session_state[_OPEN])


def _toggle(theme_id: str) -> None:
    unfolded = list(st.session_state.get(_OPEN, []))
    _keep([theme for theme in unfolded if theme != theme_id] if theme_id in unfolded else [*unfolded, theme_id])


def _unfold(theme_ids: Sequence[str], wanted: bool) -> None:
    rest = [theme for theme in st.session_state.get(_OPEN, []) if theme not in theme_ids]
    _keep([*rest, *theme_ids] if wanted else rest)


def _keep(unfolded: list[str]) -> None:
    st.session_state[_OPEN] = unfolded
    state.to_url("open", unfolded)


# --- tables


def _pair_table(t: Translator, choice: Choice) -> None:
    rows = []
    for pair in _pairs(choice):
        first, second = components.scheme_name(pair.first), components.scheme_name(pair.second)
        rows.append([
            escape(t(mark("{first} and {second}"), first=first, second=second)), figure_html(t, pair.overlap),
            figure_html(t, pair.first_in_second), figure_html(t, pair.second_in_first),
        ])  # fmt: skip
    if not rows:
        return
    header = [
        t(mark("Pair")), t(mark("Share of all that either asks")), t(mark("Of what the first asks, the second asks "
                                                                          "too")),
        t(mark("Of what the second asks, the first asks too")),
    ]  # fmt: skip
    html.show(html.table(t(mark("What the schemes have in common, content criteria only")), header, rows))
    text = t(mark("The figure counts what the main points did not name as not asked. The full range lets everything "
                  "that is not known fall the worst and the best way; the likely band draws it at the rate at which "
                  "criteria turned out to be asked once a theme was read in full."))  # fmt: skip
    html.show(f'<p class="ls-caption">{escape(text)}</p>')


def _facts_table(t: Translator, choice: Choice) -> str:
    schemes = [cached.catalogue().schemes[s] for s in choice.schemes]
    rows = []
    for group, fields in FACTS.items():
        records: list[Any] = [getattr(scheme, group) for scheme in schemes]
        block = []
        for field in fields:
            values = [getattr(record, field) for record in records]
            if choice.only_differences and len(set(values)) == 1 and values[0] not in (None, "unknown"):
                continue
            cells = [_value(t, value, record.evidence.grade) for value, record in zip(values, records, strict=True)]
            block.append([escape(t(vocabulary.FACT_FIELD[field])), *cells])
        if not block:
            continue
        sources = []
        for scheme, record in zip(schemes, records, strict=True):
            note = f"<p>{html.foreign(record.note, t.language)}</p>"
            grade = record.evidence.grade
            summary = f"{vocabulary.GRADE_MARK[grade]} {escape(t(vocabulary.GRADE[grade]))}"
            origin = evidence_html(scheme, record.evidence, t)
            sources.append(f"<details><summary>{summary}</summary>{note}<p>{origin}</p></details>")
        rows += [[f'<span class="cmp-group">{escape(t(vocabulary.FACT_GROUP[group]))}</span>', *sources], *block]
    header = [t(mark("Fact")), *(scheme.short for scheme in schemes)]
    caption = t(
        mark("Facts on verification, governance, transparency, complaints and cost; open a grade to see the source")
    )
    return html.table(caption, header, rows)


def _value(t: Translator, value: object, grade: Grade) -> str:
    if value is None or value == "unknown":
        return f'<span class="ls-muted">{escape(t(mark("not known")))}</span>'
    if isinstance(value, tuple):
        value = t.listing(t(vocabulary.PROVISION[one]) for one in value) if value else t(mark("none"))
        return f'{escape(value)} <span class="ls-grade" aria-hidden="true">{vocabulary.GRADE_MARK[grade]}</span>'
    text = str(value)
    if isinstance(value, int):
        shown = escape(text if _is_year(value) else t.number(value))
    else:
        shown = escape(t(vocabulary.ANSWER[text])) if text in vocabulary.ANSWER else html.foreign(text, t.language)
    return f'{shown} <span class="ls-grade" aria-hidden="true">{vocabulary.GRADE_MARK[grade]}</span>'


def _is_year(value: int) -> bool:
    return 1900 <= value <= 2100


def _ties_table(t: Translator, choice: Choice) -> str:
    rows = []
    for scheme_id in choice.schemes:
        scheme = cached.catalogue().schemes[scheme_id]
        for tie in scheme.recognition:
            if tie.scheme in choice.schemes and tie.scheme is not None:
                rows.append([
                    escape(scheme.short), escape(components.scheme_name(tie.scheme)),
                    escape(t(vocabulary.RELATION[tie.relation])), escape(t(vocabulary.DIRECTION[tie.direction])),
                    html.foreign(tie.note, t.language), evidence_html(scheme, tie.evidence, t),
                ])  # fmt: skip
    header = [
        t(mark("Scheme")), t(mark("Other scheme")), t(mark("Relation")), t(mark("Who accepts whom")), t(mark("Note")),
        t(mark("Source")),
    ]  # fmt: skip
    return html.table(t(mark("Ties between them")), header, rows) if rows else ""


def _twin(t: Translator, choice: Choice, kind: str, caption: str) -> str:
    tree = cached.catalogue().criteria
    rows = [
        [escape(tree[row.criterion].label[t.language]), escape(block.theme.label[t.language]),
         escape(t(_VERDICT_WORDS[row.verdict])), *(escape(_coverage_words(t, cell)) for cell in row.cells)]
        for block in _blocks(choice, kind) for row in block.rows
        if not choice.only_differences or row.verdict in ("differs", "open")
    ]  # fmt: skip
    names = [components.scheme_name(s) for s in choice.schemes]
    return html.table(caption, [t(mark("Criterion")), t(mark("Theme")), t(mark("Difference")), *names], rows)


@cache
def _style(shown: str) -> str:
    c = palette(shown)
    fills = {
        Coverage.BEYOND: (c["beyond"], c["paper"], c["beyond"]),
        Coverage.FULL: (c["full"], c["paper"], c["full"]),
        Coverage.PARTIAL: (c["partial"], c["ink"], c["partial"]),
        Coverage.ABSENT: (c["paper"], c["ink"], c["sign"]),
    }
    rules = []
    for item in Coverage:
        fill, ink, edge = fills.get(item, (c["unknown"], c["muted"], c["unknown"]))
        rules.append(
            f'[class*="st-key-cmp-{item}_"] button{{background:{fill}!important;color:{ink}!important;'
            f"border:1px solid {edge}!important}}.cmp-{item}{{background:{fill};color:{ink};border:1px solid {edge}}}"
        )
    return f"""<style>{"".join(rules)}
[class*="st-key-cmp-"] button{{min-height:1.9rem;padding:.1rem .6rem;border-radius:2px;justify-content:flex-start}}
[class*="st-key-cmp-"] button>div{{justify-content:flex-start;width:100%}}
[class*="st-key-cmp-"] button p{{font-size:.9rem}}
[class*="st-key-cmp-"] button:hover,[class*="st-key-cmp-"] button:focus-visible{{outline:2px solid {c["accent"]};
outline-offset:1px}}
[class*="st-key-cmp-"] button em,[class*="st-key-cmp-"] button strong{{position:absolute;width:1px;height:1px;
overflow:hidden;clip-path:inset(50%);white-space:nowrap}}
[class*="st-key-compare_theme_"] button{{text-align:left;justify-content:flex-start}}
[class*="st-key-compare_theme_"] button p{{font-weight:600;font-size:.95rem}}
[class*="st-key-compare_grid_"] [data-testid="stHorizontalBlock"]{{border-top:1px solid {c["rule"]};padding:.3rem 0}}
[class*="st-key-compare_grid_"]>div:has([class*="st-key-compare_head_"]){{position:sticky;top:3.6rem;z-index:9;
background:{c["paper"]}}}
[class*="st-key-compare_head_"] [data-testid="stHorizontalBlock"]{{border-top:0}}
.cmp-head{{margin:0;font-size:.85rem;line-height:1.3;color:{c["muted"]}}}.cmp-head b{{font-size:1rem;color:{c["ink"]}}}
.cmp-cell{{display:block;line-height:1.25}}.cmp-who{{display:none}}
.cmp-strip{{display:flex;gap:2px;height:.95rem}}
.cmp-strip i{{font-style:normal;font-size:.7rem;line-height:.85rem;text-align:center;box-sizing:border-box;
min-width:.5rem}}
.cmp-text{{font-size:.8rem;color:{c["muted"]}}}
.cmp-criterion{{margin:.2rem 0 .2rem 1.6rem;font-size:.95rem;line-height:1.3;color:{c["ink"]}}}
.cmp-verdict{{font-size:.75rem;color:{c["muted"]};border:1px solid {c["rule"]};border-radius:1rem;padding:0 .4rem;
white-space:nowrap}}
.cmp-below{{margin:.15rem 0 .3rem;font-size:.85rem;line-height:1.35;color:{c["ink"]}}}
.cmp-group{{font-size:1.02rem}}
@media (max-width:700px){{[class*="st-key-compare_head_"]{{display:none}}
.cmp-who{{display:block;font-size:.8rem;color:{c["ink"]}}}.cmp-criterion{{margin-left:0}}
[class*="st-key-compare_grid_"] [data-testid="stHorizontalBlock"]{{gap:.3rem}}
[class*="st-key-cmp-"] button em{{position:static;width:auto;height:auto;clip-path:none;overflow:visible;
font-style:normal;margin-right:.5rem}}}}
</style>"""
