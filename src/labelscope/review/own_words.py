"""Are a reviewer's own words their own, and do they say what the original says?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from labelscope.i18n import mark
from labelscope.model import LANGUAGES, Obligation
from labelscope.review.records import OwnWords
from labelscope.wording_checks import differences

#: A longer run of words that stands in the original too is copied.
LONGEST_RUN = 6
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class WordingFault:
    """What is wrong with own words: a refusal, or a warning that the reviewer may confirm.

    `remedy` is a message template for `values`.
    """

    remedy: str
    values: dict[str, str] = field(default_factory=dict)
    is_refusal: bool = False

    def __str__(self) -> str:
        return self.remedy.format_map(self.values)


def wording_faults(own: OwnWords, text: str, language: str, lead_in: str = "") -> tuple[WordingFault, ...]:
    """Everything wrong with own words beside the original, refusals first.

    Parameters
    ----------
    own : OwnWords
    text, lead_in : str
        The original, with the open sentence that it completes.
    language : str
        Of the original; where it is none of the four, only copying is looked for.
    """
    original = f"{lead_in} {text}".strip()
    return (*_refusals(own, original), *_warnings(own, original, language))


def copied_run(original: str, own: str) -> str:
    """The longest run of words that own words share with the original, as it stands in the own words."""
    ours = list(_WORD.finditer(own))
    theirs = [word.group().casefold().replace("’", "'") for word in _WORD.finditer(original)]
    folded = [word.group().casefold().replace("’", "'") for word in ours]
    match = SequenceMatcher(None, theirs, folded, autojunk=False).find_longest_match()
    return own[ours[match.b].start() : ours[match.b + match.size - 1].end()] if match.size else ""


def _refusals(own: OwnWords, original: str) -> Iterator[WordingFault]:
    for remedy, value in (
        (mark("the words are missing: write what the clause asks"), own.text),
        (mark("the topic is missing: write it in a few words"), own.topic),
        (mark("the place is missing: write the number of the clause, or the page"), own.clause),
    ):
        if not value.strip():
            yield WordingFault(remedy, {}, True)
    for value in (own.text, own.topic):
        run = copied_run(original, value)
        if len(_WORD.findall(run)) > LONGEST_RUN:
            remedy = mark("“{run}” stands in the original word for word: say it in your own words")
            yield WordingFault(remedy, {"run": run}, True)


def _warnings(own: OwnWords, original: str, language: str) -> Iterator[WordingFault]:
    if language in LANGUAGES and own.text.strip():
        recommended = own.obligation is Obligation.RECOMMENDED
        yield from (WordingFault(*fault) for fault in differences(original, own.text, language, recommended))
