"""What must hold whatever the community, the numbers and the programme."""

import math
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from communities import (
    CERTAIN,
    MODULES,
    NOTHING,
    SENIK,
    STORY_MONTHS,
    TWO_STATE,
    Life,
    Story,
    activities,
    activity,
    amounts,
    communities,
    community,
    parameter_sets,
    parameters,
    programme,
    shares,
    stories,
)
from harness import differing, examples, is_finite
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

import diffusion
from diffusion.catalogue.load import library_root
from diffusion.kernels import draws, laws
from diffusion.kernels.phases import invitation as targets
from diffusion.kernels.phases import rates as phase_rates
from diffusion.kernels.records import FLOWS, POTTERY_INCOME
from diffusion.kernels.state import (
    CONFIRMED,
    DECIDED,
    DISCONTINUED,
    KNOWS,
    PERSUADED,
    TRIAL,
    UNAWARE,
)
from diffusion.results.outcome import Outcome
from diffusion.scenario.activity import Doses
from diffusion.scenario.artisans import Roster
from diffusion.scenario.community import Community
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.tactics import TACTICS

some = examples(10)
many = examples(20)

WATTS_STROGATZ = {"generator": "watts_strogatz", "mean_degree": 6, "rewiring": 0.1}


# ------------------------------------------------------------------ money
@many
@given(stories())
def test_every_rupiah_is_accounted_for(story: Story) -> None:
    assert story.simulate().is_balanced()


@pytest.mark.parametrize("record", [1, 17, 36])
def test_a_lost_rupiah_is_noticed(record: int) -> None:
    outcome = diffusion.simulate(SENIK, "campaign_then_collaboration", n_runs=2)
    assert outcome.is_balanced()
    for name, place in (("ledger", (1, record, POTTERY_INCOME)), ("money", (0, record, 0))):
        array = getattr(outcome, name).copy()
        array[place] += 1
        assert not replace(outcome, **{name: array}).is_balanced()


@some
@given(stories(), st.integers(0, 5))
def test_nobody_has_a_debt_and_the_books_are_the_households(story: Story, replicate: int) -> None:
    """Cash is never below 0, no flow runs backwards, and what is earned is what all earn."""
    life = story.life(replicate)
    start = int(life.state.cash.sum())
    earned = 0
    for t in range(STORY_MONTHS):
        life.live(t)
        assert (life.state.cash >= 0).all()
        if not life.numbers.is_two_state:
            earned += int((life.state.income - life.state.other_income).sum())
        flows = dict(zip(FLOWS, life.ledger.tolist(), strict=True))
        assert flows.pop("pottery_income") == earned
        assert min(flows.values()) >= 0
        inflow = flows["other_income"] + earned + flows["forgiven"] + flows["grants"]
        outflow = flows["consumption"] + flows["shocks"] + flows["entry_cost"]
        outflow += flows["unaccounted"] + flows["equipment"] + flows["moulds"]
        fund = life.hamlets.fund.sum()
        assert life.state.cash.sum() + fund == start + inflow - outflow


def test_nobody_lives_on_consuming_less_than_nothing() -> None:
    """Where old pots are sold below their cost, households lose money each month."""
    trade = {"pieces_per_month": 1_000, "price": 0, "unit_cost": 948}
    life = Life(community(n_artisans=1, traditional=trade))
    life.live(0)
    assert life.ledger[FLOWS.index("consumption")] >= 0


# ------------------------------------------------------------------ stages
ALLOWED = {
    (UNAWARE, KNOWS),
    (KNOWS, PERSUADED),
    (PERSUADED, DECIDED),
    (DECIDED, TRIAL),
    (TRIAL, CONFIRMED),
    (TRIAL, DISCONTINUED),
    (CONFIRMED, DISCONTINUED),
}
READOPTION = {(DISCONTINUED, DECIDED)}
LAPSE = {(DECIDED, PERSUADED)}


def moves(records: Sequence[Any]) -> set[tuple[int, int]]:
    """Changes of stage from one record to the next."""
    pairs = {
        pair
        for earlier, later in pairwise(records)
        for pair in zip(earlier.stage.tolist(), later.stage.tolist(), strict=True)
    }
    return {(before, after) for before, after in pairs if before != after}


@many
@given(stories(), st.integers(0, 5))
def test_stages_change_by_the_allowed_moves_one_a_month(story: Story, replicate: int) -> None:
    modules = story.community.file.modules
    allowed = ALLOWED
    if story.numbers.chain.form == "two_state":
        allowed = {(UNAWARE, TRIAL), (TRIAL, UNAWARE)}
    else:
        allowed = allowed | (READOPTION if modules.readoption else set())
        allowed = allowed | (LAPSE if modules.lapse else set())
    assert moves(story.life(replicate).records()) <= allowed


