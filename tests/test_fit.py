"""Laws are fitted to villages, and run forward; exposure is that of the measures."""

from dataclasses import replace

import numpy as np
import pytest

import diffusion
from diffusion.data.adoption_data import AdoptionData
from diffusion.data.ties import TiesOfKind
from diffusion.fitting.exposures import terms_of
from diffusion.fitting.fit import fit
from diffusion.fitting.forecast import forecast
from diffusion.fitting.law import Law
from diffusion.fitting.villages import Village, villages_of
from diffusion.measures.exposures import exposure

N, T = 40, 8


def made(n_villages: int = 6, *, beta: float = 1.0, seed: int = 1) -> AdoptionData:
    """Adoption by a logit of known numbers: constant -3, covariate .8, share of alters."""
    rng = np.random.default_rng(seed)
    n = n_villages * N
    village = np.repeat(np.arange(n_villages), N)
    ties = (rng.random((n, n)) < 0.1) & (village[:, None] == village[None, :])
    np.fill_diagonal(ties, False)
    covariate, effect = rng.normal(size=n), rng.normal(0, 0.3, n_villages)[village]
    looks = ties / np.maximum(ties.sum(axis=1, keepdims=True), 1)
    toa = np.where(rng.random(n) < 0.05, 0, -1)
    for period in range(1, T):
        seen = looks @ (toa >= 0)
        chance = 1 / (1 + np.exp(3 - 0.8 * covariate - beta * seen - effect))
        toa[(toa < 0) & (rng.random(n) < chance)] = period
    columns = {"hamlet": village.astype(str), "skill": covariate}
    return AdoptionData.of(ties.astype(float), toa, n_periods=T, columns=columns)


@pytest.fixture(scope="module")
def villages() -> tuple[Village, ...]:
    return villages_of(made(), covariates=["skill"])


def test_exposure_is_that_of_the_measures(villages: tuple[Village, ...]) -> None:
    village = villages[0]
    measured = exposure(village.data, lags=1).value
    for period in range(1, T):
        before = village.adopted_before(period)[None]
        seen = terms_of("share", village, period, before, before)[0, 0]
        assert np.allclose(seen, np.nan_to_num(measured[:, period]))


@pytest.mark.parametrize("law", ["gates", "logit", "cloglog"])
def test_a_covariate_is_found(villages: tuple[Village, ...], law: str) -> None:
    found = fit(villages, law).coefficients.set_index("name").loc["skill"]
    assert found.low < 0.8 < found.high or law != "logit"
    assert found.estimate == pytest.approx(0.7, abs=0.25)


def test_a_forecast_begins_with_who_has_adopted(villages: tuple[Village, ...]) -> None:
    fitted = fit(villages[1:], "gates")
    seen = forecast(fitted, villages[0], known_to=3, n_runs=200)
    assert seen.curves.shape == (200, T - 3)
    assert (seen.curves >= villages[0].cumulative[2]).all()
    assert (np.diff(seen.curves, axis=1) >= 0).all()
    had = villages[0].adopted_before(3)
    assert not seen.probabilities[had].any()
    assert np.allclose(seen.probabilities[~had].sum(axis=1), 1)
    again = forecast(fitted, villages[0], known_to=3, n_runs=200)
    assert (again.curves == seen.curves).all()


def test_one_village_is_told(villages: tuple[Village, ...]) -> None:
    with pytest.raises(diffusion.InputError, match="two or more"):
        fit(villages[:1], "gates")
    assert not fit(villages[:1], "gates", village_effect=False).spread


def test_ties_that_change_are_those_of_each_period() -> None:
    """Also where the matrix of one period takes the place in memory of that of another."""
    n_people, n_periods = 6, 60
    ego = np.arange(n_periods) % n_people
    alter = (ego + 1 + np.arange(n_periods) % (n_people - 1)) % n_people
    period = np.arange(n_periods)
    ties = TiesOfKind.of(ego, alter, begins=period, ends=period)
    data = AdoptionData.of({"ties": ties}, np.full(n_people, -1), n_periods=n_periods)
    (village,) = villages_of(data, ["one"] * n_people)
    for t in range(n_periods):
        expected = np.zeros((n_people, n_people))
        expected[ego[t], alter[t]] = 1.0
        assert np.array_equal(village.looks("outgoing", t).toarray(), expected), t


def test_evidence_is_the_likelihood_without_its_numbers(villages: tuple[Village, ...]) -> None:
    """One number, no village effect: the integral over it, worked out on a fine grid."""
    bare = [replace(one, covariate=np.zeros((one.n_people, 0)), covariates=()) for one in villages]
    law = Law("logit", "none", "none", has_village_effect=False)
    found = fit(bare, law)
    constant = np.linspace(-8, 3, 20_001)
    waits, adopts = found.n_rows - found.n_adoptions, found.n_adoptions
    likelihood = -adopts * np.logaddexp(0, -constant) - waits * np.logaddexp(0, constant)
    sd = float(found.terms.sd[0])
    whole = likelihood - 0.5 * (constant / sd) ** 2 - np.log(sd * np.sqrt(2 * np.pi))
    area = np.log(np.trapezoid(np.exp(whole - whole.max()), constant)) + whole.max()
    assert found.found.evidence == pytest.approx(area, abs=0.01)
    assert found.found.evidence < found.found.agreement
