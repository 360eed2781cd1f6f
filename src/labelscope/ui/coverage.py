"""The page *Coverage*: who covers what, theme by theme, down to the clauses."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from html import escape

import streamlit as st

from labelscope import vocabulary
from labelscope.charts import coverage as charts
from labelscope.i18n import Translator, mark
from labelscope.matrix import CoverageMatrix
from labelscope.model import Coverage
from labelscope.ui import cached, components, html, state
from labelscope.ui.frame import mode, show_answer

_KINDS = {
    "content": mark("What must be respected"),
    "system": mark("How the scheme works"),
}
_FOLDED = "none"


@dataclass(frozen=True)
class Choice:
    """What the reader chose to see."""

    matrix: CoverageMatrix
    schemes: tuple[str, ...]
    kind: str
    unfolded: str | None
    accepted: bool


def controls(t: Translator) -> Choice:
    """Sector, kind of criteria, theme to unfold, derived schemes."""
    tree = cached.catalogue().criteria
    columns = st.columns([3, 2, 3, 2], vertical_alignment="bottom")
    with columns[0]:
        schemes = components.ordered(components.filter_schemes(t))
    with columns[1]:
        kind = components.pick_one(t(mark("Criteria")), "kind", list(_KINDS), lambda k: t(_KINDS[k]), "content")
    themes = [theme.id for theme in tree.themes if tree.kind_of(tree.of_theme(theme.id)[0].id) == kind]
    with columns[2]:
        chosen = components.pick_one(
            t(mark("Theme to unfold")), "theme", [_FOLDED, *themes],
            lambda theme: t(mark("none")) if theme == _FOLDED else tree.theme(theme).label[t.language], _FOLDED,
        )  # fmt: skip
    with columns[3]:
        accepted = st.toggle(
            t(mark("Take in what is accepted")), key="accepted",
            help=t(mark("Meta-labels rest on the schemes they accept. With this on, what all of those ask counts.")),
        )  # fmt: skip
    matrix = cached.matrix_with_accepted() if accepted else cached.analysis().matrix
    return Choice(matrix, tuple(schemes), kind, None if chosen == _FOLDED else chosen, accepted)


def answer(t: Translator, choice: Choice) -> None:
    """One sentence from the data, with its base."""
    if not choice.schemes:
        st.info(t(mark("No scheme is left. Remove a sector from the filter.")))
        return
    tree = cached.catalogue().criteria
    pool = tree.of_theme(choice.unfolded) if choice.unfolded else tree.of_kind(choice.kind)
    criteria = [criterion.id for criterion in pool]
    asked = {c: sum(choice.matrix.cell(s, c).coverage.is_asked for s in choice.schemes) for c in criteria}
    most, least = max(criteria, key=lambda c: asked[c]), min(criteria, key=lambda c: asked[c])
    unknown = sum(not choice.matrix.cell(s, c).coverage.is_known for s in choice.schemes for c in criteria)
    show_answer(
        t(mark("Of {schemes} schemes, {most_count} ask for “{most}” and {least_count} for “{least}”. "
               "We do not know {share} of the cells."),
          schemes=t.number(len(choice.schemes)), most=tree[most].label[t.language],
          least=tree[least].label[t.language], most_count=t.number(asked[most]),
          least_count=t.number(asked[least]), share=t.percent(unknown / (len(choice.schemes) * len(criteria))))
    )  # fmt: skip


def picture(t: Translator, choice: Choice) -> None:
    """The heatmap; on a phone, one theme as a list."""
    if not choice.schemes:
        return
    components.coverage_legend(t)
    words = components.coverage_words(t)
    key = f"coverage_{state.generation()}"
    checksum = cached.catalogue().checksum
    marked = state.panel()
    with st.container(key="wide"):
        spec = cached.spec(
            lambda: charts.heatmap(choice.matrix, choice.schemes, choice.unfolded, words, t.language, mode(), marked,
                                   (choice.kind,)),
            "heatmap", checksum, mode(), t.language, choice.schemes, choice.unfolded, choice.kind, choice.accepted,
            marked,
        )  # fmt: skip
        components.draw(spec, _alt(t, choice), key, on_click=lambda: _clicked(key))
        html.show(f'<p class="ls-caption">{escape(t(_HINT))}</p>')
    with st.container(key="narrow"):
        _narrow(t, choice, words)
    collectors = [components.scheme_name(s) for s in choice.schemes if s in choice.matrix.data_only]
    if collectors:
        said = t(mark("{schemes}: collect data or grade and demand next to nothing. "
                      "They share evidence; they are not empty."),
                 schemes=t.listing(collectors))  # fmt: skip
        html.show(f'<p class="ls-caption">{escape(said)}</p>')


_HINT = mark(
    "One row is a scheme, one column a theme; each cell is cut in proportion to its criteria. "
    "Click a theme's name to unfold it, a criterion's cell to see its clauses."
)


def _narrow(t: Translator, choice: Choice, words: dict[Coverage, str]) -> None:
    tree = cached.catalogue().criteria
    themes = [theme for theme in tree.themes if tree.kind_of(tree.of_theme(theme.id)[0].id) == choice.kind]
    theme_id = choice.unfolded or themes[0].id
    criteria = [criterion.id for criterion in tree.of_theme(theme_id)]
    html.show(f"<p><b>{escape(tree.theme(theme_id).label[t.language])}</b></p>")
    order = sorted(choice.schemes, key=lambda s: -sum(choice.matrix.cell(s, c).coverage.degree or 0 for c in criteria))
    spec = cached.spec(
        lambda: charts.theme_list(choice.matrix, order, criteria, words, mode()),
        "theme", cached.catalogue().checksum, mode(), t.language, tuple(order), theme_id, choice.accepted,
    )  # fmt: skip
    components.draw(spec, _alt(t, choice), f"theme_{state.generation()}")


def details(t: Translator, choice: Choice) -> None:
    """The keyboard way to the clauses, and the picture as a table."""
    if not choice.schemes:
        return
    tree = cached.catalogue().criteria
    pool = tree.of_theme(choice.unfolded) if choice.unfolded else tree.of_kind(choice.kind)
    criteria = [criterion.id for criterion in pool]
    components.open_cell(t, choice.schemes, criteria, "coverage")
    with st.expander(t(mark("One criterion as a list"))):
        _criterion_list(t, choice, criteria)
    with st.expander(t(mark("The picture as a table"))):
        _table(t, choice)
    components.downloads(t)


def _criterion_list(t: Translator, choice: Choice, criteria: list[str]) -> None:
    tree = cached.catalogue().criteria
    criterion = components.pick_one(
        t(mark("Criterion")), "criterion", criteria, lambda c: tree[c].label[t.language], criteria[0]
    )
    groups: dict[Coverage, list[str]] = {}
    for scheme_id in choice.schemes:
        groups.setdefault(choice.matrix.cell(scheme_id, criterion).coverage, []).append(scheme_id)
    rows = [
        [escape(t(vocabulary.COVERAGE[item])), t.number(len(groups[item])),
         escape("; ".join(sorted(map(components.scheme_name, groups[item]), key=str.casefold)))]
        for item in charts.SEGMENTS if item in groups
    ]  # fmt: skip
    header = [t(mark("Coverage")), t(mark("Number")), t(mark("Schemes"))]
    html.show(html.table(tree[criterion].definition[t.language], header, rows))


def _table(t: Translator, choice: Choice) -> None:
    tree = cached.catalogue().criteria
    themes = [theme for theme in tree.themes if tree.kind_of(tree.of_theme(theme.id)[0].id) == choice.kind]
    rows = []
    for scheme_id in choice.schemes:
        cells = [escape(components.scheme_name(scheme_id))]
        for theme in themes:
            counts = Counter(choice.matrix.cell(scheme_id, c.id).coverage for c in tree.of_theme(theme.id))
            asked = sum(number for item, number in counts.items() if item.is_asked)
            unknown = sum(number for item, number in counts.items() if not item.is_known)
            text = t(mark("{asked} of {of}"), asked=asked, of=sum(counts.values()))
            cells.append(escape(text + (f" ({t(mark('{count} not known'), count=unknown)})" if unknown else "")))
        rows.append(cells)
    html.show(html.table(t(mark("Criteria asked, by scheme and theme")), [t(mark("Scheme")),
                         *(theme.short[t.language] for theme in themes)], rows))  # fmt: skip


def _alt(t: Translator, choice: Choice) -> str:
    asked = sum(
        choice.matrix.cell(s, c.id).coverage.is_asked
        for s in choice.schemes for c in cached.catalogue().criteria.of_kind(choice.kind)
    )  # fmt: skip
    return t(mark("Heatmap of {schemes} schemes by theme; {asked} cells are asked for."),
             schemes=len(choice.schemes), asked=t.number(asked))  # fmt: skip


def _clicked(key: str) -> None:
    point = components.clicked(key)
    if point.get("criterion") == "head":
        theme = point.get("theme", _FOLDED)
        st.session_state["pick_theme"] = _FOLDED if st.session_state.get("pick_theme") == theme else theme
        state.bump()
    elif point.get("criterion") == "theme":
        st.session_state["pick_theme"] = point.get("theme", _FOLDED)
        state.bump()
    elif point:
        state.open_panel(point["scheme"], point["criterion"])
