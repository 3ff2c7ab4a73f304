"""A sweep that is killed twenty times ends with the bytes of one that is left alone."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from test_sweeps import HEAD, design, table_of

from diffusion.catalogue.load import library_root
from diffusion.sweeps.plan import plan_sweep
from diffusion.sweeps.run import run_sweep
from diffusion.sweeps.verify import verify_sweep

N_KILLS = 20

PATIENCE = 60.0
"""Seconds after which a sweep that does not come to a point is taken to hang."""

LONG = HEAD.replace("= 30", "= 4000").replace("months = 9", "months = 36")
BY_PATH = LONG.replace('"senik"', json.dumps(str(library_root() / "senik")))
"""The process that is killed must take the community that stands in for the library."""

TEXT = f"""\
{BY_PATH}
[[factor]]
path = "parameters.decision.alpha"
levels = [0.03, 0.06, 0.12, 0.24]
"""
"""160 parts, each of 25 replicates of all points: 32,000 runs, some seconds of work."""

N_PARTS = 160


def begun(file: Path, out: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "diffusion.cli", "sweep", str(file), "-o", str(out)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def parts(out: Path) -> set[str]:
    return {path.name for path in (out / "parts").glob("[0-9]*.parquet")}


def kill(process: subprocess.Popen[str]) -> None:
    assert process.poll() is None, process.communicate()[1]
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL


def wait_for_parts(process: subprocess.Popen[str], out: Path, n_parts: int) -> None:
    began = time.monotonic()
    while not (out / "parts").is_dir() or len(parts(out)) < n_parts:
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() - began < PATIENCE
        time.sleep(0.005)


@pytest.mark.slow
def test_killing_a_sweep_twenty_times_loses_nothing(tmp_path: Path) -> None:
    """Kill it some parts and some moments on, each time; then once while it writes the table."""
    file, out = design(tmp_path, TEXT), tmp_path / "out"
    assert plan_sweep(file).job.n_parts == N_PARTS
    random = np.random.default_rng(20)
    kept: set[str] = set()
    for _ in range(N_KILLS):
        process = begun(file, out)
        try:
            wait_for_parts(process, out, len(kept) + int(random.integers(0, 6)))
            time.sleep(random.uniform(0, 0.1))
            kill(process)
        finally:
            process.kill()
            process.wait()
        now = parts(out)
        assert kept <= now, "a part that was there is gone"
        for name in now - kept:
            pq.read_metadata(out / "parts" / name)  # each is whole
        kept = now
    assert 0 < len(kept) < N_PARTS
    process = begun(file, out)
    try:
        while process.poll() is None and not (out / ".table.parquet").exists():
            time.sleep(0.001)
        kill(process)
    finally:
        process.kill()
        process.wait()
    assert len(parts(out)) == N_PARTS
    process = begun(file, out)
    _, error = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, error
    assert sorted(path.name for path in out.iterdir()) == [
        ".lock",
        "provenance.json",
        "table.parquet",
    ]
    run_sweep(file, tmp_path / "undisturbed")
    assert table_of(out) == table_of(tmp_path / "undisturbed")
    assert verify_sweep(out).agrees


def test_a_sweep_killed_at_once_can_be_begun_again(tmp_path: Path) -> None:
    """Whatever is there after a kill in the first moments, the same command goes on with it."""
    file, out = design(tmp_path, HEAD), tmp_path / "out"
    out.mkdir()
    (out / ".lock").touch()
    (out / ".provenance.json").write_text('{"design": ')
    run_sweep(file, out)
    run_sweep(file, tmp_path / "undisturbed")
    assert table_of(out) == table_of(tmp_path / "undisturbed")
