"""The view *What would be lost*: what no other scheme is known to ask as far."""

from __future__ import annotations

from html import escape

import streamlit as st

from labelscope.figures import Figure
from labelscope.i18n import Translator, mark
from labelscope.ui import cached, components, html
from labelscope.ui.overlap.parts import Choice, pills


def show_lost(t: Translator, choice: Choice) -> None:
    """What would be lost with each scheme, the most first."""
    tree = cached.catalogue().criteria
    found = [choice.overlap.uniqueness(s, choice.order) for s in choice.order]
    found.sort(key=lambda item: -(item.lost.middle or 0))
    losing = [item for item in found if item.criteria]
    if losing:
        text = t(mark("{count} of these {of} schemes ask for something that no other of them is known to ask, or to "
                      "ask as fully; it would be lost if they went. Most would be lost with {scheme}: {criteria}."),
                 of=t.number(len(found)), count=t.number(len(losing)),
                 scheme=components.scheme_name(losing[0].scheme_id),
                 criteria="; ".join(tree[c].label[t.language] for c in losing[0].criteria))  # fmt: skip
    else:
        text = t(mark("Whichever of these {of} schemes went, another one is known to ask for all that it asks."),
                 of=t.number(len(found)))  # fmt: skip
    html.show(f"<p><b>{escape(text)}</b></p>")
    if losing:
        rows = [
            [escape(components.scheme_name(item.scheme_id)),
             escape("; ".join(tree[c].label[t.language] for c in item.criteria)), _count_html(t, item.lost)]
            for item in losing
        ]  # fmt: skip
        header = [
            t(mark("If this scheme went")),
            t(mark("this would be lost")),
            t(mark("Criteria, a partial one counts one half")),
        ]
        html.show(html.table(t(mark("What no other scheme is known to ask as far")), header, rows))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = st.selectbox(t(mark("Scheme")), [item.scheme_id for item in losing], key="overlap_losing",
                                  format_func=components.scheme_name)  # fmt: skip
        item = next(item for item in losing if item.scheme_id == chosen)
        pills(t, t(mark("Criteria that would be lost")), item.criteria, item.scheme_id, f"lost_{item.scheme_id}")
    rest = [item for item in found if not item.criteria]
    if rest and losing:
        worst = max(item.lost.high or 0 for item in rest)
        text = t(mark("For the other {count} nothing is known to be lost: for all that they ask there is another "
                      "scheme that asks as much. In the worst case, were everything unknown to fall that way, up to "
                      "{worst} criteria would be."),
                 count=t.number(len(rest)), worst=t.number(worst, 1 if worst % 1 else 0))  # fmt: skip
        html.show(f'<p class="ls-caption">{escape(text)}</p>')
    caption = t(mark("This counts words on paper. A scheme may matter for whom it reaches, how it checks or who "
                     "stands behind it even where others ask for the same."))  # fmt: skip
    html.show(f'<p class="ls-caption">{escape(caption)}</p>')


def _count_html(t: Translator, figure: Figure) -> str:
    def show(value: float | None) -> str:
        return t.number(value, 1 if value is not None and value % 1 else 0)

    likely = figure.likely or (figure.low, figure.high)
    text = t(mark("{low} to {high} possible, {likely_low} to {likely_high} likely; {base} of {of} criteria read"),
             low=show(figure.low), high=show(figure.high), likely_low=show(likely[0]), likely_high=show(likely[1]),
             base=t.number(figure.base), of=t.number(figure.of))  # fmt: skip
    return f'<b>{escape(show(figure.middle))}</b><br><span class="ls-muted">{escape(text)}</span>'
