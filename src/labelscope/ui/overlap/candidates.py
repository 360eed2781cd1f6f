"""The view *Candidates for consolidation*: of which two schemes the one lies largely in the other."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from labelscope.consolidation import ConsolidationPair
from labelscope.i18n import Translator, mark
from labelscope.ui import cached, html, options
from labelscope.ui.components import scheme_name
from labelscope.ui.overlap.parts import Choice

_SHOWN = 10
_LOST = 6


def show_candidates(t: Translator, choice: Choice) -> None:
    """Pairs of the same field, and schemes that lie in one that is open to every activity."""
    left = set(choice.order)
    pairs = [pair for pair in cached.consolidation() if {pair.first, pair.second} <= left]
    same, general = ([p for p in pairs if p.into_general is wanted] for wanted in (False, True))
    if same:
        best = same[0]
        said = t(mark("First among {count} pairs of the same field: {first} into {second}, which would keep {kept} "
                      "of it."),
                 count=t.number(len(same)), first=scheme_name(best.first), second=scheme_name(best.second),
                 kept=t.percent(best.kept))  # fmt: skip
        html.show(f"<p><b>{escape(said)}</b></p>")
    _table(t, t(mark("In the same field")), same)
    _table(t, t(mark("Into a scheme that is open to every activity")), general)
    caption = t(
        mark(
            "Kept is the share of the first scheme's demands that the second makes as well, times the share "
            "of its activities (NACE codes) that the second is open to. Only living schemes of which at least "
            "half of the content criteria were assessed in both, and both shown to consumers or neither. It "
            "says nothing about who wants it, how well either checks, or what its members would lose."
        )
    )
    html.show(f'<p class="ls-caption">{escape(caption)}</p>')


def _table(t: Translator, caption: str, pairs: Sequence[ConsolidationPair]) -> None:
    if not pairs:
        html.show(f"<p>{escape(t(mark('{what}: no pair.'), what=caption))}</p>")
        return
    tree = cached.catalogue().criteria
    header = [
        t(mark("This scheme")), t(mark("into this one")), t(mark("Kept")), t(mark("Demands")), t(mark("Activities")),
        t(mark("What the second would have to add")),
    ]  # fmt: skip
    rows = []
    for pair in pairs[:_SHOWN]:
        lost = [tree[c].label[t.language] for c in pair.lost]
        more = "" if len(lost) <= _LOST else "; " + t.plural(mark("and {count} more"), mark("and {count} more"),
                                                             len(lost) - _LOST)  # fmt: skip
        rows.append([
            options.scheme_link(t, pair.first), options.scheme_link(t, pair.second), f"<b>{t.percent(pair.kept)}</b>",
            t.percent(pair.contained), t.percent(pair.products), escape("; ".join(lost[:_LOST]) + more),
        ])  # fmt: skip
    html.show(html.table(caption, header, rows))
