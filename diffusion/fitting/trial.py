"""Trials: people dealt to arms by group, and the regression of a trial run on simulated worlds."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diffusion.catalogue.arguments import CommunityLike, community_of
from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.kernels import draws
from diffusion.results.outcome import Outcome
from diffusion.scenario.community import Community
from diffusion.scenario.groups import HAMLET
from diffusion.translate.initial_state import draw_initial_state
from diffusion.util.display import Shown
from diffusion.util.identity import identities_of

type Reals = NDArray[np.float64]

TRAINED_ALTERS, ADOPTING_ALTERS = "share of trained alters", "share of adopting alters"
"""What an effect may be of, beside columns of the roster: as it is at the end of a history."""

_TWO_SIDED = 1.959963984540054


def assign(
    community: CommunityLike,
    arms: Sequence[str],
    *,
    by: str = HAMLET,
    random_seed: int = 1,
) -> dict[str, tuple[Hashable, ...]]:
    """Deal people to the arms of a trial, whole groups at a time, as evenly as can be.

    Parameters
    ----------
    community
    arms
        Names; groups are dealt to them in turn, in the order of a draw for each.
    by
        Column of the roster whose groups stay together.
    random_seed
        Of the draws, which know a group by its word.

    Returns
    -------
    dict of str to tuple
        By arm, the labels of its artisans: a `target` of activities that these are invited to.

    Raises
    ------
    InputError
        If there is no such column, an arm stands twice, or there are fewer groups than arms.
    """
    people = community_of(community)
    if by not in people.groups:
        raise InputError(Problem("by", "", one_of([*people.groups], by), as_written(by)))
    grouping = people.groups[by]
    if len(set(arms)) < len(arms) or not arms:
        raise InputError(Problem("arms", "", "different names", as_written(list(arms))))
    if len(grouping.values) < len(arms):
        expected = f"at least {len(arms)} groups, one for each arm"
        raise InputError(Problem("by", "", expected, str(len(grouping.values))))
    lot = np.empty((1, len(grouping.values)))
    words = np.array(identities_of(grouping.values, place="by"), np.int64)
    draws.fill_draws(random_seed, 0, draws.STUDIES, 1, words, lot)
    arm_of = np.empty(len(words), np.int64)
    arm_of[np.argsort(lot[0], kind="stable")] = np.arange(len(words)) % len(arms)
    of_artisan = arm_of[grouping.member]
    return {
        arm: tuple(people.labels[place] for place in np.flatnonzero(of_artisan == at))
        for at, arm in enumerate(arms)
    }


@dataclass(frozen=True, eq=False, repr=False)
class Effect(Shown):
    """What the regression of a trial finds in each simulated world.

    Attributes
    ----------
    of : str
    estimate, error : float64 [R]
        Slope and its standard error in each world; NaN where there is none.
    n : int
        People in the regression.
    n_clusters : int
    """

    of: str
    estimate: Reals
    error: Reals
    n: int
    n_clusters: int

    @property
    def interval(self) -> tuple[float, float]:
        """Between which 95 % of the worlds lie."""
        low, high = np.nanquantile(self.estimate, [0.025, 0.975])
        return float(low), float(high)

    @property
    def told_apart(self) -> float:
        """Share of the worlds in which the slope is told from 0 with 95 %."""
        return float(np.nanmean(np.abs(self.estimate) > _TWO_SIDED * self.error))

    def reach(self, value: float) -> float:
        """Share of the worlds whose slope is at least `value`."""
        known = self.estimate[np.isfinite(self.estimate)]
        return float((known >= value).mean())

    def shown_as(self) -> tuple[str, Mapping[str, str]]:
        """Title, and what is said of it."""
        low, high = self.interval
        title = f"Effect of {self.of} in {len(self.estimate):,} simulated worlds"
        return title, {
            "slope": f"{np.nanmean(self.estimate):.3f}, 95 % of worlds {low:.3f} to {high:.3f}",
            "people": f"{self.n:,} in {self.n_clusters:,} clusters",
        }


def effect(
    outcome: Outcome,
    community: CommunityLike,
    *,
    of: str = TRAINED_ALTERS,
    covariates: Sequence[str] = (),
    cluster: str = HAMLET,
    has_levels: bool = True,
    among: Collection[Hashable] | None = None,
) -> Effect:
    """Run least squares of having adopted on what was given, in each simulated world.

    Parameters
    ----------
    outcome
        Simulated with keep=["toa", "artisans"].
    community
        That was simulated.
    of
        "share of trained alters", "share of adopting alters", or a column of the roster.
    covariates
        Columns of the roster, numbers.
    cluster
        Column of the roster whose groups errors allow for.
    has_levels
        Whether each of these groups has a level of its own.
    among
        Labels of the people in the regression; all without it.

    Raises
    ------
    InputError
        If something was not kept, or there is no such column.
    """
    people = community_of(community)
    if outcome.toa is None or outcome.artisans is None:
        expected = 'runs simulated with keep=["toa", "artisans"]'
        raise InputError(Problem("keep", "", expected, "none"))
    if cluster not in people.groups:
        expected = one_of([*people.groups], cluster)
        raise InputError(Problem("cluster", "", expected, as_written(cluster)))
    rows = np.arange(people.n_artisans)
    if among is not None:
        chosen = set(among)
        rows = np.array([at for at, label in enumerate(people.labels) if label in chosen], int)
    member = people.groups[cluster].member[rows]
    group = (member[:, None] == np.unique(member)).astype(np.float64)
    others = [column_of(people, name)[rows] for name in covariates]
    own = group if has_levels else np.ones((len(rows), 1))
    basis, _ = np.linalg.qr(np.column_stack([own, *others]))
    n_terms = 1 + own.shape[1] + len(others)
    given = _given(outcome, people, of)
    adopted = (outcome.toa >= 1)[:, rows].astype(np.float64)
    found = [
        slope_of(adopted[run], given[min(run, len(given) - 1)][rows], basis, group, n_terms)
        for run in range(outcome.n_runs)
    ]
    estimate, error = np.array(found).T
    return Effect(of, estimate, error, len(rows), group.shape[1])


def slope_of(
    outcome: Reals, given: Reals, basis: Reals, group: Reals, n_terms: int
) -> tuple[float, float]:
    """Fit by least squares; errors allow for people of one group (Liang and Zeger 1986).

    Parameters
    ----------
    outcome, given : float64 [n]
    basis : float64 [n, k]
        Orthonormal columns of what is held fixed, which both are freed from first.
    group : float64 [n, G]
        1 for who is in each group.
    n_terms : int
        Columns of the whole regression.

    Returns
    -------
    float, float
        Slope and standard error; NaN where `given` does not vary.
    """
    x, y = given - basis @ (basis.T @ given), outcome - basis @ (basis.T @ outcome)
    spread = float(x @ x)
    if spread <= 1e-12 * max(1.0, float(given @ given)):
        return float("nan"), float("nan")
    slope = float(x @ y) / spread
    sums = group.T @ (x * (y - slope * x))
    n, n_groups = group.shape
    variance = float(sums @ sums) / spread**2
    variance *= n_groups / max(1, n_groups - 1) * (n - 1) / max(1, n - n_terms)
    return slope, float(np.sqrt(variance))


def column_of(people: Community, name: str) -> Reals:
    """Take a column of the roster as numbers, in the order of the roster [N].

    Raises
    ------
    InputError
        If there is none, or a cell is no number.
    """
    traits = {} if people.roster is None else people.roster.traits
    groups = {} if people.roster is None else people.roster.groups
    if name in traits:
        return np.asarray(traits[name], np.float64)
    if name not in groups:
        known = [TRAINED_ALTERS, ADOPTING_ALTERS, *traits, *groups]
        raise InputError(Problem("of", "", one_of(known, name), as_written(name)))
    try:
        return np.array(groups[name], np.float64)
    except ValueError:
        expected = f"a number for each artisan in the column {name}"
        raise InputError(Problem("of", "", expected, "words")) from None


def _given(outcome: Outcome, people: Community, of: str) -> Reals:
    """Find what an effect is of: the same for all worlds [1, N], or in each [R, N]."""
    if of not in (TRAINED_ALTERS, ADOPTING_ALTERS):
        return column_of(people, of)[None]
    assert outcome.artisans is not None
    assert outcome.toa is not None
    marked = outcome.artisans.is_trained if of == TRAINED_ALTERS else outcome.toa >= 0
    # No number of a parameter set touches the ties: any set will do.
    initial = draw_initial_state(
        people,
        next(iter(people.parameter_sets.values())),
        random_seed=outcome.provenance["random_seed"],
        first_replicate=outcome.provenance["first_replicate"],
        n_runs=outcome.n_runs,
    )
    found = np.zeros(marked.shape)
    in_rows = people.in_rows(marked)
    for run in range(outcome.n_runs):
        ties = initial.ties_of(run)
        starts = ties.start.astype(np.int64)
        own = slice(starts[0], starts[-1])
        strength = ties.strength[own].astype(np.float64)
        ego = np.repeat(np.arange(people.n_artisans), np.diff(starts))
        seen = np.bincount(
            ego, strength * in_rows[run, ties.alter[own]], minlength=people.n_artisans
        )
        total = np.bincount(ego, strength, minlength=people.n_artisans)
        found[run] = np.divide(seen, total, out=np.zeros_like(seen), where=total > 0)
    return people.as_listed(found)
