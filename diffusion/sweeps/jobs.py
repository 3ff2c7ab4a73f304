"""A sweep as its workers know it: what its parts are, and what each point is made from."""

from dataclasses import dataclass, replace
from functools import cached_property

from diffusion.catalogue.overrides import Inputs, set_at
from diffusion.errors import InputError
from diffusion.results.indicators import Indicator, indicator
from diffusion.scenario.budget import scale_for
from diffusion.scenario.community import Community
from diffusion.scenario.programme import Programme
from diffusion.sweeps.design import (
    AS_WRITTEN,
    MOST_ARTISAN_MONTHS,
    MOST_REPLICATES_AT_ONCE,
    Design,
)
from diffusion.sweeps.points import Points


@dataclass(frozen=True)
class Part:
    """Some replicates of some points: what is simulated and written at once."""

    number: int
    replicates: range
    points: range


@dataclass(frozen=True)
class Arm:
    """One strategy at one budget, for one point; an error in place of a programme says why not."""

    strategy: str
    budget: int | None
    programme: Programme | None
    price: int | None
    error: str | None


@dataclass(frozen=True)
class Job:
    """A whole sweep, as its workers know it: they need nothing else.

    Attributes
    ----------
    design : Design
    inputs : Inputs
        What the points change.
    points : Points
    n_points : int
        The first so many are simulated.
    """

    design: Design
    inputs: Inputs
    points: Points
    n_points: int

    @property
    def n_arms(self) -> int:
        """Strategies times budgets."""
        return len(self.inputs.programmes) * len(self.design.budgets)

    @property
    def n_runs(self) -> int:
        """Runs of the whole sweep."""
        return self.n_points * self.n_arms * self.design.replicates

    @property
    def _sizes(self) -> tuple[int, int]:
        """Replicates and points of a part."""
        n_replicates = min(self.design.replicates, MOST_REPLICATES_AT_ONCE)
        work = self.n_arms * n_replicates * self.inputs.community.n_artisans * self.design.months
        return n_replicates, max(1, min(self.n_points, MOST_ARTISAN_MONTHS // work))

    @property
    def n_parts(self) -> int:
        """Parts of the whole sweep."""
        n_replicates, n_points = self._sizes
        return -(-self.design.replicates // n_replicates) * -(-self.n_points // n_points)

    def part(self, number: int) -> Part:
        """Describe one part: all points have the first replicates before any has the next."""
        n_replicates, n_points = self._sizes
        block, batch = divmod(number, -(-self.n_points // n_points))
        first = self.design.first_replicate
        last = first + self.design.replicates
        begin = first + block * n_replicates
        return Part(
            number,
            range(begin, min(begin + n_replicates, last)),
            range(batch * n_points, min((batch + 1) * n_points, self.n_points)),
        )

    def n_runs_of(self, part: Part) -> int:
        """Count the runs of one part."""
        return len(part.replicates) * len(part.points) * self.n_arms

    def inputs_at(self, point: int) -> Inputs:
        """Make what one point is simulated from.

        Raises
        ------
        InputError
            If the values of the point do not go together.
        """
        if missing := self.points.missing(point):
            raise InputError(missing)
        return set_at(self.inputs, self.points.settings(point), place=f"point {point}")

    def arm(self, community: Community, programme: Programme, budget: int | str) -> Arm:
        """Make one strategy at one budget, in the community of a point."""
        programme = community.permitted(programme)
        if budget == AS_WRITTEN:
            return Arm(programme.name, None, programme, community.price(programme).total, None)
        budget = int(budget)
        scaled = scale_for(
            community, programme, budget, with_facilitator=self.design.budget_pays_facilitator
        )
        if not scaled.is_possible:
            error = f"{programme.name}: expected a budget of at least Rp {scaled.cost:,}"
            return Arm(programme.name, budget, None, None, f"{error}; found Rp {budget:,}")
        price = community.price(scaled.programme).total
        return Arm(programme.name, budget, scaled.programme, price, None)

    @cached_property
    def indicators(self) -> dict[str, tuple[Indicator, int]]:
        """What is asked of each run, by column: the indicator and the record it is asked at."""
        channels = self.inputs.community.file.market.channels
        design = self.design
        asked: dict[str, tuple[Indicator, int]] = {}
        for name in design.outcomes:
            found = indicator(name, channels)
            if found.is_monthly:
                asked |= {f"{name}_{record}": (found, record) for record in design.records}
                continue
            asked[name] = found, design.months
            if found.up_to is not None:
                earlier = replace(found, of=found.up_to)
                asked |= {f"{name}_{record}": (earlier, record) for record in design.at_months}
        return asked

    @cached_property
    def keep(self) -> tuple[str, ...]:
        """What the runs must keep of every artisan for the indicators."""
        channels = self.inputs.community.file.market.channels
        asked = [indicator(name, channels) for name in self.design.outcomes]
        needs_toa = any(one.up_to is not None for one in asked) and self.design.at_months
        return ("toa",) if needs_toa else ()
