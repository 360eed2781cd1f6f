"""What can be seen, without knowing what it means, to have gone wrong in a translated or reworded clause.

Numbers that differ, a negation that is gone, a recommendation that has become a duty, English left
standing. The rules are generous to the translator: what they name is nearly always a fault, and
what they let pass may still be one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from labelscope.i18n import mark

#: A remedy as a message template, and the values that fill it.
Fault = tuple[str, dict[str, str]]


def _words(*patterns: str) -> re.Pattern[str]:
    """Any of these as a whole word, whatever its capitals."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.I)


_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
#: Digits in groups of three, set apart by blanks or an apostrophe.
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f']\d{3})+(?!\d)")
#: Per cent as older French writes it.
_PER_CENT = re.compile(r"(?<!\w)p\. ?(?:100|cent)(?!\w)", re.I)
_GROUPING = re.compile(r"[.,](?=\d{3}(?!\d))")

#: English words that deny, and phrases with one of them that other languages put without.
_DENIED = _words("no", "not", "never", "without", "nor", "neither", "none", "nobody", "cannot", r"\w+n't")
_IDLE = _words(
    r"(?:no|not) (?:later|earlier|more|less|fewer|longer|higher|lower|older|younger|worse|only|just|necessarily)",
    "or not", "if not", r"no\. ?\d+",
)  # fmt: skip
#: Words that deny in each language. The prefixes on- and un- do, but for words that only look so or deny little.
_DENIAL: Mapping[str, re.Pattern[str]] = {
    "fr": _words(
        "ne", r"n'\w+", "ni", "sans", "pas", r"aucun\w*", "jamais", "non", r"non-\w+", "absence", "hors", "dehors",
        r"anonym\w*", r"interdi\w+",
    ),
    "nl": _words(
        "geen", "niets?", r"niet-\w+", "nooit", "noch", "zonder", "niemand", r"anoniem\w*", "buiten", r"verbied\w*",
        r"verbod\w*", "uitgesloten", r"[\w-]+(?:vrij|loos|loze)",
        r"on(?!afhankelijk|der|gelijk|t[bghklmsvw]|s\b|ze\b)\w+",
    ),
    "de": _words(
        r"kein\w*", r"nicht[\w-]*", "nie", "niemals", r"niemand\w*", "ohne", "weder", "noch", r"anonym\w*", "außerhalb",
        r"verbiete\w*", r"verbot\w*", r"untersag\w*", r"ausgeschlossen\w*", r"[\w-]+(?:frei|los)(?:e[mnrs]?)?",
        r"un(?!abhängig|d\b|gef|gleich|ion|iv|mittelbar|s\b|ter(?!bleib|lass))\w+",
    ),
}  # fmt: skip

_ADVISED = _words("should", r"(?:recommend|encourag)(?:ed|es|s)?")
_ADVICE: Mapping[str, re.Pattern[str]] = {
    "fr": _words(r"devrai\w+", r"recommand\w+", r"encourag\w+", r"conseill[eé]\w*", r"souhait\w+", r"invit\w+"),
    "nl": _words(
        "zou", "zouden", r"aanbev\w+", r"aanbeveel\w*", r"aanmoedig\w*", r"aangemoedigd\w*", "aangeraden",
        "(?:beveelt|bevelen|moedigt|moedigen|raadt|raden) .* aan",
    ),
    "de": _words(
        r"soll\w*", r"empfiehl\w+", r"empf[eo]hl\w+", r"ermutig\w+", r"ermunter\w+", r"(?:ge)?förder\w+",
        "angehalten", "angeregt", "nahegelegt", "(?:hält|halten|regt|regen|legt|legen) .* (?:an|nahe)",
    ),
}  # fmt: skip


def faults(english: str, translated: str, language: str) -> Iterator[Fault]:
    """What is wrong with a clause in `fr`, `nl` or `de`, each as a remedy with its values.

    >>> [remedy for remedy, _ in faults("Children under 15 do not work.", "Kinder unter 15 arbeiten.", "de")]
    ['the English denies something (no, not, never, without, nor) and this does not: bring the negation back']
    """
    if translated.strip() == english.strip():
        yield mark("this is the English text: translate it"), {}
        return
    expected, found = numbers(english), numbers(translated)
    if expected != found:
        values = {"expected": _listed(expected), "found": _listed(found)}
        yield mark("the numbers must be those of the English ({expected}), here they are {found}: mend them"), values
    straight = translated.replace("’", "'")
    if _denies(english.replace("’", "'"), "en") and not _denies(straight, language):
        yield (
            mark("the English denies something (no, not, never, without, nor) and this does not: "
                 "bring the negation back"),
            {},
        )  # fmt: skip
    if _ADVISED.search(english) and not _ADVICE[language].search(straight):
        yield (
            mark("the English only recommends (should, recommended, encouraged): "
                 "this must read as a recommendation too"),
            {},
        )  # fmt: skip


def differences(original: str, own: str, language: str, recommended: bool) -> Iterator[Fault]:
    """What differs between a scheme's text and own English words for it, each as a remedy with its values.

    Parameters
    ----------
    original : str
        In `language`, one of the four.
    own : str
    recommended : bool
        Whether the own words are kept as a recommendation.

    >>> [values for _, values in differences("Children under 15 do not work.", "No child below 14 works.", "en", False)]
    [{'expected': '15', 'found': '14'}]
    """
    expected, found = numbers(original), numbers(own)
    if expected != found:
        yield (
            mark("the numbers of the original are {expected}, here they are {found}: mend them, or confirm"),
            {"expected": _listed(expected), "found": _listed(found)},
        )
    straight, words = original.replace("’", "'"), own.replace("’", "'")
    denies, denied = _denies(straight, language), _denies(words, "en")
    if denied and not denies:
        yield (
            mark("these words deny something (no, not, never) and the original does not: mend, or confirm"),
            {},
        )
    if denies and not denied and language == "en":
        yield (
            mark("the original denies something (no, not, never) and these words do not: mend, or confirm"),
            {},
        )
    advised = bool((_ADVISED if language == "en" else _ADVICE[language]).search(straight))
    if recommended and not advised:
        yield mark("the original does not read as a recommendation, this is kept as one: mend, or confirm"), {}
    if advised and not recommended:
        yield mark("the original reads as a recommendation (should), this is kept as a duty: mend, or confirm"), {}


def _denies(text: str, language: str) -> bool:
    return bool(_DENIED.search(_IDLE.sub("", text)) if language == "en" else _DENIAL[language].search(text))


def numbers(text: str) -> Counter[str]:
    """The numbers that stand in a text as digits, however its language groups them or writes the decimal sign.

    >>> numbers("1,250 hours, 0.5 %") == numbers("1 250 heures, 0,5 p. 100") == numbers("1.250 uur, 0,5 %")
    True
    """
    joined = _SPACED.sub(lambda found: re.sub(r"\D", "", found.group()), _PER_CENT.sub("%", text))
    return Counter(_GROUPING.sub("", number).replace(",", ".") for number in _NUMBER.findall(joined))


def _listed(found: Counter[str]) -> str:
    return ", ".join(sorted(found.elements())) or "-"
