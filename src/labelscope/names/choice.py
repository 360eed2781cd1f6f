"""Which id a name means: a conditional choice model.

The utility of an id is a linear part plus a few hidden units over the evidence; *none of them* has a
utility of its own. Probabilities are the shares of the exponentials (conditional logit).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from labelscope.names.evidence import FEATURES
from labelscope.names.index import Floats

HIDDEN = 8
PENALTY = 0.01
MEMBERS = 3
_CLIP = 6.0
NONE = -1


@dataclass(frozen=True, slots=True)
class Example:
    """A choice whose answer is known: `right` is a row of `features`, or NONE. `group`: what is held apart together."""

    group: str
    features: Floats
    right: int


@dataclass(frozen=True, slots=True)
class Member:
    """One network: tanh(features @ inner + bias) @ outer + features @ linear; `none` is the utility of no id."""

    inner: Floats
    bias: Floats
    outer: Floats
    linear: Floats
    none: float


@dataclass(frozen=True, slots=True)
class ChoiceModel:
    """An average of networks over standardised features."""

    mean: Floats
    scale: Floats
    members: tuple[Member, ...]

    def utilities(self, features: Floats) -> Floats:
        """Utility of each id above that of *none*, shape (ids,)."""
        scaled = np.clip((features - self.mean) / self.scale, -_CLIP, _CLIP)
        each = [
            scaled @ member.linear + np.tanh(scaled @ member.inner + member.bias) @ member.outer - member.none
            for member in self.members
        ]
        return np.asarray(np.mean(each, axis=0))

    def as_dict(self) -> dict[str, Any]:
        """Plain numbers, for JSON."""
        return {
            "mean": _plain(self.mean), "scale": _plain(self.scale),
            "members": [
                {"inner": [_plain(row) for row in m.inner], "bias": _plain(m.bias), "outer": _plain(m.outer),
                 "linear": _plain(m.linear), "none": round(m.none, 5)}
                for m in self.members
            ],
        }  # fmt: skip

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> ChoiceModel:
        """The model written by `as_dict`.

        Raises
        ------
        ValueError
            If the numbers do not have the right shapes or are not finite.
        """
        members = tuple(
            Member(
                np.array(m["inner"], dtype=np.float64), np.array(m["bias"], dtype=np.float64),
                np.array(m["outer"], dtype=np.float64), np.array(m["linear"], dtype=np.float64), float(m["none"]),
            )
            for m in plain["members"]
        )  # fmt: skip
        model = cls(np.array(plain["mean"], dtype=np.float64), np.array(plain["scale"], dtype=np.float64), members)
        wide = (len(FEATURES),)
        fits = model.mean.shape == model.scale.shape == wide and bool(members) and bool((model.scale > 0).all())
        fits = fits and all(
            m.linear.shape == wide and m.inner.shape == (*wide, *m.bias.shape) and m.outer.shape == m.bias.shape
            and all(np.isfinite(part).all() for part in (m.inner, m.bias, m.outer, m.linear, m.none))
            for m in members
        )  # fmt: skip
        if not fits or not np.isfinite(model.mean).all():
            raise ValueError("no choice model")
        return model


def shares(utilities: Floats) -> Floats:
    """Probability of each id if one of them is meant, shape (ids,)."""
    exponentials = np.exp(utilities - utilities.max(initial=0.0))
    return np.asarray(exponentials / max(float(exponentials.sum()), 1e-300))


def learn(examples: Sequence[Example]) -> ChoiceModel:
    """Weights by maximum likelihood with an L2 penalty, from fixed seeds; choices without any id are left out."""
    from threadpoolctl import threadpool_limits

    usable = [one for one in examples if len(one.features)]
    stacked = np.concatenate([one.features for one in usable])
    mean, scale = stacked.mean(0), stacked.std(0) + 1e-6
    scaled = np.clip((stacked - mean) / scale, -_CLIP, _CLIP)
    sizes = np.array([len(one.features) for one in usable])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    right = np.array([one.right for one in usable])
    rows = np.where(right >= 0, starts + right, NONE)
    with threadpool_limits(1):  # the matrices are small: more threads only wait for each other
        return ChoiceModel(mean, scale, tuple(_member(scaled, starts, sizes, rows, seed) for seed in range(MEMBERS)))


def _member(
    features: Floats, starts: NDArray[np.intp], sizes: NDArray[np.intp], right: NDArray[np.intp], seed: int
) -> Member:
    from scipy.optimize import minimize

    wide, count = features.shape[1], len(starts)
    owner = np.repeat(np.arange(count), sizes)
    unknown = right < 0
    edges = np.cumsum([wide * HIDDEN, HIDDEN, HIDDEN, wide])
    random = np.random.default_rng(seed)
    first = np.concatenate(
        [random.normal(0, 0.3 / np.sqrt(wide), wide * HIDDEN), np.zeros(HIDDEN), random.normal(0, 0.3, HIDDEN),
         np.zeros(wide), [0.0]]
    )  # fmt: skip
    penalised = np.ones_like(first)
    penalised[-1] = 0

    def unpack(numbers: Floats) -> tuple[Floats, Floats, Floats, Floats, float]:
        inner, bias, outer, linear, none = np.split(numbers, edges)
        return inner.reshape(wide, HIDDEN), bias, outer, linear, float(none[0])

    def loss(numbers: Floats) -> tuple[float, Floats]:
        inner, bias, outer, linear, none = unpack(numbers)
        hidden = np.tanh(features @ inner + bias)
        utilities = features @ linear + hidden @ outer
        top = np.maximum(np.maximum.reduceat(utilities, starts), none)
        pull = np.exp(utilities - top[owner])
        whole = np.add.reduceat(pull, starts) + np.exp(none - top)
        chosen = np.where(unknown, none, utilities[np.maximum(right, 0)])
        pull /= whole[owner]
        pull[right[~unknown]] -= 1
        back = np.outer(pull, outer) * (1 - hidden**2)
        none_pull = float((np.exp(none - top) / whole - unknown).sum())
        gradient = np.concatenate(
            [(features.T @ back).ravel(), back.sum(0), hidden.T @ pull, features.T @ pull, [none_pull]]
        )
        penalty = PENALTY * penalised * numbers
        value = (np.log(whole) + top - chosen).sum() / count + float(penalty @ numbers) / 2
        return float(value), gradient / count + penalty

    found = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": 150})
    return Member(*unpack(found.x))


def _plain(values: Floats) -> list[float]:
    return [float(f"{value:.6g}") for value in values]
