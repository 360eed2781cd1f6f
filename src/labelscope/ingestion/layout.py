"""From words with boxes to paragraphs in reading order: columns, repeated edges, notes and broken words.

Lengths are PDF points; the origin is the lower left corner of the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from labelscope.ingestion.document import Box, Kind
from labelscope.ingestion.grids import Grid, find_grids
from labelscope.ingestion.numbering import Mark, split_number
from labelscope.ingestion.passages import Passage
from labelscope.ingestion.plain import ENDINGS, BrokenWords, join_lines
from labelscope.ingestion.rows import table_passages
from labelscope.ingestion.structure import LONGEST_HEADING, is_contents_line, is_page_number

#: The upper and the lower share of a page where headers and footers stand.
EDGE = 0.12
#: Share of the pages on which a line must come back to count as a header or footer.
REPEATED = 0.4
_FEWEST_LINES = 3
_FINAL = (".", ":", "!", "?")
_MOST_COLUMNS = 2
_STEP = 2.0
_REFERRING = re.compile(
    r"(?:\b(?:clauses?|sections?|articles?|paragraphs?|annex(?:es)?|chapters?|points?|items?|no|nos|nr|and|or|to|of|in|with|"
    r"artikels?|art|lid|leden|punt|afdeling|bijlage|en|of|van|met|alinéas?|et|ou|à|de|du|au|aux|"
    r"artikeln?|abs|absatz|abschnitt|ziffer|anhang|und|oder|bis|von)|§)\.?,?$", re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """Letters that stand together; `size` is that of the font."""

    text: str
    box: Box
    size: float
    is_bold: bool = False

    @property
    def middle(self) -> float:
        """Height of the middle of the word."""
        return (self.box.bottom + self.box.top) / 2


@dataclass(frozen=True, slots=True)
class Page:
    """The words of one page, and the horizontal and vertical lines that are drawn on it."""

    number: int
    label: str
    width: float
    height: float
    words: Sequence[Word]
    rules: Sequence[Box] = ()
    uprights: Sequence[Box] = ()


@dataclass(slots=True)
class Line:
    """Words on one line, from left to right; `text` leaves out the small numbers that refer to notes."""

    words: list[Word]
    text: str = ""
    size: float = 0.0
    is_bold: bool = False
    box: Box = field(default_factory=lambda: Box(0, 0, 0, 0))

    def __post_init__(self) -> None:
        self.words.sort(key=lambda word: word.box.left)
        sizes: Counter[float] = Counter()
        for word in self.words:
            sizes[word.size] += len(word.text)
        self.size = max(sorted(sizes), key=lambda size: sizes[size])
        shown = [word for place, word in enumerate(self.words) if not (place and self._refers_to_note(word))]
        self.is_bold = all(word.is_bold for word in shown)
        self.box = around([word.box for word in shown])
        self.text = shown[0].text
        for before, word in pairwise(shown):
            self.text += word.text if _is_raised_ending(before, word) else f" {word.text}"

    def _refers_to_note(self, word: Word) -> bool:
        return word.size < 0.8 * self.size and word.text.strip("[]()*,").isdigit() and len(word.text) < 5


def _is_raised_ending(before: Word, word: Word) -> bool:
    """Whether a word is the small raised end of the one before it, as in 1er, 16e or no."""
    return (
        word.text.isalpha() and len(word.text) <= 3 and word.size < 0.8 * before.size and word.middle > before.middle
        and word.box.left - before.box.right < 0.3 * before.size
    )  # fmt: skip


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all."""
    return Box(
        min(box.left for box in boxes), min(box.bottom for box in boxes),
        max(box.right for box in boxes), max(box.top for box in boxes),
    )  # fmt: skip


def group_lines(words: Sequence[Word]) -> list[Line]:
    """Words whose heights overlap by half, as lines from top to bottom."""
    groups: list[tuple[float, float, list[Word]]] = []
    for word in sorted(words, key=lambda w: (-w.middle, w.box.left)):
        height = word.box.top - word.box.bottom
        if groups:
            bottom, top, members = groups[-1]
            overlap = min(top, word.box.top) - max(bottom, word.box.bottom)
            if overlap >= 0.5 * min(height, top - bottom):
                members.append(word)
                continue
        groups.append((word.box.bottom, word.box.top, [word]))
    return [Line(members) for _, _, members in groups]


