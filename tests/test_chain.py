"""The fast two-state chain gives the bits of the general month, whatever the laws and the ties."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from communities import NOTHING, OPEN_GATES, SENIK, communities, parameter_sets, parameters
from communities import community as made
from harness import first_quick
from hypothesis import given, settings
from hypothesis import strategies as st
from twins import twin_of
from two_state_month import live_two_state_month

import diffusion
from diffusion.ensembles.options import MOST_ARTISAN_MONTHS, check_months
from diffusion.ensembles.two_state import run_two_state
from diffusion.errors import InputError
from diffusion.kernels import draws
from diffusion.kernels.arrays import allocate
from diffusion.kernels.contagion.engine import new_workspace
from diffusion.kernels.contagion.response import (
    ALIKE,
    COUNTED,
    LISTED,
    SUMMED,
    precompute,
)
from diffusion.kernels.histories import begin_run
from diffusion.kernels.inequality import new_ranking
from diffusion.kernels.recorder import finish_run, observe
from diffusion.kernels.records import Records, new_ledger, new_records
from diffusion.kernels.site import Site
from diffusion.kernels.state import Month, Stage, State
from diffusion.scenario.artisans import MOST_ARTISANS
from diffusion.scenario.base import MOST_HOUSEHOLD_RUPIAH
from diffusion.scenario.community import Community
from diffusion.scenario.parameters import ParameterSet
from diffusion.translate.chain import chain_start_of
from diffusion.translate.initial_state import InitialState, draw_initial_state
from diffusion.translate.networks import ties_that_grow
from diffusion.translate.parameters import parameters_for

N_MONTHS = 14
DRAWN = {"values": (0.3, 0.6, 1.0), "shares": (0.3, 0.4, 0.3)}
RING = {"generator": "watts_strogatz", "mean_degree": 4, "rewiring": 0.1}


def numbers(**changes: Any) -> ParameterSet:
    """Make numbers of the chain; `alpha=` stands for `decision.alpha`, and so on."""
    sections = {
        "alpha": "decision", "beta": "decision", "alpha_spread": "decision", "substeps": "chain",
        "exit_hazard": "chain", "response": "exposure", "normalisation": "exposure",
        "memory": "exposure", "threshold": "exposure", "advantage_slope": "decision",
        "misfit_tolerance": "decision",
    }  # fmt: skip
    said = {f"{sections[name]}.{name}": value for name, value in changes.items()}
    return parameters({"chain.form": "two_state", "decision.beta": 0.9} | said)


def empty_records(community: Community, n_runs: int, n_months: int) -> Records:
    return new_records(
        n_runs, n_months, community.n_artisans,
        n_channels=len(community.file.market.channel),
        n_toa=n_runs, n_spells=n_runs, n_last=n_runs,
    )  # fmt: skip


def begun(
    community: Community, said: ParameterSet, n_runs: int, random_seed: int = 1
) -> InitialState:
    return draw_initial_state(
        community, said, random_seed=random_seed, first_replicate=3, n_runs=n_runs
    )


def general(
    community: Community, said: ParameterSet, initial: InitialState, n_runs: int,
    n_months: int = N_MONTHS, random_seed: int = 1,
) -> Records:  # fmt: skip
    """Live the runs phase by phase, as the whole model does."""
    records = empty_records(community, n_runs, n_months)
    flat, ledger = parameters_for(community, said), new_ledger()
    state = allocate(State, community.n_artisans)
    month = allocate(Month, community.n_artisans)
    hamlets = allocate(Site, community.n_hamlets)
    ranking = new_ranking(community.n_artisans)
    for run in range(n_runs):
        row = run if initial.start.stage.shape[0] > 1 else 0
        begin_run(state, hamlets, ledger, initial.start, initial.hamlets, row)
        run_key = np.uint64(draws.make_key(random_seed, initial.first_replicate + run))
        ties = ties_that_grow(community, initial.ties_of(run))
        observe(records, run, 0, state, hamlets, ledger, ranking, flat)
        for t in range(n_months):
            live_two_state_month(state, month, hamlets, ties, flat, run_key, t)
            observe(records, run, t + 1, state, hamlets, ledger, ranking, flat)
        finish_run(records, run, state)
    return records


def fast(
    community: Community, said: ParameterSet, initial: InitialState, n_runs: int,
    n_months: int = N_MONTHS, random_seed: int = 1,
) -> Records:  # fmt: skip
    """Live the runs through the kernel of the chain."""
    records = empty_records(community, n_runs, n_months)
    run_two_state(
        initial, parameters_for(community, said), random_seed=random_seed, records=records
    )
    return records


def differing(one: Records, other: Records) -> list[str]:
    """Names of the record arrays that are not the same in every bit."""
    return [
        name
        for name in Records._fields
        if getattr(one, name).tobytes() != getattr(other, name).tobytes()
    ]


def assert_same(
    community: Community, said: ParameterSet, *, n_runs: int = 3, random_seed: int = 1
) -> Records:
    initial = begun(community, said, n_runs, random_seed)
    records = fast(community, said, initial, n_runs, random_seed=random_seed)
    expected = general(community, said, initial, n_runs, random_seed=random_seed)
    assert differing(expected, records) == []
    return records


def one_for_all(initial: InitialState) -> InitialState:
    """Begin all runs as the first of them."""
    start, total = initial.ties.start[:1], initial.ties.total[:1]
    ties = initial.ties._replace(start=start, total=total)
    return replace(initial, start=initial.start[:1], ties=ties)


def repeated(initial: InitialState, n_runs: int) -> InitialState:
    """Begin some runs alike, with a row for each."""
    start, total = (
        np.repeat(rows[:1], n_runs, axis=0) for rows in (initial.ties.start, initial.ties.total)
    )
    ties = initial.ties._replace(start=start, total=total)
    start = np.repeat(initial.start[:1], n_runs, axis=0).view(np.recarray)
    return replace(initial, start=start, ties=ties)


FORMS = [
    {"response": response, "normalisation": normalisation, "memory": memory}
    for response, normalisation, memory in product(
        ("linear", "hill", "threshold"), ("fraction", "sum"), ("stock", "flow")
    )
]
STEPS = [
    {"exit_hazard": 0.0, "substeps": 1, "alpha": 0.0},
    {"exit_hazard": 0.0, "substeps": 3, "alpha": 0.03},
    {"exit_hazard": 0.2, "substeps": 1, "alpha": 0.03},
    {"exit_hazard": 0.2, "substeps": 3, "alpha": 0.0},
]


@pytest.mark.parametrize("form", first_quick(FORMS, n=4), ids=lambda form: "-".join(form.values()))
@pytest.mark.parametrize("strength", [None, DRAWN], ids=["whole", "drawn"])
def test_it_is_the_general_month(form: Mapping[str, str], strength: Any) -> None:
    ties = RING if strength is None else RING | {"strength": strength}
    modules = {"heterogeneity": True, "advantage": True, "dynamic_ties": True}
    people = made(ties=ties, first_adopters=(0, 1, 7), n_hamlets=2, modules=modules)
    for step in STEPS:
        assert_same(people, numbers(**form, **step, alpha_spread=0.5, advantage_slope=2.0))


def test_the_grid_is_not_idle() -> None:
    """Some begin, some stop and begin again, some are poor, some last: the grid shows all of it."""
    people = made(ties=RING | {"strength": DRAWN}, first_adopters=(0, 1, 7))
    records = assert_same(people, numbers(exit_hazard=0.2, alpha=0.03), n_runs=20)
    trial = records.stages[:, :, Stage.TRIAL]
    assert (np.diff(trial) > 0).any()
    assert (np.diff(trial) < 0).any()
    assert 0 < records.lasting.sum() < records.tried.sum() < 20 * 30
    assert (records.first[:, [0, 1, 7], Stage.UNAWARE] > 0).any()
    assert (records.counts.poor_adopters > 0).any()
    assert (records.toa != records.first[:, :, Stage.TRIAL]).sum() == 0


@pytest.mark.parametrize(
    "ties",
    [
        None,
        {"generator": "complete"},
        {"generator": "barabasi_albert", "mean_degree": 4},
        {"generator": "erdos_renyi", "mean_degree": 3.0},
        [(0, 1), (1, 2), (5, 9)],
    ],
    ids=["none", "complete", "hubs", "random", "listed"],
)
@pytest.mark.parametrize("random_seed", [1, 42])
def test_any_ties(ties: Any, random_seed: int) -> None:
    people = made(ties=ties, first_adopters=(1,))
    for said in (
        numbers(alpha=0.02),
        numbers(alpha=0.0, response="threshold", memory="flow", beta=3.0),
        numbers(alpha=0.0, response="linear", normalisation="sum", exit_hazard=0.1),
    ):
        assert_same(people, said, random_seed=random_seed)


@pytest.mark.parametrize("memory", ["stock", "flow"])
@pytest.mark.parametrize("exit_hazard", [0.0, 0.3])
@pytest.mark.parametrize("threshold", [None, 0.0, 0.3])
def test_thresholds(memory: str, exit_hazard: float, threshold: float | None) -> None:
    people = made(ties=RING, first_adopters=(0, 1, 2, 3))
    said = numbers(
        response="threshold", threshold=threshold, memory=memory, exit_hazard=exit_hazard,
        alpha=0.0, beta=2.0,
    )  # fmt: skip
    assert_same(people, said, n_runs=6)


@pytest.mark.parametrize("exit_hazard", [0.0, 0.3])
def test_a_threshold_of_more_alters_than_a_whole_number_holds(exit_hazard: float) -> None:
    """4,000 alters times this threshold, taken modulo 2^32, would be what an adopter sees."""
    star = [(0, other) for other in range(1, 4001)]
    people = made(n_artisans=4002, ties=star, first_adopters=(0,))
    said = numbers(
        response="threshold", threshold=805306.368375, alpha=0.9, exit_hazard=exit_hazard
    )
    initial = begun(people, said, 1, random_seed=2)
    records, expected = (
        live(people, said, initial, 1, n_months=40, random_seed=2) for live in (fast, general)
    )
    assert differing(expected, records) == []


@pytest.mark.parametrize("form", [{}, {"memory": "flow"}], ids=["stock", "flow"])
@pytest.mark.parametrize("exit_hazard", [0.0, 0.2])
@pytest.mark.parametrize("strength", [None, DRAWN], ids=["whole", "drawn"])
def test_runs_that_begin_alike(form: Any, exit_hazard: float, strength: Any) -> None:
    """One first moment for all runs gives what a row for each of them gives."""
    ties = RING if strength is None else RING | {"strength": strength}
    people, said = made(ties=ties, first_adopters=(4, 5)), numbers(exit_hazard=exit_hazard, **form)
    initial = begun(people, said, 1)
    records = fast(people, said, one_for_all(initial), 7)
    assert differing(general(people, said, repeated(initial, 7), 7), records) == []
    assert len(np.unique(records.tried)) > 1


def test_substeps_within_a_month_are_seen_in_records_only() -> None:
    """Who begins and stops within one month has tried, though no record shows the trial."""
    people = made(ties=RING, first_adopters=(0,))
    said = numbers(substeps=12, exit_hazard=0.5, alpha=0.2)
    records = assert_same(people, said, n_runs=10)
    never_shown = records.first[:, :, Stage.TRIAL] == -1
    assert ((records.toa != -1) & never_shown).any()


def test_certain_and_impossible_moves() -> None:
    """A certain rate moves all at once, and a misfit beyond what is borne nobody."""
    people = made(ties={"generator": "complete"}, roster={"value_fit": [0.3, 0.9] * 15})
    open_gates = parameters(OPEN_GATES | {"chain.form": "two_state", "decision.alpha": 100.0})
    records = assert_same(people, open_gates)
    assert records.stages[:, 1, Stage.TRIAL].tolist() == [30] * 3
    barred = numbers(alpha=100.0, misfit_tolerance=0.5)
    records = assert_same(people, barred)
    assert set(records.toa[:, ::2].ravel().tolist()) == {-1}
    assert (records.toa[:, 1::2] != -1).any()


def test_a_finished_run_keeps_its_last_stages() -> None:
    """Where nobody can move any more, the records to the end say what the last month said."""
    people = made(ties=RING, first_adopters=(0, 1))
    cascade = numbers(
        alpha=0.0, beta=0.3, response="linear", normalisation="sum", memory="flow"
    )  # fmt: skip
    records = assert_same(people, cascade, n_runs=20)
    ended = records.stages[:, -1, Stage.TRIAL]
    assert len(np.unique(ended)) > 1
    assert (ended < 30).all()
    assert (records.stages[:, -4, Stage.TRIAL] == ended).all()


@pytest.mark.slow
def test_every_way_to_find_a_bound_is_met() -> None:
    """The grid above would mean little if all its cases took the same way."""

    def way(ties: Any, said: ParameterSet, *, is_kept: bool) -> int:
        people = made(ties=ties)
        initial, flat = begun(people, said, 1), parameters_for(people, said)
        start = chain_start_of(initial, flat).start
        work = new_workspace(start, flat, n_ends=initial.ties.alter.size)
        return precompute(
            start, 0, initial.ties_of(0), flat, work.response, work.counts.need, work.table,
            is_kept, 0,
        )  # fmt: skip

    alike = parameters(OPEN_GATES | {"chain.form": "two_state", "exposure.normalisation": "sum"})
    assert way(RING | {"strength": DRAWN}, numbers(), is_kept=True) == SUMMED
    assert way(RING, numbers(), is_kept=False) == COUNTED
    assert way(RING, numbers(), is_kept=True) == LISTED
    assert way(RING, alike, is_kept=False) == ALIKE


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_any_story_of_the_chain(data: st.DataObject) -> None:
    """Any community, any laws: every artisan, every record."""
    people = data.draw(communities())
    said = data.draw(parameter_sets(**{"chain.form": "two_state"}))
    assert_same(people, said, n_runs=2)


@pytest.mark.parametrize("substeps", [1, 7])
@pytest.mark.parametrize("memory", ["stock", "flow"])
def test_it_is_the_plain_python_twin(substeps: int, memory: str) -> None:
    said = numbers(substeps=substeps, exit_hazard=0.05, alpha=0.12, memory=memory)
    outcome = diffusion.simulate(
        SENIK, "none", parameters=said, n_runs=3, n_months=24, keep=("toa",)
    )
    for replicate in range(3):
        twin = twin_of(SENIK, NOTHING, said, replicate).run(24)
        for record, row in enumerate(twin.records):
            assert outcome.stages[replicate, record].tolist() == row["counts"]
        assert outcome.toa[replicate].tolist() == twin.records[-1]["toa"]


def test_threads_do_not_matter() -> None:
    people = made(n_artisans=300, ties=RING, first_adopters=(0, 1, 7))
    said = numbers(exit_hazard=0.1)
    one, two = (
        diffusion.simulate(
            people, NOTHING, parameters=said, n_runs=60, n_months=12, n_threads=n_threads,
            keep=("toa", "spells", "artisans", "traits"),
        )
        for n_threads in (1, 2)
    )  # fmt: skip
    series = "stages", "money", "levels", "counts", "is_open"
    for name in (*series, "lasting", "tried", "toa", "first"):
        assert np.array_equal(getattr(one, name), getattr(two, name)), name
    assert np.array_equal(one.artisans.last_stage, two.artisans.last_stage)


@pytest.mark.parametrize(("n_artisans", "most"), [(10, 1200), (100_001, 1199), (1_000_000, 120)])
def test_a_large_community_lives_fewer_months(n_artisans: int, most: int) -> None:
    """So that the rupiah of all households in all months can still be added up."""
    people = made(n_artisans=n_artisans)
    check_months(people, most)
    with pytest.raises(InputError, match=f"from 1 to {most:,}; found {most + 1}"):
        check_months(people, most + 1)
    assert MOST_ARTISAN_MONTHS * MOST_HOUSEHOLD_RUPIAH < 2**63
    assert MOST_ARTISANS <= MOST_ARTISAN_MONTHS


def test_a_programme_changes_nothing() -> None:
    """In the chain activities rest."""
    said = numbers()
    none, sequence = (
        diffusion.simulate(SENIK, name, parameters=said, n_runs=5, n_months=24, keep=("traits",))
        for name in ("none", "campaign_then_collaboration")
    )
    assert np.array_equal(none.stages, sequence.stages)
    assert np.array_equal(none.money, sequence.money)


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 2**64 - 1).map(np.uint64),
    st.integers(0, 2**31),
    st.one_of(st.floats(0, 1), st.integers(0, 2**53).map(lambda k: k * 2.0**-53)),
)
def test_a_bound_decides_as_the_chance_does(key: np.uint64, ego: int, chance: float) -> None:
    """On a bound itself, one draw above and one below it included."""
    draw = draws.draw(key, ego)
    salt = np.uint64(draws.salt(ego))
    whole = int(draws.whole_draw(key, salt))
    assert whole * 2.0**-53 == draw
    for near in (chance, draw, np.nextafter(draw, 1.0), np.nextafter(draw, 0.0)):
        bound = np.uint64(draws.bound(float(near)))
        assert (whole < int(bound)) == (draw < near)


def test_the_check_notices_one_draw() -> None:
    """Negative control: another random seed gives other records."""
    people, said = made(ties=RING, first_adopters=(0, 1, 7)), numbers()
    initial = begun(people, said, 3)
    other = fast(people, said, initial, 3, random_seed=2)
    assert "stages" in differing(general(people, said, initial, 3), other)
