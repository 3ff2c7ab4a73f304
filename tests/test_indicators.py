"""What is asked of the runs: against the artisans themselves, and known answers."""

import numpy as np
import pytest

import diffusion
from diffusion import ArtisanModel, InputError, Stage
from diffusion.results.indicators import INDICATORS, indicator
from diffusion.results.outcome import first_record

SENIK = diffusion.load("senik")
CHANNELS = SENIK.file.market.channels
N_MONTHS = 30


def outcome(**options: object) -> diffusion.Outcome:
    return diffusion.simulate(
        SENIK, "campaign_then_collaboration", n_runs=40, n_months=N_MONTHS, **options
    )


def test_the_poor_and_those_barred_by_values_are_counted_as_the_artisans_stand() -> None:
    artisans = SENIK.file.artisans
    tolerance = SENIK.parameter_sets["default"].decision.misfit_tolerance
    of_runs = outcome(first_replicate=3)
    model = ArtisanModel(SENIK, "campaign_then_collaboration", replicate=3)
    income = model.state.income.copy()
    is_poor = income / artisans.household_size < artisans.poverty_line
    assert 0 < is_poor.sum() < SENIK.n_artisans
    seen = set()
    for record in range(N_MONTHS + 1):
        stage = model.state.stage
        is_adopting = (stage == Stage.TRIAL) | (stage == Stage.CONFIRMED)
        is_barred = (stage == Stage.KNOWS) & (1.0 - model.state.value_fit > tolerance)
        assert of_runs.series("poor_adopters")[0, record] == (is_adopting & is_poor).sum()
        assert of_runs.series("barred_by_values")[0, record] == is_barred.sum()
        seen |= {("poor", bool((is_adopting & is_poor).any())), ("barred", bool(is_barred.any()))}
        model.step()
    assert ("poor", True) in seen
    assert ("barred", True) in seen


def test_nobody_favours_what_his_values_do_not_bear() -> None:
    """So all whom values bar stand at knowing, and the groups of a stack add up to everybody."""
    of_runs = outcome()
    parts = sum(
        indicator(name, CHANNELS).of(of_runs, N_MONTHS)
        for name in (
            "unaware",
            "not_persuaded",
            "barred_by_values",
            "persuaded",
            "decided",
            "discontinued",
            "adopters",
        )
    )
    assert (parts == SENIK.n_artisans).all()
    assert (indicator("not_persuaded", CHANNELS).of(of_runs, N_MONTHS) >= 0).all()


def test_shares_of_nothing_are_no_numbers() -> None:
    nothing = diffusion.simulate(SENIK, "none", n_runs=3, n_months=6)
    for name in ("reach_of_poor", "bad_loan_share", "discontinued_share", "month_of_half"):
        assert np.isnan(INDICATORS[name].of(nothing, 6)).all()
    assert (INDICATORS["adopter_months"].of(nothing, 6) == 0).all()


def test_sums_and_shares_are_those_of_the_series() -> None:
    of_runs = outcome()
    adopters = of_runs.adopters
    assert np.array_equal(
        INDICATORS["adopter_months"].of(of_runs, 12), adopters[:, 1:13].sum(axis=1)
    )
    income = INDICATORS["mean_income"].of(of_runs, 12)
    assert np.array_equal(income, of_runs.series("income")[:, 12] / SENIK.n_artisans)
    half = INDICATORS["month_of_half"].of(of_runs, N_MONTHS)
    for run in range(of_runs.n_runs):
        reached = (2 * adopters[run] >= of_runs.tried[run]) & (of_runs.tried[run] > 0)
        records = [record for record in range(N_MONTHS + 1) if reached[record]]
        assert half[run] == records[0] if records else np.isnan(half[run])


def test_the_month_of_half_is_none_where_it_is_never_reached() -> None:
    """Some histories of the campaign never have half of those who tried at one time; most do."""
    campaign = diffusion.simulate(SENIK, "campaign_only", n_runs=200)
    half = indicator("month_of_half", CHANNELS).of(campaign, 36)
    never = (campaign.tried > 0) & (2 * campaign.adopters.max(axis=1) < campaign.tried)
    assert 0 < never.sum() < 100
    assert np.isnan(half[never]).all()
    assert np.isnan(half).sum() == (never | (campaign.tried == 0)).sum()
    assert np.nanmin(half) > 0, "nobody has it at the start"


def test_the_first_record_by_hand() -> None:
    """At once, at the last record, and never."""
    is_so = np.array([[1, 0, 1], [0, 0, 1], [0, 0, 0]], bool)
    assert np.array_equal(first_record(is_so), [0, 2, np.nan], equal_nan=True)


def test_every_series_can_be_asked_for_and_no_other_name() -> None:
    of_runs = outcome()
    for name in of_runs.names:
        asked = indicator(name, CHANNELS)
        values = asked.of(of_runs, 7)
        assert np.array_equal(values, of_runs.series(name)[:, 7])
        assert asked.is_whole == (values.dtype.kind == "i")
    with pytest.raises(InputError, match=r"did you mean adopters\?"):
        indicator("adoptres", CHANNELS)


@pytest.mark.slow
def test_the_campaign_is_not_faster_to_half() -> None:
    """Rp 8,000,000 and 75 months: over the histories that have it for both nothing is known.

    With 0 for never, as once, the difference was 15 months with an interval far from 0.
    """
    names = ["collaboration_only", "campaign_only"]
    found = diffusion.compare(SENIK, names, budget=8_000_000, n_runs=200, n_months=75)
    row = found.differences().set_index("measure").loc["month_of_half"]
    assert row["n_pairs"] == 107
    assert row["low"] < 0 < row["high"]
    assert abs(row["mean"]) < 1
