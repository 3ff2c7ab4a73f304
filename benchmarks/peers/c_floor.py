"""The floor: the same jobs in C, compiled for this processor when they are first wanted."""

import ctypes
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from jobs import PASSED_ON, Job
from numpy.typing import NDArray

from peers import CannotRunError, filled

SOURCE = Path(__file__).with_name("floor.c")
LANES, ROOM, MOST_PEOPLE = 64, 16, 255
"""Runs that the village lives side by side, chances of an artisan, and people it can count."""


def compiler() -> str | None:
    """Find the C compiler of this machine: what CC names, or the first of the usual names."""
    names = [os.environ.get("CC", ""), "cc", "gcc", "clang"]
    return next((path for name in names if name and (path := shutil.which(name))), None)


def compiled() -> ctypes.CDLL:
    """Compile the C file into a folder that is gone at once, and load it.

    Raises
    ------
    ModuleNotFoundError
        If there is no C compiler.
    CannotRunError
        If it refuses the file.
    """
    cc = compiler()
    if cc is None:
        raise ModuleNotFoundError(name="cc")
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "floor.so"
        command = [cc, "-O3", "-march=native", "-std=c11", "-shared", "-fPIC"]
        done = subprocess.run(
            [*command, "-o", str(library), str(SOURCE), "-lm"],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CannotRunError(f"the C compiler says: {done.stderr.strip().splitlines()[-1]}")
        return ctypes.CDLL(str(library))


def prepare(job: Job) -> Callable[[int, int], NDArray[np.int64]]:
    """Compile, and lay out the arrays of a job."""
    floor = compiled()
    first, alter = job.first.astype(np.uint32), job.alter.astype(np.uint32)
    beginning = job.first_adopters.astype(np.uint32)
    n, months, n_beginning = job.n_artisans, job.n_months, len(beginning)
    if job.kind == "village":
        high, following, rest = village_tables(job)

        def village(n_runs: int, random_seed: int) -> NDArray[np.int64]:
            curve = np.empty((-(-n_runs // LANES) * LANES, months + 1), np.uint8)
            floor.village(
                n, at(first), at(alter), at(high), at(following), at(rest), n_beginning,
                at(beginning), months, len(curve), ctypes.c_uint64(random_seed), at(curve),
            )  # fmt: skip
            return curve[:n_runs].astype(np.int64)

        return village

    queue, state = np.empty(n + 1, np.uint32), np.empty(n, np.uint16)
    need = job.need.astype(np.uint16)
    # A draw of 32 bits is below the k-th bound with the chance that k alters in a row are missed.
    missed = ((1 - PASSED_ON) ** np.arange(256) * (2**32 - 1)).astype(np.uint32)

    def run_once(luck: int) -> NDArray[np.int64]:
        ends = np.empty(months + 1, np.uint32)
        if job.kind == "cascade":
            n_records = floor.cascade(
                n, at(first), at(alter), at(missed), n_beginning, at(beginning),
                months, ctypes.c_uint64(luck), at(state), at(queue), at(ends),
            )  # fmt: skip
        else:
            n_records = floor.threshold(
                n, at(first), at(alter), at(need), n_beginning, at(beginning),
                months, at(state), at(queue), at(ends),
            )  # fmt: skip
        return filled(ends[:n_records], months)

    def run(n_runs: int, random_seed: int) -> NDArray[np.int64]:
        return np.stack([run_once(1_000_000 * random_seed + number) for number in range(n_runs)])

    return run


def village_tables(
    job: Job,
) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint16]]:
    """Chance of a month at each number of adopting alters, times 2^32, in three parts.

    The highest byte, the next, and the last two: each [N, 16].

    Raises
    ------
    CannotRunError
        If somebody has more alters than that, or the village more people than a byte counts.
    """
    n_alters = np.diff(job.first)[:, None]
    if n_alters.max() >= ROOM:
        raise CannotRunError(f"somebody has {n_alters.max()} alters, and it counts to {ROOM - 1}")
    if job.n_artisans > MOST_PEOPLE:
        raise CannotRunError(f"it counts a village of {MOST_PEOPLE} people at most")
    exposure = np.arange(ROOM) / np.maximum(1, n_alters)
    chance = -np.expm1(-job.gate[:, None] * (job.alpha + job.beta * exposure))  # noqa: TID251
    whole = (chance * 2**32).clip(max=2**32 - 1).astype(np.uint32)
    high, following = (whole >> 24).astype(np.uint8), (whole >> 16 & 0xFF).astype(np.uint8)
    return high, following, (whole & 0xFFFF).astype(np.uint16)


def at(array: NDArray[np.unsignedinteger]) -> ctypes.c_void_p:
    """Where an array lies."""
    return ctypes.c_void_p(array.ctypes.data)


def version() -> str:
    """First line of what the compiler says of itself."""
    said = subprocess.run(
        [compiler() or "cc", "--version"], capture_output=True, text=True, check=True
    )
    return said.stdout.splitlines()[0]
