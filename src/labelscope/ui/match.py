"""The page *Match*: what the requirements of a label correspond to, and where the label would fit.

What people paste or upload stays in their session, as plain values; proposals are recomputed from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import shorten
from zlib import crc32

import streamlit as st

from labelscope import vocabulary
from labelscope.errors import HostileInput
from labelscope.exporting.tables import Table, Value
from labelscope.exporting.text import rows_to_csv
from labelscope.figures import Figure
from labelscope.i18n import Translator, mark
from labelscope.matching import LIKELY_SHARE, STRONG_SHARE, Level, MatchedClause, Matcher, Proposal, SimilarClause
from labelscope.matching.answer import Assessment, Neighbour, assess, closeness
from labelscope.matching.intake import MAX_CHARACTERS, MAX_ITEMS, TEXT_COLUMNS, Item, read_file, read_pasted
from labelscope.matrix import CoverageMatrix
from labelscope.model import Reach
from labelscope.ui import cached, components, html
from labelscope.ui.frame import mode, show_answer
from labelscope.ui.panel import evidence_html, wording_html
from labelscope.ui.state import open_panel
from labelscope.ui.words import CLOSENESS, share_words, sure_words

_ITEMS, _ERROR, _TEXT, _UPLOADS = "match_items", "match_error", "match_text", "match_uploads"
_PER_PAGE = 20
#: Characters of a requirement or clause in a select box.
_IN_BOX = 90
#: Requirements of nobody, in the words of a firm rather than of a standard.
_EXAMPLE = (
    mark("Nobody under 15 may work for us."),
    mark("Our people may set up or join a trade union of their own choosing."),
    mark("Overtime is voluntary and never takes the week above 60 hours."),
    mark("Wages are enough for a family to live on, with a little to put aside."),
    mark("We publish the names and addresses of all factories that sew for us."),
    mark("We plant a tree for each order."),
)
_ORDERS: Mapping[str, str] = {
    "holders": mark("Asks most of your list"),
    "nearest": mark("Most alike on the whole"),
}
_SHOWN: Mapping[str, tuple[str, tuple[Level, ...]]] = {
    "all": (mark("All requirements"), tuple(Level)),
    "found": (mark("With a strong or likely proposal"), (Level.STRONG, Level.LIKELY)),
    "weak": (mark("With a weak proposal only"), (Level.WEAK,)),
    "none": (mark("Where nothing fits"), (Level.NONE,)),
}
_LEVEL_MEANING: Mapping[Level, str] = {
    Level.STRONG: mark("Right with a probability of at least {share}."),
    Level.LIKELY: mark("Right with a probability of at least {share}."),
    Level.WEAK: mark("A guess to look at, nothing more; it does not count in the comparison below."),
    Level.NONE: mark("The text is more like requirements on other things than like those that a criterion stands for."),
}
_REACHES = (Reach.PARTIAL, Reach.FULL, Reach.BEYOND)


@dataclass(frozen=True)
class Found:
    """The list and what was found for it. `accepted`: what derived schemes accept is taken in."""

    items: tuple[Item, ...]
    matched: tuple[MatchedClause, ...]
    matcher: Matcher
    matrix: CoverageMatrix
    assessment: Assessment
    accepted: bool


@st.cache_data(show_spinner=False, max_entries=3, scope="session")
def _matched(
    _matcher: Matcher, has_embedder: bool, checksum: str, texts: tuple[str, ...], languages: tuple[str, ...]
) -> tuple[MatchedClause, ...]:
    return _matcher.match(texts, languages=languages)


def find(t: Translator) -> Found | None:
    """Proposals and comparison for the list of this session; None where there is none."""
    html.show(_style())
    items = tuple(Item(*item) for item in st.session_state.get(_ITEMS, []))
    if not items:
        return None
    place = st.empty()
    matcher = components.open_matcher(t, place.container())
    with place.container(), st.spinner(t(mark("Looking for what corresponds to each requirement …"))):
        texts, languages = tuple(item.text for item in items), tuple(item.language for item in items)
        matched = _matched(matcher, matcher.has_embedder, matcher.catalogue.checksum, texts, languages)
    place.empty()
    accepted = bool(st.session_state.get("accepted", False))
    matrix = cached.matrix_with_accepted() if accepted else cached.analysis().matrix
    return Found(items, matched, matcher, matrix, assess(matcher, matrix, matched), accepted)


def answer(t: Translator, found: Found | None) -> None:
    """Where the label would fit, in two sentences, and who says so."""
    if found is None:
        show_answer(
            t(mark("Give the requirements of a label, and see which of {criteria} shared criteria they correspond to, "
                   "which of {schemes} schemes already ask for the same, and what the label would add."),
              criteria=t.number(len(cached.catalogue().criteria.criteria)),
              schemes=t.number(len(cached.catalogue().schemes)))
        )  # fmt: skip
        return
    show_answer(f"{_where(t, found)} {_what(t, found)}" if found.assessment.content else _where(t, found))
    st.warning(
        html.plain(t(mark("Proposed by machine, not reviewed by anyone. Read each proposal before you rely on it."))),
        icon=":material/rule:",
    )
    if not found.matcher.has_embedder:
        st.info(
            html.plain(t(mark("The model for meanings cannot be loaded on this machine: the proposals rest on words "
                              "alone, and fewer of them are right."))),
            icon=":material/info:",
        )  # fmt: skip


def intake(t: Translator, found: Found | None) -> None:
    """The box to paste a list in, the upload, the example."""
    if found is not None:
        label = t.plural(mark("Your list: {count} requirement"), mark("Your list: {count} requirements"),
                         len(found.items))  # fmt: skip
        with st.expander(html.plain(label), icon=":material/edit_note:", expanded=bool(st.session_state.get(_ERROR))):
            _form(t)
        return
    _form(t)


def requirements(t: Translator, found: Found | None) -> None:
    """For each requirement the proposals with their reasons."""
    if found is None:
        return
    st.subheader(html.plain(t(mark("What each requirement corresponds to"))), anchor=False)
    counts = {name: sum(clause.level in levels for clause in found.matched) for name, (_, levels) in _SHOWN.items()}
    left, right, _ = st.columns([3, 2, 3], vertical_alignment="bottom")
    with left:
        shown = components.pick_one(
            t(mark("Show")), "show", [name for name, count in counts.items() if count],
            lambda name: f"{t(_SHOWN[name][0])} ({t.number(counts[name])})", "all",
        )  # fmt: skip
    numbers = [i for i, clause in enumerate(found.matched) if clause.level in _SHOWN[shown][1]]
    starts = list(range(0, len(numbers), _PER_PAGE))
    start = 0
    if len(starts) > 1:
        start = right.selectbox(
            t(mark("Part of the list")), starts, key=f"match_part_{shown}",
            format_func=lambda first: t(mark("{first} to {last} of {of}"), first=t.number(first + 1),
                                        last=t.number(min(first + _PER_PAGE, len(numbers))), of=t.number(len(numbers))),
        )  # fmt: skip
    _level_legend(t, found)
    html.show("".join(_card(t, found, number) for number in numbers[start : start + _PER_PAGE]))
    _open_similar(t, found, numbers[start : start + _PER_PAGE])
    caption = t(
        mark("What follows counts the first proposal of a requirement, and what the line seems to ask for beside it. "
             "Lines that ask for several things are better written as several lines. What a line would reach is what "
             "the nearest clauses of the catalogue reach: a hint, not a judgement.")
    )  # fmt: skip
    html.show(f'<p class="ls-caption">{escape(caption)}</p>')


def assessor(t: Translator, found: Found | None) -> None:
    """Nearest schemes, what the label repeats, what it adds, what found nothing."""
    if found is None:
        return
    st.subheader(html.plain(t(mark("Where the label would stand among the schemes"))), anchor=False)
    result = found.assessment
    if not result.content:
        st.info(html.plain(t(mark("No requirement has a strong or likely proposal among the content criteria, so there "
                                  "is nothing to compare. Write each requirement as a full sentence."))))  # fmt: skip
        _not_counted(t, found)
        return
    _neighbours(t, found)
    _repeats_and_adds(t, found)
    _not_counted(t, found)


def twin(t: Translator, found: Found | None) -> None:
    """The proposals and the comparison as tables, with downloads."""
    if found is None:
        return
    tables = (("proposals", _proposals_table(t, found)), ("schemes", _neighbours_table(t, found)))
    with st.expander(html.plain(t(mark("Everything as tables, and downloads")))):
        with st.container(horizontal=True):
            for name, table in tables:
                st.download_button(
                    html.plain(f"{table.name}: CSV"), rows_to_csv(table), mime="text/csv", on_click="ignore",
                    file_name=f"labelscope-{name}-{cached.catalogue().checksum[:8]}-{t.language}.csv",
                    key=f"match_csv_{name}", icon=":material/download:",
                )  # fmt: skip
        for _, table in tables:
            rows = [[escape(_text(t, value)) for value in row] for row in table.rows[: 5 * _PER_PAGE]]
            html.show(html.table(table.name, table.header, rows))
            if len(table.rows) > len(rows):
                said = t(mark("The first {count} rows; the download holds all {of}."), count=t.number(len(rows)),
                         of=t.number(len(table.rows)))  # fmt: skip
                html.show(f'<p class="ls-caption">{escape(said)}</p>')


def _form(t: Translator) -> None:
    if _TEXT not in st.session_state:
        st.session_state[_TEXT] = "\n".join(item[1] for item in st.session_state.get(_ITEMS, []))
    error = st.session_state.get(_ERROR)
    if error:
        st.error(html.plain(t(error[0], **error[1])), icon=":material/error:")
    with st.form("match_form", border=True):
        left, right = st.columns([3, 2], gap="medium")
        left.text_area(
            t(mark("Requirements, one on each line")), key=_TEXT, height=230,
            placeholder=t(mark("Paste them here, in French, Dutch, German or English.")),
            help=html.plain(t(mark("Bullets and numbers at the start of a line do no harm. At most {items} "
                                   "requirements of {characters} characters each."),
                              items=t.number(MAX_ITEMS), characters=t.number(MAX_CHARACTERS))),
        )  # fmt: skip
        right.file_uploader(
            t(mark("Or a file: CSV or plain text, at most 2 MB")), type=["csv", "txt"], key=_upload_key(),
            max_upload_size=2,
        )  # fmt: skip
        note = t(
            mark("A CSV file needs a first line with a column called {columns}; columns called id and lang are read "
                 "too. If you give both text and a file, both are read."),
            columns=" / ".join(TEXT_COLUMNS),
        )  # fmt: skip
        right.html(f'<p class="ls-caption">{escape(note)}</p>')
        st.form_submit_button(
            t(mark("See where it fits")), type="primary", on_click=_take, icon=":material/search:"
        )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        lines = [t(line) for line in _EXAMPLE]
        st.button(t(mark("Try it with an example")), key="match_example", on_click=_take_example, args=(lines,))
        if st.session_state.get(_ITEMS):
            st.button(t(mark("Forget my list")), key="match_forget", on_click=_forget)
    said = t(mark("Your list stays in this session of your browser and is not kept: it is gone when you close the "
                  "page."))  # fmt: skip
    html.show(f'<p class="ls-caption">{escape(said)}</p>')


def _upload_key() -> str:
    """The key of the upload; a new one after each submission empties it."""
    return f"match_upload_{st.session_state.get(_UPLOADS, 0)}"


def _take() -> None:
    """Read what was pasted and uploaded; keep it as plain values, or say what is wrong."""
    pasted, upload = st.session_state.get(_TEXT, ""), st.session_state.get(_upload_key())
    st.session_state[_UPLOADS] = st.session_state.get(_UPLOADS, 0) + 1
    try:
        items: tuple[Item, ...] = ()
        if pasted.strip() or upload is None:
            before = {item[1]: Item(*item) for item in st.session_state.get(_ITEMS, [])}
            items = tuple(before.get(item.text, item) for item in read_pasted(pasted))
        if upload is not None:
            items += read_file(upload.name, upload.getvalue())
        if len(items) > MAX_ITEMS:
            remedy = mark("Text and file together hold {found} requirements; at most {limit} can be read. Split them.")
            raise HostileInput(remedy, found=str(len(items)), limit=str(MAX_ITEMS))
    except HostileInput as error:
        st.session_state[_ERROR] = [error.remedy, dict(error.values)]
        return
    _keep(items)


def _take_example(lines: Sequence[str]) -> None:
    _keep(read_pasted("\n".join(lines)))


def _keep(items: Sequence[Item]) -> None:
    st.session_state[_ITEMS] = [[item.id, item.text, item.language] for item in items]
    st.session_state[_TEXT] = "\n".join(item.text for item in items)
    for key in (_ERROR, "pick_show"):  # the filter's words count the old list
        st.session_state.pop(key, None)


def _forget() -> None:
    st.session_state[_TEXT] = ""
    st.session_state[_UPLOADS] = st.session_state.get(_UPLOADS, 0) + 1
    for key in (_ITEMS, _ERROR):
        st.session_state.pop(key, None)
    _matched.clear()


def _where(t: Translator, found: Found) -> str:
    """Which scheme asks for most of the list."""
    result = found.assessment
    total = len(result.content)
    if not result.holders:
        return t.plural(
            mark("What your list asks for ({count} shared criterion) is not known to be asked by any scheme."),
            mark("What your list asks for ({count} shared criteria) is not known to be asked by any scheme."), total,
        ) if total else t(mark("Nothing in your list corresponds clearly to a shared content criterion."))  # fmt: skip
    best = result.holders[0]
    high = len(best.shared) + len(best.unknown)
    values = {"scheme": components.scheme_name(best.scheme_id), "shared": t.number(len(best.shared)),
              "high": t.number(high), "schemes": t.number(result.schemes)}  # fmt: skip
    if len(best.shared) == total:
        return t.plural(
            mark("Your list comes down to {count} content criterion. Of {schemes} schemes, {scheme} comes closest: it "
                 "asks for that."),
            mark("Your list comes down to {count} content criteria. Of {schemes} schemes, {scheme} comes closest: it "
                 "asks for all of these."),
            total, **values,
        )  # fmt: skip
    if high > len(best.shared):
        return t(
            mark("Your list comes down to {total} content criteria. Of {schemes} schemes, {scheme} comes closest: it "
                 "is known to ask for {shared} of these, and perhaps for {high}."),
            total=t.number(total), **values,
        )  # fmt: skip
    return t(
        mark("Your list comes down to {total} content criteria. Of {schemes} schemes, {scheme} comes closest: it asks "
             "for {shared} of these."),
        total=t.number(total), **values,
    )  # fmt: skip


def _what(t: Translator, found: Found) -> str:
    """What it repeats, what it adds, what found nothing."""
    result = found.assessment
    values = {"repeats": t.number(len(result.repeats)), "adds": t.number(len(result.adds)),
              "nothing": t.number(len(result.nothing))}  # fmt: skip
    return t.plural(
        mark("At least half of the schemes already ask for {repeats} of these; at most one in ten is known to ask for "
             "{adds}. For {nothing} of {count} requirement nothing fits."),
        mark("At least half of the schemes already ask for {repeats} of these; at most one in ten is known to ask for "
             "{adds}. For {nothing} of {count} requirements nothing fits."),
        len(found.items), **values,
    )  # fmt: skip


def _level_legend(t: Translator, found: Found) -> None:
    shares = {Level.STRONG: t.percent(STRONG_SHARE), Level.LIKELY: t.percent(LIKELY_SHARE)}
    present = [level for level in Level if any(p.level is level for m in found.matched for p in m.proposals)]
    lines = "".join(
        f"<p><b>{escape(t(vocabulary.LEVEL[level]))}</b>: "
        f"{escape(t(_LEVEL_MEANING[level], share=shares.get(level, '')))}</p>"
        for level in present
    )
    measured = t(
        mark("The probabilities were checked on clauses of the catalogue, each asked as if its scheme were not in it.")
    )
    html.show(
        f"<details><summary>{escape(t(mark('What the words for the proposals mean')))}</summary>{lines}"
        f"<p>{escape(measured)}</p></details>"
    )


def _card(t: Translator, found: Found, number: int) -> str:
    """One requirement: its text, the first proposal, what it asks beside, doubts, the similar clauses."""
    item, clause = found.items[number], found.matched[number]
    place = escape(f"{t.number(number + 1)} · {item.id}" if item.id else t.number(number + 1))
    lang = f' lang="{item.language}"' if item.language else ""
    head = f'<p class="match-asked"><span class="ls-muted">{place}</span> <span{lang}>{escape(item.text)}</span></p>'
    body = _nothing(t, clause) if clause.level is Level.NONE else _duties(t, clause)
    doubts = "".join(f"<li>{escape(t(vocabulary.HESITATION[one]))}</li>" for one in clause.hesitations)
    if doubts:
        doubts = f'<ul class="match-doubts">{doubts}</ul>'
    return (
        f'<div class="ls-clause match-card match-{clause.level}">{head}{body}{doubts}{_similar(t, found, clause)}</div>'
    )


def _nothing(t: Translator, clause: MatchedClause) -> str:
    near = t.listing(_label(t, proposal) for proposal in clause.proposals)
    return (
        f'<p><b class="match-first">{escape(t(mark("Nothing fits")))}</b> '
        f'<span class="ls-pill">{escape(sure_words(t, clause.nothing))}</span></p>'
        f"<p>{escape(t(mark('No shared criterion speaks of this, as far as can be seen.')))}</p>"
        f'<p class="ls-muted">{escape(t(mark("Least far away: {criteria}."), criteria=near))}</p>'
    )


def _duties(t: Translator, clause: MatchedClause) -> str:
    """The first proposal, what the requirement seems to ask for beside it, and the runners-up."""
    first, *beside = clause.duties
    body = (
        f'<p><b class="match-first">{escape(_label(t, first))}</b> '
        f'<span class="ls-pill match-{first.level}">{escape(sure_words(t, first.probability))}</span></p>'
        f"{_reached(t, first)}"
    )
    for duty in beside:
        said = t(mark("Seems to ask for this too ({level}):"), level=t(vocabulary.LEVEL[duty.level]))
        body += f'<p>{escape(said)} <b class="match-first">{escape(_label(t, duty))}</b></p>{_reached(t, duty)}'
    others = t.listing(f"{_label(t, p)} ({share_words(t, p.probability)})"
                       for p in clause.proposals if p not in clause.duties)  # fmt: skip
    why = t(mark("Nearest word of the criterion: “{word}”."), word=first.term)
    if others:
        why += " " + t(mark("Next best: {others}."), others=others)
    return f'{body}<p class="ls-muted">{escape(why)}</p>'


def _reached(t: Translator, proposal: Proposal) -> str:
    if proposal.reach not in _REACHES:
        return ""
    meaning = getattr(cached.catalogue().criteria[proposal.criterion_id].levels, str(proposal.reach))[t.language]
    said = t(mark("Would reach {reach}: {meaning}"), reach=t(vocabulary.REACH[proposal.reach]), meaning=meaning)
    return f"<p>{escape(said)}</p>"


def _label(t: Translator, proposal: Proposal) -> str:
    return cached.catalogue().criteria[proposal.criterion_id].label[t.language]


def _similar(t: Translator, found: Found, clause: MatchedClause) -> str:
    """The clauses of other schemes behind each proposal, folded."""
    parts = []
    for proposal in _shown(clause):
        criterion = cached.catalogue().criteria[proposal.criterion_id]
        lines = "".join(_similar_clause(t, found, similar) for similar in proposal.similar)
        if not lines:
            lines = f'<p class="ls-muted">{escape(t(mark("No clause of the catalogue reaches this criterion.")))}</p>'
        parts.append(
            f"<h4>{escape(criterion.label[t.language])}</h4>"
            f'<p class="ls-muted">{escape(criterion.definition[t.language])}</p>{lines}'
        )
    title = escape(t(mark("Similar clauses of other schemes, and what the criteria mean")))
    return f"<details><summary>{title}</summary>{''.join(parts)}</details>"


def _similar_clause(t: Translator, found: Found, similar: SimilarClause) -> str:
    catalogue = cached.catalogue()
    row = catalogue.requirement_by_id[similar.requirement_id]
    scheme = catalogue.schemes[row.scheme_id]
    near = t(CLOSENESS[closeness(similar.similarity, found.matcher.has_embedder)])
    place = f"{escape(scheme.short)}, {html.printed(row.clause, t.language)}"
    return (
        f'<div class="ls-clause {similar.reach}"><p><b>{place}</b> <span class="ls-pill">{escape(near)}</span></p>'
        f"<p>{wording_html(row, t)}</p>"
        f"<p>{escape(t(vocabulary.OBLIGATION[row.obligation]))} · {escape(t(mark('reaches')))} "
        f"<b>{escape(t(vocabulary.REACH[similar.reach]))}</b></p>"
        f"<p>{evidence_html(scheme, row.evidence, t)}</p></div>"
    )


def _open_similar(t: Translator, found: Found, numbers: Sequence[int]) -> None:
    """From a similar clause to all that its scheme asks on that criterion: two boxes and a button."""
    pairs = {number: _similar_cells(found.matched[number]) for number in numbers}
    numbers = [number for number in numbers if pairs[number]]
    if not numbers:
        return
    tree, requirements = cached.catalogue().criteria, cached.catalogue().requirement_by_id

    def clause_name(position: int) -> str:
        requirement_id, scheme_id, criterion_id = pairs[number][position]
        clause = f"{components.scheme_name(scheme_id)}, {requirements[requirement_id].clause}"
        return f"{tree[criterion_id].label[t.language]} · {_in_box(clause)}"

    # a box keeps the words it was first drawn with: its key names the list and the language
    key = f"match_similar_{crc32(repr(found.items).encode()):08x}_{t.language}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = _pick_number(
            t(mark("Requirement")), numbers, key,
            lambda position: f"{t.number(position + 1)} · {_in_box(found.items[position].text)}",
        )  # fmt: skip
        chosen = _pick_number(t(mark("Similar clauses")), range(len(pairs[number])), f"{key}_{number}", clause_name)
        st.button(t(mark("Show the clauses")), key="match_similar_open", on_click=open_panel,
                  args=pairs[number][chosen][1:])  # fmt: skip


def _pick_number(label: str, options: Sequence[int], key: str, shown: Callable[[int], str]) -> int:
    """One of several numbers; a choice that is no longer among them is forgotten."""
    if st.session_state.get(key) not in options:
        st.session_state[key] = options[0]
    return int(st.selectbox(label, options, key=key, format_func=shown))


def _in_box(text: str) -> str:
    return shorten(text, _IN_BOX, placeholder=" …") if " " in text[:_IN_BOX] else text[:_IN_BOX]


def _similar_cells(clause: MatchedClause) -> list[tuple[str, str, str]]:
    """Clause, scheme and criterion of every similar clause behind the proposals."""
    return [
        (similar.requirement_id, similar.requirement_id.rpartition(".")[0], proposal.criterion_id)
        for proposal in _shown(clause)
        for similar in proposal.similar
    ]


def _shown(clause: MatchedClause) -> tuple[Proposal, ...]:
    """What is said of a requirement: its duties, then the other proposals."""
    return (*clause.duties, *(proposal for proposal in clause.proposals if proposal not in clause.duties))


def _neighbours(t: Translator, found: Found) -> None:
    result = found.assessment
    left, right, _ = st.columns([3, 3, 2], vertical_alignment="bottom")
    with left:
        order = components.pick_one(t(mark("Order of the schemes")), "order", list(_ORDERS),
                                    lambda name: t(_ORDERS[name]), "holders")  # fmt: skip
    with right:
        st.toggle(
            t(mark("Take in what is accepted")), key="accepted",
            help=html.plain(t(mark("Meta-labels rest on the schemes they accept. With this on, what all of those ask "
                                   "counts."))),
        )  # fmt: skip
    chosen = result.holders if order == "holders" else result.neighbours
    if not chosen:
        html.show(f"<p>{escape(t(mark('No scheme is known to ask for any of these criteria.')))}</p>")
        return
    header = [
        t(mark("Scheme")), t(mark("How much of your list it asks for")),
        t(mark("How much of what it asks for is in your list")), t(mark("In common, of all that either asks for")),
    ]  # fmt: skip
    title = t(mark("The {count} schemes that come first, on content criteria"), count=t.number(len(chosen)))
    rows = [
        [escape(components.scheme_name(n.scheme_id)), _asked_share(t, n),
         _share(t, n.in_label, len(n.shared), n.asked), _share(t, n.overlap)]
        for n in chosen
    ]  # fmt: skip
    with st.container(key="wide"):
        html.show(html.table(title, header, rows))
    with st.container(key="narrow"):
        html.show(f"<p><b>{escape(title)}</b></p>{''.join(_narrow_row(header, row) for row in rows)}")
    meaning = t(
        mark("The dot counts what main points did not name as not asked; the line lets everything unknown fall the "
             "worst and the best way. Criteria asked in part count like those asked in full. What your list does not "
             "name counts as not asked by you, so a list of a few lines is always small beside a whole scheme.")
    )  # fmt: skip
    html.show(f'<p class="ls-caption">{escape(meaning)}</p>')
    with st.expander(html.plain(t(mark("Criterion by criterion")))):
        _by_criterion(t, found, chosen)
    components.open_cell(t, [n.scheme_id for n in chosen], list(result.content), "match")


def _narrow_row(header: Sequence[str], row: Sequence[str]) -> str:
    pairs = zip(header[1:3], row[1:3], strict=True)
    figures = "".join(f'<p class="ls-muted">{escape(name)}</p><p>{cell}</p>' for name, cell in pairs)
    return f'<div class="match-row"><p><b>{row[0]}</b></p>{figures}</div>'


def _asked_share(t: Translator, neighbour: Neighbour) -> str:
    """How much of the list a scheme asks for, counted like the middle; beside it what was not assessed at all."""
    said = _share(t, neighbour.in_scheme, len(neighbour.shared), neighbour.in_scheme.base)
    unassessed = len(set(neighbour.unknown) - set(neighbour.missing))
    if not unassessed:
        return said
    return f"{said} · {escape(t(mark('{count} not known'), count=t.number(unassessed)))}"


def _share(t: Translator, figure: Figure, part: int | None = None, whole: int | None = None) -> str:
    """A share in words, with its bar."""
    if figure.low is None or figure.high is None:
        return escape(t(mark("not known")))
    ends = t(mark("{low} to {high}"), low=t.percent(figure.low), high=t.percent(figure.high))
    if figure.middle is None:
        said = t(mark("{range}; too little of the scheme was read for one figure"), range=ends)
        bar = html.range_bar(figure.low, figure.low, figure.high)
        return f"{bar}<br>{escape(said)}"
    counted = t(mark("{part} of {whole}"), part=t.number(part), whole=t.number(whole)) if part is not None else ""
    same = round(figure.low, 2) == round(figure.high, 2)
    said = t.percent(figure.middle) if same else t(mark("{middle} ({range})"), middle=t.percent(figure.middle),
                                                   range=ends)  # fmt: skip
    lead = f"<b>{escape(counted)}</b> · " if counted else ""
    return f"{html.range_bar(figure.low, figure.middle, figure.high)}<br>{lead}{escape(said)}"


def _by_criterion(t: Translator, found: Found, chosen: Sequence[Neighbour]) -> None:
    tree, result = cached.catalogue().criteria, found.assessment
    rows = []
    for criterion_id in result.content:
        spread = result.spread[criterion_id]
        asked = t(mark("{asked} of {of}"), asked=t.number(spread.asked), of=t.number(result.schemes))
        if spread.unknown:
            asked = f"{asked} ({t(mark('{count} not known'), count=t.number(spread.unknown))})"
        cells = [found.matrix.cell(n.scheme_id, criterion_id).coverage for n in chosen]
        numbers = t.listing(t.number(number + 1) for number in result.profile[criterion_id].requirements)
        rows.append([escape(tree[criterion_id].label[t.language]), escape(numbers), escape(asked),
                     *(escape(t(vocabulary.COVERAGE[cell])) for cell in cells)])  # fmt: skip
    header = [t(mark("Criterion")), t(mark("Your requirements")), t(mark("Schemes that ask for it")),
              *(components.scheme_name(n.scheme_id) for n in chosen)]  # fmt: skip
    html.show(html.table(t(mark("What the schemes ask for on the criteria of your list")), header, rows))


def _repeats_and_adds(t: Translator, found: Found) -> None:
    result = found.assessment
    middle = [c for c in result.content if c not in {*result.repeats, *result.adds}]
    groups = (
        (mark("Repeats"), mark("At least half of the schemes already ask for this."), result.repeats),
        (mark("In between"), mark("Some schemes ask for this, fewer than half."), tuple(middle)),
        (mark("Adds"), mark("At most one scheme in ten is known to ask for this."), result.adds),
    )  # fmt: skip
    for column, (title, meaning, criteria) in zip(st.columns(3), groups, strict=True):
        with column:
            html.show(
                f'<h4>{escape(t(title))} <span class="ls-muted">{t.number(len(criteria))}</span></h4>'
                f'<p class="ls-muted">{escape(t(meaning))}</p>{_criteria_list(t, found, criteria)}'
            )
    if result.system:
        tree = cached.catalogue().criteria
        names = t.listing(tree[c].label[t.language] for c in result.system)
        said = t(mark("Beside this, your list speaks of how a scheme works: {criteria}. That is not compared here."),
                 criteria=names)  # fmt: skip
        html.show(f"<p>{escape(said)}</p>")


def _not_counted(t: Translator, found: Found) -> None:
    """The requirements that do not enter the comparison: nothing fits, or there is a weak proposal only."""
    for name, numbers in (("none", found.assessment.nothing), ("weak", found.assessment.weak)):
        if not numbers:
            continue
        lines = []
        for number in numbers[:_PER_PAGE]:
            item = found.items[number]
            lang = f' lang="{item.language}"' if item.language else ""
            lines.append(f'<li value="{number + 1}"{lang}>{escape(item.text)}</li>')
        more = ""
        if len(numbers) > _PER_PAGE:
            said = t(mark("The first {count} rows; the download holds all {of}."), count=t.number(_PER_PAGE),
                     of=t.number(len(numbers)))  # fmt: skip
            more = f'<p class="ls-caption">{escape(said)}</p>'
        html.show(
            f'<h4>{escape(t(_SHOWN[name][0]))} <span class="ls-muted">{t.number(len(numbers))}</span></h4>'
            f'<ol class="match-list">{"".join(lines)}</ol>{more}'
        )


def _criteria_list(t: Translator, found: Found, criteria: Sequence[str]) -> str:
    if not criteria:
        return f"<p>{escape(t(mark('None.')))}</p>"
    tree, result = cached.catalogue().criteria, found.assessment
    lines = []
    for criterion_id in criteria:
        spread = result.spread[criterion_id]
        said = t(mark("asked by {asked} of {of} schemes, not known for {unknown}"), asked=t.number(spread.asked),
                 of=t.number(result.schemes), unknown=t.number(spread.unknown))  # fmt: skip
        lines.append(
            f'<li>{escape(tree[criterion_id].label[t.language])}<br><span class="ls-muted">{escape(said)}</span></li>'
        )
    return f'<ul class="match-list">{"".join(lines)}</ul>'


def _proposals_table(t: Translator, found: Found) -> Table:
    header = (
        mark("Number"), mark("Id"), mark("Requirement"), mark("Answer"), mark("Probability"), mark("First proposal"),
        mark("Would reach"), mark("Asks beside"), mark("Nearest word"), mark("Second proposal"), mark("Probability"),
        mark("Third proposal"), mark("Probability"), mark("Similar clauses"), mark("Doubts"), mark("State"),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    state = t(mark("proposed by machine, not reviewed"))
    for number, (item, clause) in enumerate(zip(found.items, found.matched, strict=True), start=1):
        first, second, third = clause.proposals
        similar = t.series(
            f"{components.scheme_name(s.requirement_id.rpartition('.')[0])} {s.requirement_id}" for s in first.similar
        )
        beside = t.series(f"{_label(t, p)} ({t(vocabulary.REACH[p.reach])})" for p in clause.duties[1:])
        doubts = " ".join(t(vocabulary.HESITATION[one]) for one in clause.hesitations)
        said = (
            _label(t, first), t(vocabulary.REACH[first.reach]), beside, first.term,
            _label(t, second), round(second.probability, 4), _label(t, third), round(third.probability, 4), similar,
        )  # fmt: skip
        rows.append((
            number, item.id, item.text, t(vocabulary.LEVEL[clause.level]), round(clause.certainty, 4),
            *(said if clause.level is not Level.NONE else ("",) * len(said)), doubts, state,
        ))  # fmt: skip
    return Table(t(mark("Proposals")), tuple(map(t, header)), tuple(rows))


def _neighbours_table(t: Translator, found: Found) -> Table:
    header = (
        mark("Scheme"), mark("Criteria of the list"), mark("Of these asked"), mark("Of these not known"),
        mark("Content criteria it asks for"), mark("Share of the list in the scheme"), mark("Lowest"), mark("Highest"),
        mark("Share of the scheme in the list"), mark("Lowest"), mark("Highest"),
        mark("In common, of all that either asks for"), mark("Lowest"), mark("Highest"), mark("State"),
    )  # fmt: skip
    result, state = found.assessment, t(mark("proposed by machine, not reviewed"))
    both = {n.scheme_id: n for n in (*result.holders, *result.neighbours)}
    rows = [
        (
            components.scheme_name(n.scheme_id), len(result.content), len(n.shared), len(n.unknown), n.asked,
            *(None if value is None else round(value, 4)
              for figure in (n.in_scheme, n.in_label, n.overlap) for value in (figure.middle, figure.low, figure.high)),
            state,
        )
        for n in both.values()
    ]  # fmt: skip
    return Table(t(mark("Nearest schemes")), tuple(map(t, header)), tuple(rows))


def _text(t: Translator, value: Value) -> str:
    if value is None:
        return t(mark("not known"))
    return value if isinstance(value, str) else t.number(value, 0 if isinstance(value, int) else 2)


def _style() -> str:
    from labelscope.charts import palette

    c = palette(mode())
    return f"""<style>
.match-card{{border-left:.3rem solid {c["rule"]};padding:.5rem .9rem;margin:0 0 .9rem;max-width:62rem}}
.match-card.match-strong{{border-color:{c["full"]}}}.match-card.match-likely{{border-color:{c["partial"]}}}
.match-card.match-weak{{border-color:{c["rule"]}}}.match-card.match-none{{border-color:{c["accent"]}}}
.match-asked{{font-size:1.02rem}}
.match-first{{font-size:1.08rem}}
.match-card details{{margin-top:.3rem}}.match-card summary{{cursor:pointer;color:{c["muted"]};font-size:.92rem}}
.match-card h4{{margin:.8rem 0 .2rem;font-size:1rem}}
.match-row{{border-bottom:1px solid {c["rule"]};padding:.5rem 0}}.match-row p{{margin:.1rem 0}}
.match-doubts{{margin:.2rem 0;padding-left:1.1rem}}
.match-list{{margin:0;padding-left:1.1rem}}.match-list li{{margin-bottom:.35rem}}
</style>"""
