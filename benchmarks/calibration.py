"""Points a second and processor at which patterns are measured, beside a sweep of version 0.1.0.

    .venv/bin/python benchmarks/calibration.py

Each point: 50 runs of three programmes for 36 months, all assumed numbers with a range varied.
The community is that of version 0.1.0 (tests/files/models/senik), so that both do the same work;
beside it the one that ships now, whose programmes and laws have more to do. Processor time, so
that other work on the machine matters little; the median of some turns.

With a path to a checkout of version 0.1.0 with its own environment, as --peer FOLDER, its sweep
is measured by turns with it, twice: of four numbers, and of all that have a range and that both
know, at the same points.

With --whole the goal is run whole instead: a calibration of the shipped Senik with 5,000 points of
50 runs of three programmes, all numbers with a range varied; time by the clock, processor time and
the peak memory of the process.
"""

import argparse
import csv
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
from diffusion.calibration.space import Space
from diffusion.errors import OddWarning
from diffusion.scenario.renamed import RENAMED

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
BOTH = "numbers with a range that both know"
N_POINTS, N_TURNS = 300, 5
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

KNOWN = """
import json, sys
import diffusion
from diffusion.errors import InputError
from diffusion.settings import Inputs, set_at
one = diffusion.load("senik")
inputs = Inputs(one, one.parameter_sets["default"], tuple(one.programmes.values()))
known = []
for path, value in json.loads(sys.argv[1]).items():
    try:
        set_at(inputs, {path: value}, place="")
    except InputError:
        continue
    known.append(path)
print(json.dumps(known))
"""
"""Those of some numbers, with values, that version 0.1.0 knows."""


def patterns(space: dict[str, tuple[float, float]]) -> str:
    """Write a file of one pattern for each programme."""
    lines = ['title = "t"', f"programmes = {json.dumps(PROGRAMMES)}", "runs = 50", "[space]"]
    lines.append(f"stated = {json.dumps(not space)}")
    lines += [f'"{path}" = {{ low = {low}, high = {high} }}' for path, (low, high) in space.items()]
    for name in PROGRAMMES:
        lines += ["[[pattern]]", f'name = "{name}"', 'source = "s"', f'programme = "{name}"']
        lines += ['measure = "adopters"', "passes = [0, 30]"]
    return "\n".join(lines)


def before(path: str) -> str:
    """Path of a number in version 0.1.0."""
    for old, new in RENAMED.items():
        if path.startswith(f"{new}."):
            return f"{old}{path.removeprefix(new)}"
    return path


def space_at(model: Path, file: Path) -> Space:
    """Read which numbers of a model a file varies."""
    return plan_calibration(model, file).job.space


def both_know(space: Space, peer: Path) -> dict[str, tuple[float, float]]:
    """Ranges of those numbers that version 0.1.0 has too."""
    values = {
        before(one.path): int(one.default) if one.is_whole else one.default for one in space.axes
    }
    known = json.loads(answer(peer, KNOWN, json.dumps(values)))
    return {one.path: (one.low, one.high) for one in space.axes if before(one.path) in known}


def write_design(folder: Path, space: Space) -> Path:
    """Write the sweep of the same points, programmes and months, as version 0.1.0 reads it."""
    lines = ['title = "t"', 'model = "senik"', f"programmes = {json.dumps(PROGRAMMES)}"]
    lines += ["replicates = 50", "months = 36", 'outcomes = ["adopters"]']
    lines += ["[sample]", 'method = "table"', 'file = "points.csv"']
    names = [f"x{place}" for place in range(len(space))]
    for name, path in zip(names, space.paths, strict=True):
        lines += ["[[factor]]", f'name = "{name}"', f'path = "{before(path)}"']
    folder.mkdir(exist_ok=True)
    with (folder / "points.csv").open("w", newline="", encoding="utf-8") as table:
        rows = csv.writer(table)
        rows.writerow(names)
        for point in hypercube(N_POINTS, len(space), seed=1):
            rows.writerow(map(json.dumps, space.settings(point).values()))
    (folder / "sweep.toml").write_text("\n".join(lines), encoding="utf-8")
    return folder / "sweep.toml"


def answer(peer: Path, script: str, *words: str) -> str:
    """Run a script in the environment of version 0.1.0."""
    command = [str(peer / ".venv/bin/python"), "-c", script, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=peer).stdout


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
        jobs = [(name, model, space) for name, model in models.items() for space in SPACES]
        if arguments.whole:
            file = Path(scratch, "whole.toml")
            file.write_text(patterns({}) + EFFORT, encoding="utf-8")
            whole(file, Path(scratch, "out"))
            return
        designs: dict[str, tuple[str, Path]] = {}
        if arguments.peer is not None:
            stated = space_at(models["now"], Path(scratch, "all with a range.toml"))
            file = Path(scratch, f"{BOTH}.toml")
            file.write_text(patterns(both_know(stated, arguments.peer)), encoding="utf-8")
            jobs.append(("0.1.0", models["0.1.0"], BOTH))
            for space in ("four numbers", BOTH):
                varied = space_at(models["0.1.0"], Path(scratch, f"{space}.toml"))
                key = f"sweep of version 0.1.0, {space} ({len(varied)})"
                beside = f"calibrate, Senik of 0.1.0, {space}"
                designs[key] = beside, write_design(Path(scratch, space), varied)
        for _ in range(arguments.turns):
            for name, model, space in jobs:
                key = f"calibrate, Senik of {name}, {space}"
                speed = ours(model, Path(scratch, f"{space}.toml"))
                found.setdefault(key, []).append(speed)
            for key, (_, design) in designs.items():
                speed = float(json.loads(answer(arguments.peer, PEER, str(design), str(N_POINTS))))
                found.setdefault(key, []).append(speed)
    for key, (beside, _) in designs.items():
        ratios = [one / other for one, other in zip(found[beside], found[key], strict=True)]
        print(f"{statistics.median(ratios):.2f} times the {key}: the median of {len(ratios)} turns")
    for key, speeds in found.items():
        low, high = min(speeds), max(speeds)
        middle = statistics.median(speeds)
        print(f"{middle:6.1f} points a second ({low:.1f} to {high:.1f})  {key}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
