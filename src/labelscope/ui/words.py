"""Words that several pages use for what the matcher says."""

from __future__ import annotations

from collections.abc import Mapping

from labelscope import vocabulary
from labelscope.i18n import Translator, mark
from labelscope.matching import level_of
from labelscope.matching.answer import Closeness

CLOSENESS: Mapping[Closeness, str] = {
    Closeness.VERY_CLOSE: mark("very close"),
    Closeness.CLOSE: mark("close"),
    Closeness.LOOSE: mark("loosely alike"),
    Closeness.FAR: mark("hardly alike"),
}
#: Kinds of evidence (`matching.evidence`), without the number of the voice.
_EVIDENCE: Mapping[str, str] = {
    "named": mark("names the criterion"),
    "cited": mark("cites a convention or law behind the criterion"),
    "words": mark("words of the criterion"),
    "exemplar-words": mark("words of model clauses"),
    "row-words": mark("words of clauses in the catalogue"),
    "meaning": mark("meaning of the criterion"),
    "exemplar-meaning": mark("meaning of model clauses"),
    "row-meaning": mark("meaning of clauses in the catalogue"),
    "regression": mark("learned from all known clauses"),
}
_VOICE: Mapping[str, str] = {
    "1": mark("{evidence}, by the first language model"),
    "2": mark("{evidence}, by the second language model"),
}
#: A machine is never quite sure.
_HARDLY, _NEARLY = 0.01, 0.99


def share_words(t: Translator, probability: float) -> str:
    """A probability in per cent."""
    return t.percent(min(max(probability, _HARDLY), _NEARLY))


def sure_words(t: Translator, probability: float) -> str:
    """A probability as a word and in per cent."""
    return t(mark("{level} ({share})"), level=t(vocabulary.LEVEL[level_of(probability)]),
             share=share_words(t, probability))  # fmt: skip


def evidence_words(t: Translator, kind: str) -> str:
    """A kind of evidence; one that is not known any more keeps its name."""
    base, _, voice = kind.rpartition("-") if kind[-1:].isdigit() else (kind, "", "")
    if base not in _EVIDENCE:
        return kind
    said = t(_EVIDENCE[base])
    return t(_VOICE[voice], evidence=said) if voice in _VOICE else said
