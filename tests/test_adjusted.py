"""Means of groups of points say what a factor does, not what else differs between the groups."""

import numpy as np
import pytest
from numpy.typing import NDArray
from SALib.sample import latin

from diffusion.statistics.adjusted import Surface, Values, averages

type Reals = NDArray[np.float64]


def in_groups(code: NDArray[np.int64], others: Reals) -> Reals:
    """Terms of a surface: a group each, and the others with their squares, of mean 0."""
    rest = np.hstack([others, others**2])
    return np.hstack([np.eye(code.max() + 1)[code], rest - rest.mean(axis=0)])


def quantile_bins(values: Reals, n_bins: int) -> NDArray[np.int64]:
    inner = np.quantile(values, np.linspace(0, 1, n_bins + 1)[1:-1])
    return np.searchsorted(inner, values)


def shares(code: NDArray[np.int64]) -> Reals:
    is_in = (code == np.arange(code.max() + 1)[:, None]).astype(float)
    return is_in / is_in.sum(axis=1, keepdims=True)


def test_an_effect_is_found_though_another_factor_hides_it() -> None:
    """Of y = 10 x - 40 z, where z is higher in the upper bin, the raw means fall.

    x is 0.1 to 0.4 below and 0.6 to 0.9 above, z lies 0.2 higher above: raw means differ by
    10 * 0.5 - 40 * 0.2 = -3, at equal z by 10 * 0.5 = 5.
    """
    steps = np.linspace(-1, 1, 10)
    x = np.concatenate([0.25 + 0.15 * steps, 0.75 + 0.15 * steps])
    z = np.concatenate([0.4 + 0.3 * steps**2, 0.6 + 0.3 * steps**2])
    x[[0, 9]], x[[10, 19]] = 0.25, 0.75  # x and z do not go together within a bin
    code = (x > 0.5).astype(np.int64)
    runs = (10 * x - 40 * z)[:, None] + np.array([-1.0, 0.0, 1.0])
    raw = averages(shares(code), Values.of(runs))
    assert np.diff(raw.mean) == pytest.approx(10 * 0.5 - 40 * 0.2)
    surface = Surface(in_groups(code, z[:, None]), Values.of(runs), np.arange(20))
    adjusted = surface.at(np.array([[-1.0, 1.0, 0.0, 0.0]]))
    assert adjusted.low[0] <= 5 <= adjusted.high[0]
    assert adjusted.low[0] > 0
    assert 0.95 < surface.r_squared < 1


def test_a_surface_that_fits_is_found_exactly() -> None:
    """Without noise the coefficients are those that made the points: 1 + 2 x - 3 x^2."""
    x = np.linspace(0, 1, 12)
    terms = np.stack([np.ones(12), x, x**2], axis=1)
    runs = np.repeat((1 + 2 * x - 3 * x**2)[:, None], 2, axis=1)
    surface = Surface(terms, Values.of(runs), np.arange(12))
    np.testing.assert_allclose(surface.coefficients, [1, 2, -3], atol=1e-12)
    assert surface.r_squared == pytest.approx(1)
    found = surface.at(np.eye(3))
    np.testing.assert_allclose(found.mean, [1, 2, -3], atol=1e-12)


def test_the_interval_of_points_alone_is_that_of_the_jackknife() -> None:
    """Each unit is left out in turn, and the surface fitted anew."""
    random = np.random.default_rng(4)
    terms = np.hstack([np.ones((12, 1)), random.random((12, 2))])
    unit = np.repeat(np.arange(6), 2)
    mean = random.random(12)
    surface = Surface(terms, Values(mean, np.zeros((12, 3))), unit)
    found = surface.at(np.eye(3))
    whole = np.linalg.lstsq(terms, mean)[0]
    without = [np.linalg.lstsq(terms[unit != u], mean[unit != u])[0] for u in range(6)]
    error = np.sqrt(5 / 6 * ((np.array(without) - whole) ** 2).sum(axis=0))
    np.testing.assert_allclose(found.mean, whole)
    reach = 3.1824463  # Student's, 6 units less 3 terms
    np.testing.assert_allclose(found.high - found.mean, reach * error)


def coverage(n_designs: int) -> tuple[float, float]:
    """Share of designs in which the intervals hold the truth: adjusted ones, and raw ones.

    Three factors, 40 points of a Latin hypercube, 10 replicates with luck that all points share;
    the mean of y over a bin of the first factor is known by sums.
    """
    random = np.random.default_rng(11)
    fine = (np.arange(4000) + 0.5) / 4000
    held: list[list[bool]] = [[], []]
    for number in range(n_designs):
        box = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3}
        points = latin.sample(box, 40, seed=number)
        code = quantile_bins(points[:, 0], 4)
        luck = random.normal(0, 1, 10) + random.normal(0, 1.5, (40, 10))
        runs = height(points[:, 0], points[:, 1], points[:, 2])[:, None] + luck
        edges = np.concatenate([[0], np.quantile(points[:, 0], [0.25, 0.5, 0.75]), [1]])
        middle = fine[(fine > edges[1]) & (fine <= edges[2])]
        truth = height(middle, 0.5, 0.5).mean() + (-8 * fine + 4 * (fine - 0.5) ** 2 + 4).mean()
        surface = Surface(in_groups(code, points[:, 1:]), Values.of(runs), np.arange(40))
        for place, found in enumerate(
            (surface.at(np.eye(8)[[1]]), averages(shares(code)[[1]], Values.of(runs)))
        ):
            held[place].append(bool(found.low[0] <= truth <= found.high[0]))
    return float(np.mean(held[0])), float(np.mean(held[1]))


def height(a: Reals, b: Reals | float, c: Reals | float) -> Reals:
    """A curved surface with an interaction that no term of the fit has."""
    return 3 * a - 8 * b + 4 * (c - 0.5) ** 2 + 4 * (a - 0.5) * (b - 0.5)


@pytest.mark.statistical
def test_intervals_hold_the_truth_in_95_of_100_designs() -> None:
    """The negative control: intervals over replicates alone, which take the points as chosen."""
    adjusted, raw = coverage(1000)
    assert 0.93 <= adjusted <= 0.99
    assert raw < 0.8


def test_intervals_hold_the_truth_in_most_designs() -> None:
    adjusted, raw = coverage(100)
    assert adjusted >= 0.9
    assert raw < 0.85
