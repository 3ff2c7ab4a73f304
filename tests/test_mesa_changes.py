"""What may be changed in a Mesa model between and in its months, and what is refused."""

import copy
import pickle
import re
from typing import Any

import mesa
import networkx as nx
import numpy as np
import pytest
from communities import CERTAIN, OPEN_GATES, SENIK, parameters
from derived.things import ROOT

import diffusion
from diffusion import InputError, Stage
from diffusion.kernels.month import ORDER
from diffusion.scenario.modules import Modules

# First adopters whose fit is drawn are told of; tests/test_odd_people.py asks for that.
pytestmark = pytest.mark.filterwarnings("ignore::diffusion.errors.OddWarning")

SEQUENCE = "campaign_then_collaboration"


def lived(model: diffusion.ArtisanModel, n_months: int) -> diffusion.ArtisanModel:
    for _ in range(n_months):
        model.step()
    return model


def bits(model: diffusion.ArtisanModel) -> list[Any]:
    # Field by field: what lies between the fields of a record is nobody's.
    return [
        b"".join(state[name].tobytes() for name in state.dtype.names) for state, _ in model.history
    ]


# ------------------------------------------------------------------ nobody leaves
def test_nobody_is_removed_and_nothing_is_half_done() -> None:
    model = diffusion.ArtisanModel("senik", SEQUENCE)
    for remove in (
        model.artisans[0].remove,
        model.remove_all_agents,
        lambda: model.deregister_agent(model.artisans[0]),
    ):
        with pytest.raises(InputError, match="artisan 1: expected that all artisans stay"):
            remove()
    lived(model, 12)
    assert len(model.agents) == 30
    assert bits(model) == bits(lived(diffusion.ArtisanModel("senik", SEQUENCE), 12))


def test_nobody_is_removed_inside_a_phase() -> None:
    class Leaving(diffusion.ArtisanModel):
        def learn(self) -> None:
            super().learn()
            self.artisans[3].remove()

    with pytest.raises(InputError, match=r"artisan 4: .*diffusion\.with_graph.*set_ties"):
        Leaving("senik", SEQUENCE).step()


# ------------------------------------------------------------------ a first adopter by hand
@pytest.mark.parametrize("way", ["artisan", "array"])
def test_who_is_made_an_adopter_before_month_1_stands_in_record_0(way: str) -> None:
    """With the time of adoption, in every collector; like one whom the file names."""
    model = diffusion.ArtisanModel("senik", "none")
    if way == "artisan":
        model.artisans[4].stage = Stage.TRIAL
    else:
        model.state.stage[4] = Stage.TRIAL
    lived(model, 6)
    named = SENIK.with_settings({"community.artisans.first_adopters": [5]})
    assert bits(model) == bits(lived(diffusion.ArtisanModel(named, "none"), 6))
    table = model.datacollector.get_model_vars_dataframe()
    assert table["adopters"].tolist()[0] == 1
    assert len(table) == 7
    assert model.artisans[4].toa == 0
    assert model.artisans[4].story()["stage"][0] == "trial"


def test_who_is_made_an_adopter_later_began_in_the_record_before_that_month() -> None:
    model = lived(diffusion.ArtisanModel("senik", "none"), 3)
    model.artisans[4].stage = Stage.CONFIRMED
    assert (model.artisans[4].toa, model.artisans[4].months_adopted) == (3, 1)


def test_a_collector_of_ones_own_is_left_alone() -> None:
    class Own(diffusion.ArtisanModel):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self.datacollector = mesa.DataCollector({"n": lambda model: len(model.agents)})

    model = Own("senik", "none")
    model.artisans[0].stage = Stage.TRIAL
    model.step()
    assert model.datacollector.get_model_vars_dataframe()["n"].tolist() == [30]


