"""Ties come in as arrays and give the histories of any other way; a chain keeps counts alone."""

import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pyarrow as pa
import pytest
from communities import SENIK, TWO_STATE, community, parameters
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet
from scipy import sparse

import diffusion
from diffusion.errors import InputError
from diffusion.kernels import networks
from diffusion.kernels.state import Stage
from diffusion.scenario.tie_list import TieList
from diffusion.translate.first_adopters import lots_of
from diffusion.translate.first_draws import Draws
from diffusion.translate.tie_arrays import ties_of_ends, ties_of_rows
from diffusion.translate.traits import TRAITS, traits_of

DOCS = Path(__file__).parents[1] / "docs"
EGO, ALTER = np.array([3, 0, 1, 2, 4]), np.array([2, 1, 2, 4, 0])
"""A triangle of 2, 4, 0 and 1, and 3 beside it; 5 is tied to nobody."""
N_ARTISANS = 6
INDPTR = np.array([0, 2, 4, 7, 8, 10, 10])
INDICES = np.array([1, 4, 0, 2, 1, 3, 4, 2, 0, 2])
ASKED: Mapping[str, Any] = {"n_runs": 5, "n_months": 20, "keep": ("toa", "spells")}

LAWS: dict[str, Mapping[str, Any]] = {
    "cascade": {
        "exposure.normalisation": "sum", "exposure.memory": "flow", "exposure.response": "linear",
        "decision.alpha": 0.0, "decision.beta": 1.0,
    },
    "threshold": {
        "exposure.response": "threshold", "exposure.threshold": 0.3, "decision.alpha": 0.0,
        "decision.beta": 3.0,
    },
    "thresholds drawn": {"exposure.response": "threshold", "decision.beta": 3.0},
    "gates": {
        "decision.efficacy_exponent": 0.5, "decision.value_exponent": 1.0,
        "decision.cost_exponent": 0.2, "decision.alpha_spread": 0.5, "decision.alpha": 0.05,
    },
    "values": {"decision.misfit_tolerance": 0.6, "decision.alpha": 0.1},
    "stopping": {"chain.exit_hazard": 0.2, "chain.substeps": 2, "decision.alpha": 0.1},
}  # fmt: skip


def said(law: str) -> Any:
    return parameters(TWO_STATE | LAWS[law])


