"""Lists in files: distinct names once, in parts, resumable, the same on every engine."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from labelscope.errors import HostileInput
from labelscope.names import KnownName, lists
from labelscope.names.engines import DaskEngine, LocalEngine, open_engine
from labelscope.names.lists import read_column, resolve_list

KNOWN = tuple(KnownName(name.casefold(), name) for name in ("Alpha Label", "Beta Mark", "Gamma Seal", "Delta Code"))
NAMES = ["Alpha Label", "alpha labell", "Beta Mark", "Beta Mark", "gamma  SEAL", "", "Nothing Known", "Delta Cde"]


def parquet(folder: Path, names: list[str] = NAMES) -> Path:
    path = folder / "names.parquet"
    pq.write_table(pa.table({"label": names, "other": range(len(names))}), path)
    return path


def answers(path: Path) -> dict[str, tuple[int, str | None]]:
    return {row["name"]: (row["count"], row["id"]) for row in pq.read_table(path).to_pylist()}


EXPECTED = {
    "Alpha Label": (1, "alpha label"), "alpha labell": (1, "alpha label"), "Beta Mark": (2, "beta mark"),
    "gamma  SEAL": (1, "gamma seal"), "Nothing Known": (1, None), "Delta Cde": (1, "delta code"),
}  # fmt: skip


def ask(path: Path, folder: Path, **options: object) -> Path:
    settings = {"column": "label", "letters_only": True, **options}
    return resolve_list(path, folder, KNOWN, settings.pop("engine", LocalEngine(1)), **settings)  # type: ignore[arg-type]


def test_each_distinct_name_is_answered_once_with_its_count(tmp_path: Path) -> None:
    assert answers(ask(parquet(tmp_path), tmp_path / "out")) == EXPECTED


def test_csv_and_xlsx_give_the_same(tmp_path: Path) -> None:
    csv = tmp_path / "names.csv"
    csv.write_text("label,other\n" + "".join(f'"{name}",1\n' for name in NAMES), "utf-8")
    book = xlsxwriter.Workbook(tmp_path / "names.xlsx")
    sheet = book.add_worksheet()
    for k, name in enumerate(["label", *NAMES]):
        sheet.write_string(k, 0, name)
        sheet.write_string(k, 1, "other" if k == 0 else "1")
    book.close()
    assert answers(ask(csv, tmp_path / "a")) == EXPECTED
    assert answers(ask(tmp_path / "names.xlsx", tmp_path / "b")) == EXPECTED


def test_numbers_stay_what_was_written(tmp_path: Path) -> None:
    csv = tmp_path / "n.csv"
    csv.write_text("label\n007\nno\n3.10\nNA\n", "utf-8")
    assert read_column(csv) == ["007", "no", "3.10", "NA"]


def test_a_finished_folder_is_not_answered_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = parquet(tmp_path)
    ask(path, tmp_path / "out")
    monkeypatch.setattr(lists, "answer_part", lambda task: pytest.fail("answered again"))
    assert answers(ask(path, tmp_path / "out")) == EXPECTED


def test_only_missing_parts_are_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PART", 2)
    path = parquet(tmp_path)
    first = ask(path, tmp_path / "out").read_bytes()
    (tmp_path / "out" / "answers" / "part-00001.parquet").unlink()
    done: list[int] = []
    real = lists.answer_part
    monkeypatch.setattr(lists, "answer_part", lambda task: done.append(task[1]) or real(task))
    assert ask(path, tmp_path / "out").read_bytes() == first
    assert done == [1]


def test_another_question_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    path = parquet(tmp_path)
    ask(path, tmp_path / "out")
    with pytest.raises(HostileInput, match="another question"):
        ask(path, tmp_path / "out", unknown_share=0.5)
    with pytest.raises(HostileInput, match="another question"):
        ask(parquet(tmp_path, [*NAMES, "one more"]), tmp_path / "out")


def test_a_folder_with_other_things_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    with pytest.raises(HostileInput, match="not empty"):
        ask(parquet(tmp_path), tmp_path / "out")
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"label\nx\n", "suffix"),
        ("a.csv", b"one,two\n1,2\n", "name one of its columns"),
        ("a.csv", b"label,other\n\xff\xfe,1\n", "cannot be read"),
        ("a.csv", b"", "cannot be read|columns"),
        ("a.parquet", b"PAR1 no PAR1", "cannot be read"),
        ("a.xlsx", b"PK no workbook", "not a workbook"),
    ],
)
def test_hostile_files_get_one_clear_reason(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(HostileInput, match=reason):
        ask(path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    assert path.stat().st_size < 100_000
    with pytest.raises(HostileInput, match="unpacks to more"):
        read_column(path)


@pytest.mark.parametrize("engine", [LocalEngine(2), DaskEngine(workers=2)], ids=["two processes", "dask"])
def test_every_engine_gives_identical_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: object) -> None:
    monkeypatch.setattr(lists, "PART", 2)
    path = parquet(tmp_path)
    alone = ask(path, tmp_path / "alone").read_bytes()
    assert ask(path, tmp_path / "other", engine=engine).read_bytes() == alone


def test_engines_have_names() -> None:
    assert isinstance(open_engine("local"), LocalEngine)
    assert isinstance(open_engine("dask"), DaskEngine)
    with pytest.raises(ValueError, match="engine"):
        open_engine("spark")


def test_killed_half_way_it_goes_on_where_it_was(tmp_path: Path) -> None:
    names = [f"Alpha Label {k:06d}" for k in range(60_000)]
    path, out = parquet(tmp_path, names), tmp_path / "out"
    index = tmp_path / "index.csv"
    index.write_text("id,name,language\n" + "".join(f"{k.id},{k.name},\n" for k in KNOWN), "utf-8")
    command = [
        sys.executable, "-m", "labelscope", "resolve", "--file", str(path), "--column", "label", "--index", str(index),
        "-o", str(out), "--letters-only", "--workers", "1",
    ]  # fmt: skip
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    part = out / "answers" / "part-00000.parquet"
    deadline = time.monotonic() + 120
    while not part.exists() and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    assert part.exists()
    kept = {one.name: one.stat().st_mtime_ns for one in (out / "answers").glob("part-*.parquet")}
    parts = json.loads((out / "names" / "complete.json").read_text())["parts"]
    assert parts == 3
    subprocess.run(command, check=True, capture_output=True)
    for name, written in kept.items():
        assert (out / "answers" / name).stat().st_mtime_ns == written
    assert pq.read_table(out / "answers.parquet").num_rows == len(names)
