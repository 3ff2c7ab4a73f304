"""Sparse measures against plain loops, on communities with all that field data have."""

from itertools import product
from typing import Any

import naive_measures as naive
import numpy as np
import pytest

from diffusion import measures
from diffusion.data.adoption_data import UNDATED, Adoption, AdoptionData
from diffusion.data.ties import TiesOfKind

N_PEOPLE, N_PERIODS = 14, 6


def made_up(seed: int) -> tuple[AdoptionData, dict[str, Any]]:
    """People who give up, are not observed to the end, are undated; ties that come and go."""
    rng = np.random.default_rng(seed)
    pairs = [
        (i, j) for i, j in product(range(N_PEOPLE), repeat=2) if i != j and rng.random() < 0.22
    ]
    ego, alter = np.array(pairs).T
    weight = rng.integers(1, 5, len(pairs)) / 4
    begins = rng.integers(0, 3, len(pairs))
    ends = np.minimum(begins + rng.integers(0, N_PERIODS, len(pairs)), N_PERIODS - 1)
    time = rng.integers(-3, N_PERIODS, N_PEOPLE)
    last = np.where(rng.random(N_PEOPLE) < 0.3, rng.integers(0, N_PERIODS, N_PEOPLE), N_PERIODS - 1)
    last = np.maximum(last, time)
    given_up = np.where((time >= 0) & (rng.random(N_PEOPLE) < 0.3), time + rng.integers(1, 4), -1)
    given_up = np.where(given_up > last, UNDATED, given_up)
    data = AdoptionData(
        tuple("abcdefghijklmn"),
        tuple(range(1961, 1961 + N_PERIODS)),
        {"seed": Adoption(*(one.astype(np.int32) for one in (time, given_up, last)))},
        {"friend": TiesOfKind.of(ego, alter, weight, begins=begins, ends=ends)},
        {"age": rng.integers(20, 60, N_PEOPLE)},
    )
    ties = np.zeros((N_PERIODS, N_PEOPLE, N_PEOPLE))
    for i, j, w, first, end in zip(ego, alter, weight, begins, ends, strict=True):
        ties[first : end + 1, i, j] = w
    case = {"ties": ties.tolist(), "n_periods": N_PERIODS}
    case |= {"time": time.tolist(), "given_up": given_up.tolist(), "last": last.tolist()}
    return data, case


def plain(values: Any) -> Any:
    """Put NaN for None."""
    return np.array([np.nan if one is None else one for one in np.ravel(values)], float)


def same(found: Any, expected: Any) -> None:
    np.testing.assert_allclose(np.ravel(found), plain(expected), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("direction", ["outgoing", "incoming", "undirected"])
@pytest.mark.parametrize("valued", [False, True])
@pytest.mark.parametrize("users", ["current", "ever"])
def test_exposure_is_that_of_plain_loops(direction: str, valued: bool, users: str) -> None:
    for seed, lags, normalized in product(range(3), (0, 2), (True, False)):
        data, case = made_up(seed)
        options: dict[str, Any] = {"valued": valued, "normalized": normalized}
        options |= {"lags": lags, "users": users}
        found = measures.exposure(data, direction=direction, **options)
        same(found.value, naive.exposure(case, direction, **options))
        assert ((found.why > 0) == np.isnan(found.value)).all()


def test_exposure_weighs_alters_by_an_attribute_and_can_take_the_unknown_as_not_having_it() -> None:
    for seed in range(3):
        data, case = made_up(seed)
        options: dict[str, Any] = {"valued": True, "normalized": True, "lags": 0, "users": "ever"}
        ages = data.columns["age"].tolist()
        found = measures.exposure(data, attrs="age", unknown="as_not", **options)
        same(found.value, naive.exposure(
            case, "outgoing", attrs=ages, unknown="as_not", **options
        ))  # fmt: skip


@pytest.mark.parametrize("n_k", [1, 3])
@pytest.mark.parametrize("normalize", [True, False])
@pytest.mark.parametrize("expdiscount", [True, False])
def test_infection_and_susceptibility_are_those_of_plain_loops(
    n_k: int, normalize: bool, expdiscount: bool
) -> None:
    for seed in range(4):
        data, case = made_up(seed)
        options: dict[str, Any] = {"normalize": normalize, "K": n_k, "expdiscount": expdiscount}
        for sign, measure in ((1, measures.infection), (-1, measures.susceptibility)):
            found = measure(data, r=0.2, **options)
            expected = naive.infectiousness(
                case, sign=sign, n_k=n_k, normalize=normalize,
                discount=lambda k: 1.2 ** (k - 1) if expdiscount else k,
            )  # fmt: skip
            same(found.value, expected)
            assert ((found.why > 0) == np.isnan(found.value)).all()


def test_hazard_is_that_of_plain_loops() -> None:
    for seed in range(5):
        data, case = made_up(seed)
        found = measures.hazard_rate(data)
        at_risk, new, value = zip(*naive.hazard(case), strict=True)
        assert found.n_at_risk.tolist() == list(at_risk)
        assert found.n_new.tolist() == list(new)
        same(found.value, value)


@pytest.mark.parametrize("valued", [False, True])
def test_candidates_are_those_of_plain_loops(valued: bool) -> None:
    for seed in range(5):
        data, case = made_up(seed)
        tree = measures.influence_tree(data, valued=valued)
        for i in range(N_PEOPLE):
            mine = tree.target == i
            found = dict(zip(tree.source[mine].tolist(), tree.value[mine], strict=True))
            assert found == pytest.approx(naive.candidates(case, i, valued=valued))
            if found:
                assert sum(found.values()) == pytest.approx(1)
        assert (tree.date > tree.source_date).all()


def test_thresholds_are_exposures_at_adoption() -> None:
    for seed in range(5):
        data, case = made_up(seed)
        time = np.array(case["time"])
        for convention, lags in (("same_period", 0), ("lagged", 1)):
            exposed = measures.exposure(data, lags=lags).value
            found = measures.threshold(data, convention=convention, never="lower_bound")
            for i in range(N_PEOPLE):
                at = time[i] if time[i] >= 0 else case["last"][i]
                expected = np.nan if time[i] < -1 else exposed[i, at]
                np.testing.assert_equal(found.value[i], expected)
            assert (found.is_censored <= (time == -1)).all()
            left_out = measures.threshold(data, convention=convention)
            assert np.isnan(left_out.value[time < 0]).all()
            assert not left_out.is_censored.any()


def test_a_wrong_oracle_is_found_out() -> None:
    """The comparison can fail: looking the wrong way, or counting who has given up."""
    data, case = made_up(1)
    options: dict[str, Any] = {"valued": True, "normalized": True, "lags": 0, "users": "ever"}
    with pytest.raises(AssertionError):
        same(
            measures.exposure(data, direction="incoming", **options).value,
            naive.exposure(case, "outgoing", **options),
        )
    with pytest.raises(AssertionError):
        same(
            measures.exposure(data, **(options | {"users": "current"})).value,
            naive.exposure(case, "outgoing", **options),
        )
