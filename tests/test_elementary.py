"""Own exponentials, logarithms and powers: how near they are, and the same bits compiled or not."""

import csv
import math
import re
import struct
import sys
from collections.abc import Callable
from decimal import Context, Decimal
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pytest
from llvmlite import binding
from numpy.typing import NDArray

from diffusion.kernels import elementary
from diffusion.kernels.jit import are_plain

FILES = Path(__file__).parent / "files"
MOST_ULPS = 1.1
"""The bound that is promised for exp and log."""

EXACT = Context(prec=50)
ONES = ("exp", "log", "expm1", "log1p")


def bits(value: float) -> str:
    """All bits of a number, but for the sign of what is none."""
    return "nan" if math.isnan(value) else struct.pack(">d", value).hex()


def plain(name: str) -> Callable[..., float]:
    """Give a function as plain Python."""
    function: Any = getattr(elementary, name)
    return getattr(function, "py_func", function)


def compiled(name: str) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    """Give a compiled loop over a function, which the compiler may turn into vectors."""
    function: Any = getattr(elementary, name)

    @numba.njit(error_model="numpy")
    def loop(x: NDArray[np.float64], found: NDArray[np.float64]) -> None:
        for place in range(len(x)):
            found[place] = function(x[place])

    def all_of(x: NDArray[np.float64]) -> NDArray[np.float64]:
        found = np.empty_like(x)
        loop(x, found)
        return found

    all_of.loop = loop  # type: ignore[attr-defined]
    return all_of


