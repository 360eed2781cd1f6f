import shutil
from pathlib import Path

import pytest

from labelscope.catalogue import home, load_catalogue
from labelscope.embedding import open_embedder
from labelscope.errors import CatalogueError, HostileInput
from labelscope.names import duplicates
from labelscope.names.aliases import add_aliases
from labelscope.names.duplicates import group_names, to_csv

LIST = [
    "Rainforest Alliance", "rainforest aliance", "RAINFOREST ALLIANCE CERTIFIED", "Blauer Engel", "Der Blaue Engel",
    "ISO 14001", "ISO 9001", "Fair Wear Foundation", "Marine Stewardship Council", "M.S.C.",
]  # fmt: skip


@pytest.fixture(scope="module")
def groups() -> list[set[str]]:
    return [set(group.names) for group in group_names(LIST, open_embedder())]


def test_spellings_of_one_label_come_together(groups: list[set[str]]) -> None:
    assert any({"Rainforest Alliance", "rainforest aliance"} <= group for group in groups)
    assert any({"Blauer Engel", "Der Blaue Engel"} <= group for group in groups)


def test_different_numbers_are_never_joined(groups: list[set[str]]) -> None:
    assert not any({"ISO 14001", "ISO 9001"} <= group for group in groups)


def test_what_stands_alone_is_in_no_group(groups: list[set[str]]) -> None:
    assert not any("Fair Wear Foundation" in group for group in groups)


def test_exact_spellings_are_joined_without_a_model() -> None:
    found = group_names(["SA8000", "sa 8000", "GOTS"], None)
    assert [group.names for group in found] == [("SA8000", "sa 8000")]
    assert found[0].probability == pytest.approx(1.0)


def test_lists_too_short_or_too_long() -> None:
    assert group_names(["only one"], None) == ()
    with pytest.raises(HostileInput, match="too many"):
        group_names([f"name {k}" for k in range(duplicates.MAX_NAMES + 1)], None)


def test_the_table_has_a_column_to_confirm() -> None:
    lines = to_csv(group_names(["SA8000", "sa 8000"], None)).splitlines()
    assert lines[0] == "group,name,probability,confirmed"
    assert lines[1:] == ["1,SA8000,1.000,", "1,sa 8000,1.000,"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("data", "criteria"):
        shutil.copytree(home() / name, tmp_path / name)
    return tmp_path


def confirmed(root: Path, text: str) -> Path:
    file = root / "confirmed.csv"
    file.write_text("scheme,alias\n" + text, "utf-8")
    return file


def test_confirmed_names_are_shown_before_they_are_written(root: Path) -> None:
    record = root / "data" / "labels" / "sa8000" / "scheme.yaml"
    before = record.read_bytes()
    change = add_aliases(root, confirmed(root, 'sa8000,"S.A. 8000: norme, sociale"\n'))
    assert '+  - "S.A. 8000: norme, sociale"' in change
    assert record.read_bytes() == before
    assert add_aliases(root, root / "confirmed.csv", write=True) == change
    assert "S.A. 8000: norme, sociale" in load_catalogue(root).schemes["sa8000"].aliases


def test_what_is_there_already_changes_nothing(root: Path) -> None:
    assert add_aliases(root, confirmed(root, "sa8000,sa 8000\n")) == ""


def test_all_faults_at_once_and_nothing_written(root: Path) -> None:
    file = confirmed(root, "sa8000,Brand new name\nnobody,X\nsa8000,GOTS\nsa8000,---\n")
    with pytest.raises(CatalogueError) as raised:
        add_aliases(root, file, write=True)
    assert [problem.value for problem in raised.value.problems] == ["nobody", "GOTS", "---"]
    assert "Brand new name" not in load_catalogue(root).schemes["sa8000"].aliases
