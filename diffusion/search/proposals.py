"""Proposes programmes to try: bred by Optuna from those that did well, or drawn by lot."""

from collections.abc import Sequence
from typing import Any, Protocol

from diffusion.errors import InputError, Problem
from diffusion.search.lots import VALUES, lot

BREEDERS = ("optuna", "lot")
"""Who proposes: Optuna, or the lot."""

PER_ROUND = 40
"""Programmes that are proposed before those of them that did well are bred from."""

_LARGEST_SEED = 2**32 - 1

type Choice = tuple[int, ...]


class Proposals(Protocol):
    """Proposes choices, and learns what they came to."""

    def ask(self) -> Choice:
        """Propose one."""
        ...

    def tell(self, values: Sequence[float | None]) -> None:
        """Say what those came to that were proposed since; None: it cannot be tried."""
        ...


def proposals_of(
    by: str, sizes: Sequence[int], starts: Sequence[Choice], *, random_seed: int, number: int
) -> Proposals:
    """Begin to propose.

    Parameters
    ----------
    by
        One of `BREEDERS`.
    sizes
        Of each axis, how many values there are.
    starts
        Choices that are proposed first.
    random_seed, number
        Of the draws, and which search it is, from 0.

    Raises
    ------
    InputError
        If Optuna is not there.
    """
    if by == "lot":
        return _Lot(sizes, starts, random_seed=random_seed, number=number)
    return _Bred(sizes, starts, random_seed=random_seed, number=number)


class _Lot:
    """Draws each value of a choice by lot."""

    def __init__(
        self, sizes: Sequence[int], starts: Sequence[Choice], *, random_seed: int, number: int
    ) -> None:
        self._sizes, self._starts, self._n = sizes, [*starts], 0
        self._random_seed, self._number = random_seed, number

    def ask(self) -> Choice:
        self._n += 1
        if self._n <= len(self._starts):
            return self._starts[self._n - 1]
        return tuple(
            int(size * lot(self._random_seed, self._number, what=VALUES, count=self._n, of=axis))
            for axis, size in enumerate(self._sizes)
        )

    def tell(self, values: Sequence[float | None]) -> None:
        del values  # the lot learns nothing


class _Bred:
    """Lets Optuna breed choices of those that did well (NSGA-II of one value)."""

    def __init__(
        self, sizes: Sequence[int], starts: Sequence[Choice], *, random_seed: int, number: int
    ) -> None:
        optuna = _optuna()
        self._sizes = sizes
        self._states = optuna.trial.TrialState
        seed = int(_LARGEST_SEED * lot(random_seed, number, what=VALUES, count=0, of=0))
        sampler = optuna.samplers.NSGAIISampler(population_size=PER_ROUND, seed=seed)
        self._study = optuna.create_study(direction="maximize", sampler=sampler)
        for one in starts:
            self._study.enqueue_trial({str(axis): value for axis, value in enumerate(one)})
        self._asked: list[Any] = []

    def ask(self) -> Choice:
        trial = self._study.ask()
        self._asked.append(trial)
        return tuple(
            trial.suggest_int(str(axis), 0, size - 1) for axis, size in enumerate(self._sizes)
        )

    def tell(self, values: Sequence[float | None]) -> None:
        for trial, value in zip(self._asked, values, strict=True):
            if value is None:
                self._study.tell(trial, state=self._states.FAIL)
            else:
                self._study.tell(trial, value)
        self._asked = []


def _optuna() -> Any:
    """Load Optuna, quietly.

    Raises
    ------
    InputError
        Saying how to install it.
    """
    try:
        import optuna
    except ImportError:
        expected = "optuna (pip install 'artisan-diffusion[search]'), or --by lot"
        raise InputError(Problem("--by optuna", "", expected, "not installed")) from None
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    return optuna
