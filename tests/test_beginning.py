"""First moments: what is drawn is drawn for each run alone, what is given is kept once."""

from typing import Any

import numpy as np
import pytest
from communities import OPEN_GATES, Pairs, community, parameters

import diffusion
from diffusion.translate.initial_state import InitialState, draw_initial_state, is_random

THREE = {"strength": {"values": (0.3, 0.6, 1.0), "shares": (0.3, 0.4, 0.3)}}

DRAWN: dict[str, dict[str, Any]] = {
    "watts_strogatz": {"generator": "watts_strogatz", "mean_degree": 6, "rewiring": 0.5},
    "erdos_renyi": {"generator": "erdos_renyi", "mean_degree": 2.5},
    "dense": {"generator": "erdos_renyi", "mean_degree": 20.0},
    "block": {"generator": "block", "within": 0.4, "across": 0.1},
    "barabasi_albert": {"generator": "barabasi_albert", "mean_degree": 6},
    "geometric": {"generator": "geometric", "mean_degree": 12.0},
}

FIXED: dict[str, dict[str, Any] | Pairs] = {
    "ring": {"generator": "ring", "mean_degree": 4},
    "complete": {"generator": "complete"},
    "empty": {"generator": "empty"},
    "listed": [(0, 1), (0, 29), (3, 7), (4, 7)],
}

TRAITS = ("self_efficacy", "value_fit", "skill", "cash", "other_income", "threshold")


def begun(ties: Any, *, roster: Any = None, first: int = 0, n_runs: int = 7) -> InitialState:
    people = community(ties=ties, roster=roster)
    return draw_initial_state(
        people, parameters(), random_seed=1, first_replicate=first, n_runs=n_runs
    )


def given(*more: str) -> dict[str, list[float]]:
    """Make columns of a roster that gives all that would be drawn but for where people live."""
    return {name: [ego / 32 for ego in range(30)] for name in (*TRAITS, *more)}


def listed(beginning: InitialState, run: int) -> list[tuple[int, int, float]]:
    ties = beginning.ties_of(run)
    return [
        (ego, int(ties.alter[entry]), float(ties.strength[entry] / 1e9))
        for ego in range(len(ties.start) - 1)
        for entry in range(ties.start[ego], ties.start[ego + 1])
    ]


@pytest.mark.parametrize("strength", [{}, THREE], ids=["equal", "of_three_strengths"])
@pytest.mark.parametrize("name", [*DRAWN, "ring", "complete"])
def test_a_run_begins_alone_as_among_others(name: str, strength: dict[str, Any]) -> None:
    ties = (DRAWN | FIXED)[name] | strength
    together = begun(ties)
    seen = set()
    for run in range(7):
        alone = begun(ties, first=run, n_runs=1)
        assert listed(alone, 0) == listed(together, run)
        assert alone.start[0].tolist() == together.start[run].tolist()
        seen.add(tuple(listed(alone, 0)))
    assert len(seen) == (7 if name in DRAWN or strength else 1)


@pytest.mark.parametrize("name", [*DRAWN, "listed"])
def test_each_row_of_ties_ascends_and_is_the_same_from_both_ends(name: str) -> None:
    beginning = begun((DRAWN | FIXED)[name] if name in DRAWN else FIXED[name])
    for run in range(7):
        ties = listed(beginning, run)
        assert ties == sorted(ties)
        assert {(ego, alter, strength) for alter, ego, strength in ties} == set(ties)
        assert len({(ego, alter) for ego, alter, _ in ties}) == len(ties)


def test_ties_in_a_file_are_sorted_into_rows_with_their_strengths() -> None:
    """Of four artisans 0 knows 2 at 0.5 and 3 at 0.25; 1 knows 3 at 1."""
    people = community(n_artisans=4, ties=[(0, 2), (0, 3), (1, 3)], strengths=[0.5, 0.25, 1.0])
    beginning = draw_initial_state(people, parameters(), random_seed=1, first_replicate=0, n_runs=3)
    assert listed(beginning, 2) == [
        (0, 2, 0.5), (0, 3, 0.25), (1, 3, 1.0), (2, 0, 0.5), (3, 0, 0.25), (3, 1, 1.0),
    ]  # fmt: skip


