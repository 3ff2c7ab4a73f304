"""Turns what a person declared into the arrays that the kernels work on: the only translation."""

import math
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy import special

from diffusion.errors import InputError, Problem, check_range
from diffusion.kernels import draws, laws, networks
from diffusion.kernels.phases import invitation as targets
from diffusion.kernels.state import (
    ALL_COME,
    MOST_CHANNELS,
    NEVER,
    TRIAL,
    UNAWARE,
    Activities,
    Hamlet,
    Parameters,
    Plan,
    State,
    Ties,
    allocate,
    parameters_from,
)
from diffusion.scenario.activity import Activity
from diffusion.scenario.artisans import BetaTrait, LognormalMoney
from diffusion.scenario.base import MOST_HOUSEHOLD_RUPIAH
from diffusion.scenario.community import Community
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.programme import Programme
from diffusion.scenario.tactics import TACTICS, TARGET_RULES
from diffusion.scenario.ties import (
    BarabasiAlbert,
    Block,
    Complete,
    ErdosRenyi,
    Geometric,
    Ring,
    TieList,
    WattsStrogatz,
)

LARGEST_SEED = 2**63 - 1
LARGEST_REPLICATE = 2**62

_NEVER_LAPSES = np.iinfo(np.int32).max
_RESPONSES = {"linear": laws.LINEAR, "hill": laws.HILL, "threshold": laws.THRESHOLD}

type Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class InitialState:
    """The first moment of some runs: who the artisans are and who knows whom.

    Attributes
    ----------
    start : State
        Artisans [R, N]; [1, N] where none of their traits is drawn.
    hamlets : Hamlet
        The same for all runs [H].
    ties : Ties
        `start` is [R, N + 1] and `total` [R, N], with one row where nothing of the ties is
        drawn; all runs share the other arrays.
    first_replicate : int
        Replicate number of the first run.
    n_runs : int
        Number of runs, R.
    """

    start: State
    hamlets: Hamlet
    ties: Ties
    first_replicate: int
    n_runs: int

    @property
    def has_one_row(self) -> bool:
        """Whether one row of artisans and one of ties stand for all runs."""
        return len(self.start) == 1 and len(self.ties.start) == 1  # type: ignore[arg-type]

    def ties_of(self, run: int) -> Ties:
        """Ties of one run alone."""
        row = run if len(self.ties.start) > 1 else 0
        return self.ties._replace(start=self.ties.start[row], total=self.ties.total[row])


def check_luck(random_seed: int, replicate: int) -> None:
    """Refuse a random seed or a replicate that no key of draws can hold.

    Raises
    ------
    InputError
        If one is negative or too large.
    """
    check_range("random seed", random_seed, 0, LARGEST_SEED)
    check_range("replicate", replicate, 0, LARGEST_REPLICATE)


def draw_initial_state(
    community: Community,
    parameters: ParameterSet,
    *,
    random_seed: int,
    first_replicate: int,
    n_runs: int,
) -> InitialState:
    """Draw (or read) the traits and the ties with which `n_runs` runs begin (ODD 5).

    Parameters
    ----------
    community, parameters
        Of the parameters only those that fix a trait of the artisans are used.
    random_seed, first_replicate
        Run r begins as replicate `first_replicate + r` of this random seed.
    n_runs
        Number of runs, R.
    """
    drawn = _Drawn(random_seed, first_replicate, n_runs, community.n_artisans)
    traits = _traits(community, parameters, drawn)
    start = allocate(State, n_runs if _are_drawn(traits) else 1, community.n_artisans)
    columns = _columns_of(start)
    for name, trait in traits.items():
        getattr(columns, name)[:] = trait
    n_rows = n_runs if _ties_are_drawn(community, traits) else 1
    ties = _ties(community, traits, drawn, n_rows=n_rows)
    return InitialState(start, _hamlets(community), ties, first_replicate, n_runs)


def is_random(community: Community, parameters: ParameterSet) -> bool:
    """Whether luck has a part in the first moment; if not, all runs begin alike."""
    traits = _traits(community, parameters, _Drawn(0, 0, 0, community.n_artisans))
    return _are_drawn(traits) or _ties_are_drawn(community, traits)


