"""From many kinds of evidence to one answer: which criterion, how sure, whether any fits, what goes together.

Evidence is added up with weights (a conditional logit: the share of a criterion is the share of its exponential).
Learning starts from weights set by hand and moves away from them only as far as examples ask for it; a clause that
belongs to several criteria is right with any of them. Five logistic regressions turn sums into probabilities.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from labelscope.errors import HostileInput
from labelscope.i18n import mark
from labelscope.matching.evidence import evidence_names
from labelscope.matching.scorers import Bools, Scores
from labelscope.writing import write_text

#: Combiners by how many voices of an embedder there are.
KINDS = ("words-alone", "one-voice", "two-voices")
_BY_HAND = {
    "named": 8.0, "cited": 8.0, "words": 0.7, "exemplar-words": 0.5, "row-words": 0.0, "meaning": 1.0,
    "exemplar-meaning": 1.0, "row-meaning": 0.0, "regression": 1.0,
}  # fmt: skip
_HEADING = 0.5
_REGRESSIONS = ("plain", "under_heading", "nothing", "surely_nothing", "together")
_PENALTY = 0.3
#: Proposals of a clause that may hold together, the first among them.
RUNNERS_UP = 6


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression over standardised figures."""

    mean: Scores
    scale: Scores
    weights: Scores
    bias: float

    def probability(self, figures: Scores) -> Scores:
        """Shape (asked,), 0..1."""
        odds = ((figures - self.mean) / self.scale) @ self.weights + self.bias
        return np.asarray(1 / (1 + np.exp(-np.clip(odds, -40, 40))))

    @classmethod
    def learn(cls, figures: Scores, answers: Bools, strength: float = 1.0, weights: Scores | None = None) -> Logistic:
        """Learn from figures of shape (examples, width) and whether each is so."""
        from sklearn.linear_model import LogisticRegression

        mean, scale = figures.mean(0), figures.std(0) + 1e-9
        found = LogisticRegression(C=strength, max_iter=5_000).fit((figures - mean) / scale, answers, weights)
        return cls(mean, scale, found.coef_[0], float(found.intercept_[0]))

    def as_dict(self) -> dict[str, Any]:
        """Plain numbers, for JSON."""
        return {"mean": _plain(self.mean), "scale": _plain(self.scale), "weights": _plain(self.weights),
                "bias": float(f"{self.bias:.6g}")}  # fmt: skip

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Logistic:
        """The numbers written by `as_dict`; ValueError if they are others."""
        arrays = [np.array(plain[name], dtype=np.float64) for name in ("mean", "scale", "weights")]
        mean, scale, weights = arrays
        found = cls(mean, scale, weights, float(plain["bias"]))
        if len({a.shape for a in arrays}) > 1 or arrays[0].ndim != 1 or not (found.scale > 0).all():
            raise ValueError("no logistic regression")
        if not np.isfinite([*found.mean, *found.scale, *found.weights, found.bias]).all():
            raise ValueError("not finite")
        return found


@dataclass(frozen=True, slots=True)
class Verdict:
    """What evidence amounts to, each of shape (texts,).

    `right`: probability that the first proposal is right; `nothing`: that nothing fits; `is_nothing`: that this is the
    answer.
    """

    right: Scores
    nothing: Scores
    is_nothing: Bools

    @property
    def certainty(self) -> Scores:
        """Probability that the answer given is right, shape (texts,)."""
        return np.where(self.is_nothing, self.nothing, self.right)


@dataclass(frozen=True, slots=True)
class Combiner:
    """Everything learned about one kind of evidence.

    `text`, `heading`: weights of each kind of evidence, from the clause and from the heading above it. `plain`,
    `under_heading`: that the first proposal is right, for clauses without and with a heading. `nothing`: how much
    speaks for no criterion at all; `floors`: from where this is the answer, without and with a heading;
    `surely_nothing`: that this answer is right.
    `together`: that a proposal after the first holds too. `learned_on`: fingerprint of the reference set.
    """

    names: tuple[str, ...]
    text: Scores
    heading: Scores
    plain: Logistic
    under_heading: Logistic
    nothing: Logistic
    surely_nothing: Logistic
    floors: tuple[float, float]
    together: Logistic
    learned_on: str = ""

    def utilities(self, text: NDArray[Any], heading: NDArray[Any] | None) -> Scores:
        """Sums, shape (texts, criteria), from evidence of shape (kinds, texts, criteria)."""
        result = np.tensordot(self.text, text, axes=1)
        return np.asarray(result if heading is None else result + np.tensordot(self.heading, heading, axes=1))

    def judge(self, utilities: Scores, summary: Scores, has_heading: Bools) -> Verdict:
        """What sums of shape (texts, criteria) and summaries (`Seen.summary`) amount to."""
        nothing = no_criterion(self.nothing, summary)
        figures = margins(utilities, nothing)
        right = np.where(has_heading, self.under_heading.probability(figures), self.plain.probability(figures))
        is_nothing = nothing > np.where(has_heading, self.floors[1], self.floors[0])
        return Verdict(right, self.surely_nothing.probability(odds(nothing)), is_nothing)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "learned_on": self.learned_on, "names": list(self.names), "text": _plain(self.text),
            "heading": _plain(self.heading), "plain": self.plain.as_dict(),
            "under_heading": self.under_heading.as_dict(), "nothing": self.nothing.as_dict(),
            "surely_nothing": self.surely_nothing.as_dict(),
            "floors": _plain(np.array(self.floors)), "together": self.together.as_dict(),
        }  # fmt: skip

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any], kind: str) -> Combiner:
        """The combiner written by `as_dict`.

        Raises
        ------
        HostileInput
            If it is none of this kind.
        """
        names = evidence_names(KINDS.index(kind))
        try:
            text, heading = (np.array(plain[name], dtype=np.float64) for name in ("text", "heading"))
            low, high = (float(value) for value in plain["floors"])
            plain_, headed, nothing, surely, together = (Logistic.from_dict(plain[name]) for name in _REGRESSIONS)
            found = cls(
                names, text, heading, plain_, headed, nothing, surely, (low, high), together, str(plain["learned_on"])
            )
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise HostileInput(mark("These are no weights of labelscope.")) from error
        shapes = text.shape == heading.shape == (len(names),) and tuple(plain["names"]) == names
        widths = found.plain.mean.shape == found.under_heading.mean.shape == (4,) and (
            found.together.mean.shape,
            found.surely_nothing.mean.shape,
        ) == ((3,), (1,))
        if not (shapes and widths and np.isfinite([*text, *heading]).all() and 0 < low <= 1 and 0 < high <= 1):
            raise HostileInput(mark("These are no weights of labelscope."))
        return found


