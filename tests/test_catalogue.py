from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import SCHEMES, edit_yaml, write_catalogue

from labelscope.catalogue import Catalogue, load_catalogue
from labelscope.criteria import find_cycle
from labelscope.errors import CatalogueError, Problem


def problems_of(root: Path) -> tuple[Problem, ...]:
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(root)
    return caught.value.problems


def add_line(path: Path, line: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n" + line + "\n", encoding="utf-8")


def repeat_last_line(path: Path) -> None:
    add_line(path, path.read_text(encoding="utf-8").rstrip("\n").split("\n")[-1])


@pytest.fixture
def tiny_root(tmp_path: Path) -> Path:
    return write_catalogue(tmp_path)


def spoil_crosswalk(root: Path) -> None:
    add_line(root / "criteria/crosswalk/gots.csv", "gots.01,no-such,semapv:ManualMappingCuration,full,why,,")


def spoil_orphan(root: Path) -> None:
    add_line(root / "criteria/crosswalk/asc.csv", "asc.999,living-wage,semapv:ManualMappingCuration,full,why,,")


def spoil_clause(root: Path) -> None:
    path = root / "data/labels/msc/requirements.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",immediate,", ",mandatory,", 1), encoding="utf-8")


def spoil_yaml(root: Path) -> None:
    add_line(root / "data/labels/utz/scheme.yaml", "  : [")


def spoil_encoding(root: Path) -> None:
    path = root / "data/labels/rspo/requirements.csv"
    path.write_bytes(path.read_bytes() + b"caf\xe9")


def spoil_tree(root: Path) -> None:
    edit_yaml(root / "criteria/criteria.yaml", {"themes.0.parent": "hours", "themes.6.parent": "association"})


#: fault: how to make it, the file, part of the place (row and field), part of the remedy.
FAULTS: Mapping[str, tuple[Callable[[Path], None], str, str, str]] = {
    "missing source": (
        lambda root: edit_yaml(root / "data/labels/sa8000/scheme.yaml", {"assurance.evidence.sources": ["s99"]}),
        "data/labels/sa8000/scheme.yaml", "assurance, sources = 's99'", "add the source",
    ),
    "unknown criterion": (
        spoil_crosswalk, "criteria/crosswalk/gots.csv", "(gots.01), object_id = 'no-such'", "no criterion has this id",
    ),
    "duplicate clause": (
        lambda root: repeat_last_line(root / "data/labels/fla/requirements.csv"),
        "data/labels/fla/requirements.csv", "id = 'fla.", "this id stands twice",
    ),
    "wrong enum": (spoil_clause, "data/labels/msc/requirements.csv", "obligation = 'mandatory'",
        "write one of: 'immediate'"),
    "bad YAML": (spoil_yaml, "data/labels/utz/scheme.yaml", "line ", "not valid YAML"),
    "wrong encoding": (spoil_encoding, "data/labels/rspo/requirements.csv", "line ", "not UTF-8"),
    "missing language": (
        lambda root: edit_yaml(root / "criteria/options/recognise.yaml", {"label.nl": None}),
        "criteria/options/recognise.yaml", "label.nl", "this key is missing",
    ),
    "orphan judgement": (
        spoil_orphan, "criteria/crosswalk/asc.csv", "(asc.999), subject_id = 'asc.999'",
        "no requirement of this scheme",
    ),
    "cyclic tree": (
        spoil_tree, "criteria/criteria.yaml", "parent", "the tree runs in a circle (association > hours > association)",
    ),
    "empty file": (
        lambda root: (root / "criteria/crosswalk/wrap.csv").write_bytes(b""),
        "criteria/crosswalk/wrap.csv", "", "this file is empty",
    ),
}  # fmt: skip


def test_ten_faults_in_ten_files_are_listed_in_one_error(shipped_copy: Path) -> None:
    for spoil, *_ in FAULTS.values():
        spoil(shipped_copy)
    shown = [str(problem) for problem in problems_of(shipped_copy)]
    lost = [
        name for name, (_, file, place, remedy) in FAULTS.items()
        if not any(line.startswith(f"{file}: ") and place in line and remedy in line for line in shown)
    ]  # fmt: skip
    assert lost == []


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_alone_names_file_place_and_remedy(shipped_copy: Path, name: str) -> None:
    spoil, file, place, remedy = FAULTS[name]
    spoil(shipped_copy)
    shown = [str(problem) for problem in problems_of(shipped_copy)]
    assert any(line.startswith(f"{file}: ") and place in line and remedy in line for line in shown), shown[:5]


def test_an_untouched_copy_is_the_same_catalogue(shipped_copy: Path, catalogue: Catalogue) -> None:
    copy = load_catalogue(shipped_copy)
    assert copy.checksum == catalogue.checksum
    assert (copy.schemes, copy.requirements) == (catalogue.schemes, catalogue.requirements)


def test_the_checksum_follows_every_byte(shipped_copy: Path, catalogue: Catalogue) -> None:
    add_line(shipped_copy / "criteria/crosswalk/asc.csv", "")
    path = shipped_copy / "criteria/options/recognise.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    (shipped_copy / "criteria/crosswalk/asc.csv").write_bytes(
        (shipped_copy / "criteria/crosswalk/asc.csv").read_bytes().rstrip(b"\n") + b"\n"
    )
    assert load_catalogue(shipped_copy).checksum != catalogue.checksum


