"""Households within sight of each other: listed once for a run, as all pairs one by one give."""

import math

import numpy as np
import pytest
from communities import Life, community, parameters
from numpy.typing import NDArray

import diffusion
from diffusion.errors import InputError
from diffusion.kernels import laws
from diffusion.kernels.state import Near, Stage
from diffusion.scenario.community import Community
from diffusion.translate import near as translation
from diffusion.translate.initial_state import beginning_key, draw_initial_state
from diffusion.translate.near import near_of
from diffusion.translate.parameters import parameters_for

RADIUS, LENGTH, WEIGHT = 0.3, 0.1, 0.7

NUMBERS = parameters(
    {
        "awareness.proximity_radius_km": RADIUS,
        "awareness.proximity_length_km": LENGTH,
        "exposure.proximity_weight": WEIGHT,
    }
)


def hamlet(n_artisans: int = 3, **said: object) -> Community:
    return community(n_artisans=n_artisans, modules={"proximity": True}, **said)


def listed(x_km: NDArray[np.float64], y_km: NDArray[np.float64]) -> Near:
    return near_of(parameters_for(hamlet(), NUMBERS), x_km, y_km)


def one_by_one(x_km: NDArray[np.float64], y_km: NDArray[np.float64]) -> list[dict[int, int]]:
    """What each sees of each other, in ascending order, of one run."""
    found: list[dict[int, int]] = []
    for ego in range(len(x_km)):
        found.append({})
        for other in range(len(x_km)):
            away = math.sqrt((x_km[ego] - x_km[other]) ** 2 + (y_km[ego] - y_km[other]) ** 2)
            if other != ego and away < RADIUS:
                found[-1][other] = math.floor(1e9 * math.exp(-away / LENGTH) + 0.5)
    return found


