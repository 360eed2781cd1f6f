"""HTML pages: headings, paragraphs, lists and tables; nothing is fetched and no script is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from labelscope.errors import HostileInput
from labelscope.ingestion import refusals
from labelscope.ingestion.document import Kind, Notice
from labelscope.ingestion.limits import Limits
from labelscope.ingestion.passages import DELETED, HIDDEN, INSERTED, Extraction, Passage, excerpt
from labelscope.ingestion.rows import table_passages
from labelscope.ingestion.word_numbers import letters, roman

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{1,40})""")
_LEFT_OUT = frozenset((
    "script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "button", "select",
    "textarea", "input",
))  # fmt: skip
_EDGES = frozenset(("nav", "header", "footer", "aside"))
_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr",
))  # fmt: skip
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LATIN = ("iso-8859-1", "latin1", "ascii", "us-ascii")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def extract(data: bytes, limits: Limits) -> Extraction:
    """Passages of a page, in its order.

    Raises
    ------
    HostileInput
        If the page is not in the encoding that it states (UTF-8 where it states none), or is nested too deeply.
    """
    from lxml import __version__, etree, html

    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = html.document_fromstring(_decoded(data).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise HostileInput(refusals.CORRUPT, format="HTML") from error
    reader = _Reader(limits)
    body = root.find("body")
    return Extraction(f"lxml {__version__}", list(reader.blocks(root if body is None else body, 0)), reader.notices)


def _decoded(data: bytes) -> str:
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")
    if not encoding:
        stated = _DECLARED.search(data[:512]) or _CHARSET.search(data[:8192])
        encoding = stated[1].decode() if stated else "utf-8"
        if encoding.lower() in _LATIN:
            encoding = "cp1252"
        elif encoding.lower().startswith(("utf-16", "utf-32")):
            encoding = "utf-8"
    try:
        text = data.decode(encoding)
    except (UnicodeError, LookupError) as error:
        raise HostileInput(refusals.ENCODING, encoding=encoding) from error
    return re.sub(r"^\s*<\?xml[^>]*>", "", text.replace("\x00", ""), count=1)


class _Reader:
    def __init__(self, limits: Limits) -> None:
        self.notices: list[Notice] = []
        self._limits = limits
        self._tables = 0

    def blocks(self, parent: HtmlElement, level: int, lists: int = 0, number: str = "") -> Iterator[Passage]:
        """The passages inside an element; `lists` is how many lists are around it, `number` that of its item."""
        if level > self._limits.depth:
            raise HostileInput(refusals.NESTED, limit=str(self._limits.depth))
        pieces = [parent.text or ""]
        for child in parent:
            if not isinstance(child.tag, str) or child.tag in _LEFT_OUT:
                pass
            elif child.tag in _INLINE and not _holds_blocks(child):
                pieces.append(self._inline(child, level + 1))
            else:
                yield from self._paragraph(pieces, lists, number)
                number = "" if "".join(pieces).strip() else number
                pieces = []
                yield from self._block(child, level + 1, lists, number)
                number = ""
            pieces.append(child.tail or "")
        yield from self._paragraph(pieces, lists, number)

    @staticmethod
    def _paragraph(pieces: list[str], lists: int, number: str) -> Iterator[Passage]:
        text = " ".join("".join(pieces).split())
        if text:
            yield Passage(text, None, number, depth=lists)

    def _block(self, element: HtmlElement, level: int, lists: int, number: str) -> Iterator[Passage]:
        tag = element.tag
        if _is_hidden(element):
            self._remark(HIDDEN, tag, element.text_content())
        elif tag == "del":
            self._remark(DELETED, tag, element.text_content())
        elif re.fullmatch("h[1-6]", tag):
            yield Passage(self._inline(element, level), Kind.HEADING, level=int(tag[1]))
        elif tag in ("ol", "ul", "menu"):
            yield from self._list(element, level, lists)
        elif tag == "table":
            yield from self._table(element, level)
        elif tag in _EDGES and element.find(".//main") is None and element.find(".//article") is None:
            for passage in self.blocks(element, level):
                passage.kind = Kind.BOILERPLATE
                yield passage
        else:
            yield from self.blocks(element, level, lists, number)

    def _list(self, element: HtmlElement, level: int, lists: int) -> Iterator[Passage]:
        count, step = _whole(element.get("start"), 1), -1 if "reversed" in element.attrib else 1
        for child in element:
            if child.tag != "li":
                if isinstance(child.tag, str):
                    yield from self._block(child, level + 1, lists + 1, "")
                continue
            count = _whole(child.get("value"), count)
            number = _counted(count, element.get("type", "1")) if element.tag == "ol" else ""
            yield from self._block(child, level + 1, lists + 1, number)
            count += step

    def _table(self, table: HtmlElement, level: int) -> Iterator[Passage]:
        self._tables += 1
        name = str(self._tables)
        rows = [
            [self._cell(cell, level + 2) for cell in row if cell.tag in ("td", "th")]
            for row in table.iter("tr")
            if next(row.iterancestors("table"), None) is table
        ]
        yield from table_passages(name, rows)

    def _cell(self, cell: HtmlElement, level: int) -> tuple[list[Passage], int]:
        return list(self.blocks(cell, level)), min(max(_whole(cell.get("colspan"), 1), 1), 64)

    def _inline(self, element: HtmlElement, level: int) -> str:
        if level > self._limits.depth:
            raise HostileInput(refusals.NESTED, limit=str(self._limits.depth))
        if element.tag == "br":
            return " "
        if _is_hidden(element):
            self._remark(HIDDEN, element.tag, element.text_content())
            return ""
        if element.tag in ("del", "s", "strike"):
            self._remark(DELETED, element.tag, element.text_content())
            return ""
        pieces = [element.text or ""]
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
                pieces.append(self._inline(child, level + 1))
            pieces.append(child.tail or "")
        text = "".join(pieces)
        if element.tag == "ins":
            self._remark(INSERTED, element.tag, text)
        return text

    def _remark(self, message: str, tag: str, text: str) -> None:
        if text.strip():
            self.notices.append(Notice(message, {"place": f"<{tag}>", "text": excerpt(text)}))


def _holds_blocks(element: HtmlElement) -> bool:
    return any(
        isinstance(child.tag, str) and child.tag not in _INLINE and child.tag not in _LEFT_OUT
        for child in element.iter()
    )


def _is_hidden(element: HtmlElement) -> bool:
    return "hidden" in element.attrib or _HIDING.search(element.get("style", "")[:2000]) is not None


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"-?[0-9]{1,6}", text.strip()) else otherwise


def _counted(count: int, form: str) -> str:
    if form == "1" or not 0 < count < 4_000:
        return f"{count}."
    write = letters if form in "aA" else roman if form in "iI" else str
    written = write(count)
    return f"{written.upper() if form.isupper() else written}."