def test_every_allowed_move_is_made() -> None:
    """The check above can fail: where all modules are on, each allowed move happens, and no other.

    So a list that is one move shorter would be noticed.
    """
    people = community(ties=WATTS_STROGATZ, modules={"readoption": True, "lapse": True})
    seen = set()
    for replicate in range(20):
        life = Life(
            people,
            SENIK.programmes["campaign_then_collaboration"],
            parameters({"persistence.lapse_months": 2}),
            n_months=75,
            replicate=replicate,
        )
        seen |= moves(life.records())
    assert seen == ALLOWED | READOPTION | LAPSE


@some
@given(stories(), st.integers(0, 5))
def test_time_in_a_stage_and_time_of_adoption_are_kept(story: Story, replicate: int) -> None:
    records = story.life(replicate).records()
    if story.numbers.chain.form == "full":
        for earlier, later in pairwise(records):
            stayed = earlier.stage == later.stage
            expected = np.where(stayed, earlier.months_in_stage + 1, 0)
            assert (later.months_in_stage == expected).all()
    first = np.full(len(records[0]), -1)
    for number in reversed(range(len(records))):
        first[records[number].stage == TRIAL] = number
    if story.numbers.chain.form == "full" or story.numbers.chain.substeps == 1:
        assert records[-1].toa.tolist() == first.tolist()


@some
@given(stories())
def test_nobody_is_lost(story: Story) -> None:
    """In each record the stages together hold everybody, and the sums over the runs fit."""
    outcome = story.simulate()
    n_artisans = story.community.n_artisans
    assert (outcome.stages.sum(axis=2) == n_artisans).all()
    assert outcome.toa is not None
    assert ((outcome.toa >= 0).sum(axis=1) == outcome.tried).all()
    assert (outcome.lasting <= outcome.adopters[:, -6:].min(axis=1)).all()


@some
@given(stories(parameter_sets(**{"awareness.broadcast": 0.0, "chain.form": "full"})))
def test_without_work_and_first_adopters_nobody_hears_of_it(story: Story) -> None:
    file = story.community.file
    artisans = file.artisans.model_copy(update={"first_adopters": ()})
    people = replace(story.community, file=file.model_copy(update={"artisans": artisans}))
    outcome = story.but(community=people, programme=NOTHING).simulate()
    assert (outcome.stages[:, :, UNAWARE] == people.n_artisans).all()


def test_a_broadcast_is_heard() -> None:
    """With nothing but a broadcast somebody does hear of it: the check above can fail."""
    numbers = parameters({"awareness.broadcast": 0.1})
    outcome = diffusion.simulate(SENIK, "none", parameters=numbers, n_runs=1, n_months=9)
    assert outcome.stages[0, -1, UNAWARE] < 30


# ------------------------------------------------------------------ ranges
@many
@given(stories(), st.integers(0, 5))
def test_what_is_a_share_stays_between_0_and_1(story: Story, replicate: int) -> None:
    life = story.life(replicate)
    for t in range(STORY_MONTHS):
        life.live(t)
        for trait in ("self_efficacy", "efficacy_base", "value_fit", "skill"):
            level = getattr(life.state, trait)
            assert ((level >= 0) & (level <= 1)).all(), trait
        assert np.isfinite(life.state.advantage).all()
        if life.numbers.is_two_state:
            continue
        assert ((life.month.planned >= 0) & (life.month.planned <= life.numbers.new_pieces)).all()
        assert ((life.month.peer_skill >= 0) & (life.month.peer_skill <= 1 + 1e-12)).all()


def test_nobody_learns_more_than_there_is_to_learn() -> None:
    """Work teaches all that is missing, and neighbours half of their lead on top of it."""
    numbers = parameters(
        {
            "skill.learning_by_doing": 1.0,
            "skill.peer_learning": 0.5,
            "production.trial_share": 1.0,
        }
    )
    people = community(
        n_artisans=2,
        ties=[(0, 1)],
        roster={"skill": [0.0, 0.5]},
        first_adopters=[0, 1],
        modules={"market": False},
    )
    life = Life(people, NOTHING, numbers)
    life.live(0)
    assert life.state.skill.tolist() == [1.0, 1.0]


@some
@given(stories(), st.integers(0, 5))
def test_exposure_as_a_share_stays_between_0_and_1(story: Story, replicate: int) -> None:
    if story.numbers.exposure.normalisation == "sum":
        return
    life = story.life(replicate)
    for t in range(STORY_MONTHS):
        life.live(t)
        for name in ("exposure", "recent_exposure", "favourable", "success", "failure"):
            exposure = getattr(life.month, name)
            assert ((exposure >= 0) & (exposure <= 1 + 1e-12)).all(), name
        assert (life.month.success <= life.month.exposure).all()
        assert (life.month.recent_exposure <= life.month.exposure).all()


