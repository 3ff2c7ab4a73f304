"""Calibration: regions that are known, patterns that contradict, work that was stopped."""

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kstest
from test_bad_input import answer

import diffusion
from diffusion.calibration import judge
from diffusion.calibration.calibrated import Calibration
from diffusion.calibration.emulator import fitted
from diffusion.calibration.job import Found, default_point
from diffusion.calibration.patterns import read_patterns
from diffusion.calibration.plan import plan_calibration
from diffusion.calibration.sample import drawn, hypercube
from diffusion.calibration.subset import region_of
from diffusion.errors import InputError

HEAD = """
title = "Levels at the start"
programmes = ["none"]
runs = 2
months = 1
[effort]
points = {points}
waves = {waves}
wave_points = 20
level_points = 200
levels = 8
wanted = {wanted}
again = 2
[space]
stated = false
"community.association.administration" = {{ low = 0.0, high = 1.0 }}
"community.association.cohesion" = {{ low = 0.0, high = 1.0 }}
"community.association.self_reliance" = {{ low = 0.0, high = 1.0 }}
"""
SENIK = Path(__file__).parents[1] / "models" / "senik"
"""As it is shipped, with its patterns."""

LEVELS = ("administration", "cohesion", "self_reliance")


def level(name: str, low: float, high: float, *, measure: str = "") -> str:
    """Ask for a level of the association at the very start, which is the number that was set."""
    return f"""
[[pattern]]
name = "{name}"
source = "the test"
measure = "{measure or name}"
month = 0
passes = [{low}, {high}]
"""


def file_of(folder: Path, *parts: str, points: int = 200, waves: int = 0, wanted: int = 10) -> Path:
    head = HEAD.format(points=points, waves=waves, wanted=wanted)
    (folder / "patterns.toml").write_text(head + "".join(parts), encoding="utf-8")
    return folder / "patterns.toml"


def test_a_known_region_is_found_with_its_volume_and_its_points(tmp_path: Path) -> None:
    parts = [level("administration", 0.2, 0.5), level("cohesion", 0.5, 1.0)]
    file = file_of(tmp_path, *parts, wanted=25)
    found = diffusion.calibrate("senik", file, tmp_path / "out")
    # .3 of one number and .5 of another: a Latin hypercube has .15 of its points there.
    volume = found.facts["volume"]
    assert abs(volume["share"] - 0.15) < 3 * volume["error"]
    ensemble = found.ensemble()
    assert found.shows_all
    assert len(ensemble) == found.facts["n_all"]
    assert ensemble["community.association.administration"].between(0.2, 0.5).all()
    assert ensemble["community.association.cohesion"].between(0.5, 1.0).all()
    assert ensemble["community.association.self_reliance"].max() > 0.9
    assert (ensemble["distance"] == 0).all()
    patterns = found.patterns().set_index("pattern")
    assert patterns.loc["administration", "default"] == pytest.approx(0.2)
    assert patterns.loc["administration", "points_pass"] == pytest.approx(0.3, abs=0.01)
    assert patterns.loc["administration", "emulator_r2"] > 0.99
    numbers = found.numbers().set_index("number")
    moved = numbers["with administration"].abs()
    assert moved["community.association.administration"] == pytest.approx(1)
    assert moved.drop("community.association.administration").max() < 0.25


@pytest.mark.statistical
def test_a_small_region_is_reached_by_steps_and_filled_evenly(tmp_path: Path) -> None:
    parts = [level(name, 0.42, 0.5) for name in LEVELS]
    file = file_of(tmp_path, *parts, points=400, wanted=400)
    found = diffusion.calibrate("senik", file, tmp_path / "out")
    volume = found.facts["volume"]
    assert volume["by"] == "subset simulation"
    assert abs(volume["share"] - 0.08**3) < 3 * volume["error"]
    assert volume["error"] < volume["share"]
    ensemble = found.ensemble()
    assert len(ensemble) >= 150
    for name in LEVELS:
        values = ensemble[f"community.association.{name}"]
        assert kstest(values, "uniform", args=(0.42, 0.08)).statistic < 0.2
        # A sample of half of the region is told apart.
        half = values[values < 0.46]
        assert kstest(half, "uniform", args=(0.42, 0.08)).statistic > 0.4


