"""Scores with answers worked out by hand, curves that go on, mixtures, and villages left out."""

import dataclasses

import numpy as np
import pytest

from diffusion.data.adoption_data import NEVER, AdoptionData
from diffusion.errors import InputError
from diffusion.fitting import scores
from diffusion.fitting.baselines import climatology, of_family, weighted_climatology
from diffusion.fitting.curves import CurveSet
from diffusion.fitting.drift import GRID, Drift, Drifts, filtered, forecast_drifting
from diffusion.fitting.fit import fit
from diffusion.fitting.forecast import Forecast
from diffusion.fitting.forecasters import MIX, MIX_OF_THREE, MODELS, STACKED, Forecasters
from diffusion.fitting.mix import learnt_weights, mix, pool
from diffusion.fitting.validation import validate
from diffusion.fitting.villages import Village, villages_of

N, T = 20, 6


def made(n_villages: int = 5, seed: int = 3) -> AdoptionData:
    """Villages in which adoption spreads, each faster than the one before."""
    rng = np.random.default_rng(seed)
    n_people = N * n_villages
    ties = np.zeros((n_people, n_people))
    toa = np.full(n_people, NEVER)
    for village in range(n_villages):
        rows = slice(N * village, N * (village + 1))
        ties[rows, rows] = rng.random((N, N)) < 0.15
        chance = 0.08 + 0.05 * village
        for period in range(T):
            waits = toa[rows] == NEVER
            toa[rows] = np.where(waits & (rng.random(N) < chance), period, toa[rows])
    np.fill_diagonal(ties, 0)
    names = np.repeat([f"v{one}" for one in range(n_villages)], N)
    skill = rng.normal(size=n_people)
    return AdoptionData.of(ties, toa, n_periods=T, columns={"hamlet": names, "skill": skill})


def adopted_only_in(village: str) -> AdoptionData:
    """Nobody adopts after the first period but in one village."""
    data = made()
    time = data.of_innovation().time.copy()
    time[(np.asarray(data.columns["hamlet"]) != village) & (time > 0)] = NEVER
    return AdoptionData.of(data.matrix(), time, n_periods=T, columns=dict(data.columns))


def test_crps_by_hand() -> None:
    """Histories 0 and 1, observed 0: mean |x - y| = 1/2, mean |x - x'| = 1/2, so 1/2 - 1/4."""
    assert scores.crps(np.array([[0.0], [1.0]]), np.array([0.0])) == pytest.approx(0.25)
    assert scores.crps(np.array([[0.3]]), np.array([0.7])) == pytest.approx(0.4)
    several = np.array([[0.1], [0.4], [0.4], [0.9]])
    twin = np.abs(several - 0.5).mean() - np.abs(several - several.T).mean() / 2
    assert scores.crps(several, np.array([0.5]))[0] == pytest.approx(twin)


def test_crps_is_smallest_for_the_truth() -> None:
    """A negative control: a forecast that is too sure, and one too wide, score worse."""
    rng = np.random.default_rng(1)
    observed = rng.normal(0.5, 0.1, 4_000)
    by_width = {
        width: float(np.mean(scores.crps(rng.normal(0.5, width, (400, 4_000)), observed)))
        for width in (0.02, 0.1, 0.4)
    }
    assert min(by_width, key=by_width.__getitem__) == 0.1


def test_rmse_and_coverage_by_hand() -> None:
    curves = np.array([[0.2, 0.2], [0.4, 0.4]])
    assert scores.rmse(curves, np.array([0.3, 0.7])) == pytest.approx(np.sqrt(0.4**2 / 2))
    # The band of 90 % goes from .21 to .39; of 10 people half a one reaches .05 beyond it.
    assert scores.coverage(curves, np.array([0.16, 0.3]), n_people=10) == 1.0
    assert scores.coverage(curves, np.array([0.15, 0.3]), n_people=10) == 0.5


def test_log_loss_by_hand() -> None:
    chances = np.array([[0.5, 0.25, 0.25], [0.1, 0.1, 0.8]])
    found = scores.log_loss(chances, np.array([1, 2]))
    assert found == pytest.approx(-(np.log(0.25) + np.log(0.8)) / 2)
    assert np.isnan(scores.log_loss(chances[:0], np.array([], int)))
    surprise = scores.log_loss(np.array([[0.0, 1.0]]), np.array([0]))
    assert surprise == pytest.approx(-np.log(1e-4 / 1.0001))


