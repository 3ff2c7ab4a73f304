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
from diffusion.kernels.contagion.start import Start, at
from diffusion.kernels.jit import compiled, inner
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.phases.knowledge import knowledge_seen
from diffusion.kernels.phases.rates import alpha_in
from diffusion.kernels.state import Ties

SUMMED, COUNTED, LISTED, ALIKE = range(4)
"""Where the bound of a chance comes from: strengths of adopting alters, added up; their number,
where every strength is 1; a table by artisan and number; a table by number."""


class Response(Table):
    """What an artisan responds to exposure with; a row for each artisan.

    Attributes
    ----------
    gates : float64 [N or 1]
        Share of the decision rate that gets through, 0 to 1, times the propensity.
    alpha : float64 [N or 1]
        Rate without adopters around, before the gates, in the present month.
    threshold : float64 [N or 1]
        Exposure needed; 0 where the response is no threshold.
    """

    gates: Reals
    alpha: Reals
    threshold: Reals


@compiled
def precompute(
    start: Start,
    run: int,
    ties: Ties,
    parameters: Parameters,
    response: Response,
    need: Counts,
    bounds: Words,
    is_kept: bool,
    t: int,
) -> int:
    """Work out what stays the same in all months of a run, or until alpha changes.

    Parameters
    ----------
    start, run, ties : Start, int, Ties
        First moments of all runs, the run, and its ties.
    parameters : Parameters
    response : Response [N, or 1 where no trait of `start` differs between artisans]
        Written.
    need : int32 [N, or 1 where exposure has no threshold]
        Written; as in `NeighbourCounts`.
    bounds : uint64 [at least N and one for each end of a tie, or 0]
        Written where bounds are tabulated by artisan, which they are not without room.
    is_kept : bool
        Whether more than one run will use what is written here.
    t : int
        Month from which on it holds.

    Returns
    -------
    int
        Where bounds come from: `SUMMED` and so on.
    """
    for ego in range(response.gates.size):
        _write_response(start, run, ties, parameters, response, ego, t)
    form = _tabulate(ties, parameters, response, bounds, is_kept)
    has_crossing = (form != SUMMED) & (not parameters.is_flow)
    last = response.gates.size - 1
    n_alters = needed = -1
    for ego in range(need.size):
        need[ego] = 1
        if has_crossing and need.size > 1:
            n_here = int(ties.start[ego + 1]) - int(ties.start[ego])
            # Of artisans who are alike the next often has as many alters.
            if last > 0 or n_here != n_alters:
                whole = whole_of(ties, parameters, ego) / laws.WHOLE
                needed = alters_needed(response.threshold[min(ego, last)], whole)
                n_alters = n_here
            need[ego] = needed
    return form


@inner
def _write_response(
    start: Start,
    run: int,
    ties: Ties,
    parameters: Parameters,
    response: Response,
    ego: int,
    t: int,
) -> None:
    """Write the row of one artisan: the parts of `rates.decision_rate_of` that stay."""
    gate = laws.value_gate(
        at(start.value_fit, run, ego), parameters.misfit_tolerance, parameters.value_exponent
    )
    gates = 0.0
    if gate > 0.0:
        gates = laws.decision_gates(
            at(start.self_efficacy, run, ego),
            parameters.efficacy_exponent,
            gate,
            at(start.cost_burden, run, ego),
            parameters.cost_exponent,
            1.0,
        )
    response.gates[ego] = gates * at(start.propensity, run, ego)
    seen = 0.0
    if start.is_trained.shape[1] > 0:
        row = min(run, start.is_trained.shape[0] - 1)
        seen = knowledge_seen(start.is_trained[row], ties, parameters, ego)
    response.alpha[ego] = laws.initiative(
        alpha_in(parameters, t), at(start.alpha_factor, run, ego), parameters.knowledge, seen
    )
    has_threshold = parameters.response == laws.THRESHOLD
    response.threshold[ego] = at(start.threshold, run, ego) if has_threshold else 0.0


@inner
def whole_of(ties: Ties, parameters: Parameters, ego: int) -> float:
    """Find what strengths of adopting alters are divided by, in billionths (`laws.divisor`)."""
    if ties.total.size == 0:
        total = float(ties.start[ego + 1] - ties.start[ego]) * laws.WHOLE
    else:
        total = float(ties.total[ego])
    return laws.divisor(total, parameters.is_sum)


@inner
def _tabulate(
    ties: Ties, parameters: Parameters, response: Response, bounds: Words, is_kept: bool
) -> int:
    """Tabulate the bounds, if exposure can be counted and the table is worth its making."""
    n_artisans, last = ties.start.size - 1, response.gates.size - 1
    for tie in range(ties.start[0], ties.start[n_artisans]):
        # There are none where every strength is 1.
        if ties.strength.size > 0 and ties.strength[tie] != laws.WHOLE:
            return SUMMED
    most = 0
    are_alike = True
    for ego in range(n_artisans):
        most = max(most, int(ties.start[ego + 1]) - int(ties.start[ego]))
        row = min(ego, last)
        are_alike &= (
            (response.gates[row] == response.gates[0])
            & (response.alpha[row] == response.alpha[0])
            & (response.threshold[row] == response.threshold[0])
            & (whole_of(ties, parameters, ego) == whole_of(ties, parameters, 0))
        )
    if are_alike and most < bounds.size:
        for seen in range(most + 1):
            strength = seen * float(laws.WHOLE)
            bounds[seen] = bound_at(ties, response, parameters, 0, strength)
        return ALIKE
    if not is_kept:
        return COUNTED
    for ego in range(n_artisans):
        first = ties.start[ego] - ties.start[0] + ego
        for seen in range(ties.start[ego + 1] - ties.start[ego] + 1):
            strength = seen * float(laws.WHOLE)
            bounds[first + seen] = bound_at(ties, response, parameters, ego, strength)
    return LISTED


@inner
def bound_at(
    ties: Ties, response: Response, parameters: Parameters, ego: int, strength: float
) -> np.uint64:
    """Bound of an artisan tied with this strength, in billionths, to who uses the innovation.

    It adopts in a substep where its whole draw is below this number (`draws.bound`).
    """
    row = min(ego, response.gates.size - 1)
    chance = adoption_chance(
        parameters,
        response.gates[row],
        response.alpha[row],
        response.threshold[row],
        strength / whole_of(ties, parameters, ego),
    )
    return draws.bound(chance)


@inner
def nobody_begins_alone(ties: Ties, response: Response, parameters: Parameters) -> bool:
    """Tell whether the chance of everybody is 0 as long as no alter uses the innovation."""
    for row in range(response.gates.size):
        if bound_at(ties, response, parameters, row, 0.0) > 0:
            return False
    return True


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
    ties, parameters, response : Ties, Parameters, Response
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
        bounds[rank] = bound_at(ties, response, parameters, ego, strength)
