"""Measure name resolution on made-up names, side by side with n-gram matching; prints Markdown tables.

    python benchmarks/names.py peers     one million noisy names against 5,000 (needs sparse-dot-topn)
    python benchmarks/names.py column    ten million names of a column with few frequent ones, from file to answers
    python benchmarks/names.py growth    time and memory from 10^4 to 10^7 names and 10^2 to 10^5 known names
    python benchmarks/names.py closer    names a second where words and meaning are compared, by embedder

Each row runs in a process of its own, so that its memory is its own. Names are two to five words of the catalogue's
clauses; noise is none, one or two slips of the keyboard. `benchmarks/requirements-peers.txt` holds the peer.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from labelscope.catalogue import load_catalogue
from labelscope.names import KnownName, NameIndex, Resolver
from labelscope.names.bulk import BulkResolver
from labelscope.names.engines import open_engine
from labelscope.names.letters import mistyped
from labelscope.names.lists import resolve_list

Positions = NDArray[np.int64]
MEBIBYTE = 1 << 10


def made_up(count: int) -> list[str]:
    """That many different names."""
    rows = load_catalogue().requirements.values()
    texts = " ".join(row.text for group in rows for row in group)
    vocabulary = sorted({word for word in texts.split() if word.isalpha() and len(word) > 3})
    random = np.random.default_rng(0)
    found: dict[str, None] = {}
    while len(found) < count:
        some = random.choice(len(vocabulary), int(random.integers(2, 6)))
        found[" ".join(vocabulary[k].capitalize() for k in some)] = None
    return list(found)


def noisy(names: Sequence[str], count: int, seed: int = 1) -> tuple[list[str], Positions]:
    """That many names with slips, and which name each of them is."""
    random = np.random.default_rng(seed)
    truth = random.integers(0, len(names), count)
    slips = random.integers(0, 3, count) > 0
    return [mistyped(names[k], random) if s else names[k] for k, s in zip(truth.tolist(), slips, strict=True)], truth


def by_letters(known: Sequence[str], asked: Sequence[str]) -> Positions:
    """The best known name of each, or -1, by labelscope with letters alone in two processes."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    parts = [list(asked[start : start + 50_000]) for start in range(0, len(asked), 50_000)]
    with ProcessPoolExecutor(2, get_context("fork"), _prepare, (list(known),)) as pool:
        return np.concatenate(list(pool.map(_answer, parts)))


_state: dict[str, BulkResolver] = {}


def _prepare(known: list[str]) -> None:
    index = NameIndex([KnownName(str(k), name) for k, name in enumerate(known)])
    _state["bulk"] = BulkResolver(Resolver(index), letters_only=True)


def _answer(part: list[str]) -> Positions:
    import pyarrow.compute as pc

    answers = _state["bulk"].resolve(part)
    best = pc.coalesce(answers.column("id"), answers.column("second_id"))
    return np.array([-1 if one is None else int(one) for one in best.to_pylist()])


def by_sparse_dot_topn(known: Sequence[str], asked: Sequence[str]) -> Positions:
    """The best known name of each by the cosine of character trigrams, two threads."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sparse_dot_topn import sp_matmul_topn

    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), dtype=np.float32)
    theirs = vectorizer.fit_transform(known)
    best = sp_matmul_topn(vectorizer.transform(asked), theirs.T.tocsr(), top_n=1, threshold=0.0, n_threads=2, sort=True)
    result = np.full(len(asked), -1, dtype=np.int64)
    filled = np.diff(best.indptr) > 0
    result[filled] = best.indices[best.indptr[:-1][filled]]
    return result


def by_cdist(known: Sequence[str], asked: Sequence[str]) -> Positions:
    """The best known name of each by rapidfuzz's ratio against every known name, two threads."""
    from rapidfuzz import fuzz, process

    parts = []
    for start in range(0, len(asked), 2_000):
        scores = process.cdist(asked[start : start + 2_000], known, scorer=fuzz.ratio, workers=2, dtype=np.uint8)
        parts.append(scores.argmax(1).astype(np.int64))
    return np.concatenate(parts)


WAYS = {"labelscope": by_letters, "sparse-dot-topn": by_sparse_dot_topn, "rapidfuzz cdist": by_cdist}


def measure(way: str, asked: int, known: int) -> dict[str, float]:
    """Seconds, peak memory in MiB (with child processes) and share of right answers of one way."""
    names = made_up(known)
    written, truth = noisy(names, asked)
    start = time.perf_counter()
    found = WAYS[way](names, written)
    seconds = time.perf_counter() - start
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"seconds": seconds, "mebibytes": max(own, children) / MEBIBYTE, "top1": float((found == truth).mean())}


