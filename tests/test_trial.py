"""Trials: arms by group, and the regression of a trial on simulated worlds."""

import numpy as np
import pytest
from communities import TWO_STATE, activity, community, parameters, programme

import diffusion
from diffusion.errors import InputError
from diffusion.scenario.community import Community

N, HAMLETS, N_RUNS = 240, 12, 40


def people(*, trained: np.ndarray | None = None) -> Community:
    """Hamlets of 20 on rings of four ties; who was trained before is dealt by a draw."""
    rng = np.random.default_rng(3)
    size = N // HAMLETS
    pairs = [
        (h * size + n, h * size + (n + step) % size)
        for h in range(HAMLETS)
        for n in range(size)
        for step in (1, 2)
    ]
    roster = {
        "hamlet": [float(1 + n // size) for n in range(N)],
        "age": rng.normal(size=N).tolist(),
        "trained_before": (rng.random(N) < 0.5 if trained is None else trained).astype(float),
    }
    return community(n_artisans=N, ties=pairs, roster=roster, n_hamlets=1)


def told(knowledge: float) -> dict[str, float]:
    return TWO_STATE | {
        "decision.alpha": 0.2, "decision.beta": 0.0, "decision.knowledge": knowledge,
    }  # fmt: skip


def worlds(here: Community, knowledge: float, **options: int) -> diffusion.Outcome:
    said = {"n_runs": N_RUNS, "n_months": 1} | options
    return diffusion.simulate(
        here, "none", parameters=parameters(told(knowledge)), keep=("toa", "artisans"), **said
    )


def test_arms_are_whole_groups_dealt_evenly() -> None:
    here = people()
    arms = diffusion.assign(here, ["taught", "film", "none"])
    hamlet = dict(zip(here.labels, here.groups["hamlet"].labels, strict=True))
    of_arm = {arm: {hamlet[label] for label in labels} for arm, labels in arms.items()}
    assert sorted(len(one) for one in of_arm.values()) == [4, 4, 4]
    assert set.union(*of_arm.values()) == set(hamlet.values())
    assert sum(map(len, arms.values())) == N
    assert diffusion.assign(here, ["taught", "film", "none"]) == arms
    others = {diffusion.assign(here, ["a", "b"], random_seed=seed)["a"] for seed in range(8)}
    assert len(others) > 6


def test_an_arm_is_a_target_of_activities() -> None:
    """Who is in the arm is invited, and nobody else."""
    here = people(trained=np.zeros(N))
    arms = diffusion.assign(here, ["taught", "none"])
    plan = programme(
        activity(tactic="training", target=tuple(map(str, arms["taught"])), participation=1.0,
                 attendance=1.0, places=N)
    )  # fmt: skip
    outcome = diffusion.simulate(here, plan, n_runs=2, n_months=1, keep=("toa", "artisans"))
    assert outcome.artisans is not None
    was = outcome.artisans.is_trained[0]
    assert {label for label, yes in zip(here.labels, was, strict=True) if yes} == {*arms["taught"]}


def test_the_effect_is_the_regression_of_a_trial() -> None:
    """Slope and error are those of a regression with dummies, written out."""
    here = people()
    outcome = worlds(here, 0.5, n_runs=3)
    found = diffusion.effect(outcome, here, covariates=["age"])
    assert here.roster is not None
    assert outcome.toa is not None
    trained = np.array(here.roster.columns["trained_before"])
    share = np.zeros(N)
    for n in range(N):
        first, at = n // 20 * 20, n % 20
        alters = [first + (at + step) % 20 for step in (-2, -1, 1, 2)]
        share[n] = trained[alters].mean()
    hamlet = np.eye(HAMLETS)[np.arange(N) // 20]
    x = np.column_stack([share, here.roster.columns["age"], hamlet])
    for run in range(3):
        y = (outcome.toa[run] >= 1) * 1.0
        inverse = np.linalg.inv(x.T @ x)
        slope = inverse @ x.T @ y
        sums = hamlet.T @ (x * (y - x @ slope)[:, None])
        variance = inverse @ sums.T @ sums @ inverse
        scale = HAMLETS / (HAMLETS - 1) * (N - 1) / (N - x.shape[1])
        assert found.estimate[run] == pytest.approx(slope[0], abs=1e-10)
        assert found.error[run] == pytest.approx(np.sqrt(scale * variance[0, 0]), abs=1e-10)


@pytest.mark.statistical
def test_an_effect_is_found_and_a_null_is_not() -> None:
    """Taught alters raise the chance by 1 - exp(-.5), at most; without knowledge by nothing."""
    here = people()
    found = diffusion.effect(worlds(here, 0.5), here)
    share = np.linspace(0, 1, 101)
    curve = -np.expm1(-0.2 - 0.5 * share)
    expected = np.polyfit(share, curve, 1)[0]
    error = found.estimate.std(ddof=1) / np.sqrt(N_RUNS)
    assert found.estimate.mean() == pytest.approx(expected, abs=3.5 * error)
    null = diffusion.effect(worlds(here, 0.0), here)
    error = null.estimate.std(ddof=1) / np.sqrt(N_RUNS)
    assert null.estimate.mean() == pytest.approx(0, abs=3.5 * error)
    assert expected > 3.5 * error
    assert null.reach(expected) < 0.05
    low, high = found.interval
    assert low < expected < high
    assert "95 % of worlds" in repr(found)


def test_what_cannot_be_told_is_said() -> None:
    here = people()
    outcome = worlds(here, 0.5, n_runs=2)
    nobody = people(trained=np.zeros(N))
    assert np.isnan(diffusion.effect(worlds(nobody, 0.5, n_runs=2), nobody).estimate).all()
    with pytest.raises(InputError, match="did you mean share of trained alters"):
        diffusion.effect(outcome, here, of="share of trained alter")
    with pytest.raises(InputError, match="hamlet"):
        diffusion.effect(outcome, here, cluster="village")
    bare = diffusion.simulate(here, "none", n_runs=1, n_months=1)
    with pytest.raises(InputError, match="keep="):
        diffusion.effect(bare, here)
    with pytest.raises(InputError, match="different names"):
        diffusion.assign(here, ["a", "a"])
    with pytest.raises(InputError, match="at least 13 groups"):
        diffusion.assign(here, [f"arm {n}" for n in range(13)])
    with pytest.raises(InputError, match="hamlet"):
        diffusion.assign(here, ["a", "b"], by="hamlett")
