"""Each experiment runs in its quick form."""

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

pytestmark = pytest.mark.usefixtures("shipped")

EXPERIMENTS = sorted((Path(__file__).parents[1] / "experiments").glob("*/run.py"))

NEEDS = dict.fromkeys(
    ("real_villages", "held_out_villages", "tetracycline", "hybrid_corn", "insurance"),
    "ARTISAN_DIFFUSION_DATA",
)
"""Variables that name folders of data that do not ship with an experiment."""


@pytest.mark.parametrize("script", EXPERIMENTS, ids=lambda script: script.parent.name)
@pytest.mark.slow
def test_an_experiment_runs_quickly(script: Path, tmp_path: Path) -> None:
    words = [sys.executable, str(script), "--quick", "-o", str(tmp_path)]
    result = subprocess.run(words, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    needed = NEEDS.get(script.parent.name, "")
    if needed and not os.environ.get(needed):
        assert result.stdout.startswith(f"skipped: {needed} names no folder")
        assert not list(tmp_path.iterdir())
        pytest.skip(result.stdout)
    (table,) = tmp_path.glob("*.csv")
    assert list(pd.read_csv(table)) == list(pd.read_csv(script.parent / table.name))
