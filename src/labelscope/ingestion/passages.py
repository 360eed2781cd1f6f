"""What every reader hands over, whatever the format: passages in reading order, before anybody tells what they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from labelscope.i18n import mark
from labelscope.ingestion.document import Box, Kind, Notice

MOST_NOTICES = 40
_EXCERPT = 80

INSERTED = mark("Tracked change in {place}: “{text}” was inserted and is read as accepted.")
DELETED = mark("Tracked change in {place}: “{text}” was deleted and is left out.")
HIDDEN = mark("Hidden text in {place} is left out: “{text}”.")
MORE = mark("{count} more remarks of this kind are not shown.")
NO_TEXT_ON_PAGE = mark("Page {page} holds no text, probably it is a scan.")
INVISIBLE = mark(
    "Page {page} holds invisible text, as recognition of scans (OCR) leaves it. Check it against the picture."
)
UNMAPPED = mark("Page {page} has letters that cannot be told from their font: its text may be wrong.")
HIDDEN_SHEET = mark("The sheet “{sheet}” is hidden and is left out.")
NUMBER_CELLS = mark("Numbers in {place} are stored as amounts: a clause 3.10 may show as 3.1.")
OTHER_LANGUAGE = mark("The language of this document is none of the four: its clauses are undetermined.")
COMMENTS = mark("Comments in this document are left out.")
#: A worker may send only these.
ALL = frozenset({
    INSERTED, DELETED, HIDDEN, MORE, NO_TEXT_ON_PAGE, INVISIBLE, UNMAPPED, HIDDEN_SHEET, NUMBER_CELLS, OTHER_LANGUAGE,
    COMMENTS,
})  # fmt: skip


@dataclass(slots=True)
class Passage:
    """One paragraph, item, cell or note.

    Attributes
    ----------
    kind : Kind or None
        None where only the text can tell.
    number : str
        The number as printed where it is not part of the text, as in Word and HTML.
    level : int
        Level of a heading from 1, the outermost; 0 where it is not known.
    depth : int
        Depth in lists from 1; 0 for a paragraph.
    above : tuple of str
        Headings of its own, such as the sheet and the column of a cell.
    is_asked : bool
        Whether a cell counts as a requirement however short it is.
    """

    text: str
    kind: Kind | None = None
    number: str = ""
    level: int = 0
    depth: int = 0
    above: tuple[str, ...] = ()
    page: int | None = None
    page_label: str = ""
    box: Box | None = None
    cell: str = ""
    is_asked: bool = False


@dataclass(slots=True)
class Extraction:
    """All passages of a document, and who read them."""

    extractor: str
    passages: list[Passage] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def excerpt(text: str) -> str:
    """The beginning of a text, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else f"{line[: _EXCERPT - 1]}…"


def limited(notices: list[Notice]) -> list[Notice]:
    """Notices in their order, each once, at most so many of one kind."""
    kept: list[Notice] = []
    counts: dict[str, int] = {}
    seen: set[tuple[str, tuple[tuple[str, str], ...]]] = set()
    for notice in notices:
        key = (notice.message, _pairs(notice.values))
        if key in seen:
            continue
        seen.add(key)
        counts[notice.message] = counts.get(notice.message, 0) + 1
        if counts[notice.message] <= MOST_NOTICES:
            kept.append(notice)
    more = sum(max(0, count - MOST_NOTICES) for count in counts.values())
    return [*kept, Notice(MORE, {"count": str(more)})] if more else kept


def _pairs(values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(values.items()))
