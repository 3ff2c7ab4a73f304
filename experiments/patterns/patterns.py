"""The patterns, read from the file by which the model is calibrated, and how they are told."""

from dataclasses import dataclass

import numpy as np
from histories import Values

from diffusion.calibration.job import Job
from diffusion.calibration.judge import VERDICTS
from diffusion.calibration.patterns import Pattern
from diffusion.calibration.plan import plan_calibration

NOT_MEASURED = VERDICTS[-1]


@dataclass(frozen=True, slots=True)
class Told:
    """How a measure is told: in words, and as `start + times * value`."""

    measure: str
    start: float = 0.0
    times: float = 1.0

    def of[T: (float, Values)](self, value: T) -> T:
        """Tell a value, or many."""
        return self.start + self.times * value

    def ends(self, of: tuple[float, float]) -> tuple[float, float]:
        """Tell the ends of a range."""
        low, high = sorted(self.of(end) for end in of)
        return low, high


TOLD = {
    "P1a": Told("trained for each one invited, at the report"),
    "P1b": Told("members among the trained, share of them, at the report"),
    "P2a": Told("self-reliance, mean of the four functions, at the report"),
    "P2b": Told("self-reliance with agencies, at the report"),
    "P2c": Told("self-reliance with markets, at the report"),
    "P2d": Told(
        "self-reliance with agencies and markets less that in meetings and books, at the report"
    ),
    "P3": Told("administration, 0 to 1, at the report"),
    "P4": Told("campaign alone: adopters' gain in pottery income, months 13 to 36"),
    "P5a": Told("campaign alone: share who know of it, month 36", 1.0, -1.0),
    "P5b": Told("campaign alone: share of lasting adopters, month 36"),
    "P6a": Told("Senik sequence: adopters' gain in pottery income, months 13 to 36 with a buyer"),
    "P6b": Told(
        "training and visit alone, no buyer: pottery income of the trained above that of the "
        "untrained, months 13 to 36"
    ),
    "P7a": Told("Senik sequence: most adopters at one time, share of people"),
    "P7b": Told("Senik sequence: share of adopters, month 75, where it took off"),
    "P7c": Told(
        "Senik sequence: change from the most adopters to month 75, where it took off", -1.0
    ),
    "P7d": Told(
        "Senik sequence: share of runs in which 8 of 30 use it together, a fifth fewer at month "
        "75, and at most a quarter of the potters"
    ),
}
"""What each pattern of the file measures, in words. P5a is told as who knows of it, where the file
has who does not; P7c as the change from the most adopters, where it has what is left of them."""


def job_of_senik() -> Job:
    """Read the patterns of Senik, models/senik/patterns.toml, and what they ask for."""
    job = plan_calibration("senik", "patterns.toml").job
    if [one.name for one in job.file.pattern] != [*TOLD]:
        raise AssertionError("the patterns of the file are not those that are told here")
    return job


def verdict(pattern: Pattern, values: Values, *, least_runs: float) -> str:
    """Say pass, partly, fail or that there is too little to measure, of some runs."""
    is_there = ~np.isnan(values)
    if is_there.mean() < least_runs:
        return NOT_MEASURED
    value = values[is_there].mean()
    for name, (low, high) in zip(VERDICTS, (pattern.passes, pattern.partly), strict=False):
        if low <= value <= high:
            return name
    return VERDICTS[2]
