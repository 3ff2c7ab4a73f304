"""The association, its money, channels and hamlets: known answers and what must hold."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import naive
import numpy as np
import pytest
from communities import (
    NOTHING,
    SENIK,
    Life,
    Story,
    activity,
    community,
    parameters,
    programme,
    stories,
)
from harness import agrees, differing, examples
from hypothesis import given
from hypothesis import strategies as st
from reference import ADOPTERS, numbers_of_the_text

import diffusion
from diffusion.kernels import draws, laws, records, site, state
from diffusion.scenario.community import Community
from diffusion.scenario.market import MOST_CHANNELS
from diffusion.scenario.programme import Programme

QUIET = {
    "household.shock_chance": 0.0,
    "association.later_join_chance": 0.0,
    "decision.alpha": 0.0,
    "decision.beta": 0.0,
}
"""Numbers with which nobody begins, nobody is hit and nobody joins later."""

FOUNDING = activity(
    2,
    tactic="group_formation",
    months=(0,),
    target="trained",
    participation=0.0,
)
TRAINING = activity(1, tactic="training", months=(0,), target="all")


def founded(n_artisans: int = 14, *, cash: int = 100_000_000, **changes: Any) -> Community:
    """A hamlet in which all have plenty of money."""
    return community(n_artisans=n_artisans, roster={"cash": [cash] * n_artisans}, **changes)


def test_the_room_for_channels_is_the_one_a_file_may_use() -> None:
    assert MOST_CHANNELS == site.MOST_CHANNELS


# ------------------------------------------------------------------ money
def test_a_year_of_savings_and_a_cycle_of_arisan() -> None:
    """14 members x 12 meetings x Rp 10,000 = Rp 1,680,000. The pot is 14 x 10,000 = Rp 140,000.

    Over 14 meetings each member has paid 14 times into the pot and received it once: net 0, so
    that all have lost exactly what they saved.
    """
    numbers = parameters(QUIET | {"household.extra_consumption": 0.0})
    people = founded(modules={"withdrawal": False, "contest": False})
    life = Life(people, programme(TRAINING, FOUNDING), numbers, n_months=15)
    records = life.whole_records()
    assert records[1][1].n_members[0] == 14
    assert records[13][1].fund[0] == 1_680_000
    assert records[13][0].savings.sum() == 1_680_000
    idle = Life(people, NOTHING, numbers, n_months=15).records()
    paid = idle[15].cash - records[15][0].cash
    assert paid.tolist() == [140_000] * 14


def loan(owed: int, *, is_flat: bool) -> int:
    """Interest on a loan of ten months at 1 %, month by month as the box takes it."""
    left, instalment, total = owed, laws.instalment(owed, 10), 0
    while left > 0:
        total += laws.interest(owed if is_flat else left, 100)
        left -= min(instalment, left)
    return total


def test_interest_on_a_loan_repaid_in_ten_months() -> None:
    """Declining: 1 % of 500, 450, ... 50 thousand is 1 % of 2,750 thousand; flat 10 x 5,000."""
    assert loan(500_000, is_flat=False) == 27_500
    assert loan(500_000, is_flat=True) == 50_000
    assert loan(330_000, is_flat=False) == 18_150


@pytest.mark.parametrize(("interest_on", "expected"), [("declining", 27_500), ("flat", 50_000)])
def test_a_loan_in_a_history_brings_that_interest(interest_on: str, expected: int) -> None:
    """One of five members decided, lacks half a million for the entry cost, and repays it all.

    He has Rp 40,000 and needs 490,000 + 50,000; what is left after paying his due comes from an
    income far above his need.
    """
    numbers = parameters(
        QUIET
        | {
            "decision.entry_cost": 490_000,
            "finance.slip": 0.0,
            "household.extra_consumption": 0.0,
            "persistence.discontinuance_rate": 0.0,
        }
    )
    people = community(
        n_artisans=5,
        roster={"cash": [0] * 5, "other_income": [300_000] * 5, "need": [536_000] * 5},
        modules={"withdrawal": False},
        association={"interest_on": interest_on, "saving": 0, "arisan": 0, "cash_to_pay": 0},
    )
    life = Life(people, programme(TRAINING, FOUNDING), numbers, n_months=14)
    life.live(0)
    life.hamlets.fund[0] = life.hamlets.equity[0] = 600_000
    life.state.stage[3] = 3
    life.state.cash[3] = 40_000
    for t in range(1, 14):
        life.live(t)
    assert life.hamlets.lent[0] == life.hamlets.repaid[0] == 500_000
    assert life.hamlets.surplus[0] == expected
    assert life.state.loan.tolist() == [0] * 5


def test_a_loan_that_is_never_repaid_is_written_off_in_the_sixth_month() -> None:
    numbers = parameters(QUIET | {"finance.slip": 1.0})
    people = community(
        n_artisans=5,
        roster={"cash": [10_000_000] * 5},
        modules={"withdrawal": False},
        association={"cohesion": 0.0, "administration": 0.0},
    )
    life = Life(people, programme(TRAINING, FOUNDING), numbers, n_months=9)
    life.live(0)
    life.state.loan[2] = life.state.first_loan[2] = 300_000
    life.state.instalment[2] = 30_000
    life.hamlets.lent[0] = life.hamlets.equity[0] = 300_000
    lost = []
    for t in range(1, 9):
        life.hamlets.administration[0] = life.hamlets.cohesion[0] = 0.0
        life.live(t)
        lost.append(int(life.hamlets.written_off[0]))
    assert lost == [0] * 5 + [300_000] * 3


@examples(13)
@given(stories(), st.integers(0, 50))
def test_the_box_balances_and_nothing_is_below_zero(story: Story, replicate: int) -> None:
    """I1 to I3 and I15: the box holds what savings, interest and grants left in it, no pot."""
    for people, hamlets, ledger in story.life(replicate).whole_records():
        claims = people.savings.sum() + hamlets.surplus.sum() + hamlets.equity.sum()
        claims += hamlets.recovered.sum()
        losses = hamlets.written_off.sum() + hamlets.unaccounted.sum() + hamlets.equipment.sum()
        assert hamlets.fund.sum() + people.loan.sum() == claims - losses
        for amounts in (people.cash, people.loan, people.savings, hamlets.fund):
            assert (amounts >= 0).all()
        assert hamlets.unaccounted.sum() == ledger[records.UNACCOUNTED]
        assert hamlets.equity.sum() == ledger[records.GRANTS]
        assert hamlets.equipment.sum() == ledger[records.EQUIPMENT]


def test_a_wrong_box_is_noticed() -> None:
    """Negative control: one rupiah too much in the box, and the outcome does not balance."""
    outcome = diffusion.simulate(SENIK, "campaign_then_collaboration", n_runs=2)
    for column in (records.MONEY.index("fund"), records.MONEY.index("savings")):
        money = outcome.money.copy()
        money[1, 20, column] += 1
        assert not replace(outcome, money=money).is_balanced()


def test_the_books_follow_from_each_other() -> None:
    """What the treasurer writes adds up from month to month, and so do the households' books."""
    everything = SENIK.with_settings(
        {
            "community.association.grant_use": "moulds",
            "community.association.mould_set_price": 500_000,
            "community.association.mould_set_months": 12,
            "community.association.mould_set_share": 0.3,
            "community.association.lends_after_loss": False,
            "community.association.write_off_months": 1,
            "community.institutions.regency": 1.0,
            "community.modules.leakage": True,
            "parameters.finance.slip": 0.9,
            "parameters.production.mould_life": 600,
            "parameters.production.mould_price": 50_000,
        }
    )
    outcome = diffusion.simulate(everything, "campaign_then_collaboration", n_runs=3)
    for name in ("recovered", "equipment", "moulds", "unaccounted", "written_off"):
        assert outcome.series(name)[:, -1].any(), name
    for run in range(3):
        book, homes = outcome.cash_book(run), outcome.household_book(run)
        came = book[["saved", "repaid", "interest", "grants", "recovered"]].sum(axis=1)
        went = book[["lent", "equipment", "unaccounted"]].sum(axis=1)
        assert (book["in_box"].diff()[1:] == (came - went)[1:]).all()
        owed = book["lent"] - book["repaid"] - book["written_off"]
        assert (book["loans"].diff()[1:] == owed[1:]).all()
        inflow = homes[["other_income", "pottery_income", "forgiven", "from_box"]].sum(axis=1)
        outflow = homes[["consumption", "shocks", "entry_cost", "moulds", "to_box"]].sum(axis=1)
        assert (homes["cash"].diff()[1:] == (inflow - outflow)[1:]).all()