def column(asked: int, known: int, workers: int) -> dict[str, float]:
    """A Parquet column whose frequent names are very frequent (Zipf), from file to answers."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = made_up(known)
    random = np.random.default_rng(2)
    variants, _ = noisy(names, max(1_000, asked // 30), seed=3)
    drawn = np.minimum(random.zipf(1.1, asked) - 1, len(variants) - 1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "column.parquet"
        with pq.ParquetWriter(path, pa.schema([("label", pa.string())])) as writer:
            everything = pa.array(variants)
            for start in range(0, asked, 1_000_000):
                writer.write_table(pa.table({"label": everything.take(pa.array(drawn[start : start + 1_000_000]))}))
        listed = tuple(KnownName(str(k), name) for k, name in enumerate(names))
        start_ = time.perf_counter()
        answers = resolve_list(path, Path(folder) / "out", listed, open_engine("local", workers), letters_only=True)
        seconds = time.perf_counter() - start_
        table = pq.read_table(answers, columns=["count", "id"])
        distinct, found = table.num_rows, table.column("id").null_count
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"seconds": seconds, "mebibytes": max(own, children) / MEBIBYTE, "distinct": distinct, "no match": found}


def closer(asked: int) -> None:
    """Names a second of one process against the catalogue, the index ready, by embedder."""
    from labelscope.embedding import EMBEDDERS, open_embedder
    from labelscope.names.known import catalogue_names

    known = catalogue_names(load_catalogue())
    written, _ = noisy([one.name for one in known], asked)
    print("| embedder | names a second |\n|---|---|")
    for name in EMBEDDERS:
        resolver = Resolver(NameIndex(known, open_embedder(name)))
        resolver.resolve(written[:10])
        start = time.perf_counter()
        resolver.resolve(written[10:])
        print(f"| {name} | {(asked - 10) / (time.perf_counter() - start):.0f} |")


def alone(*arguments: str) -> dict[str, float]:
    """One measurement in a process of its own."""
    done = subprocess.run([sys.executable, __file__, *arguments], check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def peers(asked: int = 1_000_000, known: int = 5_000) -> None:
    """Side by side on the same names."""
    print(f"\n### {asked:,} noisy names against {known:,}\n")
    print("| way | seconds | ratio | peak MiB | right |\n|---|---|---|---|---|")
    first = 0.0
    for way in WAYS:
        one = alone("one", way, str(asked), str(known))
        first = first or one["seconds"]
        ratio, right = one["seconds"] / first, one["top1"]
        print(f"| {way} | {one['seconds']:.1f} | {ratio:.1f} | {one['mebibytes']:.0f} | {right:.5f} |")


def growth() -> None:
    """How time and memory grow, and the exponents fitted to the times."""
    print("\n### Growth, letters alone\n\n| names | known | seconds | peak MiB |\n|---|---|---|---|")
    runs = [(10**k, 5_000) for k in range(4, 8)] + [(100_000, 10**k) for k in range(2, 6)]
    times: dict[tuple[int, int], float] = {}
    for asked, known in runs:
        one = alone("one", "labelscope", str(asked), str(known))
        times[asked, known] = one["seconds"]
        print(f"| {asked:,} | {known:,} | {one['seconds']:.1f} | {one['mebibytes']:.0f} |")
    by_names = [(asked, seconds) for (asked, known), seconds in times.items() if known == 5_000]
    by_known = [(known, seconds) for (asked, known), seconds in times.items() if asked == 100_000]
    for what, points in (("names asked", by_names), ("known names", by_known)):
        x, y = np.log(np.array(points, dtype=np.float64)).T
        exponent = np.polyfit(x, y, 1)[0]
        print(f"\nFitted exponent of time in the number of {what}: {exponent:.2f}")


def main(arguments: Sequence[str]) -> None:
    """Run what is asked for."""
    match list(arguments):
        case ["one", way, asked, known]:
            print(json.dumps(measure(way, int(asked), int(known))))
        case ["one-column", asked, known, workers]:
            print(json.dumps(column(int(asked), int(known), int(workers))))
        case ["column"]:
            one = alone("one-column", "10000000", "5000", "2")
            print(json.dumps(one))
        case ["growth"]:
            growth()
        case ["closer"]:
            closer(1_000)
        case _:
            peers()


if __name__ == "__main__":
    main(sys.argv[1:])
