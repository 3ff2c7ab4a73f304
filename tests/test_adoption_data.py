"""Adoption data are checked when they are made, and come back from frames, graphs and data sets."""

import pickle

import networkx as nx
import numpy as np
import pytest
from communities import SENIK
from hypothesis import given
from hypothesis import strategies as st

import diffusion
from diffusion.data.adoption import GIVEN_UP, IN_USE, NEVER, NOT_KNOWN, NOT_YET, UNDATED, Adoption
from diffusion.data.adoption_data import AdoptionData
from diffusion.data.ties import TiesOfKind
from diffusion.errors import InputError

PERIODS = ("2010-01", "2010-02", "2010-03")
POTTERY = Adoption.of(
    [0, 1, NEVER, NOT_KNOWN], [2, NEVER, NEVER, NEVER], [2, 2, 1, -1], n_periods=3
)
KILN = Adoption.of([UNDATED, 1, NEVER, 0], [UNDATED, UNDATED, NEVER, NEVER], n_periods=3)
ADVICE = TiesOfKind.of([0, 1], [1, 2], [0.5, 1])
KIN = TiesOfKind.of([3, 1], [1, 2], direction="both", influence=2, begins=[0, 1], ends=[1, 2])
DATA = AdoptionData(
    ("Tumi", "Suti", "Giyem", "Parti"),
    PERIODS,
    {"pottery": POTTERY, "kiln": KILN},
    {"advice": ADVICE, "kin": KIN},
    {"gender": np.array(["f", "m", "f", ""], object), "income": np.array([1.0, 2, 3, np.nan])},
)
NO_TIES = np.zeros((3, 3))


# ------------------------------------------------------------------ what is known of whom
def test_states_are_those_worked_out_by_hand() -> None:
    """Nobody knows after the last observation, and without a date; giving up has a first period."""
    assert POTTERY.states(3).tolist() == [
        [IN_USE, IN_USE, GIVEN_UP],
        [NOT_YET, IN_USE, IN_USE],
        [NOT_YET, NOT_YET, NOT_KNOWN],
        [NOT_KNOWN, NOT_KNOWN, NOT_KNOWN],
    ]
    assert KILN.states(3).tolist() == [
        [NOT_KNOWN, NOT_KNOWN, NOT_KNOWN],
        [NOT_YET, IN_USE, NOT_KNOWN],
        [NOT_YET, NOT_YET, NOT_YET],
        [IN_USE, IN_USE, IN_USE],
    ]
    assert DATA.users("pottery").tolist() == [1, 2, 1]
    assert DATA.n_known("pottery").tolist() == [3, 3, 2]
    assert POTTERY.state == ("given_up", "adopted", "never", "not_known")
    assert KILN.state == ("given_up", "given_up", "never", "adopted")


def test_a_matrix_weighs_kinds_by_their_influence_and_knows_periods() -> None:
    assert DATA.matrix().toarray().tolist() == [
        [0, 0.5, 0, 0], [0, 0, 3, 2], [0, 2, 0, 0], [0, 2, 0, 0],
    ]  # fmt: skip
    assert DATA.matrix("kin", period=0).toarray().tolist() == [
        [0, 0, 0, 0], [0, 0, 0, 2], [0, 0, 0, 0], [0, 2, 0, 0],
    ]  # fmt: skip


def test_some_of_the_people_keep_the_ties_among_them() -> None:
    some = DATA.select([2, 1])
    assert some.labels == ("Giyem", "Suti")
    assert some.ties["advice"] == TiesOfKind.of([1], [0], [1])
    assert some.of_innovation().time.tolist() == [NEVER, 1]
    assert some.columns["income"].tolist() == [3, 2]
    assert DATA.select(np.ones(4, bool)) == DATA.select(slice(None)) == DATA
    assert some != DATA


def test_ties_are_equal_in_any_order() -> None:
    turned = TiesOfKind.of(
        [2, 3], [1, 1], direction="both", influence=2, begins=[1, 0], ends=[2, 1]
    )
    assert turned == KIN
    assert TiesOfKind.of([2, 1], [1, 0], [1, 0.5]) != ADVICE


# ------------------------------------------------------------------ to others and back
def test_data_come_back_from_frames_graphs_data_sets_and_files() -> None:
    frames = DATA.to_frames()
    assert AdoptionData.from_frames(**frames._asdict()) == DATA
    assert AdoptionData.from_networkx(DATA.to_networkx()) == DATA
    assert AdoptionData.from_xarray(DATA.to_xarray()) == DATA
    assert pickle.loads(pickle.dumps(DATA)) == DATA


