"""Weighted totals and the weights at which a decision flips.

With weights w that sum to 1, winner a, rival b and d_j = s_aj - s_bj, let weight k change and the
others shrink or grow in proportion. With R = sum over j != k of w_j d_j / (1 - w_k) the difference of
the totals is w d_k + (1 - w) R; it is zero at w = R / (R - d_k) (one-way sensitivity of the weighted
sum model; Triantaphyllou and Sánchez, Decision Sciences 28, 1997).
"""

from __future__ import annotations

from collections.abc import Sequence

from apps.engine.decision_model import Flip

_NEARLY_ZERO = 1e-12


def normalised(weights: Sequence[float]) -> list[float]:
    """Weights that sum to 1; equal ones when they sum to nothing."""
    total = sum(weights)
    if total <= 0:
        return [1 / len(weights)] * len(weights) if weights else []
    return [weight / total for weight in weights]


def weighted_totals(
    weights: Sequence[float], scores: Sequence[Sequence[float | None]], options: int
) -> tuple[float, ...]:
    """Sum of weight times score for every option; a score that is no number counts nothing."""
    return tuple(
        sum(
            weight * (row[option] or 0.0)
            for weight, row in zip(weights, scores, strict=True)
        )
        for option in range(options)
    )  # fmt: skip


def flip_weight(weights: Sequence[float], differences: Sequence[float], k: int) -> float | None:
    """Weight of criterion ``k`` at which winner and rival tie; None when there is none in 0..1.

    ``weights`` sum to 1, ``differences`` are the winner's scores minus the rival's.
    """
    own = weights[k]
    if 1 - own <= _NEARLY_ZERO:
        return None
    rest = sum(w * d for j, (w, d) in enumerate(zip(weights, differences, strict=True)) if j != k)
    rest /= 1 - own
    if abs(rest - differences[k]) <= _NEARLY_ZERO:
        return None
    flip = rest / (rest - differences[k])
    return flip if -_NEARLY_ZERO <= flip <= 1 + _NEARLY_ZERO else None


def find_flips(
    names: Sequence[str],
    options: Sequence[str],
    weights: Sequence[float],
    scores: Sequence[Sequence[float | None]],
) -> tuple[Flip, ...]:
    """Flips for every criterion and every rival of the winner, nearest first.

    Empty when a score is no number or there is nothing to compare.
    """
    if len(options) < 2 or not names or any(s is None for row in scores for s in row):
        return ()
    shares = normalised(weights)
    totals = weighted_totals(shares, scores, len(options))
    winner = max(range(len(options)), key=lambda i: totals[i])
    flips = []
    for rival in range(len(options)):
        if rival == winner:
            continue
        differences = [(row[winner] or 0.0) - (row[rival] or 0.0) for row in scores]
        for k, name in enumerate(names):
            flip = flip_weight(shares, differences, k)
            if flip is not None:
                distance = abs(flip - shares[k])
                flips.append(Flip(name, options[rival], shares[k], flip, distance))
    return tuple(sorted(flips, key=lambda f: (f.distance, f.criterion, f.rival)))
