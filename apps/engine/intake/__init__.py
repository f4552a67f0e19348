"""Intake: bytes that somebody handed in become a safe in-memory file tree."""

from apps.engine.intake.model import LIMITS, FileTree, IntakeError, Limits, Skipped, SourceFile
from apps.engine.intake.upload import open_upload

__all__ = [
    "LIMITS",
    "FileTree",
    "IntakeError",
    "Limits",
    "Skipped",
    "SourceFile",
    "open_upload",
]
