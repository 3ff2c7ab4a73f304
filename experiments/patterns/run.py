"""Seven patterns that the model should show, whether it does, and whether it could have failed."""

import argparse
import warnings
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
from figure import draw
from histories import values_of
from patterns import NOT_MEASURED, TOLD, job_of_senik, verdict
from points import verdicts_at_points

import diffusion
from diffusion.calibration.job import Job
from diffusion.plotting.style import STYLE

HERE = Path(__file__).parent
PARAMETER_SETS = ("default", "conservative")
RUNS, POINTS, RUNS_OF_A_POINT = 1000, 300, 50
QUICK_RUNS, QUICK_POINTS, QUICK_RUNS_OF_A_POINT = 20, 4, 10


def measured(job: Job, community: diffusion.Community, *, n_runs: int) -> pd.DataFrame:
    """Measure every pattern with both parameter sets."""
    rows = []
    for parameters in PARAMETER_SETS:
        found = values_of(job, community, parameters, n_runs=n_runs)
        for pattern in job.file.pattern:
            told = TOLD[pattern.name]
            judged = verdict(pattern, found[pattern.name], least_runs=job.file.least_runs)
            values = told.of(found[pattern.name])
            there = values[~np.isnan(values)] if judged != NOT_MEASURED else np.array([np.nan])
            low, high = np.quantile(there, [0.05, 0.95])
            passes, partly = told.ends(pattern.passes), told.ends(pattern.partly)
            rows.append(
                {
                    "pattern": pattern.name,
                    "statement": pattern.statement,
                    "source": pattern.source,
                    "measure": told.measure,
                    "parameters": parameters,
                    "value": there.mean(),
                    "standard_error": there.std(ddof=min(1, len(there) - 1)) / np.sqrt(len(there)),
                    "low": low,
                    "high": high,
                    "runs_measured": (~np.isnan(values)).mean(),
                    "passes_from": passes[0],
                    "passes_to": passes[1],
                    "partly_from": partly[0],
                    "partly_to": partly[1],
                    "verdict": judged,
                }
            )
    return pd.DataFrame(rows).sort_values(["pattern", "parameters"], ascending=[True, False])


def main() -> None:
    """Run the experiment and write its table and figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few runs, to see that it works")
    parser.add_argument("-o", "--output", type=Path, default=HERE, help="folder to write to")
    arguments = parser.parse_args()
    n_runs, n_points, n_runs_of_a_point = (
        (QUICK_RUNS, QUICK_POINTS, QUICK_RUNS_OF_A_POINT)
        if arguments.quick
        else (RUNS, POINTS, RUNS_OF_A_POINT)
    )
    # A point may be odd, such as a cost above every income: that is what a range is for.
    warnings.simplefilter("ignore", diffusion.errors.OddWarning)
    job, senik = job_of_senik(), diffusion.load("senik")
    points, n_refused = verdicts_at_points(job, senik, n_points=n_points, n_runs=n_runs_of_a_point)
    table = measured(job, senik, n_runs=n_runs).merge(points, on="pattern", how="left")
    arguments.output.mkdir(parents=True, exist_ok=True)
    written = table.round(4)
    written.to_csv(arguments.output / "scorecard.csv", index=False)
    with mpl.rc_context(dict(STYLE)):
        draw(written).savefig(arguments.output / "scorecard.svg", metadata={"Date": None})
    columns = ["pattern", "parameters", "value", "low", "high", "runs_measured", "verdict"]
    columns += [name for name in points if name.startswith("points_")]
    print(table[columns].to_string(index=False, float_format="{:.3f}".format))
    print(f"points drawn: {n_points}; refused, because their numbers contradict: {n_refused}")


if __name__ == "__main__":
    main()
