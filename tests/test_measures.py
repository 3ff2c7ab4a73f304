"""Means and intervals: known answers, coverage, and comparisons that must tie."""

import numpy as np
import pytest
from scipy import stats

import diffusion
from diffusion.statistics.intervals import simultaneous_intervals
from diffusion.statistics.ratio import cost_per

SENIK = diffusion.load("senik")


def test_the_plain_interval_is_students() -> None:
    """1, 2, 3, 4: mean 2.5, standard error 0.6455, t(0.975, 3) = 3.1824."""
    intervals = simultaneous_intervals(np.array([[1.0], [2.0], [3.0], [4.0]]), random_seed=1)
    assert intervals.mean[0] == 2.5
    assert intervals.plain_high[0] - 2.5 == pytest.approx(3.1824 * 0.6455, rel=1e-4)


def test_what_does_not_vary_has_no_interval() -> None:
    """Of runs that all agree nothing is known of how far their mean may be from the true one."""
    values = np.column_stack([np.full(50, 0.64), np.arange(50.0)])
    intervals = simultaneous_intervals(values, random_seed=1)
    ends = (intervals.low, intervals.high, intervals.plain_low, intervals.plain_high)
    assert intervals.mean[0] == pytest.approx(0.64)
    assert all(np.isnan(end[0]) for end in ends)
    assert intervals.low[1] <= intervals.plain_low[1] < intervals.mean[1]


@pytest.mark.parametrize(
    ("n_runs", "plain", "at_once"), [(1, 0, 0), (2, 1, 0), (9, 1, 0), (10, 1, 1)]
)
def test_few_runs_have_no_interval(n_runs: int, plain: int, at_once: int) -> None:
    values = np.column_stack([np.arange(n_runs), np.arange(n_runs) ** 2]).astype(float)
    intervals = simultaneous_intervals(values, random_seed=1)
    assert np.isfinite(intervals.mean).all()
    for end in (intervals.plain_low, intervals.plain_high):
        assert np.isfinite(end).all() == bool(plain)
    for end in (intervals.low, intervals.high):
        assert np.isfinite(end).all() == bool(at_once)


def test_a_quantity_of_one_run_among_many_has_no_interval() -> None:
    values = np.full((50, 1), np.nan)
    values[7] = 3.0
    intervals = simultaneous_intervals(values, random_seed=1)
    assert (intervals.mean[0], intervals.n[0]) == (3.0, 1)
    assert np.isnan(intervals.plain_low[0])
    assert np.isnan(intervals.low[0])


def test_no_interval_is_printed_of_one_run() -> None:
    one = diffusion.compare(SENIK, ["campaign_only", "collaboration_only"], n_runs=1, n_months=36)
    for table in (one.differences(), one.estimates(), one.equity()):
        assert table[["low", "high"]].isna().all(axis=None)
    assert one.table()[["cost_per_lasting_low", "cost_per_lasting_high"]].isna().all(axis=None)
    frontier = diffusion.budget_frontier(
        SENIK, ["campaign_only"], budgets=[4_000_000, "8 juta"], n_runs=1
    ).table()
    assert frontier[["adopters_mean_low", "lasting_adopters_mean_high"]].isna().all(axis=None)


def test_simultaneous_intervals_cover_all_at_once() -> None:
    """Of 300 samples, about 95 % have all seven means inside; the plain intervals far fewer."""
    draws = np.random.default_rng(1).normal(size=(300, 150, 7))
    hits = {"simultaneous": 0, "plain": 0}
    for sample in draws:
        found = simultaneous_intervals(sample, random_seed=1)
        hits["simultaneous"] += bool(((found.low <= 0) & (found.high >= 0)).all())
        hits["plain"] += bool(((found.plain_low <= 0) & (found.plain_high >= 0)).all())
    likely = stats.binom.interval(0.999, 300, 0.95)
    assert likely[0] <= hits["simultaneous"] <= likely[1]
    assert hits["plain"] < likely[0], "negative control"


def test_cost_for_each_is_a_ratio_of_means() -> None:
    """1,000 for 2 and 6: 250 each, and not the mean of 500 and 167."""
    ratio = cost_per(1000, np.array([2, 6] * 5, np.int32), random_seed=1)
    assert ratio.value == 250
    assert ratio.low is not None
    assert ratio.high is not None
    assert ratio.low <= 250 <= ratio.high


@pytest.mark.parametrize("counts", [[4], [2, 6], [2, 6] * 4 + [4], [4] * 50])
def test_cost_of_few_runs_or_of_equal_ones_has_no_interval(counts: list[int]) -> None:
    ratio = cost_per(1000, np.array(counts, np.int32), random_seed=1)
    assert (ratio.value, ratio.low, ratio.high) == (250, None, None)


def test_cost_for_none_is_none() -> None:
    assert cost_per(1000, np.zeros(5, np.int32), random_seed=1).value is None
    rare = cost_per(1000, np.array([1] + [0] * 9, np.int32), random_seed=1)
    assert rare.value == 10_000
    assert rare.high is None


def test_a_programme_ties_with_itself() -> None:
    comparison = diffusion.compare(SENIK, ["campaign_only", "campaign_only"], n_runs=30)
    differences = comparison.differences()
    assert comparison.table()["strategy"].tolist() == ["campaign_only", "campaign_only (2)"]
    assert (differences[["mean", "won", "lost"]] == 0).all(axis=None)
    assert differences[["low", "high", "plain_low", "plain_high"]].isna().all(axis=None)
    assert (differences["tied"] == 1).all()


def test_who_is_ranked() -> None:
    """Only what uses the budget up, and does anything, is ranked."""
    rich = diffusion.compare(SENIK, budget=14_000_000, n_runs=2).table().set_index("strategy")
    assert rich.loc["campaign_only", "is_ranked"]
    assert not rich.loc["collaboration_only", "is_ranked"]
    assert not rich.loc["none", "is_ranked"]
    assert not diffusion.compare(SENIK, n_runs=2).table()["is_ranked"].any()


def test_the_reference_comes_first_or_is_the_fields() -> None:
    assert diffusion.compare(SENIK, n_runs=2).reference == "campaign_then_collaboration"
    two = diffusion.compare(SENIK, ["none", "campaign_only"], n_runs=2)
    assert two.reference == "none"


def test_strategies_are_one_until_they_differ() -> None:
    """Campaign only and campaign then collaboration differ from month 2 on."""
    one, other = diffusion.simulate(
        SENIK, ["campaign_only", "campaign_then_collaboration"], n_runs=20
    )
    assert np.array_equal(one.stages[:, :3], other.stages[:, :3])
    assert np.array_equal(one.series("self_efficacy")[:, :3], other.series("self_efficacy")[:, :3])
    assert not np.array_equal(
        one.series("self_efficacy")[:, 3], other.series("self_efficacy")[:, 3]
    )
