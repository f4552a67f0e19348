"""Decision matrices: many shapes, one meaning; the arithmetic of the flips."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from apps.engine.decision_model import Matrix
from apps.engine.decisions.flips import find_flips, flip_weight, normalised, weighted_totals
from tests.engine.packages import package_of

PLAIN = """| Criterion | Weight | GPU L4 | CPU fleet | Managed endpoint |
|---|---|---|---|---|
| Cost at peak | 0.35 | 4 | 2 | 1 |
| Latency p99 | 0.30 | 5 | 2 | 3 |
| Operations effort | 0.20 | 2 | 3 | 5 |
| Portability | 0.15 | 3 | 5 | 1 |
| Weighted total | 1.00 | 3.75 | 2.65 | 2.40 |"""

SHAPES = {
    "plain": PLAIN,
    "percent": PLAIN.replace("0.35", "35 %").replace("0.30", "30 %").replace("0.20", "20 %").replace("0.15", "15 %"),
    "hundred": PLAIN.replace("0.35", "35").replace("0.30", "30").replace("0.20", "20").replace("0.15", "15"),
    "comma": PLAIN.replace(".", ","),
    "no-break space": PLAIN.replace("Cost at peak", "Cost\u00a0at\u00a0peak"),
    "of five": PLAIN.replace("| 4 | 2 | 1 |", "| 4/5 | 2/5 | 1/5 |"),
    "stars": PLAIN.replace("| 4 | 2 | 1 |", "| ★★★★☆ | ★★☆☆☆ | ★☆☆☆☆ |"),
    "notes": "\n".join(line + " text |" if "---" not in line else line + "---|" for line in PLAIN.splitlines()).replace("endpoint | text |", "endpoint | Notes |"),
    "brackets": "| Criterion | GPU L4 | CPU fleet | Managed endpoint |\n|---|---|---|---|\n| Cost at peak (35 %) | 4 | 2 | 1 |\n"
    "| Latency p99 (30 %) | 5 | 2 | 3 |\n| Operations effort (20 %) | 2 | 3 | 5 |\n| Portability (15 %) | 3 | 5 | 1 |\n| Total | 3.75 | 2.65 | 2.40 |",
    "turned": "| Option | Cost at peak | Latency p99 | Operations effort | Portability | Total |\n|---|---|---|---|---|---|\n"
    "| Weight | 0.35 | 0.30 | 0.20 | 0.15 | 1.00 |\n| GPU L4 | 4 | 5 | 2 | 3 | 3.75 |\n| CPU fleet | 2 | 2 | 3 | 5 | 2.65 |\n"
    "| Managed endpoint | 1 | 3 | 5 | 1 | 2.40 |",
    "weights in the header": "| Option | Cost at peak (0.35) | Latency p99 (0.30) | Operations effort (0.20) | Portability (0.15) | Score |\n"
    "|---|---|---|---|---|---|\n| GPU L4 | 4 | 5 | 2 | 3 | 3.75 |\n| CPU fleet | 2 | 2 | 3 | 5 | 2.65 |\n| Managed endpoint | 1 | 3 | 5 | 1 | 2.40 |",
    "weighted columns": "| Criterion | Weight | GPU L4 | weighted | CPU fleet | weighted | Managed endpoint | weighted |\n|---|---|---|---|---|---|---|---|\n"
    "| Cost at peak | 0.35 | 4 | 1.40 | 2 | 0.70 | 1 | 0.35 |\n| Latency p99 | 0.30 | 5 | 1.50 | 2 | 0.60 | 3 | 0.90 |\n"
    "| Operations effort | 0.20 | 2 | 0.40 | 3 | 0.60 | 5 | 1.00 |\n| Portability | 0.15 | 3 | 0.45 | 5 | 0.75 | 1 | 0.15 |\n"
    "| Total | 1.00 | 14 | 3.75 | 12 | 2.65 | 10 | 2.40 |",
}  # fmt: skip


def matrices(text: str) -> tuple[Matrix, ...]:
    return package_of(f"# Feed\n\n## Trade-offs\n\n{text}\n").matrices


@pytest.mark.parametrize("shape", SHAPES)
def test_a_matrix_means_the_same_in_every_shape(shape: str):
    (matrix,) = matrices(SHAPES[shape] + "\n\nDecision: GPU L4.")
    assert matrix.options == ("GPU L4", "CPU fleet", "Managed endpoint")
    assert [round(total, 9) for total in matrix.normalised_totals] == [3.75, 2.65, 2.4]
    assert [c.name for c in matrix.criteria][1:] == [
        "Latency p99",
        "Operations effort",
        "Portability",
    ]
    assert matrix.stated_totals == (3.75, 2.65, 2.4)
    assert matrix.chosen == "GPU L4"


def test_the_flips_of_every_rival_are_found():
    (matrix,) = matrices(PLAIN)
    first, second, third = matrix.flips
    assert (first.criterion, first.rival, round(first.distance, 3)) == (
        "Operations effort",
        "Managed endpoint",
        0.248,
    )
    assert (second.criterion, second.rival, round(second.distance, 3)) == (
        "Portability",
        "CPU fleet",
        0.302,
    )
    assert third.rival == "CPU fleet"


def test_words_count_three_two_one():
    text = "| Criterion | Weight | A1 | B2 |\n|---|---|---|---|\n| Cost | high | H | L |\n| Risk | low | M | H |\n"
    (matrix,) = matrices(text)
    assert matrix.scores == ((3, 1), (2, 3))
    assert (matrix.scale, matrix.weight_words) == ("words", True)


def test_a_value_with_a_unit_is_no_score():
    text = "| Criterion | Weight | A1 | B2 |\n|---|---|---|---|\n| Latency | 0.5 | 40 ms | 90 ms |\n| Risk | 0.5 | 2 | 3 |\n"
    (matrix,) = matrices(text)
    assert matrix.scores[0] == (None, None)
    assert matrix.flips == ()


@pytest.mark.parametrize(
    "text",
    [
        "| Quantity | Symbol | Value | Unit |\n|---|---|---|---|\n| Peak | peak | 100 | QPS |\n| Users | dau | 5 | users |\n",
        "| Component | Replicas | Zones | Capacity |\n|---|---|---|---|\n| API | 3 | 3 | 5 |\n| DB | 2 | 2 | 5 |\n",
        "| Feature | Kafka | SQS |\n|---|---|---|\n| Replay | yes | no |\n| Order | yes | partly |\n",
    ],
)
def test_other_tables_are_no_matrices(text: str):
    assert matrices(text) == ()


@pytest.mark.parametrize(
    ("after", "chosen"),
    [
        ("The managed endpoint was selected.", "Managed endpoint"),
        ("It flips if effort weighs 0.45, then the managed endpoint wins.", None),
        ("We did not choose the CPU fleet.", None),
        ("Decision: see ADR-0001.", None),
        ("### Decision\n\nWe choose the CPU fleet.", "CPU fleet"),
    ],
)
def test_the_decision_near_the_matrix_is_read(after: str, chosen: str | None):
    (matrix,) = matrices(f"{PLAIN}\n\n{after}")
    assert matrix.chosen == chosen


def test_an_override_is_kept_with_its_sentence():
    (matrix,) = matrices(
        f"{PLAIN}\n\nDecision: CPU fleet, although it scores lower, because GPUs are sold out."
    )
    assert matrix.override is not None
    assert "although" in matrix.override


_WEIGHTS = st.lists(st.integers(1, 100), min_size=2, max_size=6)


@given(_WEIGHTS, st.data())
def test_at_the_flip_weight_both_totals_tie(raw: list[int], data: st.DataObject):
    weights = normalised([float(weight) for weight in raw])
    scores = st.lists(st.integers(0, 10), min_size=len(weights), max_size=len(weights))
    winner, rival = data.draw(scores), data.draw(scores)
    k = data.draw(st.integers(0, len(weights) - 1))
    differences = [float(a - b) for a, b in zip(winner, rival, strict=True)]
    flip = flip_weight(weights, differences, k)
    assume(flip is not None)
    scale = (1 - flip) / (1 - weights[k])
    moved = [flip if j == k else weight * scale for j, weight in enumerate(weights)]
    assert abs(sum(moved) - 1) < 1e-9
    assert abs(sum(w * d for w, d in zip(moved, differences, strict=True))) < 1e-9


@given(_WEIGHTS, st.floats(0.1, 50))
def test_scaling_all_weights_changes_no_flip(raw: list[int], factor: float):
    names = [str(i) for i in range(len(raw))]
    scores = [[float((i * 7) % 5), float((i * 3 + 1) % 5)] for i in range(len(raw))]
    plain = find_flips(names, ["a", "b"], [float(w) for w in raw], scores)
    scaled = find_flips(names, ["a", "b"], [w * factor for w in raw], scores)
    inside = {f.criterion: f.flip for f in plain if 0.001 < f.flip < 0.999}
    assert {f.criterion: f.flip for f in scaled if f.criterion in inside} == pytest.approx(inside)


def test_totals_are_sums_of_weight_times_score():
    assert weighted_totals([0.5, 0.5], [[4, 2], [2, 3]], 2) == (3.0, 2.5)
