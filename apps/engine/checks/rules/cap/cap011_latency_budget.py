"""CAP-011: the latency budget fits the objective."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apps.engine.checks.base import Check, Finding, NotApplicable, NotAssessable
from apps.engine.diagrams.model import Diagram
from apps.engine.names import NEAR, normalise, similarity
from apps.engine.package import Package
from apps.engine.quantities.latency import budget_sum, in_seconds
from apps.engine.quantities.model import LatencyBudget, LatencyStep, Number
from apps.engine.quantities.wording import show, show_percent
from apps.engine.text import Place

_RESERVE = 0.10


@dataclass(frozen=True, slots=True)
class Objective:
    """A latency objective in seconds, with the words it was stated in."""

    percentile: str | None
    seconds: float
    words: str
    where: Place


class LatencyBudgetFits(Check):
    """Serial steps plus the slowest of every parallel group against the objective."""

    code = "CAP-011"
    title = "Latency budget fits the objective"
    severity = "error"
    criteria = ("C4", "C3")
    stage = "stable"

    def find(self, package: Package) -> Iterator[Finding]:
        """Budgets over their objective, with little reserve, or without a hop of the sequence."""
        budgets = [b for b in package.figures.latency if len(b.steps) >= 2]
        if not budgets:
            raise NotApplicable("There is no latency budget.")
        objectives = list(stated_objectives(package))
        if not objectives and not _main_sequence(package):
            raise NotAssessable("No latency objective with a number was read.")
        for budget in budgets:
            for percentile in budget.percentiles:
                objective = _objective_for(package, budget, percentile, objectives, len(budgets))
                if objective is not None:
                    yield from self._compare(package, budget, percentile, objective)
        yield from self._hops(package, budgets)

    def _compare(
        self, package: Package, budget: LatencyBudget, percentile: str, objective: Objective
    ) -> Iterator[Finding]:
        """One column against its objective."""
        total = budget_sum(budget.steps, percentile)
        count = sum(1 for step in budget.steps if percentile in step.seconds)
        if count < 2 or total <= 0:
            return
        reserve = (objective.seconds - total) / objective.seconds
        if reserve < -1e-9:
            yield self._over(package, budget, percentile, objective, total)
        elif reserve < _RESERVE - 1e-9:
            yield self._tight(package, budget, percentile, objective, total)

    def _over(
        self,
        package: Package,
        budget: LatencyBudget,
        percentile: str,
        objective: Objective,
        total: float,
    ) -> Finding:
        """The sum is larger than the objective."""
        largest = max(
            (s for s in budget.steps if percentile in s.seconds),
            key=lambda s: s.seconds[percentile],
        )
        certain = (
            "p50" in budget.percentiles and budget_sum(budget.steps, "p50") > objective.seconds
        )
        note = (
            "The medians alone exceed it, so this is certain."
            if certain
            else "A sum of percentiles is a conservative sum: the percentile of the sum is usually lower."
        )
        name = percentile if percentile != "latency" else "budget"
        return self.finding(
            package,
            subject=f"budget:{percentile}",
            where=budget.where,
            title=f"The {name} steps sum to {_ms(total)}, over the objective of {_ms(objective.seconds)}",
            message=f"We read {len(budget.steps)} steps and the objective {objective.words!r}. We computed "
            f"{_arithmetic(budget.steps, percentile)} = {_ms(total)} > {_ms(objective.seconds)}. {note}",
            hint=f"Cut or run in parallel the largest step ({largest.name}, {_ms(largest.seconds[percentile])}), "
            "or change the objective.",
            evidence=(budget.where, objective.where),
            computed={
                "sum_ms": round(total * 1000, 6),
                "objective_ms": round(objective.seconds * 1000, 6),
            },
        )

    def _tight(
        self,
        package: Package,
        budget: LatencyBudget,
        percentile: str,
        objective: Objective,
        total: float,
    ) -> Finding:
        """Less than a tenth of the objective is left."""
        reserve = (objective.seconds - total) / objective.seconds
        return self.finding(
            package,
            subject=f"budget:{percentile}",
            role="reserve",
            severity="warning",
            where=budget.where,
            title=f"The latency budget leaves {show_percent(reserve)} of {_ms(objective.seconds)}",
            message=f"We read the objective {objective.words!r} and computed "
            f"{_arithmetic(budget.steps, percentile)} = {_ms(total)}, which leaves {show_percent(reserve)}; "
            "10 % is a usual reserve for what the budget forgot.",
            hint="Cut the largest step, or say which measurement makes the reserve enough.",
            evidence=(budget.where, objective.where),
            computed={
                "sum_ms": round(total * 1000, 6),
                "objective_ms": round(objective.seconds * 1000, 6),
            },
        )

    def _hops(self, package: Package, budgets: Sequence[LatencyBudget]) -> Iterator[Finding]:
        """Synchronous components of the main sequence diagram without a row."""
        diagram = _main_sequence(package)
        if diagram is None:
            return
        steps = [step.name for budget in budgets for step in budget.steps]
        missing = missing_hops(_called(diagram), steps)
        if not missing:
            return
        names = ", ".join(missing)
        yield self.finding(
            package,
            subject=f"hops:{diagram.key}",
            role="hop",
            severity="warning",
            where=budgets[0].where,
            title=f"The latency budget has no row for {names}",
            message=f"We read the calls of {diagram.title or diagram.key} and {len(steps)} steps of the budget. "
            f"No step covers {names}, which the request waits for.",
            hint="Add a row for each, or name them in the row that includes them.",
            computed={"missing": list(missing)},
            scopes=(f"diagram:{diagram.key}",),
        )


def stated_objectives(package: Package) -> Iterator[Objective]:
    """Latency objectives of the requirements, and of capacity rows with a percentile."""
    for requirement in package.figures.requirements:
        if requirement.attribute == "latency" and requirement.target is not None:
            seconds = _seconds(requirement.target, requirement.unit)
            if seconds:
                words = f"{requirement.metric} {requirement.target.raw} {requirement.unit}".strip()
                yield Objective(requirement.percentile, seconds, words[:120], requirement.where)
    for quantity in package.figures.quantities:
        seconds = _seconds(quantity.number, quantity.unit)
        slo = quantity.role == "slo_latency" and quantity.source in {"table", "prose"}
        if slo and seconds and quantity.purpose != "computed" and not quantity.qualifiers:
            words = f"{quantity.name} {quantity.number.raw}"
            found = quantity.percentile or _percentile(quantity.name)
            if found and re.search(
                r"slo|target|objective|limit|budget", words + quantity.purpose, re.IGNORECASE
            ):
                yield Objective(found, seconds, words, quantity.where)


def _percentile(name: str) -> str | None:
    match = re.search(r"\bp(\d{2}(?:\.\d)?)\b", name, re.IGNORECASE)
    return f"p{match[1]}" if match else None


def _seconds(number: Number, unit: str) -> float | None:
    """A target in seconds."""
    if number.unit:
        return in_seconds(number)
    return in_seconds(Number(number.raw, number.value, number.step, number.where, unit))


def _objective_for(
    package: Package,
    budget: LatencyBudget,
    percentile: str,
    objectives: Sequence[Objective],
    budgets: int,
) -> Objective | None:
    """The objective that a budget's column is about: same percentile, most words in common."""
    name = percentile.replace("p999", "p99.9")
    fitting = [o for o in objectives if o.percentile == name]
    if name == "latency":
        fitting = [o for o in objectives if o.percentile is None or o.percentile.startswith("p")]
    if not fitting:
        return None
    about = _words(_caption(package, budget))
    scored = [(len(_words(o.words) & about), o) for o in fitting]
    best = max(score for score, _ in scored)
    if budgets > 1 and best == 0 and len({o.seconds for o in fitting}) > 1:
        return max(fitting, key=lambda o: o.seconds)
    return max((o for score, o in scored if score == best), key=lambda o: o.seconds)


