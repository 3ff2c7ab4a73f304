"""What became of the claims of a file: each holds, is fragile or is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from diffusion.robustness.claim_file import Claim, ClaimFile
from diffusion.robustness.duel import Met
from diffusion.robustness.points import Where

if TYPE_CHECKING:
    import pandas as pd

HOLDS, FRAGILE, WRONG = "holds", "fragile", "wrong"
VERDICTS = (HOLDS, FRAGILE, WRONG)
"""From the best to the worst; that of a claim is the worst of its parts."""


@dataclass(frozen=True, eq=False)
class Checked:
    """What became of one claim.

    Attributes
    ----------
    claim : Claim
    sets : mapping of str to Met
        One trial with each parameter set; empty for a price.
    where : Where or None
    met : Met or None
        A trial for each point.
    price : int or None
        Rupiah that the programme costs at most.
    """

    claim: Claim
    sets: dict[str, Met]
    where: Where | None
    met: Met | None
    price: int | None

    def of_set(self, name: str) -> str:
        """Judge one parameter set by the paired interval."""
        met = self.sets[name]
        if not met.is_run[0]:
            return WRONG
        if _reached(met.low, self.claim.by)[0]:
            return HOLDS
        return FRAGILE if _reached(met.high, self.claim.by)[0] else WRONG

    @property
    def share(self) -> float:
        """Share of the points that could be run in which the mean reaches what is claimed."""
        return self._share(None if self.met is None else self.met.difference)

    @property
    def share_possible(self) -> float:
        """Share of the points in which the upper end of the interval does."""
        return self._share(None if self.met is None else self.met.high)

    def _share(self, values: NDArray[np.float64] | None) -> float:
        if self.met is None or self.where is None or values is None:
            return float("nan")
        run = self.met.is_run
        weight = self.where.weight[run]
        return float(weight @ _reached(values[run], self.claim.by) / max(weight.sum(), 1e-300))

    @property
    def of_points(self) -> str | None:
        """Judge the points; None where there are none."""
        if self.met is None:
            return None
        if self.share >= self.claim.share:
            return HOLDS
        return FRAGILE if self.share_possible >= self.claim.share else WRONG

    @property
    def verdict(self) -> str:
        """The worst of all parts."""
        if self.price is not None:
            return HOLDS if self.price <= (self.claim.costs or 0) else WRONG
        parts = [self.of_set(name) for name in self.sets]
        if (of_points := self.of_points) is not None:
            # What does not hold elsewhere does not make what holds in the files wrong.
            parts.append(FRAGILE if of_points == WRONG else of_points)
        return max(parts, key=VERDICTS.index)


def _reached(value: NDArray[np.float64], by: float) -> NDArray[np.bool_]:
    reached: NDArray[np.bool_] = (value >= by) & (value > 0)
    return reached


@dataclass(frozen=True, eq=False)
class Answers:
    """All claims of a file, checked.

    Attributes
    ----------
    file : ClaimFile
    checked : tuple of Checked
    origin : dict
        What it was made from.
    """

    file: ClaimFile
    checked: tuple[Checked, ...]
    origin: dict[str, Any]

    @property
    def all_hold(self) -> bool:
        """Whether no claim is fragile or wrong."""
        return all(one.verdict == HOLDS for one in self.checked)

    def tables(self) -> "dict[str, pd.DataFrame]":
        """Give the claims, their parameter sets and their points as tables."""
        import pandas as pd

        claims, sets, points = [], [], []
        for number, one in enumerate(self.checked, start=1):
            claims.append(
                {
                    "claim": number, "says": one.claim.says, "verdict": one.verdict,
                    "by": one.claim.by, "share": one.share, "share_possible": one.share_possible,
                    "share_asked": one.claim.share, "points": one.of_points, "price": one.price,
                }
            )  # fmt: skip
            sets += [
                {"claim": number, "parameters": name, "verdict": one.of_set(name)}
                | _columns(met)[0]
                for name, met in one.sets.items()
            ]
            if one.met is not None and one.where is not None:
                points += [
                    {"claim": number, "point": place, "weight": float(weight)} | row
                    for place, (weight, row) in enumerate(
                        zip(one.where.weight, _columns(one.met), strict=True)
                    )
                ]
        return {name: pd.DataFrame(rows) for name, rows in _named(claims, sets, points)}


def _named(*tables: list[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    return zip(("claims", "sets", "points"), tables, strict=True)


def _columns(met: Met) -> list[dict[str, Any]]:
    names = ("first", "other", "difference", "low", "high")
    columns = {name: getattr(met, name).tolist() for name in names}
    return [
        {name: columns[name][row] for name in names} | {"refused": met.refused[row]}
        for row in range(len(met))
    ]
