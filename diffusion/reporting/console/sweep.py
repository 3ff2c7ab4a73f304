"""Tells people what a sweep will take, what it found, and whether it agrees with itself."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from diffusion.i18n.messages import message_in
from diffusion.i18n.words import Words
from diffusion.reporting.sweep import indices_of, leaders_of, said_of
from diffusion.reporting.swept_over import print_over, tell_over
from diffusion.reporting.terminal import note, out, print_json
from diffusion.results.outcome import CAVEAT

if TYPE_CHECKING:
    from diffusion.sweeps.plan import Plan
    from diffusion.sweeps.read import Sweep
    from diffusion.sweeps.run import Estimate
    from diffusion.sweeps.verify import Agreement

_MOST_FAILURES = 10
"""Failures that are shown; the table has them all."""


def print_plan(plan: "Plan", estimate: "Estimate", say: Words, *, as_json: bool) -> None:
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
        out.print(f"  {say.number(number, 0):>12}  {say(f'swept.{name}')}")
    size = say.number(max(0.1, estimate.megabytes))
    time = duration(estimate.seconds, say)
    out.print(say("swept.takes", time=time, n=estimate.n_processors, size=size))
    for warning in plan.warnings:
        note(say("told.warning", said=message_in(say.language, warning)))


def print_sweep(sweep: "Sweep", say: Words, asked: Sequence[str] = (), *, as_json: bool) -> int:
    """Say what a sweep has found of the outcomes asked for; return the number of its failures."""
    failures = sweep.failures()
    n_rows = sweep.n_rows
    if as_json:
        listed = failures.astype(object).where(failures.notna(), None)
        content = {"rows": n_rows, "columns": sweep.dataset().schema.names}
        content |= (
            {"over_points": tell_over(sweep, asked)}
            if sweep.is_over
            else {"leaders": leaders_of(sweep, asked), "indices": indices_of(sweep, asked)}
        )
        print_json(content | {"failures": listed.to_dict("records"), "caveat": CAVEAT})
        return len(failures)
    n_runs = n_rows - len(sweep.failed_rows())
    out.print(say("swept.table", n=say.number(n_runs, 0), file=sweep.table_name))
    if len(failures):
        key = "swept.failed_once" if len(failures) == 1 else "swept.failed"
        out.print(say(key, n=say.number(len(failures), 0)))
        for row in failures.head(_MOST_FAILURES).itertuples():
            message = str(row.error).removeprefix(f"point {row.point}: ")
            said = message_in(say.language, message)
            out.print(f"  {say('swept.point', n=row.point, said=said)}")
        if len(failures) > _MOST_FAILURES:
            more = say("swept.more", n=say.number(len(failures) - _MOST_FAILURES, 0))
            out.print(f"  {more}")
    if sweep.is_over:
        print_over(sweep, say, asked)
        return len(failures)
    for line in said_of(sweep, say, asked):
        out.print_indented(line)
    return len(failures)


def print_agreement(agreement: "Agreement", say: Words, *, as_json: bool) -> None:
    """Say whether a sample that was run again is what the table holds."""
    if as_json:
        print_json(asdict(agreement) | {"agrees": agreement.agrees})
        return
    key = "swept.agree" if agreement.agrees else "swept.disagree"
    n_rows = say.number(agreement.n_rows, 0)
    out.print(say(key, n_rows=n_rows, n_parts=agreement.n_parts))
    for line in agreement.differences:
        out.print(f"  {message_in(say.language, line)}")


def duration(seconds: float, say: Words) -> str:
    """Write a time for people: 12 s, 5 min, 3 h."""
    if seconds < 120:
        return say("swept.seconds", n=max(1, round(seconds)))
    if seconds < 7200:
        return say("swept.minutes", n=round(seconds / 60))
    return say("swept.hours", n=round(seconds / 3600))
