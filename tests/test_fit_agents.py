"""A fitted law runs forward as the model's own artisans do, on the same draws."""

from dataclasses import replace

import numpy as np
import pytest
from communities import TWO_STATE, community, parameters
from test_chain import RING

from diffusion.data.adoption_data import AdoptionData
from diffusion.ensembles.two_state import run_two_state
from diffusion.fitting.fit import Fit
from diffusion.fitting.forecast import lived
from diffusion.fitting.keyed import seed_of_period
from diffusion.fitting.law import Law
from diffusion.fitting.penalised import Found
from diffusion.fitting.terms import terms_for
from diffusion.fitting.villages import Village, villages_of
from diffusion.kernels.records import new_records
from diffusion.translate.initial_state import draw_initial_state
from diffusion.translate.parameters import parameters_for

ALPHA, BETA, N_RUNS, SEED = 0.05, 0.6, 40, 7


def known_law(villages: tuple[Village, ...], alpha: float, beta: float) -> Fit:
    """A law whose numbers are known, with no doubt about any."""
    law = Law("gates", "share", "none", has_village_effect=False)
    terms = terms_for(villages, law)
    numbers = np.log([alpha, beta])
    none = np.zeros(len(villages))
    found = Found(numbers, np.zeros((2, 2)), none, none, 0.0, 0.0, 0.0)
    return Fit(law, terms, found, ("one",), 0, 0)


@pytest.mark.parametrize("substep", [1, 2])
def test_each_period_is_a_month_of_the_two_state_chain(substep: int) -> None:
    people = community(ties=RING, first_adopters=(0, 1, 7))
    said = parameters(
        TWO_STATE
        | {
            "decision.alpha": ALPHA, "decision.beta": BETA, "decision.alpha_spread": 0.0,
            "exposure.response": "linear", "exposure.group_weight": 0.0,
            "exposure.normalisation": "fraction", "chain.exit_hazard": 0.0, "chain.substeps": 1,
        }
    )  # fmt: skip
    begin = draw_initial_state(people, said, random_seed=1, first_replicate=0, n_runs=1)
    n, ties = people.n_artisans, begin.ties
    matrix = np.zeros((n, n))
    for ego in range(n):
        matrix[ego, ties.alter[ties.start[0][ego] : ties.start[0][ego + 1]]] = 1
    toa = np.full(n, -1)
    toa[[0, 1, 7]] = 0
    data = AdoptionData.of(matrix, toa, n_periods=4, columns={"hamlet": np.full(n, "Lor")})
    village = villages_of(data)[0]
    fitted = known_law((village,), ALPHA, BETA)
    numbers = np.tile(fitted.found.estimate, (N_RUNS, 1))
    lives = lived(fitted, village, numbers, np.zeros((N_RUNS, 3)), known_to=1, seed=SEED)
    adopted = [np.tile(toa == 0, (N_RUNS, 1)), *(after for _, after in lives)]
    flat = parameters_for(people, said)
    before = adopted[substep - 1]
    for run in range(N_RUNS):
        start = begin.start.copy()
        start["stage"][0] = np.where(before[run], 4, 0)
        moved = replace(begin, start=start, first_replicate=run)
        records = new_records(1, 1, n, n_channels=len(people.file.market.channel),
                              n_toa=1, n_spells=1, n_last=1)  # fmt: skip
        run_two_state(moved, flat, random_seed=seed_of_period(SEED, substep), records=records)
        assert ((records.last_stage[0] == 4) == adopted[substep][run]).all()
    assert adopted[substep].sum() > before.sum()
