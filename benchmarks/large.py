"""What a million artisans cost: reading their ties from arrays, one run, its kernel, and memory.

The cascade and the threshold of `jobs.py` come in as compressed sparse rows, and the whole model
is run on as many artisans of the Senik of 0.1.0 as well. Each repetition is a process of its own,
the contestants by turns; what is told are medians with the middle half, in processor seconds, and
the highest peak.
CyNetDiff takes part where a Python is named that has it:

    python benchmarks/large.py --peers .venv-peers/bin/python

All kernels have been compiled, and the model that lends its numbers has been loaded, before
anything is timed: reading is what is done with the arrays.
"""

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import numpy as np
from jobs import Job, make_job
from measure import peak_mib, seconds_of

KINDS = ("cascade", "threshold")
ARRAYS = ("first", "alter", "first_adopters")
MODEL = Path(__file__).parents[1] / "tests" / "files" / "models" / "senik"
"""Senik as of 0.1.0: in the Senik of today a million live too close to each other."""

FEW = 10
"""Artisans of the community in which all is compiled."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--artisans", type=int, default=1_000_000)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--peers", help="a Python with CyNetDiff, such as .venv-peers/bin/python")
    parser.add_argument("--only", choices=(*KINDS, "whole"), help="one of the jobs")
    parser.add_argument("--child", nargs=2, metavar=("WHO", "FOLDER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        who, folder = arguments.child
        print(json.dumps(CHILDREN[who](Path(folder), arguments.artisans)))
        return
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            if arguments.only in (None, kind):
                write(make_job(kind, arguments.artisans), Path(folder) / kind)
                report(kind, measured(kind, Path(folder), arguments))
        if arguments.only in (None, "whole"):
            report("whole", measured("whole", Path(folder), arguments))
    print(f"load of the machine at the end: {os.getloadavg()[0]:.1f}")


def measured(
    kind: str, folder: Path, arguments: argparse.Namespace
) -> dict[str, dict[str, list[float]]]:
    """Run each contestant of a job in turns; give what each told, by contestant and name."""
    pythons = {"whole": sys.executable} if kind == "whole" else {"package": sys.executable}
    if arguments.peers and kind != "whole":
        pythons["cynetdiff"] = arguments.peers
    told: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for _ in range(arguments.turns):
        for who, python in pythons.items():
            words = ["--artisans", str(arguments.artisans), "--child", who, str(folder / kind)]
            command = [python, __file__, *words]
            ended = subprocess.run(command, check=True, capture_output=True, text=True)
            for name, value in json.loads(ended.stdout.splitlines()[-1]).items():
                told[who][name].append(value)
    return told


def report(kind: str, told: dict[str, dict[str, list[float]]]) -> None:
    """Print a job's table."""
    print(f"\n{kind}\n\n| | median | middle half | |\n|---|---|---|---|")
    for who, values in told.items():
        for name, found in values.items():
            low, middle, high = np.quantile(found, (0.25, 0.5, 0.75))
            unit = "MiB, the highest" if name == "peak" else "artisans" if "adopt" in name else "s"
            unit = "MiB" if name.startswith("peak ") else unit
            unit = "" if name.startswith("ratio") else unit
            shown = max(found) if name == "peak" else middle
            digits = 0 if unit and unit != "s" else 3
            print(
                f"| {who}, {name} | {shown:.{digits}f} | {low:.{digits}f} to {high:.{digits}f} "
                f"| {unit} |"
            )


def write(job: Job, folder: Path) -> None:
    """Write the arrays of a job, each to a file that is read without a copy."""
    folder.mkdir()
    for name in ARRAYS:
        np.save(folder / f"{name}.npy", getattr(job, name))
    (folder / "job.json").write_text(json.dumps([job.kind, job.n_months]), encoding="utf-8")


def read(folder: Path) -> Job:
    """Read what `write` wrote; traits are left empty."""
    kind, n_months = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    arrays = [np.load(folder / f"{name}.npy") for name in ARRAYS]
    return Job(kind, n_months, *arrays, np.empty(0), np.empty(0), np.empty(0, np.int64))


def package(folder: Path, _: int) -> dict[str, float]:
    """Measure this package: read, first run, further runs, and the kernel alone."""
    from peers import this_kernel, this_package

    job = read(folder)
    few = make_job(job.kind, 10 * FEW)
    for peer in (this_package, this_kernel):
        peer.prepare(few)(1, 1)
    before = peak_mib()
    runs: list[object] = []
    ready = this_package.reader(job)
    reading = seconds_of(lambda: runs.append(ready()))
    simulate = runs[0]
    first = seconds_of(lambda: runs.append(simulate(1, 1)))  # type: ignore[operator]
    peak = peak_mib()
    kernel = this_kernel.prepare(job)
    kernel(1, 1)
    more, alone = [], []
    for seed in range(2, 7):
        more.append(seconds_of(lambda s=seed: simulate(1, s)))  # type: ignore[operator]
        alone.append(seconds_of(lambda s=seed: kernel(1, s)))
    curve = runs[1]
    return {
        "read": reading,
        "first run": first,
        "read and one run": reading + first,
        "a further run": float(np.median(more)),
        "kernel alone": float(np.median(alone)),
        "ratio of a further run to the kernel": float(np.median(np.divide(more, alone))),
        "peak before the ties are read, with their arrays": before,
        "peak": peak,
        "adopters": float(curve[0, -1]),  # type: ignore[index]
    }


def cynetdiff(folder: Path, _: int) -> dict[str, float]:
    """Measure CyNetDiff: read and run."""
    peer = importlib.import_module("peers.cynetdiff_models")
    job = read(folder)
    peer.prepare(make_job(job.kind, 10 * FEW))(1, 1)
    runs: list[object] = []
    reading = seconds_of(lambda: runs.append(peer.prepare(job)))
    first = seconds_of(lambda: runs.append(runs[0](1, 1)))  # type: ignore[operator]
    return {
        "read": reading,
        "first run": first,
        "read and one run": reading + first,
        "peak": peak_mib(),
        "adopters": float(runs[1][0, -1]),  # type: ignore[index]
    }


def whole(_: Path, n_artisans: int) -> dict[str, float]:
    """Measure one run of 36 months of the whole model."""
    import diffusion

    def run(n: int) -> diffusion.Outcome:
        community = diffusion.load(MODEL).with_settings({"community.artisans.number": n})
        return diffusion.simulate(
            community, "campaign_then_collaboration", n_runs=1, n_months=36, n_threads=1
        )

    run(10 * FEW)
    outcomes: list[diffusion.Outcome] = []
    seconds = seconds_of(lambda: outcomes.append(run(n_artisans)))
    return {
        "one run": seconds,
        "peak": peak_mib(),
        "adopters": float(outcomes[0].adopters[0, -1]),
    }


CHILDREN = {"package": package, "cynetdiff": cynetdiff, "whole": whole}

if __name__ == "__main__":
    main()
