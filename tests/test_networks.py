"""Drawn networks against networkx: degrees, clustering and pieces are those of the textbook."""

from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest
from communities import community, parameters, tie_lists
from harness import examples, first_quick
from hypothesis import given
from hypothesis import strategies as st

from diffusion.cli.patience import tell_if_long
from diffusion.errors import InputError
from diffusion.i18n.words import Words
from diffusion.kernels import networks
from diffusion.page.data import page_data
from diffusion.results.network import NetworkFacts, facts_of, graph_of, network_facts
from diffusion.translate.initial_state import draw_initial_state

N = 60
N_DRAWN = 150

Measure = Callable[[nx.Graph], float]

MEASURES: dict[str, Measure] = {
    "ties": lambda graph: graph.number_of_edges(),
    "variance of degrees": lambda graph: float(np.var([d for _, d in graph.degree])),
    "clustering": nx.average_clustering,
    "components": nx.number_connected_components,
    "largest component": lambda graph: max(map(len, nx.connected_components(graph))),
}

# A generator of ours, the same of networkx, and one that differs a little: the check must see it.
PAIRS: dict[str, tuple[dict[str, Any], Callable[[int], nx.Graph], dict[str, Any]]] = {
    "watts_strogatz": (
        {"generator": "watts_strogatz", "mean_degree": 6, "rewiring": 0.2},
        lambda seed: nx.watts_strogatz_graph(N, 6, 0.2, seed=seed),
        {"generator": "watts_strogatz", "mean_degree": 6, "rewiring": 0.35},
    ),
    "erdos_renyi": (
        {"generator": "erdos_renyi", "mean_degree": 2.5},
        lambda seed: nx.gnp_random_graph(N, 2.5 / (N - 1), seed=seed),
        {"generator": "erdos_renyi", "mean_degree": 3.2},
    ),
    "block": (
        {"generator": "block", "within": 0.2, "across": 0.02},
        lambda seed: nx.stochastic_block_model(
            [N - N // 2, N // 2], [[0.2, 0.02], [0.02, 0.2]], seed=seed
        ),
        {"generator": "block", "within": 0.2, "across": 0.05},
    ),
    "barabasi_albert": (
        {"generator": "barabasi_albert", "mean_degree": 4},
        lambda seed: nx.barabasi_albert_graph(N, 2, seed=seed, initial_graph=nx.complete_graph(3)),
        {"generator": "barabasi_albert", "mean_degree": 6},
    ),
    "geometric": (
        {"generator": "geometric", "mean_degree": 5.0},
        lambda seed: nx.random_geometric_graph(N, np.sqrt(5 / (np.pi * (N - 1))), seed=seed),
        {"generator": "geometric", "mean_degree": 6.5},
    ),
}


def drawn(ties: dict[str, Any], n_artisans: int = N, n_runs: int = N_DRAWN) -> list[nx.Graph]:
    people = community(n_artisans=n_artisans, ties=ties)
    beginning = draw_initial_state(
        people, parameters(), random_seed=1, first_replicate=0, n_runs=n_runs
    )
    return [graph_of(people, beginning.ties_of(run)) for run in range(n_runs)]


def disagreeing(ours: list[nx.Graph], theirs: list[nx.Graph]) -> list[str]:
    """Name the measures whose means over two samples differ by more than 4 standard errors."""
    found = []
    for name, measure in MEASURES.items():
        one, other = (np.array([measure(g) for g in graphs], float) for graphs in (ours, theirs))
        error = np.sqrt(one.var(ddof=1) / len(one) + other.var(ddof=1) / len(other))
        if abs(one.mean() - other.mean()) > 4 * error + 1e-12:
            found.append(name)
    return found


@pytest.mark.parametrize("name", first_quick(PAIRS))
def test_a_generator_is_the_one_of_networkx(name: str) -> None:
    ties, theirs, different = PAIRS[name]
    oracle = [theirs(seed) for seed in range(N_DRAWN)]
    assert disagreeing(drawn(ties), oracle) == []
    assert disagreeing(drawn(different), oracle), "negative control: the check sees nothing"


def test_the_ring_and_the_complete_network_are_those_of_networkx() -> None:
    ring = drawn({"generator": "ring", "mean_degree": 4}, 11, 1)[0]
    theirs = nx.relabel_nodes(nx.watts_strogatz_graph(11, 4, 0), lambda ego: str(ego + 1))
    assert nx.utils.graphs_equal(nx.Graph(ring.edges), nx.Graph(theirs.edges))
    complete = drawn({"generator": "complete"}, 7, 1)[0]
    assert complete.number_of_edges() == 21


@pytest.mark.parametrize("n_artisans", [1, 2, 3, 4])
@pytest.mark.parametrize("name", [*PAIRS, "ring", "complete", "empty"])
def test_tiny_communities_have_a_network_too(name: str, n_artisans: int) -> None:
    ties = PAIRS[name][0] if name in PAIRS else {"generator": name}
    if name == "ring":
        ties = ties | {"mean_degree": 2}
    for graph in drawn(ties, n_artisans, 20):
        assert graph.number_of_nodes() == n_artisans
        assert nx.number_of_selfloops(graph) == 0
        assert graph.number_of_edges() <= n_artisans * (n_artisans - 1) // 2


def test_shares_of_all_and_nothing() -> None:
    everybody = {"generator": "block", "within": 1.0, "across": 0.0}
    graph = drawn(everybody, 9, 1)[0]
    assert graph.number_of_edges() == 10 + 6
    assert nx.number_connected_components(graph) == 2
    assert drawn({"generator": "erdos_renyi", "mean_degree": 20.0}, 9, 1)[0].size() == 36
    assert drawn({"generator": "erdos_renyi", "mean_degree": 0.0}, 9, 1)[0].size() == 0


def test_replicates_have_networks_of_their_own() -> None:
    graphs = drawn(PAIRS["watts_strogatz"][0], n_runs=10)
    assert len({frozenset(map(frozenset, graph.edges)) for graph in graphs}) == 10


def test_drawn_strengths_have_their_shares() -> None:
    """Three strengths drawn with shares 0.3, 0.4 and 0.3, over some 9,000 ties."""
    people = community(ties={
        "generator": "erdos_renyi",
        "mean_degree": 6.0,
        "strength": {"values": (0.3, 0.6, 1.0), "shares": (0.3, 0.4, 0.3)},
    }, n_artisans=N)  # fmt: skip
    beginning = draw_initial_state(
        people, parameters(), random_seed=1, first_replicate=0, n_runs=50
    )
    strengths = beginning.ties.strength / 1e9
    for value, share in ((0.3, 0.3), (0.6, 0.4), (1.0, 0.3)):
        found = (strengths == value).mean()
        error = np.sqrt(share * (1 - share) / (len(strengths) / 2))
        assert abs(found - share) < 4 * error
        assert abs(found - (share + 0.05)) > 4 * error


def test_the_facts_of_a_network_counted_by_hand() -> None:
    """A triangle, a pair and a lone artisan: 6 people, 4 ties, 3 pieces, 1 isolate.

    Mean degree 8 / 6, highest 2; the three of the triangle have clustering 1, the others 0: 1 / 2.
    """
    people = community(n_artisans=6, ties=[(0, 1), (0, 2), (1, 2), (3, 4)])
    facts = network_facts(people)
    assert facts == NetworkFacts(6, 4, 3, 1, 8 / 6, 2, 0.5)
    assert network_facts(community(n_artisans=1)) == NetworkFacts(1, 0, 1, 1, 0.0, 0, 0.0)


@examples(20)
@given(st.data())
def test_the_facts_of_a_network_are_those_of_networkx(data: st.DataObject) -> None:
    n_artisans = data.draw(st.integers(1, 12))
    people = community(n_artisans=n_artisans, ties=data.draw(tie_lists(n_artisans)))
    beginning = draw_initial_state(people, parameters(), random_seed=1, first_replicate=0, n_runs=1)
    graph = graph_of(people, beginning.ties_of(0))
    facts = facts_of(beginning.ties_of(0))
    assert facts.n_ties == graph.number_of_edges()
    assert facts.n_components == nx.number_connected_components(graph)
    assert facts.n_isolates == nx.number_of_isolates(graph)
    assert facts.most_ties == max(degree for _, degree in graph.degree)
    assert facts.clustering == pytest.approx(nx.average_clustering(graph))


def test_clustering_of_a_hub_takes_no_more_looks_than_there_are_ties() -> None:
    """A star with a ring around it: each of the 10,000 leaves has 3 ties, 2 of its 3 pairs tied.

    The hub has 10,000 tied pairs of 10,000 * 9,999 / 2. Who counts pair by pair looks 50 million
    times; from the ends with fewer ties it is twice for each leaf at most.
    """
    n = 10_000
    ties = [(0, leaf) for leaf in range(1, n + 1)]
    ties += [(leaf, leaf % n + 1) for leaf in range(1, n + 1)]
    people = community(n_artisans=n + 1, ties=[(min(pair), max(pair)) for pair in ties])
    beginning = draw_initial_state(people, parameters(), random_seed=1, first_replicate=0, n_runs=1)
    one = beginning.ties_of(0)
    first, higher = np.empty(n + 2, np.int64), np.empty(2 * n, np.int32)
    assert networks.point_upwards(one.start, one.alter, first, higher) <= 4 * n
    expected = (n * 2 / 3 + 2 / (n - 1)) / (n + 1)
    assert facts_of(one).clustering == pytest.approx(expected, rel=1e-12)
    assert facts_of(one).most_ties == n


def test_too_many_ties_for_clustering_are_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    people = community(n_artisans=4, ties={"generator": "complete"})
    assert network_facts(people).clustering == 1.0
    monkeypatch.setattr("diffusion.results.network._MOST_LOOKS", 3)
    assert network_facts(people).clustering is None


def test_listed_ties_may_come_in_any_order() -> None:
    ties, strengths = [(0, 1), (0, 3), (1, 2), (2, 3)], [0.1, 0.2, 0.3, 0.4]
    sorted_, mixed = (
        draw_initial_state(people, parameters(), random_seed=1, first_replicate=0, n_runs=1).ties
        for people in (
            community(ties=ties, strengths=strengths),
            community(ties=[(3, 0), (2, 1), (1, 0), (2, 3)], strengths=[0.2, 0.3, 0.1, 0.4]),
        )
    )
    assert sorted_.alter.tolist() == mixed.alter.tolist() == [1, 3, 0, 2, 1, 3, 0, 2]
    assert sorted_.strength.tolist() == mixed.strength.tolist()
    tenths = [1, 2, 1, 3, 3, 4, 2, 4]
    assert mixed.strength.tolist() == [100_000_000 * one for one in tenths]


@pytest.mark.parametrize("ties", [[(0, 1), (1, 0)], [(0, 30)], [(-1, 2)], [(2, 2)]])
def test_listed_ties_of_nobody_or_twice_are_refused(ties: list[tuple[int, int]]) -> None:
    """Readers never let them through; a kernel would write beyond its rows."""
    with pytest.raises(ValueError, match="each pair of two artisans once"):
        draw_initial_state(
            community(ties=ties), parameters(), random_seed=1, first_replicate=0, n_runs=1
        )


@pytest.mark.parametrize(
    "ties",
    [
        {"generator": "complete"},
        {"generator": "block", "within": 0.5, "across": 0.0},
        {"generator": "geometric", "mean_degree": 20.0},
    ],
    ids=lambda ties: ties["generator"],
)
def test_more_ties_than_there_is_room_for_are_refused(
    ties: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 60 artisans 1,770 pairs, 435 in blocks on average, some 500 near: room for 200 is none."""
    monkeypatch.setattr("diffusion.translate.networks.MOST_TIES", 200)
    with pytest.raises(InputError) as caught:
        drawn(ties, n_runs=1)
    assert str(caught.value) == (
        "senik: ties: expected at most 200 ties drawn for a run (fewer artisans, or a rule that "
        f"ties each of them to fewer others); found more: {ties['generator']} among 60 artisans"
    )


def test_a_community_too_large_to_draw_has_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused before anything is simulated: `compare` would fail here."""
    monkeypatch.setattr("diffusion.page.data.compare", None)
    star = community(n_artisans=2_001, ties=[(0, leaf) for leaf in range(1, 2_001)])
    crowd = community(n_artisans=202, ties={"generator": "complete"})
    instead = (
        "for a page or a film, which draw each of them (diffusion run and diffusion compare take "
        "far more; or make a community of a part of the people, such as one hamlet)"
    )
    for people, most, found in (
        (star, "2,000 artisans", "2,001 artisans"),
        (crowd, "20,000 ties", "20,301 ties"),
    ):
        with pytest.raises(InputError) as caught:
            page_data(people, ["campaign_only", "collaboration_only"])
        assert str(caught.value) == f"senik: expected at most {most} {instead}; found {found}"


@pytest.mark.parametrize(("runs", "says"), [(100, ""), (101, "202 million")])
def test_a_long_simulation_is_told_before_it_begins(
    runs: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A million artisans, one programme, two months: from 101 runs on it is above a minute."""
    tell_if_long(Words("en"), 1_000_000, 1, runs=runs, months=2, is_asked=True)
    told = " ".join(capsys.readouterr().err.split())
    assert told.startswith(f"These are {says}" if says else "")
    assert bool(told) == bool(says)
    assert "about 1 min of" in told or not says


def test_the_usual_number_of_runs_may_take_three_minutes() -> None:
    """A million artisans, three months: 200 runs are exactly three minutes; more must be asked."""
    tell_if_long(Words("en"), 1_000_000, 1, runs=200, months=3, is_asked=False)
    with pytest.raises(InputError, match=r"--runs: expected a number .*found 201 by itself"):
        tell_if_long(Words("en"), 1_000_000, 1, runs=201, months=3, is_asked=False)


@pytest.mark.parametrize(
    ("n_artisans", "runs", "told"),
    [
        (100_001, 10, "at most 6, or fewer programmes or months .*found 10, which is 32 seconds"),
        (100_001, 200, "at most 6, or fewer .*found 200, which is 648 seconds"),
        (1_000_000, 1, "--runs: expected fewer programmes .*found 1, which is 32 seconds"),
    ],
)
@pytest.mark.parametrize("is_asked", [True, False])
def test_a_community_of_which_ten_runs_take_long_is_refused(
    n_artisans: int, runs: int, told: str, is_asked: bool
) -> None:
    """Three programmes of 36 months: 20 seconds of a processor are 66.7 million artisan-months."""
    with pytest.raises(InputError, match=told):
        tell_if_long(Words("en"), n_artisans, 3, runs=runs, months=36, is_asked=is_asked)


@pytest.mark.parametrize(
    ("n_artisans", "n_programmes", "runs"),
    [(100_001, 3, 6), (50_000, 3, 10), (50_000, 3, 200), (20_000, 8, 2_000), (30, 800, 1_000)],
)
def test_what_is_asked_of_a_smaller_community_may_take_its_time(
    n_artisans: int, n_programmes: int, runs: int
) -> None:
    """Runs that somebody asks for, and of large communities those that take seconds."""
    tell_if_long(Words("en"), n_artisans, n_programmes, runs=runs, months=36, is_asked=True)
