"""How much two schemes share, in words and as a bar with its range: used wherever a pair is named."""

from __future__ import annotations

from html import escape

from labelscope.figures import Figure
from labelscope.i18n import Translator, mark
from labelscope.overlap import MIN_BASE_SHARE, PairOverlap
from labelscope.ui import components, html


def pair_sentence(t: Translator, pair: PairOverlap) -> str:
    """How much two schemes share, or why that is not known."""
    first, second = components.scheme_name(pair.first), components.scheme_name(pair.second)
    if pair.overlap.middle is None:
        return t(
            mark("How much {first} and {second} share is not known, anything from {low} to {high}: only {base} of "
                 "{of} criteria were read in both."),
            first=first, second=second, low=t.percent(pair.overlap.low), high=t.percent(pair.overlap.high),
            base=t.number(pair.overlap.base), of=t.number(pair.overlap.of),
        )  # fmt: skip
    return t(mark("{first} and {second} share {figure} of all that either of them asks."), first=first, second=second,
             figure=figure_words(t, pair.overlap))  # fmt: skip


def figure_words(t: Translator, figure: Figure) -> str:
    """A share with its full range, likely band and base, inside a sentence; for a figure that is known."""
    likely = figure.likely or (figure.low, figure.high)
    return t(
        mark("{middle} ({low} to {high} possible, {likely_low} to {likely_high} likely; {base} of {of} criteria read "
             "in both)"),
        middle=t.percent(figure.middle), low=t.percent(figure.low), high=t.percent(figure.high),
        likely_low=t.percent(likely[0]), likely_high=t.percent(likely[1]), base=t.number(figure.base),
        of=t.number(figure.of),
    )  # fmt: skip


def figure_html(t: Translator, figure: Figure) -> str:
    """A share as a bar with its range, and in words."""
    if figure.base >= MIN_BASE_SHARE * figure.of and figure.middle is None:
        return escape(t(mark("No figure: it is not known to ask for anything.")))
    if figure.middle is None or figure.low is None or figure.high is None:
        text = t(mark("No figure: too little was read in both, {base} of {of} criteria. Possible is {low} to {high}."),
                 base=t.number(figure.base), of=t.number(figure.of), low=t.percent(figure.low),
                 high=t.percent(figure.high))  # fmt: skip
        return escape(text)
    bar = html.range_bar(figure.low, figure.middle, figure.high, figure.likely)
    likely = figure.likely or (figure.low, figure.high)
    text = t(mark("{low} to {high} possible, {likely_low} to {likely_high} likely; {base} of {of} criteria read in "
                  "both"),
             low=t.percent(figure.low), high=t.percent(figure.high), likely_low=t.percent(likely[0]),
             likely_high=t.percent(likely[1]), base=t.number(figure.base), of=t.number(figure.of))  # fmt: skip
    return f'<b>{escape(t.percent(figure.middle))}</b> {bar}<br><span class="ls-muted">{escape(text)}</span>'