@pytest.mark.slow
def test_patterns_that_contradict_each_other_are_named(tmp_path: Path) -> None:
    file = file_of(
        tmp_path,
        level("low", 0.0, 0.2, measure="administration"),
        level("high", 0.4, 1.0, measure="administration"),
        level("cohesion", 0.5, 1.0),
        points=100,
    )
    status, shown, said = answer("calibrate", "senik", str(file), "-o", str(tmp_path / "out"))
    assert status == 4, said
    first = " ".join(shown.split())
    assert "points shows all 3 patterns. The smallest set to drop: low. Without them" in first, (
        shown
    )
    told = re.search(r"of (\d+) that were tried again with other luck (\d+) do so again", first)
    assert told is not None
    assert told[1] == told[2]
    assert "low and high never pass together, though each passes at 20 % and 60 % of" in first
    assert "Other sets that could be dropped: high (" in first
    found = Calibration(tmp_path / "out")
    assert found.facts["dropped"] == ["low"]
    assert not found.shows_all
    assert found.ensemble()["community.association.administration"].min() >= 0.4
    conflict = found.conflicts().iloc[0]
    assert (conflict["one"], conflict["other"], conflict["lift"]) == ("low", "high", 0)
    # What does not contradict: as often together as by chance.
    other = found.conflicts().set_index(["one", "other"]).loc[("low", "cohesion"), "lift"]
    assert 0.5 < other < 1.5


def written(folder: Path) -> dict[str, bytes]:
    names = ("ensemble.parquet", "calibration.json", "patterns.csv", "conflicts.csv", "numbers.csv")
    return {name: (folder / name).read_bytes() for name in names}


def test_a_calibration_that_was_stopped_goes_on_and_comes_out_the_same(tmp_path: Path) -> None:
    parts = [level("administration", 0.2, 0.25), level("cohesion", 0.5, 0.55)]
    file = file_of(tmp_path, *parts, points=60, waves=1, wanted=20)
    whole = diffusion.calibrate("senik", file, tmp_path / "whole", workers=1)

    def stop(n_done: int, _n_all: int) -> None:
        if n_done > 60:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        diffusion.calibrate("senik", file, tmp_path / "again", workers=3, progress=stop)
    kept = sorted((tmp_path / "again" / "parts").glob("*.parquet"))
    assert kept
    before = {path.name: path.stat().st_mtime_ns for path in kept}
    diffusion.calibrate(
        "senik", file, tmp_path / "again", workers=3,
        progress=lambda n, _: [
            pytest.fail("a part was made again")
            for path in kept
            if n == 0 and path.stat().st_mtime_ns != before[path.name]
        ] and None,
    )  # fmt: skip
    assert written(tmp_path / "again") == written(whole.folder)
    # What was made of the tries is made again of them, and nothing is simulated.
    (whole.folder / "ensemble.parquet").unlink()
    diffusion.calibrate("senik", file, whole.folder)
    assert written(tmp_path / "again") == written(whole.folder)


def test_another_calibration_is_refused_in_the_same_folder(tmp_path: Path) -> None:
    file = file_of(tmp_path, level("administration", 0.2, 0.5), points=20)
    diffusion.calibrate("senik", file, tmp_path / "out")
    said = answer("calibrate", "senik", str(file), "-o", str(tmp_path / "out"), "--points", "30")[2]
    assert (
        "this calibration was begun otherwise: patterns.effort.points: expected 20; found 30"
        in (said)
    )


