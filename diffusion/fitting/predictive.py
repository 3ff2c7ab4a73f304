"""Would the law have brought forth what was observed? Worlds lived by it, beside the villages."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import check_ranges
from diffusion.fitting.fit import Fit
from diffusion.fitting.forecast import lived
from diffusion.fitting.keyed import normal_draws, seed_of_period
from diffusion.fitting.villages import Village
from diffusion.kernels import draws as purposes
from diffusion.measures.result import Result
from diffusion.measures.structure_test import two_sided

type Reals = NDArray[np.float64]

STATISTICS = ("adoptions", "early", "villages_apart", "exposure_of_adopters")
"""Share that adopt after the first period; part of them in the first half of the later periods;
standard deviation between villages of the share at the end; mean share of those tied who had
adopted before an adopter did."""

N_WORLDS = 199
FLAGGED = 0.05


@dataclass(frozen=True, repr=False, eq=False)
class PredictiveCheck(Result):
    """Statistics of what was observed, beside those of worlds that the law brings forth.

    Attributes
    ----------
    statistic : tuple of str
        `STATISTICS`.
    observed, expected, sd : float64 [S]
        Of the villages; mean and standard deviation over worlds.
    p_value : float64 [S]
        Twice the smaller share of worlds, that observed among them, at most or at least as large.
    is_flagged : bool [S]
        p-value times S is below `FLAGGED`: this law would hardly bring it forth.
    """

    statistic: tuple[str, ...]
    observed: Reals
    expected: Reals
    sd: Reals
    p_value: Reals
    is_flagged: NDArray[np.bool_]


def predictive_check(
    fitted: Fit, villages: Sequence[Village], *, n_worlds: int = N_WORLDS, seed: int = 1
) -> PredictiveCheck:
    """Let all villages live anew from their first period, many times, and compare.

    Each world has coefficients, and village effects, drawn as likely as they are after the fit. A
    law whose form is wrong, though its numbers are the best, brings forth other statistics.

    Parameters
    ----------
    fitted
        To these villages, in this order.
    villages
    n_worlds
    seed
        Of all draws.

    Raises
    ------
    InputError
        If a number is out of range.
    """
    check_ranges(("n_worlds", n_worlds, 1, 100_000))
    drawn = fitted.draws(n_worlds, seed)
    apart = normal_draws(n_worlds, len(villages), purpose=purposes.VILLAGE_EFFECT, random_seed=seed)
    worlds, seen = [], []
    for at, one in enumerate(villages):
        effect = fitted.found.effect[at] + fitted.found.effect_sd[at] * apart[:, at]
        effects = np.repeat(effect[:, None], one.n_periods - 1, axis=1)
        lives = lived(
            fitted, one, drawn, effects, known_to=1, seed=seed_of_period(seed, 1_000 + at)
        )
        worlds.append(_of_village(one, np.stack([adopted for _, adopted in lives], axis=1)))
        had = np.stack([one.adopted_before(period + 1) for period in range(1, one.n_periods)])
        seen.append(_of_village(one, had[None]))
    observed, simulated = _together(villages, seen)[0], _together(villages, worlds)
    p_value = np.array(
        [two_sided(float(observed[at]), simulated[:, at]) for at in range(len(STATISTICS))]
    )
    return PredictiveCheck(
        STATISTICS,
        observed,
        simulated.mean(axis=0),
        simulated.std(axis=0, ddof=1) if n_worlds > 1 else np.zeros(len(STATISTICS)),
        p_value,
        p_value * len(STATISTICS) < FLAGGED,
    )


def _of_village(village: Village, adopted: NDArray[np.bool_]) -> Reals:
    """Count in each world: adopters after the first period, early ones, at the end; exposure.

    Parameters
    ----------
    adopted : bool [M, T - 1, n]
        Who has adopted at the end of each period after the first.

    Returns
    -------
    float64 [M, 4]
    """
    first = village.adopted_before(1)
    before = np.concatenate(
        [np.broadcast_to(first, (len(adopted), 1, village.n_people)), adopted[:, :-1]], axis=1
    )
    new = adopted & ~before
    middle = max(1, new.shape[1] // 2)
    exposure = np.zeros(len(adopted))
    for at in range(new.shape[1]):
        seen = (village.looks("outgoing", at) @ before[:, at].T.astype(np.float64)).T
        exposure += (seen * new[:, at]).sum(axis=1)
    counts = new.sum(axis=2)
    return np.column_stack(
        [counts.sum(axis=1), counts[:, :middle].sum(axis=1), adopted[:, -1].sum(axis=1), exposure]
    ).astype(np.float64)


def _together(villages: Sequence[Village], parts: Sequence[Reals]) -> Reals:
    """Put the counts of all villages together as `STATISTICS` [M, S]."""
    n_people = np.array([one.n_people for one in villages])
    counts = np.stack(parts, axis=1)
    total = counts.sum(axis=1)
    n_new = np.maximum(total[:, 0], 1)
    apart = (counts[:, :, 2] / n_people).std(axis=1)
    return np.column_stack(
        [total[:, 0] / n_people.sum(), total[:, 1] / n_new, apart, total[:, 3] / n_new]
    )
