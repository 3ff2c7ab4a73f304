"""What `make bench` measures is one and the same model; no test here looks at a time."""

import importlib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
BENCHMARKS = ROOT / "benchmarks"

# Mesa warns of its own ways to come.
pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")


@pytest.fixture(autouse=True)
def _benchmarks_on_the_path() -> Iterator[None]:
    """Let a test import what the scripts import, and forget it afterwards."""
    before = set(sys.modules)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        yield
    for name in set(sys.modules) - before:
        if str(BENCHMARKS) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]


def module(name: str) -> Any:
    return importlib.import_module(name)


def made(kind: str, n_artisans: int, **changes: int) -> Any:
    return module("jobs").make_job(kind, n_artisans, **changes)


def curves(peer: str, job: Any, n_runs: int) -> NDArray[np.int64]:
    """Adopters at each record of some runs; skipped where the peer cannot run here."""
    if peer == "c_floor" and module("peers.c_floor").compiler() is None:
        pytest.skip("there is no C compiler")
    run: NDArray[np.int64] = module(f"peers.{peer}").prepare(job)(n_runs, 1)
    return run


def alike(one: NDArray[np.int64], other: NDArray[np.int64], record: int) -> bool:
    """Tell whether two sets of runs have one mean at a record, within four standard errors."""
    a, b = one[:, record].astype(float), other[:, record].astype(float)
    error = np.sqrt(a.var(ddof=1) / a.size + b.var(ddof=1) / b.size)
    return bool(abs(a.mean() - b.mean()) <= 4 * error)


# ------------------------------------------------------------------ all run the same model
@pytest.mark.parametrize(
    ("peer", "n_runs"), [("this_kernel", 2000), ("mesa_agents", 300), ("c_floor", 4000)]
)
def test_all_run_the_same_village(peer: str, n_runs: int) -> None:
    """Adopters of a small village, as NumPy has them; with half the contagion it is noticed."""
    job = made("village", 60, n_months=12, n_first=3)
    found, by_hand = curves(peer, job, n_runs), curves("numpy_by_hand", job, 4000)
    assert found.shape == (n_runs, 13)
    assert (found[:, 0] == 3).all()
    assert all(alike(found, by_hand, record) for record in (2, 5, 12))
    weaker = curves("numpy_by_hand", replace(job, beta=job.beta / 2), 4000)
    assert not alike(found, weaker, 12)


def test_the_package_runs_the_village_through_its_door() -> None:
    """`diffusion.simulate` gives the kernel's own curves, bit for bit, with the same luck."""
    job = made("village", 60, n_months=12, n_first=3)
    assert np.array_equal(curves("this_package", job, 40), curves("this_kernel", job, 40))


