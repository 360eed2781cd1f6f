"""What is read from a standard's document: blocks in reading order, and requirement candidates with their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

UNDETERMINED = "undetermined"


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    CLAUSE = "clause"
    LIST_ITEM = "list-item"
    TABLE_CELL = "table-cell"
    FOOTNOTE = "footnote"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in PDF points (1/72 inch); the origin is the lower left corner of the page."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a text stands.

    `start` and `end` count characters of `Document.text`. `number` is the clause number as printed. `page` counts
    from 1, `page_label` is what the document itself prints for it; both and `box` are known for PDF only. `cell` is the
    place in a table, such as `Requirements!C12`; tables of Word and HTML are numbered: `2!B3`.
    """

    checksum: str
    start: int
    end: int
    headings: tuple[str, ...] = ()
    number: str = ""
    page: int | None = None
    page_label: str = ""
    box: Box | None = None
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item, cell or note, without its number."""

    kind: Kind
    text: str
    locator: Locator


@dataclass(frozen=True, slots=True)
class Clause:
    """A requirement candidate; nobody has judged yet whether it asks for anything.

    `number` names the clause from its section on (`1.2 a)`), `locator.number` is the printed part of it (`a)`).
    `lead_in` is the open sentence that a list item completes ("The employer shall not:"); without it the item can say
    the opposite of what is meant. `language` is one of `model.LANGUAGES` or `undetermined`.
    """

    text: str
    kind: Kind
    number: str
    language: str
    lead_in: str
    locator: Locator

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings above the clause, outermost first."""
        return self.locator.headings


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a reader of the rows must know; `message` is a template for `values`, as in `errors.Problem`."""

    message: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message.format_map(self.values)


@dataclass(frozen=True, slots=True)
class Document:
    """One document as it was read. The same bytes give the same document."""

    checksum: str
    """SHA-256 of the file, hexadecimal."""
    format: str
    """One of `sniffing.FORMATS`."""
    extractor: str
    """The reader and its version."""
    language: str
    """The language of most of the text, or `undetermined`."""
    warnings: tuple[Notice, ...]
    blocks: tuple[Block, ...]
    clauses: tuple[Clause, ...]

    @property
    def text(self) -> str:
        """The extracted text, to which locators count: a line for each block, with its number before it."""
        return "\n".join(printed(block.locator.number, block.text) for block in self.blocks)


def printed(number: str, text: str) -> str:
    """The text of a block with its number before it."""
    return f"{number} {text}" if number and text else number or text
