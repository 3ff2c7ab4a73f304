"""How each artisan of the two-state chain responds to exposure, worked out once.

In the chain nobody earns, spends, learns or joins (ODD 8): traits, cash and income stay as they
were, there is no association and no advantage. So every gate of a decision stays too, and of the
laws of a month only the exposure changes.
"""

import numpy as np

from diffusion.kernels import draws, laws
from diffusion.kernels.arrays import Counts, Reals, Table, Words
from diffusion.kernels.contagion.neighbour_counts import NeighbourCounts
from diffusion.kernels.contagion.rules import adoption_chance, alters_needed
from diffusion.kernels.jit import compiled, inner
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.phases.rates import cost_burden
from diffusion.kernels.site import Site
from diffusion.kernels.state import State, Ties

SUMMED, COUNTED, LISTED, ALIKE = range(4)
"""Where the bound of a chance comes from: strengths of adopting alters, added up; their number,
where every strength is 1; a table by artisan and number; a table by number."""


class Response(Table):
    """What an artisan responds to exposure with; a row for each artisan.

    Attributes
    ----------
    gates : float64 [N]
        Share of the decision rate that gets through, 0 to 1.
    alpha : float64 [N]
        Rate without exposure, before the gates, per month.
    whole : float64 [N]
        What strengths of adopting alters are divided by: strength of all ties, or that of one;
        in billionths.
    threshold : float64 [N]
        Exposure needed; 0 where the response is no threshold.
    """

    gates: Reals
    alpha: Reals
    whole: Reals
    threshold: Reals


@compiled
def precompute(
    start: State,
    sites: Site,
    ties: Ties,
    parameters: Parameters,
    response: Response,
    need: Counts,
    bounds: Words,
    is_kept: bool,
) -> int:
    """Work out what stays the same in all months of a run.

    Parameters
    ----------
    start, sites, ties : State [N], Site [H], Ties
        First moment of a run.
    parameters : Parameters
    response, need : Response [N], int32 [N]
        Written; `need` as in `NeighbourCounts`.
    bounds : uint64 [at least N and one for each end of a tie]
        Written where bounds are tabulated.
    is_kept : bool
        Whether more than one run will use what is written here.

    Returns
    -------
    int
        Where bounds come from: `SUMMED` and so on.
    """
    for ego in range(start.stage.size):
        _write_response(start, sites, ties, parameters, response, ego)
    form = _tabulate(ties, parameters, response, bounds, is_kept)
    has_crossing = (
        (parameters.response == laws.THRESHOLD) & (form != SUMMED) & (not parameters.is_flow)
    )
    for ego in range(start.stage.size):
        need[ego] = 1
        if has_crossing:
            whole = response.whole[ego] / laws.WHOLE
            need[ego] = alters_needed(response.threshold[ego], whole)
    return form


@inner
def _write_response(
    start: State, sites: Site, ties: Ties, parameters: Parameters, response: Response, ego: int
) -> None:
    """Write the row of one artisan: the parts of `rates.decision_rate_of` that stay."""
    gate = laws.value_gate(
        start.value_fit[ego], parameters.misfit_tolerance, parameters.value_exponent
    )
    gates = 0.0
    if gate > 0.0:
        gates = laws.decision_gates(
            start.self_efficacy[ego],
            parameters.efficacy_exponent,
            gate,
            cost_burden(start, sites, parameters, ego),
            parameters.cost_exponent,
            1.0,
        )
    whole = 0
    for tie in range(ties.start[ego], ties.start[ego + 1]):
        whole += ties.strength[tie]
    response.gates[ego] = gates
    response.alpha[ego] = parameters.alpha * start.alpha_factor[ego]
    response.whole[ego] = laws.divisor(float(whole), parameters.is_sum)
    has_threshold = parameters.response == laws.THRESHOLD
    response.threshold[ego] = start.threshold[ego] if has_threshold else 0.0


@inner
def _tabulate(
    ties: Ties, parameters: Parameters, response: Response, bounds: Words, is_kept: bool
) -> int:
    """Tabulate the bounds, if exposure can be counted and the table is worth its making."""
    n_artisans = response.gates.size
    most = 0
    are_alike = True
    for ego in range(n_artisans):
        for tie in range(ties.start[ego], ties.start[ego + 1]):
            if ties.strength[tie] != laws.WHOLE:
                return SUMMED
        most = max(most, ties.start[ego + 1] - ties.start[ego])
        are_alike &= (
            (response.gates[ego] == response.gates[0])
            & (response.alpha[ego] == response.alpha[0])
            & (response.whole[ego] == response.whole[0])
            & (response.threshold[ego] == response.threshold[0])
        )
    if are_alike:
        for seen in range(most + 1):
            bounds[seen] = bound_at(response, parameters, 0, seen * float(laws.WHOLE))
        return ALIKE
    if not is_kept:
        return COUNTED
    for ego in range(n_artisans):
        first = ties.start[ego] - ties.start[0] + ego
        for seen in range(ties.start[ego + 1] - ties.start[ego] + 1):
            strength = seen * float(laws.WHOLE)
            bounds[first + seen] = bound_at(response, parameters, ego, strength)
    return LISTED


@inner
def bound_at(response: Response, parameters: Parameters, ego: int, strength: float) -> np.uint64:
    """Bound of an artisan tied with this strength, in billionths, to who uses the innovation.

    It adopts in a substep where its whole draw is below this number (`draws.bound`).
    """
    chance = adoption_chance(
        parameters,
        response.gates[ego],
        response.alpha[ego],
        response.threshold[ego],
        strength / response.whole[ego],
    )
    return draws.bound(chance)


@inner
def write_bounds(
    ties: Ties,
    parameters: Parameters,
    response: Response,
    table: Words,
    form: int,
    counts: NeighbourCounts,
    n_changed: int,
    bounds: Words,
) -> None:
    """Work out the bounds of those whose exposure has changed.

    Parameters
    ----------
    ties, parameters, response : Ties, Parameters, Response [N]
    table, form : uint64, int
        As `precompute` has written and told.
    counts : NeighbourCounts
        With the list of changes.
    n_changed : int
        How many stand in it.
    bounds : uint64 [at least n_changed]
        Written, in the order of the list.
    """
    seen, is_shown, changed = counts.seen, counts.is_shown, counts.changed
    starts, alters, strengths = ties.start, ties.alter, ties.strength
    if form == ALIKE:
        for rank in range(n_changed):
            bounds[rank] = table[seen[changed[rank]]]
        return
    if form == LISTED:
        for rank in range(n_changed):
            ego = changed[rank]
            bounds[rank] = table[starts[ego] - starts[0] + ego + np.uint32(seen[ego])]
        return
    for rank in range(n_changed):
        ego = changed[rank]
        strength = seen[ego] * float(laws.WHOLE)
        if form == SUMMED and seen[ego] > 0:
            shown = 0
            for tie in range(starts[ego], starts[ego + 1]):
                if is_shown[alters[tie]]:
                    shown += strengths[tie]
            strength = float(shown)
        bounds[rank] = bound_at(response, parameters, ego, strength)
