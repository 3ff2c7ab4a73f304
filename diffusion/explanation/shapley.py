"""Shares of a total that add up to it: Shapley values, exact or over orders that are drawn."""

from math import comb

import numpy as np
from numpy.typing import NDArray

from diffusion.kernels.draws import ORDERS, fill_draws

MOST_EXACT = 8
"""Most players of whom every coalition is looked at."""

type Reals = NDArray[np.float64]
type Ints = NDArray[np.int64]


def exact(values: Reals) -> Reals:
    """Share what all players reach together among them, by all coalitions.

    The share of a player is the mean, over all orders in which players may come, of what changes
    when the player comes (Shapley 1953, A value for n-person games, page 311). Of a player whose
    coming never changes anything it is exactly 0.

    Parameters
    ----------
    values : float64 [2^n, ...]
        What each coalition reaches; player i is in coalition c if bit i of c is set.

    Returns
    -------
    float64 [n, ...]
        Adds up to `values[-1] - values[0]`, but for rounding.
    """
    n_players = len(values).bit_length() - 1
    coalition = np.arange(len(values))
    size = np.array([one.bit_count() for one in range(len(values))])
    found = np.zeros((n_players, *values.shape[1:]))
    for player in range(n_players):
        without = coalition[coalition >> player & 1 == 0]
        changes = values[without | 1 << player] - values[without]
        for n_before in range(n_players):
            weight = 1 / (n_players * comb(n_players - 1, n_before))
            found[player] += weight * changes[size[without] == n_before].sum(axis=0)
    return found


def drawn_orders(
    n_players: int, *, n_pairs: int, random_seed: int, first_replicate: int, n_runs: int
) -> Ints:
    """Draw orders in which players come, for each run its own: pairs of an order and its reverse.

    Parameters
    ----------
    n_players : int
    n_pairs : int
        Pairs for each run.
    random_seed, first_replicate, n_runs : int
        Orders of a run depend on its replicate alone.

    Returns
    -------
    int64 [R, 2 * n_pairs, n]
        Players, in the order in which they come; a reverse stands after its order.
    """
    orders = np.empty((n_runs, 2 * n_pairs, n_players), np.int64)
    lots = np.empty((n_runs, n_players))
    for pair in range(n_pairs):
        fill_draws(random_seed, first_replicate, ORDERS, pair, np.arange(n_players), lots)
        orders[:, 2 * pair] = np.argsort(lots, axis=1, kind="stable")
        orders[:, 2 * pair + 1] = orders[:, 2 * pair, ::-1]
    return orders


def coalitions_along(orders: Ints) -> Ints:
    """Tell which coalitions come about as players come, one after the other.

    Parameters
    ----------
    orders : int64 [..., n]

    Returns
    -------
    int64 [..., n + 1]
        From nobody to all; bit i is set where player i has come.
    """
    come = np.cumsum(np.int64(1) << orders, axis=-1)
    return np.concatenate([np.zeros((*orders.shape[:-1], 1), np.int64), come], axis=-1)


def by_orders(orders: Ints, reached: Reals) -> tuple[Reals, Reals]:
    """Share what all players reach together among them, by orders drawn for each run.

    Parameters
    ----------
    orders : int64 [R, K, n]
        From `drawn_orders`.
    reached : float64 [R, K, n + 1, ...]
        What was reached by those who had come, along each order.

    Returns
    -------
    shares : float64 [R, n, ...]
        Without bias in each run, and adding up to the total of the run.
    errors : float64 [n, ...]
        Standard error of the mean share that comes from the orders alone; NaN where each run has
        but one pair.
    """
    changes = np.diff(reached, axis=2)
    place = np.argsort(orders, axis=2)
    expanded = place.reshape(*place.shape, *(1,) * (changes.ndim - 3))
    of_player = np.take_along_axis(changes, expanded, axis=2)
    n_runs, n_orders = of_player.shape[:2]
    pairs = of_player.reshape(n_runs, n_orders // 2, 2, *of_player.shape[2:]).mean(axis=2)
    shares = pairs.mean(axis=1)
    if n_orders < 4:
        return shares, np.full(shares.shape[1:], np.nan)
    variances = pairs.var(axis=1, ddof=1) / (n_orders // 2)
    return shares, np.sqrt(variances.sum(axis=0)) / n_runs
