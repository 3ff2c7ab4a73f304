"""The jobs that this build is to do faster than 0.1.0: both by turns, with CyNetDiff where it can.

Each row of the table is a job of `by_turns.py`. Whoever takes part does it once in every turn, one
right after the other; told are medians, and of the ratios within a turn the median and the middle
half. What is not installed is named. `bench.py` calls it.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from by_turns import SET_UP, Checkout, in_turns

ROOT = Path(__file__).parent.parent
COMMIT = "c111bc1"
"""What 0.1.0 is; `make bench-release` installs it."""

RELEASE = ROOT / ".venv-0.1.0"
"""Its environment; its files are in the folder `source` of it."""

NOT_THERE = {
    "0.1.0": f"0.1.0 is left out: {RELEASE.name} is not there; `make bench-release` makes it from "
    f"commit {COMMIT}, with that commit's own lock file (it needs git and a package index)",
    "CyNetDiff": "CyNetDiff is left out of the targets: it is not installed; `make bench-peers` "
    "installs it",
}

THIS, OLD, PEER = "this build", "0.1.0", "CyNetDiff"


@dataclass(frozen=True)
class Limit:
    """What a row must reach.

    Attributes
    ----------
    of : str
        "seconds" or "MiB" of this build; "times as fast" as another, or "as dear" as it: the
        median of the ratios within a turn.
    bound : float
        The least for "times as fast", the most for all others.
    other : str
        With whom it is compared.
    """

    of: str
    bound: float
    other: str = OLD

    def is_kept(self, value: float) -> bool:
        """Tell whether a value is within the bound."""
        return value >= self.bound if self.of == "times as fast" else value <= self.bound

    def __str__(self) -> str:
        match self.of:
            case "times as fast":
                return f"at least {self.bound:g} times as fast as {self.other}"
            case "as dear":
                return f"at most {self.bound:g} of {self.other}"
            case _:
                return f"at most {self.bound:g} {self.of}"


@dataclass(frozen=True)
class Target:
    """One row: a job, who does it, and what it must reach.

    `jobs` are those of `by_turns.py` by who does them; `turns` are those of a full bench.
    """

    title: str
    jobs: dict[str, str]
    limits: tuple[Limit, ...]
    turns: int = 7


def _of_both(job: str) -> dict[str, str]:
    return {THIS: job, OLD: job}


def _of_all(job: str) -> dict[str, str]:
    return _of_both(job) | {PEER: job}


KERNEL = "its kernel"

TARGETS = (
    Target(
        "first moments of Senik, 1,000 replicates",
        _of_both("first_moment"),
        (Limit("times as fast", 8),),
    ),
    Target(
        "`simulate`, one programme of Senik, 10,000 runs",
        _of_both("simulate"),
        (Limit("times as fast", 1.6),),
        turns=5,
    ),
    Target(
        "the full month: 300 runs of each of eight programmes",
        _of_both("month"),
        (Limit("times as fast", 1.15),),
    ),
    Target("`compare --runs 1000`, warm", _of_both("compare"), (Limit("as dear", 0.85),)),
    Target(
        "set-up by `make` and the first command",
        _of_both(SET_UP),
        (Limit("as dear", 1.1),),
        turns=1,
    ),
    Target(
        "cascade, a million artisans: read and one run",
        _of_all("read_cascade"),
        (Limit("seconds", 0.30), Limit("as dear", 1.0, PEER), Limit("MiB", 350)),
        turns=5,
    ),
    Target(
        "threshold, a million artisans: read and one run",
        _of_all("read_threshold"),
        (Limit("seconds", 0.80), Limit("as dear", 1.0, PEER), Limit("MiB", 350)),
        turns=5,
    ),
    Target(
        "the cascade once more, by `simulate` and by its kernel",
        {THIS: "further_cascade", KERNEL: "kernel_cascade"},
        (Limit("as dear", 1.3, KERNEL),),
        turns=9,
    ),
    Target(
        "a sweep: 1,000 points, 50 runs, 3 programmes",
        _of_both("sweep"),
        (Limit("times as fast", 2.5),),
        turns=3,
    ),
    Target(
        "the whole model, a million artisans, one run of 36 months",
        _of_both("whole"),
        (Limit("seconds", 15), Limit("MiB", 600)),
        turns=3,
    ),
)


def measured(
    *, is_small: bool, peers: Path, say: Callable[[str], None], release: Path = RELEASE
) -> dict[str, Any]:
    """Measure all rows; `peers` is the Python that has CyNetDiff."""
    there = checkouts(peers, release)
    missing = [line for name, line in NOT_THERE.items() if name not in there]
    rows = []
    for target in TARGETS:
        say(f"by turns: {target.title}")
        if is_small and SET_UP in target.jobs.values():
            rows.append({"title": target.title, "failed": "it takes minutes"})
            continue
        doing = {who: job for who, job in target.jobs.items() if who in there}
        try:
            seconds, peak = in_turns(
                [(job, there[who]) for who, job in doing.items()],
                2 if is_small else target.turns,
                is_small=is_small,
            )
        except (RuntimeError, OSError) as error:
            rows.append({"title": target.title, "failed": str(error)})
            continue
        rows.append(row_of(target, [*doing], seconds, peak, is_small=is_small))
    return {"rows": rows, "missing": missing, "is_small": is_small}


def checkouts(peers: Path, release: Path) -> dict[str, Checkout]:
    """Find who can take part; all read the model folder of 0.1.0."""
    source = release / "source"
    is_there = (release / "ready").exists()
    folder = source if is_there else ROOT / "tests" / "files"  # a copy that is kept for tests
    model = str(folder / "models" / "senik")
    there = {
        THIS: Checkout(THIS, str(ROOT), sys.executable, model),
        KERNEL: Checkout(KERNEL, str(ROOT), sys.executable, model),
    }
    if is_there:
        old = release / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        there[OLD] = Checkout(OLD, str(source), str(old), model)
    if peers.exists():
        there[PEER] = Checkout(PEER, str(ROOT), str(peers), model)
    return there


def row_of(
    target: Target, who: Sequence[str], seconds: np.ndarray, peak: np.ndarray, *, is_small: bool
) -> dict[str, Any]:
    """Sum up one row: seconds [turn, who] and peaks [who] become medians, ratios and verdicts.

    Of a small form nothing is judged.
    """
    place = {name: column for column, name in enumerate(who)}
    own = seconds[:, place[THIS]]
    ratios = {
        name: quartiles(own / seconds[:, column]) for name, column in place.items() if name != THIS
    }
    limits = []
    for limit in target.limits:
        value = value_of(limit, own, ratios, float(peak[place[THIS]]))
        kept = None if value is None or is_small else limit.is_kept(value)
        limits.append({"said": str(limit), "value": value, "kept": kept})
    return {
        "title": target.title,
        "who": list(who),
        "seconds": seconds.tolist(),
        "median": np.median(seconds, axis=0).tolist(),
        "peak_mib": [None if np.isnan(one) else one for one in peak.tolist()],
        "ratios": ratios,
        "limits": limits,
    }


def value_of(
    limit: Limit, own: np.ndarray, ratios: dict[str, tuple[float, ...]], peak: float
) -> float | None:
    """Find what is compared with a limit; None where the other is not there."""
    match limit.of:
        case "seconds":
            return float(np.median(own))
        case "MiB":
            return peak
    if limit.other not in ratios:
        return None
    ratio = ratios[limit.other][1]
    return 1 / ratio if limit.of == "times as fast" else ratio


def quartiles(ratios: np.ndarray) -> tuple[float, ...]:
    """Lower quarter, median and upper quarter of the ratios of the turns."""
    return tuple(np.quantile(ratios, (0.25, 0.5, 0.75)).tolist())


def lines_of(results: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """Make the lines of the table."""
    for row in results["rows"]:
        if "failed" in row:
            yield (row["title"], *[""] * 4, f"not done: {row['failed']}")
            continue
        times = "; ".join(
            f"{who} {seconds:.4g} s" for who, seconds in zip(row["who"], row["median"], strict=True)
        )
        ratios = "; ".join(
            f"to {who} {middle:.3g} ({low:.3g} to {high:.3g})"
            for who, (low, middle, high) in row["ratios"].items()
        )
        peaks = "; ".join(
            f"{who} {peak:,.0f}"
            for who, peak in zip(row["who"], row["peak_mib"], strict=True)
            if peak is not None
        )
        limits = "; ".join(one["said"] for one in row["limits"])
        reached = "; ".join(map(_verdict, row["limits"]))
        yield row["title"], times, ratios, peaks, limits, reached


def _verdict(limit: dict[str, Any]) -> str:
    if limit["value"] is None:
        return "not known"
    kept = {None: "", True: "reached: ", False: "not reached: "}[limit["kept"]]
    return f"{kept}{limit['value']:.3g}"
