"""The first moment of the two-state chain: only the traits that its rule asks for are drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.kernels import laws
from diffusion.kernels.arrays import Reals, allocate
from diffusion.kernels.contagion.start import Start, write_burdens
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.site import Site
from diffusion.kernels.state import TRIAL, State, Ties
from diffusion.scenario.community import Community
from diffusion.scenario.parameters import ParameterSet
from diffusion.translate.columns import columns_of
from diffusion.translate.first_draws import Draws
from diffusion.translate.initial_state import InitialState, hamlets_of
from diffusion.translate.networks import draw_ties, ties_are_drawn
from diffusion.translate.parameters import parameters_for
from diffusion.translate.traits import are_drawn, traits_of
from diffusion.util.arrays import for_kernels

_OF_BURDEN = "skill", "cash", "income", "need"
"""Traits on which the burden of the cost hangs."""

_AT_ONCE = 10_000
"""Artisans whose burdens are worked out together, so that their states need little memory."""


@dataclass(frozen=True, slots=True)
class ChainStart:
    """The first moment of some runs of the two-state chain.

    Attributes
    ----------
    start : Start
    ties : Ties
        As in `InitialState`; who lives near whom is left empty.
    first_replicate : int
        Replicate number of the first run.
    n_runs : int
        Number of runs, R.
    """

    start: Start
    ties: Ties
    first_replicate: int
    n_runs: int


def draw_chain_start(
    community: Community,
    parameters: ParameterSet,
    *,
    random_seed: int,
    first_replicate: int,
    n_runs: int,
) -> ChainStart:
    """Draw (or read) what `n_runs` runs of the chain begin with: as `draw_initial_state`, but less.

    Who is poor is left out, as no rule of the chain asks for it.
    """
    flat = parameters_for(community, parameters)
    drawn = Draws(random_seed, first_replicate, n_runs, community)
    traits = traits_of(community, parameters, drawn, traits_asked_for(flat))
    ties = draw_ties(
        community,
        traits | _places(community, parameters, drawn),
        random_seed=random_seed,
        first_replicate=first_replicate,
        n_rows=n_runs if chain_ties_are_drawn(community, parameters) else 1,
        is_lean=True,
    )
    identity = np.empty(0, np.int64) if community.roster is None else drawn.identities
    sites = hamlets_of(community) if "skill" in traits else None
    start = _start_of(traits, identity, flat, sites)
    return ChainStart(start, ties, first_replicate, n_runs)


def chain_is_random(community: Community, parameters: ParameterSet) -> bool:
    """Whether luck has a part in what the chain begins with; if not, all runs begin alike."""
    drawn = Draws(0, 0, 0, community)
    names = traits_asked_for(parameters_for(community, parameters))
    traits = traits_of(community, parameters, drawn, names)
    return are_drawn(traits) or chain_ties_are_drawn(community, parameters)


def chain_ties_are_drawn(community: Community, parameters: ParameterSet) -> bool:
    """Whether luck has a part in who is tied to whom, and how strongly."""
    drawn = Draws(0, 0, 0, community)
    return ties_are_drawn(community, _places(community, parameters, drawn))


def chain_start_of(initial: InitialState, parameters: Parameters) -> ChainStart:
    """Take what the chain begins with out of a whole first moment."""
    columns = columns_of(initial.start)
    names = {*traits_asked_for(parameters), "is_poor"} - {"is_first"}
    traits = {name: getattr(columns, name) for name in names}
    traits["is_first"] = columns.stage == TRIAL
    start = _start_of(traits, columns.identity[0], parameters, initial.hamlets)
    return ChainStart(start, initial.ties, initial.first_replicate, initial.n_runs)


def traits_asked_for(parameters: Parameters) -> tuple[str, ...]:
    """Name the fields of the artisans' first state that the rule of the chain asks for."""
    has_gate = parameters.misfit_tolerance < 1.0 or parameters.value_exponent != 0.0
    asked = {
        ("is_first",): True,
        ("self_efficacy",): parameters.efficacy_exponent != 0.0,
        ("value_fit",): has_gate,
        (*_OF_BURDEN, "hamlet"): parameters.cost_exponent != 0.0,
        ("alpha_factor",): parameters.alpha != 0.0,
        ("propensity",): parameters.has_covariates,
        ("trained",): parameters.knowledge != 0.0,
        ("threshold",): parameters.response == laws.THRESHOLD,
    }
    return tuple(name for names, is_so in asked.items() if is_so for name in names)


def _places(
    community: Community, parameters: ParameterSet, drawn: Draws
) -> dict[str, NDArray[Any]]:
    """Where households live, if ties depend on it."""
    is_near = community.tie_list is None and community.file.ties.generator == "geometric"
    return traits_of(community, parameters, drawn, ("x_km", "y_km") if is_near else ())


def _start_of(
    traits: Mapping[str, NDArray[Any]],
    identity: NDArray[np.int64],
    parameters: Parameters,
    sites: Site | None,
) -> Start:
    """Put the traits [N] or [R, N] together; what is not asked for leaves every gate open."""
    is_adopter = np.atleast_2d(traits["is_first"])
    burden = np.zeros((1, 1))
    if sites is not None and "skill" in traits:
        burden = _burdens(traits, parameters, sites, is_adopter.shape[1])
    return Start(
        identity=for_kernels(np.ascontiguousarray(identity)),
        is_adopter=np.ascontiguousarray(is_adopter),
        is_trained=np.ascontiguousarray(
            np.atleast_2d(traits.get("trained", np.zeros((1, 0), np.bool_)))
        ),
        is_poor=np.ascontiguousarray(
            np.atleast_2d(traits.get("is_poor", np.zeros((1, 0), np.bool_)))
        ),
        self_efficacy=_column(traits, "self_efficacy", 1.0),
        value_fit=_column(traits, "value_fit", 1.0),
        cost_burden=_column({"cost_burden": burden}, "cost_burden", 0.0),
        alpha_factor=_column(traits, "alpha_factor", 1.0),
        propensity=_column(traits, "propensity", 1.0),
        threshold=_column(traits, "threshold", 0.0),
    )


def _column(traits: Mapping[str, NDArray[Any]], name: str, default: float) -> Reals:
    """Show a trait as [R or 1, N or 1]: one number where it is the same for all."""
    if name not in traits:
        return np.full((1, 1), default)
    values = np.atleast_2d(traits[name])
    if values.size and (values == values[0, 0]).all():
        values = values[:1, :1]
    return np.ascontiguousarray(values, np.float64)


def _burdens(
    traits: Mapping[str, NDArray[Any]], parameters: Parameters, sites: Site, n_artisans: int
) -> Reals:
    """Work out the burden of the cost for each artisan [R or 1, N], some at a time."""
    of_burden = {name: np.atleast_2d(traits[name]) for name in (*_OF_BURDEN, "hamlet")}
    n_rows = max(len(trait) for trait in of_burden.values())
    burden = np.empty((n_rows, n_artisans))
    state = allocate(State, min(_AT_ONCE, n_artisans))
    columns = columns_of(state)
    for row in range(n_rows):
        for first in range(0, n_artisans, _AT_ONCE):
            some = slice(first, min(first + _AT_ONCE, n_artisans))
            n_here = some.stop - first
            for name, trait in of_burden.items():
                getattr(columns, name)[:n_here] = trait[min(row, len(trait) - 1), some]
            write_burdens(state[:n_here], sites, parameters, burden[row, some])
    return burden
