"""Searches for the programme that does most for a budget, and judges it in fresh luck."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from diffusion.calibration.ensemble import Points
from diffusion.calibration.over_points import OverPoints, compare_over
from diffusion.catalogue.arguments import CommunityLike
from diffusion.comparison.strategies import nothing_done
from diffusion.ensembles.options import Progress, RunOptions
from diffusion.scenario.programme import Programme
from diffusion.search.candidates import Candidate, Round, Searched
from diffusion.search.found import Found
from diffusion.search.luck import SCHEMA, Simulated, store_of
from diffusion.search.plan import Effort, SearchPlan, plan_search
from diffusion.search.proposals import PER_ROUND, Choice, Proposals, proposals_of
from diffusion.search.racing import LAST_LOOKS, LOOKS, Race
from diffusion.search.rule import learnt
from diffusion.search.space import FOUND, Plan
from diffusion.search.space_file import SpaceFile
from diffusion.search.starts import nearest_choice, simple_rules
from diffusion.util.money import Sum

MOST_LAST_RUNS = 200_000
"""Runs of one look, when all rounds are over, beyond which it is not begun."""

RUNS_OF_REFERENCE = 128
"""Runs by which the best hand-made programme is chosen, behind which proposals lag."""

MOST_NAMED = 10
"""Most candidates, the winner among them, that are judged in fresh luck."""

type Reals = NDArray[np.float64]


def search_programmes(
    community: CommunityLike,
    budget: Sum,
    *,
    space: str | Path | SpaceFile | None = None,
    with_facilitator: bool = True,
    effort: Effort | None = None,
    options: RunOptions | None = None,
    points: Points | None = None,
    folder: str | Path | None = None,
) -> Found:
    """Search for the programme that does most for a budget.

    Candidates are compared in pairs in the same luck; those clearly behind stop. The best is then
    run in fresh luck, beside the community's own programmes and simple rules at the same budget.

    Parameters
    ----------
    community
        A community, its name, or the path of its folder.
    budget
        Rupiah, as 8_000_000 or "8 juta".
    space
        A file of a space, or a space; None: one of the community's activities.
    with_facilitator
        Whether the budget pays for the organisation's person-days too.
    effort, options
        How hard is sought, and in which luck; `n_runs` of the options is not used.
    points
        Of an ensemble, at each of which the found programme is run beside the best hand-made one.
    folder
        New, empty, or of this same search, which then goes on; None: nothing is kept.

    Raises
    ------
    InputError
        With the mistakes in the files and in what is asked; if Optuna is asked for and not there.
    """
    plan = plan_search(
        community, budget, space=space, with_facilitator=with_facilitator, effort=effort,
        options=options,
    )  # fmt: skip
    return run_search(plan, points=points, folder=folder)


def run_search(
    plan: SearchPlan,
    *,
    points: Points | None = None,
    folder: str | Path | None = None,
    tell: Callable[[str], None] | None = None,
    progress: Progress | None = None,
) -> Found:
    """Run a search that is planned, or go on with it; see `search`."""
    options = plan.options if progress is None else replace(plan.options, progress=progress)
    store = store_of(folder)
    luck = Simulated(plan.space.community, plan.effort.measure, options, store, plan.n_expected)
    work = _Search(plan, luck)
    options.report(0, plan.n_expected)
    if store is None:
        return work.found(points)
    with store.opened(plan.origin):
        for name in store.set_aside_damaged(SCHEMA):
            if tell is not None:
                tell(f"{store.folder / name} was damaged: it is set aside, and made again")
        found = work.found(points)
        store.finish(luck.n_parts, SCHEMA)
    return found


@dataclass(eq=False)
class _Search:
    """A search at work.

    Attributes
    ----------
    plan : SearchPlan
    luck : Simulated
    candidates : list of Candidate
        By number: the community's own first.
    rounds : list of Round
    """

    plan: SearchPlan
    luck: Simulated
    candidates: list[Candidate] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    _number: dict[Plan, int] = field(default_factory=dict)

    def found(self, points: Points | None) -> Found:
        """Search, choose, and judge in fresh luck."""
        own = self._named("hand_made", self.plan.own)
        nothing = self._add(nothing_done(), "nothing", "nothing")
        reference = self._best_of(own) if own else nothing
        rules = simple_rules(self.plan.space)
        simple = [self._of_plan(one, "simple", name) for name, one in rules.items()]
        races = [self._race(number, reference) for number in range(self.plan.n_searches)]
        race = Race(self.luck, self.luck.options.random_seed)
        race.run(
            [*dict.fromkeys(one for other in races for one in other.open)],
            [LOOKS[-1], *LAST_LOOKS],
            most_runs=MOST_LAST_RUNS,
        )
        winner = race.leader()
        assert winner is not None
        n_searched = self.luck.n_runs
        ahead = sorted(race.open, key=lambda one: -race.mean(one))
        named = [winner, *(one for one in ahead if one != winner)][:MOST_NAMED]
        best = [one for other in races if (one := other.leader()) is not None]
        judged = [*dict.fromkeys([*named, *best, *own, *simple, nothing])]
        fresh = self.luck.fresh(judged, self.plan.effort.runs)
        tried = [one.number for one in self.candidates if one.plan is not None and one.search]
        lags = [self._lag(one, winner) for one in tried]
        plans = [plan for one in tried if (plan := self.candidates[one].plan) is not None]
        result = Found(
            plan=self.plan,
            candidates=tuple(
                replace(
                    one,
                    n_runs=self.luck.n_known(one.number),
                    mean=self._mean(one.number),
                    lag=self._lag(one.number, winner),
                    stopped_at=self._stopped(one.number, races, race),
                )
                for one in self.candidates
            ),
            rounds=tuple(self.rounds),
            winner=winner,
            tied=tuple(one for one in ahead if one != winner),
            judged=tuple(judged),
            fresh=fresh,
            rule=learnt(self.plan.space, plans, lags, random_seed=self.luck.options.random_seed),
            searched=Searched(n_searched, tuple(best), max(one.n_looked for one in (*races, race))),
            points=None,
        )
        return result if points is None else replace(result, points=self._over(result, points))

    def _race(self, number: int, reference: int) -> Race:
        """Run one search: rounds of proposals, and then what is nowhere clearly behind."""
        race = Race(self.luck, self.luck.options.random_seed)
        if self.plan.is_small:
            rows = [self._of_plan(one, "searched", "", 1) for one in self.plan.space.all_plans()]
            race.run(rows, LOOKS)
            self._note(number, 1, race, len(rows))
        else:
            self._rounds(number, race, reference)
        race.run(race.open, LAST_LOOKS, most_runs=MOST_LAST_RUNS)
        self._note(number, 0, race, len(race.stopped_at))
        return race

    def _rounds(self, number: int, race: Race, reference: int) -> None:
        space, effort = self.plan.space, self.plan.effort
        proposals = proposals_of(
            effort.by, [len(axis) for axis in space.axes], self._starts(),
            random_seed=self.luck.options.random_seed, number=number,
        )  # fmt: skip
        for count in range(1, self.plan.n_rounds + 1):
            n_lacking = min(PER_ROUND, effort.candidates - len(race.stopped_at))
            asked = [self._asked(proposals, number) for _ in range(n_lacking)]
            new = [*dict.fromkeys(one for one in asked if one is not None)]
            race.run([one for one in new if one not in race.stopped_at], LOOKS)
            proposals.tell([None if one is None else -self._lag(one, reference) for one in asked])
            self._note(number, count, race, len(race.stopped_at))

    def _starts(self) -> list[Choice]:
        """Begin with what is nearest to the community's own programmes."""
        return [nearest_choice(self.plan.space, one) for one in self.plan.own.values()]

    def _asked(self, proposals: Proposals, number: int) -> int | None:
        """Ask for one candidate; None where what is proposed cannot come true."""
        space = self.plan.space
        found = space.plan_of(space.wishes(proposals.ask()))
        return None if found is None else self._of_plan(found, "searched", "", number + 1)

    def _of_plan(self, plan: Plan, kind: str, name: str, search: int = 0) -> int:
        """Find the candidate of a plan, or take it in."""
        known = self._number.get(plan)
        if known is None:
            number = len(self.candidates)
            programme = self.plan.space.programme(plan, name=name or f"candidate_{number}")
            known = self._add(programme, kind, programme.name, plan=plan, search=search)
            self._number[plan] = known
        elif search and not self.candidates[known].search:
            self.candidates[known] = replace(self.candidates[known], search=search)
        return known

    def _named(self, kind: str, programmes: Mapping[str, Programme]) -> list[int]:
        return [self._add(one, kind, name) for name, one in programmes.items()]

    def _add(
        self, programme: Programme, kind: str, name: str, *, plan: Plan | None = None,
        search: int = 0,
    ) -> int:  # fmt: skip
        number = self.luck.add(programme)
        price = self.plan.space.community.price(programme).total
        one = Candidate(number, name, kind, programme, price, plan=plan, search=search)
        self.candidates.append(one)
        return number

    def _best_of(self, candidates: Sequence[int]) -> int:
        means = self.luck.first(candidates, RUNS_OF_REFERENCE).mean(axis=0)
        return candidates[int(means.argmax())]

    def _mean(self, candidate: int) -> float:
        n_known = self.luck.n_known(candidate)
        return float(self.luck.first([candidate], n_known).mean()) if n_known else float("nan")

    def _lag(self, candidate: int, other: int) -> float:
        """By how much a candidate is behind another, in the runs that it has."""
        n_runs = self.luck.n_known(candidate)
        if not n_runs:
            return float("nan")
        own, theirs = self.luck.first([candidate, other], n_runs).mean(axis=0)
        return float(theirs - own)

    def _stopped(self, candidate: int, races: Sequence[Race], last: Race) -> int:
        stopped = [one.stopped_at.get(candidate, 0) for one in (*races, last)]
        return next((one for one in stopped if one), 0)

    def _note(self, number: int, count: int, race: Race, n_candidates: int) -> None:
        leader = race.leader()
        if leader is not None:
            mean, n_known = race.mean(leader), self.luck.n_known(leader)
            of_race = leader, mean, n_known, len(race.open)
            self.rounds.append(Round(number + 1, count, n_candidates, self.luck.n_runs, *of_race))

    def _over(self, found: Found, points: Points) -> OverPoints:
        """Compare the winner with the best hand-made programme at each point."""
        against = found.best_hand_made
        winner = self.candidates[found.winner].programme
        other = nothing_done() if against is None else self.candidates[against].programme
        own = {other.name: other, FOUND: winner.model_copy(update={"name": FOUND})}
        community = replace(
            self.plan.space.community, programmes={**self.plan.space.community.programmes, **own}
        )
        options = self.luck.options
        return compare_over(
            community, [*own], points, n_runs=self.plan.effort.point_runs,
            n_months=options.n_months, random_seed=options.random_seed,
            parameters=options.parameter_set, n_threads=options.n_threads,
            progress=options.progress,
        )  # fmt: skip
