"""Summaries of runs that are forgotten: they are what `simulate` and NumPy make of the same."""

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal

import numpy as np
import pytest
from communities import SENIK, TWO_STATE, community, parameters
from hypothesis import given
from hypothesis import strategies as st

import diffusion
from diffusion.catalogue.arguments import programmes_of
from diffusion.ensembles import partition
from diffusion.ensembles.ensemble import prepare
from diffusion.ensembles.options import RunOptions
from diffusion.errors import InputError
from diffusion.results.series import STAGES
from diffusion.results.summary import Distribution, EnsembleSummary
from diffusion.statistics.band import band
from diffusion.util.ranks import fraction_of

N_RUNS = 130
CASES: dict[str, tuple[str, Mapping[str, Any]]] = {
    "whole month": ("campaign_then_collaboration", {}),
    "two-state chain": ("none", TWO_STATE | {"chain.exit_hazard": 0.05}),
}
METHODS: tuple[Literal["linear", "lower", "higher"], ...] = ("linear", "lower", "higher")


def both(case: str) -> tuple[diffusion.Outcome, EnsembleSummary]:
    programme, changes = CASES[case]
    asked: dict[str, Any] = {"parameters": parameters(changes), "n_runs": N_RUNS, "n_months": 20}
    return (
        diffusion.simulate(SENIK, programme, **asked, keep=("traits",)),
        diffusion.summarise(SENIK, programme, **asked),
    )


@pytest.mark.parametrize("case", list(CASES))
def test_a_summary_is_what_numpy_makes_of_the_runs(case: str) -> None:
    outcome, summary = both(case)
    assert (summary.n_runs, summary.n_months, summary.n_artisans) == (N_RUNS, 20, 30)
    assert summary.names == outcome.names
    assert summary.programme == outcome.programme
    assert summary.provenance == outcome.provenance
    for name in outcome.names:
        series = outcome.series(name)
        error = series.std(axis=0, ddof=1) / np.sqrt(N_RUNS)
        np.testing.assert_allclose(summary.mean[name], series.mean(axis=0), rtol=1e-13)
        # Where all runs agree, NumPy's mean may miss by a rounding, and its deviation with it.
        tiny = 1e-15 * np.abs(series).max()
        np.testing.assert_allclose(summary.standard_error[name], error, rtol=1e-9, atol=tiny)
    for found, values in (
        (summary.adopters, outcome.adopters),
        (summary.stages, outcome.stages),
        (summary.stage("trial"), outcome.series("trial")),
        (summary.lasting, outcome.lasting),
        (summary.tried, outcome.tried),
    ):
        assert np.array_equal(found.mean, values.mean(axis=0))
        deviation = values.std(axis=0, ddof=1)
        np.testing.assert_allclose(found.standard_deviation, deviation, rtol=1e-12)
        for share in (0.0, 0.05, 0.25, 0.5, 0.731, 1.0):
            for method in METHODS:
                expected = np.quantile(values, share, axis=0, method=method)
                at_share = found.quantile(share, method=method)
                np.testing.assert_allclose(at_share, expected, rtol=1e-14)
    assert summary.adoption_curve().equals(outcome.adoption_curve())
    assert summary.monthly().shape == outcome.monthly().shape


