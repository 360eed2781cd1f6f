"""What each passage is, under which headings it stands, and which passages are requirement candidates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from labelscope.errors import HostileInput
from labelscope.ingestion import refusals
from labelscope.ingestion.document import UNDETERMINED, Block, Clause, Kind, Locator, printed
from labelscope.ingestion.limits import Limits
from labelscope.ingestion.numbering import Counting, Mark, Numbered, base_of, depth_of, mark_of, split_number
from labelscope.ingestion.passages import Passage

LONGEST_HEADING = 150
_CLOSING = (".", ";", ":", ",", "!", "?")
_TURNING = frozenset("\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad")
_CONTENTS = re.compile(
    r"(?:table of )?contents|table des matières|sommaire|inhoud(?:sopgave)?|inhalt(?:sverzeichnis)?", re.IGNORECASE
)
_LEADERS = re.compile(r"(?:\.{4,}|(?:\. ){4,}|…{2,}|_{4,})\s*[0-9ivxlc]{0,5}$", re.IGNORECASE)
_RIGHTS = re.compile(
    r"^(?:©|\(c\)|copyright\b)|all rights reserved|tous droits réservés|alle rechten voorbehouden|"
    r"alle rechte vorbehalten",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"[-–—|\s]*(?:page|pagina|seite|blz\.?|p\.)?\s*[0-9]{1,4}(?:\s*(?:/|of|de|sur|van|von)\s*[0-9]{1,4})?[-–—|\s]*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_LONG_BOILERPLATE = 300


@dataclass(slots=True)
class _Heading:
    level: int
    depth: int
    text: str


def legible(text: str) -> str:
    """The text in one line, without control characters, soft hyphens and marks that turn the direction of writing."""
    kept = "".join(
        c for c in text if c not in _TURNING and (c.isspace() or unicodedata.category(c) not in ("Cc", "Cs", "Co"))
    )
    return " ".join(kept.split())


def is_page_number(text: str) -> bool:
    """Whether a line is nothing but a page number."""
    return len(text) < 40 and _PAGE.fullmatch(text) is not None


def is_contents_line(text: str) -> bool:
    """Whether a line has the dots that lead to a page number."""
    return _LEADERS.search(text[-200:]) is not None


def arrange(passages: Sequence[Passage], limits: Limits) -> tuple[list[Block], list[Clause]]:
    """Blocks and requirement candidates; checksum and language are still to be filled in.

    Raises
    ------
    HostileInput
        If there are more characters or blocks than the limits allow.
    """
    legibles = [(passage, legible(passage.text), legible(passage.number)) for passage in passages]
    legibles = [entry for entry in legibles if entry[1]]
    if len(legibles) > limits.blocks:
        raise HostileInput(refusals.TOO_MANY_BLOCKS, limit=str(limits.blocks))
    if sum(len(text) for _, text, _ in legibles) > limits.characters:
        raise HostileInput(refusals.TOO_LONG, limit=str(limits.characters))
    parts = [_part(passage, text, number) for passage, text, number in legibles]
    following: list[Numbered | None] = []
    upcoming = None
    for (passage, _, _), part in zip(reversed(legibles), reversed(parts), strict=True):
        following.append(upcoming)
        upcoming = upcoming if passage.kind is Kind.BOILERPLATE else part
    arrangement = _Arrangement()
    for (passage, _, _), part, after in zip(legibles, parts, reversed(following), strict=True):
        arrangement.add(passage, part, after)
    return arrangement.blocks, arrangement.clauses


def _part(passage: Passage, text: str, number: str) -> Numbered:
    if number or passage.kind is Kind.FOOTNOTE:
        return Numbered(mark_of(number), number, text)
    return split_number(text)


class _Arrangement:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.clauses: list[Clause] = []
        self._length = 0
        self._headings: list[_Heading] = []
        self._counting = Counting()
        self._depth_of_number = 0
        self._leads: dict[int, str] = {}
        self._in_contents = False
        self._last = ""

    def add(self, passage: Passage, part: Numbered, following: Numbered | None) -> None:
        if self._is_boilerplate(passage, part):
            self._block(Kind.BOILERPLATE, passage, "", printed(part.number, part.text), ())
        elif passage.kind is Kind.TABLE_CELL:
            self._cell(passage, part)
        elif passage.kind is Kind.FOOTNOTE:
            self._candidate(
                Kind.FOOTNOTE, passage, part.number, part.text, f"[{part.number}]" if part.number else "", ""
            )
        elif self._is_heading(passage, part, following):
            self._heading(passage, part)
        else:
            self._paragraph(passage, part)

    def _is_boilerplate(self, passage: Passage, part: Numbered) -> bool:
        text = printed(part.number, part.text)
        if passage.kind is Kind.BOILERPLATE:
            return True
        if passage.kind in (Kind.TABLE_CELL, Kind.FOOTNOTE):
            return False
        if len(text) < 40 and _CONTENTS.fullmatch(text.strip(" .:")):
            self._in_contents = True
            return True
        if is_contents_line(text):
            return True
        if self._in_contents and len(text) <= LONGEST_HEADING and re.search(r"\s[0-9]{1,4}$", text):
            return True
        self._in_contents = False
        return len(text) <= _LONG_BOILERPLATE and (
            _RIGHTS.search(text) is not None or is_page_number(passage.text.strip())
        )

    def _is_heading(self, passage: Passage, part: Numbered, following: Numbered | None) -> bool:
        text = part.text
        is_sentence = text.endswith((".", ";")) and len(_WORD.findall(text)) >= 6
        if passage.kind is Kind.HEADING:
            return len(text) <= LONGEST_HEADING and not is_sentence
        numbered = part.mark in (Mark.SECTION, Mark.SINGLE, Mark.BARE)
        if (
            passage.kind is not None
            or (passage.depth and not numbered)
            or len(text) > LONGEST_HEADING
            or text.endswith(_CLOSING)
        ):
            return False
        if numbered:
            if not text or part.mark is Mark.BARE or not part.number[0].isdigit():
                return True
            return following is not None and following.number.startswith(f"{base_of(part.number)}.")
        letters = [c for c in text if c.isalpha()]
        return part.mark is Mark.NONE and len(letters) >= 4 and text.upper() == text and following is not None

    def _heading(self, passage: Passage, part: Numbered) -> None:
        numbered = part.mark in (Mark.SECTION, Mark.SINGLE, Mark.BARE)
        depth = depth_of(part.number) if numbered else 0
        level = passage.level or (10 + depth if numbered else 5)
        while self._headings and self._is_closed(self._headings[-1], level, depth):
            self._headings.pop()
        if not numbered and len(self._headings) < self._depth_of_number:
            self._enter("")
        text, number = (part.text, part.number) if part.text else (part.number, "")
        self._block(Kind.HEADING, passage, number, text, self._path())
        if numbered:
            self._enter(part.number)
        self._headings.append(_Heading(level, depth, printed(number, text)))
        self._leads = {}

    def _enter(self, number: str) -> None:
        """A section begins, or a part of the document without one."""
        self._counting.enter(number)
        self._depth_of_number = len(self._headings)

    @staticmethod
    def _is_closed(open_heading: _Heading, level: int, depth: int) -> bool:
        if open_heading.depth and depth:
            return open_heading.depth >= depth
        return open_heading.level >= level

    def _paragraph(self, passage: Passage, part: Numbered) -> None:
        mark, number, text = part.mark, part.number, part.text
        if mark is Mark.BARE:
            mark, number, text = Mark.NONE, "", printed(number, text)
        if not text:
            mark, number, text = Mark.NONE, "", number
        if mark is Mark.SINGLE:
            mark = Mark.SECTION if not passage.depth and self._counting.begins_section(number) else Mark.ITEM
        full, depth, lead_in = self._counting.base, 0, ""
        if mark is Mark.SECTION:
            self._enter(number)
            full = self._counting.base
        elif mark is Mark.ITEM:
            full, depth, lead_in = self._counting.mark(number, self._lead_in(passage.depth or self._counting.depth + 1))
            depth = passage.depth or depth
        elif mark is Mark.BULLET or passage.depth or (mark is Mark.NONE and self._is_bare_item(text)):
            depth = passage.depth or self._counting.depth + 1
            lead_in = self._lead_in(depth)
        kind = Kind.LIST_ITEM if depth else Kind.CLAUSE
        self._leads = {above: lead for above, lead in self._leads.items() if above < depth}
        self._leads[depth] = text if text.endswith(":") else ""
        is_plain = mark is Mark.NONE and not passage.depth
        self._last = text if is_plain or text.endswith(":") else ""
        self._candidate(kind, passage, number, text, full, lead_in)

    def _is_bare_item(self, text: str) -> bool:
        """Whether a paragraph without a marker is an item of the list that an open sentence has begun."""
        is_first = self._last.endswith(":") and (text.endswith((";", ",")) or text[0].islower())
        return (is_first or self._last.endswith((";", ","))) and bool(self._lead_in(self._counting.depth + 1))

    def _lead_in(self, depth: int) -> str:
        return " ".join(lead for above, lead in sorted(self._leads.items()) if above < depth and lead)

    def _cell(self, passage: Passage, part: Numbered) -> None:
        number, text = part.number, part.text
        if not passage.number and (part.mark is Mark.BARE or not text):
            number, text = "", printed(number, text)
        path = (*self._path(), *passage.above)
        if passage.is_asked or len(_WORD.findall(text)) >= 3:
            self._candidate(Kind.TABLE_CELL, passage, number, text, base_of(number), "", path)
        else:
            self._block(Kind.TABLE_CELL, passage, number, text, path)

    def _path(self) -> tuple[str, ...]:
        return tuple(heading.text for heading in self._headings)

    def _candidate(
        self,
        kind: Kind,
        passage: Passage,
        number: str,
        text: str,
        full: str,
        lead_in: str,
        path: tuple[str, ...] | None = None,
    ) -> None:
        block = self._block(kind, passage, number, text, self._path() if path is None else path)
        if _WORD.search(text):
            self.clauses.append(Clause(block.text, kind, full, UNDETERMINED, lead_in, block.locator))

    def _block(self, kind: Kind, passage: Passage, number: str, text: str, path: tuple[str, ...]) -> Block:
        start = self._length + len(printed(number, text)) - len(text)
        end = start + len(text)
        locator = Locator("", start, end, path, number, passage.page, passage.page_label, passage.box, passage.cell)
        block = Block(kind, text, locator)
        self.blocks.append(block)
        self._length = end + 1
        return block
