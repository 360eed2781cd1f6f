"""A self-contained HTML page: the recommendation with its tables, no script, nothing loaded from outside."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from labelscope.analysis import Analysis
from labelscope.exporting import tables
from labelscope.i18n import Translator, mark
from labelscope.options import ATTRIBUTES

_STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.55 system-ui,"Segoe UI","Noto Sans",sans-serif;max-width:70rem;margin:2rem auto;padding:0 1.25rem;
color:#1b2430;background:#fff}
h1{font-size:2rem;line-height:1.2}h2{font-size:1.35rem;margin-top:2.5rem}p,li{max-width:70ch}
table{border-collapse:collapse;width:100%;font-size:.92rem}caption{text-align:left;font-weight:600;padding:.5rem 0}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #d5dae1}
.wide{overflow-x:auto}.advice{font-size:1.3rem;border-left:.35rem solid #103f6b;padding:.5rem 1rem;background:#eef3f8}
footer{margin-top:3rem;font-size:.85rem;color:#4a5563}a{color:#103f6b}
@media(prefers-color-scheme:dark){body{color:#e6eaf0;background:#0e1117}th,td{border-color:#39424e}
.advice{background:#182230;border-color:#9cd0f8}a{color:#9cd0f8}footer{color:#aab3bf}}
@media print{body{margin:0;max-width:none}.wide{overflow:visible}}
"""


def write_html(analysis: Analysis, t: Translator) -> bytes:
    """The page in one language."""
    found = analysis.recommendation
    catalogue, tree = analysis.catalogue, analysis.catalogue.criteria
    label = {option.id: option.label[t.language] for option in catalogue.options}
    title = t(mark("Revive a social label, or consolidate what exists?"))
    reasons = "".join(f"<li>{escape(t.phrase(reason.message, reason.values))}</li>" for reason in found.reasons)
    depends = "".join(
        "<li>" + escape(t(mark("Without '{attribute}', '{option}' leads."), attribute=t(ATTRIBUTES[a].label),
                          option=label[o])) + "</li>"
        for a, o in found.depends_on.items()
    ) or f"<li>{escape(t(mark('Leaving out any one attribute does not change the advice.')))}</li>"  # fmt: skip
    lacking = "".join(
        f"<li>{escape(tree.theme(x.theme_id).label[t.language])}: "
        f"{escape(t.listing(tree[c].label[t.language] for c in x.criteria))}</li>"
        for x in found.lacking
    )
    rare = escape(t.listing(tree[c].label[t.language] for c in found.rare))
    parts = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="advice">{escape(t(mark("Advice: {option}"), option=label[found.advised]))}</p>',
        f"<p>{escape(caveat(t))}</p>",
        f"<h2>{escape(t(mark('Why')))}</h2><ul>{reasons}</ul>",
        f"<h2>{escape(t(mark('What it depends on')))}</h2><ul>{depends}</ul>",
        f"<h2>{escape(t(mark('What the 2002 label lacks')))}</h2><ul>{lacking}</ul>",
        f"<h2>{escape(t(mark('What almost no scheme asks')))}</h2><p>{rare}</p>",
        *(_table(build(analysis, t), t) for build in (tables.advice, tables.options, tables.ranges, tables.evidence)),
        f"<footer>{_table(tables.provenance(analysis, t), t)}</footer>",
    ]
    return _page(title, parts, t)


def html_page(title: str, lead: str, shown: Sequence[tables.Table], t: Translator) -> bytes:
    """Tables under a title and a sentence, as a page that stands by itself."""
    parts = [f"<h1>{escape(title)}</h1>", f"<p>{escape(lead)}</p>", *(_table(table, t) for table in shown)]
    return _page(title, parts, t)


def _page(title: str, parts: Sequence[str], t: Translator) -> bytes:
    body = "\n".join(parts)
    page = (
        f'<!doctype html>\n<html lang="{t.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>\n{body}\n</body></html>\n"
    )
    return page.encode()


def caveat(t: Translator) -> str:
    """What must be said beside every recommendation."""
    return t(
        mark("Computed from one reading of each scheme; most cells are not known. The options are ranked alike on five "
             "computed attributes; cost, uptake, time and effect are cited beside it. "
             "It helps to decide, it does not decide.")
    )  # fmt: skip


def _table(table: tables.Table, t: Translator) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.header)
    english = table.english if t.language != "en" else ()
    rows = "".join(
        f"<tr>{''.join(_cell(value, column in english) for column, value in enumerate(row))}</tr>" for row in table.rows
    )
    return (
        f'<h2>{escape(table.name)}</h2><div class="wide"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _cell(value: tables.Value, english: bool) -> str:
    if isinstance(value, str) and value.startswith(("https://", "http://")) and " " not in value:
        return f'<td><a href="{escape(value)}" rel="noreferrer">{escape(value)}</a></td>'
    lang = ' lang="en"' if english else ""
    return f"<td{lang}>{'' if value is None else escape(str(value))}</td>"
