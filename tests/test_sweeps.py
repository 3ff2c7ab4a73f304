"""Sweeps: what a design may ask for, that nothing is lost, and that every row can be had again."""

import errno
import json
import math
import os
import resource
import shutil
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import filelock
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from test_bad_input import answer

import diffusion
from diffusion.catalogue.load import library_root
from diffusion.errors import InputError
from diffusion.scenario.base import Declaration
from diffusion.scenario.budget import scale_for
from diffusion.sweeps import jobs as work
from diffusion.sweeps import plan as planning
from diffusion.sweeps import store
from diffusion.sweeps.design import read_design
from diffusion.sweeps.jobs import Part
from diffusion.sweeps.plan import plan_sweep
from diffusion.sweeps.points import Points, points_of
from diffusion.sweeps.run import run_sweep
from diffusion.sweeps.verify import verify_sweep
from diffusion.sweeps.worker import Worker
from diffusion.translate.programme import READ_OF_FILE, READ_OF_PARAMETERS, plan_of

HEAD = """\
title = "Made for a test"
model = "senik"
programmes = ["campaign_only", "none"]
replicates = 30
months = 9
outcomes = ["adopters", "ever_adopted"]
"""

ALPHA = """
[[factor]]
path = "parameters.decision.alpha"
levels = [0.03, 0.12]
"""

GRID = f"""\
{HEAD}at_months = [6, 9]
budgets = ["as_written", 6_000_000]
{ALPHA}
[[factor]]
path = "community.artisans.number"
levels = [20, 30, 40]
labels = ["few", "as now", "many"]
"""
"""6 points, 2 strategies, 2 budgets, 30 replicates: 720 runs."""

N_PARTS = 12
"""Parts of GRID, when a part holds one point."""


def design(folder: Path, text: str, name: str = "sweep.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def ranged(path: str, low: float, high: float, more: str = "") -> str:
    return f'\n[[factor]]\npath = "{path}"\nlow = {low}\nhigh = {high}\n{more}'


def sampled(method: str, n_points: int, *factors: str) -> str:
    return f'{HEAD}[sample]\nmethod = "{method}"\npoints = {n_points}\n{"".join(factors)}'


def table_of(folder: Path) -> bytes:
    return (folder / store.TABLE).read_bytes()


def points(folder: Path, text: str) -> Points:
    declared, _ = read_design(design(folder, text))
    return points_of(declared, folder)


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make each part hold the replicates of one point, so that a small sweep has many."""
    monkeypatch.setattr(work, "MOST_ARTISAN_MONTHS", 1)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the whole of GRID, run on one thread in small parts."""
    folder = tmp_path_factory.mktemp("done")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "MOST_ARTISAN_MONTHS", 1)
        run_sweep(design(folder, GRID), folder / "out", workers=1)
    return folder / "out"


class StoppedError(Exception):
    """What stops a sweep in these tests."""


def stop_after(monkeypatch: pytest.MonkeyPatch, n_parts: int) -> list[int]:
    """Let a sweep simulate so many parts; give the list of those that it was asked for."""
    asked: list[int] = []
    simulate = Worker.simulate

    def simulate_some(worker: Worker, part: Part) -> pa.Table:
        if len(asked) == n_parts:
            raise StoppedError
        asked.append(part.number)
        return simulate(worker, part)

    monkeypatch.setattr(Worker, "simulate", simulate_some)
    return asked


def run_in_part(file: Path, out: Path, n_parts: int) -> None:
    """Run a sweep on one thread until so many parts are simulated."""
    with pytest.MonkeyPatch.context() as patch:
        stop_after(patch, n_parts)
        with pytest.raises(StoppedError):
            run_sweep(file, out, workers=1)


# --- designs


def test_a_grid_has_every_combination_and_its_first_factor_changes_slowest(tmp_path: Path) -> None:
    plan = plan_sweep(design(tmp_path, GRID))
    assert (len(plan.job.points), plan.job.n_arms, plan.job.n_runs) == (6, 4, 720)
    assert [plan.job.points.settings(point) for point in range(6)] == [
        {"parameters.decision.alpha": alpha, "community.artisans.number": number}
        for alpha in (0.03, 0.12)
        for number in (20, 30, 40)
    ]
    assert plan.job.points.columns(5) == {"alpha": 0.12, "number": "many"}
    assert plan.warnings == ()


def test_a_design_without_factors_has_one_point(tmp_path: Path) -> None:
    plan = plan_sweep(design(tmp_path, HEAD))
    assert (len(plan.job.points), plan.job.n_runs) == (1, 60)
    assert plan.job.points.settings(0) == {}


def test_quick_and_limit_make_it_smaller(tmp_path: Path) -> None:
    file = design(tmp_path, f"{GRID}[quick]\nreplicates = 3\npoints = 5\n")
    sizes = {
        (quick, limit): (job.n_points, job.design.replicates, job.n_runs)
        for quick, limit in ((False, 4), (False, 99), (True, None), (True, 2), (True, 99))
        for job in [plan_sweep(file, quick=quick, limit=limit).job]
    }
    assert sizes == {
        (False, 4): (4, 30, 480),
        (False, 99): (6, 30, 720),
        (True, None): (5, 3, 60),
        (True, 2): (2, 3, 24),
        (True, 99): (5, 3, 60),
    }
    for quick in (False, True):
        with pytest.raises(InputError, match="limit: expected a whole number from 1"):
            plan_sweep(file, quick=quick, limit=0)


TWO_RANGES = (
    ranged("parameters.decision.alpha", 0.01, 1, 'scale = "log"\n'),
    ranged("community.artisans.number", 20, 40, "whole = true\n"),
)


@pytest.mark.parametrize(
    ("method", "n_points", "expected"),
    [("latin_hypercube", 20, 20), ("sobol", 16, 16 * (2 + 2)), ("morris", 5, 5 * (2 + 1))],
)
def test_samples_stay_in_range_and_come_again(
    tmp_path: Path, method: str, n_points: int, expected: int
) -> None:
    text = sampled(method, n_points, *TWO_RANGES)
    one, again = points(tmp_path, text), points(tmp_path, text)
    other = points(tmp_path, text.replace("[sample]", "[sample]\nrandom_seed = 2"))
    assert len(one) == expected
    rows = [one.settings(point) for point in range(expected)]
    assert rows == [again.settings(point) for point in range(expected)]
    assert rows != [other.settings(point) for point in range(expected)]
    for row in rows:
        assert 0.01 <= row["parameters.decision.alpha"] <= 1
        assert type(row["community.artisans.number"]) is int
        assert 20 <= row["community.artisans.number"] <= 40


def test_a_latin_hypercube_has_one_point_in_each_slice(tmp_path: Path) -> None:
    """Ten points from 0.01 to 1 on a log scale: one in each tenth of the two decades."""
    made = points(tmp_path, sampled("latin_hypercube", 10, TWO_RANGES[0]))
    alphas = [made.settings(point)["parameters.decision.alpha"] for point in range(10)]
    slices = sorted(math.floor((math.log10(alpha) + 2) / 2 * 10) for alpha in alphas)
    assert slices == list(range(10))
    # The negative control: slices of the plain numbers are not filled evenly.
    assert sorted(math.floor(alpha * 10) for alpha in alphas) != list(range(10))


def test_levels_and_a_sample_are_crossed_and_the_sample_changes_fastest(tmp_path: Path) -> None:
    levels = '\n[[factor]]\npath = "community.modules.permit"\nlevels = [true, false]\n'
    made = points(tmp_path, sampled("latin_hypercube", 3, TWO_RANGES[0], levels))
    rows = [made.settings(point) for point in range(len(made))]
    assert [row["community.modules.permit"] for row in rows] == [True] * 3 + [False] * 3
    alphas = [row["parameters.decision.alpha"] for row in rows]
    assert alphas[:3] == alphas[3:]


TABLE = f"""\
{HEAD}[sample]
method = "table"
file = "points.csv"

[[factor]]
path = "parameters.decision.misfit_tolerance"

[[factor]]
path = "community.artisans.number"
name = "artisans"
"""


