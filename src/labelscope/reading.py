"""Read data files strictly: every scalar stays the text that was written, every fault is collected.

YAML is read with a loader that types nothing and refuses aliases; CSV is UTF-8 with a fixed
header. Faults become `Problem`s on a `ProblemList` and reading goes on, so that one run shows
them all.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from labelscope.errors import Problem
from labelscope.i18n import mark
from labelscope.model import Record

RecordT = TypeVar("RecordT", bound=Record)

MAX_BYTES = 5_000_000
MAX_DEPTH = 50
_EMPTY = mark("this file is empty: restore it or remove it")
_OPENING = (
    yaml.BlockSequenceStartToken, yaml.BlockMappingStartToken, yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken,
)  # fmt: skip
_CLOSING = (yaml.BlockEndToken, yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)

_REMEDIES: Mapping[str, str] = {
    "missing": mark("this key is missing: add it, or write 'unknown' where the fact is not known"),
    "extra_forbidden": mark("this key is not known: remove it or mend its spelling"),
    "literal_error": mark("write one of: {expected}"),
    "enum": mark("write one of: {expected}"),
    "string_too_short": mark("this may not be empty: write the text, or 'unknown' where that is allowed"),
    "string_too_long": mark("at most {max_length} characters are allowed"),
    "string_pattern_mismatch": mark("this does not have the expected form ({pattern})"),
    "too_short": mark("at least one entry is needed"),
    "greater_than_equal": mark("the number must be at least {ge}"),
    "less_than_equal": mark("the number must be at most {le}"),
    "value_error": mark("{error}"),
}
_OTHER = mark("this cannot be read: {message}")


class ProblemList:
    """Collects problems of files under one root, so that they can be raised together."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []

    def add(self, path: Path, row: str, field: str, value: object, remedy: str, **values: object) -> None:
        """Record one problem; `remedy` is a message template for `values`."""
        file = path.relative_to(self.root) if path.is_relative_to(self.root) else path
        shown = str(value)[:120]
        self.problems.append(Problem(str(file), row, field, shown, remedy, {k: str(v) for k, v in values.items()}))


def read_text(path: Path, problems: ProblemList) -> str | None:
    """The file's text, or None with a problem recorded."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        problems.add(path, "", "", "", mark("this file is missing: add it or restore it"))
        return None
    except OSError as error:
        problems.add(path, "", "", "", mark("this file cannot be opened: {error}"), error=error.strerror)
        return None
    if len(data) > MAX_BYTES:
        problems.add(path, "", "", len(data), mark("this file is larger than {limit} bytes: split it"), limit=MAX_BYTES)
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        remedy = mark("this file is not UTF-8: save it again with that encoding")
        problems.add(path, f"line {line}", "", data[error.start : error.start + 4], remedy)
        return None
    if not text.strip():
        problems.add(path, "", "", "", _EMPTY)
        return None
    return text


class _StrictLoader(yaml.CBaseLoader if hasattr(yaml, "CBaseLoader") else yaml.BaseLoader):  # type: ignore[misc]
    """Types nothing; refuses aliases and repeated keys."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        for key, (key_node, _) in zip(keys, node.value, strict=True):
            if not isinstance(key, str) or keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} stands twice", key_node.start_mark
                )
        result: dict[Any, Any] = super().construct_mapping(node, deep)
        return result


def read_yaml(path: Path, problems: ProblemList) -> Any | None:
    """The file's content with every scalar as text, or None with a problem recorded."""
    text = read_text(path, problems)
    if text is None:
        return None
    try:
        if not _is_plain(path, text, problems):
            return None
        data = yaml.load(text, Loader=_StrictLoader)  # noqa: S506 - it types nothing
    except (yaml.YAMLError, RecursionError) as error:
        at = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or type(error).__name__
        row = f"line {at.line + 1}" if at else ""
        problems.add(path, row, "", "", mark("this is not valid YAML: {error}"), error=what)
        return None
    if data is None or data == "":
        problems.add(path, "", "", "", _EMPTY)
        return None
    return data


def _is_plain(path: Path, text: str, problems: ProblemList) -> bool:
    """Whether a YAML text has no aliases and is not nested so deeply that the parser would run out of stack."""
    depth = 0
    for token in yaml.scan(text, Loader=_StrictLoader):
        if isinstance(token, yaml.AliasToken | yaml.AnchorToken):
            problems.add(path, "", "", "", mark("anchors and aliases are not allowed: write the value out"))
            return False
        depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
        if depth > MAX_DEPTH:
            row = f"line {token.start_mark.line + 1}"
            problems.add(path, row, "", "", mark("this is nested more than {limit} levels deep"), limit=MAX_DEPTH)
            return False
    return True


def read_record(path: Path, model: type[RecordT], problems: ProblemList) -> RecordT | None:
    """One record from a YAML file, or None with every fault of it recorded."""
    data = read_yaml(path, problems)
    return None if data is None else build(path, "", model, data, problems)


def read_rows(path: Path, header: Sequence[str], problems: ProblemList) -> Iterator[tuple[str, dict[str, str]]]:
    """Rows of a CSV file as (place, {column: text}); the header must be exactly `header`."""
    text = read_text(path, problems)
    if text is None:
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        found = next(reader)
        if found != list(header):
            remedy = mark("the columns must be exactly: {expected}")
            problems.add(path, "line 1", "", ",".join(found), remedy, expected=",".join(header))
            return
        for cells in reader:
            place = f"line {reader.line_num}"
            if len(cells) != len(header):
                remedy = mark("this row has {found} cells, the header {expected}: check commas and quotes")
                problems.add(path, place, "", "", remedy, found=len(cells), expected=len(header))
                continue
            yield place, dict(zip(header, cells, strict=True))
    except csv.Error as error:
        problems.add(path, f"line {reader.line_num}", "", "", mark("this is not valid CSV: {error}"), error=error)


def read_table(
    path: Path,
    header: Sequence[str],
    model: type[RecordT],
    problems: ProblemList,
    shape: Callable[[dict[str, str]], Mapping[str, Any]] = dict,
) -> Iterator[tuple[str, RecordT]]:
    """Records of a CSV file as (place, record); `shape` turns a row of text into model input."""
    for place, row in read_rows(path, header, problems):
        name = f"{place} ({row[header[0]]})"
        record = build(path, name, model, shape(row), problems)
        if record is not None:
            yield name, record


def build(path: Path, row: str, model: type[RecordT], data: Any, problems: ProblemList) -> RecordT | None:
    """A record of `model` from text values, or None with every fault recorded."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            context = {key: str(value) for key, value in fault.get("ctx", {}).items()}
            field = ".".join(str(part) for part in fault["loc"])
            remedy = _REMEDIES.get(fault["type"], _OTHER)
            value = "" if isinstance(fault["input"], dict | list | tuple) else fault["input"]
            problems.add(path, row, field, value, remedy, **{"message": fault["msg"], **context})
        return None


def split(cell: str) -> list[str]:
    """The parts of a cell that holds several values, separated by `|`."""
    return [part.strip() for part in cell.split("|") if part.strip()]
