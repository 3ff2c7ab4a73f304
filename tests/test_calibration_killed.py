"""A calibration that is killed ends with the bytes of one that is left alone."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_calibration import file_of, level, written

import diffusion
from diffusion.catalogue.load import library_root

N_KILLS = 4

PATIENCE = 300.0
"""Seconds after which a calibration that does not come to a point is taken to hang."""


def parts(out: Path) -> set[str]:
    return {path.name for path in (out / "parts").glob("[0-9]*.parquet")}


@pytest.mark.slow
def test_killing_a_calibration_loses_nothing(tmp_path: Path) -> None:
    """Kill it a part on each time, in the sample, the walk and the trial again; then let it end."""
    asked = [level(name, 0.3, 0.55) for name in ("administration", "cohesion", "self_reliance")]
    file = file_of(tmp_path, *asked, points=150, waves=1, wanted=40)
    model, out = library_root() / "senik", tmp_path / "out"
    words = ["calibrate", str(model), str(file), "-o", str(out)]
    kept: set[str] = set()
    for _ in range(N_KILLS):
        process = subprocess.Popen(
            [sys.executable, "-m", "diffusion.cli", *words],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            began = time.monotonic()
            while not (out / "parts").is_dir() or len(parts(out)) <= len(kept):
                assert process.poll() is None, "it ended before it was killed"
                assert time.monotonic() - began < PATIENCE
                time.sleep(0.002)
            os.kill(process.pid, signal.SIGKILL)
        finally:
            process.kill()
            process.wait()
        assert kept < parts(out), "a part that was there is gone"
        kept = parts(out)
    assert not (out / "ensemble.parquet").exists()
    diffusion.calibrate(model, file, out)
    diffusion.calibrate(model, file, tmp_path / "whole", workers=1)
    assert written(out) == written(tmp_path / "whole")