def test_a_table_has_the_points(tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text("artisans,misfit_tolerance\n20,0.5\n30,0.75\n25,1\n")
    made = points(tmp_path, TABLE)
    assert [made.columns(point) for point in range(len(made))] == [
        {"misfit_tolerance": 0.5, "artisans": 20},
        {"misfit_tolerance": 0.75, "artisans": 30},
        {"misfit_tolerance": 1.0, "artisans": 25},
    ]


def test_a_table_may_have_semicolons_and_decimal_commas(tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text("artisans;misfit_tolerance\r20;0,5\r\r25;1\r;\r")
    made = points(tmp_path, TABLE)
    assert [made.columns(point) for point in range(len(made))] == [
        {"misfit_tolerance": 0.5, "artisans": 20},
        {"misfit_tolerance": 1.0, "artisans": 25},
    ]


def test_a_community_beside_the_design_is_taken(tmp_path: Path) -> None:
    shutil.copytree(library_root() / "senik", tmp_path / "ours")
    shutil.copy(tmp_path / "ours/programmes/social_action.toml", tmp_path / "mine.toml")
    text = HEAD.replace('"senik"', '"ours"').replace('"none"', '"mine.toml"')
    job = plan_sweep(design(tmp_path, text)).job
    assert job.inputs.community.name == "ours"
    assert [programme.name for programme in job.inputs.programmes] == ["campaign_only", "mine"]


def test_ten_million_points_take_no_room(tmp_path: Path) -> None:
    names = ("alpha", "beta", "efficacy_exponent", "value_exponent", "cost_exponent")
    levels = [level / 100 for level in range(1, 26)]
    text = HEAD + "".join(
        f'\n[[factor]]\npath = "parameters.decision.{name}"\nlevels = {levels}\n' for name in names
    )
    plan_sweep(design(tmp_path, text))  # imports what it wants
    tracemalloc.start()
    try:
        job = plan_sweep(tmp_path / "sweep.toml").job
        settings = job.points.settings(len(job.points) - 2)
        last = job.part(job.n_parts - 1)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(job.points) == 25**5 == 9_765_625
    assert [*settings.values()] == [0.25, 0.25, 0.25, 0.25, 0.24]
    assert last.points.stop == 25**5
    assert peak < 20e6


def test_all_points_have_the_first_replicates_before_any_has_the_next(tmp_path: Path) -> None:
    job = plan_sweep(design(tmp_path, GRID.replace("= 30", "= 60"))).job
    order = [job.part(number).replicates for number in range(job.n_parts)]
    assert order == sorted(order, key=lambda r: r.start)
    assert {(r.start, r.stop) for r in order} == {(0, 25), (25, 50), (50, 60)}


@given(
    n_points=st.integers(1, 40),
    n_replicates=st.integers(1, 90),
    first=st.integers(0, 2**62),
    size=st.integers(1, 3_000_000),
)
@pytest.mark.slow
def test_parts_cover_every_run_once(
    n_points: int, n_replicates: int, first: int, size: int
) -> None:
    base = plan_sweep(_GOOD_DESIGN).job
    changed = {"replicates": n_replicates, "first_replicate": first}
    job = work.Job(base.design.model_copy(update=changed), base.inputs, base.points, n_points)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "MOST_ARTISAN_MONTHS", size)
        parts = [job.part(number) for number in range(job.n_parts)]
    covered = [(point, r) for part in parts for point in part.points for r in part.replicates]
    assert len(covered) == n_points * n_replicates
    assert set(covered) == {
        (point, first + r) for point in range(n_points) for r in range(n_replicates)
    }
    assert sum(map(job.n_runs_of, parts)) == job.n_runs
    starts = [part.replicates.start for part in parts]
    assert starts == sorted(starts)


@pytest.fixture(scope="module", autouse=True)
def _good_design(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Write the design of the property above once: hypothesis allows no fixture of a test."""
    global _GOOD_DESIGN
    _GOOD_DESIGN = design(tmp_path_factory.mktemp("good"), HEAD)


_GOOD_DESIGN = Path()


# --- bad designs

KEYS_OF_DECISION = (
    "alpha, beta, efficacy_exponent, value_exponent, misfit_tolerance, cost_exponent, "
    "planning_months, learning_months, protected_share, entry_cost, cash_buffer, alpha_spread, "
    "advantage_slope, expectation, gain_fading, knowledge, alpha_by_month, covariates"
)
PROGRAMMES = (
    "campaign_only, campaign_then_collaboration, collaboration_only, "
    "collaboration_then_campaign, locality_development, none, social_action, social_planning"
)


def factor(path: str, *lines: str) -> str:
    return "\n".join(("", "[[factor]]", f'path = "{path}"', *lines, ""))


BAD: dict[str, tuple[str, str]] = {
    "unknown path": (
        HEAD + factor("parameters.decision.alfa", "levels = [0.1]"),
        "sweep.toml: factor[1], parameters.decision.alfa: expected one of "
        f'{KEYS_OF_DECISION} (did you mean alpha?); found "alfa"',
    ),
    "unknown root": (
        HEAD + factor("parameter.decision.alpha", "levels = [0.1]"),
        "sweep.toml: factor[1], parameter.decision.alpha: expected a path that begins with one of "
        "parameters, community, programme (did you mean parameters?) and a dot; "
        'found "parameter.decision.alpha"',
    ),
    "unknown activity": (
        HEAD + factor("programme.activity.flim.places", "levels = [10]"),
        "sweep.toml: factor[1], programme.activity.flim.places: expected one of public_meeting, "
        '1, film, 2, dialogue, 3, lobbying, 4 (did you mean film?); found "flim"',
    ),
    "path too long": (
        HEAD + factor("parameters.decision.alpha.low", "levels = [0.1]"),
        "sweep.toml: factor[1], parameters.decision.alpha.low: "
        'expected the path to end before it; found "low"',
    ),
    "path too short": (
        HEAD + factor("parameters.decision", "levels = [3]"),
        "sweep.toml: factor[1], parameters.decision: expected a table of keys; found 3",
    ),
    "path to a whole activity": (
        HEAD + factor("programme.activity.*", "levels = [3]"),
        "sweep.toml: factor[1], programme.activity.*: expected one of id, tactic, months, ..., "
        "rule; found nothing after it",
    ),
    "level out of range": (
        HEAD + factor("parameters.decision.misfit_tolerance", "levels = [0.5, 1.5]"),
        "sweep.toml: factor[1], parameters.decision.misfit_tolerance: "
        "expected a number of at most 1; found 1.5",
    ),
    "level of the wrong kind": (
        HEAD + factor("parameters.decision.alpha", 'levels = ["high"]'),
        'sweep.toml: factor[1], parameters.decision.alpha: expected a number; found "high"',
    ),
    "a date as a level": (
        HEAD + factor("community.calendar.start", "levels = [2010-01-01]"),
        "sweep.toml: factor[1], community.calendar.start: expected text in quotes; "
        "found 2010-01-01",
    ),
    "level that does not fit the community": (
        HEAD + factor("community.artisans.number", "levels = [30, 0]"),
        "sweep.toml: factor[1], community.artisans.number: "
        "expected a number of at least 1; found 0",
    ),
    "unknown set of parameters": (
        HEAD + factor("parameters", 'levels = ["default", "conservativ"]'),
        "sweep.toml: factor[1], parameters: expected one of conservative, default "
        '(did you mean conservative?); found "conservativ"',
    ),
    "set of parameters that is no name": (
        HEAD + factor("parameters", 'levels = [["default"]]'),
        "sweep.toml: factor[1], parameters: expected one of conservative, default; "
        'found ["default"]',
    ),
    "two mistakes": (
        HEAD
        + factor("parameters.decision.alpha", "levels = [-1]")
        + factor("parameters.decision.bet", "levels = [1]"),
        "2 problems:\n"
        "sweep.toml: factor[1], parameters.decision.alpha: expected a number of at least 0; "
        "found -1\n"
        "sweep.toml: factor[2], parameters.decision.bet: expected one of "
        f'{KEYS_OF_DECISION} (did you mean beta?); found "bet"',
    ),
    "no programmes": (
        HEAD.replace('["campaign_only", "none"]', "[]"),
        "sweep.toml: programmes: expected a list that is not empty; found []",
    ),
    "no outcomes": (
        HEAD.replace('["adopters", "ever_adopted"]', "[]"),
        "sweep.toml: outcomes: expected a list that is not empty; found []",
    ),
    "no levels": (
        HEAD + factor("parameters.decision.alpha", "levels = []"),
        "sweep.toml: factor[1].levels: expected a list that is not empty; found []",
    ),
    "no budgets": (
        f"{HEAD}budgets = []\n",
        "sweep.toml: budgets: expected a list that is not empty; found []",
    ),
    "budgets that are none": (
        f'{HEAD}budgets = ["as_writen", 8e6, 8_000_000]\n',
        "2 problems:\n"
        "sweep.toml: budgets[1]: expected whole rupiah from 0 to 1,000,000,000,000, or "
        '"as_written"; found "as_writen"\n'
        "sweep.toml: budgets[2]: expected whole rupiah from 0 to 1,000,000,000,000, or "
        '"as_written"; found 8000000.0',
    ),
    "unknown programme": (
        HEAD.replace("campaign_only", "campain_only"),
        f"sweep.toml: programme: expected one of {PROGRAMMES} (did you mean campaign_only?), "
        'or a file ending in .toml; found "campain_only"',
    ),
    "programme file that is missing": (
        HEAD.replace("campaign_only", "mine.toml"),
        "mine.toml: expected a file of this name; found none (put it there, or correct its name)",
    ),
    "a programme twice": (
        HEAD.replace('"none"', '"campaign_only"'),
        'sweep.toml: expected each programme once; found "campaign_only" twice',
    ),
    "a budget twice": (
        f"{HEAD}budgets = [5_000_000, 5_000_000]\n",
        "sweep.toml: expected each budget once; found 5000000 twice",
    ),
    "unknown outcome": (
        HEAD.replace("ever_adopted", "ever_tryed"),
        "sweep.toml: outcomes: expected one of adopters, adopter_months, mean_income, ..., "
        'ordered_exhibition (did you mean ever_adopted?); found "ever_tryed"',
    ),
    "unknown key": (
        f"{HEAD}month = 3\n",
        "sweep.toml: month: expected one of title, model, parameters, programmes, budgets, "
        "budget_pays_facilitator, replicates, first_replicate, random_seed, months, outcomes, "
        "at_months, factor, sample, quick (did you mean months?); found an unknown key",
    ),
    "no number of replicates": (
        HEAD.replace("replicates = 30\n", ""),
        "sweep.toml: replicates: expected a whole number; "
        "found nothing (add a line replicates = ...)",
    ),
    "low above high": (
        sampled("latin_hypercube", 4, ranged("parameters.decision.alpha", 0.3, 0.1)),
        "sweep.toml: factor[1]: expected low below high; found 0.3 and 0.1",
    ),
    "log scale from 0": (
        sampled("latin_hypercube", 4, ranged("parameters.decision.alpha", 0, 1, 'scale = "log"\n')),
        "sweep.toml: factor[1]: expected low above 0 on a log scale; found 0",
    ),
    "low without high": (
        sampled("latin_hypercube", 4, factor("parameters.decision.alpha", "low = 0.1")),
        "sweep.toml: factor[1]: expected either levels, or both low and high; found low only",
    ),
    "levels and a range": (
        HEAD + factor("parameters.decision.alpha", "levels = [0.1]", "low = 0.1", "high = 0.2"),
        "sweep.toml: factor[1]: expected either levels, or both low and high; "
        "found levels and low and high",
    ),
    "end of a range that may not be": (
        sampled("latin_hypercube", 4, ranged("parameters.decision.misfit_tolerance", 0.5, 2)),
        "sweep.toml: factor[1], parameters.decision.misfit_tolerance: "
        "expected a number of at most 1; found 2.0",
    ),
    "whole beside levels": (
        HEAD + factor("community.artisans.number", "levels = [30, 40]", "whole = true"),
        "sweep.toml: factor[1]: expected whole only beside low and high; found whole",
    ),
    "range without a sample": (
        HEAD + ranged("parameters.decision.alpha", 0.1, 0.2),
        "sweep.toml: expected [sample], with a method for low and high; found none",
    ),
    "sample without a range": (
        sampled("morris", 4, ALPHA),
        "sweep.toml: expected a factor with low and high to sample; found levels only",
    ),
    "sample without points": (
        sampled("morris", 4, TWO_RANGES[0]).replace("points = 4\n", ""),
        "sweep.toml: sample: expected a key points with method morris; found none",
    ),
    "Sobol's points in an odd number": (
        sampled("sobol", 100, TWO_RANGES[0]),
        "sweep.toml: sample: expected a power of 2 as points with method sobol, "
        "such as 64, 128 or 256; found 100",
    ),
    "unknown method": (
        sampled("sobel", 4, TWO_RANGES[0]),
        "sweep.toml: sample.method: expected one of latin_hypercube, sobol, morris, table "
        '(did you mean sobol?); found "sobel"',
    ),
    "factor without values": (
        HEAD + factor("parameters.decision.alpha"),
        "sweep.toml: expected levels, or low and high, for parameters.decision.alpha; found none",
    ),
    "too few labels": (
        HEAD + factor("parameters.decision.alpha", "levels = [0.1, 0.2]", 'labels = ["low"]'),
        "sweep.toml: factor[1]: expected one label for each level; found 1",
    ),
    "two factors of one name": (
        HEAD
        + factor("programme.activity.film.places", "levels = [10]")
        + factor("programme.activity.dialogue.places", "levels = [10]"),
        "sweep.toml: expected a name of its own for each factor; found places twice",
    ),
    "factor with the name of a column": (
        HEAD + factor("community.innovation.price", "levels = [500, 600]"),
        "sweep.toml: expected a name for community.innovation.price other than point, strategy, "
        'budget, price, random_seed, replicate, error; found "price"',
    ),
    "factor with the name of a column of means": (
        HEAD + factor("parameters.decision.alpha", "levels = [0.1]", 'name = "low"'),
        "sweep.toml: expected a name for parameters.decision.alpha other than n_runs, n_without, "
        'mean, low, high, verdict, ensemble_point; found "low"',
    ),
    "factor with the name of an outcome": (
        HEAD + factor("parameters.decision.alpha", "levels = [0.1]", 'name = "adopters_9"'),
        "sweep.toml: expected a name for parameters.decision.alpha that is no column of an "
        'outcome; found "adopters_9"',
    ),
    "record after the last month": (
        f"{HEAD}at_months = [9, 10]\n",
        "sweep.toml: expected at_months up to 9; found 10",
    ),
    "table that is missing": (
        TABLE,
        "points.csv: expected a file of this name; found none (put it there, or correct its name)",
    ),
    "table without a file": (
        TABLE.replace('file = "points.csv"\n', ""),
        "sweep.toml: sample: expected a key file with method table; found none",
    ),
    "table with points": (
        TABLE.replace("[sample]", "[sample]\npoints = 3"),
        "sweep.toml: sample: expected no key points with method table; found 3",
    ),
    "table beside levels": (
        TABLE + ALPHA,
        "sweep.toml: expected no values beside the table's, for parameters.decision.alpha; "
        "found some",
    ),
    "more points than can be": (
        HEAD
        + "".join(
            factor(f"parameters.decision.{name}", f"levels = {list(range(1, 3001))}")
            for name in ("alpha", "beta", "value_exponent")
        ),
        "sweep.toml: expected at most 1,000,000,000 points; found 27,000,000,000",
    ),
    "no TOML": (
        HEAD + "[[factor]\n",
        'sweep.toml: line 7, column 9: expected correct TOML; found "[[factor]" '
        "(close the bracket of the section)",
    ),
    "unknown model": (
        HEAD.replace("senik", "snik"),
        "sweep.toml: model: expected one of senik (did you mean senik?), or the path of a model "
        'folder; found "snik"',
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_design_gets_one_message_and_nothing_is_run(tmp_path: Path, case: str) -> None:
    text, expected = BAD[case]
    file, out = design(tmp_path, text), tmp_path / "out"
    assert answer("sweep", str(file), "-o", str(out)) == (1, "", f"{expected}\n")
    assert not out.exists()


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            "artisan,misfit_tolerance\n20,0.5\n",
            "header: expected one of misfit_tolerance, artisans (did you mean artisans?); "
            'found "artisan"',
        ),
        ("artisans\n20\n", "header: expected one column misfit_tolerance; found artisans"),
        (
            "artisans,misfit_tolerance\n",
            "expected at least one row below the header; found none",
        ),
        ("", "header: expected one column misfit_tolerance; found nothing"),
        (
            "artisans,misfit_tolerance\n20,0.5,7\n",
            "line 2: expected 2 cells, as many as in the header; found 3 "
            "(text that has a comma needs quotes, and a number a decimal point)",
        ),
    ],
)
def test_a_bad_table_gets_one_message(tmp_path: Path, table: str, expected: str) -> None:
    (tmp_path / "points.csv").write_text(table, encoding="utf-8")
    file, out = design(tmp_path, TABLE), tmp_path / "out"
    assert answer("sweep", str(file), "-o", str(out)) == (1, "", f"points.csv: {expected}\n")
    assert not out.exists()


def test_a_row_of_another_width_fails_its_own_point(tmp_path: Path) -> None:
    """The rows before and after it run, with the values that they have alone."""
    table = "artisans,misfit_tolerance\n20,0.5\n25,0.5,7\n30\n35,0.25\n"
    (tmp_path / "points.csv").write_text(table, encoding="utf-8")
    file, out = design(tmp_path, TABLE), tmp_path / "out"
    status, printed, _ = answer("sweep", str(file), "-o", str(out))
    assert status == 3
    said = " ".join(printed.split())
    assert (
        "point 1: line 3: expected 2 cells, as many as in the header; found 3 (text that has a "
        "comma needs quotes, and a number a decimal point)" in said
    )
    assert "point 2: line 4: expected 2 cells, as many as in the header; found 1" in said
    sweep = diffusion.open_sweep(out)
    found = sweep.rows(["point", "artisans", "misfit_tolerance"]).drop_duplicates()
    assert found.to_numpy().tolist() == [[0, 20, 0.5], [3, 35, 0.25]]
    assert sweep.failures()["point"].tolist() == [1, 2]
    shutil.rmtree(out / "parts", ignore_errors=True)
    assert answer("sweep", str(file), "-o", str(out))[0] == 3  # the same sweep
    assert answer("sweep", "--verify", str(out))[0] == 0


def test_digits_of_other_scripts_are_no_numbers_in_a_table(tmp_path: Path) -> None:
    table = "artisans,misfit_tolerance\n20,0.5\n\u0662\u0660,0.5\n"
    (tmp_path / "points.csv").write_text(table, encoding="utf-8")
    first, second = points(tmp_path, TABLE).rows
    assert 20 in first
    assert "\u0662\u0660" in second


def test_levels_that_come_to_the_same_are_a_warning(tmp_path: Path) -> None:
    file = design(tmp_path, HEAD + factor("parameters.decision.alpha", "levels = [1, 0.5, 1.0]"))
    status, _, error = answer("sweep", str(file), "-o", str(tmp_path / "out"))
    assert status == 0
    assert " ".join(error.split()).startswith(
        "warning: sweep.toml: factor[1], parameters.decision.alpha: levels 1 and 1.0 come to the "
        "same"
    )
    assert error.count("warning") == 1


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("sweep",), "FILE: expected a design file, or --verify with a folder; found neither"),
        (
            ("sweep", "absent.toml", "--verify", "out"),
            "FILE: expected a design file, or --verify with a folder; found both",
        ),
        (
            ("sweep", "absent.toml", "-o", "out"),
            "absent.toml: expected a file of this name; "
            "found none (put it there, or correct its name)",
        ),
        (
            ("sweep", "absent.toml"),
            "2 problems:\n-o: expected a folder for the results; found none\n"
            "absent.toml: expected a file of this name; "
            "found none (put it there, or correct its name)",
        ),
        (
            ("sweep", "--verify", "out"),
            "out: expected the folder of a sweep; "
            "found none (diffusion sweep FILE -o DIR makes one)",
        ),
    ],
)
def test_wrong_words_get_one_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], expected: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert answer(*words) == (1, "", f"{expected}\n")
    assert list(tmp_path.iterdir()) == []


def test_workers_are_counted_before_anything_is_written(tmp_path: Path) -> None:
    words = ("-o", str(tmp_path / "out"), "--workers", "0")
    expected = "--workers: expected a whole number from 1 to 1,000; found 0\n"
    assert answer("sweep", str(design(tmp_path, GRID)), *words) == (1, "", expected)
    assert not (tmp_path / "out").exists()


# --- running


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("workers", [1, 2, 3])
def test_the_table_does_not_depend_on_workers(tmp_path: Path, done: Path, workers: int) -> None:
    run_sweep(design(tmp_path, GRID), tmp_path / "out", workers=workers)
    assert table_of(tmp_path / "out") == table_of(done)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        ".lock",
        "provenance.json",
        "table.parquet",
    ]


def test_the_rows_do_not_depend_on_the_size_of_parts(tmp_path: Path, done: Path) -> None:
    sweep = run_sweep(design(tmp_path, GRID), tmp_path / "out")
    assert table_of(tmp_path / "out") != table_of(done)
    pd.testing.assert_frame_equal(sweep.rows(), diffusion.open_sweep(done).rows())


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("n_parts", [0, 1, 5, N_PARTS - 1])
def test_a_stopped_sweep_goes_on_with_what_is_missing(
    tmp_path: Path, done: Path, monkeypatch: pytest.MonkeyPatch, n_parts: int
) -> None:
    file, out = design(tmp_path, GRID), tmp_path / "out"
    run_in_part(file, out, n_parts)
    kept = {int(path.stem) for path in (out / "parts").iterdir()}
    assert len(kept) in (n_parts - 1, n_parts) or n_parts == 0  # one may be done and not written
    asked = stop_after(monkeypatch, -1)
    shown: list[tuple[int, int]] = []
    sweep = run_sweep(file, out, workers=2, progress=lambda *numbers: shown.append(numbers))
    assert sorted(asked) == sorted(set(range(N_PARTS)) - kept)
    assert table_of(out) == table_of(done)
    assert sweep.is_complete
    assert (shown[0], shown[-1]) == ((0, 720), (720, 720))


@pytest.mark.usefixtures("small_parts")
def test_parts_that_are_lost_are_run_again(tmp_path: Path, done: Path) -> None:
    file, out = design(tmp_path, GRID), tmp_path / "out"
    run_in_part(file, out, 8)
    for name in ("0000000", "0000003"):
        (out / f"parts/{name}.parquet").unlink()
    (out / "parts/.0000004.parquet").write_bytes(b"half of it")  # as a killed sweep leaves it
    run_sweep(file, out)
    assert table_of(out) == table_of(done)
    assert not (out / "parts").exists()


def test_the_same_command_on_a_whole_sweep_does_nothing(
    tmp_path: Path, done: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = shutil.copytree(done, tmp_path / "out")

    def changed_at() -> dict[str, int]:
        # Whether taking a lock touches its empty file depends on the version of filelock.
        paths = (path for path in out.iterdir() if path.name != ".lock")
        return {path.name: path.stat().st_mtime_ns for path in paths}

    before = changed_at()
    assert store.TABLE in before
    stop_after(monkeypatch, 0)
    assert len(run_sweep(design(tmp_path, GRID), out).rows()) == 720
    assert changed_at() == before


@pytest.mark.usefixtures("small_parts")
def test_a_sweep_killed_while_it_tidies_up_is_tidied_up(tmp_path: Path, done: Path) -> None:
    file, out = design(tmp_path, GRID), tmp_path / "out"
    run_in_part(file, out, 4)
    shutil.copy(done / store.TABLE, out)
    assert table_of(run_sweep(file, out).folder) == table_of(done)
    assert not (out / "parts").exists()


@pytest.mark.parametrize(
    ("instead_of", "written", "expected"),
    [
        (
            "replicates = 30",
            "replicates = 60",
            "this sweep was begun otherwise: design.replicates: expected 30; found 60",
        ),
        (
            "[0.03, 0.12]",
            "[0.03, 0.13]",
            "this sweep was begun otherwise: design.factor[1].levels: expected [0.03, 0.12]; "
            "found [0.03, 0.13]",
        ),
        (
            '[20, 30, 40]\nlabels = ["few", "as now", "many"]',
            "[20, 30]",
            "3 problems:\n"
            "this sweep was begun otherwise: design.factor[2].levels: expected [20, 30, 40]; "
            "found [20, 30]\n"
            'this sweep was begun otherwise: design.factor[2].labels: expected ["few", "as now", '
            '"many"]; found none\n'
            "this sweep was begun otherwise: n_points: expected 6; found 4",
        ),
        (
            '["campaign_only", "none"]',
            '["campaign_only"]',
            "2 problems:\n"
            'this sweep was begun otherwise: design.programmes: expected ["campaign_only", "none"];'
            ' found ["campaign_only"]\n'
            "this sweep was begun otherwise: inputs.programmes[2]: expected a table of keys; "
            "found none",
        ),
    ],
)
def test_a_changed_design_is_refused(
    tmp_path: Path, done: Path, instead_of: str, written: str, expected: str
) -> None:
    out = shutil.copytree(done, tmp_path / "out")
    assert instead_of in GRID
    file = design(tmp_path, GRID.replace(instead_of, written))
    assert answer("sweep", str(file), "-o", str(out)) == (1, "", f"{expected}\n")
    assert table_of(out) == table_of(done)


def test_a_comment_more_is_the_same_design(tmp_path: Path, done: Path) -> None:
    out = shutil.copytree(done, tmp_path / "out")
    file = design(tmp_path, f"# As agreed on Monday.\n{GRID}")
    assert answer("sweep", str(file), "-o", str(out))[0] == 0


def test_a_changed_community_is_refused(tmp_path: Path) -> None:
    ours = shutil.copytree(library_root() / "senik", tmp_path / "ours")
    file = design(tmp_path, HEAD.replace("senik", "ours"))
    out = tmp_path / "out"
    run_sweep(file, out)
    text = (ours / "community.toml").read_text(encoding="utf-8")
    (ours / "community.toml").write_text(
        text.replace("rewiring = 0.1", "rewiring = 0.2"), encoding="utf-8"
    )
    assert answer("sweep", str(file), "-o", str(out)) == (
        1,
        "",
        "this sweep was begun otherwise: inputs.community.ties.rewiring: expected 0.1; found 0.2\n",
    )


def test_another_version_is_refused(
    tmp_path: Path, done: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = shutil.copytree(done, tmp_path / "out")
    changed = planning.versions() | {"numpy": "1.0"}
    monkeypatch.setattr(planning, "versions", lambda: changed)
    with pytest.raises(InputError) as error:
        run_sweep(design(tmp_path, GRID), out)
    assert str(error.value) == (
        f'this sweep was begun otherwise: versions.numpy: expected "{np.__version__}"; found "1.0"'
    )


def folders(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Folders in which there is something else, and what is said of them."""
    letters = tmp_path / "letters"
    letters.mkdir()
    (letters / "letter.txt").write_text("dear")
    yield "letters", "letter.txt"
    results = tmp_path / "results"
    results.mkdir()
    (results / "provenance.json").write_text('{"community": "senik"}')
    yield "results", "a provenance.json of something else"


def test_a_folder_of_something_else_is_refused_and_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = design(tmp_path, GRID)
    for name, found in folders(tmp_path):
        before = list(Path(name).iterdir())
        expected = (
            f"{name}: expected a new or empty folder, or one of this sweep (choose another name); "
            f"found {found}\n"
        )
        assert answer("sweep", str(file), "-o", name) == (1, "", expected)
        assert list(Path(name).iterdir()) == before
        assert answer("sweep", "--verify", name) == (
            1,
            "",
            f"{name}: expected the folder of a sweep; "
            "found none (diffusion sweep FILE -o DIR makes one)\n",
        )


def test_two_sweeps_in_one_folder_at_once_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = design(tmp_path, GRID)
    Path("out").mkdir()
    with filelock.FileLock("out/.lock"):
        assert answer("sweep", str(file), "-o", "out") == (
            1,
            "",
            "out: expected a folder in which no other sweep is at work; "
            "found one at work (wait for it, or name another folder)\n",
        )
    assert answer("sweep", str(file), "-o", "out")[0] == 0


NO_ROOM = "expected a place that can be written, with room left (what was written before is kept)"


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: path.write_text("a file"), "a file of this name"),
        (lambda path: path.symlink_to("/proc/self/out"), "a file of this name"),
    ],
    ids=["a_file", "a_broken_link"],
)
def test_a_place_that_cannot_be_written(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Path], Any],
    reason: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    make(Path("out"))
    expected = f"out: {NO_ROOM}; found {reason}\n"
    assert answer("sweep", str(design(tmp_path, GRID)), "-o", "out") == (1, "", expected)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_closed_to_us(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("closed").mkdir(mode=0o500)
    expected = f"closed/out: {NO_ROOM}; found a place closed to you\n"
    assert answer("sweep", str(design(tmp_path, GRID)), "-o", "closed/out") == (1, "", expected)


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("n_files", [0, 1, 6, N_PARTS])
@pytest.mark.slow
def test_a_full_disk_keeps_what_was_written(
    tmp_path: Path, done: Path, monkeypatch: pytest.MonkeyPatch, n_files: int
) -> None:
    """The disk has room for the provenance and so many parts, less one; the last is the table."""
    monkeypatch.chdir(tmp_path)
    file = design(tmp_path, GRID)
    n_written, fsync = 0, os.fsync

    def fill(handle: int) -> None:
        nonlocal n_written
        if n_written > n_files:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        n_written += 1
        fsync(handle)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("diffusion.util.atomic.os.fsync", fill)
        status, printed, error = answer("sweep", str(file), "-o", "out", "--workers", "1")
    assert (status, printed) == (1, "")
    # Where the machine is slow, a line of progress stands before it and has been wiped out.
    assert error.lstrip("\n") == f"out: {NO_ROOM}; found no room left\n"
    assert len(list(Path("out/parts").glob("*"))) == n_files
    assert Path("out").exists() == (n_files > 0)
    assert not [path for path in Path("out").rglob(".*") if path.name != ".lock"]
    assert answer("sweep", str(file), "-o", "out")[0] == 0
    assert table_of(Path("out")) == table_of(done)


@pytest.mark.slow
@pytest.mark.usefixtures("done")
def test_a_real_end_of_room_keeps_what_was_written(tmp_path: Path) -> None:
    """No file may be larger than the provenance: every part fits, the whole table does not."""
    # By its path: another process looks for "senik" where the package has it.
    by_path = GRID.replace('"senik"', json.dumps(str(library_root() / "senik")))
    file, out = design(tmp_path, by_path.replace("= 30", "= 500")), tmp_path / "out"
    run_sweep(design(tmp_path, by_path, "small.toml"), tmp_path / "small")
    room = (tmp_path / "small/provenance.json").stat().st_size + 500
    words = [sys.executable, "-m", "diffusion.cli", "sweep", str(file), "-o", str(out)]
    ended = subprocess.run(
        words,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
    )
    assert ended.returncode == 1
    assert ended.stderr.strip() == f"{out}: {NO_ROOM}; found file too large"
    assert ended.stdout == ""
    assert len(list((out / "parts").glob("*.parquet"))) == 20
    run_sweep(file, out)
    run_sweep(file, tmp_path / "undisturbed")
    assert table_of(out) == table_of(tmp_path / "undisturbed")


# --- damaged files


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-10])


