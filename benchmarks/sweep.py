"""What a large sweep costs: time, runs a second, peak memory and disk of 358,400 histories.

A Latin hypercube of 256 points, seven strategies at one budget and 200 replicates of Senik, on all
processors of this machine. With --points a smaller one.
"""

import argparse
import resource
import tempfile
import time
from pathlib import Path

import diffusion

DESIGN = """
title = "A large sweep"
model = "senik"
programmes = [
    "none", "campaign_only", "collaboration_only", "campaign_then_collaboration",
    "collaboration_then_campaign", "locality_development", "social_action",
]
budgets = [8_000_000]
replicates = 200
months = 36
outcomes = ["adopters", "ever_adopted", "lasting_adopters", "fund", "self_reliance", "gini"]

[[factor]]
path = "parameters.decision.alpha"
low = 0.01
high = 0.06

[[factor]]
path = "parameters.decision.entry_cost"
low = 150_000
high = 700_000
whole = true

[[factor]]
path = "parameters.persistence.discontinuance_rate"
low = 0.01
high = 0.06

[sample]
method = "latin_hypercube"
points = {points}
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=256)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        design = Path(folder) / "sweep.toml"
        design.write_text(DESIGN.replace("{points}", str(arguments.points)), encoding="utf-8")
        diffusion.run_sweep(design, Path(folder) / "warm", limit=1)
        began = time.perf_counter()
        sweep = diffusion.run_sweep(design, Path(folder) / "out")
        seconds = time.perf_counter() - began
        n_runs = sweep.dataset().count_rows()
        size = sum(path.stat().st_size for path in (Path(folder) / "out").rglob("*.parquet"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{n_runs:,} runs in {seconds:.0f} s: {n_runs / seconds:,.0f} runs a second")
    print(f"peak memory {peak:.0f} MiB, table {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