def test_concordance_by_hand() -> None:
    """Of three at risk the first adopts, then the second: three pairs, two in the right order.

    Period 1: .5 against .2 and .6, one of two right. Period 2, of who is left: .5/.8 against .1/.4.
    """
    chances = np.array([[0.5, 0.2, 0.3], [0.2, 0.5, 0.3], [0.6, 0.1, 0.3]])
    assert scores.concordance(chances, np.array([0, 1, 2])) == (2.0, 3)
    alike = np.full((3, 3), 1 / 3)
    assert scores.concordance(alike, np.array([0, 1, 2])) == (1.5, 3)


def test_a_perfect_forecast_has_perfect_scores() -> None:
    village = villages_of(made())[4]
    sure = np.zeros((N, T - 1))
    column = np.where(village.toa < 0, T - 2, village.toa - 2)
    waits = village.toa != 0
    waits &= village.toa != 1
    sure[np.flatnonzero(waits), column[waits]] = 1.0
    curves = np.tile(village.cumulative[2:], (3, 1))
    found = scores.score(Forecast(village.name, 2, curves, sure), village, known_to=2)
    assert (found.crps, found.rmse, found.coverage) == pytest.approx((0.0, 0.0, 1.0))
    assert found.log_loss == pytest.approx(0.0, abs=1e-3)
    assert found.right == found.n_pairs > 0
    assert found.n_at_risk == waits.sum()


def test_who_was_observed_for_a_shorter_time_is_not_scored() -> None:
    village = villages_of(made())[4]
    out = int(np.flatnonzero(village.toa < 0)[0])
    last = village.last.copy()
    last[out] = 3
    even = Forecast(village.name, 2, np.zeros((2, T - 2)), np.full((N, T - 1), 1 / (T - 1)))
    whole = scores.score(even, village, known_to=2)
    short = scores.score(even, dataclasses.replace(village, last=last), known_to=2)
    assert short.n_at_risk == whole.n_at_risk - 1


def test_a_curve_goes_on_from_who_has_adopted() -> None:
    """From .2 to .6 of all is half of the .8 that were left: of 5 of 10 who wait, 2.5 more."""
    curves = CurveSet(np.array([[0.1, 0.2, 0.6]]), trust=0.0, has_luck=True)
    found, chance = curves.go_on(np.array([2, 3]), 10, n_runs=4, random_seed=1)
    assert found == pytest.approx(np.full((4, 1), 0.75))
    assert chance == pytest.approx([0.5, 0.5])


def test_curves_are_weighed_by_their_likelihood() -> None:
    """After the first period 3 of 10 adopt in the second, 7 wait.

    Curve one: (.3)^3 (.7)^7, curve two: (.6)^3 (.4)^7. The first period counts nothing.
    """
    curves = CurveSet(np.array([[0.0, 0.3, 0.9], [0.0, 0.6, 0.9]]))
    one, two = 0.3**3 * 0.7**7, 0.6**3 * 0.4**7
    assert curves.weights(np.array([0, 3]), 10)[0] == pytest.approx(one / (one + two))
    assert curves.weights(np.array([0]), 10) == pytest.approx([0.5, 0.5])
    half = dataclasses.replace(curves, trust=0.5)
    root = np.sqrt(one) / (np.sqrt(one) + np.sqrt(two))
    assert half.weights(np.array([0, 3]), 10)[0] == pytest.approx(root)


def test_drawn_adopters_have_the_mean_of_the_curve() -> None:
    curves = CurveSet(np.array([[0.0, 0.25, 0.5]]), trust=0.0)
    found, _ = curves.go_on(np.array([0]), 100, n_runs=2_000, random_seed=1)
    assert found.mean(axis=0) == pytest.approx([0.25, 0.5], abs=0.005)
    assert found[:, 0].std() == pytest.approx(np.sqrt(0.25 * 0.75 / 100), rel=0.1)
    assert (np.diff(found, axis=1) >= 0).all()
    again, _ = curves.go_on(np.array([0]), 100, n_runs=2_000, random_seed=2)
    assert (found != again).any()


@pytest.mark.parametrize("name", ["bass", "logistic"])
def test_families_find_the_curve_that_made_the_data(name: str) -> None:
    """Villages of 2,000 people whose adopters follow one curve: its mean is found to 2 %."""
    from diffusion.fitting.baselines import FAMILIES

    truth = FAMILIES[name].curve(np.array([-2.5, -0.8, 1.0]), T)
    toa = np.searchsorted(truth, (np.arange(2_000) + 0.5) / 2_000)
    toa = np.where(toa >= T, NEVER, toa)
    whole = villages_of(made(3))[0]
    last = np.full(2_000, T - 1)
    villages = [dataclasses.replace(whole, toa=toa, last=last) for _ in range(4)]
    found = of_family(villages, name).curve
    assert found.mean(axis=0) == pytest.approx(truth, abs=0.02)


