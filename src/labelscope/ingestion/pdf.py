"""PDF: words with their boxes, through PDFium. PDFium bears one thread only and is loaded in the worker alone."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from labelscope.errors import HostileInput
from labelscope.ingestion import refusals
from labelscope.ingestion.document import Box, Notice
from labelscope.ingestion.layout import Page, Word, arrange_pages
from labelscope.ingestion.limits import Limits
from labelscope.ingestion.passages import INVISIBLE, NO_TEXT_ON_PAGE, UNMAPPED, Extraction

_BROKEN_HYPHEN = 0x02
_SURROGATES = range(0xD800, 0xE000)
_BOLD = 600
_GAP = 0.2
_OVERLAP = 0.5
_LEVEL = 0.1
_UNMAPPED_SHARE = 0.2
_THIN = 4.0
_MOST_RULES = 4_000


def extract(data: bytes, limits: Limits) -> Extraction:
    """Paragraphs of a PDF in reading order, each with page and box.

    Raises
    ------
    HostileInput
        If the file is locked, damaged, holds no text, or is over a limit.
    """
    from importlib.metadata import version

    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) in (pdfium.raw.FPDF_ERR_PASSWORD, pdfium.raw.FPDF_ERR_SECURITY)
        raise HostileInput(refusals.ENCRYPTED) if locked else _corrupt() from error
    if not len(document):
        raise _corrupt()
    if len(document) > limits.pages:
        raise HostileInput(refusals.TOO_MANY_PAGES, limit=str(limits.pages))
    notices: list[Notice] = []
    try:
        pages = list(_pages(document, limits, notices))
    except pdfium.PdfiumError as error:
        raise _corrupt() from error
    if not any(page.words for page in pages):
        raise HostileInput(refusals.SCANNED)
    return Extraction(f"pypdfium2 {version('pypdfium2')}", list(arrange_pages(pages)), notices)


def _corrupt() -> HostileInput:
    return HostileInput(refusals.CORRUPT, format="PDF")


def _pages(document: Any, limits: Limits, notices: list[Notice]) -> Iterator[Page]:
    count = 0
    for index in range(len(document)):
        page = document[index]
        width, height = page.get_size()
        if not (0 < width <= limits.side and 0 < height <= limits.side):
            raise HostileInput(refusals.PAGE_SIZE, page=str(index + 1), limit=str(limits.side))
        text = page.get_textpage()
        count += text.count_chars()
        if count > limits.characters:
            raise HostileInput(refusals.TOO_LONG, limit=str(limits.characters))
        reader = _PageReader(text)
        words = list(reader.words())
        at = {"page": str(index + 1)}
        if not words:
            notices.append(Notice(NO_TEXT_ON_PAGE, at))
        if reader.invisible:
            notices.append(Notice(INVISIBLE, at))
        if reader.unmapped > _UNMAPPED_SHARE * max(text.count_chars(), 1):
            notices.append(Notice(UNMAPPED, at))
        label = document.get_page_label(index) or ""
        left, bottom = page.get_bbox()[:2]
        flat, upright = _rules(page)
        yield Page(index + 1, label[:20], width + max(left, 0), height + max(bottom, 0), words, flat, upright)
        text.close()
        page.close()


class _PageReader:
    """Reads the characters of one page into words."""

    def __init__(self, text: Any) -> None:
        import pypdfium2.raw as raw

        self._raw = raw
        self._text = text
        self.unmapped = 0
        self.invisible = 0

    def words(self) -> Iterator[Word]:
        """Words in the order of the file: letters on one base line without a gap between them."""
        raw, text = self._raw, self._text
        rectangle, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        letters: list[str] = []
        first = 0
        left = bottom = right = top = start = base = 0.0
        for index in range(text.count_chars()):
            code = raw.FPDFText_GetUnicode(text, index)
            character = _character(code)
            self.unmapped += character in ("", "\ufffd")
            if code != _BROKEN_HYPHEN and (not character.strip() or raw.FPDFText_IsGenerated(text, index) == 1):
                if letters:
                    yield self._word(letters, Box(left, bottom, right, top), first)
                letters = []
                continue
            raw.FPDFText_GetLooseCharBox(text, index, rectangle)
            raw.FPDFText_GetCharOrigin(text, index, x, y)
            height = max(rectangle.top - rectangle.bottom, top - bottom)
            is_ligature = x.value == start and y.value == base
            is_apart = not -_OVERLAP * height < rectangle.left - right < _GAP * height and not is_ligature
            if letters and (is_apart or abs(y.value - base) > _LEVEL * height):
                yield self._word(letters, Box(left, bottom, right, top), first)
                letters = []
            if not letters:
                first, left, right, bottom, top = (
                    index,
                    rectangle.left,
                    rectangle.right,
                    rectangle.bottom,
                    rectangle.top,
                )
            letters.append(character)
            start, base = x.value, y.value
            right, bottom, top = max(right, rectangle.right), min(bottom, rectangle.bottom), max(top, rectangle.top)
        if letters:
            yield self._word(letters, Box(left, bottom, right, top), first)

    def _word(self, letters: list[str], box: Box, first: int) -> Word:
        raw = self._raw
        found = raw.FPDFText_GetTextObject(self._text, first)
        if found and raw.FPDFTextObj_GetTextRenderMode(found) == raw.FPDF_TEXTRENDERMODE_INVISIBLE:
            self.invisible += 1
        height = round(box.top - box.bottom, 1)
        return Word("".join(letters), box, max(height, 1.0), self._is_bold(first))

    def _is_bold(self, index: int) -> bool:
        raw = self._raw
        if raw.FPDFText_GetFontWeight(self._text, index) >= _BOLD:
            return True
        flags = ctypes.c_int()
        buffer = ctypes.create_string_buffer(128)
        raw.FPDFText_GetFontInfo(self._text, index, buffer, 128, flags)
        return b"bold" in buffer.value.lower()


def _character(code: int) -> str:
    """The character of a code; "" where it is none."""
    if code == _BROKEN_HYPHEN:
        return "-"
    return "" if code in (0, 0xFFFE, 0xFFFF) or code in _SURROGATES or code > 0x10FFFF else chr(code)


def _rules(page: Any) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    """Horizontal and vertical lines that are drawn on a page; a rectangle counts as its four sides."""
    import pypdfium2.raw as raw

    flat: list[Box] = []
    upright: list[Box] = []
    for place, shape in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3)):
        if place >= _MOST_RULES:
            break
        left, bottom, right, top = shape.get_bounds()
        is_wide, is_high = right - left > _THIN, top - bottom > _THIN
        if is_wide:
            flat += [Box(left, y, right, y) for y in ((bottom, top) if is_high else (bottom,))]
        if is_high:
            upright += [Box(x, bottom, x, top) for x in ((left, right) if is_wide else (left,))]
    return tuple(flat), tuple(upright)