def spoil(path: Path) -> None:
    """Change one byte of the numbers, which nobody would see without a checksum."""
    content = bytearray(path.read_bytes())
    chunk = pq.ParquetFile(path).metadata.row_group(0).column(0)
    first = chunk.dictionary_page_offset or chunk.data_page_offset
    content[first + chunk.total_compressed_size - 1] ^= 0x55
    path.write_bytes(bytes(content))


def fill(path: Path) -> None:
    path.write_bytes(b"something else")


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("harm", [cut, spoil, fill])
def test_a_damaged_part_is_set_aside_and_made_again(
    tmp_path: Path, done: Path, monkeypatch: pytest.MonkeyPatch, harm: Callable[[Path], None]
) -> None:
    file, out = design(tmp_path, GRID), tmp_path / "out"
    run_in_part(file, out, 8)
    harm(out / "parts/0000003.parquet")
    with pytest.raises(InputError) as error:
        diffusion.open_sweep(out).rows()
    assert str(error.value) == (
        f"{out}/parts/0000003.parquet: expected the file that the sweep wrote "
        "(its command, run again, makes it anew); found a damaged one"
    )
    kept = {int(path.stem) for path in (out / "parts").iterdir()} - {3}
    asked, told = stop_after(monkeypatch, -1), list[str]()
    run_sweep(file, out, tell=told.append)
    assert told == [f"{out}/damaged-0000003.parquet was damaged: it is set aside, and made again"]
    assert sorted(asked) == sorted(set(range(N_PARTS)) - kept)
    assert table_of(out) == table_of(done)


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("harm", [cut, spoil, fill])
def test_a_damaged_table_is_named_and_made_again(
    tmp_path: Path, done: Path, harm: Callable[[Path], None]
) -> None:
    file, out = design(tmp_path, GRID), shutil.copytree(done, tmp_path / "out")
    harm(out / store.TABLE)
    message = (
        f"{out}/table.parquet: expected the file that the sweep wrote "
        "(its command, run again, makes it anew); found a damaged one"
    )
    assert answer("sweep", "--verify", str(out)) == (1, "", f"{message}\n")
    with pytest.raises(InputError, match="found a damaged one"):
        diffusion.open_sweep(out).rows()
    status, _, error = answer("sweep", str(file), "-o", str(out))
    assert status == 0
    assert f"{out}/damaged-table.parquet was damaged" in error.replace("\n", "")
    assert table_of(out) == table_of(done)


