"""The results of a run as rows: written once, in one transaction, only by whoever holds the run."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from apps.checkruns.hooks import on_read
from apps.checkruns.models import CheckResult, CheckRun, RunFinding
from apps.jobs.models import JobState
from apps.jobs.services import Lease

_COUNTED = {"blocker": "blockers", "error": "errors", "warning": "warnings", "info": "infos"}


def finish(lease: Lease, run: CheckRun, *, folder: str, report: bytes) -> bool:
    """End the run with this report, whose JSON lies in ``folder``; ``False`` if the run was lost."""
    content: dict[str, Any] = json.loads(report)
    crashed = [one["code"] for one in content["outcomes"] if one["outcome"] == "crashed"]
    return lease.finish(
        JobState.PARTLY_FAILED if crashed else JobState.DONE,
        problem=f"Checks that stopped inside: {', '.join(crashed)}." if crashed else "",
        write=lambda: _write(run, content),
        values={
            "package_name": f"{folder}/package.json",
            "reading_name": f"{folder}/reading.json",
            "report_name": f"{folder}/report.json",
            **_counts(content["findings"]),
        },
    )


def _counts(findings: list[dict[str, Any]]) -> dict[str, int]:
    """How many findings count, by severity: not muted, not ignored, of a check that is stable."""
    severities = Counter(
        one["severity"]
        for one in findings
        if not one["caused_by"] and not one["ignored"] and one["stage"] != "preview"
    )
    return {field: severities[severity] for severity, field in _COUNTED.items()}


def _write(run: CheckRun, content: dict[str, Any]) -> None:
    """Rows of outcomes and findings; those of an earlier, broken attempt make room."""
    run.results.all().delete()
    run.findings.all().delete()
    CheckResult.objects.bulk_create(
        CheckResult(
            run=run,
            code=one["code"],
            outcome=one["outcome"],
            stage=one["stage"],
            reason=one["reason"],
        )
        for one in content["outcomes"]
    )
    RunFinding.objects.bulk_create(
        RunFinding(
            run=run,
            order=order,
            code=one["code"],
            severity=one["severity"],
            stage=one["stage"],
            identity=one["identity"],
            state=one["state"],
            muted=bool(one["caused_by"]),
            ignored=bool(one["ignored"]),
            data=one,
        )
        for order, one in enumerate(content["findings"])
    )
    for hook in on_read:
        hook(run)
