"""All that is fitted to one set of villages, as `diffusion fit` shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from diffusion.fitting.estimates import (
    N_RESAMPLES,
    STEPS,
    design_of,
    regression,
    resampled_by_village,
    with_controls,
)
from diffusion.fitting.fit import NOT_A_CAUSE, Fit, fit
from diffusion.fitting.law import Law
from diffusion.fitting.network_test import N_SHUFFLED, NetworkTest, network_test
from diffusion.fitting.predictive import N_WORLDS, PredictiveCheck, predictive_check
from diffusion.fitting.villages import Village
from diffusion.i18n.words import Words, catalogue
from diffusion.util.formats import rows_of

if TYPE_CHECKING:
    import pandas as pd

SHARE = "share"
"""The exposure of the table of controls, where the law has none with a coefficient of its own."""


@dataclass(frozen=True, eq=False)
class Whole:
    """A fit, and what statistics say beside it.

    Attributes
    ----------
    villages : tuple of Village
    fit : Fit
        The law, penalised, with village effects.
    controls : DataFrame
        Coefficients of exposure as controls are added one at a time, as `with_controls` has it.
    regression : DataFrame
        All coefficients with all controls, as `regression` has it.
    resampled : DataFrame
        Their intervals when villages are drawn anew; empty where none were asked for.
    network : NetworkTest or None
    check : PredictiveCheck
        Whether worlds that live by the law look like what was observed.
    choices : dict
        What was asked.
    """

    villages: tuple[Village, ...]
    fit: Fit
    controls: "pd.DataFrame"
    regression: "pd.DataFrame"
    resampled: "pd.DataFrame"
    network: NetworkTest | None
    check: PredictiveCheck
    choices: Mapping[str, Any] = field(default_factory=dict)

    def tables(self) -> "dict[str, pd.DataFrame]":
        """All tables by name."""
        tables = {
            "coefficients": self.fit.coefficients,
            "village_effects": self.fit.effects,
            "controls": self.controls,
            "regression": self.regression,
            "predictive_check": self.check.to_frame(),
        }
        if len(self.resampled):
            tables["resampled"] = self.resampled
        if self.network is not None:
            tables["network_test"] = self.network.to_frame().drop(columns="shuffled")
        return tables

    @property
    def form(self) -> str:
        """Of the regressions: "logit" or "cloglog"."""
        return _beside(self.fit.law).form

    def shown_coefficients(self) -> "pd.DataFrame":
        """Coefficients of the law without the numbers of single periods."""
        names = self.fit.terms.names
        first, n_periods = 1, self.villages[0].n_periods - 1
        of_periods = names[first : first + n_periods] if self.fit.law.time == "periods" else ()
        table = self.fit.coefficients
        return table[~table["name"].isin(of_periods)]

    def told(self) -> dict[str, Any]:
        """Say it as one object for another program; what is not defined is null."""
        told: dict[str, Any] = {
            "caveat": NOT_A_CAUSE,
            "villages": [one.name for one in self.villages],
            "people": sum(one.n_people for one in self.villages),
            "left_out": sum(one.n_left_out for one in self.villages),
            "person_periods": self.fit.n_rows,
            "adoptions": self.fit.n_adoptions,
            "spread_of_villages": self.fit.spread,
            "choices": dict(self.choices),
        }
        for name, table in self.tables().items():
            told[name] = rows_of(table)
        return told


def fit_all(
    villages: Sequence[Village],
    law: Law,
    *,
    n_resamples: int = N_RESAMPLES,
    n_shuffled: int = N_SHUFFLED,
    random_seed: int = 1,
    choices: Mapping[str, Any] | None = None,
) -> Whole:
    """Fit a law, and put a regression with its controls and a test by shuffling beside it.

    Raises
    ------
    InputError
        As `fit` does, or without the extra `fit`.
    """
    import pandas as pd

    fitted = fit(villages, law)
    beside = _beside(law)
    form, exposure = beside.form, beside.exposure
    steps = STEPS if len(villages) > 1 else tuple(one for one in STEPS if one != "villages")
    design = design_of(villages, beside, steps)
    resampled = pd.DataFrame()
    if n_resamples:
        resampled = resampled_by_village(
            design, form, n_resamples=n_resamples, random_seed=random_seed
        )
    network = None
    if n_shuffled:
        network = network_test(
            villages,
            exposure=exposure,
            time=law.time,
            form=form,
            n_shuffled=n_shuffled,
            random_seed=random_seed,
        )
    return Whole(
        tuple(villages),
        fitted,
        with_controls(villages, beside, form),
        regression(design, form),
        resampled,
        network,
        predictive_check(fitted, villages, n_worlds=N_WORLDS, seed=random_seed),
        dict(choices or {}),
    )


def _beside(law: Law) -> Law:
    """Take the regression that stands beside a law."""
    form = "cloglog" if law.form == "cloglog" else "logit"
    exposure = SHARE if law.exposure in ("none", "grouped") else law.exposure
    return Law(form, exposure, law.time, law.composites, has_village_effect=False)


def term_of(say: Words, name: str) -> str:
    """Name a term of a law; a column of people is called as its heading is."""
    return say.name("fit_term", name) if f"fit_term.{name}" in catalogue() else name