# --- points that fail


@pytest.mark.usefixtures("small_parts")
def test_a_point_that_fails_is_told_and_the_rest_is_run(tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text("artisans,misfit_tolerance\n20,0.5\n30,1.5\n25,1\n")
    file, out = design(tmp_path, TABLE), tmp_path / "out"
    status, printed, error = answer("sweep", str(file), "-o", str(out))
    message = "point 1: parameters.decision.misfit_tolerance: expected a number of at most 1; "
    assert status == 3
    assert " ".join(printed.split()) == (
        "120 runs in table.parquet: one row each (simulated, not observed) "
        f"Once there was nothing to run: {message}found 1.5 "
        "Points at which a strategy has more than every other (paired, 95 % intervals): "
        "adopters_9, as written, 2 points: campaign_only 2, none 0, undecided 0 "
        "ever_adopted, as written, 2 points: campaign_only 2, none 0, undecided 0"
    )
    assert "Traceback" not in error
    sweep = diffusion.open_sweep(out)
    failures = sweep.failures()
    assert failures[["point", "error"]].values.tolist() == [[1, f"{message}found 1.5"]]
    assert failures["strategy"].isna().all()
    assert sorted(sweep.rows()["point"].unique()) == [0, 2]
    assert len(sweep.rows()) == 2 * 2 * 30
    assert verify_sweep(out).agrees


def test_a_budget_that_is_too_small_fails_one_strategy(tmp_path: Path) -> None:
    text = f"{HEAD}budgets = [100_000, 6_000_000]\n{ALPHA}"
    file, out = design(tmp_path, text), tmp_path / "out"
    status, printed, _ = answer("sweep", str(file), "-o", str(out), "--json")
    told = json.loads(printed)
    message = "campaign_only: expected a budget of at least Rp 1,150,000; found Rp 100,000"
    assert status == 3
    assert told["failures"] == [
        {"point": point, "strategy": "campaign_only", "budget": 100_000, "error": message}
        for point in (0, 1)
    ]
    assert told["rows"] == 2 * 3 * 30 + 2 * 2  # each part tells it again
    sizes = diffusion.open_sweep(out).rows().groupby(["strategy", "budget"], observed=True).size()
    assert sizes.to_dict() == {
        ("campaign_only", 6_000_000): 60,
        ("none", 100_000): 60,
        ("none", 6_000_000): 60,
    }
    assert answer("sweep", str(file), "-o", str(out))[0] == 3  # and again, when nothing is run


# --- every row can be had again


def row_alone(row: pd.Series, settings: dict[str, Any], n_months: int) -> dict[str, Any]:
    """Run what one row is about by the command `run`."""
    words = ["run", "senik", "-p", str(row["strategy"]), "--months", str(n_months), "--runs", "1"]
    words += ["--first-replicate", str(row["replicate"]), "--random-seed", str(row["random_seed"])]
    for path, value in settings.items():
        words += ["--set", f"{path}={json.dumps(value)}"]
    if not math.isnan(row["budget"]):
        words += ["--budget", str(int(row["budget"]))]
    status, printed, error = answer(*words, "--json")
    assert status == 0, error
    found: dict[str, Any] = json.loads(printed)["programmes"][row["strategy"]]
    return found


WITH_PERMIT = """
[[factor]]
path = "community.modules.permit"
levels = [false, true]

[[factor]]
path = "community.institutions.permit_month"
levels = [1, 3]
"""


@pytest.mark.parametrize("text", [GRID, GRID + WITH_PERMIT], ids=["grid", "with_permit"])
def test_a_row_run_alone_gives_the_same_numbers(tmp_path: Path, text: str) -> None:
    file = design(tmp_path, text.replace("months = 9", "random_seed = 7\nmonths = 9"))
    rows = run_sweep(file, tmp_path / "out").rows()
    assert {"point", "strategy", "random_seed", "replicate"} <= set(rows)
    plan = plan_sweep(file)
    eligible = rows["ever_adopted"] > 0
    if "permit" in rows:  # what a permit forbids is not paid for either
        eligible &= rows["permit"] & rows["budget"].notna()
    chosen = np.random.default_rng(5).choice(np.flatnonzero(eligible), 5, replace=False)
    for _, row in rows.iloc[chosen].iterrows():
        alone = row_alone(row, plan.job.points.settings(row["point"]), 9)
        curve = {one["month"]: one["mean"] for one in alone["adoption_curve"]}
        assert (curve[6], curve[9], alone["ever_adopted"]) == (
            row["adopters_6"],
            row["adopters_9"],
            row["ever_adopted"],
        )


def test_a_sweep_agrees_with_itself(done: Path) -> None:
    agreement = verify_sweep(done)
    assert agreement.agrees
    assert agreement.n_rows == 720
    status, printed, _ = answer("sweep", "--verify", str(done))
    assert (status, printed) == (0, f"720 rows of {agreement.n_parts} parts, run again, agree.\n")


@pytest.mark.parametrize("column", ["adopters_9", "replicate", "price"])
def test_one_changed_number_is_found(tmp_path: Path, done: Path, column: str) -> None:
    out = shutil.copytree(done, tmp_path / "out")
    table = pq.read_table(out / store.TABLE)
    place = table.schema.names.index(column)
    values = table.column(column).to_pylist()
    values[333] += 1 if column != "replicate" else 0
    if column == "replicate":
        values[333], values[334] = values[334], values[333]
    changed = table.set_column(place, table.schema.field(place), pa.array(values))
    pq.write_table(changed, out / store.TABLE)
    agreement = verify_sweep(out)
    found = table.column(column)[333].as_py()
    assert agreement.differences == (f"{column}: expected {values[333]}; found {found}",)
    status, printed, _ = answer("sweep", "--verify", str(out), "--json")
    assert status == 1
    assert json.loads(printed)["agrees"] is False


# --- reading


@pytest.mark.usefixtures("small_parts")
def test_a_sweep_is_read_while_it_runs(tmp_path: Path, done: Path) -> None:
    out = tmp_path / "out"
    run_in_part(design(tmp_path, GRID), out, 5)
    (out / "parts/.0000007.parquet").write_bytes(b"half of it")
    rows = diffusion.open_sweep(out).rows()
    n_parts = len(list((out / "parts").glob("[0-9]*")))
    assert len(rows) == n_parts * 4 * 25
    whole = diffusion.open_sweep(done).rows()
    key = ["point", "strategy", "budget", "replicate"]
    merged = whole.merge(rows, on=list(whole.columns), how="inner")
    assert len(merged) == len(rows)
    pd.testing.assert_frame_equal(
        merged.astype({"strategy": str})[[*key, "adopters_9"]],
        rows.astype({"strategy": str})[[*key, "adopters_9"]],
    )
    sweep = diffusion.open_sweep(out)
    assert not sweep.is_complete
    assert verify_sweep(out).agrees


def test_a_sweep_with_no_part_yet_says_so(tmp_path: Path) -> None:
    run_in_part(design(tmp_path, GRID), tmp_path / "out", 0)
    sweep = diffusion.open_sweep(tmp_path / "out")
    with pytest.raises(
        InputError, match=r"found none \(run the command of the sweep again: it goes on\)$"
    ):
        sweep.rows()
    with pytest.raises(InputError, match="at least one finished part"):
        verify_sweep(tmp_path / "out")


BY = ["point", "alpha", "number", "strategy", "budget"]


def raw(folder: Path) -> pd.DataFrame:
    """The rows as the file has them; no budget is written as 0."""
    table = pd.read_parquet(folder / store.TABLE)
    return table.assign(budget=table["budget"].fillna(0))


def by_hand(values: pd.Series) -> tuple[int, float, float, float]:
    """Number, mean, and Student's interval, in which all is written out."""
    mean, error = values.mean(), stats.sem(values)
    if error == 0:
        return len(values), mean, math.nan, math.nan  # runs that do not differ have no interval
    low, high = stats.t.interval(0.95, len(values) - 1, loc=mean, scale=error)
    return len(values), mean, low, high


def test_means_are_those_of_the_raw_rows(done: Path) -> None:
    found = diffusion.open_sweep(done).means("adopters_9").fillna({"budget": 0})
    assert list(found) == [*BY, "price", "n_runs", "n_without", "mean", "low", "high"]
    assert (found["n_without"] == 0).all()
    groups = raw(done).groupby(BY)["adopters_9"]
    assert len(found) == groups.ngroups == 24
    for row in found.itertuples(index=False):
        expected = by_hand(
            groups.get_group((row.point, row.alpha, row.number, row.strategy, row.budget))
        )
        assert (row.n_runs, row.mean, row.low, row.high) == pytest.approx(expected, nan_ok=True)


def test_differences_are_those_under_the_same_luck(done: Path) -> None:
    sweep = diffusion.open_sweep(done)
    found = sweep.differences("adopters_9", "none").fillna({"budget": 0})
    wide = raw(done).pivot(
        index=["point", "budget", "replicate"], columns="strategy", values="adopters_9"
    )
    paired = (wide["campaign_only"] - wide["none"]).groupby(["point", "budget"])
    assert len(found) == 12
    verdicts = set()
    for row in found.itertuples(index=False):
        n_runs, mean, low, high = by_hand(paired.get_group((row.point, row.budget)))
        expected = pytest.approx((n_runs, mean, low, high), nan_ok=True)
        assert (row.n_runs, row.mean, row.low, row.high) == expected
        assert row.verdict == ("better" if low > 0 else "worse" if high < 0 else "undecided")
        assert row.strategy == "campaign_only"
        verdicts.add(row.verdict)
    assert "better" in verdicts
    turned = sweep.differences("adopters_9", "campaign_only").fillna({"budget": 0})
    assert turned["mean"].tolist() == pytest.approx((-found["mean"]).tolist())
    opposite = {"better": "worse", "worse": "better", "undecided": "undecided"}
    assert turned["verdict"].tolist() == [opposite[one] for one in found["verdict"]]


def test_verdicts_are_shares_of_the_points(done: Path) -> None:
    sweep = diffusion.open_sweep(done)
    differences = sweep.differences("adopters_6", "none").fillna({"budget": 0})
    found = sweep.verdicts("adopters_6", "none").fillna({"budget": 0})
    assert list(found) == ["strategy", "budget", "n_points", "better", "worse", "undecided"]
    assert found["budget"].tolist() == [0, 6_000_000]
    for row in found.itertuples(index=False):
        of_budget = differences[differences["budget"] == row.budget]["verdict"]
        assert row.n_points == 6
        for verdict in ("better", "worse", "undecided"):
            assert getattr(row, verdict) == pytest.approx((of_budget == verdict).mean())


def test_one_run_decides_nothing(tmp_path: Path) -> None:
    text = HEAD.replace("= 30", "= 1").replace("months = 9", "months = 24")
    sweep = run_sweep(design(tmp_path, text + ALPHA), tmp_path / "out")
    differences = sweep.differences("ever_adopted", "none")
    assert (differences["mean"] > 0).any()
    assert set(differences["verdict"]) == {"undecided"}
    for table in (differences, sweep.means("ever_adopted")):
        assert table["mean"].notna().all()
        assert table[["low", "high"]].isna().all(axis=None)


def test_columns_have_the_kind_of_their_levels(done: Path) -> None:
    schema = pq.read_schema(done / store.TABLE)
    kinds = {field.name: str(field.type) for field in schema}
    assert kinds == {
        "point": "int64",
        "alpha": "double",
        "number": "string",
        "strategy": "string",
        "budget": "int64",
        "price": "int64",
        "random_seed": "int64",
        "replicate": "int64",
        "error": "string",
        "adopters_6": "int64",
        "adopters_9": "int64",
        "ever_adopted": "int64",
        "ever_adopted_6": "int64",
        "ever_adopted_9": "int64",
    }


COLUMNS = (
    "point, alpha, number, strategy, budget, price, random_seed, replicate, adopters_6, "
    "adopters_9, ever_adopted, ever_adopted_6, ever_adopted_9"
)


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        (
            lambda sweep: sweep.rows(["ever_tryed"]),
            f'columns: expected one of {COLUMNS} (did you mean ever_adopted?); found "ever_tryed"',
        ),
        (
            lambda sweep: sweep.means("adopters_8"),
            f'columns: expected one of {COLUMNS}; found "adopters_8"',
        ),
        (
            lambda sweep: sweep.differences("ever_adopted", "non"),
            'reference: expected one of campaign_only, none (did you mean none?); found "non"',
        ),
        (
            lambda sweep: sweep.verdicts("ever_adopted", "nobody"),
            'reference: expected one of campaign_only, none; found "nobody"',
        ),
    ],
    ids=["rows", "means", "differences", "verdicts"],
)
def test_a_wrong_question_gets_one_message(
    done: Path, ask: Callable[[diffusion.Sweep], Any], expected: str
) -> None:
    with pytest.raises(InputError) as error:
        ask(diffusion.open_sweep(done))
    assert str(error.value) == expected


