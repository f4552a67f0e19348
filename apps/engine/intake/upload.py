"""The door: whatever was uploaded becomes a safe file tree, or is refused with a reason."""

from __future__ import annotations

from apps.engine.intake.collect import Collector
from apps.engine.intake.model import LIMITS, MIB, FileTree, IntakeError, Limits
from apps.engine.intake.names import printable
from apps.engine.intake.tars import collect_tar
from apps.engine.intake.types import ARCHIVES, sniff
from apps.engine.intake.zips import collect_zip

_OPENED = "What can be opened: ZIP, tar.gz, or single files."


def open_upload(name: str, data: bytes, limits: Limits = LIMITS) -> FileTree:
    """The files of an upload: a ZIP, a tar(.gz) or a single file.

    Args:
        name: File name as uploaded; only its last part and its extension are used.
        data: The bytes.
        limits: Limits of size and number.

    Raises:
        IntakeError: The upload is refused: which entry, why, what to do.
    """
    base = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1] or "upload"
    shown = printable(base)
    if len(data) > limits.upload:
        raise IntakeError(
            shown,
            f"it has {len(data) / MIB:.1f} MB; at most {limits.upload // MIB} MB are taken.",
            "Leave out what does not belong to the design, or make pictures smaller.",
        )
    collector = Collector(limits)
    kind = sniff(base, data)
    if kind == "zip":
        collect_zip(base, data, collector)
    elif kind == "gzip":
        collect_tar(base, data, collector, compressed=True)
    elif kind == "tar":
        collect_tar(base, data, collector, compressed=False)
    elif kind in ARCHIVES:
        raise IntakeError(shown, f"archives of this kind ({kind}) are not opened.", _OPENED)
    elif kind == "program":
        raise IntakeError(shown, "it is a program, not a document.", _OPENED)
    else:
        _single(base, data, collector)
        return collector.tree(base, strip=False)
    return collector.tree(base)


def _single(name: str, data: bytes, collector: Collector) -> None:
    path = collector.admit(name)
    if path is None:
        raise IntakeError(printable(name), "it is a system file.", "Upload the design document.")
    if len(data) > collector.limits.file:
        raise IntakeError(
            path,
            f"it is larger than {collector.limits.file // MIB} MB.",
            "Make it smaller or divide it.",
        )
    collector.add(path, data)