@pytest.mark.parametrize("peer", ["this_package", "c_floor"])
def test_all_run_the_same_cascade(peer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    job = made("cascade", 300, n_months=15, n_first=3)
    found, by_hand = curves(peer, job, 1000), curves("numpy_by_hand", job, 1000)
    assert all(alike(found, by_hand, record) for record in (1, 3, 15))
    monkeypatch.setattr(module("peers.numpy_by_hand"), "PASSED_ON", 0.12)
    assert not alike(found, curves("numpy_by_hand", job, 1000), 15)


@pytest.mark.parametrize("peer", ["this_package", "c_floor"])
def test_all_run_the_same_thresholds(peer: str) -> None:
    """No luck is in it: the curves are equal; from other first adopters they are not."""
    job = made("threshold", 400, n_months=30, n_first=20)
    by_hand = curves("numpy_by_hand", job, 1)
    assert np.array_equal(curves(peer, job, 1), by_hand)
    assert by_hand[0, 0] == 20 < by_hand[0, -1]
    other = replace(job, first_adopters=(job.first_adopters + 35) % 400)
    assert not np.array_equal(curves(peer, other, 1), by_hand)


def test_ties_of_jobs_are_mutual_and_as_many_as_said() -> None:
    for kind, degree in module("jobs").MEAN_DEGREE.items():
        job = made(kind, 3000)
        ego = np.repeat(np.arange(3000), np.diff(job.first))
        arcs = set(zip(ego.tolist(), job.alter.tolist(), strict=True))
        assert len(arcs) == len(job.alter) == 2 * len(job.pairs)
        assert all((alter, ego) in arcs and alter != ego for ego, alter in arcs)
        assert len(arcs) / 3000 == pytest.approx(degree, rel=0.02)
        is_hub = np.diff(job.first).max() > 100
        assert is_hub == (kind == "cascade")


def test_a_job_is_read_as_it_was_written(tmp_path: Path) -> None:
    job = made("village", 50)
    job.write(tmp_path / "job.npz")
    again = type(job).read(tmp_path / "job.npz")
    assert all(np.array_equal(getattr(job, name), getattr(again, name)) for name in vars(job))


# ------------------------------------------------------------------ who is not there
def test_a_peer_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jax", None)
    job = made("village", 20, n_months=3)
    answer = module("child").answered("jax_by_hand", job, runs=1, seconds=0.0)
    assert answer == {"missing": "jax"}


def test_a_contestant_that_does_not_exist_is_a_mistake() -> None:
    """It is not taken for a package that could be installed."""
    job = made("village", 20, n_months=3)
    with pytest.raises(ModuleNotFoundError, match="nobody"):
        module("child").answered("nobody", job, runs=1, seconds=0.0)
    assert all(
        (BENCHMARKS / "peers" / f"{one.module}.py").is_file()
        for one in module("contestants").CONTESTANTS
    )


def test_a_job_that_is_not_for_a_peer_is_refused() -> None:
    answer = module("child").answered("mesa_agents", made("cascade", 20), runs=1, seconds=0.0)
    assert answer == {"refused": "only the village was written in Mesa"}


@pytest.mark.slow
def test_the_bench_runs_and_writes_its_tables(tmp_path: Path) -> None:
    """On small jobs, with every contestant that needs nothing, and one that is not installed."""
    bench, contestants, report = module("bench"), module("contestants"), module("report")
    chosen = tuple(
        one
        for one in contestants.CONTESTANTS
        if one.name in ("this package, simulate", "NumPy by hand", "CyNetDiff")
    )
    said: list[str] = []
    plan = bench.Plan(("village", "threshold"), (300,), 0.01, chosen, peers=tmp_path / "no-python")
    results = json.loads(json.dumps(bench.measured(plan, say=said.append)))
    for job in results["jobs"]:
        package, by_hand, absent = job["rows"]
        assert package["to_package"] == 1.0
        assert by_hand["to_package"] == pytest.approx(
            by_hand["seconds_a_run"] / package["seconds_a_run"]
        )
        assert by_hand["seconds_a_run"] == min(by_hand["seconds"]) / by_hand["runs"]
        assert package["peak_mib"] > by_hand["peak_mib"] > 1
        assert absent["missing"] == "cynetdiff"
    line = "CyNetDiff is left out: cynetdiff is not installed; `make bench-peers` installs it"
    assert results["left_out"] == [line]
    assert line in said
    tables = report.tables_of(results)
    for text in (report.as_text(results, tables), report.as_markdown(results, tables)):
        assert line in text
        assert "A village of 200" in text
        assert "NumPy by hand" in text
        assert str(ROOT) not in text


# ------------------------------------------------------------------ what is said of it
def test_every_script_stands_in_the_readme() -> None:
    readme = (BENCHMARKS / "README.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\(([a-z_]+\.py)\)", readme))
    scripts = {path.name for path in BENCHMARKS.glob("*.py")}
    assert linked == scripts


def test_peers_are_pinned_and_no_index_is_named() -> None:
    lines = (BENCHMARKS / "requirements-peers.txt").read_text(encoding="utf-8").splitlines()
    asked = [line.split("#")[0].strip() for line in lines if line.split("#")[0].strip()]
    assert {re.split("[=<>]", line)[0] for line in asked} >= {
        one.needs for one in module("contestants").CONTESTANTS if one.needs
    }
    assert all(re.fullmatch(r"[A-Za-z0-9-]+==[0-9a-z.]+", line) for line in asked)


def test_the_makefile_describes_its_targets() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.+)$", makefile, flags=re.MULTILINE)
    for target in phony.split():
        assert re.search(rf"^# {target}  +\w", makefile, flags=re.MULTILINE), target
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target
