"""A person's history is that person's own, wherever a roster, a tie file or a graph lists him."""

import hashlib
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from communities import (
    CERTAIN,
    SENIK,
    TWO_STATE,
    Story,
    activity,
    community,
    parameters,
    programme,
    stories,
)
from harness import ARRAYS, examples
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from typer.testing import CliRunner

import diffusion
from diffusion.cli import app
from diffusion.ensembles.simulate import KEEPABLE
from diffusion.errors import InputError, OddWarning
from diffusion.kernels import draws, laws
from diffusion.kernels.state import Stage
from diffusion.results.outcome import Outcome
from diffusion.scenario.artisans import Roster
from diffusion.scenario.community import Community
from diffusion.scenario.tie_list import TieList
from diffusion.scenario.ties import TieFile
from diffusion.util.identity import identities_of, identity_of, text_of

# First adopters whose fit is drawn are told of; tests/test_odd_people.py asks for that.
pytestmark = pytest.mark.filterwarnings("ignore::diffusion.errors.OddWarning")

NAMES = ("Wati", "Siti 2", "0", "Ömer", "21", "(0, 1)", "Ani", "03", "3", "Budi", "x", "Zul")
OF_ALL = tuple(
    name for name in ARRAYS if name not in ("toa", "first", "discontinued_months", "earned")
)
"""What an outcome holds of all artisans together."""


def listed(story: Story, labels: Sequence[str], hamlets: Sequence[int]) -> Story:
    """Give the artisans of a story names and hamlets in a roster."""
    made = story.community
    name = dict(zip(made.labels, labels, strict=False))
    columns = {} if made.roster is None else dict(made.roster.columns)
    first = tuple(name[label] for label in made.file.artisans.first_adopters)
    artisans = made.file.artisans.model_copy(
        update={"number": None, "roster": "roster.csv", "first_adopters": first}
    )
    return story.but(
        community=replace(
            made,
            file=made.file.model_copy(update={"artisans": artisans}),
            roster=Roster(tuple(name.values()), columns | {"hamlet": tuple(map(float, hamlets))}),
        ),
        programme=story.programme.model_copy(
            update={
                "activity": tuple(
                    one
                    if isinstance(one.target, str)
                    else one.model_copy(update={"target": tuple(name[to] for to in one.target)})
                    for one in story.programme.activity
                )
            }
        ),
    )


def in_order(made: Community, order: Sequence[int]) -> Community:
    """List the same artisans in another order, and their ties from the last to the first."""
    roster, ties = made.roster, made.tie_list
    assert roster is not None
    place = {ego: new for new, ego in enumerate(order)}
    if ties is not None:
        pairs = [(place[one], place[other]) for one, other in ties.pairs]
        rows = sorted(range(len(pairs)), key=lambda row: -row)
        strengths = None if ties.strengths is None else tuple(ties.strengths[row] for row in rows)
        ties = TieList.of_pairs([pairs[row] for row in rows], strengths)
    return replace(
        made,
        roster=Roster(
            tuple(roster.labels[ego] for ego in order),
            {name: tuple(column[ego] for ego in order) for name, column in roster.columns.items()},
        ),
        tie_list=ties,
    )


def assert_same_people(one: Outcome, other: Outcome, order: Sequence[int]) -> None:
    """Everybody has the same history; `order` lists the artisans of `one` as `other` does."""
    for name in OF_ALL:
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes(), name
    for name in ("toa", "first", "discontinued_months", "earned"):
        ours, theirs = getattr(one, name), getattr(other, name)
        assert ours is not None
        assert (ours[:, order] == theirs).all(), name
    assert one.artisans is not None
    assert other.artisans is not None
    for name in ("is_poor", "n_ties", "hamlet", "last_stage", "is_member", "is_trained"):
        ours, theirs = getattr(one.artisans, name), getattr(other.artisans, name)
        assert (ours[..., order] == theirs).all(), name