# --- levels and cells, each checked at its point


def results_of(folder: Path, text: str) -> tuple[int, list[int], list[str]]:
    """Run a design by the command: exit status, the points that were run, and the messages."""
    out = folder / "out"
    status = answer("sweep", str(design(folder, text)), "-o", str(out))[0]
    sweep = diffusion.open_sweep(out)
    return status, sorted(sweep.rows()["point"].unique()), sweep.failures()["error"].tolist()


SMALL = HEAD.replace("= 30", "= 1")


@pytest.mark.parametrize(
    "factors",
    [
        factor("community.association.saving", "levels = [10_000, 30_000]")
        + factor("community.association.cash_to_pay", "levels = [40_000, 60_000]"),
        factor("community.artisans.skill.low", "levels = [0.1, 0.9]")
        + factor("community.artisans.skill.width", "levels = [0.1, 0.05]"),
    ],
    ids=["saving", "skill"],
)
def test_levels_that_fit_each_other_are_run_though_they_do_not_fit_the_files(
    tmp_path: Path, factors: str
) -> None:
    assert results_of(tmp_path, SMALL + factors) == (0, [0, 1, 2, 3], [])


def test_a_level_that_does_not_fit_fails_its_points_only(tmp_path: Path) -> None:
    """Skill is from low to low + width, 0.15 as the files say: 0.9 is too much."""
    levels = factor("community.artisans.skill.low", "levels = [0.1, 0.5, 0.9]")
    message = "point 2: community.artisans.skill: expected low + width at most 1; found 0.9 + 0.15"
    assert results_of(tmp_path, SMALL + levels) == (3, [0, 1], [message])


