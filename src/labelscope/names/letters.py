"""Names compared by letters alone, in bulk: hundreds of thousands a minute, in columns instead of one by one.

Every name is a row of trigrams. The rarest trigrams of an asked name point to the few known names worth
comparing; the edit ratio of rapidfuzz then decides among them. Work is done on whole arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from labelscope.names.index import Floats, NameIndex

RAREST = 8
COMPARED = 8
#: Share of the best score from which a known name is worth comparing.
WORTH = 0.6
#: Power of its length by which the trigrams of a known name weigh less: of two names that hold them, the shorter first.
SHORTER = 0.25
#: Names compared at once, against an index of up to USUAL known names; against more, fewer at once.
CHUNK, USUAL = 50_000, 5_000
_SPACE, _OTHER, _KINDS = 0, 37, 38
#: Bits for a trigram, for a step of a score and for a known name, where several numbers are sorted as one.
_GRAM_BITS, _STEP_BITS, _NAME_BITS = 16, 12, 22
_CLASS = np.full(256, _OTHER, dtype=np.int32)
_CLASS[ord(" ")] = _SPACE
_CLASS[[*b"abcdefghijklmnopqrstuvwxyz"]] = np.arange(1, 27)
_CLASS[[*b"0123456789"]] = np.arange(27, 37)
FEATURES = ("ratio", "lead", "same_numbers", "same_short_words", "length", "ratio_by_length")


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest known names of each asked name, best first; shapes (asked, COMPARED).

    `names`: positions in the index, -1 where there is none; `ratios`: edit ratio 0..1. `features`: what speaks for
    the best, shape (asked, len(FEATURES)).
    """

    names: NDArray[np.int32]
    ratios: NDArray[np.float32]
    features: Floats


