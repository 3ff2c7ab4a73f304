"""Indices of a sweep are those of SALib, and say where there are none."""

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from test_bad_input import answer

import diffusion
from diffusion import InputError, Sweep
from diffusion.plotting.style import ONE_COLUMN
from diffusion.sweeps.sensitivity import NEVER_VARIES

TEXT = """
title = "What adopters hang on"
model = "senik"
programmes = ["none", "campaign_only"]
replicates = 2
months = 24
outcomes = ["adopters"]

[[factor]]
path = "parameters.decision.alpha"
low = 0.03
high = 0.25

[[factor]]
path = "community.artisans.skill.low"
low = 0.1
high = 0.84

[sample]
method = "METHOD"
points = 16
"""


def swept(folder: Path, method: str, *, highest: float = 0.84) -> Sweep:
    file = folder / "sweep.toml"
    file.write_text(TEXT.replace("METHOD", method).replace("0.84", str(highest)))
    return diffusion.run_sweep(file, folder / "out")


def with_means(sweep: Sweep, monkeypatch: pytest.MonkeyPatch, coefficients: list[float]) -> None:
    """Let the outcome at each point be a sum of its factors, from 0 to 1, of known indices."""
    means = sweep.means("adopters_24")
    alpha = (means["alpha"] - 0.03) / 0.22
    low = (means["skill_low"] - 0.1) / 0.74
    changed = means.assign(mean=coefficients[0] * alpha + coefficients[1] * low)
    monkeypatch.setattr(Sweep, "means", lambda *_: changed)


def test_sobol_finds_the_shares_of_a_sum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 3 x + z the variances are 9/12 and 1/12: shares 0.9 and 0.1, nothing together."""
    sweep = swept(tmp_path, "sobol")
    with_means(sweep, monkeypatch, [3, 1])
    found = sweep.sensitivity("adopters_24").set_index(["strategy", "factor"]).loc["campaign_only"]
    for factor, share in (("alpha", 0.9), ("skill_low", 0.1)):
        row = found.loc[factor]
        assert row["first_low"] < share < row["first_high"]
        assert row["total_low"] < share < row["total_high"]
        assert (row["n_blocks"], row["n_left_out"], row["note"]) == (16, 0, "")
    assert found.loc["alpha", "total_low"] > found.loc["skill_low", "total_high"]


def test_morris_finds_the_slopes_of_a_sum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 3 x - z every elementary effect is 3, or -1."""
    sweep = swept(tmp_path, "morris")
    with_means(sweep, monkeypatch, [3, -1])
    found = sweep.sensitivity("adopters_24").set_index(["strategy", "factor"]).loc["campaign_only"]
    np.testing.assert_allclose(found["mu"].astype(float), [3, -1])
    np.testing.assert_allclose(found["mu_star"].astype(float), [3, 1])
    np.testing.assert_allclose(found["sigma"].astype(float), 0, atol=1e-9)


@pytest.mark.parametrize("method", ["sobol", "morris"])
def test_an_outcome_that_never_varies_has_no_index(tmp_path: Path, method: str) -> None:
    found = swept(tmp_path, method).sensitivity("adopters_24")
    of_none = found[found["strategy"] == "none"]
    indices = [name for name in found.columns if name not in
        ("strategy", "budget", "factor", "n_blocks", "n_left_out", "note")]  # fmt: skip
    assert of_none[indices].isna().all(axis=None)
    assert set(of_none["note"]) == {NEVER_VARIES}
    assert found[found["strategy"] == "campaign_only"][indices].notna().all(axis=None)


