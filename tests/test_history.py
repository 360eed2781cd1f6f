"""Schemes over time, by hand and on the shipped catalogue."""

from __future__ import annotations

import pytest

from labelscope.catalogue import Catalogue
from labelscope.history import name_at, state_at, until
from labelscope.model import Event

EVIDENCE = {"grade": "own-text", "sources": ["s01"]}


def event(date: str, kind: str, label: str = "none") -> Event:
    return Event.model_validate(
        {"date": date, "kind": kind, "label": label, "scheme": "none", "note": "none", "evidence": EVIDENCE}
    )


LIFE = (
    event("2002", "launched", "First"), event("2007-03-07", "renamed", "Second"), event("2014-06", "version", "2.0"),
    event("2018-01-09", "merged"), event("2023-07-01", "ended"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("date", "state"),
    [("2001", None), ("2002", "active"), ("2017", "active"), ("2018-01", "merged"), ("2018-01-08", "active"),
     ("2018-01-09", "merged"), ("2024", "merged"), (None, "merged")],
)  # fmt: skip
def test_the_state_follows_from_the_events_up_to_a_date(date: str | None, state: str | None) -> None:
    assert state_at(LIFE, date) == state


def test_a_label_that_ends_without_a_merger_is_withdrawn_and_one_that_is_revived_lives() -> None:
    assert state_at([event("2002", "launched"), event("2017-12", "ended")]) == "withdrawn"
    assert state_at([event("2002", "launched"), event("2012", "dormant"), event("2020", "revived")]) == "active"


def test_an_earlier_name_is_given_only_where_it_changed_later() -> None:
    assert name_at(LIFE, "2005") == "First"
    assert name_at(LIFE, "2010") is None
    assert name_at([event("2002", "launched")], "2005") is None
    assert [one.kind for one in until(LIFE, "2014-05")] == ["launched", "renamed"]


def test_every_scheme_was_launched_and_says_which_version_was_read(catalogue: Catalogue) -> None:
    for scheme_id, events in catalogue.history.items():
        assert any(one.kind == "launched" for one in events), scheme_id
    assert sum(any(one.kind == "version" for one in events) for events in catalogue.history.values()) >= 75


def test_utz_goes_into_rainforest_alliance_and_icti_care_becomes_escp(catalogue: Catalogue) -> None:
    utz = catalogue.history["utz"]
    assert state_at(utz, "2017") == "active"
    assert state_at(utz, "2018") == "merged"
    assert {one.scheme for one in utz if one.kind in ("merged", "superseded")} == {"rainforest-alliance"}
    names = [one.label for one in catalogue.history["ietp"] if one.kind in ("launched", "renamed")]
    assert names == ["ICTI CARE Process", "ICTI Ethical Toy Program", "Ethical Supply Chain Program"]
    editions = [one.label for one in catalogue.history["sa8000"] if one.kind == "version"]
    assert editions[-2:] == ["SA8000:2014", "SA8000:2026"]
