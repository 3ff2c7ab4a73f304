"""Data to which nothing can be fitted get an answer in words, and no endless number."""

from collections.abc import Callable

import numpy as np
import pytest

from diffusion.data.adoption_data import AdoptionData
from diffusion.errors import InputError
from diffusion.fitting.fit import fit
from diffusion.fitting.law import Law
from diffusion.fitting.separation import ALIKE, SEPARATED, settled
from diffusion.fitting.villages import villages_of

N, T = 24, 5
TWO = np.repeat(["Lor", "Kidul"], N // 2)


def of(toa: np.ndarray, **columns: object) -> AdoptionData:
    ring = np.roll(np.eye(N), 1, axis=1)
    return AdoptionData.of(ring, toa, n_periods=T, columns={"hamlet": TWO, **columns})


NOBODY, AT_ONCE = np.full(N, -1), np.zeros(N, int)
SOME = np.where(np.arange(N) % 3 == 0, np.arange(N) % T, -1)


@pytest.mark.parametrize(
    ("toa", "said"),
    [
        (NOBODY, "somebody who adopts after the first period; found nobody"),
        (AT_ONCE, "somebody who had not adopted by the first period; found nobody"),
        (np.ones(N, int), "somebody who waits for a period; found nobody"),
    ],
)
def test_nothing_to_fit_is_said(toa: np.ndarray, said: str) -> None:
    with pytest.raises(InputError, match=said):
        fit(villages_of(of(toa)))


def test_of_whom_nothing_is_known_is_left_out() -> None:
    toa = SOME.copy()
    toa[:3] = [-2, -3, -2]
    villages = villages_of(of(toa))
    assert sum(one.n_left_out for one in villages) == 3
    assert sum(one.n_people for one in villages) == N - 3
    assert np.isfinite(fit(villages).coefficients["estimate"]).all()


def test_who_was_lost_is_at_risk_no_longer() -> None:
    last = np.full(N, T - 1)
    last[1] = 2
    data = AdoptionData.of(
        np.zeros((N, N)), np.full(N, -1), n_periods=T, last=last, columns={"hamlet": TWO}
    )
    risk = [villages_of(data)[0].at_risk(period)[1] for period in range(T)]
    assert risk == [True, True, True, False, False]


def test_a_covariate_alike_for_all_is_left_out() -> None:
    villages = villages_of(of(SOME), covariates={"one": np.ones(N), "row": np.arange(N)})
    assert villages[0].covariates == ("row",)


def test_words_are_no_numbers() -> None:
    with pytest.raises(InputError, match="a column of numbers"):
        villages_of(of(SOME, craft=np.array(["pots"] * N)), covariates=["craft"])


def test_a_missing_composite_is_named() -> None:
    villages = villages_of(of(SOME), covariates={"income": np.arange(N)})
    with pytest.raises(InputError, match="income"):
        fit(villages, composites={"means": {"incme": 1}})


def separated() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    values = np.column_stack([np.ones(200), rng.normal(size=200), rng.random(200) < 0.1])
    adopts = (rng.random(200) < 0.3) * 1.0
    adopts[values[:, 2] > 0] = 1
    return values, adopts


def test_a_column_that_separates_is_found_and_the_rest_is_kept() -> None:
    values, adopts = separated()
    kept = settled(values, adopts)
    assert kept.why == ("", "", SEPARATED)
    assert (kept.row == (values[:, 2] == 0)).all()


def test_nothing_is_separated_where_it_is_not() -> None:
    values, adopts = separated()
    adopts[np.flatnonzero(values[:, 2])[0]] = 0
    kept = settled(values, adopts)
    assert kept.row.all()
    assert kept.column.all()


def test_a_sum_of_others_is_alike() -> None:
    values, adopts = separated()
    adopts[np.flatnonzero(values[:, 2])[0]] = 0
    kept = settled(np.column_stack([values, values[:, 1] - values[:, 2]]), adopts)
    assert kept.why == ("", "", "", ALIKE)


def test_whoever_is_certain_throughout_leaves_nothing() -> None:
    side = np.repeat([-1.0, 1.0], 20)
    kept = settled(np.column_stack([np.ones(40), side]), (side > 0) * 1.0)
    assert not kept.column.any()


@pytest.mark.parametrize("how", [np.positive, np.negative], ids=["for", "against"])
def test_a_regression_has_a_word_in_place_of_an_endless_number(
    how: Callable[[np.ndarray], np.ndarray],
) -> None:
    pytest.importorskip("statsmodels")
    from diffusion.fitting.estimates import design_of, regression

    rng = np.random.default_rng(2)
    toa = np.where(rng.random(N) < 0.5, rng.integers(0, T, N), -1)
    certain = how((toa >= 0) * 1.0)
    villages = villages_of(of(toa), covariates={"certain": certain, "age": rng.normal(size=N)})
    law = Law("logit", "share", "none", has_village_effect=False)
    table = regression(design_of(villages, law)).set_index("name")
    assert np.isnan(table.loc["certain", "estimate"])
    assert table.loc["certain", "why"] == SEPARATED
    known = table[table["why"] == ""]
    assert (known[["estimate", "se"]].abs() < 10).all(axis=None)
    assert np.isfinite(known[["estimate", "low", "high"]]).all(axis=None)
