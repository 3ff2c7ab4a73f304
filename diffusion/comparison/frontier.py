"""What each strategy leads to as the budget grows: the budget frontier."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from diffusion.catalogue.arguments import CommunityLike, ProgrammeLike, as_many, community_of
from diffusion.comparison.compare import compare
from diffusion.comparison.result import Comparison
from diffusion.comparison.standing import COLUMNS
from diffusion.comparison.strategies import strategies_of
from diffusion.errors import InputError, Problem, check_range
from diffusion.results.outcome import Outcome
from diffusion.statistics.intervals import means_of
from diffusion.util.money import MOST_BUDGETS, Sum, rupiah_of

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = ("adopters", "lasting_adopters")


@dataclass(frozen=True, slots=True)
class Frontier:
    """The same comparison at several budgets.

    Attributes
    ----------
    comparisons : tuple of Comparison
        One for each budget, ascending.
    """

    comparisons: tuple[Comparison, ...]

    @property
    def n_runs(self) -> tuple[int, int]:
        """Runs of each strategy, at the budget with the fewest and at the one with the most."""
        numbers = [comparison.n_runs for comparison in self.comparisons]
        return min(numbers), max(numbers)

    def table(self) -> "pd.DataFrame":
        """One row a budget and strategy.

        Returns
        -------
        pandas.DataFrame
            budget, strategy, price (rupiah); adopters at the end and lasting_adopters, means with
            their 95 % intervals (_mean_low, _mean_high); cost_per_lasting (rupiah);
            is_possible, is_ranked.
        """
        import pandas as pd

        rows = []
        for comparison in self.comparisons:
            summary = comparison.table().set_index("strategy")
            for strategy in comparison.strategies:
                known = summary.loc[strategy.name]
                row: dict[str, Any] = {
                    "budget": comparison.budget,
                    "strategy": strategy.name,
                    "price": strategy.price.total,
                }
                outcome = strategy.outcome
                if outcome is not None:
                    row |= _means(comparison, outcome)
                row["cost_per_lasting"] = known.get("cost_per_lasting")
                row["is_possible"] = outcome is not None
                row["is_ranked"] = strategy.is_ranked
                rows.append(row)
        return pd.DataFrame(rows)

    def standing(self) -> "pd.DataFrame":
        """Put the ranked strategies of each budget in order, the leader first.

        Returns
        -------
        pandas.DataFrame
            budget (rupiah), and the columns of `Comparison.standing`.
        """
        import pandas as pd

        rows = [
            {"budget": comparison.budget} | row
            for comparison in self.comparisons
            for row in comparison.standing_rows
        ]
        return pd.DataFrame(rows, columns=["budget", *COLUMNS])


def _means(comparison: Comparison, outcome: Outcome) -> dict[str, float]:
    found: dict[str, float] = {}
    for measure in _SHOWN:
        values = comparison.measured.of(measure, outcome)
        means = means_of(values[:, None])
        found |= {
            measure: means.mean[0],
            f"{measure}_mean_low": means.low[0],
            f"{measure}_mean_high": means.high[0],
        }
    return found


def budget_frontier(
    community: CommunityLike,
    programmes: ProgrammeLike | Sequence[ProgrammeLike] | None = None,
    *,
    budgets: Sequence[Sum],
    **options: Any,
) -> Frontier:
    """Compare the same programmes at several budgets, under the same luck.

    Parameters
    ----------
    community, programmes
        As in `compare`.
    budgets
        Rupiah, ascending; whole numbers, or text such as "8 juta".
    **options
        As in `compare`.

    Raises
    ------
    InputError
        As in `compare`; if there are no budgets, or they do not ascend; if even at the highest too
        few programmes are possible.
    """
    check_range("budgets", len(budgets), 1, MOST_BUDGETS)
    sums = [rupiah_of(budget, place="budgets") for budget in budgets]
    if any(later <= before for before, later in pairwise(sums)):
        found = ", ".join(f"{budget:,}" for budget in sums)
        raise InputError(Problem("budgets", "", "ascending rupiah", found))
    known = community_of(community)
    asked = tuple(known.programmes) if programmes is None else as_many(programmes)
    with_facilitator = options.get("with_facilitator", True)
    strategies_of(known, asked, budget=sums[-1], with_facilitator=with_facilitator)
    options |= {"fewest_possible": 1}
    return Frontier(tuple(compare(known, programmes, budget=budget, **options) for budget in sums))
