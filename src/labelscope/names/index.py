"""A list of known names, made ready for asking.

A name index holds (id, name, language) and what can be prepared once: exact keys, the vocabulary with
its weights, character n-grams, vectors, and which words stand for each other because the same
thing is called by both.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from labelscope.embedding import Embedder, Progress, Vectors, encode_kept, voices
from labelscope.names.wording import has_digit, initials, is_light, key, rewritten, words

Floats = NDArray[np.float64]

LIGHT_WEIGHT = 0.3
HUB_NAMES = 10
_CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class KnownName:
    """One name of one thing; `language` may be empty."""

    id: str
    name: str
    language: str = ""


class NameIndex:
    """Known names and what is prepared from them.

    Parameters
    ----------
    names : sequence of KnownName
        At least one; several names may have the same id.
    embedder : Embedder or None
        None: words alone.
    progress : callable, optional
        Called with (done, all) while names are embedded for the first time.
    """

    def __init__(
        self, names: Sequence[KnownName], embedder: Embedder | None = None, progress: Progress | None = None
    ) -> None:
        if not names:
            raise ValueError("an index needs at least one name")
        self.names = tuple(names)
        self.embedder = embedder
        self._progress = progress
        self.ids = tuple(dict.fromkeys(known.id for known in names))
        column = {one: k for k, one in enumerate(self.ids)}
        #: For each name, the position of its id in `ids`; shape (names,).
        self.owner = np.array([column[known.id] for known in names], dtype=np.intp)
        self.exact: dict[str, tuple[int, ...]] = self._exact()

    def __len__(self) -> int:
        return len(self.names)

    def _exact(self) -> dict[str, tuple[int, ...]]:
        rows: dict[str, list[int]] = defaultdict(list)
        for i, known in enumerate(self.names):
            if key(known.name):
                rows[key(known.name)].append(i)
        return {written: tuple(members) for written, members in rows.items()}

    @cached_property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """The words of each name."""
        return tuple(words(known.name) for known in self.names)

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        """Every word of the index and its position."""
        return {word: k for k, word in enumerate(sorted({word for parts in self.words for word in parts}))}

    @cached_property
    def columns(self) -> tuple[NDArray[np.intp], ...]:
        """For each name, the positions of its words in the vocabulary."""
        return tuple(np.array([self.vocabulary[word] for word in parts], dtype=np.intp) for parts in self.words)

    @cached_property
    def _frequency(self) -> Counter[str]:
        return Counter(word for parts in self.words for word in set(parts))

    def weight(self, word: str) -> float:
        """How much a word tells: inverse frequency among the names, light words less."""
        rarity = float(np.log((len(self.names) + 1) / (self._frequency.get(word, 0) + 0.5)))
        return max(rarity, 0.1) * (LIGHT_WEIGHT if is_light(word) else 1.0)

    @cached_property
    def weights(self) -> Floats:
        """The weight of each word of the vocabulary, shape (words,)."""
        return np.array([self.weight(word) for word in self.vocabulary])

    @cached_property
    def initials(self) -> tuple[dict[str, tuple[int, int]], ...]:
        """For each name, the abbreviations that runs of its words could have."""
        return tuple(initials(known.name) for known in self.names)

    @cached_property
    def _ngrams(self) -> tuple[Any, Any]:
        from sklearn.feature_extraction.text import TfidfVectorizer

        vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, lowercase=False)
        return vectorizer, vectorizer.fit_transform([" ".join(parts) for parts in self.words])

    def by_ngrams(self, asked: Sequence[str]) -> Floats:
        """Cosine of character n-grams, shape (asked, names), 0..1."""
        vectorizer, known = self._ngrams
        return np.asarray((vectorizer.transform([" ".join(words(name)) for name in asked]) @ known.T).toarray())

    @cached_property
    def _vectors(self) -> tuple[tuple[Vectors, Vectors], ...]:
        """For each voice of the embedder, vectors of the names as written and in lower case."""
        if self.embedder is None:
            return ()
        names = [known.name for known in self.names]
        both = encode_kept(self.embedder, [*map(rewritten, names), *map(str.lower, names)], self._progress)
        return tuple((part[: len(names)], part[len(names) :]) for part in voices(self.embedder, both))

    def by_meaning(self, asked: Sequence[str]) -> tuple[tuple[Floats, Floats], ...]:
        """For each voice, cosine of the names as written and in lower case, each of shape (asked, names)."""
        if self.embedder is None:
            return ()
        vectors = self.embedder.encode([*map(rewritten, asked), *map(str.lower, asked)])
        return tuple(
            ((own[: len(asked)] @ written.T).astype(np.float64), (own[len(asked) :] @ lower.T).astype(np.float64))
            for own, (written, lower) in zip(voices(self.embedder, vectors), self._vectors, strict=True)
        )

    @cached_property
    def hubs(self) -> tuple[Floats, ...]:
        """For each voice, mean cosine of each name with its ten nearest of the index, shape (names,)."""
        return tuple(_hubs(written) for written, _ in self._vectors)

    @cached_property
    def word_vectors(self) -> Vectors | None:
        """Vectors of the vocabulary by the first voice, shape (words, dimensions); None without an embedder."""
        if self.embedder is None:
            return None
        return voices(self.embedder, encode_kept(self.embedder, list(self.vocabulary), self._progress))[0]

    def embed_words(self, asked: Sequence[str]) -> Vectors | None:
        """Vectors of single words by the first voice, shape (words, dimensions); None without an embedder."""
        return voices(self.embedder, self.embedder.encode(asked))[0] if self.embedder else None

    @cached_property
    def _abbreviations(self) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
        runs: dict[str, list[int]] = defaultdict(list)
        written: dict[str, list[int]] = defaultdict(list)
        for i, parts in enumerate(self.words):
            for letters in self.initials[i]:
                runs[letters].append(i)
            for word in set(parts):
                if len(word) > 2:
                    written[word].append(i)
        return runs, written

    def abbreviated(self, parts: Sequence[str], letters: Iterable[str]) -> list[int]:
        """Names that spell out one of these words, or that hold one of these initials; longest first."""
        runs, written = self._abbreviations
        found = [(-len(word), i) for word in parts if len(word) > 1 for i in runs.get(word, ())]
        found += [(-len(letters_), i) for letters_ in letters if len(letters_) > 2 for i in written.get(letters_, ())]
        return list(dict.fromkeys(i for _, i in sorted(found)))

    @cached_property
    def _ids_of_word(self) -> dict[str, Counter[int]]:
        found: dict[str, Counter[int]] = defaultdict(Counter)
        for i, parts in enumerate(self.words):
            for word in set(parts):
                found[word][int(self.owner[i])] += 1
        return found

    def counterparts(self, word: str, without: int | None = None) -> dict[int, float]:
        """Words used for the same things as this one: position in the vocabulary -> Dice coefficient.

        Learned from names of the same id, so that two languages of an index explain each other.
        `without`: a name that must not count (for learning by leaving one out).
        """
        own = dict(self._ids_of_word.get(word, {}))
        if without is not None and word in self.words[without]:
            left = own[int(self.owner[without])] - 1
            own.pop(int(self.owner[without]))
            if left:
                own[int(self.owner[without])] = left
        if len(own) < 2:
            return {}
        together: Counter[int] = Counter()
        for one in own:
            together.update(self._vocabulary_of_id[one])
        return {
            other: 2 * count / (len(own) + self._spread[other])
            for other, count in together.items()
            if count > 1 and not has_digit(word)
        }

    @cached_property
    def _vocabulary_of_id(self) -> tuple[frozenset[int], ...]:
        found: list[set[int]] = [set() for _ in self.ids]
        for i, columns in enumerate(self.columns):
            found[self.owner[i]].update(columns.tolist())
        return tuple(frozenset(members) for members in found)

    @cached_property
    def _spread(self) -> NDArray[np.intp]:
        return np.bincount([k for members in self._vocabulary_of_id for k in members], minlength=len(self.vocabulary))


def _hubs(vectors: Vectors) -> Floats:
    count = min(HUB_NAMES, len(vectors) - 1)
    result = np.zeros(len(vectors))
    for start in range(0, len(vectors) if count > 0 else 0, _CHUNK):
        cosines = vectors[start : start + _CHUNK] @ vectors.T
        cosines[np.arange(len(cosines)), np.arange(start, start + len(cosines))] = -1
        result[start : start + _CHUNK] = np.partition(cosines, -count, axis=1)[:, -count:].mean(1)
    return result
