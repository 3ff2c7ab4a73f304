"""What everybody is asked to do: the same people, ties and laws, for this package and its peers.

Three jobs, each a `Job` that is written to one file and read by whoever runs it:

village
    Adoption in one step. Each month an artisan who has not adopted does so with the chance
    1 - exp(-rate), rate = gate (alpha + beta exposure): exposure is the share of the artisan's
    alters that had adopted before this month, and gate is what self-efficacy, value fit and the
    burden of the cost leave of the rate.
cascade
    Independent cascade: who has just adopted tries each alter once, with one chance for all.
threshold
    Relative threshold: adopt in the month after a given share of the alters has.

The ties of `village` and `threshold` are a ring with a tenth rewired (Watts and Strogatz 1998),
those of `cascade` grow by preferential attachment (Barabasi and Albert 1999).
"""

from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MEAN_DEGREE = {"village": 6, "cascade": 10, "threshold": 10}
N_MONTHS = {"village": 60, "cascade": 40, "threshold": 120}
"""Long enough for the last two to come to rest at a million artisans."""

type Luck = np.random.Generator  # noqa: TID251  # peers draw from it; this package does not

REWIRED = 0.1
PASSED_ON = 0.1
THRESHOLD = 0.18
ALPHA, BETA = 0.01, 1.0
COST_EXPONENT = 0.3
ENTRY_COST = 350_000


@dataclass(frozen=True)
class Job:
    """One community and what happens in it; nobody needs more than this and a random seed.

    Attributes
    ----------
    kind : str
        "village", "cascade" or "threshold".
    n_months : int
    first : int64 [N + 1]
        The alters of artisan `ego` are ``alter[first[ego]:first[ego + 1]]``.
    alter : int32 [2 * ties]
    first_adopters : int64 [K]
    self_efficacy, value_fit : float64 [N]
        0 to 1; `village` only, as are the next three.
    cash : int64 [N]
        Rupiah. The burden of the cost is the entry cost over it.
    alpha, beta : float
        Rates per month.
    """

    kind: str
    n_months: int
    first: NDArray[np.int64]
    alter: NDArray[np.int32]
    first_adopters: NDArray[np.int64]
    self_efficacy: NDArray[np.float64]
    value_fit: NDArray[np.float64]
    cash: NDArray[np.int64]
    alpha: float = ALPHA
    beta: float = BETA

    @property
    def n_artisans(self) -> int:
        """Number of artisans."""
        return len(self.first) - 1

    @property
    def cost_burden(self) -> NDArray[np.float64]:
        """Entry cost relative to cash, float64 [N]."""
        return ENTRY_COST / self.cash

    @property
    def gate(self) -> NDArray[np.float64]:
        """What the artisan's own traits leave of a rate, 0 to 1, float64 [N]."""
        return self.self_efficacy * self.value_fit * np.exp(-COST_EXPONENT * self.cost_burden)  # noqa: TID251

    @property
    def need(self) -> NDArray[np.int64]:
        """Adopting alters that make an artisan adopt in `threshold`, int64 [N]."""
        return np.maximum(1, np.ceil(THRESHOLD * np.diff(self.first) - 1e-9)).astype(np.int64)

    @property
    def pairs(self) -> NDArray[np.int64]:
        """Ties, each once, the lower row first: int64 [ties, 2]."""
        ego = np.repeat(np.arange(self.n_artisans), np.diff(self.first))
        once = ego < self.alter
        return np.column_stack([ego[once], self.alter[once].astype(np.int64)])

    def write(self, path: Path) -> None:
        """Write it to a file that `read` reads."""
        np.savez(path, **asdict(self))

    @classmethod
    def read(cls, path: Path) -> "Job":
        """Read what `write` wrote."""
        with np.load(path) as file:
            said = {name: file[name] for name in file.files}
        scalars = {"kind": str, "n_months": int, "alpha": float, "beta": float}
        return cls(**{name: scalars.get(name, np.asarray)(value) for name, value in said.items()})


