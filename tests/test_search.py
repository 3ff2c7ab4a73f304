"""Search: spaces that can be counted, races whose winner is known, and brute force."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from test_bad_input import answer

import diffusion
from diffusion.catalogue.load import library_root
from diffusion.cli import search as command
from diffusion.ensembles.options import RunOptions
from diffusion.errors import InputError
from diffusion.search import plan as planning
from diffusion.search.bounds import default_space, space_of
from diffusion.search.lots import VALUES, lot
from diffusion.search.luck import FRESH
from diffusion.search.pieces import Form
from diffusion.search.plan import Effort, plan_search
from diffusion.search.racing import LAST_LOOKS, LOOKS, Race
from diffusion.search.rule import learnt
from diffusion.search.search import search_programmes
from diffusion.search.space import Plan, Space
from diffusion.search.space_file import SpaceFile, read_space
from diffusion.search.starts import nearest_choice, simple_rules
from diffusion.search.written import space_text
from diffusion.statistics.intervals import simultaneous_intervals

SENIK = diffusion.load("senik")

HEAD = """
title = "A small space"
like = "campaign_then_collaboration"
"""
TRAINING = """
[[activity]]
of = "campaign_then_collaboration"
id = 6
dates = [0, 1]
first_month = [3, 4]
places = [10, 11]
"""
FILM = """
[[activity]]
of = "campaign_then_collaboration"
id = 2
dates = [0, 2]
first_month = [1, 2]
every = [1, 2]
"""
VISIT = """
[[activity]]
of = "campaign_then_collaboration"
id = 7
dates = [0, 1]
first_month = [3, 4]
places = [10, 10]
after = [6]
"""
TALKS = """
[[activity]]
of = "campaign_then_collaboration"
id = 4
dates = [0, 3]
first_month = [0, 3]
"""


def file_of(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "space.toml"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def small(tmp_path: Path, text: str, budget: int) -> Space:
    return plan_search(SENIK, budget, space=file_of(tmp_path, text)).space


def wide(budget: int = 8_000_000) -> Space:
    return space_of(default_space(SENIK, n_months=36), SENIK, budget, n_months=36)


def drawn(space: Space, number: int) -> Plan | None:
    choice = [
        int(len(axis) * lot(1, 0, what=VALUES, count=number, of=place))
        for place, axis in enumerate(space.axes)
    ]
    return space.plan_of(space.wishes(choice))


def test_a_space_is_counted_by_hand(tmp_path: Path) -> None:
    """Training: none, or 2 months x 2 places. Film: none, 2 months, or 2 months x 2 intervals."""
    space = small(tmp_path, TRAINING + FILM, 2_200_000)
    assert space.size == (1 + 4) * (1 + 2 + 4)
    # With 10 places a training costs 1,975,000 and with 11 2,075,000; a film costs 275,000.
    assert space.n_affordable == 7 + 4 * 1
    assert len({*space.all_plans()}) == space.n_affordable


def test_what_must_come_first_does(tmp_path: Path) -> None:
    """A visit needs a training in its month or before; the order of both is not counted."""
    space = small(tmp_path, TRAINING + VISIT, 3_000_000)
    plans = [*space.all_plans()]
    assert space.n_affordable == 5 * 3
    # Without a visit 5; with one: training in month 3 (2 places) x 2 months, in month 4 x 1.
    assert len(plans) == 5 + 2 * 2 + 2 * 1


def test_every_plan_is_within_bounds_and_budget() -> None:
    space, held = wide(), 0
    allowed = [{*option.forms()} for option in space.options]
    for number in range(60):
        plan = drawn(space, number)
        assert plan is not None
        programme = space.programme(plan)
        assert SENIK.price(programme).total == space.price(plan) <= space.budget
        for forms, form in zip(allowed, plan, strict=True):
            assert form in forms
            held += form is not None
    assert held > 300


def test_the_nearest_choice_is_the_programme_itself(tmp_path: Path) -> None:
    space = small(tmp_path, TRAINING + FILM, 9_000_000)
    asked = space.programme((Form((4,), 11, "random"), Form((1, 3), 30, "all")))
    plan = space.plan_of(space.wishes(nearest_choice(space, asked)))
    assert plan is not None
    assert space.programme(plan) == asked


def test_simple_rules_spend_what_there_is() -> None:
    space = wide()
    rules = simple_rules(space)
    assert [*rules] == ["only_training", "campaign_first", "equal_split"]
    assert all(0.85 * space.budget < space.price(plan) <= space.budget for plan in rules.values())
    trained = {o.id for o, f in zip(space.options, rules["only_training"], strict=True) if f}
    assert trained == {6}


def test_a_written_space_is_read_again(tmp_path: Path) -> None:
    file = default_space(SENIK, n_months=36)
    path = tmp_path / "space.toml"
    path.write_text(space_text(wide(), file), encoding="utf-8")
    assert read_space(path) == file


@dataclass
class Drawn:
    """Luck that is known: a candidate's mean, common luck of the run, and luck of its own."""

    means: NDArray[np.float64]
    seed: int
    asked: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        random = np.random.default_rng(self.seed)
        n_runs = LAST_LOOKS[-1]
        own = random.normal(size=(n_runs, len(self.means)))
        self.values = self.means + 3 * own + 3 * random.normal(size=(n_runs, 1))

    def first(self, candidates: Sequence[int], n_runs: int) -> NDArray[np.float64]:
        for one in candidates:
            self.asked[one] = max(n_runs, self.n_known(one))
        return self.values[:n_runs, list(candidates)]

    def n_known(self, candidate: int) -> int:
        return self.asked.get(candidate, 0)