@pytest.mark.parametrize("text", ["", "# only a comment\n"])
@pytest.mark.parametrize(
    "file", ["criteria/criteria.yaml", "data/labels/gamma/scheme.yaml", "criteria/options/inform.yaml"]
)
def test_no_file_without_content_is_passed_over(tiny_root: Path, file: str, text: str) -> None:
    (tiny_root / file).write_text(text)
    assert file in {problem.file for problem in problems_of(tiny_root)}


def test_an_empty_folder_is_a_problem_not_an_empty_catalogue(tmp_path: Path) -> None:
    files = {problem.file for problem in problems_of(tmp_path)}
    assert {"criteria/criteria.yaml", "data/labels", "criteria/options", "data/evidence/effects.csv"} <= files


@pytest.mark.parametrize(
    ("file", "changes", "field"),
    [
        ("data/labels/alpha/scheme.yaml", {"surplus": "x"}, "surplus"),
        ("data/labels/alpha/scheme.yaml", {"id": "omega"}, "id"),
        ("data/labels/alpha/scheme.yaml", {"sources.0.nature": "other"}, "grade"),
        ("data/labels/alpha/scheme.yaml", {"reading.pay": None}, "pay"),
        ("data/labels/alpha/scheme.yaml", {"reading.pie": {"extent": "full", "note": "n"}}, "pie"),
        ("data/labels/alpha/scheme.yaml", {"derived_from": ["omega"]}, "scheme"),
        ("data/labels/alpha/scheme.yaml", {"derived_from": ["alpha"]}, "derived_from"),
        ("data/labels/alpha/scheme.yaml", {"status.successor": "alpha"}, "status.successor"),
        ("criteria/criteria.yaml", {"criteria.0.parent": "wage"}, "parent"),
        ("criteria/criteria.yaml", {"criteria.1.id": "wage"}, "id"),
        ("criteria/criteria.yaml", {"criteria.0.neighbours": ["no-such"]}, "neighbours"),
        ("criteria/criteria.yaml", {"criteria.0.terms.en": ["BONUS term en"]}, "terms.en"),
        ("criteria/options/revive.yaml", {"design.builds_on": "omega"}, "builds_on"),
        ("criteria/options/list.yaml", {"design.admits": ["no-such"]}, "admits"),
        ("criteria/options/list.yaml", {"state_cost.lines": ["P99"]}, "lines"),
        ("criteria/options/list.yaml", {"id": "other"}, "id"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_a_problem_of_its_file(
    tiny_root: Path, file: str, changes: Mapping[str, Any], field: str
) -> None:
    edit_yaml(tiny_root / file, changes)
    assert (file, field) in {(problem.file, problem.field) for problem in problems_of(tiny_root)}


@pytest.mark.parametrize(
    ("file", "line", "remedy"),
    [
        ("data/labels/alpha/requirements.csv", "beta.09,c,t,immediate,x,s01,own-text,", "must begin with"),
        ("data/labels/alpha/requirements.csv", "alpha.09,c,t,immediate,x,s07,own-text,", "no source of this file"),
        ("data/labels/alpha/requirements.csv", "alpha.09,c,t,immediate,x,s01,secondary,", "grade own-text needs"),
        ("data/labels/alpha/requirements.csv", "alpha.09,c,t,immediate,x,s01,own-text,", ""),
        ("criteria/crosswalk/alpha.csv", "alpha.01,wage,semapv:ManualMappingCuration,full,again,,", "stands twice"),
        ("criteria/crosswalk/alpha.csv", "beta.01,wage,semapv:ManualMappingCuration,full,x,,", "no requirement"),
        ("criteria/crosswalk/alpha.csv", "alpha.01,wage,semapv:ManualMappingCuration,full,x,,alpha.77", "no req"),
        ("criteria/crosswalk/alpha.csv", "alpha.01,bonus,semapv:LexicalMatching,full,x,,", "write one of"),
        ("data/evidence/precedents.csv", "P01,2011,https://e.org,press,n,o,p,c,uptake,1,2,u", "stands twice"),
    ],
)  # fmt: skip
def test_a_row_that_does_not_fit_is_a_problem(tiny_root: Path, file: str, line: str, remedy: str) -> None:
    add_line(tiny_root / file, line)
    found = problems_of(tiny_root)
    if remedy:
        assert any(problem.file == file and remedy in str(problem) for problem in found)
    else:  # a clause that nobody judged
        assert [problem.file for problem in found] == ["criteria/crosswalk/alpha.csv"]


def test_a_missing_and_a_surplus_crosswalk_are_problems(tiny_root: Path) -> None:
    folder = tiny_root / "criteria/crosswalk"
    (folder / "alpha.csv").rename(folder / "omega.csv")
    assert {problem.file for problem in problems_of(tiny_root)} == {
        "criteria/crosswalk/alpha.csv", "criteria/crosswalk/omega.csv",
    }  # fmt: skip


def test_a_fault_of_one_scheme_is_not_blamed_on_those_that_point_to_it(tiny_root: Path) -> None:
    edit_yaml(tiny_root / "data/labels/alpha/scheme.yaml", {"derived_from": ["gamma"]})
    edit_yaml(tiny_root / "data/labels/gamma/scheme.yaml", {"identity.kind": "label"})
    assert {problem.file for problem in problems_of(tiny_root)} == {"data/labels/gamma/scheme.yaml"}


def test_options_come_in_the_order_of_their_position(tiny_catalogue: Catalogue) -> None:
    assert [option.position for option in tiny_catalogue.options] == list(range(1, 8))


def test_the_tree_knows_theme_pillar_and_kind_of_a_criterion(tiny_catalogue: Catalogue) -> None:
    tree = tiny_catalogue.criteria
    assert (tree.theme_of("wage").id, tree.pillar_of("wage").id, tree.kind_of("wage")) == (
        "pay",
        "conditions",
        "content",
    )
    assert [c.id for c in tree.of_theme("pay")] == ["wage", "bonus"]
    assert [c.id for c in tree.of_pillar("assurance")] == ["third-party-audit", "audit-frequency"]
    assert [c.id for c in tree.of_kind("system")] == ["third-party-audit", "audit-frequency", "public-register"]
    assert ("wage" in tree, "pay" in tree) == (True, False)


def test_the_tiny_catalogue_holds_what_was_written(tiny_catalogue: Catalogue) -> None:
    assert set(tiny_catalogue.schemes) == set(SCHEMES)
    assert tiny_catalogue.schemes["alpha"].identity.version == "3.10"
    assert tiny_catalogue.requirement_by_id["alpha.02"].scheme_id == "alpha"
    assert set(tiny_catalogue.evidence) == {"P01", "B01", "E01"}


NODES = st.sampled_from("abcdef")
GRAPHS = st.dictionaries(NODES, st.lists(NODES, max_size=4), max_size=6)


def runs_in_a_circle(edges: Mapping[str, list[str]]) -> bool:
    """By closing the relation: some node of the graph reaches itself."""
    reach = {(a, b) for a, targets in edges.items() for b in targets if b in edges}
    while True:
        more = reach | {(a, d) for (a, b), (c, d) in product(reach, reach) if b == c}
        if more == reach:
            return any(a == b for a, b in reach)
        reach = more


@given(GRAPHS)
def test_a_cycle_is_found_exactly_where_a_node_reaches_itself(edges: dict[str, list[str]]) -> None:
    cycle = find_cycle(edges)
    assert (cycle is not None) == runs_in_a_circle(edges)
    if cycle is not None:
        assert len(cycle) > 1
        assert cycle[0] == cycle[-1]
        assert all(after in edges[before] for before, after in pairwise(cycle))


def test_finding_a_cycle_looks_at_each_node_about_once() -> None:
    """A ladder of 12 rungs has 4,096 ways down; walking each of them would not end on longer ones."""

    class Counting(dict[str, list[str]]):
        looks = 0

        def get(self, key: str, default: Any = None) -> Any:
            type(self).looks += 1
            return super().get(key, default)

    ladder = Counting({f"{side}{i}": [f"l{i + 1}", f"r{i + 1}"] for i in range(12) for side in "lr"})
    assert find_cycle(ladder) is None
    assert Counting.looks <= 10 * len(ladder)