def assert_same_histories(one: diffusion.Outcome, other: diffusion.Outcome) -> None:
    for name in ("stages", "lasting", "tried", "toa", "first", "discontinued_months"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


@pytest.mark.parametrize("law", list(LAWS))
@pytest.mark.parametrize(
    "ties",
    [
        {"generator": "watts_strogatz", "mean_degree": 4, "rewiring": 0.2},
        {"generator": "geometric", "mean_degree": 4.0},
        [(0, 1), (1, 2), (2, 3), (0, 3), (3, 9)],
    ],
    ids=["ring", "geometric", "listed"],
)
def test_a_chain_that_draws_less_has_the_same_histories(law: str, ties: Any) -> None:
    people = community(ties=ties, first_adopters=(0, 1, 7), n_hamlets=2)
    counts = diffusion.simulate(people, "none", parameters=said(law), **ASKED)
    keep = (*ASKED["keep"], "traits")
    whole = diffusion.simulate(people, "none", parameters=said(law), **{**ASKED, "keep": keep})
    assert_same_histories(counts, whole)
    assert (counts.stages[:, -1, Stage.TRIAL] > 3).any()


def test_the_histories_are_not_those_of_another_luck() -> None:
    """Negative control of the test above."""
    people = community(ties=[(0, 1), (1, 2)], first_adopters=(0, 1, 7))
    one, other = (
        diffusion.simulate(people, "none", parameters=said("gates"), random_seed=seed, **ASKED)
        for seed in (1, 2)
    )
    assert not np.array_equal(one.toa, other.toa)


@pytest.mark.parametrize("name", TRAITS)
def test_a_trait_is_the_same_whatever_else_is_drawn(name: str) -> None:
    people = community(n_hamlets=2)
    drawn = Draws(7, 3, 2, people)
    alone = traits_of(people, parameters(), drawn, (name,))
    assert list(alone) == [name]
    assert np.array_equal(alone[name], traits_of(people, parameters(), drawn)[name])


def test_a_chain_keeps_counts_unless_more_is_asked_for() -> None:
    asked: dict[str, Any] = {"parameters": said("cascade"), "n_runs": 2, "n_months": 3}
    outcome = diffusion.simulate(SENIK, "none", **asked)
    assert outcome.names == tuple(stage.name.lower() for stage in Stage)
    assert list(outcome.monthly().columns) == ["month", *outcome.names]
    assert "adopters" in outcome.to_xarray()
    assert "cash" not in outcome.to_frame()
    assert (outcome.is_balanced(), outcome.holds_activities) == (True, False)
    with pytest.raises(InputError, match=r'keep=\["traits"\], or one of its stages; found "cash"'):
        outcome.series("cash")
    whole = diffusion.simulate(SENIK, "none", **asked, keep=("traits",))
    assert (whole.series("cash") > 0).all()
    assert diffusion.simulate(SENIK, "none", n_runs=1, n_months=1).series("cash").size == 2


@given(st.integers(1, 9), st.integers(0, 9), st.data())
@settings(deadline=None, max_examples=50)
def test_lots_are_drawn_as_by_sorting(n_artisans: int, n_drawn: int, data: st.DataObject) -> None:
    """Also where lots are equal, and where few may be first."""
    few = st.lists(st.sampled_from([0.1, 0.2, 0.3, 0.9]), min_size=n_artisans, max_size=n_artisans)
    lots = np.array([data.draw(few)])
    borne = st.lists(st.booleans(), min_size=n_artisans, max_size=n_artisans)
    is_borne = np.array([data.draw(borne)])
    in_order = sorted(range(n_artisans), key=lambda ego: (not is_borne[0, ego], lots[0, ego], ego))
    chosen = {ego for ego in in_order[:n_drawn] if is_borne[0, ego]}
    assert set(np.flatnonzero(lots_of(lots, is_borne, n_drawn)[0]).tolist()) == chosen


def graph() -> nx.Graph:
    made: nx.Graph = nx.Graph()
    made.add_nodes_from(str(ego + 1) for ego in range(N_ARTISANS))
    made.add_edges_from(
        (str(ego + 1), str(alter + 1)) for ego, alter in zip(EGO, ALTER, strict=True)
    )
    return made


def by(way: str, folder: Path) -> diffusion.Community:
    """Give the same people and ties to Senik in one of the ways."""
    started = SENIK.with_settings({"parameters.decision.misfit_tolerance": 1.0})
    if way == "parquet":
        parquet.write_table(pa.table({"ego": EGO, "alter": ALTER}), folder / "ties.parquet")
        return diffusion.with_graph(started, folder / "ties.parquet", n_artisans=N_ARTISANS)
    if way == "ends":
        return diffusion.with_graph(started, ends=(EGO, ALTER), n_artisans=N_ARTISANS)
    if way == "rows":
        return diffusion.with_graph(started, rows=(INDPTR, INDICES))
    if way == "unsorted rows":
        backwards = np.concatenate([INDICES[one:other][::-1] for one, other in pairwise(INDPTR)])
        return diffusion.with_graph(started, rows=(INDPTR.astype(np.int32), backwards.tolist()))
    if way == "matrix":
        matrix = sparse.csr_array((np.ones(10), INDICES, INDPTR), shape=(N_ARTISANS, N_ARTISANS))
        return diffusion.with_graph(started, matrix)
    if way == "labels":
        labels = [str(ego + 1) for ego in range(N_ARTISANS)]
        return diffusion.with_graph(started, rows=(INDPTR, INDICES), labels=labels)
    strength = {"values": (1.0,), "shares": (1.0,)}
    return diffusion.with_graph(
        started.with_settings({"community.ties.strength": strength}), graph()
    )


@pytest.mark.parametrize("way", ["ends", "rows", "unsorted rows", "matrix", "parquet", "labels"])
@pytest.mark.parametrize("law", ["cascade", "gates"])
def test_arrays_give_the_histories_of_a_graph(way: str, law: str, tmp_path: Path) -> None:
    asked = {**ASKED, "parameters": said(law)}
    made, expected = by(way, tmp_path), by("graph", tmp_path)
    assert made.tie_list == expected.tie_list
    assert made.n_artisans == N_ARTISANS
    one, other = (
        diffusion.simulate(
            people.with_settings({"community.artisans.first_adopters": (1, 4)}), "none", **asked
        )
        for people in (made, expected)
    )
    assert_same_histories(one, other)
    assert (one.tried > 2).any()


def test_arrays_give_the_histories_of_a_graph_in_the_whole_model(tmp_path: Path) -> None:
    one, other = (
        diffusion.simulate(by(way, tmp_path), "campaign_only", n_runs=2, n_months=24)
        for way in ("ends", "graph")
    )
    for name in ("stages", "money", "levels", "counts"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


@pytest.mark.filterwarnings("ignore:community.toml")
def test_a_wave_walks_along_a_line() -> None:
    """Five in a line, the first begins, half of one's alters are enough: one more each month."""
    line = diffusion.with_graph(SENIK, ends=(range(4), range(1, 5)))
    line = line.with_settings({"community.artisans.first_adopters": [1]})
    certain = parameters(
        TWO_STATE
        | {
            "exposure.response": "threshold", "exposure.threshold": 0.5, "decision.alpha": 0.0,
            "decision.beta": 100.0,
        }
    )  # fmt: skip
    outcome = diffusion.simulate(line, "none", parameters=certain, n_runs=1, n_months=6)
    assert outcome.adopters[0].tolist() == [1, 2, 3, 4, 5, 5, 5]


def test_strengths_and_a_direction_come_in_with_arrays() -> None:
    """2 influences 0 with a half, and 1 with all; nobody influences 2."""
    ends, strength = ([0, 1], [2, 2]), [0.5, 1.0]
    one_way = diffusion.with_graph(SENIK, ends=ends, strength=strength, direction="alter_to_ego")
    assert one_way.tie_list is not None
    assert one_way.tie_list.pairs.tolist() == [[0, 2], [1, 2]]
    assert one_way.tie_list.strengths.tolist() == [0.5, 1.0]
    turned = diffusion.with_graph(
        SENIK, ends=ends[::-1], strength=strength, direction="ego_to_alter"
    )
    rows = [0, 1, 2, 2], [2, 2]
    by_rows = diffusion.with_graph(SENIK, rows=rows, strength=strength, direction="alter_to_ego")
    assert turned.tie_list == one_way.tie_list == by_rows.tie_list
    both = diffusion.with_graph(SENIK, ends=ends, strength=strength).tie_list
    assert both is not None
    assert both.strength.tolist() == [500_000_000, 1_000_000_000, 500_000_000, 1_000_000_000]


@pytest.mark.parametrize("dtype", [np.int32, np.uint32, np.int64])
def test_an_array_that_is_shared_and_changed_leads_nowhere(dtype: type) -> None:
    """Only numbers of 32 bits are shared; a row of nobody would be written beyond all rows."""
    indices = INDICES.astype(dtype)
    made = diffusion.with_graph(SENIK, rows=(INDPTR, indices))
    assert made.tie_list is not None
    assert np.shares_memory(made.tie_list.alter, indices) == (dtype != np.int64)
    with pytest.raises(ValueError, match="read-only"):
        made.tie_list.alter[0] = 3
    asked: dict[str, Any] = {"parameters": said("cascade"), "n_runs": 1, "n_months": 1}
    assert diffusion.simulate(made, "none", **asked).n_artisans == N_ARTISANS
    indices[:] = N_ARTISANS
    if dtype != np.int64:
        with pytest.raises(ValueError, match="changed after it was given"):
            diffusion.simulate(made, "none", **asked)


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_any_ties_are_listed_as_numpy_lists_them(data: st.DataObject) -> None:
    n_artisans = data.draw(st.integers(2, 9))
    every = [(one, other) for other in range(n_artisans) for one in range(other)]
    pairs = data.draw(st.lists(st.sampled_from(every), unique=True))
    turned = [pair[::-1] if data.draw(st.booleans()) else pair for pair in pairs]
    strengths = [data.draw(st.sampled_from([0.25, 0.5, 1.0])) for _ in pairs]
    ends = np.array(turned, np.int64).reshape(-1, 2).T
    given_strengths = data.draw(st.sampled_from([None, strengths]))
    listed = ties_of_ends(*ends, given_strengths, direction="both", n_artisans=n_artisans)
    expected = TieList.of_pairs(pairs, given_strengths or None, n_artisans=n_artisans)
    if listed.has_strengths or not given_strengths:
        assert listed == expected
    else:  # all are 1, which needs no list
        assert set(given_strengths) <= {1.0}
    assert ties_of_rows(listed.start, listed.alter, _of(listed), direction=None) == listed
    assert networks.check_rows(
        listed.start.copy(), listed.alter.copy(), listed.strength.copy()
    ) == (networks.FINE, 0, 0)


def _of(listed: TieList) -> np.ndarray | None:
    return listed.strength / 1e9 if listed.has_strengths else None


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "itself": (
        {"ends": ([0, 1], [1, 1])},
        "ends: alter[1]: expected another artisan than the ego; found 1, itself",
    ),
    "twice": (
        {"ends": ([0, 1, 2, 1], [1, 2, 3, 0])},
        "ends: [3]: expected each tie once, in one of its two orders; found ego and alter 1 and "
        "0, as at 0",
    ),
    "twice, directed": (
        {"ends": ([0, 1, 0], [1, 0, 1]), "direction": "ego_to_alter"},
        "ends: [2]: expected each tie once; found ego and alter 0 and 1, as at 0",
    ),
    "negative": (
        {"ends": ([0, 1, 2], [1, 2, -3])},
        "ends: alter[2]: expected the row of an artisan, 0 to 2; found -3",
    ),
    "too high": (
        {"ends": ([0, 9, 2], [1, 2, 3]), "n_artisans": 5},
        "ends: ego[1]: expected the row of an artisan, 0 to 4; found 9",
    ),
    "shorter": (
        {"ends": ([0, 1, 2], [1, 2])},
        "ends: alter: expected as many as ego has, 3; found 2",
    ),
    "fractions": (
        {"ends": ([0.5, 1], [1, 2])},
        "ends: ego: expected an array of whole numbers, with one axis; found float64 of shape 2",
    ),
    "strong": (
        {"ends": ([0, 1], [1, 2]), "strength": [1.0, 1.5]},
        "ends: strength[1]: expected a number above 0, at most 1; found 1.5",
    ),
    "not a number": (
        {"ends": ([0, 1], [1, 2]), "strength": [np.nan, 1.0]},
        "ends: strength[0]: expected a number above 0, at most 1; found nan",
    ),
    "weak": (
        {"rows": ([0, 1, 2], [1, 0]), "strength": [-0.5, 1.0]},
        "rows: strength[0]: expected a number above 0, at most 1; found -0.5",
    ),
    "few strengths": (
        {"ends": ([0, 1], [1, 2]), "strength": [1.0]},
        "ends: strength: expected a number for each of the 2 ties; found float64 of shape 1",
    ),
    "end of rows": (
        {"rows": ([0, 1, 2], [1, 0, 3])},
        "rows: indptr: expected from 0 to 3, the length of indices; found from 0 to 2",
    ),
    "rows that go back": (
        {"rows": ([0, 2, 1, 2], [1, 0])},
        "rows: indptr[2]: expected at least 2; found 1",
    ),
    "no rows": (
        {"rows": ([], [])},
        "rows: indptr: expected one number more than artisans; found an empty array",
    ),
    "one way": (
        {"rows": ([0, 1, 1], [1])},
        "rows: expected each tie in the rows of both its ends (or a direction: alter_to_ego, "
        "where those in a row influence ego, or ego_to_alter); found artisan 1 in the row of 0, "
        "but not 0 in that of 1",
    ),
    "one way down": (
        {"rows": ([0, 0, 1], [0])},
        "rows: expected each tie in the rows of both its ends (or a direction: alter_to_ego, "
        "where those in a row influence ego, or ego_to_alter); found artisan 0 in the row of 1, "
        "but not 1 in that of 0",
    ),
    "itself in a row": (
        {"rows": ([0, 1, 2], [0, 1])},
        "rows: expected other artisans than ego in a row; found artisan 0 in the row of 0",
    ),
    "twice in a row": (
        {"rows": ([0, 2, 4], [1, 1, 0, 0])},
        "rows: expected each alter once in a row; found twice artisan 1 in the row of 0",
    ),
    "unequal": (
        {"rows": ([0, 1, 2], [1, 0]), "strength": [0.5, 0.6]},
        "rows: expected one strength at both ends of a tie; found two of 0 and 1",
    ),
    "both": (
        {"rows": ([0, 1, 2], [1, 0]), "ends": ([0], [1])},
        "with_graph: expected one of graph, ends and rows; found ends and rows",
    ),
    "neither": ({}, "with_graph: expected one of graph, ends and rows; found none of these"),
    "a number": (
        {"graph": 3},
        "graph: expected a networkx graph, a SciPy sparse matrix or the path of a Parquet file; "
        "found int",
    ),
    "strengths of a graph": (
        {"graph": nx.path_graph(3), "strength": [1.0]},
        "with_graph: strength: expected the strengths that the graph has (strength= goes with "
        "ends= and rows=); found an array",
    ),
    "not square": (
        {"graph": sparse.csr_array(np.ones((2, 3)))},
        "graph: expected a matrix with a row and a column for each artisan; found 2 rows, 3 "
        "columns",
    ),
    "nobody": ({"ends": ([], [])}, "ends: expected 1 to 10,000,000 artisans; found 0"),
    "labels": (
        {"ends": ([0, 1], [1, 2]), "labels": ["a", "b"]},
        "labels: expected one for each of the 3 artisans; found 2",
    ),
    "no label": (
        {"ends": ([0, 1], [1, 2]), "labels": ["a", "b", None]},
        "labels: [2]: expected a label; found a missing value",
    ),
}


@pytest.mark.parametrize("wrong", list(WRONG))
def test_what_is_wrong_is_said_with_its_place(wrong: str) -> None:
    given_arrays, message = WRONG[wrong]
    with pytest.raises(InputError) as raised:
        diffusion.with_graph(SENIK, **given_arrays)
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"ego": [1], "alters": [2]}, 'columns ego and alter, and perhaps strength; found "ego, a'),
        ({"ego": [1, None], "alter": [2, 3]}, r"ego\[1\]: expected a value in each cell; found no"),
        ({"ego": ["a"], "alter": [2]}, "ego: expected an array of whole numbers"),
        ({"ego": [1], "alter": [0], "strength": [2.0]}, r"strength\[0\]: expected a number above"),
    ],
)
def test_a_wrong_file_is_named(columns: Any, message: str, tmp_path: Path) -> None:
    parquet.write_table(pa.table(columns), tmp_path / "ties.parquet")
    with pytest.raises(InputError, match=f"ties.parquet: .*{message}"):
        diffusion.with_graph(SENIK, tmp_path / "ties.parquet")


