"""All that is measured of one adoption at once, and its tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from diffusion.data.adoption import NEVER
from diffusion.measures.adoption_counts import AdoptionCounts, cumulative_adopt_count
from diffusion.measures.bass import BassFit, fitbass
from diffusion.measures.categories import THRESHOLDS, Categories, classify_adopters
from diffusion.measures.degree_adoption import DegreeAdoption, degree_adoption_diagnostic
from diffusion.measures.ego_alter import EgoAlter, ego_alter_table
from diffusion.measures.exposures import Exposure, exposure
from diffusion.measures.given import Given, given
from diffusion.measures.half import Half, time_to_half
from diffusion.measures.hazard import Hazard, hazard_rate
from diffusion.measures.infectiousness import Infectiousness, infection, susceptibility
from diffusion.measures.morans_i import MoranByPeriod, moran_by_period
from diffusion.measures.result import Result, Why
from diffusion.measures.structure_test import N_REWIRED, StructureTest, struct_test
from diffusion.measures.thresholds import Thresholds, threshold
from diffusion.measures.trees import InfluenceTree, influence_tree

if TYPE_CHECKING:
    import pandas as pd


_OF_STRUCTURE = ("value", "expected", "sd", "p_value", "n_rewired", "n_people", "n_ties")


@dataclass(frozen=True, repr=False, eq=False)
class Measured(Result):
    """Everything that is measured of one innovation among people.

    Attributes
    ----------
    of : str
        Name of the innovation.
    it : Given
        What was measured.
    choices : mapping
        What was asked: kinds of ties, direction, strength, users, group.
    counts, hazard, exposure, same_period, lagged, categories, rogers, infection, susceptibility,
    ego_alter, degree, half, half_of_adopters, tree, moran, bass
        What each measure found; the two thresholds are those of either convention.
    structure : StructureTest or None
        None where no networks were to be rewired, or ties begin and end.
    """

    of: str
    it: Given
    choices: Mapping[str, Any]
    counts: AdoptionCounts
    hazard: Hazard
    exposure: Exposure
    same_period: Thresholds
    lagged: Thresholds
    categories: Categories
    rogers: Categories
    infection: Infectiousness
    susceptibility: Infectiousness
    ego_alter: EgoAlter
    degree: DegreeAdoption
    half: Half
    half_of_adopters: Half
    tree: InfluenceTree
    moran: MoranByPeriod
    bass: BassFit
    structure: StructureTest | None

    def shown_as(self) -> tuple[str, Mapping[str, str]]:
        """Title, and what is said of it."""
        n_adopters, n_people = int(self.counts.n_ever[-1]), self.counts.n_people
        title = f"Measured: {self.of}, {n_adopters:,} of {n_people:,} people adopted"
        return title, {"tables": ", ".join(self.tables())}

    def tables(self) -> "dict[str, pd.DataFrame]":
        """Give the tables by name; a file of each is written by `diffusion measure -o`."""
        import pandas as pd

        of_categories = pd.DataFrame(self.categories.table(), columns=list(THRESHOLDS))
        of_categories.insert(0, "category", list(self.categories.names))
        return {
            "by_period": self._by_period(),
            "by_person": self._by_person(),
            "exposure": self.exposure.to_frame(),
            "candidates": self.tree.to_frame(),
            "categories": of_categories,
            "degree_adoption": self.degree.to_frame(),
            "half": self.half.to_frame(),
            "bass": self.bass.to_frame(),
        } | self._of_structure()

    def _of_structure(self) -> "dict[str, pd.DataFrame]":
        import pandas as pd

        if self.structure is None:
            return {}
        table = {one: getattr(self.structure, one) for one in _OF_STRUCTURE}
        return {"structure": pd.DataFrame([table])}

    def _by_period(self) -> "pd.DataFrame":
        counts, hazard, ties = self.counts, self.hazard, self.ego_alter
        table = counts.to_frame().rename(columns={"value": "rate", "why": "why_rate"})
        table["n_at_risk"], table["n_censored"] = hazard.n_at_risk, hazard.n_censored
        table["hazard"], table["why_hazard"] = hazard.value, hazard.columns()["why"]
        table["survival"] = hazard.survival
        adopting, waiting = self.mean_exposures()
        for name in ("value", "expected", "sd", "permutation_p"):
            table[f"moran_{name}"] = getattr(self.moran, name)
        table["why_moran"] = self.moran.columns()["why"]
        table["exposure_of_adopters"], table["exposure_of_others"] = adopting, waiting
        for name in ("n_ties", "before", "same", "after", "never", "not_known"):
            table[f"ties_{name}".replace("ties_n_ties", "n_ties")] = getattr(ties, name)
        return table

    def _by_person(self) -> "pd.DataFrame":
        import pandas as pd

        periods = self.it.data.periods
        when = [periods[t] if t >= 0 else None for t in self.it.time.tolist()]
        why = self.it.why_undated()
        table = pd.DataFrame({"person": list(self.it.data.labels), "adopted": when})
        table["why_not"] = [Why(one).said() for one in why.tolist()]
        table["category"], table["rogers"] = self.categories.category, self.rogers.category
        for name in ("same_period", "lagged"):
            found: Thresholds = getattr(self, name)
            table[f"threshold_{name}"] = found.value
            table[f"is_lower_bound_{name}"] = found.is_censored
            table[f"why_threshold_{name}"] = found.columns()["why"]
        for name in ("infection", "susceptibility"):
            table[name] = getattr(self, name).value
            table[f"why_{name}"] = getattr(self, name).columns()["why"]
        table["generation"], table["n_influenced"] = self.tree.generation, self.tree.n_influenced
        return table

    def mean_exposures(self) -> tuple[Any, Any]:
        """Average, in each period, lagged exposure of who adopted then, and of who waited on [T].

        NaN where there is nobody whose exposure is defined. Exposure of the period before is
        taken, so that who adopted together does not count.
        """
        time, last = self.it.time, self.it.adoption.last
        found = np.full((2, self.it.n_periods), np.nan)
        for period in range(1, self.it.n_periods):
            before = self.exposure.value[:, period - 1]
            waits = (time > period) | ((time == NEVER) & (last >= period))
            for row, who in enumerate((time == period, waits)):
                known = before[who & ~np.isnan(before)]
                if known.size:
                    found[row, period] = known.mean()
        return found[0], found[1]


def measure_all(
    data: Any,
    toa: Any = None,
    *,
    innovation: str | None = None,
    run: int = 0,
    kinds: tuple[str, ...] = (),
    direction: Any = "outgoing",
    valued: bool = False,
    users: Any = "current",
    K: int = 1,  # noqa: N803 - as netdiffuseR has it
    by: str | None = None,
    n_rewired: int = N_REWIRED,
    random_seed: int = 1,
) -> Measured:
    """Measure all of one adoption at once.

    Parameters
    ----------
    data, toa, innovation, run
        As `diffusion.measures.given.given` takes them.
    kinds, direction, valued, users
        Of `exposure`, and of what is made of it.
    K
        Periods of `infection` and `susceptibility`.
    by
        Column that divides people: for the time to half, and for the test of structure, in which
        ties then stay within their groups.
    n_rewired
        Networks with which that of the people is compared; 0 for none. Ties that begin or end are
        not rewired.
    random_seed
        The number that starts the draws of bootstrap, permutations and rewirings.

    Raises
    ------
    InputError
        If they are none of that.
    """
    it = given(data, toa, innovation=innovation, run=run)
    name = next(one for one, adopted in it.data.adoption.items() if adopted is it.adoption)
    alike: dict[str, Any] = {"innovation": name}
    ways = alike | {"kinds": kinds, "direction": direction, "valued": valued, "users": users}
    tied = alike | {"kinds": kinds}
    drawn = alike | {"random_seed": random_seed}
    is_rewired = n_rewired > 0 and not it.has_changing_ties
    return Measured(
        name,
        it,
        {"innovation": name, "kinds": list(kinds or it.data.ties), "direction": direction,
         "valued": valued, "users": users, "K": K, "by": by,
         "n_rewired": n_rewired, "random_seed": random_seed},
        cumulative_adopt_count(it.data, **alike),
        hazard_rate(it.data, **alike),
        exposure(it.data, **ways),
        threshold(it.data, never="lower_bound", **ways),
        threshold(it.data, never="lower_bound", convention="lagged", **ways),
        classify_adopters(it.data, **ways),
        classify_adopters(it.data, scheme="rogers", **ways),
        infection(it.data, K=K, **tied),
        susceptibility(it.data, K=K, **tied),
        ego_alter_table(it.data, **tied),
        degree_adoption_diagnostic(it.data, random_seed=random_seed, **tied),
        time_to_half(it.data, by=by, **alike),
        time_to_half(it.data, by=by, of="adopters", **alike),
        influence_tree(it.data, valued=valued, users=users, **tied),
        moran_by_period(it.data, weights=it.matrix(*kinds) if kinds else None, **drawn),
        fitbass(it.data, **alike),
        struct_test(
            it.data, n_rewired=n_rewired, within=by, valued=valued, kinds=kinds, **drawn
        )
        if is_rewired
        else None,
    )  # fmt: skip
