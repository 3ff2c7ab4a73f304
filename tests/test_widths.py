"""How wide a band should be, learnt in villages left out: known answers, and what it repairs."""

import numpy as np
import pytest

from diffusion.data.adoption_data import AdoptionData
from diffusion.fitting.forecast import Forecast
from diffusion.fitting.monitor import monitor
from diffusion.fitting.scores import coverage
from diffusion.fitting.villages import Village, villages_of
from diffusion.fitting.widths import KEPT, WIDEST, distances, learnt_width, widened

N, T = 40, 6


def villages(n: int, seed: int, *, spread: float) -> list[tuple[Village, float]]:
    """Make villages whose share by the end lies as far from one half as their own luck says."""
    rng = np.random.default_rng(seed)
    found = []
    for place in range(n):
        share = float(np.clip(rng.normal(0.5, spread), 0.05, 0.95))
        toa = np.full(N, -1)
        toa[: round(share * N)] = rng.integers(1, T, round(share * N))
        columns = {"hamlet": np.repeat(f"v{place}", N)}
        data = AdoptionData.of(np.zeros((N, N)), toa, n_periods=T, columns=columns)
        found.append((villages_of(data)[0], share))
    return found


def forecast_of(village: Village, spread: float, seed: int = 1) -> Forecast:
    """Forecast the share of the last period around one half."""
    last = np.clip(np.random.default_rng(seed).normal(0.5, spread, 400), 0.0, 1.0)
    return Forecast(village.name, T - 1, last[:, None], np.zeros((N, 2)))


def test_distances_by_hand() -> None:
    curves = np.linspace(0, 1, 101)[:, None]  # the band of 90 % goes from .05 to .95
    for observed, expected in ((0.5, 0.0), (0.95, 0.44 / 0.45), (0.05, 0.44 / 0.45), (0.51, 0.0)):
        found = distances(curves, np.array([observed]), n_people=50)
        assert found == pytest.approx([expected]), observed


def test_a_point_has_the_width_of_half_a_person() -> None:
    found = distances(np.full((20, 1), 0.5), np.array([0.6]), n_people=50)
    assert found == pytest.approx([(0.1 - 0.01) / 0.01])


@pytest.mark.parametrize("spread", [0.05, 0.1, 0.3])
def test_a_band_that_is_too_narrow_or_too_wide_is_mended(spread: float) -> None:
    """Villages differ by .1; what was learnt in some makes the band hold 90 % of others."""
    learn, new = (villages(60, seed, spread=0.1) for seed in (1, 2))
    width = learnt_width((forecast_of(one, spread), one) for one, _ in learn)
    assert width == pytest.approx((0.1 / spread) ** (1 - KEPT), rel=0.35)
    covered = []
    for scale in (1.0, width ** (1 / (1 - KEPT))):
        each = [
            coverage(
                widened(forecast_of(one, spread), scale, one).curves,
                one.cumulative[-1:],
                n_people=N,
            )
            for one, _ in new
        ]
        covered.append(float(np.mean(each)))
    before, after = covered
    assert abs(after - 0.9) < 0.08
    if spread != 0.1:  # the negative control: as it was, it did not
        assert abs(before - 0.9) > abs(after - 0.9)


def test_a_village_counts_once() -> None:
    """However many curves it has."""
    (one, _), (other, _) = villages(2, 3, spread=0.1)
    narrow, wide = forecast_of(one, 0.01), forecast_of(other, 1.0)
    few = learnt_width([(narrow, one), (wide, other)])
    many = learnt_width([(narrow, one), *[(wide, other)] * 9])
    assert many == pytest.approx(few, rel=0.2)
    assert learnt_width([(narrow, one)]) <= WIDEST ** (1 - KEPT)


def test_a_widened_forecast_keeps_to_what_is_possible() -> None:
    (one, share), *_ = villages(3, 5, spread=0.1)
    rng = np.random.default_rng(1)
    rising = np.sort(rng.uniform(one.cumulative[1], 1.0, (200, T - 2)), axis=1)
    forecast = Forecast(one.name, 2, rising, np.zeros((N, T - 1)))
    for width in (0.3, 1.0, 3.0):
        found = widened(forecast, width, one).curves
        assert (found >= one.cumulative[1]).all()
        assert (found <= 1.0).all()
        assert (np.diff(found, axis=1) >= 0).all()
    assert widened(forecast, 1.0, one) is forecast
    assert 0 < share < 1


def test_monitor_is_as_wide_as_the_others_ask() -> None:
    """Both bands are moved by what was learnt, and by nothing where nothing may be learnt."""
    each = [one for one, _ in villages(6, 7, spread=0.25)]
    data = AdoptionData.of(
        np.zeros((6 * N, 6 * N)), np.concatenate([one.toa for one in each]), n_periods=T,
        columns={"hamlet": np.repeat([f"v{at}" for at in range(6)], N)},
    )  # fmt: skip
    plain, moved = (
        monitor(data, "v0", known_to=3, models=["bass"], n_runs=60, learn_widths=said)
        for said in ("no", "inner")
    )
    assert not np.array_equal(plain.updated, moved.updated)
    middle = np.median(plain.updated[:, 0])
    assert np.median(moved.updated[:, 0]) == pytest.approx(middle)
    assert plain.width == 1.0 != moved.width
    spread = [one.updated[:, 0].std() for one in (plain, moved)]
    assert (spread[1] > spread[0]) == (moved.width > 1.0)
