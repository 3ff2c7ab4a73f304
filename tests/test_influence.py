"""Whose part each move was: shares add to one, and are those of the rule worked out by hand."""

from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from communities import SENIK

import diffusion
from diffusion.errors import InputError
from diffusion.explanation.chains import chains
from diffusion.explanation.influence import Influence, influence_of
from diffusion.explanation.shares import MOVES
from diffusion.kernels.state import Stage
from diffusion.mesa_model.model import ArtisanModel

NAME = "campaign_then_collaboration"
MOVE = ["run", "month", "ego", "move"]


@pytest.fixture(scope="module")
def influence() -> Influence:
    return influence_of(diffusion.record_events(SENIK, NAME, n_runs=10))


@pytest.fixture(scope="module")
def spread_by_ties() -> Influence:
    """Nobody is told at an activity: all is heard from ties and from afar."""
    known = SENIK.with_settings({"parameters.awareness.broadcast": 0.01})
    return influence_of(diffusion.record_events(known, "none", n_runs=10))


def test_shares_of_a_move_add_to_one(influence: Influence, spread_by_ties: Influence) -> None:
    for one in (influence, spread_by_ties):
        table = one.shares()
        sums = table.groupby(MOVE, observed=True)["share"].sum()
        assert np.allclose(sums, 1.0, atol=1e-12)
        moved = one.record.of(*MOVES).to_frame()
        assert len(sums) == len(moved) > 0
        assert set(map(tuple, sums.reset_index()[["run", "month", "ego"]].to_numpy())) == set(
            map(tuple, moved[["run", "month", "ego"]].to_numpy())
        )
        assert (table["share"] > 0).all()


def test_everything_that_moves_is_a_source(influence: Influence, spread_by_ties: Influence) -> None:
    assert set(influence.shares()["source"]) == {"activity", "tie", "group", "alone"}
    assert set(spread_by_ties.shares()["source"]) == {"broadcast", "tie", "alone"}


def test_gates_are_factors_beside(influence: Influence) -> None:
    gates = influence.gates()
    decided = gates[gates["move"] == "decided"]
    assert decided[["efficacy", "values", "cost", "gain"]].notna().all().all()
    assert gates[["efficacy", "values", "cost", "gain"]].stack().dropna().between(0, 1).all()
    assert len(decided) == len(influence.record.of("decided"))


def test_trained_alters_and_covariates_stand_where_a_model_has_them(influence: Influence) -> None:
    assert "trained" not in set(influence.shares()["source"])
    assert influence.gates()["propensity"].isna().all()
    known = SENIK.with_settings({"parameters.decision.knowledge": 0.4})
    shares = influence_of(diffusion.record_events(known, NAME, n_runs=10)).shares()
    of_trained = shares[shares["source"] == "trained"]
    assert len(of_trained) > 10
    assert (of_trained["move"] == "decided").all()
    assert np.allclose(shares.groupby(MOVE, observed=True)["share"].sum(), 1.0, atol=1e-12)


def test_parts_add_up_to_the_moves(influence: Influence) -> None:
    table = influence.by_source().groupby("move")["moves"].sum()
    pairs = influence.who_influenced_whom().groupby("move", observed=True)["moves"].sum()
    for move in MOVES:
        n_moves = len(influence.record.of(move)) / influence.record.n_runs
        assert table[move] == pytest.approx(n_moves)
        assert pairs[move] == pytest.approx(n_moves)


@pytest.mark.parametrize(
    ("programme", "settings"),
    [
        (NAME, {}),
        ("none", {"parameters.awareness.broadcast": 0.01}),
        (NAME, {"parameters.exposure.response": "hill"}),
        (NAME, {"parameters.decision.knowledge": 0.4}),
        (NAME, {"parameters.exposure.normalisation": "sum", "parameters.exposure.memory": "flow"}),
    ],
)
def test_shares_are_those_of_the_rule(programme: str, settings: dict[str, Any]) -> None:
    known = SENIK.with_settings(settings)
    model = ArtisanModel(known, programme, replicate=3)
    model.record_events()
    expected: dict[tuple[int, int, str], dict[str, float]] = {}
    for month in range(1, 37):
        before, cohesion = model.state.copy(), float(model.hamlets.cohesion[0])
        model.step()
        for ego in np.flatnonzero(model.state.stage != before.stage):
            move = {
                Stage.KNOWS: "heard", Stage.PERSUADED: "persuaded", Stage.DECIDED: "decided"
            }.get(Stage(int(model.state.stage[ego])))  # fmt: skip
            if move and not (move == "persuaded" and before.stage[ego] == Stage.DECIDED):
                found = by_hand(model, before, cohesion, int(ego), move)
                if found is not None:
                    expected[month, int(ego), move] = found
    shares = influence_of(model.event_record).found
    compared = 0
    for (month, ego, move), by_source in expected.items():
        is_it = (shares.month == month) & (shares.ego == ego)
        is_it &= shares.move == MOVES.index(move)
        told = {
            f"{source} {other}" if other >= 0 and source in (1, 2, 6) else f"{source}": 0.0
            for source, other in zip(shares.source[is_it], shares.other[is_it], strict=True)
        }
        for source, other, share in zip(
            shares.source[is_it], shares.other[is_it], shares.share[is_it], strict=True
        ):
            told[f"{source} {other}" if other >= 0 and source in (1, 2, 6) else f"{source}"] += (
                share
            )
        assert told == pytest.approx({k: v for k, v in by_source.items() if v > 1e-9}, abs=1e-6)
        compared += 1
    assert compared > 10


