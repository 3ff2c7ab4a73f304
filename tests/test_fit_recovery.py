"""Numbers that are known are found again as often as the intervals say; a null stays a null."""

from dataclasses import replace

import numpy as np
import pytest

from diffusion.data.adoption_data import AdoptionData
from diffusion.fitting.fit import Fit, fit
from diffusion.fitting.forecast import lived
from diffusion.fitting.law import Law
from diffusion.fitting.penalised import Found
from diffusion.fitting.predictive import predictive_check
from diffusion.fitting.terms import terms_for
from diffusion.fitting.villages import Village, villages_of

pytestmark = pytest.mark.statistical

N, T, J = 30, 9, 10
N_WORLDS = 40


def places(seed: int) -> tuple[Village, ...]:
    """Villages in which nobody but one in ten has adopted yet."""
    rng = np.random.default_rng(seed)
    n = N * J
    village = np.repeat(np.arange(J), N)
    ties = (rng.random((n, n)) < 0.12) & (village[:, None] == village[None, :])
    np.fill_diagonal(ties, False)
    toa = np.where(rng.random(n) < 0.1, 0, -1)
    columns = {"hamlet": village.astype(str)}
    data = AdoptionData.of(ties.astype(float), toa, n_periods=T, columns=columns)
    return villages_of(data, covariates={"x": rng.normal(size=n), "z": rng.normal(size=n)})


def world(law: Law, seed: int, *, numbers: np.ndarray | None = None, spread: float = 0.3) -> tuple[
    tuple[Village, ...], np.ndarray, list[str]
]:  # fmt: skip
    """Draw numbers as they are thought of beforehand, and let villages live by them."""
    rng = np.random.default_rng(10_000 + seed)
    villages = places(seed)
    terms = terms_for(villages, law)
    known = terms.mean + terms.sd * rng.normal(size=len(terms.mean)) if numbers is None else numbers
    known = known.copy()
    known[0] = -2.5 + 0.3 * rng.normal()
    none = np.zeros(J)
    by = Fit(law, terms, Found(known, np.zeros((1, 1)), none, none, 0.0, 0.0, 0.0), (), 0, 0)
    lives = []
    for at, one in enumerate(villages):
        effects = np.full((1, T - 1), spread * rng.normal())
        toa = one.toa.copy()
        steps = lived(by, one, known[None], effects, known_to=1, seed=1_000 * seed + at)
        for period, (_, adopted) in enumerate(steps, start=1):
            toa[(toa < 0) & adopted[0]] = period
        lives.append(replace(one, toa=toa))
    return tuple(lives), known, list(terms.names)


@pytest.mark.parametrize(
    "law", [Law("gates", "share", "log"), Law("logit", "share", "log")], ids=["gates", "logit"]
)
def test_intervals_hold_what_they_say(law: Law) -> None:
    inside = []
    for seed in range(N_WORLDS):
        villages, known, names = world(law, seed)
        table = fit(villages, law).coefficients
        held = (table["low"].to_numpy() < known) & (known < table["high"].to_numpy())
        inside.append(held[names.index("share") :])
    found = np.array(inside)
    # 95 %, and what 40 worlds of four numbers may be away from it; half as wide it would be 67 %.
    assert 0.90 <= found.mean() <= 0.99
    assert found.mean(axis=0).min() >= 0.85


def test_intervals_half_as_wide_would_be_seen() -> None:
    law, inside = Law("logit", "share", "log"), []
    for seed in range(N_WORLDS):
        villages, known, names = world(law, seed)
        table = fit(villages, law).coefficients
        half = 0.98 * table["se"].to_numpy()
        inside.append((np.abs(table["estimate"].to_numpy() - known) < half)[names.index("share") :])
    assert np.mean(inside) < 0.8


NULL = np.array([0.0, 0.0, 0.0, 0.5, 0.0])
"""Constant (drawn), line of time, exposure, two covariates: exposure does nothing."""


def test_a_null_is_found_null_and_only_with_its_controls() -> None:
    pytest.importorskip("statsmodels")
    from diffusion.fitting.estimates import with_controls

    law = Law("logit", "share", "log", has_village_effect=False)
    without, controlled = [], []
    for seed in range(30):
        villages, _, _ = world(law, seed, numbers=NULL, spread=1.0)
        table = with_controls(villages, law).set_index("step")
        without.append(table.loc["time", ["estimate", "low"]])
        controlled.append(table.loc["villages", ["estimate", "low", "high"]])
    estimate, low, high = np.array(controlled, float).T
    assert abs(estimate.mean()) < 0.3
    assert ((low > 0) | (high < 0)).mean() <= 0.2
    # Villages that differ look like contagion where they are not allowed for: the control.
    estimate, low = np.array(without, float).T
    assert estimate.mean() > 0.5
    assert (low > 0).mean() >= 0.3


def test_shuffled_networks_tell_a_null_from_an_effect() -> None:
    pytest.importorskip("statsmodels")
    from diffusion.fitting.network_test import network_test

    law = Law("logit", "share", "log", has_village_effect=False)
    effect = NULL.copy()
    effect[2] = 3.0
    p_value = {
        name: [
            network_test(world(law, seed, numbers=numbers)[0], time="log", n_shuffled=39).p_value
            for seed in range(8)
        ]
        for name, numbers in (("null", NULL), ("effect", effect))
    }
    assert np.mean(np.array(p_value["null"]) <= 0.05) <= 0.3
    assert np.mean(np.array(p_value["effect"]) <= 0.05) >= 0.7


def test_a_wrong_law_is_flagged_and_a_right_one_is_not() -> None:
    """A law without contagion cannot bring forth adopters whom so many had gone before."""
    right, wrong = Law("logit", "share", "log"), Law("logit", "none", "none")
    numbers = np.array([0.0, 0.0, 3.0, 0.3, 0.0])
    flagged = {right.exposure: 0, wrong.exposure: 0}
    for seed in range(8):
        villages, _, _ = world(right, seed, numbers=numbers)
        for law in (right, wrong):
            found = predictive_check(fit(villages, law), villages)
            flagged[law.exposure] += bool(found.is_flagged.any())
    assert flagged["share"] <= 1
    assert flagged["none"] >= 7
