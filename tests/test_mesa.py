"""The Mesa face: the same bits as the compiled runs, and Mesa's own tools as they are."""

import gc
import os
import random
import subprocess
import sys
import tracemalloc
from dataclasses import replace

import mesa
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from communities import community as made_community
from communities import parameters as made_parameters

import diffusion
from diffusion import ArtisanModel, Stage
from diffusion.errors import InputError
from diffusion.kernels.records import FLOWS
from diffusion.results.outcome import Outcome
from diffusion.scenario.community import Community
from diffusion.scenario.parameters import ParameterSet

SENIK = diffusion.load("senik")


def stepped(model: ArtisanModel, n_months: int) -> ArtisanModel:
    for _ in range(n_months):
        model.step()
    return model


PARTS = {
    "self_reliance": ("meetings", "books", "agencies", "markets"),
    "commitment": ("village", "sub_district", "regency"),
}


def assert_same_bits(
    community: Community,
    programme: str,
    parameters: str | ParameterSet = "default",
    replicate: int = 0,
    n_months: int = 36,
) -> None:
    outcome = diffusion.simulate(
        community,
        programme,
        parameters=parameters,
        n_runs=1,
        n_months=n_months,
        first_replicate=replicate,
        keep=["toa", "traits"],
    )
    model = stepped(
        ArtisanModel(community, programme, replicate=replicate, parameters=parameters), n_months
    )
    counts = model.datacollector.get_model_vars_dataframe()[[s.name.lower() for s in Stage]]
    assert np.array_equal(counts.to_numpy(), outcome.stages[0])
    assert outcome.toa is not None
    assert np.array_equal(model.state.toa, outcome.toa[0])
    for record, (state, _) in enumerate(model.history):
        assert state.cash.sum() == outcome.series("cash")[0, record]
        for trait in ("self_efficacy", "value_fit", "skill"):
            total = 0.0
            for value in getattr(state, trait).tolist():
                total += value
            assert total / community.n_artisans == outcome.series(trait)[0, record]
    assert model.ledger.tolist() == outcome.ledger[0, -1].tolist()
    for level in ("cohesion", "administration", "effort", "readiness"):
        assert model.hamlets[level][0] == outcome.series(level)[0, -1], level
    for level, parts in PARTS.items():
        now = [outcome.series(f"{level}_{part}")[0, -1] for part in parts]
        assert model.hamlets[level][0].tolist() == now, level
    for amount in ("fund", "surplus", "equity", "written_off"):
        assert model.hamlets[amount][0] == outcome.series(amount)[0, -1], amount
    for number, channel in enumerate(outcome.channels):
        assert model.hamlets.is_open[0, number] == outcome.series(f"{channel}_open")[0, -1]
    assert len(model.ledger) == len(FLOWS)


@pytest.mark.parametrize("programme", list(SENIK.programmes))
@pytest.mark.parametrize("parameters", ["default", "conservative"])
def test_every_preset_has_the_same_bits(programme: str, parameters: str) -> None:
    assert_same_bits(SENIK, programme, parameters, replicate=3)


ON = [name for name, is_on in SENIK.file.modules.model_dump().items() if is_on]
OFF = [name for name, is_on in SENIK.file.modules.model_dump().items() if not is_on]


@pytest.mark.parametrize("module", ON)
def test_each_module_off_alone_has_the_same_bits(module: str) -> None:
    community = made_community(modules={module: False})
    assert_same_bits(community, "locality_development")


@pytest.mark.parametrize("module", OFF)
def test_each_module_on_alone_has_the_same_bits(module: str) -> None:
    assert_same_bits(made_community(modules={module: True}), "locality_development")


@pytest.mark.parametrize(
    "ties",
    [
        {"generator": "barabasi_albert", "mean_degree": 4},
        {"generator": "geometric", "mean_degree": 5.0},
    ],
    ids=lambda ties: ties["generator"],
)
def test_other_networks_have_the_same_bits(ties: dict[str, object]) -> None:
    assert_same_bits(made_community(ties=ties), "campaign_only")


def test_the_two_state_chain_has_the_same_bits() -> None:
    parameters = made_parameters({"chain.form": "two_state", "chain.substeps": 3})
    assert_same_bits(SENIK, "none", parameters, n_months=24)


def test_another_replicate_has_other_bits() -> None:
    """Negative control: the comparison notices another luck."""
    one = stepped(ArtisanModel(SENIK, "campaign_only", replicate=0), 12)
    other = stepped(ArtisanModel(SENIK, "campaign_only", replicate=1), 12)
    assert not np.array_equal(one.state.self_efficacy, other.state.self_efficacy)


