"""Measures this package beside what one would use instead, in one run, as ratios.

Processor seconds of one process, each contestant in a process of its own on the same jobs; the
fastest of up to five repetitions counts. Prints tables and writes them and a JSON file. A peer
that is not installed is left out by name.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import month
import report
import start
import targets
from contestants import (
    CONTESTANTS,
    FLOOR,
    THIS_KERNEL,
    THIS_PACKAGE,
    WHOLE_MODEL,
    Contestant,
    is_too_large,
)
from jobs import MEAN_DEGREE, Job, make_job

import diffusion

HERE = Path(__file__).parent
ROOT = HERE.parent
PEERS = ROOT / ".venv-peers" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

MOST_SECONDS = 900
"""Wall seconds after which a contestant is ended."""

ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMBA_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false",
}

VILLAGE = 200
GROWING_VILLAGES = (30, 100, 1_000, 10_000, 100_000, 1_000_000)
GROWING_MONTHS = (12, 36, 120, 360)
GROWING_RUNS = (1, 10, 100, 1_000, 10_000)

type Say = Callable[[str], None]
type Keep = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Plan:
    """How much is measured.

    Attributes
    ----------
    sections : tuple of str
    sizes : tuple of int
        Communities of the jobs `cascade` and `threshold`.
    seconds : float
        Processor seconds that one repetition should last, where runs can be repeated.
    contestants : tuple of Contestant
    peers : Path
        Python that has the peers.
    is_small : bool
        Whether the jobs by turns have their small form.
    """

    sections: tuple[str, ...] = (
        "targets", "village", "cascade", "threshold", "growth", "month", "start",
    )  # fmt: skip
    sizes: tuple[int, ...] = (100_000, 1_000_000)
    seconds: float = 1.0
    contestants: tuple[Contestant, ...] = CONTESTANTS
    peers: Path = PEERS
    is_small: bool = False


QUICK = Plan(
    sections=("targets", "village", "cascade", "threshold"),
    sizes=(2_000,),
    is_small=True,
    seconds=0.05,
    contestants=tuple(one for one in CONTESTANTS if not one.is_slow),
)
"""A minute, to see that all works; its figures are rough."""


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small jobs, no slow peers")
    parser.add_argument("--only", nargs="+", choices=Plan.sections, help="some of the tables")
    parser.add_argument("-o", "--out", type=Path, default=ROOT / "out" / "bench")
    parser.add_argument("--results", type=Path, help="also write the tables to this Markdown file")
    arguments = parser.parse_args()
    plan = QUICK if arguments.quick else Plan()
    if arguments.only:
        plan = replace(plan, sections=tuple(arguments.only))
    arguments.out.mkdir(parents=True, exist_ok=True)

    def keep(results: dict[str, Any]) -> None:
        text = json.dumps(results, indent=1)
        (arguments.out / "bench.json").write_text(text + "\n", encoding="utf-8")

    results = measured(plan, say=lambda line: print(line, file=sys.stderr, flush=True), keep=keep)
    tables = report.tables_of(results)
    (arguments.out / "bench.txt").write_text(report.as_text(results, tables), encoding="utf-8")
    if arguments.results:
        arguments.results.write_text(report.as_markdown(results, tables), encoding="utf-8")
    print(report.as_text(results, tables))


def measured(plan: Plan, *, say: Say, keep: Keep) -> dict[str, Any]:
    """Measure what a plan asks for.

    `say` is told what is being done, and `keep` is given what is known after each table.
    """
    results: dict[str, Any] = {"made": circumstances(plan), "jobs": [], "left_out": []}
    if "targets" in plan.sections:
        results["targets"] = targets.measured(is_small=plan.is_small, peers=plan.peers, say=say)
        results["left_out"].extend(results["targets"]["missing"])
        keep(results)
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("village", "cascade", "threshold"):
            if kind in plan.sections:
                for n_artisans in (VILLAGE,) if kind == "village" else plan.sizes:
                    job = make_job(kind, n_artisans)
                    results["jobs"].append(one_job(job, Path(folder), plan, say))
                    keep(results)
        if "growth" in plan.sections:
            results["growth"] = list(growth(Path(folder), plan, say))
            keep(results)
    if "month" in plan.sections:
        say("a month, phase by phase")
        results["month"] = month.figures(2000)
    if "start" in plan.sections:
        say("starting")
        results["start"] = starts(plan)
    for job in results["jobs"]:
        for row in job["rows"]:
            if "missing" in row and (line := absence(row)) not in results["left_out"]:
                results["left_out"].append(line)
                say(line)
    keep(results)
    return results


def one_job(job: Job, folder: Path, plan: Plan, say: Say) -> dict[str, Any]:
    """Let all contestants do one job."""
    path = folder / "job.npz"
    job.write(path)
    rows = []
    for contestant in plan.contestants:
        if job.kind in contestant.runs:
            say(f"{job.kind} of {job.n_artisans:,}: {contestant.name}")
            if is_too_large(contestant, job.kind, job.n_artisans):
                answer: dict[str, Any] = {"refused": "spared: it would take most of an hour"}
            else:
                answer = ask(contestant, path, plan)
            rows.append(
                {
                    "name": contestant.name,
                    "ran": contestant.runs[job.kind],
                    "needs": contestant.needs,
                }
                | answer
            )
    compare(rows)
    return {
        "kind": job.kind,
        "n_artisans": job.n_artisans,
        "n_months": job.n_months,
        "mean_degree": MEAN_DEGREE[job.kind],
        "n_first_adopters": len(job.first_adopters),
        "rows": rows,
    }


def compare(rows: list[dict[str, Any]]) -> None:
    """Add to each row what a run takes, and how many times as much as one run of three others."""
    for row in rows:
        row["seconds_a_run"] = row["best"] / row["runs"] if "best" in row else None
    for ratio, other in (
        ("to_package", THIS_PACKAGE),
        ("to_kernel", THIS_KERNEL),
        ("to_floor", FLOOR),
    ):
        unit = next((row["seconds_a_run"] for row in rows if row["name"] == other.name), None)
        for row in rows:
            seconds = row["seconds_a_run"]
            row[ratio] = seconds / unit if unit and seconds else None


def ask(
    contestant: Contestant, job: Path, plan: Plan, *, runs: int | None = None
) -> dict[str, Any]:
    """Let one contestant do a job in a process of its own.

    Returns what `child.py` prints; or under "missing" what is not installed, under "refused" why
    the job is not done.
    """
    interpreter = Path(sys.executable) if contestant.needs is None else plan.peers
    if not interpreter.exists():
        return {"missing": contestant.needs}
    command = [str(interpreter), str(HERE / "child.py"), contestant.module, str(job)]
    command += ["--seconds", str(plan.seconds)]
    if runs is not None:
        command += ["--runs", str(runs)]
    try:
        done = subprocess.run(
            command,
            env=os.environ | ONE_THREAD,
            capture_output=True,
            text=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"refused": f"not done after {MOST_SECONDS} s"}
    if done.returncode:
        return {"refused": f"it failed: {done.stderr.strip().splitlines()[-1]}"}
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def absence(row: dict[str, Any]) -> str:
    """Say that a contestant is not there, and what would bring it."""
    if row["needs"] is None:
        return f"{row['name']} is left out: there is no {row['missing']}; install a C compiler"
    return (
        f"{row['name']} is left out: {row['missing']} is not installed; "
        "`make bench-peers` installs it"
    )


def growth(folder: Path, plan: Plan, say: Say) -> Iterator[dict[str, Any]]:
    """Measure how cost and memory of this package grow with artisans, months and runs."""
    path = folder / "growth.npz"
    asked: list[tuple[str, int, int, int | None]] = [
        *(("artisans", n, 36, None) for n in GROWING_VILLAGES),
        *(("months", VILLAGE, n, None) for n in GROWING_MONTHS),
        *(("runs", VILLAGE, 36, n) for n in GROWING_RUNS),
    ]
    for what, n_artisans, n_months, n_runs in asked:
        make_job("village", n_artisans, n_months=n_months).write(path)
        for contestant, model in ((THIS_PACKAGE, "two-state chain"), (WHOLE_MODEL, "whole model")):
            size = f"{n_artisans:,} artisans, {n_months} months, {n_runs or 'some'} runs"
            say(f"growth with {what}: {size}, {model}")
            answer = ask(contestant, path, plan, runs=n_runs)
            row = {"what": what, "model": model, "n_artisans": n_artisans, "n_months": n_months}
            if "best" in answer:
                n_steps = answer["runs"] * n_artisans * n_months
                row |= {
                    "runs": answer["runs"],
                    "ns": answer["best"] / n_steps * 1e9,
                    "seconds_a_run": answer["best"] / answer["runs"],
                    "peak_mib": answer["peak_mib"],
                }
            yield row | {key: answer[key] for key in ("refused", "missing") if key in answer}


def starts(plan: Plan) -> dict[str, float]:
    """Measure starting: this package's commands, and importing each peer that is there."""
    found = start.commands() | {"import mesa": start.import_of("mesa", sys.executable)}
    for module in start.PEERS if plan.peers.exists() else ():
        try:
            found[f"import {module}"] = start.import_of(module, str(plan.peers))
        except subprocess.CalledProcessError:
            continue
    return found


def circumstances(plan: Plan) -> dict[str, Any]:
    """Tell on what, when and with which versions it is measured."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": _said(["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"]),
        "system": platform.system(),
        "processor": _processor(),
        "n_processors": os.cpu_count(),
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "python": platform.python_version(),
        "package": diffusion.__name__,
        "seconds": plan.seconds,
        "peers_installed": plan.peers.exists(),
    }


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if not information.exists():
        return platform.processor() or platform.machine()
    said = dict(
        (part.strip() for part in line.split(":", 1))
        for line in information.read_text(encoding="utf-8").splitlines()
        if ":" in line
    )
    described = said.get("model name", platform.machine())
    if "cpu family" in said:
        described += f" (family {said['cpu family']}, model {said['model']})"
    return described


def _said(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


if __name__ == "__main__":
    main()