# ------------------------------------------------------------------ withdrawal and channels
def test_self_reliance_grows_by_participation() -> None:
    """With part 1 and full effort R(t) = 1 - (1 - 0.1) 0.92^t: 0.6091 after ten months."""
    meetings = activity(1, months=tuple(range(10)), participation=1.0)
    plan = programme(meetings).model_copy(update={"withdrawal_month": 20})
    outcome = diffusion.simulate(community(), plan, n_runs=1, n_months=10)
    expected = [1 - 0.9 * 0.92**t for t in range(11)]
    assert outcome.series("self_reliance")[0] == pytest.approx(expected, abs=1e-12)
    assert outcome.series("self_reliance")[0, 10] == pytest.approx(0.6091, abs=5e-5)


def test_effort_falls_over_the_taper() -> None:
    """Withdrawal in month 8 over four months: f(8) = 1, f(9) = 0.75, f(12) = 0."""
    outcome = diffusion.simulate(SENIK, "campaign_then_collaboration", n_runs=1, n_months=14)
    effort = outcome.series("effort")[0, 1:]
    assert effort.tolist() == [1.0] * 9 + [0.75, 0.5, 0.25, 0.0, 0.0]


def open_channels(presence: float) -> np.ndarray:
    """Months until the channel of each of 4,000 runs closes; F stays as it is."""
    people = community(
        n_artisans=1,
        modules={"shocks": False},
        association={"self_reliance": presence},
        market={
            "channel": [{"name": "showroom", "open_chance": 1.0, "price": 900, "quota": 10}],
        },
    )
    link = activity(1, tactic="market_link", channel="showroom", target="none")
    outcome = diffusion.simulate(people, programme(link), n_runs=4_000, n_months=24)
    return outcome.series("showroom_open")


