"""Long lists of names in CSV, XLSX or Parquet: each distinct name once, in parts, resumable.

A column of ten million names holds a few hundred thousand distinct ones. They are counted first, cut
into parts, and each part is answered and written on its own; a run that was stopped goes on with the parts that
are missing. Parts can be answered by processes of this machine or by a Dask cluster, with the same result.

The folder written holds

- `job.json`: what is asked of what, so that a folder is never continued with another question;
- `names/part-00000.parquet` …: the distinct names with their counts;
- `answers/part-00000.parquet` …: the same with the answers;
- `answers.parquet`: all answers, the most frequent name first, once every part is there.
"""

from __future__ import annotations

import csv as plain_csv
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from labelscope.archives import refuse_bomb
from labelscope.embedding import Progress, open_embedder
from labelscope.errors import HostileInput
from labelscope.i18n import mark
from labelscope.names import UNKNOWN_SHARE, KnownName, NameIndex, Resolver
from labelscope.names.bulk import BulkResolver
from labelscope.names.engines import Engine, Task
from labelscope.names.weights import kind_for, shipped
from labelscope.version import VERSION
from labelscope.writing import write_text

PART = 20_000
LONGEST = 2_000
_BATCH = 500_000
SUFFIXES = (".csv", ".xlsx", ".parquet")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the list (by content), its column, the index (by content), and how to answer."""

    version: str
    source: str
    column: str
    index: str
    embedder: str
    letters_only: bool
    unknown_share: float
    weights: str


def resolve_list(
    path: Path,
    folder: Path,
    known: tuple[KnownName, ...],
    engine: Engine,
    *,
    column: str | None = None,
    embedder: str | None = None,
    letters_only: bool = False,
    unknown_share: float = UNKNOWN_SHARE,
    progress: Progress | None = None,
) -> Path:
    """Answer every distinct name of one column of a file; returns the file with all answers.

    Parameters
    ----------
    path : Path
        CSV (UTF-8, with a header), XLSX (first sheet, with a header) or Parquet.
    folder : Path
        Where parts and answers are written; a folder of the same question is continued.
    known : tuple of KnownName
    engine : Engine
        Where parts are answered.
    column : str, optional
        Needed where the file has several columns.
    progress : callable, optional
        Called with (done, all) parts.

    Raises
    ------
    HostileInput
        If the file, the column or the folder cannot be used; nothing is written then.
    """
    chosen = column_of(path, column)
    used = open_embedder("none" if letters_only else embedder)
    weights = shipped(kind_for(used))
    question = Question(
        VERSION, content_of(path), chosen, _fingerprint(known), "none" if used is None else used.asked, letters_only,
        unknown_share, weights.learned_on,
    )  # fmt: skip
    index = json.dumps([[one.id, one.name, one.language] for one in known])
    return answer_list(path, folder, chosen, asdict(question), answer_part, engine, {"index.json": index},
                       progress=progress)  # fmt: skip


def answer_list(
    path: Path,
    folder: Path,
    column: str,
    question: Mapping[str, Any],
    work: Task,
    engine: Engine,
    inputs: Mapping[str, str] | None = None,
    size: int | None = None,
    progress: Progress | None = None,
) -> Path:
    """Answer every distinct text of a column in parts of this size; returns the file with all answers.

    Parameters
    ----------
    question : mapping
        What is asked, for `job.json`; a folder of another question is refused.
    work : callable
        Called with (folder, part); reads `part_path(folder, "names", part)`, writes the same of `answers`.
    inputs : mapping
        Texts to lay into the folder, by file name.

    Raises
    ------
    HostileInput
        If the file or the folder cannot be used.
    """
    _open_folder(folder, question, inputs or {})
    parts = _write_names(path, column, folder, size or PART)
    missing = [k for k in range(parts) if not part_path(folder, "answers", k).exists()]
    done = parts - len(missing)
    if progress is not None:
        progress(done, parts)
    for _ in engine.each(work, [(str(folder), k) for k in missing]):
        done += 1
        if progress is not None:
            progress(done, parts)
    return _join(folder, parts, work)


def answer_part(task: tuple[str, int]) -> int:
    """Answer one part of the folder; what a worker of an engine does."""
    import pyarrow.parquet as pq

    folder, number = Path(task[0]), task[1]
    resolver = _resolver(str(folder), (folder / "job.json").read_text("utf-8"))
    names = pq.read_table(part_path(folder, "names", number))
    answers = resolver.resolve(names.column("name").to_pylist())
    write_table(part_path(folder, "answers", number), answers.add_column(1, "count", names.column("count")))
    return number


@lru_cache(maxsize=1)
def _resolver(folder: str, job: str) -> BulkResolver:
    question = Question(**json.loads(job))
    known = tuple(KnownName(*row) for row in json.loads((Path(folder) / "index.json").read_text("utf-8")))
    index = NameIndex(known, open_embedder(question.embedder))
    return BulkResolver(Resolver(index, unknown_share=question.unknown_share), question.letters_only)


def read_column(path: Path, column: str | None = None) -> list[str]:
    """The distinct names of one column, in the order of the file."""
    chosen = column_of(path, column)
    found: dict[str, None] = {}
    for batch in _batches(path, chosen):
        found.update(dict.fromkeys(value[:LONGEST] for value in batch.column(chosen).to_pylist() if value))
    return list(found)


def columns_of(path: Path) -> list[str]:
    """The columns of a list."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise HostileInput(mark("{file}: the suffix must be one of {suffixes}."), file=path.name,
                           suffixes=", ".join(SUFFIXES))  # fmt: skip
    return [str(name) for name in next(_batches(path, None)).schema.names]