def test_rng_is_the_random_seed() -> None:
    one = stepped(ArtisanModel("senik", "campaign_only", rng=7), 6)
    other = stepped(ArtisanModel("senik", "campaign_only", random_seed=7), 6)
    assert np.array_equal(one.state, other.state)
    with pytest.raises(InputError, match=r"rng: expected a whole number; found 1\.5"):
        ArtisanModel("senik", "campaign_only", rng=1.5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("luck", "expected"),
    [
        ({"random_seed": -1}, "random seed: expected a whole number from 0 to"),
        ({"replicate": -1}, "replicate: expected a whole number from 0 to"),
    ],
)
def test_luck_out_of_range_is_refused(luck: dict[str, int], expected: str) -> None:
    with pytest.raises(InputError, match=expected):
        ArtisanModel("senik", "none", **luck)


def test_setting_an_attribute_writes_the_array() -> None:
    model = ArtisanModel(SENIK, "none")
    artisan = model.artisans[4]
    artisan.cash = 123_456
    artisan.stage = Stage.DECIDED
    artisan.self_efficacy = 0.75
    assert model.state.cash[4] == 123_456
    assert model.state.stage[4] == Stage.DECIDED
    assert artisan.self_efficacy == 0.75
    assert artisan.label == "5" == str(artisan.unique_id)
    model.step()
    assert artisan.stage is Stage.DECIDED


@pytest.mark.slow
def test_decision_hazard_is_the_one_the_next_month_uses() -> None:
    """Among many artisans about to decide, the share that decides is the mean hazard."""
    big = made_community(n_artisans=2000)
    model = ArtisanModel(big, "none", parameters=made_parameters({"household.shock_chance": 0.0}))
    model.state.stage[:] = Stage.PERSUADED
    hazard = np.mean([artisan.decision_hazard() for artisan in model.artisans])
    model.step()
    share = model.count(Stage.DECIDED) / 2000
    assert abs(share - hazard) < 4 * np.sqrt(hazard * (1 - hazard) / 2000)
    assert abs(share - 2 * hazard) > 4 * np.sqrt(hazard * (1 - hazard) / 2000)


def test_neighbors_are_those_of_the_graph() -> None:
    model = ArtisanModel(SENIK, "none")
    for artisan in model.artisans:
        assert [a.label for a in artisan.neighbors] == sorted(
            model.graph.neighbors(artisan.label), key=int
        )


def test_a_cell_of_the_space_holds_each_artisan() -> None:
    model = ArtisanModel(SENIK, "none")
    assert len(model.space.agents) == 30
    assert model.artisans[3].cell.coordinate == 3
    neighbours = {cell.coordinate for cell in model.artisans[3].cell.neighborhood}
    assert neighbours == {artisan.ego for artisan in model.artisans[3].neighbors}


@pytest.mark.slow
def test_batch_run_gives_equal_rows_in_one_and_two_processes() -> None:
    rows = [
        mesa.batch_run(
            ArtisanModel,
            {"community": SENIK, "programme": "campaign_only", "replicate": range(8)},
            max_steps=12,
            number_processes=number,
            display_progress=False,
        )
        for number in (1, 2)
    ]
    one, two = (pd.DataFrame(r).sort_values("replicate", ignore_index=True) for r in rows)
    pd.testing.assert_frame_equal(one.drop(columns="RunId"), two.drop(columns="RunId"))
    outcome: Outcome = diffusion.simulate(SENIK, "campaign_only", n_runs=8, n_months=12)
    assert one["adopters"].tolist() == outcome.adopters[:, -1].tolist()
    assert one["Step"].unique().tolist() == [12]


def test_no_global_random_state_is_touched() -> None:
    def states() -> tuple[object, ...]:
        return random.getstate(), np.random.get_state()[1].tolist()  # noqa: NPY002

    before = states()
    model = stepped(ArtisanModel(SENIK, "campaign_then_collaboration"), 6)
    assert model.space
    assert states() == before


def test_mesas_own_generators_are_not_drawn_from() -> None:
    one = stepped(ArtisanModel(SENIK, "campaign_only"), 12)
    other = ArtisanModel(SENIK, "campaign_only")
    for _ in range(12):
        other.random.random()
        other.rng.random()
        other.step()
    assert np.array_equal(one.state, other.state)


def test_a_replaced_phase_changes_the_model_alone() -> None:
    class Deaf(ArtisanModel):
        def be_told(self) -> None:
            pass

        def hear(self) -> None:
            pass

    assert stepped(Deaf(SENIK, "campaign_only"), 12).count(Stage.UNAWARE) == 30
    assert stepped(ArtisanModel(SENIK, "campaign_only"), 12).count(Stage.UNAWARE) < 30


def test_the_story_has_a_row_for_each_record() -> None:
    model = stepped(ArtisanModel(SENIK, "campaign_then_collaboration"), 8)
    story = model.artisans[0].story()
    assert story["record"].tolist() == list(range(9))
    assert story["month"].tolist()[:3] == ["start", "2010-08", "2010-09"]
    assert story["cash"].iloc[-1] == model.state.cash[0]
    assert story["stage"].iloc[0] == "unaware"


