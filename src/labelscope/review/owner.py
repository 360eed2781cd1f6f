"""A round with the owner of a scheme: its rows as a workbook to fill in, and the answers with their origin.

An answer stands beside the row. It changes nothing by itself: whoever judges the row reads it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

from labelscope import vocabulary
from labelscope.catalogue import Catalogue
from labelscope.errors import CatalogueError, HostileInput, Problem
from labelscope.exporting.tables import Table
from labelscope.exporting.workbook import xlsx
from labelscope.i18n import Translator, mark
from labelscope.ingestion import read_sheets
from labelscope.model import LANGUAGES, NO_TERM_FOUND, Reach, Requirement
from labelscope.review.records import Answer, NewOwnerAnswer
from labelscope.review.store import LONGEST_NOTE, ReviewStore
from labelscope.version import VERSION

ANSWER: Mapping[Answer, str] = {
    Answer.AGREE: mark("agree"),
    Answer.CHANGE: mark("change"),
    Answer.GONE: mark("not in the scheme any more"),
}
HEADER = (
    mark("Id"), mark("Version of our words"), mark("Clause"), mark("Topic"), mark("In our own words"),
    mark("What we read in it"), mark("Your answer"), mark("Corrected text"), mark("Source (document, page)"),
    mark("Comment"),
)  # fmt: skip
_ID, _OF = 0, 1
_ANSWER, _TEXT, _SOURCE, _COMMENT = 6, 7, 8, 9
_FINGERPRINT = re.compile(r"[0-9a-f]{8}")
_EXPLAINED = (
    mark("This workbook holds every clause of {scheme} as the catalogue words it, and what was read in it."),
    mark("Please answer on the sheet “{sheet}”: choose an answer for each row that you have looked at. Rows without an "
         "answer are not counted as agreement."),
    mark("“{agree}”: the row says what the scheme asks. “{change}”: write the corrected text or a comment. “{gone}”: "
         "the scheme does not ask this any more."),
    mark("Name the source of each change: document and page. Please leave the first six columns as they are."),
    mark("Your answers are kept with your name and the day, and shown beside the rows. They change nothing by "
         "themselves: every change is judged by a person first."),
    mark("The words are ours, never copied. Texts that you write here stay in our working area and are not published."),
)  # fmt: skip


def export_rows(catalogue: Catalogue, scheme_id: str, language: str) -> bytes:
    """The rows of a scheme as a workbook (XLSX) with empty columns for answers, in one of the four languages."""
    t, scheme = Translator(language), catalogue.schemes[scheme_id]
    sheet = t(mark("Answers"))
    words = {"scheme": scheme.name, "sheet": sheet} | {str(answer): t(said) for answer, said in ANSWER.items()}
    rows = tuple((t(line, **words),) for line in _EXPLAINED)
    origin = f"labelscope {VERSION}, {scheme_id}, {catalogue.checksum[:16]}"
    about = Table(t(mark("Please read")), (t(mark("How to answer")),), (*rows, (origin,)))
    lines = tuple(_row(catalogue, row, t) for row in catalogue.requirements[scheme_id])
    choices = {_ANSWER: tuple(map(t, ANSWER.values()))}
    return xlsx([about, Table(sheet, tuple(map(t, HEADER)), lines, choices=choices)])


def import_answers(
    data: bytes, origin: str, who: str, store: ReviewStore, catalogue: Catalogue, answered_on: date | None = None,
    name: str = "answers.xlsx",
) -> tuple[NewOwnerAnswer, ...]:  # fmt: skip
    """Read a filled workbook and keep its answers with their origin, all or nothing.

    Parameters
    ----------
    data : bytes
        The workbook, from outside: it is read in a worker process, within limits.
    origin : str
        The person or body that answered.
    who : str
        Who brings the answers in.
    answered_on : date, optional
        The day of the answer; today without one.
    name : str
        Of the file, for messages.

    Raises
    ------
    HostileInput
        If the file is no workbook that can be read, or holds no sheet of answers.
    CatalogueError
        With every problem of every row.
    ReviewRefused
        If this file was taken in before.
    """
    t, lines = _find_sheet(read_sheets(name, data))
    reader = _Reader(catalogue, t, name)
    answers = tuple(reader.read(lines))
    schemes = {answer.requirement_id.rpartition(".")[0] for answer in answers}
    if len(schemes) > 1:
        reader.add("", "", ", ".join(sorted(schemes)), mark("rows of several schemes: send one file for each"))
    if not answers and not reader.problems:
        reader.add(
            "", reader.header[_ANSWER], "", mark("there is no answer here: fill this column and send the file again")
        )
    if reader.problems:
        raise CatalogueError(reader.problems)
    day = answered_on or datetime.now(UTC).date()
    store.add_owner_answers(schemes.pop(), origin, day, hashlib.sha256(data).hexdigest(), who, answers)
    return answers


def _row(catalogue: Catalogue, row: Requirement, t: Translator) -> tuple[str | None, ...]:
    words = row.wording(t.language)
    judged = "; ".join(
        f"{catalogue.criteria[line.object_id].label[t.language]}: {t(vocabulary.REACH[line.reach])}"
        for line in catalogue.crosswalk.of_requirement(row.id)
        if line.object_id != NO_TERM_FOUND and line.reach is not Reach.NONE
    )
    return (
        row.id, row.fingerprint, row.clause, words.topic, words.text, judged or t(mark("none of our criteria")),
        None, None, None, None,
    )  # fmt: skip


def _find_sheet(sheets: Mapping[str, Sequence[Sequence[str]]]) -> tuple[Translator, list[tuple[int, list[str]]]]:
    """The language of the sheet of answers, and its lines below the header with their numbers."""
    for language in LANGUAGES:
        t = Translator(language)
        header = [t(name) for name in HEADER]
        for rows in sheets.values():
            if rows and [cell.strip() for cell in rows[0][: len(header)]] == header:
                return t, [(number, list(row)) for number, row in enumerate(rows[1:], start=2)]
    raise HostileInput(mark("No sheet of this workbook has the columns that were sent out. Fill in the workbook "
                            "itself, and leave the first line of its sheet as it is."))  # fmt: skip


class _Reader:
    """Reads lines of answers, and collects what is wrong with them."""

    def __init__(self, catalogue: Catalogue, t: Translator, name: str) -> None:
        self.problems: list[Problem] = []
        self._catalogue, self._name = catalogue, name
        self.header = [t(column) for column in HEADER]
        self._answers = {t(said).casefold(): answer for answer, said in ANSWER.items()}
        self._expected = ", ".join(t(said) for said in ANSWER.values())

    def add(self, row: str, field: str, value: str, remedy: str, **values: str) -> None:
        """Keep one problem."""
        self.problems.append(Problem(self._name, row, field, value[:120], remedy, values))

    def read(self, lines: Sequence[tuple[int, list[str]]]) -> Iterator[NewOwnerAnswer]:
        """Every line that holds an answer."""
        seen: set[str] = set()
        for number, cells in lines:
            padded = [_clean(cell) for cell in cells] + [""] * len(HEADER)
            if any(padded[len(HEADER) :]):
                self.add(f"line {number}", "", "", mark("there are cells beyond the last column: remove them"))
            given = padded[: len(HEADER)]
            if any(given[_ANSWER:]):
                found = self._read_line(f"line {number} ({given[_ID][:60]})", given, seen)
                if found is not None:
                    yield found

    def _read_line(self, place: str, given: list[str], seen: set[str]) -> NewOwnerAnswer | None:
        before = len(self.problems)
        row_id, of, answer = given[_ID], given[_OF], self._answers.get(given[_ANSWER].casefold())
        if row_id not in self._catalogue.requirement_by_id:
            self.add(place, self.header[_ID], row_id, mark("no requirement has this id: mend it"))
        elif row_id in seen:
            self.add(place, self.header[_ID], row_id, mark("this id stands twice: remove one of the lines"))
        seen.add(row_id)
        if not _FINGERPRINT.fullmatch(of):
            remedy = mark("this must be as it was sent out: take it from the workbook")
            self.add(place, self.header[_OF], of, remedy)
        if answer is None:
            self.add(
                place, self.header[_ANSWER], given[_ANSWER], mark("write one of: {expected}"), expected=self._expected
            )
        if answer is Answer.CHANGE and not (given[_TEXT] or given[_COMMENT]):
            self.add(
                place, self.header[_TEXT], "", mark("say what is to change: write the corrected text or a comment")
            )
        for column in (_TEXT, _SOURCE, _COMMENT):
            if len(given[column]) > LONGEST_NOTE:
                remedy = mark("at most {max_length} characters are allowed")
                self.add(place, self.header[column], given[column], remedy, max_length=str(LONGEST_NOTE))
        if answer is None or len(self.problems) > before:
            return None
        return NewOwnerAnswer(row_id, of, answer, given[_TEXT], given[_SOURCE], given[_COMMENT])


def _clean(cell: str) -> str:
    """A cell without characters that cannot be seen."""
    return "".join(c for c in cell if c in "\n\t" or unicodedata.category(c)[0] != "C").strip()