def test_climatologies_are_the_curves_of_the_others() -> None:
    villages = villages_of(made())
    found = climatology(villages[1:])
    assert np.array_equal(found.curve, [one.cumulative for one in villages[1:]])
    near = weighted_climatology(villages[1:]).curve
    assert np.abs(near - found.curve).max() < 3 / (N + 3)
    forecast = found.forecast(villages[0], known_to=2)
    assert forecast.curves.shape == (500, T - 2)
    waits = ~villages[0].adopted_before(2)
    assert forecast.probabilities.sum(axis=1) == pytest.approx(waits * 1.0)


def test_a_mixture_averages_quantiles_and_a_pool_takes_histories() -> None:
    parts = [
        Forecast("v", 1, np.full((10, 2), value), np.full((3, 3), value)) for value in (0.0, 1.0)
    ]
    assert mix(parts).curves == pytest.approx(np.full((10, 2), 0.5))
    assert mix(parts, [3, 1]).curves == pytest.approx(np.full((10, 2), 0.25))
    assert mix(parts).probabilities == pytest.approx(np.full((3, 3), 0.5))
    even = pool(parts, [1, 1])
    assert (even.curves[:, 0] == 1).sum() == 5
    assert even.probabilities == pytest.approx(np.full((3, 3), 0.5))
    assert (pool(parts, [3, 1]).curves[:, 0] == 0).sum() == 8
    with pytest.raises(InputError, match="2 weights"):
        mix(parts, [1.0])
    with pytest.raises(InputError, match="at least one"):
        mix([])


def test_a_mixture_of_calibrated_forecasts_stays_calibrated_and_a_pool_is_too_wide() -> None:
    """Each of two forecasts knows one half of what comes, and is right about the rest."""
    rng = np.random.default_rng(4)
    covered = {"one": 0.0, "mix": 0.0, "pool": 0.0}
    n_worlds = 600
    for _ in range(n_worlds):
        one, other, rest = rng.normal(size=3)
        truth = np.array([one + other + rest])
        both = [
            Forecast("v", 1, known + np.sqrt(2) * rng.normal(size=(400, 1)), np.zeros((1, 2)))
            for known in (one, other)
        ]
        of = {"one": both[0], "mix": mix(both), "pool": pool(both, [1, 1])}
        for name, forecast in of.items():
            covered[name] += scores.coverage(forecast.curves, truth, n_people=10**6) / n_worlds
    # sd of what is missed: root 2 of one, root 1.5 of the mean of both; 95 % of 600 worlds is .02
    assert covered["one"] == pytest.approx(0.9, abs=0.03)
    assert covered["mix"] == pytest.approx(0.943, abs=0.03)
    assert covered["pool"] > covered["mix"]


@pytest.mark.parametrize(("beta", "least", "most"), [(0.0, 0.2, 0.97), (3.0, 0.0, 0.05)])
def test_whether_there_is_exposure_is_as_likely_as_the_villages_say(
    beta: float, least: float, most: float
) -> None:
    """With none in the world it stays possible; with a strong one there is no doubt."""
    rng = np.random.default_rng(8)
    n_villages, n = 6, 30
    ties = np.kron(np.eye(n_villages), rng.random((n, n)) < 0.15)
    np.fill_diagonal(ties, 0)
    share = ties / np.maximum(1, ties.sum(axis=1, keepdims=True))
    toa = np.where(rng.random(n * n_villages) < 0.1, 0, NEVER)
    for period in range(1, T):
        seen = share @ ((toa >= 0) & (toa < period))
        chance = 1 - np.exp(-(0.08 + beta * seen**2))
        toa = np.where((toa == NEVER) & (rng.random(len(toa)) < chance), period, toa)
    names = np.repeat([f"v{one}" for one in range(n_villages)], n)
    data = AdoptionData.of(ties, toa, n_periods=T, columns={"hamlet": names})
    chances = Forecasters(villages_of(data, "hamlet")).exposures
    assert sum(chances.values()) == pytest.approx(1.0, abs=1e-2)
    assert least <= chances.get("none", 0.0) <= most


