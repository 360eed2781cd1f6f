"""How much a document from outside may ask for."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on a file and on the process that reads it."""

    file_bytes: int = 20 * MEGABYTE
    unpacked_bytes: int = 100 * MEGABYTE
    ratio: int = 100
    """Unpacked bytes for each packed byte of an archive."""
    members: int = 2_000
    pages: int = 1_000
    side: int = 14_400
    """Points; the longest side of a page."""
    characters: int = 5_000_000
    blocks: int = 100_000
    rows: int = 200_000
    columns: int = 200
    depth: int = 200
    """Levels of nested elements."""
    memory_bytes: int = 1_000 * MEGABYTE
    """Address space of the worker, where the system can limit it."""
    processor_seconds: int = 60
    seconds: float = 90.0
    """From start to answer."""
    output_bytes: int = 60 * MEGABYTE
    waiting_seconds: float = 60.0
    """How long a document waits for a free worker."""


LIMITS = Limits()
