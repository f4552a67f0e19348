"""The rules of the house, checked: sizes, doors between rooms, addresses, names, migrations."""

from __future__ import annotations

import ast
import re
import statistics
import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
MAX_FILE, MAX_FUNCTION, MAX_LINE = 400, 60, 160
MEDIAN_FILE, P90_FILE = 90, 230
MEDIAN_FUNCTION, P90_FUNCTION = 8, 25
DOORS = {"services", "queries", "access", "policy", "models", "hooks"}
OPEN_ROOMS = {"common", "engine"}
"""Rooms without walls: helpers and values that everybody uses."""
PAGES = {"views", "pages", "panels", "tabs"}
TOO_BRANCHED = 40
"""Functions of more than ten branches that stay as they are; the number may only fall."""


def _apps() -> set[str]:
    """The rooms, as the tree has them."""
    return {path.parent.name for path in (ROOT / "apps").glob("*/__init__.py")}


def _sources(*folders: str) -> list[Path]:
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts and path.stat().st_size
    ]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _lengths(path: Path) -> list[tuple[str, int]]:
    return [
        (f"{_name(path)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1)
        for node in ast.walk(ast.parse(_text(path)))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def _lines(path: Path) -> int:
    return len(_text(path).splitlines())


def _is_page(path: Path) -> bool:
    parts = {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}
    return bool(parts & (PAGES | {"api"}))


def test_no_source_file_is_longer_than_400_lines():
    suffixes = ("*.py", "*.js", "*.html", "*.css")
    files = [p for s in suffixes for f in ("apps", "aie_review", "templates", "static", "tests")
             for p in (ROOT / f).rglob(s) if "vendor" not in p.parts]  # fmt: skip
    too_long = {_name(p): _lines(p) for p in files if _lines(p) > MAX_FILE}
    assert too_long == {}


def test_no_line_of_a_page_is_longer_than_160_characters():
    """A changed word must be seen in the difference."""
    wrong = [
        f"{_name(path)}:{n}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for n, line in enumerate(_text(path).splitlines(), 1)
        if len(line) > MAX_LINE
    ]
    assert wrong == []


def test_no_function_is_longer_than_60_lines():
    functions = [one for p in _sources("apps", "aie_review", "tests") for one in _lengths(p)]
    assert [one for one in functions if one[1] > MAX_FUNCTION] == []


def test_files_and_functions_are_mostly_short():
    files = sorted(_lines(p) for p in _sources("apps", "aie_review"))
    functions = sorted(n for p in _sources("apps", "aie_review") for _, n in _lengths(p))
    assert statistics.median(files) <= MEDIAN_FILE
    assert files[int(len(files) * 0.9)] <= P90_FILE
    assert statistics.median(functions) <= MEDIAN_FUNCTION
    assert functions[int(len(functions) * 0.9)] <= P90_FUNCTION


def _entries(path: Path, room: str) -> list[tuple[int, str, set[str]]]:
    """Imports of other rooms: line, room, what is entered."""
    found = []
    for node in ast.walk(ast.parse(_text(path))):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("apps."):
            continue
        parts = (node.module or "").split(".")
        if parts[1] != room:
            entered = {parts[2]} if len(parts) > 2 else {one.name for one in node.names}
            found.append((node.lineno, parts[1], entered))
    return found


def test_rooms_enter_each_other_only_by_their_doors():
    assert len(_apps()) > 12
    wrong = [
        f"{_name(path)}:{line} {other}: {entered - DOORS}"
        for room in _apps() - {"engine"}
        for path in _sources(f"apps/{room}")
        for line, other, entered in _entries(path, room)
        if other not in OPEN_ROOMS and not entered <= DOORS
    ]
    assert wrong == []


def test_pages_enter_the_workspace_by_its_hooks_alone():
    wrong = [
        f"{_name(path)}:{line} {entered}"
        for room in _apps() - {"engine", "workspace"}
        for path in _sources(f"apps/{room}")
        for line, other, entered in _entries(path, room)
        if _is_page(path) and other == "workspace" and entered != {"hooks"}
    ]
    assert wrong == []


def test_views_load_through_access_and_queries_only():
    pages = [p for p in _sources("apps") if "engine" not in p.parts and _is_page(p)]
    assert len(pages) > 30
    wrong = [
        f"{_name(path)}: {found}"
        for path in pages
        if (found := re.findall(r"get_object_or_404|\w+\.objects\b", _text(path)))
    ]
    assert wrong == []


def test_every_room_and_module_has_its_layer():
    contracts = tomllib.loads(_text(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = [one for one in contracts if one["type"] == "layers"]
    rooms = {name.strip() for layer in layers[0]["layers"] for name in layer.split("|")}
    assert rooms == {"aie_review"} | {f"apps.{app}" for app in _apps()}
    inside = {
        container
        for one in layers
        if one.get("exhaustive")
        for container in one.get("containers", ())
    }
    assert inside >= {f"apps.{app}" for app in _apps()}


def test_branching_functions_only_become_fewer():
    marked = [
        f"{_name(path)}:{n}"
        for path in _sources("apps", "aie_review")
        for n, line in enumerate(_text(path).splitlines(), 1)
        if re.search(r"noqa:.*\bC901\b", line)
    ]
    assert len(marked) <= TOO_BRANCHED, marked


def test_no_address_is_typed():
    """Addresses come from the list of addresses; only "/" is the same everywhere."""
    typed = re.compile(r"""(?:href|action|hx-get|hx-post|url)=["']/[a-z]""")
    written = re.compile(r"""["'](?:/(?:a|c|r|t|s|u)/|/(?:api|checks|status|join|account)/)""")
    wrong = [_name(p) for p in (ROOT / "templates").rglob("*.html") if typed.search(_text(p))]
    known = {f"apps/common/{name}.py" for name in ("problems", "refusals")}
    known |= {"apps/submissions/middleware.py"}
    code = [p for p in _sources("apps") if "engine" not in p.parts and _name(p) not in known]
    wrong += [_name(p) for p in code if written.search(_text(p))]
    assert wrong == []


def test_names_of_people_go_through_their_one_door():
    """Who may know whom is decided in ``accounts.queries.shown_as``, never where a name is shown."""
    printed = re.compile(r"\{\{ *[\w.]+\.(?:author|owner|uploaded_by)\b *(?:\||\}\})")
    wrong = [_name(p) for p in (ROOT / "templates").rglob("*.html") if printed.search(_text(p))]
    spelled = re.compile(r"str\([\w.]*\b(?:author|owner|uploaded_by)\b|(?:author|owner)\.name\b|"
                         r"\{[\w.]*\b(?:author|owner)\}|author\.__str__")  # fmt: skip
    pages = [p for p in _sources("apps") if "engine" not in p.parts and p.name != "models.py"]
    wrong += [_name(p) for p in pages if spelled.search(_text(p))]
    assert wrong == []


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
