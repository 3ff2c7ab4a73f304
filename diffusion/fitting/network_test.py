"""Is it the ties? The coefficient of exposure beside those in networks that are shuffled."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import check_ranges
from diffusion.fitting.checks import check_rows
from diffusion.fitting.estimates import design_of, regression
from diffusion.fitting.keyed import uniform_draws
from diffusion.fitting.law import Law
from diffusion.fitting.villages import Village
from diffusion.kernels import draws as purposes
from diffusion.measures.result import Result
from diffusion.measures.structure_test import two_sided

N_SHUFFLED = 99
CONTROLS = ("alone", "influence", "time", "villages")


@dataclass(frozen=True, repr=False, eq=False)
class NetworkTest(Result):
    """The coefficient of exposure beside those in shuffled networks.

    An exposure effect is not a cause: who is alike, or hears of the same, adopts alike too.

    Attributes
    ----------
    value : float
        In the networks as they are.
    expected, sd : float
        Mean and standard deviation over shuffled networks.
    p_value : float
        Twice the smaller share of networks, that as it is among them, in which the coefficient is
        at most, or at least, as large.
    n_shuffled : int
        Shuffled networks in which there was a coefficient.
    shuffled : float64 [R, 1]
    """

    value: float
    expected: float
    sd: float
    p_value: float
    n_shuffled: int
    shuffled: NDArray[np.float64]


def network_test(
    villages: Sequence[Village],
    *,
    exposure: str = "share",
    time: str = "periods",
    form: str = "logit",
    controls: Sequence[str] = CONTROLS,
    n_shuffled: int = N_SHUFFLED,
    random_seed: int = 1,
) -> NetworkTest:
    """Compare the coefficient of exposure with those in shuffled networks of the same villages.

    Everybody takes the place of another of the village. Whatever all of a village share, such as
    when they heard of it, is in both; what is left is that who adopts is tied to who had adopted.

    Parameters
    ----------
    villages
    exposure
        One of `diffusion.fitting.law.EXPOSURES`; its first term is looked at.
    time
        As of `fit`.
    form
        "logit" or "cloglog".
    controls
        Of `diffusion.fitting.estimates.STEPS`.
    n_shuffled
        Networks.
    random_seed

    Raises
    ------
    InputError
        As `fit` does, or if there are too many or too few networks.
    """
    check_ranges(("n_shuffled", n_shuffled, 1, 100_000))
    law = Law(form, exposure, time, has_village_effect=False)
    check_rows(villages, law)

    def coefficient(of: Sequence[Village]) -> float:
        table = regression(design_of(of, law, controls), form)
        return float(table["estimate"].iloc[1])

    observed = coefficient(villages)
    found = np.array([coefficient(one) for one in _placed(villages, n_shuffled, random_seed)])
    known = found[np.isfinite(found)]
    nan = float("nan")
    return NetworkTest(
        observed,
        float(known.mean()) if known.size else nan,
        float(known.std(ddof=1)) if len(known) > 1 else nan,
        two_sided(observed, known) if known.size and np.isfinite(observed) else nan,
        len(known),
        found[:, None],
    )


def _placed(villages: Sequence[Village], n: int, random_seed: int) -> Iterator[tuple[Village, ...]]:
    """Give everybody the place of another in the network of the village, by lot, n times."""
    lots = [
        uniform_draws(
            n, one.n_people, purpose=purposes.PERMUTATION, random_seed=random_seed, extra=at
        )
        for at, one in enumerate(villages)
    ]
    for number in range(n):
        yield tuple(
            replace(one, data=one.data.select(np.argsort(lot[number], kind="stable")))
            for one, lot in zip(villages, lots, strict=True)
        )
