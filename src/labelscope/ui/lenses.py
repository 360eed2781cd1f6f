"""The page *Lenses*: how far schemes meet a yardstick, why, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from html import escape

import streamlit as st

from labelscope import vocabulary
from labelscope.exporting.to_do import TO_DO_WRITERS
from labelscope.i18n import Translator, mark
from labelscope.lenses import LensResult, MemberResult, Met, apply, survey
from labelscope.model import Lens, Scheme, Strength
from labelscope.ui import cached, components, html, options, scheme_html
from labelscope.ui.components import scheme_name
from labelscope.ui.frame import mode, show_answer

MOST = 5
_SHOWN = 4
_OUTCOME = {
    Met.MET: mark("meets it, as far as the record goes"),
    Met.UNKNOWN: mark("not known"),
    Met.MISSING: mark("does not meet it"),
}
_MARK = {Met.MET: "●", Met.SHORT: "◐", Met.MISSING: "○", Met.UNKNOWN: "?"}


def show(t: Translator) -> None:
    """Choose a yardstick, and schemes; without schemes, all of them side by side."""
    html.show(scheme_html.style(mode()))
    lenses = {lens.id: lens for lens in cached.catalogue().lenses}
    lens = lenses[
        components.pick_one(
            t(mark("Yardstick")), "lens", list(lenses), lambda one: lenses[one].label[t.language], "eu-2024-825"
        )
    ]
    left = components.filter_schemes(t)
    chosen = components.pick_schemes(t(mark("Schemes, one or several held together")), "schemes", (), MOST)
    html.show(f"<p>{escape(lens.description[t.language])}</p>{_origin(t, lens)}")
    if chosen:
        _one(t, apply(lens, cached.analysis().matrix, chosen))
    else:
        _all(t, lens, left)
    _notes(t, lens)


def _origin(t: Translator, lens: Lens) -> str:
    links = ", ".join(
        html.link(source.url, source.title or source.url or "") for source in lens.sources if source.nature == "own"
    )
    return (
        f'<p class="ls-muted">{html.printed(lens.instrument, t.language)} · '
        f"{escape(t(mark('Version')))}: {html.printed(lens.version, t.language)}"
        + (f"<br>{escape(t(mark('Read in:')))} <span lang=en>{links}</span>" if links else "")
        + "</p>"
    )


def _all(t: Translator, lens: Lens, left: Sequence[str]) -> None:
    schemes = cached.catalogue().schemes
    asked = [s for s in left if schemes[s].status.state == "active" and _concerns(lens, schemes[s])]
    results = survey(lens, cached.analysis().matrix, asked)
    if not results:
        st.info(t(mark("No scheme is left. Remove a filter.")))
        return
    _answer(t, lens, results)
    header = [t(mark("Scheme")), t(mark("Outcome")), t(mark("Musts met")), t(mark("Why")), t(mark("Shoulds met"))]
    rows = [
        [
            options.scheme_link(t, one.schemes[0]), _outcome(t, one.outcome), _counted(t, one, Strength.MUST),
            _why(t, one), _counted(t, one, Strength.SHOULD),
        ]
        for one in results
    ]  # fmt: skip
    html.show(scheme_html.table(t(mark("Living schemes under this yardstick, those that meet it first")), header, rows))
    hint = t(mark("Choose a scheme above for every demand, the clauses behind it and a to-do list."))
    html.show(f'<p class="ls-caption">{escape(hint)}</p>')


def _concerns(lens: Lens, scheme: Scheme) -> bool:
    return lens.concerns == "all" or scheme.identity.consumer_facing == "yes"


def _answer(t: Translator, lens: Lens, results: Sequence[LensResult]) -> None:
    counts = Counter(one.outcome for one in results)
    message = (
        mark("Of {count} living labels that are shown to consumers, {met} meet every must as far as their "
             "records go, {missing} are known to lack one, and for {unknown} it is not known.")
        if lens.concerns == "consumer-facing"
        else mark("Of {count} living schemes, {met} meet every must as far as their records go, {missing} are known to "
                  "lack one, and for {unknown} it is not known.")
    )  # fmt: skip
    said = t(message, count=t.number(len(results)), met=t.number(counts[Met.MET]),
             missing=t.number(counts[Met.MISSING]), unknown=t.number(counts[Met.UNKNOWN]))  # fmt: skip
    met = [scheme_name(one.schemes[0]) for one in results if one.outcome is Met.MET]
    if met:
        said += " " + t(mark("They meet it: {schemes}."), schemes=t.listing(met))
    show_answer(said)


def _outcome(t: Translator, met: Met) -> str:
    return f'<span aria-hidden="true">{_MARK[met]}</span> {escape(t(_OUTCOME[met]))}'


def _counted(t: Translator, one: LensResult, strength: Strength) -> str:
    of = len(one.of(strength))
    if not of:
        return ""
    met, unknown = one.count(strength, Met.MET), one.count(strength, Met.UNKNOWN)
    text = t(mark("{met} of {of}"), met=t.number(met), of=t.number(of))
    more = t(mark("{count} not known"), count=t.number(unknown))
    return escape(text) + (f'<br><span class="ls-muted">{escape(more)}</span>' if unknown else "")


def _why(t: Translator, one: LensResult) -> str:
    """What decides the outcome: the alternative that is met, else what is lacking, else what is not known."""
    tree = cached.catalogue().criteria
    alternatives = [m for m in one.of(Strength.ALTERNATIVE) if m.met is Met.MET]
    if alternatives:
        return escape(_named(t, [f"{tree[m.member.criterion].label[t.language]} ({_has(t, m)})" for m in alternatives]))
    musts = one.of(Strength.MUST)
    lacking = [f"{tree[m.member.criterion].label[t.language]} ({_has(t, m)})" for m in musts if m.met.is_lacking]
    if lacking:
        return escape(t(mark("lacks: {criteria}"), criteria=_named(t, lacking)))
    unknown = [tree[m.member.criterion].label[t.language] for m in musts if m.met is Met.UNKNOWN]
    return escape(t(mark("not known: {criteria}"), criteria=_named(t, unknown))) if unknown else ""


def _named(t: Translator, names: Sequence[str]) -> str:
    if len(names) <= _SHOWN:
        return t.series(names)
    rest = t.plural(mark("and {count} more"), mark("and {count} more"), len(names) - _SHOWN)
    return t.series([*names[:_SHOWN], rest])


def _has(t: Translator, one: MemberResult) -> str:
    return t.listing(dict.fromkeys(t(vocabulary.COVERAGE[cell.coverage]) for cell in one.cells))


def _one(t: Translator, result: LensResult) -> None:
    names = t.listing(map(scheme_name, result.schemes))
    musts = result.of(Strength.MUST)
    met = sum(one.met is Met.MET for one in musts)
    sentences = {
        Met.MET: mark("{schemes}: this yardstick is met, as far as the records go."),
        Met.MISSING: mark("{schemes}: this yardstick is not met; {met} of {of} musts are met, {lacking} are known to "
                          "be lacking and {unknown} are not known."),
        Met.UNKNOWN: mark("{schemes}: whether this yardstick is met is not known; {met} of {of} musts are met, "
                          "{lacking} are known to be lacking and {unknown} are not known."),
    }  # fmt: skip
    show_answer(
        t(sentences[result.outcome], schemes=names, met=t.number(met), of=t.number(len(musts)),
          lacking=t.number(sum(one.met.is_lacking for one in musts)),
          unknown=t.number(sum(one.met is Met.UNKNOWN for one in musts)))
    )  # fmt: skip
    if len(result.schemes) > 1:
        said = t(mark("Held together: what any of them asks of firms counts; of how they work, only what holds in each "
                      "of them."))  # fmt: skip
        html.show(f'<p class="ls-caption">{escape(said)}</p>')
    tree = cached.catalogue().criteria
    header = [
        t(mark("Criterion")), t(mark("Met?")), t(mark("Strength")), t(mark("What the instrument asks")),
        t(mark("What the scheme has")), t(mark("Needed")),
    ]  # fmt: skip
    rows = [
        [
            escape(tree[one.member.criterion].label[t.language]),
            f'<span aria-hidden="true">{_MARK[one.met]}</span> {escape(t(vocabulary.MET[one.met]))}',
            escape(t(vocabulary.STRENGTH[one.member.strength])),
            f"{escape(one.member.asks[t.language])}<br>"
            f'<span class="ls-muted">{html.printed(one.member.locator, t.language)} · '
            f"{escape(t(vocabulary.GRADE[one.member.evidence.grade]))}</span>",
            _cells(t, one), escape(t(mark("at least {level}"), level=t(vocabulary.REACH[one.member.least]))),
        ]
        for one in result.members
    ]  # fmt: skip
    html.show(scheme_html.table(t(mark("Every demand of the yardstick")), header, rows))
    components.open_cell(t, result.schemes, list(dict.fromkeys(m.criterion for m in result.lens.members)), "lens")
    _to_do(t, result)


def _cells(t: Translator, one: MemberResult) -> str:
    several = len(one.cells) > 1
    parts = []
    for cell in one.cells:
        count = len({mapping.subject_id for mapping in cell.mappings})
        clauses = t.plural(mark("{count} clause"), mark("{count} clauses"), count)
        behind = t(mark("from a fact of the record")) if cell.finding else clauses
        name = f"{escape(scheme_name(cell.scheme_id))}: " if several else ""
        parts.append(
            f"{name}{escape(t(vocabulary.COVERAGE[cell.coverage]))}"
            + (f' <span class="ls-muted">({escape(behind)})</span>' if cell.finding or count else "")
        )
    return "<br>".join(parts)


def _to_do(t: Translator, result: LensResult) -> None:
    st.subheader(html.plain(t(mark("To do"))), anchor=False)
    if not result.to_do:
        html.show(f"<p>{escape(t(mark('Nothing is known to be missing.')))}</p>")
        return
    tree = cached.catalogue().criteria
    items = []
    for one in result.to_do:
        criterion, member = tree[one.member.criterion], one.member
        level = getattr(criterion.levels, member.least)[t.language]
        about = t.series((t(vocabulary.STRENGTH[member.strength]), t(vocabulary.MET[one.met])))
        items.append(f"<li><b>{escape(criterion.label[t.language])}</b> ({escape(about)}): {escape(level)}</li>")
    said = t(mark("What the owner would have to write, or show that it stands somewhere already, the musts first:"))
    html.show(f"<p>{escape(said)}</p><ol>{''.join(items)}</ol>")
    name = f"labelscope-{result.lens.id}-{'-'.join(result.schemes)}"[:80]
    matrix = cached.analysis().matrix
    with st.container(horizontal=True):
        for suffix, write in TO_DO_WRITERS.items():
            st.download_button(
                f"{t(mark('Download the to-do list'))} ({suffix[1:].upper()})", data=partial(write, result, matrix, t),
                file_name=f"{name}-{t.language}{suffix}", mime=components.MIME[suffix], on_click="ignore",
                key=f"to_do_{suffix[1:]}", icon=":material/download:",
            )  # fmt: skip


def _notes(t: Translator, lens: Lens) -> None:
    with st.expander(t(mark("How this yardstick was read, and what is doubtful"))):
        said = t(mark("Not legal advice. What is said about laws, directives and conventions is our own reading."))
        notes = "".join(f"<li>{html.foreign(note, t.language)}</li>" for note in lens.notes)
        sources = "".join(f"<li>{html.link(s.url, s.title or s.url or '')}</li>" for s in lens.sources)
        html.show(
            f"<p>{escape(said)}</p><ul>{notes}</ul><p><b>{escape(t(mark('Sources')))}</b></p>"
            f"<ul{'' if t.language == 'en' else ' lang=en'}>{sources}</ul>"
        )
