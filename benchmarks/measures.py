"""Time the measures of an adoption: sparse, beside the same in dense NumPy, and at 50,000 people.

    python benchmarks/measures.py            # both tables
    python benchmarks/measures.py --people 50000 --ties 500000

The dense form is what a person writes who follows the equations with a matrix of all pairs: ties
[N, N] and who had adopted [N, T]. Both are given the same data, and what they find is compared
before it is told which was faster. Seconds are processor seconds, the best of some turns; the
memory is the highest of the whole process.
"""

import argparse
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from measure import peak_mib
from scipy.sparse import csr_array

from diffusion import measures
from diffusion.data.adoption_data import AdoptionData

N_DENSE, TIES_OF_EACH, N_PERIODS = 3_000, 10, 24
MEMORY_MIB, SECONDS = 1_500, 10
N_PERMUTATIONS, N_NETWORKS, N_MENTORS = 999, 49, 50
"""Permutations; networks that are rewired, or drawn anew, each of a whole community; mentors."""
TURNS = 3

type Reals = np.ndarray[Any, np.dtype[np.float64]]


def made_up(n_people: int, n_ties: int, n_periods: int = N_PERIODS) -> AdoptionData:
    """People with drawn ties and times of adoption; one in ten had not adopted at the end."""
    rng = np.random.default_rng(1)  # noqa: TID251  only data to be measured
    ego, alter = rng.integers(0, n_people, (2, n_ties))
    ego, alter = ego[ego != alter], alter[ego != alter]
    ties = csr_array((np.ones(len(ego)), (ego, alter)), shape=(n_people, n_people))
    ties.data[:] = rng.integers(1, 5, ties.nnz) / 4
    times = np.where(rng.random(n_people) < 0.1, -1, rng.integers(0, n_periods, n_people))
    return AdoptionData.of(ties, times, n_periods=n_periods)


# ------------------------------------------------------------------ the same in dense NumPy
def dense_exposure(ties: Reals, time_of: Reals) -> Reals:
    """Take E = S A / S 1, for all periods at once."""
    is_tied = (ties != 0).astype(np.float64)
    had = (time_of[:, None] >= 0) & (time_of[:, None] <= np.arange(N_PERIODS))
    return (is_tied @ had.astype(np.float64)) / is_tied.sum(axis=1)[:, None]


def dense_threshold(ties: Reals, time_of: Reals) -> Reals:
    """Take the exposure in the period of adoption."""
    exposed = dense_exposure(ties, time_of)
    at = exposed[np.arange(len(time_of)), np.maximum(time_of, 0)]
    return np.where(time_of >= 0, at, np.nan)


def dense_infection(ties: Reals, time_of: Reals, sign: int = 1) -> Reals:
    """Take x z / x z over all pairs of adopters, normalized; K = 1."""
    looks = (ties.T if sign > 0 else ties) != 0
    apart = sign * (time_of[None, :] - time_of[:, None])
    both = (time_of[None, :] >= 0) & (time_of[:, None] >= 0)
    soon = (looks & both & (apart == 1)).sum(axis=1)
    later = (looks & both & (apart >= 1)).sum(axis=1)
    adopted = (both & (apart == 1)).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = soon / later / adopted
    return np.where((time_of >= 0) & (later > 0) & (adopted > 0), found, np.nan)


def dense_susceptibility(ties: Reals, time_of: Reals) -> Reals:
    """Take the same looking back."""
    return dense_infection(ties, time_of, -1)


def dense_ego_alter(ties: Reals, time_of: Reals) -> Reals:
    """Count pairs of adopters and those they look at, by who was earlier."""
    found = np.zeros((N_PERIODS, 3))
    for period in range(N_PERIODS):
        looks = ties[time_of == period] != 0
        theirs = np.broadcast_to(time_of, looks.shape)[looks]
        theirs = theirs[theirs >= 0]
        found[period] = (theirs < period).sum(), (theirs == period).sum(), (theirs > period).sum()
    return found


def dense_changes(ties: Reals, time_of: Reals) -> Reals:
    """Count all pairs by what both had before and have now: 16 combinations."""
    is_tied = (ties != 0).astype(np.float64)
    had = (time_of[:, None] >= 0) & (time_of[:, None] <= np.arange(N_PERIODS))
    found = np.zeros((N_PERIODS - 1, 4, 4))
    for period in range(1, N_PERIODS):
        moved = 2 * had[:, period - 1].astype(int) + had[:, period]
        states = np.eye(4)[moved]
        found[period - 1] = states.T @ is_tied @ states
    return found


def dense_tree(ties: Reals, time_of: Reals) -> Reals:
    """Find the latest of all earlier adopters whom each adopter looks at; how many there are."""
    earlier = (ties != 0) & (time_of[None, :] >= 0) & (time_of[None, :] < time_of[:, None])
    when = np.where(earlier, time_of[None, :], -1)
    latest = when.max(axis=1)
    return (earlier & (when == latest[:, None])).sum(axis=1)


def dense_degrees(ties: Reals, time_of: Reals) -> Reals:
    """Correlate degrees and times."""
    adopted = time_of >= 0
    is_tied = ties != 0
    return np.array([
        np.corrcoef(is_tied.sum(axis=axis)[adopted], time_of[adopted])[0, 1] for axis in (0, 1)
    ])  # fmt: skip


def dense_moran(ties: Reals, time_of: Reals) -> Reals:
    """Take z W z / z z, and the same for people in other orders."""
    weights = ties / np.maximum(ties.sum(axis=1), 1e-300)[:, None]
    centred = time_of - time_of.mean()
    rng = np.random.default_rng(1)  # noqa: TID251  only to be measured
    of_all = len(centred) / weights.sum() / (centred @ centred)
    found = np.array([centred @ weights @ centred * of_all])
    for _ in range(N_PERMUTATIONS):
        other = centred[rng.permutation(len(centred))]
        assert abs(other @ weights @ other * of_all) < 1
    return found


