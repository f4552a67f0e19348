"""Static files in production: names that hold the content, also between modules."""

from __future__ import annotations

import re
from pathlib import Path

from django.core.management import call_command

# What a comment imports is a type for the checker; no browser follows it.
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
HASHED = re.compile(r"\.[0-9a-f]{12}\.js$")
IMPORT = re.compile(r'(?:\bfrom |\bimport\(|\bimport )"(\.[^"]+)"')


def test_modules_import_each_other_by_their_hashed_names(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "apps.common.assets.HashedAssets"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    modules = [path for path in (tmp_path / "js").rglob("*.js") if HASHED.search(path.name)]
    imports = [
        (path, found)
        for path in modules
        for found in IMPORT.findall(COMMENT.sub("", path.read_text()))
    ]
    assert len(imports) > 10
    assert [found for _, found in imports if not HASHED.search(found)] == []
    assert [found for path, found in imports if not Path(path.parent, found).is_file()] == []
