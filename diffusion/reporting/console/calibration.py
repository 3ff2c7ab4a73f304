"""Tells people what a calibration will take, and what it found."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from diffusion.calibration.calibrated import Calibration
from diffusion.i18n.words import Words
from diffusion.reporting.calibration import moving, said_of, tell, verdict_shares
from diffusion.reporting.console.layout import headed
from diffusion.reporting.console.sweep import duration
from diffusion.reporting.terminal import out, print_json
from diffusion.results.outcome import CAVEAT

if TYPE_CHECKING:
    from diffusion.calibration.plan import Estimate, Plan


def print_calibration_plan(
    plan: "Plan", estimate: "Estimate", say: Words, *, as_json: bool
) -> None:
    """Say how many points a calibration tries, and how long that takes."""
    job = plan.job
    sizes = {
        "points": plan.n_points,
        "points_of_search": plan.n_points_of_search,
        "runs": job.file.runs,
        "histories": len(job.histories.all),
        "numbers": len(job.space),
        "patterns": len(job.file.pattern),
    }
    if as_json:
        print_json(sizes | asdict(estimate))
        return
    out.print(job.file.title)
    out.print_indented(
        say(
            "calibrated.plan",
            n=say.number(plan.n_points, 0),
            n_search=say.number(plan.n_points_of_search, 0),
            n_runs=job.file.runs,
            n_histories=len(job.histories.all),
            n_axes=len(job.space),
            n_patterns=len(job.file.pattern),
        )
    )
    out.print(
        say(
            "calibrated.takes",
            time=duration(estimate.seconds, say),
            search=duration(estimate.seconds_of_search, say),
            n=estimate.n_processors,
        )
    )


def print_calibration(calibration: Calibration, say: Words, *, as_json: bool) -> None:
    """Say how many points show the patterns, and what else was found."""
    if as_json:
        print_json(tell(calibration) | {"caveat": CAVEAT})
        return
    first, *others = said_of(calibration, say)
    out.print_indented(first)
    keys = ("pattern", "pass", "partly", "fail", "not_measured", "r2", "default", "ensemble")
    table = headed(say, *(say(f"calibrated.{key}") for key in keys))
    for row in calibration.patterns().to_dict("records"):
        r2 = row["emulator_r2"]
        table.add_row(
            str(row["pattern"]),
            *verdict_shares(row, say),
            say.formatted(r2, ".2f") if r2 == r2 else "",
            _brief(row["default"], say),
            _span(row, say),
        )
    out.print("", table, "")
    for line in others:
        out.print_indented(line)
    out.print(f"\n{say('calibrated.moving')} ({say('calibrated.correlation')})")
    for name, numbers in moving(calibration, say).items():
        if numbers:
            out.print_indented(f"  {say('calibrated.moves', name=name, numbers=numbers)}")


def _span(row: dict[Any, Any], say: Words) -> str:
    """Write the interval of the ensemble; nothing where there is none."""
    low, high = row["ensemble_low"], row["ensemble_high"]
    return say.span(_brief(low, say), _brief(high, say)) if low == low else ""


def _brief(value: float, say: Words) -> str:
    """Write a number with two figures, and a large one in full."""
    return say.formatted(value, ".2g" if abs(value) < 100 else ",.0f")