_COMMON = frozenset(
    "latency budget the of and for p50 p95 p99 p90 server side request requests time ms table slo target end to".split()
)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower())) - _COMMON


def _caption(package: Package, budget: LatencyBudget) -> str:
    """Caption and section title of a budget's table."""
    document = package.documents.get(budget.where.artifact)
    if document is None or budget.where.start is None:
        return ""
    captions = [t.caption for t in document.tables if t.start == budget.where.start]
    return " ".join([*captions, document.section_at(budget.where.start).title])


def _ms(seconds: float) -> str:
    """Milliseconds for people."""
    return show(round(seconds * 1000, 3), "ms")


def _arithmetic(steps: Sequence[LatencyStep], percentile: str) -> str:
    """``10 + 20 + max(30, 40)``, in milliseconds."""
    serial = [s for s in steps if percentile in s.seconds and s.mode == "serial"]
    groups: dict[str, list[str]] = {}
    for step in steps:
        if percentile in step.seconds and step.mode == "parallel":
            groups.setdefault(step.group, []).append(f"{step.seconds[percentile] * 1000:g}")
    parts = [f"{s.seconds[percentile] * 1000:g}" for s in serial]
    parts += [f"max({', '.join(values)})" for values in groups.values()]
    return " + ".join(parts[:20])


def _main_sequence(package: Package) -> Diagram | None:
    """The first sequence diagram that was read."""
    return next(
        (d for d in package.diagrams if d.kind == "sequence" and d.sequence is not None), None
    )


def _called(diagram: Diagram) -> list[str]:
    """Participants that somebody waits for, by label."""
    assert diagram.sequence is not None
    called = {
        m.target for m in diagram.sequence.messages if m.kind == "call" and m.source != m.target
    }
    return [p.label for p in diagram.sequence.participants if p.id in called and p.kind != "actor"]


def missing_hops(participants: Sequence[str], steps: Sequence[str]) -> tuple[str, ...]:
    """Participants that no step covers; a step that shares a word covers one more of them."""
    left = [(step, set(normalise(step).split()), _all_words(step)) for step in steps]
    open_names = []
    for name in participants:
        own = set(normalise(name).split())
        exact = [
            s
            for s in left
            if own and (own <= s[1] or own <= s[2] or similarity(name, s[0]) >= NEAR)
        ]
        if exact:
            left = (
                [s for s in left if s is not exact[0]] if len(participants) <= len(steps) else left
            )
        elif own:
            open_names.append((name, own))
    missing = []
    for name, own in open_names:
        partial = next((s for s in left if own & (s[1] | s[2])), None)
        if partial is None:
            missing.append(name)
        else:
            left.remove(partial)
    return tuple(missing)


def _all_words(step: str) -> set[str]:
    """Stems of every word of a step, brackets included."""
    return set(normalise(re.sub(r"[()\[\],;+/&]", " ", step)).split())