def test_points_of_a_range_fail_where_they_do_not_fit(tmp_path: Path) -> None:
    text = sampled("sobol", 16, ranged("community.artisans.skill.low", 0.1, 0.95))
    status, found, messages = results_of(tmp_path, text.replace("= 30", "= 1"))
    made = points(tmp_path, text)
    assert [factor.column for factor in made.sampled] == ["skill_low"]  # low is a column of means
    lows = [made.settings(point)["community.artisans.skill.low"] for point in range(len(made))]
    assert found == [point for point, low in enumerate(lows) if low + 0.15 <= 1]
    assert 0 < len(found) < len(made) == len(found) + len(messages)
    assert status == 3


def test_a_design_of_which_nothing_can_be_run_is_refused(tmp_path: Path) -> None:
    text = SMALL + factor("community.artisans.skill.low", "levels = [0.9, 0.95]")
    assert answer("sweep", str(design(tmp_path, text)), "-o", str(tmp_path / "out")) == (
        1,
        "",
        "sweep.toml: expected at least one point that can be run; found none "
        "(point 0: community.artisans.skill: expected low + width at most 1; found 0.9 + 0.15)\n",
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("n/a", 'point 1: parameters.decision.misfit_tolerance: expected a number; found "n/a"'),
        (
            "",
            "point 1: parameters.decision.misfit_tolerance: expected a value; "
            "found an empty cell (fill it in, or delete its row)",
        ),
        ("nan", 'point 1: parameters.decision.misfit_tolerance: expected a number; found "nan"'),
        (
            "1e999",
            'point 1: parameters.decision.misfit_tolerance: expected a number; found "1e999"',
        ),
        (
            "0.0_3",
            'point 1: parameters.decision.misfit_tolerance: expected a number; found "0.0_3" '
            "(write the digits without _ between them)",
        ),
    ],
)
def test_one_bad_cell_fails_one_point(tmp_path: Path, cell: str, expected: str) -> None:
    (tmp_path / "points.csv").write_text(
        f"artisans,misfit_tolerance\n20,0.5\n25,{cell}\n,\n30,1\n", encoding="utf-8"
    )
    text = TABLE.replace("= 30", "= 1")
    assert results_of(tmp_path, text) == (3, [0, 2], [expected])
    rows = diffusion.open_sweep(tmp_path / "out").rows()
    assert rows["misfit_tolerance"].dtype == np.float64
    assert rows["artisans"].dtype == np.int64
    assert verify_sweep(tmp_path / "out").agrees


