"""Text made comparable."""

from __future__ import annotations

import re
import unicodedata

#: "3.2.1", "4)", "Art. 5", a bullet; never a bare number, which may be the amount that the clause is about.
_NUMBERING = re.compile(
    r"^\s*(?:(?:art(?:icle|ikel)?\.?|§|clause|section)\s*[0-9]+(?:[.)][0-9a-z]{0,3})*[.):]?"
    r"|\(?[0-9]+(?:\.[0-9]{1,3})+[.):]?|\(?[0-9]{1,3}[.):]|\(?[a-z]\)|[-•*–])\s+",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")
_SOFT = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def clean_clause(text: str) -> str:
    """A clause without its number or bullet, in one line, with compatible characters."""
    plain = _SPACE.sub(" ", _SOFT.sub("", unicodedata.normalize("NFKC", text))).strip()
    return _NUMBERING.sub("", plain, count=1) or plain


def fold(text: str) -> str:
    """Lower case without accents or punctuation, for looking names up."""
    spread = unicodedata.normalize("NFKD", _SOFT.sub("", text).casefold())
    letters = "".join(c if c.isalnum() else " " for c in spread if not unicodedata.combining(c))
    return _SPACE.sub(" ", letters).strip()
