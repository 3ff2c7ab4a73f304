"""Fits a law to villages: coefficients with intervals, village effects, draws of all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem, one_of
from diffusion.fitting.checks import check_rows
from diffusion.fitting.exposures import terms_of
from diffusion.fitting.keyed import normal_draws
from diffusion.fitting.law import LAWS, Law
from diffusion.fitting.links import link_of, predictor_of
from diffusion.fitting.penalised import Found, best_of
from diffusion.fitting.terms import Terms, outside_of, persons_of, rows_of, terms_for
from diffusion.fitting.villages import Village
from diffusion.kernels import draws as purposes
from diffusion.util.display import Shown

if TYPE_CHECKING:
    import pandas as pd

type Reals = NDArray[np.float64]
type Flags = NDArray[np.bool_]

NOT_A_CAUSE = "an exposure effect is not a cause"

_TWO_SIDED = 1.959963984540054


@dataclass(frozen=True, eq=False, repr=False)
class Fit(Shown):
    """A law fitted to villages.

    Attributes
    ----------
    law : Law
    terms : Terms
    found : Found
    village : tuple of str
        Whose effects there are.
    n_rows, n_adoptions : int
        Person-periods at risk, and adoptions in them.
    """

    law: Law
    terms: Terms
    found: Found
    village: tuple[str, ...]
    n_rows: int
    n_adoptions: int

    @cached_property
    def coefficients(self) -> "pd.DataFrame":
        """Table: name, estimate, low, high (95 %), se."""
        import pandas as pd

        estimate, se = self.found.estimate, np.sqrt(np.diag(self.found.covariance))
        return pd.DataFrame(
            {
                "name": self.terms.names,
                "estimate": estimate,
                "low": estimate - _TWO_SIDED * se,
                "high": estimate + _TWO_SIDED * se,
                "se": se,
            }
        )

    @cached_property
    def effects(self) -> "pd.DataFrame":
        """Table of village effects: village, estimate, se."""
        import pandas as pd

        columns = {"village": self.village, "estimate": self.found.effect}
        return pd.DataFrame(columns | {"se": self.found.effect_sd})

    @property
    def spread(self) -> float:
        """Standard deviation of village effects."""
        return self.found.spread

    def draws(self, n: int, seed: int = 1) -> Reals:
        """Draw coefficients as likely as they are after the fit [n, p]; the draws are keyed."""
        p = len(self.found.estimate)
        root = np.linalg.cholesky(self.found.covariance + 1e-10 * np.eye(p))
        drawn = normal_draws(n, p, purpose=purposes.COEFFICIENTS, random_seed=seed)
        return self.found.estimate + drawn @ root.T

    def predictor(
        self, village: Village, period: int, adopted: Flags, before: Flags, coefficient: Reals
    ) -> Reals:
        """Add up the terms of each person in each history, without the village's effect [M, n].

        Parameters
        ----------
        village
        period
            From 1.
        adopted, before : bool [M, n]
            Who had adopted before the period, and before the period before it.
        coefficient : float64 [M, p]
        """
        seen = np.moveaxis(terms_of(self.law.exposure, village, period, adopted, before), 0, -1)
        return predictor_of(
            self.law,
            coefficient[:, None, :],
            outside_of(village, self.law, period),
            seen,
            persons_of(village, self.law, period),
        )

    def hazard(
        self,
        village: Village,
        period: int,
        adopted: Flags,
        adopted_before: Flags,
        draws: Reals,
        effect: Reals,
    ) -> Reals:
        """Chance of each person to adopt in a period, who has not yet [M, n].

        Parameters
        ----------
        village, period, adopted, adopted_before
            As of `predictor`.
        draws : float64 [M, p]
        effect : float64 [M]
            Of the village.
        """
        own = self.predictor(village, period, adopted, adopted_before, draws)
        return link_of(self.law).chance(own + effect[:, None])

    def to_frame(self) -> "pd.DataFrame":
        """Show the coefficients as a table."""
        return self.coefficients

    def shown_as(self) -> tuple[str, Mapping[str, str]]:
        """Title, and what is said of it."""
        title = f"Fit of {self.law.form} to {len(self.village):,} villages"
        return title, {
            "rows": f"{self.n_rows:,} person-periods, {self.n_adoptions:,} adoptions",
            "spread of villages": f"{self.spread:.2f} ({NOT_A_CAUSE})",
        }


def fit(
    villages: Sequence[Village],
    law: "str | Law" = "gates",
    *,
    exposure: str | None = None,
    time: str = "periods",
    composites: Mapping[str, Mapping[str, int]] | None = None,
    village_effect: bool = True,
) -> Fit:
    """Fit a law by penalised likelihood, with a normal effect of each village.

    Parameters
    ----------
    villages
        Of `villages_of`.
    law
        "gates", the product's own form: chance 1 - exp(-exp(c z + village) (alpha_t + beta
        exposure)); "logit" and "cloglog" on covariates; "composites", the logit on composites; or
        a `Law`, and nothing else.
    exposure
        One of `diffusion.fitting.law.EXPOSURES`; by default "grouped" for gates, else "alters".
    time
        "periods", "log" or "none".
    composites
        By name, covariates with their signs; see `Law`.
    village_effect
        Whether villages differ.

    Raises
    ------
    InputError
        If there is nothing that could be fitted: no adopter, nobody left, one village where
        villages are to differ.
    """
    if not isinstance(law, Law):
        if law not in LAWS:
            raise InputError(Problem("law", "", one_of(LAWS, law), law))
        chosen = exposure or ("grouped" if law == "gates" else "alters")
        law = Law(law, chosen, time, composites or {}, village_effect)
    villages = tuple(villages)
    check_rows(villages, law)
    terms = terms_for(villages, law)
    rows = rows_of(villages, law)
    found = best_of(rows, law, terms, len(villages))
    names = tuple(one.name for one in villages)
    return Fit(law, terms, found, names, rows.n_rows, int(rows.adopts.sum()))
