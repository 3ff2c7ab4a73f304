"""Classics of contagion and the trial of insurance, where the sets are; else skipped."""

import os
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

EXPERIMENTS = Path(__file__).parents[1] / "experiments"
VARIABLE = "ARTISAN_DIFFUSION_DATA"


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch) -> Path:
    named = os.environ.get(VARIABLE, "")
    if not named or not Path(named).is_dir():
        pytest.skip(f"{VARIABLE} names no folder of data sets")
    for name in ("sets", "worlds", "regression", "contagion"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.syspath_prepend(str(EXPERIMENTS))
    return Path(named)


def test_the_trial_of_insurance(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(EXPERIMENTS / "real_villages"))
    monkeypatch.syspath_prepend(str(EXPERIMENTS / "insurance"))
    import regression
    import sets
    import worlds

    one = sets.Set(data, "china_rice_insurance")
    of = regression.asked(one.nodes, one.ties)
    by_measure = worlds.measured(one.nodes, one.ties).reindex(of["id"]).to_numpy()
    assert np.allclose(by_measure, of["by_ties"])
    full = of.dropna(subset=regression.COVARIATES)
    estimate, error = regression.slope(full, regression.THEIRS, regression.COVARIATES)
    assert (round(estimate, 3), round(error, 3)) == (0.274, 0.082)
    simulated = worlds.Worlds(full)
    found = {has: simulated.effect(60, has_effect=has) for has in (True, False)}
    low, high = np.quantile(found[True], [0.025, 0.975])
    assert low < 0.274 < high
    assert abs(found[False].mean()) < 0.04
    assert (found[False] < 0.274).all()


def test_tetracycline_shows_nothing_and_brazil_less_than_it_seems(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("statsmodels")
    monkeypatch.syspath_prepend(str(EXPERIMENTS / "held_out_villages"))
    import contagion
    import sets

    doctors = contagion.rows_of(sets.read(data, "medinnovations"), 2)
    estimates = doctors[doctors["what"] != contagion.SHUFFLED]
    assert len(estimates) == 5
    assert (estimates["low"] < 0).all()
    assert (estimates["high"] > 0).all()
    law = contagion.Law("logit", contagion.EXPOSURE, "periods", has_village_effect=False)
    brazil = contagion.with_controls(sets.read(data, "brfarmers"), law).set_index("step")
    assert brazil.loc["alone", "estimate"] == pytest.approx(2.23, abs=0.01)
    assert brazil.loc["villages", "estimate"] == pytest.approx(0.70, abs=0.01)


@pytest.mark.parametrize(
    ("name", "what"), [("tetracycline", "and covariates"), ("insurance", "simulated, effect 0")]
)
def test_the_tables_that_are_told_hold_what_is_said_of_them(name: str, what: str) -> None:
    table = pd.read_csv(EXPERIMENTS / name / f"{name}.csv").set_index("what")
    assert table.loc[what, "low"] < 0 < table.loc[what, "high"]
    if name == "insurance":
        assert table.loc["simulated, as fitted", "low"] < 0.274
        assert table.loc["simulated, as fitted", "high"] > 0.274
        assert table.loc[what, "high"] < 0.274