def places(kind: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where 40 people live in 3 runs."""
    luck = np.random.default_rng(1)
    x_km, y_km = luck.random((2, 3, 40))
    if kind == "along a road":
        x_km[:] = 0.4
    elif kind == "in two rows":
        x_km, y_km = np.round(x_km), np.round(y_km, 1)  # many at one place, many 0.3 apart
    elif kind == "far apart":
        y_km *= 90.0
    return x_km, y_km


@pytest.mark.parametrize("kind", ["anywhere", "along a road", "in two rows", "far apart"])
def test_the_list_is_all_pairs_within_the_radius(kind: str) -> None:
    x_km, y_km = places(kind)
    near = listed(x_km, y_km)
    n_pairs = 0
    for run in range(3):
        for ego, expected in enumerate(one_by_one(x_km[run], y_km[run])):
            row = slice(near.start[run, ego], near.start[run, ego + 1])
            assert list(expected) == near.alter[row].tolist()
            assert list(expected.values()) == near.nearness[row].tolist()
            strengths = [laws.multiplied(one, WEIGHT) for one in expected.values()]
            assert near.total[run, ego] == sum(strengths)
            n_pairs += len(expected)
    assert len(near.alter) == len(near.nearness) == n_pairs
    assert 3 * 40 < n_pairs * (40 if kind == "far apart" else 1) < 3 * 40 * 39 * 40


def test_who_is_too_far_to_be_seen_at_all_is_left_out() -> None:
    """Less than half a billionth is nothing."""
    flat = parameters_for(hamlet(), NUMBERS)
    flat.proximity_length_km = 0.001
    assert near_of(flat, np.array([[0.0, 0.1, 0.11]]), np.zeros((1, 3))).alter.tolist() == [2, 1]


@pytest.mark.parametrize(
    ("modules", "numbers"),
    [
        ({"proximity": False}, {}),
        ({}, {"exposure.proximity_weight": 0.0, "awareness.proximity_contact": 0.0}),
        ({}, {"chain.form": "two_state", "awareness.proximity_contact": 1.0}),
    ],
)
def test_nothing_is_stored_where_nobody_looks_at_it(
    modules: dict[str, bool], numbers: dict[str, object]
) -> None:
    people = community(n_artisans=9, modules={"proximity": True} | modules)
    said = parameters({"exposure.proximity_weight": 1.0} | numbers)
    beginning = draw_initial_state(people, said, random_seed=1, first_replicate=0, n_runs=4)
    assert [array.size for array in beginning.ties.near] == [0, 0, 0, 0]


def test_given_places_are_listed_once_for_all_runs() -> None:
    roster = {"x_km": [0.0, 0.1, 0.2], "y_km": [0.0, 0.0, 0.0]}
    begun = {"random_seed": 1, "first_replicate": 0, "n_runs": 4}
    given = draw_initial_state(hamlet(roster=roster), NUMBERS, **begun)
    drawn = draw_initial_state(hamlet(), NUMBERS, **begun)
    assert given.ties.near.start.tolist() == [[0, 2, 4, 6]]
    assert given.ties_of(3).near.alter.tolist() == [1, 2, 0, 2, 0, 1]
    assert drawn.ties.near.start.shape == (4, 4)


def test_a_beginning_is_not_shared_with_another_sight() -> None:
    """A sweep draws anew where the radius is swept, not where the module is off."""
    for name in ("awareness.proximity_radius_km", "exposure.proximity_weight"):
        swept = [parameters({"exposure.proximity_weight": 1.0} | {name: x}) for x in (0.2, 0.3)]
        for place, is_shared in ((hamlet(), False), (community(n_artisans=3), True)):
            keys = [beginning_key(place, one, parameters_for(place, one)) for one in swept]
            assert (keys[0] == keys[1]) == is_shared


def test_a_hundred_thousand_with_a_small_radius_are_listed() -> None:
    x_km, y_km = np.random.default_rng(1).random((2, 1, 100_000))
    flat = parameters_for(hamlet(), NUMBERS)
    flat.proximity_radius_km = 0.002
    near = near_of(flat, x_km, y_km)
    # Of a circle in a square, but for its edge.
    assert len(near.alter) == pytest.approx(1e10 * math.pi * 0.002**2, rel=0.02)


def test_too_many_pairs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translation, "MOST_PAIRS", 9)
    crowd = np.zeros((1, 5))  # ten pairs
    with pytest.raises(InputError) as refused:
        listed(crowd, crowd)
    assert str(refused.value) == (
        "parameters: awareness.proximity_radius_km: expected at most 9 pairs of households within "
        "sight of each other (a smaller radius, fewer artisans, or the module proximity off); "
        "found more: 5 artisans and 0.3 km"
    )
    assert len(listed(crowd[:, :4], crowd[:, :4]).alter) == 12


# ------------------------------------------------------------------ the month
def test_who_moves_in_a_mesa_model_is_seen_by_the_new_neighbours() -> None:
    """As in a model that begins with these places."""
    there = {"x_km": [0.0, 0.05, 5.0], "y_km": [0.0, 0.0, 0.0]}
    numbers = parameters({"exposure.proximity_weight": 1.0})
    models = [
        diffusion.ArtisanModel(hamlet(roster=places), "none", parameters=numbers)
        for places in (there, there | {"x_km": [0.0, 5.0, 5.0]})
    ]
    for model in models:
        model.artisans[1].stage = Stage.TRIAL
    models[1].artisans[1].x_km = 0.05
    for model in models:
        model.step()
    exposures = [[one.exposure for one in model.artisans] for model in models]
    assert exposures[0] == exposures[1] == [1.0, 0.0, 0.0]
    models[0].artisans[1].x_km = 5.0
    models[0].step()
    assert [one.exposure for one in models[0].artisans] == [0.0, 0.0, 1.0]
    models[0].parameters.proximity_weight = 0.0
    models[0].step()
    assert [one.exposure for one in models[0].artisans] == [0.0, 0.0, 0.0]


def test_of_what_is_seen_nearby_each_kind_counts() -> None:
    """Beside a user who gains, one who has stopped, one who favours it and one who knows."""
    stages = [Stage.UNAWARE, Stage.TRIAL, Stage.DISCONTINUED, Stage.PERSUADED, Stage.KNOWS]
    people = hamlet(5, roster={"x_km": [0.0, 0.1, 0.1, 0.1, 0.1], "y_km": [0.0] * 5})
    life = Life(people, numbers=NUMBERS, n_months=1)
    life.state.stage[:] = stages
    life.state.advantage[1] = 0.5
    life.state.skill[1] = 0.25
    life.live(0)
    seen = {name: life.month[name][0] for name in ("exposure", "success", "failure", "favourable")}
    assert seen == {"exposure": 0.25, "success": 0.25, "failure": 0.25, "favourable": 0.5}
    assert life.month.peer_skill[0] == pytest.approx(0.25, abs=1e-8)
