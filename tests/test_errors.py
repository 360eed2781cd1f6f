from __future__ import annotations

import pytest

from labelscope.errors import CatalogueError, EmbedderMissing, HostileInput, LabelscopeError, Problem


def test_a_problem_says_where_what_and_how_to_mend_it() -> None:
    problem = Problem("f.csv", "line 3", "reach", "ful", "write one of: {expected}", {"expected": "full"})
    assert str(problem) == "f.csv: line 3, reach = 'ful': write one of: full"


def test_a_problem_with_braces_in_its_values_can_be_shown() -> None:
    assert str(Problem("f", "", "x", "{a}", "bad: {error}", {"error": "{b}"})) == "f: x = '{a}': bad: {b}"


def test_a_catalogue_error_keeps_and_shows_every_problem() -> None:
    error = CatalogueError(Problem("f", str(i), "", "", "mend it") for i in range(3))
    assert len(error.problems) == 3
    assert str(error).count("mend it") == 3


@pytest.mark.parametrize("error", [CatalogueError([]), HostileInput("no"), EmbedderMissing("none")])
def test_every_error_is_caught_by_the_base(error: Exception) -> None:
    assert isinstance(error, LabelscopeError)


def test_hostile_input_fills_its_remedy() -> None:
    error = HostileInput("at most {limit} bytes", limit="10")
    assert str(error) == "at most 10 bytes"
    assert error.remedy == "at most {limit} bytes"
