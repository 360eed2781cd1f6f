"""How a scheme is written in the catalogue's tables and cards: links, bars, pips, grades and their style."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape, unescape
from urllib.parse import urlencode, urlsplit

import streamlit as st

from labelscope import vocabulary
from labelscope.charts import palette
from labelscope.charts import schemes as charts
from labelscope.i18n import Translator, country_names, mark
from labelscope.model import ANY, NO_PRODUCT, Scheme
from labelscope.ui import cached, components, html

PIP: Mapping[str, str] = {
    "yes": mark("yes"),
    "partly": mark("partly"),
    "no": mark("no"),
    "unknown": mark("not known"),
}
_KEPT = ("lang", "sector", "country", "small", "asof", "type", "status", "sort")
#: Fields whose values are words of the glossary, shown in the reader's language.
WORDS: Mapping[str, Mapping[str, str]] = {
    "kind": {str(kind): name for kind, name in vocabulary.KIND.items()},
    "state": vocabulary.STATUS,
    "sector_groups": vocabulary.SECTOR,
    "provisions": vocabulary.PROVISION,
}
#: An address inside escaped text; the closing bracket, full stop or semicolon after it stays outside.
_ADDRESS = re.compile(r"https?://(?:&amp;|[^\s<>&()\[\];])+(?<![.,])")


def link(scheme_id: str, text: str | None = None) -> str:
    """A link to a scheme's card that keeps the language and the filters of the list."""
    kept = {name: st.query_params[name] for name in _KEPT if name in st.query_params}
    query = urlencode({**kept, "scheme": scheme_id})
    return f'<a href="catalogue?{escape(query)}">{escape(text or components.scheme_name(scheme_id))}</a>'


def codes(t: Translator, field: str, values: Sequence[str]) -> str:
    """Codes of activities, products or countries with their titles."""
    if ANY in values:
        return escape(t(_ANY[field]))
    if NO_PRODUCT in values:
        return escape(t(mark("none")))
    if field == "countries":
        names = country_names(t.language)
        return escape(", ".join(sorted(names.get(code, code) for code in values)))
    titles = cached.catalogue().titles
    return "<br>".join(f"{escape(code)} {escape(titles[code][t.language])}" for code in values)


_ANY = {"nace": mark("every activity"), "cpv": mark("every product"), "countries": mark("everywhere")}


def table(caption: str, header: Sequence[str], rows: Sequence[Sequence[str]], short: bool = False) -> str:
    """A table whose rows become cards on a phone: each cell carries its column's name, shown only there.

    `short`: the cells are short enough to stand beside their names.
    """
    labelled = [
        [row[0], *(f'<span class="cat-label" aria-hidden="true">{escape(name)}</span><div>{cell}</div>'
                   for name, cell in zip(header[1:], row[1:], strict=True))]
        for row in rows
    ]  # fmt: skip
    kind = "cat-table cat-short" if short else "cat-table"
    return f'<div class="{kind}">{html.table(caption, header, labelled)}</div>'


def bar(t: Translator, share: charts.Share) -> str:
    """How much of a set of criteria is asked, as a stacked bar with the counts beside it and in words."""
    if not share.of:
        return escape(t(mark("not applicable")))
    parts = (("full", share.full), ("partial", share.partial), ("absent", share.absent), ("unknown", share.unknown))
    pieces = "".join(
        f'<i class="{name}" style="width:{100 * count / share.of:.1f}%"></i>' for name, count in parts if count
    )
    said = t(mark("{asked} of {of} asked, {unknown} not known"), asked=share.asked, of=share.of, unknown=share.unknown)
    return (
        f'<span class="cat-bar" title="{escape(said)}" aria-hidden="true">{pieces}</span>'
        f'<span class="cat-small" aria-hidden="true">{share.asked}/{share.of}</span>'
        f'<span class="cat-said">{escape(said)}</span>'
    )


def pips(t: Translator, scheme: Scheme) -> str:
    """The questions on assurance, one dot each, and the same in words for a screen reader."""
    found = charts.pips(scheme)
    said = "; ".join(f"{t(charts.PIPS[name][0])}: {t(PIP[answer])}" for name, answer in found.items())
    dots = "".join(f'<i class="{answer}"></i>' for answer in found.values())
    return (
        f'<span class="cat-pips" title="{escape(said)}" aria-hidden="true">{dots}</span>'
        f'<span class="cat-said">{escape(said)}</span>'
    )


def grades(t: Translator, scheme_id: str) -> str:
    """The shares of a scheme's clauses by evidence grade, in percent."""
    shares = charts.grade_shares([row.evidence for row in cached.catalogue().requirements[scheme_id]])
    if not shares:
        return escape(t(mark("no clause read")))
    shown = " ".join(
        f"<span>{vocabulary.GRADE_MARK[grade]}\u202f{t.number(100 * part)}</span>" for grade, part in shares.items()
    )
    said = "; ".join(f"{t(vocabulary.GRADE[grade])}: {t.percent(part)}" for grade, part in shares.items())
    return (
        f'<span class="cat-grades" title="{escape(said)}" aria-hidden="true">{shown}</span>'
        f'<span class="cat-said">{escape(said)}</span>'
    )


