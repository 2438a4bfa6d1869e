"""The house: who may import whom, what no file may contain, and how large things may grow (docs/adding-a-model.md)."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ["core", "zones", "projects", "indicators", "infrastructure", "returns", "supervision", "exchange", "reports", "zoneportal"]
MAY_IMPORT = {
    "core": set(),
    "zones": {"core"},
    "projects": {"core", "zones"},
    "indicators": {"core", "zones"},
    "infrastructure": {"core", "zones", "projects"},
    "returns": {"core", "zones", "projects", "indicators"},
    "supervision": {"core", "zones", "projects", "indicators", "infrastructure"},
    "exchange": {"core", "zones", "projects", "indicators", "infrastructure", "returns", "supervision"},
    "reports": {"core", "zones", "projects", "indicators", "infrastructure", "returns", "supervision"},
    "zoneportal": set(APPS) - {"zoneportal"},
}
WORD_OF_UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def sources(*folders: str, migrations: bool = False) -> list[Path]:
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if migrations or "migrations" not in path.parts]


def trees(*folders: str) -> list[tuple[Path, ast.Module]]:
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in sources(*folders)]


def imported_apps(tree: ast.Module) -> set[str]:
    """Our packages that a file imports, inside functions too."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names & set(APPS)


@pytest.mark.parametrize("app", APPS)
def test_imports_go_down_only(app):
    upward = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path, tree in trees(app)
        for name in imported_apps(tree) - {app} - MAY_IMPORT[app]
    }
    assert upward == set()


def test_the_import_test_sees_imports_inside_functions():
    tree = ast.parse("def late():\n    from reports.dashboard import park_lines\n    import zones.models\n")
    assert imported_apps(tree) == {"reports", "zones"}


def users_of(library: str, *folders: str) -> set[str]:
    """The files that import a library."""
    return {
        str(path.relative_to(ROOT))
        for path, tree in trees(*folders)
        for node in ast.walk(tree)
        if (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == library)
        or (isinstance(node, ast.Import) and any(alias.name.split(".")[0] == library for alias in node.names))
    }


def test_only_the_excel_module_knows_openpyxl():
    users = users_of("openpyxl", *APPS)
    assert all(name.startswith("core/excel") for name in users)
    assert users


def test_only_one_file_knows_pictures_and_one_writes_word_documents():
    assert users_of("PIL", *APPS) == {"core/images.py"}
    assert users_of("docx", "reports") == {"reports/word.py"}


def test_only_core_clock_reads_the_clock():
    reading = re.compile(r"\b(date\.today\(|datetime\.now\(|timezone\.now\(|timezone\.localdate\(|localtime\(\))")
    readers = {str(path.relative_to(ROOT)) for path in sources(*APPS) if reading.search(path.read_text(encoding="utf-8"))}
    assert readers == {"core/clock.py", "zones/middleware.py"}  # the session's idle time is the server's, not the demo's


def test_there_is_no_star_import_no_broad_except_and_no_unfinished_mark():
    faults = []
    for path, tree in trees(*APPS, "bench", "deploy", "tests"):
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
                faults.append(f"{path}:{node.lineno} star import")
            if isinstance(node, ast.ExceptHandler) and (
                node.type is None or getattr(node.type, "id", "") in {"Exception", "BaseException"}
            ):
                faults.append(f"{path}:{node.lineno} broad except")
        if path.name != "test_architecture.py" and WORD_OF_UNFINISHED.search(path.read_text(encoding="utf-8")):
            faults.append(f"{path} unfinished")
    assert faults == []


def percentile(values: list[int], share: float) -> int:
    return sorted(values)[int(len(values) * share)]


def test_files_and_functions_stay_within_their_budgets():
    files = {path: path.read_text(encoding="utf-8").count("\n") for path in sources(*APPS, "bench", "deploy")}
    functions = {
        f"{path.relative_to(ROOT)}:{node.name}": node.end_lineno - node.lineno + 1
        for path, tree in trees(*APPS, "bench", "deploy")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    }
    assert {str(path): lines for path, lines in files.items() if lines > 450} == {}
    assert {name: lines for name, lines in functions.items() if lines > 60} == {}
    assert percentile(list(files.values()), 0.95) <= 350
    assert percentile(list(functions.values()), 0.95) <= 34


def test_views_are_short():
    """A view function or method says what the page needs; the work is done below it."""
    long = {
        f"{path.relative_to(ROOT)}:{node.name}": node.end_lineno - node.lineno + 1
        for path, tree in trees(*APPS)
        if path.parent.name == "views" or path.name == "views.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > 25
    }
    assert {name: lines for name, lines in long.items() if not name.startswith("core/")} == {}
    assert (ROOT / "core/views.py").read_text(encoding="utf-8").count("\n") <= 250


def test_views_do_not_filter_domain_fields():
    filtering = re.compile(r"\.(filter|exclude)\(")
    allowed = re.compile(r"\.filter\(pk=|\.filter\(zone=")
    faults = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sources(*[app for app in APPS if app != "core"])
        if path.parent.name == "views" or path.name == "views.py"
        for line in path.read_text(encoding="utf-8").splitlines()
        if filtering.search(line) and not allowed.search(line)
    ]
    assert faults == []


def test_core_actions_querysets_and_arithmetic_are_fully_annotated():
    named = {
        "actions.py",
        "querysets.py",
        "progress.py",
        "growth.py",
        "engineering.py",
        "weeks.py",
        "timeline.py",
        "codes.py",
        "gantt.py",
        "ics.py",
    }
    bare = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path, tree in trees(*APPS)
        if path.parts[len(ROOT.parts)] == "core" or path.name in named
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and (
            node.returns is None
            or any(a.annotation is None for a in [*node.args.args, *node.args.kwonlyargs] if a.arg not in {"self", "cls"})
        )
    ]
    assert bare == []


def test_tests_are_as_long_as_the_code_they_guard():
    def lines(paths: list[Path]) -> int:
        return sum(1 for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip())

    ratio = lines(sources("tests")) / lines(sources(*APPS))
    assert 0.4 <= ratio <= 1.6
