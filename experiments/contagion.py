"""How much of a coefficient of exposure is left as controls are added, and in shuffled networks."""

from collections.abc import Sequence

import pandas as pd
from scipy import special

from diffusion.fitting.estimates import design_of, regression, with_controls
from diffusion.fitting.law import Law
from diffusion.fitting.network_test import network_test
from diffusion.fitting.villages import Village

EXPOSURE = "share"
SHUFFLED = "shuffled within villages (periods, villages)"
COLUMNS = ["what", "estimate", "se", "low", "high", "p", "n"]
SAID = {
    "alone": "exposure alone",
    "time": "with a level for each period",
    "villages": "and for each village",
    "covariates": "and covariates",
}
LEVEL_Z, POWER_Z = 1.959963984540054, 0.8416212335729143
"""Of a two-sided test at 5 %, and of a power of 80 %."""


def rows_of(villages: Sequence[Village], n_shuffled: int) -> pd.DataFrame:
    """Give the coefficient alone, as each control is added, of the newest adopters, shuffled."""
    law = Law("logit", EXPOSURE, "periods", has_village_effect=False)
    log_time = Law("logit", EXPOSURE, "log", has_village_effect=False)
    rows = []
    for _, found in with_controls(villages, law).iterrows():
        if found["step"] == "time":
            of_log = regression(design_of(villages, log_time, ("alone", "time"))).iloc[1]
            rows.append(_row("with the logarithm of time", of_log, found["n_rows"]))
        if found["step"] in SAID:
            rows.append(_row(SAID[found["step"]], found, found["n_rows"]))
    test = network_test(villages, exposure=EXPOSURE, n_shuffled=n_shuffled)
    reach = LEVEL_Z * test.sd
    rows.append(
        [
            SHUFFLED, test.expected, test.sd,
            test.expected - reach, test.expected + reach, test.p_value, test.n_shuffled,
        ]
    )  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS).round(4)


def _row(what: str, found: pd.Series, n: int) -> list[object]:
    return [what, *found[["estimate", "se", "low", "high"]], float("nan"), n]


def detectable(se: float) -> float:
    """Give the coefficient that a test at 5 % finds with a power of 80 %."""
    return (LEVEL_Z + POWER_Z) * se


def power_at(coefficient: float, se: float) -> float:
    """Give how often a test at 5 % finds a coefficient, if its estimate has this error."""
    shift = coefficient / se
    return float(special.ndtr(shift - LEVEL_Z) + special.ndtr(-shift - LEVEL_Z))