@st.composite
def listed_stories(draw: st.DrawFn) -> tuple[Story, list[int]]:
    """A story of people with names, and another order of them."""
    story = draw(stories())
    n_artisans = story.community.n_artisans
    labels = draw(st.permutations(NAMES))[:n_artisans]
    n_hamlets = draw(st.integers(1, min(3, n_artisans)))
    hamlets = [1 + ego * n_hamlets // n_artisans for ego in range(n_artisans)]
    return listed(story, labels, hamlets), draw(st.permutations(range(n_artisans)))


@examples(40)
@given(listed_stories())
def test_the_order_of_a_roster_and_its_ties_makes_no_history(
    made: tuple[Story, list[int]],
) -> None:
    """Whatever the module, the network, the rule of invitation and the form of the chain."""
    story, order = made
    same = story.but(community=in_order(story.community, order))
    one, other = (each.simulate(keep=KEEPABLE) for each in (story, same))
    assert_same_people(one, other, order)


@examples(15)
@given(stories())
def test_people_who_are_numbered_in_a_roster_are_those_who_are_drawn(story: Story) -> None:
    """Whoever is called "7" has the luck of the seventh of artisans who are drawn."""
    n_artisans = story.community.n_artisans
    numbered = listed(story, story.community.labels, [1] * n_artisans)
    order = list(range(n_artisans))[::-1]
    other = numbered.but(community=in_order(numbered.community, order))
    assert_same_people(story.simulate(keep=KEEPABLE), other.simulate(keep=KEEPABLE), order)


def test_hamlets_of_equal_size_do_not_depend_on_the_order_either() -> None:
    made = community(n_artisans=6, roster={"skill": [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]}, n_hamlets=3)
    order = [4, 1, 5, 0, 3, 2]
    assert made.hamlets.tolist() == [0, 0, 1, 1, 2, 2]
    assert in_order(made, order).hamlets.tolist() == [2, 0, 2, 0, 1, 1]


@pytest.mark.parametrize("form", [nx.Graph, nx.DiGraph])
def test_the_order_of_nodes_and_edges_makes_no_history(form: type[nx.Graph]) -> None:
    """Forty people with names of three kinds, and the same graph put together from the end."""
    nodes = [*range(20), *(f"p{n}" for n in range(10)), *((n, n + 1) for n in range(10))]
    luck = np.random.default_rng(5)
    edges = [
        (nodes[one], nodes[other], {"weight": float(luck.integers(1, 10)) / 10})
        for one, other in luck.integers(0, 40, (160, 2))
        if one != other
    ]
    # The strongest counts, so a pair is listed once: networkx keeps the last of two.
    edges = list({frozenset((one, other)): (one, other, w) for one, other, w in edges}.values())
    graphs = [form(), form()]
    graphs[0].add_nodes_from(nodes)
    graphs[0].add_edges_from(edges)
    graphs[1].add_edges_from(edges[::-1])
    graphs[1].add_nodes_from(nodes[::-1])
    one, other = (diffusion.with_graph(SENIK, graph) for graph in graphs)
    order = [one.ego_of[label] for label in other.labels]
    assert order != sorted(order)
    outcomes = [
        diffusion.simulate(each, "campaign_then_collaboration", n_runs=3, keep=KEEPABLE)
        for each in (one, other)
    ]
    assert_same_people(outcomes[0], outcomes[1], order)
    assert outcomes[0].adopters[:, -1].min() > 0


def test_a_person_keeps_the_luck_of_the_name_when_others_come() -> None:
    """Traits of Wati and of 7 are the same among three people and among four."""

    def cash(labels: tuple[str, ...]) -> dict[str, float]:
        artisans = SENIK.file.artisans.model_copy(update={"number": None, "roster": "r.csv"})
        made = replace(
            SENIK,
            file=SENIK.file.model_copy(update={"artisans": artisans}),
            roster=Roster(labels, {}),
        ).with_settings({"community.ties": {"generator": "empty", "strength": STRENGTH}})
        model = diffusion.ArtisanModel(made, "none")
        return {str(artisan.label): artisan.cash for artisan in model.artisans}

    three, four = cash(("Wati", "7", "Budi")), cash(("Ani", "Budi", "7", "Wati"))
    assert four == three | {"Ani": four["Ani"]}
    drawn = diffusion.ArtisanModel("senik", "none")
    assert three["7"] == drawn.artisans[6].cash


STRENGTH = {"values": (1.0,), "shares": (1.0,)}


def test_the_mesa_face_lists_people_as_the_roster_does_and_agrees_with_the_runs() -> None:
    names = {n: f"p{(7 * n) % 34}" for n in range(34)}
    graph = nx.Graph(nx.relabel_nodes(nx.karate_club_graph(), names).edges())
    club = diffusion.with_graph(SENIK, graph)
    model = diffusion.ArtisanModel(club, "campaign_then_collaboration", replicate=1)
    assert [artisan.label for artisan in model.artisans] == list(graph.nodes)
    assert all(model.artisan_of[artisan.label] is artisan for artisan in model.artisans)
    for _ in range(24):
        model.step()
    outcome = diffusion.simulate(
        club, "campaign_then_collaboration", n_runs=2, n_months=24, keep=KEEPABLE
    )
    assert outcome.toa is not None
    assert outcome.toa[1].tolist() == [artisan.toa for artisan in model.artisans]
    assert list(model.graph) == list(graph)
    for artisan in model.artisans:
        assert model.graph.nodes[artisan.label]["toa"] == artisan.toa
        assert {one.label for one in artisan.neighbors} == set(graph[artisan.label])
        assert artisan.cell.coordinate == model.artisans.index(artisan)


# ------------------------------------------------------------------ at the threshold
@st.composite
def equalled(draw: st.DrawFn) -> tuple[int, list[int], list[bool], int]:
    """Parts of a strength of 1, the strengths in them, who adopts, and where the threshold lies."""
    parts = draw(st.sampled_from([3, 7, 10, 100, 1000]))
    strengths = draw(st.lists(st.integers(1, parts), min_size=1, max_size=8))
    adopts = [draw(st.booleans()) for _ in strengths]
    return parts, strengths, adopts, draw(st.sampled_from([-1, 0, 1]))


@examples(60)
@given(equalled(), st.sampled_from(["two_state", "full"]))
@example((100, [10, 70, 20], [True, True, False], 0), "full")  # 0.1 and 0.7 of 1.0 against 0.8
@example(
    (100, [20, 20, 20, 40], [True, True, True, False], 0), "two_state"
)  # 0.2 thrice against 0.6
def test_a_threshold_that_is_equalled_is_reached(
    made: tuple[int, list[int], list[bool], int], form: str
) -> None:
    """In both chains; with a threshold a millionth above the share nobody follows.

    Artisan 0 is tied to all others, by marks on some scale; some have adopted.
    """
    parts, strengths, adopts, above = made
    n_artisans = 1 + len(strengths)
    share = sum(n for n, has in zip(strengths, adopts, strict=True) if has) / sum(strengths)
    threshold = max(0.0, share + above * 1e-6)
    star = community(
        n_artisans=n_artisans,
        ties=[(0, alter) for alter in range(1, n_artisans)],
        strengths=[n / parts for n in strengths],
        roster={"threshold": [threshold, *[9.0] * len(strengths)]},
        first_adopters=[1 + place for place, has in enumerate(adopts) if has],
    )
    numbers = parameters(
        TWO_STATE
        | {"chain.form": form, "exposure.response": "threshold", "exposure.group_weight": 0.0}
        | {"decision.alpha": 0.0, "decision.beta": CERTAIN}
    )
    model = diffusion.ArtisanModel(star, "none", parameters=numbers)
    model.artisans[0].stage = Stage.UNAWARE if form == "two_state" else Stage.PERSUADED
    model.step()
    has_moved = model.artisans[0].stage is not (
        Stage.UNAWARE if form == "two_state" else Stage.PERSUADED
    )
    assert has_moved == (threshold <= share)
    if form == "two_state":
        outcome = diffusion.simulate(star, "none", parameters=numbers, n_runs=1, n_months=1)
        assert outcome.adopters[0, 1] - sum(adopts) == has_moved


@pytest.mark.parametrize("fit", [0.1, 0.3, 0.7, 0.9])
def test_a_misfit_that_equals_the_tolerance_is_borne(fit: float) -> None:
    tolerance = round(1 - fit, 1)
    assert laws.is_tolerable(fit, tolerance)
    assert not laws.is_tolerable(fit - 1e-6, tolerance)


# ------------------------------------------------------------------ the number of a name
def test_a_name_has_the_number_that_the_documents_say() -> None:
    """62 bits of BLAKE2b, worked out here with another call of it, and 2^62."""
    assert [identity_of(text) for text in ("1", "30", "99999999")] == [0, 29, 99_999_998]
    for text in ("Wati", "0", "03", "100000000", "É"):
        first = hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
        assert identity_of(text) == 2**62 + int(first, 16) // 4
    assert identity_of("Wati") == IDENTITY_OF_WATI


IDENTITY_OF_WATI = 4_896_586_662_475_274_122


def test_a_name_has_the_same_number_in_every_process() -> None:
    """Python's own hash of text differs from process to process."""
    code = "from diffusion.util.identity import identity_of; print(identity_of('Wati'))"
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": str(number)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for number in (1, 2)
    }
    assert found == {f"{IDENTITY_OF_WATI}\n"}


