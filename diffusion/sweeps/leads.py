"""Which strategy leads at how many points of a sweep, by paired differences under the same luck."""

from typing import TYPE_CHECKING

import pandas as pd

from diffusion.sweeps.pairs import shown, with_budget_keys

if TYPE_CHECKING:
    from diffusion.sweeps.read import Sweep

VERDICTS = ("better", "worse", "undecided")
"""What a paired interval says of a strategy and the one it is compared with."""


def verdict_shares(sweep: "Sweep", outcome: str, reference: str) -> pd.DataFrame:
    """Find at what share of the points each strategy is better, worse or undecided.

    Returns
    -------
    pandas.DataFrame
        As `diffusion.sweeps.read.Sweep.verdicts`.
    """
    table = with_budget_keys(sweep.differences(outcome, reference))
    rows = []
    for (strategy, budget), found in table.groupby(["strategy", "budget"], observed=True):
        shares = {name: float((found["verdict"] == name).mean()) for name in VERDICTS}
        rows.append({"strategy": strategy, "budget": budget, "n_points": len(found)} | shares)
    return shown(pd.DataFrame(rows, columns=["strategy", "budget", "n_points", *VERDICTS]))


def leaders(sweep: "Sweep", outcome: str) -> pd.DataFrame:
    """Count the points at which each strategy has more than every other.

    Returns
    -------
    pandas.DataFrame
        As `diffusion.sweeps.read.Sweep.leaders`.
    """
    names = sorted(str(name) for name in sweep.rows(["strategy"])["strategy"].unique())
    leads: dict[tuple[int, int], str] = {}
    for name in names if len(names) > 1 else ():
        found = with_budget_keys(sweep.differences(outcome, name))
        is_less = found["verdict"].eq("worse").groupby([found["budget"], found["point"]]).all()
        for key, has_most in zip(is_less.index.to_list(), is_less.to_list(), strict=True):
            leads[key] = name if has_most else leads.get(key, "undecided")
    rows = []
    for budget in sorted({budget for budget, _ in leads}):
        of_budget = [name for key, name in leads.items() if key[0] == budget]
        counts = {name: of_budget.count(name) for name in (*names, "undecided")}
        rows.append({"budget": budget, "n_points": len(of_budget)} | counts)
    return shown(pd.DataFrame(rows, columns=["budget", "n_points", *names, "undecided"]))
