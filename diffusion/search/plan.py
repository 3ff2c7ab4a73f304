"""Reads and checks a search before anything is run, and says how large its space is."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diffusion.calibration.over_points import MEASURES
from diffusion.catalogue.arguments import CommunityLike, community_of
from diffusion.catalogue.load import parameters_of
from diffusion.catalogue.overrides import Inputs, declared
from diffusion.ensembles.options import RunOptions
from diffusion.errors import InputError, Problem, as_written, check_ranges, one_of
from diffusion.scenario.programme import Programme
from diffusion.search.bounds import default_space, hand_made, space_of
from diffusion.search.proposals import BREEDERS, PER_ROUND
from diffusion.search.space import Space
from diffusion.search.space_file import SpaceFile, read_space
from diffusion.util.money import Sum, rupiah_of
from diffusion.util.provenance import versions

CANDIDATES = 400
"""Programmes that each search tries."""

SEARCHES = 2
"""Searches, each of which begins its draws anew."""

RUNS = 1_000
"""Runs of fresh luck in which what was chosen is judged."""

POINT_RUNS = 100
"""Runs at each point of an ensemble."""

_MOST_CANDIDATES, _MOST_SEARCHES = 100_000, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How hard is sought, and how what is found is judged.

    Attributes
    ----------
    measure : str
        What there shall be most of at the end: one of `MEASURES`.
    candidates, searches : int
        Programmes that each search tries at most, and searches.
    by : str
        Who proposes them: one of `BREEDERS`.
    runs, point_runs : int
        Of fresh luck, and at each point of an ensemble.
    """

    measure: str = MEASURES[0]
    candidates: int = CANDIDATES
    searches: int = SEARCHES
    by: str = BREEDERS[0]
    runs: int = RUNS
    point_runs: int = POINT_RUNS

    def check(self) -> None:
        """Refuse words that are none, and numbers that are out of range.

        Raises
        ------
        InputError
            Naming each.
        """
        for what, allowed, found in (
            ("measure", MEASURES, self.measure), ("by", BREEDERS, self.by)
        ):  # fmt: skip
            if found not in allowed:
                raise InputError(Problem(what, "", one_of(allowed, found), as_written(found)))
        check_ranges(
            ("candidates", self.candidates, 2, _MOST_CANDIDATES),
            ("searches", self.searches, 1, _MOST_SEARCHES),
            ("runs", self.runs, 10, 100_000),
            ("runs at each point", self.point_runs, 10, 100_000),
        )


@dataclass(frozen=True)
class SearchPlan:
    """A search that has been read and checked, and not begun.

    Attributes
    ----------
    file : SpaceFile
    space : Space
    effort : Effort
    options : RunOptions
    own : dict of str to Programme
        The community's programmes at the same budget.
    origin : dict
        What it is made from.
    """

    file: SpaceFile
    space: Space
    effort: Effort
    options: RunOptions
    own: dict[str, Programme]
    origin: dict[str, Any]

    @property
    def is_small(self) -> bool:
        """Whether the space is gone through whole."""
        return self.space.n_affordable <= self.effort.candidates

    @property
    def n_searches(self) -> int:
        """Searches; one where the space is gone through whole."""
        return 1 if self.is_small else self.effort.searches

    @property
    def n_expected(self) -> int:
        """Runs that it will take, roughly."""
        n = self.space.n_affordable if self.is_small else self.effort.candidates
        return self.n_searches * (60 * n + 20_000) + 20 * self.effort.runs

    @property
    def n_rounds(self) -> int:
        """Rounds of proposals of one search."""
        return -(-self.effort.candidates // PER_ROUND)


def plan_search(
    community: CommunityLike,
    budget: Sum,
    *,
    space: str | Path | SpaceFile | None = None,
    with_facilitator: bool = True,
    effort: Effort | None = None,
    options: RunOptions | None = None,
) -> SearchPlan:
    """Read and check what is asked of a search.

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
        `n_runs` of the options is not used.

    Raises
    ------
    InputError
        With the mistakes in the files and in what is asked.
    """
    known, effort, options = community_of(community), effort or Effort(), options or RunOptions()
    effort.check()
    options.check(known.n_artisans)
    parameters, whole = parameters_of(known, options.parameters), rupiah_of(budget)
    name, folder = "space", None
    if isinstance(space, str | Path):
        path = Path(space)
        name, folder, file = path.name, path.resolve().parent, read_space(path)
    else:
        file = space or default_space(known, n_months=options.n_months)
    found = space_of(
        file, known, whole, n_months=options.n_months, with_facilitator=with_facilitator,
        place=name, folder=folder,
    )  # fmt: skip
    own = dict(hand_made(found, with_facilitator=with_facilitator))
    origin = {
        "space": file.model_dump(mode="json", exclude_none=True),
        "budget": whole,
        "budget_pays_facilitator": with_facilitator,
        "effort": {key: getattr(effort, key) for key in Effort.__slots__},
        "random_seed": options.random_seed,
        "n_months": options.n_months,
        "inputs": declared(Inputs(known, parameters, tuple(known.programmes.values()))),
        "files": dict(known.hashes),
        "versions": versions(),
    }
    return SearchPlan(file, found, effort, options, own, origin)
