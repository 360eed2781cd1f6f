"""Which clauses of the queue are asked: by how sure the machine is, why it hesitates, language, theme, evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from labelscope import vocabulary
from labelscope.i18n import Translator, mark
from labelscope.matching import Hesitation, Level
from labelscope.review.records import Clause
from labelscope.ui import cached, html, reviewer
from labelscope.ui.words import evidence_words


@dataclass(frozen=True)
class Facet:
    """One way to filter: a title, the values of a clause, and their names."""

    name: str
    title: str
    values: Callable[[Clause], Sequence[str]]
    shown: Callable[[Translator, str], str]


def _themes(clause: Clause) -> Sequence[str]:
    tree = cached.today().criteria
    return [tree[one.criterion_id].parent for one in clause.candidates[:1] if one.criterion_id in tree]


def _theme_name(t: Translator, theme_id: str) -> str:
    return next(theme for theme in cached.today().criteria.themes if theme.id == theme_id).label[t.language]


def _against(clause: Clause) -> Sequence[str]:
    """Kinds of evidence that would put another proposal first."""
    first, *others = clause.candidates or (None,)
    if first is None:
        return ()
    return [
        name for name, value in first.evidence.items()
        if any(other.evidence.get(name, value) > value for other in others)
    ]  # fmt: skip


FACETS = (
    Facet("sure", mark("How sure the first proposal is"),
          lambda clause: [clause.level] if clause.level in set(Level) else [],
          lambda t, level: t(vocabulary.LEVEL[Level(level)])),
    Facet("why", mark("Why the machine hesitates"),
          lambda clause: [name for name in clause.hesitations if name in set(Hesitation)],
          lambda t, name: t(vocabulary.HESITATION[Hesitation(name)])),
    Facet("language", mark("Language"), lambda clause: [clause.language], reviewer.language_name),
    Facet("theme", mark("Theme of the first proposal"), _themes, _theme_name),
    Facet("scorer", mark("Evidence that speaks for another proposal"), _against, evidence_words),
)  # fmt: skip


def filter_queue(t: Translator, clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses that the chosen facets leave, in their order."""
    counts = {facet.name: Counter(v for clause in clauses for v in facet.values(clause)) for facet in FACETS}
    chosen = {
        facet.name: [v for v in st.session_state.get(_key(facet), []) if v in counts[facet.name]] for facet in FACETS
    }
    active = sum(map(bool, chosen.values()))
    title = t(mark("Filter the queue")) + (f" ({active})" if active else "")
    with st.popover(title, icon=":material/filter_alt:", key="rv_filter"):
        for facet in FACETS:
            if len(counts[facet.name]) < 2 and not chosen[facet.name]:
                continue
            chosen[facet.name] = _pick(t, facet, counts[facet.name])
    return [
        clause for clause in clauses
        if all(not values or set(values) & set(facet.values(clause))
               for facet, values in ((facet, chosen[facet.name]) for facet in FACETS))
    ]  # fmt: skip


def _pick(t: Translator, facet: Facet, counts: Mapping[str, int]) -> list[str]:
    return list(st.multiselect(
        html.plain(t(facet.title)), sorted(counts, key=lambda value: -counts[value]), key=_key(facet),
        format_func=lambda value: f"{facet.shown(t, value)} ({t.number(counts[value])})", placeholder=t(mark("all")),
        persist_state="session",
    ))  # fmt: skip


def _key(facet: Facet) -> str:
    return f"rv_facet_{facet.name}"
