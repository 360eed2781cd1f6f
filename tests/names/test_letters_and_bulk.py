"""Long lists by letters, and the same answers as one by one."""

import numpy as np
import pytest

from labelscope.catalogue import load_catalogue
from labelscope.names import How, KnownName, NameIndex, Resolver
from labelscope.names.bulk import BulkResolver
from labelscope.names.known import default_names
from labelscope.names.letters import LetterIndex, mistyped, normalised


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return NameIndex(default_names(load_catalogue()))


def test_normalised_forgives_case_accents_and_punctuation() -> None:
    assert normalised(["  Nature & Progrès ", "Straße", "Œufs", ""]).to_pylist() == [
        "nature progres", "strasse", "oeufs", "",
    ]  # fmt: skip


def test_the_nearest_of_a_known_name_is_itself(index: NameIndex) -> None:
    names = [known.name for known in index.names]
    nearest = LetterIndex(index).nearest(names)
    same = np.array([index.names[k].id for k in nearest.names[:, 0]]) == np.array([k.id for k in index.names])
    written = [len(normalised([name]).to_pylist()[0]) >= 3 for name in names]
    assert (same | ~np.array(written)).mean() > 0.99


def test_slips_are_found_by_letters(index: NameIndex) -> None:
    random = np.random.default_rng(3)
    long_names = [known for known in index.names if len(known.name) > 15]
    nearest = LetterIndex(index).nearest([mistyped(known.name, random) for known in long_names])
    right = [index.names[k].id == known.id for k, known in zip(nearest.names[:, 0], long_names, strict=True)]
    assert np.mean(right) > 0.95


def test_chunks_do_not_change_the_answer(index: NameIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ["rainforest aliance", "sa8000", "xx", "", "fairtrade"] * 7
    whole = LetterIndex(index).nearest(asked)
    monkeypatch.setattr("labelscope.names.letters.CHUNK", 4)
    parts = LetterIndex(index).nearest(asked)
    assert (whole.names == parts.names).all()
    assert np.allclose(whole.ratios, parts.ratios)


@pytest.mark.parametrize("letters_only", [True, False])
def test_bulk_answers_in_order_and_exact_names_win(index: NameIndex, letters_only: bool) -> None:
    asked = ["SA8000", "Rainforest Aliance", "C138", "Bluetooth 5.0 headset", ""]
    table = BulkResolver(Resolver(index), letters_only).resolve(asked)
    rows = table.to_pylist()
    assert [row["name"] for row in rows] == asked
    assert [row["id"] for row in rows[:3]] == ["sa8000", "rainforest-alliance", "ilo-c138"]
    assert [row["how"] for row in rows[::2]] == [How.EXACT, How.EXACT, How.NONE]
    assert rows[1]["how"] in ({How.LETTERS} if letters_only else {How.LETTERS, How.WEIGHED})
    assert rows[3]["how"] == How.NONE
    assert all(0 <= row["probability"] <= 1 for row in rows)


def test_bulk_of_nothing_is_an_empty_table(index: NameIndex) -> None:
    assert BulkResolver(Resolver(index)).resolve([]).num_rows == 0


def test_a_name_of_two_ids_has_both_in_bulk() -> None:
    twins = NameIndex([KnownName("a", "Green Dot"), KnownName("b", "green dot"), KnownName("c", "Blue Angel")])
    row = BulkResolver(Resolver(twins), letters_only=True).resolve(["Green Dot"]).to_pylist()[0]
    assert (row["id"], row["probability"], row["second_id"], row["second_probability"]) == ("a", 0.5, "b", 0.5)
