"""A ranking of two programmes: shares of points, turns, boxes, the panel, and what is written."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import diffusion
from diffusion.calibration.space import Axis, Space
from diffusion.cli import app
from diffusion.cli.robust import POINTS as POINTS_OF_COMMAND
from diffusion.errors import InputError
from diffusion.robustness.boxes import find_boxes
from diffusion.robustness.duel import Met
from diffusion.robustness.flip import ALL, NUMBER, PAIR, find_flips, toward
from diffusion.robustness.robust import POINTS, robust
from diffusion.robustness.sensitivity import correlations

SENIK = diffusion.load("senik")
TODAY = Path(__file__).parents[1] / "models" / "senik"
"""Of today, which has an ensemble; `senik` in tests is that of 0.1.0."""

SPACE = """
[space]
stated = false
"parameters.decision.misfit_tolerance" = { low = 0.1, high = 0.9 }
"community.artisans.value_fit.mean" = { low = 0.325, high = 0.95 }
"parameters.production.quality_standard" = { low = 0.3, high = 0.8 }
"""
SMALL = {"points": 20, "n_runs": 6, "n_months": 12, "method": "none"}


@pytest.fixture
def space(tmp_path: Path) -> Path:
    path = tmp_path / "space.toml"
    path.write_text(SPACE, encoding="utf-8")
    return path


def met_of(differences: list[float], error: float = 0.1) -> Met:
    n = len(differences)
    values = np.array(differences)
    return Met(
        values + 5, np.full(n, 5.0), values, np.full(n, error), np.full(n, 200), ("",) * n
    )  # fmt: skip


@pytest.mark.slow
def test_a_programme_against_itself_is_equal_at_every_point(space: Path) -> None:
    found = robust(SENIK, "collaboration_only", "collaboration_only", space=space, **SMALL)
    assert found.names == ("collaboration_only", "collaboration_only (2)")
    assert (found.met.difference == 0).all()
    assert found.shares == {
        "better": 0, "worse": 0, "undecided": pytest.approx(1), "equal": pytest.approx(1),
        "more": 0,
    }  # fmt: skip
    assert (found.panel.met.difference == 0).all()
    assert found.flips.turns == ()
    assert not found.boxes[1]
    assert not found.boxes[-1]
    # And it is not so of two that differ.
    other = robust(SENIK, "collaboration_only", "none", space=space, **SMALL)
    assert other.shares["equal"] < 1


def planted(trials: list[dict[str, float]], *, at: float = 6.0) -> Met:
    """A difference that turns where the first number passes `at`, whatever the third."""
    return met_of([at - one.get("a", 2.0) + 1.0 * (one.get("b", 0.5) - 0.5) for one in trials])


def test_a_planted_turn_is_found() -> None:
    axes = tuple(
        Axis(name, low, high, is_log=False, is_whole=False, default=default)
        for name, low, high, default in (("a", 0, 10, 2.0), ("b", 0, 1, 0.5), ("c", 0, 1, 0.5))
    )
    found = find_flips(Space(axes), planted([{}]), lambda _, trials: planted(list(trials)))
    assert found.n_turning == 1
    turn = found.smallest(NUMBER)
    assert turn is not None
    assert turn.way.name == "a"
    # It turns halfway from 2 to 10, and halving knows the place to 1 part in 128.
    assert turn.turned == pytest.approx(0.5, abs=1 / 64)
    assert turn.undecided <= turn.turned <= turn.clear
    reach = 1.972 * 0.1 / 8  # Student's, of 200 runs, as a part of the way
    assert turn.undecided == pytest.approx(0.5 - reach, abs=1 / 64)
    assert turn.clear == pytest.approx(0.5 + reach, abs=1 / 64)
    pair = found.smallest(PAIR)
    assert pair is not None
    assert pair.turned < turn.turned + 1 / 128
    assert found.smallest(ALL) is not None
    # Where nothing turns it, none is reported.
    far = find_flips(
        Space(axes), planted([{}], at=20), lambda _, trials: planted(list(trials), at=20)
    )
    assert far.turns == ()


@pytest.mark.parametrize(
    ("axis", "part", "value"),
    [
        (Axis("a", 1, 16, is_log=True, is_whole=False, default=4.0), 0.5, 8.0),
        (Axis("a", 0, 16, is_log=False, is_whole=False, default=4.0), 0.5, 10.0),
        (Axis("a", 1, 16, is_log=False, is_whole=True, default=4.0), 1.0, 16),
        (Axis("a", 1, 16, is_log=False, is_whole=True, default=4.0), 0.0, 4),
    ],
)
def test_a_way_is_gone_in_the_scale_of_its_number(axis: Axis, part: float, value: float) -> None:
    assert toward(axis, 16, part) == value


def drawn(seed: int, n_axes: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    from diffusion.calibration.sample import DRAWN, drawn

    unit = drawn(256, n_axes, seed=seed, what=DRAWN)
    luck = drawn(256, 1, seed=seed, what=DRAWN, number=1)[:, 0]
    return unit, np.full(256, 1 / 256), luck


@pytest.mark.slow
def test_a_planted_box_is_found_among_many_numbers() -> None:
    unit, weight, luck = drawn(1, 60)
    inside = (unit[:, 3] > 0.4) & (unit[:, 7] < 0.6)
    won = luck < np.where(inside, 0.9, 0.2)
    box, *_ = find_boxes(unit, weight, won, random_seed=1)
    assert box.limited == [3, 7]
    assert box.low[3] == pytest.approx(0.4, abs=0.1)
    assert box.high[7] == pytest.approx(0.6, abs=0.1)
    assert box.density == pytest.approx(won[box.holds(unit)].mean())
    assert box.coverage == pytest.approx((won & box.holds(unit)).sum() / won.sum())
    assert box.density > 0.8
    assert box.aside < box.density
    assert box.chance == pytest.approx(0.01)


@pytest.mark.slow
def test_nothing_is_found_in_noise() -> None:
    found = 0
    for seed in range(20):
        unit, weight, luck = drawn(seed, 60)
        found += bool(find_boxes(unit, weight, luck < 0.4, random_seed=seed))
    assert found <= 3  # 5 % of 20 is one; four or more come once in 60 times


def test_correlations_tell_a_number_that_acts_from_those_that_do_not() -> None:
    unit, weight, _ = drawn(2, 30)
    found = correlations(unit, weight, met_of(list(unit[:, 4] ** 2)))
    assert found["correlation"][4] == pytest.approx(1)
    assert found.index[found["is_clear"]].tolist() == [4]
    assert (found["correlation_from"] <= found["correlation"]).all()


@pytest.mark.slow
def test_every_number_is_made_again_from_the_written_files(space: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    words = (
        f"robust senik -p collaboration_only -p campaign_only --space {space} --points 12 "
        f"--runs 5 --months 12 --indices morris -o {folder} --json"
    )
    run = CliRunner().invoke(app, words.split())
    assert run.exit_code == 0, run.output
    told = json.loads(run.stdout)
    report = folder / "report"
    points = pd.read_csv(report / "points.csv")
    ran = points[points["difference"].notna()]
    assert told["n_points"] == len(ran) == 12
    verdict = (ran["low"] > 0).astype(int) - (ran["high"] < 0).astype(int)
    assert told["shares"]["better"] == pytest.approx(np.mean(verdict > 0))
    assert told["shares"]["worse"] == pytest.approx(np.mean(verdict < 0))
    # The tables stand in the trials: means and standard errors of each.
    trials = pd.read_parquet(folder / "table.parquet")
    of_points = trials[trials["stage"] == "point"]
    assert of_points["difference"].to_numpy() == pytest.approx(
        points["difference"].to_numpy(), nan_ok=True
    )
    panel = pd.read_csv(report / "panel.csv")
    of_panel = trials[trials["stage"] == "panel"]
    assert of_panel["difference"].to_numpy() == pytest.approx(panel["difference"].to_numpy())
    assert told["agreement"]["more"] in (
        (panel["difference"] > 0).sum(),
        (panel["difference"] < 0).sum(),
    )
    turns = pd.read_csv(report / "turns.csv")
    if "number" in told["smallest"]:
        single = turns[turns["kind"] == "number"].iloc[0]
        assert told["smallest"]["number"]["part"] == single["turned"]
    for name in ("numbers", "boxes", "indices", "map"):
        assert (report / f"{name}.csv").is_file()
    page = (report / "report.html").read_text(encoding="utf-8")
    assert "http" not in page.replace("http-equiv", "").replace("http://www.w3.org", "")
    # Once more in the same folder: nothing is simulated, all is the same.
    again = CliRunner().invoke(app, words.split())
    assert json.loads(again.stdout) == told


def test_work_that_was_stopped_goes_on_to_the_same_end(space: Path, tmp_path: Path) -> None:
    class StopError(Exception):
        pass

    def stop(n_done: int, _n_all: int) -> None:
        if n_done > 30:
            raise StopError

    asked = dict(SMALL, space=space)
    whole = robust(SENIK, "collaboration_only", "campaign_only", folder=tmp_path / "a", **asked)
    with pytest.raises(StopError):
        robust(
            SENIK, "collaboration_only", "campaign_only", folder=tmp_path / "b",
            progress=stop, workers=1, **asked,
        )  # fmt: skip
    assert list((tmp_path / "b" / "parts").iterdir())
    robust(SENIK, "collaboration_only", "campaign_only", folder=tmp_path / "b", **asked)
    one, other = (pd.read_parquet(tmp_path / name / "table.parquet") for name in "ab")
    pd.testing.assert_frame_equal(one, other)
    assert whole.facts["n_points"] == 20
    # Another check is not mixed into it.
    with pytest.raises(InputError, match="begun otherwise"):
        robust(SENIK, "campaign_only", "none", folder=tmp_path / "a", **asked)


@pytest.mark.slow
def test_an_ensemble_gives_points_with_their_weights() -> None:
    found = robust(
        TODAY, "collaboration_only", "campaign_only", ensemble="ensemble.parquet", n_runs=2,
        n_months=36, method="none",
    )  # fmt: skip
    assert found.where.kind == "ensemble"
    assert found.where.weight.sum() == pytest.approx(1)
    shares = found.shares
    assert shares["better"] + shares["worse"] + shares["undecided"] == pytest.approx(1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("-p collaboration_only", "two programmes"),
        ("-p collaboration_onli -p none", "collaboration_only"),
        ("-p collaboration_only -p none --budget 1000", "at least"),
        ("-p collaboration_only -p none --measure adopter", "adopters"),
        ("-p collaboration_only -p none --indices sobel", "sobol"),
        ("-p collaboration_only -p none --points 1", "points"),
    ],
)
def test_bad_input_gets_one_message(words: str, said: str) -> None:
    run = CliRunner().invoke(app, ["robust", "senik", *words.split(), "--runs", "5"])
    assert isinstance(run.exception, InputError)
    assert said in str(run.exception)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[space]\nstated = false\n", "nothing to vary"),
        (
            '[space]\nstated = false\n"parameters.decision.alfa" = { low = 0, high = 1 }\n',
            "did you mean alpha",
        ),
        (
            '[space]\nstated = false\n"community.market.local_price" = { low = 700, high = 900 }\n',
            "none",
        ),
    ],
)
def test_ranges_that_leave_nothing_are_refused(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "space.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        robust(TODAY, "collaboration_only", "none", space=path, **SMALL)
    assert said in str(caught.value)


def test_the_command_says_the_same_numbers_as_the_library() -> None:
    assert POINTS_OF_COMMAND == POINTS