def make_job(
    kind: str,
    n_artisans: int,
    *,
    n_months: int | None = None,
    n_first: int | None = None,
    random_seed: int = 1,
) -> Job:
    """Draw a community of some size for a job; the same numbers give the same community.

    `n_first` artisans begin: if left out, one in forty of a village and one in a thousand of the
    others. In `threshold` they sit in clusters of ten neighbours on the ring, for among strangers
    nobody would reach a threshold.
    """
    luck = generator(random_seed)
    if kind == "cascade":
        pairs = newcomers(n_artisans, MEAN_DEGREE[kind] // 2, luck)
    else:
        pairs = rewired_ring(n_artisans, MEAN_DEGREE[kind], luck)
    first, alter = rows_of(n_artisans, pairs)
    n_beginning = n_first or max(1, n_artisans // (40 if kind == "village" else 1000))
    if kind == "threshold":
        clusters = luck.choice(n_artisans // 10, max(1, n_beginning // 10), replace=False)
        beginning = (clusters[:, None] * 10 + np.arange(10)).ravel()
    else:
        beginning = luck.choice(n_artisans, n_beginning, replace=False)
    return Job(
        kind,
        N_MONTHS[kind] if n_months is None else n_months,
        first,
        alter,
        np.sort(beginning),
        self_efficacy=luck.uniform(0.2, 1.0, n_artisans),
        value_fit=luck.uniform(0.2, 1.0, n_artisans),
        cash=1000 * luck.integers(200, 1000, n_artisans),
    )


def generator(random_seed: int) -> Luck:
    """NumPy's generator, for the jobs and for peers written by hand; this package has none."""
    return np.random.default_rng(random_seed)  # noqa: TID251


def rewired_ring(n_artisans: int, degree: int, luck: Luck) -> NDArray[np.int64]:
    """Tie everybody to `degree` neighbours on a ring, and give a tenth of the ties a new end."""
    ego = np.tile(np.arange(n_artisans), degree // 2)
    alter = (ego + np.repeat(np.arange(1, degree // 2 + 1), n_artisans)) % n_artisans
    is_rewired = luck.random(len(ego)) < REWIRED
    alter[is_rewired] = luck.integers(0, n_artisans, is_rewired.sum())
    return np.column_stack([ego, alter])


def newcomers(n_artisans: int, n_each: int, luck: Luck) -> NDArray[np.int64]:
    """Tie each newcomer to the end of `n_each` earlier ties, so that the well tied gain more.

    An end drawn may be that of a tie whose own end was drawn, and so on: all are followed at once
    until each has arrived at an artisan (Sanders and Schulz 2016).
    """
    n_ties = (n_artisans - n_each) * n_each
    newcomer = n_each + np.arange(n_ties) // n_each
    # End 2 t is the newcomer of tie t, and end 2 t + 1 the artisan whom the newcomer chose.
    drawn = (luck.random(n_ties) * (2 * n_each * (newcomer - n_each))).astype(np.int64)
    drawn[:n_each] = -1
    end = drawn.copy()
    while True:
        is_open = (end & 1 == 1) & (end >> 1 >= n_each)
        if not is_open.any():
            break
        end[is_open] = drawn[end[is_open] >> 1]
    chosen = np.where(end & 1 == 0, newcomer[end >> 1], end >> 1)
    chosen[:n_each] = np.arange(n_each)
    return np.column_stack([newcomer, chosen])


def rows_of(
    n_artisans: int, pairs: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Sort ties by artisan, in both directions; those to oneself are dropped, others kept once.

    Returns int64 [N + 1] and int32 [2 * ties], as in `Job`.
    """
    low, high = pairs.min(axis=1), pairs.max(axis=1)
    once = np.unique((low * n_artisans + high)[low != high])
    low, high = np.divmod(once, n_artisans)
    ego, alter = np.concatenate([low, high]), np.concatenate([high, low])
    order = np.argsort(ego * n_artisans + alter)
    first = np.zeros(n_artisans + 1, np.int64)
    np.cumsum(np.bincount(ego, minlength=n_artisans), out=first[1:])
    return first, alter[order].astype(np.int32)
