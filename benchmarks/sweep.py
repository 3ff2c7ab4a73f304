"""What a large sweep costs: time, runs a second, peak memory and disk of 358,400 histories.

A Latin hypercube of 256 points, seven strategies at one budget and 200 replicates of Senik, on all
processors of this machine. With --points a smaller one. Also the design of many small points
that `targets.py` measures.
"""

import argparse
import resource
import tempfile
import time
from pathlib import Path

from jobs import generator
from measure import seconds_of

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


RANGES = {
    "parameters.decision.alpha": (0.0, 0.3),
    "parameters.decision.beta": (0.0, 3.0),
    "parameters.decision.efficacy_exponent": (0.0, 4.0),
    "parameters.decision.value_exponent": (0.0, 3.0),
    "parameters.decision.misfit_tolerance": (0.0, 1.0),
    "parameters.decision.cost_exponent": (0.0, 2.0),
    "parameters.decision.entry_cost": (100_000, 1_500_000),
    "parameters.efficacy.vicarious_lasting": (0.0, 0.3),
    "parameters.exposure.group_weight": (0.0, 10.0),
    "community.innovation.price": (700, 900),
}
"""The assumed numbers to which the sources of Senik give a range, in words of 0.1.0."""

MANY_POINTS = """
title = "Many small points"
model = "{model}"
programmes = ["none", "campaign_only", "campaign_then_collaboration"]
replicates = 50
months = 36
outcomes = ["adopters", "lasting_adopters", "fund", "self_reliance", "gini"]
sample = {{method = "table", file = "points.csv"}}
"""


def write_many_points(folder: Path, n_points: int, model: str) -> Path:
    """Write a design of many small points, a Latin hypercube in a table: 150 runs of Senik each."""
    luck, columns, design = generator(1), [], MANY_POINTS.format(model=Path(model).as_posix())
    for number, (path, (low, high)) in enumerate(RANGES.items(), start=1):
        share = (luck.permutation(n_points) + luck.random(n_points)) / n_points
        values = low + share * (high - low)
        columns.append([f"{value:.0f}" if high > 100 else f"{value:.6f}" for value in values])
        design += f'\n[[factor]]\npath = "{path}"\nname = "x{number}"\n'
    lines = [[f"x{number}" for number in range(1, len(RANGES) + 1)], *zip(*columns, strict=True)]
    (folder / "points.csv").write_text("".join(",".join(line) + "\n" for line in lines))
    (folder / "sweep.toml").write_text(design, encoding="utf-8")
    return folder / "sweep.toml"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=256)
    parser.add_argument("--model", default="senik", help="of the small points: name or folder")
    parser.add_argument("--many", type=int, help="so many small points: runs, and all else")
    arguments = parser.parse_args()
    if arguments.many:
        many_points(arguments.many, arguments.model)
        return
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


def many_points(n_points: int, model: str) -> None:
    """Tell what a point of the sweep of many points takes, and how much of it are its runs."""
    from diffusion.ensembles import simulate

    run_part, spent = simulate.run_part, []

    def timed(*given, **named) -> None:
        spent.append(seconds_of(lambda: run_part(*given, **named)))

    with tempfile.TemporaryDirectory() as folder:
        design = write_many_points(Path(folder), n_points, model)
        diffusion.run_sweep(design, Path(folder) / "warm", limit=1)
        simulate.run_part = timed
        seconds = seconds_of(lambda: diffusion.run_sweep(design, Path(folder) / "out", workers=1))
        simulate.run_part = run_part
    whole, runs = seconds / n_points * 1e3, sum(spent) / n_points * 1e3
    print(f"a point {whole:.2f} ms of processor time, of which runs {runs:.2f}, all else ", end="")
    print(f"{whole - runs:.2f}")


if __name__ == "__main__":
    main()
