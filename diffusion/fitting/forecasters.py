"""The models that are compared on villages not seen, each fitted once to the villages that are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from diffusion.errors import InputError, Problem, one_of
from diffusion.fitting.baselines import climatology, of_family, weighted_climatology
from diffusion.fitting.curves import CurveSet
from diffusion.fitting.drift import Drifts, drifts_of, forecast_drifting
from diffusion.fitting.fit import Fit, fit
from diffusion.fitting.forecast import Forecast, forecast
from diffusion.fitting.law import Composites
from diffusion.fitting.mix import mix, pool
from diffusion.fitting.villages import Village

BASELINES = ("climatology", "weighted_climatology", "bass", "logistic")
"""Models that know no people, only curves."""

MODELS = (*BASELINES, "logit", "drifting", "composites", "gates")
"""Models by name: `BASELINES`; the logit with a village effect that stays as it is, as a baseline
too; the same with one that drifts; the logit on composites and the product's own law, drifting."""

MIX, MIX_OF_THREE, STACKED = "mix", "mix_of_three", "stacked"
"""Equal weights of all models that are asked for, and of one of each kind that is there; weights
by inner cross-validation."""

_THREE = (("drifting",), ("composites", "gates"), ("weighted_climatology",))
"""Who they are, or the next where it is missing: people with drift, theory, curves."""

_EXPOSURES = (None, "none")
"""Of the product's own law, between which villages decide: its own, and none."""

REFERENCES = ("climatology", "bass", "logistic", "logit")
"""Models to which differences are told."""


@dataclass(eq=False)
class Forecasters:
    """Models fitted to some villages; each when it is first asked for.

    Attributes
    ----------
    train : sequence of Village
    composites : mapping of str to mapping of str to int
        As of `diffusion.fitting.law.Law`; without any, "gates" counts people by covariates.
    n_runs : int
        Histories of a forecast.
    random_seed : int
    """

    train: Sequence[Village]
    composites: Composites = field(default_factory=dict)
    n_runs: int = 500
    random_seed: int = 1
    _fits: dict[tuple[str, str | None], Fit] = field(default_factory=dict, init=False, repr=False)
    _drifts: dict[tuple[str, str | None], Drifts] = field(
        default_factory=dict, init=False, repr=False
    )

    def forecast(self, model: str, village: Village, *, known_to: int) -> Forecast:
        """Forecast a village by one of `MODELS`."""
        n_runs, seed = self.n_runs, self.random_seed
        if model in BASELINES:
            curves = self._curves(model)
            return curves.forecast(village, known_to=known_to, n_runs=n_runs, random_seed=seed)
        if model == "logit":
            return forecast(self.logit, village, known_to=known_to, n_runs=n_runs, seed=seed)
        chances = self.exposures if model == "gates" else {None: 1.0}
        parts = [
            forecast_drifting(
                *self._drifting(model, exposure), village, known_to=known_to, n_runs=n_runs,
                seed=seed,
            )
            for exposure in chances
        ]  # fmt: skip
        return pool(parts, [*chances.values()])

    def all_of(
        self, models: Sequence[str], village: Village, *, known_to: int
    ) -> dict[str, Forecast]:
        """Forecast a village by several models, and by their mixtures if there are several."""
        each = {name: self.forecast(name, village, known_to=known_to) for name in models}
        mixed = {name: mix([each[one] for one in of]) for name, of in mixtures_of(models).items()}
        return each | mixed

    def _curves(self, model: str) -> CurveSet:
        make: dict[str, Callable[[], CurveSet]] = {
            "climatology": lambda: climatology(self.train),
            "weighted_climatology": lambda: weighted_climatology(self.train),
            "bass": lambda: self._bass,
            "logistic": lambda: self._logistic,
        }
        return make[model]()

    @cached_property
    def _bass(self) -> CurveSet:
        return of_family(self.train, "bass", random_seed=self.random_seed)

    @cached_property
    def _logistic(self) -> CurveSet:
        return of_family(self.train, "logistic", random_seed=self.random_seed)

    @cached_property
    def logit(self) -> Fit:
        """The logit on covariates, fitted."""
        return fit(self.train, "logit")

    @cached_property
    def exposures(self) -> dict[str | None, float]:
        """How likely the product's own law is with its exposure (None) and with none ("none").

        In the law exposure can only help. That it does nothing is as likely beforehand, and
        after the villages were seen it is as likely as their evidence says. What would not get
        one history is left out.
        """
        evidence = np.array([self._fitted("gates", one).found.evidence for one in _EXPOSURES])
        chance = np.exp(evidence - evidence.max())  # noqa: TID251 - only fits
        chance = chance / chance.sum()
        pairs = zip(_EXPOSURES, chance.tolist(), strict=True)
        return {one: share for one, share in pairs if share * self.n_runs >= 0.5}

    def _fitted(self, model: str, exposure: str | None = None) -> Fit:
        if model == "drifting":
            return self.logit
        if (model, exposure) not in self._fits:
            found = fit(self.train, model, exposure=exposure, composites=self.composites)
            self._fits[model, exposure] = found
        return self._fits[model, exposure]

    def _drifting(self, model: str, exposure: str | None) -> tuple[Fit, Drifts]:
        """Take a law, fitted, and how the villages drift by it."""
        fitted = self._fitted(model, exposure)
        if (model, exposure) not in self._drifts:
            self._drifts[model, exposure] = drifts_of(fitted, self.train)
        return fitted, self._drifts[model, exposure]


def mixtures_of(models: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Tell which mixtures there are of some models, and of what."""
    found: dict[str, tuple[str, ...]] = {}
    if len(models) > 1:
        found[MIX] = tuple(models)
    three = [next((name for name in kind if name in models), None) for kind in _THREE]
    kept = tuple(name for name in three if name is not None)
    if len(kept) == len(_THREE) and kept != found.get(MIX):
        found[MIX_OF_THREE] = kept
    return found


def models_asked(models: Sequence[str] | None, composites: Composites | None) -> tuple[str, ...]:
    """Check names of models; without any, all of `MODELS` for which there is what they need.

    Raises
    ------
    InputError
        If there is no such model, or "composites" is asked for without any.
    """
    known = MODELS if composites else tuple(name for name in MODELS if name != "composites")
    if models is None:
        return known
    wrong = [
        Problem("models", "", one_of(known, name), name) for name in models if name not in known
    ]
    if wrong:
        raise InputError(wrong)
    if not models:
        raise InputError(Problem("models", "", one_of(known, ""), "none"))
    return tuple(dict.fromkeys(models))
