"""Tells people what a sweep will take, what it found, and whether it agrees with itself."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from diffusion.reporting.terminal import note, out, print_json
from diffusion.results.outcome import CAVEAT

if TYPE_CHECKING:
    from diffusion.sweeps.plan import Plan
    from diffusion.sweeps.read import Sweep
    from diffusion.sweeps.run import Estimate
    from diffusion.sweeps.verify import Agreement

_MOST_FAILURES = 10
"""Failures that are shown; the table has them all."""


def print_plan(plan: "Plan", estimate: "Estimate", *, as_json: bool) -> None:
    """Say how large a sweep is and what it will take."""
    job = plan.job
    sizes = {
        "points": job.n_points,
        "strategies": len(job.inputs.programmes),
        "budgets": len(job.design.budgets),
        "replicates": job.design.replicates,
        "runs": job.n_runs,
        "parts": job.n_parts,
    }
    if as_json:
        print_json(sizes | asdict(estimate) | {"warnings": list(plan.warnings)})
        return
    out.print(job.design.title)
    for name, number in sizes.items():
        out.print(f"  {number:>12,}  {name}")
    out.print(
        f"On this machine about {duration(estimate.seconds)} with {estimate.n_processors} "
        f"workers, and {max(0.1, estimate.megabytes):.1f} MB."
    )
    for warning in plan.warnings:
        note(f"warning: {warning}")


def print_sweep(sweep: "Sweep", *, as_json: bool) -> int:
    """Say what a sweep has found; return the number of its failures."""
    failures = sweep.failures()
    n_rows = sweep.n_rows
    if as_json:
        listed = failures.astype(object).where(failures.notna(), None)
        content = {"rows": n_rows, "columns": sweep.dataset().schema.names}
        print_json(content | {"failures": listed.to_dict("records"), "caveat": CAVEAT})
        return len(failures)
    n_runs = n_rows - len(sweep.failed_rows())
    out.print(f"{n_runs:,} runs in {sweep.table_name}: one row each ({CAVEAT})")
    if len(failures):
        times = "Once" if len(failures) == 1 else f"{len(failures):,} times"
        out.print(f"{times} there was nothing to run:")
        for row in failures.head(_MOST_FAILURES).itertuples():
            message = str(row.error).removeprefix(f"point {row.point}: ")
            out.print(f"  point {row.point}: {message}")
        if len(failures) > _MOST_FAILURES:
            out.print(f"  and {len(failures) - _MOST_FAILURES:,} more")
    return len(failures)


def print_agreement(agreement: "Agreement", *, as_json: bool) -> None:
    """Say whether a sample that was run again is what the table holds."""
    if as_json:
        print_json(asdict(agreement) | {"agrees": agreement.agrees})
        return
    verdict = "agree" if agreement.agrees else "do not agree"
    out.print(f"{agreement.n_rows:,} rows of {agreement.n_parts} parts, run again, {verdict}.")
    for line in agreement.differences:
        out.print(f"  {line}")


def duration(seconds: float) -> str:
    """Write a time for people: 12 s, 5 min, 3 h."""
    if seconds < 120:
        return f"{max(1, round(seconds))} s"
    if seconds < 7200:
        return f"{round(seconds / 60)} min"
    return f"{round(seconds / 3600)} h"