# ------------------------------------------------------------------ hazards
rates = st.integers(0, 500).map(lambda hundredths: hundredths / 100)
tiny_or_huge = st.floats(0, 1e6) | st.floats(0, 1e-12)


@st.composite
def decisions(draw: st.DrawFn) -> dict[str, float]:
    """Everything that a decision depends on."""
    return {
        "self_efficacy": draw(shares),
        "efficacy_exponent": draw(rates),
        "value_fit": draw(shares),
        "misfit_tolerance": draw(shares),
        "value_exponent": draw(rates),
        "cost_burden": draw(rates),
        "cost_exponent": draw(rates),
        "advantage": draw(shares),
        "propensity": draw(rates),
        "alpha": draw(rates),
        "beta": draw(rates),
        "exposure": draw(rates),
        "form": draw(st.sampled_from([laws.LINEAR, laws.HILL, laws.THRESHOLD])),
        "hill_exponent": draw(st.integers(1, 50).map(lambda tenths: tenths / 10)),
        "hill_midpoint": draw(st.integers(1, 30).map(lambda tenths: tenths / 10)),
        "threshold": draw(rates),
    }


def decision_hazard(d: dict[str, float]) -> float:
    """Chance to decide within a month."""
    answer = laws.response(
        d["exposure"], int(d["form"]), d["hill_exponent"], d["hill_midpoint"], d["threshold"]
    )
    return laws.chance(
        laws.decision_rate(
            d["self_efficacy"],
            d["efficacy_exponent"],
            laws.value_gate(d["value_fit"], d["misfit_tolerance"], d["value_exponent"]),
            d["cost_burden"],
            d["cost_exponent"],
            d["advantage"],
            d["propensity"],
            laws.ungated_rate(d["alpha"], d["beta"], answer),
        )
    )


RAISING = ("self_efficacy", "value_fit", "misfit_tolerance", "advantage", "propensity", "alpha",
           "beta", "exposure")  # fmt: skip
LOWERING = ("cost_burden", "cost_exponent", "threshold")


@examples(100)
@given(decisions(), st.sampled_from(RAISING + LOWERING), st.data())
def test_the_decision_moves_the_way_it_should(
    less: dict[str, float], name: str, data: st.DataObject
) -> None:
    """More belief, fit, exposure, alpha or beta never make it less likely; more cost never more."""
    in_shares = name in ("self_efficacy", "value_fit", "misfit_tolerance", "advantage")
    values = shares if in_shares else rates
    more = less | {name: data.draw(values.filter(lambda value: value >= less[name]))}
    low, high = decision_hazard(less), decision_hazard(more)
    assert 0 <= low <= 1
    # A power is right to a last bit or two, and so is the order of two powers.
    slack = 4 * math.ulp(1.0)
    assert low <= high + slack if name in RAISING else high <= low + slack


@some
@given(st.lists(st.integers(0, 100_000_000), min_size=2, max_size=2), amounts, amounts, shares)
def test_a_dearer_entry_weighs_more(costs: list[int], cash: int, income: int, skill: float) -> None:
    means = laws.means(3.0, income, 0.8, 400_000, cash)
    cheap, dear = (
        laws.sacrifice(laws.entry_cost_left(cost, 250_000, 0.0), 3.0, 0.25, 336_000, skill) / means
        for cost in sorted(costs)
    )
    assert 0 <= cheap <= dear


@some
@given(shares, shares, rates, rates)
def test_misfit_beyond_tolerance_stops_everything(
    value_fit: float, tolerance: float, exponent: float, rate: float
) -> None:
    """Then the chances to be persuaded and to decide are exactly 0; just within they are not."""
    gate = laws.value_gate(value_fit, tolerance, exponent)
    if 1 - value_fit > tolerance + laws.SMALLEST_DIFFERENCE:  # as good as equal is within
        assert laws.chance(laws.persuasion_rate(gate, rate, 1.0, 1.0, 1.0, 1.0)) == 0.0
        assert (
            laws.chance(laws.decision_rate(1.0, 0.0, gate, 0.0, 0.0, 1.0, 1.0, rate + 1.0)) == 0.0
        )
    else:
        assert gate == pytest.approx(value_fit**exponent, rel=1e-12)


