"""Strategies compared with several parameter sets or settings: where their order differs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from diffusion.catalogue.overrides import community_with, read_settings
from diffusion.comparison.compare import compare
from diffusion.comparison.result import Comparison
from diffusion.scenario.community import Community
from diffusion.statistics.intervals import means_of

if TYPE_CHECKING:
    import pandas as pd

type Reals = NDArray[np.float64]

MEASURE = "adopters"
"""By which the strategies are put in order, at the end."""


@dataclass(frozen=True)
class Alternative:
    """One parameter set with some values by path.

    Attributes
    ----------
    parameters : str
    values : mapping of str to value
    """

    parameters: str
    values: Mapping[str, Any]


def alternatives_of(parameters: Sequence[str], written: Sequence[str]) -> tuple[Alternative, ...]:
    """Combine parameter sets, and settings as a person types them.

    A path that is given more than one value makes an alternative of each; all others hold in all.

    >>> [one.values for one in alternatives_of(["default"], ["a.b=1", "a.b=2", "a.c=3"])]
    [{'a.b': 1, 'a.c': 3}, {'a.b': 2, 'a.c': 3}]

    Raises
    ------
    InputError
        If a setting has no equals sign.
    """
    by_path: dict[str, list[Any]] = {}
    for one in written:
        for path, value in read_settings([one]).items():
            values = by_path.setdefault(path, [])
            if value not in values:
                values.append(value)
    return tuple(
        Alternative(name, dict(zip(by_path, values, strict=True)))
        for name in dict.fromkeys(parameters)
        for values in product(*by_path.values())
    )


@dataclass(frozen=True, eq=False)
class Alternatives:
    """The same strategies under the same luck in several alternatives.

    Attributes
    ----------
    alternatives : tuple of Alternative
        The first is the one that the others are compared with.
    comparisons : tuple of Comparison
        One for each.
    """

    alternatives: tuple[Alternative, ...]
    comparisons: tuple[Comparison, ...]

    @property
    def letters(self) -> tuple[str, ...]:
        """Short names of the alternatives: A, B, ... Z, A2, ..."""
        return tuple(
            chr(ord("A") + n % 26) + (str(n // 26 + 1) if n >= 26 else "")
            for n in range(len(self.alternatives))
        )

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Strategies that are possible in all alternatives."""
        sets = [{one.name for one, _ in each.simulated} for each in self.comparisons]
        first = [one.name for one, _ in self.comparisons[0].simulated]
        return tuple(name for name in first if all(name in there for there in sets))

    @cached_property
    def _values(self) -> list[dict[str, Reals]]:
        return [
            {
                one.name: np.asarray(each.measured.of(MEASURE, outcome), np.float64)
                for one, outcome in each.simulated
            }
            for each in self.comparisons
        ]

    def table(self) -> "pd.DataFrame":
        """Give each strategy in each alternative: mean, its 95 % interval, and rank.

        Returns
        -------
        pandas.DataFrame
            alternative (its letter), parameters, a column for each path, strategy, mean, low,
            high, and rank among the strategies that are possible in all alternatives.
        """
        import pandas as pd

        rows = []
        for letter, one, values in zip(self.letters, self.alternatives, self._values, strict=True):
            found = means_of(np.stack([values[name] for name in self.names], axis=1))
            order = np.argsort(-found.mean, kind="stable")
            ranks = np.empty_like(order)
            ranks[order] = np.arange(1, len(order) + 1)
            what = {"alternative": letter, "parameters": one.parameters, **one.values}
            rows += [
                what
                | {
                    "strategy": name, "mean": found.mean[n], "low": found.low[n],
                    "high": found.high[n], "rank": int(ranks[n]),
                }
                for n, name in enumerate(self.names)
            ]  # fmt: skip
        return pd.DataFrame(rows)

    def turned(self) -> "pd.DataFrame":
        """Give each two strategies whose order differs from that in the first alternative.

        Returns
        -------
        pandas.DataFrame
            alternative, more and less (the strategies that have more and less in the first);
            reference with reference_low and reference_high, the paired difference there;
            difference with low and high, that in this alternative; is_clear, whether neither
            interval holds 0.
        """
        import pandas as pd

        rows = []
        first = self._values[0]
        for letter, values in zip(self.letters[1:], self._values[1:], strict=True):
            for one, other in combinations(self.names, 2):
                before = first[one] - first[other]
                now = values[one] - values[other]
                side = np.sign(before.mean())
                if side * now.mean() >= 0:
                    continue
                found = means_of(np.stack([side * before, side * now], axis=1))
                reach = np.nan_to_num(found.reach * found.error)
                low, high = found.mean - reach, found.mean + reach
                rows.append(
                    {
                        "alternative": letter, "more": one if side > 0 else other,
                        "less": other if side > 0 else one, "reference": found.mean[0],
                        "reference_low": low[0], "reference_high": high[0],
                        "difference": found.mean[1], "low": low[1], "high": high[1],
                        "is_clear": bool(low[0] > 0 and high[1] < 0),
                    }
                )  # fmt: skip
        columns = ("alternative", "more", "less", "reference", "reference_low", "reference_high")
        return pd.DataFrame(rows, columns=[*columns, "difference", "low", "high", "is_clear"])


def compare_alternatives(
    community: Community,
    programmes: Sequence[str],
    alternatives: Sequence[Alternative],
    *,
    progress: Callable[[int, int], None] | None = None,
    **options: Any,
) -> Alternatives:
    """Compare the same programmes under the same luck in each alternative.

    Parameters
    ----------
    community
    programmes
        Names or files; none: all of the community.
    alternatives
    progress
        Called with the number of runs done and of all.
    **options
        Those of `diffusion.compare`, without parameters.

    Raises
    ------
    InputError
        As in `diffusion.compare`, for any alternative.
    """
    found = []
    for number, one in enumerate(alternatives):

        def show(n_done: int, n_all: int, number: int = number) -> None:
            if progress is not None:
                progress(number * n_all + n_done, len(alternatives) * n_all)

        here, asked, name = community_with(
            community, programmes, one.parameters, one.values, place="--set"
        )
        found.append(
            compare(here, asked if programmes else None, parameters=name, progress=show, **options)
        )
    return Alternatives(tuple(alternatives), tuple(found))