@pytest.mark.parametrize(
    ("label", "text"),
    [(3, "3"), (np.int64(3), "3"), ("3", "3"), ((0, np.int32(1)), "(0, 1)"), (1.5, "1.5")],
    ids=["int", "numpy", "text", "tuple", "float"],
)
def test_labels_are_written_as_text(label: object, text: str) -> None:
    assert text_of(label) == text  # type: ignore[arg-type]


def test_a_label_that_is_only_a_place_in_memory_is_refused() -> None:
    with pytest.raises(InputError, match="expected a label of text, a number or a tuple"):
        text_of(object())


def test_two_labels_that_are_written_alike_are_refused() -> None:
    with pytest.raises(InputError, match=r'gives others\); found 3, then "3"'):
        identities_of([1, 3, "3"], place="graph")
    # Negative control: whole numbers and names beside each other.
    assert len(set(identities_of([1, 3, "03"], place="graph").tolist())) == 3


def test_numbers_and_names_draw_alike() -> None:
    """Draws of names are as even as those of numbers: means of 10,000 uniform draws."""
    for labels in (list(range(1, 10_001)), [f"person {n}" for n in range(10_000)]):
        table: NDArray[np.float64] = np.empty((1, 10_000))
        draws.fill_draws(1, 0, draws.DECISION, 0, identities_of(labels, place=""), table)
        assert abs(table.mean() - 0.5) < 4 * np.sqrt(1 / 12 / 10_000)
        assert len(np.unique(table)) == 10_000


