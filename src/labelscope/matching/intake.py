"""A person's list of requirements, pasted or uploaded. Everything is hostile until it has been checked."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from labelscope.errors import HostileInput
from labelscope.i18n import mark
from labelscope.model import LANGUAGES
from labelscope.normalisation import clean_clause

MAX_BYTES = 2_000_000
MAX_ITEMS = 2_000
MAX_CHARACTERS = 2_000
MAX_ID = 60
TEXT_COLUMNS = ("text", "requirement", "exigence", "eis", "anforderung")

_LINES = re.compile(r"\r\n|\r|\n")
#: Marks that turn the direction of writing: a text shown among others could disguise itself with them.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Item:
    """One requirement; `id` and `language` are empty where the person did not give them."""

    id: str
    text: str
    language: str


def read_pasted(text: str) -> tuple[Item, ...]:
    """One requirement per line; blank lines are skipped, bullets and numbers dropped.

    Raises
    ------
    HostileInput
        If the text is over a limit, holds what is no text, or holds nothing.
    """
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        remedy = mark("Line {line} holds characters that are no text. Type that line again.")
        raise HostileInput(remedy, line=str(_line_of(text, error.start))) from error
    if size > MAX_BYTES:
        raise HostileInput(mark("The list is larger than {limit} megabytes. Split it."), limit=str(MAX_BYTES // 10**6))
    return _checked((number, Item("", line, "")) for number, line in enumerate(_LINES.split(text), start=1))


def read_file(name: str, data: bytes) -> tuple[Item, ...]:
    """Requirements from a .csv file (with a header) or a .txt file (one per line), in UTF-8.

    A CSV file has a column named as in `TEXT_COLUMNS`; columns `id` and `lang` are read where they
    are there, others are left alone. Comma, semicolon or tab separate.

    Raises
    ------
    HostileInput
        If the file is of another kind, over a limit, not UTF-8, or holds nothing.
    """
    if len(data) > MAX_BYTES:
        raise HostileInput(mark("The file is larger than {limit} megabytes. Split it."), limit=str(MAX_BYTES // 10**6))
    kind = name.lower().rpartition(".")[2] if "." in name else ""
    if kind not in ("csv", "txt"):
        remedy = mark(
            "Only files whose names end in .csv or .txt can be read. Save the list as one of these, in UTF-8."
        )
        raise HostileInput(remedy)
    if b"\x00" in data:
        remedy = mark("This is not a plain text file. Save the list as CSV or as plain text, in UTF-8.")
        raise HostileInput(remedy)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = _line_of(data[: error.start].decode("utf-8", "ignore"))
        remedy = mark("Line {line} is not UTF-8. Save the file again with that encoding (in Excel: “CSV UTF-8”).")
        raise HostileInput(remedy, line=str(line)) from error
    return read_pasted(text) if kind == "txt" else _checked(_rows(text))


def _line_of(text: str, position: int | None = None) -> int:
    """The number of the line that a position, or the end, of the text stands in."""
    return len(_LINES.split(text if position is None else text[:position]))


def _rows(text: str) -> Iterator[tuple[int, Item]]:
    header = _LINES.split(text, maxsplit=1)[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [name.strip().casefold() for name in next(reader, [])]
        found = [names.index(column) for column in TEXT_COLUMNS if column in names]
        if not found:
            remedy = mark("Line 1 must name the columns, and one of these must be called {columns}. Add that line.")
            raise HostileInput(remedy, columns=" / ".join(TEXT_COLUMNS))
        positions = {key: names.index(key) for key in ("id", "lang") if key in names}
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(names):
                remedy = mark("Line {line} has {found} cells, the first line {expected}. Check separators and quotes.")
                numbers = {"line": reader.line_num, "found": len(cells), "expected": len(names)}
                raise HostileInput(remedy, **{key: str(value) for key, value in numbers.items()})
            given = {key: _legible(cells[position]) for key, position in positions.items()}
            language = given.get("lang", "")[:2].lower()
            yield (
                reader.line_num,
                Item(given.get("id", "")[:MAX_ID], cells[found[0]], language if language in LANGUAGES else ""),
            )
    except csv.Error as error:
        remedy = mark("Line {line} is not valid CSV. Check the quotes, or save the list as plain text.")
        raise HostileInput(remedy, line=str(reader.line_num)) from error


def _legible(text: str) -> str:
    """The text in one line, without control characters and marks that turn the direction of writing."""
    kept = "".join(c for c in text if c not in _TURNING and (c.isspace() or unicodedata.category(c) != "Cc"))
    return " ".join(kept.split())


def _checked(items: Iterable[tuple[int, Item]]) -> tuple[Item, ...]:
    kept: list[Item] = []
    for line, item in items:
        if "\x00" in item.text:
            remedy = mark("Line {line} holds characters that are no text. Type that line again.")
            raise HostileInput(remedy, line=str(line))
        text = clean_clause(_legible(item.text))
        length = max(len(item.text.strip()), len(text))
        if length > MAX_CHARACTERS:
            remedy = mark("Line {line} has {found} characters; a requirement has at most {limit}. Split it.")
            raise HostileInput(remedy, line=str(line), found=str(length), limit=str(MAX_CHARACTERS))
        if not any(c.isalnum() for c in text):
            continue
        if len(kept) == MAX_ITEMS:
            remedy = mark("From line {line} on there are more than {limit} requirements. Split the list.")
            raise HostileInput(remedy, line=str(line), limit=str(MAX_ITEMS))
        kept.append(Item(item.id, text, item.language))
    if not kept:
        raise HostileInput(mark("There is no requirement here. Write one on each line."))
    return tuple(kept)
