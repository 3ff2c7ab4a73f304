"""Strengths are whole billionths: their sums are exact, so no order leaves a trace in exposure."""

import random
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from communities import SENIK, Life, community, parameters
from harness import examples
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from pydantic import BaseModel

from diffusion.kernels import laws
from diffusion.kernels.arrays import allocate
from diffusion.kernels.phases.observe_others import observe_others
from diffusion.kernels.phases.rates import awareness_rate_of
from diffusion.kernels.state import Month, Stage, Ties
from diffusion.scenario.activity import Doses
from diffusion.scenario.artisans import MOST_ARTISANS
from diffusion.scenario.parameters import Exposure
from diffusion.translate.near import near_of

SEEN = ("exposure", "recent_exposure", "favourable", "success", "failure", "peer_skill")
"""What an artisan sees of the others, as shares of strength, and the mean skill of adopters."""


# ------------------------------------------------------------------ order
def crowd(luck: random.Random, memory: str) -> Life:
    """A month among 40 people of every stage with ties of any strength, as it begins.

    Some are members, some were ambassadors, some live near each other.
    """
    n_artisans = 40
    pairs = [
        (ego, alter) for alter in range(n_artisans) for ego in range(alter) if luck.random() < 0.4
    ]
    roster = {name: [luck.random() for _ in range(n_artisans)] for name in ("x_km", "y_km")}
    people = community(
        n_artisans=n_artisans,
        ties=pairs,
        strengths=[luck.random() for _ in pairs],
        roster=roster,
        modules={"proximity": True},
    )
    numbers = parameters(
        {
            "exposure.memory": memory,
            "exposure.proximity_weight": 0.3,
            "awareness.proximity_contact": 0.1,
        }
    )
    life = Life(people, numbers=numbers, n_months=1)
    for ego in range(n_artisans):
        life.state.stage[ego] = ego % len(Stage)
        life.state.months_in_stage[ego] = luck.randrange(2)
        life.state.is_member[ego] = luck.random() < 0.4
        life.state.advantage[ego] = luck.uniform(-1, 1)
        life.state.influence[ego] = luck.choice([0.0, luck.uniform(0, 9)])
        life.state.voice[ego] = luck.choice([0.0, luck.uniform(0, 9)])
        life.month.contact[ego] = luck.choice([1.0, luck.uniform(1, 9)])
    life.hamlets.n_members[0] = life.state.is_member.sum()
    return life


def shuffled(ties: Ties, order: list[int], luck: random.Random) -> Ties:
    """The same ties among the same people in other rows, and those of each in any order."""
    row_of = {ego: row for row, ego in enumerate(order)}
    start, entries = [0], []
    for ego in order:
        own = list(range(ties.start[ego], ties.start[ego + 1]))
        luck.shuffle(own)
        entries += own
        start.append(len(entries))
    strength = ties.strength[entries]
    return ties._replace(
        start=np.array(start, np.uint32),
        alter=np.array([row_of[alter] for alter in ties.alter[entries].tolist()], np.uint32),
        strength=strength,
        shown=strength,
        growing=strength,
        total=ties.total[order],
    )


def seen(life: Life, state: Any, ties: Ties) -> dict[str, NDArray[np.float64]]:
    """Everything that people see of each other: shares, and the rate of hearing from others."""
    month = allocate(Month, state.stage.size)
    month.contact[:] = life.month.contact
    observe_others(state, month, life.hamlets.copy(), ties, life.numbers)
    rates = [
        awareness_rate_of(state, month, ties, life.numbers, ego) for ego in range(state.stage.size)
    ]
    return {name: month[name] for name in SEEN} | {"heard": np.array(rates)}


def test_plain_python_adds_up_as_compiled_code_does() -> None:
    """Three at one's door are 3e9 billionths near, more than the int32 of one of them holds."""
    people = community(
        n_artisans=4,
        roster={"x_km": [0.0] * 4, "y_km": [0.0] * 4},
        modules={"proximity": True},
    )
    life = Life(people, numbers=parameters({"awareness.proximity_contact": 0.1}), n_months=1)
    life.month.adopting[1:] = True
    plain = getattr(awareness_rate_of, "py_func", awareness_rate_of)
    given = (life.state, life.month, life.ties, life.numbers, 0)
    rate = life.numbers.broadcast + 0.1 * 3
    assert plain(*given) == awareness_rate_of(*given) == pytest.approx(rate, rel=1e-15)