PATTERN = level("administration", 0.2, 0.5)
MISTAKES = {
    "no measure": (
        PATTERN.replace('measure = "administration"', ""),
        "pattern[1]: expected either measure or all_of; found none",
    ),
    "a measure of numbers": (
        PATTERN.replace('"administration"\nmonth', "3\nmonth"),
        "pattern[1].measure: expected the name of a measure, or a list of names; found 3",
    ),
    "an unknown measure": (
        PATTERN.replace('measure = "administration"', 'measure = "adminstration"'),
        "outcomes: expected one of adopters, adopter_months, mean_income, ..., "
        'ordered_exhibition (did you mean administration?); found "adminstration"',
    ),
    "a month of words": (
        PATTERN.replace("month = 0", 'month = "March"'),
        'pattern[1].month: expected a record from 0 to 1,200, a month as "YYYY-MM", or "peak"; '
        'found "March"',
    ),
    "a range upside down": (
        PATTERN.replace("[0.2, 0.5]", "[0.5, 0.2]"),
        "pattern[1]: expected passes from low to high; found [0.5, 0.2]",
    ),
    "nearly is less": (
        PATTERN + "nearly = [0.3, 0.4]\n",
        "pattern[1]: expected nearly to hold passes; found [0.3, 0.4]",
    ),
    "an unknown programme": (
        PATTERN + 'programme = "nothing"\n',
        "expected in administration a programme of the file: one of none; found \"nothing\"",
    ),
    "a gain without months": (
        PATTERN.replace('measure = "administration"', 'measure = "months_of_use"'),
        "pattern[1]: expected months = [FIRST, LAST] beside months_of_use; found none",
    ),
    "twice": (
        PATTERN + PATTERN,
        "expected a name of its own for each pattern; found administration twice",
    ),
    "later patterns": (
        '[[pattern]]\nname = "both"\nsource = "s"\nall_of = ["administration"]\npasses = [0, 1]\n'
        + PATTERN,
        'expected in both patterns that stand before it: nothing; found "administration"',
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_in_a_file_of_patterns_has_its_message(tmp_path: Path, mistake: str) -> None:
    patterns, message = MISTAKES[mistake]
    file = file_of(tmp_path, patterns)
    with pytest.raises(InputError) as caught:
        plan_calibration("senik", file)
    assert message in str(caught.value)


SPACES = {
    '"parameters.decision.alfa" = { low = 0.0, high = 1.0 }': "parameters.decision.alfa: expected",
    '"parameters.decision.alpha" = { low = 1.0, high = 0.0 }': (
        "expected low below high; found 1 and 0"
    ),
    '"parameters.decision.alpha" = { low = 0.0, high = 1.0, scale = "log" }': (
        "expected low above 0 on a log scale; found 0"
    ),
    '"community.artisans.number" = { low = 10.5, high = 20.5 }': (
        "expected low and high in whole numbers; found 10.5 and 20.5"
    ),
    'hold = ["parameters.decision.alpha"]': (
        "space.hold: expected a path that is varied; found parameters.decision.alpha"
    ),
    '"parameters.decision.beta" = 3': "space.parameters.decision.beta: expected",
}


@pytest.mark.parametrize("line", SPACES)
def test_each_mistake_in_the_space_has_its_message(tmp_path: Path, line: str) -> None:
    file = file_of(tmp_path, PATTERN)
    text = file.read_text(encoding="utf-8").replace("stated = false", f"stated = false\n{line}")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(SPACES[line])):
        plan_calibration("senik", file)


def test_the_stated_space_of_senik_is_every_assumed_number_with_a_range() -> None:
    space = plan_calibration(SENIK, "patterns.toml").job.space
    assert len(space) > 150
    assert "community.institutions.permit_month" not in space.paths
    by_path = dict(zip(space.paths, space.axes, strict=True))
    alpha, price = by_path["parameters.decision.alpha"], by_path["community.market.local_price"]
    assert (alpha.low, alpha.high, alpha.is_log, alpha.is_whole) == (0.0, 0.3, False, False)
    assert (price.low, price.high, price.is_log, price.is_whole) == (225, 900, True, True)
    assert [price.value(share) for share in (0.0, 1.0)] == [225, 900]
    assert price.share(450) == pytest.approx(0.5)


def test_gains_are_what_their_definition_says() -> None:
    """Twin: run by run and month by month, from outcomes of the public face."""
    job = plan_calibration(SENIK, "patterns.toml").job
    found = job.simulate(default_point(job.space), first_replicate=0, n_runs=30)
    place = {one.name: n for n, one in enumerate(job.file.pattern)}
    sequence, nothing = (
        diffusion.simulate(SENIK, name, n_runs=30, n_months=75)
        for name in ("campaign_then_collaboration", "none")
    )
    income = [one.series("pottery_income") for one in (sequence, nothing)]
    orders = sum(sequence.series(f"ordered_{channel}") for channel in sequence.channels)
    values = []
    for run in range(30):
        surplus = usual = users = 0.0
        for month in range(13, 37):
            if orders[run, month] > 0:
                ours, theirs = (one[run, month] - one[run, month - 1] for one in income)
                surplus += ours - theirs
                usual += sequence.adopters[run, month - 1] * theirs / 30
                users += sequence.adopters[run, month - 1]
        if users >= 72:
            values.append(surplus / usual)
    assert found.value[0, place["P6a"]] == pytest.approx(np.mean(values), rel=1e-12)
    assert found.measured[0, place["P6a"]] == pytest.approx(len(values) / 30)
    assert found.error[0, place["P6a"]] == pytest.approx(
        np.std(values, ddof=1) / np.sqrt(len(values))
    )
    peak = sequence.adopters.max(axis=1)
    assert found.value[0, place["P7a"]] == pytest.approx((peak / 30).mean())
    assert found.value[0, place["P7c"]] == pytest.approx((sequence.adopters[:, 75] / peak).mean())


def test_a_set_that_was_luck_does_not_hide_larger_ones() -> None:
    passes = np.array([[True, False, True], [False, False, True], [True, True, False]])
    is_even = np.ones(3, np.bool_)
    assert judge.sets_to_drop(passes, is_even) == [((1,), 1), ((2,), 1)]
    assert judge.sets_to_drop(passes, is_even, without={(1,)}) == [((2,), 1), ((0, 1), 2)]


def test_an_even_sample_has_one_point_in_each_part_of_each_axis() -> None:
    points = hypercube(50, 4, seed=3)
    parts = np.sort((points * 50).astype(int), axis=0)
    assert (parts == np.arange(50)[:, None]).all()
    assert np.array_equal(points, hypercube(50, 4, seed=3))
    assert not np.array_equal(points, hypercube(50, 4, seed=4))


def test_the_emulator_knows_a_surface_and_knows_nothing_of_noise() -> None:
    points = hypercube(200, 6, seed=1)
    x = 2 * points - 1
    surface = 1 + x[:, 0] - 2 * x[:, 1] ** 2 + x[:, 2] * x[:, 3]
    emulator = fitted(points, surface)
    assert emulator is not None
    assert emulator.r_squared > 0.999
    other = drawn(50, 6, seed=2, what=4)
    y = 2 * other - 1
    said = 1 + y[:, 0] - 2 * y[:, 1] ** 2 + y[:, 2] * y[:, 3]
    assert np.abs(emulator(other) - said).max() < 0.1
    noise = fitted(points, drawn(200, 1, seed=9, what=4)[:, 0])
    assert noise is not None
    assert noise.r_squared < 0.1
    assert fitted(points, np.ones(200)) is None


@pytest.mark.statistical
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_volume_of_a_ball_is_known_within_its_error(seed: int) -> None:
    def attempt(points: np.ndarray, _stage: str) -> Found:
        far = np.sqrt(((points - 0.5) ** 2).sum(axis=1))
        return Found(far[:, None], far[:, None], np.ones((len(far), 1)), ("",) * len(far))

    def off(found: Found) -> np.ndarray:
        return np.maximum(0.0, found.value[:, 0] - 0.1)

    first = hypercube(500, 4, seed=seed)
    region = region_of(
        first, off(attempt(first, "")), attempt=attempt, off=off, seed=seed, level_points=500,
        levels=10, wanted=500,
    )  # fmt: skip
    volume = np.pi**2 / 2 * 0.1**4
    assert abs(region.volume - volume) < 3 * region.error
    assert abs(region.volume - 10 * volume) > 3 * region.error  # ten times as much is told apart
    assert (off(attempt(region.points, "")) == 0).all()


def test_what_cannot_be_measured_is_farther_off_than_any_value(tmp_path: Path) -> None:
    file, _ = read_patterns(file_of(tmp_path, PATTERN))
    value = np.array([[0.3], [0.6], [99.0], [np.nan], [np.nan]])
    measured = np.array([[1.0], [1.0], [1.0], [0.05], [0.0]])
    found = Found(value, value, measured, ("",) * 5)
    off = judge.distances(found, file)[:, 0]
    assert off[0] == 0
    assert (np.diff(off) > 0).all()
    assert judge.verdicts(found, file)[:, 0].tolist() == [0, 2, 2, 3, 3]


@pytest.mark.slow
def test_the_page_and_the_figures_say_it_in_both_languages(tmp_path: Path) -> None:
    file = file_of(tmp_path, level("administration", 0.2, 0.5), level("cohesion", 0.5, 1.0))
    out = tmp_path / "out"
    said = {}
    for language in ("en", "id"):
        status, shown, _ = answer(
            "calibrate", "senik", str(file), "-o", str(out), "--lang", language
        )
        assert status == 0
        said[language] = shown
    assert "Of 200 points 33 show all 2 patterns" in said["en"].replace("\n", " ")
    assert "Dari 200 titik, 33 menunjukkan semua 2 pola" in said["id"].replace("\n", " ")
    page = (out / "report" / "report.html").read_text(encoding="utf-8")
    for text in ("Of 200 points 33 show all", "Dari 200 titik, 33 menunjukkan", "data:image/svg"):
        assert text in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "").replace("www.w3.org", "")
    names = {path.stem for path in (out / "report").glob("*.svg")}
    assert names == {"passes", "moves", "numbers"}
    status, shown, _ = answer("calibrate", "senik", str(file), "-o", str(out), "--json")
    assert json.loads(shown)["n_all"] == 33