@pytest.mark.parametrize(("value_fit", "reaches"), [(0.39, KNOWS), (0.4, DECIDED)])
def test_who_finds_it_foreign_only_ever_knows(value_fit: float, reaches: int) -> None:
    """Misfit 0.61 against a tolerance of 0.6: everybody stays at knowing, at any rate.

    At 0.6 all decide, and wait for more money than they will ever have.
    """
    people = community(n_artisans=20, roster={"value_fit": [value_fit] * 20})
    numbers = parameters(
        {
            "awareness.broadcast": CERTAIN,
            "persuasion.spontaneous": CERTAIN,
            "decision.alpha": CERTAIN,
            "decision.efficacy_exponent": 0.0,
            "decision.cost_exponent": 0.0,
            "decision.entry_cost": 10**9,
        }
    )
    outcome = diffusion.simulate(people, "none", parameters=numbers, n_runs=2, n_months=24)
    assert outcome.stages[:, -1, reaches].tolist() == [20, 20]


@examples(100)
@given(tiny_or_huge, tiny_or_huge)
def test_a_rate_gives_a_chance(rate: float, other: float) -> None:
    """The chance lies in [0, 1] and rises with the rate; 0 and 1 come only by rounding."""
    chance = laws.chance(rate)
    assert 0 <= chance <= 1
    assert chance > 0 or rate < 1.2e-16
    assert chance < 1 or rate > 36
    assert (chance <= laws.chance(other)) == (rate <= other) or chance == laws.chance(other)
    assert laws.chance(0.0) == 0.0


@some
@given(stories(), st.integers(0, 5))
def test_no_rate_is_negative(story: Story, replicate: int) -> None:
    """The rates of every artisan at every record, whatever the stage."""
    life = story.life(replicate)
    for t in range(STORY_MONTHS):
        life.live(t)
        for ego in range(story.community.n_artisans):
            found = [
                phase_rates.decision_rate_of(
                    life.state,
                    life.month,
                    life.hamlets,
                    life.numbers,
                    phase_rates.alpha_in(life.numbers, t),
                    ego,
                ),
                phase_rates.discontinuance_rate_of(life.state, life.month, life.numbers, ego),
                phase_rates.persuasion_rate_of(life.state, life.month, life.numbers, ego),
                phase_rates.awareness_rate_of(life.state, life.month, life.ties, life.numbers, ego),
            ]
            assert all(0 <= rate < math.inf for rate in found), found


# ------------------------------------------------------------------ luck
@some
@given(stories(), st.integers(0, 2**63 - 1))
def test_the_same_random_seed_gives_the_same_bits(story: Story, random_seed: int) -> None:
    one, other = (story.simulate(random_seed=random_seed) for _ in range(2))
    assert differing(one, other) == []


def test_another_random_seed_gives_another_history() -> None:
    one, other = (diffusion.simulate(SENIK, "none", n_runs=2, random_seed=seed) for seed in (1, 2))
    assert "money" in differing(one, other)


@some
@given(stories(), st.integers(1, STORY_MONTHS - 1), st.data())
def test_programmes_share_their_luck_until_they_differ(
    story: Story, month: int, data: st.DataObject
) -> None:
    """Two programmes that are the same before month m have the same records 0 to m, bit for bit."""
    cut = [
        one.model_copy(update={"months": early})
        for one in story.programme.activity
        if (early := tuple(m for m in one.months if m < month))
    ]
    late = data.draw(activities(99, story.community.labels))
    months = tuple(sorted({max(m, month) for m in late.months}))
    other = programme(*cut, late.model_copy(update={"months": months}))
    assert differing(story.simulate(), story.simulate(other), until=month) == []


def test_programmes_differ_once_they_do() -> None:
    """In month 2 the sequence of Senik plans together, besides the campaign: record 3 differs."""
    campaign, sequence = (
        diffusion.simulate(SENIK, name, n_runs=20)
        for name in ("campaign_only", "campaign_then_collaboration")
    )
    assert differing(campaign, sequence, until=2) == []
    assert "levels" in differing(campaign, sequence, until=3)


@some
@given(stories(), st.data())
def test_an_activity_without_doses_changes_nothing(story: Story, data: st.DataObject) -> None:
    """It has no cost here, which is counted as spent.

    What is not left to doses is left out: training (who attended one may be invited as trained),
    founding, petitioning, opening a channel, telling of resources, coordinating, and meeting at
    all where that alone makes ties stronger.
    """
    idle = data.draw(activities(50, story.community.labels))
    own_effect = idle.tactic in ("training", "group_formation", "market_link", "petition")
    changes = {"tactic": "film" if own_effect else idle.tactic, "doses": Doses(), "channel": None}
    if story.community.file.modules.dynamic_ties:
        changes["target"] = "none"
    free = dict.fromkeys(("cost_fixed", "cost_per_place", "cost_per_km", "person_days"), 0)
    idle = idle.model_copy(update=changes | free | {"participation": 0.0})
    longer = programme(*story.programme.activity, idle)
    assert differing(story.simulate(), story.simulate(longer)) == []