def raced(means: NDArray[np.float64], seed: int = 1) -> tuple[Race, Drawn]:
    luck = Drawn(means, seed)
    race = Race(luck, 1)
    race.run(range(len(means)), LOOKS)
    race.run(race.open, LAST_LOOKS)
    return race, luck


def test_a_race_finds_the_planted_best_with_few_runs() -> None:
    means = np.append(np.linspace(0, 4, 39), 5.0)
    race, luck = raced(means)
    assert race.leader() == 39
    assert race.open == [39]
    assert sum(luck.asked.values()) < 0.2 * LAST_LOOKS[-1] * len(means)


def test_a_race_of_equals_stops_none_and_one_of_unlike_constants_all() -> None:
    race, _ = raced(np.zeros(8), seed=2)
    assert len(race.open) >= 7
    luck = Drawn(np.zeros(3), 1)
    luck.values = np.tile([1.0, 1.0, 0.0], (LAST_LOOKS[-1], 1))
    race = Race(luck, 1)
    race.run(range(3), LOOKS)
    assert race.stopped_at == {0: 0, 1: 0, 2: LOOKS[0]}


@pytest.mark.statistical
@pytest.mark.slow
def test_a_race_seldom_stops_the_best() -> None:
    """Ahead by half of what one run tells; with no interval at all it would often be stopped."""
    lost = sum(39 not in raced(np.append(np.zeros(39), 0.75), seed)[0].open for seed in range(60))
    assert lost <= 6
    careless = sum(
        Drawn(np.append(np.zeros(39), 0.75), seed).values[: LOOKS[0]].mean(axis=0).argmax() != 39
        for seed in range(60)
    )
    assert careless > 20


def test_a_planted_rule_is_learnt() -> None:
    space = wide()
    plans = [plan for number in range(200) if (plan := drawn(space, number)) is not None]
    place = space.place[6]
    lags = [0.0 if (form := plan[place]) and form.places >= 20 else 1.0 for plan in plans]
    rule = learnt(space, plans, lags, random_seed=1)
    assert rule is not None
    assert [(one.activity, one.what) for one in rule.conditions] == [(6, "places_from")]
    assert rule.right > 0.9
    by_chance = learnt(space, plans, [lot(1, 0, what=9, count=0, of=n) for n in range(200)],
                       random_seed=1)  # fmt: skip
    assert by_chance is None or abs(by_chance.right - 0.5) < 0.2
    assert learnt(space, plans, [1.0] * len(plans), random_seed=1) is None