def test_learnt_weights_prefer_the_model_that_is_right() -> None:
    rng = np.random.default_rng(2)
    forecasts, observed = [], []
    for _ in range(20):
        centre = rng.random()
        forecasts.append(
            {
                "right": Forecast("v", 1, rng.normal(centre, 0.05, (80, 2)), np.zeros((1, 3))),
                "wrong": Forecast("v", 1, rng.normal(1 - centre, 0.3, (80, 2)), np.zeros((1, 3))),
            }
        )
        observed.append(rng.normal(centre, 0.05, 2))
    weights = learnt_weights(forecasts, observed)
    assert weights["right"] == pytest.approx(0.9, abs=0.02)
    assert sum(weights.values()) == pytest.approx(1.0)


def test_a_filter_without_drift_is_the_product_of_the_likelihoods() -> None:
    rng = np.random.default_rng(4)
    table = np.vstack([np.zeros(len(GRID)), rng.normal(size=(3, len(GRID)))])
    prior = np.exp(-0.5 * (GRID / 0.5) ** 2)
    prior /= prior.sum()
    totals, weights = filtered(table[None], Drift(0.5, 0.0))
    total, weight = totals[0], weights[0]
    whole = prior * np.exp(table.sum(axis=0))
    assert total == pytest.approx(np.log(whole.sum()))
    assert weight == pytest.approx(whole / whole.sum())
    assert filtered(table[None], Drift(0.5, 0.3))[0][0] != pytest.approx(total)


def test_a_new_village_is_wider_than_those_that_were_fitted() -> None:
    """Of a normal sample of J, J - 1 tell its variance, and its mean adds 1 / J of it."""
    narrow = Drifts((Drift(0.5, 0.1),), np.zeros(1))
    wider = narrow.widened(3).best
    assert (wider.spread, wider.step) == pytest.approx((0.5 * 2**0.5, 0.1 * 2**0.5))
    rng = np.random.default_rng(2)
    drawn = rng.normal(0, 0.5, (200_000, 4))
    seen = drawn[:, :3].var(axis=1).mean()
    new = (drawn[:, 3] - drawn[:, :3].mean(axis=1)).var()
    assert wider.spread / 0.5 == pytest.approx(np.sqrt(new / seen), rel=0.01)


def test_a_drift_that_may_be_wide_makes_a_wide_band() -> None:
    """Each history has a drift of its own; without one it is that of a constant effect."""
    villages = villages_of(made(8))
    fitted = fit(villages[1:], "gates")
    widths = []
    for step in (0.0, 0.65):
        drifts = Drifts((Drift(0.3, step),), np.zeros(1))
        found = forecast_drifting(fitted, drifts, villages[0], known_to=2, n_runs=400)
        widths.append(float(np.ptp(np.quantile(found.curves[:, -1], [0.05, 0.95]))))
    assert widths[1] > 1.2 * widths[0]
    both = Drifts((Drift(0.3, 0.0), Drift(0.3, 0.65)), np.array([0.0, -50.0]))
    one = forecast_drifting(fitted, both, villages[0], known_to=2, n_runs=400)
    low, high = np.quantile(one.curves[:, -1], [0.05, 0.95])
    assert high - low == pytest.approx(widths[0], abs=0.05)


def test_every_model_is_scored_on_every_village() -> None:
    found = validate(made(), (1, 3), covariates=["skill"], n_runs=40)
    frame = found.to_frame()
    models = [name for name in MODELS if name != "composites"] + [MIX, MIX_OF_THREE]
    assert len(frame) == 5 * 2 * len(models)
    assert set(frame["model"]) == set(models)
    own = frame[(frame["model"] == "bass") & (frame["known_to"] == 1)].set_index("village")["crps"]
    other = frame[(frame["model"] == "logit") & (frame["known_to"] == 1)]
    apart = own - other.set_index("village")["crps"]
    standing = found.standing("bass", 1)
    assert standing.crps == pytest.approx(own.mean())
    assert standing.crps_se == pytest.approx(own.std() / np.sqrt(5))
    mean, error = standing.differences["logit"]
    assert (mean, error) == pytest.approx((apart.mean(), apart.std() / np.sqrt(5)))
    assert standing.concordance == 0.5
    again = validate(made(), (1, 3), covariates=["skill"], n_runs=40)
    assert again.to_frame().equals(frame)