def test_any_graph_comes_in_and_goes_out() -> None:
    graph = nx.Graph()
    graph.add_node(("lone", 1))
    graph.add_edge("a", 2, strength=0.25)
    graph.add_edge(2, frozenset({3}), strength=1.0)
    graph.add_edge("a", "a")
    community = diffusion.with_graph(SENIK, graph)
    model = ArtisanModel(community, "none")
    assert list(model.graph.nodes) == [("lone", 1), "a", 2, frozenset({3})]
    assert model.graph.edges["a", 2]["strength"] == 0.25
    assert model.graph.edges[2, frozenset({3})]["strength"] == 1.0
    assert model.graph.number_of_edges() == 2
    assert model.graph.nodes["a"] == {
        "stage": "unaware",
        "self_efficacy": model.artisans[1].self_efficacy,
        "toa": -1,
    }
    assert community.tie_list is not None
    assert (community.tie_list.n_self, community.tie_list.n_merged) == (1, 0)
    assert_same_bits(community, "campaign_only", n_months=12)


def test_directed_and_parallel_ties_are_merged_to_the_strongest() -> None:
    graph = nx.MultiDiGraph()
    graph.add_edge("a", "b", weight=0.2)
    graph.add_edge("b", "a", weight=0.7)
    graph.add_edge("a", "b", weight=0.5)
    graph.add_edge("b", "c")
    ways = {("a", "b"): 0.5, ("b", "a"): 0.7, ("b", "c"): 1.0}
    directed = diffusion.with_graph(SENIK, graph)
    edges = ArtisanModel(directed, "none").graph.edges(data="strength")
    assert {(one, other): strength for one, other, strength in edges} == ways
    assert directed.tie_list is not None
    assert directed.tie_list.n_merged == 1
    community = diffusion.with_graph(SENIK, graph, direction="both")
    model = ArtisanModel(community, "none")
    assert model.graph.edges["a", "b"]["strength"] == 0.7
    assert model.graph.edges["b", "c"]["strength"] == 1.0
    assert community.tie_list is not None
    assert community.tie_list.n_merged == 2


def test_a_graph_without_strengths_gets_drawn_ones() -> None:
    model = ArtisanModel(diffusion.with_graph(SENIK, nx.path_graph(50)), "none")
    drawn = {strength for _, _, strength in model.graph.edges(data="strength")}
    assert drawn == {0.3, 0.6, 1.0}


@pytest.mark.parametrize("strength", [0, -1, 1.5, float("nan"), "0.5", None, True])
def test_a_strength_that_is_none_is_refused(strength: object) -> None:
    graph = nx.Graph()
    graph.add_edge("a", "b", strength=strength)
    with pytest.raises(InputError) as error:
        diffusion.with_graph(SENIK, graph)
    assert str(error.value) == (
        "graph: edge 'a' to 'b', strength: expected a number above 0, at most 1; "
        f"found {strength!r}"
    )


def test_an_empty_graph_is_refused() -> None:
    with pytest.raises(InputError, match="graph: expected at least one artisan; found none"):
        diffusion.with_graph(SENIK, nx.Graph())


def test_a_graph_without_a_listed_artisan_is_refused() -> None:
    artisans = SENIK.file.artisans.model_copy(update={"first_adopters": ("33",)})
    community = replace(SENIK, file=SENIK.file.model_copy(update={"artisans": artisans}))
    with pytest.raises(InputError, match="first_adopters"):
        diffusion.with_graph(community, nx.path_graph(5))


_CHANGED_LAW = """
import dataclasses, diffusion
from diffusion.kernels import laws

senik = diffusion.load("senik")
artisans = senik.file.artisans.model_copy(update={"number": 6})
small = dataclasses.replace(senik, file=senik.file.model_copy(update={"artisans": artisans}))

def cash_of_both():
    outcome = diffusion.simulate(small, "campaign_only", n_runs=1, n_months=4, n_threads=1)
    model = diffusion.ArtisanModel(small, "campaign_only")
    for _ in range(4):
        model.step()
    return int(outcome.series("cash")[0, -1]), int(model.state.cash.sum())

before = cash_of_both()
laws.consumption = lambda cash, need, income, extra_share: 0
print(*before, *cash_of_both())
"""


@pytest.mark.slow
def test_one_changed_law_changes_both_faces() -> None:
    """With compilation off, a law is replaced in its one place: both faces follow."""
    result = subprocess.run(
        [sys.executable, "-W", "ignore::RuntimeWarning", "-c", _CHANGED_LAW],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    compiled, mesa_face, compiled_after, mesa_after = map(int, result.stdout.split())
    assert compiled == mesa_face
    assert compiled_after == mesa_after
    assert compiled_after > compiled


@pytest.mark.slow
@pytest.mark.parametrize("n_models", [200, 2_000])
def test_memory_is_flat_over_many_models(n_models: int) -> None:
    """Of many models made and dropped, none stays."""
    for _ in range(50):
        ArtisanModel(SENIK, "none").step()
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for _ in range(n_models):
        ArtisanModel(SENIK, "none").step()
    gc.collect()
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 500_000, f"{grown} bytes are still held, more than one model's worth"
