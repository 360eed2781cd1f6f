"""Confirmed names become aliases of a scheme: a change to its record that a person can read before it is made."""

from __future__ import annotations

import difflib
import json
from collections import defaultdict
from pathlib import Path

from labelscope.catalogue import load_catalogue
from labelscope.errors import CatalogueError
from labelscope.i18n import mark
from labelscope.model import Record, Text
from labelscope.names.known import default_names
from labelscope.names.wording import key
from labelscope.reading import ProblemList, read_table
from labelscope.writing import write_text

HEADER = ("scheme", "alias")


class ConfirmedAlias(Record):
    """A name that a person confirmed for a scheme."""

    scheme: Text
    alias: Text


def add_aliases(root: Path, file: Path, write: bool = False) -> str:
    """The change to the scheme records as a unified diff; it is made where `write` is set, all or nothing.

    Parameters
    ----------
    root : Path
        Folder with data/ and criteria/.
    file : Path
        CSV with the columns scheme, alias.

    Raises
    ------
    CatalogueError
        If a scheme is not known or a name already means something else; nothing is written then.
    """
    catalogue = load_catalogue(root)
    owners = {key(known.name): known.id for known in default_names(catalogue, root)}
    problems = ProblemList(file.parent)
    wanted: dict[str, list[str]] = defaultdict(list)
    for place, row in read_table(file, HEADER, ConfirmedAlias, problems):
        written = key(row.alias)
        if row.scheme not in catalogue.schemes:
            problems.add(file, place, "scheme", row.scheme, mark("no scheme has this id: mend it"))
        elif not written:
            problems.add(file, place, "alias", row.alias, mark("a name needs letters or digits"))
        elif owners.get(written, row.scheme) != row.scheme:
            remedy = mark("this name already means {other}: remove the line")
            problems.add(file, place, "alias", row.alias, remedy, other=owners[written])
        elif written not in owners:
            owners[written] = row.scheme
            wanted[row.scheme].append(row.alias)
    if problems.problems:
        raise CatalogueError(problems.problems)
    changes = {root / "data" / "labels" / scheme / "scheme.yaml": names for scheme, names in sorted(wanted.items())}
    texts = {path: (path.read_text("utf-8"), _with(path.read_text("utf-8"), names)) for path, names in changes.items()}
    if write:
        for path, (_, new) in texts.items():
            write_text(path, new)
    shown: list[str] = []
    for path, (old, new) in texts.items():
        name = path.relative_to(root).as_posix()
        shown += difflib.unified_diff(old.splitlines(True), new.splitlines(True), f"a/{name}", f"b/{name}")
    return "".join(shown)


def _with(text: str, names: list[str]) -> str:
    lines = text.splitlines(keepends=True)
    start = next(k for k, line in enumerate(lines) if line.startswith("aliases:"))
    if lines[start].strip() != "aliases:":
        lines[start] = "aliases:\n"
    stop = next((k for k in range(start + 1, len(lines)) if lines[k][:1] not in " -#\n"), len(lines))
    return "".join([*lines[:stop], *(f"  - {json.dumps(name, ensure_ascii=False)}\n" for name in names), *lines[stop:]])
