"""The page of measured quality: each command that measures writes its own section, and leaves the others."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from labelscope.writing import write_text

TITLE = "# Measured quality\n\nEach section is written by the command that it names; do not edit it by hand.\n"

_NAMES = (
    ("top1", "right candidate first"), ("top3", "right candidate among the first three"),
    ("ece", "expected calibration error"), ("none_recall", "unknown names answered *no match*"),
    ("none_precision", "*no match* right, at one unknown name in ten"),
    ("lost", "known names whose right answer is lost to *no match*"),
    ("known_as_none", "known names answered *no match*"),
)  # fmt: skip

_CLAUSES = (
    ("clauses", "asked"), ("recall1", "right criterion first"), ("recall3", "among the first three"),
    ("ece", "calibration error"), ("none_recall", "*nothing fits* found"), ("none_precision", "*nothing fits* right"),
    ("lost", "fitting clauses lost"),
)  # fmt: skip


def names_section(total: Mapping[str, Any], by_language: Mapping[str, Mapping[str, Any]], how: str) -> list[str]:
    """Lines of the section on names; `how` says with which weights it was measured."""
    languages = list(by_language)
    head = ["figure", "all", *languages]
    lines = [how, "", f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    rows = [("queries", "names asked"), *_NAMES]
    for field, words in rows:
        cells = [_shown(one[field]) for one in (total, *by_language.values())]
        lines.append(f"| {words} | {' | '.join(cells)} |")
    return lines


def clauses_section(groups: Mapping[str, Mapping[str, Any]], how: str) -> list[str]:
    """Lines of a section on clauses, a row for each group; `how` says what was measured with which weights."""
    lines = [how, "", f"| clauses | {' | '.join(words for _, words in _CLAUSES)} |", f"|---|{'---|' * len(_CLAUSES)}"]
    for name, figures in groups.items():
        lines.append(f"| {name} | {' | '.join(_shown(figures[field]) for field, _ in _CLAUSES)} |")
    return lines


def write_section(path: Path, heading: str, lines: list[str]) -> None:
    """Put a section into the page, in place of the one with this heading; others stay as they are."""
    text = path.read_text("utf-8") if path.exists() else TITLE
    start = text.find(f"\n## {heading}\n")
    section = f"\n## {heading}\n\n" + "\n".join(lines) + "\n"
    if start < 0:
        new = text + section
    else:
        stop = text.find("\n## ", start + 1)
        new = text[:start] + section + (text[stop:] if stop >= 0 else "")
    write_text(path, new)


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"
