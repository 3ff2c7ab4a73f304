"""Compares strategies: the same community, the same luck and, with a budget, the same rupiah."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from diffusion.catalogue.arguments import CommunityLike, ProgrammeLike, as_many, community_of
from diffusion.catalogue.load import DEFAULT_PARAMETERS, DEFAULT_RANDOM_SEED, programme_of
from diffusion.comparison.equity import groups_of, shares_adopting
from diffusion.comparison.stopping import MOST_RUNS, Precision, run_until
from diffusion.ensembles.options import DEFAULT_MONTHS, DEFAULT_RUNS, Progress
from diffusion.ensembles.options import MOST_RUNS as MOST_RUNS_AT_ALL
from diffusion.ensembles.simulate import simulate
from diffusion.errors import InputError, Problem, check_range
from diffusion.results.barriers import BARRIERS
from diffusion.results.indicators import Indicator, indicator
from diffusion.results.outcome import Outcome, band
from diffusion.scenario.budget import ActivityChange, BudgetFit, scale_for
from diffusion.scenario.community import Community
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.programme import Price, Programme
from diffusion.statistics.intervals import Ratio, costs_per, intervals_by_family, means_of
from diffusion.util.formats import rupiah

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

DEFAULT_REFERENCE = "campaign_then_collaboration"
"""Strategy that the others are compared with, if it is among them and no other comes first."""

MEASURES = (
    "adopters",
    "lasting_adopters",
    "adopter_months",
    "ever_adopted",
    "discontinued_share",
    "month_of_half",
    "mean_income",
    "gini",
    "self_reliance",
    "administration",
    "fund",
    "bad_loan_share",
    "reach_of_poor",
)
"""Quantities that are compared (see `diffusion.results.indicators`)."""


type Row = dict[str, Any]
"""A row of a table, by column."""


@dataclass(frozen=True, slots=True)
class Strategy:
    """A programme, scaled to the budget if there is one, and what it led to.

    Attributes
    ----------
    name : str
    programme : Programme
        As simulated, that is after scaling.
    price : Price
    scaled : BudgetFit or None
        How it was scaled; None without a budget.
    outcome : Outcome or None
        None where the strategy is not possible at the budget.
    """

    name: str
    programme: Programme
    price: Price
    scaled: BudgetFit | None
    outcome: Outcome | None

    @property
    def is_ranked(self) -> bool:
        """Whether it costs as much as the budget allows, so that it may be ranked."""
        return self.scaled is not None and self.scaled.is_equal_cost and self.price.total > 0


@dataclass(frozen=True)
class Comparison:
    """Strategies side by side, under the same luck.

    Each table is worked out once, when it is first asked for; `table_rows` and its like have
    its rows as plain mappings, for who needs no table.

    Attributes
    ----------
    community : Community
    strategies : tuple of Strategy
        In the order asked for, the impossible ones too.
    reference : str
        Name of the strategy that the others are compared with.
    parameters : str
        Name of the parameter set.
    budget : int or None
        Rupiah.
    with_facilitator : bool
        Whether the budget pays for person-days too.
    random_seed : int
    at_months : tuple of int
        Records, beside the last, at which monthly quantities are compared.
    baseline : Outcome
        Of a community in which nothing is done, under the same luck.
    precision : Precision or None
        How well the adopters at the end are known, where that was asked for.
    """

    community: Community
    strategies: tuple[Strategy, ...]
    reference: str
    parameters: str
    budget: int | None
    with_facilitator: bool
    random_seed: int
    at_months: tuple[int, ...]
    baseline: Outcome
    precision: Precision | None = None

    @property
    def simulated(self) -> tuple[tuple[Strategy, Outcome], ...]:
        """The strategies that are possible, each with its outcome."""
        return tuple((s, s.outcome) for s in self.strategies if s.outcome is not None)

    @property
    def n_runs(self) -> int:
        """Number of runs of each strategy."""
        return self.simulated[0][1].n_runs

    @property
    def n_months(self) -> int:
        """Number of months of each run."""
        return self.simulated[0][1].n_months

    def table(self) -> "pd.DataFrame":
        """One row a strategy: what it costs and what it leads to.

        Returns
        -------
        pandas.DataFrame
            strategy; price_before, price, activities, facilitator (rupiah) and person_days;
            adopters at the end with adopters_low and adopters_high, the 90 % band of single
            histories; means of confirmed (at the end), ever_adopted, gave_up, adopter_months and
            lasting_adopters; cost_per_lasting (rupiah) with its 95 % interval; is_possible,
            is_ranked.
        """
        return _table(self.table_rows)

    @cached_property
    def table_rows(self) -> list[Row]:
        """Rows of `table`."""
        priced = [(s, o) for s, o in self.simulated if s.price.total > 0]
        ratios: dict[str, Ratio] = {}
        if priced:
            costs = [strategy.price.total for strategy, _ in priced]
            counts = np.stack([outcome.lasting for _, outcome in priced], axis=1)
            found = costs_per(costs, counts, random_seed=self.random_seed)
            ratios = {s.name: ratio for (s, _), ratio in zip(priced, found, strict=True)}
        nothing = Ratio(None, None, None)
        return [self._summary_of(s, ratios.get(s.name, nothing)) for s in self.strategies]

    def differences(self) -> "pd.DataFrame":
        """Paired differences to the reference, run by run under the same luck.

        Returns
        -------
        pandas.DataFrame
            measure, strategy, reference; mean; low and high, the 95 % interval that holds for
            all strategies at once; plain_low and plain_high, the interval of this one alone;
            won, tied and lost, the shares of runs; n_pairs, the runs in which both have the
            measure; is_ranked, whether both cost the same.
        """
        return _table(self.difference_rows)

    @cached_property
    def difference_rows(self) -> list[Row]:
        """Rows of `differences`."""
        reference = next(s for s, _ in self.simulated if s.name == self.reference)
        others = [s for s, _ in self.simulated if s.name != self.reference]
        if not others:
            return []
        families = [self.paired(measure) for measure in self.measures]
        all_intervals = intervals_by_family(families, random_seed=self.random_seed)
        rows: list[Row] = []
        for measure, paired, intervals in zip(self.measures, families, all_intervals, strict=True):
            for column, strategy in enumerate(others):
                known = paired[~np.isnan(paired[:, column]), column]
                if len(known) == 0:  # no run has it for both: there is nothing to compare
                    continue
                rows.append(
                    {
                        "measure": measure,
                        "strategy": strategy.name,
                        "reference": self.reference,
                        "mean": intervals.mean[column],
                        "low": intervals.low[column],
                        "high": intervals.high[column],
                        "plain_low": intervals.plain_low[column],
                        "plain_high": intervals.plain_high[column],
                        "won": _share(known > 0),
                        "tied": _share(known == 0),
                        "lost": _share(known < 0),
                        "n_pairs": len(known),
                        "is_ranked": strategy.is_ranked and reference.is_ranked,
                    }
                )
        return rows

    @cached_property
    def measures(self) -> dict[str, tuple[Indicator, int]]:
        """What is compared, by name: the indicator, and the record it is asked at."""
        channels = self.community.file.market.channels
        found: dict[str, tuple[Indicator, int]] = {}
        for name in MEASURES:
            asked = indicator(name, channels)
            found[name] = asked, self.n_months
            if asked.is_monthly:
                found |= {f"{name}_{month}": (asked, month) for month in self.at_months}
        return found

    def measured(self, measure: str, outcome: Outcome) -> NDArray[np.float64]:
        """Take one of `measures` in each run, float64 [R]; NaN where there is none."""
        asked, record = self.measures[measure]
        return np.asarray(asked.of(outcome, record), np.float64)

    def _measured_by_strategy(self, measure: str) -> dict[str, NDArray[np.float64]]:
        """Take one of `measures` in each run of every strategy, once."""
        if measure not in self._already_measured:
            self._already_measured[measure] = {
                strategy.name: self.measured(measure, outcome)
                for strategy, outcome in self.simulated
            }
        return self._already_measured[measure]

    def _values_of(self, strategy: Strategy) -> dict[str, NDArray[np.float64]]:
        return {m: self._measured_by_strategy(m)[strategy.name] for m in self.measures}

    @cached_property
    def _already_measured(self) -> dict[str, dict[str, NDArray[np.float64]]]:
        return {}

    def paired(self, measure: str) -> NDArray[np.float64]:
        """Differences to the reference, run by run, of every other strategy, float64 [R, S - 1]."""
        known = dict(self._measured_by_strategy(measure))
        base = known.pop(self.reference)
        columns = [values - base for values in known.values()]
        return np.stack(columns, axis=1) if columns else np.empty((len(base), 0))

    def estimates(self) -> "pd.DataFrame":
        """Means of everything that is compared, with their uncertainty.

        Returns
        -------
        pandas.DataFrame
            One row a strategy and measure: strategy, measure, mean, low and high (the 95 %
            interval of the mean), band_low and band_high (90 % of single histories), n_runs that
            have it; and the measure income_change, of the mean income against doing nothing.
        """
        return _table(self.estimate_rows)

    @cached_property
    def estimate_rows(self) -> list[Row]:
        """Rows of `estimates`."""
        rows: list[Row] = []
        for strategy, outcome in self.simulated:
            values = self._values_of(strategy)
            values["income_change"] = self.income_change(outcome)
            for name, one in values.items():
                means = means_of(one[:, None])
                known = one[~np.isnan(one)]
                low, high = band(known) if len(known) else (np.nan, np.nan)
                rows.append(
                    {
                        "strategy": strategy.name,
                        "measure": name,
                        "mean": means.mean[0],
                        "low": means.low[0],
                        "high": means.high[0],
                        "band_low": low,
                        "band_high": high,
                        "n_runs": len(known),
                    }
                )
        return rows

    def income_change(self, outcome: Outcome) -> NDArray[np.float64]:
        """Rupiah a household earns more in the last month than if nothing is done [R], paired."""
        mine = self.measured("mean_income", outcome)
        return mine - self.measured("mean_income", self.baseline)

    def barriers(self) -> "pd.DataFrame":
        """Tell where the artisans stand at the end, and so why they do not adopt.

        Returns
        -------
        pandas.DataFrame
            strategy, reason (by `diffusion.results.barriers`), artisans (mean).
        """
        return _table(self.barrier_rows)

    @cached_property
    def barrier_rows(self) -> list[Row]:
        """Rows of `barriers`."""
        channels = self.community.file.market.channels
        return [
            {
                "strategy": strategy.name,
                "reason": barrier.name,
                "artisans": float(
                    indicator(barrier.indicator, channels).of(outcome, self.n_months).mean()
                ),
            }
            for strategy, outcome in self.simulated
            for barrier in BARRIERS
        ]

    def equity(self) -> "pd.DataFrame":
        """Tell who is left out: shares of adopters at the end, group by group.

        Returns
        -------
        pandas.DataFrame
            strategy, trait, group, others, n_group and n_others (mean numbers of artisans),
            share_group and share_others (of adopters), gap with low and high, its 95 % interval
            (of this gap alone), n_runs in which both groups have somebody.
        """
        return _table(self.equity_rows)

    @cached_property
    def equity_rows(self) -> list[Row]:
        """Rows of `equity`."""
        rows: list[Row] = []
        for strategy, outcome in self.simulated:
            if outcome.artisans is None:
                continue
            for group in groups_of(self.community, outcome.artisans):
                ours = shares_adopting(outcome.artisans, group.is_in)
                theirs = shares_adopting(outcome.artisans, group.is_other)
                gap = means_of((ours - theirs)[:, None])
                is_both = ~np.isnan(ours - theirs)
                rows.append(
                    {
                        "strategy": strategy.name,
                        "trait": group.trait,
                        "group": group.name,
                        "others": group.others,
                        "n_group": float(group.is_in.sum(axis=1).mean()),
                        "n_others": float(group.is_other.sum(axis=1).mean()),
                        "share_group": _mean(ours[is_both]),
                        "share_others": _mean(theirs[is_both]),
                        "gap": gap.mean[0],
                        "low": gap.low[0],
                        "high": gap.high[0],
                        "n_runs": int(is_both.sum()),
                    }
                )
        return rows

    def prices(self) -> "pd.DataFrame":
        """List what each programme costs, line by line, as a treasurer can check it.

        Returns
        -------
        pandas.DataFrame
            strategy; activity (id), tactic, months (from 0), dates; places, fixed and per_place
            (rupiah a date); person_days (a date) and day_price; hamlets in which it is held;
            total: dates x hamlets x (fixed + places x per_place + person_days x day_price).
        """
        import pandas as pd

        day_price = self.community.file.facilitator.person_day_price
        hamlets = self.community.n_hamlets
        rows = []
        for strategy, _ in self.simulated:
            for activity in strategy.programme.activities_by_id:
                one_date = activity.cost_per_date + activity.person_days * day_price
                rows.append(
                    {
                        "strategy": strategy.name,
                        "activity": activity.id,
                        "tactic": activity.tactic,
                        "months": " ".join(map(str, activity.months)),
                        "dates": activity.n_dates,
                        "places": activity.places or 0,
                        "fixed": activity.cost_fixed,
                        "per_place": activity.cost_per_place,
                        "person_days": activity.person_days,
                        "day_price": day_price,
                        "hamlets": hamlets,
                        "total": activity.n_dates * hamlets * one_date,
                    }
                )
        return pd.DataFrame(rows)

    def changes(self) -> "pd.DataFrame":
        """List what the budget did to each activity.

        Returns
        -------
        pandas.DataFrame
            strategy, activity (id), tactic, dates_before, dates_after, places_before,
            places_after; only activities that changed.
        """
        import pandas as pd

        columns = ["strategy", *ActivityChange.__dataclass_fields__]
        rows = [
            {"strategy": strategy.name} | asdict(change)
            for strategy in self.strategies
            if strategy.scaled is not None
            for change in strategy.scaled.changes
        ]
        return pd.DataFrame(rows, columns=columns)

    def runs(self) -> "pd.DataFrame":
        """Everything that is compared, run by run: the numbers from which the tables are made.

        Returns
        -------
        pandas.DataFrame
            strategy, replicate, each of `measures`, and income_change.
        """
        import pandas as pd

        first = int(self.simulated[0][1].provenance["first_replicate"])
        return pd.concat(
            [
                pd.DataFrame(
                    {"strategy": strategy.name, "replicate": first + np.arange(outcome.n_runs)}
                    | self._values_of(strategy)
                    | {"income_change": self.income_change(outcome)}
                )
                for strategy, outcome in self.simulated
            ],
            ignore_index=True,
        )

    def curves(self) -> "pd.DataFrame":
        """Adoption curves of all strategies: strategy, month, mean, low, high."""
        import pandas as pd

        return pd.concat(
            [
                outcome.adoption_curve().assign(strategy=strategy.name)
                for strategy, outcome in self.simulated
            ],
            ignore_index=True,
        )[["strategy", "month", "mean", "low", "high"]]

    def plot(self, ax: "Axes | None" = None) -> "Axes":
        """Draw the mean adoption curves.

        Parameters
        ----------
        ax
            Where to draw; a new figure's axes if None. Nothing is shown.
        """
        import matplotlib.pyplot as plt

        if ax is None:
            _, ax = plt.subplots()
        for strategy, outcome in self.simulated:
            curve = outcome.adoption_curve()
            ax.plot(curve["month"], curve["mean"], label=strategy.name.replace("_", " "))
        ax.set_xlabel("month")
        ax.set_ylabel(f"adopters of {self.community.n_artisans}")
        ax.legend()
        return ax

    def _summary_of(self, strategy: Strategy, cost: Ratio) -> Row:
        scaled, outcome = strategy.scaled, strategy.outcome
        row: Row = {
            "strategy": strategy.name,
            "price_before": strategy.price.total if scaled is None else scaled.before.total,
            "price": strategy.price.total,
            "activities": strategy.price.activities,
            "facilitator": strategy.price.facilitator,
            "person_days": strategy.price.person_days,
            "rest": None if scaled is None else scaled.unspent,
        }
        if outcome is not None:
            low, high = band(outcome.adopters[:, -1])
            row |= {
                "adopters": float(outcome.adopters[:, -1].mean()),
                "adopters_low": int(low),
                "adopters_high": int(high),
                "confirmed": float(outcome.series("confirmed")[:, -1].mean()),
                "ever_adopted": float(outcome.tried.mean()),
                "gave_up": float(outcome.gave_up.mean()),
                "adopter_months": float(outcome.adopter_months.mean()),
                "lasting_adopters": float(outcome.lasting.mean()),
                "cost_per_lasting": cost.value,
                "cost_per_lasting_low": cost.low,
                "cost_per_lasting_high": cost.high,
            }
        return row | {"is_possible": outcome is not None, "is_ranked": strategy.is_ranked}


def compare(
    community: CommunityLike,
    programmes: ProgrammeLike | Sequence[ProgrammeLike] | None = None,
    *,
    budget: int | None = None,
    with_facilitator: bool = True,
    parameters: str | ParameterSet = DEFAULT_PARAMETERS,
    n_runs: int = DEFAULT_RUNS,
    n_months: int = DEFAULT_MONTHS,
    random_seed: int = DEFAULT_RANDOM_SEED,
    at_months: Sequence[int] = (),
    precision: float | None = None,
    most_runs: int = MOST_RUNS,
    tell: Callable[[int], None] | None = None,
    n_threads: int | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Compare programmes under the same luck and, if a budget is given, at the same rupiah.

    Parameters
    ----------
    community
        A community, its name, or the path of its folder.
    programmes
        One or more names, files or programmes; the first is the reference. None: all programmes of
        the community, with `campaign_then_collaboration` as the reference if it is among them.
    budget
        Rupiah to which each programme is scaled (see `diffusion.scale_to_budget`); None: each
        is taken as written, and none is ranked.
    with_facilitator
        Whether the budget pays for the organisation's person-days too.
    at_months
        Records, beside the last, at which monthly quantities are compared.
    precision
        Artisans: run until the simultaneous interval of every difference in adopters at the end
        has at most this half-width. `n_runs` is then not used.
    most_runs
        Cap of the runs where a precision is asked for.
    tell
        Called once with the number of runs that the precision will probably need.
    parameters, n_runs, n_months, random_seed, n_threads, progress
        As in `diffusion.simulate`.

    Raises
    ------
    InputError
        As in `diffusion.simulate`; and if at this budget no programme is possible that does
        anything.
    """
    community = community_of(community)
    names = list(community.programmes) if programmes is None else as_many(programmes)
    chosen = [programme_of(community, programme) for programme in names]
    if not chosen:
        raise InputError(Problem("programmes", "", "at least one programme", "none"))
    prepared: list[tuple[str, Programme, BudgetFit | None]] = []
    for programme in chosen:
        scaled = None
        if budget is not None:
            scaled = scale_for(community, programme, budget, with_facilitator=with_facilitator)
        n_earlier = sum(1 for other, _, _ in prepared if other.split(" (")[0] == programme.name)
        name = f"{programme.name} ({n_earlier + 1})" if n_earlier else programme.name
        prepared.append((name, programme if scaled is None else scaled.programme, scaled))
    _check_possible(prepared, budget)
    possible = [one for one in prepared if one[2] is None or one[2].is_possible]
    for month in at_months:
        check_range("month", month, 0, n_months)

    def simulated(first_replicate: int, n_more: int) -> list[Outcome]:
        return simulate(
            community,
            [*(programme for _, programme, _ in possible), _nothing_done()],
            parameters=parameters,
            n_runs=n_more,
            n_months=n_months,
            random_seed=random_seed,
            first_replicate=first_replicate,
            keep=("artisans",),
            n_threads=n_threads,
            progress=progress,
        )

    def comparison_of(outcomes: Sequence[Outcome], reached: Precision | None = None) -> Comparison:
        by_name = {name: o for (name, _, _), o in zip(possible, outcomes, strict=False)}
        return Comparison(
            community=community,
            strategies=tuple(
                Strategy(name, programme, community.price(programme), scaled, by_name.get(name))
                for name, programme, scaled in prepared
            ),
            reference=_reference(list(by_name), is_default=programmes is None),
            parameters=parameters if isinstance(parameters, str) else parameters.title,
            budget=budget,
            with_facilitator=with_facilitator,
            random_seed=random_seed,
            at_months=tuple(dict.fromkeys(m for m in at_months if m != n_months)),
            baseline=outcomes[-1],
            precision=reached,
        )

    if precision is None:
        return comparison_of(simulated(0, n_runs))
    if not precision > 0:
        raise InputError(Problem("precision", "", "a number above 0", str(precision)))
    check_range("most runs", most_runs, 2, MOST_RUNS_AT_ALL)
    so_far: list[Outcome] = []

    def differences(n_wanted: int) -> NDArray[np.float64]:
        n_before = so_far[0].n_runs if so_far else 0
        more = simulated(n_before, n_wanted - n_before)
        so_far[:] = (
            [before.followed_by(after) for before, after in zip(so_far, more, strict=True)]
            if so_far
            else more
        )
        return comparison_of(so_far).paired("adopters")

    reached = run_until(
        differences, precision, most_runs=most_runs, random_seed=random_seed, tell=tell
    )
    return comparison_of(so_far, reached)


def _table(rows: list[Row]) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(rows)


def _nothing_done() -> Programme:
    """Make the programme without any activity: what would have been anyway."""
    return Programme(name="nothing", title="Nothing is done", withdrawal_month=0, taper=0)


def _reference(names: Sequence[str], *, is_default: bool) -> str:
    """Choose the strategy that the others are compared with."""
    if is_default and DEFAULT_REFERENCE in names:
        return DEFAULT_REFERENCE
    return names[0]


def _check_possible(
    prepared: Sequence[tuple[str, Programme, BudgetFit | None]], budget: int | None
) -> None:
    needed = {
        name: scaled.cost
        for name, programme, scaled in prepared
        if scaled is not None and programme.activity
    }
    if budget is None or not needed or min(needed.values()) <= budget:
        return
    cheapest = min(needed, key=lambda name: needed[name])
    expected = f"at least {rupiah(needed[cheapest])}, the smallest form of {cheapest}"
    raise InputError(Problem("budget", "", expected, rupiah(budget)))


def _share(is_so: NDArray[np.bool_]) -> float:
    return float(is_so.mean()) if len(is_so) else float("nan")


def _mean(values: NDArray[np.float64]) -> float:
    return float(values.mean()) if len(values) else float("nan")
