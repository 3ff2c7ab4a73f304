"""Explains what a programme brings: through what, by which activities, and for whom."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Unpack

from diffusion.catalogue.arguments import CommunityLike, ProgrammeLike, community_of, programmes_of
from diffusion.comparison.strategies import nothing_done
from diffusion.ensembles.ensemble import Ensemble, prepare
from diffusion.ensembles.options import RunKeywords, RunOptions
from diffusion.ensembles.simulate import run_all
from diffusion.errors import check_range
from diffusion.explanation.barriers import barrier_rows
from diffusion.explanation.coalitions import Asked, Plans, Reals, reached
from diffusion.explanation.explained import Explained, Explanation
from diffusion.explanation.for_whom import columns_asked, whom_rows
from diffusion.explanation.games import Game
from diffusion.explanation.parts import OTHERS, Part, PartPlans, divided, name_of, named
from diffusion.explanation.pathways import PATHWAYS, acting, through
from diffusion.kernels.plan import Plan
from diffusion.scenario.community import Community
from diffusion.scenario.programme import Programme
from diffusion.scenario.tactics import TACTICS
from diffusion.util.money import Sum

ORDERS = 4
"""Orders drawn for each run, where not all coalitions are looked at: pairs of one and its reverse.
"""

MOST_ORDERS = 1_000

MOST_ACTIVITIES = 40
"""More activities than so many are taken together by their tactics."""


def why(
    community: CommunityLike,
    programme: ProgrammeLike,
    *,
    by: Collection[str] = (),
    activities: Collection[str] = (),
    at_month: int | None = None,
    n_orders: int = ORDERS,
    budget: Sum | None = None,
    with_facilitator: bool = True,
    **options: Unpack[RunKeywords],
) -> Explanation:
    """Explain what a programme brings, less what would have been without it.

    Parts of the programme are switched off, alone and together, under the same luck: its
    pathways (see `diffusion.explanation.pathways`), its families and its activities. An activity
    that is left out is not paid for, and the others stay as they are.

    Parameters
    ----------
    community, programme
        As in `diffusion.simulate`.
    by
        Columns of the people's file by which artisans are divided.
    activities
        Ids or tactics: these alone are told apart, and all others are one part.
    at_month
        What counts is what has come of it by the end of this month; None: at the end of the runs.
    n_orders
        Orders of the activities drawn for each run, an even number; not used where all coalitions
        are looked at.
    budget, with_facilitator
        As in `diffusion.simulate`.
    **options
        As in `diffusion.simulate`.

    Raises
    ------
    InputError
        As in `diffusion.simulate`; and if there is no such column or activity.
    """
    known, quartered = columns_asked(community_of(community), by)
    (whole,) = programmes_of(known, [programme], budget=budget, with_facilitator=with_facilitator)
    runs = RunOptions(**options)
    runs.check(known.n_artisans)
    chosen = named(whole, activities, place="activities")
    month = runs.n_months if at_month is None else at_month
    check_range("month", month, 1, runs.n_months)
    check_range("orders", n_orders, 2, MOST_ORDERS)
    ensemble = prepare(known, (whole, _nothing_in(known)), runs, keep=("artisans",))
    ensemble = replace(ensemble, options=replace(runs, n_months=month))
    games, prices = _games(ensemble, chosen, n_months=runs.n_months)
    values = _run(games, ensemble, n_pairs=n_orders // 2)
    with_it, without = run_all(replace(ensemble, options=replace(ensemble.options, progress=None)))
    by_pathway = games[0]
    start = by_pathway.reached(values, 0)
    return Explanation(
        community=known,
        programme=whole,
        price=known.price(whole).total,
        options=runs,
        month=month,
        n_orders=n_orders,
        programme_ends=by_pathway.reached(values),
        nothing_ends=start,
        explained=tuple(
            Explained(
                level=game.level,
                names=game.names,
                prices=prices[game.level],
                acts=tuple(place in game.acting for place in range(len(game.names))),
                is_exact=game.is_exact,
                presence=game.reached(values, 0) - start,
                effects=game.effects(values),
            )
            for game in games
        ),
        coalitions=by_pathway.coalitions(values),
        barrier_rows=barrier_rows(with_it, without, random_seed=runs.random_seed),
        whom_rows=whom_rows(
            with_it, without, known, quartered, random_seed=runs.random_seed
        ),
        provenance=ensemble.provenance_of(0),
    )  # fmt: skip


def _nothing_in(community: Community) -> Programme:
    """Find the programme in which nothing is done: the community's own, or ours."""
    own = [one for one in community.programmes.values() if not one.activity]
    return own[0] if own else nothing_done()


def _games(
    ensemble: Ensemble, chosen: Collection[int], *, n_months: int
) -> tuple[list[Game], dict[str, tuple[int | None, ...]]]:
    """List what is told apart, and what each part costs."""
    community, (whole, _) = ensemble.community, ensemble.programmes
    part_plans = PartPlans(
        community, whole, ensemble.parameter_set,
        n_months=n_months, until=ensemble.options.n_months,
    )  # fmt: skip
    everything, idle = part_plans.whole(), ensemble.plans[1]
    names = tuple(pathway.name for pathway in PATHWAYS)
    there = acting(everything, idle)

    def through_some(places: Sequence[int]) -> Plan:
        return through(everything, [names[place] for place in places], idle)

    games = [Game("pathway", names, tuple(map(names.index, there)), through_some)]
    prices: dict[str, tuple[int | None, ...]] = {"pathway": (None,) * len(names)}
    for level, parts in _levels(community, whole, chosen):
        games.append(_game_of(level, parts, part_plans))
        prices[level] = tuple(part.price for part in parts)
    return games, prices


def _levels(
    community: Community, programme: Programme, chosen: Collection[int]
) -> list[tuple[str, list[Part]]]:
    """Divide the activities: by family, and one by one; or by tactic, where there are many."""
    listed = programme.activities_by_id
    family = {one.id: TACTICS[one.tactic].family for one in listed}
    tactic = {one.id: one.tactic for one in listed}
    single = {one.id: name_of(one) if not chosen or one.id in chosen else OTHERS for one in listed}
    kinds: list[tuple[str, dict[int, str]]] = [("family", {**family})]
    if chosen or len(listed) <= MOST_ACTIVITIES:
        kinds.append(("activity", single))
    else:
        kinds.append(("tactic", {**tactic}))
    return [(level, [*divided(community, programme, kind)]) for level, kind in kinds]


def _game_of(level: str, parts: Sequence[Part], plans: PartPlans) -> Game:
    def of(places: Sequence[int]) -> Plan:
        return plans.of(frozenset().union(*(parts[place].ids for place in places)))

    does = [place for place in range(len(parts)) if of([place]).held.any()]
    return Game(level, tuple(part.name for part in parts), tuple(does), of)


def _run(games: Sequence[Game], ensemble: Ensemble, *, n_pairs: int) -> Reals:
    """Run what all games ask for, each plan once."""
    options, plans = ensemble.options, Plans()
    in_all: set[int] = set()
    in_run: list[set[int]] = [set() for _ in range(options.n_runs)]
    for game in games:
        for_all, for_each = game.ask(
            plans, n_pairs=n_pairs, random_seed=options.random_seed,
            first_replicate=options.first_replicate, n_runs=options.n_runs,
        )  # fmt: skip
        in_all |= for_all
        for mine, more in zip(in_run, for_each, strict=True):
            mine |= more
    asked = Asked(sorted(in_all), [sorted(mine - in_all) for mine in in_run])
    return reached(ensemble, plans.listed, asked)
