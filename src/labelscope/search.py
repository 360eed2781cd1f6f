"""Find a scheme by any name, abbreviation or typo."""

from __future__ import annotations

from dataclasses import dataclass

from labelscope.catalogue import Catalogue
from labelscope.normalisation import fold

#: Below this rapidfuzz score (0..100) a name is not offered.
FLOOR = 72


@dataclass(frozen=True, slots=True)
class Hit:
    """A scheme found by one of its names; `score` 100 is an exact name."""

    scheme_id: str
    name: str
    score: float


class SchemeSearch:
    """An index over names, short names and aliases of a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._names: list[tuple[str, str, str]] = []
        for scheme in catalogue.schemes.values():
            self._names += [(fold(name), scheme.id, name) for name in scheme.names if fold(name)]

    def find(self, query: str, limit: int = 8) -> tuple[Hit, ...]:
        """The schemes that the query may mean, best first; an exact name always wins."""
        from rapidfuzz import fuzz

        asked = fold(query[:200])
        if not asked:
            return ()
        best: dict[str, Hit] = {}
        for folded, scheme_id, name in self._names:
            score = _score(asked, folded, fuzz.WRatio(asked, folded), fuzz.ratio(asked, folded))
            if score >= FLOOR and (scheme_id not in best or score > best[scheme_id].score):
                best[scheme_id] = Hit(scheme_id, name, score)
        return tuple(sorted(best.values(), key=lambda hit: (-hit.score, hit.scheme_id))[:limit])


def _score(asked: str, name: str, weighted: float, plain: float) -> float:
    if asked == name or asked.replace(" ", "") == name.replace(" ", ""):
        return 100.0
    if name.startswith(asked) or f" {asked}" in f" {name}":
        return 95.0
    # a weighted ratio lets a short name hide in a long one; long enough queries may use it
    return min(94.0, max(plain, weighted if min(len(asked), len(name)) > 4 else 0.0))