def test_a_dry_run_says_what_it_takes_and_writes_nothing(tmp_path: Path) -> None:
    file = file_of(tmp_path, PATTERN)
    status, shown, _ = answer("calibrate", "senik", str(file), "--dry-run")
    assert status == 0
    assert "201 points, and at most 1,600 more" in shown
    assert "About" in shown
    assert sorted(path.name for path in tmp_path.iterdir()) == ["patterns.toml"]


def test_the_scorecard_reads_the_file_of_patterns(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(__file__).parents[1] / "experiments" / "patterns"
    monkeypatch.syspath_prepend(str(folder))
    from patterns import TOLD

    file, _ = read_patterns(SENIK / "patterns.toml")
    card = pd.read_csv(folder / "scorecard.csv").groupby("pattern", sort=False).first()
    assert [one.name for one in file.pattern] == [*TOLD]
    assert sorted(card.index) == sorted(TOLD)
    for one in file.pattern:
        row, told = card.loc[one.name], TOLD[one.name]
        assert (row["statement"], row["source"]) == (one.statement, one.source)
        for ends, name in ((one.passes, "passes"), (one.partly, "partly")):
            written = row[f"{name}_from"], row[f"{name}_to"]
            assert told.ends(ends) == pytest.approx(written, abs=1e-4), one.name
    # Who knows of it, for who has not heard of it; the change, for what is left.
    assert TOLD["P5a"].ends((0.0, 0.1)) == pytest.approx((0.9, 1.0))
    assert TOLD["P7c"].of(0.8) == pytest.approx(-0.2)