def test_numbers_of_the_command_are_those_of_the_search() -> None:
    usual = Effort()
    said = command.MEASURE, command.CANDIDATES, command.SEARCHES, command.BREEDER
    assert said == (usual.measure, usual.candidates, usual.searches, usual.by)
    assert command.FRESH_RUNS == usual.runs == planning.RUNS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            TRAINING.replace("id = 6", "id = 61"),
            "space.toml: activity[1].id: expected the id of an activity of "
            "campaign_then_collaboration, one of 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11; found 61",
        ),
        (
            TRAINING.replace("_then_collab", "_then_colab"),
            "did you mean campaign_then_collaboration?",
        ),
        (
            TRAINING.replace("[3, 4]", "[40, 41]"),
            "activity[1]: expected bounds with a date until month 23, the last that there may be",
        ),
        (VISIT, "expected in after of activity 7 nothing; found 6"),
        (TRAINING.replace("[3, 4]", "[4, 3]"), "expected first_month from low to high"),
        (TRAINING + TRAINING, "found id 6 more than once"),
        (
            FILM.replace("every", "places = [1, 5]\nevery").replace("id = 2", "id = 4"),
            "activity[1].places: expected places only of an activity that has some",
        ),
        (
            (TRAINING + VISIT).replace("dates = [0, 1]", "dates = [1, 1]")
            .replace("[3, 4]", "[4, 4]", 1).replace("[3, 4]", "[3, 3]", 1),
            "space: expected a programme of the space that can come true; found none",
        ),
    ],
)  # fmt: skip
def test_a_bad_space_gets_one_message(tmp_path: Path, text: str, expected: str) -> None:
    path = file_of(tmp_path, text)
    status, out, error = answer(
        "search", "senik", "--budget", "8 juta", "--space", str(path), "--dry-run"
    )
    assert (status, out) == (1, "")
    assert expected in error.replace("\n", " ").replace("  ", " ")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), "--budget: expected what may be spent, such as 8 juta; found none"),
        (
            ("--budget", "10 ribu"),
            "--budget: expected at least Rp 125,000, the price of the cheapest activity; "
            "found Rp 10,000",
        ),
        (("--budget", "8e6", "--by", "lots"), "(did you mean lot?)"),
        (("--budget", "8e6", "--measure", "adopter"), "(did you mean adopters?)"),
        (("--budget", "8e6", "--candidates", "1"), "found 1"),
        (("--budget", "8e6", "--space", "nowhere.toml"), "nowhere.toml"),
    ],
)
def test_bad_words_get_one_message(words: tuple[str, ...], expected: str) -> None:
    status, out, error = answer("search", "senik", *words, "--dry-run")
    assert (status, out) == (1, "")
    assert expected in error.replace("\n", " ").replace("  ", " ")


def test_a_budget_below_what_must_be_held_says_how_much_is_needed(tmp_path: Path) -> None:
    path = file_of(tmp_path, TRAINING.replace("dates = [0, 1]", "dates = [1, 1]"))
    with pytest.raises(InputError, match="at least Rp 1,975,000, the price of what the space"):
        plan_search(SENIK, 1_000_000, space=path)


def test_without_optuna_there_is_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "optuna", None)
    status, out, error = answer("search", "senik", "--budget", "8e6", "--runs", "10")
    assert (status, out) == (1, "")
    assert "optuna (pip install 'artisan-diffusion[search]'), or --by lot" in error


def test_the_size_of_a_space_is_told(tmp_path: Path) -> None:
    path = file_of(tmp_path, TRAINING + FILM)
    status, out, _ = answer(
        "search", "senik", "--budget", "2.200.000", "--space", str(path), "--dry-run", "--json"
    )
    told = json.loads(out)
    assert status == 0
    assert (told["size"], told["affordable"], told["is_small"]) == (35, 11, True)


@pytest.mark.slow
def test_where_nothing_acts_nothing_is_told_apart(tmp_path: Path) -> None:
    """Talks with the heads of hamlet and village bring nobody to adopt."""
    words = ("--space", str(file_of(tmp_path, TALKS)), "--runs", "20", "-o", str(tmp_path / "o"))
    status, out, _ = answer("search", "senik", "--budget", "500.000", *words)
    assert status == 0
    assert out.startswith("Nothing is told apart: of ")
    told = json.loads((tmp_path / "o" / "search.json").read_text(encoding="utf-8"))
    assert told["tells_apart"] is False
    assert {row["lead"] for row in told["judgement"] if row["kind"] == "not_told_apart"} == {0.0}


@pytest.mark.slow
def test_every_number_can_be_made_again_from_the_files(tmp_path: Path) -> None:
    import pandas as pd

    text, out = TRAINING.replace("[0, 1]", "[1, 1]") + FILM, tmp_path / "o"
    words = ("--space", str(file_of(tmp_path, text)), "--runs", "30", "-o", str(out), "--json")
    status, said, _ = answer("search", "senik", "--budget", "2.200.000", *words)
    assert status == 0
    told, runs = json.loads(said), pd.read_parquet(out / "table.parquet")
    tried = pd.read_parquet(out / "candidates.parquet")
    fresh = runs[runs["replicate"] >= FRESH].groupby("candidate")["value"].mean()
    for row in told["judgement"]:
        assert row["mean"] == pytest.approx(fresh[row["candidate"]])
    searched = runs[runs["replicate"] < FRESH].groupby("candidate")["value"]
    known = tried[tried["runs"] > 0].set_index("candidate")
    assert np.allclose(known["mean"], searched.mean()[known.index])
    assert (known["runs"] == searched.count()[known.index]).all()
    outcome = diffusion.simulate("senik", out / "found.toml", n_runs=30, first_replicate=FRESH)
    assert outcome.adopters[:, -1].mean() == pytest.approx(told["judgement"][0]["mean"])
    again = answer("search", "senik", "--budget", "2.200.000", *words)
    assert again[:2] == (status, said)