def test_a_graph_of_several_kinds_has_an_edge_for_each_and_a_tie_both_ways_two() -> None:
    graph = DATA.to_networkx()
    assert isinstance(graph, nx.MultiDiGraph)
    assert graph.number_of_edges("Suti", "Giyem") == 2
    assert graph.number_of_edges("Giyem", "Suti") == 1
    assert graph.nodes["Tumi"]["pottery given_up"] == "2010-03"
    one = AdoptionData(DATA.labels, PERIODS, ties={"kin": KIN}).to_networkx()
    assert type(one) is nx.Graph


def test_any_graph_can_be_taken() -> None:
    graph = nx.karate_club_graph()
    nx.set_node_attributes(graph, {0: 1963, 5: 1965}, "toa")
    data = AdoptionData.from_networkx(graph)
    assert data.periods == (1963, 1964, 1965)
    assert data.users().tolist() == [1, 1, 2]
    assert data.of_innovation().time[1] == NEVER
    assert (data.matrix() != nx.to_scipy_sparse_array(graph)).nnz == 0


def test_a_data_set_has_named_axes_and_curves() -> None:
    dataset = DATA.to_xarray()
    assert dataset["state"].dims == ("person", "period", "innovation")
    assert dataset["users"].sel(innovation="pottery").values.tolist() == [1, 2, 1]
    assert dataset["state"].sel(person="Tumi", period="2010-03", innovation="pottery") == GIVEN_UP


def test_who_is_not_in_a_frame_of_adoption_is_not_known() -> None:
    frames = DATA.to_frames()
    part = frames.adoption.query("person == 'Suti' and innovation == 'pottery'")
    data = AdoptionData.from_frames(frames.people, adoption=part, periods=PERIODS)
    assert data.of_innovation("pottery").state == ("not_known", "adopted", "not_known", "not_known")


@given(st.data())
def test_whatever_can_be_comes_back(data: st.DataObject) -> None:
    n_people, n_periods = data.draw(st.integers(2, 6)), data.draw(st.integers(1, 5))
    time = data.draw(
        st.lists(st.integers(UNDATED, n_periods - 1), min_size=n_people, max_size=n_people)
    )
    rows = st.integers(0, n_people - 1)
    pairs = data.draw(st.sets(st.tuples(rows, rows).filter(lambda pair: pair[0] != pair[1])))
    direction = data.draw(st.sampled_from(["both", "alter_to_ego", "ego_to_alter"]))
    if direction == "both":
        pairs = {(min(pair), max(pair)) for pair in pairs}
    ego, alter = np.array(sorted(pairs), np.int64).reshape(-1, 2).T
    weight = np.arange(1, len(ego) + 1) / 8 if len(ego) else None
    ties = {"ties": TiesOfKind.of(ego, alter, weight, direction=direction)}
    made = AdoptionData.of(ties, time, n_periods=n_periods)
    assert AdoptionData.from_networkx(made.to_networkx()) == made
    assert AdoptionData.from_frames(**made.to_frames()._asdict()) == made
    assert AdoptionData.from_xarray(made.to_xarray()) == made


