import pytest

from labelscope.names.wording import claims, codes, initials, key, rewritten, words


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("SA8000", "sa 8000"),
        ("Ökologisch", "okologisch"),
        ("Nature & Progrès", "nature and progres"),
        ("G.O.T.S.", "GOTS"),
        ("Fair-Trade", "fair trade"),
        ("100% Cotton", "pure cotton"),
    ],
)
def test_key_forgives_case_accents_and_punctuation(written: str, same: str) -> None:
    assert key(written) == key(same)


def test_key_keeps_digits_apart() -> None:
    assert key("C138") != key("C182")
    assert key("SA8000") != key("SA800")


@pytest.mark.parametrize("name", ["zoutvrij", "salzfrei", "salt-free", "sans sel", "zonder zout", "ohne Salz"])
def test_without_is_the_same_claim_in_four_languages(name: str) -> None:
    assert claims(name) == {"without"}


def test_compounds_come_apart() -> None:
    assert words("glutenfrei") == ("ohne", "gluten")
    assert rewritten("suikervrij") == "zonder suiker"
    assert rewritten("Fair Trade") == "Fair Trade"


def test_leading_zeros_do_not_count() -> None:
    assert codes("DE-ÖKO-044") == codes("DE-ÖKO-44") == ("44",)


def test_initials_of_any_run_of_words_with_and_without_light_words() -> None:
    found = initials("Roundtable on Sustainable Palm Oil")
    assert {"rspo", "rospo", "spo"} <= found.keys()
    start, stop = found["spo"]
    assert words("Roundtable on Sustainable Palm Oil")[start:stop] == ("sustainable", "palm", "oil")
