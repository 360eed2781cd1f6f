"""Small pieces of HTML with every text escaped, and text that Markdown cannot misread."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

import streamlit as st

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&@/])")


def plain(text: str) -> str:
    """Text that shows as it stands in any Streamlit label or Markdown."""
    return _MARKDOWN.sub(r"\\\1", text)


def link(address: str | None, text: str) -> str:
    """A link that tells nothing to where it leads; plain text where there is no address."""
    if not address or not address.startswith(("https://", "http://")):
        return escape(text)
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{escape(text)}</a>'


def foreign(text: str, shown_in: str, language: str = "en") -> str:
    """Text in another language than the page's, marked for screen readers and for the eye."""
    if shown_in == language:
        return escape(text)
    return f'<span lang="{language}">{escape(text)}</span> <abbr class="ls-lang" title="English">{language}</abbr>'


def printed(text: str, shown_in: str) -> str:
    """A place in a source as it is printed there: English to a screen reader, without a mark for the eye."""
    return escape(text) if shown_in == "en" else f'<span lang="en">{escape(text)}</span>'


def table(caption: str, header: Sequence[str], rows: Sequence[Sequence[str]], row_heads: bool = True) -> str:
    """An HTML table that screen readers can read. Cells are HTML already; caption and header are text."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in header)
    body = []
    for row in rows:
        first = f'<th scope="row">{row[0]}</th>' if row_heads else f"<td>{row[0]}</td>"
        body.append(f"<tr>{first}{''.join(f'<td>{cell}</td>' for cell in row[1:])}</tr>")
    return (
        f'<div class="ls-scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="ls-table">'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def range_bar(low: float, middle: float, high: float, likely: tuple[float, float] | None = None) -> str:
    """A bar from 0 to 1 with a thin range, a likely band and the middle; the figures stand in text beside it."""
    band = ""
    if likely is not None:
        start, end = (min(max(value, 0), 1) * 100 for value in likely)
        band = f'<i class="ls-band" style="left:{start:.1f}%;width:{max(end - start, 0.6):.1f}%"></i>'
    low, middle, high = (min(max(value, 0), 1) * 100 for value in (low, middle, high))
    return (
        '<span class="ls-bar" aria-hidden="true">'
        f'<i class="ls-range" style="left:{low:.1f}%;width:{max(high - low, 0.6):.1f}%"></i>{band}'
        f'<i class="ls-dot" style="left:{middle:.1f}%"></i></span>'
    )


def show(html: str) -> None:
    """Put HTML on the page."""
    st.html(html)
