"""Everything learned, in one file of numbers: which id is meant, whether any is, and how far letters can be trusted.

`labelscope fit names` writes such a file; nothing is pickled, and what is read is checked.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from labelscope.embedding import Embedder
from labelscope.errors import HostileInput
from labelscope.i18n import mark
from labelscope.names.choice import ChoiceModel, Example, learn, shares
from labelscope.names.index import Floats
from labelscope.names.letters import LetterTrust

#: Weights by how many voices of an embedder there are: none, one, two.
KINDS = ("words-alone", "one-voice", "two-voices")
FOLDS = 6
#: Share of known names whose right answer may be lost to *no match*.
LOST_SHARE = 0.05
_RUNNERS = 3
_FAR = -12.0


@dataclass(frozen=True, slots=True)
class Judgement:
    """`shares`: probability of each id, shape (ids,); `unknown`: of none; `is_unknown`: that means *no match*."""

    shares: Floats
    unknown: float
    is_unknown: bool


@dataclass(frozen=True, slots=True)
class Weights:
    """A choice model and its acceptance: a logistic regression on the utilities of the best three ids.

    `unknown_share`: share of unknown names among the examples; `floor`: probability of being unknown, at that
    share, from which a name is answered *no match*; `learned_on`: fingerprint of the file learned from.
    """

    choice: ChoiceModel
    acceptance: Floats
    letters: LetterTrust
    unknown_share: float
    floor: float
    learned_on: str

    def judge(self, features: Floats, unknown_share: float) -> Judgement:
        """What the evidence amounts to, for lists with this share of unknown names."""
        utilities = self.choice.utilities(features)
        odds = float(_described(utilities) @ self.acceptance)
        unknown = _probability(odds + _odds(unknown_share) - _odds(self.unknown_share))
        return Judgement(shares(utilities) * (1 - unknown), unknown, _probability(odds) > self.floor)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "learned_on": self.learned_on,
            "unknown_share": float(f"{self.unknown_share:.6g}"),
            "floor": float(f"{self.floor:.6g}"),
            "acceptance": [float(f"{value:.6g}") for value in self.acceptance],
            "letters": self.letters.as_dict(),
            "choice": self.choice.as_dict(),
        }

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Weights:
        """The weights written by `as_dict`.

        Raises
        ------
        HostileInput
            If they are not such weights.
        """
        try:
            weights = cls(
                ChoiceModel.from_dict(plain["choice"]), np.array(plain["acceptance"], dtype=np.float64),
                LetterTrust.from_dict(plain["letters"]), float(plain["unknown_share"]), float(plain["floor"]),
                str(plain["learned_on"]),
            )  # fmt: skip
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise HostileInput(mark("These are no weights of labelscope.")) from error
        shapely = weights.acceptance.shape == (_RUNNERS + 1,) and bool(np.isfinite(weights.acceptance).all())
        if not (shapely and 0 < weights.unknown_share < 1 and 0 < weights.floor < 1):
            raise HostileInput(mark("These are no weights of labelscope."))
        return weights


def fit(examples: Sequence[Example], letters: LetterTrust, learned_on: str = "") -> Weights:
    """Learn from choices whose answer is known; what was learned of letters is taken in.

    Acceptance is learned on what choice models say that have not seen the group of the example.
    """
    from sklearn.linear_model import LogisticRegression

    usable = [one for one in examples if len(one.features)]
    groups = sorted({one.group for one in usable})
    fold_of = dict(zip(groups, np.random.default_rng(0).integers(0, FOLDS, len(groups)).tolist(), strict=True))
    rows: list[Floats] = []
    unknown: list[bool] = []
    right: list[bool] = []
    for fold in range(FOLDS):
        rest = [one for one in usable if fold_of[one.group] != fold]
        held_back = [one for one in usable if fold_of[one.group] == fold]
        if rest and held_back:
            model = learn(rest)
            utilities = [model.utilities(one.features) for one in held_back]
            rows += [_described(one) for one in utilities]
            unknown += [one.right < 0 for one in held_back]
            right += [int(np.argmax(u)) == one.right for one, u in zip(held_back, utilities, strict=True)]
    table, answers = np.array(rows), np.array(unknown)
    learner = LogisticRegression(fit_intercept=False, max_iter=1_000).fit(table, answers)
    acceptance = np.asarray(learner.coef_[0])
    right_odds = table[np.array(right)] @ acceptance
    lost = min(0.5, LOST_SHARE * (~answers).sum() / max(1, len(right_odds)))
    floor = float(np.clip(_probability(float(np.quantile(right_odds, 1 - lost))), 1e-4, 1 - 1e-4))
    return Weights(learn(usable), acceptance, letters, float(answers.mean()), floor, learned_on)


def kind_for(embedder: Embedder | None) -> str:
    """Which weights go with an embedder."""
    return KINDS[0 if embedder is None else min(len(embedder.parts), len(KINDS) - 1)]


@lru_cache(maxsize=len(KINDS))
def shipped(kind: str) -> Weights:
    """The weights of one kind that come with labelscope."""
    text = files("labelscope.names").joinpath("weights.json").read_text("utf-8")
    return Weights.from_dict(json.loads(text)[kind])


def read_weights(path: Path) -> dict[str, Weights]:
    """Weights of every kind from a file.

    Raises
    ------
    HostileInput
        If the file does not hold them.
    """
    try:
        plain = json.loads(path.read_text("utf-8"))
        return {kind: Weights.from_dict(plain[kind]) for kind in KINDS}
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise HostileInput(mark("These are no weights of labelscope.")) from error


def write_weights(path: Path, weights: dict[str, Weights]) -> None:
    """Weights of every kind into one file."""
    plain = {kind: weights[kind].as_dict() for kind in KINDS}
    path.write_text(json.dumps(plain, separators=(",", ":")) + "\n", "utf-8")


def _described(utilities: Floats) -> Floats:
    best = np.full(_RUNNERS + 1, _FAR)
    ordered = np.sort(utilities)[::-1][:_RUNNERS]
    best[: len(ordered)] = np.clip(ordered, _FAR, -_FAR)
    best[-1] = 1.0
    return best


def _odds(share: float) -> float:
    return float(np.log(share / (1 - share)))


def _probability(odds: float) -> float:
    return float(1 / (1 + np.exp(-np.clip(odds, -40, 40))))