# ------------------------------------------------------------------ names that look alike
@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (["José", "Jose\u0301"], "twice, once with U+0301 combining acute accent"),
        (
            ["Siti", "Si\u200bti"],
            "letters that can be seen (delete it, or type the name anew); "
            'found U+200B zero width space, hidden in "Siti"',
        ),
        (["a", "a "], '"a" twice, once with a blank more'),
        (["Siti Aminah", "Siti  Aminah"], "once with a blank more"),
        (["Siti\u00a0Aminah"], "U+00A0 no-break space"),
        ([3, "3"], 'relabel_nodes gives others); found 3, then "3"'),
        (["a", float("nan")], "a missing value"),
        (["a", pd.NA], "a missing value"),
        (["a", pd.NaT], "a missing value"),
        (["a", (1, np.nan)], "a missing value"),
    ],
    ids=["accent", "hidden", "end", "blanks", "no-break", "number", "nan", "NA", "NaT", "tuple"],
)
def test_labels_of_a_graph_that_nobody_can_tell_apart_are_refused(
    labels: list[object], told: str
) -> None:
    graph = nx.Graph()
    graph.add_nodes_from(labels)
    with pytest.raises(InputError) as refused:
        diffusion.with_graph(SENIK, graph)
    assert told in str(refused.value)