def brute_force(space: Space, plans: Sequence[Plan], n_runs: int) -> NDArray[np.float64]:
    """Run every programme equally often, in luck of its own [runs, plans]."""
    outcomes = diffusion.simulate(
        SENIK, [space.programme(plan) for plan in plans], n_runs=n_runs, first_replicate=5_000_000
    )
    return np.stack([one.adopters[:, -1].astype(float) for one in outcomes], axis=1)


def best_of(table: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which programmes are not clearly behind the best [plans]."""
    lags = table[:, [int(table.mean(axis=0).argmax())]] - table
    return ~(simultaneous_intervals(lags, random_seed=1).low > 0)


MIDDLE = (
    TRAINING.replace("[10, 11]", "[8, 12]") + FILM.replace("[0, 2]", "[0, 1]") + VISIT
    + """
[[activity]]
of = "campaign_then_collaboration"
id = 8
dates = [0, 1]
first_month = [3, 3]

[[activity]]
of = "campaign_then_collaboration"
id = 9
dates = [0, 2]
first_month = [4, 4]
after = [8]
"""
)  # fmt: skip


@pytest.mark.slow
def test_a_small_space_gives_what_brute_force_gives(tmp_path: Path) -> None:
    """Beside 400 runs of every programme: the winner is one of the few that are the best."""
    path, budget = file_of(tmp_path, MIDDLE), 3_300_000
    effort = Effort(candidates=1_000, searches=1, runs=20, by="lot")
    found = search_programmes(SENIK, budget, space=path, effort=effort)
    assert found.plan.is_small
    plans = [*found.plan.space.all_plans()]
    is_best = best_of(brute_force(found.plan.space, plans, 400))
    assert 0 < is_best.sum() < len(plans) / 4
    assert is_best[plans.index(found.candidates[found.winner].plan)]


@pytest.mark.slow
def test_proposals_come_near_to_brute_force(tmp_path: Path) -> None:
    """Of a part of the space, the winner is among the best twentieth of all."""
    pytest.importorskip("optuna")
    path, budget = file_of(tmp_path, MIDDLE), 3_300_000
    effort = Effort(candidates=160, searches=1, runs=20)
    found = search_programmes(SENIK, budget, space=path, effort=effort)
    assert not found.plan.is_small
    plans = [*found.plan.space.all_plans()]
    means = brute_force(found.plan.space, plans, 400).mean(axis=0)
    winner = means[plans.index(found.candidates[found.winner].plan)]
    assert (means > winner).mean() < 0.05


def begun(space: Path, out: Path) -> subprocess.Popen[str]:
    words = [
        "search",
        str(library_root() / "senik"),
        "--budget",
        "3.300.000",
        "--space",
        str(space),
    ]
    words += ["--by", "lot", "--candidates", "120", "--runs", "50", "-o", str(out)]
    return subprocess.Popen(
        [sys.executable, "-m", "diffusion.cli", *words],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def content(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


@pytest.mark.slow
def test_a_search_that_is_killed_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    """Killed after 3, 9 and 20 parts; the bytes are those of one that is left alone."""
    space, out, alone = file_of(tmp_path, MIDDLE), tmp_path / "out", tmp_path / "alone"
    for n_parts in (3, 9, 20):
        process = begun(space, out)
        while process.poll() is None and len([*(out / "parts").glob("[0-9]*")]) < n_parts:
            time.sleep(0.01)
        assert process.poll() is None, process.communicate()[1]
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    for folder in (out, alone):
        process = begun(space, folder)
        error = process.communicate()[1]
        assert process.returncode == 0, error
    assert content(out) == content(alone)


@pytest.mark.slow
def test_threads_and_a_second_call_change_nothing(tmp_path: Path) -> None:
    path = file_of(tmp_path, MIDDLE)
    effort = Effort(candidates=60, searches=2, runs=20, by="lot")
    one, two = (
        search_programmes(
            SENIK, 3_300_000, space=path, effort=effort, options=RunOptions(n_threads=n)
        )
        for n in (1, 2)
    )
    assert one.judgement().equals(two.judgement())
    assert one.tried().equals(two.tried())


def test_a_space_is_a_declaration_too() -> None:
    file = default_space(SENIK, n_months=36)
    assert isinstance(file, SpaceFile)
    assert {one.number for one in file.activity} >= {6, 13, 14}


@pytest.mark.usefixtures("shipped")
def test_what_reviews_decide_about_is_not_sought(tmp_path: Path) -> None:
    model = diffusion.load("senik")
    file = default_space(model, n_months=36)
    assert not {23, 24, 25} & {one.number for one in file.activity}
    expected = "activity.1..id: expected an activity about which no review decides; found 24"
    with pytest.raises(InputError, match=expected):
        plan_search(model, 8_000_000, space=file_of(tmp_path, TRAINING.replace("= 6", "= 24")))
