from pathlib import Path

from labelscope.quality import TITLE, names_section, write_section

FIGURES = {
    "queries": 3, "top1": 0.5, "top3": 1.0, "ece": 0.125, "none_recall": None, "none_precision": 0.25, "lost": 0.0,
    "known_as_none": 0.0,
}  # fmt: skip


def test_a_section_has_a_column_for_each_language_and_a_dash_for_what_was_not_measured() -> None:
    lines = names_section(FIGURES, {"en": FIGURES}, "With these weights.")
    assert lines[0] == "With these weights."
    assert lines[2] == "| figure | all | en |"
    assert "| unknown names answered *no match* | – | – |" in lines
    assert "| right candidate first | 0.500 | 0.500 |" in lines


def test_sections_are_replaced_and_others_left(tmp_path: Path) -> None:
    page = tmp_path / "quality.md"
    write_section(page, "Names", ["one"])
    write_section(page, "Clauses", ["two"])
    write_section(page, "Names", ["three"])
    assert page.read_text("utf-8") == f"{TITLE}\n## Names\n\nthree\n\n## Clauses\n\ntwo\n"
