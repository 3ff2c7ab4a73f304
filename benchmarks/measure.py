"""Processor time and memory, measured alike for everybody."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

MOST_REPEATS = 5
MOST_RUNS = 10_000


def best_of(n_times: int, work: Callable[[], object]) -> float:
    """Processor seconds of the fastest of some repetitions; the first call may compile."""
    work()
    return min(seconds_of(work) for _ in range(n_times))


def seconds_of(work: Callable[[], object]) -> float:
    """Processor seconds, of all threads of this process, of one call."""
    began = time.process_time()
    work()
    return time.process_time() - began


def enough_runs(
    work: Callable[[int], object], seconds: float, *, least: int = 1
) -> tuple[int, float]:
    """Raise a number of runs, from the least, until they take some seconds; 10,000 at most.

    Returns the number, and the processor seconds that so many took, or fewer of them.
    """
    taken = 0.0
    n_runs = least
    while n_runs < MOST_RUNS:
        taken = seconds_of(lambda n=n_runs: work(n))
        if taken >= seconds:
            break
        # Straight to the goal, once the time is long enough to be trusted.
        factor = 2 if taken < seconds / 20 else min(2 * seconds / taken, 20)
        n_runs = min(MOST_RUNS, max(n_runs + 1, int(n_runs * factor)))
    return n_runs, taken


def repeated(
    work: Callable[[], object], *, seconds: float, known: Sequence[float] = ()
) -> list[float]:
    """Processor seconds of up to five calls; no further one begins after so many seconds.

    `known` are those of calls already made.
    """
    taken = list(known)
    while len(taken) < MOST_REPEATS and sum(taken) < seconds:
        taken.append(seconds_of(work))
    return taken


def peak_mib() -> float:
    """Most memory that this process has held, MiB.

    Linux says it for the process alone; elsewhere it is what the system charges to it.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def command_seconds(command: Sequence[str], *, changes: Mapping[str, str] | None = None) -> float:
    """Processor seconds of a whole command, with all that it starts.

    Raises
    ------
    subprocess.CalledProcessError
        If the command fails.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=os.environ | dict(changes or {}), check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