# ------------------------------------------------------------------ what is refused
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            {"time": [0, 5, 1], "n_periods": 3},
            "adoption: time[1]: expected a period from 0 to 2, or -1 (never), -2 (not known), "
            "-3 (undated); found 5",
        ),
        ({"time": [0, 0.5, 1]}, "adoption: time[1]: expected a whole number; found 0.5"),
        ({"time": [0, np.nan, 1]}, "adoption: time[1]: expected a whole number; found nan"),
        (
            {"time": [0, 1]},
            "ties: expected a matrix with a row and a column for each of the 2 people; found 3x3",
        ),
        (
            {"time": [0, 1, NEVER], "given_up": [0, NEVER, NEVER]},
            "adoption: given_up[0]: expected a period after that of adoption; found 0",
        ),
        (
            {"time": [0, 1, NEVER], "given_up": [NEVER, NEVER, 1]},
            "adoption: given_up[2]: expected -1 (never) for who did not adopt; found 1",
        ),
        (
            {"time": [0, 1, NEVER], "last": [0, 0, 0]},
            "adoption: last[1]: expected a period not before that of adoption, and of giving up; "
            "found 0",
        ),
        (
            {"time": [0, 1, NEVER], "given_up": [NEVER, NEVER]},
            "adoption: given_up: expected one value for each of the 3 people; found 2",
        ),
        (
            {"time": [0, 1, 1], "labels": ["a", "b", "a"]},
            'data: labels[2]: expected each name once; found "a", as at 0',
        ),
        (
            {"time": [0, 1, 1], "columns": {"age": [30, 40]}},
            "columns: age: expected one value for each of the 3 people; found 2",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(wrong: dict[str, object], message: str) -> None:
    with pytest.raises(InputError) as caught:
        AdoptionData.of(NO_TIES, **wrong)  # type: ignore[arg-type]
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("ties", "message"),
    [
        (
            TiesOfKind.of([0, 3], [1, 2]),
            "ties kin: ego[1]: expected the row of a person, 0 to 2; found 3",
        ),
        (
            TiesOfKind.of([0], [0]),
            "ties kin: alter[0]: expected another person than the ego; found 0",
        ),
        (
            TiesOfKind.of([0], [1, 2]),
            "ties kin: alter: expected one value for each of the 1 ties; found 2",
        ),
        (
            TiesOfKind.of([0], [1], [-1]),
            "ties kin: weight[0]: expected a number above 0; found -1.0",
        ),
        (
            TiesOfKind.of([0], [1], begins=[2], ends=[1]),
            "ties kin: ends[0]: expected a period not before that in which it begins; found 1",
        ),
        (
            TiesOfKind.of([0], [1], ends=[4]),
            "ties kin: ends[0]: expected a period from 0 to 3; found 4",
        ),
        (
            TiesOfKind.of([0], [1], direction="backwards"),  # type: ignore[arg-type]
            "ties kin: direction: expected one of both, alter_to_ego, ego_to_alter; "
            'found "backwards"',
        ),
        (
            TiesOfKind.of([0], [1], influence=-1),
            "ties kin: influence: expected a number, 0 or more; found -1",
        ),
    ],
)
def test_ties_that_cannot_be_are_refused(ties: TiesOfKind, message: str) -> None:
    with pytest.raises(InputError) as caught:
        AdoptionData((1, 2, 3), (1, 2, 3, 4), ties={"kin": ties})
    assert str(caught.value) == message


def test_a_name_that_nobody_has_is_told_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"one of advice, kin \(did you mean advice\?\)"):
        DATA.matrix("advise")
    frames = DATA.to_frames()
    frames.ties.loc[0, "ego"] = "Tumii"
    with pytest.raises(InputError, match=r"ego\[0\].*did you mean Tumi\?"):
        AdoptionData.from_frames(**frames._asdict())


# ------------------------------------------------------------------ simulated
def test_a_simulated_run_is_data_like_those_observed() -> None:
    """Where nobody takes it up again, users are the adopters, state by state."""
    once = SENIK.with_settings({"community.modules.readoption": False})
    n_given_up = 0
    for community in (once, SENIK):
        outcome = diffusion.simulate(
            community, "campaign_only", n_runs=3, n_months=30, keep=["spells", "toa"]
        )
        assert outcome.toa is not None
        for run in range(3):
            data = outcome.to_adoption_data(run, community=community)
            assert data.periods[:2] == ("start", SENIK.file.calendar.start)
            assert (data.of_innovation().time == outcome.toa[run]).all()
            n_given_up += np.count_nonzero(data.of_innovation().given_up != NEVER)
            is_more = outcome.adopters[run] - data.users()
            assert (is_more >= 0).all()
            assert community is SENIK or not is_more.any()
            assert data.matrix().nnz > 0
            assert (data.matrix() - data.matrix().T).nnz == 0
    assert n_given_up > 0


def test_what_a_run_has_not_kept_is_no_data() -> None:
    outcome = diffusion.simulate(SENIK, "none", n_runs=1, n_months=3, keep=["spells"])
    assert not outcome.to_adoption_data().ties
    assert outcome.to_adoption_data().labels[:2] == (1, 2)
    with pytest.raises(InputError, match=r'keep=\["spells"\]'):
        diffusion.simulate(SENIK, "none", n_runs=1, n_months=3).to_adoption_data()
    with pytest.raises(InputError, match="the community that was simulated, senik"):
        outcome.to_adoption_data(community=SENIK.with_settings({"community.title": "Another"}))
