"""Plain text and its paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from labelscope.errors import HostileInput
from labelscope.ingestion import refusals
from labelscope.ingestion.document import Kind
from labelscope.ingestion.limits import Limits
from labelscope.ingestion.numbering import Mark, split_number
from labelscope.ingestion.passages import Extraction, Passage
from labelscope.ingestion.structure import is_contents_line, is_page_number
from labelscope.version import VERSION

_LINES = re.compile(r"\r\n|\r|\n|\f")
_MARKED_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_UNDERLINE = re.compile(r"[=\-_*]{3,}")
#: Widths, in characters, to which texts are broken.
_WRAPPED_AT = range(40, 111)
_FILLED = 0.7
_LONGEST_WORD = 60
_LONGEST_PARAGRAPH = 20_000
_PREFIXES = frozenset(("non", "self", "anti"))
_NEARLY_FULL = 0.85
ENDINGS = (".", ";", ":", "!", "?")


def extract(data: bytes, limits: Limits) -> Extraction:
    """Paragraphs of a text in UTF-8, or in UTF-16 with its mark. Lines that were broken to a width are joined."""
    text = decode(data)
    if len(text) > limits.characters:
        raise HostileInput(refusals.TOO_LONG, limit=str(limits.characters))
    return Extraction(f"labelscope {VERSION}", _passages(_LINES.split(text)))


def decode(data: bytes) -> str:
    """The text of a file.

    Raises
    ------
    HostileInput
        If it is not in UTF-8 or marked as UTF-16, or is no text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\x00" in data:
        raise HostileInput(refusals.NOT_TEXT)
    else:
        encoding = "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-16":
            raise HostileInput(refusals.NOT_TEXT) from error
        line = len(_LINES.split(data[: error.start].decode("utf-8", "ignore")))
        raise HostileInput(refusals.NOT_UTF8, line=str(line)) from error


def _passages(lines: Sequence[str]) -> list[Passage]:
    stripped = [line.strip() for line in lines]
    width = max(map(len, stripped), default=0)
    is_wrapped = width in _WRAPPED_AT
    words = BrokenWords(word for line in stripped for word in line.split())
    found: list[Passage] = []
    open_line = ""
    for line in stripped:
        heading = _MARKED_HEADING.match(line)
        if heading:
            found.append(Passage(heading[2], Kind.HEADING, level=len(heading[1])))
            open_line = ""
        elif not line or _UNDERLINE.fullmatch(line):
            if line and open_line and found[-1].kind is None and found[-1].text == open_line and line[0] in "=-":
                found[-1].kind, found[-1].level = Kind.HEADING, 1 if line[0] == "=" else 2
            open_line = ""
        elif is_page_number(line):
            found.append(Passage(line, Kind.BOILERPLATE))
        elif open_line and is_wrapped and len(found[-1].text) < _LONGEST_PARAGRAPH and _goes_on(open_line, line, width):
            found[-1].text = join_lines(found[-1].text, line, words.are_one(found[-1].text, line))
            open_line = line
        else:
            found.append(Passage(line))
            open_line = line
    return found


def _goes_on(before: str, line: str, width: int) -> bool:
    """Whether a line continues the one before it."""
    if is_contents_line(before) or split_number(line).mark not in (Mark.NONE, Mark.BARE):
        return False
    if line[0].islower():
        return not before.endswith(ENDINGS) or len(before) >= _FILLED * width
    return len(before) >= _NEARLY_FULL * width and not before.endswith(ENDINGS)


class BrokenWords:
    """The words of a document, to tell whether a hyphen at the end of a line parts a word or belongs to it."""

    def __init__(self, words: Iterable[str]) -> None:
        self._counts = Counter(word.strip(".,;:()").lower() for word in words)

    def are_one(self, before: str, line: str) -> bool | None:
        """Whether the end of a line and the beginning of the next are one word (False: with a hyphen); None if unknown.

        What the document writes elsewhere decides; else two halves that are words of their own keep their hyphen.
        """
        first, second = re.search(r"([^\W\d_]+)-$", before[-_LONGEST_WORD:]), re.match(r"[^\W\d_]+", line)
        if not first or not second:
            return None
        halves = first[1].lower(), second[0].lower()
        whole, hyphened = self._counts["".join(halves)], self._counts["-".join(halves)]
        if whole != hyphened:
            return whole > hyphened
        is_kept = halves[0] in _PREFIXES or all(len(half) > 2 and self._counts[half] for half in halves)
        return False if is_kept else None


def join_lines(before: str, line: str, is_word: bool | None = None) -> str:
    """Two lines of one paragraph as one; a hyphen at the end of the first is undone where it parts a word.

    `is_word` says whether the two halves are known to make one word (True) or to keep their hyphen (False).
    """
    if before.endswith("\u00ad"):
        return before[:-1] + line
    if not re.search(r"[^\W\d_]-$", before[-2:]) or not line[:1].isalpha():
        return f"{before} {line}"
    if re.match(r"(?:and|or|en|of|und|oder|et|ou|bzw\.?|resp\.?)\b", line):
        return f"{before} {line}"
    return before + line if is_word is False or line[0].isupper() else before[:-1] + line