def test_a_row_without_a_name_is_told() -> None:
    table = pd.DataFrame({"ego": ["a", "b", float("nan")], "alter": ["b", "c", "a"]})
    graph = nx.from_pandas_edgelist(table, "ego", "alter")
    with pytest.raises(InputError, match=r"graph: edge .*nan.*: expected a label at both ends"):
        diffusion.with_graph(SENIK, graph)


def test_capitals_are_seen_and_so_are_letters_of_any_script() -> None:
    """Negative control: none of these is refused."""
    labels = ["Siti", "siti", "Ömer", "Оля", "ꦱꦶꦠꦶ", "李", "O'Hara-2 (RT 3)", 0, 1.5, (0, 1)]
    graph = nx.Graph()
    graph.add_nodes_from(labels)
    with pytest.warns(OddWarning, match='"Siti" and "siti" differ only in capitals'):
        assert diffusion.with_graph(SENIK, graph).labels == tuple(labels)


def test_a_roster_with_one_name_in_two_spellings_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("artisan\nJosé\nAni\nJose\u0301\n", encoding="utf-8")
    command = ["new", "community", str(tmp_path / "made"), "--roster", str(tmp_path / "r.csv")]
    result = CliRunner().invoke(app, command)
    assert "once with U+0301 combining acute accent" in str(result.exception)


# ------------------------------------------------------------------ first adopters
def test_whole_numbers_and_tuples_are_named_as_first_adopters_and_targets() -> None:
    grid = nx.grid_2d_graph(3, 3)
    for graph, first, invited in (
        (nx.path_graph(9), [0, 3], [4]),
        (nx.path_graph(9), ["0", "3"], ["4"]),
        (grid, [(0, 0), [1, 2]], [(2, 2)]),
        (grid, ["(0, 0)", "(1, 2)"], ["(2, 2)"]),
    ):
        made = diffusion.with_graph(SENIK, graph).with_settings(
            {"community.artisans.first_adopters": first}
        )
        meeting = programme(activity(target=invited, doses={"subsidy": 5}))
        model = diffusion.ArtisanModel(made, meeting)
        named = {text_of(label) for label in first if not isinstance(label, list)}
        named |= {"(1, 2)"} if graph is grid else set()
        assert {text_of(a.label) for a in model.artisans if a.adopted} == named
        model.step()
        paid = {text_of(a.label) for a in model.artisans if a.subsidy}
        assert paid == {text_of(label) for label in invited}


@pytest.mark.parametrize(
    ("wish", "number"),
    [({"first_adopters_drawn": 7}, 7), ({"first_adopters_share": 0.1}, 3),
     ({"first_adopters_share": 0.05}, 2), ({"first_adopters_share": 0.0}, 0)],
    ids=["number", "share", "half", "none"],
)  # fmt: skip
def test_first_adopters_are_drawn_for_each_run(wish: dict[str, float], number: int) -> None:
    """30 artisans; .05 of them are 1.5, which is rounded up. All bear it, and all take turns."""
    settings = {f"community.artisans.{name}": value for name, value in wish.items()}
    made = SENIK.with_settings(settings | {"parameters.decision.misfit_tolerance": 1.0})
    outcome = diffusion.simulate(made, "none", n_runs=200, n_months=1, keep=["toa"])
    assert outcome.toa is not None
    assert ((outcome.toa == 0).sum(axis=1) == number).all()
    share = (outcome.toa == 0).mean(axis=0)
    assert (abs(share - number / 30) <= 4.5 * np.sqrt(number / 30 * (1 - number / 30) / 200)).all()


