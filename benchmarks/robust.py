"""How long a check of a ranking takes: 256 points, two programmes, 200 runs, and all the rest.

    python benchmarks/robust.py [--points 256] [--runs 200] [--workers 2]

The bar: the points in at most 60 seconds on two processors, warm.
"""

import argparse
import time
import warnings

from diffusion.robustness.attempts import Attempts
from diffusion.robustness.robust import plan_robust, run_plan

BAR = 60.0
"""Seconds."""


def main() -> None:
    """Time the points alone, and the whole check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=256)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    plan = plan_robust(
        "senik", "collaboration_only", "campaign_only", budget="8 juta", points=asked.points,
        n_runs=asked.runs,
    )  # fmt: skip
    plan.duel.at(plan.where.settings[:2])  # compiles
    for name, work in (
        ("points", lambda: Attempts(plan.duel, asked.workers, 0)("point", plan.where.settings)),
        ("whole check", lambda: run_plan(plan, None, workers=asked.workers)),
    ):
        wall, processor = time.perf_counter(), time.process_time()
        work()
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        print(f"{name}: {processor:.1f} processor seconds, {wall:.1f} seconds (bar {BAR:.0f})")


if __name__ == "__main__":
    main()
