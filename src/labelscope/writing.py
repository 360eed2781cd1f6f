"""Write files so that a reader sees the old content or the new, never a half."""

from __future__ import annotations

import os
from pathlib import Path


def write_text(path: Path, text: str) -> None:
    """Put text into a file, in UTF-8, in one step."""
    half = path.with_suffix(f".{os.getpid()}.half")
    half.write_text(text, "utf-8")
    os.replace(half, path)
