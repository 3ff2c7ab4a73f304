"""Sweeps over an ensemble: runs are what their numbers give, bands and shares by hand."""

import json
from pathlib import Path

import numpy as np
import pytest
from test_bad_input import answer
from test_sweeps import ALPHA, HEAD, design, ranged, sampled

import diffusion
from diffusion.errors import InputError
from diffusion.statistics.intervals import means_of
from diffusion.sweeps.over import OF_ENSEMBLE, Ensemble
from diffusion.sweeps.plan import plan_sweep
from diffusion.sweeps.read import Sweep
from diffusion.sweeps.run import run_sweep
from diffusion.sweeps.verify import verify_sweep

PRICE = "community.market.local_price"
ENSEMBLE = Ensemble(
    ({PRICE: 300, "parameters.decision.alpha": 0.5}, {PRICE: 410}), (0.25, 0.75), 3, 4
)
TEXT = HEAD.replace('"none"', '"collaboration_only"').replace("= 9", "= 24") + ALPHA


@pytest.fixture(scope="module")
def sweep(tmp_path_factory: pytest.TempPathFactory) -> Sweep:
    folder = tmp_path_factory.mktemp("over")
    return run_sweep(design(folder, TEXT), folder / "out", ensemble=ENSEMBLE)


def adopters(name: str, settings: dict[str, float]) -> np.ndarray:
    here = diffusion.load("senik").with_settings(settings)
    found = diffusion.simulate(here, name, n_runs=30, n_months=24)
    return np.asarray(found.adopters[:, -1])


def test_each_run_is_what_the_numbers_of_its_point_give(sweep: Sweep) -> None:
    rows = sweep.rows()
    assert sweep.factors == ("alpha",)
    assert sorted(rows[OF_ENSEMBLE].unique()) == [0, 1, 2]
    assert len(rows) == 2 * 3 * 2 * 30
    for place, price in enumerate((None, 300, 410)):
        for alpha in (0.03, 0.12):  # the factor, and not the alpha of the ensemble
            own = {} if price is None else {PRICE: price}
            expected = adopters("campaign_only", own | {"parameters.decision.alpha": alpha})
            here = rows[
                (rows[OF_ENSEMBLE] == place)
                & (rows["alpha"] == alpha)
                & (rows["strategy"] == "campaign_only")
            ]
            assert here["adopters_24"].tolist() == expected.tolist()


def test_bands_and_shares_are_those_worked_out_by_hand(sweep: Sweep) -> None:
    table = sweep.over_points("adopters_24").set_index(["alpha", "strategy"])
    assert len(table) == 4
    runs = {
        (price, name): adopters(name, {PRICE: price, "parameters.decision.alpha": 0.12})
        for price in (300, 410)
        for name in ("campaign_only", "collaboration_only")
    }
    own = adopters("collaboration_only", {"parameters.decision.alpha": 0.12})
    row = table.loc[(0.12, "collaboration_only")]
    means = [runs[price, "collaboration_only"].mean() for price in (300, 410)]
    assert row["default"] == pytest.approx(own.mean())
    assert row["mean"] == pytest.approx(0.25 * means[0] + 0.75 * means[1])
    assert min(means) <= row["points_low"] <= row["points_high"] <= max(means)
    assert row["histories_low"] <= row["points_low"] <= row["points_high"] <= row["histories_high"]
    won = clearly = 0.0
    for price, weight in ((300, 0.25), (410, 0.75)):
        gaps = (runs[price, "collaboration_only"] - runs[price, "campaign_only"]).astype(float)
        won += weight * (gaps.mean() > 0)
        clearly += weight * (means_of(gaps[:, None]).low[0] > 0)
    assert row["won"] == pytest.approx(won)
    assert row["clearly_won"] == pytest.approx(clearly)
    assert row[["clearly_won", "clearly_lost", "undecided"]].sum() == pytest.approx(1)
    assert np.isnan(table.loc[(0.12, "campaign_only"), "won"])


def test_a_sweep_over_an_ensemble_can_be_verified_and_gone_on_with(
    sweep: Sweep, tmp_path: Path
) -> None:
    assert verify_sweep(sweep.folder).agrees
    file = design(tmp_path, TEXT)
    with pytest.raises(InputError, match="begun otherwise"):
        run_sweep(file, sweep.folder)
    limited = plan_sweep(file, limit=1, ensemble=ENSEMBLE).job
    assert limited.n_points == 3
    plain = run_sweep(file, tmp_path / "plain")
    assert not plain.is_over
    with pytest.raises(InputError, match="expected a sweep over an ensemble; found one without"):
        plain.over_points("adopters_24")


def test_a_design_with_indices_is_refused(tmp_path: Path) -> None:
    text = sampled("sobol", 4, ranged("parameters.decision.alpha", 0.01, 0.2))
    with pytest.raises(InputError, match="expected levels, latin_hypercube or table beside"):
        plan_sweep(design(tmp_path, text), ensemble=ENSEMBLE)


@pytest.mark.slow
def test_the_command_says_bands_and_writes_them(tmp_path: Path) -> None:
    file, points = design(tmp_path, TEXT), tmp_path / "points.csv"
    points.write_text(f"{PRICE},P,weight\n300,1,1\n410,1,3\n", "utf-8")
    out = tmp_path / "out"
    words = ["sweep", str(file), "-o", str(out), "--ensemble", str(points)]
    status, shown, said = answer(*words, "--report")
    assert status == 0, said
    assert "over 2 points that show 1 of 1 patterns" in " ".join(shown.split())
    names = {path.name for path in (out / "report").iterdir()}
    assert names >= {
        "over_points.csv",
        "over_points_adopters_24.svg",
        "summary.txt",
        "captions.txt",
    }
    status, shown, _ = answer(*words, "--json")
    rows = json.loads(shown)["over_points"]
    assert [row["strategy"] for row in rows] == ["campaign_only", "collaboration_only"] * 2
    status, shown, _ = answer(*words, "--lang", "id")
    assert status == 0
    assert "di 2 titik yang menunjukkan 1 dari 1 pola" in " ".join(shown.split())
    status, _, said = answer("sweep", str(file), "--ensemble", "none.csv", "--dry-run")
    assert status == 1
    assert "expected the folder of a calibration, or a file of an ensemble" in said