class LetterIndex:
    """The names of an index, made ready for comparing by letters."""

    def __init__(self, index: NameIndex) -> None:
        from scipy import sparse

        self.index = index
        texts = normalised([known.name for known in index.names])
        self._texts: list[str] = texts.to_pylist()
        self._numbers, self._short = _numbers(texts), _short_words(texts)
        owner, grams = _grams(texts)
        pairs = _distinct((owner << _GRAM_BITS) | grams)
        owner, grams = pairs >> _GRAM_BITS, pairs & ((1 << _GRAM_BITS) - 1)
        count = np.bincount(grams, minlength=_KINDS**3)
        #: Trigrams from rare to common; those of no known name come last.
        order = np.lexsort((np.arange(_KINDS**3), np.where(count, count, np.iinfo(np.int64).max)))
        self._rank = np.empty(_KINDS**3, dtype=np.int64)
        self._rank[order] = np.arange(_KINDS**3)
        self._known = int((count > 0).sum())
        self._weight = np.log((len(index) + 1) / (count[order[: self._known]] + 0.5)).astype(np.float32)
        share = np.array([len(text) for text in self._texts], dtype=np.float32)[owner] ** -SHORTER
        self._postings = sparse.csr_matrix((share, (self._rank[grams], owner)), shape=(self._known, len(index)))

    def nearest(self, asked: Sequence[str]) -> Nearest:
        """The nearest known names, chunk by chunk."""
        return self.nearest_to(normalised(asked))

    def nearest_to(self, texts: Any) -> Nearest:
        """The same for texts that are `normalised` already."""
        size = max(1, CHUNK * USUAL // max(USUAL, len(self.index)))
        parts = [self._chunk(texts.slice(start, size)) for start in range(0, len(texts), size)]
        if not parts:
            empty = np.zeros((0, COMPARED))
            return Nearest(empty.astype(np.int32), empty.astype(np.float32), np.zeros((0, len(FEATURES))))
        return Nearest(*(np.concatenate([getattr(p, name) for p in parts]) for name in Nearest.__slots__))

    def _chunk(self, texts: Any) -> Nearest:
        from rapidfuzz import fuzz, process

        count = len(texts)
        rows, columns = self._candidates(texts, count)
        own = texts.to_pylist()
        ratios = process.cpdist(
            [own[k] for k in rows.tolist()], [self._texts[k] for k in columns.tolist()], scorer=fuzz.ratio,
            dtype=np.float32,
        ) / 100  # fmt: skip
        names = np.full((count, COMPARED), -1, dtype=np.int32)
        best = np.zeros((count, COMPARED), dtype=np.float32)
        order = np.lexsort((columns, -ratios, rows))
        rows, columns, ratios = rows[order], columns[order], ratios[order]
        place = _place(rows, count)
        names[rows, place] = columns
        best[rows, place] = ratios
        return Nearest(names, best, self._features(texts, names, best))

    def _candidates(self, texts: Any, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Pairs (asked, known) that share the most telling trigrams, at most COMPARED for each asked name."""
        from scipy import sparse

        owner, grams = _grams(texts)
        ranks = self._rank[grams]
        known = ranks < self._known
        pairs = _distinct((owner[known] << _GRAM_BITS) | ranks[known])
        owner = pairs >> _GRAM_BITS
        rarest = _place(owner, count) < RAREST
        owner, ranks = owner[rarest], pairs[rarest] & ((1 << _GRAM_BITS) - 1)
        edges = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=count))])
        asked = sparse.csr_matrix((self._weight[ranks], ranks, edges), shape=(count, self._known))
        shared = asked @ self._postings
        sizes = np.diff(shared.indptr)
        highest = np.zeros(count, dtype=np.float32)
        if shared.nnz:
            highest[sizes > 0] = np.maximum.reduceat(shared.data, shared.indptr[:-1][sizes > 0])
        relative = shared.data / np.repeat(highest, sizes)
        worth = np.flatnonzero(relative >= WORTH)
        rows = np.repeat(np.arange(count, dtype=np.int32), sizes)[worth].astype(np.int64)
        behind = ((1 - relative[worth]) * ((1 << _STEP_BITS) - 1)).astype(np.int64)
        ordered = np.sort((((rows << _STEP_BITS) | behind) << _NAME_BITS) | shared.indices[worth])
        rows = ordered >> (_STEP_BITS + _NAME_BITS)
        kept = _place(rows, count) < COMPARED
        return rows[kept], ordered[kept] & ((1 << _NAME_BITS) - 1)

    def _features(self, texts: Any, names: NDArray[np.int32], ratios: NDArray[np.float32]) -> Floats:
        import pyarrow.compute as pc

        count = len(names)
        first = names[:, 0]
        found = first >= 0
        owners = np.where(names >= 0, self.index.owner[names], -1)
        others = np.where((owners != owners[:, :1]) & (names >= 0), ratios, 0)
        result = np.zeros((count, len(FEATURES)))
        result[:, 0] = ratios[:, 0]
        result[:, 1] = ratios[:, 0] - others.max(1, initial=0)
        numbers, short = _numbers(texts), _short_words(texts)
        result[found, 2] = [numbers[k] == self._numbers[first[k]] for k in np.flatnonzero(found)]
        result[found, 3] = [short[k] == self._short[first[k]] for k in np.flatnonzero(found)]
        result[:, 4] = np.log1p(pc.utf8_length(texts).to_numpy(zero_copy_only=False))
        result[:, 5] = result[:, 0] * result[:, 4]
        return result


def _distinct(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sorted, each once; numpy's own `unique` hashes and is several times slower here."""
    numbers = np.sort(numbers)
    first = np.ones(len(numbers), dtype=bool)
    first[1:] = numbers[1:] != numbers[:-1]
    return numbers[first]


def _place(rows: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """The place of each entry within its row, where rows are sorted and lie below `count`."""
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=count))])
    return np.asarray(np.arange(len(rows)) - starts[rows])


