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
from diffusion.scenario.tie_list import TieList
from diffusion.scenario.ties import (
    BarabasiAlbert,
    Block,
    Complete,
    ErdosRenyi,
    Geometric,
    Ring,
    WattsStrogatz,
)
from diffusion.translate.near import nobody_near
from diffusion.util.arrays import for_kernels

MOST_TIES = 5_000_000
"""Ties that may be drawn for one run: some 300 MB while they are drawn."""


def draw_ties(
    community: Community,
    traits: Mapping[str, NDArray[Any]],
    *,
    random_seed: int,
    first_replicate: int,
    n_rows: int,
    is_lean: bool = False,
) -> Ties:
    """Draw (or read) the ties of `n_rows` runs; who lives near whom is left empty.

    Where listed ties are `is_lean` and every strength is 1, neither strengths nor their sums are
    written.

    Raises
    ------
    InputError
        If more are to be drawn for a run than there is room for.
    """
    n_artisans, given = community.n_artisans, community.tie_list
    luck = random_seed, first_replicate
    network = _network(community)
    none = np.empty(0, np.int32)
    strength = shown = none
    if network is None:
        listed = _as_checked(community.ties_in_rows)
        strength = for_kernels(listed.strength)
        shown = for_kernels(listed.shown) if listed.is_directed else strength
        if is_lean and _are_whole(community, given):
            total = np.empty((1, 0), np.int64)
            start_of, alter_of = for_kernels(listed.start)[None], for_kernels(listed.alter)
            return Ties(start_of, alter_of, none, none, total, none, none, nobody_near(0))
        start = listed.start + len(listed.alter) * np.arange(n_rows)[:, None]
        alter = np.tile(listed.alter, n_rows).view(np.int32)
    else:
        start = np.empty((n_rows, n_artisans + 1), np.int64)
        x_km = y_km = np.empty((0, 0))
        if network.kind == networks.GEOMETRIC:
            shape = n_rows, n_artisans
            x_km, y_km = (
                np.array(np.broadcast_to(traits[name], shape), np.float64, order="C")
                for name in ("x_km", "y_km")
            )
        alter = _alters_of(network, luck, x_km, y_km, start, community=community)
    if given is None or not given.has_strengths:
        drawn = _strengths(community, start, alter, luck)
        is_directed = given is not None and given.is_directed
        strength, shown = (
            drawn * np.tile(looks, n_rows) if is_directed else drawn for looks in (strength, shown)
        )
    rows, total = start.astype(np.uint32), np.empty((n_rows, n_artisans), np.int64)
    networks.add_up_all(rows, strength, total)
    shown_growing = shown if given is not None and given.is_directed else none
    return Ties(
        rows, alter.view(np.uint32), strength, strength, total, shown, shown_growing, nobody_near(0)
    )


def _as_checked(listed: TieList) -> TieList:
    """Refuse rows of nobody: an array that is shared may have been changed since it was checked.

    Raises
    ------
    ValueError
        If there is one.
    """
    if len(listed.alter) and listed.alter.max() >= len(listed.start) - 1:
        raise ValueError("ties: the array of alters was changed after it was given")
    return listed


def _are_whole(community: Community, given: TieList | None) -> bool:
    """Whether every tie has the strength 1, at both its ends."""
    is_drawn = given is None or not given.has_strengths
    is_directed = given is not None and given.is_directed
    return is_drawn and not is_directed and community.file.ties.strength.values == (1.0,)


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
    has_strengths = given is not None and given.has_strengths
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
