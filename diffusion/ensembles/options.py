"""What is the same for all ways to run histories: how many, how long, with which random numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypedDict

from diffusion.catalogue.load import DEFAULT_PARAMETERS, DEFAULT_RANDOM_SEED
from diffusion.errors import check_range, check_ranges
from diffusion.scenario.community import Community
from diffusion.scenario.parameters import ParameterSet
from diffusion.translate.initial_state import LARGEST_REPLICATE, LARGEST_SEED

DEFAULT_RUNS = 200
DEFAULT_MONTHS = 36

MOST_RUNS = 10_000_000
MOST_MONTHS = 1_200
MOST_ARTISAN_MONTHS = 120_000_000
"""Most artisans times months, so that sums of rupiah stay inside an int64 (`community`)."""
MOST_THREADS = 1_000

type Progress = Callable[[int, int], None]
"""Called with the number of runs done and the number of all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """The options of `diffusion.simulate`, `summarise` and `compare`, in one place.

    Attributes
    ----------
    parameters : str or ParameterSet
        Name of a parameter set of the community, or a set.
    n_runs, n_months : int
        How many histories, each of how many months.
    random_seed, first_replicate : int
        Run r is replicate `first_replicate + r` of this random seed, whatever else is run.
    n_threads : int or None
        Threads that runs are spread over; None: all processors. Results do not depend on it.
    progress : callable or None
        Called with the number of runs done and of all: once with 0, before the work begins, and
        then now and then.
    """

    parameters: str | ParameterSet = DEFAULT_PARAMETERS
    n_runs: int = DEFAULT_RUNS
    n_months: int = DEFAULT_MONTHS
    random_seed: int = DEFAULT_RANDOM_SEED
    first_replicate: int = 0
    n_threads: int | None = None
    progress: Progress | None = None

    @property
    def parameter_set(self) -> str:
        """Name of the parameter set, or its title where a set was given."""
        parameters = self.parameters
        return parameters if isinstance(parameters, str) else parameters.title

    def check(self, n_artisans: int) -> None:
        """Refuse numbers that are out of range for so many artisans.

        Raises
        ------
        InputError
            Naming each such option, its range and what was found.
        """
        check_ranges(
            ("runs", self.n_runs, 1, MOST_RUNS),
            ("months", self.n_months, 1, most_months(n_artisans)),
            ("random seed", self.random_seed, 0, LARGEST_SEED),
            ("replicate", self.first_replicate, 0, LARGEST_REPLICATE),
            ("threads", 1 if self.n_threads is None else self.n_threads, 1, MOST_THREADS),
        )

    def report(self, n_done: int, n_all: int) -> None:
        """Call `progress`, if there is one."""
        if self.progress is not None:
            self.progress(n_done, n_all)


class RunKeywords(TypedDict, total=False):
    """The options as keyword arguments: the attributes of `RunOptions`, all of which have defaults.

    A type checker reads the names and kinds of a public function's options from here.
    """

    parameters: str | ParameterSet
    n_runs: int
    n_months: int
    random_seed: int
    first_replicate: int
    n_threads: int | None
    progress: Progress | None


def check_months(community: Community, n_months: int) -> None:
    """Refuse months that are none, or more than a community of this size may live.

    Raises
    ------
    InputError
        Naming how many there may be.
    """
    check_range("months", n_months, 1, most_months(community.n_artisans))


def most_months(n_artisans: int) -> int:
    """Most months that a community of so many may live."""
    return min(MOST_MONTHS, MOST_ARTISAN_MONTHS // n_artisans)
