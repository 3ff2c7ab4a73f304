"""What a comparison leaves: strategies side by side, and every table that is made of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from diffusion.comparison.equity import equity_rows
from diffusion.comparison.frames import curves_of, runs_of, table_of
from diffusion.comparison.measured import Measured, Simulated
from diffusion.comparison.standing import COLUMNS, standing_rows
from diffusion.comparison.stopping import Precision
from diffusion.comparison.strategies import Strategy
from diffusion.comparison.tables import (
    Row,
    barrier_rows,
    change_rows,
    difference_rows,
    estimate_rows,
    price_rows,
    strategy_rows,
)
from diffusion.comparison.within import within_rows
from diffusion.results.outcome import CAVEAT, Outcome
from diffusion.scenario.budget_fit import ActivityChange
from diffusion.scenario.community import Community
from diffusion.util.display import Shown
from diffusion.util.formats import rupiah

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr


@dataclass(frozen=True, repr=False, eq=False)
class Comparison(Shown):
    """Strategies side by side, under the same luck.

    Each table is worked out once, when it is first asked for; `table_rows` and its like have
    its rows as plain mappings, for who needs no table. Its figures are
    drawn by `diffusion.plotting.comparison`.

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

    @cached_property
    def simulated(self) -> Simulated:
        """The strategies that are possible, each with its outcome."""
        return tuple((s, s.outcome) for s in self.strategies if s.outcome is not None)

    @cached_property
    def measured(self) -> Measured:
        """What is compared, in each run of every strategy."""
        channels = self.community.file.market.channels
        return Measured(self.simulated, self.reference, self.baseline, channels, self.at_months)

    @property
    def n_runs(self) -> int:
        """Number of runs of each strategy."""
        return self.baseline.n_runs

    @property
    def n_months(self) -> int:
        """Number of months of each run."""
        return self.baseline.n_months

    def to_xarray(self) -> "xr.Dataset":
        """Show the outcomes of the possible strategies with named axes.

        Returns
        -------
        xarray.Dataset
            That of `diffusion.results.xarray.dataset_of`, with `programme` as the first dim.
        """
        from diffusion.results.xarray import dataset_of_many

        return dataset_of_many(
            [outcome for _, outcome in self.simulated], [s.name for s, _ in self.simulated]
        )

    def shown_as(self) -> tuple[str, Mapping[str, str]]:
        """Title, and what is said of the comparison."""
        at = "" if self.budget is None else f", at {rupiah(self.budget)}"
        adopters = {s.name: outcome.adopters[:, -1].mean() for s, outcome in self.simulated}
        title = f"Comparison for {self.community.name}: {len(self.strategies)} strategies"
        return f"{title}, {self.n_runs:,} runs of {self.n_months:,} months{at}", {
            "adopters at the end": ", ".join(f"{name} {n:.1f}" for name, n in adopters.items()),
            "note": CAVEAT,
        }

    def table(self) -> "pd.DataFrame":
        """One row a strategy: what it costs and what it leads to.

        Returns
        -------
        pandas.DataFrame
            strategy; price_before, price (the most it can cost), price_least, price_expected (mean
            of the runs), activities, facilitator (rupiah) and person_days;
            adopters at the end with adopters_low and adopters_high, the 90 % band of single
            histories; means of confirmed (at the end), ever_adopted, gave_up, adopter_months and
            lasting_adopters; cost_per_lasting (rupiah) with its 95 % interval; is_possible,
            is_ranked.
        """
        return table_of(self.table_rows)

    @cached_property
    def table_rows(self) -> list[Row]:
        """Rows of `table`."""
        return strategy_rows(self.strategies, self.simulated, random_seed=self.random_seed)

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
        return table_of(self.difference_rows)

    @cached_property
    def difference_rows(self) -> list[Row]:
        """Rows of `differences`."""
        return difference_rows(self.measured, random_seed=self.random_seed)

    def standing(self) -> "pd.DataFrame":
        """Put the ranked strategies in the order of their adopters at the end, the leader first.

        Returns
        -------
        pandas.DataFrame
            strategy; adopters at the end (mean); leader; difference to the leader with low and
            high, the 95 % interval that holds for all pairs of strategies at once; led and tied,
            the shares of runs in which the leader has more, and as many.
        """
        return table_of(self.standing_rows, [*COLUMNS])

    @cached_property
    def standing_rows(self) -> list[Row]:
        """Rows of `standing`."""
        return self.ordered_by("adopters")

    def ordered_by(self, measure: str) -> list[Row]:
        """Put the ranked strategies in the order of a measure; as `standing`."""
        return standing_rows(self.measured, measure, random_seed=self.random_seed)

    def estimates(self) -> "pd.DataFrame":
        """Means of everything that is compared, with their uncertainty.

        Returns
        -------
        pandas.DataFrame
            One row a strategy and measure: strategy, measure, mean, low and high (the 95 %
            interval of the mean), band_low and band_high (90 % of single histories), n_runs that
            have it; and the measure income_change, of the mean income against doing nothing.
        """
        return table_of(self.estimate_rows)

    @cached_property
    def estimate_rows(self) -> list[Row]:
        """Rows of `estimates`."""
        return estimate_rows(self.measured)

    def barriers(self) -> "pd.DataFrame":
        """Tell where the artisans stand at the end, and so why they do not adopt.

        Returns
        -------
        pandas.DataFrame
            strategy, reason (by `diffusion.results.barriers`), artisans (mean) with low and
            high, its 95 % interval.
        """
        return table_of(self.barrier_rows)

    @cached_property
    def barrier_rows(self) -> list[Row]:
        """Rows of `barriers`."""
        return barrier_rows(self.simulated, self.community.file.market.channels)

    def equity(self) -> "pd.DataFrame":
        """Tell who is left out: shares of adopters at the end, group by group.

        Returns
        -------
        pandas.DataFrame
            strategy, trait, group, others, basis (what divides them: "roster", "drawn" by lot,
            "network", or "selection" where the programme itself did, as with members), n_group
            and n_others (mean numbers of artisans),
            share_group and share_others (of adopters), gap with low and high, its 95 % interval
            (of this gap alone), n_runs in which both groups have somebody.
        """
        return table_of(self.equity_rows)

    @cached_property
    def equity_rows(self) -> list[Row]:
        """Rows of `equity`."""
        return equity_rows(((s.name, o) for s, o in self.simulated), self.community)

    def within_groups(self) -> "pd.DataFrame":
        """Compare strategies within each group, run by run under the same luck.

        Returns
        -------
        pandas.DataFrame
            trait, group, basis, n_group (mean number of artisans); strategy, reference; share
            and share_reference (of adopters at the end); difference with low and high, the 95 %
            interval that holds for all strategies of the group at once; n_runs.
        """
        return table_of(self.within_rows)

    @cached_property
    def within_rows(self) -> list[Row]:
        """Rows of `within_groups`."""
        return within_rows(self.measured, self.community, random_seed=self.random_seed)

    def prices(self) -> "pd.DataFrame":
        """List what each programme costs, line by line, as a treasurer can check it.

        Returns
        -------
        pandas.DataFrame
            strategy; activity (id), tactic, work (with the community, or outside it), family,
            months_from_1 (a file's month 0 is 1 here), dates;
            places in one hamlet, or "everybody" or "nobody"; hamlets in which it is held; seats,
            the places of one date in all hamlets that can be filled; fixed and per_place (rupiah
            a date); person_days (a date) and day_price;
            total: dates x (hamlets x (fixed + person_days x day_price) + seats x per_place).
        """
        return table_of(price_rows(self.simulated, self.community))

    def changes(self) -> "pd.DataFrame":
        """List what the budget did to each activity.

        Returns
        -------
        pandas.DataFrame
            strategy, activity (id), tactic, dates_before, dates_after, places_before and
            places_after ("everybody" where there is a place for all); only activities that
            changed.
        """
        columns = ["strategy", *ActivityChange.__dataclass_fields__]
        return table_of(change_rows(self.strategies), columns)

    def runs(self) -> "pd.DataFrame":
        """Everything that is compared, run by run: the numbers from which the tables are made.

        Returns
        -------
        pandas.DataFrame
            strategy, replicate, each of `Measured.measures`, and income_change.
        """
        return runs_of(self.measured)

    def curves(self) -> "pd.DataFrame":
        """Adoption curves of all strategies: strategy, month, mean, low, high."""
        return curves_of(self.simulated)
