"""Time a job in two or more checkouts by turns, and tell how they compare.

A machine that others use is faster in one minute than in the next. Each checkout therefore does
the job once in every turn, one right after the other, and what is told is the median of the
ratios within a turn, with the middle half of them; beside it processor seconds. For example

    python benchmarks/by_turns.py month old=../v0.1.0=../v0.1.0/.venv/bin/python new=.=python

The jobs: month, 300 histories of each programme of Senik by `simulate`; village, the two-state
chain of `chain.py` by `simulate`; cascade and threshold, those of `chain.py`, steps alone; compare
and start, `diffusion compare senik` of 1,000 and of 20 runs, from start to end.

The first named is the one to which the others are compared, and all take Senik from its folder
`models`: name 0.1.0 first, because its files can be read by all. A checkout takes another folder of
a model if one is named after its Python, as in new=.=python=models/senik; then what is compared
are two models too. A checkout keeps its compiled kernels where it always does; the first turn is
not counted, because it may compile.
"""

import argparse
import contextlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from measure import command_seconds, seconds_of

COMMANDS = {
    "compare": ("compare", "--runs", "1000"),
    "start": ("compare", "--runs", "20"),
}
"""Jobs that are commands of the package, from start to end; the model comes after them."""

MODEL = "SENIK_OF_ALL"
"""Variable that says where the folder of the model is that a checkout reads."""

VILLAGE_RUNS = 4000


