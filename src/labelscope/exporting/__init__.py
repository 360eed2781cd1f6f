"""Write an analysis to a file; the suffix chooses the writer. One scheme or one comparison has writers of its own.

Every file carries the checksum of the catalogue it was computed from. The same catalogue gives the
same bytes. Text stays text: nothing in a workbook or a CSV file can become a formula.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from labelscope.analysis import Analysis
from labelscope.exporting.oscal import write_oscal
from labelscope.exporting.page import write_html
from labelscope.exporting.sssom import write_sssom
from labelscope.exporting.text import write_csv, write_json
from labelscope.exporting.untp import write_untp
from labelscope.exporting.workbook import write_xlsx
from labelscope.i18n import Translator

__all__ = ["WRITERS", "Writer", "export", "render", "write_oscal", "write_untp", "write_whole"]

Writer = Callable[[Analysis, Translator], bytes]

WRITERS: Mapping[str, Writer] = {
    ".xlsx": write_xlsx,
    ".csv": write_csv,
    ".tsv": write_sssom,
    ".json": write_json,
    ".html": write_html,
}


def render(analysis: Analysis, suffix: str, language: str = "en") -> bytes:
    """The content of an export.

    Raises
    ------
    ValueError
        If no writer has this suffix.
    """
    writer = WRITERS.get(suffix.lower())
    if writer is None:
        raise ValueError(f"the suffix must be one of {', '.join(WRITERS)}, not {suffix!r}")
    return writer(analysis, Translator(language))


def export(analysis: Analysis, path: Path | str, language: str = "en") -> Path:
    """Write an export, all or nothing: the file appears whole or not at all.

    Raises
    ------
    ValueError
        If no writer has this suffix.
    OSError
        If the file cannot be written.
    """
    target = Path(path)
    return write_whole(target, render(analysis, target.suffix, language))


def write_whole(target: Path, content: bytes) -> Path:
    """Write a file, all or nothing.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(temporary, 0o644)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise
    return target