def column_of(path: Path, wanted: str | None) -> str:
    """The column that is meant; HostileInput where that is not plain."""
    names = columns_of(path)
    if wanted is None and len(names) == 1:
        return names[0]
    if wanted not in names:
        raise HostileInput(mark("{file}: name one of its columns: {columns}."), file=path.name,
                           columns=", ".join(names[:20]))  # fmt: skip
    return str(wanted)


def _batches(path: Path, column: str | None) -> Iterator[Any]:
    """Record batches of text; of one column where it is named."""
    import pyarrow as pa

    readers: dict[str, Callable[[Path, str | None], Iterator[Any]]] = {
        ".csv": _csv_batches, ".xlsx": _xlsx_batches, ".parquet": _parquet_batches,
    }  # fmt: skip
    try:
        yield from readers[path.suffix.lower()](path, column)
    except (pa.ArrowException, UnicodeDecodeError) as error:
        reason = str(error).splitlines()[0][:200]
        raise HostileInput(mark("{file} cannot be read: {error}"), file=path.name, error=reason) from error


def _csv_batches(path: Path, column: str | None) -> Iterator[Any]:
    import pyarrow as pa
    from pyarrow import csv

    with path.open("rb") as file:
        header = file.readline(1_000_000).decode("utf-8-sig")
    names = next(plain_csv.reader([header]), [])
    convert = csv.ConvertOptions(
        column_types={name: pa.string() for name in names}, strings_can_be_null=False,
        include_columns=[column] if column else None,
    )  # fmt: skip
    with csv.open_csv(
        path, read_options=csv.ReadOptions(block_size=1 << 24), convert_options=convert,
        parse_options=csv.ParseOptions(newlines_in_values=True),
    ) as reader:  # fmt: skip
        found = False
        for batch in reader:
            found = True
            yield batch
        if not found:
            yield pa.RecordBatch.from_pylist([], schema=reader.schema)


def _parquet_batches(path: Path, column: str | None) -> Iterator[Any]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    # a dictionary keeps repeated names once per row group instead of once per row
    file = pq.ParquetFile(path, read_dictionary=[column] if column else None)
    if file.metadata.num_rows == 0:
        yield pa.RecordBatch.from_pylist([], schema=file.schema_arrow)
        return
    yield from file.iter_batches(batch_size=_BATCH, columns=[column] if column else None)


