"""The money of one run as a treasurer keeps it: of the association, and of all households."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import check_range
from diffusion.kernels.records import FLOWS
from diffusion.results.outcome import Outcome

if TYPE_CHECKING:
    import pandas as pd


def cash_book(outcome: Outcome, run: int = 0) -> "pd.DataFrame":
    """Keep the association's fund of one run as its treasurer would, month by month.

    Returns
    -------
    pandas.DataFrame
        One row for each record; rupiah of the month: saved, repaid, interest, grants and
        recovered (of lost loans) came in, lent, equipment (shared moulds) and unaccounted went
        out, in_box is what is left. loans are owed to the association after written_off; members
        is their number. The fund balances with what it is made of: in_box + loans = savings +
        surplus + equity - losses, all since the start; losses are what was written off and not
        recovered, unaccounted, or paid for equipment.

    Raises
    ------
    InputError
        If there is no such run.
    """
    import pandas as pd

    check_range("run", run, 0, outcome.n_runs - 1)
    columns: dict[str, NDArray[Any]] = {
        "record": np.arange(outcome.n_months + 1),
        "members": outcome.series("members")[run],
    }
    for label, name in {
        "saved": "savings",
        "repaid": "repaid",
        "interest": "surplus",
        "grants": "equity",
        "recovered": "recovered",
        "lent": "lent",
        "equipment": "equipment",
        "unaccounted": "unaccounted",
    }.items():
        columns[label] = np.diff(outcome.series(name)[run], prepend=0)
    columns["in_box"] = outcome.series("fund")[run]
    columns["loans"] = outcome.series("loans")[run]
    columns["written_off"] = np.diff(outcome.series("written_off")[run], prepend=0)
    for name in ("savings", "surplus", "equity"):
        columns[name] = outcome.series(name)[run]
    gone = ("written_off", "unaccounted", "equipment")
    columns["losses"] = (
        sum(outcome.series(name)[run] for name in gone) - (outcome.series("recovered")[run])
    )
    return pd.DataFrame(columns)


def household_book(outcome: Outcome, run: int = 0) -> "pd.DataFrame":
    """Add up the money of all households of one run, month by month.

    Returns
    -------
    pandas.DataFrame
        One row for each record; rupiah of the month: other_income, pottery_income, forgiven
        (what a loss left owing to nobody) and from_box came in; consumption, shocks,
        entry_cost, moulds (worn ones made new) and to_box (savings, repayment, interest, lost
        loans paid back) went out; cash is what is left.

    Raises
    ------
    InputError
        If there is no such run.
    """
    import pandas as pd

    fund = cash_book(outcome, run)
    flows = {name: np.diff(outcome.ledger[run, :, f], prepend=0) for f, name in enumerate(FLOWS)}
    return pd.DataFrame(
        {
            "record": fund["record"],
            **{k: flows[k] for k in ("other_income", "pottery_income", "forgiven")},
            "from_box": fund["lent"],
            **{k: flows[k] for k in ("consumption", "shocks", "entry_cost", "moulds")},
            "to_box": fund[["saved", "repaid", "interest", "recovered"]].sum(axis=1),
            "cash": outcome.series("cash")[run],
        }
    )
