"""Long lists of clauses in CSV, XLSX or Parquet: each distinct clause once, in parts, resumable, on any engine."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from labelscope.catalogue import load_catalogue
from labelscope.embedding import Progress, open_embedder
from labelscope.matching import TOP, Matcher
from labelscope.names.engines import Engine
from labelscope.names.lists import answer_list, column_of, content_of, part_path, write_table
from labelscope.version import VERSION

PART = 2_000
#: Columns of the answers; `probability` is that of the answer given; with `nothing_fits` the criteria are the nearest.
COLUMNS = ("clause", "count", "criterion", "second", "third", "probability", "nothing_fits")
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the list (by content), its column, the catalogue (by content and place), and how to answer."""

    version: str
    source: str
    column: str
    catalogue: str
    root: str
    embedder: str
    weights: str


def match_list(
    path: Path, folder: Path, engine: Engine, *, root: Path | None = None, column: str | None = None,
    embedder: str | None = None, progress: Progress | None = None,
) -> Path:  # fmt: skip
    """Propose criteria for every distinct clause of one column; returns the Parquet file with all answers.

    Parameters
    ----------
    path : Path
        CSV (UTF-8, with a header), XLSX (first sheet, with a header) or Parquet.
    folder : Path
        Where parts and answers are written; a folder of the same question is continued.
    root : Path, optional
        Folder of the catalogue; workers read it from there.
    embedder : str, optional
        One of `embedding.EMBEDDERS`; the second voice of the default takes several times longer.
    progress : callable, optional
        Called with (done, all) parts.

    Raises
    ------
    HostileInput
        If the file, the column or the folder cannot be used; nothing is written then.
    """
    chosen, used = column_of(path, column), open_embedder(embedder)
    matcher = _matcher(str(root or ""), "none" if used is None else used.asked)
    question = Question(
        VERSION, content_of(path), chosen, matcher.catalogue.checksum, str(root or ""),
        "none" if used is None else used.asked, matcher.combiner.learned_on,
    )  # fmt: skip
    return answer_list(path, folder, chosen, asdict(question), answer_part, engine, size=PART, progress=progress)


def answer_part(task: tuple[str, int]) -> int:
    """Answer one part of the folder; what a worker of an engine does."""
    import json

    import pyarrow.parquet as pq

    folder, number = Path(task[0]), task[1]
    question = Question(**json.loads((folder / "job.json").read_text("utf-8")))
    matcher = _matcher(question.root, question.embedder)
    clauses = pq.read_table(part_path(folder, "names", number))
    write_table(part_path(folder, "answers", number), _answers(matcher, clauses))
    return number


def _answers(matcher: Matcher, clauses: Any) -> Any:
    import numpy as np
    import pyarrow as pa

    texts = clauses.column("name").to_pylist()
    found = [matcher.first(texts[start : start + _AT_ONCE]) for start in range(0, len(texts), _AT_ONCE)]
    best = np.concatenate([one for one, _, _ in found]) if found else np.zeros((0, TOP), dtype=np.int16)
    criteria = pa.array(matcher.criteria, type=pa.string())
    columns = [criteria.take(pa.array(best[:, k], type=pa.int16())) for k in range(TOP)]
    certainty = np.concatenate([one for _, one, _ in found]) if found else np.zeros(0)
    nothing = np.concatenate([one for _, _, one in found]) if found else np.zeros(0, dtype=bool)
    values = [clauses.column("name"), clauses.column("count"), *columns, pa.array(certainty), pa.array(nothing)]
    return pa.table(dict(zip(COLUMNS, values, strict=True)))


@lru_cache(maxsize=1)
def _matcher(root: str, embedder: str) -> Matcher:
    return Matcher(load_catalogue(Path(root) if root else None), open_embedder(embedder))