# ------------------------------------------------------------------ other ties
def test_ties_are_set_anew_between_steps() -> None:
    """A chain of names is closed in month 3, and only then the last one sees an adopter."""
    graph = nx.Graph([("Ani", "Budi")])
    graph.add_node("Wati")
    made = diffusion.with_graph(SENIK, graph).with_settings(
        {"community.artisans.first_adopters": ["Ani"]}
    )
    model = diffusion.ArtisanModel(made, "none")
    wati = model.artisan_of["Wati"]
    lived(model, 3)
    assert wati.exposure == 0
    assert wati.neighbors == []
    assert [cell.coordinate for cell in wati.cell.connections.values()] == []
    ties = model.graph.copy()
    ties.add_edge("Wati", "Ani", strength=0.5)
    ties.remove_edge("Ani", "Budi")
    model.artisan_of["Ani"].stage = Stage.CONFIRMED
    model.set_ties(ties)
    model.step()
    assert wati.exposure == 1
    assert model.artisan_of["Budi"].exposure == 0
    assert wati.neighbors == [model.artisan_of["Ani"]]
    assert list(wati.cell.connections.values()) == [model.artisan_of["Ani"].cell]
    assert model.graph.edges["Wati", "Ani"]["strength"] == 0.5


def test_the_same_ties_set_anew_change_nothing() -> None:
    """Also where the graph lists people in another order, and where strengths are drawn."""
    graph = nx.Graph(nx.karate_club_graph().edges())
    club = diffusion.with_graph(SENIK, graph)
    model = diffusion.ArtisanModel(club, SEQUENCE, replicate=2)
    other = diffusion.ArtisanModel(club, SEQUENCE, replicate=2)
    for month in range(20):
        model.step()
        other.step()
        again = nx.Graph()
        again.add_nodes_from(list(graph)[::-1])
        again.add_edges_from(list(graph.edges())[::-1])
        other.set_ties(again if month % 2 else other.graph)
    assert bits(model) == bits(other)


def test_ties_with_a_direction_are_set_too() -> None:
    model = diffusion.ArtisanModel(diffusion.with_graph(SENIK, nx.path_graph(3)), "none")
    model.set_ties(nx.DiGraph([(0, 1), (2, 0)]))
    assert [[one.label for one in artisan.neighbors] for artisan in model.artisans] == [
        [1],
        [],
        [0],
    ]
    assert model.graph.is_directed()


@pytest.mark.parametrize("change", ["add_edge", "remove_edge", "remove_node", "clear"])
def test_the_graph_of_a_model_is_only_looked_at(change: str) -> None:
    model = diffusion.ArtisanModel("senik", "none")
    edge = next(iter(model.graph.edges))
    arguments = {"add_edge": edge, "remove_edge": edge, "remove_node": edge[:1], "clear": ()}
    with pytest.raises(InputError, match=r"model\.graph: expected .*model\.set_ties"):
        getattr(model.graph, change)(*arguments[change])
    copied = model.graph.copy()
    getattr(copied, change)(*arguments[change])  # a copy is free


def test_ties_of_other_people_are_refused() -> None:
    model = diffusion.ArtisanModel(diffusion.with_graph(SENIK, nx.path_graph(6)), "none")
    before = model.ties
    with pytest.raises(InputError) as refused:
        model.set_ties(nx.Graph([(0, 1), (1, "Ani")]))
    told = str(refused.value)
    assert "set_ties: graph: expected the artisans of the model" in told
    assert "found a graph without 2, 3, 4, ..." in told
    assert 'found a graph also with "Ani"' in told
    assert model.ties is before


# ------------------------------------------------------------------ batches and copies
def test_a_model_pickles_and_goes_on_with_the_same_bits() -> None:
    model = lived(diffusion.ArtisanModel("senik", SEQUENCE, replicate=3), 8)
    assert len(model.space.agents) == 30
    for other in (pickle.loads(pickle.dumps(model)), copy.deepcopy(model)):
        lived(other, 8)
        assert other.artisans[0].model is other
        assert other.ties.shown is other.ties.strength
        assert len(other.datacollector.get_model_vars_dataframe()) == 17
    lived(model, 8)
    assert bits(model) == bits(other)


def test_iterations_without_a_replicate_are_refused() -> None:
    fixed = {"community": "senik", "programme": "none"}
    with pytest.raises(InputError, match="replicate: expected a number for each history"):
        mesa.batch_run(diffusion.ArtisanModel, fixed, rng=[None] * 3, display_progress=False)
    for wish in ({"rng": range(3)}, {}):
        some = fixed if wish else fixed | {"replicate": range(3)}
        rows = mesa.batch_run(
            diffusion.ArtisanModel, some, max_steps=2, display_progress=False, **wish
        )
        assert len(rows) == 3


