"""Where known names come from: the catalogue's schemes, or anybody's file."""

from __future__ import annotations

from pathlib import Path

from labelscope.catalogue import Catalogue, home
from labelscope.errors import CatalogueError
from labelscope.i18n import mark
from labelscope.model import Record, Text
from labelscope.names.index import KnownName
from labelscope.reading import ProblemList, read_table

HEADER = ("id", "name", "language")


class NameRow(Record):
    """A line of a file of names; the language may be empty."""

    id: Text
    name: Text
    language: str


def catalogue_names(catalogue: Catalogue) -> tuple[KnownName, ...]:
    """Every name, short name, id and alias of every scheme."""
    return tuple(KnownName(scheme.id, name) for scheme in catalogue.schemes.values() for name in scheme.names)


def read_names(path: Path) -> tuple[KnownName, ...]:
    """Known names from a CSV file with the columns id, name, language.

    Raises
    ------
    CatalogueError
        With every problem of the file.
    """
    problems = ProblemList(path.parent)
    rows = [row for _, row in read_table(path, HEADER, NameRow, problems)]
    if not rows and not problems.problems:
        problems.add(path, "", "", "", mark("this file holds no name"))
    if problems.problems:
        raise CatalogueError(problems.problems)
    return tuple(KnownName(row.id, row.name, row.language) for row in rows)


def instruments_path(root: Path | None = None) -> Path:
    """Where the names of conventions, directives and other yardsticks stand."""
    return (root or home()) / "criteria" / "instruments.csv"


def default_names(catalogue: Catalogue, root: Path | None = None) -> tuple[KnownName, ...]:
    """The names of every scheme, and of the conventions and other instruments that the criteria go back to."""
    return (*catalogue_names(catalogue), *read_names(instruments_path(root)))


def instrument_names(root: Path | None = None) -> tuple[tuple[str, str], ...]:
    """The id and a name of conventions and other instruments, a pair for each name."""
    return tuple((row.id, row.name) for row in read_names(instruments_path(root)))
