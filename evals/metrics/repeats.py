"""How reliable a case is when it is run again."""

from collections.abc import Sequence
from math import comb


def pass_hat(k: int, runs: Sequence[Sequence[bool]]) -> float | None:
    """pass^k: the chance that k runs of a case all pass, averaged over cases.

    The unbiased estimate C(passes, k) / C(runs, k) of each case (tau-bench, Yao et al. 2024,
    arXiv:2406.12045). None when no case was run k times.
    """
    rates = [comb(sum(case), k) / comb(len(case), k) for case in runs if len(case) >= k]
    return sum(rates) / len(rates) if rates else None


def pass_at(k: int, runs: Sequence[Sequence[bool]]) -> float | None:
    """pass@k: the chance that one of k runs passes (Chen et al. 2021, arXiv:2107.03374)."""
    rates = [
        1 - comb(len(case) - sum(case), k) / comb(len(case), k) for case in runs if len(case) >= k
    ]
    return sum(rates) / len(rates) if rates else None
