"""Names to ids: exact names always, others with a probability, unknown ones with an explicit answer."""

import pytest

from labelscope.catalogue import load_catalogue
from labelscope.embedding import open_embedder
from labelscope.names import How, KnownName, NameIndex, Resolver
from labelscope.names.known import default_names
from labelscope.names.tables import COLUMNS, to_frame


@pytest.fixture(scope="module")
def without_model() -> Resolver:
    return Resolver(NameIndex(default_names(load_catalogue())))


@pytest.fixture(scope="module")
def with_model() -> Resolver:
    embedder = open_embedder()
    assert embedder is not None
    return Resolver(NameIndex(default_names(load_catalogue()), embedder))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("SA8000", "sa8000"), ("sa 8000", "sa8000"), ("ILO 138", "ilo-c138"), ("C138", "ilo-c138"),
        ("c 138", "ilo-c138"), ("OIT 138", "ilo-c138"), ("IAO-Verdrag 138", "ilo-c138"), ("C182", "ilo-c182"),
    ],
)  # fmt: skip
def test_codes_resolve_without_any_model(without_model: Resolver, written: str, meant: str) -> None:
    answer = without_model.exact(written)
    assert answer is not None
    assert (answer.id, answer.how, answer.probability) == (meant, How.EXACT, 1.0)


def test_every_known_name_resolves_to_its_own_id(without_model: Resolver) -> None:
    for known in without_model.index.names:
        answer = without_model.exact(known.name)
        assert answer is not None
        assert answer.how is How.EXACT
        assert known.id in [candidate.id for candidate in answer.candidates]
        assert answer.probability == 1 / len(answer.candidates)


def test_an_exact_name_wins_with_the_model_too(with_model: Resolver) -> None:
    names = [known.name for known in with_model.index.names][:40]
    assert {answer.how for answer in with_model.resolve(names)} == {How.EXACT}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Rainforest Aliance", "rainforest-alliance"),
        ("amfori bsci code of conduct", "amfori-bsci"),
        ("Forced Labor Convention 1930", "ilo-c29"),
    ],
)
def test_slips_of_the_keyboard_are_forgiven(with_model: Resolver, written: str, meant: str) -> None:
    answer = with_model.resolve([written])[0]
    assert answer.id == meant
    assert 0.5 < answer.probability <= 1


@pytest.mark.parametrize("written", ["Bluetooth", "Ministerie van Defensie", "Kilometerheffing 2019", "xqzt"])
def test_what_is_no_label_is_answered_so(with_model: Resolver, written: str) -> None:
    answer = with_model.resolve([written])[0]
    assert answer.how is How.NONE
    assert answer.id is None
    assert answer.probability > 0.5


def test_a_name_of_two_ids_has_both_as_candidates() -> None:
    index = NameIndex([KnownName("a", "Green Dot"), KnownName("b", "green dot"), KnownName("c", "Blue Angel")])
    answer = Resolver(index).exact("Green Dot")
    assert answer is not None
    assert [(one.id, one.probability) for one in answer.candidates] == [("a", 0.5), ("b", 0.5)]


def test_nothing_written_means_nothing(without_model: Resolver) -> None:
    for nothing in ("", "   ", "---", "…"):
        answer = without_model.resolve([nothing])[0]
        assert (answer.how, answer.candidates) == (How.NONE, ())


def test_answers_do_not_depend_on_their_neighbours(with_model: Resolver) -> None:
    names = ["Fairtrade Max Havelaar label", "rainforest aliance", "Bluetooth", "ILO 138"]
    together = with_model.resolve(names)
    for name, answer in zip(names, together, strict=True):
        alone = with_model.resolve([name])[0]
        assert (alone.id, alone.how) == (answer.id, answer.how)
        assert alone.probability == pytest.approx(answer.probability, abs=1e-6)


def test_more_unknown_names_make_a_match_less_probable(with_model: Resolver) -> None:
    few = Resolver(with_model.index, unknown_share=0.01).resolve(["rainforest aliance"])[0]
    many = Resolver(with_model.index, unknown_share=0.6).resolve(["rainforest aliance"])[0]
    assert few.candidates[0].probability > many.candidates[0].probability


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, float("nan")])
def test_impossible_shares_are_refused(with_model: Resolver, share: float) -> None:
    with pytest.raises(ValueError, match="unknown_share"):
        Resolver(with_model.index, unknown_share=share)


def test_a_table_has_a_row_for_each_name_in_order(with_model: Resolver) -> None:
    names = ["C138", "Bluetooth", "C138"]
    frame = to_frame(with_model.resolve(names))
    assert tuple(frame.columns) == COLUMNS
    assert frame["name"].tolist() == names
    assert frame["id"].isna().tolist() == [False, True, False]
    assert frame["probability"].between(0, 1).all()


def test_hostile_names_get_an_answer(with_model: Resolver) -> None:
    for name in ("a" * 100_000, "\x00\x01", "😀" * 50, "=1+1", "'; drop table--", "\u202egnirts"):
        assert with_model.resolve([name])[0].asked == name
