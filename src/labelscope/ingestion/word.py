"""DOCX: paragraphs with the numbers that Word counts, tracked changes read as accepted, notes and tables.

The XML is read directly: the readers that were tried print counted numbers in a form of their own or lose them, and one
drops inserted words (see docs/decisions/0011-ingestion.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labelscope.ingestion.containers import Container
from labelscope.ingestion.document import Kind, Notice
from labelscope.ingestion.limits import Limits
from labelscope.ingestion.passages import COMMENTS, DELETED, HIDDEN, INSERTED, Extraction, Passage, excerpt
from labelscope.ingestion.rows import table_passages
from labelscope.ingestion.word_numbers import W, WordNumbers, number_of, value_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_OUT = frozenset(f"{W}{name}" for name in ("del", "moveFrom"))
_IN = frozenset(f"{W}{name}" for name in ("ins", "moveTo"))
_THROUGH = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "hyperlink", "fldSimple", "dir", "bdo")
)
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WRITTEN = {f"{W}tab": " ", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-"}
_HEADING = re.compile(r"(?:heading|titre|kop|überschrift|berschrift)\s*([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|titre|titel)$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|tm|inhopg|verzeichnis)\s*[1-9]", re.IGNORECASE)
_MOST_STYLES = 20
_OFF = ("0", "false", "off")


def extract(data: bytes, limits: Limits) -> Extraction:
    """Passages of a DOCX file, in its order; each note follows the paragraph that refers to it."""
    from lxml import __version__

    container = Container("docx", data, limits)
    reader = _Reader(container)
    return Extraction(f"lxml {__version__}", list(reader.passages()), reader.notices)


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str
    outline: int | None
    number_id: str | None
    level: int | None
    is_hidden: bool


@dataclass(slots=True)
class _Text:
    """The text of a paragraph, and what was changed in it or hidden."""

    text: str
    inserted: list[str]
    deleted: list[str]
    hidden: list[str]
    notes: list[tuple[str, str]]
    boxes: list[_Element]


class _Reader:
    def __init__(self, container: Container) -> None:
        self.notices: list[Notice] = []
        self._container = container
        body = container.read_xml("word/document.xml")
        found = body.find(f"{W}body") if body is not None else None
        if found is None:
            raise container.corrupt()
        self._body = found
        self._styles = self._read_styles()
        numbered = {name: style.number_id for name, style in self._styles.items() if style.number_id}
        self._numbers = WordNumbers(container.read_xml("word/numbering.xml"), numbered)
        self._notes = {kind: self._read_notes(kind) for kind in ("footnote", "endnote")}
        self._tables = 0
        self._noted = 0
        self._carried = ""

    def _read_styles(self) -> dict[str, _Style]:
        root = self._container.read_xml("word/styles.xml")
        found = {}
        for style in root.iterchildren(f"{W}style") if root is not None else ():
            properties = style.find(f"{W}pPr")
            numbering = properties.find(f"{W}numPr") if properties is not None else None
            found[style.get(f"{W}styleId", "")] = _Style(
                value_of(style, "name") or "",
                value_of(style, "basedOn") or "",
                number_of(properties, "outlineLvl"),
                value_of(numbering, "numId"),
                number_of(numbering, "ilvl"),
                _is_on(style.find(f"{W}rPr"), "vanish"),
            )
        return found

    def _read_notes(self, kind: str) -> dict[str, _Element]:
        root = self._container.read_xml(f"word/{kind}s.xml")
        notes = root.iterchildren(f"{W}{kind}") if root is not None else ()
        return {note.get(f"{W}id", ""): note for note in notes if note.get(f"{W}type") in (None, "normal")}

    def passages(self) -> Iterator[Passage]:
        """Headers, the body with its notes, footers."""
        yield from self._edges("header")
        yield from self._blocks(self._body)
        yield from self._edges("footer")
        if "word/comments.xml" in self._container.names:
            self.notices.append(Notice(COMMENTS))

    def _edges(self, kind: str) -> Iterator[Passage]:
        for name in sorted(self._container.names):
            if re.fullmatch(rf"word/{kind}[0-9]*\.xml", name):
                root = self._container.read_xml(name)
                for paragraph in root.iter(f"{W}p") if root is not None else ():
                    yield Passage(self._text(paragraph).text, Kind.BOILERPLATE)

    def _blocks(self, parent: _Element) -> Iterator[Passage]:
        for element in parent:
            if element.tag == f"{W}p":
                yield from self._paragraph(element)
            elif element.tag == f"{W}tbl":
                yield from self._table(element)
            elif element.tag == f"{W}sdt" and _is_contents(element):
                for paragraph in element.iter(f"{W}p"):
                    yield Passage(self._text(paragraph).text, Kind.BOILERPLATE)
            elif element.tag in _THROUGH or element.tag in _IN:
                yield from self._blocks(element)

    def _paragraph(self, element: _Element) -> Iterator[Passage]:
        found = self._text(element)
        if _is_mark_deleted(element):
            self._carried += found.text
            self._report(found, excerpt(self._carried or "…"))
            return
        text, self._carried = self._carried + found.text, ""
        passage = self._styled(element, text)
        self._report(found, passage.number or f"“{excerpt(text)[:40]}”")
        yield passage
        for kind, note_id in found.notes:
            yield from self._note(kind, note_id)
        for box in found.boxes:
            yield from self._blocks(box)

    def _styled(self, element: _Element, text: str) -> Passage:
        properties = element.find(f"{W}pPr")
        name = value_of(properties, "pStyle") or ""
        chain = self._chain(name)
        outline = number_of(properties, "outlineLvl")
        number, depth = self._number(properties, name, chain) if text.strip() else ("", 0)
        if any(_CONTENTS.fullmatch(style.name) for style in chain):
            return Passage(text, Kind.BOILERPLATE)
        levels = [outline, *(style.outline for style in chain)]
        level = next((level + 1 for level in levels if level is not None), 0)
        named = next((found for style in chain if (found := _HEADING.match(style.name))), None)
        level = level or (int(named[1]) if named else 0)
        if 0 < level < 10:
            return Passage(text, Kind.HEADING, number, level + 1)
        if any(_TITLE.match(style.name) for style in chain[:1]):
            return Passage(text, Kind.HEADING, number, 1)
        return Passage(text, None, number, depth=depth)

    def _chain(self, name: str) -> list[_Style]:
        """A style and those that it rests on."""
        chain: list[_Style] = []
        while name in self._styles and len(chain) < _MOST_STYLES:
            chain.append(self._styles[name])
            name = self._styles[name].based_on
        return chain

    def _number(self, properties: _Element | None, name: str, chain: list[_Style]) -> tuple[str, int]:
        """The printed number of a paragraph and its depth as an item (0 where it is no item of a list)."""
        own = properties.find(f"{W}numPr") if properties is not None else None
        number_id, level = value_of(own, "numId"), number_of(own, "ilvl")
        if number_id is None:
            number_id = next((style.number_id for style in chain if style.number_id), None)
        if number_id is None or number_id == "0":
            return "", 0
        if level is None:
            level = next((style.level for style in chain if style.level is not None), None)
        printed = self._numbers.next(
            number_id, self._numbers.level_of_style(number_id, name) if level is None else level
        )
        return (printed or "", (level or 0) + 1) if printed is not None else ("", 0)

    def _text(self, paragraph: _Element) -> _Text:
        found = _Text("", [], [], [], [], [])
        self._gather(paragraph, found, is_new=False)
        return found

    def _gather(self, parent: _Element, found: _Text, is_new: bool) -> None:
        for element in parent:
            tag = element.tag
            if tag == f"{W}r":
                self._run(element, found, is_new)
            elif tag in _IN:
                self._gather(element, found, is_new=True)
            elif tag in _OUT:
                gone = "".join(t.text or "" for t in element.iter(f"{W}delText", f"{W}t"))
                found.deleted += [gone] if gone.strip() else []
            elif tag in _THROUGH:
                self._gather(element, found, is_new)

    def _run(self, run: _Element, found: _Text, is_new: bool) -> None:
        words = ""
        for element in run:
            tag = element.tag
            if tag == f"{W}t":
                words += element.text or ""
            elif tag in _WRITTEN:
                words += _WRITTEN[tag]
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                found.notes.append((tag.removeprefix(W).removesuffix("Reference"), element.get(f"{W}id", "")))
            elif tag in (f"{_CHOICE}AlternateContent", f"{W}pict", f"{W}drawing"):
                found.boxes += _boxes(element)
        if self._is_hidden(run):
            found.hidden += [words] if words.strip() else []
            return
        found.text += words
        found.inserted += [words] if is_new and words.strip() else []

    def _is_hidden(self, run: _Element) -> bool:
        properties = run.find(f"{W}rPr")
        if properties is None:
            return False
        if properties.find(f"{W}vanish") is not None:
            return _is_on(properties, "vanish")
        return any(style.is_hidden for style in self._chain(value_of(properties, "rStyle") or ""))

    def _report(self, found: _Text, place: str) -> None:
        for message, texts in ((INSERTED, found.inserted), (DELETED, found.deleted), (HIDDEN, found.hidden)):
            self.notices += [Notice(message, {"place": place, "text": excerpt(text)}) for text in texts]

    def _note(self, kind: str, note_id: str) -> Iterator[Passage]:
        note = self._notes[kind].pop(note_id, None)
        if note is None:
            return
        texts = [self._text(paragraph) for paragraph in note.iter(f"{W}p")]
        for found in texts:
            self._report(found, excerpt(found.text)[:40])
        self._noted += 1
        yield Passage(" ".join(found.text for found in texts), Kind.FOOTNOTE, str(self._noted))

    def _table(self, table: _Element) -> Iterator[Passage]:
        self._tables += 1
        name = str(self._tables)
        yield from table_passages(name, [[self._cell(cell) for cell in _cells(row)] for row in _rows(table)])

    def _cell(self, cell: tuple[_Element, int]) -> tuple[list[Passage], int]:
        element, width = cell
        properties = element.find(f"{W}tcPr")
        merge = properties.find(f"{W}vMerge") if properties is not None else None
        if merge is not None and merge.get(f"{W}val") != "restart":
            return [], width
        return list(self._blocks(element)), width


def _rows(table: _Element) -> Iterator[_Element]:
    for row in table.iter(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl"), None) is not table:
            continue
        properties = row.find(f"{W}trPr")
        if properties is None or properties.find(f"{W}del") is None:
            yield row


def _cells(row: _Element) -> Iterator[tuple[_Element, int]]:
    for cell in row.iter(f"{W}tc"):
        if next(cell.iterancestors(f"{W}tr"), None) is row:
            yield cell, min(max(number_of(cell.find(f"{W}tcPr"), "gridSpan") or 1, 1), 64)


def _boxes(element: _Element) -> list[_Element]:
    """Text boxes, each once: not again in the form for old programs."""
    chosen = element.find(f"{_CHOICE}Choice") if element.tag == f"{_CHOICE}AlternateContent" else element
    return list((chosen if chosen is not None else element).iter(f"{W}txbxContent"))


def _is_on(properties: _Element | None, name: str) -> bool:
    child = properties.find(f"{W}{name}") if properties is not None else None
    return child is not None and child.get(f"{W}val") not in _OFF


def _is_mark_deleted(paragraph: _Element) -> bool:
    properties = paragraph.find(f"{W}pPr/{W}rPr")
    return properties is not None and any(properties.find(tag) is not None for tag in _OUT)


def _is_contents(element: _Element) -> bool:
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(f"{W}val") == "Table of Contents"