def test_one_with_a_dose_changes_something() -> None:
    """The check above can fail: a hundredth of enthusiasm is noticed."""
    quiet, loud = (
        diffusion.simulate(SENIK, programme(activity(1, doses={"affect": dose})), n_runs=1)
        for dose in (0.0, 0.01)
    )
    assert differing(quiet, loud) == ["levels"]


# ------------------------------------------------------------------ more belief, more adopters
@st.composite
def monotone_stories(draw: st.DrawFn) -> tuple[Story, Story]:
    """One in the short chain without exit, and the same with more self-efficacy for everybody."""
    people = draw(communities())
    low = draw(st.lists(shares, min_size=people.n_artisans, max_size=people.n_artisans))
    high = [e + draw(shares) * (1 - e) for e in low]
    numbers = draw(
        parameter_sets(
            **{"chain.form": "two_state", "chain.exit_hazard": 0.0, "exposure.memory": "stock"}
        )
    )
    return with_belief(people, low, numbers), with_belief(people, high, numbers)


def with_belief(people: Community, belief: Sequence[float], numbers: ParameterSet) -> Story:
    columns = {} if people.roster is None else dict(people.roster.columns)
    roster = Roster(people.labels, columns | {"self_efficacy": tuple(belief)})
    artisans = people.file.artisans.model_copy(update={"number": None, "roster": "roster.csv"})
    file = people.file.model_copy(update={"artisans": artisans})
    return Story(replace(people, file=file, roster=roster), NOTHING, numbers)


def is_later(one: Outcome, other: Outcome) -> NDArray[np.bool_]:
    """Who adopts later in `one` than in `other`, or never."""
    assert one.toa is not None
    assert other.toa is not None
    never = np.iinfo(np.int32).max
    return np.where(one.toa < 0, never, one.toa) > np.where(other.toa < 0, never, other.toa)


@many
@given(monotone_stories())
def test_more_belief_never_takes_an_adopter_away(pair: tuple[Story, Story]) -> None:
    """Under the same luck, with nobody giving up, each artisan adopts as early or earlier."""
    less, more = pair
    assert not is_later(more.simulate(), less.simulate()).any()


def test_under_short_memory_it_may() -> None:
    """Where only last month's adopters count, an adopter who comes too early is no company.

    Artisan 0 reaches P = 3 by way of 1 and 2, and Q = 6 by way of 4 and 5, both in month 3; artisan
    7 needs two at once, and adopts in month 4. If artisan 8 gains belief, P adopts in month 2, by
    way of 8, and Q comes alone.
    """
    ties = [(0, 1), (0, 4), (0, 8), (1, 2), (2, 3), (3, 7), (3, 8), (4, 5), (5, 6), (6, 7)]
    changes = {
        "decision.efficacy_exponent": 1.0,
        "decision.alpha": 0.0,
        "decision.beta": CERTAIN,
        "exposure.normalisation": "sum",
        "exposure.memory": "flow",
        "exposure.response": "threshold",
    }
    people = community(
        n_artisans=9,
        ties=ties,
        first_adopters=[0],
        roster={"threshold": [1.0] * 7 + [2.0, 1.0]},
    )
    numbers = parameters(TWO_STATE | changes)
    timid = with_belief(people, [1.0] * 8 + [0.0], numbers).simulate(n_runs=1)
    brave = with_belief(people, [1.0] * 9, numbers).simulate(n_runs=1)
    assert timid.toa is not None
    assert brave.toa is not None
    assert timid.toa[0].tolist() == [0, 1, 2, 3, 1, 2, 3, 4, -1]
    assert brave.toa[0].tolist() == [0, 1, 2, 2, 1, 2, 3, -1, 1]
    assert is_later(brave, timid)[0].tolist() == [False] * 7 + [True, False]


