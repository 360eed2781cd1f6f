"""Choices that outlive a rerun: session state and the URL, as plain values, checked against what exists.

Every URL parameter is hostile until it has been found in a list of known ids.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from labelscope.i18n import mark
from labelscope.model import LANGUAGES
from labelscope.selection import EARLIEST, Selection

_LANGUAGE = "lang"
_MAX = 400


def language() -> str:
    """The language chosen: from the URL, else the session, else the browser, else French."""
    asked = st.query_params.get(_LANGUAGE, "")
    if asked in LANGUAGES:
        st.session_state["language"] = asked
    if "language" not in st.session_state:
        locale = (st.context.locale or "")[:2].lower()
        st.session_state["language"] = locale if locale in LANGUAGES else "fr"
    return str(st.session_state["language"])


def set_language(chosen: str) -> None:
    """Keep a language for the session and show it in the URL."""
    if chosen in LANGUAGES:
        st.session_state["language"] = chosen
        st.query_params[_LANGUAGE] = chosen


def from_url(name: str, allowed: Collection[str], default: Sequence[str] = (), limit: int = 60) -> list[str]:
    """Known ids that a URL parameter names, comma-separated; unknown ones are noted and left out."""
    raw = st.query_params.get(name, "")
    if not raw:
        return list(default)
    asked = [part for part in raw[:_MAX].split(",") if part][:limit]
    known = [part for part in dict.fromkeys(asked) if part in allowed]
    if len(known) < len(set(asked)):
        st.session_state["notice"] = mark("Part of this link is not known here and was left out.")
    return known or list(default)


def one_from_url(name: str, allowed: Collection[str], default: str) -> str:
    """One known id from a URL parameter."""
    return from_url(name, allowed, [default], 1)[0]


def to_url(name: str, values: Sequence[str], default: Sequence[str] = ()) -> None:
    """Write ids to the URL; the default is left out."""
    text = ",".join(values)
    if list(values) == list(default) or not text:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != text:
        st.query_params[name] = text


def selection() -> Selection:
    """What the reader's filters leave, on every page until they are changed."""
    kept = _kept_filters()
    return Selection(tuple(kept["sector"]), tuple(kept["country"]), bool(kept["small"]))


def as_of() -> str:
    """The year that the catalogue is shown as of; empty for today."""
    asked = st.query_params.get("asof", "")
    if asked in years():
        _kept_filters()["asof"] = asked
    return str(_kept_filters()["asof"])


def years() -> tuple[str, ...]:
    """Years that the catalogue can be shown as of, the latest first."""
    return tuple(str(year) for year in range(datetime.now(UTC).year - 1, EARLIEST - 1, -1))


def filters() -> dict[str, Any]:
    """The filters as they were last chosen: sector, country, small, asof."""
    return dict(_kept_filters())


def keep_filters(**chosen: Any) -> None:
    """Remember filters, for this page and the next."""
    st.session_state["filters"] = {**_kept_filters(), **chosen}


def _kept_filters() -> dict[str, Any]:
    if "filters" not in st.session_state:
        st.session_state["filters"] = {"sector": [], "country": [], "small": False, "asof": ""}
    kept: dict[str, Any] = st.session_state["filters"]
    return kept


def take_notice() -> str | None:
    """A message left for the reader, once."""
    notice: str | None = st.session_state.pop("notice", None)
    return notice


def open_panel(scheme_id: str, criterion_id: str) -> None:
    """Ask for the panel with the clauses behind one cell."""
    st.session_state["panel"] = [scheme_id, criterion_id]


def panel() -> tuple[str, str] | None:
    """The cell whose clauses are to be shown."""
    found = st.session_state.get("panel")
    return (str(found[0]), str(found[1])) if found else None


def close_panel() -> None:
    """Forget the panel, and let the same cell be clicked again."""
    st.session_state.pop("panel", None)
    bump()


def generation() -> int:
    """Part of the keys of clickable charts; a new one forgets the last click."""
    return int(st.session_state.get("generation", 0))


def bump() -> None:
    """Start a new generation of chart keys."""
    st.session_state["generation"] = generation() + 1
