"""The smallest change of the numbers that turns a ranking: one number, two, or all together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from diffusion.calibration.space import NEAR, Axis, Space
from diffusion.robustness.duel import Met

if TYPE_CHECKING:
    import pandas as pd

type Reals = NDArray[np.float64]
type Try = Callable[[str, Sequence[Mapping[str, Any]]], Met]
"""Compares both programmes with some settings; the word says what for."""

HALVINGS = 7
"""How often a way is halved: a turn is known to 1 part in 128 of it."""

MOST_SEARCHED = 12
"""Numbers that turn the ranking at an end of their range of which the place is sought."""

IN_PAIRS = 5
"""Numbers of which each two are changed together."""

NUMBER, PAIR, ALL = "number", "pair", "all"
UNDECIDED, TURNED, CLEAR = "undecided", "turned", "clear"
"""What is sought along a way: no longer clear; the other has more; the other clearly has more."""

_CLEARLY = 2.0
"""Standard errors beyond which a number is taken to move the difference."""


@dataclass(frozen=True)
class Way:
    """A change of some numbers from the default towards ends of their ranges.

    Attributes
    ----------
    kind : str
        NUMBER, PAIR or ALL.
    axes : tuple of Axis
    ends : tuple of float
        Where each goes.
    pace : tuple of float
        Part of its own way that each has gone at the end, up to 1.
    """

    kind: str
    axes: tuple[Axis, ...]
    ends: tuple[float, ...]
    pace: tuple[float, ...]

    def at(self, part: float) -> dict[str, float | int]:
        """Give the settings after a part of the way, from 0 to 1."""
        return {
            axis.path: toward(axis, end, part * pace)
            for axis, end, pace in zip(self.axes, self.ends, self.pace, strict=True)
        }

    @property
    def name(self) -> str:
        """The numbers that change."""
        return " + ".join(axis.path for axis in self.axes)


def toward(axis: Axis, end: float, part: float) -> float | int:
    """Go a part of the way from the default to an end, in the scale of the number.

    >>> toward(Axis("a", 1, 16, is_log=True, is_whole=False, default=4.0), 16, 0.5)
    8.0
    """
    # As in a calibration, the ends themselves are never taken: a share of 1 may not be allowed.
    if part == 1 and end in (axis.low, axis.high):
        return axis.value(NEAR if end == axis.low else 1 - NEAR)
    if axis.is_log and axis.default > 0 and end > 0:
        value = float(axis.default * (end / axis.default) ** part)
    else:
        value = axis.default + part * (end - axis.default)
    return round(value) if axis.is_whole else value


@dataclass(frozen=True, eq=False)
class Turn:
    """How far a way must be gone.

    Attributes
    ----------
    way : Way
    undecided, turned, clear : float
        Part of the way, from 0 to 1, after which the interval of the difference holds 0, the
        other programme has more in the mean, and has clearly more; NaN where it does not come.
    """

    way: Way
    undecided: float
    turned: float
    clear: float


@dataclass(frozen=True, eq=False)
class Flips:
    """What single numbers do, and what turns the ranking.

    Attributes
    ----------
    default : Met
        One trial: with the numbers of the files.
    space : Space
    ends : tuple of Met
        At the low and at the high end of each number, all others as in the files.
    turns : tuple of Turn
        Smallest first.
    n_turning : int
        Numbers that turn the ranking at an end, those not searched too.
    """

    default: Met
    space: Space
    ends: tuple[Met, Met]
    turns: tuple[Turn, ...]
    n_turning: int

    @property
    def swing(self) -> Reals:
        """Largest change of the difference that each number makes at an end [axes]."""
        off = [np.abs(one.difference - self.default.difference[0]) for one in self.ends]
        swing: Reals = np.nan_to_num(np.stack(off)).max(axis=0)
        return swing

    def smallest(self, kind: str) -> Turn | None:
        """Find the smallest change of a kind that turns the ranking."""
        return next((one for one in self.turns if one.way.kind == kind), None)

    def ends_table(self) -> "pd.DataFrame":
        """Give each number, its range, and the difference at both ends with intervals."""
        import pandas as pd

        columns: dict[str, Any] = {
            "number": list(self.space.paths),
            "low": [axis.low for axis in self.space.axes],
            "high": [axis.high for axis in self.space.axes],
            "default": [axis.default for axis in self.space.axes],
            "scale": ["log" if axis.is_log else "linear" for axis in self.space.axes],
        }
        for name, met in zip(("low", "high"), self.ends, strict=True):
            columns |= {
                f"at_{name}": met.difference, f"at_{name}_from": met.low, f"at_{name}_to": met.high,
            }  # fmt: skip
        return pd.DataFrame(columns)

    def turns_table(self) -> "pd.DataFrame":
        """Give each change that turns the ranking: its numbers, parts of the way, and values.

        Returns
        -------
        pandas.DataFrame
            kind, numbers, undecided, turned, clear (parts of the way from the default to the
            ends), towards (the end of each number), and at_undecided, at_turned, at_clear (the
            value of a single number; of several those at the turn, each PATH=VALUE).
        """
        import pandas as pd

        rows = []
        for one in self.turns:
            row: dict[str, Any] = {"kind": one.way.kind, "numbers": one.way.name}
            row |= {name: getattr(one, name) for name in (UNDECIDED, TURNED, CLEAR)}
            row["towards"] = " ".join(f"{end:g}" for end in one.way.ends)
            for name in (UNDECIDED, TURNED, CLEAR):
                part = getattr(one, name)
                row[f"at_{name}"] = "" if np.isnan(part) else _written(one.way.at(part))
            rows.append(row)
        names = ("kind", "numbers", UNDECIDED, TURNED, CLEAR, "towards")
        columns = [*names, *(f"at_{name}" for name in (UNDECIDED, TURNED, CLEAR))]
        return pd.DataFrame(rows, columns=columns)


def _written(settings: Mapping[str, float | int]) -> str:
    return "; ".join(f"{path}={value:.6g}" for path, value in settings.items())


def find_flips(space: Space, default: Met, attempt: Try) -> Flips:
    """Change each number to both ends of its range, and seek what turns the ranking.

    Along each way only what lies between its two ends is sought, by halving: a ranking that turns
    and turns back between the default and an end is not seen.

    Parameters
    ----------
    space
    default
        One trial: with the numbers of the files.
    attempt
        Compares both programmes with some settings.
    """
    lows = [{axis.path: toward(axis, axis.low, 1)} for axis in space.axes]
    highs = [{axis.path: toward(axis, axis.high, 1)} for axis in space.axes]
    both = attempt("ends", [*lows, *highs])
    n = len(space)
    ends = both.at(slice(0, n)), both.at(slice(n, 2 * n))
    side = float(np.sign(default.difference[0]))
    if side == 0:
        return Flips(default, space, ends, (), 0)
    gain = side * (default.difference[0] - np.stack([one.difference for one in ends]))
    gain = np.where(np.isnan(gain), -np.inf, gain)
    best = gain.argmax(axis=0)
    order = np.argsort(-gain.max(axis=0), kind="stable")
    after = side * np.stack([one.difference for one in ends])[best, np.arange(n)]
    turning = [int(axis) for axis in order if after[axis] < 0]

    def way(kind: str, places: Sequence[int], pace: Sequence[float]) -> Way:
        axes = tuple(space.axes[place] for place in places)
        far = tuple(
            axis.high if best[place] else axis.low for axis, place in zip(axes, places, strict=True)
        )
        return Way(kind, axes, far, tuple(pace))

    ways = [way(NUMBER, [place], [1.0]) for place in turning[:MOST_SEARCHED]]
    moving = [int(one) for one in order[:IN_PAIRS] if gain[:, one].max() > 0]
    ways += [way(PAIR, pair, [1.0, 1.0]) for pair in combinations(moving, 2)]
    errors = np.stack([one.error for one in ends])[best, np.arange(n)]
    noise = _CLEARLY * np.hypot(errors, default.error[0])
    clear = [int(one) for one in order if gain[:, one].max() > noise[one]]
    if len(clear) > 1:
        largest = gain[:, clear[0]].max()
        ways.append(way(ALL, clear, [float(gain[:, one].max() / largest) for one in clear]))
    turns = _turns(ways, side, attempt)
    return Flips(default, space, ends, tuple(turns), len(turning))


def _turns(ways: Sequence[Way], side: float, attempt: Try) -> list[Turn]:
    """Halve all ways at once, for each of the three things that are sought along them."""
    at_end = attempt("far", [one.at(1.0) for one in ways])
    known = {(n, 1.0): at_end.at([n]) for n in range(len(ways))}
    sought = {
        (n, what): (0.0, 1.0)
        for n in range(len(ways))
        for what in (UNDECIDED, TURNED, CLEAR)
        if _is_so(what, at_end.at([n]), side)
    }
    for _ in range(HALVINGS):
        middles = {key: (low + high) / 2 for key, (low, high) in sought.items()}
        new = sorted({(n, middles[n, what]) for n, what in middles} - known.keys())
        found = attempt("halving", [ways[n].at(part) for n, part in new])
        known |= {key: found.at([place]) for place, key in enumerate(new)}
        for (n, what), middle in middles.items():
            low, high = sought[n, what]
            is_so = _is_so(what, known[n, middle], side)
            sought[n, what] = (low, middle) if is_so else (middle, high)
    turns = [
        Turn(way, *(sought.get((n, what), (0, np.nan))[1] for what in (UNDECIDED, TURNED, CLEAR)))
        for n, way in enumerate(ways)
        if (n, TURNED) in sought
    ]
    return sorted(turns, key=lambda one: one.turned)


def _is_so(what: str, met: Met, side: float) -> bool:
    """Tell whether it is so in one trial; what could not be run is not."""
    if not met.is_run[0]:
        return False
    if what == TURNED:
        return bool(side * met.difference[0] < 0)
    if what == UNDECIDED:
        return bool(side * met.verdict[0] <= 0)
    return bool(side * met.verdict[0] < 0)