def _xlsx_batches(path: Path, column: str | None) -> Iterator[Any]:
    import pyarrow as pa
    from python_calamine import CalamineError, CalamineWorkbook

    refuse_bomb(path)
    try:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows()
        header = [str(cell) for cell in next(iter(rows), [])]
        if len(set(header)) != len(header) or not header:
            raise HostileInput(mark("{file}: the first row must name every column once."), file=path.name)
        at = header.index(column) if column else None
        cells = [[_text(cell) for cell in (row if at is None else [row[at]])] for row in rows]
    except CalamineError as error:
        raise HostileInput(mark("{file} cannot be read: {error}"), file=path.name, error=str(error)[:200]) from error
    names = header if at is None else [header[at]]
    filled = [pa.array([row[k] if k < len(row) else "" for row in cells], type=pa.string()) for k in range(len(names))]
    yield pa.RecordBatch.from_arrays(filled, names=names)


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _write_names(path: Path, column: str, folder: Path, size: int) -> int:
    """Count the distinct names and write them in parts, once; returns the number of parts."""
    import pyarrow as pa
    import pyarrow.compute as pc

    marker = folder / "names" / "complete.json"
    if marker.exists():
        return int(json.loads(marker.read_text("utf-8"))["parts"])
    counted: list[Any] = []
    for batch in _batches(path, column):
        counts = pc.value_counts(batch.column(column))
        table = pa.table(
            {"name": pc.cast(_decoded(counts.field("values")), pa.string()), "count": counts.field("counts")}
        )
        counted.append(table)
        if len(counted) > 16:
            counted = [_summed(counted)]
    total = _summed(counted).sort_by("name")
    name = pc.utf8_slice_codeunits(pc.fill_null(total.column("name"), ""), 0, LONGEST)
    total = _summed([total.set_column(0, "name", name)]).sort_by("name")
    total = total.filter(pc.not_equal(total.column("name"), ""))
    parts = -(-len(total) // size)
    for k in range(parts):
        write_table(part_path(folder, "names", k), total.slice(k * size, size))
    write_text(marker, json.dumps({"parts": parts, "names": len(total)}))
    return parts


def _decoded(values: Any) -> Any:
    import pyarrow as pa

    return values.dictionary_decode() if pa.types.is_dictionary(values.type) else values


def _summed(tables: list[Any]) -> Any:
    import pyarrow as pa

    joined = pa.concat_tables(tables)
    summed = joined.group_by("name").aggregate([("count", "sum")])
    return pa.table({"name": summed.column("name"), "count": summed.column("count_sum")}).combine_chunks()


def _join(folder: Path, parts: int, work: Task) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    target = folder / "answers.parquet"
    if not parts:  # an empty part has the columns, and no rows
        nothing = pa.table({"name": pa.array([], type=pa.string()), "count": pa.array([], type=pa.int64())})
        write_table(part_path(folder, "names", 0), nothing)
        work((str(folder), 0))
    tables = [pq.read_table(part_path(folder, "answers", k)) for k in range(max(1, parts))]
    by_frequency = [("count", "descending"), (tables[0].column_names[0], "ascending")]
    write_table(target, pa.concat_tables(tables).sort_by(by_frequency))
    return target


def _open_folder(folder: Path, question: Mapping[str, Any], inputs: Mapping[str, str]) -> None:
    job = folder / "job.json"
    asked = json.dumps(question, indent=1, sort_keys=True) + "\n"
    if job.exists():
        if job.read_text("utf-8") != asked:
            raise HostileInput(mark("{folder} holds the answers to another question: choose another folder."),
                               folder=str(folder))  # fmt: skip
    else:
        if folder.exists() and any(folder.iterdir()):
            raise HostileInput(mark("{folder} is not empty: choose another folder."), folder=str(folder))
        for name in ("names", "answers"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        for name, text in inputs.items():
            write_text(folder / name, text)
        write_text(job, asked)


def part_path(folder: Path, kind: str, number: int) -> Path:
    """Where a part of the `names` or `answers` of a folder stands."""
    return folder / kind / f"part-{number:05d}.parquet"


def write_table(path: Path, table: Any) -> None:
    """Write a table whole or not at all."""
    import pyarrow.parquet as pq

    half = path.with_suffix(f".{os.getpid()}.half")
    pq.write_table(table, half, compression="zstd")
    os.replace(half, path)


def content_of(path: Path) -> str:
    """Fingerprint of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()


def _fingerprint(known: tuple[KnownName, ...]) -> str:
    lines = "\n".join("\t".join((one.id, one.name, one.language)) for one in known)
    return hashlib.blake2b(lines.encode()).hexdigest()