def test_nobody_is_drawn_whose_values_forbid_it() -> None:
    fit = [1.0, 0.1, 0.9, 0.2, 0.4]
    made = community(n_artisans=5, roster={"value_fit": fit}, artisans={"first_adopters_drawn": 4})
    outcome = diffusion.simulate(made, "none", n_runs=5, n_months=1, keep=["toa"])
    assert outcome.toa is not None
    assert (outcome.toa == 0).tolist() == [[True, False, True, False, True]] * 5


def test_a_first_adopter_whose_values_forbid_it_is_refused() -> None:
    made = community(n_artisans=2, roster={"value_fit": [0.3, 1.0]}, first_adopters=[0])
    for use in (
        lambda: diffusion.simulate(made, "none", n_runs=2),
        lambda: diffusion.ArtisanModel(made, "none"),
    ):
        with pytest.raises(InputError) as refused:
            use()
        assert str(refused.value) == (
            "community.toml: artisans.first_adopters: expected an artisan whose value_fit is 0.4 "
            'or more, as decision.misfit_tolerance asks; found "1", with 0.3'
        )


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ({"first_adopters": ["1"], "first_adopters_drawn": 2}, "expected one of first_adopters, "),
        ({"first_adopters_drawn": 31}, "expected at most 30 artisans"),
        ({"first_adopters_share": 1.5}, "first_adopters_share: expected"),
        ({"first_adopters": ["0"]}, "artisans.first_adopters: expected an artisan, one of 1, 2"),
    ],
    ids=["two ways", "too many", "share", "nobody"],
)
def test_first_adopters_that_cannot_be_are_refused(wish: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError) as refused:
        SENIK.with_settings({f"community.artisans.{key}": value for key, value in wish.items()})
    assert told in str(refused.value)


# ------------------------------------------------------------------ the direction of ties
def exposures(made: Community) -> list[float]:
    """Exposure of each artisan in the first month."""
    model = diffusion.ArtisanModel(made, "none")
    model.observe_others()
    return [artisan.exposure for artisan in model.artisans]


def three(form: type[nx.Graph], **options: str) -> Community:
    """Artisan 1 names 2, who has adopted, and is named by 3; strengths 0.5 and 1."""
    graph = form()
    graph.add_nodes_from([1, 2, 3])
    graph.add_edge(1, 2, strength=0.5)
    graph.add_edge(3, 1, strength=1.0)
    graph.add_edge(3, 2, strength=0.25)
    senik = SENIK.with_settings({"community.artisans.first_adopters": ["2"]})
    return diffusion.with_graph(senik, graph, **options)


@pytest.mark.parametrize(
    ("form", "direction", "expected"),
    [
        (nx.Graph, None, [0.5 / 1.5, 0.0, 0.25 / 1.25]),
        (nx.DiGraph, "both", [0.5 / 1.5, 0.0, 0.25 / 1.25]),
        (nx.DiGraph, None, [1.0, 0.0, 0.25 / 1.25]),
        (nx.MultiDiGraph, "alter_to_ego", [1.0, 0.0, 0.25 / 1.25]),
        (nx.DiGraph, "ego_to_alter", [0.0, 0.0, 0.0]),
    ],
    ids=["no direction", "both", "taken", "names", "influences"],
)
def test_ties_act_in_their_direction(
    form: type[nx.Graph], direction: str | None, expected: list[float]
) -> None:
    """Exposure to 2: with names 1 sees nobody but 2; with the other direction 2 is never seen."""
    made = three(form) if direction is None else three(form, direction=direction)
    assert exposures(made) == pytest.approx(expected, abs=1e-15)
    assert made.file.ties.direction == (direction or ("both" if form is nx.Graph else NAMES_ALTER))


