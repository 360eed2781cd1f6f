"""What speaks for a name meaning one thing rather than another: numbers, to be weighed by `choice`.

For each asked name a few known names are looked up by meaning, by letters and by abbreviation. Each
pair is compared in twenty-nine ways; the pairs of one id are then drawn together and set against
those of the other ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from labelscope.names.index import Floats, NameIndex
from labelscope.names.wording import claims, codes, has_digit, initials, is_light, key, places, ranks, words

#: Below this rapidfuzz ratio two words are not taken for spellings of each other.
SPELLING = 0.75
ABBREVIATION = 0.95
BY_LETTERS, BY_ABBREVIATION = 15, 10
#: Candidates by each voice of the embedder.
BY_MEANING = (25, 15)
#: A name near to many others attracts everything; half of that nearness is taken off.
HUB_SHARE = 0.5

PAIR = (
    "meaning", "meaning_lower", "meaning_less_hub", "hub", "ngrams", "covered", "covers", "agreement", "worst", "rare",
    "ratio", "token_set", "partial", "abbreviation", "codes_differ", "codes_same", "claims_differ", "claims_same",
    "same_key", "worst_known", "left_over", "left_over_known", "negation_differs", "excluded", "one_sided", "agreed",
    "second", "second_lower", "second_less_hub",
)  # fmt: skip
_AT = {name: k for k, name in enumerate(PAIR)}
_RANKED = tuple(
    _AT[name]
    for name in (
        "meaning", "meaning_lower", "meaning_less_hub", "ngrams", "agreement", "worst", "ratio", "second",
        "second_lower", "second_less_hub",
    )
)  # fmt: skip
_SPREAD = tuple(_AT[name] for name in ("meaning", "ngrams", "agreement", "ratio", "second"))
#: First impression of a pair, to choose the name that an id is represented by.
_IMPRESSION = {
    "meaning": 1.0, "agreement": 1.0, "ratio": 0.5, "abbreviation": 0.3, "codes_differ": -0.1, "claims_differ": -0.05,
    "second": 3.0,
}  # fmt: skip
_WEIGHTS = np.array([_IMPRESSION.get(name, 0.0) for name in PAIR])

#: Features that an id has by itself; the others set it against the other ids.
_OWN = 2 * len(PAIR) + 3
FEATURES = (
    *(f"best_{name}" for name in PAIR), *(f"shown_{name}" for name in PAIR), "meaning_of_two", "names", "impression",
    *(f"lead_{PAIR[k]}" for k in _RANKED), "lead_impression", *(f"spread_{PAIR[k]}" for k in _SPREAD),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChoiceSet:
    """The ids that an asked name may mean: `features` of shape (ids, features), and the known name that shows each."""

    features: Floats
    ids: NDArray[np.intp]
    shown: NDArray[np.intp]


class Asked:
    """Names asked about, with their words and vectors, compared with an index."""

    def __init__(self, index: NameIndex, names: Sequence[str]) -> None:
        self.index = index
        self.names = tuple(names)
        self.words = tuple(words(name) for name in names)
        self._own = {word: k for k, word in enumerate(sorted({word for parts in self.words for word in parts}))}
        self._weights = np.array([index.weight(word) for word in self._own])
        self._likeness = self._compare_words()
        self.ngrams = index.by_ngrams(names)
        #: For each voice of the embedder, cosines with the known names as written and in lower case.
        self.meaning = index.by_meaning(names)

    def _compare_words(self) -> Floats:
        from rapidfuzz import fuzz, process

        own, known = list(self._own), list(self.index.vocabulary)
        if not own:
            return np.zeros((0, len(known)))
        spelled = process.cdist(own, known, scorer=fuzz.ratio, score_cutoff=100 * SPELLING) / 100.0
        likeness = np.asarray(spelled, dtype=np.float64)
        vectors, others = self.index.embed_words(own), self.index.word_vectors
        if vectors is not None and others is not None:
            likeness = np.maximum(likeness, 0.95 * np.clip(vectors @ others.T, 0, 1))
        likeness[:, [has_digit(word) for word in known]] = 0
        for k, word in enumerate(own):
            if has_digit(word):
                likeness[k] = 0
            if word in self.index.vocabulary:
                likeness[k, self.index.vocabulary[word]] = 1
        return likeness

    def candidates(self, row: int, without: int | None = None) -> NDArray[np.intp]:
        """Known names worth a closer look, sorted. `without`: one that must not be among them."""
        sources = [(self.ngrams[row].copy(), BY_LETTERS)]
        sources += [(own[row].copy(), count) for (own, _), count in zip(self.meaning, BY_MEANING, strict=False)]
        found = set(self.index.abbreviated(self.words[row], initials(self.names[row]))[:BY_ABBREVIATION])
        found.update(self.index.exact.get(key(self.names[row]), ()))
        for scores, count in sources:
            if without is not None:
                scores[without] = -1
            best = np.argpartition(-scores, min(count, len(scores)) - 1)[:count]
            found.update(best.tolist())
        found.discard(-1 if without is None else without)
        return np.array(sorted(found), dtype=np.intp)

    def choice_set(self, row: int, without: int | None = None) -> ChoiceSet:
        """The ids one asked name may mean, with what speaks for each."""
        names = self.candidates(row, without)
        pairs = self.pairs(row, names, without)
        owners = self.index.owner[names]
        impressions = pairs @ _WEIGHTS
        ids = np.unique(owners)
        rows, shown = [], []
        for one in ids:
            members = np.flatnonzero(owners == one)
            best = members[np.argmax(impressions[members])]
            two = np.sort(pairs[members, _AT["meaning"]])[-2:].mean()
            extra = (two, np.log(len(members)), impressions[best])
            rows.append(np.concatenate([pairs[members].max(0), pairs[best], extra]))
            shown.append(names[best])
        table = np.array(rows).reshape(len(ids), _OWN)
        return ChoiceSet(with_contrasts(table), ids, np.array(shown, dtype=np.intp))

    def pairs(self, row: int, names: NDArray[np.intp], without: int | None = None) -> Floats:
        """The evidence for one asked name against some names of the index, shape (names, len(PAIR)).

        `without`: a name of the index that may not teach anything (for learning by leaving one out).
        """
        from rapidfuzz import fuzz

        index, asked = self.index, self.names[row]
        parts = self.words[row]
        own = np.array([self._own[word] for word in parts], dtype=np.intp)
        likeness = self._likeness[own]
        for k, word in enumerate(parts):
            for other, share in index.counterparts(word, without).items():
                likeness[k, other] = max(likeness[k, other], share)
        weights = self._weights[own]
        heavy = np.array([not is_light(word) for word in parts], dtype=bool)
        own_key, own_text, own_initials, own_words = key(asked), " ".join(parts), initials(asked), set(parts)
        own_claims, own_codes, own_facts = claims(asked), Counter(codes(asked)), (places(asked), ranks(asked))
        scale = np.log(len(index) + 2)
        result = np.zeros((len(names), len(PAIR)))
        for out, i in zip(result, names, strict=True):
            columns, other_parts, other_name = index.columns[i], index.words[i], index.names[i].name
            other_key = key(other_name)
            covered = covers = worst = worst_known = abbreviated = 0.0
            left_over = left_over_known = 1.0
            if len(columns) and len(own):
                table = likeness[:, columns]
                best, best_other = table.max(1), table.max(0)
                abbreviated = _abbreviate(parts, own_initials, other_parts, index.initials[i], best, best_other)
                other_weights = index.weights[columns]
                covered = float(best @ weights / weights.sum())
                covers = float(best_other @ other_weights / other_weights.sum())
                other_heavy = np.array([not is_light(word) for word in other_parts], dtype=bool)
                worst = float(best[heavy].min()) if heavy.any() else float(best.min())
                worst_known = float(best_other[other_heavy].min()) if other_heavy.any() else float(best_other.min())
                single, single_other = _one_to_one(table, best, best_other)
                left_over = float(((1 - single) * weights).max()) / scale
                left_over_known = float(((1 - single_other) * other_weights).max()) / scale
            agreement = 2 * covered * covers / (covered + covers) if covered + covers else 0.0
            shared_words = [index.weight(word) for word in own_words.intersection(other_parts) if not is_light(word)]
            other_codes, other_claims = Counter(codes(other_name)), claims(other_name)
            shared = sum((own_codes & other_codes).values())
            facts = list(zip(own_facts, (places(other_name), ranks(other_name)), strict=True))
            out[: _AT["second"]] = (
                *self._meaning(0, row, i), index.hubs[0][i] if index.hubs else 0.0, self.ngrams[row, i], covered,
                covers, agreement, worst, max(shared_words, default=0.0) / scale, fuzz.ratio(own_key, other_key) / 100,
                fuzz.token_set_ratio(own_text, " ".join(other_parts)) / 100,
                fuzz.partial_ratio(own_key, other_key) / 100, abbreviated,
                min(3, sum((own_codes | other_codes).values()) - shared), float(shared > 0),
                len(own_claims ^ other_claims), float(bool(own_claims) and own_claims == other_claims),
                float(own_key == other_key and own_key != ""), worst_known, left_over, left_over_known,
                float("without" in own_claims ^ other_claims),
                float(sum(bool(a and b) and not a & b for a, b in facts)),
                float(sum(bool(a) != bool(b) for a, b in facts)), float(sum(bool(a & b) for a, b in facts)),
            )  # fmt: skip
            out[_AT["second"] :] = self._meaning(1, row, i)
        return result

    def _meaning(self, voice: int, row: int, name: int) -> tuple[float, float, float]:
        """Cosine, cosine in lower case, and cosine less nearness to all; zeros where there is no such voice."""
        if voice >= len(self.meaning):
            return 0.0, 0.0, 0.0
        written, lower = (max(0.0, float(cosines[row, name])) for cosines in self.meaning[voice])
        return written, lower, written - HUB_SHARE * float(self.index.hubs[voice][name])


def with_contrasts(table: Floats) -> Floats:
    """Own features of each id (further columns are ignored) and its lead over the others, shape (ids, features)."""
    own = table[:, :_OWN]
    if not len(own):
        return np.zeros((0, len(FEATURES)))
    leads = [_lead(own[:, k]) for k in (*_RANKED, _OWN - 1)]
    spreads = [(own[:, k] - own[:, k].mean()) / (own[:, k].std() + 1e-6) for k in _SPREAD]
    return np.column_stack([own, *leads, *spreads])


def _lead(values: Floats) -> Floats:
    """How far each value lies above the best of the others, shape unchanged."""
    if len(values) < 2:
        return np.zeros_like(values)
    order = np.argsort(-values, kind="stable")
    lead = values - values[order[0]]
    lead[order[0]] = values[order[0]] - values[order[1]]
    return np.asarray(lead)


def _one_to_one(table: Floats, best: Floats, best_other: Floats) -> tuple[Floats, Floats]:
    """Likeness of each word when no word may stand for two; what counts as an abbreviation stays so."""
    from scipy.optimize import linear_sum_assignment

    one, other = np.zeros(len(best)), np.zeros(len(best_other))
    rows, columns = linear_sum_assignment(table, maximize=True)
    one[rows] = other[columns] = table[rows, columns]
    one, other = np.where(best > table.max(1), best, one), np.where(best_other > table.max(0), best_other, other)
    return one, other


def _abbreviate(
    parts: Sequence[str], own: dict[str, tuple[int, int]], others: Sequence[str], theirs: dict[str, tuple[int, int]],
    best: Floats, best_other: Floats,
) -> float:  # fmt: skip
    """Let abbreviations count as the words they stand for; returns the share of the shorter name that is one."""
    spelled_out = 0
    for k, word in enumerate(parts):
        if best[k] < 1 and not is_light(word) and word in theirs:
            best[k] = ABBREVIATION
            start, stop = theirs[word]
            best_other[start:stop] = np.maximum(best_other[start:stop], ABBREVIATION)
            spelled_out += len(word) > 2 or len(parts) > 1
    for k, word in enumerate(others):
        if best_other[k] < 1 and not is_light(word) and word in own:
            best_other[k] = ABBREVIATION
            start, stop = own[word]
            best[start:stop] = np.maximum(best[start:stop], ABBREVIATION)
            spelled_out += len(word) > 2 or len(others) > 1
    return min(1.0, spelled_out / max(1, min(len(parts), len(others))))
