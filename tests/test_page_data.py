"""The data of the workshop page: the numbers of Python, and a history told without invention."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from communities import SENIK, STORY_MONTHS, Story, programme, stories
from communities import activity as made_activity
from communities import community as made_community
from communities import parameters as made_parameters
from harness import examples
from hypothesis import given
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image
from scipy.spatial.distance import pdist
from typer.testing import CliRunner

import diffusion
from diffusion import ArtisanModel, Stage
from diffusion.cli import app, main
from diffusion.comparison.result import Comparison
from diffusion.errors import InputError
from diffusion.explanation.moves import MOVES
from diffusion.explanation.stories import StoryModel
from diffusion.i18n.words import LANGUAGES, Words, both, not_yet_read
from diffusion.page.build import build_page
from diffusion.page.data import nearest_the_median, page_data
from diffusion.page.hamlets import frames
from diffusion.page.layout import layout, least_distance
from diffusion.page.packing import inline_json
from diffusion.page.scenarios import changed, factors_of, three_values
from diffusion.page.words import page_catalogue
from diffusion.plotting.film import film
from diffusion.plotting.film_pictures import draw_records, held_in, held_months, held_said
from diffusion.plotting.page_style import page_style
from diffusion.plotting.style import style_places
from diffusion.readers.model_folder import read_programme
from diffusion.reporting.orders import notes_on_order
from diffusion.scenario.community import Community
from diffusion.util.formats import FEWEST_RUNS

STANDARD = ["campaign_only", "collaboration_only"]
BUDGET = 8_000_000
RUNS = 40

KEYS = {
    "attended": {"tactic"},
    "heard_at": {"tactic"},
    "heard_from_neighbours": set(),
    "persuaded": set(),
    "barred_by_values": set(),
    "decided": set(),
    "waits_for_money": {"lack"},
    "paid_and_began": {"cost"},
    "confirmed": set(),
    "discontinued": set(),
    "tries_again": set(),
    "lapsed": set(),
    "belief_rose": {"from", "to"},
    "belief_fell": {"from", "to"},
    "skill_rose": {"from", "to"},
    "joined": set(),
    "officer": {"office"},
    "won_pot": {"amount"},
    "borrowed": {"amount"},
    "repaid_all": set(),
    "missed": set(),
    "loan_lost": set(),
    "barred_from_loans": set(),
    "paid_of_lost": {"amount"},
    "settled": set(),
    "lent_after_loss": set(),
    "shock": {"cost"},
    "bad_firing": set(),
    "sold": {"pieces", "amount"},
    "unsold": {"pieces"},
    "income": {"amount"},
    "why_not": {"reason"},
    "without_never": {"what"},
    "without_begins": {"what", "month"},
    "without_later": {"what", "month", "was"},
    "without_earlier": {"what", "month", "was"},
    "without_ends_without": {"what"},
    "without_ends_with": {"what"},
}
"""Every event of a story, and what is said of it."""

AFTER: dict[str, tuple[set[Stage], Stage]] = {
    "heard_at": ({Stage.UNAWARE}, Stage.KNOWS),
    "heard_from_neighbours": ({Stage.UNAWARE}, Stage.KNOWS),
    "persuaded": ({Stage.KNOWS}, Stage.PERSUADED),
    "decided": ({Stage.PERSUADED}, Stage.DECIDED),
    "paid_and_began": ({Stage.DECIDED}, Stage.TRIAL),
    "confirmed": ({Stage.TRIAL}, Stage.CONFIRMED),
    "discontinued": ({Stage.TRIAL, Stage.CONFIRMED}, Stage.DISCONTINUED),
    "tries_again": ({Stage.DISCONTINUED}, Stage.DECIDED),
    "lapsed": ({Stage.DECIDED}, Stage.PERSUADED),
}
"""Moves from stage to stage as a story tells them."""


@pytest.fixture(scope="module")
def senik() -> dict[str, Any]:
    return page_data(SENIK, STANDARD, budget=BUDGET, n_runs=RUNS)


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return diffusion.compare(SENIK, STANDARD, budget=BUDGET, n_runs=RUNS)


def events_of(strategy: Mapping[str, Any]) -> Iterator[tuple[int, int, str, dict[str, Any]]]:
    """Artisan, record, key and arguments of every event."""
    for ego, story in enumerate(strategy["stories"]):
        for record, events in story:
            for key, values in events:
                yield ego, record, key, values


def contradictions(strategy: Mapping[str, Any]) -> list[tuple[int, int]]:
    """Artisan and record where the stages and the story do not say the same."""
    told: dict[tuple[int, int], list[str]] = {}
    for ego, record, key, _ in events_of(strategy):
        if key in MOVES:
            told.setdefault((ego, record), []).append(key)
    found = []
    stages = strategy["stages"]
    for record in range(1, len(stages)):
        for ego in range(len(stages[0])):
            was, now = int(stages[record - 1][ego]), int(stages[record][ego])
            keys = told.pop((ego, record), [])
            if was == now:
                is_right = keys == []
            else:
                is_right = len(keys) == 1 and was in AFTER[keys[0]][0] and now == AFTER[keys[0]][1]
            if not is_right:
                found.append((ego, record))
    return found + list(told)


def check_shape(data: dict[str, Any]) -> None:
    n_artisans, n_months = data["n_artisans"], data["n_months"]
    assert set(data) == {
        "version", "community", "n_artisans", "n_months", "n_runs", "random_seed", "parameters",
        "names", "ties", "places", "n_assumed", "replicate", "strategies", "differences",
        "groups", "notes", "what_if", "observed", "over_points",
    }  # fmt: skip
    assert set(data["community"]) == {
        "name", "titles", "start", "listed", "hamlets", "poor_is_drawn", "made_up",
    }  # fmt: skip
    assert 0 <= data["replicate"] < data["n_runs"]
    assert len(data["places"]) == n_artisans
    assert all(0 <= ego < alter < n_artisans for ego, alter in data["ties"])
    for strategy in data["strategies"]:
        assert set(strategy) == {
            "name", "titles", "price", "price_by_hamlet", "is_ranked", "budget", "activities",
            "decisions",
            "curve", "end", "reasons", "left_out", "stages", "cash_box", "stories",
        }  # fmt: skip
        for activity in strategy["activities"]:
            assert set(activity) == {"tactic", "months", "held", "on_call", "seats", "total"}
        assert strategy["price"] == sum(activity["total"] for activity in strategy["activities"])
        assert set(strategy["curve"]) == {"mean", "low", "high"}
        assert set(strategy["cash_box"]) == {"members", "in_box", "loans", "lost"}
        for series in (*strategy["curve"].values(), *strategy["cash_box"].values()):
            assert len(series) == n_months + 1
        assert set(strategy["end"]) == {
            "adopters", "low", "high", "lasting", "tried", "discontinued", "cost_per_lasting",
            "cost_low", "cost_high",
        }  # fmt: skip
        assert sum(strategy["reasons"].values()) == pytest.approx(n_artisans, abs=0.05)
        assert [len(stages) for stages in strategy["stages"]] == [n_artisans] * (n_months + 1)
        assert len(strategy["stories"]) == n_artisans
        for story in strategy["stories"]:
            records = [record for record, events in story if events]
            assert records == sorted(set(records))
            assert records[-1] == n_months
            assert len(records) == len(story)
        for _, record, key, values in events_of(strategy):
            assert 1 <= record <= n_months
            assert set(values) == KEYS[key]
        assert contradictions(strategy) == []


def test_senik_has_the_shape_that_the_page_reads(senik: dict[str, Any]) -> None:
    check_shape(senik)
    assert senik["names"] is None
    assert senik["n_assumed"] == sum(row["flag"] == "assumed" for row in SENIK.sources)
    assert [group["trait"] for group in senik["strategies"][1]["left_out"]] == [
        "poverty",
        "centrality",
        "membership",
    ]
    assert json.loads(inline_json(senik)) == json.loads(json.dumps(senik))


def test_a_roster_has_names_only_when_they_are_asked_for() -> None:
    roster = {"x_km": [0.01 * ego for ego in range(12)], "y_km": [0.5] * 12}
    ties = [(ego, ego + 1) for ego in range(11)]
    community = made_community(n_artisans=12, roster=roster, ties=ties, first_adopters=[3])
    options: dict[str, Any] = {"n_runs": 6, "n_months": 24}
    data = page_data(community, [*STANDARD, "none"], with_names=True, **options)
    check_shape(data)
    assert data["names"] == [str(ego + 1) for ego in range(12)]
    assert data["ties"] == [list(pair) for pair in ties]
    assert data["strategies"][0]["stages"][0][3] == "4"
    assert data["differences"] == []
    assert data["community"]["listed"] == ["people", "ties"]
    assert page_data(community, STANDARD, **options)["names"] is None
    assert page_data(SENIK, STANDARD, with_names=True, n_runs=2)["names"] is None


def test_every_number_is_that_of_compare(senik: dict[str, Any], comparison: Comparison) -> None:
    summary = comparison.table().to_dict("records")
    reasons = comparison.barriers()
    groups = comparison.equity()
    for told, row, (strategy, outcome) in zip(
        senik["strategies"], summary, comparison.simulated, strict=True
    ):
        curve = outcome.adoption_curve()
        assert told["name"] == row["strategy"]
        assert told["price"] == row["price"]
        assert told["curve"]["mean"] == curve["mean"].tolist()
        assert told["curve"]["low"] == curve["low"].tolist()
        assert told["curve"]["high"] == curve["high"].tolist()
        end = told["end"]
        for key, column in {
            "adopters": "adopters",
            "lasting": "lasting_adopters",
            "tried": "ever_adopted",
            "discontinued": "gave_up",
        }.items():
            assert end[key] == row[column]
        assert (end["low"], end["high"]) == (row["adopters_low"], row["adopters_high"])
        assert end["cost_per_lasting"] == row["cost_per_lasting"]
        assert end["cost_low"] == row["cost_per_lasting_low"]
        ours = reasons[reasons["strategy"] == strategy.name]
        assert list(told["reasons"].values()) == ours["artisans"].tolist()
        is_known = (groups["strategy"] == strategy.name) & (groups["n_runs"] >= FEWEST_RUNS)
        for key in ("share_group", "share_others", "low", "high"):
            shown = [group[key] for group in told["left_out"]]
            assert shown == groups[is_known][key].tolist()
        counted = [np.bincount([*map(int, s)], minlength=7) for s in told["stages"]]
        assert np.array_equal(counted, outcome.stages[senik["replicate"]])
        book = outcome.cash_book(senik["replicate"])
        for key in ("members", "in_box", "loans"):
            assert told["cash_box"][key] == book[key].tolist()
        lost = book["written_off"] - book["recovered"]
        assert told["cash_box"]["lost"] == lost.cumsum().tolist()
    row = comparison.differences().query("measure == 'adopters'").iloc[0]
    names = ("mean", "low", "high", "won", "tied", "lost")
    assert senik["differences"] == [{"strategy": 1} | {name: row[name] for name in names}]


def test_the_story_of_money_agrees_with_the_cash_box(
    senik: dict[str, Any], comparison: Comparison
) -> None:
    n_loans = 0
    rules = SENIK.file.association
    for told, (_, outcome) in zip(senik["strategies"], comparison.simulated, strict=True):
        replicate, last = senik["replicate"], senik["n_months"]
        lent, pots = np.zeros(last + 1, int), np.zeros(last + 1, int)
        open_loans, n_lost = np.zeros(last + 1, int), np.zeros(last + 1, int)
        for _, record, key, values in events_of(told):
            if key == "borrowed":
                lent[record] += values["amount"]
                open_loans[record:] += 1
                n_loans += 1
            elif key in ("repaid_all", "loan_lost"):
                open_loans[record:] -= 1
                n_lost[record] += key == "loan_lost"
            elif key == "won_pot":
                pots[record] += values["amount"]
        assert np.array_equal(lent.cumsum(), outcome.series("lent")[replicate])
        assert np.array_equal(open_loans, outcome.series("borrowers")[replicate])
        lost = np.diff(outcome.series("written_off")[replicate], prepend=0)
        assert np.array_equal(lost > 0, n_lost > 0)
        saved = np.diff(outcome.series("savings")[replicate], prepend=0)
        assert np.array_equal(pots * rules.saving, saved * rules.arisan)
    assert n_loans > 0


@pytest.mark.parametrize("lends", [True, False])
def test_a_story_tells_why_one_may_borrow_after_a_loss(*, lends: bool) -> None:
    """Nobody gets a loan from the same box after a lost one without a word that says why."""
    community = SENIK.with_settings(
        {
            "community.association.lends_after_loss": lends,
            "community.association.write_off_months": 1,
            "parameters.finance.slip": 0.9,
        }
    )
    strategy = "campaign_then_collaboration"
    page = page_data(community, [strategy, "none"], n_runs=1, with_what_if=False)
    told = page["strategies"][0]
    outcome = diffusion.simulate(community, strategy, n_runs=1)
    paid, n_after = np.zeros(page["n_months"] + 1, int), 0
    for story in told["stories"]:
        has_lost = is_barred = False
        for record, events in story:
            keys = [key for key, _ in events]
            has_lost = has_lost or "loan_lost" in keys
            assert ("barred_from_loans" in keys) == ("loan_lost" in keys and not lends)
            is_barred = (is_barred or "barred_from_loans" in keys) and "settled" not in keys
            paid[record] += sum(v["amount"] for key, v in events if key == "paid_of_lost")
            if "borrowed" in keys:
                n_after += has_lost
                assert not is_barred
                assert ("lent_after_loss" in keys) == (has_lost and lends)
    assert n_after > 0
    assert np.array_equal(paid.cumsum(), outcome.series("recovered")[0])
    assert paid.any() != lends
    lost = outcome.series("written_off")[0] - paid.cumsum()
    assert told["cash_box"]["lost"] == lost.tolist()


def test_whoever_attended_was_where_something_was_held(senik: dict[str, Any]) -> None:
    for told in senik["strategies"]:
        dates = {(a["tactic"], m): sum(a["seats"]) for a in told["activities"] for m in a["months"]}
        present: dict[tuple[str, int], list[int]] = {}
        for ego, record, key, values in events_of(told):
            if key == "attended":
                present.setdefault((values["tactic"], record - 1), []).append(ego)
            if key == "heard_at":
                assert ego in present[values["tactic"], record - 1]
        assert present.keys() <= dates.keys()
        for date, egos in present.items():
            assert len(set(egos)) == len(egos) <= dates[date]


def test_the_story_is_that_of_the_history() -> None:
    model = StoryModel(SENIK, "campaign_then_collaboration", replicate=5)
    plain = ArtisanModel(SENIK, "campaign_then_collaboration", replicate=5)
    for _ in range(36):
        model.step()
        plain.step()
    for (state, month), (plain_state, plain_month) in zip(
        model.history, plain.history, strict=True
    ):
        assert np.array_equal(state, plain_state)
        assert month.heard.tobytes() == plain_month.heard.tobytes()
    trained, heard = set(), set()
    for ego, story in enumerate(model.stories):
        for record, events in story:
            for key, values in events:
                if (key, values) == ("attended", {"tactic": "training"}):
                    trained.add(ego)
                if key == "heard_at":
                    heard.add((ego, record))
                if key in ("belief_rose", "belief_fell"):
                    before = model.history[record - 1][0].self_efficacy[ego]
                    after = model.history[record][0].self_efficacy[ego]
                    assert abs(after - before) >= 0.03
                    assert (after > before) == (key == "belief_rose")
    assert trained == set(np.flatnonzero(model.state.trained))
    assert trained
    assert heard == {
        (ego, record)
        for record in range(1, 37)
        for ego in np.flatnonzero(
            model.history[record][1].heard & (model.history[record - 1][0].stage == Stage.UNAWARE)
        )
    }


@examples(10)
@given(story=stories())
def test_stages_and_stories_agree_in_any_history(story: Story) -> None:
    model = StoryModel(story.community, story.programme, parameters=story.numbers)
    plain = ArtisanModel(story.community, story.programme, parameters=story.numbers)
    for _ in range(STORY_MONTHS):
        model.step()
        plain.step()
    model.end()
    assert np.array_equal(model.state, plain.state)
    assert model.ties.growing.tobytes() == plain.ties.growing.tobytes()
    for ego, told in enumerate(model.stories):
        moves = {record for record, events in told for key, _ in events if key in MOVES}
        stages = [state.stage[ego] for state, _ in model.history]
        assert moves == {r for r in range(1, len(stages)) if stages[r] != stages[r - 1]}
        owed = 0
        for record, events in told:
            keys = [key for key, _ in events]
            owed += keys.count("borrowed") - keys.count("repaid_all") - keys.count("loan_lost")
            assert owed == (model.history[record][0].loan[ego] > 0)
            joined = "joined" in keys
            states = (model.history[record - 1][0], model.history[record][0])
            assert joined == (states[1].is_member[ego] and not states[0].is_member[ego])


def test_a_false_story_is_found_out(senik: dict[str, Any]) -> None:
    told = json.loads(json.dumps(senik["strategies"][1]))
    assert contradictions(told) == []
    ego, record = next((e, r) for e, r, key, _ in events_of(told) if key == "persuaded")
    events = next(events for r, events in told["stories"][ego] if r == record)
    events.remove(["persuaded", {}])
    assert contradictions(told) == [(ego, record)]
    events.append(["decided", {}])
    assert contradictions(told) == [(ego, record)]


def test_attendance_is_known_where_an_activity_does_nothing() -> None:
    held = programme(
        made_activity(1, months=(0, 1), target=("2", "4")),
        made_activity(2, tactic="film", months=(1,), attendance=0.0),
        made_activity(3, tactic="dialogue", months=(1,), doses={"subsidy": 5}),
    )
    model = StoryModel(made_community(n_artisans=5), held, parameters=made_parameters())
    model.step()
    model.step()
    told = [
        (ego, record, values["tactic"])
        for ego, story in enumerate(model.stories)
        for record, events in story
        for key, values in events
        if key == "attended"
    ]
    meetings = [(ego, record, "public_meeting") for ego in (1, 3) for record in (1, 2)]
    assert sorted(told) == sorted(meetings + [(ego, 2, "dialogue") for ego in range(5)])


def test_every_event_has_its_words() -> None:
    texts = page_catalogue()
    assert {key for key in texts if key.startswith("story.")} >= {f"story.{key}" for key in KEYS}
    for key, arguments in KEYS.items():
        for language in LANGUAGES:
            filled = texts[f"story.{key}"][language].format(**dict.fromkeys(arguments, "@"))
            assert filled.count("@") == len(arguments)


def test_the_history_shown_is_the_one_nearest_the_median() -> None:
    # Medians are 0 and 4 adopters; the runs are 2, 1, 0, 1 and 2 away from them.
    first = np.array([[0, 2], [0, 3], [0, 4], [0, 5], [0, 6]])
    assert nearest_the_median([first]) == 2
    # Medians are 0 and 3,000; the runs are 2, 0, 6, 2 and 3 thousand away. A strategy counts no
    # more because many adopt in it: run 1 is 1 / 1.2 + 0 / 2.6 away, run 2 is 0 / 1.2 + 6 / 2.6.
    second = 1_000 * np.array([[0, 1], [0, 3], [0, 9], [0, 5], [0, 0]])
    assert nearest_the_median([second]) == 1
    assert nearest_the_median([first, second]) == 1
    # Of equals the lowest, and where nothing differs it is the first.
    assert nearest_the_median([first[[0, 1, 3, 4]]]) == 1
    assert nearest_the_median([np.zeros((3, 2), int)]) == 0


def test_what_if_is_what_a_simulation_says(senik: dict[str, Any], comparison: Comparison) -> None:
    grid = senik["what_if"]
    assert grid["strategy"] == "collaboration_only"
    assert [factor["key"] for factor in grid["factors"]] == ["places", "mentoring"]
    assert [cell["at"] for cell in grid["cells"]] == [[i, j] for i in range(3) for j in range(3)]
    own = next(cell for cell in grid["cells"] if cell["at"] == grid["own"])
    told = senik["strategies"][1]
    assert {
        key: own[key] for key in ("adopters", "low", "high", "lasting", "cost_per_lasting")
    } == {
        key: told["end"][key] for key in ("adopters", "low", "high", "lasting", "cost_per_lasting")
    }
    assert own["price"] == told["price"]
    base = comparison.simulated[1][0].programme
    factors = factors_of(base, most_places=30, n_months=36)
    few_and_many = changed(base, factors, (0, 2))
    training = next(a for a in few_and_many.activity if a.tactic == "training")
    assert training.places == grid["factors"][0]["values"][0]
    mentoring = next(a for a in few_and_many.activity if a.tactic == "mentoring")
    assert mentoring.n_dates == grid["factors"][1]["values"][2]
    outcome = diffusion.simulate(SENIK, few_and_many, n_runs=RUNS)
    cell = next(cell for cell in grid["cells"] if cell["at"] == [0, 2])
    assert cell["adopters"] == outcome.adopters[:, -1].mean()
    assert cell["lasting"] == outcome.lasting.mean()
    assert cell["price"] == SENIK.price(few_and_many).total
    assert cell["month_of_half"] == outcome.month_of_half
    table = comparison.estimates()
    row = table[(table["strategy"] == told["name"]) & (table["measure"] == "month_of_half")].iloc[0]
    assert own["month_of_half"] == pytest.approx(row["mean"], abs=1e-12)


def test_a_long_programme_has_three_factors_and_a_short_one_none() -> None:
    both = SENIK.programmes["campaign_then_collaboration"]
    factors = factors_of(both, most_places=30, n_months=36)
    assert [factor.key for factor in factors] == ["places", "mentoring", "campaign"]
    assert changed(both, factors, [factor.own for factor in factors]) == both
    for position, factor in enumerate(factors):
        for place in range(3):
            at = [one.own for one in factors]
            at[position] = place
            price = SENIK.price(changed(both, factors, at)).total
            if place != factor.own:
                assert (price > SENIK.price(both).total) == (place > factor.own)
    assert page_data(SENIK, ["none", "none"], n_runs=2, n_months=6)["what_if"] is None


def test_few_medium_and_many_differ() -> None:
    for own in range(1, 30):
        for least, most in product(range(1, own + 1), range(own, 35)):
            found = three_values(own, least=least, most=most)
            if found is None:
                assert most - least < 4
                continue
            values, place = found
            assert least <= values[0] < values[1] < values[2] <= most
            assert values[place] == own


@pytest.mark.parametrize("n_artisans", [1, 2, 3, 14, 30, 200, 2_000])
def test_nobody_stands_on_another(n_artisans: int) -> None:
    ring = [(ego, ego + 1) for ego in range(n_artisans - 1)]
    hub = [(0, ego) for ego in range(1, n_artisans)]
    for ties in (ring, hub, []) if n_artisans < 1_000 else (ring,):
        places = layout(n_artisans, ties)
        assert places == layout(n_artisans, ties)
        assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in places)
        if n_artisans > 1:
            assert pdist(np.array(places)).min() >= least_distance(n_artisans)
    assert least_distance(30) >= 0.05


def test_those_on_one_spot_are_parted() -> None:
    places = layout(30, [(0, 1)], np.zeros((30, 2)))
    assert pdist(np.array(places)).min() >= least_distance(30)


def test_a_crowd_that_cannot_be_parted_stands_in_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("diffusion.page.layout._MOST_ROUNDS", 1)
    for n_artisans in (5, 40, 300):
        places = layout(n_artisans, [(0, ego) for ego in range(1, n_artisans)], None)
        assert pdist(np.array(places)).min() >= least_distance(n_artisans)


def test_tied_artisans_stand_nearer() -> None:
    halves = [(a, b) for a in range(20) for b in range(a + 1, 20) if a % 2 == b % 2]
    places = np.array(layout(20, halves))
    even, odd = places[::2], places[1::2]
    assert pdist(even).mean() < np.linalg.norm(even.mean(axis=0) - odd.mean(axis=0))


def test_equal_bytes_and_a_small_page(senik: dict[str, Any]) -> None:
    text = inline_json(page_data(SENIK, STANDARD, budget=BUDGET, n_runs=RUNS))
    assert text == inline_json(senik)
    assert len(text.encode()) < 110_000


def of_three_hamlets() -> Community:
    """Make a community of hamlets of 11, 19 and 10, and of two groups."""
    hamlets = [1] * 11 + [2] * 19 + [3] * 10
    ties = [(ego, ego + 1) for ego in range(39)]
    made = made_community(n_artisans=40, roster={"hamlet": hamlets}, ties=ties, first_adopters=[3])
    assert made.roster is not None
    gender = tuple("fm"[ego % 2] if ego else "" for ego in range(40))
    roster = replace(made.roster, groups={"gender": gender})
    artisans = made.file.artisans.model_copy(update={"groups": ("gender",)})
    return replace(made, roster=roster, file=made.file.model_copy(update={"artisans": artisans}))


def three_hamlets() -> dict[str, Any]:
    """Give the data of a page of it."""
    return page_data(
        of_three_hamlets(), [*STANDARD, "none"],
        budget=14_000_000, n_runs=6, n_months=24, with_what_if=False,
    )  # fmt: skip


def test_hamlets_have_seats_prices_and_frames() -> None:
    data = three_hamlets()
    check_shape(data)
    hamlets = data["community"]["hamlets"]
    assert hamlets["sizes"] == [11, 19, 10]
    assert hamlets["names"] is None
    places, of = data["places"], data["groups"][0]["of"]
    for (x, y), hamlet in zip(places, of, strict=True):
        left, top, right, bottom = hamlets["frames"][hamlet]
        assert left < x < right
        assert top < y < bottom
    for strategy in data["strategies"]:
        assert sum(strategy["price_by_hamlet"]) == strategy["price"]
        for activity in strategy["activities"]:
            assert len(activity["seats"]) == 3
            assert all(n <= size for n, size in zip(activity["seats"], [11, 19, 10], strict=True))
    meeting = data["strategies"][0]["activities"][0]
    assert (meeting["tactic"], meeting["seats"]) == ("public_meeting", [11, 19, 10])


def test_frames_of_hamlets_fill_the_picture_by_their_size() -> None:
    for sizes in ([11, 19, 10], [5] * 7, [1, 200], [3] * 30):
        areas = [(r - left) * (b - t) for left, t, r, b in frames(sizes)]
        assert min(areas) > 0 or sizes == [1, 200]
        assert sum(areas) > 0.45


def test_groups_are_those_of_the_roster_and_their_shares_add_up() -> None:
    data = three_hamlets()
    hamlet, gender, poor = data["groups"]
    assert (hamlet["key"], hamlet["names"]) == ("hamlet", None)
    assert (gender["key"], gender["names"]) == ("gender", ["f", "m", None])
    assert gender["of"][:4] == [2, 1, 0, 1]
    assert poor["key"] is None
    for kind in (hamlet, gender):
        sizes = np.bincount(kind["of"])
        for place, strategy in enumerate(data["strategies"]):
            shares = np.array([row[place] for row in kind["shares"]])
            assert sizes @ shares == pytest.approx(strategy["end"]["adopters"], abs=1e-9)


def test_groups_are_compared_as_in_the_tables(
    senik: dict[str, Any], comparison: Comparison
) -> None:
    """The poor are a group too, and each strategy is set against the first within each group."""
    rows = {(row["group"], row["strategy"]): row for row in comparison.within_rows}
    (poor,) = senik["groups"]
    assert poor["key"] is None
    assert poor["names"] == ["poor as drawn", "not poor as drawn"]
    artisans = comparison.simulated[0][1].artisans
    assert artisans is not None
    assert poor["of"] == (~artisans.is_poor[senik["replicate"]]).astype(int).tolist()
    for name, shares, within in zip(poor["names"], poor["shares"], poor["within"], strict=True):
        row = rows[name, STANDARD[1]]
        assert within == [None, [row["low"], row["high"]]]
        assert shares == pytest.approx([row["share_reference"], row["share"]])


def test_gaps_of_hamlets_and_columns_are_told_where_they_are_known() -> None:
    """All that the table of the report knows not to be 0, and no other."""
    community = of_three_hamlets()
    options: dict[str, Any] = {"n_runs": 60, "n_months": 30}
    data = page_data(community, STANDARD, **options, with_what_if=False)
    groups = diffusion.compare(community, STANDARD, **options).equity()
    groups = groups[groups["basis"] == "roster"]
    values = {one.name: one.values for one in community.shown_groups}
    known = groups[(groups["low"] > 0) | (groups["high"] < 0)]
    assert 0 < len(known) < len(groups)
    for strategy in data["strategies"]:
        rows = known[known["strategy"] == strategy["name"]]
        told = [gap for gap in strategy["left_out"] if "which" in gap]
        assert [values[gap["trait"]][gap["which"]] for gap in told] == rows["group"].tolist()
        for gap, others in zip(told, rows["others"], strict=True):
            is_rest = others == "the others"
            assert gap["others"] == others if is_rest else values[gap["trait"]].index(others)
        for key in ("share_group", "share_others", "low", "high"):
            assert [gap[key] for gap in told] == rows[key].tolist()


def test_the_page_has_the_sentences_of_the_report(
    senik: dict[str, Any], comparison: Comparison
) -> None:
    for words in both():
        said = list(notes_on_order(words, comparison, name=words.strategy))
        assert senik["notes"][words.language] == said
    unlike = page_data(
        SENIK, ["social_planning", "collaboration_only"], n_runs=30, with_what_if=False
    )
    assert unlike["differences"] == []
    (english,) = unlike["notes"]["en"]
    assert english.startswith("collaboration only costs Rp 75,000 less than social planning and")
    (indonesian,) = unlike["notes"]["id"]
    assert "lebih murah" in indonesian


def test_every_strategy_is_set_against_the_first_and_one_run_has_no_interval() -> None:
    three = [*STANDARD, "social_action"]
    data = page_data(SENIK, three, budget=BUDGET, n_runs=1, n_months=24, with_what_if=False)
    assert [one["strategy"] for one in data["differences"]] == [1, 2]
    assert {one["low"] for one in data["differences"]} == {None}
    assert build_page(data)


def test_drawn_people_and_listed_people_are_told_apart() -> None:
    assert SENIK.listed == ()
    roster = made_community(n_artisans=12, roster={"skill": [0.5] * 12})
    assert roster.listed == ("people",)
    given = diffusion.with_graph(SENIK, nx.path_graph(5))
    assert given.listed == ("people", "ties")
    for listed in product((False, True), repeat=2):
        key = "_".join(what for what, is_ in zip(("people", "ties"), listed, strict=True) if is_)
        assert f"origin.{key or 'drawn'}" in page_catalogue()


def test_a_strategy_looks_the_same_wherever_it_is_shown() -> None:
    assert style_places(["collaboration_only", "campaign_only"]) == [1, 0]
    assert style_places(["none", "ours", "campaign_only"], n=4) == [2, 1, 0]
    assert style_places(["social_action", "ours", "social_planning", "none"], n=4) == [0, 1, 3, 2]
    many = [f"own_{number}" for number in range(19)]
    assert style_places(many) == [number % 8 for number in range(19)]
    assert sorted(style_places(list(SENIK.programmes))) == list(range(8))
    lines = page_style(["none", "campaign_only"])["lines"]
    assert [line["place"] for line in lines] == [2, 0]


def test_a_page_of_a_new_programme_stays_within_its_latest_month(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    assert CliRunner().invoke(app, ["new", "programme", str(file)]).exit_code == 0
    data = page_data(SENIK, [file, "campaign_only"], budget=BUDGET, n_runs=2)
    (scaled,) = (one for one in data["strategies"] if one["name"] == "ours")
    assert max(month for one in scaled["activities"] for month in one["months"]) == 16
    factors = factors_of(
        read_programme(file).model_copy(update={"latest_month": 3}), most_places=30, n_months=36
    )
    assert [one.values for one in factors if one.key == "campaign"] == [(1, 3, 4)]


def test_titles_that_we_gave_are_said_in_both_languages(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    for kind, place in (("programme", file), ("community", tmp_path / "own")):
        run = CliRunner().invoke(app, ["new", kind, str(place)])
        assert run.exit_code == 0, run.output
    data = page_data(SENIK, [*STANDARD, file], n_runs=2, n_months=12, with_what_if=False)
    assert data["strategies"][2]["titles"]["id"] == "Program kita sendiri (angka diandaikan)"
    assert data["community"]["titles"]["id"] == "Senik, Bumirejo, Kulon Progo, Jawa"
    own = diffusion.load(tmp_path / "own")
    assert Words("id").title(own.file.title) == "Komunitas kita sendiri (angka diandaikan)"
    assert Words("id").title("Something else") == "Something else"


@pytest.mark.slow
def test_two_hundred_artisans_stay_small() -> None:
    large = made_community(n_artisans=200, ties=SENIK.file.ties.model_dump())
    data = page_data(large, STANDARD, budget=BUDGET, n_runs=RUNS)
    check_shape(data)
    assert len(inline_json(data).encode()) < 330_000


def test_bad_input_is_answered() -> None:
    for n_strategies in (0, 1, 5):
        with pytest.raises(InputError, match="two to four programmes"):
            page_data(SENIK, ["none"] * n_strategies)
    with pytest.raises(InputError, match="did you mean campaign_only"):
        page_data(SENIK, ["campaign_only", "campaign_onli"])
    with pytest.raises(InputError, match="the smallest form of collaboration_only"):
        page_data(SENIK, STANDARD, budget=1_500_000, n_runs=2)


QUICK = ("--runs", "3", "--months", "24")


def ran(*words: str) -> Any:
    return CliRunner().invoke(app, words)


def refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str
) -> str:
    monkeypatch.setattr(sys, "argv", ["diffusion", *words])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 1
    said = capsys.readouterr().err.strip()
    assert "\n" not in said
    return said


@pytest.mark.slow
def test_the_command_writes_the_page(tmp_path: Path) -> None:
    file = tmp_path / "senik.html"
    assert ran("page", "senik", "-o", str(file), *QUICK).exit_code == 0
    expected = page_data(SENIK, STANDARD, budget=BUDGET, n_runs=3, n_months=24)
    assert file.read_text(encoding="utf-8") == build_page(expected)
    assert [one.name for one in tmp_path.iterdir()] == ["senik.html"]
    assert isinstance(ran("page", "senik", "-o", str(file), *QUICK).exception, InputError)
    replaced = ran("page", "senik", "-o", str(file), "-p", "none", "-p", "social_action",
                   "-p", "campaign_only", "--replace", *QUICK)  # fmt: skip
    assert replaced.exit_code == 0
    assert '"budget":null' in file.read_text(encoding="utf-8")


def test_the_command_writes_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("diffusion.page.build.build_page", stop)
    file = tmp_path / "page.html"
    file.write_text("earlier")
    ran("page", "senik", "-o", str(file), "--replace", *QUICK)
    assert [one.name for one in tmp_path.iterdir()] == ["page.html"]
    assert file.read_text() == "earlier"


def test_the_command_refuses_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "there.html"
    there.write_text("")
    new = str(tmp_path / "new.html")

    def say(*words: str) -> str:
        return refused(monkeypatch, capsys, *words)

    assert "--replace" in say("page", "senik", "-o", str(there))
    assert "ends in .html" in say("page", "senik", "-o", str(tmp_path / "page.pdf"))
    assert "no such folder" in say("page", "senik", "-o", str(tmp_path / "no" / "page.html"))
    assert "a folder" in say("page", "senik", "-o", str(_folder(tmp_path / "folder.html")))
    assert "two to four" in say("page", "senik", "-o", new, "-p", "none")
    assert "did you mean" in say("page", "senik", "-o", new, "-p", "none", "-p", "nonee")
    assert "did you mean senik" in say("page", "senikk", "-o", new)
    assert ".gif or .mp4" in say("animate", "senik", "-o", str(tmp_path / "film.avi"))
    assert "one of id, en" in say("animate", "senik", "-o", new, "--lang", "fr")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "ffmpeg" in say("animate", "senik", "-o", str(tmp_path / "film.mp4"))
    assert not (tmp_path / "new.html").exists()


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def test_names_are_warned_of(tmp_path: Path) -> None:
    assert ran("new", "community", str(tmp_path / "mine")).exit_code == 0
    file = tmp_path / "mine.html"
    result = ran("page", str(tmp_path / "mine"), "-o", str(file), "--names", *QUICK)
    assert result.exit_code == 0, result.output
    assert "warning" in result.stderr
    assert "shame" in result.stderr
    label = diffusion.load(tmp_path / "mine").labels[0]
    assert f'"names":["{label}"' in file.read_text(encoding="utf-8")
    plain = ran("page", str(tmp_path / "mine"), "-o", str(file), "--replace", *QUICK)
    assert "shame" not in plain.stderr
    assert '"names":null' in file.read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_film_has_a_picture_for_each_record(tmp_path: Path) -> None:
    file = tmp_path / "senik.gif"
    result = ran("animate", "senik", "-o", str(file), "--runs", "3", "--months", "12",
                 "-p", "campaign_only", "-p", "social_action", "--lang", "en",
                 "--set", "parameters.decision.alpha=0.2")  # fmt: skip
    assert result.exit_code == 0, result.output
    with Image.open(file) as picture:
        assert picture.n_frames == 13
    assert file.stat().st_size < 1_500_000


def test_a_film_says_what_is_held_each_month(senik: dict[str, Any]) -> None:
    say = Words("en")
    for strategy in senik["strategies"]:
        dates = {month + 1 for one in strategy["activities"] for month in one["months"]}
        assert held_months(strategy) == sorted(dates)
        for record in range(senik["n_months"] + 1):
            said = held_said(strategy, record, say)
            assert said.startswith("This month: ") == (record in dates)
            assert (said == "All activities are over.") == (record > max(dates))
            for tactic in held_in(strategy, record):
                assert say.name("tactic", tactic) in said
    assert held_said({"activities": []}, 3, say) == "No activities."
    first = senik["strategies"][1]
    assert held_said(first, 0, say) == "Next, in month 3: planning together."


@pytest.mark.slow
def test_a_film_of_hamlets_tells_of_its_pictures(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    data = three_hamlets()
    film(data, tmp_path / "hamlets.gif", language="id", progress=lambda *n: told.append(n))
    assert told == [(done, 25) for done in range(1, 26)]


def test_the_words_of_a_film_are_not_cut_and_tell_of_its_strokes(senik: dict[str, Any]) -> None:
    for n_runs, language in product((1, 200), LANGUAGES):
        figure = Figure(figsize=(8, 6.2))
        canvas = FigureCanvasAgg(figure)
        next(draw_records(figure, senik | {"n_runs": n_runs}, Words(language)))
        canvas.draw()
        texts = [one for one in figure.findobj(Text) if isinstance(one, Text)]
        wide, high = canvas.get_width_height()
        for text in texts:
            if text.get_text() and text.get_visible():
                box = text.get_window_extent()
                inside = (box.x0 >= 0, box.x1 <= wide, box.y0 >= 0, box.y1 <= high)
                assert all(inside), text.get_text()
        told = " ".join(text.get_text() for text in figure.texts)
        assert ("200" in told) == (n_runs == 200)
        assert {"id": "Garis tegak kecil", "en": "Small upright strokes"}[language] in told


def test_a_film_says_that_its_indonesian_is_unread(senik: dict[str, Any]) -> None:
    for language in LANGUAGES:
        figure, say = Figure(figsize=(8, 6.2)), Words(language)
        next(draw_records(figure, senik, say))
        (note,) = [
            text for text in figure.texts if say("film.note", n_runs=RUNS) in text.get_text()
        ]
        assert (say("film.unread") in note.get_text()) == (
            language == "id" and bool(not_yet_read())
        )
        assert note.get_window_extent().x1 <= figure.bbox.x1


@pytest.mark.slow
def test_a_film_for_telephones_is_made_by_ffmpeg(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A stand-in that says what it was asked, and how many bytes of pictures came.
    stand_in = tmp_path / "ffmpeg"
    stand_in.write_text(
        f"#!{sys.executable}\n"
        "import pathlib, sys\n"
        "n_bytes = len(sys.stdin.buffer.read())\n"
        "pathlib.Path(sys.argv[-1]).write_text(' '.join([str(n_bytes), *sys.argv[1:]]))\n"
    )
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    file = tmp_path / "senik.mp4"
    words = ("animate", "senik", "-o", str(file), "--runs", "3", "--months", "12",
             "-p", "campaign_only", "-p", "none")  # fmt: skip
    assert ran(*words).exit_code == 0
    n_bytes, *asked = file.read_text().split()
    width, height = map(int, asked[asked.index("-s") + 1].split("x"))
    assert width % 2 == height % 2 == 0
    assert int(n_bytes) == (13 + 9) * width * height * 4
    stand_in.write_text(f"#!{sys.executable}\nimport sys\nsys.exit('no such codec')\n")
    failed = ran(*words, "--replace").exception
    assert isinstance(failed, InputError)
    assert "no such codec" in str(failed)
