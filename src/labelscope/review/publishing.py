"""What people agreed on goes into the catalogue's files, all or nothing.

A plan is worked out on a copy, which is loaded and checked whole; only then are the files moved in. For rows of the
catalogue the judgements are replaced, and a difference from the blind second reading is settled with its reason. For
documents own words become rows, with their judgements, under a scheme that is there or is made from its form.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labelscope.agreement import SECOND, SETTLEMENT_HEADER, Readings, judgements, read_second, read_settlements
from labelscope.catalogue import HISTORY_HEADER, REQUIREMENTS_HEADER, Catalogue, home, load_catalogue
from labelscope.crosswalk import HEADER as CROSSWALK_HEADER
from labelscope.errors import CatalogueError, Problem
from labelscope.i18n import mark
from labelscope.model import NO_TERM_FOUND, NOT_NAMED, Grade, Reach, RequirementTranslation, fingerprint
from labelscope.review import journal
from labelscope.review.files import Draft, Row, diff, with_source
from labelscope.review.journal import Change
from labelscope.review.new_scheme import history_rows, scheme_yaml
from labelscope.review.new_scheme import problems as form_problems
from labelscope.review.own_words import wording_faults
from labelscope.review.records import BatchKind, Clause, Event, Judgement, Loaded, Published, question
from labelscope.review.state import Status, fold, state_of
from labelscope.review.store import ReviewStore

#: Ids that were dropped, one a line; need not be there.
RETIRED = "data/retired-ids.txt"
_CURATED = "semapv:ManualMappingCuration"
_NO_REASON = "Judged in review; no reason was written."


@dataclass(frozen=True, slots=True)
class Plan:
    """What publishing a batch would do.

    `rows`: the decisions that go in; `changes`: of files; `problems`: why nothing can be published; `waiting`: clauses
    that are open or in conflict; `untranslated`: new or reworded rows, which stand in English until they are
    translated; `stale`: rows that were published and whose decision does not stand any more (they are left alone).
    `before` and `after` are checksums of the catalogue.
    """

    root: Path
    batch_id: int
    rows: tuple[Published, ...]
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    waiting: int = 0
    untranslated: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    before: str = ""
    after: str = ""

    @property
    def diff(self) -> str:
        """The changes as a unified diff."""
        return diff(self.changes)


def plan(store: ReviewStore, batch_id: int, root: Path | None = None) -> Plan:
    """Work out what publishing a batch would change, and check the catalogue as it would be.

    An earlier publication that was interrupted is brought to its end first.

    Parameters
    ----------
    root : Path, optional
        Folder with data/ and criteria/; the shipped one by default.

    Raises
    ------
    CatalogueError
        If the catalogue as it is has problems.
    ReviewRefused
        If there is no such batch.
    """
    base = root or home()
    journal.finish(base)
    catalogue, loaded = load_catalogue(base), store.load(batch_id)
    work = _Publication(base, catalogue, loaded, store.published(batch_id), store.published_ids())
    problems, after = work.problems, catalogue.checksum
    if not problems:
        work.carry_out()
    changes = work.draft.changes
    if changes:
        after, problems = _checked(base, changes)
    return Plan(
        base, batch_id, tuple(work.rows), () if problems else changes, problems, work.waiting,
        tuple(work.untranslated), work.stale, catalogue.checksum, after,
    )  # fmt: skip


def publish(plan: Plan, store: ReviewStore, who: str) -> None:
    """Move the planned files in, and keep in the store what was published by whom.

    Raises
    ------
    CatalogueError
        If the plan has problems.
    ReviewRefused
        If the catalogue has changed since it was planned, or another publication is under way; nothing is written.
    """
    if plan.problems:
        raise CatalogueError(plan.problems)
    if plan.changes:
        journal.commit(plan.root, plan.changes)
    if plan.rows:
        store.add_publication(plan.batch_id, who, plan.before, plan.after, plan.rows)


def _checked(root: Path, changes: Sequence[Change]) -> tuple[str, tuple[Problem, ...]]:
    """Checksum and problems of the catalogue as it would be."""
    with tempfile.TemporaryDirectory(prefix="labelscope-") as folder:
        copy = Path(folder)
        journal.write_aside(root, copy, changes)
        try:
            after = load_catalogue(copy)
            read_second(after, copy)
            read_settlements(after, copy)
        except CatalogueError as error:
            return "", error.problems
    return after.checksum, ()


class _Publication:
    """One batch on its way into the files of one catalogue."""

    def __init__(
        self, root: Path, catalogue: Catalogue, loaded: Loaded, published: Mapping[int, Published],
        ever_published: frozenset[str],
    ) -> None:  # fmt: skip
        self.catalogue, self.loaded, self.batch = catalogue, loaded, loaded.batch
        self.scheme_id = loaded.batch.scheme_id
        self.draft = Draft(root)
        self.rows: list[Published] = []
        self.untranslated: list[str] = []
        states = fold(loaded.events)
        self._states = [(clause, state_of(states, clause.id)) for clause in loaded.clauses]
        self.waiting = sum(state.status is not Status.DECIDED for _, state in self._states)
        present = catalogue.requirement_by_id
        self._published = {k: row.requirement_id for k, row in published.items() if row.requirement_id in present}
        self.stale = tuple(
            self._published[clause.id] for clause, state in self._states
            if clause.id in self._published and (state.accepted is None or state.accepted.left_out)
        )  # fmt: skip
        given = {*present, *ever_published, *(self.draft.read(RETIRED) or "").split()}
        numbers = (row_id.rpartition(".") for row_id in given)
        self._last = max((int(n) for scheme, _, n in numbers if scheme == self.scheme_id and n.isdigit()), default=0)
        self.problems = tuple(self._find_problems())

    @property
    def decided(self) -> list[tuple[Clause, Event]]:
        """Clauses that are to be published, with what was decided."""
        accepted = ((clause, state.accepted) for clause, state in self._states)
        return [(clause, event) for clause, event in accepted if event is not None and not event.left_out]

    def _find_problems(self) -> Iterator[Problem]:
        form = self.batch.new_scheme
        if self.scheme_id not in self.catalogue.schemes:
            if form is None:
                yield Problem("", "", "scheme", self.scheme_id, mark("no scheme has this id: mend it"))
            else:
                yield from form_problems(form, self.catalogue)
        for clause, event in self.decided:
            place = f"clause {clause.position}" + (f" ({clause.number})" if clause.number else "")
            for remedy, field, value, values in self._faults(clause, event):
                yield Problem(f"batch {self.batch.id}", place, field, value[:120], remedy, values)

    def _faults(self, clause: Clause, event: Event) -> Iterator[tuple[str, str, str, dict[str, str]]]:
        for judgement in event.judgements:
            if judgement.criterion_id not in self.catalogue.criteria:
                yield mark("no criterion has this id: mend it"), "criterion", judgement.criterion_id, {}
        if self.batch.kind is BatchKind.CATALOGUE:
            row = self.catalogue.requirement_by_id.get(clause.requirement_id or "")
            if row is None:
                yield mark("this row is not in the catalogue any more: withdraw the decision"), "", "", {}
            elif question("", row.text) != clause.key:
                remedy = mark("this row was worded anew since the batch began: withdraw the decision, judge it anew")
                yield remedy, "text", row.text, {}
        elif event.words is None:
            yield mark("own words are missing: write what the clause asks, or leave it out"), "text", "", {}
        else:
            for fault in wording_faults(event.words, clause.text, clause.language, clause.lead_in):
                if fault.is_refusal or not event.words.confirmed:
                    yield fault.remedy, "text", event.words.text, fault.values

    def carry_out(self) -> None:
        """Make every change in the draft."""
        second = read_second(self.catalogue, self.draft.root, SECOND)
        before = judgements(self.catalogue)
        if self.batch.kind is BatchKind.DOCUMENT and self.decided:
            self._write_rows()
        else:
            self.rows += [Published(c.id, e.id, c.requirement_id) for c, e in self.decided if c.requirement_id]
        clauses = {clause.id: (clause, event) for clause, event in self.decided}
        for row in self.rows:
            clause, event = clauses[row.clause_id]
            self._judge(row.requirement_id, clause, event)
            self._settle(row.requirement_id, event, before.get(row.requirement_id, {}), second)

    # --- rows ---

    def _write_rows(self) -> None:
        """Own words as rows of requirements.csv, in place where they were published before."""
        source = self._source()
        name = f"data/labels/{self.scheme_id}/requirements.csv"
        rows = self.draft.rows(name)
        by_id = {row["id"]: row for row in rows}
        for clause, event in self.decided:
            words = event.words
            assert words is not None
            texts = {"clause": words.clause, "topic": words.topic, "text": words.text}
            row_id = self._published.get(clause.id) or self._same(rows, texts)
            if row_id is None:
                self._last += 1
                row_id = f"{self.scheme_id}.{self._last:02d}"
                by_id[row_id] = {"id": row_id, "note": ""}
                rows.append(by_id[row_id])
            row = by_id[row_id]
            if {key: row.get(key) for key in texts} != texts:
                self.untranslated.append(row_id)
            row.update(texts, obligation=str(words.obligation), sources=source, grade=str(Grade.OWN_TEXT))
            self.rows.append(Published(clause.id, event.id, row_id))
        self.draft.write_rows(name, REQUIREMENTS_HEADER, rows)
        self._drop_translations(rows)

    def _same(self, rows: Sequence[Row], texts: Mapping[str, str]) -> str | None:
        """The row that these words became in a publication of which the store was not told."""
        taken = {*self._published.values(), *(row.requirement_id for row in self.rows)}
        same = (row["id"] for row in rows if texts.items() <= row.items() and row["id"] not in taken)
        return next(same, None)

    def _drop_translations(self, rows: Sequence[Row]) -> None:
        """Translations of a wording that is no more."""
        name = f"data/labels/{self.scheme_id}/translations.csv"
        lines = self.draft.rows(name)
        now = {row["id"]: fingerprint(row["topic"], row["text"]) for row in rows}
        kept = [line for line in lines if now.get(line["id"]) == line["of"]]
        if len(kept) < len(lines):
            self.draft.write_rows(name, tuple(RequirementTranslation.model_fields), kept)

    def _source(self) -> str:
        """The id of the document among the scheme's sources; scheme and source are made where they are not there."""
        document = self.batch.document
        assert document is not None
        source = {"title": document.title, "url": document.url or "unknown",
                  "used_for": "clauses judged in review", "nature": "own"}  # fmt: skip
        name = f"data/labels/{self.scheme_id}/scheme.yaml"
        scheme = self.catalogue.schemes.get(self.scheme_id)
        if scheme is None:
            self._make_scheme(name, {"id": "s01", **source})
            return "s01"
        for one in scheme.sources:
            if (one.title, one.url, one.nature) == (document.title, document.url, "own"):
                return one.id
        source_id = f"s{max((int(one.id[1:]) for one in scheme.sources), default=0) + 1:02d}"
        self.draft.write(name, with_source(self.draft.read(name) or "", {"id": source_id, **source}))
        return source_id

    def _make_scheme(self, name: str, source: Mapping[str, Any]) -> None:
        form, tree = self.batch.new_scheme, self.catalogue.criteria
        assert form is not None
        read = {tree[j.criterion_id].parent for _, event in self.decided for j in event.judgements}
        self.draft.write(name, scheme_yaml(form, source, [theme.id for theme in tree.themes], read))
        history = (dict(zip(HISTORY_HEADER, row, strict=True)) for row in history_rows(form))
        self.draft.write_rows(f"data/labels/{self.scheme_id}/history.csv", HISTORY_HEADER, history)

    # --- judgements ---

    def _judge(self, row_id: str, clause: Clause, event: Event) -> None:
        """Replace what the crosswalk says of this row alone; judgements together with other rows are kept."""
        name = f"criteria/crosswalk/{self.scheme_id}.csv"
        lines = self.draft.rows(name)
        own = [line for line in lines if line["subject_id"] == row_id and not line["together"]]
        together = any(line["subject_id"] == row_id and line["together"] for line in lines)
        new = [_crosswalk_line(row_id, judgement, clause, event, own) for judgement in event.judgements]
        if not new and not together:
            nothing = Judgement(NO_TERM_FOUND, Reach.NONE)
            new = [_crosswalk_line(row_id, nothing, clause, event, own)]
        place = lines.index(own[0]) if own else len(lines)
        kept = [line for line in lines if line not in own]
        self.draft.write_rows(name, CROSSWALK_HEADER, [*kept[:place], *new, *kept[place:]])

    def _settle(self, row_id: str, event: Event, before: Mapping[str, Reach], second: Readings) -> None:
        """Write down why the crosswalk now differs from what it said of a row that was read twice."""
        row = self.catalogue.requirement_by_id.get(row_id)
        now, words = event.reaches, event.words
        changed = sorted(c for c in before.keys() | now.keys() if before.get(c) != now.get(c))
        if row is None or not changed or (words is not None and (words.topic, words.text) != (row.topic, row.text)):
            return
        name = f"criteria/settlement/{self.scheme_id}.csv"
        lines = self.draft.rows(name)
        reasons = {judgement.criterion_id: judgement.rationale for judgement in event.judgements}
        for criterion in changed:
            settled = now.get(criterion)
            reason = reasons.get(criterion) or event.why or _NO_REASON
            there = [
                line for line in lines
                if (line["subject_id"], line["object_id"], line["of"]) == (row_id, criterion, row.fingerprint)
            ]  # fmt: skip
            for line in there:
                line.update(settled=settled or NOT_NAMED, reason=reason)
            if not there and row_id in second:
                first, other = before.get(criterion), second[row_id].get(criterion)
                values = (
                    row_id, row.fingerprint, criterion, first or NOT_NAMED, other or NOT_NAMED, settled or NOT_NAMED,
                    _cause(first, settled), reason,
                )  # fmt: skip
                lines.append(dict(zip(SETTLEMENT_HEADER, map(str, values), strict=True)))
        if lines:
            self.draft.write_rows(name, SETTLEMENT_HEADER, lines)