NAMES_ALTER = "alter_to_ego"


def test_a_graph_with_a_direction_comes_back_as_it_was() -> None:
    made = three(nx.DiGraph)
    graph = diffusion.ArtisanModel(made, "none").graph
    assert sorted(graph.edges(data="strength")) == [(1, 2, 0.5), (3, 1, 1.0), (3, 2, 0.25)]


def test_a_direction_that_a_graph_has_not_is_refused() -> None:
    with pytest.raises(InputError, match="direction: expected both, as the edges of this graph"):
        three(nx.Graph, direction="alter_to_ego")
    with pytest.raises(InputError, match="expected one of both, alter_to_ego, ego_to_alter"):
        three(nx.DiGraph, direction="out")


@pytest.mark.parametrize("form", ["full", "two_state"])
def test_a_chain_of_names_passes_the_innovation_one_way(form: str) -> None:
    """1 names 2 names 3: with 3 as first adopter all follow, with 1 nobody does; both faces."""
    numbers = parameters(
        TWO_STATE
        | {"chain.form": form, "decision.alpha": 0.0, "decision.beta": CERTAIN}
        | {"awareness.adopter_contact": CERTAIN, "persuasion.social": CERTAIN}
        | {"persuasion.spontaneous": 0.0, "persistence.discontinuance_rate": 0.0}
        | {"decision.entry_cost": 0, "decision.cash_buffer": 0}
    )
    graph = nx.DiGraph([(1, 2), (2, 3)])
    for first, n_after in (("3", 3), ("1", 1)):
        senik = SENIK.with_settings({"community.artisans.first_adopters": [first]})
        made = diffusion.with_graph(senik, graph).with_settings(
            {"community.ties.strength": STRENGTH}
        )
        outcome = diffusion.simulate(made, "none", parameters=numbers, n_runs=2, n_months=20)
        assert outcome.tried.tolist() == [n_after, n_after]


def test_an_opinion_leader_is_one_at_whom_many_look() -> None:
    """Four name 9, who names nobody; 5 names all four, and nobody names 5."""
    graph = nx.DiGraph([(n, 9) for n in range(1, 5)] + [(5, n) for n in range(1, 5)])
    for rule in ("highest_degree", "highest_eigenvector"):
        meeting = programme(activity(target=rule, places=1, doses={"subsidy": 5}))
        model = diffusion.ArtisanModel(diffusion.with_graph(SENIK, graph), meeting)
        model.step()
        assert [artisan.label for artisan in model.artisans if artisan.subsidy] == [9], rule


def test_each_direction_of_a_tie_grows_by_itself() -> None:
    """Who meet come closer where they look at each other; a direction that is not there is not."""
    graph = nx.DiGraph()
    graph.add_weighted_edges_from([(1, 2, 0.5), (2, 1, 0.8), (1, 3, 0.5)], weight="strength")
    made = diffusion.with_graph(SENIK, graph).with_settings(
        {"community.modules.dynamic_ties": True, "parameters.association.tie_growth": 0.5}
    )
    model = diffusion.ArtisanModel(made, programme(activity()))
    assert sorted(model.graph.edges(data="strength")) == [(1, 2, 0.5), (1, 3, 0.5), (2, 1, 0.8)]
    model.step()
    assert sorted(model.graph.edges(data="strength")) == [(1, 2, 0.75), (1, 3, 0.75), (2, 1, 0.9)]
    look = {(a.label, b.label) for a in model.artisans for b in a.neighbors}
    assert look == {(1, 2), (2, 1), (1, 3)}