# --- whole numbers


@pytest.mark.parametrize(("low", "high"), [(1, 3), (0, 4), (5, 6)])
def test_whole_numbers_come_out_evenly(tmp_path: Path, low: int, high: int) -> None:
    """A Latin hypercube of so many slices for each number holds each as often as any other."""
    n_levels = high - low + 1
    text = sampled("latin_hypercube", 60 * n_levels, ranged("community.artisans.number", low, high))
    made = points(tmp_path, text + "whole = true\n")
    counts = pd.Series(
        next(iter(made.settings(p).values())) for p in range(len(made))
    ).value_counts()
    assert counts.to_dict() == dict.fromkeys(range(low, high + 1), 60)


def test_whole_numbers_on_a_log_scale_have_the_share_up_to_the_next(tmp_path: Path) -> None:
    """From 1 to 7: a third, ln 2 of ln 8, are 1, another third 2 or 3, the rest 4 to 7."""
    lines = 'scale = "log"\nwhole = true\n'
    text = sampled("latin_hypercube", 300, ranged("community.artisans.number", 1, 7, lines))
    made = points(tmp_path, text)
    counts = pd.Series(
        next(iter(made.settings(p).values())) for p in range(len(made))
    ).value_counts()
    assert (counts[1], counts[2] + counts[3], counts.loc[4:7].sum()) == (100, 100, 100)