def test_what_is_no_parquet_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "ties.parquet").write_text("ego,alter\n", encoding="utf-8")
    for name, found in {"ties.parquet": "another file", "none.parquet": "no such place"}.items():
        with pytest.raises(InputError, match=f"{name}: expected a Parquet file .*; found {found}"):
            diffusion.with_graph(SENIK, tmp_path / name)


def test_rows_that_no_hash_finds_fine_are_looked_through() -> None:
    """Each kind of fault in ascending rows, and rows that do not ascend."""
    none = np.empty(0, np.int32)

    def found(start: list[int], alter: list[int], strength: list[int] | None = None) -> int:
        arrays = (np.array(one, np.uint32) for one in (start, alter))
        known = none if strength is None else np.array(strength, np.int32)
        return int(networks.check_rows(*arrays, known)[0])

    assert found([0, 1, 2], [1, 0]) == networks.FINE
    assert found([0, 1, 2], [0, 1]) == networks.SELF
    assert found([0, 2, 4], [1, 1, 0, 0]) == networks.TWICE
    assert found([0, 2, 3, 4], [2, 1, 0, 0]) == networks.UNSORTED
    assert found([0, 1, 3, 4], [1, 2, 0, 1]) == networks.ONE_WAY  # unsorted, which is seen later
    assert found([0, 1, 1], [1]) == networks.ONE_WAY
    assert found([0, 1, 2], [1, 0], [1, 2]) == networks.UNEQUAL
    assert found([0, 1, 2], [1, 0], [2, 2]) == networks.FINE


def test_the_page_about_large_networks_runs() -> None:
    """Its blocks, one after the other; all who ever began use the innovation at the end."""
    text = (DOCS / "howto" / "large.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)
    names: dict[str, Any] = {}
    exec("\n".join(blocks), names)  # what a reader would type
    outcome = names["outcome"]
    assert names["ring"].n_artisans == outcome.n_artisans == 10_000
    assert np.array_equal(outcome.adopters[:, -1], (outcome.toa >= 0).sum(axis=1))
    assert (outcome.adopters[:, -1] > 150).all()
