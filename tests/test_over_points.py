"""Comparisons over an ensemble: weights and shares by hand, tiers, files that are no ensemble."""

import json
from pathlib import Path

import numpy as np
import pytest
from test_bad_input import answer

import diffusion
from diffusion.calibration.ensemble import Points, ends_of, read_ensemble
from diffusion.calibration.over_points import OverPoints, compare_over
from diffusion.calibration.runs_over import run_over
from diffusion.page.build import build_page
from diffusion.page.data import page_data

SENIK = diffusion.load("senik")
ALPHA = "parameters.decision.alpha"
NAMES = ("campaign_only", "collaboration_only", "none")


def written(folder: Path, rows: str) -> Path:
    path = folder / "ensemble.csv"
    path.write_text(f"{ALPHA},community.market.local_price,P,distance,weight\n{rows}", "utf-8")
    return path


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> OverPoints:
    file = written(tmp_path_factory.mktemp("e"), "0.02,450,1,0,1\n0.12,400,1,0,2\n0.2,350,1,0,1\n")
    points = read_ensemble("senik", file)
    return compare_over(SENIK, NAMES, points, budget=8_000_000, n_runs=12)


def test_each_point_is_what_its_settings_give(found: OverPoints) -> None:
    here = SENIK.with_settings({ALPHA: 0.12, "community.market.local_price": 400})
    own = diffusion.compare(here, NAMES, budget=8_000_000, n_runs=12)
    for place, (_, outcome) in enumerate(own.simulated):
        assert found.values["adopters"][1, place].tolist() == outcome.adopters[:, -1].tolist()
        assert found.values["adopters"][0, place].tolist() != outcome.adopters[:, -1].tolist() or (
            not outcome.adopters.any()
        )
    table = found.table().set_index("strategy")
    means = found.values["adopters"].mean(axis=2)
    assert table.loc["campaign_only", "mean"] == pytest.approx(means[:, 0] @ [0.25, 0.5, 0.25])
    default = diffusion.compare("senik", NAMES, budget=8_000_000, n_runs=12)
    assert table.loc["campaign_only", "default"] == default.simulated[0][1].adopters[:, -1].mean()
    shares = table[["clearly_won", "clearly_lost", "undecided"]].sum(axis=1)
    assert shares.tolist() == pytest.approx([1, 1, 1])
    more = (means[:, 1] > means[:, 0]) @ [0.25, 0.5, 0.25]
    assert table.loc["collaboration_only", "won"] == pytest.approx(more)
    low, high = table.loc["campaign_only", ["points_low", "points_high"]]
    wide, wider = table.loc["campaign_only", ["histories_low", "histories_high"]]
    assert wide <= low <= high <= wider


def with_means(means: np.ndarray, weight: np.ndarray, found: OverPoints) -> OverPoints:
    """Say that two ranked strategies came to these means at the points."""
    values = np.zeros((len(means), 3, 2))
    values[:, :2] = means[:, :, None]
    points = Points(({},) * len(means), weight / weight.sum(), ("P",), 1)
    return OverPoints(points, found.default, NAMES, {"adopters": values}, 0)


def test_who_has_more_in_nearly_all_points_stands_above(found: OverPoints) -> None:
    means = np.array([[2.0, 1.0]] * 20)
    stands = with_means(means, np.ones(20), found)
    assert stands.tiers() == [["campaign_only"], ["collaboration_only"]]
    assert stands.ranks()[1].tolist() == pytest.approx([1.0, 0.0])
    means[:2] = 0.0, 1.0  # two of twenty points say otherwise
    assert with_means(means, np.ones(20), found).tiers() == [[*NAMES[:2]]]
    weight = np.ones(20)
    weight[:2] = 0.1  # unless they weigh little
    assert len(with_means(means, weight, found).tiers()) == 2


def test_ends_of_weights_are_those_of_repeated_values() -> None:
    values, times = np.array([3.0, 1.0, 2.0]), np.array([200, 100, 700])
    low, middle, high = ends_of(values, times.astype(float), (0.05, 0.5, 0.95))
    assert low == pytest.approx(1.0)
    assert 1.9 < middle < 2.2
    assert high == pytest.approx(3.0, abs=0.2)