@pytest.mark.parametrize("presence", [0.0, 0.5])
def test_a_channel_survives_as_the_exponential_says(presence: float) -> None:
    """Open after t months with the chance exp(-0.04 (1 - F) t); withdrawal is at once."""
    is_open = open_channels(presence)
    for month in (6, 24):
        assert agrees(is_open[:, month], math.exp(-0.04 * (1 - presence) * month))
    assert not agrees(is_open[:, 24], math.exp(-0.05 * 24))


def test_nobody_buys_more_than_ordered() -> None:
    """I10: sold in channels <= accepted; all sold <= good <= planned; each within its quota."""
    outcome = diffusion.simulate(SENIK, "locality_development", n_runs=50)
    sold = sum(outcome.series(f"sold_{name}") for name in (*outcome.channels, "exhibition"))
    planned, good = outcome.series("pieces_planned"), outcome.series("pieces_good")
    accepted, local = outcome.series("pieces_accepted"), outcome.series("pieces_local")
    assert sold.sum() > 0
    assert local.sum() > 0
    assert (sold <= accepted).all()
    assert (sold + local <= good).all()
    assert (good <= planned).all()
    assert (local <= SENIK.file.market.local_limit).all()
    for name in (*outcome.channels, "exhibition"):
        assert (outcome.series(f"sold_{name}") <= outcome.series(f"ordered_{name}")).all()


# ------------------------------------------------------------------ tactics and their modules
BY_MODULE = {
    "group_formation": "association",
    "proposal": "finance",
    "market_link": "market",
    "lobbying": "institutions",
    "petition": "contest",
    "ambassadors": "ambassadors",
}


