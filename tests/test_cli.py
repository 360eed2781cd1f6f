"""The command line as a person or a machine uses it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from labelscope.catalogue import Catalogue
from labelscope.cli import main
from labelscope.i18n import Translator

LABELLED = """id,lang,text,criteria
a,en,Nobody under 15 works here.,child-minimum-age
b,fr,Les salaires sont payés à temps et une fiche de paie est remise.,wage-payment
c,nl,Het logo staat rechtsboven op de verpakking en is 2 cm hoog.,
"""


def start(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "labelscope", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_loads_nothing_heavy() -> None:
    done = start("--help")
    assert done.returncode == 0
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if "|" in line}
    assert not loaded & {"pandas", "numpy", "pydantic", "sklearn", "scipy", "altair", "streamlit", "yaml", "babel"}


def test_check_reports_no_problem_on_the_shipped_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr().out.startswith("0 problems")


@pytest.mark.parametrize("language", ["en", "fr", "nl", "de"])
def test_check_shows_what_each_scheme_rests_on_and_the_whole_last(
    language: str, catalogue: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--evidence", "--lang", language]) == 0
    lines = capsys.readouterr().out.splitlines()
    head = next(i for i, line in enumerate(lines) if line.startswith(Translator(language)("Scheme") + "  "))
    table = lines[head + 1 :]
    assert len(table) == len(catalogue.schemes) + 2  # a scheme a line, then the core, then all of them
    assert [line.split("  ")[0] for line in table[:-2]] == [scheme.short for scheme in catalogue.schemes.values()]
    whole = re.sub(r"[^0-9]", "", table[-1].split("(")[0])
    assert whole.startswith(str(sum(map(len, catalogue.requirements.values()))))


def test_check_for_machines_prints_nothing_but_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--evidence", "--json"]) == 0
    shown = capsys.readouterr()
    found = json.loads(shown.out)
    assert shown.err.startswith("0 problems")
    assert set(found) == {"schemes", "core", "catalogue"}
    whole = found["catalogue"]
    for key in ("own-text", "secondary", "general-knowledge"):
        assert whole["grades"][key]["rows"] == sum(s["grades"][key]["rows"] for s in found["schemes"].values())
    assert sum(grade["share"] for grade in whole["grades"].values()) == pytest.approx(1, abs=1e-3)
    assert set(whole["settles_most"]) == {"theme", "settles"}


def test_check_for_machines_needs_something_to_tell_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--json"]) == 2
    assert "--evidence" in capsys.readouterr().err


def test_check_lists_problems_and_exits_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path)]) == 1
    assert "criteria/criteria.yaml" in capsys.readouterr().out


def test_recommend_twice_gives_the_same_bytes() -> None:
    command = [sys.executable, "-m", "labelscope", "recommend", "--json"]
    first, second = (subprocess.run(command, capture_output=True, check=True).stdout for _ in range(2))
    assert first == second
    assert json.loads(first)["recommendation"]["advised"] in json.loads(first)["options"]


@pytest.mark.parametrize("language", ["en", "fr", "nl", "de"])
def test_recommend_speaks_the_language_asked_for(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recommend", "--lang", language]) == 0
    assert len(capsys.readouterr().out.splitlines()) > 30


def test_export_writes_every_format(tmp_path: Path) -> None:
    files = [tmp_path / f"advice{suffix}" for suffix in (".xlsx", ".csv", ".tsv", ".json", ".html")]
    assert main(["export", "-o", *map(str, files)]) == 0
    assert all(path.stat().st_size > 10_000 for path in files)
    assert sorted(tmp_path.iterdir()) == sorted(files)


def test_export_refuses_an_unknown_suffix_before_it_computes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "-o", str(tmp_path / "advice.doc")]) == 2
    assert ".xlsx" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_export_writes_one_scheme_as_untp(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "new" / "gots.json"
    assert main(["export", "--scheme", "gots", "--format", "untp", "-o", str(target)]) == 0
    assert capsys.readouterr().out == f"{target}\n"
    # the last edition is known to the day
    assert json.loads(target.read_bytes())["scheme"]["validFrom"] == "2024-03-01"
    dated = ["export", "--scheme", "gots", "--format", "untp", "--valid-from", "2023-03-01", "--lang", "nl"]
    assert main([*dated, "-o", str(target)]) == 0
    assert json.loads(target.read_bytes())["scheme"]["validFrom"] == "2023-03-01"


def test_export_writes_a_comparison_as_oscal(tmp_path: Path) -> None:
    files = [tmp_path / "a.json", tmp_path / "b.json"]
    assert main(["export", "--compare", "sa8000", "fla", "--format", "oscal", "-o", *map(str, files)]) == 0
    assert files[0].read_bytes() == files[1].read_bytes()
    assert json.loads(files[0].read_bytes())["mapping-collection"]["mappings"]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (["--scheme", "nobody", "--format", "untp"], "nobody"),
        (["--scheme", "../../etc/passwd", "--format", "untp"], "no scheme has the id"),
        (["--compare", "sa8000", "<script>", "--format", "oscal"], "no scheme has the id"),
        (["--compare", "sa8000", "sa8000", "--format", "oscal"], "two different schemes"),
        (["--scheme", "gots"], "--format untp goes with --scheme"),
        (["--format", "oscal"], "--format oscal with --compare"),
        (["--scheme", "gots", "--compare", "sa8000", "fla", "--format", "untp"], "--format untp goes with --scheme"),
        (["--compare", "sa8000", "fla", "--format", "oscal", "--valid-from", "2023-03-01"], "--valid-from"),
        (["--valid-from", "2023-03-01"], "--format untp goes with --scheme"),
    ],
)
def test_export_refuses_a_scheme_or_pair_that_it_cannot_write(
    wrong: list[str], why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", *wrong, "-o", str(tmp_path / "x.json")]) == 2
    assert why in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_export_of_one_scheme_is_json_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--scheme", "gots", "--format", "untp", "-o", str(tmp_path / "gots.tsv")]) == 2
    assert ".json" in capsys.readouterr().err


def test_export_says_where_two_schemes_meet_on_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from tiny import Clause, Tiny, write_catalogue

    root = write_catalogue(tmp_path / "root", {"a": Tiny([Clause({"wage": "full"})]), "b": Tiny([Clause({})])})
    wrong = ["export", "--root", str(root), "--lang", "de", "--compare", "a", "b", "--format", "oscal"]
    assert main([*wrong, "-o", str(tmp_path / "x.json")]) == 1
    assert capsys.readouterr().err == "A und B treffen sich bei keinem Kriterium: Es gibt nichts zuzuordnen.\n"
    assert not (tmp_path / "x.json").exists()


def test_overlap_of_a_pair_and_of_all(catalogue: Catalogue, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["overlap", "sa8000", "amfori-bsci"]) == 0
    pair = json.loads(capsys.readouterr().out)
    assert pair["overlap"]["low"] <= pair["overlap"]["middle"] <= pair["overlap"]["high"]
    assert main(["overlap"]) == 0
    schemes = len(catalogue.schemes)
    assert len(capsys.readouterr().out.splitlines()) == schemes * (schemes - 1) // 2 + 1  # every pair once, and a head


@pytest.mark.parametrize("wrong", [["overlap", "nobody", "sa8000"], ["overlap", "sa8000"], ["match", "missing.csv"]])
def test_wrong_usage_exits_with_two_and_says_why(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(wrong) == 2
    assert capsys.readouterr().err.startswith("labelscope: ")


def test_matrix_prints_every_cell(catalogue: Catalogue, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["matrix"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(catalogue.schemes) + 1  # a scheme a line, under the head
    assert all(line.count(",") == len(catalogue.criteria.criteria) for line in lines)


def test_match_proposes_and_says_that_words_alone_were_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "label.txt"
    file.write_text("Nobody under 15 works here.\nWorkers may form and join trade unions of their choice.\n")
    assert main(["match", str(file), "--embedder", "none"]) == 0
    shown = capsys.readouterr()
    assert "Minimum working age" in shown.out
    assert "only words" in shown.err


def test_match_for_machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "label.csv"
    file.write_text("text\nNobody under 15 works here.\n")
    assert main(["match", str(file), "--embedder", "none", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["requirements"][0]["proposals"][0]["criterion_id"] == "child-minimum-age"
    assert found["embedder"] is False


def test_evaluate_has_the_keys_that_machines_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "labelled.csv"
    file.write_text(LABELLED)
    assert main(["evaluate", "clauses", str(file), "--embedder", "none", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"recall1", "recall3", "none_precision", "none_recall", "by_language"} <= set(found)
    assert found["recall1"] == 1.0
    assert set(found["by_language"]) == {"en", "fr", "nl"}


def test_evaluate_fails_on_a_file_it_cannot_measure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "labelled.csv"
    file.write_text(LABELLED.replace("wage-payment", "no-such-criterion"))
    assert main(["evaluate", "clauses", str(file), "--embedder", "none"]) == 1
    assert "no-such-criterion" in capsys.readouterr().out


def test_a_closed_pipe_is_no_error() -> None:
    command = f"{sys.executable} -m labelscope matrix | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
