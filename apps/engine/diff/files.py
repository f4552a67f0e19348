"""Which file of the old package is which of the new one, and what became of each."""

from __future__ import annotations

from apps.engine.anchors.fates import Side
from apps.engine.anchors.files import FileMap
from apps.engine.diff.model import ArtifactDiff
from apps.engine.package import Artifact, Package

_SHARED = 0.2  # share of lines from which a file of the same name is the same file
_RENAMED = 0.5  # the same for a large file of another name
_LARGE = 100_000  # code points and
_LONG = 1_000  # lines above which files are compared by their lines only


def pair_files(old: Package, new: Package) -> dict[str, str]:
    """Old paths to new ones: equal names first, then the pairs in which comments are carried."""
    files = FileMap(_side(old), _side(new))
    found: dict[str, str] = {}
    known = new.paths()
    for artifact in old.artifacts:
        if artifact.path in known and _same_file(artifact.path, old, new):
            found[artifact.path] = artifact.path
    taken = set(found.values())
    for artifact in old.artifacts:
        if artifact.path in found:
            continue
        if _is_large(artifact.path, old):
            partner = _by_lines(artifact.path, old, new, taken)
        else:
            partner = files.partner(artifact.path)
        if partner is not None and partner in known and partner not in taken:
            found[artifact.path] = partner
            taken.add(partner)
    return found


def _side(package: Package) -> Side:
    """The side without texts that are too large to be looked through."""
    texts = {p: t for p, t in package.texts.items() if not _is_large(p, package)}
    hashes = {one.path: one.sha256 for one in package.artifacts if one.sha256}
    return Side(texts, {}, (), hashes)


def _is_large(path: str, package: Package) -> bool:
    text = package.texts.get(path)
    return text is not None and (len(text.text) > _LARGE or len(text.line_starts) > _LONG)


def _by_lines(path: str, old: Package, new: Package, taken: set[str]) -> str | None:
    """The free file that shares most lines with a large one."""
    lines = set(old.texts[path].text.split("\n"))
    scores = []
    for other, text in new.texts.items():
        if other not in taken and not (other in old.texts and other != path):
            others = set(text.text.split("\n"))
            scores.append((len(lines & others) / max(1, len(lines), len(others)), other))
    best = max(scores, default=(0.0, ""))
    return best[1] if best[0] >= _RENAMED else path if path in new.texts else None


def _same_file(path: str, old: Package, new: Package) -> bool:
    """Whether a file of the same name holds enough of what it held."""
    if path not in old.texts or path not in new.texts:
        return (path in old.texts) == (path in new.texts)
    before, after = (set(side.texts[path].text.split("\n")) for side in (old, new))
    return len(before & after) >= _SHARED * max(1, min(len(before), len(after)))


def diff_artifacts(old: Package, new: Package, pairs: dict[str, str]) -> tuple[ArtifactDiff, ...]:
    """Every file of either side, by its newer path."""
    before = {one.path: one for one in old.artifacts}
    after = {one.path: one for one in new.artifacts}
    back = {b: a for a, b in pairs.items()}
    found = [_diff(before[back[p]] if p in back else None, one) for p, one in after.items()]
    found += [_diff(one, None) for path, one in before.items() if path not in pairs]
    return tuple(sorted(found, key=lambda one: (one.new or one.old or "", one.old or "")))


def _diff(old: Artifact | None, new: Artifact | None) -> ArtifactDiff:
    if old is None or new is None:
        shown = old or new
        paths = (old.path if old else None, new.path if new else None)
        return ArtifactDiff("added" if new else "removed", *paths, shown.type if shown else "")
    edited = (old.sha256, old.size) != (new.sha256, new.size)
    return ArtifactDiff(
        "renamed" if old.path != new.path else "changed" if edited else "same",
        old.path,
        new.path,
        new.type,
        edited,
    )