@pytest.mark.slow
def test_the_command_tells_both_bands_and_what_is_not_ranked(tmp_path: Path) -> None:
    file = written(tmp_path, "0.02,450,1,0,1\n0.2,350,1,0,1\n")
    words = ["-p", "campaign_only", "-p", "collaboration_only", "--runs", "10"]
    words += ["--budget", "8_000_000", "--ensemble", str(file)]
    out = tmp_path / "out"
    status, shown, said = answer("compare", "senik", *words, "-o", str(out))
    assert status == 0, said
    assert "over 2 points that show 1 of 1 patterns" in shown
    shares = shown[shown.index("undecided") :].splitlines()[2].split()
    assert shares[0] == "collaboration_only"
    clear, less, undecided = map(int, shares[2:])
    assert abs(clear + less + undecided - 100) <= 1
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "<li>Simulated, not observed.</li>" not in page
    assert {path.name for path in out.iterdir()} >= {
        "points.csv", "ranks.csv", "points.svg", "summary.txt", "provenance.json", "captions.txt",
    }  # fmt: skip
    status, shown, _ = answer("compare", "senik", *words, "--lang", "id")
    assert status == 0
    assert "di 2 titik yang menunjukkan 1 dari 1 pola" in shown
    status, shown, _ = answer("compare", "senik", *words, "--json")
    assert json.loads(shown)["n_points"] == 2
    status, shown, _ = answer("run", "senik", *words[:2], "--runs", "10", *words[-2:])
    assert status == 0
    assert "Adopters of 30: campaign_only, over 2 points that show 1 of 1 patterns" in shown


def test_one_programme_alone_has_neither_shares_nor_a_figure(tmp_path: Path) -> None:
    file = written(tmp_path, "0.02,450,1,0,1\n0.2,350,1,0,1\n")
    out = tmp_path / "out"
    words = ("-p", "none", "--runs", "3", "--ensemble", str(file), "-o", str(out))
    status, shown, said = answer("compare", "senik", *words)
    assert status == 0, said
    assert "nothing to compare it with" in shown
    assert "undecided" not in shown
    assert not (out / "points.svg").exists()
    assert (out / "report.html").exists()


def test_curves_over_points_are_those_of_each_point(tmp_path: Path) -> None:
    points = read_ensemble("senik", written(tmp_path, "0.02,450,1,0,1\n0.2,350,1,0,3\n"))
    found = run_over(SENIK, ["campaign_only"], points, n_runs=10)
    ends = []
    for alpha, price in ((0.02, 450), (0.2, 350)):
        here = SENIK.with_settings({ALPHA: alpha, "community.market.local_price": price})
        ends.append(diffusion.simulate(here, "campaign_only", n_runs=10).adopters.mean(axis=0))
    (curve,) = found.curves
    assert curve.mean.tolist() == pytest.approx((0.25 * ends[0] + 0.75 * ends[1]).tolist())
    assert points.n_equal == pytest.approx(1 / (0.25**2 + 0.75**2))


BAD = {
    "nothing.parquet": "none (diffusion calibrate MODEL PATTERNS.toml -o DIR makes one)",
    "words.csv": "columns of something else",
    "words.parquet": "a damaged one",
    "empty.csv": "expected an ensemble of one point or more; found an empty one",
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_ensemble_is_said_to_be_none(tmp_path: Path, name: str) -> None:
    if name.startswith("words"):
        (tmp_path / name).write_text("a,b\n1,2\n", encoding="utf-8")
    if name.startswith("empty"):
        written(tmp_path, "").rename(tmp_path / name)
    status, _, said = answer("compare", "senik", "--ensemble", str(tmp_path / name))
    assert status == 1
    assert BAD[name] in said


def test_options_that_do_not_go_with_an_ensemble_are_refused(tmp_path: Path) -> None:
    file = written(tmp_path, "0.02,450,1,0,1\n")
    status, _, said = answer("compare", "senik", "--ensemble", str(file), "--precision", "1")
    assert status == 1
    assert (
        "--ensemble: expected none of --precision, --at-month, --by, --ledger, --events, nor"
        in said
    )


@pytest.mark.slow
def test_a_page_shows_bands_over_points_beside_the_numbers_of_the_files(found: OverPoints) -> None:
    data = page_data(
        SENIK, NAMES, budget=8_000_000, n_runs=12, with_what_if=False, over=found
    )  # fmt: skip
    over, table = data["over_points"], found.table().set_index("strategy")
    assert (over["n_points"], over["n_shown"], over["n_patterns"]) == (3, 1, 1)
    for strategy, row in zip(data["strategies"], over["strategies"], strict=True):
        assert row == table.loc[strategy["name"], list(row)].to_dict()
        assert row["default"] == strategy["end"]["adopters"]
        assert row["clearly_won"] + row["clearly_lost"] + row["undecided"] == pytest.approx(1)
    (collaboration, campaign) = ("collaboration only", "campaign only")
    stands = f"With nearly all sets of numbers (95 %) {collaboration} has more adopters than"
    text = " ".join(over["said"]["en"])
    assert (stands in text) == (found.tiers()[0] == ["collaboration_only"])
    assert campaign in text
    page = build_page(data)
    for language, band in (("en", "on this page"), ("id", "di halaman ini")):
        assert page.count(band) >= 4, language  # the text of the script, and each programme
    without = page_data(SENIK, NAMES, budget=8_000_000, n_runs=12, with_what_if=False)
    assert without["over_points"] is None
    assert "on this page" not in build_page(without)
