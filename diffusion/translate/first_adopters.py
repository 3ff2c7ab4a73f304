"""Who has adopted at the start: those that are listed, or those whose lots are lowest (ODD 5)."""

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem, as_written
from diffusion.kernels.arrays import Reals
from diffusion.scenario.community import Community


def lots_of(lots: Reals, is_borne: NDArray[np.bool_], n_drawn: int) -> NDArray[np.bool_]:
    """Find the first adopters of each run by their lots [R, N]: the lowest of who may be one."""
    lots = np.where(is_borne, lots, 1.0)
    if n_drawn == 0:
        return np.zeros(lots.shape, np.bool_)
    n_drawn = min(n_drawn, lots.shape[1])
    last = np.partition(lots, n_drawn - 1, axis=1)[:, n_drawn - 1 : n_drawn]
    is_first: NDArray[np.bool_] = lots <= last
    if (is_first.sum(axis=1) > n_drawn).any():  # lots are equal: the lower row comes first
        rank = np.argsort(np.argsort(lots, axis=1, kind="stable"), axis=1, kind="stable")
        is_first = rank < n_drawn
    return is_first & is_borne


def first_rows(community: Community) -> NDArray[np.int64]:
    """Rows of the first adopters that are listed."""
    egos = [community.ego_of[label] for label in community.file.artisans.first_adopters]
    rows = np.array(egos, np.int64)
    return rows if community.order is None else community.row_of[rows]


def check_first_adopters(
    community: Community, tolerance: float, value_fit: Reals, is_borne: NDArray[np.bool_]
) -> None:
    """Refuse first adopters whose values, as the roster gives them [N], forbid it.

    Raises
    ------
    InputError
        Naming each of them.
    """
    problems = []
    labels = community.file.artisans.first_adopters
    for label, row in zip(labels, first_rows(community).tolist(), strict=True):
        if not is_borne[row]:
            expected = (
                f"an artisan whose value_fit is {1 - tolerance:.12g} or more, as "
                "decision.misfit_tolerance asks"
            )
            found = f"{as_written(label)}, with {value_fit[row]:.12g}"
            problems.append(Problem("community.toml", "artisans.first_adopters", expected, found))
    if problems:
        raise InputError(problems)
