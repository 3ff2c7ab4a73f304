"""Ties of the first moment: listed ones put in rows, others drawn (ODD 5)."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem
from diffusion.kernels import laws, networks
from diffusion.kernels.arrays import Counts, Reals
from diffusion.kernels.state import Ties
from diffusion.scenario.community import Community
from diffusion.scenario.ties import (
    BarabasiAlbert,
    Block,
    Complete,
    ErdosRenyi,
    Geometric,
    Ring,
    TieList,
    WattsStrogatz,
)
from diffusion.translate.near import nobody_near

MOST_TIES = 5_000_000
"""Ties that may be drawn for one run: some 300 MB while they are drawn."""


def draw_ties(
    community: Community,
    traits: Mapping[str, NDArray[Any]],
    *,
    random_seed: int,
    first_replicate: int,
    n_rows: int,
) -> Ties:
    """Draw (or read) the ties of `n_rows` runs; who lives near whom is left empty.

    Raises
    ------
    InputError
        If more are to be drawn for a run than there is room for.
    """
    n_artisans, given = community.n_artisans, community.tie_list
    luck = random_seed, first_replicate
    start = np.empty((n_rows, n_artisans + 1), np.int64)
    network = _network(community)
    strength = shown = np.empty(0, np.int32)
    if network is None:
        row, listed, strength, shown = _rows_of(community, given or TieList((), None))
        start[:] = row + len(listed) * np.arange(n_rows)[:, None]
        alter = np.tile(listed, n_rows)
    else:
        x_km = y_km = np.empty((0, 0))
        if network.kind == networks.GEOMETRIC:
            shape = n_rows, n_artisans
            x_km, y_km = (
                np.array(np.broadcast_to(traits[name], shape), np.float64, order="C")
                for name in ("x_km", "y_km")
            )
        alter = _alters_of(network, luck, x_km, y_km, start, community=community)
    if given is None or given.strengths is None:
        drawn = _strengths(community, start, alter, luck)
        is_directed = given is not None and given.is_directed
        strength, shown = (
            drawn * np.tile(looks, n_rows) if is_directed else drawn for looks in (strength, shown)
        )
    rows, total = start.astype(np.uint32), np.empty((n_rows, n_artisans), np.int64)
    networks.add_up_all(rows, strength, total)
    shown_growing = shown if given is not None and given.is_directed else np.empty(0, np.int32)
    return Ties(
        rows, alter.view(np.uint32), strength, strength, total, shown, shown_growing, nobody_near(0)
    )


def _strengths(
    community: Community,
    start: NDArray[np.int64],
    alter: NDArray[np.int32],
    luck: tuple[int, int],
) -> Counts:
    """Draw the strength of each tie, the same at both its ends."""
    rule = community.file.ties.strength
    values, shares = _in_billionths(np.array(rule.values)), np.array(rule.shares)
    if len(values) == 1:
        return np.full(len(alter), values[0])
    strength = np.empty(len(alter), np.int32)
    room = np.empty(community.n_artisans, np.int64)
    identity = community.in_rows(community.identities)
    networks.draw_strengths(start, alter, values, shares, *luck, identity, room, strength)
    return strength


def _in_billionths(strengths: Reals) -> Counts:
    """Put strengths between 0 and 1 into whole billionths, halves up."""
    return np.floor(strengths * laws.WHOLE + 0.5).astype(np.int32)


def ties_are_drawn(community: Community, traits: Mapping[str, NDArray[Any]]) -> bool:
    """Whether luck has a part in who is tied to whom, and how strongly."""
    given = community.tie_list
    has_strengths = given is not None and given.strengths is not None
    if not has_strengths and len(community.file.ties.strength.values) > 1:
        return True
    network = _network(community)
    if network is None or network.kind in (networks.RING, networks.COMPLETE):
        return False
    is_near = network.kind == networks.GEOMETRIC
    return not is_near or traits["x_km"].ndim == 2 or traits["y_km"].ndim == 2


def ties_that_grow(community: Community, ties: Ties, *, n_runs: int = 1) -> Ties:
    """Give one programme strengths of its own, where those who meet come closer (ODD 8).

    Ties that `n_runs` runs share until then become ties of each.
    """
    if not community.file.modules.dynamic_ties:
        return ties
    start, alter, strength, total = ties.start, ties.alter, ties.strength, ties.total
    if n_runs > 1 and len(start) == 1:
        start = start + len(alter) * np.arange(n_runs, dtype=np.uint32)[:, None]
        alter, strength = np.tile(alter, n_runs), np.tile(strength, n_runs)
        total = np.tile(total, (n_runs, 1))
    if len(ties.shown_growing) == 0:
        own = strength.copy()
        return Ties(
            start, alter, own, strength.copy(), total.copy(), own, ties.shown_growing, ties.near
        )
    shown = np.tile(ties.shown, len(strength) // len(ties.strength))
    return Ties(
        start,
        alter,
        strength.copy(),
        strength.copy(),
        total.copy(),
        shown.copy(),
        shown.copy(),
        ties.near,
    )


def _network(community: Community) -> networks.Network | None:
    """Describe how a community's ties are made; None where they are listed, or there are none."""
    if community.tie_list is not None:
        return None
    rule, n_artisans = community.file.ties, community.n_artisans
    match rule:
        case WattsStrogatz():
            kind, degree = networks.WATTS_STROGATZ, rule.mean_degree
            return networks.Network(kind, degree=degree, within=rule.rewiring)
        case Ring():
            return networks.Network(networks.RING, degree=rule.mean_degree)
        case ErdosRenyi():
            share = rule.mean_degree / max(1, n_artisans - 1)
            return networks.Network(networks.BLOCKS, within=share, n_first=n_artisans)
        case Block():
            n_first = n_artisans - n_artisans // 2
            kind, within, across = networks.BLOCKS, rule.within, rule.across
            return networks.Network(kind, within=within, across=across, n_first=n_first)
        case BarabasiAlbert():
            return networks.Network(networks.BARABASI_ALBERT, degree=rule.mean_degree // 2)
        case Geometric():
            extent = community.file.artisans.extent_km
            # A circle that holds `mean_degree` others, if all are spread over the hamlet.
            area = extent * extent * rule.mean_degree
            squared_radius = area / (math.pi * max(1, n_artisans - 1))
            return networks.Network(networks.GEOMETRIC, squared_radius=squared_radius)
        case Complete():
            return networks.Network(networks.COMPLETE)
        case _:
            return None


def _alters_of(
    network: networks.Network,
    luck: tuple[int, int],
    x_km: Reals,
    y_km: Reals,
    start: NDArray[np.int64],
    *,
    community: Community,
) -> NDArray[np.int32]:
    """Draw networks, in more room as long as they need more; see `networks.draw_networks`."""
    n_runs, n_artisans = start.shape[0], start.shape[1] - 1
    n_ties = networks.likely_ties(network, n_artisans)
    _check_room(community, max(n_ties, _likely_in_blocks(network, n_artisans)))
    place = np.empty(n_artisans, np.int64)
    alter = np.empty(2 * n_ties * n_runs, np.int32)
    n_drawn = 0
    while True:
        ends = np.empty((n_ties, 2), np.int64)
        near = np.empty(2 * (n_artisans + n_ties), np.int64)
        mixed = np.empty(2 * n_ties, np.int32)
        n_drawn = networks.draw_networks(
            network, *luck, n_drawn, x_km, y_km, ends, near, mixed, place, start, alter
        )
        if n_drawn == n_runs:
            return alter[: start[-1, -1]]
        n_ties = 2 * max(1, n_ties)
        _check_room(community, n_ties // 2)
        alter = np.concatenate(
            [alter[: start[n_drawn, 0]], np.empty(2 * n_ties * n_runs, np.int32)]
        )


def _likely_in_blocks(network: networks.Network, n_artisans: int) -> int:
    """Ties that two blocks have on average; 0 for another kind."""
    ours, theirs = network.n_first, n_artisans - network.n_first
    inside = ours * (ours - 1) // 2 + theirs * (theirs - 1) // 2
    is_block = network.kind == networks.BLOCKS
    return int(network.within * inside + network.across * ours * theirs) if is_block else 0


def _check_room(community: Community, n_ties: int) -> None:
    """Refuse ties beyond what is drawn; `n_ties` are known to be needed."""
    if n_ties > MOST_TIES:
        expected = (
            f"at most {MOST_TIES:,} ties drawn for a run (fewer artisans, or a rule that ties each "
            "of them to fewer others)"
        )
        found = f"{community.file.ties.generator} among {community.n_artisans:,} artisans"
        raise InputError(Problem(community.name, "ties", expected, f"more: {found}"))


def _rows_of(
    community: Community, given: TieList
) -> tuple[NDArray[np.int64], NDArray[np.int32], Counts, Counts]:
    """Sort listed ties into rows: the row of each ego lists its alters, ascending.

    Returns
    -------
    start : int64 [N + 1]
    alter : int32 [2 n_ties]
    strength, shown : int32 [2 n_ties]
        Of each entry, and of the same tie the other way, in billionths; of ties without a
        direction the same array. Where strengths are not given: for ties with a direction 1 and
        0, which tell who looks, else [0].
    """
    n_artisans, ends = community.n_artisans, given.ends
    if community.order is not None:
        ends = community.row_of[ends]
    if given.is_directed:
        return _directed_rows(n_artisans, ends, given)
    first, second = np.minimum(*ends.T), np.maximum(*ends.T)
    place = first * n_artisans + second
    order = np.argsort(place, kind="stable")  # mostly as it is
    is_pair = (first >= 0) & (first < second) & (second < n_artisans)
    if not is_pair.all() or (np.diff(place[order]) == 0).any():
        raise ValueError("ties: each pair of two artisans once, by their rows")
    pairs = np.stack((first[order], second[order]), axis=1)
    known = _in_billionths(given.given_strengths)
    if given.strengths is not None and len(known) != len(place):
        raise ValueError("ties: a strength for each pair")
    known = known[order] if len(known) else known
    start, alter = np.empty(n_artisans + 1, np.int64), np.empty(pairs.size, np.int32)
    strength = np.empty(2 * len(known), np.int32)
    networks.list_rows(pairs, known, np.empty(n_artisans, np.int64), start, alter, strength)
    return start, alter, strength, strength


def _directed_rows(
    n_artisans: int, ends: NDArray[np.int64], given: TieList
) -> tuple[NDArray[np.int64], NDArray[np.int32], Counts, Counts]:
    """Do as `_rows_of` where the first of each pair looks at the second, and not the other way.

    Two who are tied in either way stand in each other's rows, with 0 for who does not look.
    """
    looking, looked = ends.T
    low, high = np.minimum(looking, looked), np.maximum(looking, looked)
    is_pair = (low >= 0) & (low < high) & (high < n_artisans)
    known = np.ones(len(ends), np.int32)
    if given.strengths is not None:
        known = _in_billionths(given.given_strengths)
    if not is_pair.all() or len(np.unique(looking * n_artisans + looked)) < len(ends):
        raise ValueError("ties: each pair of two artisans once in each direction, by their rows")
    pairs, pair_of = np.unique(low * n_artisans + high, return_inverse=True)
    strengths = np.zeros((2, len(pairs)), np.int32)
    strengths[(looking > looked).astype(np.int64), pair_of] = known
    start, alter = np.empty(n_artisans + 1, np.int64), np.empty(2 * len(pairs), np.int32)
    number = np.empty(2 * len(pairs), np.int32)
    networks.list_rows(
        np.stack((pairs // n_artisans, pairs % n_artisans), axis=1),
        np.arange(len(pairs), dtype=np.int32),
        np.empty(n_artisans, np.int64),
        start,
        alter,
        number,
    )
    is_high = (np.repeat(np.arange(n_artisans), np.diff(start)) > alter).astype(np.int64)
    return start, alter, strengths[is_high, number], strengths[1 - is_high, number]
