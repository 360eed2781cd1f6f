"""The numbers that Word counts and does not write into the text (`numbering.xml`), as it prints them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_ROMANS = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
           (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_MOST = 3_999
LEVELS = 9


def value_of(element: _Element | None, name: str, attribute: str = "val") -> str | None:
    """The attribute of a child, or None."""
    child = element.find(f"{W}{name}") if element is not None else None
    return child.get(f"{W}{attribute}") if child is not None else None


def number_of(element: _Element | None, name: str) -> int | None:
    """The same as a whole number, or None where it is none."""
    text = value_of(element, name)
    return int(text) if text is not None and re.fullmatch(r"-?[0-9]{1,9}", text) else None


def roman(number: int) -> str:
    """A number from 1 to 3999 in small Roman numerals."""
    written = ""
    for value, letters in _ROMANS:
        written += letters * (number // value)
        number %= value
    return written


def letters(number: int) -> str:
    """a to z, then aa, bb and so on, as Word counts."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


_WRITTEN: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "none": lambda number: "",
}


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    is_legal: bool = False
    style: str = ""
    restart: int | None = None


@dataclass(slots=True)
class _Scheme:
    """One abstract numbering: its levels and where they have counted to."""

    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class WordNumbers:
    """Counts the numbered paragraphs of a document in their order."""

    def __init__(self, numbering: _Element | None, numbering_styles: Mapping[str, str]) -> None:
        self._schemes: dict[str, _Scheme] = {}
        self._scheme_of: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        self._started: set[str] = set()
        self._style_levels: dict[tuple[str, str], int] = {}
        if numbering is not None:
            self._read(numbering, numbering_styles)

    def _read(self, numbering: _Element, numbering_styles: Mapping[str, str]) -> None:
        links = {}
        for abstract in numbering.iterchildren(f"{W}abstractNum"):
            name = abstract.get(f"{W}abstractNumId", "")
            self._schemes[name] = _Scheme(
                {i: level for i, level in map(_level, abstract.iterchildren(f"{W}lvl")) if i < LEVELS}
            )
            link = value_of(abstract, "numStyleLink")
            if link:
                links[name] = link
        for num in numbering.iterchildren(f"{W}num"):
            number_id = num.get(f"{W}numId", "")
            self._scheme_of[number_id] = value_of(num, "abstractNumId") or ""
            self._read_overrides(number_id, num)
        for name, style in links.items():
            target = self._scheme_of.get(numbering_styles.get(style, ""), "")
            if target in self._schemes:
                self._schemes[name] = self._schemes[target]
        for number_id, name in self._scheme_of.items():
            for i, level in (self._schemes[name].levels if name in self._schemes else {}).items():
                if level.style:
                    self._style_levels[number_id, level.style] = i

    def _read_overrides(self, number_id: str, num: _Element) -> None:
        own_levels = {}
        for override in num.iterchildren(f"{W}lvlOverride"):
            place = override.get(f"{W}ilvl", "")
            if not place.isdigit() or int(place) >= LEVELS:
                continue
            start, changed = number_of(override, "startOverride"), override.find(f"{W}lvl")
            if start is not None:
                self._overrides.setdefault(number_id, {})[int(place)] = start
            if changed is not None:
                own_levels[int(place)] = _level(changed)[1]
        if own_levels and self._scheme_of[number_id] in self._schemes:
            own = _Scheme({**self._schemes[self._scheme_of[number_id]].levels, **own_levels})
            self._scheme_of[number_id] = f"{self._scheme_of[number_id]}/{number_id}"
            self._schemes[self._scheme_of[number_id]] = own

    def level_of_style(self, number_id: str, style: str) -> int:
        """The level that a paragraph style has in a numbering; 0 where none is said."""
        return self._style_levels.get((number_id, style), 0)

    def next(self, number_id: str, level: int) -> str | None:
        """The printed number of the next paragraph; "" for a bullet, None where the paragraph is not numbered."""
        scheme = self._schemes.get(self._scheme_of.get(number_id, ""))
        if scheme is None or not 0 <= level < LEVELS:
            return None
        if number_id not in self._started:
            self._started.add(number_id)
            for place, start in self._overrides.get(number_id, {}).items():
                scheme.counts[place] = start - 1
        own = scheme.levels.get(level, _Level())
        scheme.counts[level] = scheme.counts.get(level, own.start - 1) + 1
        for deeper in [place for place in scheme.counts if place > level]:
            restart = scheme.levels.get(deeper, _Level()).restart
            if restart is None or 0 < level + 1 <= restart:
                del scheme.counts[deeper]
        return "" if own.form == "bullet" else self._written(scheme, own)

    @staticmethod
    def _written(scheme: _Scheme, own: _Level) -> str:
        def put(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            level = scheme.levels.get(place, _Level())
            count = scheme.counts.setdefault(place, level.start)
            write = _WRITTEN.get("decimal" if own.is_legal else level.form, str)
            return write(count) if 0 < count <= _MOST else str(count)

        return " ".join(_PLACE.sub(put, own.text[:100]).split())


def _level(element: _Element) -> tuple[int, _Level]:
    place = element.get(f"{W}ilvl", "")
    start = number_of(element, "start")
    return int(place) if place.isdigit() and len(place) < 3 else LEVELS, _Level(
        1 if start is None else start,
        value_of(element, "numFmt") or "decimal",
        value_of(element, "lvlText") or "",
        element.find(f"{W}isLgl") is not None,
        value_of(element, "pStyle") or "",
        number_of(element, "lvlRestart"),
    )