def linked(text: str, t: Translator) -> str:
    """English text of the record, marked as such, its addresses as short links."""

    def short(found: re.Match[str]) -> str:
        address = unescape(found.group(0))
        return html.link(address, urlsplit(address).netloc.removeprefix("www."))

    return _ADDRESS.sub(short, html.foreign(text, t.language))


@cache
def style(shown: str) -> str:
    """The style sheet of the table and the card, for `light` or `dark`."""
    c = palette(shown)
    hatch = f"repeating-linear-gradient(135deg,{c['unknown']} 0 3px,{c['sign']}66 3px 4px)"
    return f"""<style>
.cat-small{{font-size:.82rem;color:{c["muted"]};font-weight:400}}
.cat-cite code{{color:inherit;background:none;padding:0;overflow-wrap:anywhere}}
.cat-said{{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}}
.cat-label{{display:none}}
.cat-grades{{display:inline-flex;gap:.45rem;font-size:.85rem}}.cat-grades span{{white-space:nowrap}}
.cat-again{{visibility:hidden}}
.cat-legend{{margin:.1rem 0}}.cat-legend>.cat-small{{margin-right:.6rem}}
.cat-table{{position:relative;overflow-wrap:anywhere;margin-bottom:1rem}}
.cat-table th,.cat-table td{{overflow-wrap:break-word}}
.cat-list thead th{{font-size:.82rem;line-height:1.25;vertical-align:bottom;hyphens:auto}}
.cat-list .ls-table td,.cat-list .ls-table th{{padding:.4rem .35rem}}
.cat-list tbody th{{min-width:8.5rem}}.cat-list td:nth-child(3){{min-width:9rem}}
.cat-list td,.cat-list th{{font-size:.9rem;line-height:1.35}}
.cat-bar{{display:flex;width:4.4rem;height:.8rem;overflow:hidden;background:{c["paper"]};margin-top:.3rem}}
.cat-bar i{{display:block;height:100%;box-sizing:border-box}}
.cat-bar .full{{background:{c["full"]}}}.cat-bar .partial{{background:{c["partial"]}}}
.cat-bar .absent{{border:1px solid {c["sign"]}}}.cat-bar .unknown{{background:{hatch}}}
.cat-keybar{{width:1.4rem;margin:0}}
.cat-pips{{display:inline-flex;gap:.2rem;vertical-align:middle}}
.cat-pips i{{width:.85rem;height:.85rem;box-sizing:border-box;border-radius:50%;border:1.5px solid {c["sign"]};
position:relative}}
.cat-pips .yes{{background:{c["full"]};border-color:{c["full"]}}}
.cat-pips .partly{{background:linear-gradient(90deg,{c["full"]} 50%,transparent 50%);border-color:{c["full"]}}}
.cat-pips .unknown{{border:none}}
.cat-pips .unknown::after{{content:"";position:absolute;left:15%;right:15%;top:45%;height:2px;background:{c["sign"]}}}
.cat-head.cat-head{{display:flex;flex-wrap:wrap;gap:.3rem 2rem;margin:.4rem 0;padding:0}}
.cat-head dt,.cat-facts dt{{margin:0;padding:0;font-size:.82rem;color:{c["muted"]};font-weight:400}}
.cat-head dd,.cat-facts dd{{margin:0 0 .35rem;padding:0;overflow-wrap:anywhere}}
.cat-facts{{columns:30rem 2;margin-bottom:1.5rem;column-gap:2.5rem}}
.cat-facts section{{break-inside:avoid;border-top:1px solid {c["rule"]};padding:.7rem 0 .6rem;margin:0}}
.cat-facts.cat-facts h4{{margin:0;padding:0 0 .4rem;font-size:1.05rem}}
.cat-facts.cat-facts dl{{margin:0;padding:0}}
.cat-facts dl>div{{display:grid;grid-template-columns:minmax(7rem,11rem) 1fr;gap:0 1rem;align-items:baseline}}
.cat-facts p{{overflow-wrap:anywhere;margin:.2rem 0}}
.cat-plain.cat-plain{{margin:0;padding:0;list-style:none}}
.cat-plain li{{margin:0 0 .2rem;padding:0}}
.st-key-cat_criteria button{{text-align:left;justify-content:flex-start;min-height:2rem}}
@media (max-width:700px){{
.cat-table table,.cat-table tbody,.cat-table tr,.cat-table td,.cat-table tbody th,.cat-table caption{{display:block}}
.cat-table thead{{display:none}}
.cat-table tr{{border-bottom:1px solid {c["rule"]};padding:.6rem 0}}
.cat-table .ls-table td,.cat-table .ls-table tbody th{{border:none;padding:.15rem 0}}
.cat-table td:has(.cat-again){{display:none}}
.cat-table .cat-label{{display:block;font-size:.82rem;color:{c["muted"]}}}
.cat-short .ls-table td{{display:grid;grid-template-columns:10rem 1fr;gap:0 .8rem;align-items:baseline}}
.cat-facts dl>div{{display:block}}
.cat-list td br{{display:none}}
.cat-list .cat-bar{{display:inline-flex;margin:0 .5rem 0 0;vertical-align:middle}}
.cat-list tbody th{{font-size:1.05rem}}
}}
</style>"""