@examples(15)
@given(stories(), st.randoms())
def test_both_faces_agree_where_ties_have_a_direction(story: Story, luck: random.Random) -> None:
    """The two-state kernel, the months from Python and the compiled runs, bit for bit."""
    made = story.community
    n_artisans = made.n_artisans
    pairs = [
        (one, other)
        for one in range(n_artisans)
        for other in range(n_artisans)
        if one != other and luck.random() < 0.4
    ]
    strengths = [luck.randint(1, 10) / 10 for _ in pairs]
    ties = TieList.merged(
        *np.array(pairs, np.int64).reshape(-1, 2).T,
        strengths if luck.random() < 0.5 else None,
        luck.choice(["alter_to_ego", "ego_to_alter"]),  # type: ignore[arg-type]
    )
    file = made.file.model_copy(
        update={
            "ties": TieFile(
                generator="file",
                file="ties.csv",
                direction="alter_to_ego",
                strength=made.file.ties.strength,
            )
        }
    )
    directed = story.but(community=replace(made, file=file, tie_list=ties))
    outcome = directed.simulate()
    for replicate in range(2):
        lived = [one.stage for one in directed.life(replicate).records()]
        counted = [np.bincount(stage, minlength=7).tolist() for stage in lived]
        assert outcome.stages[replicate].tolist() == counted


TABLES = {
    "long": "ego,alter\nWati,Budi\nSiti,Wati\nWati,Budi\n",
    "wide": "artisan,advice_1,advice_2\nWati,Budi,\nSiti,Wati,\n",
}


@pytest.mark.parametrize("table", list(TABLES))
@pytest.mark.parametrize(
    ("direction", "pairs"),
    [
        ("both", {("Wati", "Budi"), ("Budi", "Wati"), ("Siti", "Wati"), ("Wati", "Siti")}),
        ("alter_to_ego", {("Wati", "Budi"), ("Siti", "Wati")}),
        ("ego_to_alter", {("Budi", "Wati"), ("Wati", "Siti")}),
    ],
)
def test_a_table_of_ties_says_its_direction(
    tmp_path: Path, table: str, direction: str, pairs: set[tuple[str, str]]
) -> None:
    """By an option of `new community`, which stands in community.toml; `check` says it."""
    (tmp_path / "r.csv").write_text("artisan\nSiti\nWati\nBudi\n")
    (tmp_path / "t.csv").write_text(TABLES[table])
    command = ["new", "community", str(tmp_path / "made"), "--roster", str(tmp_path / "r.csv")]
    command += ["--ties", str(tmp_path / "t.csv"), "--direction", direction]
    assert CliRunner().invoke(app, command).exit_code == 0
    made = diffusion.load(tmp_path / "made")
    model = diffusion.ArtisanModel(made, "none")
    look = {(one.label, other.label) for one in model.artisans for other in one.neighbors}
    assert look == pairs
    told = " ".join(CliRunner().invoke(app, ["check", str(tmp_path / "made")]).output.split())
    says = {
        "both": "influence each other",
        "alter_to_ego": "influenced by them; not the other way"
        if table == "wide"
        else "alter influences ego; not the other way",
        "ego_to_alter": "influences them; not" if table == "wide" else "ego influences alter; not",
    }
    assert says[direction] in told


def test_a_direction_needs_ties_and_a_name_that_is_known(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("artisan\nSiti\nWati\n")
    command = ["new", "community", str(tmp_path / "made"), "--roster", str(tmp_path / "r.csv")]
    for option, expected in (
        ("alter_to_ego", "--direction: expected --ties beside it"),
        ("out", "--direction: expected one of both, alter_to_ego, ego_to_alter"),
    ):
        result = CliRunner().invoke(app, [*command, "--direction", option])
        assert result.exit_code == 1
        assert expected in str(result.exception)
    assert not (tmp_path / "made").exists()


def test_a_community_says_which_way_its_ties_lead() -> None:
    for direction, told in (
        (None, "ties: 3, one way: who is named influences who names"),
        ("ego_to_alter", "ties: 3, one way: the first of two influences the second"),
        ("both", "ties: 3, both ways"),
    ):
        made = three(nx.DiGraph) if direction is None else three(nx.DiGraph, direction=direction)
        assert told in repr(made)
    assert "ties" not in repr(SENIK)
