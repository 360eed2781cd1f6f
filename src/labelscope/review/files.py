"""The files of a catalogue while a publication is worked out: read from disk, changed in memory only."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from labelscope.review.journal import Change
from labelscope.review.new_scheme import yaml_item

Row = dict[str, str]


class Draft:
    """Texts of files under one root, by their names relative to it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._old: dict[str, str | None] = {}
        self._new: dict[str, str] = {}

    def read(self, name: str) -> str | None:
        """The text as it is to be; None where there is no such file."""
        if name in self._new:
            return self._new[name]
        if name not in self._old:
            path = self.root / name
            self._old[name] = path.read_bytes().decode() if path.exists() else None
        return self._old[name]

    def write(self, name: str, text: str) -> None:
        """Change the text."""
        self.read(name)
        self._new[name] = text

    def rows(self, name: str) -> list[Row]:
        """The rows of a CSV file; none where there is no such file."""
        text = (self.read(name) or "").removeprefix("\ufeff")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def write_rows(self, name: str, header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
        """Change a CSV file."""
        buffer = io.StringIO()
        writer = csv.DictWriter(buffer, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        self.write(name, buffer.getvalue())

    @property
    def changes(self) -> tuple[Change, ...]:
        """What differs from the disk, by name."""
        return tuple(
            Change(name, self._old[name], text) for name, text in sorted(self._new.items()) if text != self._old[name]
        )


def diff(changes: Iterable[Change]) -> str:
    """Changes as one unified diff."""
    shown: list[str] = []
    for change in changes:
        before = "/dev/null" if change.old is None else f"a/{change.name}"
        old, new = (change.old or "").splitlines(keepends=True), change.new.splitlines(keepends=True)
        shown += difflib.unified_diff(old, new, before, f"b/{change.name}")
    return "".join(shown)


def with_source(text: str, source: Mapping[str, str]) -> str:
    """The text of scheme.yaml with one more source at the end of its list."""
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    start = next(k for k, line in enumerate(lines) if line.startswith("sources:"))
    lines[start] = "sources:\n"
    stop = next((k for k in range(start + 1, len(lines)) if re.match(r"[^\s#-]", lines[k])), len(lines))
    items = (re.match(r"( *)- ", line) for line in lines[start + 1 : stop])
    indent = next((item.group(1) for item in items if item), "  ")
    return "".join([*lines[:stop], *(f"{indent}{line}" for line in yaml_item(source)), *lines[stop:]])
