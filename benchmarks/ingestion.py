"""Reading documents of about sixty pages: seconds, peak memory of the worker, clauses found.

Run `PYTHONPATH=src:tests/ingestion python benchmarks/ingestion.py`. The documents are made of the clauses of the
catalogue, in pages of twenty-four clauses.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Mapping, Sequence

PAGES, ON_A_PAGE = 60, 24


def clauses() -> list[str]:
    """Texts of the catalogue, in English, each once."""
    from labelscope.catalogue import load_catalogue

    catalogue = load_catalogue()
    texts = dict.fromkeys(row.text for rows in catalogue.requirements.values() for row in rows)
    return list(texts)[: PAGES * ON_A_PAGE]


def numbered(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Each text with a number: a section for each page."""
    return [(f"{i // ON_A_PAGE + 1}.{i % ON_A_PAGE + 1}", text) for i, text in enumerate(texts)]


def as_pdf(texts: Sequence[str]) -> bytes:
    """Two columns, the stream line by line across both."""
    from writing import Text, content, pdf

    pages = []
    rows = numbered(texts)
    for start in range(0, len(rows), ON_A_PAGE):
        page, drawn = rows[start : start + ON_A_PAGE], []
        lines = [line for number, text in page for line in textwrap.wrap(f"{number} {_latin(text)}", 50)]
        half = (len(lines) + 1) // 2
        size = min(9.0, 700 / half / 1.2)
        for i, pair in enumerate(zip(lines[:half], [*lines[half:], ""], strict=False)):
            drawn += [
                Text(x, 780 - 1.2 * size * i, line, size) for x, line in zip((45, 310), pair, strict=True) if line
            ]
        drawn += [Text(45, 815, "Standard for tests", 8), Text(280, 25, f"Page {start // ON_A_PAGE + 1}", 8)]
        pages.append(content(drawn))
    return bytes(pdf(pages))


def _latin(text: str) -> str:
    return text.encode("cp1252", "replace").decode("cp1252")


def as_docx(texts: Sequence[str]) -> bytes:
    """Counted numbers in two levels."""
    from writing import docx, paragraph

    body = ""
    for i, text in enumerate(texts):
        if i % ON_A_PAGE == 0:
            body += paragraph(f"Section {i // ON_A_PAGE + 1} of the standard", level=0)
        body += paragraph(_escaped(text), level=1)
    return bytes(docx(body))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def as_html(texts: Sequence[str]) -> bytes:
    """One paragraph each."""
    return (
        "<html><body>" + "".join(f"<p>{n} {_escaped(text)}</p>" for n, text in numbered(texts)) + "</body></html>"
    ).encode()


def as_xlsx(texts: Sequence[str]) -> bytes:
    """Two columns."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Standard")
        for i, row in enumerate([("No", "Requirement"), *numbered(texts)]):
            sheet.write_string(i, 0, row[0])
            sheet.write_string(i, 1, row[1])
    return buffer.getvalue()


def as_csv(texts: Sequence[str]) -> bytes:
    """Two columns."""
    return "\n".join(
        ["No;Requirement", *(f'{n};"{text.replace(chr(34), chr(34) * 2)}"' for n, text in numbered(texts))]
    ).encode()


def as_txt(texts: Sequence[str]) -> bytes:
    """Lines of eighty characters."""
    return "\n".join(textwrap.fill(f"{number} {text}", 80) for number, text in numbered(texts)).encode()


MAKERS: Mapping[str, Callable[[Sequence[str]], bytes]] = {
    "pdf": as_pdf, "docx": as_docx, "html": as_html, "xlsx": as_xlsx, "csv": as_csv, "txt": as_txt,
}  # fmt: skip


def measure(form: str) -> dict[str, float | int | str]:
    """One format, three times; the best."""
    from labelscope.ingestion import ingest

    texts = clauses()
    data = MAKERS[form](texts)
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        document = ingest(f"a.{form}", data)
        seconds.append(time.perf_counter() - start)
    wanted = {(n, _latin(text) if form == "pdf" else text) for n, text in numbered(texts)}
    found = {(clause.number, clause.text) for clause in document.clauses}
    return {
        "format": form, "kB": len(data) // 1000, "seconds": round(min(seconds), 2),
        "worker_MB": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        "clauses": len(wanted), "exact": len(wanted & found), "other": len(found - wanted),
    }  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1])))
    else:
        for each in MAKERS:
            print(
                subprocess.run([sys.executable, __file__, each], capture_output=True, text=True, check=True).stdout,
                end="",
            )
