"""Vendored browser libraries are what was fetched, and pages hold nothing that the policy forbids."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from apps.common import markdown
from tests.apps.common import icons

ROOT = Path(__file__).resolve().parents[3]
HOMES = (ROOT / "static" / "vendor", ROOT / "tests" / "browser" / "vendor")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("home", HOMES, ids=lambda path: path.parent.name)
def test_vendored_files_have_the_hashes_they_were_fetched_with(home):
    hashes = json.loads((home / "hashes.json").read_text())
    files = {p.relative_to(home).as_posix(): p for p in home.glob("*/**/*") if p.is_file()}
    assert set(files) == set(hashes)
    for name, path in files.items():
        digest = base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()
        assert hashes[name] == f"sha384-{digest}"


def test_every_vendored_library_is_listed_with_its_version_and_has_a_licence():
    listed = json.loads((ROOT / "package.json").read_text())
    versions = listed["dependencies"] | listed["devDependencies"]
    for home in HOMES:
        for folder in (p for p in home.iterdir() if p.is_dir()):
            name, _, version = folder.name.rpartition("-")
            assert version in {versions.get(name), versions.get(f"{name}.org")}
            assert (folder / "LICENSE").is_file()


def test_no_template_holds_inline_style_or_script():
    forbidden = re.compile(
        r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son(?:click|load|error|submit|change|input|key[a-z]+|mouse[a-z]+|focus|blur)=|javascript:"
    )
    found = {
        str(path.relative_to(ROOT)): match[0]
        for path in TEMPLATES
        if (match := forbidden.search(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_the_list_and_the_sprite_hold_the_same_icons():
    listed = json.loads((ROOT / "package.json").read_text())["icons"]
    sprite = (ROOT / "static" / "img" / "icons.svg").read_text(encoding="utf-8")
    assert listed == sorted(set(listed))
    assert re.findall(r'<symbol id="([^"]+)"', sprite) == listed


def test_every_icon_that_is_drawn_is_on_the_list():
    listed = json.loads((ROOT / "package.json").read_text())["icons"]
    assert icons.drawn() - set(listed) == set()


def test_no_icon_is_on_the_list_that_nobody_names():
    listed = json.loads((ROOT / "package.json").read_text())["icons"]
    assert set(listed) - icons.named() == set()


def test_staff_markdown_is_rendered_and_cleaned():
    html = markdown.render(
        "# Brief\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<script>alert(1)</script>"
        '<p onclick="x()">hi</p>[x](javascript:alert(1))'
    )
    assert '<h2 id="t-brief">Brief</h2>' in html
    assert "<table>" in html
    for bad in ("<script", "onclick", "javascript:"):
        assert bad not in html
