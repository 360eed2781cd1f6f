"""The small form of a scheme that is not in the catalogue yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape

import streamlit as st

from labelscope import vocabulary
from labelscope.i18n import Translator, country_names, mark
from labelscope.model import ANY, NO_PRODUCT, Kind
from labelscope.normalisation import fold
from labelscope.review.new_scheme import GOVERNANCE
from labelscope.ui import cached, html

_FIELD: Mapping[str, str] = {
    "name": mark("Full name"),
    "short": mark("Short name, at most 26 characters"),
    "id": mark("Id in the catalogue"),
    "governance": mark("Who decides"),
    "nace": mark("Activities (NACE Rev. 2.1)"),
    "cpv": mark("Products a public buyer can ask it for (CPV 2008)"),
    "summary": mark("What the scheme is, in one or two sentences"),
}
_NACE = re.compile(r"[A-V][0-9]{2}(\.[0-9]{1,2})?")


def form(t: Translator) -> Mapping[str, object]:
    """The form; what was given so far, in the shape that `review.new_scheme.read_form` reads."""
    with st.container(border=True):
        return _fields(t)


def field_name(t: Translator, field: str) -> str:
    """How a field is called on the form, by its key in the record."""
    first = field.partition(".")[0]
    return t(_FIELD.get(first) or vocabulary.FACT_FIELD.get(first, first))


def _fields(t: Translator) -> Mapping[str, object]:
    said = t(mark("What you do not know stays empty and is written as not known."))
    html.show(f'<p class="ls-caption">{escape(said)}</p>')
    left, right = st.columns(2, gap="medium")
    with left:
        name = _text(t, "name", 200)
        short = _text(t, "short", 26, on_change=_suggest_id)
        scheme_id = _text(t, "id", 63, help=t(mark("Lower-case letters, digits and hyphens. It cannot easily be "
                                                   "changed later.")))  # fmt: skip
        owner = _text(t, "owner", 200)
        country = _country(t)
        website = _text(t, "website", 500, placeholder="https://")
    with right:
        kind = _one(t, "kind", [str(kind) for kind in Kind], lambda value: t(vocabulary.KIND[Kind(value)]))
        governance = _one(t, "governance", GOVERNANCE, lambda value: t(vocabulary.ANSWER[value]))
        facing = _one(t, "consumer_facing", ("yes", "no"), lambda value: t(vocabulary.ANSWER[value]))
        sectors = _many(t, "sector_groups", vocabulary.SECTOR, lambda value: t(vocabulary.SECTOR[value]))
        first_year = _text(t, "first_year", 4)
        with st.container(horizontal=True):
            version = _text(t, "version", 100)
            version_year = _text(t, "version_year", 4)
    titles = cached.today().titles
    nace = [code for code in titles if _NACE.fullmatch(code)]
    cpv = [code for code in titles if not _NACE.fullmatch(code)]
    activities = _many(t, "nace", [ANY, *nace], lambda code: _code(t, code))
    products = _many(t, "cpv", [NO_PRODUCT, ANY, *cpv], lambda code: _code(t, code))
    summary = st.text_area(
        field_name(t, "summary"), key="new_summary", max_chars=1_000, height=80,
        help=html.plain(t(mark("In the language of this page. The other languages repeat it until somebody translates "
                               "it."))),
    )  # fmt: skip
    given: dict[str, object] = {
        "name": name, "short": short, "id": scheme_id, "owner": owner, "owner_country": country, "website": website,
        "kind": kind, "governance": governance, "consumer_facing": facing, "sector_groups": sectors,
        "first_year": first_year, "version": version, "version_year": version_year, "nace": activities,
        "cpv": products, "summary": {t.language: summary.strip()} if summary.strip() else None,
    }  # fmt: skip
    return {key: value for key, value in given.items() if value}


def _text(t: Translator, field: str, most: int, **more: object) -> str:
    return str(st.text_input(field_name(t, field), key=f"new_{field}", max_chars=most, **more)).strip()  # type: ignore[call-overload]


def _suggest_id() -> None:
    """An id made of the short name, where none was written."""
    if not st.session_state.get("new_id"):
        st.session_state["new_id"] = fold(str(st.session_state["new_short"])).replace(" ", "-")[:63]


def _country(t: Translator) -> str:
    """The country of the owner, in English as the records have it."""
    names, english = country_names(t.language), country_names("en")
    code = st.selectbox(
        field_name(t, "owner_country"), sorted(names, key=lambda code: fold(names[code])), index=None,
        key="new_country", format_func=lambda code: names[code], placeholder=t(mark("choose")),
    )  # fmt: skip
    return english[code] if code else ""


def _one(t: Translator, field: str, values: Iterable[str], shown: Callable[[str], str]) -> str:
    chosen = st.selectbox(
        field_name(t, field), list(values), index=None, key=f"new_{field}", format_func=shown,
        placeholder=t(mark("choose")),
    )  # fmt: skip
    return chosen or ""


def _many(t: Translator, field: str, values: Iterable[str], shown: Callable[[str], str]) -> list[str]:
    return list(st.multiselect(
        field_name(t, field), list(values), key=f"new_{field}", format_func=shown, placeholder=t(mark("choose")),
    ))  # fmt: skip


def _code(t: Translator, code: str) -> str:
    if code in (ANY, NO_PRODUCT):
        return t(mark("any")) if code == ANY else t(mark("none"))
    return f"{code} {cached.today().titles[code][t.language]}"
