"""Each fault of a translation is named, and what is no fault is left alone."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelscope.wording_checks import faults, numbers


def named(english: str, translated: str, language: str) -> list[str]:
    """The first words of each remedy."""
    return [remedy.format_map(values) for remedy, values in faults(english, translated, language)]


@pytest.mark.parametrize(
    ("english", "language", "right", "wrong"),
    [
        ("At least 15 years.", "fr", "Au moins 15 ans.", "Au moins 16 ans."),
        ("At least 15 years.", "nl", "Minstens 15 jaar.", "Minstens vijftien jaar."),
        ("Five years and 3 months.", "de", "Fünf Jahre und 3 Monate.", "5 Jahre und 3 Monate."),
        ("A fee of 1,250.50 euro.", "fr", "Une redevance de 1 250,50 euros.", "Une redevance de 1 250,05 euros."),
        ("A fee of 1,250.50 euro.", "nl", "Een bijdrage van 1.250,50 euro.", "Een bijdrage van 1250 euro."),
        ("More than 20,000 workers.", "fr", "Plus de 20\u202f000 travailleurs.", "Plus de 2\u202f000 travailleurs."),
        ("More than 20,000 workers.", "de", "Mehr als 20.000 Beschäftigte.", "Mehr als 20,00 Beschäftigte."),
        ("ILO C138 and C182 hold.", "de", "IAO C138 und C182 gelten.", "IAO C138 gilt."),
    ],
)
def test_numbers_must_be_those_of_the_english(english: str, language: str, right: str, wrong: str) -> None:
    assert named(english, right, language) == []
    assert [text.split(" (")[0] for text in named(english, wrong, language)] == [
        "the numbers must be those of the English"
    ]


@pytest.mark.parametrize(
    ("english", "language", "right", "wrong"),
    [
        ("No child works.", "fr", "Aucun enfant ne travaille.", "Un enfant travaille."),
        ("Fees are not paid.", "fr", "Les frais n’y sont jamais payés.", "Les frais sont payés."),
        ("No equal pay, no mark.", "fr", "Pas de label hors égalité salariale.", "Le label et l'égalité salariale."),
        ("Workers leave without a fine.", "nl", "Werknemers vertrekken boetevrij.", "Werknemers vertrekken."),
        ("Nobody works under threat.", "nl", "Niemand werkt onder bedreiging.", "Iedereen werkt onder bedreiging."),
        ("Visits come without notice.", "nl", "Bezoeken zijn onaangekondigd.", "Bezoeken zijn aangekondigd."),
        ("Managers don't sit on it.", "de", "Leitende sind ausgeschlossen.", "Leitende sitzen darin."),
        ("No forced labour.", "de", "Zwangsarbeit ist untersagt.", "Zwangsarbeit und unabhängige Arbeit."),
        ("Advances bear no interest.", "de", "Vorschüsse sind zinslos.", "Vorschüsse und Zinsen unter Aufsicht."),
    ],
)
def test_a_negation_may_be_put_differently_but_not_lost(english: str, language: str, right: str, wrong: str) -> None:
    assert named(english, right, language) == []
    assert [text.split(" (")[0] for text in named(english, wrong, language)] == ["the English denies something"]


@pytest.mark.parametrize(
    ("english", "language", "translated"),
    [
        ("Pay comes no later than the fifth day.", "fr", "Le salaire est versé au plus tard le cinquième jour."),
        ("Not only members are heard.", "nl", "Ook wie geen lid is, wordt gehoord."),
        ("No more than half, whether members or not.", "de", "Höchstens die Hälfte, ob Mitglied oder Außenstehende."),
        ("Law no. 12 holds.", "de", "Das Gesetz Nr. 12 gilt."),
    ],
)
def test_a_phrase_that_denies_nothing_asks_for_no_negation(english: str, language: str, translated: str) -> None:
    assert named(english, translated, language) == []


@pytest.mark.parametrize(
    ("english", "language", "right", "wrong"),
    [
        ("Firms should train.", "fr", "L'entreprise devrait former.", "L'entreprise doit former."),
        ("Training is encouraged.", "fr", "La formation est encouragée.", "La formation est obligatoire."),
        ("Firms should train.", "nl", "Bedrijven zouden moeten opleiden.", "Bedrijven moeten opleiden."),
        ("It encourages training.", "nl", "Het moedigt opleiding aan.", "Het eist opleiding."),
        ("Training is recommended.", "de", "Schulung wird empfohlen.", "Schulung wird verlangt."),
        ("Firms should train.", "de", "Unternehmen sollten schulen.", "Unternehmen müssen schulen."),
    ],
)
def test_a_recommendation_stays_a_recommendation(english: str, language: str, right: str, wrong: str) -> None:
    assert named(english, right, language) == []
    assert [text.split(" (")[0] for text in named(english, wrong, language)] == ["the English only recommends"]


@pytest.mark.parametrize("language", ["fr", "nl", "de"])
def test_the_english_itself_is_no_translation(language: str) -> None:
    assert named("No child works.", " No child works. ", language) == ["this is the English text: translate it"]


def test_several_faults_of_one_text_are_all_named() -> None:
    assert len(named("No firm under 50 workers should pay.", "Elk bedrijf moet betalen.", "nl")) == 3


@given(st.integers(0, 9_999_999), st.integers(1, 99))
def test_a_number_is_the_same_however_a_language_writes_it(whole: int, hundredths: int) -> None:
    english = f"{whole:,}.{hundredths:02}"
    german = english.translate(str.maketrans(",.", ".,"))
    expected = Counter({f"{whole}.{hundredths:02}": 1})
    forms = (english, german, *(german.replace(".", blank) for blank in " \u00a0\u202f"))
    assert [numbers(f"x {form} y") for form in forms] == [expected] * 5
