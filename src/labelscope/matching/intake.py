"""A person's list of requirements, pasted or uploaded. Everything is hostile until it has been checked."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

from labelscope.errors import HostileInput
from labelscope.i18n import mark

MAX_BYTES = 2_000_000
MAX_ITEMS = 2_000
MAX_CHARACTERS = 2_000
TEXT_COLUMNS = ("text", "requirement", "exigence", "eis", "anforderung")

_BULLET = re.compile(r"^\s*[-•*–]\s+")


@dataclass(frozen=True, slots=True)
class Item:
    """One requirement; `id` and `language` are empty where the person did not give them."""

    id: str
    text: str
    language: str


def read_pasted(text: str) -> tuple[Item, ...]:
    """One requirement per line; blank lines are skipped, bullets are dropped.

    Raises
    ------
    HostileInput
        If the text is over a limit or holds nothing.
    """
    if len(text.encode(errors="surrogatepass")) > MAX_BYTES:
        raise HostileInput(mark("The list is larger than {limit} megabytes. Split it."), limit=str(MAX_BYTES // 10**6))
    return _checked(Item("", _BULLET.sub("", line), "") for line in text.splitlines())


def read_file(name: str, data: bytes) -> tuple[Item, ...]:
    """Requirements from a .csv file (with a header) or a .txt file (one per line), in UTF-8.

    Raises
    ------
    HostileInput
        If the file is of another kind, over a limit, not UTF-8, or holds nothing.
    """
    if len(data) > MAX_BYTES:
        raise HostileInput(mark("The file is larger than {limit} megabytes. Split it."), limit=str(MAX_BYTES // 10**6))
    if b"\x00" in data:
        raise HostileInput(mark("This is not a text file. Save the list as CSV or as plain text, in UTF-8."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        remedy = mark("Line {line} is not UTF-8. Save the file again with that encoding.")
        raise HostileInput(remedy, line=str(line)) from error
    suffix = name.lower().rpartition(".")[2]
    if suffix == "csv":
        return _checked(_rows(text))
    if suffix == "txt":
        return read_pasted(text)
    raise HostileInput(mark("Only .csv and .txt files can be read, not .{suffix}."), suffix=suffix[:12])


def _rows(text: str) -> Iterable[Item]:
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [name.strip().casefold() for name in next(reader, [])]
        found = [names.index(column) for column in TEXT_COLUMNS if column in names]
        if not found:
            remedy = mark("The first line must name a column {columns}.")
            raise HostileInput(remedy, columns=" / ".join(TEXT_COLUMNS))
        positions = {key: names.index(key) for key in ("id", "lang") if key in names}
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(names):
                remedy = mark("Line {line} has {found} cells, the first line {expected}. Check commas and quotes.")
                numbers = {"line": reader.line_num, "found": len(cells), "expected": len(names)}
                raise HostileInput(remedy, **{key: str(value) for key, value in numbers.items()})
            extra = {key: cells[position].strip()[:60] for key, position in positions.items()}
            yield Item(extra.get("id", ""), cells[found[0]], extra.get("lang", ""))
    except csv.Error as error:
        remedy = mark("Line {line} is not valid CSV. Check the quotes.")
        raise HostileInput(remedy, line=str(reader.line_num)) from error


def _checked(items: Iterable[Item]) -> tuple[Item, ...]:
    kept: list[Item] = []
    for item in items:
        text = " ".join(item.text.split())
        if not text:
            continue
        if len(text) > MAX_CHARACTERS:
            remedy = mark("Requirement {number} has more than {limit} characters. Split it.")
            raise HostileInput(remedy, number=str(len(kept) + 1), limit=str(MAX_CHARACTERS))
        kept.append(Item(item.id, text, item.language))
        if len(kept) > MAX_ITEMS:
            raise HostileInput(mark("There are more than {limit} requirements. Split the list."), limit=str(MAX_ITEMS))
    if not kept:
        raise HostileInput(mark("There is no requirement here. Write one on each line."))
    return tuple(kept)