def vectors(name: str) -> list[tuple[tuple[float, ...], float]]:
    """Places and values that the table has for a function."""
    with (FILES / "elementary.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["function"] == name]
    places = [tuple(float.fromhex(row[x]) for x in ("x", "y") if row[x]) for row in rows]
    return list(zip(places, (float.fromhex(row["value"]) for row in rows), strict=True))


def many(name: str, n: int) -> NDArray[np.float64]:
    """Places over all that a function takes: a part near 1 or 0, a part anywhere."""
    lots = np.random.default_rng(1)
    if name in ("log", "log1p"):
        anywhere = lots.integers(1, 0x7FF0000000000000, n // 2).view(np.float64)
        near = 1.0 + lots.uniform(-1.0, 1.0, n - n // 2) * 2.0 ** -lots.integers(0, 54, n - n // 2)
        return np.append(anywhere, near) if name == "log" else np.append(anywhere, near - 1.0)
    anywhere = lots.uniform(-745.13, 709.78, n // 3)
    near = lots.uniform(-1.0, 1.0, n // 3) * 2.0 ** -lots.integers(0, 54, n // 3)
    return np.concatenate([anywhere, near, lots.uniform(-40.0, 1.0, n - 2 * (n // 3))])


# ------------------------------------------------------------------ how near
def exact(name: str, x: float) -> Decimal:
    """Compute to fifty digits, which `decimal` rounds correctly."""
    if name == "exp":
        return EXACT.exp(Decimal(x))
    if name == "log":
        return EXACT.ln(Decimal(x))
    if name == "expm1":
        return Context(prec=80).subtract(Context(prec=80).exp(Decimal(x)), Decimal(1))
    return EXACT.ln(Context(prec=400).add(Decimal(1), Decimal(x)))


def ulps(found: float, expected: Decimal) -> float:
    return float(abs(Decimal(found) - expected) / Decimal(math.ulp(float(expected))))


@pytest.mark.parametrize(
    ("name", "most"), [("exp", MOST_ULPS), ("log", MOST_ULPS), ("expm1", 3.0), ("log1p", 3.0)]
)
def test_values_are_near_the_exact_ones(name: str, most: float) -> None:
    places = [x for x in many(name, 600).tolist() if x != 0.0]
    errors = [
        ulps(found, exact(name, x))
        for x, found in zip(places, compiled(name)(np.array(places)), strict=True)
    ]
    assert 0.4 < max(errors) <= most


def test_a_power_is_near_the_exact_one() -> None:
    """The error grows with what e is raised to, which has the logarithm's error: 2.7 a unit."""
    lots = np.random.default_rng(2)
    cases = zip(
        lots.uniform(0.0, 1.0, 500).tolist(), lots.uniform(0.1, 10.0, 500).tolist(), strict=True
    )
    for x, y in cases:
        raised = EXACT.power(Decimal(x), Decimal(y))
        assert ulps(elementary.power(x, y), raised) <= 0.8 + 2.7 * abs(y * math.log(x))


def test_the_comparison_sees_a_slightly_other_function() -> None:
    """Negative control: two units in the last place are told apart."""
    x = -0.3
    found = float(np.exp(x)) + 2 * math.ulp(math.exp(x))
    assert ulps(found, exact("exp", x)) > MOST_ULPS


@pytest.mark.slow
@pytest.mark.parametrize("name", ["exp", "log"])
def test_a_million_values_are_near_the_exact_ones(name: str) -> None:
    """The oracle has 64 binary digits where float64 has 53: its own error is below 0.001 ulp."""
    if np.finfo(np.longdouble).nmant < 63:
        pytest.skip("this machine has no wider number")
    x = many(name, 1_000_000)
    expected = getattr(np, name)(x.astype(np.longdouble))
    size = np.spacing(np.abs(expected.astype(np.float64))).astype(np.longdouble)
    errors = np.abs(compiled(name)(x).astype(np.longdouble) - expected) / size
    assert 0.5 < errors.max() <= MOST_ULPS


def test_constants_are_those_of_the_logarithm_of_two() -> None:
    ln2 = Context(prec=60).ln(Decimal(2))
    first = Decimal(elementary._LN2)
    assert first == EXACT.divide(math.floor(ln2 * 2**42), 2**42)
    assert Decimal(elementary._LN2_REST) == Decimal(float(ln2 - first))
    assert bits(math.sqrt(0.5)) == f"{elementary._ROOT_OF_HALF_BITS:x}"
    assert bits(elementary._TO_WHOLE) == f"{elementary._TO_WHOLE_BITS:x}"


# ------------------------------------------------------------------ ends
INF, NAN, LEAST, MOST = math.inf, math.nan, 2.0**-1074, sys.float_info.max
ENDS = {
    "exp": {0.0: 1.0, -INF: 0.0, INF: INF, NAN: NAN, MOST: INF, LEAST: 1.0, -745.1: LEAST},
    "log": {1.0: 0.0, 0.0: -INF, INF: INF, -1.0: NAN, -INF: NAN, NAN: NAN, -LEAST: NAN},
    "expm1": {0.0: 0.0, -INF: -1.0, -800.0: -1.0, INF: INF, NAN: NAN, LEAST: LEAST, 1e-20: 1e-20},
    "log1p": {0.0: 0.0, -1.0: -INF, -2.0: NAN, INF: INF, NAN: NAN, LEAST: LEAST, 1e-20: 1e-20},
}  # fmt: skip


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", ENDS)
def test_ends(name: str) -> None:
    x = np.array(list(ENDS[name]))
    expected = [bits(value) for value in ENDS[name].values()]
    assert [bits(value) for value in compiled(name)(x).tolist()] == expected
    assert [bits(plain(name)(value)) for value in x.tolist()] == expected


def test_ends_of_powers() -> None:
    for x in (0.0, 0.3, 1.0, 7.0, INF, NAN):
        assert elementary.power(x, 0.0) == 1.0
    assert [elementary.power(0.0, y) for y in (0.5, 3.0)] == [0.0, 0.0]
    assert elementary.power(0.0, -1.0) == INF
    assert [elementary.power(1.0, y) for y in (-2.0, 0.3, 300.0)] == [1.0] * 3
    assert math.isnan(elementary.power(-1.0, 2.0))


def test_no_chance_is_below_0_or_above_1() -> None:
    """exp of what is below 0 is at most 1, and grows; so the gates of a decision do too."""
    x = -np.sort(-np.append(0.0, -(2.0 ** -np.arange(0.0, 60.0, 0.01))))
    found = compiled("exp")(np.sort(x))
    assert found.max() == 1.0
    assert np.diff(found).min() >= 0.0


# ------------------------------------------------------------------ the same bits
@pytest.mark.parametrize("name", [*ONES, "power"])
def test_values_are_those_of_the_table(name: str) -> None:
    known = vectors(name)
    assert 50 <= len(known) <= 70
    for places, value in known:
        assert bits(plain(name)(*places)) == bits(value), places
        assert bits(getattr(elementary, name)(*places)) == bits(value), places
    if name != "power":
        found = compiled(name)(np.array([places[0] for places, _ in known]))
        assert [bits(value) for value in found.tolist()] == [bits(value) for _, value in known]


@pytest.mark.parametrize("name", ONES)
def test_plain_python_and_compiled_loops_give_the_same_bits(name: str) -> None:
    x = many(name, 3_000)
    found = compiled(name)(x)
    assert found.tobytes() == np.array([plain(name)(value) for value in x.tolist()]).tobytes()


@pytest.mark.skipif(are_plain(), reason="nothing is compiled")
@pytest.mark.parametrize("name", ONES)
def test_no_product_is_fused_with_a_sum(name: str) -> None:
    """Neither on Intel and AMD nor on ARM; and nothing but memory is asked of a C library."""
    all_of = compiled(name)
    all_of(np.ones(3))
    (assembly,) = all_of.loop.inspect_asm().values()  # type: ignore[attr-defined]
    assert not re.search(r"\b(vfn?m(add|sub)|fn?m(add|sub|la|ls))", assembly)
    assert re.search(r"\bv?mul[sp]d|\bfmul", assembly), "the check reads the wrong language"
    assert not re.search(r"\b_*(exp|log|pow|expm1|log1p|_svml_\w+)\b(?!_)", assembly)


def test_a_fused_product_would_be_seen() -> None:
    """Negative control: a compiler that may fuse writes what the check looks for, where it can."""

    @numba.njit(fastmath=True)
    def fused(x: NDArray[np.float64], found: NDArray[np.float64]) -> None:
        for place in range(len(x)):
            found[place] = x[place] * x[place] + 3.0

    if are_plain() or not binding.get_host_cpu_features().get("fma"):
        pytest.skip("this machine cannot fuse")
    fused(np.ones(3), np.ones(3))
    (assembly,) = fused.inspect_asm().values()
    assert re.search(r"\bvfn?m(add|sub)", assembly)