def _crosswalk_line(row_id: str, judgement: Judgement, clause: Clause, event: Event, own: Sequence[Row]) -> Row:
    """The line of a judgement; the one that is there, with its rationale and doubt, where nothing else is said."""
    same = (line for line in own if (line["object_id"], line["reach"]) == (judgement.criterion_id, judgement.reach))
    there = next(same, None)
    if there is not None and not judgement.rationale:
        return there
    rationale = judgement.rationale or event.why or _as_proposed(judgement, clause) or _NO_REASON
    values = (row_id, judgement.criterion_id, _CURATED, str(judgement.reach), " ".join(rationale.split()), "", "")
    return dict(zip(CROSSWALK_HEADER, values, strict=True))


def _as_proposed(judgement: Judgement, clause: Clause) -> str:
    """The reason of a proposal that was accepted as it was."""
    for candidate in clause.candidates:
        if (candidate.criterion_id, candidate.reach) == (judgement.criterion_id, judgement.reach) and candidate.similar:
            return f"accepted in review as proposed, like {candidate.similar[0].requirement_id}"
    return ""


def _cause(first: Reach | None, settled: Reach | None) -> str:
    """What kept the reading apart from what holds now, as far as the reaches tell."""
    if first is None:
        return "oversight"
    return "stretch" if settled is None else "level"
