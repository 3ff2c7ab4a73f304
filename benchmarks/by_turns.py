"""Time a job in two or more checkouts by turns, and tell how they compare.

A machine that others use is faster in one minute than in the next. Each checkout therefore does
the job once in every turn, one right after the other, and what is told is the median of the
ratios within a turn, with the middle half of them; beside it processor seconds. For example

    python benchmarks/by_turns.py month old=../v0.1.0=../v0.1.0/.venv/bin/python new=.=python

The jobs: month, 300 histories of each programme of Senik by `simulate`; village, the two-state
chain of `chain.py` by `simulate`; cascade and threshold, those of `chain.py`, steps alone; compare
and start, `diffusion compare senik` of 1,000 and of 20 runs, from start to end; setup, an
environment made by `make` and the first command in it, which needs a package index or what pip has
stored. The others stand in `work.py`, and in `targets.py`, which measures them all.

The first named is the one to which the others are compared, and all take Senik from its folder
`models`: name 0.1.0 first, because its files can be read by all. A checkout takes another folder of
a model if one is named after its Python, as in new=.=python=models/senik; then what is compared
are two models too. A checkout keeps its compiled kernels where it always does; the first turn is
not counted, because it may compile.
"""

import argparse
import contextlib
import math
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from measure import command_seconds, peak_mib
from work import MODEL, WORK

COMMANDS = {
    "compare": ("compare", "--runs", "1000"),
    "start": ("compare", "--runs", "20"),
}
"""Jobs that are commands of the package, from start to end; the model comes after them."""

SET_UP = "setup"
"""The job of making the environment by `make`, from a copy of the sources, and then `start`."""

AGAIN, PEAK = "again\n", "peak\n"
"""What a process is asked for: to do its job again, or the most memory that it has held."""


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
    parser.add_argument("job", choices=(*WORK, *COMMANDS, SET_UP), help="what is timed")
    parser.add_argument("checkouts", nargs="*", metavar="NAME=FOLDER=PYTHON[=MODEL]")
    parser.add_argument("--turns", type=int, default=15)
    parser.add_argument("--small", action="store_true", help="a small form of the job, to try it")
    parser.add_argument("--answer", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.answer:
        answer(arguments.job, is_small=arguments.small)
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
    return in_turns([(job, one) for one in checkouts], n_turns)[0]


def in_turns(
    asked_for: list[tuple[str, Checkout]], n_turns: int, *, is_small: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Time some jobs, each once in every turn; the first turn is not counted: it may compile.

    Returns processor seconds [turn, job], and the most memory that each has held in its process,
    MiB [job]; NaN for a command.
    """
    with contextlib.ExitStack() as stack:
        timed = [
            command_of(checkout, job, is_small=is_small)
            if job in COMMANDS
            else set_up_of(checkout)
            if job == SET_UP
            else stack.enter_context(asked(checkout, job, is_small=is_small))
            for job, checkout in asked_for
        ]
        for (job, _), one in zip(asked_for, timed, strict=True):
            if job != SET_UP:
                one(AGAIN)
        seconds = []
        for turn in range(1, n_turns + 1):
            seconds.append([one(AGAIN) for one in timed])
            print(f"turn {turn}", *(f"{one:.4f}" for one in seconds[-1]), file=sys.stderr)
        return np.array(seconds), np.array([one(PEAK) for one in timed])


def command_of(checkout: Checkout, job: str, *, is_small: bool) -> Callable[[str], float]:
    """Give what times a command of a checkout; of its memory nothing is known."""
    words = ["20" if is_small and word == "1000" else word for word in COMMANDS[job]]
    # -P: the folder in which this is called does not come before the checkout's.
    command = [checkout.python, "-P", "-m", "diffusion.cli", *words, checkout.model]

    def once(what: str) -> float:
        return math.nan if what == PEAK else command_seconds(command, changes=checkout.changes)

    return once


def set_up_of(checkout: Checkout) -> Callable[[str], float]:
    """Give what times setting up a copy of a checkout, and the first command in it."""

    def once(what: str) -> float:
        if what == PEAK:
            return math.nan
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "copy"
            made = shutil.ignore_patterns(".venv*", "out", ".git", "__pycache__", ".*_cache")
            shutil.copytree(checkout.folder, copy, ignore=made)
            command = [str(copy / ".venv" / "bin" / "diffusion"), *COMMANDS["start"]]
            changes = {"NUMBA_CACHE_DIR": "", "PYTHONPATH": ""}
            try:
                making = command_seconds(["make", "-C", str(copy), ".venv/ready"], changes=changes)
            except subprocess.CalledProcessError as error:
                last = (error.stderr.decode().strip().splitlines() or [""])[-1]
                raise RuntimeError(f"{checkout.name} could not be set up: {last}") from None
            return making + command_seconds([*command, checkout.model], changes=changes)

    return once


@contextlib.contextmanager
def asked(checkout: Checkout, job: str, *, is_small: bool) -> Iterator[Callable[[str], float]]:
    """Give what asks a process of a checkout for a job, which answers its seconds or its peak."""
    command = [checkout.python, str(Path(__file__).resolve()), job, "--answer"]
    with subprocess.Popen(
        [*command, "--small"] if is_small else command,
        env=os.environ | checkout.changes,
        cwd=checkout.folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        say, told = process.stdin, process.stdout

        def once(what: str) -> float:
            say.write(what)
            say.flush()
            line = told.readline()
            if not line:
                raise RuntimeError(f"{checkout.name}: the job {job} failed; see above")
            return float(line)

        yield once
        say.close()


def answer(job: str, *, is_small: bool) -> None:
    """Do a job for each line that comes in, and answer its processor seconds; or tell the peak."""
    once = WORK[job](is_small)
    for line in sys.stdin:
        print(peak_mib() if line == PEAK else once(), flush=True)


if __name__ == "__main__":
    main()
