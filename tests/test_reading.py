from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from labelscope.model import Number, Record, Text
from labelscope.reading import MAX_BYTES, ProblemList, build, read_record, read_rows, read_table, read_yaml, split


class Thing(Record):
    name: Text
    size: Number


def yaml_of(tmp_path: Path, text: str | bytes) -> tuple[object, list[str]]:
    path = tmp_path / "file.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    problems = ProblemList(tmp_path)
    return read_yaml(path, problems), [str(problem) for problem in problems.problems]


def rows_of(tmp_path: Path, text: str) -> tuple[list[tuple[str, dict[str, str]]], ProblemList]:
    path = tmp_path / "file.csv"
    path.write_bytes(text.encode())
    problems = ProblemList(tmp_path)
    return list(read_rows(path, ("a", "b"), problems)), problems


@pytest.mark.parametrize(
    "written",
    ["no", "yes", "on", "off", "3.10", "12:30", "1e3", "0x10", "010", "null", "~", "2002-02-27", ".nan", "1_000"],
)
def test_a_yaml_scalar_stays_the_text_that_was_written(tmp_path: Path, written: str) -> None:
    data, problems = yaml_of(tmp_path, f"key: {written}\nlist: [{written}]\n")
    assert data == {"key": written, "list": [written]}
    assert problems == []


def test_a_date_or_tag_in_yaml_makes_no_object(tmp_path: Path) -> None:
    data, problems = yaml_of(tmp_path, "key: !!python/object/apply:os.getcwd []\nother: !!int 7\n")
    assert data == {"key": [], "other": "7"}
    assert problems == []


@pytest.mark.parametrize("text", ["a: &x 1\nb: 2\n", "a: &x [1]\nb: *x\n", "a: &x {k: v}\nb: {<<: *x}\n"])
def test_anchors_and_aliases_are_refused(tmp_path: Path, text: str) -> None:
    data, problems = yaml_of(tmp_path, text)
    assert data is None
    assert problems == ["file.yaml: : anchors and aliases are not allowed: write the value out"]


def test_ampersands_and_stars_inside_text_are_no_anchors(tmp_path: Path) -> None:
    data, problems = yaml_of(tmp_path, 'a: "&x"\nb: R & D * 2\n')
    assert data == {"a": "&x", "b": "R & D * 2"}
    assert problems == []


@pytest.mark.parametrize("text", ["a: 1\na: 2\n", "top: {a: 1, b: 2, a: 1}\n", "list:\n  - a: 1\n    a: 1\n"])
def test_a_key_that_stands_twice_is_refused_at_any_depth(tmp_path: Path, text: str) -> None:
    data, problems = yaml_of(tmp_path, text)
    assert data is None
    assert len(problems) == 1
    assert "the key 'a' stands twice" in problems[0]
    assert "line " in problems[0]


@pytest.mark.parametrize("text", ["a: [1\n", "a: b: c\n", "\ta: 1\n", "--- 1\n--- 2\n", "? [a]\n: 1\n"])
def test_bad_yaml_is_a_problem_with_a_line(tmp_path: Path, text: str) -> None:
    data, problems = yaml_of(tmp_path, text)
    assert data is None
    assert len(problems) == 1
    assert problems[0].startswith("file.yaml: line ")


@pytest.mark.parametrize("text", ["", " \n\n", "\ufeff", "# only a comment\n", "---\n", "%YAML 1.1\n---\n"])
def test_a_file_without_content_is_a_problem_never_silence(tmp_path: Path, text: str) -> None:
    (tmp_path / "file.yaml").write_text(text, encoding="utf-8")
    problems = ProblemList(tmp_path)
    assert read_record(tmp_path / "file.yaml", Thing, problems) is None
    assert len(problems.problems) == 1