# ------------------------------------------------------------------ who is who does not matter
@st.composite
def certain_stories(draw: st.DrawFn) -> tuple[Story, Story, list[int]]:
    """A story in which nothing is left to chance, and the same with its artisans in another order.

    A draw belongs to a row, so the rows' luck cannot move with the artisans. Therefore every
    chance is 0 or 1 here (belief stays high enough for a sure confirmation), all traits are given,
    and whoever is invited comes.
    """
    n_artisans = draw(st.integers(1, 8))
    order = draw(st.permutations(range(n_artisans)))
    pairs = [pair for pair in combinations(range(n_artisans), 2) if draw(st.booleans())]
    roster: dict[str, list[float]] = {
        name: [draw(kind) for _ in range(n_artisans)]
        for name, kind in {
            "self_efficacy": st.integers(50, 100).map(lambda x: x / 100),
            "value_fit": shares,
            "skill": shares,
            "cash": amounts,
            "other_income": amounts,
            "need": amounts,
            "threshold": st.integers(0, 4).map(float),
            "x_km": shares,
            "y_km": shares,
        }.items()
    }
    first = [ego for ego in range(n_artisans) if draw(st.integers(0, 3)) == 0]
    extreme = st.sampled_from([0.0, CERTAIN])
    numbers = parameters(
        {
            "exposure.response": "threshold",
            "exposure.normalisation": "sum",
            "exposure.memory": draw(st.sampled_from(["stock", "flow"])),
            "awareness.broadcast": draw(extreme),
            "awareness.adopter_contact": CERTAIN,
            "awareness.aware_contact": draw(extreme),
            "persuasion.spontaneous": draw(extreme),
            "persuasion.social": CERTAIN,
            "persuasion.verbal": 0.0,
            "decision.alpha": 0.0,
            "decision.beta": CERTAIN,
            "decision.efficacy_exponent": 0.0,
            "decision.value_exponent": 0.0,
            "decision.cost_exponent": 0.0,
            "decision.entry_cost": draw(amounts),
            "persistence.confirmation_rate": draw(extreme),
            "efficacy.mastery_weight": 0.05,
            "persistence.discontinuance_rate": draw(extreme),
            "persistence.discontinuance_efficacy": 0.0,
            "persistence.discontinuance_advantage": 0.0,
            "persistence.discontinuance_exposure": 0.0,
            "production.bad_firing_chance": draw(st.sampled_from([0.0, 1.0])),
            "household.shock_chance": draw(st.sampled_from([0.0, 1.0])),
            "events.practice_success": draw(st.sampled_from([0.0, 1.0])),
            "chain.form": draw(st.sampled_from(["full", "two_state"])),
        }
    )
    # One whose values do not bear it cannot have it at the start.
    tolerance = numbers.decision.misfit_tolerance
    first = [ego for ego in first if laws.is_tolerable(roster["value_fit"][ego], tolerance)]
    invited = [ego for ego in range(n_artisans) if draw(st.booleans())]
    doses = {name: draw(shares) for name in ("persuasion", "mastery", "affect", "skill")}
    doses["aware"] = draw(st.sampled_from([0.0, 1.0]))

    def told(position: dict[int, int]) -> Story:
        """Tell it with each artisan `ego` in row `position[ego]`."""
        at = sorted(range(n_artisans), key=position.__getitem__)
        people = community(
            n_artisans=n_artisans,
            ties=sorted(tuple(sorted((position[a], position[b]))) for a, b in pairs),
            roster={name: [values[ego] for ego in at] for name, values in roster.items()},
            first_adopters=[position[ego] for ego in first],
        )
        names = tuple(people.labels[position[ego]] for ego in invited)
        meeting = activity(1, months=(0, 2), target=names, doses=doses)
        return Story(people, programme(meeting), numbers)

    return (
        told({ego: ego for ego in range(n_artisans)}),
        told(dict(enumerate(order))),
        list(order),
    )


@many
@given(certain_stories())
def test_the_order_of_the_artisans_does_not_matter(told: tuple[Story, Story, list[int]]) -> None:
    """Where nothing is left to chance, moving the artisans to other rows moves what they live."""
    story, moved, position = told
    for record, other in zip(story.life().records(), moved.life().records(), strict=True):
        for name in record.dtype.names:
            if name == "identity":  # a number made from the name, and so from the row
                continue
            here, there = record[name], other[name][position]
            if here.dtype == np.float64:  # sums over ties may come in another order
                np.testing.assert_allclose(here, there, rtol=0, atol=1e-12, err_msg=name)
            else:
                assert here.tolist() == there.tolist(), name


# ------------------------------------------------------------------ who comes
def eligible(rule: str, life: Life) -> NDArray[np.bool_]:
    """Whom a rule may invite in the only hamlet."""
    state = life.state
    stage = state.stage
    if rule == "none":
        return np.zeros(len(stage), np.bool_)
    if rule == "members" or (rule == "members_or_all" and life.hamlets.formed[0] >= 0):
        return state.is_member.copy()
    if rule == "officers":
        return state.office > 0
    if rule == "trained":
        return state.trained.copy()
    if rule == "adopters":
        return (stage == TRIAL) | (stage == CONFIRMED)
    if rule == "joiners":
        return state.trained | ((stage >= PERSUADED) & (stage <= CONFIRMED))
    return np.ones(len(stage), np.bool_)


