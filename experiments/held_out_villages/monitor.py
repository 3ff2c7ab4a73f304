"""Follows each real village beside the others, as `diffusion monitor` does, and looks it up."""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from sets import TASKS, VARIABLE, folder, read

from diffusion.fitting.following import look_up
from diffusion.fitting.monitoring import Standing

HERE = Path(__file__).parent
RUNS, QUICK_RUNS = 500, 50
KNOWN = {
    "kfamily": (3, 5), "brfarmers": (5, 9, 13), "practices": (9, 12), "medinnovations": (4, 8),
}  # fmt: skip
"""Periods known; a programme is asked about when it is on its way."""

QUICK = ("medinnovations",)


def followed(data: Path, name: str, n_runs: int) -> pd.DataFrame:
    """Follow all villages of a set: a row for each number of known periods."""
    villages = read(data, name)
    found = look_up(villages, KNOWN[name], composites=TASKS[name].composites, n_runs=n_runs)
    rows = []
    for k in KNOWN[name]:
        own = [one for one in found if one.known_to == k]
        rank = np.array([one.rank for one in own])
        by_village = pd.Series([one.coverage for one in own]).groupby([one.village for one in own])
        coverage = by_village.mean()
        row = {
            "set": name, "known_to": k, "villages": len(coverage), "curves": len(own),
            "coverage": coverage.mean(), "coverage_se": coverage.std() / np.sqrt(len(coverage)),
            "now_in_band": ((rank >= 0.05) & (rank <= 0.95)).mean(),
            "now_in_middle_half": ((rank >= 0.25) & (rank <= 0.75)).mean(),
        }  # fmt: skip
        standings = [one.standing for one in own]
        rows.append(row | {one.value: standings.count(one) for one in Standing})
    return pd.DataFrame(rows)


def main() -> None:
    """Run it and write its table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one set, to see that it works")
    parser.add_argument("--set", action="append", choices=tuple(TASKS), help="only this one")
    parser.add_argument("-o", "--output", type=Path, default=HERE, help="folder to write to")
    arguments = parser.parse_args()
    data = folder()
    if data is None:
        print(f"skipped: {VARIABLE} names no folder of data sets, and none of them ships with this")
        return
    names = tuple(arguments.set or (QUICK if arguments.quick else TASKS))
    n_runs = QUICK_RUNS if arguments.quick else RUNS
    whole = pd.concat([followed(data, name, n_runs) for name in names], ignore_index=True)
    arguments.output.mkdir(parents=True, exist_ok=True)
    whole.round(4).to_csv(arguments.output / "monitor.csv", index=False)
    print(whole.round(3).to_string(index=False))


if __name__ == "__main__":
    main()
