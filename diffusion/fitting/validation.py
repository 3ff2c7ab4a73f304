"""Leaves out one village after the other, forecasts it from its beginning, and scores that."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from numpy.typing import ArrayLike

from diffusion.data.adoption_data import AdoptionData
from diffusion.errors import InputError, Problem, check_ranges
from diffusion.fitting.forecast import Forecast
from diffusion.fitting.forecasters import STACKED, Forecasters, models_asked
from diffusion.fitting.law import Composites
from diffusion.fitting.mix import learnt_weights, mix
from diffusion.fitting.scores import score
from diffusion.fitting.validated import Scored, Validation
from diffusion.fitting.villages import BY, Village, villages_of
from diffusion.fitting.widths import learnt_width, widened
from diffusion.measures.given import option

FEWEST_VILLAGES = 4
"""One is left out, and three are the fewest of which it can be seen how they differ."""

N_RUNS = 500
N_INNER = 5
"""Parts into which the other villages are dealt where weights or widths are learnt."""


def validate(
    data: AdoptionData | Iterable[Village],
    known_to: int | Sequence[int],
    *,
    by: str = BY,
    innovations: Sequence[str] | None = None,
    covariates: "Sequence[str] | Mapping[str, ArrayLike]" = (),
    eligible: str | None = None,
    composites: Composites | None = None,
    models: Sequence[str] | None = None,
    learn_weights: str = "no",
    learn_widths: str = "no",
    n_runs: int = N_RUNS,
    random_seed: int = 1,
    progress: Callable[[float], None] | None = None,
) -> Validation:
    """Forecast each village by models that were fitted to the others, and score the forecasts.

    Of the village that is left out its people, ties and the first periods are known. Several
    innovations are several curves of a village, and all of them are left out together. Every
    model is scored on the same villages; standard errors are over villages. "mix" has equal
    weights of all models that are asked for, which were stated before anything was scored.

    Parameters
    ----------
    data
        Or villages, of `diffusion.fitting.villages.villages_of`; then `by`, `innovations`,
        `covariates` and `eligible` say nothing.
    known_to
        Periods known, from 1 to T - 1; or several numbers of them.
    by, innovations, covariates, eligible
        As of `villages_of`.
    composites
        By name, covariates with their signs, fixed before anything is fitted.
    models
        Of `diffusion.fitting.forecasters.MODELS`; all without it.
    learn_weights
        "inner": also "stacked", a mixture with weights learnt by cross-validation among the other
        villages, which takes `N_INNER` times as long. "no": not.
    learn_widths
        "inner": the band of each model is made as much wider or narrower as it should have been
        in the other villages, each forecast without itself (`diffusion.fitting.widths`). The time
        is the same as for weights, and both together take it once. "no": not.
    n_runs
        Histories of a forecast.
    random_seed
    progress
        Called with the share that is done.

    Raises
    ------
    InputError
        If there are too few villages, periods or adopters, or no such model or column.
    """
    villages = _villages(data, by, innovations, covariates, eligible)
    origins = tuple(dict.fromkeys([known_to] if isinstance(known_to, int) else known_to))
    groups = tuple(dict.fromkeys(one.group for one in villages))
    _check(villages, groups, origins)
    check_ranges(("n_runs", n_runs, 20, 100_000))
    asked = {"learn_weights": learn_weights, "learn_widths": learn_widths}
    _check_learning(asked, len(groups))
    names = models_asked(models, composites)

    def fitted_to(train: Sequence[Village]) -> Forecasters:
        return Forecasters(train, composites or {}, n_runs, random_seed)

    scored: list[Scored] = []
    weights: list[dict[str, float]] = []
    widths: list[dict[str, float]] = []
    for done, group in enumerate(groups):
        train = [one for one in villages if one.group != group]
        fitted = fitted_to(train)
        parts = _inner_parts(fitted_to, train) if "inner" in asked.values() else []
        for k in origins:
            inner = [
                (of.all_of(names, one, known_to=k), one)
                for of, left_out in parts
                for one in left_out
            ]
            if learn_weights == "inner":
                weights.append(_weights(inner, names))
                for found, _ in inner:
                    _stack(found, weights[-1])
            if learn_widths == "inner":
                widths.append(_widths(inner))
            for village in villages:
                if village.group == group:
                    found = fitted.all_of(names, village, known_to=k)
                    if weights:
                        _stack(found, weights[-1])
                    if widths:
                        each = found.items()
                        found = {name: widened(of, widths[-1][name], village) for name, of in each}
                    scored.extend(_scored(found, village, k))
        if progress is not None:
            progress((done + 1) / len(groups))
    choices = {
        "models": names, "composites": {name: dict(of) for name, of in (composites or {}).items()},
        "covariates": villages[0].covariates, "n_runs": n_runs, "random_seed": random_seed, **asked,
    }  # fmt: skip
    return Validation(
        tuple(scored), origins, len(groups), villages[0].data.periods, choices,
        _means(weights), _means(widths),
    )  # fmt: skip


def _check_learning(asked: Mapping[str, str], n_groups: int) -> None:
    """Refuse words that are none, and too few villages to learn among."""
    for name, said in asked.items():
        option(name, ("no", "inner"), said)
        if said == "inner" and n_groups <= FEWEST_VILLAGES:
            place = f"villages (--{name.replace('_', '-')})"
            expected = f"at least {FEWEST_VILLAGES + 1}, so that others can be learnt from"
            raise InputError(Problem(place, "", expected, f"{n_groups:,}"))


def _means(learnt: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Average what was learnt of each model."""
    names = learnt[0] if learnt else ()
    return {name: sum(one[name] for one in learnt) / len(learnt) for name in names}


