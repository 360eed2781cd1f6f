"""What a clause names outright: a criterion by its label, or an instrument that criteria go back to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from labelscope.criteria import CriteriaTree
from labelscope.matching.scorers import Scores
from labelscope.model import LANGUAGES
from labelscope.normalisation import fold

#: Labels shorter than this are everyday words.
_LEAST_LABEL = 8
#: A label of this many letters is no chance.
_LONG_LABEL = 25
#: What each criterion after the first that goes back to an instrument counts less.
_EACH_AFTER = 0.3
_CONVENTION = re.compile(
    r"(?:\b(?:ilo|oit|iao|iaa|convention|conventions|konvention|verdrag|verdragen|ubereinkommen|no|nr|n)"
    r"(?: (?:no|nr|n))? ?c? ?|\bc ?)([0-9]{1,3})((?: (?:and|et|en|und|or|ou|of|oder)? ?[0-9]{1,3}\b)*)"
)
_ABOUT_ILO = re.compile(
    r"\b(?:ilo|oit|iao|iaa|conventions?|konvention|verdrag(?:en)?|ubereinkommen)\b|\bc ?[0-9]{2,3}\b"
)
_PLACE = re.compile(
    r"\b(?:principles?|principes?|beginsel(?:en)?|prinzip|grundsatz|articles?|artikel|art) ([0-9]{1,3})\b"
)
#: How a criterion's references call an instrument whose names stand in criteria/instruments.csv.
_REFERRED = {
    "un-guiding-principles": "UNGP", "csddd": "CSDDD", "cedaw": "CEDAW", "crc": "CRC", "udhr": "UDHR",
    "oecd-guidelines": "OECD Guidelines", "eu-2024-825": "Directive (EU) 2024/825",
    "belgian-law-2002": "belgian law of 27 February 2002", "uncac": "UNCAC", "crpd": "CRPD", "undrip": "UNDRIP",
    "icrmw": "ICRMW", "vggt": "VGGT", "hrd-declaration": "UN Declaration on HRD", "ifc-ps1": "IFC PS1",
    "ifc-ps5": "IFC PS5", "voluntary-principles": "Voluntary Principles on Security and Human Rights",
    "oecd-minerals": "OECD minerals guidance", "oecd-garment": "OECD garment guidance",
}  # fmt: skip


class Citations:
    """Finds labels of criteria and names of instruments in clauses.

    Parameters
    ----------
    instruments : iterable of (id, name)
        Names of instruments in any language.
    """

    def __init__(self, tree: CriteriaTree, instruments: Iterable[tuple[str, str]]) -> None:
        self._count = len(tree.criteria)
        self._labels = [
            (k, label)
            for k, criterion in enumerate(tree.criteria)
            for label in {fold(criterion.label[language]) for language in LANGUAGES}
            if len(label) >= _LEAST_LABEL
        ]
        self._by_reference: dict[str, dict[int, int]] = defaultdict(dict)
        for k, criterion in enumerate(tree.criteria):
            for place, reference in enumerate(criterion.refs, start=1):
                self._by_reference[fold(reference)][k] = place
        self._names = [
            (fold(_REFERRED.get(instrument, instrument.replace("ilo-c", "ILO C"))), fold(name))
            for instrument, name in instruments
            if len(fold(name)) >= _LEAST_LABEL
        ]

    def named(self, texts: Sequence[str]) -> Scores:
        """Whether the clause holds the label of a criterion, shape (texts, criteria); less for short labels, to 1."""
        result = np.zeros((len(texts), self._count))
        for i, text in enumerate(texts):
            folded = f" {fold(text)} "
            for k, label in self._labels:
                if f" {label} " in folded:
                    result[i, k] = max(result[i, k], min(1.0, len(label) / _LONG_LABEL))
        return result

    def cited(self, texts: Sequence[str]) -> Scores:
        """Whether criteria go back to what the clause cites, shape (texts, criteria), 0..1.

        1 for the criterion that names it before others, in the order of the criteria; less for each one after; 0 for
        those that do not name it.
        """
        result = np.zeros((len(texts), self._count))
        for i, text in enumerate(texts):
            for reference in self._references(fold(text)):
                places = self._criteria_of(reference)
                for turn, k in enumerate(sorted(places, key=lambda k: (places[k], k))):
                    result[i, k] = max(result[i, k], 1 / (1 + _EACH_AFTER * turn))
        return result

    def _criteria_of(self, reference: str) -> dict[int, int]:
        """Columns of the criteria that go back to a reference, or to places in it, and how far down they name it."""
        if reference in self._by_reference:
            return self._by_reference[reference]
        longer = [places for key, places in self._by_reference.items() if key.startswith(f"{reference} ")]
        return {k: place for places in longer for k, place in places.items()}

    def _references(self, folded: str) -> set[str]:
        spaced = f" {folded} "
        found = {key for key in self._by_reference if f" {key} " in spaced}
        if _ABOUT_ILO.search(folded):
            for number, more in _CONVENTION.findall(folded):
                found |= {f"ilo c{one}" for one in (number, *re.findall("[0-9]+", more))} & self._by_reference.keys()
        for reference, name in self._names:
            if f" {name} " in spaced:
                places = {f"{reference} {number}" for number in _PLACE.findall(folded)} & self._by_reference.keys()
                found |= places or {reference}
        return found
