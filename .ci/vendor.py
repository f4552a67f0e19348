# ruff: noqa: INP001 - a script, not a package
"""Copy the browser libraries that ``package.json`` lists from ``node_modules``.

Every library lies in ``static/vendor/<name>-<version>/`` with its licence; ``hashes.json`` holds the
SHA-384 of each file and a test compares them. The icons listed there become one sprite,
``static/img/icons.svg``. ``make vendor`` installs the packages first.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ROOT / "node_modules"
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


def installed(name: str, version: str) -> Path:
    """Where a package lies, in the version that is listed."""
    package = PACKAGES / name
    found = json.loads((package / "package.json").read_text())["version"]
    if found != version:
        raise SystemExit(
            f"{name} is installed as {found}, package.json lists {version}; run make vendor"
        )
    return package


def keep(name: str, version: str, package: Path) -> None:
    """Copy the files of a package that we ship; those of another version go."""
    home, files = FILES[name]
    folder = name.removesuffix(".org")
    target = home / f"{folder}-{version}"
    for old in home.glob(f"{folder}-*"):
        shutil.rmtree(old)
    target.mkdir(parents=True)
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
    for name in FILES:
        keep(name, versions[name], installed(name, versions[name]))
    icons = installed("lucide-static", versions["lucide-static"])
    SPRITE.write_text(sprite(icons, listed["icons"]))
    write_hashes()
    return 0


if __name__ == "__main__":
    sys.exit(main())