class Checkout(NamedTuple):
    """A folder with the sources, the Python that has what they need, and the model's folder."""

    name: str
    folder: str
    python: str
    model: str

    @property
    def changes(self) -> dict[str, str]:
        """Variables by which that Python finds these sources first, and keeps their byte code."""
        return {"PYTHONPATH": self.folder, "PYTHONDONTWRITEBYTECODE": "", MODEL: self.model}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("job", choices=(*WORK, *COMMANDS), help="what is timed")
    parser.add_argument("checkouts", nargs="*", metavar="NAME=FOLDER=PYTHON[=MODEL]")
    parser.add_argument("--turns", type=int, default=15)
    parser.add_argument("--answer", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.answer:
        answer(arguments.job)
        return
    checkouts = [checkout_of(said) for said in arguments.checkouts]
    if len(checkouts) < 2 or arguments.turns < 1:
        parser.error("expected at least two checkouts NAME=FOLDER=PYTHON[=MODEL], and one turn")
    usual = checkouts[0].model or str(Path(checkouts[0].folder) / "models" / "senik")
    checkouts = [one._replace(model=one.model or usual) for one in checkouts]
    seconds = by_turns(arguments.job, checkouts, arguments.turns)
    print(f"{arguments.job}: processor seconds, and ratio to {checkouts[0].name}")
    print(
        f"{'':12}{'median':>10}{'least':>10}{'ratio':>10}   middle half of {arguments.turns} turns"
    )
    for checkout, column in zip(checkouts, seconds.T, strict=True):
        low, ratio, high = np.quantile(column / seconds[:, 0], (0.25, 0.5, 0.75))
        figures = f"{np.median(column):10.4f}{column.min():10.4f}{ratio:10.3f}"
        print(f"{checkout.name:12}{figures}   {low:.3f} to {high:.3f}")


def checkout_of(said: str) -> Checkout:
    """Read NAME=FOLDER=PYTHON[=MODEL]; without a model it is empty."""
    parts = said.split("=")
    if len(parts) not in (3, 4) or not all(parts):
        sys.exit(f"expected NAME=FOLDER=PYTHON[=MODEL], found {said}")
    name, folder, python = parts[:3]
    model = str(Path(parts[3]).resolve()) if len(parts) == 4 else ""
    if model and not (Path(model) / "community.toml").is_file():
        sys.exit(f"expected the folder of a model with community.toml, found {parts[3]}")
    if not (Path(folder) / "diffusion").is_dir():
        sys.exit(f"expected a checkout with the folder diffusion, found {folder}")
    # A Python of an environment is a link: it is not followed, and a bare name is looked up.
    python = python if os.sep not in python else os.path.abspath(python)  # noqa: PTH100
    return Checkout(name, str(Path(folder).resolve()), python, model)


def by_turns(job: str, checkouts: list[Checkout], n_turns: int) -> np.ndarray:
    """Processor seconds [turn, checkout] of a job, each checkout once in every turn."""
    with contextlib.ExitStack() as stack:
        timed = [
            command_of(checkout, job)
            if job in COMMANDS
            else stack.enter_context(asked(checkout, job))
            for checkout in checkouts
        ]
        for one in timed:
            one()  # may compile
        seconds = []
        for turn in range(1, n_turns + 1):
            seconds.append([one() for one in timed])
            print(f"turn {turn}", *(f"{one:.4f}" for one in seconds[-1]), file=sys.stderr)
        return np.array(seconds)


def command_of(checkout: Checkout, job: str) -> Callable[[], float]:
    """Give what times a command of a checkout."""
    # -P: the folder in which this is called does not come before the checkout's.
    command = [checkout.python, "-P", "-m", "diffusion.cli", *COMMANDS[job], checkout.model]
    return lambda: command_seconds(command, changes=checkout.changes)


@contextlib.contextmanager
def asked(checkout: Checkout, job: str):
    """Give what asks a process of a checkout to do a job once, and answers its seconds."""
    command = [checkout.python, str(Path(__file__).resolve()), job, "--answer"]
    with subprocess.Popen(
        command,
        env=os.environ | checkout.changes,
        cwd=checkout.folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:

        def once() -> float:
            process.stdin.write("again\n")
            process.stdin.flush()
            line = process.stdout.readline()
            if not line:
                sys.exit(f"{checkout.name}: the job {job} failed; its message stands above")
            return float(line)

        yield once
        process.stdin.close()


def answer(job: str) -> None:
    """Do a job for each line that comes in, and answer its processor seconds."""
    work = WORK[job]()
    for _ in sys.stdin:
        print(work(), flush=True)


# What each job is, in words that 0.1.0 understands too.


def month() -> Callable[[], float]:
    """Simulate 300 histories of 36 months of each programme of Senik on one thread."""
    import diffusion

    senik = diffusion.load(os.environ[MODEL])
    programmes = list(senik.programmes)
    simulate = getattr(diffusion, "simulate_all", diffusion.simulate)
    return lambda: seconds_of(lambda: simulate(senik, programmes, n_runs=300, n_threads=1))


def village() -> Callable[[], float]:
    """Simulate the two-state chain in the village of 200 of `chain.py` on one thread."""
    import diffusion

    chain = of_this_checkout()
    community, parameters = chain.drawn_village(), chain.numbers()
    return lambda: seconds_of(
        lambda: diffusion.simulate(
            community, "none", parameters=parameters, n_runs=VILLAGE_RUNS,
            n_months=chain.VILLAGE_MONTHS, n_threads=1,
        )
    )  # fmt: skip


def large(name: str) -> Callable[[], Callable[[], float]]:
    """Give what times a job of `chain.py` among a million artisans, steps alone."""

    def begin() -> Callable[[], float]:
        chain = of_this_checkout()
        luck = chain.generator(1)
        hubs = chain.newcomers(N_LARGE, 5, luck)
        ring = chain.rewired_ring(N_LARGE, 10, luck)
        clusters = (np.arange(0, N_LARGE, 10_000)[:, None] + np.arange(10)).ravel()
        cases = {
            "cascade": (hubs, np.arange(0, N_LARGE, 1000) + 500, *CASCADE),
            "threshold": (ring, clusters, *THRESHOLD),
        }
        ends, first_adopters, sections, n_months = cases[name]

        def once() -> float:
            with contextlib.redirect_stdout(io.StringIO()) as said:
                chain.large_run(name, ends, first_adopters, sections, n_months=n_months)
            return float(re.findall(r"([\d.]+) ms a run", said.getvalue())[0]) / 1000

        return once

    return begin


N_LARGE = 1_000_000
CASCADE = (
    {
        "exposure": {"normalisation": "sum", "memory": "flow", "response": "linear"},
        "decision": {"alpha": 0.0, "beta": -float(np.log(0.9))},  # noqa: TID251
    },
    60,
)
THRESHOLD = (
    {
        "exposure": {"response": "threshold", "threshold": 0.18},
        "decision": {"alpha": 0.0, "beta": 100.0},
    },
    200,
)


def of_this_checkout():
    """Import the `chain.py` of the checkout in whose folder this process runs."""
    sys.path.insert(0, str(Path.cwd() / "benchmarks"))
    for name in ("measure", "jobs"):
        sys.modules.pop(name, None)
    import chain

    return chain


WORK = {
    "month": month,
    "village": village,
    "cascade": large("cascade"),
    "threshold": large("threshold"),
}
"""Jobs that a process does again and again."""

if __name__ == "__main__":
    main()
