"""Luck: every draw is a pure function of what it is for, so that no draw shifts another.

A draw is keyed by (random seed, replicate, purpose, month, extra, artisan). The artisan is
mixed in last: `subkey` does all rounds but one, and `draw` the last, so that a loop over
artisans pays for one round each. Equations: ODD 6.2, with its test vectors.
"""

import math

import numpy as np
from numpy.typing import NDArray

from diffusion.kernels.jit import compiled, inner, wraps_around

# Purposes of draws. The numbers are part of the model's definition.
SELF_EFFICACY = 1
MISFIT = 2
SKILL = 3
CASH = 4
OTHER_INCOME = 5
TIE_STRENGTH = 6
TARGETING = 7
ATTENDANCE = 8
HEARD_AT_ACTIVITY = 9
PRACTICE = 10
GRANT = 11
LINK = 12
MEETING = 13
ARISAN = 14
SLIP = 15
BAD_FIRING = 16
ACCEPTANCE = 17
AWARENESS = 18
PERSUASION = 19
DECISION = 20
DISCONTINUANCE = 21
CONFIRMATION = 22
CHANNEL = 23
JOINING = 24
SHOCK = 25
NETWORK = 26
READOPTION = 27
EXHIBITION = 28
THRESHOLD = 29
CONCESSION = 30
ALPHA = 31
COORDINATES = 32
FIRST_ADOPTERS = 33
RECOMMENDATION = 34
PROMISE = 35
OPENING = 36
POT_LOT, LOAN_LOT = 0, 1
"""What the lots of `ARISAN` are for, as their extra."""

RESAMPLING = 101
"""Not part of a history: which replicates, people or groups a bootstrap sample takes."""

PERMUTATION = 102
"""Not part of a history: who gets whose value in a permutation."""

REWIRING = 103
"""Not part of a history: which two ties change their alters, and where a chain of them begins."""

COPIES = 104
"""Not part of a history: which copies of a person in a bootstrap sample are tied, how strongly."""

MENTORS = 105
"""Not part of a history: who is taken where two people or two mentors are alike."""

COEFFICIENTS = 111
"""Not part of a history: coefficients of a fitted law, as likely as they are after the fit."""

VILLAGE_EFFECT = 112
"""Not part of a history: by how much a village differs, in a forecast."""

CURVES = 113
"""Not part of a history: which curve a village follows in a forecast, and who then adopts when."""

DRIFT = 114
"""Not part of a history: what a village has of its own at the last period known, in a forecast."""

DRIFT_STEP = 115
"""Not part of a history: how far a village drifts from period to period, in a forecast."""

CALIBRATION = 110
"""Not part of a history: where a calibration tries its points."""

STUDIES = 121
"""Not part of a history: which villages a drawn study has, and whom a person names in it."""

ORDERS = 151
"""Not part of a history: in which order the parts of a programme are added, to share its effect."""

SEARCH = 131
"""Not part of a history: which programmes a search tries, and of which it learns a rule."""

PEELING = 141
"""Not part of a history: which points count as won in a test of a box, and which find one."""

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_OFFSET = np.uint64(0xD1B54A32D192ED03)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_30 = np.uint64(30)
_27 = np.uint64(27)
_31 = np.uint64(31)
_11 = np.uint64(11)
_63 = np.uint64(63)


@wraps_around
@inner
def _mix(z: np.uint64) -> np.uint64:
    z = (z ^ (z >> _30)) * _FIRST
    z = (z ^ (z >> _27)) * _SECOND
    return z ^ (z >> _31)


@wraps_around
@compiled
def salt(value: int) -> np.uint64:
    """Turn a value, such as an artisan's identity, into what is mixed into a key (uint64)."""
    return np.uint64(value) * _GOLDEN + _OFFSET


@wraps_around
@inner
def fold_in(h: np.uint64, value: int) -> np.uint64:
    """Derive a key from a key and a value (uint64)."""
    return _mix(np.uint64(h) ^ salt(value))


@wraps_around
@compiled
def make_key(random_seed: int, replicate: int) -> np.uint64:
    """All the luck of one run: the key from which every one of its draws derives (uint64)."""
    return fold_in(_mix(np.uint64(random_seed) + _GOLDEN), replicate)


@compiled
def subkey(run_key: np.uint64, purpose: int, t: int, extra: int) -> np.uint64:
    """Key of one purpose in month `t`, from 0 (uint64); `draw` takes from it for each artisan."""
    return fold_in(fold_in(fold_in(run_key, purpose), t), extra)


@compiled
def draw(key: np.uint64, identity: int) -> float:
    """Uniform number in [0, 1) for one artisan, by identity (of a pair, the lower of the two)."""
    return float(fold_in(key, identity) >> _11) * 1.1102230246251565e-16


@wraps_around
@compiled
def whole_draw(key: np.uint64, salt_of_artisan: np.uint64) -> np.uint64:
    """`draw` of the artisan with this salt, times 2^53: a whole number from 0 to 2^53 - 1."""
    return _mix(key ^ salt_of_artisan) >> _11


@wraps_around
@inner
def excess(key: np.uint64, salt_of_artisan: np.uint64, bound: np.uint64) -> np.uint64:
    """How far `whole_draw` lies above a bound (`is_below` tells whether it lies below)."""
    return whole_draw(key, salt_of_artisan) - bound


@inner
def is_below(excess: np.uint64) -> np.uint64:
    """Tell from an `excess` whether the draw lies below the bound: 1 or 0.

    Both are at most 2^53, so the highest bit of their difference is set just then.
    """
    return excess >> _63


@compiled
def bound(chance: float) -> np.uint64:
    """Whole number that `whole_draw` is below just when `draw` is below `chance`, 0 to 1.

    A whole k is below a real x just when it is below x rounded up. Here k is the whole draw and x
    is 2^53 times the chance: no digit is lost, neither there nor in `draw`, which is k / 2^53.
    """
    return np.uint64(math.ceil(chance * 9007199254740992.0))


@inner
def site_draw(run_key: np.uint64, purpose: int, t: int, extra: int, site: int) -> float:
    """Uniform number in [0, 1) for a whole hamlet: agent 2^32 - 1 - hamlet (ODD 6.2)."""
    return draw(subkey(run_key, purpose, t, extra), 4294967295 - site)


@compiled
def fill_draws(
    random_seed: int,
    first_replicate: int,
    purpose: int,
    extra: int,
    identity: NDArray[np.int64],
    table: NDArray[np.float64],
) -> None:
    """Fill `table` [run, artisan] with the draws of month 0 for one purpose."""
    n_runs, n_artisans = table.shape
    for run in range(n_runs):
        key = subkey(make_key(random_seed, first_replicate + run), purpose, 0, extra)
        for artisan in range(n_artisans):
            table[run, artisan] = draw(key, identity[artisan])