def test_blocks_with_a_failed_point_are_left_out_whole(tmp_path: Path) -> None:
    """Skill is from low to low + 0.15: a base point is not whole with more than 0.85 anywhere."""
    sweep = swept(tmp_path, "sobol", highest=0.9)
    failed = {point // 4 for point in sweep.failures()["point"]}
    assert 0 < len(failed) <= 8
    found = sweep.sensitivity("adopters_24")
    assert set(found["n_left_out"]) == {len(failed)}
    assert set(found["n_blocks"]) == {16 - len(failed)}
    text = (tmp_path / "sweep.toml").read_text().replace("points = 16", "points = 4")
    (tmp_path / "few.toml").write_text(text)
    few = diffusion.run_sweep(tmp_path / "few.toml", tmp_path / "few").sensitivity("adopters_24")
    assert set(few["note"]) == {"undefined: fewer than 8 base points are whole"}


def test_a_sweep_without_such_a_sample_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        swept(tmp_path, "latin_hypercube").sensitivity("adopters_24")
    assert str(error.value) == (
        'sample.method: expected a sweep with method "sobol" or "morris"; found latin_hypercube'
    )


@pytest.mark.slow
def test_the_command_says_who_has_most_and_what_it_hangs_on(tmp_path: Path) -> None:
    sweep = swept(tmp_path, "morris")
    words = ("sweep", str(tmp_path / "sweep.toml"), "-o", str(tmp_path / "out"))
    status, printed, _ = answer(*words, "--report")
    assert status == 0
    leads = sweep.leaders("adopters_24").drop(columns="budget").iloc[0]
    assert leads["campaign_only"] + leads["none"] + leads["undecided"] == 48 == leads["n_points"]
    assert (
        f"adopters_24, as written, 48 points: campaign_only {leads['campaign_only']}, none 0, "
        f"undecided {leads['undecided']}\n"
    ) in printed
    assert f"none, as written: alpha {NEVER_VARIES}\n" in printed
    row = sweep.sensitivity("adopters_24").iloc[-2]
    assert f"campaign_only, as written: alpha mu* {row['mu_star']:.3g} (" in printed
    report = tmp_path / "out/report"
    assert {"summary.txt", "means.csv", "leaders.csv", "indices.csv"} <= {
        path.name for path in report.iterdir()
    }
    assert "not drawn: why_not_adopted: sweep: expected a sweep with the outcomes" in (
        report / "summary.txt"
    ).read_text(encoding="utf-8")
    assert len(pd.read_csv(report / "means.csv")) == 96
    status, printed, _ = answer(*words, "--report", "--json")  # and once more, over the old one
    assert (status, len(json.loads(printed)["indices"])) == (0, 4)


@pytest.mark.slow
def test_figures_and_indices_are_of_the_outcome_asked_for(tmp_path: Path) -> None:
    """Without an option of the adopters, though the design names another outcome first."""
    text = TEXT.replace("METHOD", "morris").replace(
        'outcomes = ["adopters"]', 'outcomes = ["knows", "adopters"]'
    )
    assert '"knows"' in text
    (tmp_path / "sweep.toml").write_text(text)
    words = ("sweep", str(tmp_path / "sweep.toml"), "-o", str(tmp_path / "out"))
    bad = answer(*words, "--outcome", "adopter", "--report")
    assert bad == (
        1,
        "",
        "--outcome: expected one of knows_24, adopters_24 (did you mean adopters_24?); found "
        '"adopter"\n',
    )
    assert not (tmp_path / "out").exists()
    status, printed, _ = answer(*words, "--report", "--column", "one")
    assert status == 0
    assert "What adopters_24 hangs on" in printed
    assert "What knows_24 hangs on" not in printed
    report = tmp_path / "out/report"
    assert (report / "tornado_adopters_24_campaign_only.pdf").is_file()
    box = re.search(
        rb"/MediaBox \[ 0 0 ([0-9.]+) ", (report / "main_effects_adopters_24.pdf").read_bytes()
    )
    assert box is not None
    assert float(box[1]) == pytest.approx(72 * ONE_COLUMN)
    asked = ("--outcome", "knows", "--outcome", "adopters_24")
    status, printed, _ = answer(*words, "--report", *asked)
    assert printed.index("What knows_24 hangs on") < printed.index("What adopters_24 hangs on")
    assert (report / "main_effects_knows_24.png").is_file()
    indices = pd.read_csv(report / "indices.csv")
    assert indices["outcome"].unique().tolist() == ["knows_24", "adopters_24"]
    sweep = diffusion.open_sweep(tmp_path / "out")
    for outcome in ("knows_24", "adopters_24"):
        found = indices[indices["outcome"] == outcome]["mu_star"]
        expected = sweep.sensitivity(outcome)["mu_star"]
        np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_a_strategy_has_most_where_all_others_have_less(tmp_path: Path) -> None:
    sweep = swept(tmp_path, "morris")
    table = sweep.differences("adopters_24", "none")
    better = int((table["verdict"] == "better").sum())
    assert sweep.leaders("adopters_24").iloc[0]["campaign_only"] == better