@pytest.mark.parametrize("tactic", BY_MODULE)
def test_a_tactic_without_its_module_does_nothing(tactic: str) -> None:
    """Apart from attendance and cost: its doses on those present are taken away here."""
    name = "social_action" if tactic == "petition" else "locality_development"
    whole = SENIK.programmes[name]
    nothing = {"participation": 0.0, "cost_fixed": 0, "person_days": 0}
    acts = [
        one.model_copy(update=nothing) if one.tactic == tactic else one for one in whole.activity
    ]
    if tactic == "ambassadors":
        # With nothing else and from the start, so that there is somebody left to tell.
        acts = [
            one.model_copy(update={"months": tuple(range(12))})
            for one in acts
            if one.tactic == tactic
        ]
    whole = whole.model_copy(update={"activity": tuple(acts)})
    rest = tuple(one for one in whole.activity if one.tactic != tactic)
    without = whole.model_copy(update={"activity": rest})
    module = BY_MODULE[tactic]
    for is_on, expected in ((False, []), (True, None)):
        people = _with(module, is_on=is_on)
        one, other = (diffusion.simulate(people, plan, n_runs=20) for plan in (whole, without))
        if expected is None:
            assert differing(one, other), "with its module on the tactic does nothing either"
        else:
            assert differing(one, other) == expected


def _with(module: str, *, is_on: bool) -> Community:
    artisans = SENIK.file.artisans.model_copy(update={"first_adopters": ("1", "10", "21")})
    modules = SENIK.file.modules.model_copy(update={module: is_on})
    changed: Mapping[str, Any] = {"modules": modules, "artisans": artisans}
    return replace(SENIK, file=SENIK.file.model_copy(update=changed))


# ------------------------------------------------------------------ hamlets
def test_hamlets_without_a_tie_between_them_are_villages_of_their_own() -> None:
    """Site 0 of two lives bit for bit as if it were alone; each has its own association."""
    half = [(ego, alter) for ego in range(15) for alter in range(ego + 1, 15) if ego + alter < 20]
    ties = half + [(ego + 15, alter + 15) for ego, alter in half]
    traits = {"cash": [150_000 + 9_000 * ego for ego in range(15)]}
    both = community(n_artisans=30, n_hamlets=2, ties=ties, roster={"cash": traits["cash"] * 2})
    alone = community(n_artisans=15, ties=half, roster=traits)
    plan = SENIK.programmes["campaign_then_collaboration"]
    together = Life(both, plan).whole_records()
    for (people, hamlets, _), (few, one, _) in zip(
        together, Life(alone, plan).whole_records(), strict=True
    ):
        assert np.array_equal(people[:15], few)
        assert np.array_equal(hamlets[:1], one)
    end = together[-1][1]
    assert (end.n_members > 0).all()
    assert end.fund[0] != end.fund[1], "the second hamlet has the luck of the first"
    assert both.price(plan).total == 2 * alone.price(plan).total


class _SecondHamlet(naive.Run):
    """The twin of a second hamlet of fifteen: its keys begin where those of the first end."""

    def draw(self, purpose: int, agent: int, extra: int = 0, month: int | None = None) -> float:
        own = agent - 1 if agent == naive.GROUP else agent + 15
        return super().draw(purpose, own, extra, month)


def test_the_second_hamlet_has_luck_of_its_own() -> None:
    """Group n draws with agent 2^32 - 1 - n: the twin with these keys is the second hamlet."""
    half = [(ego, alter) for ego in range(15) for alter in range(ego + 1, 15) if ego + alter < 20]
    both = community(
        n_artisans=30, n_hamlets=2, ties=half + [(ego + 15, alter + 15) for ego, alter in half]
    )
    plan = SENIK.programmes["campaign_then_collaboration"]
    given = {"ties": [(ego, alter, 1.0) for ego, alter in half]}
    acts = naive.PRESETS["campaign_then_collaboration"]
    twin = _SecondHamlet(1, 0, acts, {"N": 15}, start=given).run(36)
    for (people, hamlets, _), row in zip(
        Life(both, plan).whole_records(), twin.records, strict=True
    ):
        assert people.stage[15:].tolist() == row["stage"]
        assert people.cash[15:].tolist() == row["cash"]
        assert hamlets.fund[1] == row["g"]
        assert abs(hamlets.self_reliance[1, 0] - row["R"][0]) < 1e-12