@many
@given(stories(), st.integers(0, STORY_MONTHS), st.integers(0, 5))
def test_no_more_are_invited_than_there_are_places(
    story: Story, n_lived: int, replicate: int
) -> None:
    """Those invited are eligible, each once, and as many as places and eligible artisans allow."""
    life = story.life(replicate)
    for t in range(n_lived):
        life.live(t)
    by_id = {one.id: one for one in story.programme.activities_by_id}
    for row, number in enumerate(life.plan.activities.id.tolist()):
        one = by_id[number]
        lots = np.uint64(draws.subkey(life.run_key, draws.TARGETING, n_lived, one.id))
        n_invited = targets.invite(
            life.state, life.month, life.hamlets, 0, life.ties, life.plan, row, lots
        )
        invited = life.month.order[:n_invited].tolist()
        places = story.community.n_artisans if one.places is None else one.places
        if TACTICS[one.tactic].part_of in story.community.file.modules.off:
            places = 0
        assert len(set(invited)) == n_invited <= places
        if isinstance(one.target, str):
            may_come = eligible(one.target, life)
            assert n_invited == min(places, may_come.sum())
            assert may_come[invited].all()
        else:
            assert invited == [int(label) - 1 for label in one.target][:places]


@many
@given(stories(), st.data())
def test_no_more_come_than_there_are_places(story: Story, data: st.DataObject) -> None:
    """Each who comes gets one rupiah off the entry cost, and is counted by it."""
    one = data.draw(activities(1, story.community.labels))
    one = one.model_copy(update={"doses": Doses(subsidy=1)})
    records = story.but(programme=programme(one)).life().records()
    if story.numbers.chain.form == "two_state":
        return
    for month, (earlier, later) in enumerate(pairwise(records)):
        came = later.subsidy - earlier.subsidy
        assert set(came.tolist()) <= {0, 1}
        assert came.sum() <= (len(came) if one.places is None else one.places)
        part_of = TACTICS[one.tactic].part_of
        if month not in one.months or part_of in story.community.file.modules.off:
            assert not came.any()


# ------------------------------------------------------------------ odd communities
GENERATORS = {
    "watts_strogatz": {"mean_degree": 4, "rewiring": 0.5},
    "ring": {"mean_degree": 4},
    "erdos_renyi": {"mean_degree": 3.0},
    "block": {"within": 0.5, "across": 0.1},
    "barabasi_albert": {"mean_degree": 4},
    "geometric": {"mean_degree": 3.0},
    "complete": {},
    "empty": {},
}


@many
@given(stories())
def test_there_is_no_nan(story: Story) -> None:
    assert is_finite(story.simulate())


def test_a_nan_is_noticed() -> None:
    outcome = diffusion.simulate(SENIK, "none", n_runs=2, n_months=2)
    levels = outcome.levels.copy()
    levels[1, 2, 0] = math.nan
    assert is_finite(outcome)
    assert not is_finite(replace(outcome, levels=levels))


@pytest.mark.parametrize("n_artisans", [1, 2, 3, 4])
@pytest.mark.parametrize("generator", GENERATORS)
def test_very_few_artisans(generator: str, n_artisans: int) -> None:
    people = community(
        n_artisans=n_artisans,
        ties={"generator": generator} | GENERATORS[generator],
        first_adopters=[0],
        modules=dict.fromkeys(MODULES, True),
    )
    outcomes = diffusion.simulate(people, list(SENIK.programmes), n_runs=2, n_months=24)
    assert all(is_finite(outcome) for outcome in outcomes)
    assert all(outcome.n_artisans == n_artisans for outcome in outcomes)


def test_two_components_and_an_isolate() -> None:
    """What happens in one half of a community does not reach the other, nor one tied to nobody."""
    ties = [(0, 1), (0, 2), (1, 2), (3, 4), (4, 5)]
    people = community(n_artisans=7, ties=ties, first_adopters=[0])
    numbers = parameters(
        {
            "awareness.adopter_contact": CERTAIN,
            "persuasion.spontaneous": CERTAIN,
            "decision.alpha": CERTAIN,
            "decision.misfit_tolerance": 1.0,
            "decision.entry_cost": 0,
        }
    )
    outcome = diffusion.simulate(
        people, "none", parameters=numbers, n_runs=20, n_months=60, keep=("toa",)
    )
    assert outcome.toa is not None
    assert (outcome.toa[:, 0] == 0).all()
    assert (outcome.toa[:, 1:3] > 0).all()
    assert (outcome.toa[:, 3:] == -1).all()
    assert is_finite(outcome)