def normalised(names: Sequence[str]) -> Any:
    """Lower case without accents, words apart by one space; an Arrow array of strings."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = pc.utf8_lower(pa.array(names, type=pa.string()))
    if pc.any(pc.invert(pc.string_is_ascii(texts))).as_py():
        texts = pc.replace_substring_regex(pc.utf8_normalize(texts, form="NFKD"), "\\p{Mn}+", "")
        for letter, spelled in (("œ", "oe"), ("æ", "ae"), ("ß", "ss"), ("ø", "o")):
            texts = pc.replace_substring(texts, letter, spelled)
    return pc.utf8_trim_whitespace(pc.replace_substring_regex(texts, "[^\\pL\\pN]+", " "))


def _numbers(texts: Any) -> list[str]:
    import pyarrow.compute as pc

    kept = pc.replace_substring_regex(texts, "\\b\\pL+\\b", "")
    result: list[str] = pc.replace_substring_regex(kept, " +", " ").to_pylist()
    return result


def _short_words(texts: Any) -> list[str]:
    import pyarrow.compute as pc

    kept = pc.replace_substring_regex(texts, "\\b[\\pL\\pN]{3,}\\b", "")
    result: list[str] = pc.replace_substring_regex(kept, " +", " ").to_pylist()
    return result


@dataclass(frozen=True, slots=True)
class LetterTrust:
    """How far the nearest name by letters can be trusted: a logistic regression over its features."""

    coefficients: Floats
    intercept: float

    def probability(self, features: Floats) -> Floats:
        """That the nearest name is the right one, shape (asked,); 0 where nothing is near."""
        odds = np.clip(features @ self.coefficients + self.intercept, -40, 40)
        return np.where(features[:, 0] > 0, 1 / (1 + np.exp(-odds)), 0.0)

    def as_dict(self) -> dict[str, Any]:
        """Plain numbers, for JSON."""
        return {
            "coefficients": [float(f"{value:.6g}") for value in self.coefficients],
            "intercept": float(f"{self.intercept:.6g}"),
        }

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> LetterTrust:
        """The numbers written by `as_dict`; ValueError if they are others."""
        trust = cls(np.array(plain["coefficients"], dtype=np.float64), float(plain["intercept"]))
        if (
            trust.coefficients.shape != (len(FEATURES),)
            or not np.isfinite([*trust.coefficients, trust.intercept]).all()
        ):
            raise ValueError("no letter trust")
        return trust


def learn_trust(features: Floats, right: Sequence[bool]) -> LetterTrust:
    """Learn trust from nearest names that are known to be right or wrong."""
    from sklearn.linear_model import LogisticRegression

    learner = LogisticRegression(C=10.0, max_iter=5_000).fit(features, np.asarray(right))
    return LetterTrust(learner.coef_[0], float(learner.intercept_[0]))


def mistyped(name: str, random: np.random.Generator) -> str:
    """The name with one or two slips of the keyboard: a letter wrong, left out or too many."""
    letters = list(name)
    for _ in range(int(random.integers(1, 3))):
        at = int(random.integers(0, len(letters) + 1))
        slip = int(random.integers(0, 3))
        letter = chr(ord("a") + int(random.integers(0, 26)))
        if slip == 0 and at < len(letters):
            letters[at] = letter
        elif slip == 1 and at < len(letters):
            del letters[at]
        else:
            letters.insert(at, letter)
    return "".join(letters)


def _grams(texts: Any) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Every trigram of every text, with spaces around the text: (row, trigram)."""
    import pyarrow.compute as pc

    around = pc.binary_join_element_wise("", texts, "", " ").combine_chunks() if hasattr(texts, "combine_chunks") \
        else pc.binary_join_element_wise("", texts, "", " ")  # fmt: skip
    _, offsets, data = around.buffers()
    edges = np.frombuffer(offsets, dtype=np.int32)[around.offset : around.offset + len(around) + 1]
    codes = _CLASS[np.frombuffer(data, dtype=np.uint8)[edges[0] : edges[-1]]] if data else np.zeros(0, dtype=np.int32)
    edges = edges - edges[0]
    lengths = np.diff(edges)
    rows = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
    inside = np.ones(max(0, len(codes) - 2), dtype=bool)
    inside &= rows[:-2] == rows[2:] if len(codes) > 2 else inside
    grams = (codes[:-2] * _KINDS + codes[1:-1]) * _KINDS + codes[2:] if len(codes) > 2 else np.zeros(0, dtype=np.int32)
    return rows[: len(inside)][inside], grams[inside].astype(np.int64)
