"""Whether money has come from nowhere, or gone (ODD 9)."""

import numpy as np
from numpy.typing import NDArray

from diffusion.kernels.records import FLOWS, MONEY, N_INFLOWS
from diffusion.results.series import kept_records


def is_balanced(ledger: NDArray[np.int64], money: NDArray[np.int64]) -> bool:
    """Tell whether every rupiah of every month is accounted for, in households and fund.

    Parameters
    ----------
    ledger, money
        Those of an outcome.
    """
    flow = _by_name(FLOWS, ledger)
    held = _by_name(MONEY, money)
    inflow = sum(flow[name] for name in FLOWS[:N_INFLOWS])
    outflow = sum(flow[name] for name in FLOWS[N_INFLOWS:])
    total = held["cash"] + held["fund"]
    is_kept = np.array_equal(total, total[:, :1] + inflow - outflow)
    claims = held["savings"] + held["surplus"] + held["equity"] + held["recovered"]
    gone = held["written_off"] + held["equipment"] + flow["unaccounted"]
    return is_kept and np.array_equal(held["fund"] + held["loans"], claims - gone)


def _by_name(names: tuple[str, ...], array: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
    return dict(zip(names, np.moveaxis(kept_records(array), 2, 0), strict=True))
