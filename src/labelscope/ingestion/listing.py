"""The requirement candidates of a document as rows of plain values, which `labelscope match` reads again."""

from __future__ import annotations

from collections.abc import Iterator

from labelscope.ingestion.document import Box, Document

HEADER = (
    "id", "text", "lang", "kind", "number", "lead_in", "headings", "printed_number", "page", "page_label", "box",
    "cell", "start", "end", "sha256",
)  # fmt: skip


def list_clauses(document: Document) -> Iterator[tuple[str | int | None, ...]]:
    """A row for each candidate, in the order of `HEADER`; headings are parted by ` > `, box in points."""
    for place, clause in enumerate(document.clauses, start=1):
        at = clause.locator
        yield (
            f"{place:04}", clause.text, clause.language, clause.kind.value, clause.number, clause.lead_in,
            " > ".join(at.headings), at.number, at.page, at.page_label, _written(at.box), at.cell,
            at.start, at.end, at.checksum,
        )  # fmt: skip


def _written(box: Box | None) -> str:
    return " ".join(f"{value:g}" for value in (box.left, box.bottom, box.right, box.top)) if box else ""
