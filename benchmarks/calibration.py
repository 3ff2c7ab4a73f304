"""Points a second and processor at which patterns are measured, beside a sweep of version 0.1.0.

    .venv/bin/python benchmarks/calibration.py

Each point: 50 runs of three programmes for 36 months, all assumed numbers with a range varied.
The community is that of version 0.1.0 (tests/files/models/senik), so that both do the same work;
beside it the one that ships now, whose programmes and laws have more to do. Processor time, so
that other work on the machine matters little; the median of some turns.

With a path to a checkout of version 0.1.0 with its own environment, as --peer FOLDER, its sweep
is measured by turns with it: as it varies few numbers at once, four.

With --whole the goal is run whole instead: a calibration of the shipped Senik with 5,000 points of
50 runs of three programmes, all numbers with a range varied; time by the clock, processor time and
the peak memory of the process.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from time import perf_counter, process_time

from diffusion.calibration.calibrate import run_plan
from diffusion.calibration.plan import plan_calibration
from diffusion.calibration.sample import hypercube
from diffusion.errors import OddWarning

ROOT = Path(__file__).resolve().parents[1]
PROGRAMMES = ("campaign_then_collaboration", "campaign_only", "collaboration_only")
SPACES: dict[str, dict[str, tuple[float, float]]] = {
    "four numbers": {
        "parameters.decision.alpha": (0.01, 0.3),
        "parameters.decision.beta": (0.1, 3.0),
        "community.market.local_price": (225, 440),
        "community.innovation.unit_cost": (125, 500),
    },
    "all with a range": {},
}
N_POINTS, N_TURNS = 60, 5
N_WHOLE = 5_000
EFFORT = f"""
[effort]
points = {N_WHOLE}
waves = 0
levels = 0
wanted = 1
again = 2
"""
"""The sample alone: every point shows the patterns of this file, and one is tried again."""

PEER = """
import json, sys, tempfile
from pathlib import Path
from time import process_time
from diffusion import run_sweep
file, limit = sys.argv[1], int(sys.argv[2])
for n in (4, limit):
    with tempfile.TemporaryDirectory() as folder:
        began = process_time()
        run_sweep(Path(file), Path(folder) / "out", workers=1, limit=n)
        spent = process_time() - began
print(json.dumps(limit / spent))
"""
"""Compiles at four points first."""


def patterns(space: dict[str, tuple[float, float]]) -> str:
    """Write a file of one pattern for each programme."""
    lines = ['title = "t"', f"programmes = {json.dumps(PROGRAMMES)}", "runs = 50", "[space]"]
    lines.append(f"stated = {json.dumps(not space)}")
    lines += [f'"{path}" = {{ low = {low}, high = {high} }}' for path, (low, high) in space.items()]
    for name in PROGRAMMES:
        lines += ["[[pattern]]", f'name = "{name}"', 'source = "s"', f'programme = "{name}"']
        lines += ['measure = "adopters"', "passes = [0, 30]"]
    return "\n".join(lines)


def design() -> str:
    """Write the sweep of the same programmes, runs and months."""
    lines = ['title = "t"', 'model = "senik"', f"programmes = {json.dumps(PROGRAMMES)}"]
    lines += ["replicates = 50", "months = 36", 'outcomes = ["adopters"]']
    # A grid, because the environment of version 0.1.0 may lack SALib.
    for (path, (low, high)), n in zip(SPACES["four numbers"].items(), (5, 4, 3, 1), strict=True):
        levels = [low + (high - low) * (k + 0.5) / n for k in range(n)]
        kind = int if isinstance(low, int) else float
        lines += ["[[factor]]", f'path = "{path}"', f"levels = {[kind(one) for one in levels]}"]
    return "\n".join(lines)


def ours(model: Path, file: Path) -> float:
    """Points a second of processor time, of those that can be run."""
    job = plan_calibration(model, file).job
    points = hypercube(N_POINTS, len(job.space), seed=1)
    job.simulate(points[:4], first_replicate=0, n_runs=50)
    began = process_time()
    found = job.simulate(points, first_replicate=0, n_runs=50)
    return float(found.is_run.sum()) / (process_time() - began)


def whole(file: Path, folder: Path) -> None:
    """Run the goal and print what it took."""
    plan = plan_calibration(ROOT / "models/senik", file)
    clock, spent = perf_counter(), process_time()
    found = run_plan(plan, folder)
    clock, spent = perf_counter() - clock, process_time() - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    n_run, n_refused = found.facts["n_sample"], found.facts["n_refused"]
    print(f"{n_run} points of {n_run + n_refused} could be run: {clock:.0f} s by the clock,")
    print(f"{spent:.0f} s of processor time, {peak:.0f} MiB at most")


def main() -> None:
    """Measure by turns and print medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", type=Path, help="checkout of version 0.1.0, with its .venv")
    parser.add_argument("--turns", type=int, default=N_TURNS)
    parser.add_argument("--whole", action="store_true", help="5,000 points, once")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore", OddWarning)
    models = {"0.1.0": ROOT / "tests/files/models/senik", "now": ROOT / "models/senik"}
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for space, axes in SPACES.items():
            Path(scratch, f"{space}.toml").write_text(patterns(axes), encoding="utf-8")
        if arguments.whole:
            file = Path(scratch, "whole.toml")
            file.write_text(patterns({}) + EFFORT, encoding="utf-8")
            whole(file, Path(scratch, "out"))
            return
        Path(scratch, "sweep.toml").write_text(design(), encoding="utf-8")
        for _ in range(arguments.turns):
            for name, model in models.items():
                for space in SPACES:
                    key = f"calibrate, Senik of {name}, {space}"
                    speed = ours(model, Path(scratch, f"{space}.toml"))
                    found.setdefault(key, []).append(speed)
            if arguments.peer is not None:
                words = [str(arguments.peer / ".venv/bin/python"), "-c", PEER]
                words += [str(Path(scratch, "sweep.toml")), str(N_POINTS)]
                ran = subprocess.run(
                    words, check=True, capture_output=True, text=True, cwd=arguments.peer
                )
                speed = float(json.loads(ran.stdout))
                found.setdefault("sweep of version 0.1.0, four numbers", []).append(speed)
    for key, speeds in found.items():
        low, high = min(speeds), max(speeds)
        middle = statistics.median(speeds)
        print(f"{middle:6.1f} points a second ({low:.1f} to {high:.1f})  {key}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