def no_criterion(nothing: Logistic, summary: Scores) -> Scores:
    """How much speaks for no criterion, shape (texts,), 0..1; nothing does where one is named outright."""
    return nothing.probability(summary[:, :-1]) * (1 - summary[:, -1])


def odds(shares: Scores) -> Scores:
    """Logarithm of the odds, as a table of one column."""
    kept = np.clip(shares, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(kept / (1 - kept))[:, None])


def margins(utilities: Scores, nothing: Scores) -> Scores:
    """How far the best sum lies before the second and the third, how high it is, and the probability that nothing
    fits, shape (texts, 4)."""
    ordered = -np.sort(-utilities, axis=1)
    third = ordered[:, min(2, ordered.shape[1] - 1)]
    return np.stack([ordered[:, 0] - ordered[:, 1], ordered[:, 0] - third, ordered[:, 0], nothing], axis=1)


def behind(utilities: Scores) -> Scores:
    """Of each criterion: distance to the best sum, its own sum, its share; shape (texts, criteria, 3)."""
    best = utilities.max(1, keepdims=True)
    return np.stack([best - utilities, utilities, shares(utilities)], axis=2)


def shares(utilities: Scores) -> Scores:
    """Shares of the exponentials, shape unchanged; they add up to 1 for each text."""
    exponentials = np.exp(utilities - utilities.max(1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(1, keepdims=True))


def by_hand(names: Sequence[str]) -> tuple[Scores, Scores]:
    """Weights that were set by hand: of a clause, of its heading."""
    text = np.array([_BY_HAND[name.rstrip("-0123456789")] for name in names])
    return text, _HEADING * text


def learn_weights(
    names: Sequence[str], text: NDArray[Any], heading: NDArray[Any], right: Bools, weights: Scores
) -> tuple[Scores, Scores]:
    """Weights by maximum likelihood, drawn towards those set by hand.

    Parameters
    ----------
    text, heading : ndarray, shape (kinds, examples, criteria)
        Evidence; a missing heading is zero.
    right : ndarray of bool, shape (examples, criteria)
    weights : ndarray, shape (examples,)
    """
    from scipy.optimize import minimize

    kinds = len(names)
    start = np.concatenate(by_hand(names))
    evidence = np.concatenate([text, heading]).astype(np.float32)
    flat = evidence.reshape(2 * kinds, -1)
    total = weights.sum()

    def loss(numbers: Scores) -> tuple[float, Scores]:
        utilities = (numbers.astype(np.float32) @ flat).reshape(right.shape).astype(np.float64)
        utilities -= utilities.max(1, keepdims=True)
        pull = np.exp(utilities)
        whole = pull.sum(1)
        chosen = np.maximum((pull * right).sum(1), 1e-300)
        slope = weights[:, None] * (pull / whole[:, None] - pull * right / chosen[:, None])
        gradient = (flat @ slope.ravel().astype(np.float32)).astype(np.float64) / total
        moved = numbers - start
        value = (weights * (np.log(whole) - np.log(chosen))).sum() / total + _PENALTY * float(moved @ moved) / 2
        return float(value), gradient + _PENALTY * moved

    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 100}).x
    return found[:kinds], found[kinds:]


@lru_cache(maxsize=len(KINDS))
def shipped(kind: str) -> Combiner:
    """The combiner of one kind that comes with labelscope."""
    text = files("labelscope.matching").joinpath("weights.json").read_text("utf-8")
    return Combiner.from_dict(json.loads(text)[kind], kind)


def read_combiners(path: Path) -> dict[str, Combiner]:
    """Combiners of every kind from a file.

    Raises
    ------
    HostileInput
        If the file does not hold them.
    """
    try:
        plain = json.loads(path.read_text("utf-8"))
        return {kind: Combiner.from_dict(plain[kind], kind) for kind in KINDS}
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise HostileInput(mark("These are no weights of labelscope.")) from error


def write_combiners(path: Path, combiners: Mapping[str, Combiner]) -> None:
    """Combiners of every kind into one file."""
    plain = {kind: combiners[kind].as_dict() for kind in KINDS}
    write_text(path, json.dumps(plain, separators=(",", ":")) + "\n")


def _plain(values: Scores) -> list[float]:
    return [float(f"{value:.6g}") for value in values]
