"""Comparisons: what must tie, what must show, who is left out, budgets and precision."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from communities import community
from scipy import stats

import diffusion
from diffusion import InputError, Programme
from diffusion.catalogue.load import programme_of
from diffusion.comparison.equity import adoption_by_group, groups_of
from diffusion.comparison.frontier import budget_frontier
from diffusion.comparison.result import Comparison
from diffusion.comparison.stopping import FIRST_RUNS, run_until
from diffusion.readers.model_folder import read_programme
from diffusion.reporting.export import programme_text, save_comparison
from diffusion.results.outcome import Artisans
from diffusion.scenario.community import Community
from diffusion.statistics.intervals import simultaneous_intervals

SENIK = diffusion.load("senik")
BUDGET = 8_000_000


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return diffusion.compare(SENIK, budget=BUDGET, n_runs=60, at_months=[12])


def test_a_copy_ties_in_every_run_and_every_measure() -> None:
    twice = diffusion.compare(SENIK, ["collaboration_only", "collaboration_only"], n_runs=30)
    table = twice.differences()
    assert len(table) > 10
    assert (table[["mean", "won", "lost"]] == 0).all(axis=None)
    assert table[["low", "high", "plain_low", "plain_high"]].isna().all(axis=None)
    assert (table["tied"] == 1).all()


def test_on_independent_luck_copies_win_equally_often() -> None:
    """Negative control of the test above: without shared luck a copy seldom ties."""
    one, other = (
        diffusion.simulate(SENIK, "collaboration_only", n_runs=400, random_seed=seed)
        for seed in (1, 2)
    )
    difference = one.adopters[:, -1] - other.adopters[:, -1]
    n_won, n_lost = int((difference > 0).sum()), int((difference < 0).sum())
    low, high = stats.binom.interval(0.999, n_won + n_lost, 0.5)
    assert low <= n_won <= high
    assert n_won + n_lost > 300


def test_a_planted_effect_is_found_with_its_size() -> None:
    """Two programmes that differ by one artisan's subsidy of the whole entry cost.

    Everybody has decided and nobody can pay: whoever gets the subsidy adopts, nobody else.
    """
    data = SENIK.programmes["none"].model_dump()
    gift = {
        "id": 1,
        "tactic": "mould_set",
        "months": (0,),
        "target": ("3", "5"),
        "participation": 0.0,
        "cost_fixed": 0,
        "cost_per_place": 0,
        "person_days": 0,
        "doses": {"subsidy": 100_000_000, "aware": 1.0},
    }
    planted = Programme.model_validate(data | {"name": "planted", "activity": (gift,)})
    file = SENIK.file.model_dump()
    file["modules"] |= {"readoption": False}
    parameters = SENIK.parameter_sets["default"].model_dump()
    parameters["persuasion"]["spontaneous"] = 100.0
    parameters["decision"] |= {
        "alpha": 100.0, "entry_cost": 100_000_000, "cost_exponent": 0.0, "efficacy_exponent": 0.0,
        "value_exponent": 0.0, "misfit_tolerance": 1.0, "cash_buffer": 0, "alpha_spread": 0.0,
    }  # fmt: skip
    parameters["persistence"]["discontinuance_rate"] = 0.0
    parameters["awareness"] |= {"broadcast": 0.0, "adopter_contact": 0.0, "aware_contact": 0.0}
    found = diffusion.compare(
        SENIK,
        ["none", planted],
        parameters=type(SENIK.parameter_sets["default"]).model_validate(parameters),
        n_runs=20,
    ).differences()
    adopters = found[found["measure"] == "adopters"].iloc[0]
    assert (adopters["mean"], adopters["won"]) == (2.0, 1.0)
    assert np.isnan(adopters["low"]), "all runs agree: nothing is seen of how far the mean may be"


def test_strategies_are_identical_until_they_differ(comparison: Comparison) -> None:
    """All start alike, and each pair goes alike up to the first month with other activities."""
    scaled = {s.name: (s.programme, outcome) for s, outcome in comparison.simulated}
    for name, (programme, outcome) in scaled.items():
        for other_name, (other, other_outcome) in scaled.items():
            if name >= other_name:
                continue
            months = [
                month
                for month in range(comparison.n_months)
                if _held(programme, month) != _held(other, month)
            ]
            first = min(months)
            same = outcome.stages[:, : first + 1] == other_outcome.stages[:, : first + 1]
            assert same.all(), (name, other_name, first)
            money = outcome.money[:, : first + 1] == other_outcome.money[:, : first + 1]
            assert money.all()
    one, other = scaled["campaign_then_collaboration"][1], scaled["campaign_only"][1]
    assert (one.stages != other.stages).any(), "negative control: they differ in the end"


def _held(programme: Programme, month: int) -> list[object]:
    """What is done in a month, without what it costs."""
    return [
        activity.model_dump(exclude={"months", "cost_fixed", "cost_per_place", "person_days"})
        for activity in programme.activities_by_id
        if month in activity.months
    ]


def test_tables_agree_with_the_runs(comparison: Comparison) -> None:
    runs = comparison.runs()
    outcomes = comparison.estimates().set_index(["strategy", "measure"])
    differences = comparison.differences().set_index(["strategy", "measure"])
    reference = runs[runs["strategy"] == comparison.reference]
    for strategy, rows in runs.groupby("strategy"):
        assert rows["replicate"].tolist() == list(range(60))
        for measure in runs.columns[2:]:
            known = rows[measure].dropna()
            assert outcomes.loc[(strategy, measure), "n_runs"] == len(known)
            if len(known):
                assert outcomes.loc[(strategy, measure), "mean"] == pytest.approx(known.mean())
            paired = (rows[measure].to_numpy() - reference[measure].to_numpy()).tolist()
            paired = np.array([value for value in paired if value == value])
            if measure == "income_change" or strategy == comparison.reference or not len(paired):
                assert (strategy, measure) not in differences.index
                continue
            found = differences.loc[(strategy, measure)]
            assert found["mean"] == pytest.approx(paired.mean(), rel=1e-9, abs=1e-12)
            assert found["n_pairs"] == len(paired)
            if len(set(paired)) < 2:
                assert np.isnan(found["plain_high"])
            else:
                half = stats.t.ppf(0.975, len(paired) - 1) * stats.sem(paired)
                expected = paired.mean() + half
                assert found["plain_high"] == pytest.approx(expected, rel=1e-6, abs=1e-9)


def test_income_is_against_doing_nothing(comparison: Comparison) -> None:
    of_none = next(outcome for s, outcome in comparison.simulated if s.name == "none")
    assert (comparison.measured.income_change(of_none) == 0).all()
    rich = next(o for s, o in comparison.simulated if s.name == "campaign_then_collaboration")
    expected = (rich.series("income")[:, -1] - of_none.series("income")[:, -1]) / 30
    assert np.allclose(comparison.measured.income_change(rich), expected)


def test_reasons_add_up_to_everybody(comparison: Comparison) -> None:
    totals = comparison.barriers().groupby("strategy")["artisans"].sum()
    assert totals.to_numpy() == pytest.approx(30.0)


def test_the_price_list_adds_up_to_the_price(comparison: Comparison) -> None:
    lists = comparison.prices()
    line = lists["fixed"] + lists["person_days"] * lists["day_price"]
    line = lists["hamlets"] * line + lists["seats"] * lists["per_place"]
    assert (lists["total"] == lists["dates"] * line).all()
    totals = lists.groupby("strategy")["total"].sum()
    for strategy, _ in comparison.simulated:
        assert totals.get(strategy.name, 0) == strategy.price.total <= BUDGET


def test_groups_by_hand() -> None:
    """Six artisans: the poor are 0 and 1, the members 0, 1 and 2; 0 and 2 and 5 adopt."""
    artisans = Artisans(
        is_poor=np.array([[True, True, False, False, False, False]]),
        n_ties=np.array([[5, 1, 4, 2, 3, 0]]),
        hamlet=np.zeros(6, np.int64),
        last_stage=np.array([[4, 2, 5, 6, 1, 4]], np.int8),
        is_member=np.array([[True, True, True, False, False, False]]),
        is_trained=np.zeros((1, 6), bool),
    )
    found = {group.trait: group for group in groups_of(SENIK, artisans)}
    assert list(found) == ["poverty", "centrality", "membership"]
    shares = {
        trait: (
            adoption_by_group(artisans, group.is_in)[0],
            adoption_by_group(artisans, group.is_other)[0],
        )
        for trait, group in found.items()
    }
    assert shares["poverty"] == (0.5, 0.5)
    assert shares["centrality"] == (1.0, 0.5)
    assert shares["membership"] == (pytest.approx(2 / 3), pytest.approx(1 / 3))
    nobody = adoption_by_group(artisans, np.zeros((1, 6), bool))
    assert np.isnan(nobody).all()


def _of_six(**columns: tuple[str, ...]) -> Community:
    """Six artisans P1 to P6, with columns of their roster by which results are divided."""
    six = community(n_artisans=6, roster={"self_efficacy": [0.5] * 6})
    assert six.roster is not None
    return replace(six, roster=replace(six.roster, groups=columns)).with_groups(list(columns))


def test_columns_of_the_roster_are_groups() -> None:
    """Of two groups one row; of three, one each against all others; empty cells are left out."""
    artisans = Artisans(
        is_poor=np.zeros((1, 6), bool),
        n_ties=np.zeros((1, 6), np.int64),
        hamlet=np.zeros(6, np.int64),
        last_stage=np.array([[4, 2, 5, 6, 1, 4]], np.int8),
        is_member=np.zeros((1, 6), bool),
        is_trained=np.zeros((1, 6), bool),
    )
    divided = _of_six(gender=("f", "m", "f", "", "m", "m"), caste=("a", "b", "c", "a", "b", "a"))
    rows = [g for g in groups_of(divided, artisans) if g.basis == "roster"]
    told = [(g.trait, g.name, g.others, *np.flatnonzero(g.is_in[0]).tolist()) for g in rows]
    assert told == [
        ("gender", "f", "m", 0, 2),
        ("caste", "a", "all others", 0, 3, 5),
        ("caste", "b", "all others", 1, 4),
        ("caste", "c", "all others", 2),
    ]
    assert np.flatnonzero(rows[0].is_other[0]).tolist() == [1, 4, 5]
    assert adoption_by_group(artisans, rows[0].is_in)[0] == 1.0
    assert adoption_by_group(artisans, rows[0].is_other)[0] == pytest.approx(1 / 3)


def test_who_is_poor_is_called_drawn_where_no_roster_says_it() -> None:
    found = diffusion.compare(SENIK, ["none"], n_runs=2, n_months=6).equity().set_index("trait")
    assert found.loc["poverty", ["group", "basis"]].tolist() == ["poor as drawn", "drawn"]
    assert found.loc["membership", "basis"] == "selection"
    listed = community(n_artisans=6, roster={"poor": [1.0, 0.0, 0.0, 1.0, 0.0, 1.0]})
    known = diffusion.compare(listed, ["none"], n_runs=2, n_months=6).equity().set_index("trait")
    assert known.loc["poverty", ["group", "others", "basis"]].tolist() == [
        "poor", "not poor", "roster",
    ]  # fmt: skip
    assert known.loc["poverty", ["n_group", "n_others"]].tolist() == [3, 3]


def test_a_column_of_names_is_no_group() -> None:
    thirty = community(roster={"self_efficacy": [0.5] * 30})
    assert thirty.roster is not None
    phones = tuple(str(number) for number in range(30))
    listed = replace(thirty, roster=replace(thirty.roster, groups={"phone": phones}))
    told = '--by: expected a column with at most 20 groups; found "phone" with 30'
    with pytest.raises(InputError, match=told):
        listed.with_groups(["phone"], place="--by")


@pytest.mark.slow
def test_a_scaled_programme_can_be_run_again(comparison: Comparison, tmp_path: Path) -> None:
    save_comparison(comparison, tmp_path / "out")
    for strategy, outcome in comparison.simulated:
        file = tmp_path / "out" / "programmes" / f"{strategy.name}.toml"
        assert read_programme(file) == strategy.programme
        again = diffusion.simulate(SENIK, file, n_runs=5)
        assert np.array_equal(again.stages, outcome.stages[:5])
        assert SENIK.price(programme_of(SENIK, file)).total == strategy.price.total
    text = programme_text(SENIK.programmes["campaign_only"])
    assert "months = [0, 1, 2]" in text


def test_a_frontier_never_spends_more_than_it_has() -> None:
    budgets = (1_000_000, 5_000_000, 9_000_000)
    found = budget_frontier(
        SENIK, ["campaign_only", "collaboration_only"], budgets=budgets[1:], n_runs=20
    ).table()
    assert (found["price"] <= found["budget"]).all()
    assert found["budget"].unique().tolist() == list(budgets[1:])
    alone = diffusion.compare(
        SENIK, ["campaign_only", "collaboration_only"], budget=9_000_000, n_runs=20
    ).table()
    last = found[found["budget"] == 9_000_000]
    assert last["adopters"].tolist() == alone["adopters"].tolist()
    with pytest.raises(InputError, match="smallest form"):
        budget_frontier(SENIK, ["campaign_only"], budgets=budgets, n_runs=2)
    with pytest.raises(InputError, match="ascending rupiah; found 2, 1"):
        budget_frontier(SENIK, budgets=[2, 1], n_runs=2)


def test_a_budget_that_leaves_one_strategy_is_refused_before_anything_is_simulated() -> None:
    names = ["collaboration_only", "campaign_only"]
    told: list[object] = []
    refused = (
        r"at least Rp 3,250,000, the smallest form of collaboration_only, "
        "so that 2 strategies can be compared .with minimum_places = 1 in its file, from "
        "Rp 2,750,000.; found Rp 3,200,000"
    )
    watched = {"n_runs": 20, "progress": lambda *done: told.append(done)}
    with pytest.raises(InputError, match=refused):
        diffusion.compare(SENIK, names, budget=3_200_000, **watched)
    with pytest.raises(InputError, match=r"3,250,000.*found Rp 3,200,000"):
        budget_frontier(SENIK, names, budgets=[3_000_000, 3_200_000], **watched)
    assert not told
    enough = diffusion.compare(SENIK, names, budget=3_250_000, n_runs=2).table()
    assert enough["is_possible"].all()
    rising = budget_frontier(SENIK, names, budgets=[3_200_000, 3_250_000], n_runs=2).table()
    assert rising["is_possible"].tolist() == [False, True, True, True]


def test_precision_goes_on_until_it_is_reached() -> None:
    told: list[int] = []
    found = diffusion.compare(
        SENIK, ["campaign_only", "none"], precision=0.4, callback=told.append, n_runs=3
    )
    reached = found.precision
    assert reached is not None
    assert reached.is_reached
    assert reached.n_runs == found.n_runs > FIRST_RUNS
    assert told == [reached.expected_runs]
    at_once = diffusion.compare(SENIK, ["campaign_only", "none"], n_runs=found.n_runs)
    assert found.differences().equals(at_once.differences())
    interval = found.differences().query("measure == 'adopters'").iloc[0]
    assert interval["high"] - interval["mean"] == pytest.approx(reached.reached)


@pytest.mark.slow
def test_a_cap_that_comes_first_is_said() -> None:
    words = ["compare", "senik", "-p", "campaign_only", "-p", "collaboration_only"]
    words += ["--precision", "0.05", "--most-runs", "150"]
    result = subprocess.run(
        [sys.executable, "-m", "diffusion.cli", *words], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert "This precision will probably need 150 runs." in result.stderr
    text = " ".join(result.stdout.split())
    assert "The cap of 150 runs came first: differences in adopters are known to plus" in text
    assert "significant" not in text


@pytest.mark.slow
@pytest.mark.statistical
def test_the_rule_of_precision_covers_nearly_as_often_as_it_says() -> None:
    """Stopping when narrow costs a little of the level; stopping when lucky would cost more."""
    generator = np.random.default_rng(3)
    hits = lucky = 0
    n_samples = 300
    for _ in range(n_samples):
        values = generator.normal(size=(1_000, 3)) * [1.0, 2.0, 4.0]
        found = run_until(lambda n, v=values: v[:n], 0.5, most_runs=1_000, random_seed=1)
        intervals = simultaneous_intervals(values[: found.n_runs], random_seed=1)
        hits += bool(((intervals.low <= 0) & (intervals.high >= 0)).all())
        for n_runs in range(100, 1_001, 100):
            intervals = simultaneous_intervals(values[:n_runs], random_seed=1)
            if not ((intervals.low <= 0) & (intervals.high >= 0)).all():
                break
        else:
            lucky += 1
    low, _ = stats.binom.interval(0.999, n_samples, 0.95)
    assert hits >= low
    assert lucky < low, "negative control: looking at every batch until a difference shows"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"programmes": ["campain_only"]}, r"did you mean campaign_only\?"),
        ({"budget": 10}, "smallest form"),
        ({"precision": 0.0}, "a number above 0"),
        ({"at_months": [40]}, "from 0 to 36"),
        ({"n_months": 4}, "inside the run of 4 months"),
    ],
)
def test_bad_input_has_one_clear_message(options: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        diffusion.compare(SENIK, **{"n_runs": 2, **options})


def _told(places: int | None) -> str:
    return "everybody" if places is None else str(places)


@pytest.mark.slow
def test_what_the_budget_changed_can_be_read_from_the_files(
    comparison: Comparison, tmp_path: Path
) -> None:
    """From what was written before to what was run: the programmes beside the table agree."""
    save_comparison(comparison, tmp_path / "out")
    changes = pd.read_csv(tmp_path / "out" / "changes.csv")
    assert len(changes) > 5
    for row in changes.itertuples():
        before = {a.id: a for a in SENIK.programmes[row.strategy].activity}[row.activity]
        scaled = read_programme(tmp_path / "out" / "programmes" / f"{row.strategy}.toml")
        after = {a.id: a for a in scaled.activity}[row.activity]
        assert (row.dates_before, row.places_before) == (before.n_dates, _told(before.places))
        assert (row.dates_after, row.places_after) == (after.n_dates, _told(after.places))
    sources = pd.read_csv(tmp_path / "out" / "sources.csv", dtype=str, keep_default_na=False)
    assert sources.to_dict("records") == [dict(row) for row in SENIK.sources]


def test_the_standing_is_that_of_the_runs(comparison: Comparison) -> None:
    """The leader is the ranked strategy with the most adopters; gaps are paired, run by run."""
    runs = comparison.runs().pivot(index="replicate", columns="strategy", values="adopters")
    ranked = [s.name for s, _ in comparison.simulated if s.is_ranked]
    order = runs[ranked].mean().sort_values(ascending=False, kind="stable").index.tolist()
    standing = comparison.standing()
    assert standing["strategy"].tolist() == order
    assert standing["leader"].unique().tolist() == order[:1]
    for row in standing.iloc[1:].itertuples():
        gap = runs[row.strategy] - runs[order[0]]
        assert row.difference == pytest.approx(gap.mean())
        assert (row.led, row.tied) == ((gap < 0).mean(), (gap == 0).mean())
        assert row.low < row.difference < row.high
    assert standing.iloc[0][["difference", "low", "high"]].isna().all()


def test_who_leads_is_known_for_all_pairs_at_once() -> None:
    """Four strategies that are alike: the one that leads by luck is seldom known to be ahead."""
    n_found, n_tries = 0, 200
    rng = np.random.default_rng(1)
    for _ in range(n_tries):
        ends = rng.normal(10, 3, (60, 4))
        order = np.argsort(-ends.mean(axis=0))
        pairs = [(a, b) for a in range(4) for b in range(a + 1, 4)]
        gaps = np.stack([ends[:, order[b]] - ends[:, order[a]] for a, b in pairs], axis=1)
        n_found += bool((simultaneous_intervals(gaps, random_seed=1).high[:3] < 0).any())
    assert n_found <= stats.binom.ppf(0.999, n_tries, 0.05)


def test_a_frontier_tells_who_leads_at_each_budget() -> None:
    names = ["campaign_only", "collaboration_only", "none"]
    found = budget_frontier(SENIK, names, budgets=["5 jt", "9 jt"], n_runs=20)
    standing = found.standing()
    assert standing["budget"].unique().tolist() == [5_000_000, 9_000_000]
    alone = diffusion.compare(SENIK, names, budget=9_000_000, n_runs=20).standing()
    last = standing[standing["budget"] == 9_000_000].drop(columns="budget")
    assert last.reset_index(drop=True).equals(alone)
    assert set(standing["strategy"]) == {"campaign_only", "collaboration_only"}