# ------------------------------------------------------------------ spells and means
def test_spells_are_the_first_records_in_each_stage() -> None:
    outcome = diffusion.simulate(SENIK, "campaign_only", n_runs=2, keep=["spells", "toa"])
    assert outcome.first is not None
    assert outcome.toa is not None
    assert (outcome.first[:, :, state.TRIAL] == outcome.toa).all()
    life = Life(SENIK, SENIK.programmes["campaign_only"])
    stages = np.array([record.stage for record in life.records()])
    for ego in range(30):
        for stage in range(7):
            seen = np.flatnonzero(stages[:, ego] == stage)
            assert outcome.first[0, ego, stage] == (seen[0] if len(seen) else -1)
    table = outcome.spells(0)
    gave_up = (stages == state.DISCONTINUED).sum(axis=0)
    assert table["discontinued_months"].tolist() == gave_up.tolist()
    assert table["unaware"].tolist() == [0] * 30
    assert table["trial"].isna().sum() == (outcome.toa[0] == -1).sum()


def test_what_each_artisan_earns_adds_up_to_the_ledger() -> None:
    """The income of every month that is not other income, artisan by artisan."""
    name = "collaboration_only"
    outcome = diffusion.simulate(SENIK, name, n_runs=3, keep=["earned", "artisans"])
    assert outcome.earned is not None
    assert outcome.artisans is not None
    assert (outcome.earned.sum(axis=1) == outcome.series("pottery_income")[:, -1]).all()
    records = list(Life(SENIK, SENIK.programmes[name]).records())
    by_hand = sum(record.income - record.other_income for record in records[1:])
    assert outcome.earned[0].tolist() == by_hand.tolist()
    assert len(set(by_hand.tolist())) > 2
    assert outcome.artisans.is_trained[0].tolist() == records[-1].trained.tolist()
    assert 0 < outcome.artisans.is_trained[0].sum() < 30


@pytest.mark.parametrize("number", ADOPTERS)
def test_the_means_of_the_formal_model(number: str) -> None:
    """Random seed 1, replicates 0 to 59: the very same luck, so within rounding."""
    found = {}
    for name in ADOPTERS[number]:
        outcome = diffusion.simulate(
            SENIK, name, parameters=numbers_of_the_text(number), n_runs=60, n_months=75
        )
        found[name] = outcome.adopters[:, [36, 75]].mean(axis=0)
    wanted = {name: pytest.approx(means, abs=0.0501) for name, means in ADOPTERS[number].items()}
    assert found == wanted


def test_the_gini_coefficient_of_incomes_counted_by_hand() -> None:
    """Of 0, 1 and 3: sum of |x - y| over pairs is 6, and 2 x 6 / (2 x 9 x 4 / 3) = 0.5."""
    from diffusion.kernels.inequality import gini, new_ranking

    ranking = new_ranking(3)
    ranking.income[:] = [3, 0, 1]
    assert gini(ranking) == pytest.approx(0.5)
    ranking.income[:] = 7
    assert gini(ranking) == 0.0


@pytest.mark.parametrize("n_artisans", [1, 2, 255, 256, 1000])
@pytest.mark.parametrize("largest", [0, 1, 2000, 5_000_000, 2**40])
def test_the_gini_coefficient_by_its_definition(n_artisans: int, largest: int) -> None:
    """Whether few or many, by all pairs; and in the order that an earlier record left as well."""
    from diffusion.kernels.inequality import gini, new_ranking

    ranking = new_ranking(n_artisans)
    for random_seed in (1, 2):
        table = np.empty((1, n_artisans))
        draws.fill_draws(random_seed, 0, draws.CASH, 0, np.arange(table.shape[1]), table)
        income = np.floor(table[0] ** 2 * largest).astype(np.int64)
        ranking.income[:] = income[ranking.ego]
        found = gini(ranking)
        assert ranking.income.tolist() == sorted(income.tolist())
        apart = np.abs(income[:, None] - income).sum(dtype=np.float64)
        total = 2.0 * n_artisans * income.sum()
        assert found == pytest.approx(apart / total if total > 0 else 0.0, rel=1e-12, abs=1e-12)


def test_a_year_is_enough_for_an_association_with_loans() -> None:
    """Within a year the Senik sequence has members and loans: the checks above meet some."""
    plan: Programme = SENIK.programmes["campaign_then_collaboration"]
    records = Life(SENIK, plan, n_months=12).whole_records()
    assert records[-1][1].n_members[0] > 0
    assert records[-1][0].loan.sum() > 0