def test_a_failing_replicate_does_not_lose_the_others() -> None:
    class Fragile(diffusion.ArtisanModel):
        def learn(self) -> None:
            super().learn()
            if self.replicate == 1 and self.t == 2:
                raise ZeroDivisionError("no pots")

    batch = diffusion.run_batch(Fragile, "senik", "campaign_only", replicates=range(3), n_months=4)
    assert batch.rows.groupby("replicate").size().to_dict() == {0: 5, 2: 5}
    assert batch.failures.to_dict("records") == [
        {"replicate": 1, "month": 3, "error": "ZeroDivisionError: no pots"}
    ]
    simulated = diffusion.simulate("senik", "campaign_only", n_runs=3, n_months=4)
    last = batch.rows[batch.rows["record"] == 4].set_index("replicate")["adopters"]
    assert last.to_dict() == {0: simulated.adopters[0, 4], 2: simulated.adopters[2, 4]}
    with pytest.raises(InputError, match="expected one of"):
        diffusion.run_batch(Fragile, "senik", "campain_only", replicates=range(3), n_months=4)


# ------------------------------------------------------------------ phases
def test_a_replaced_hear_leaves_what_activities_tell() -> None:
    class Deaf(diffusion.ArtisanModel):
        def hear(self) -> None:
            """Hear nothing from others."""

    numbers = parameters({"awareness.broadcast": CERTAIN} | OPEN_GATES)
    assert ORDER.index("be_told") + 1 == ORDER.index("hear")
    model = lived(Deaf("senik", "campaign_only", parameters=numbers), 4)
    told = {a.label for a in model.artisans if a.stage is not Stage.UNAWARE}
    assert 0 < len(told) <= 30
    assert lived(Deaf("senik", "none", parameters=numbers), 4).count(Stage.UNAWARE) == 30
    usual = lived(diffusion.ArtisanModel("senik", "none", parameters=numbers), 4)
    assert usual.count(Stage.UNAWARE) == 0
    assert np.isfinite(model.state.skill).all()


def documented() -> dict[str, set[str]]:
    """What the page on Mesa says that each phase writes."""
    page = (ROOT / "docs" / "howto" / "mesa.md").read_text(encoding="utf-8")
    rows = (line.split("|") for line in page.splitlines() if line.startswith("| `"))
    return {
        phase.strip(" `"): set(re.findall(r"[\w.]+", re.sub(r"\(.*?\)", "", writes)))
        for _, phase, _, _, writes, _ in rows
    }


def numbers_of(model: diffusion.ArtisanModel) -> dict[str, Any]:
    """Copies of all arrays, by the names of the page."""
    found = {"ledger": model.ledger.copy()}
    for before, table in (("", model.state), ("month.", model.month), ("hamlets.", model.hamlets)):
        rows: Any = table
        found |= {f"{before}{name}": rows[name].copy() for name in rows.dtype.names}
    return found | {f"ties.{name}": getattr(model.ties, name).copy() for name in TIE_FIELDS}


TIE_FIELDS = ("strength", "growing", "total", "shown")


@pytest.mark.slow
def test_the_page_names_every_phase_in_its_order_and_all_that_it_writes() -> None:
    """Lived with all modules on, in two hamlets; every name of the page is one of a field."""
    said = documented()
    assert tuple(said) == ORDER
    settings = {f"community.modules.{name}": True for name in Modules.model_fields}
    settings |= {"community.artisans.hamlets": 2, "parameters.association.tie_growth": 0.1}
    senik = SENIK.with_settings(settings)
    written: dict[str, set[str]] = {phase: set() for phase in ORDER}

    def watched(phase: str) -> Any:
        def live(self: diffusion.ArtisanModel) -> None:
            before = numbers_of(self)
            getattr(diffusion.ArtisanModel, phase)(self)
            after = numbers_of(self)
            written[phase].update(
                name for name in before if not np.array_equal(before[name], after[name])
            )

        return live

    kind = type("Watched", (diffusion.ArtisanModel,), {phase: watched(phase) for phase in ORDER})
    for programme in (SEQUENCE, "social_action", "locality_development"):
        model = lived(kind(senik, programme), 18)
    known = set(numbers_of(model))
    for phase in ORDER:
        assert written[phase] <= said[phase], phase
        assert said[phase] <= known, phase
    assert sum(map(len, written.values())) > 70
