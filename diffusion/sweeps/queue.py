"""Keeps workers busy, whatever they are: parts go out a few at a time and come back when ready."""

from collections.abc import Callable, Iterator
from itertools import islice

import pyarrow as pa

from diffusion.sweeps.jobs import Part


def as_ready[F](
    parts: Iterator[Part],
    submit: Callable[[Part], F],
    wait_for_some: Callable[[list[F]], set[F]],
    result: Callable[[F], pa.Table],
    *,
    n_at_once: int,
) -> Iterator[tuple[Part, pa.Table]]:
    """Hand parts to workers, and give each back with its table as it gets ready."""
    running: dict[F, Part] = {}
    while True:
        for part in islice(parts, n_at_once - len(running)):
            running[submit(part)] = part
        if not running:
            return
        for future in sorted(wait_for_some(list(running)), key=lambda f: running[f].number):
            yield running.pop(future), result(future)
