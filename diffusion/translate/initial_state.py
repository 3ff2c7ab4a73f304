"""The first moment of some runs, from the declarations: artisans, sites and ties (ODD 5)."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import check_range
from diffusion.kernels.arrays import allocate
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.site import Site
from diffusion.kernels.state import NEVER, State, Ties
from diffusion.scenario.community import Community
from diffusion.scenario.parameters import ParameterSet
from diffusion.translate.columns import columns_of
from diffusion.translate.first_draws import Draws
from diffusion.translate.near import near_of, sight_of
from diffusion.translate.networks import draw_ties, ties_are_drawn
from diffusion.translate.parameters import parameters_for
from diffusion.translate.traits import are_drawn, each_trait, traits_of

LARGEST_SEED = 2**63 - 1
LARGEST_REPLICATE = 2**62


@dataclass(frozen=True, slots=True)
class InitialState:
    """The first moment of some runs: who the artisans are and who knows whom.

    Attributes
    ----------
    start : State
        Artisans [R, N]; [1, N] where none of their traits is drawn.
    hamlets : Site
        The same for all runs [H].
    ties : Ties
        `start` is [R, N + 1] and `total` [R, N], with one row where nothing of the ties is
        drawn; all runs share the other arrays. So it is with `near`, by where artisans live.
    first_replicate : int
        Replicate number of the first run.
    n_runs : int
        Number of runs, R.
    """

    start: State
    hamlets: Site
    ties: Ties
    first_replicate: int
    n_runs: int

    def ties_of(self, run: int) -> Ties:
        """Ties of one run alone."""
        ties, near = self.ties, self.ties.near
        row = run if len(ties.start) > 1 else 0
        near_row = run if len(near.start) > 1 else 0
        return ties._replace(
            start=ties.start[row],
            total=ties.total[row],
            near=near._replace(start=near.start[near_row], total=near.total[near_row]),
        )


def check_luck(random_seed: int, replicate: int) -> None:
    """Refuse a random seed or a replicate that no key of draws can hold.

    Raises
    ------
    InputError
        If one is negative or too large.
    """
    check_range("random seed", random_seed, 0, LARGEST_SEED)
    check_range("replicate", replicate, 0, LARGEST_REPLICATE)


def draw_initial_state(
    community: Community,
    parameters: ParameterSet,
    *,
    random_seed: int,
    first_replicate: int,
    n_runs: int,
    translated: Parameters | None = None,
    kept: dict[Hashable, NDArray[Any]] | None = None,
) -> InitialState:
    """Draw (or read) the traits and the ties with which `n_runs` runs begin (ODD 5).

    Parameters
    ----------
    community, parameters
        Of the parameters only those that fix a trait of the artisans are used, and those that say
        who lives near.
    random_seed, first_replicate
        Run r begins as replicate `first_replicate + r` of this random seed.
    n_runs
        Number of runs, R.
    translated
        The same numbers, where they have been translated for the kernels already.
    kept
        What was drawn for the same artisans in the same runs before, where that is at hand: read,
        and added to.
    """
    drawn = Draws(random_seed, first_replicate, n_runs, community, kept)
    # A single run has one row, whether drawn or not; of more it is asked without drawing any.
    is_drawn = n_runs > 1 and are_drawn(traits_of(community, parameters, Draws(0, 0, 0, community)))
    start = allocate(State, n_runs if is_drawn else 1, community.n_artisans)
    columns, places = columns_of(start), {}
    for name, trait in each_trait(community, parameters, drawn):
        getattr(columns, name)[:] = trait
        if name in ("x_km", "y_km"):
            places[name] = trait if trait.ndim == 1 else getattr(columns, name)
    n_rows = n_runs if ties_are_drawn(community, places) else 1
    ties = draw_ties(
        community,
        places,
        random_seed=random_seed,
        first_replicate=first_replicate,
        n_rows=n_rows,
    )
    x_km, y_km = np.broadcast_arrays(*map(np.atleast_2d, places.values()))
    if translated is None:
        translated = parameters_for(community, parameters)
    near = near_of(translated, x_km, y_km)
    return InitialState(
        start, hamlets_of(community), ties._replace(near=near), first_replicate, n_runs
    )


def is_random(community: Community, parameters: ParameterSet) -> bool:
    """Whether luck has a part in the first moment; if not, all runs begin alike."""
    traits = traits_of(community, parameters, Draws(0, 0, 0, community))
    return are_drawn(traits) or ties_are_drawn(community, traits)


def beginning_key(
    community: Community, parameters: ParameterSet, translated: Parameters
) -> Hashable:
    """Everything on which artisans and ties of a beginning depend, for one roster and tie file."""
    file = community.file
    return (
        file.artisans,
        file.ties,
        file.traditional,
        file.modules.heterogeneity,
        parameters.exposure.threshold,
        tuple(sorted(parameters.decision.covariates.items())),
        parameters.decision.alpha_spread,
        parameters.decision.misfit_tolerance,
        sight_of(translated),
    )


def hamlets_of(community: Community) -> Site:
    """Describe every hamlet before anything is done in it (ODD 5)."""
    rules = community.file.association
    hamlets = columns_of(room := allocate(Site, community.n_hamlets))
    hamlets.number[:] = rows = np.arange(community.n_hamlets)
    of_rows = community.in_rows(community.hamlets)
    hamlets.first[:] = np.searchsorted(of_rows, rows, side="left")
    hamlets.end[:] = np.searchsorted(of_rows, rows, side="right")
    hamlets.formed[:] = NEVER
    hamlets.cohesion[:] = rules.cohesion
    hamlets.administration[:] = rules.administration
    hamlets.self_reliance[:] = rules.self_reliance
    hamlets.commitment[:] = community.file.institutions.commitments
    hamlets.readiness[:] = community.file.institutions.team_readiness
    hamlets.credibility[:] = community.file.facilitator.credibility
    hamlets.effort[:] = hamlets.effort_in[:] = hamlets.presence[:] = 1.0
    return room