def _villages(
    data: AdoptionData | Iterable[Village],
    by: str,
    innovations: Sequence[str] | None,
    covariates: "Sequence[str] | Mapping[str, ArrayLike]",
    eligible: str | None,
) -> tuple[Village, ...]:
    if isinstance(data, AdoptionData):
        return villages_of(
            data, by, innovations=innovations, covariates=covariates, eligible=eligible
        )
    return tuple(data)


def _check(villages: Sequence[Village], groups: Sequence[str], origins: Sequence[int]) -> None:
    """Refuse what cannot be left out and forecast."""
    if len(groups) < FEWEST_VILLAGES:
        expected = f"at least {FEWEST_VILLAGES}, so that three others tell how villages differ"
        raise InputError(Problem("villages", "", expected, f"{len(groups):,}"))
    if len({one.data.periods for one in villages}) > 1:
        raise InputError(Problem("villages", "", "the same periods in each", "different ones"))
    n_periods = villages[0].n_periods
    if n_periods < 2:
        expected = "two periods or more: some known, some to forecast"
        raise InputError(Problem("periods", "", expected, f"{n_periods:,}"))
    if not origins:
        raise InputError(Problem("known_to", "", "a number of periods", "none"))
    check_ranges(*(("known_to", k, 1, n_periods - 1) for k in origins))
    if not any((one.toa >= 0).any() for one in villages):
        raise InputError(Problem("adoption", "", "somebody who adopts", "nobody in any village"))
    learns = with_adopters(villages)
    if len(learns) == 1:
        expected = "adopters after the first period in two villages, as each is left out"
        raise InputError(Problem("adoption", "", expected, f"in {learns[0]} alone"))


def with_adopters(villages: Iterable[Village]) -> tuple[str, ...]:
    """Name the villages in which somebody adopts after the first period."""
    return tuple(dict.fromkeys(one.group for one in villages if (one.toa > 0).any()))


def _scored(found: Mapping[str, Forecast], village: Village, known_to: int) -> Iterator[Scored]:
    for name, one in found.items():
        scores = score(one, village, known_to=known_to)
        yield Scored(name, known_to, village.group, village.innovation, scores)


def _inner_parts(
    fitted_to: Callable[[Sequence[Village]], Forecasters], villages: Sequence[Village]
) -> list[tuple[Forecasters, list[Village]]]:
    """Deal villages into parts: models fitted without each part, and the villages in it."""
    groups = tuple(dict.fromkeys(one.group for one in villages))
    n_parts = min(N_INNER, len(groups))
    found = []
    for part in range(n_parts):
        out = set(groups[part::n_parts])
        rest = [one for one in villages if one.group not in out]
        found.append((fitted_to(rest), [one for one in villages if one.group in out]))
    return found


def _weights(
    inner: Sequence[tuple[dict[str, Forecast], Village]], names: Sequence[str]
) -> dict[str, float]:
    """Learn weights of the models."""
    forecasts = [{name: found[name] for name in names} for found, _ in inner]
    observed = [one.cumulative[found[names[0]].known_to :] for found, one in inner]
    return learnt_weights(forecasts, observed)


def _widths(inner: Sequence[tuple[dict[str, Forecast], Village]]) -> dict[str, float]:
    """Learn the width that the band of each model and mixture lacks."""
    return {
        name: learnt_width((found[name], village) for found, village in inner)
        for name in inner[0][0]
    }


def _stack(found: dict[str, Forecast], weights: Mapping[str, float]) -> None:
    """Add the mixture with learnt weights."""
    found[STACKED] = mix([found[name] for name in weights], [*weights.values()])
