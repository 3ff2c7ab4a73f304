"""A simulated history as adoption data, so that whatever measures an observed one measures it."""

import numpy as np
from numpy.typing import NDArray

from diffusion.data.adoption import NEVER, Adoption
from diffusion.data.adoption_data import AdoptionData
from diffusion.data.ties import TiesOfKind
from diffusion.errors import InputError, Problem, as_written, check_range
from diffusion.kernels import laws
from diffusion.kernels.state import CONFIRMED, DISCONTINUED, TRIAL
from diffusion.results.labels import month_names
from diffusion.results.outcome import Outcome
from diffusion.scenario.community import Community
from diffusion.translate.initial_state import draw_initial_state

SIMULATED = "simulated"
"""What the innovation, and the kind of ties, of a simulated history are called."""


def adoption_data_of(
    outcome: Outcome, run: int = 0, *, community: Community | None = None
) -> AdoptionData:
    """Show one run as if it had been observed.

    The periods are the states: "start", and the months by their calendar names. An artisan who
    gave it up and took it up again has given it up from the first time on, because of each person
    one adoption is told: so `users` can be fewer than the outcome's `adopters`, which counts them.

    Parameters
    ----------
    outcome
        Simulated with keep=["spells"].
    run
        Row of the run in the outcome, from 0.
    community
        The community that was simulated: with it the data have the names of its artisans, and the
        ties of this run as they were at its start. Without it the names are 1 to N, and there are
        no ties.

    Raises
    ------
    InputError
        If spells were not kept, there is no such run, or the community is another one.
    """
    if outcome.first is None:
        raise InputError(Problem("spells", "", 'runs simulated with keep=["spells"]', "none"))
    check_range("run", run, 0, outcome.n_runs - 1)
    first: NDArray[np.int32] = outcome.first[run]
    began = first[:, [TRIAL, CONFIRMED]]
    time = np.where(began < 0, outcome.n_months + 1, began).min(axis=1)
    never = time > outcome.n_months
    # Who had given it up before the first month was not seen to adopt it.
    given_up = np.where(never, NEVER, first[:, DISCONTINUED])
    given_up[given_up <= time] = NEVER
    adopted = Adoption.of(np.where(never, NEVER, time), given_up, n_periods=outcome.n_months + 1)
    if community is not None:
        _check_same(outcome, community)
    return AdoptionData(
        tuple(range(1, outcome.n_artisans + 1)) if community is None else community.labels,
        month_names(outcome.provenance, outcome.n_months),
        {SIMULATED: adopted},
        {} if community is None else {SIMULATED: _ties_of(outcome, run, community)},
        {name: np.array(one.labels, object) for name, one in outcome.groups.items()},
    )


def _check_same(outcome: Outcome, community: Community) -> None:
    """Refuse a community that is not the one simulated."""
    told = {"files": dict(community.hashes), "declared": community.file.model_dump(mode="json")}
    if any(outcome.provenance.get(what) != said for what, said in told.items()):
        expected = f"the community that was simulated, {outcome.provenance.get('community')}"
        raise InputError(Problem("community", "", expected, as_written(community.name)))


def _ties_of(outcome: Outcome, run: int, community: Community) -> TiesOfKind:
    """List who looks at whom in a run, from its start."""
    # No number of a parameter set touches the ties: any set will do.
    initial = draw_initial_state(
        community,
        next(iter(community.parameter_sets.values())),
        random_seed=outcome.provenance["random_seed"],
        first_replicate=outcome.provenance["first_replicate"] + run,
        n_runs=1,
    )
    ties = initial.ties_of(0)
    place_of = np.arange(community.n_artisans) if community.order is None else community.order
    start = ties.start.astype(np.int64)
    ego = place_of[np.repeat(np.arange(community.n_artisans), start[1:] - start[:-1])]
    alter = place_of[ties.alter.astype(np.int64)]
    is_directed = len(ties.shown_growing) > 0
    listed = ties.strength > 0 if is_directed else ego < alter
    return TiesOfKind.of(
        ego[listed],
        alter[listed],
        ties.strength[listed] / laws.WHOLE,
        direction="alter_to_ego" if is_directed else "both",
    )
