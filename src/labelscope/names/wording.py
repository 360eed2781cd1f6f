"""How names are written: words, digits, claims, initials.

Everything here is about wording in general, in four languages; nothing knows any label.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files

from labelscope.i18n import country_names
from labelscope.model import LANGUAGES

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[0-9]+")
_SPELLING = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "&": " and "})
_PURE = re.compile(r"\b100\s*%|\b100\s*(?:pour\s*cent|percent|per\s*cent|procent|prozent)\b")
_NOTHING = re.compile(r"\b0+(?:[.,]0+)?\s*%")
#: French for made of gold or silver, where "or" and "argent" alone mean other things as well.
_METALS = ((re.compile(r"\bd['’]\s?or\b"), " gold "), (re.compile(r"\bd['’]\s?argent\b"), " silver "))

_WORDS = tomllib.loads(files("labelscope.names").joinpath("words.toml").read_text("utf-8"))
#: Words that carry little of a name's meaning.
LIGHT = frozenset(_WORDS["light"].split())
_LETTERED = frozenset(_WORDS["lettered"].split())
_CLAIM_OF = {word: claim for claim, some in _WORDS["claims"].items() for word in some.split()}
_RANK_OF = {word: rank for rank, some in _WORDS["ranks"].items() for word in some.split()}
_PEOPLE_OF = {word: place for place, some in _WORDS["peoples"].items() for word in some.split()}

#: Endings of compounds that make such a claim, with the words that say the same in front.
_ENDINGS = (
    (re.compile(r"^([a-z]{3,})(?:vrije?|loze?|loos)$"), "zonder", "without"),
    (re.compile(r"^([a-z]{3,})(?:freie[rsnm]?|frei|los)$"), "ohne", "without"),
    (re.compile(r"^([a-z]{3,})free$"), "without", "without"),
    (re.compile(r"^([a-z]{4,})arm$"), "arm", "low"),
    (re.compile(r"^([a-z]{4,})(?:rijke?|reich)$"), "reich", "rich"),
)


def plain(name: str) -> str:
    """Lower case, without accents, with spelled-out ligatures and shares; punctuation stays."""
    spread = unicodedata.normalize("NFKD", name.casefold().translate(_SPELLING))
    letters = "".join(c for c in spread if not unicodedata.combining(c))
    for pattern, metal in _METALS:
        letters = pattern.sub(metal, letters)
    return _NOTHING.sub(" without ", _PURE.sub(" pure ", letters))


@lru_cache(maxsize=100_000)
def words(name: str) -> tuple[str, ...]:
    """The words of a name; a compound that says *without X* or *low in X* becomes two words."""
    result: list[str] = []
    for word in _WORD.findall(plain(name)):
        if word.isdigit():
            result.append(word.lstrip("0") or "0")
            continue
        for pattern, front, _ in _ENDINGS:
            found = pattern.match(word)
            if found and found.group(1) not in LIGHT:
                result += [front, found.group(1)]
                break
        else:
            result.append(word)
    return tuple(result)


def rewritten(name: str) -> str:
    """The name with its compounds taken apart, or as it stands when there are none."""
    apart = words(name)
    return " ".join(apart) if apart != tuple(_WORD.findall(plain(name))) else name


@lru_cache(maxsize=100_000)
def key(name: str) -> str:
    """What stays of a name when case, accents, spaces and punctuation do not count."""
    return "".join(_WORD.findall(plain(name)))


@lru_cache(maxsize=100_000)
def claims(name: str) -> frozenset[str]:
    """The claims that a name makes about amounts."""
    return frozenset(_CLAIM_OF[word] for word in words(name) if word in _CLAIM_OF)


@lru_cache(maxsize=100_000)
def codes(name: str) -> tuple[str, ...]:
    """The digits in a name, sorted, each with the letters written to it: 8000, b12, 2014; and letters that stand alone.

    A letter stands alone at the end of a name, or after a word such as *vitamin* or *grade*.
    """
    parts = words(name)
    alone = [
        word for k, word in enumerate(parts)
        if k and len(word) == 1 and word.isalpha() and (k == len(parts) - 1 or parts[k - 1] in _LETTERED)
    ]  # fmt: skip
    return tuple(sorted([*alone, *(word for word in parts if any(c.isdigit() for c in word))]))


@lru_cache(maxsize=1)
def _countries() -> dict[tuple[str, ...], str]:
    found = {
        tuple(_WORD.findall(plain(name))): code
        for language in LANGUAGES
        for code, name in country_names(language).items()
    }
    return {**found, **{(word,): code for word, code in _PEOPLE_OF.items()}}


@lru_cache(maxsize=100_000)
def places(name: str) -> frozenset[str]:
    """The countries that a name names, by their two letters; EU for Europe."""
    parts, known = _WORD.findall(plain(name)), _countries()
    spans = ((k, k + length) for length in range(1, 5) for k in range(len(parts) - length + 1))
    return frozenset(known[run] for start, stop in spans if (run := tuple(parts[start:stop])) in known)


@lru_cache(maxsize=100_000)
def ranks(name: str) -> frozenset[str]:
    """Gold, silver, bronze."""
    return frozenset(_RANK_OF[word] for word in words(name) if word in _RANK_OF)


def numbers(name: str) -> tuple[str, ...]:
    """The numbers in a name, sorted, without the letters written to them."""
    return tuple(sorted(found.lstrip("0") or "0" for found in _NUMBER.findall(plain(name))))


@lru_cache(maxsize=100_000)
def initials(name: str) -> dict[str, tuple[int, int]]:
    """Abbreviations of two to eight letters that runs of words could have -> (first word, one after the last).

    Each run counts with and without its light words.
    """
    parts = words(name)
    runs: dict[str, tuple[int, int]] = {}
    for start in range(len(parts)):
        for with_light in (False, True):
            if parts[start] in LIGHT and not with_light:
                continue
            letters = ""
            for stop in range(start, len(parts)):
                if parts[stop] in LIGHT and not with_light:
                    continue
                letters += parts[stop][0]
                if len(letters) > 8:
                    break
                if len(letters) > 1:
                    runs.setdefault(letters, (start, stop + 1))
    return runs


def is_light(word: str) -> bool:
    """Whether a word carries little meaning."""
    return word in LIGHT


def has_digit(word: str) -> bool:
    """Whether a word is or holds a number."""
    return any(c.isdigit() for c in word)
