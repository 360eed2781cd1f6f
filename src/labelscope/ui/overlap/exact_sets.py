"""The view *Shared by exactly whom*: criteria by the exact set of schemes that ask for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from labelscope.charts import shared_sets
from labelscope.i18n import Translator, mark
from labelscope.model import Coverage
from labelscope.overlap import SharedSet
from labelscope.ui import cached, components, html, state
from labelscope.ui.frame import mode
from labelscope.ui.overlap.parts import NARROW_ROWS, Choice, pick_sets, pills, warn_of_collectors

_COUNTS: Mapping[str, tuple[float, str]] = {
    "partial": (0.5, mark("A partial demand counts")),
    "full": (1.0, mark("Only a full demand counts")),
}


def show_shared(t: Translator, choice: Choice) -> None:
    """The exact groups of criteria that up to eight schemes share."""
    columns = st.columns([3, 2], vertical_alignment="bottom")
    with columns[0]:
        chosen = pick_sets(t)
    with columns[1]:
        counting = components.pick_one(
            t(mark("What counts")), "counts", list(_COUNTS), lambda name: t(_COUNTS[name][1]), "partial"
        )
    if not chosen:
        st.info(t(mark("Choose at least one scheme.")), icon=":material/info:")
        return
    warn_of_collectors(t, choice, chosen)
    at_least = _COUNTS[counting][0]
    groups = choice.overlap.shared_sets(chosen, at_least)
    if not groups:
        html.show(f"<p>{escape(t(mark('These schemes are not known to ask for anything.')))}</p>")
        return
    html.show("".join(f"<p>{text}</p>" for text in _shared_sentences(t, choice, chosen, groups)))
    combos = {"|".join(group.schemes): group for group in groups}
    if st.session_state.get("overlap_combo") not in combos:
        st.session_state["overlap_combo"] = next(iter(combos))
    picked = str(st.session_state["overlap_combo"])
    with st.container(key="wide"):
        _upset(t, choice, chosen, groups, picked, counting)
    with st.container(key="narrow"):
        html.show("".join(_group_html(t, choice, chosen, group) for group in groups[:NARROW_ROWS]))
    combo = str(st.selectbox(
        t(mark("Group of criteria")), list(combos), key="overlap_combo",
        format_func=lambda c: _group_title(t, chosen, combos[c]),
    ))  # fmt: skip
    _group(t, choice, chosen, combos[combo])
    box = st.expander(t(mark("The groups as a table")), key="overlap_groups", on_change="rerun")
    if box.open:
        with box:
            _groups_table(t, choice, chosen, groups)


def _shared_sentences(
    t: Translator, choice: Choice, chosen: Sequence[str], groups: Sequence[SharedSet]
) -> tuple[str, str]:
    total = sum(len(group.criteria) for group in groups)
    by_all = sum(len(group.criteria) for group in groups if len(group.schemes) == len(chosen))
    alone = sum(len(group.criteria) for group in groups if len(group.schemes) == 1)
    first = t(mark("Between them they ask for {total} of {of} criteria: {by_all} by all, {alone} by one of them "
                   "only, as far as we know."),
              total=t.number(total), of=t.number(len(choice.overlap.criteria)), by_all=t.number(by_all),
              alone=t.number(alone))  # fmt: skip
    missing = [_missing(choice, chosen, group) for group in groups]
    second = _missing_words(t, {name: sum(item[name] for item in missing) for name in missing[0]})
    return f"<b>{escape(first)}</b>", escape(second)


def _missing(choice: Choice, chosen: Sequence[str], group: SharedSet) -> dict[str, int]:
    """How many dots of a group are missing: read and absent, asked in part only, or not known."""
    matrix = choice.overlap.matrix
    cells = [matrix.cell(s, c).coverage for s in chosen if s not in group.schemes for c in group.criteria]
    absent = sum(coverage is Coverage.ABSENT for coverage in cells)
    partial = sum(coverage.is_asked for coverage in cells)
    return {"absent": absent, "partial": partial, "unknown": len(cells) - absent - partial}


def _missing_words(t: Translator, missing: Mapping[str, int]) -> str:
    total = sum(missing.values())
    if not total:
        return t(mark("No dot is missing."))
    values = {name: t.number(count) for name, count in missing.items()}
    if missing["partial"]:
        return t(mark("Of {total} missing dots, {absent} are known to be absent, {partial} are asked in part, and "
                      "for {unknown} we do not know."), total=t.number(total), **values)  # fmt: skip
    return t(mark("Of {total} missing dots, {absent} are known to be absent; for {unknown} we do not know."),
             total=t.number(total), **values)  # fmt: skip


def _upset(
    t: Translator, choice: Choice, chosen: Sequence[str], groups: Sequence[SharedSet], picked: str, counting: str
) -> None:
    def build() -> dict[str, Any]:
        columns = [
            shared_sets.Column(group, _dots(choice, chosen, group), _group_title(t, chosen, group))
            for group in groups[: shared_sets.MAX_COLUMNS]
        ]
        sizes = [
            (s, components.scheme_name(s), sum(len(group.criteria) for group in groups if s in group.schemes))
            for s in chosen
        ]
        return shared_sets.upset(columns, sizes, mode(), picked)

    spec = cached.spec(build, "upset", t.language, cached.catalogue().checksum, mode(), tuple(chosen), counting,
                       choice.accepted, picked)  # fmt: skip
    key = f"upset_{state.generation()}"
    alt = t(mark("Bars for {groups} groups of criteria by which of {schemes} schemes ask for them; the largest holds "
                 "{size}."),
            groups=t.number(len(groups)), schemes=t.number(len(chosen)),
            size=t.number(len(groups[0].criteria)))  # fmt: skip
    components.draw(spec, alt, key, on_click=lambda: _combo_clicked(key))
    rest = groups[shared_sets.MAX_COLUMNS :]
    caption = t(_DOTS_PARTIAL if counting == "partial" else _DOTS_FULL)
    html.show(f'<p class="ls-caption">{escape(caption)}</p>')
    if rest:
        text = t.plural(mark("{count} smaller group, with {criteria} criteria in all, stands only in the box and the "
                             "table below."),
                        mark("{count} smaller groups, with {criteria} criteria in all, stand only in the box and the "
                             "table below."),
                        len(rest), criteria=t.number(sum(len(group.criteria) for group in rest)))  # fmt: skip
        html.show(f'<p class="ls-caption">{escape(text)}</p>')


_DOTS_PARTIAL = mark(
    "A column is a group of criteria that exactly the schemes with a dark dot are known to ask for. An outlined dot: "
    "the scheme was read on all of them and asks for none. A pale dot: for some of them we do not know. Click a "
    "column for its criteria."
)


_DOTS_FULL = mark(
    "A column is a group of criteria that exactly the schemes with a dark dot are known to ask for in full. An "
    "outlined dot: the scheme was read on all of them and asks for none in full. A pale dot: for some of them we do "
    "not know. Click a column for its criteria."
)


def _dots(choice: Choice, chosen: Sequence[str], group: SharedSet) -> dict[str, str]:
    matrix = choice.overlap.matrix
    states = {}
    for scheme_id in chosen:
        known = all(matrix.cell(scheme_id, c).coverage.is_known for c in group.criteria)
        inside = scheme_id in group.schemes
        states[scheme_id] = shared_sets.ASKED if inside else shared_sets.ABSENT if known else shared_sets.UNKNOWN
    return states


def _combo_clicked(key: str) -> None:
    combo = components.clicked(key).get("combo")
    if combo:
        st.session_state["overlap_combo"] = combo
        state.bump()


def _group_title(t: Translator, chosen: Sequence[str], group: SharedSet) -> str:
    count = t.number(len(group.criteria))
    if len(group.schemes) == len(chosen):
        return t(mark("{count} · asked by all"), count=count)
    names = t.listing(map(components.scheme_name, group.schemes))
    if len(group.schemes) == 1:
        return t(mark("{count} · asked only by {schemes}"), count=count, schemes=names)
    return t(mark("{count} · asked by exactly {schemes}"), count=count, schemes=names)


def _group(t: Translator, choice: Choice, chosen: Sequence[str], group: SharedSet) -> None:
    html.show(f"<p>{escape(_interval(t, group))} {escape(_missing_words(t, _missing(choice, chosen, group)))}</p>")
    shown = group.schemes[0]
    if len(group.schemes) > 1:
        shown = str(st.selectbox(
            t(mark("A click shows the clauses of")), group.schemes, format_func=components.scheme_name,
            key=f"overlap_member_{'_'.join(group.schemes)}",
        ))  # fmt: skip
    pills(t, t(mark("Criteria of the group")), group.criteria, shown, f"group_{'_'.join(group.schemes)}")


def _interval(t: Translator, group: SharedSet) -> str:
    return t(mark("This group holds {count} criteria as far as we know: {low} for certain, at most {high}."),
             count=t.number(len(group.criteria)), low=t.number(group.low), high=t.number(group.high))  # fmt: skip


def _group_html(t: Translator, choice: Choice, chosen: Sequence[str], group: SharedSet) -> str:
    tree = cached.catalogue().criteria
    criteria = "".join(f"<li>{escape(tree[c].label[t.language])}</li>" for c in group.criteria)
    said = f"{escape(_interval(t, group))} {escape(_missing_words(t, _missing(choice, chosen, group)))}"
    return (
        f"<details><summary>{escape(_group_title(t, chosen, group))}</summary><ul>{criteria}</ul>"
        f'<p class="ls-muted">{said}</p></details>'
    )


def _groups_table(t: Translator, choice: Choice, chosen: Sequence[str], groups: Sequence[SharedSet]) -> None:
    tree = cached.catalogue().criteria
    rows = [
        [escape(t.listing(map(components.scheme_name, group.schemes))), t.number(len(group.criteria)),
         escape(t(mark("{low} to {high}"), low=t.number(group.low), high=t.number(group.high))),
         escape("; ".join(tree[c].label[t.language] for c in group.criteria)),
         escape(_missing_words(t, _missing(choice, chosen, group)))]
        for group in groups
    ]  # fmt: skip
    header = [t(mark("Asked by exactly")), t(mark("Number")), t(mark("Certain to possible")), t(mark("Criteria")),
              t(mark("Missing dots"))]  # fmt: skip
    html.show(html.table(t(mark("Groups of criteria, largest first")), header, rows))
