"""Cuts many runs into parts, and shares the parts out among threads."""

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

_ARTISANS_AT_ONCE = 3_000
_RECORDS_AT_ONCE = 4_000
"""Runs are handed to a thread in parts of at most so many artisans and states."""

_CHAINS_FOR_ONE = 10
"""So many times as many for two-state chains, which take less time and leave less."""

_ARTISANS_ALIKE = 10_000_000
"""Two-state chains of one initial state share what takes longest, so that parts are larger."""

_PARTS_AHEAD = 2
"""So many parts for each thread are handed out before their results are taken."""


def n_processors() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def part_size(
    n_runs: int,
    *,
    n_artisans: int,
    n_months: int,
    n_threads: int,
    is_two_state: bool,
    is_alike: bool,
) -> int:
    """Find how many runs make one part, at least 1.

    Parameters
    ----------
    n_runs, n_artisans, n_months, n_threads : int
    is_two_state : bool
        Whether the runs are two-state chains.
    is_alike : bool
        Whether all runs have the same initial state.
    """
    times = _CHAINS_FOR_ONE if is_two_state else 1
    most_artisans = _ARTISANS_ALIKE if is_two_state and is_alike else times * _ARTISANS_AT_ONCE
    size = min(
        -(-n_runs // (_PARTS_AHEAD * n_threads)),
        most_artisans // n_artisans,
        times * _RECORDS_AT_ONCE // (n_months + 1),
    )
    return max(1, size)


def parts(n_runs: int, size: int) -> Iterator[slice]:
    """Cut runs 0 to `n_runs` - 1 into parts of `size`; the last may be smaller."""
    for first in range(0, n_runs, size):
        yield slice(first, min(first + size, n_runs))


def in_threads[Part, T](
    work: Callable[[Part], T], all_parts: Iterator[Part], *, n_threads: int
) -> Iterator[T]:
    """Hand parts to threads; give the results in the order of the parts.

    Parts run only a little ahead of what is taken, so that few results are held at once.
    """
    if n_threads == 1:
        yield from map(work, all_parts)
        return
    with ThreadPoolExecutor(n_threads) as pool:
        ahead: deque[Future[T]] = deque()
        try:
            for part in all_parts:
                if len(ahead) == _PARTS_AHEAD * n_threads:
                    yield ahead.popleft().result()
                ahead.append(pool.submit(work, part))
            while ahead:
                yield ahead.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)
