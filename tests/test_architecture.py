"""The rules of the house, checked: sizes, doors between apps, migrations."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
MAX_FILE, MAX_FUNCTION = 400, 60
MEDIAN_FILE, P90_FILE = 80, 250
MEDIAN_FUNCTION, P90_FUNCTION = 8, 30
DOORS = {"services", "queries", "access", "models", "policy", "hooks", "deadlines"}
APPS = ("accounts", "activity", "courses", "submissions", "checkruns")


def _sources(*folders: str) -> list[Path]:
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts and path.stat().st_size
    ]


def _lengths(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        (f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _written_lines(path: Path) -> int:
    """Lines that hold something; blank ones cost a reader nothing."""
    return sum(1 for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def test_no_source_file_is_longer_than_400_lines():
    suffixes = ("*.py", "*.js", "*.html", "*.css")
    files = [p for s in suffixes for f in ("apps", "aie_review", "templates", "static", "tests")
             for p in (ROOT / f).rglob(s) if "vendor" not in p.parts]  # fmt: skip
    too_long = {str(p.relative_to(ROOT)): _lines(p) for p in files if _lines(p) > MAX_FILE}
    assert too_long == {}


def test_no_function_is_longer_than_60_lines():
    functions = [one for p in _sources("apps", "aie_review", "tests") for one in _lengths(p)]
    assert [one for one in functions if one[1] > MAX_FUNCTION] == []


def test_files_and_functions_are_mostly_short():
    files = sorted(_written_lines(p) for p in _sources("apps", "aie_review"))
    functions = sorted(n for p in _sources("apps", "aie_review") for _, n in _lengths(p))
    assert statistics.median(files) <= MEDIAN_FILE
    assert files[int(len(files) * 0.9)] <= P90_FILE
    assert statistics.median(functions) <= MEDIAN_FUNCTION
    assert functions[int(len(functions) * 0.9)] <= P90_FUNCTION


def test_apps_enter_each_other_only_by_their_doors():
    wrong = []
    for app in APPS:
        for path in _sources(f"apps/{app}"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module:
                    parts = node.module.split(".")
                    other = parts[:1] == ["apps"] and len(parts) > 1 and parts[1] in APPS
                    if not other or parts[1] == app:
                        continue
                    entered = {parts[2]} if len(parts) > 2 else {a.name for a in node.names}
                    if not entered <= DOORS:
                        wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.module}")
    assert wrong == []


def test_views_load_objects_through_access_only():
    wrong = [
        str(path.relative_to(ROOT))
        for path in _sources("apps")
        if path.stem == "views" or "views" in path.parts or path.stem == "api"
        if "get_object_or_404" in path.read_text(encoding="utf-8")
    ]
    assert wrong == []


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
