"""Comparing two packages: what was added, removed, renamed, moved and changed, each once."""

from apps.engine.diff.model import PackageDiff
from apps.engine.diff.packages import diff_packages

__all__ = ["PackageDiff", "diff_packages"]