@pytest.mark.parametrize("written", ["20", "20.0"])
def test_a_setting_that_is_a_whole_number_is_sampled_in_whole_numbers(
    tmp_path: Path, written: str
) -> None:
    """Nobody has to say `whole`: a range of whole rupiah or people is one of whole numbers."""
    text = sampled("latin_hypercube", 5, factor("community.artisans.number", f"low = {written}",
        "high = 40"), TWO_RANGES[0])  # fmt: skip
    job = plan_sweep(design(tmp_path, text)).job
    assert [factor.whole for factor in job.design.factor] == [True, False]
    for point in range(5):
        assert type(job.points.settings(point)["community.artisans.number"]) is int
        assert type(job.points.settings(point)["parameters.decision.alpha"]) is float


def test_a_range_of_one_whole_number_is_refused(tmp_path: Path) -> None:
    text = sampled("morris", 4, ranged("community.artisans.number", 20.5, 21.5, "whole = true\n"))
    assert answer("sweep", str(design(tmp_path, text)), "-o", "out") == (
        1,
        "",
        "sweep.toml: factor[1]: expected two whole numbers or more from low to high; "
        "found 20.5 to 21.5\n",
    )


# --- outcomes at months


def test_outcomes_of_the_whole_run_are_had_at_months_where_they_can_be(tmp_path: Path) -> None:
    """Who has tried by a month is known at each; who adopted lastingly at the end alone."""
    text = HEAD.replace('"adopters", "ever_adopted"', '"ever_adopted", "month_of_half"').replace(
        "months = 9", "months = 24\nat_months = [0, 6, 12, 24]"
    )
    status, _, error = answer(
        "sweep", str(design(tmp_path, text)), "-o", str(tmp_path / "out"), "--workers", "1"
    )
    assert status == 0
    assert " ".join(error.split()).startswith(
        "warning: sweep.toml: outcomes: month_of_half is known of the whole 24 months only: "
        "one column, none for each of at_months"
    )
    rows = diffusion.open_sweep(tmp_path / "out").rows()
    rows = rows[rows["strategy"] == "campaign_only"]
    (outcome,) = (
        diffusion.simulate(
            "senik",
            "campaign_only",
            n_runs=30,
            n_months=24,
            random_seed=1,
            keep=["toa"],
        ),
    )
    toa = outcome.toa
    assert toa is not None
    for month in (0, 6, 12, 24):
        expected = ((toa != -1) & (toa <= month)).sum(axis=1)
        assert rows[f"ever_adopted_{month}"].tolist() == expected.tolist()
    assert rows["ever_adopted_24"].tolist() == rows["ever_adopted"].tolist()
    assert rows["ever_adopted_6"].sum() < rows["ever_adopted"].sum()


# --- joins


MIXED = (
    """\
title = "Budgets, and as written"
model = "senik"
programmes = ["campaign_only", "collaboration_only", "social_action"]
budgets = [8_000_000, "as_written", 6_000_000]
replicates = 20
months = 36
outcomes = ["adopters"]
"""
    + ALPHA
)


def test_rows_are_joined_on_keys_that_are_never_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How pandas joins on a missing value depends on its version, so none may be asked to."""
    sweep = run_sweep(design(tmp_path, MIXED), tmp_path / "out")
    merge, group = pd.DataFrame.merge, pd.DataFrame.groupby
    joined: list[list[str]] = []

    def keys_of(table: pd.DataFrame, keys: Any) -> None:
        names = [keys] if isinstance(keys, str) else list(keys)
        assert table[names].notna().all(axis=None)
        joined.append(names)

    def checked_merge(table: pd.DataFrame, other: pd.DataFrame, on: Any, **rest: Any) -> Any:
        keys_of(table, on)
        keys_of(other, on)
        return merge(table, other, on=on, **rest)

    def checked_group(table: pd.DataFrame, by: Any, **rest: Any) -> Any:
        keys_of(table, by)
        return group(table, by, **rest)

    monkeypatch.setattr(pd.DataFrame, "merge", checked_merge)
    monkeypatch.setattr(pd.DataFrame, "groupby", checked_group)
    differences = sweep.differences("adopters_36", "campaign_only")
    means, verdicts = sweep.means("adopters_36"), sweep.verdicts("adopters_36", "campaign_only")
    assert any("budget" in names for names in joined)
    monkeypatch.undo()
    assert (len(means), len(differences), len(verdicts)) == (18, 12, 6)
    assert set(differences["n_runs"]) == {20}
    rows = sweep.rows().assign(budget=lambda table: table["budget"].fillna(0))
    wide = rows.pivot(
        index=["point", "budget", "replicate"], columns="strategy", values="adopters_36"
    )
    for row in differences.fillna({"budget": 0}).itertuples(index=False):
        of_point = wide.loc[row.point, row.budget]
        expected = (of_point[row.strategy] - of_point["campaign_only"]).mean()
        assert row.mean == pytest.approx(expected)
    # The negative control: a key that is missing is found.
    with pytest.raises(AssertionError):
        keys_of(sweep.rows(), ["point", "budget"])


# --- from any script


@pytest.mark.parametrize(
    ("before", "more"),
    [
        ("", ""),
        ("import multiprocessing; multiprocessing.set_start_method('spawn'); ", ""),
        ("", ", workers=1"),
    ],
    ids=["bare", "spawn", "one_worker"],
)
@pytest.mark.slow
def test_a_script_needs_no_main_guard(tmp_path: Path, before: str, more: str) -> None:
    file = design(tmp_path, HEAD)
    run = f"diffusion.run_sweep({str(file)!r}, 'out'{more})"
    script = f"{before}import diffusion; print(len({run}.rows()))"
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "60\n", "")


def test_what_will_be_taken_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    status, printed, _ = answer("sweep", str(design(tmp_path, GRID)), "--dry-run", "--json")
    told = json.loads(printed)
    assert status == 0
    assert {
        key: told[key] for key in ("points", "strategies", "budgets", "replicates", "runs")
    } == {
        "points": 6,
        "strategies": 2,
        "budgets": 2,
        "replicates": 30,
        "runs": 720,
    }
    assert told["seconds"] > 0
    assert [path.name for path in tmp_path.iterdir()] == ["sweep.toml"]


# --- what points share

OF_BOTH_KINDS = (
    HEAD.replace('"none"]', '"collaboration_only"]').replace("months = 9", "months = 24")
    + """at_months = [3, 24]
budgets = ["as_written", 1_000]

[[factor]]
path = "parameters.decision.misfit_tolerance"
levels = [0.4, 0.8]

[[factor]]
path = "community.artisans.number"
levels = [20, 30]

[[factor]]
path = "parameters.chain.form"
levels = ["full", "two_state"]
"""
)


def test_points_that_are_simulated_together_are_as_each_is_alone(tmp_path: Path) -> None:
    """Of other sizes and forms too; what a worker keeps from one point is not another's."""
    job = plan_sweep(design(tmp_path, OF_BOTH_KINDS)).job
    replicates = range(6)
    together = Worker(job).simulate(Part(0, replicates, range(8)))
    alone = [Worker(job).simulate(Part(0, replicates, range(k, k + 1))) for k in range(8)]
    assert together.num_rows >= 8 * 2 * 6
    pd.testing.assert_frame_equal(together.to_pandas(), pa.concat_tables(alone).to_pandas())
    assert together["error"].null_count == together.num_rows - 16  # too little money


def watched[D: Declaration](declared: D, seen: set[str]) -> D:
    """Give the same declaration, which tells which of its sections are asked for."""
    kind = type(declared)

    def asked(self: D, name: str) -> Any:
        if name in kind.model_fields:
            seen.add(name)
        return super(kind, self).__getattribute__(name)

    sections = {name: getattr(declared, name) for name in kind.model_fields}
    return type(kind.__name__, (kind,), {"__getattribute__": asked}).model_construct(**sections)


def test_a_plan_asks_for_nothing_but_what_its_key_names() -> None:
    """Otherwise two points with other plans could share one; the negative: it asks for those."""
    senik = diffusion.load("senik")
    every = {f"community.modules.{name}": True for name in senik.file.modules.off}
    senik = senik.with_settings(every)
    of_file: set[str] = set()
    of_numbers: set[str] = set()
    community = replace(senik, file=watched(senik.file, of_file))
    numbers = watched(senik.parameter_sets["default"], of_numbers)
    of_file.clear()  # what a community asks for when it is made is not for a plan
    for programme in senik.programmes.values():
        for budget in (None, 8_000_000):
            said = community.permitted(programme)
            if budget is not None:
                said = scale_for(community, said, budget, with_facilitator=True).programme
            plan_of(community, said, numbers, n_months=80)
            community.price_range(said)
    assert of_file == set(READ_OF_FILE)
    assert of_numbers == set(READ_OF_PARAMETERS)
