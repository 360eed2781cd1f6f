"""Measure what must be fast, side by side in one run; prints a Markdown table.

Times are wall-clock seconds, the median of the repetitions, on the machine that runs this. Ratios
compare with the first row of their group.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

REPEAT = 3
CLAUSES = 1_000


def seconds(work: Callable[[], object], repeat: int = REPEAT) -> float:
    """Median wall-clock time of some work."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def command(*arguments: str) -> Callable[[], object]:
    """A cold start of the command line in a process of its own."""
    return lambda: subprocess.run([sys.executable, "-m", "labelscope", *arguments], check=True, capture_output=True)


def show(group: str, rows: list[tuple[str, float]]) -> None:
    """One table."""
    print(f"\n### {group}\n\n| what | seconds | ratio |\n|---|---|---|")
    for name, value in rows:
        print(f"| {name} | {value:.2f} | {value / rows[0][1]:.2f} |")


def cold_starts() -> None:
    """From nothing to help, check, recommendation and finished exports."""
    with tempfile.TemporaryDirectory() as folder:
        names = ("xlsx", "csv", "tsv", "json", "html")
        files = [str(Path(folder) / f"labelscope.{name}") for name in names]

        def both() -> None:
            command("recommend")()
            command("export", "-o", *files)()

        show(
            "Cold start of the command line",
            [
                ("recommend", seconds(command("recommend"))),
                ("recommend, then every export", seconds(both)),
                ("check", seconds(command("check"))),
                ("--help", seconds(command("--help"))),
            ],
        )  # fmt: skip


def matching() -> None:
    """A thousand clauses against all criteria, by scorer."""
    from rapidfuzz import fuzz, process

    from labelscope.catalogue import load_catalogue
    from labelscope.embedding import open_embedder
    from labelscope.matching import Matcher
    from labelscope.matching.scorers import criterion_texts

    catalogue = load_catalogue()
    clauses = [row.text for rows in catalogue.requirements.values() for row in rows][:CLAUSES]
    terms = [text for criterion in catalogue.criteria.criteria for _, text in criterion_texts(criterion)]
    start = time.perf_counter()
    full = Matcher(catalogue, open_embedder())
    prepared = time.perf_counter() - start
    words = Matcher(catalogue, None)
    show(
        f"{len(clauses)} clauses against {len(full.criteria)} criteria",
        [
            ("words and meaning, with explanations", seconds(lambda: full.match(clauses))),
            ("words alone, with explanations", seconds(lambda: words.match(clauses))),
            ("rapidfuzz token-set ratio to every term, 2 workers, scores only",
             seconds(lambda: process.cdist(clauses, terms, scorer=fuzz.token_set_ratio, workers=2), 1)),
            ("preparing the matcher (vectors cached or not)", prepared),
        ],
    )  # fmt: skip


def stages() -> None:
    """The line from files to advice, stage by stage."""
    from labelscope.analysis import Analysis
    from labelscope.catalogue import load_catalogue

    rows = [("reading and checking every file", seconds(load_catalogue))]
    catalogue = load_catalogue()
    rows.append(("matrix", seconds(lambda: Analysis(catalogue).matrix)))
    analysis = Analysis(catalogue)
    assert analysis.matrix
    rows.append(("overlap of all pairs", seconds(lambda: analysis.overlap.symmetric, 1)))
    rows.append(("families with stability", seconds(lambda: analysis.families, 1)))
    rows.append(("options and recommendation", seconds(lambda: analysis.recommendation, 1)))
    show("Stages, warm process", rows)


if __name__ == "__main__":
    print(f"Python {platform.python_version()}, {len(os.sched_getaffinity(0))} cores, {platform.machine()}")
    cold_starts()
    stages()
    matching()