def test_nothing_of_the_village_left_out_is_seen() -> None:
    """What a village does after the periods known changes its score, and no forecast of it."""
    data = made()
    villages = list(villages_of(data, covariates=["skill"]))
    own = villages[0]
    late = np.where((own.toa >= 2) | (own.toa < 0), T - 1, own.toa)
    changed = dataclasses.replace(own, toa=late)
    from diffusion.fitting.forecasters import Forecasters

    fitted = Forecasters(villages[1:], {}, 30)
    for name in ("weighted_climatology", "bass", "logit", "drifting", "gates"):
        before = fitted.forecast(name, own, known_to=2)
        after = fitted.forecast(name, changed, known_to=2)
        assert np.array_equal(before.curves, after.curves), name


def test_several_innovations_are_left_out_together() -> None:
    data = made()
    two = AdoptionData(
        data.labels, data.periods, {"a": data.of_innovation(), "b": data.of_innovation()},
        data.ties, data.columns,
    )  # fmt: skip
    found = validate(two, 2, models=["climatology", "bass"], n_runs=40)
    frame = found.to_frame()
    assert len(frame) == 5 * 2 * 3
    assert found.n_villages == 5
    a, b = (frame[(frame["innovation"] == one) & (frame["model"] == "bass")] for one in "ab")
    assert a["crps"].to_numpy() == pytest.approx(b["crps"].to_numpy())
    assert found.standing("bass", 2).crps_se == pytest.approx(a["crps"].std() / np.sqrt(5))


@pytest.mark.slow
def test_learnt_weights_come_from_the_other_villages() -> None:
    models = ["climatology", "bass", "logistic"]
    found = validate(made(), 2, models=models, n_runs=40, learn_weights="inner")
    assert sum(found.weights.values()) == pytest.approx(1.0)
    assert found.standing(STACKED, 2).crps < 0.2


@pytest.mark.slow
def test_learnt_widths_come_from_the_other_villages() -> None:
    """Each village has a width of its own, in which it has no part; learnt weights are widened."""
    models = ["climatology", "bass", "logistic"]
    both = {"learn_weights": "inner", "learn_widths": "inner"}
    found = validate(made(), 2, models=models, n_runs=40, **both)  # type: ignore[arg-type]
    assert [*found.widths] == [*models, "mix", STACKED]
    assert all(0.25**0.8 <= width <= 4**0.8 for width in found.widths.values())
    plain = validate(made(), 2, models=models, n_runs=40)
    assert plain.widths == {}
    moved = [found.standing(name, 2).crps != plain.standing(name, 2).crps for name in models]
    assert any(moved)


@pytest.mark.parametrize(
    ("data", "options", "said"),
    [
        (made(3), {}, "at least 4"),
        (made(), {"learn_widths": "yes"}, "inner"),
        (made(4), {"learn_widths": "inner"}, "--learn-widths"),
        (made(), {"known_to": T}, "1 to 5"),
        (made(), {"known_to": 0}, "1 to 5"),
        (made(), {"models": ["logits"]}, "logit"),
        (made(), {"models": []}, "climatology"),
        (made(), {"by": "dusun"}, "hamlet"),
        (made(), {"covariates": ["skil"]}, "skill"),
        (made(), {"learn_weights": "yes"}, "inner"),
        (made(4), {"learn_weights": "inner"}, "at least 5"),
        (adopted_only_in("v3"), {}, "in v3 alone"),
    ],
)
def test_what_cannot_be_validated_is_said(
    data: AdoptionData, options: dict[str, object], said: str
) -> None:
    asked: dict[str, object] = {"known_to": 2, **options}
    with pytest.raises(InputError, match=said):
        validate(data, **asked)  # type: ignore[arg-type]


def test_villages_without_an_adopter_have_a_score() -> None:
    """Nobody in one village adopts: it is forecast all the same; nobody anywhere is refused."""
    data = made()
    time = data.of_innovation().time.copy()
    time[:N] = NEVER
    none = AdoptionData.of(
        data.matrix(), time, n_periods=T, columns={"hamlet": data.columns["hamlet"]}
    )
    found = validate(none, 2, models=["climatology", "bass", "logit", "gates"], n_runs=40)
    assert found.to_frame()["crps"].notna().all()
    time[:] = NEVER
    nobody = AdoptionData.of(
        data.matrix(), time, n_periods=T, columns={"hamlet": data.columns["hamlet"]}
    )
    with pytest.raises(InputError, match="nobody"):
        validate(nobody, 2)


def test_villages_may_be_given() -> None:
    villages: tuple[Village, ...] = villages_of(made())
    found = validate(villages, 2, models=["climatology"], n_runs=40)
    assert found.to_frame()["model"].unique().tolist() == ["climatology"]
    assert "5 villages" in repr(found)