@pytest.mark.parametrize("name", list(FIXED))
def test_what_is_given_is_kept_once_for_all_runs(name: str) -> None:
    ties, roster = FIXED[name], given("x_km", "y_km")
    beginning = begun(ties, roster=roster, n_runs=50)
    assert len(beginning.start) == len(beginning.ties.start) == 1
    assert beginning.n_runs == 50
    assert listed(beginning, 49) == listed(beginning, 0)
    people = community(ties=ties, roster=roster)
    assert not is_random(people, parameters())
    assert is_random(community(ties=ties, roster=given()), parameters())


@pytest.mark.parametrize("name", list(DRAWN))
def test_ties_that_are_drawn_are_those_of_each_run(name: str) -> None:
    beginning = begun(DRAWN[name], roster=given("x_km", "y_km"))
    assert len(beginning.start) == 1
    # Where all live is given here, and so is who lives near.
    assert len(beginning.ties.start) == (1 if name == "geometric" else 7)
    assert is_random(community(ties=DRAWN[name], roster=given()), parameters())


@pytest.mark.parametrize("modules", [{}, {"dynamic_ties": True}], ids=["still", "growing"])
def test_runs_that_begin_alike_do_not_touch_each_other(modules: dict[str, bool]) -> None:
    """Ties that have grown in one run are those of the file at the start of the next."""
    pairs = [(ego, (ego + step) % 30) for ego in range(30) for step in (1, 2)]
    people = community(
        ties=[(min(pair), max(pair)) for pair in pairs],
        strengths=[0.3] * len(pairs),
        roster=given("x_km", "y_km"),
        first_adopters=range(6),
        modules=modules,
    )
    numbers = parameters(OPEN_GATES)
    together = diffusion.simulate(people, "campaign_only", parameters=numbers, n_runs=5)
    assert len({tuple(curve) for curve in together.adopters.tolist()}) == 5
    for run in range(5):
        alone = diffusion.simulate(
            people, "campaign_only", parameters=numbers, n_runs=1, first_replicate=run
        )
        assert np.array_equal(alone.stages[0], together.stages[run])
        assert np.array_equal(alone.money[0], together.money[run])


@pytest.mark.parametrize("roster", [None, given("x_km", "y_km")], ids=["drawn", "given"])
def test_a_single_run_is_one_of_many_with_every_programme(roster: Any) -> None:
    """It is lived in the rows of its beginning, which the other programmes need before."""
    people = community(ties=FIXED["listed"], roster=roster)
    names = ["campaign_then_collaboration", "none", "campaign_only"]
    alone, together = (
        diffusion.simulate(people, names, n_runs=n_runs, keep=("artisans",)) for n_runs in (1, 3)
    )
    for one, many in zip(alone, together, strict=True):
        assert one.artisans is not None
        assert many.artisans is not None
        for name in ("stages", "money", "levels", "counts", "is_open", "pieces", "sold", "ordered"):
            assert np.array_equal(getattr(one, name)[0], getattr(many, name)[0])
        for name in ("is_poor", "n_ties"):
            assert np.array_equal(getattr(one.artisans, name)[0], getattr(many.artisans, name)[0])


def test_artisans_who_are_drawn_are_called_by_number() -> None:
    people = community(n_artisans=30, n_hamlets=4)
    assert people.labels == tuple(map(str, range(1, 31)))
    assert [people.ego_of[label] for label in ("1", "9", "30", 9)] == [0, 8, 29, 8]
    assert len(people.ego_of) == people.n_artisans == 30
    for stranger in ("0", "31", "01", "-1", "1.0", " 1", "\u0661", "", "9" * 20, 0, 31, None):
        assert stranger not in people.ego_of
    assert np.bincount(people.hamlets).tolist() == [8, 7, 8, 7]
    assert (people.n_hamlets, people.largest_hamlet) == (4, 8)


def test_what_a_community_keeps_as_arrays_cannot_be_changed() -> None:
    people = community(ties=FIXED["listed"], roster=given(), strengths=[0.5] * 4)
    assert people.tie_list is not None
    assert people.roster is not None
    ties = people.tie_list
    kept = [people.hamlets, ties.start, ties.alter, ties.strength, ties.pairs, ties.strengths]
    for array in (*kept, *people.roster.traits.values()):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