def beginning_key(community: Community, parameters: ParameterSet) -> Hashable:
    """Everything on which artisans and ties of a beginning depend, for one roster and tie file."""
    file = community.file
    return (
        file.artisans,
        file.ties,
        file.traditional,
        file.modules.heterogeneity,
        parameters.exposure.threshold,
        parameters.decision.alpha_spread,
    )


def with_hamlets_of(community: Community, initial: InitialState) -> InitialState:
    """Begin with the same artisans and ties, in hamlets as this community describes them."""
    return replace(initial, hamlets=_hamlets(community))


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Draws of month 0 for some runs of one random seed."""

    random_seed: int
    first_replicate: int
    n_runs: int
    n_artisans: int

    def uniform(self, purpose: int, extra: int = 0) -> Reals:
        table = np.empty((self.n_runs, self.n_artisans))
        draws.fill_draws(self.random_seed, self.first_replicate, purpose, extra, table)
        return table

    def beta(self, trait: BetaTrait, purpose: int) -> Reals:
        a, b = trait.mean * trait.concentration, (1 - trait.mean) * trait.concentration
        drawn: Reals = special.betaincinv(a, b, self.uniform(purpose))
        return drawn

    def money(self, trait: LognormalMoney, purpose: int) -> NDArray[np.int64]:
        normal = special.ndtri(self.uniform(purpose))
        # A draw of exactly 0 is minus infinity on the normal scale: no money at all.
        drawn = np.minimum(trait.median * _exp(trait.spread * normal), MOST_HOUSEHOLD_RUPIAH)
        return 1000 * np.floor(drawn / 1000).astype(np.int64)


def _exp(values: Reals) -> Reals:
    powers = np.empty_like(values)
    draws.raise_e(values, powers)
    return powers


def _traits(
    community: Community, parameters: ParameterSet, drawn: _Drawn
) -> dict[str, NDArray[Any]]:
    """Find the fields of the artisans' first state: given ones are [N], drawn ones [R, N]."""
    file = community.file
    artisans = file.artisans
    roster = {} if community.roster is None else community.roster.traits

    def given(name: str, drawn_trait: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        return roster[name] if name in roster else drawn_trait()

    traits: dict[str, NDArray[Any]] = {}
    traits["stage"] = np.full(drawn.n_artisans, UNAWARE)
    traits["toa"] = np.full(drawn.n_artisans, NEVER)
    traits["months_adopted"] = np.zeros(drawn.n_artisans, np.int64)
    for label in artisans.first_adopters:
        ego = community.ego_of[label]
        traits["stage"][ego], traits["toa"][ego], traits["months_adopted"][ego] = TRIAL, 0, 1
    traits["self_efficacy"] = traits["efficacy_base"] = given(
        "self_efficacy", lambda: drawn.beta(artisans.self_efficacy, draws.SELF_EFFICACY)
    )
    # The law speaks of misfit, one minus the fit: that is what is drawn.
    fit = artisans.value_fit
    misfit = BetaTrait(mean=1.0 - fit.mean, concentration=fit.concentration)
    traits["value_fit"] = given("value_fit", lambda: 1.0 - drawn.beta(misfit, draws.MISFIT))
    traits["skill"] = given(
        "skill", lambda: artisans.skill.low + artisans.skill.width * drawn.uniform(draws.SKILL)
    )
    traits["cash"] = given("cash", lambda: drawn.money(artisans.cash, draws.CASH))
    traits["other_income"] = given(
        "other_income", lambda: drawn.money(artisans.other_income, draws.OTHER_INCOME)
    )
    income = traits["income"] = traits["other_income"].astype(np.int64) + file.traditional_income
    traits["is_poor"] = income < artisans.poverty_line * artisans.household_size
    traits["need"] = given("need", lambda: np.floor(artisans.need_share * np.maximum(0, income)))
    traits["threshold"] = given("threshold", lambda: _thresholds(parameters, drawn))
    traits["alpha_factor"] = _alpha_factors(community, parameters, drawn)
    traits["x_km"] = given("x_km", lambda: artisans.extent_km * drawn.uniform(draws.COORDINATES, 0))
    traits["y_km"] = given("y_km", lambda: artisans.extent_km * drawn.uniform(draws.COORDINATES, 1))
    traits["hamlet"] = community.hamlets
    return traits


def _hamlets(community: Community) -> Hamlet:
    """Describe every hamlet before anything is done in it (ODD 5)."""
    rules = community.file.association
    hamlets = _columns_of(room := allocate(Hamlet, community.n_hamlets))
    hamlets.number[:] = rows = np.arange(community.n_hamlets)
    hamlets.first[:] = np.searchsorted(community.hamlets, rows, side="left")
    hamlets.end[:] = np.searchsorted(community.hamlets, rows, side="right")
    hamlets.formed[:] = NEVER
    hamlets.cohesion[:] = rules.cohesion
    hamlets.administration[:] = rules.administration
    hamlets.self_reliance[:] = rules.self_reliance
    hamlets.commitment[:] = community.file.institutions.commitment
    hamlets.credibility[:] = community.file.facilitator.credibility
    hamlets.effort[:] = hamlets.presence[:] = 1.0
    return room


def _columns_of[Kind](rows: Kind) -> Kind:
    """Take the fields of a record array apart; writing to them is writing to it, and faster."""
    plain = np.asarray(rows).view(np.ndarray)
    columns = {name: plain[name] for name in plain.dtype.names or ()}
    return cast(Kind, SimpleNamespace(**columns))


def _thresholds(parameters: ParameterSet, drawn: _Drawn) -> Reals:
    threshold = parameters.exposure.threshold
    if threshold is None:
        return drawn.uniform(draws.THRESHOLD)
    return np.full(drawn.n_artisans, threshold)


def _alpha_factors(community: Community, parameters: ParameterSet, drawn: _Drawn) -> Reals:
    spread = parameters.decision.alpha_spread
    if not community.file.modules.heterogeneity or spread == 0:
        return np.ones(drawn.n_artisans)
    normal = special.ndtri(drawn.uniform(draws.ALPHA))
    return _exp(spread * normal - spread**2.0 / 2)


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
            # A circle that holds `mean_degree` others, if all are spread over the hamlet.
            area = community.file.artisans.extent_km**2.0 * rule.mean_degree
            squared_radius = area / (math.pi * max(1, n_artisans - 1))
            return networks.Network(networks.GEOMETRIC, squared_radius=squared_radius)
        case Complete():
            return networks.Network(networks.COMPLETE)
        case _:
            return None


def _are_drawn(traits: Mapping[str, NDArray[Any]]) -> bool:
    return any(trait.ndim == 2 for trait in traits.values())


def _ties_are_drawn(community: Community, traits: Mapping[str, NDArray[Any]]) -> bool:
    """Whether luck has a part in who is tied to whom, and how strongly."""
    given = community.tie_list
    has_strengths = given is not None and given.strengths is not None
    if not has_strengths and len(community.file.ties.strength.values) > 1:
        return True
    network = _network(community)
    if network is None or network.kind in (networks.RING, networks.COMPLETE):
        return False
    is_near = network.kind == networks.GEOMETRIC
    return not is_near or traits["x_km"].ndim == 2 or traits["y_km"].ndim == 2


def _ties(
    community: Community, traits: Mapping[str, NDArray[Any]], drawn: _Drawn, *, n_rows: int
) -> Ties:
    """Draw (or read) the ties of `n_rows` runs."""
    n_artisans, given = drawn.n_artisans, community.tie_list
    luck = drawn.random_seed, drawn.first_replicate
    start = np.empty((n_rows, n_artisans + 1), np.int64)
    network = _network(community)
    strength = np.empty(0)
    if network is None:
        row, listed, strength = _rows_of(n_artisans, given or TieList((), None))
        start[:] = row + len(listed) * np.arange(n_rows)[:, None]
        alter = np.tile(listed, n_rows)
    else:
        x_km = y_km = np.empty((0, 0))
        if network.kind == networks.GEOMETRIC:
            shape = n_rows, n_artisans
            x_km, y_km = (
                np.array(np.broadcast_to(traits[name], shape), np.float64, order="C")
                for name in ("x_km", "y_km")
            )
        alter = _alters_of(network, luck, x_km, y_km, start)
    values = np.array(community.file.ties.strength.values)
    if len(strength) == 0 and len(values) == 1:
        strength = np.full(len(alter), values[0])
    elif len(strength) == 0:
        strength = np.empty(len(alter))
        shares = np.array(community.file.ties.strength.shares)
        room = np.empty(n_artisans, np.int64)
        networks.draw_strengths(start, alter, values, shares, *luck, room, strength)
    rows, total = start.astype(np.uint32), np.empty((n_rows, n_artisans))
    networks.add_up_all(rows, strength, total)
    return Ties(rows, alter.view(np.uint32), strength, strength, total)


def _alters_of(
    network: networks.Network,
    luck: tuple[int, int],
    x_km: Reals,
    y_km: Reals,
    start: NDArray[np.int64],
) -> NDArray[np.int32]:
    """Draw networks, in more room as long as they need more; see `networks.draw_networks`."""
    n_runs, n_artisans = start.shape[0], start.shape[1] - 1
    n_ties = networks.likely_ties(network, n_artisans)
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
        alter = np.concatenate(
            [alter[: start[n_drawn, 0]], np.empty(2 * n_ties * n_runs, np.int32)]
        )


def _rows_of(n_artisans: int, given: TieList) -> tuple[NDArray[np.int64], NDArray[np.int32], Reals]:
    """Sort listed ties into rows: the row of each ego lists its alters, ascending.

    Returns
    -------
    start : int64 [N + 1]
    alter : int32 [2 n_ties]
    strength : float64 [2 n_ties]
        Of each entry; [0] where strengths are not given.
    """
    first, second = np.minimum(*given.ends.T), np.maximum(*given.ends.T)
    place = first * n_artisans + second
    order = np.argsort(place, kind="stable")  # mostly as it is
    is_pair = (first >= 0) & (first < second) & (second < n_artisans)
    if not is_pair.all() or (np.diff(place[order]) == 0).any():
        raise ValueError("ties: each pair of two artisans once, by their rows")
    pairs = np.stack((first[order], second[order]), axis=1)
    known = given.given_strengths
    if given.strengths is not None and len(known) != len(place):
        raise ValueError("ties: a strength for each pair")
    known = known[order] if len(known) else np.empty(0)
    start, alter = np.empty(n_artisans + 1, np.int64), np.empty(pairs.size, np.int32)
    strength = np.empty(2 * len(known))
    networks.list_rows(pairs, known, np.empty(n_artisans, np.int64), start, alter, strength)
    return start, alter, strength


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
    return Ties(start, alter, strength.copy(), strength.copy(), total.copy())


def plan_of(
    community: Community, programme: Programme, parameters: ParameterSet, *, n_months: int
) -> Plan:
    """Translate a programme for a run of `n_months` months.

    Doses that depend on a module that is off stand here as 0, and those that are products of
    two numbers as their product (ODD 7.13). An activity that gives other doses on some of its
    dates stands in one row for each kind.

    Raises
    ------
    InputError
        If an activity is dated after the last month.
    """
    described: list[tuple[Activity, tuple[int, ...]]] = []
    for activity in programme.activities_by_id:
        if activity.months[-1] >= n_months:
            raise InputError(
                Problem(
                    f"programme {programme.name}",
                    f"activity {activity.id}, months",
                    f"months from 0 to {n_months - 1}, inside the run of {n_months} months",
                    str(activity.months[-1]),
                )
            )
        described.extend(_by_doses(community, programme, activity, parameters))
    held = np.zeros((len(described), n_months), np.bool_)
    rows = _columns_of(room := allocate(Activities, len(described)))
    listed: list[int] = []
    for row, (activity, months) in enumerate(described):
        held[row, list(months)] = True
        rows.first_listed[row] = len(listed)
        if isinstance(activity.target, str):
            rows.rule[row] = TARGET_RULES.index(activity.target)
        else:
            rows.rule[row] = targets.LISTED
            listed.extend(community.ego_of[label] for label in activity.target)
        rows.n_listed[row] = len(listed) - rows.first_listed[row]
        _describe(rows, row, activity, community, parameters)
    return Plan(room, held, np.array(listed, np.int64), programme.withdrawal_month, programme.taper)


def _by_doses(
    community: Community, programme: Programme, activity: Activity, parameters: ParameterSet
) -> list[tuple[Activity, tuple[int, ...]]]:
    """Split an activity by what its dates give: as written, or less for want of preparation."""
    kinds: dict[tuple[float, bool], list[int]] = {}
    for month in activity.months:
        left = 1.0
        if community.file.modules.coordination and activity.tactic in ("training", "visit"):
            is_prepared = any(
                other.coordinates and {month - 1, month} & set(other.months)
                for other in programme.activity
            )
            left = 1.0 if is_prepared else parameters.events.uncoordinated
        kinds.setdefault((left, _is_informed(community, programme, activity, month)), []).append(
            month
        )
    split = []
    for (left, is_informed), months in kinds.items():
        doses = activity.doses.weakened(left)
        if not is_informed:
            doses = doses.model_copy(update={"grant": 0})
        is_as_written = doses is activity.doses
        given = activity if is_as_written else activity.model_copy(update={"doses": doses})
        split.append((given, tuple(months)))
    return split


def _is_informed(
    community: Community, programme: Programme, activity: Activity, month: int
) -> bool:
    """Tell whether the artisans know of the resources they ask for (ODD 7.13)."""
    if not community.file.modules.resources_known:
        return True
    return any(
        (other.months[0], other.id) <= (month, activity.id)
        for other in programme.activity
        if other.informs_of_resources
        and TACTICS[other.tactic].part_of not in community.file.modules.off
    )


def _describe(
    rows: Activities,
    row: int,
    activity: Activity,
    community: Community,
    parameters: ParameterSet,
) -> None:
    """Write whom one activity reaches and, unless its module is off, its doses."""
    modules = community.file.modules
    doses = activity.doses
    everybody = community.n_artisans
    rows.id[row] = activity.id
    rows.places[row] = everybody if activity.places is None else min(activity.places, everybody)
    rows.attendance[row] = ALL_COME if activity.attendance is None else activity.attendance
    if modules.travel:
        events = parameters.events
        rows.travel_loss[row] = laws.travel_loss(
            events.travel_penalty, activity.km, events.travel_free_km
        )
    rows.contact[row] = 1.0
    rows.channel[row] = -1
    if TACTICS[activity.tactic].part_of in modules.off:
        rows.places[row] = 0
        return
    if doses.contact is not None and modules.ambassadors:
        rows.contact[row] = doses.contact
    rows.is_training[row] = activity.tactic == "training"
    rows.is_formation[row] = activity.tactic == "group_formation"
    rows.is_petition[row] = activity.tactic == "petition"
    rows.participation[row] = activity.participation
    rows.aware[row] = doses.aware
    rows.vicarious[row] = laws.models_seen(
        doses.vicarious, activity.trainer_quality, doses.similarity
    )
    rows.persuasion[row] = doses.persuasion
    rows.mastery[row] = activity.trainer_quality * doses.mastery
    rows.affect[row] = doses.affect
    rows.stress[row] = doses.stress
    rows.skill[row] = activity.trainer_quality * doses.skill
    rows.value_fit[row] = doses.value_fit * activity.participation
    rows.subsidy[row] = doses.subsidy + activity.materials_left
    rows.administration[row] = doses.administration
    rows.cohesion[row] = doses.cohesion
    rows.lobby[row] = doses.lobby if modules.institutions else 0.0
    rows.grant[row] = doses.grant
    rows.is_recommended[row] = activity.recommended
    if activity.channel is not None:
        rows.channel[row] = community.file.market.channels.index(activity.channel)


def parameters_for(community: Community, parameters: ParameterSet) -> Parameters:
    """Translate the numbers of the laws; a module that is off becomes a number without effect."""
    file = community.file
    modules = file.modules
    exposure, decision = parameters.exposure, parameters.decision
    first = file.calendar.first_month
    rainy = [(first - 1 + t) % 12 + 1 in file.calendar.rainy_months for t in range(12)]
    flat: dict[str, Any] = {}
    for section in (
        parameters.awareness,
        parameters.persuasion,
        parameters.decision,
        parameters.persistence,
        parameters.efficacy,
        parameters.skill,
        parameters.production,
        parameters.household,
        parameters.events,
        parameters.association,
        parameters.finance,
        parameters.withdrawal,
        parameters.market,
        parameters.institutions,
        parameters.contest,
    ):
        flat |= section.model_dump()
    flat |= _market(community, parameters) | _association(community)
    flat |= {
        "group_weight": exposure.group_weight,
        "is_sum": exposure.normalisation == "sum",
        "is_flow": exposure.memory == "flow",
        "response": _RESPONSES[exposure.response],
        "hill_exponent": exposure.hill_exponent,
        "hill_midpoint": exposure.hill_midpoint,
        "old_pieces": file.traditional.pieces_per_month,
        "old_price": file.traditional.price,
        "old_unit_cost": file.traditional.unit_cost,
        "new_pieces": file.innovation.pieces_per_month,
        "new_unit_cost": file.innovation.unit_cost,
        "rainy": np.array(rainy) & modules.season,
        "is_two_state": parameters.chain.form == "two_state",
        "substeps": parameters.chain.substeps,
        "exit_hazard": parameters.chain.exit_hazard,
        "proximity_contact": flat["proximity_contact"] if modules.proximity else 0.0,
        "advantage_slope": decision.advantage_slope if modules.advantage else 0.0,
        "readoption_factor": flat["readoption_factor"] if modules.readoption else 0.0,
        "lapse_months": flat["lapse_months"] if modules.lapse else _NEVER_LAPSES,
        "shock_chance": flat["shock_chance"] if modules.shocks else 0.0,
        "buyer_feedback": flat["buyer_feedback"] if modules.buyer_feedback else 0.0,
        "has_vote": modules.vote,
        "tie_growth": flat["tie_growth"] if modules.dynamic_ties else 0.0,
        "has_finance": modules.finance,
        "leakage_rate": flat["leakage_rate"] if modules.leakage else 0.0,
        "has_withdrawal": modules.withdrawal,
        "village_promise": flat["village_promise"] if modules.village_promise else 0.0,
    }
    if not modules.institutions:
        flat |= {"commitment_attendance": 0.0, "commitment_left": 1.0}
    return parameters_from(flat)


_ALL_IS_SOLD = 2**40
"""Pieces that a market takes which is not modelled."""


def _market(community: Community, parameters: ParameterSet) -> dict[str, Any]:
    """Channels and the local market; without the module everything good is sold at one price."""
    file = community.file
    market, is_on = file.market, file.modules.market
    chances, quotas = np.zeros(MOST_CHANNELS), np.zeros(MOST_CHANNELS, np.int64)
    prices = np.zeros(MOST_CHANNELS + 1, np.int64)
    for row, channel in enumerate(market.channel):
        chances[row] = channel.open_chance if is_on else 0.0
        prices[row] = channel.price
        own = channel.quota
        quotas[row] = parameters.market.foster_quota if own is None else own
    exhibition = market.exhibition
    prices[len(market.channel)] = math.floor(exhibition.price_factor * file.innovation.price)
    has_exhibition = is_on and file.modules.exhibition
    return {
        "n_channels": len(market.channel),
        "channel_chance": chances,
        "channel_price": prices,
        "channel_quota": quotas,
        "local_price": market.local_price if is_on else file.innovation.price,
        "local_limit": market.local_limit if is_on else _ALL_IS_SOLD,
        "exhibition_at": (exhibition.month - file.calendar.first_month) % 12
        if has_exhibition
        else -1,
        "exhibition_quota": exhibition.quota,
        "stall": market.channels.index(file.institutions.stall) if is_on else -1,
    }


def _association(community: Community) -> dict[str, Any]:
    """Rules of the association, and what a petition may win for it."""
    rules, institutions = community.file.association, community.file.institutions
    return {
        "minimum_members": rules.minimum_members,
        "saving": rules.saving,
        "arisan": rules.arisan,
        "cash_to_pay": rules.cash_to_pay,
        "interest_points": rules.interest,
        "is_flat": rules.interest_on == "flat",
        "loan_months": rules.loan_months,
        "loan_cap": rules.loan_cap,
        "loan_unit": rules.loan_unit,
        "write_off_months": rules.write_off_months,
        "grant_share": rules.grant_share,
        "concession": institutions.concession,
    }
