"""Quantiles of traits and intervals: against SciPy over all that is drawn, and by known values."""

import math
import subprocess
import sys

import numpy as np
import pytest
from harness import first_quick
from numpy.typing import NDArray
from scipy import special

from diffusion.statistics.intervals import student_reach
from diffusion.statistics.quantiles import beta_quantile, normal_quantile, student_quantile

MOST_APART = 1e-12
"""The bound that is promised is 1e-8; more than this would be a fault of the rule."""

SHAPES = [
    (3.6, 4.4),  # self-efficacy and misfit of Senik
    (2.1, 3.9),
    (1.0, 1.0),
    (0.5, 0.5),
    (0.51, 30.0),
    (50.0, 2.0),
    (100.0, 100.0),
    (1000.0, 3000.0),
    (5000.0, 5000.0),
    (1.0, 9999.0),
    (0.3, 0.3),
    (0.05, 2.0),
    (2.0, 0.05),
    (0.01, 0.01),
    (0.01, 100.0),
    (50.0, 0.0005),  # odds beyond what a number holds
]


def shares() -> NDArray[np.float64]:
    """All kinds of draws: even, to the smallest and largest that there are, and by lot."""
    powers = 2.0 ** -np.arange(1.0, 54.0)
    lots = np.random.default_rng(1).integers(1, 2**53, 100_000) * 2.0**-53
    near = np.nextafter(powers[:-1], 1.0)
    return np.concatenate([np.arange(1, 2000) / 2000, powers, 1 - powers, near, lots])


# ------------------------------------------------------------------ against SciPy
@pytest.mark.parametrize(("a", "b"), first_quick(SHAPES, n=6))
def test_beta_is_that_of_scipy(a: float, b: float) -> None:
    drawn = shares()
    assert np.abs(beta_quantile(a, b, drawn) - special.betaincinv(a, b, drawn)).max() < MOST_APART


def test_normal_is_that_of_scipy() -> None:
    drawn = shares()
    assert np.abs(normal_quantile(drawn) - special.ndtri(drawn)).max() < MOST_APART


def test_student_is_that_of_scipy() -> None:
    """Where no closed form is short; of 2 to 200 runs that of SciPy 1.13 is off by up to 4e-11."""
    runs = np.array([1.3, 20.7, 1e3, 1e5, 1e9])
    expected = special.stdtrit(runs - 1, 0.975)
    assert student_reach(runs) == pytest.approx(expected, rel=MOST_APART)


def test_the_comparison_sees_a_slightly_other_shape() -> None:
    """Negative control: a concentration that is off by a millionth is told apart."""
    drawn = shares()
    apart = np.abs(beta_quantile(3.6, 4.4, drawn) - special.betaincinv(3.600001, 4.4, drawn))
    assert apart.max() > 1e-8


# ------------------------------------------------------------------ known values
def share_within(t: float, freedom: int) -> float:
    """Share of Student's distribution from -t to t: Abramowitz and Stegun, 26.7.3 and 26.7.4."""
    angle = math.atan2(t, math.sqrt(freedom))
    is_odd = freedom % 2
    term = math.cos(angle) if is_odd else 1.0
    terms = []
    for n in range(1 + is_odd, freedom, 2):
        terms.append(term)
        term *= math.cos(angle) ** 2 * n / (n + 1)
    inner = math.fsum(terms) * math.sin(angle)
    return (angle + inner) * 2 / math.pi if is_odd else inner


def test_student_is_exact_for_whole_degrees_of_freedom() -> None:
    freedom = range(1, 400)
    for n, t in zip(freedom, student_reach(np.array(freedom) + 1.0).tolist(), strict=True):
        low, high = share_within(t * (1 - MOST_APART), n), share_within(t * (1 + MOST_APART), n)
        assert low < 0.95 < high


def test_known_values() -> None:
    """Beta(1, 1) is even, Beta(2, 1) a root; t of 1 degree of freedom a tangent, of 2 a root."""
    drawn = shares()
    assert beta_quantile(1.0, 1.0, drawn) == pytest.approx(drawn, abs=1e-14)
    assert beta_quantile(2.0, 1.0, drawn) == pytest.approx(np.sqrt(drawn), abs=1e-14)
    assert normal_quantile(np.array([0.5])) == pytest.approx(0.0, abs=1e-15)
    assert student_quantile(1.0, 0.95) == pytest.approx(math.tan(0.475 * math.pi), rel=1e-13)
    assert student_quantile(2.0, 0.95) == pytest.approx(0.95 * math.sqrt(2 / 0.0975), rel=1e-13)
    assert math.isnan(student_quantile(math.nan, 0.95))


def test_a_draw_of_nothing() -> None:
    nothing = np.zeros((2, 3))
    assert np.array_equal(beta_quantile(2.0, 3.0, nothing), nothing)
    assert np.array_equal(normal_quantile(nothing), np.full((2, 3), -np.inf))
    assert beta_quantile(2.0, 3.0, np.empty((0, 3))).shape == (0, 3)


@pytest.mark.parametrize(("a", "b"), [(3.6, 4.4), (0.3, 0.3)])
def test_a_value_does_not_depend_on_what_is_drawn_beside_it(a: float, b: float) -> None:
    drawn = shares()[-1000:]
    together = beta_quantile(a, b, np.append(drawn, 2.0**-53))
    assert np.array_equal(beta_quantile(a, b, drawn), together[:-1])
    assert np.array_equal(beta_quantile(a, b, drawn.reshape(40, 25)).reshape(-1), together[:-1])


def test_values_go_up_with_the_share() -> None:
    drawn = np.sort(shares())
    for values in (beta_quantile(3.6, 4.4, drawn), normal_quantile(drawn)):
        assert np.diff(values).min() > -1e-14


# ------------------------------------------------------------------ what a command loads
@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "is_possible"),
    [
        ("diffusion.simulate(senik, 'campaign_only', n_runs=2)", True),
        ("diffusion.summarise(senik, 'campaign_only', n_runs=2)", True),
        ("diffusion.plotting.sweeps", False),
    ],
    ids=["simulate", "summarise", "surfaces"],
)
def test_what_simulates_does_without_scipy(code: str, is_possible: bool) -> None:
    """In a program of one's own numba loads SciPy; nothing here asks for it. Surfaces do."""
    head = "import sys; sys.modules['scipy'] = None; import diffusion, diffusion.plotting\n"
    load = "senik = diffusion.load('senik')\n"
    process = subprocess.run(
        [sys.executable, "-c", head + load + code], capture_output=True, text=True, check=False
    )
    assert (process.returncode == 0) == is_possible, process.stderr


HEAVY = {"scipy", "matplotlib", "xarray", "pandas", "networkx", "mesa", "jinja2"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "is_light"),
    [
        (["run", "senik", "-p", "campaign_only", "--runs", "2"], True),
        (["compare", "senik", "-p", "campaign_only", "-p", "none", "--runs", "10"], True),
        (["check", "senik"], False),
    ],
    ids=["run", "compare", "check"],
)
def test_a_plain_command_loads_nothing_heavy(arguments: list[str], is_light: bool) -> None:
    """And the test can fail: `check` counts components, which SciPy does."""
    code = (
        "import sys; from diffusion.cli import app\n"
        f"try: app({arguments!r})\n"
        "finally: print(*sys.modules, file=sys.stderr)"
    )
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert process.returncode == 0, process.stderr
    assert HEAVY.isdisjoint(process.stderr.split()) == is_light
