"""Records speak in our own words: no praise taken from an owner, no text that two records copied from one source."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from labelscope.catalogue import Catalogue
from labelscope.model import LANGUAGES

#: Words by which owners praise themselves; *best-in-class* is a term of finance and not listed.
PRAISE = re.compile(
    r"\b(world-?leading|world's (?:leading|first|foremost)|industry-leading|most trusted|trusted by|holistic"
    r"|gold standard|cutting-edge|state-of-the-art|game-chang\w+|passionate\w*|seamless\w*|renowned|groundbreaking"
    r"|ground-breaking|unparalleled|best practices? leader|next-generation|pioneering|transformative|uncompromising)\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"https?://\S+")
#: A run of so many words that two unrelated records share is no accident.
RUN = 15


def texts(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Every text in which a record speaks of its scheme, with its place."""
    for scheme in catalogue.schemes.values():
        yield f"{scheme.id} summary", " ".join(scheme.summary[language] for language in LANGUAGES)
        for group in ("status", "governance", "assurance", "transparency", "grievance", "size", "local_actors", "cost"):
            yield f"{scheme.id} {group}", getattr(scheme, group).note
        yield from ((fact.id, fact.text) for fact in scheme.facts)
    for rows in catalogue.requirements.values():
        yield from ((row.id, row.text) for row in rows)


def test_no_record_praises_its_scheme(catalogue: Catalogue) -> None:
    found = [(place, hit.group()) for place, text in texts(catalogue) for hit in PRAISE.finditer(ADDRESS.sub("", text))]
    assert found == []


def test_unrelated_records_share_no_long_run_of_words(catalogue: Catalogue) -> None:
    """Rows of schemes with one owner, a common code or a tie may say the same duty alike; others may not."""
    runs: dict[str, set[str]] = defaultdict(set)
    for rows in catalogue.requirements.values():
        for row in rows:
            words = re.findall(r"[a-z0-9']+", row.text.lower())
            for k in range(len(words) - RUN + 1):
                runs[" ".join(words[k : k + RUN])].add(row.id)
    shared = {
        (one, other)
        for ids in runs.values()
        for one in ids
        for other in ids
        if one < other and not related(catalogue, one, other)
    }
    assert shared == set()


def related(catalogue: Catalogue, one: str, other: str) -> bool:
    """Whether two rows are of the same scheme, owner or document, or of schemes tied by any record."""
    first, second = (catalogue.schemes[row.rpartition(".")[0]] for row in (one, other))
    ties = {tie.scheme for tie in (*first.recognition, *second.recognition)}
    documents = {catalogue.requirement_by_id[row].clause[:20] for row in (one, other)}
    owners = {scheme.identity.owner.split()[0] for scheme in (first, second)}
    return len(documents) == 1 or len(owners) == 1 or bool(ties & {first.id, second.id})


def test_every_clause_uses_the_words_of_the_field(catalogue: Catalogue) -> None:
    """At least nine of ten hold a word of a label, definition, level or term of the criterion they were judged on."""
    tree, misses, judged = catalogue.criteria, 0, 0
    stems: dict[str, set[str]] = {}
    for criterion in tree.criteria:
        levels = criterion.levels
        spoken = " ".join(
            [criterion.label.en, criterion.definition.en, levels.partial.en, levels.full.en, levels.beyond.en,
             *criterion.terms.en]
        )  # fmt: skip
        stems[criterion.id] = {word[:5] for word in re.findall(r"[a-z]{4,}", spoken.lower())}
    for line in catalogue.crosswalk:
        if line.object_id not in stems:
            continue
        row = catalogue.requirement_by_id[line.subject_id]
        judged += 1
        own = {word[:5] for word in re.findall(r"[a-z]{4,}", f"{row.topic} {row.text}".lower())}
        misses += not own & stems[line.object_id]
    assert misses / judged < 0.1
