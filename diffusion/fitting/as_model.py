"""A fit as the folder of a community: a parameter set, its draws, and who had adopted.

The law is that of the two-state chain of the model: a period is a month, gates are covariates of
the roster, alpha changes by month, and what is seen stands in the strengths of the ties. What
equals what, decision 55 says.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.catalogue.load import library_root, load
from diffusion.catalogue.scaffold.explain import PATTERN, explained
from diffusion.errors import InputError, Problem
from diffusion.fitting.exposures import HALF, POWER
from diffusion.fitting.fit import Fit
from diffusion.fitting.forecast import effects_given
from diffusion.fitting.model_tables import ensemble_of, roster_of, ties_of, way_of
from diffusion.fitting.terms import outside_of
from diffusion.fitting.villages import Village
from diffusion.scenario.community import CommunityFile
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.programme import Programme

type Reals = NDArray[np.float64]

N_POINTS = 100
"""Draws of the coefficients that an ensemble has, if nothing else is asked."""

ENSEMBLE, ROSTER, TIES = "ensemble.parquet", "roster.csv", "ties.csv"
NUMBERS = "parameters/default.toml"
FORMS = {"none": "linear", "share": "linear", "grouped": "hill"}
"""Response of the model to what a person sees, by the exposures that it can have."""

MOST_TIES = 2_000_000
"""Ties that are written; a village of 1,400 in which everybody sees everybody has so many."""

DECISION = "parameters.decision"


@dataclass(frozen=True)
class Why:
    """Why a fit is not written as a model: a word of the section `fit_no_model`."""

    word: str


def why_not(fitted: Fit, villages: Sequence[Village]) -> Why | None:
    """Tell why the model cannot have a law in these villages; None where it can."""
    law, first = fitted.law, villages[0]
    periods = range(1, first.n_periods)
    rules = {
        "form": law.form != "gates",
        "exposure": law.exposure not in FORMS,
        "eligible": first.eligible is not None,
        "innovations": len({one.innovation for one in villages}) > 1,
        "influence": any((one.influence != first.influence).any() for one in villages),
        "ties": any(
            one.looks(way_of(fitted), period) is not one.looks(way_of(fitted), 0)
            for one in villages
            for period in periods
        ),
        "size": sum(one.n_people**2 for one in villages) > MOST_TIES,
    }
    return next((Why(word) for word, is_so in rules.items() if is_so), None)


def effects_of(
    fitted: Fit, villages: Sequence[Village], *, n_points: int, random_seed: int
) -> Reals:
    """Draw the effect of each village as likely as it is given all its periods [villages, M]."""
    return np.array(
        [
            effects_given(
                fitted, one, known_to=one.n_periods, n_runs=n_points, seed=random_seed + 1 + at
            )
            for at, one in enumerate(villages)
        ]
    )


def model_files(
    fitted: Fit,
    villages: Sequence[Village],
    *,
    known_to: int = 1,
    n_points: int = N_POINTS,
    random_seed: int = 1,
    title: str = "Villages with a fitted law",
    language: str = "en",
) -> dict[str, bytes]:
    """Write a fit as the files of a community, which its artisans simulate.

    Parameters
    ----------
    fitted, villages
        The villages stand as hamlets.
    known_to
        Number of periods from the first on, k: who adopted in them begins as an adopter, and
        month 0 is the period after them. Up to T, from where on the last alpha holds.
    n_points
        Draws of coefficients and of village effects in the ensemble, M.
    random_seed, title, language

    Raises
    ------
    InputError
        If the model cannot have this law, or `known_to` is out of range.
    """
    why = why_not(fitted, villages)
    if why is not None:
        expected = "a law that the model has: gates, with exposure grouped, share or none"
        raise InputError(Problem("law", "", expected, why.word))
    n_periods = villages[0].n_periods
    if not 1 <= known_to <= n_periods:
        expected = f"a period of the data, 1 to {n_periods}"
        raise InputError(Problem("known_to", "", expected, str(known_to)))
    hamlets = hamlets_of(villages)
    effects = fitted.found.effect[:, None]
    best = settings_at(fitted, villages, hamlets, known_to, fitted.found.estimate[None], effects)
    drawn = fitted.draws(n_points, random_seed)
    effects = effects_of(fitted, villages, n_points=n_points, random_seed=random_seed)
    points = settings_at(fitted, villages, hamlets, known_to, drawn, effects)
    pattern = load(library_root() / PATTERN)
    declared = {
        "community.toml": _community(pattern.file, fitted, villages, known_to, title),
        NUMBERS: _parameters(pattern.parameter_sets["default"], fitted, best),
        "programmes/none.toml": _nothing(pattern.programmes["none"]),
    }
    texts = {
        name: explained(
            title,
            one,
            name.partition("/")[0].removesuffix(".toml"),
            language=language,
            are_assumed=name != NUMBERS,
        )
        for name, one in declared.items()
    }
    files = {name: text.encode() for name, text in texts.items()}
    files[ROSTER] = roster_of(fitted, villages, hamlets, covariates_of(fitted))
    if fitted.law.exposure != "none":
        files[TIES] = ties_of(fitted, villages)
    return files | {ENSEMBLE: ensemble_of(points)}


def settings_at(
    fitted: Fit,
    villages: Sequence[Village],
    hamlets: Sequence[str],
    known_to: int,
    coefficient: Reals,
    effects: Reals,
) -> dict[str, Reals]:
    """Say coefficients [M, p] and effects [villages, M] as settings of the model, by path [M].

    Alpha is the rate of the month in which it is highest; the others have factors below 1.
    """
    first, names = villages[0], fitted.terms
    n_outside, n_exposure = len(names.outside), len(names.exposure)
    periods = range(min(known_to, first.n_periods - 1), first.n_periods)
    outside = np.array([outside_of(first, fitted.law, period) for period in periods])
    logarithm = coefficient[:, :n_outside] @ outside.T
    highest = logarithm.max(axis=1, keepdims=True)
    factor = np.exp(logarithm - highest)  # noqa: TID251 - only fits
    found = {f"{DECISION}.alpha": np.exp(highest[:, 0])}  # noqa: TID251 - only fits
    if n_exposure:
        seen = coefficient[:, n_outside]
        found[f"{DECISION}.beta"] = np.exp(seen)  # noqa: TID251 - only fits
    for month in range(len(periods)):
        found[f"{DECISION}.alpha_by_month.{month}"] = factor[:, month]
    for at, name in enumerate(covariates_of(fitted)):
        found[f"{DECISION}.covariates.{name}"] = coefficient[:, n_outside + n_exposure + at]
    if fitted.law.has_village_effect:
        for name, effect in zip(hamlets, effects, strict=True):
            found[f"{DECISION}.covariates.hamlet={name}"] = effect
    return found


def hamlets_of(villages: Sequence[Village]) -> list[str]:
    """Name the hamlets that stand for villages; none is a number alone."""
    names = [one.name for one in villages]
    return _names(f"village {name}" if name.isdecimal() else name for name in names)


def _names(names: Iterable[str]) -> list[str]:
    """Name hamlets so that a path can lead through the name; each once."""
    found: dict[str, None] = {}
    for name in names:
        plain = name.replace(".", "_").replace("=", "_").strip() or "village"
        number, one = 2, plain
        while one.casefold() in map(str.casefold, found):
            one, number = f"{plain} {number}", number + 1
        found[one] = None
    return [*found]


def covariates_of(fitted: Fit) -> list[str]:
    """Headings of what people are by: such as no column of the model has."""
    return [f"covariate {name}" for name in _names(fitted.terms.person)]


def _community(
    pattern: CommunityFile, fitted: Fit, villages: Sequence[Village], known_to: int, title: str
) -> CommunityFile:
    first = tuple(
        str(village.data.labels[row])
        for village in villages
        for row in np.flatnonzero(village.adopted_before(known_to))
    )
    artisans: dict[str, Any] = {"number": None, "roster": ROSTER, "first_adopters": first}
    said = pattern.model_dump()
    said["title"] = title
    said["artisans"] |= artisans | {"groups": (), "hamlets": 1, "first_adopters_drawn": None}
    strength = said["ties"]["strength"]
    said["ties"] = {"generator": "empty", "strength": strength}
    if fitted.law.exposure != "none":
        said["ties"] |= {"generator": "file", "file": TIES, "direction": "alter_to_ego"}
    return CommunityFile.model_validate(said)


def _parameters(pattern: ParameterSet, fitted: Fit, best: Mapping[str, Reals]) -> ParameterSet:
    """Make the set of numbers at the best estimate, with every gate of the model open."""
    said = pattern.model_dump()
    said["title"] = "Numbers fitted to what was observed"
    said["exposure"] |= {
        "normalisation": "sum", "memory": "stock", "group_weight": 0.0,
        "response": FORMS[fitted.law.exposure], "hill_exponent": POWER, "hill_midpoint": HALF,
    }  # fmt: skip
    said["decision"] |= {
        "beta": 0.0, "efficacy_exponent": 0.0, "value_exponent": 0.0, "misfit_tolerance": 1.0,
        "cost_exponent": 0.0, "alpha_spread": 0.0, "advantage_slope": 0.0,
    }  # fmt: skip
    said["chain"] = {"form": "two_state", "substeps": 1, "exit_hazard": 0.0}
    months: list[float] = []
    covariates: dict[str, float] = {}
    for path, (value,) in best.items():
        name, _, inner = path.removeprefix(f"{DECISION}.").partition(".")
        if name == "alpha_by_month":
            months.append(float(value))
        elif name == "covariates":
            covariates[inner] = float(value)
        else:
            said["decision"][name] = float(value)
    said["decision"] |= {"alpha_by_month": tuple(months), "covariates": covariates}
    return ParameterSet.model_validate(said)


def _nothing(pattern: Programme) -> Programme:
    return pattern.model_copy(update={"title": "Nothing is done: the villages go on by themselves"})
