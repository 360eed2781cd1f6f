"""What the views of the page *Overlap* have in common: the reader's choice, pickers and pills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from labelscope.families import Families
from labelscope.i18n import Translator, mark
from labelscope.overlap import MAX_SHARED, OverlapMatrix
from labelscope.ui import cached, components, html, state
from labelscope.ui.frame import mode

DEFAULT_PAIR = ("sa8000", "amfori-bsci")
DEFAULT_SETS = ("belgian-social-label", "sa8000", "amfori-bsci", "smeta-sedex", "fair-wear", "gots")
#: On a phone a picture is replaced by a table of at most so many rows.
NARROW_ROWS = 10


@dataclass(frozen=True)
class Choice:
    """What the reader chose to see. `order`: schemes left by the filter, as the tree orders them."""

    overlap: OverlapMatrix
    families: Families
    number: str
    weight: str
    order: tuple[str, ...]
    collectors: tuple[str, ...]
    accepted: bool

    @property
    def key(self) -> tuple[Any, ...]:
        """What pictures on these choices are kept by."""
        return cached.catalogue().checksum, mode(), self.number, self.weight, self.order, self.accepted


def either(wanted: str, otherwise: str, options: Sequence[str]) -> str:
    """`wanted` where the reader can choose it, else `otherwise`."""
    return wanted if wanted in options else otherwise


def pick_sets(t: Translator) -> list[str]:
    """The schemes whose exact sets or mutual containment are shown, up to eight."""
    return components.pick_schemes(t(mark("Schemes, up to eight")), "sets", DEFAULT_SETS, MAX_SHARED)


def pills(t: Translator, label: str, criteria: Sequence[str], scheme_id: str, name: str) -> None:
    """Criteria as buttons; each opens the clause panel of one scheme."""
    tree = cached.catalogue().criteria
    key = f"overlap_pills_{name}"
    st.pills(
        label, criteria, key=key, format_func=lambda c: html.plain(tree[c].label[t.language]),
        label_visibility="collapsed", on_change=_open_pill, args=(key, scheme_id),
    )  # fmt: skip


def _open_pill(key: str, scheme_id: str) -> None:
    chosen = st.session_state.get(key)
    if chosen:
        state.open_panel(scheme_id, str(chosen))
        st.session_state[key] = None


def warn_of_collectors(t: Translator, choice: Choice, chosen: Sequence[str]) -> None:
    """Say which of the chosen schemes only collect data."""
    found = [components.scheme_name(s) for s in chosen if s in choice.overlap.matrix.data_only]
    if found:
        text = t(mark("{schemes}: collects data or grades and demands next to nothing itself. "
                      "It is a way to share evidence, not a weak label."), schemes=t.listing(found))  # fmt: skip
        st.info(html.plain(text), icon=":material/info:")
