"""What is held apart, what is decided, what is refused: the reference set on tiny catalogues, with a stub embedder."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pytest
from tiny import SCHEMES, Clause, Tiny

from labelscope.catalogue import Catalogue
from labelscope.embedding import Embedder, Vectors
from labelscope.errors import HostileInput
from labelscope.matching import Hesitation, Level, Matcher, level_of
from labelscope.matching.combiner import KINDS, Combiner, read_combiners, shipped, write_combiners
from labelscope.matching.evidence import Decision, Evidence
from labelscope.model import Reach

Build = Callable[..., Catalogue]
ASKED = ("wage term en is paid.", "Helmets are worn.", "Nothing of the kind.")


class TwoVoices:
    """Letters counted by checksum, in two widths."""

    name, asked, parts = "stub", "stub", (24, 16)

    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.array([np.concatenate([_letters(text, width) for width in self.parts]) for text in texts],
                        dtype=np.float32).reshape(len(texts), sum(self.parts))  # fmt: skip


def _letters(text: str, width: int) -> Vectors:
    counts = np.ones(width, dtype=np.float32)
    for k in range(len(text) - 2):
        counts[crc32(text[k : k + 3].casefold().encode()) % width] += 1
    return np.asarray(counts / np.linalg.norm(counts))


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LABELSCOPE_CACHE", str(tmp_path / "cache"))


def seen(catalogue: Catalogue, embedder: Embedder | None, without: str | None) -> Any:
    evidence = Evidence(catalogue, embedder)
    found = evidence.see(evidence.encode(ASKED), without)
    return found.scores, found.summary


WORDED = {**SCHEMES, "alpha": replace(SCHEMES["alpha"], clauses=(
    Clause({"wage": "full"}, text="Helmets are worn."), Clause({"helmets": "full", "exits": "partial"}),
))}  # fmt: skip
JUDGED_OTHERWISE = {**SCHEMES, "alpha": replace(SCHEMES["alpha"], clauses=(
    Clause({"bonus": "full"}), Clause({"wage": "full", "bonus": "partial"}),
))}  # fmt: skip


@pytest.mark.parametrize(
    ("altered", "embedder"), [(WORDED, None), (JUDGED_OTHERWISE, None), (JUDGED_OTHERWISE, TwoVoices())]
)
def test_nothing_of_a_scheme_held_apart_is_looked_at(
    altered: dict[str, Tiny], embedder: Embedder | None, build_tiny: Build
) -> None:
    """Other words or judgements of alpha change what is seen, but not what is seen without alpha."""
    plain, other = build_tiny(SCHEMES), build_tiny(altered)
    for one, another in zip(seen(plain, embedder, "alpha"), seen(other, embedder, "alpha"), strict=True):
        assert np.allclose(one, another, atol=1e-4)
    assert not np.allclose(seen(plain, embedder, None)[0], seen(other, embedder, None)[0], atol=1e-4)


def test_a_decision_of_a_group_is_held_apart_with_it(tiny_catalogue: Catalogue) -> None:
    decided = [Decision("Nothing of the kind.", {"exits": Reach.FULL}, "epsilon")]
    plain, knowing = Evidence(tiny_catalogue, None), Evidence(tiny_catalogue, None, decisions=decided)
    assert np.array_equal(*(e.see(e.encode(ASKED), "epsilon").scores for e in (plain, knowing)))
    assert not np.array_equal(*(e.see(e.encode(ASKED)).scores for e in (plain, knowing)))


@pytest.mark.parametrize("embedder", [None, TwoVoices()])
def test_a_decision_teaches_what_is_like_it(embedder: Embedder | None, tiny_catalogue: Catalogue) -> None:
    """Where row-words and the regression speak, a decision on nearly the same words speaks louder."""
    decided = [Decision("Ladders are checked for loose rungs each spring.", {"exits": Reach.FULL}, "epsilon")]
    near = "Ladders are checked for loose rungs each autumn."
    plain = Evidence(tiny_catalogue, embedder)
    knowing = Evidence(tiny_catalogue, embedder, decisions=decided)
    kind = "regression" if embedder else "row-words"
    place, column = plain.names.index(kind), plain.criteria.index("exits")
    before, after = (e.see(e.encode([near])).scores[place, 0, column] for e in (plain, knowing))
    assert after > before + 0.5


def test_decisions_answer_exactly_with_every_duty_and_without_doubts(tiny_catalogue: Catalogue) -> None:
    text = "The gnomon is polished on Thursdays."
    decided = [Decision(text, {"wage": Reach.BEYOND, "exits": Reach.PARTIAL}, "epsilon")]
    matcher = Matcher(tiny_catalogue, TwoVoices(), decisions=decided)
    answer, other = matcher.match([f"3.1  {text}", "wage term en"])
    assert {duty.criterion_id: duty.reach for duty in answer.duties} == decided[0].reached
    assert {duty.level for duty in answer.duties} == {Level.STRONG}
    assert (answer.hesitations, answer.certainty) == ((), 1)
    assert other.proposals[0].probability < 1
    shown = {similar.requirement_id for p in answer.proposals for similar in p.similar}
    assert shown <= tiny_catalogue.requirement_by_id.keys(), "what was decided in a working area is not shown"


@pytest.mark.parametrize("embedder", [None, TwoVoices()])
def test_a_catalogue_with_hardly_any_clause_is_no_trouble(embedder: Embedder | None, build_tiny: Build) -> None:
    matcher = Matcher(build_tiny({"alpha": Tiny(), "beta": Tiny((Clause({"wage": "full"}),))}), embedder)
    for answer in matcher.match([*ASKED, ""]):
        assert len(answer.proposals) == 3
        for proposal in answer.proposals:
            assert np.isfinite([proposal.probability, *proposal.evidence.values()]).all()
            assert proposal.similar == () or proposal.criterion_id == "wage"
    assert Hesitation.THIN in matcher.match(["helmets term en, helmets term fr"])[0].hesitations


def test_no_clause_at_all_is_no_trouble(build_tiny: Build) -> None:
    matcher = Matcher(build_tiny({"alpha": Tiny()}), TwoVoices())
    assert matcher.match(ASKED)[0].proposals[0].similar == ()


def test_what_is_left_to_runners_up_is_what_the_first_and_nothing_leave(catalogue: Catalogue) -> None:
    matcher = Matcher(catalogue, None)
    texts = [row.text for row in catalogue.requirements["fairtrade-textile"]] + ["Bananas are yellow.", "", "Workers"]
    for answer in matcher.match(texts):
        assert sum(proposal.probability for proposal in answer.proposals) <= 1 + 1e-9
        rest = max(1 - answer.proposals[0].probability - answer.nothing, 0)
        assert sum(proposal.probability for proposal in answer.proposals[1:]) <= rest + 1e-9


def test_two_are_near_only_where_something_fits(catalogue: Catalogue) -> None:
    matcher = Matcher(catalogue, None)
    texts = [*[row.text for rows in catalogue.requirements.values() for row in rows][::17], "Bananas are yellow."]
    answers = matcher.match(texts)
    near = [answer for answer in answers if Hesitation.NEAR in answer.hesitations]
    assert near
    assert all(a.level is not Level.NONE for a in near)
    assert all(a.proposals[0].probability - a.proposals[1].probability < 0.2 for a in near)
    assert any(a.level is Level.NONE for a in answers)


def test_a_duty_after_the_first_is_as_sure_as_that_it_holds_too(catalogue: Catalogue) -> None:
    """Not as sure as that it comes first, which two duties of one clause can never both be."""
    matcher = Matcher(catalogue, None)
    texts = [row.text for rows in catalogue.requirements.values() for row in rows][::5]
    several = [answer for answer in matcher.match(texts) if len(answer.duties) > 1]
    assert several
    for answer in several:
        first, *others = answer.duties
        assert first.level is level_of(first.probability)
        if first.level is Level.WEAK:
            assert {other.level for other in others} == {Level.WEAK}
        else:
            assert Level.WEAK not in {other.level for other in others}


# --- weights ---


def test_weights_are_the_same_after_writing_and_reading(tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    write_combiners(path, {kind: shipped(kind) for kind in KINDS})
    for kind, found in read_combiners(path).items():
        assert found.as_dict() == shipped(kind).as_dict()
        assert found.names == shipped(kind).names


def _set(place: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(plain: dict[str, Any]) -> None:
        *parents, last = place.split(".")
        for part in parents:
            plain = plain[part]
        plain[last] = value

    return change


HOSTILE: dict[str, Callable[[dict[str, Any]], Any]] = {
    "a kind is missing": lambda plain: plain.pop("plain"),
    "a number is no number": _set("text", ["a"] * 5),
    "not finite": _set("heading", [float("nan")] * 5),
    "too few weights": _set("text", [1.0]),
    "a list in a list": _set("text", [[1.0] * 5]),
    "another order of evidence": _set("names", ["cited", "named", "words", "exemplar-words", "row-words"]),
    "a spread of zero": _set("nothing.scale", [0.0] * 40),
    "a regression of another width": lambda plain: plain["together"].update(mean=[0.0], scale=[1.0], weights=[1.0]),
    "an infinite bias": _set("surely_nothing.bias", float("inf")),
    "a bias beyond numbers": _set("plain.bias", 10**400),
    "floors beyond 1": _set("floors", [0.5, 1.5]),
    "one floor": _set("floors", [0.5]),
    "nothing of a dictionary": _set("plain", 3),
}


@pytest.mark.parametrize("change", HOSTILE.values(), ids=HOSTILE)
def test_weights_of_another_make_are_refused(change: Callable[[dict[str, Any]], Any], tmp_path: Path) -> None:
    plain = shipped("words-alone").as_dict()
    assert Combiner.from_dict(json.loads(json.dumps(plain)), "words-alone").as_dict() == plain
    change(plain)
    with pytest.raises(HostileInput):
        Combiner.from_dict(plain, "words-alone")


@pytest.mark.parametrize("content", ["", "[]", "{}", "[" * 100_000, '{"words-alone": null}', "\x00"])
def test_a_file_that_holds_no_weights_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "weights.json").write_text(content)
    with pytest.raises(HostileInput):
        read_combiners(tmp_path / "weights.json")


def test_weights_for_words_are_none_for_meaning() -> None:
    with pytest.raises(HostileInput):
        Combiner.from_dict(shipped("words-alone").as_dict(), "two-voices")
