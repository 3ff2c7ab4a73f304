"""The checks that several tests share: for statistics, equal bits and NaN; how many examples."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest
from hypothesis import settings
from numpy.typing import ArrayLike

from diffusion.results.outcome import Outcome

ARRAYS = (
    "stages",
    "ledger",
    "money",
    "levels",
    "counts",
    "is_open",
    "pieces",
    "sold",
    "ordered",
    "lasting",
    "tried",
    "toa",
    "first",
    "discontinued_months",
    "earned",
)
"""What an outcome holds for each run."""

FEWEST_EXAMPLES = 5

SERIES = ARRAYS[:9]
"""Those that have a value for each record."""


def first_quick(cases: Iterable[Any], n: int = 1) -> list[Any]:
    """Run the first `n` cases in `make test`, and all of them in `make verify`.

    For cases that prove the same of one rule after the other.
    """
    return [
        case if place < n else pytest.param(*_arguments(case), marks=pytest.mark.slow)
        for place, case in enumerate(cases)
    ]


def _arguments(case: Any) -> tuple[Any, ...]:
    return case if isinstance(case, tuple) else (case,)


def agrees(samples: ArrayLike, expected: float, n_sigma: float = 4.0) -> bool:
    """Tell whether the mean of independent samples is what is expected of it.

    It is, if it lies within `n_sigma` standard errors. At 4 a right answer is refused once in
    16,000 times; since every random seed is fixed, it is either always refused or never. Each
    test that asks this asks it once more where the answer must be no.
    """
    values = np.asarray(samples, np.float64).ravel()
    assert values.size >= 10, "too few samples to know their spread"
    error = values.std(ddof=1) / np.sqrt(values.size)
    return bool(abs(values.mean() - expected) <= n_sigma * error)


def differing(one: Outcome, other: Outcome, *, until: int | None = None) -> list[str]:
    """Name the arrays in which two outcomes differ by a bit, in records 0 to `until` or in all."""
    names = ARRAYS if until is None else SERIES
    return [name for name in names if _bits(one, name, until) != _bits(other, name, until)]


def _bits(outcome: Outcome, name: str, until: int | None) -> tuple[object, ...] | None:
    array = getattr(outcome, name)
    if array is None:
        return None
    if until is not None:
        array = array[:, : until + 1]
    return array.shape, array.dtype, array.tobytes()


def is_finite(outcome: Outcome) -> bool:
    """Tell whether there is no NaN and no infinity anywhere in an outcome."""
    arrays = (getattr(outcome, name) for name in ARRAYS)
    return all(np.isfinite(array).all() for array in arrays if array is not None)


def examples(number: int, **options: object) -> settings:
    """Try ten times as many examples in `make verify`, three times in `.ci/run`; else half."""
    times = {"verify": 10, "checkout": 3}.get(settings.get_current_profile_name())
    number = max(FEWEST_EXAMPLES, number // 2) if times is None else number * times
    return settings(max_examples=number, deadline=None, **options)
