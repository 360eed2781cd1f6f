"""What the worker process runs: it limits itself, reads one document from standard input and answers in JSON.

Parsers are imported only here, after the limits are set.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple
from importlib import import_module
from typing import Any

from labelscope.errors import HostileInput
from labelscope.ingestion import refusals
from labelscope.ingestion.document import Block, Clause
from labelscope.ingestion.languages import Languages
from labelscope.ingestion.limits import Limits
from labelscope.ingestion.passages import Extraction, limited
from labelscope.ingestion.structure import arrange

Extractor = Callable[[bytes, Limits], Extraction]
#: Format -> the module whose function `extract` reads it.
EXTRACTORS: Mapping[str, str] = {
    "pdf": "labelscope.ingestion.pdf",
    "docx": "labelscope.ingestion.word",
    "html": "labelscope.ingestion.markup",
    "xlsx": "labelscope.ingestion.workbook",
    "csv": "labelscope.ingestion.delimited",
    "txt": "labelscope.ingestion.plain",
}
#: What is asked of a worker when the bare cells of a workbook are wanted.
SHEETS = "sheets"
_REFUSED_EVENTS = frozenset({
    "socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec", "os.fork",
    "os.forkpty", "os.posix_spawn", "os.remove", "os.rename", "os.mkdir", "shutil.rmtree", "urllib.Request",
})  # fmt: skip


def main(arguments: Sequence[str]) -> None:
    """Read the document on standard input; `arguments` are its format and the limits as JSON."""
    form, limits = arguments[0], Limits(**json.loads(arguments[1]))
    bound_work(limits)
    languages = Languages()
    bound_files()
    sys.addaudithook(_refuse_outside)
    try:
        answer = read(form, sys.stdin.buffer.read(), limits, languages)
    except HostileInput as refusal:
        answer = {"refused": refusal.remedy, "values": refusal.values}
    except MemoryError:
        answer = {"refused": refusals.TOO_MUCH_MEMORY, "values": {}}
    except RecursionError:
        answer = {"refused": refusals.NESTED, "values": {"limit": str(limits.depth)}}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode())
    sys.stdout.buffer.flush()


def bound_work(limits: Limits) -> None:
    """Bound memory and processor time of this process, where the system can."""
    try:
        import resource
    except ImportError:
        return
    _bound(resource.RLIMIT_CPU, limits.processor_seconds, limits.processor_seconds + 2)
    _bound(resource.RLIMIT_CORE, 0)
    if sys.platform == "linux":
        _bound(resource.RLIMIT_AS, limits.memory_bytes)


def bound_files() -> None:
    """Let this process write no file and open few; the model of languages, which unpacks into one, is loaded before."""
    try:
        import resource
    except ImportError:
        return
    _bound(resource.RLIMIT_FSIZE, 0)
    _bound(resource.RLIMIT_NOFILE, 64)


def _bound(what: int, most: int, at_last: int | None = None) -> None:
    """Set a limit; one on time is a signal first and the end at last."""
    import resource

    _, hard = resource.getrlimit(what)
    last = most if at_last is None else at_last
    allowed = last if hard == resource.RLIM_INFINITY else min(last, hard)
    resource.setrlimit(what, (min(most, allowed), allowed))


def _refuse_outside(event: str, arguments: tuple[Any, ...]) -> None:
    """Python code of this process may neither reach the network, start programs nor change files."""
    if event in _REFUSED_EVENTS or (
        event == "open" and isinstance(arguments[1], str) and set("wax+") & set(arguments[1])
    ):
        raise PermissionError(event)


def read(form: str, data: bytes, limits: Limits, known: Languages) -> dict[str, Any]:
    """The answer about a document, in plain values; see `labelscope.ingestion` for its other side.

    Raises
    ------
    HostileInput
        If the document is refused.
    """
    if form == SHEETS:
        from labelscope.ingestion.workbook import read_sheets

        return {"sheets": read_sheets(data, limits)}
    extract: Extractor = import_module(EXTRACTORS[form]).extract
    extraction = extract(data, limits)
    blocks, clauses = arrange(extraction.passages, limits)
    if not any(character.isalpha() for block in blocks for character in block.text):
        raise HostileInput(refusals.NO_TEXT)
    language, languages, notices = known.judge([clause.text for clause in clauses])
    return {
        "extractor": extraction.extractor,
        "language": language,
        "warnings": [[notice.message, dict(notice.values)] for notice in limited([*extraction.notices, *notices])],
        "blocks": [_plain_block(block) for block in blocks],
        "clauses": [
            [place, clause.number, found, clause.lead_in]
            for (place, clause), found in zip(_placed(blocks, clauses), languages, strict=True)
        ],
    }  # fmt: skip


def _plain_block(block: Block) -> list[Any]:
    at = block.locator
    box = list(astuple(at.box)) if at.box else None
    return [
        block.kind,
        block.text,
        at.start,
        at.end,
        list(at.headings),
        at.number,
        at.page,
        at.page_label,
        box,
        at.cell,
    ]


def _placed(blocks: Sequence[Block], clauses: Sequence[Clause]) -> list[tuple[int, Clause]]:
    """Each clause with the position of its block."""
    position = {block.locator.start: place for place, block in enumerate(blocks)}
    return [(position[clause.locator.start], clause) for clause in clauses]