def arrange_pages(pages: Sequence[Page]) -> Iterator[Passage]:
    """Passages of a whole document, in reading order."""
    body = _body_size(pages)
    edges = _find_edges(pages, body)
    words = BrokenWords(word.text for page in pages for word in page.words)
    sizes = sorted(
        {round(word.size, 1) for page in pages for word in page.words if word.size >= 1.12 * body}, reverse=True
    )
    composer = _Composer(body, words, {size: place + 1 for place, size in enumerate(sizes)})
    for page in pages:
        edge_words, rest = _part_edges(page, edges)
        composer.add_edges(page, group_lines(edge_words))
        for grid in find_grids(page.rules, page.uprights):
            above, cells, rest = _part_grid(grid, rest)
            for region in regions(above, page.rules):
                composer.add_region(page, group_lines(region))
            composer.add_table(page, grid, cells)
        for region in regions(rest, page.rules):
            composer.add_region(page, group_lines(region))
    yield from composer.passages()


def _part_grid(grid: Grid, words: Sequence[Word]) -> tuple[list[Word], list[Word], list[Word]]:
    """The words to be read before a table, in it, and after it. Beside a narrow table, words come after it."""
    if not words:
        return [], [], []
    inside = [word for word in words if grid.place((word.box.left + word.box.right) / 2, word.middle)]
    filled = {grid.place((word.box.left + word.box.right) / 2, word.middle) for word in inside}
    if len(filled) < len(grid.rows):
        return [], [], list(words)
    rest = _without(words, inside)
    whole = around([word.box for word in words])
    is_wide = grid.columns[-1] - grid.columns[0] > 0.5 * (whole.right - whole.left)
    above = [word for word in rest if is_wide and word.middle > grid.rows[0]]
    return above, inside, _without(rest, above)


def _without(words: Sequence[Word], others: Sequence[Word]) -> list[Word]:
    gone = {id(word) for word in others}
    return [word for word in words if id(word) not in gone]


