# ruff: noqa: INP001 - a script, not a package
"""Fetch the vendored browser libraries again, as ``package.json`` lists them.

Every library lies in ``static/vendor/<name>-<version>/`` with its licence; ``hashes.json`` holds the
SHA-384 of each file and a test compares them. The icons listed there become one sprite,
``static/img/icons.svg``. Needs npm on the path; only ``make vendor`` runs this.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENDOR = ROOT / "static" / "vendor"
BROWSER_TESTS = ROOT / "tests" / "browser" / "vendor"
SPRITE = ROOT / "static" / "img" / "icons.svg"

FILES = {
    "htmx.org": (VENDOR, {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE"}),
    "axe-core": (BROWSER_TESTS, {"axe.min.js": "axe.min.js", "LICENSE": "LICENSE"}),
}
"""Which files of a package are kept, and where."""


def sha384(data: bytes) -> str:
    """Hash in the form that ``integrity`` attributes use."""
    return "sha384-" + base64.b64encode(hashlib.sha384(data).digest()).decode()


def unpack(name: str, version: str, folder: Path) -> Path:
    """Fetch a package from the npm registry into ``folder`` and return where it lies."""
    packed = subprocess.run(  # noqa: S603 - name and version come from our own package.json
        ["npm", "pack", "--silent", f"{name}@{version}"],  # noqa: S607
        cwd=folder, check=True, capture_output=True, text=True,
    )  # fmt: skip
    archive = folder / packed.stdout.strip().splitlines()[-1]
    with tarfile.open(archive) as opened:
        opened.extractall(folder / name, filter="data")
    return folder / name / "package"


def keep(name: str, version: str, package: Path) -> None:
    """Copy the files of a package that we ship."""
    home, files = FILES[name]
    target = home / f"{name.removesuffix('.org')}-{version}"
    target.mkdir(parents=True, exist_ok=True)
    for source, kept in files.items():
        data = (package / source).read_bytes()
        (target / kept).write_bytes(re.sub(rb"\n//# sourceMappingURL=.*", b"", data))


def sprite(package: Path, icons: list[str]) -> str:
    """One SVG with a symbol for every icon, by their names in Lucide."""
    licence = (package / "LICENSE").read_text().split("\n\n---")[0].strip()
    symbols = []
    for icon in sorted(icons):
        source = (package / "icons" / f"{icon}.svg").read_text()
        body = re.search(r"<svg[^>]*>(.*)</svg>", source, re.DOTALL)
        if body is None:
            raise ValueError(f"the icon {icon} has an unexpected form")
        inner = re.sub(r"\s*\n\s*", "", body[1])
        symbols.append(f'<symbol id="{icon}" viewBox="0 0 24 24">{inner}</symbol>')
    return (
        f"<!-- Lucide. {licence} -->\n"
        '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    )


def write_hashes() -> None:
    """Write the SHA-384 of every vendored file beside them."""
    for home in (VENDOR, BROWSER_TESTS):
        files = sorted(p for p in home.rglob("*") if p.is_file() and p.parent != home)
        hashes = {p.relative_to(home).as_posix(): sha384(p.read_bytes()) for p in files}
        (home / "hashes.json").write_text(json.dumps(hashes, indent=2) + "\n")


def main() -> int:
    """Refresh everything."""
    listed = json.loads((ROOT / "package.json").read_text())
    versions = listed["dependencies"] | listed["devDependencies"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for package in FILES:
            keep(package, versions[package], unpack(package, versions[package], folder))
        icons = unpack("lucide-static", versions["lucide-static"], folder)
        SPRITE.write_text(sprite(icons, listed["icons"]))
    write_hashes()
    return 0


if __name__ == "__main__":
    sys.exit(main())
