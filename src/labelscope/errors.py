"""What can go wrong, as a tree.

LabelscopeError
├── CatalogueError      the data files hold one or more problems (all of them are listed)
├── Refusal             something is refused; its remedy is a message template
│   ├── HostileInput    an uploaded file, pasted text or URL parameter
│   └── ReviewRefused   an act of a review, or the place where reviews are kept
└── EmbedderMissing     no embedder can be loaded; matching goes on without one

A `Problem` is language-free: `remedy` is an English message template that the interface
translates, `values` fill its placeholders.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in one place of one data file, with the way to mend it."""

    file: str
    row: str
    field: str
    value: str
    remedy: str
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.row, self.field) if part)
        shown = f" = {self.value!r}" if self.value else ""
        return f"{self.file}: {place}{shown}: {self.remedy.format_map(self.values)}"


class LabelscopeError(Exception):
    """Base of every error that labelscope raises on purpose."""


class CatalogueError(LabelscopeError):
    """The data files hold problems; `problems` lists every one of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class Refusal(LabelscopeError):
    """Something is refused; `remedy` is a message template, as in `Problem`."""

    def __init__(self, remedy: str, **values: str) -> None:
        self.remedy = remedy
        self.values = values
        super().__init__(remedy.format_map(values))


class HostileInput(Refusal):
    """Input from outside is refused."""


class ReviewRefused(Refusal):
    """An act of a review cannot be done, or the place where reviews are kept cannot be used."""


class EmbedderMissing(LabelscopeError):
    """No embedder could be loaded."""