@pytest.mark.parametrize("memory", ["stock", "flow"])
@pytest.mark.parametrize("number", range(5))
def test_no_order_leaves_a_trace_in_what_is_seen(number: int, memory: str) -> None:
    """Of ties, of people, of rows: the same bits.

    Strengths that lie on no grid, as shares, add up to something else in another order.
    """
    luck = random.Random(number)
    life = crowd(luck, memory)
    order = list(range(40))
    luck.shuffle(order)
    usual = seen(life, life.state.copy(), life.ties)
    places = (life.state[order][name][None] for name in ("x_km", "y_km"))
    near = near_of(life.numbers, *places)
    one = near._replace(start=near.start[0], total=near.total[0])
    there = shuffled(life.ties, order, luck)._replace(near=one)
    contact = life.month.contact.copy()
    life.month.contact[:] = contact[order]
    other = seen(life, life.state[order].copy(), there)
    for name, values in usual.items():
        assert len(set(values.tolist())) > 10, name
        assert values[order].tobytes() == other[name].tobytes(), name
    # One after the other (`sum` makes up for what is lost), and from the smallest to the largest.
    shares = life.ties.strength / 7e8
    added = [
        [float(np.cumsum(one)[-1]) for one in (row, np.sort(row))]
        for row in np.split(shares, life.ties.start[1:-1])
    ]
    assert any(one != other for one, other in added)


def largest_of(kind: type[BaseModel], name: str) -> float:
    """The largest value that a declaration takes for a field."""
    said = kind.model_json_schema()["properties"][name]
    (found,) = (one["maximum"] for one in [said, *said.get("anyOf", [])] if "maximum" in one)
    return float(found)


def test_no_sum_of_strengths_is_too_large() -> None:
    """All the people there may be, each a tie and a neighbour of the greatest weight: in int64."""
    contact = largest_of(Doses, "contact")
    ambassador = largest_of(Exposure, "ambassador_weight")
    near, voice = largest_of(Exposure, "proximity_weight"), largest_of(Doses, "voice")
    tie = laws.weight_shown(laws.influence(ambassador, contact, voice))
    largest = MOST_ARTISANS * round(tie + near) * laws.WHOLE
    assert largest < 2**63 < 10 * largest


# ------------------------------------------------------------------ equality
terminating = st.sampled_from([2, 4, 5, 8, 10, 16, 20, 25, 40, 50, 100, 125, 200, 250, 500, 1000])


@examples(300)
@given(st.data(), terminating, st.integers(0, 6))
def test_a_decimal_share_of_decimal_strengths_is_that_decimal(
    data: st.DataObject, parts: int, digits: int
) -> None:
    """Strengths of up to nine decimals make exactly the share that one writes, margin or not."""
    adopting = data.draw(st.integers(0, parts))
    one = Decimal(data.draw(st.integers(1, 10**digits))).scaleb(-digits) / 1000
    strengths = [laws.in_billionths(float(one)) for _ in range(parts)]
    written = float(Decimal(adopting) / Decimal(parts))
    share = sum(strengths[:adopting]) / sum(strengths)
    assert share == written
    assert laws.response(share, laws.THRESHOLD, 1.0, 0.5, written) == 1.0


@pytest.mark.parametrize("steps", range(2, 11))
def test_a_share_of_strengths_on_any_scale_reaches_itself(steps: int) -> None:
    """Marks from 0 to 2, up to 0 to 10: where billionths are no thirds the margin stands in."""
    luck = random.Random(steps)
    for _ in range(2000):
        marks = [luck.randint(1, steps) for _ in range(luck.randint(1, 9))]
        n_adopting = luck.randint(0, len(marks))
        strengths = [laws.in_billionths(mark / steps) for mark in marks]
        share = sum(strengths[:n_adopting]) / sum(strengths)
        written = float(Fraction(sum(marks[:n_adopting]), sum(marks)))
        assert laws.reaches(share, written)
        assert not laws.reaches(share, written + 1e-8)


def test_thirds_need_the_margin() -> None:
    """One third of one third and one: a quarter, but for a billionth."""
    third, whole = laws.in_billionths(1 / 3), laws.WHOLE
    assert third / (third + whole) < 0.25
    assert laws.reaches(third / (third + whole), 0.25)


def test_what_multiplies_a_strength_leaves_whole_billionths() -> None:
    """Halves go up; a factor of 1 changes nothing."""
    assert laws.in_billionths(0.3) == 300_000_000
    assert laws.multiplied(5, 1.0) == 5
    assert [laws.multiplied(one, 1.5) for one in (1, 2, 3)] == [2, 3, 5]
    assert laws.stronger(300_000_000, 0.02) == 314_000_000
    assert laws.stronger(laws.WHOLE, 0.5) == laws.WHOLE
    assert SENIK.file.ties.strength.values == (0.3, 0.6, 1.0)