def test_deep_nesting_is_a_problem_and_does_not_end_the_process(tmp_path: Path) -> None:
    path = tmp_path / "deep.yaml"
    path.write_text("- " * 100_000 + "x")
    code = (
        "import sys; from pathlib import Path; from labelscope.reading import ProblemList, read_yaml;"
        "problems = ProblemList(Path('/')); read_yaml(Path(sys.argv[1]), problems); print(len(problems.problems))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout.strip()) == (0, "1")


def test_a_file_that_is_not_utf8_names_the_line(tmp_path: Path) -> None:
    data, problems = yaml_of(tmp_path, b"a: 1\nb: caf\xe9\n")
    assert data is None
    assert "line 2" in problems[0]
    assert "not UTF-8" in problems[0]


def test_a_missing_file_and_a_folder_in_its_place_are_problems(tmp_path: Path) -> None:
    problems = ProblemList(tmp_path)
    assert read_yaml(tmp_path / "none.yaml", problems) is None
    (tmp_path / "folder.yaml").mkdir()
    assert read_yaml(tmp_path / "folder.yaml", problems) is None
    assert ["missing" in problems.problems[0].remedy, "opened" in problems.problems[1].remedy] == [True, True]


def test_a_file_above_the_limit_is_not_read(tmp_path: Path) -> None:
    data, problems = yaml_of(tmp_path, b"a: " + b"x" * MAX_BYTES)
    assert data is None
    assert str(MAX_BYTES) in problems[0]


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    rows, problems = rows_of(tmp_path, "\ufeffa,b\n1,2\n")
    assert rows == [("line 2", {"a": "1", "b": "2"})]
    assert problems.problems == []


def test_quoted_commas_and_line_breaks_stay_in_their_cell(tmp_path: Path) -> None:
    rows, problems = rows_of(tmp_path, 'a,b\n"1,2","x\ny"\n3,4\n')
    assert [row for _, row in rows] == [{"a": "1,2", "b": "x\ny"}, {"a": "3", "b": "4"}]
    assert problems.problems == []


@pytest.mark.parametrize("header", ["a", "b,a", "a,b,c", "A,b", "a;b"])
def test_a_wrong_header_is_one_problem_and_no_row_is_read(tmp_path: Path, header: str) -> None:
    rows, problems = rows_of(tmp_path, f"{header}\n1,2\n3,4\n")
    assert rows == []
    assert [(p.row, p.values) for p in problems.problems] == [("line 1", {"expected": "a,b"})]


def test_a_row_of_another_width_is_a_problem_and_the_next_row_is_still_read(tmp_path: Path) -> None:
    rows, problems = rows_of(tmp_path, "a,b\n1\n\n1,2,3\n4,5\n")
    assert [row for _, row in rows] == [{"a": "4", "b": "5"}]
    assert [p.row for p in problems.problems] == ["line 2", "line 3", "line 4"]


def test_a_quote_that_is_never_closed_is_a_problem(tmp_path: Path) -> None:
    rows, problems = rows_of(tmp_path, 'a,b\n1,"2\n')
    assert rows == []
    assert len(problems.problems) == 1
    assert "not valid CSV" in problems.problems[0].remedy


def test_every_fault_of_a_record_is_listed(tmp_path: Path) -> None:
    problems = ProblemList(tmp_path)
    assert build(tmp_path / "x", "row 1", Thing, {"name": "", "size": "NaN", "more": "1"}, problems) is None
    assert {problem.field for problem in problems.problems} == {"name", "size", "more"}
    assert all(str(problem).startswith("x: row 1, ") for problem in problems.problems)


@pytest.mark.parametrize("value", ["NaN", "nan", "inf", "-Infinity", "1e5", "1,5", "١", "", " 1", "0x1", "1_0"])
def test_a_number_is_plain_digits_or_it_is_refused(tmp_path: Path, value: str) -> None:
    problems = ProblemList(tmp_path)
    assert build(tmp_path / "x", "", Thing, {"name": "n", "size": value}, problems) is None
    assert [problem.field for problem in problems.problems] == ["size"]


def test_a_float_nan_is_refused_too(tmp_path: Path) -> None:
    problems = ProblemList(tmp_path)
    assert build(tmp_path / "x", "", Thing, {"name": "n", "size": float("nan")}, problems) is None


def test_a_bad_row_does_not_hide_the_good_ones(tmp_path: Path) -> None:
    path = tmp_path / "things.csv"
    path.write_text("name,size\none,1\ntwo,many\nthree,3\n")
    problems = ProblemList(tmp_path)
    found = [thing.name for _, thing in read_table(path, ("name", "size"), Thing, problems)]
    assert found == ["one", "three"]
    assert [(p.row, p.field, p.value) for p in problems.problems] == [("line 3 (two)", "size", "many")]


def test_a_cell_with_several_values_is_split_and_trimmed() -> None:
    assert split(" s01 | s02||") == ["s01", "s02"]
    assert split("") == []
