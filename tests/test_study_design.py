"""How many villages tell two arms apart: against known power, the level where they are equal."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from communities import SENIK
from scipy import stats
from test_bad_input import answer

import diffusion
from diffusion.cli import design as command
from diffusion.errors import InputError
from diffusion.fitting import study_design
from diffusion.fitting.study_power import (
    drawn_studies,
    power_curve,
    share_interval,
    told_apart,
)
from diffusion.fitting.study_worlds import Observed, morans_i, named
from diffusion.translate.initial_state import draw_initial_state

SHORT = {"n_months": 12, "most_villages": 12, "waves": (1, 2)}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study_design, "N_DRAWN", 300)
    monkeypatch.setattr(study_design, "_MOST_SIMULATED", 600)


# ------------------------------------------------------------------ the test and its power
def test_the_tests_are_those_of_scipy() -> None:
    luck = np.random.default_rng(1)
    one, other = luck.normal(0, 1, (50, 7)), luck.normal(0.8, 2, (50, 7))
    welch = stats.ttest_ind(one, other, axis=1, equal_var=False).pvalue <= 0.05
    student = stats.ttest_rel(one, other, axis=1).pvalue <= 0.05
    assert np.array_equal(told_apart(one, other, paired=False, level=0.05), welch)
    assert np.array_equal(told_apart(one, other, paired=True, level=0.05), student)
    assert 0 < welch.sum() < 50
    assert 0 < student.sum() < 50


def test_the_curve_is_the_test_of_the_first_villages() -> None:
    luck = np.random.default_rng(2)
    one, other = luck.normal(0, 1, (200, 20)), luck.normal(1, 1, (200, 20))
    for paired in (False, True):
        curve = power_curve(one, other, paired=paired, level=0.05)
        assert np.isnan(curve[0])
        for n in (2, 3, 11, 20):
            told = told_apart(one[:, :n], other[:, :n], paired=paired, level=0.05)
            assert curve[n - 1] == told.mean()


@pytest.mark.parametrize("paired", [False, True])
def test_the_power_is_that_of_the_noncentral_t(paired: bool) -> None:
    luck = np.random.default_rng(3)
    first, second = luck.normal(0, 1, 20_000), luck.normal(1, 1, 20_000)
    studies = drawn_studies(
        first, second, paired=paired, n_studies=4_000, n_villages=20, random_seed=1
    )
    curve = power_curve(*studies, paired=paired, level=0.05)
    # Welch's test has somewhat less than Student's in small studies of equal spread.
    for n in (5, 10, 17, 20) if paired else (17, 20):
        freedom, shift = (n - 1 if paired else 2 * n - 2), (n / 2) ** 0.5
        edge = stats.t.ppf(0.975, freedom)
        known = stats.nct.sf(edge, freedom, shift) + stats.nct.cdf(-edge, freedom, shift)
        assert abs(curve[n - 1] - known) < 0.03


def test_two_equal_arms_are_told_apart_as_often_as_the_level_says() -> None:
    luck = np.random.default_rng(4)
    values = luck.beta(2, 5, (2, 4_000, 12))
    told = int(told_apart(values[0], values[1], paired=False, level=0.05).sum())
    low, high = share_interval(told, 4_000)
    assert low < 0.05 < high
    shifted = told_apart(values[0], values[1] + 0.15, paired=False, level=0.05)
    assert shifted.mean() > 0.3, "negative control: the test sees nothing"


def test_arms_whose_villages_are_all_alike() -> None:
    zeros, ones = np.zeros((3, 4)), np.ones((3, 4))
    assert not told_apart(zeros, zeros, paired=False, level=0.05).any()
    assert told_apart(zeros, ones, paired=False, level=0.05).all()
    assert told_apart(zeros, ones, paired=True, level=0.05).all()


def test_the_interval_of_a_share() -> None:
    low, high = share_interval(80, 100)
    known = stats.binomtest(80, 100).proportion_ci(method="wilson")
    assert (low, high) == pytest.approx((known.low, known.high))
    assert np.isnan(share_interval(0, 0)).all()


# ------------------------------------------------------------------ what is observed
def test_people_name_at_most_so_many_of_those_tied_to_them() -> None:
    initial = draw_initial_state(
        SENIK, SENIK.parameter_sets["default"], random_seed=1, first_replicate=0, n_runs=3
    )
    for run in range(3):
        ties = initial.ties_of(run)
        start = ties.start.astype(int)
        known = [set(ties.alter[start[n] : start[n + 1]].tolist()) for n in range(len(start) - 1)]
        ego, alter = named(ties, 2, random_seed=1, replicate=run)
        for person, of in enumerate(known):
            chosen = alter[ego == person].tolist()
            assert len(chosen) == len(set(chosen)) == min(2, len(of))
            assert set(chosen) <= of
        everybody, _ = named(ties, 1_000, random_seed=1, replicate=run)
        assert len(everybody) == sum(map(len, known))


def test_morans_i() -> None:
    ego, alter = np.array([0, 1, 2, 3]), np.array([1, 0, 3, 2])
    assert morans_i(np.array([1.0, 1, 0, 0]), ego, alter) == pytest.approx(1)
    assert morans_i(np.array([1.0, 0, 1, 0]), ego, alter) == pytest.approx(-1)
    assert morans_i(np.ones(4), ego, alter) == 0


def test_visits_are_evenly_apart() -> None:
    assert Observed(3).months(36) == [12, 24, 36]
    assert Observed(1).months(36) == [36]


# ------------------------------------------------------------------ whole designs
@pytest.mark.usefixtures("quick")
def test_two_programmes_that_differ() -> None:
    found = diffusion.design_study(SENIK, ["none", "campaign_only"], **SHORT)  # type: ignore[arg-type]
    best = found.best
    assert best is not None
    assert best.villages is not None
    assert best.low <= best.power <= best.high
    assert best.high >= 0.8
    again = diffusion.design_study(SENIK, ["none", "campaign_only"], **SHORT)  # type: ignore[arg-type]
    pd.testing.assert_frame_equal(found.table(), again.table())
    assert "none against campaign_only" in repr(found)


@pytest.mark.usefixtures("quick")
def test_two_equal_programmes_are_not_told_apart() -> None:
    same = ["campaign_only", "campaign_only"]
    found = diffusion.design_study(SENIK, same, names=(3,), **SHORT)  # type: ignore[arg-type]
    assert found.best is None
    for one in found.answers:
        assert one.low < 0.05 < one.high or one.power < 0.05
        assert one.false_low < 0.05
    paired = diffusion.design_study(SENIK, same, paired=True, **SHORT)  # type: ignore[arg-type]
    assert paired.best is None
    assert {one.power for one in paired.answers} == {0.0}


@pytest.mark.usefixtures("quick")
def test_one_programme_under_two_laws() -> None:
    other = {"parameters.decision.alpha": 0.5}
    found = diffusion.design_study(SENIK, "campaign_only", other=other, **SHORT)  # type: ignore[arg-type]
    assert found.arms == ("campaign_only", "parameters.decision.alpha = 0.5")
    first, second = found.answers[0].means
    assert second > first


def test_wrong_designs_are_refused() -> None:
    with pytest.raises(InputError, match="expected two programmes, or one and --other; found 1"):
        diffusion.design_study(SENIK, "campaign_only")
    with pytest.raises(InputError, match=r"power: expected a number above 0\.05 and below 1"):
        diffusion.design_study(SENIK, ["none", "campaign_only"], power=1.2)
    with pytest.raises(InputError, match="waves: expected a whole number from 1 to 36; found 40"):
        diffusion.design_study(SENIK, ["none", "campaign_only"], waves=(40,))


# ------------------------------------------------------------------ the command
def test_the_command_has_the_defaults_of_the_function() -> None:
    for name in ("POWER", "LEVEL", "MOST_VILLAGES"):
        assert getattr(command, name) == getattr(study_design, name)


@pytest.mark.slow
@pytest.mark.usefixtures("quick")
def test_the_command_tells_and_writes(tmp_path: Path) -> None:
    words = ("design", "senik", "-p", "none", "-p", "campaign_only", "--months", "12",
             "--most-villages", "12", "-o", str(tmp_path / "out"))  # fmt: skip
    status, out, _ = answer(*words, "--json")
    assert status == 0
    told = json.loads(out)
    assert told["arms"] == ["none", "campaign_only"]
    assert told["caveat"] == "simulated, not observed"
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {
        "design.csv", "power.csv", "design.txt", "captions.txt", "provenance.json",
        "power.pdf", "power.svg", "power.png",
    }  # fmt: skip
    table = pd.read_csv(tmp_path / "out" / "design.csv")
    assert table["villages"].tolist() == [one["villages"] for one in told["answers"]]
    status, out, _ = answer(*words[:-2], "--lang", "id")
    assert status == 0
    assert "Untuk membedakan" in out


def test_the_command_refuses() -> None:
    status, out, error = answer("design", "senik", "-p", "none", "--power", "2")
    assert (status, out) == (1, "")
    assert "--power: expected a number above 0.05 and below 1; found 2" in error
    status, _, error = answer("design", "senik", "-p", "none", "--lang", "id")
    assert status == 1
    assert "-p: seharusnya dua program, atau satu dan --other" in error
    status, _, error = answer(
        "design", "senik", "-p", "none", "--other", "parameters.decision.beta"
    )
    assert status == 1
    assert "--other: expected PATH=VALUE" in error


@pytest.mark.usefixtures("quick")
def test_hamlets_are_said_to_be_one_village_together() -> None:
    words = ("design", "senik", "-p", "none", "-p", "campaign_only", "--months", "12",
             "--most-villages", "12")  # fmt: skip
    _, out, _ = answer(*words)
    assert "hamlets" not in out
    _, out, _ = answer(*words, "--set", "community.artisans.hamlets=3")
    assert "This community has 3 hamlets: all of them together are one village here" in out