def by_hand(
    model: ArtisanModel, before: Any, cohesion: float, ego: int, move: str
) -> dict[str, float] | None:
    """Shares of one move by ODD 7.1 to 7.4; sources by number, ties with the row of the alter."""
    numbers, ties, month = model.parameters, model.ties, model.month
    row = slice(ties.start[ego], ties.start[ego + 1])
    strength = dict(zip(ties.alter[row].tolist(), ties.strength[row] / 1e9, strict=True))
    is_adopting = (before.stage >= Stage.TRIAL) & (before.stage <= Stage.CONFIRMED)
    if move == "heard":
        if month.heard[ego]:
            return {"0": 1.0}
        parts = {"4": float(numbers.broadcast)}
        for alter, w in strength.items():
            stage, voice = before.stage[alter], float(model.state.voice[alter])
            if is_adopting[alter]:
                contact = max(float(month.contact[alter]), 1 + voice)
                parts[f"1 {alter}"] = w * contact * float(numbers.adopter_contact)
            elif Stage.KNOWS <= stage <= Stage.DECIDED:
                parts[f"1 {alter}"] = w * (1 + voice) * float(numbers.aware_contact)
    else:
        shown = is_adopting
        if move == "persuaded":
            speaks = (before.stage == Stage.KNOWS) & (before.voice > 0)
            shown = speaks | ((before.stage >= Stage.PERSUADED) & (before.stage <= Stage.CONFIRMED))
        elif numbers.is_flow:
            shown = (before.stage == Stage.TRIAL) & (before.months_in_stage == 0)
        extra = np.where(is_adopting, before.influence, before.voice)
        parts = {f"1 {a}": w * (1 + extra[a]) for a, w in strength.items() if shown[a]}
        mates = np.flatnonzero(before.is_member)
        if before.is_member[ego] and len(mates) > 1:
            mate = float(numbers.group_weight) * cohesion / (len(mates) - 1)
            parts["3"] = mate * sum(1 + extra[m] for m in mates if m != ego and shown[m])
        seen = sum(parts.values())
        if move == "persuaded":
            own = {"5": float(numbers.spontaneous)}
            own["0"] = float(numbers.verbal) * float(month.persuasion[ego])
            social = float(numbers.social) * float(month.favourable[ego])
        else:
            x = float(month.recent_exposure[ego])
            phi = x
            if numbers.response == 1:
                n, half = float(numbers.hill_exponent), float(numbers.hill_midpoint)
                phi = x**n * (1 + half**n) / (x**n + half**n)
            own = {"5": float(numbers.alpha) * float(before.alpha_factor[ego])}
            taught = {a: w for a, w in strength.items() if before.trained[a]}
            if (before.trained != model.state.trained).any() and numbers.knowledge:
                return None  # who was trained this month has a part too
            for alter, w in taught.items():
                knows = float(numbers.knowledge) * float(month.knowledge[ego])
                own[f"6 {alter}"] = knows * w / sum(taught.values())
            social = float(numbers.beta) * phi
        parts = own | {key: social * part / seen for key, part in parts.items() if seen}
    whole = sum(parts.values())
    return {key: part / whole for key, part in parts.items()}


@pytest.mark.filterwarnings("ignore::diffusion.errors.OddWarning")  # traits are drawn
def test_a_tie_without_strength_has_no_part() -> None:
    """Who looks at nobody is influenced by nobody, and who is looked at has no part elsewhere."""
    graph = nx.DiGraph([("a", "b"), ("b", "c"), ("c", "d")])
    settings = {"parameters.awareness.adopter_contact": 0.9, "parameters.decision.beta": 0.9}
    made = diffusion.with_graph(SENIK, graph, direction="ego_to_alter")
    made = made.with_settings({**settings, "community.artisans.first_adopters": ["a"]})
    shares = influence_of(diffusion.record_events(made, "none", n_runs=20)).shares()
    told = shares.loc[shares["source"] == "tie", ["other", "ego"]]
    pairs = set(map(tuple, told.to_numpy()))
    assert ("a", "b") in pairs
    assert pairs <= {("a", "b"), ("b", "c"), ("c", "d")}


def test_who_influenced_whom_makes_trees(influence: Influence) -> None:
    run = influence.typical_run
    for move in MOVES:
        main = influence.main_sources(move, run)
        assert main["ego"].is_unique
        order = chains(main, SENIK.n_artisans)
        assert sorted(order) == list(range(len(main)))
    with pytest.raises(InputError, match="did you mean decided"):
        influence.main_sources("decide", run)
    with pytest.raises(InputError, match="run"):
        influence.main_sources("decided", 10)


def test_nobody_moves_where_nobody_can() -> None:
    still = SENIK.with_settings({"parameters.awareness.adopter_contact": 0.0})
    found = influence_of(diffusion.record_events(still, "none", n_runs=2))
    heard = found.shares()
    assert isinstance(found.by_source(), pd.DataFrame)
    assert (heard["move"] != "heard").all()
