"""The language of each clause, with *undetermined* as an answer.

Scores are log-likelihoods of character n-grams from py3langid. A clause is judged by itself where it is clear; a short
or unclear one follows the document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from labelscope.ingestion.document import UNDETERMINED, Notice
from labelscope.ingestion.passages import OTHER_LANGUAGE
from labelscope.model import LANGUAGES

#: How far another language may lead the best of the four before a clause counts as none of them.
FOREIGN_LEAD = 15.0
#: How far the best of the four must lead the next for a clause to speak for itself.
CLEAR_LEAD = 6.0
#: How far it must lead the language of the document to differ from it.
DIFFERING_LEAD = 10.0
_LONGEST = 2_000
_LONGEST_ACRONYM = 5
_SHORTEST_ALONE = 9
_NO_FEATURE = -1e30
_WORD = re.compile(r"[^\W\d_]{2,}")


class Languages:
    """Tells English, French, Dutch and German apart."""

    def __init__(self) -> None:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        self._identifier = LanguageIdentifier.from_model_file(MODEL_FILE)

    def judge(self, texts: Sequence[str]) -> tuple[str, list[str], list[Notice]]:
        """The language of a document, that of each of its texts, and remarks."""
        scores = [self._scores(text) for text in texts]
        document = _of_document(texts, scores)
        notices = [Notice(OTHER_LANGUAGE)] if document == UNDETERMINED and any(scores) else []
        return document, [_of_text(score, document) for score in scores], notices

    def _scores(self, text: str) -> Mapping[str, float] | None:
        """Log-likelihood of each language; empty where the text is too short to tell, None where it has no words."""
        words = _WORD.findall(text[:_LONGEST])
        if not words or all(word.isupper() and len(word) <= _LONGEST_ACRONYM for word in words):
            return None
        if len(words) == 1 and len(words[0]) < _SHORTEST_ALONE:
            return {}
        ranked = {str(language): float(score) for language, score in self._identifier.rank(" ".join(words).lower())}
        return ranked if max(ranked.values()) > _NO_FEATURE else {}


def _best(scores: Mapping[str, float]) -> tuple[str, float, float]:
    """The best of the four languages, its lead over the next of them, and the lead that another has over it (or 0)."""
    first, second = sorted(LANGUAGES, key=lambda language: -scores[language])[:2]
    return first, scores[first] - scores[second], max(scores.values()) - scores[first]


def _of_document(texts: Sequence[str], scores: Sequence[Mapping[str, float] | None]) -> str:
    """The language of most of the characters that speak for themselves."""
    votes: Counter[str] = Counter()
    for text, score in zip(texts, scores, strict=True):
        if score:
            language, lead, foreign = _best(score)
            if foreign > FOREIGN_LEAD:
                votes[UNDETERMINED] += len(text)
            elif lead >= CLEAR_LEAD:
                votes[language] += len(text)
    return max(sorted(votes), key=lambda language: votes[language]) if votes else UNDETERMINED


def _of_text(scores: Mapping[str, float] | None, document: str) -> str:
    if scores is None:
        return UNDETERMINED
    if not scores:
        return document
    language, lead, foreign = _best(scores)
    if foreign > FOREIGN_LEAD:
        return UNDETERMINED
    if document == UNDETERMINED:
        return language if lead >= DIFFERING_LEAD and not foreign else UNDETERMINED
    return language if scores[language] - scores[document] >= DIFFERING_LEAD else document