@pytest.mark.parametrize("generator", ["watts_strogatz", "geometric", "erdos_renyi"])
def test_five_thousand_artisans(generator: str) -> None:
    people = community(
        n_artisans=5_000,
        ties={"generator": generator} | GENERATORS[generator],
        first_adopters=[0, 4_999],
    )
    numbers = parameters({"awareness.broadcast": 0.5, "persuasion.spontaneous": 0.5})
    outcome = diffusion.simulate(
        people, "campaign_then_collaboration", parameters=numbers, n_runs=2, n_months=12
    )
    assert is_finite(outcome)
    assert (outcome.stages.sum(axis=2) == 5_000).all()
    assert (outcome.tried > 100).all()


def test_the_richest_artisans_a_file_may_declare() -> None:
    """The largest median with the widest spread: the sum is still the sum."""
    people = community(n_artisans=3_000, artisans={"cash": {"median": 10**10, "spread": 5.0}})
    outcome = diffusion.simulate(people, "none", n_runs=1, n_months=1)
    assert outcome.series("cash")[0, 0] == sum(Life(people).state.cash.tolist())


TINY_CHANCE = """
import sys
sys.path.insert(0, sys.argv[1])
from communities import Life, community
life = Life(community(ties={"generator": "erdos_renyi", "mean_degree": 1e-17}))
assert life.ties.start.tolist() == [0] * 31
"""


@pytest.mark.slow
def test_a_chance_to_be_tied_that_is_lost_in_rounding() -> None:
    """Nobody is tied. In a process of its own, for the process may not outlive it."""
    here = str(Path(__file__).parent)
    done = subprocess.run([sys.executable, "-c", TINY_CHANCE, here], check=False)
    assert done.returncode == 0


def written(folder: Path, roster: str, ties: str) -> Path:
    """Write a copy of Senik whose artisans and ties are read from these tables."""
    shutil.copytree(library_root() / "senik", folder)
    path = folder / "community.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ("number = 30", 'roster = "roster.csv"'),
        ('generator = "watts_strogatz"', 'generator = "file"'),
        ("mean_degree = 6", 'file = "ties.csv"'),
        ("rewiring = 0.1", ""),
        ("minimum_members = 5", "minimum_members = 1"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    (folder / "roster.csv").write_text(roster, encoding="utf-8")
    (folder / "ties.csv").write_text(ties, encoding="utf-8")
    return folder


def test_artisans_and_ties_from_tables(tmp_path: Path) -> None:
    """Traits and strengths are those of the tables; what they leave out is drawn."""
    roster = (
        "artisan,self_efficacy,value_fit,skill,cash,other_income,need,threshold,x_km,y_km\n"
        "artisan-a,0.5,0.9,0.25,250000,400000,600000,0.2,0.1,0.2\n"
        "artisan-b,0,0,0,0,0,0,0,0,0\n"
        "7,1,1,1,9000000,1000000,0,1,1,1\n"
    )
    ties = "ego,alter,strength\n7,artisan-a,0.4\n"
    people = diffusion.load(written(tmp_path / "dusun", roster, ties))
    assert people.labels == ("artisan-a", "artisan-b", "7")
    life = Life(people)
    assert people.as_listed(life.state.identity)[2] == 6
    for name, values in {
        "self_efficacy": [0.5, 0.0, 1.0],
        "value_fit": [0.9, 0.0, 1.0],
        "skill": [0.25, 0.0, 1.0],
        "cash": [250_000, 0, 9_000_000],
        "other_income": [400_000, 0, 1_000_000],
        "need": [600_000, 0, 0],
        "threshold": [0.2, 0.0, 1.0],
        "x_km": [0.1, 0.0, 1.0],
    }.items():
        assert people.as_listed(life.state[name]).tolist() == values, name
    # Rows go by name, and numbers come first: 7, artisan-a, artisan-b.
    assert life.ties.start.tolist() == [0, 1, 2, 2]
    assert life.ties.alter.tolist() == [1, 0]
    assert life.ties.strength.tolist() == [400_000_000, 400_000_000]
    outcomes = diffusion.simulate(people, list(people.programmes), n_runs=5)
    assert all(is_finite(outcome) for outcome in outcomes)


def test_a_roster_of_names_alone(tmp_path: Path) -> None:
    """What a roster and a list of ties leave out is drawn as for artisans without a list."""
    names = "artisan\n" + "\n".join("12345678") + "\n"
    ring = "ego,alter\n" + "\n".join(f"{a},{b}" for a, b in pairwise("123456781")) + "\n"
    people = diffusion.load(written(tmp_path / "dusun", names, ring))
    strength = SENIK.file.ties.strength.model_dump()
    ties = {"generator": "ring", "mean_degree": 2, "strength": strength}
    numbered = community(n_artisans=8, ties=ties)
    one, other = (
        diffusion.simulate(who, "campaign_only", n_runs=5, keep=("toa",))
        for who in (people, numbered)
    )
    assert differing(one, other) == []