@pytest.mark.parametrize("case", list(CASES))
def test_batches_and_threads_leave_no_trace(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    programme, changes = CASES[case]

    def summary(n_threads: int, seed: int = 1) -> dict[str, Any]:
        found = diffusion.summarise(
            SENIK, programme, parameters=parameters(changes), n_runs=60, n_months=12,
            n_threads=n_threads, random_seed=seed,
        )  # fmt: skip
        numbers = {f"mean {name}": values.tolist() for name, values in found.mean.items()}
        numbers |= {f"error {name}": v.tolist() for name, v in found.standard_error.items()}
        return numbers | {"adopters": found.adopters.frequency.tolist()}

    usual = summary(1)
    assert summary(3) == usual
    monkeypatch.setattr(partition, "_ARTISANS_AT_ONCE", 7 * 30)
    monkeypatch.setattr(partition, "_CHAINS_FOR_ONE", 1)
    assert summary(1) == summary(4) == usual
    assert summary(1, seed=2) != usual, "negative control: the comparison sees nothing"


def test_several_programmes_are_summarised_with_the_same_luck() -> None:
    names = ["campaign_only", "collaboration_only"]
    told: list[tuple[int, int]] = []
    together = diffusion.summarise(
        SENIK, names, n_runs=20, n_months=12, progress=lambda *n: told.append(n)
    )
    for name, summary in zip(names, together, strict=True):
        alone = diffusion.summarise(SENIK, name, n_runs=20, n_months=12)
        assert summary.programme == name == summary.provenance["programme"]["name"]
        assert np.array_equal(summary.adopters.frequency, alone.adopters.frequency)
    assert told[0] == (0, 40)
    assert told[-1] == (40, 40)


def test_a_distribution_counted_by_hand() -> None:
    """Four runs with 0, 1, 1 and 3: mean 5/4, squares 11, variance (11 - 25/4) / 3 = 19/12."""
    four = Distribution(np.array([1, 2, 0, 1], np.uint32))
    assert four.n_runs == 4
    assert four.mean == 1.25
    assert four.standard_deviation == pytest.approx((19 / 12) ** 0.5, rel=1e-15)
    assert four.standard_error == pytest.approx((19 / 48) ** 0.5, rel=1e-15)
    assert [four.quantile(share) for share in (0, 0.5, 1)] == [0, 1, 3]
    assert four.quantile(5 / 6) == 2.0  # half way from the third to the fourth
    assert four.quantile(5 / 6, method="lower") == 1
    assert four.quantile(5 / 6, method="higher") == 3
    assert four.band() == (0, 3)


@given(
    st.lists(st.integers(0, 40), min_size=1, max_size=60),
    st.integers(0, 1000),
    st.sampled_from([10, 20, 25, 36, 50, 100, 1000]),
)
def test_a_quantile_is_that_of_exact_fractions(
    counts: list[int], part: int, denominator: int
) -> None:
    """Rank (R - 1) p / q of the sorted runs, worked out in fractions, for every method."""
    part = part % (denominator + 1)
    found = Distribution(np.bincount(counts, minlength=41).astype(np.uint32))
    place = Fraction(part, denominator) * (len(counts) - 1)
    in_order = sorted(counts)
    low, high = in_order[math.floor(place)], in_order[math.ceil(place)]
    exact = low + (high - low) * (place - math.floor(place))
    for share in (part / denominator, Fraction(part, denominator)):
        assert found.quantile(share, method="lower") == low
        assert found.quantile(share, method="higher") == high
        assert found.quantile(share) == float(exact)


def test_a_rank_that_a_computer_would_round_up() -> None:
    """Of 26 counts 0 to 25 the rank 25 x 0.28 is 7, though 25 * 0.28 is more in floats."""
    assert 25 * 0.28 > 7
    found = Distribution(np.ones(26, np.uint32))
    for method in METHODS:
        assert found.quantile(0.28, method=method) == 7


@pytest.mark.parametrize("n_runs", [1, 2, 20, 21, 41, 61, 101, 2001])
def test_a_band_is_cut_at_exact_ranks(n_runs: int) -> None:
    """A twentieth of 20 ranks is one whole rank: of 0 to 20 the band is 1 to 19."""
    values = np.arange(n_runs)[::-1]
    low, high = band(values)
    assert low == (n_runs - 1) // 20
    assert high == n_runs - 1 - low
    counted = Distribution(np.ones(n_runs, np.uint32)).band()
    assert (low, high) == (int(counted[0]), int(counted[1]))


def test_shares_are_read_as_they_are_meant() -> None:
    assert fraction_of(0.28) == Fraction(7, 25)
    assert fraction_of(5 / 6) == Fraction(5, 6)
    assert fraction_of(0.123456789) == Fraction(123456789, 10**9)
    assert fraction_of(1 - 0.95) == Fraction(1, 20)


def test_a_single_run_has_no_spread() -> None:
    one = diffusion.summarise(SENIK, "none", n_runs=1, n_months=3)
    assert np.isnan(one.standard_error["cash"]).all()
    assert np.isnan(one.adopters.standard_deviation).all()
    assert one.stages.mean.sum(axis=1).tolist() == [30.0] * 4


def test_what_a_summary_has_not_is_said() -> None:
    one = diffusion.summarise(SENIK, "none", n_runs=1, n_months=1)
    with pytest.raises(InputError, match=STAGES[0]):
        one.stage("unawares")
    with pytest.raises(InputError, match="from 0 to 1"):
        one.adopters.quantile(1.5)
    with pytest.raises(InputError, match="runs"):
        diffusion.summarise(SENIK, "none", n_runs=0)


def test_parts_run_only_a_little_ahead_of_what_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(partition, "_ARTISANS_AT_ONCE", 30)
    ensemble = prepare(
        SENIK,
        programmes_of(SENIK, ["none"]),
        RunOptions(n_runs=100, n_months=1, n_threads=2),
    )
    begun: list[int] = []

    def work(part: slice) -> int:
        begun.append(part.start)
        return int(part.start)

    for n_taken, first in enumerate(ensemble.in_parts(work)):
        assert first == n_taken
        assert len(begun) - n_taken <= 5  # 4 ahead, and this one
    assert sorted(begun) == list(range(100))


def test_what_a_chain_does_not_change_is_kept_once_and_shown_at_all_records() -> None:
    people = community(
        ties={"generator": "ring", "mean_degree": 4}, first_adopters=(0, 1), n_hamlets=2
    )
    asked: dict[str, Any] = {
        "parameters": parameters(TWO_STATE),
        "n_months": 18,
        "keep": ("traits",),
    }
    six = diffusion.simulate(people, "none", n_runs=6, **asked)
    four = diffusion.simulate(people, "none", n_runs=4, **asked)
    two = diffusion.simulate(people, "none", n_runs=2, first_replicate=4, **asked)
    joined = four.followed_by(two)
    for name, n_columns in {"ledger": 10, "money": 14, "levels": 19}.items():
        for outcome in (six, joined):
            shown = getattr(outcome, name)
            assert shown.shape == (6, 19, n_columns)
            assert shown.base.nbytes == 6 * n_columns * 8
        assert np.array_equal(getattr(six, name), getattr(joined, name))
    for name in ("counts", "is_open", "pieces", "sold", "ordered"):
        assert np.array_equal(getattr(six, name), getattr(joined, name))
    assert (six.series("cash") > 0).all()
    assert len({tuple(cash) for cash in six.series("cash").tolist()}) == 6
    assert (six.series("poor_adopters")[:, -1] > six.series("poor_adopters")[:, 0]).any()
    assert six.is_balanced()
