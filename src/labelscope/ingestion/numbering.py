"""Clause numbers and list markers at the beginning of a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

_WORDS = (
    "article|artikel|art\\.|chapter|chapitre|hoofdstuk|kapitel|section|sectie|afdeling|abschnitt|clause|annex|annexe|appendix|"
    "bijlage|anhang|part|partie|deel|teil|principle|principe|beginsel|prinzip|grundsatz|criterion|critère|criterium|kriterium|§"
)
_NUMBERED_WORD = re.compile(
    rf"(?i:{_WORDS})(?:\s*[0-9]{{1,4}}(?:\.[0-9]{{1,3}})*(?:bis|ter)?|\s+(?:[IVXLC]{{1,7}}|[A-Z]))[.:)]?(?=\s|$)\s*[–—-]?\s*"
)
_DOTTED = re.compile(r"(?:[A-Z]{1,4}[.-]?)?[0-9]{1,3}(?:[.-][0-9]{1,3}){1,6}[.)]?(?=\s|$)\s*")
_LETTERED = re.compile(r"[A-Z]{1,3}[.-][0-9]{1,3}[.)]?(?=\s)\s*")
_SINGLE = re.compile(r"[0-9]{1,3}\.(?=\s)\s*")
_ITEM = re.compile(
    r"(?:\((?:[0-9]{1,3}|[a-z]{1,2}|[ivxl]{1,6}|[A-Z])\)|(?:[0-9]{1,3}|[a-z]|[ivxl]{1,6}|[A-Z])\)|"
    r"(?!p\. [0-9])[a-z]\.)(?=\s)\s*"
)
_BULLET = re.compile(r"[•●▪◦‣■□○–—\-*·]\s+")
_BARE = re.compile(r"([0-9]{1,2})\s+(?=[^\W\d_])")
_AMOUNT = re.compile(r"[0-9]{1,3}\.[0-9]{1,3}\s+[^\W\d_]")
_ROMAN = re.compile(r"[ivxl]+|[IVXL]+")


class Mark(Enum):
    """What kind of number a text begins with."""

    NONE = 0
    SECTION = 1
    SINGLE = 2
    ITEM = 3
    BULLET = 4
    BARE = 5


@dataclass(frozen=True, slots=True)
class Numbered:
    """A text and the number that it began with, as printed."""

    mark: Mark
    number: str
    text: str


def split_number(text: str) -> Numbered:
    """Part a text from its number. An amount ("1.5 metres", "p. 100") and a reference ("clause 3 holds") are none."""
    for mark, pattern in (
        (Mark.SECTION, _NUMBERED_WORD), (Mark.SECTION, _DOTTED), (Mark.SECTION, _LETTERED), (Mark.SINGLE, _SINGLE),
        (Mark.ITEM, _ITEM), (Mark.BULLET, _BULLET), (Mark.BARE, _BARE),
    ):  # fmt: skip
        found = pattern.match(text)
        if (
            found is None
            or (pattern is _DOTTED and _is_amount(text))
            or (pattern is _NUMBERED_WORD and text[0].islower())
        ):
            continue
        number = "" if mark is Mark.BULLET else found[0].rstrip(" –—-\t")
        return Numbered(mark, number, text[found.end() :].strip())
    return Numbered(Mark.NONE, "", text)


def mark_of(number: str) -> Mark:
    """The kind of a number that stands by itself."""
    return split_number(f"{number} X").mark if number else Mark.NONE


def _is_amount(text: str) -> bool:
    found = _AMOUNT.match(text)
    return found is not None and text[found.end() - 1].islower()


def base_of(number: str) -> str:
    """A section number without its closing punctuation."""
    return number.rstrip(".:) ")


def depth_of(number: str) -> int:
    """How deep a section number lies: 1 for `3`, 3 for `3.2.1`."""
    return len(re.findall(r"[0-9]+|[IVXLC]+$|\b[A-Z]$", base_of(number))) or 1


@dataclass(slots=True)
class _Level:
    style: tuple[str, str]
    value: str
    marker: str
    lead_in: str


class Counting:
    """Follows section numbers and markers through a document, to name each clause in full."""

    def __init__(self) -> None:
        self.base = ""
        self._levels: list[_Level] = []

    def enter(self, number: str) -> None:
        """A section begins; lists end."""
        self.base = base_of(number)
        self._levels = []

    def begins_section(self, number: str) -> bool:
        """Whether a single number such as `4.` begins a section rather than an item of a list."""
        if self._levels and self._levels[-1].style == ("1", "."):
            return False
        first = re.match(r"[0-9]+", self.base)
        return not self.base or (first is not None and int(first[0]) + 1 == int(re.sub(r"\D", "", number)))

    def mark(self, marker: str, lead_in: str) -> tuple[str, int, str]:
        """The full number of an item, its depth from 1, and the lead-in of its list."""
        value = marker.strip("().")
        kind = self._kind(value, marker.replace(value, "", 1))
        style = (kind, marker.replace(value, "", 1))
        known = [level.style for level in self._levels]
        if style in known:
            place = known.index(style)
            lead_in = self._levels[place].lead_in
            del self._levels[place:]
        self._levels.append(_Level(style, value, marker, lead_in))
        full = " ".join(part for part in (self.base, *(level.marker for level in self._levels)) if part)
        return full, len(self._levels), lead_in

    @property
    def depth(self) -> int:
        """How many lists are open."""
        return len(self._levels)

    def _kind(self, value: str, decoration: str) -> str:
        if value.isdigit():
            return "1"
        letter = "a" if value.islower() else "A"
        if not _ROMAN.fullmatch(value):
            return letter
        roman = "i" if value.islower() else "I"
        if len(value) > 1:
            return roman
        lettered = [level.value for level in self._levels if level.style == (letter, decoration)]
        if lettered and ord(lettered[-1][-1]) + 1 == ord(value):
            return letter
        has_roman = any(level.style == (roman, decoration) for level in self._levels)
        return roman if value in "iI" or has_roman else letter