def pairs_of(data: AdoptionData) -> dict[str, tuple[Callable[[], Any], Any, Callable[[Any], Any]]]:
    """Name each measure: the call, its dense form, and what of the result is compared."""
    (adoption,) = data.adoption.values()
    matrix = data.matrix()

    def tree_counts(tree: Any) -> Any:
        return np.bincount(tree.target, minlength=data.n_people)

    return {
        "exposure": (lambda: measures.exposure(data), dense_exposure, lambda r: r.value),
        "threshold": (lambda: measures.threshold(data), dense_threshold, lambda r: r.value),
        "infection": (lambda: measures.infection(data), dense_infection, lambda r: r.value),
        "susceptibility": (
            lambda: measures.susceptibility(data), dense_susceptibility, lambda r: r.value
        ),
        "ego_alter_table": (
            lambda: measures.ego_alter_table(data), dense_ego_alter,
            lambda r: np.stack([r.before, r.same, r.after], axis=1),
        ),
        "adopt_changes": (
            lambda: measures.adopt_changes(data), dense_changes,
            lambda r: np.stack([r.table(t) for t in range(1, N_PERIODS)]),
        ),
        "influence_tree": (lambda: measures.influence_tree(data), dense_tree, tree_counts),
        "degree_adoption_diagnostic": (
            lambda: measures.degree_adoption_diagnostic(data, n_samples=0), dense_degrees,
            lambda r: r.value,
        ),
        f"moran, {N_PERMUTATIONS} permutations": (
            lambda: measures.moran(adoption.time, matrix, n_permutations=N_PERMUTATIONS),
            dense_moran, lambda r: np.array([r.value]),
        ),
    }  # fmt: skip


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """Best processor seconds of some turns, and what was found."""
    best, found = float("inf"), None
    for _ in range(TURNS):
        began = time.process_time()
        found = work()
        best = min(best, time.process_time() - began)
    return best, found


def beside_dense() -> None:
    """Print each measure beside its dense form."""
    data = made_up(N_DENSE, N_DENSE * TIES_OF_EACH)
    ties, times = data.matrix().toarray(), next(iter(data.adoption.values())).time.astype(int)
    print(f"\n{N_DENSE:,} people, {data.matrix().nnz:,} ties, {N_PERIODS} periods")
    print(f"{'measure':28}{'sparse, ms':>12}{'dense, ms':>12}{'ratio':>8}")
    ours = theirs = 0.0
    for name, (call, dense, part) in pairs_of(data).items():
        mine, found = seconds(call)
        other, expected = seconds(lambda dense=dense: dense(ties, times))  # type: ignore[misc]
        np.testing.assert_allclose(part(found), expected, rtol=1e-9)
        ours, theirs = ours + mine, theirs + other
        print(f"{name:28}{1000 * mine:12.1f}{1000 * other:12.1f}{other / mine:8.1f}")
    print(f"{'all of these':28}{1000 * ours:12.1f}{1000 * theirs:12.1f}{theirs / ours:8.1f}")


ALONE = (
    "cumulative_adopt_count", "hazard_rate", "exposure", "threshold", "classify_adopters",
    "infection", "susceptibility", "ego_alter_table", "adopt_changes",
    "degree_adoption_diagnostic", "time_to_half", "influence_tree",
)  # fmt: skip
"""Measures that take nothing but the data."""


OF_STRUCTURE: dict[str, Callable[[AdoptionData], Any]] = {
    f"moran, {N_PERMUTATIONS} permutations": lambda data: measures.moran(
        next(iter(data.adoption.values())).time, data, n_permutations=N_PERMUTATIONS
    ),
    "moran_by_period, 199": measures.moran_by_period,
    "inverse_distance, 2 steps": lambda data: measures.inverse_distance(data, farthest=2),
    f"struct_test, {N_NETWORKS} networks": lambda data: measures.struct_test(
        data, n_rewired=N_NETWORKS
    ),
    f"bootnet, {N_NETWORKS} networks": lambda data: measures.bootnet(
        data, statistic=measures.mean_threshold, n_resamples=N_NETWORKS
    ),
    f"mentor_matching, {N_MENTORS}": lambda data: measures.mentor_matching(data, N_MENTORS),
    "fitbass": measures.fitbass,
}
"""Measures that take more than the data."""


def at_size(n_people: int, n_ties: int) -> None:
    """Print the seconds of each measure of many people, and the memory of all."""
    data = made_up(n_people, n_ties)
    print(f"\n{n_people:,} people, {n_ties:,} ties, {N_PERIODS} periods")
    print(f"{'measure':28}{'seconds':>10}")
    total = 0.0
    for name in ALONE:
        measure = getattr(measures, name)
        taken, _ = seconds(lambda measure=measure: measure(data))  # type: ignore[misc]
        total += taken
        print(f"{name:28}{taken:10.2f}")
    for name, call in OF_STRUCTURE.items():
        taken, _ = seconds(lambda call=call: call(data))  # type: ignore[misc]
        total += taken
        print(f"{name:28}{taken:10.2f}")
    print(f"{'all of these':28}{total:10.2f}   (to be below {SECONDS})")
    print(f"{'memory, MiB':28}{peak_mib():10.0f}   (to be below {MEMORY_MIB:,})")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--ties", type=int, default=500_000)
    asked = parser.parse_args()
    at_size(asked.people, asked.ties)
    beside_dense()


if __name__ == "__main__":
    main()