def _body_size(pages: Sequence[Page]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for word in page.words:
            sizes[round(word.size, 1)] += len(word.text)
    return max(sorted(sizes), key=lambda size: sizes[size]) if sizes else 10.0


def _edge_lines(page: Page) -> list[Line]:
    """Lines in the upper and lower edge of a page."""
    low, high = EDGE * page.height, (1 - EDGE) * page.height
    return group_lines([word for word in page.words if word.middle < low or word.middle > high])


def _edge_key(page: Page, line: Line) -> tuple[str, bool]:
    """What a line at an edge says, but for a number at its beginning or end; and whether it is the upper edge."""
    return re.sub(r"^[0-9]+\b(?![.,])|(?<![.,])\b[0-9]+$", "#", line.text.lower()), line.box.bottom > page.height / 2


def _page_numbers(page: Page, line: Line, body: float) -> list[int]:
    """Whole numbers that may count pages: at the end of a line or, in the upper edge, its beginning; not in a title."""
    if line.size > 1.05 * body:
        return []
    is_upper = line.box.bottom > page.height / 2
    found = re.findall(r"^([0-9]{1,4})\b(?![.,])|(?<![.,0-9])\b([0-9]{1,4})$", line.text)
    return [int(first or last) for first, last in found if last or is_upper]


@dataclass(frozen=True, slots=True)
class _Edges:
    """What comes back at the edges of pages, and by how much printed page numbers differ from the count of pages."""

    lines: frozenset[tuple[str, bool]]
    offset: int | None
    body: float

    def has(self, page: Page, line: Line) -> bool:
        """Whether a line is a header or footer."""
        is_counted = self.offset is not None and page.number + self.offset in _page_numbers(page, line, self.body)
        is_number = is_page_number(line.text) or re.fullmatch(r"[ivxlc]{1,7}", line.text) is not None
        return is_counted or is_number or _edge_key(page, line) in self.lines


def _find_edges(pages: Sequence[Page], body: float) -> _Edges:
    counts: Counter[tuple[str, bool]] = Counter()
    offsets: Counter[int] = Counter()
    for page in pages:
        lines = _edge_lines(page)
        counts.update({_edge_key(page, line) for line in lines})
        offsets.update({number - page.number for line in lines for number in _page_numbers(page, line, body)})
    least = max(2.0, REPEATED * len(pages))
    offset = max(sorted(offsets), key=lambda o: offsets[o]) if offsets else None
    is_counted = offset is not None and offsets[offset] >= max(3.0, REPEATED * len(pages))
    return _Edges(
        frozenset(key for key, count in counts.items() if count >= least), offset if is_counted else None, body
    )


def _part_edges(page: Page, edges: _Edges) -> tuple[list[Word], list[Word]]:
    """The words of headers and footers, which have nothing else outside them, and the other words."""
    lines = _edge_lines(page)
    upper = [line for line in lines if line.box.bottom > page.height / 2]
    found: set[int] = set()
    for side in (upper, [line for line in reversed(lines) if line not in upper]):
        for line in side:
            if not edges.has(page, line):
                break
            found.update(id(word) for word in line.words)
    return [word for word in page.words if id(word) in found], [word for word in page.words if id(word) not in found]


def regions(words: Sequence[Word], rules: Sequence[Box] = (), level: int = 0) -> list[list[Word]]:
    """Parts of a page to be read one after the other: what crosses the gutter, then columns from left to right."""
    if len(words) < 12 or level == _MOST_COLUMNS:
        return [list(words)] if words else []
    gutter = _gutter(words)
    if gutter is None:
        return [list(words)]
    bands = _bands(words, *gutter)
    if not any(_is_columns(left, right, gutter, rules) for _, left, right in bands):
        return [list(words)]
    found: list[list[Word]] = []
    for crossing, left, right in bands:
        if crossing:
            found.append(crossing)
        if left and right and _ruled(left + right, gutter, rules):
            found.append(left + right)
            continue
        for column in (left, right):
            found += regions(column, rules, level + 1)
    return found


def _gutter(words: Sequence[Word]) -> tuple[float, float] | None:
    """The strip in the middle of the text that the fewest words cross, from left to right; None if there is none."""
    whole = around([word.box for word in words])
    width = whole.right - whole.left
    strip = max(7.0, 0.8 * median(word.size for word in words))
    count = int(width / _STEP) + 1
    covered = [0] * (count + 1)
    for word in words:
        covered[max(0, int((word.box.left - whole.left) / _STEP))] += 1
        covered[min(count, int((word.box.right - whole.left) / _STEP) + 1)] -= 1
    crossing, running = [], 0
    for change in covered[:count]:
        running += change
        crossing.append(running)
    span = max(1, int(strip / _STEP))
    places = range(int(0.2 * count), int(0.8 * count) - span)
    if not places:
        return None
    worst = [max(crossing[place : place + span]) for place in places]
    least = min(worst)
    typical = median(crossing[int(0.05 * count) : int(0.95 * count)] or [0])
    if least > 0.6 * typical:
        return None
    best = [places[i] for i, value in enumerate(worst) if value == least]
    middle = min(best, key=lambda place: (abs(place + span / 2 - count / 2), place))
    left = middle
    while left - 1 in best:
        left -= 1
    right = middle
    while right + 1 in best:
        right += 1
    return whole.left + left * _STEP, whole.left + (right + span) * _STEP


def _bands(words: Sequence[Word], start: float, end: float) -> list[tuple[list[Word], list[Word], list[Word]]]:
    """Parts of the page from top to bottom: lines that cross the gutter, then the words to its left and right."""
    middle = (start + end) / 2
    bands: list[tuple[list[Word], list[Word], list[Word]]] = [([], [], [])]
    for line in group_lines(words):
        if any(word.box.left < middle < word.box.right for word in line.words) or _is_joined(line.words, middle):
            if bands[-1][1] or bands[-1][2]:
                bands.append(([], [], []))
            bands[-1][0].extend(line.words)
        else:
            for word in line.words:
                bands[-1][1 if word.box.right <= middle else 2].append(word)
    return bands


def _is_joined(line: Sequence[Word], middle: float) -> bool:
    """Whether the words left and right of the gutter stand as close as words of one line."""
    left = [word.box.right for word in line if word.box.right <= middle]
    right = [word.box.left for word in line if word.box.left >= middle]
    return bool(left and right) and min(right) - max(left) < 0.6 * max(word.size for word in line)


def _is_columns(left: Sequence[Word], right: Sequence[Word], gutter: tuple[float, float], rules: Sequence[Box]) -> bool:
    """Whether both sides are running text and no table."""
    if not left or not right or _ruled([*left, *right], gutter, rules):
        return False
    for side in (left, right):
        lines = group_lines(side)
        box = around([line.box for line in lines])
        filled = sorted((line.box.right - line.box.left) / max(box.right - box.left, 1) for line in lines)
        if (
            len(lines) < _FEWEST_LINES
            or filled[len(filled) // 2] < 0.5
            or sum(len(line.words) for line in lines) < 2 * len(lines)
        ):
            return False
    return True


def _ruled(words: Sequence[Word], gutter: tuple[float, float], rules: Sequence[Box]) -> bool:
    """Whether lines drawn across the gutter make the words rows of a table."""
    box, middle = around([word.box for word in words]), sum(gutter) / 2
    across = [
        rule for rule in rules if rule.left < middle < rule.right and box.bottom - 4 <= rule.bottom <= box.top + 4
    ]
    return len(across) >= 3


@dataclass(slots=True)
class _Paragraph:
    page: Page
    lines: list[Line]
    kind: Kind | None = None
    cells: Sequence[Passage] = ()

    @property
    def last(self) -> Line:
        return self.lines[-1]


def _ends_sentence(line: Line) -> bool:
    """Whether a line is nothing but a number that closes a sentence, as "1-3." does after "scopes"."""
    return re.fullmatch(r"[0-9]{1,4}(?:[.,–-][0-9]{1,4}){0,3}\.", line.text) is not None


class _Composer:
    """Joins lines into paragraphs, over columns and pages."""

    def __init__(self, body: float, words: BrokenWords, levels: dict[float, int]) -> None:
        self._body = body
        self._words = words
        self._levels = levels
        self._paragraphs: list[_Paragraph] = []
        self._tables = 0

    def add_edges(self, page: Page, lines: Sequence[Line]) -> None:
        self._paragraphs += [_Paragraph(page, [line], Kind.BOILERPLATE) for line in lines]

    def add_table(self, page: Page, grid: Grid, words: Sequence[Word]) -> None:
        """The cells of a table, row by row."""
        if not words:
            return
        self._tables += 1
        cells: dict[tuple[int, int], list[Word]] = {}
        for word in words:
            place = grid.place((word.box.left + word.box.right) / 2, word.middle)
            if place is not None:
                cells.setdefault(place, []).append(word)
        rows = [
            [(self._cell(page, cells.get((row, column), [])), 1) for column in range(len(grid.columns) - 1)]
            for row in range(len(grid.rows) - 1)
        ]
        found = list(table_passages(str(self._tables), rows))
        self._paragraphs.append(_Paragraph(page, [], Kind.TABLE_CELL, found))

    def _cell(self, page: Page, words: Sequence[Word]) -> list[Passage]:
        if not words:
            return []
        lines = group_lines(words)
        return [self._placed(page, self._joined(lines), [line.box for line in lines])]

    def add_region(self, page: Page, lines: Sequence[Line]) -> None:
        if not lines:
            return
        region = around([line.box for line in lines])
        gaps = [above.box.bottom - below.box.bottom for above, below in pairwise(lines)]
        leading = median([gap for gap in gaps if gap < 2.5 * self._body] or [1.2 * self._body])
        in_notes = False
        for place, line in enumerate(lines):
            before = lines[place - 1] if place else None
            in_notes = in_notes or self._begins_notes(page, line, lines[place:])
            if in_notes:
                self._add_note(page, line)
            elif before is None:
                self._begin_region(page, line)
            elif self._is_new(before, line, region, leading):
                self._paragraphs.append(_Paragraph(page, [line]))
            else:
                self._paragraphs[-1].lines.append(line)

    def _begins_notes(self, page: Page, line: Line, rest: Sequence[Line]) -> bool:
        """Whether small print with a number begins here and goes on to the end of the region, low on the page."""
        return (
            line.box.top < page.height / 2
            and re.match(r"[\[(]?(?:[0-9]{1,3}|\*)", line.text) is not None
            and all(each.size <= 0.9 * self._body for each in rest)
        )

    def _add_note(self, page: Page, line: Line) -> None:
        if re.match(r"[\[(]?(?:[0-9]{1,3}|\*)[\])]?\s*[^\W\d_]", line.text) or (
            not self._paragraphs or self._paragraphs[-1].kind is not Kind.FOOTNOTE
        ):
            self._paragraphs.append(_Paragraph(page, [line], Kind.FOOTNOTE))
        else:
            self._paragraphs[-1].lines.append(line)

    def _begin_region(self, page: Page, line: Line) -> None:
        """The first line of a column or page: goes on with the paragraph before it, or begins one."""
        open_one = next((p for p in reversed(self._paragraphs) if p.kind is None), None)
        if open_one is not None:
            before = open_one.last
            alike = abs(before.size - line.size) <= 0.08 * line.size and before.is_bold == line.is_bold
            goes_on = _ends_sentence(line) or (line.text[0].islower() and split_number(line.text).mark is Mark.NONE)
            if alike and goes_on and not before.text.endswith(_FINAL) and not is_contents_line(before.text):
                open_one.lines.append(line)
                self._paragraphs.append(open_one)
                return
        self._paragraphs.append(_Paragraph(page, [line]))

    def _is_new(self, before: Line, line: Line, region: Box, leading: float) -> bool:
        step = before.box.bottom - line.box.bottom
        is_full = before.box.right >= region.right - 0.2 * (region.right - region.left)
        if (
            is_contents_line(before.text)
            or step > 1.45 * leading
            or abs(before.size - line.size) > 0.08 * max(before.size, line.size)
        ):
            return True
        if before.is_bold and not line.is_bold:
            return True
        if before.size > 1.12 * self._body:
            return not line.text[0].islower()
        if _ends_sentence(line) and not before.text.endswith(ENDINGS):
            return False
        numbered = split_number(line.text)
        if numbered.mark not in (Mark.NONE, Mark.BARE):
            is_open = is_full or numbered.text[:1].islower()
            is_reference = _REFERRING.search(before.text[-20:]) is not None and is_open
            return before.text.endswith(ENDINGS) or not is_reference
        if before.text.endswith(ENDINGS):
            return not is_full or line.box.left > before.box.left + 1.2 * line.size
        return line.is_bold and not before.is_bold and not is_full

    def passages(self) -> list[Passage]:
        seen: set[int] = set()
        found: list[Passage] = []
        for paragraph in self._paragraphs:
            if id(paragraph) not in seen:
                seen.add(id(paragraph))
                found += [self._passage(paragraph)] if paragraph.lines else paragraph.cells
        return found

    def _joined(self, lines: Sequence[Line]) -> str:
        text = lines[0].text
        for line in lines[1:]:
            text = join_lines(text, line.text, self._words.are_one(text, line.text))
        return text

    @staticmethod
    def _placed(page: Page, text: str, boxes: Sequence[Box]) -> Passage:
        box = around(boxes)
        rounded = Box(*(round(value, 1) for value in (box.left, box.bottom, box.right, box.top)))
        return Passage(text, page=page.number, page_label=page.label, box=rounded)

    def _passage(self, paragraph: _Paragraph) -> Passage:
        text, first = self._joined(paragraph.lines), paragraph.lines[0]
        on_page = [line.box for line in paragraph.lines if line.box.top <= first.box.top + 1] or [first.box]
        passage = self._placed(paragraph.page, text, on_page)
        passage.kind = paragraph.kind
        if passage.kind is Kind.FOOTNOTE:
            marker = re.match(r"[\[(]?([0-9]{1,3}|\*)[\])]?\s*", text)
            passage.number, passage.text = (marker[1], text[marker.end() :]) if marker else ("", text)
        elif passage.kind is None and self._looks_like_heading(text, first):
            passage.kind = Kind.HEADING
            passage.level = self._levels.get(round(first.size, 1), len(self._levels) + 1)
        return passage

    def _looks_like_heading(self, text: str, first: Line) -> bool:
        if len(text) > LONGEST_HEADING or text.endswith((".", ";", ":", ",")) or not any(c.isalpha() for c in text):
            return False
        if is_contents_line(text) or split_number(text).mark in (Mark.ITEM, Mark.BULLET):
            return False
        return round(first.size, 1) in self._levels or (first.is_bold and first.size >= 0.95 * self._body)
