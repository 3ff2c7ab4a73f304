"""What `make bench` measures is one and the same model; no test here looks at a time."""

import importlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from diffusion.sweeps.plan import plan_sweep

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
    ("peer", "n_runs"), [("this_kernel", 500), ("mesa_agents", 150), ("c_floor", 4000)]
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


@pytest.mark.slow
@pytest.mark.parametrize("peer", ["this_package", "c_floor"])
def test_all_run_the_same_cascade(peer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    job = made("cascade", 200, n_months=10, n_first=4)
    found, by_hand = curves(peer, job, 400), curves("numpy_by_hand", job, 400)
    assert all(alike(found, by_hand, record) for record in (1, 3, 10))
    monkeypatch.setattr(module("peers.numpy_by_hand"), "PASSED_ON", 0.15)
    assert not alike(found, curves("numpy_by_hand", job, 400), 10)


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


def chosen(*names: str) -> tuple[Any, ...]:
    return tuple(one for one in module("contestants").CONTESTANTS if one.name in names)


LEFT_OUT = "CyNetDiff is left out: cynetdiff is not installed; `make bench-peers` installs it"


def test_a_contestant_answers_from_a_process_of_its_own(tmp_path: Path) -> None:
    """And one whose Python is not there is named."""
    said: list[str] = []
    plan = module("bench").Plan(
        sections=("threshold",),
        sizes=(100,),
        seconds=0.01,
        contestants=chosen("NumPy by hand", "CyNetDiff"),
        peers=tmp_path / "no-python",
    )
    results = module("bench").measured(plan, say=said.append, keep=[].append)
    by_hand, absent = results["jobs"][0]["rows"]
    assert by_hand["seconds_a_run"] == min(by_hand["seconds"]) / by_hand["runs"]
    assert by_hand["peak_mib"] > 1
    assert by_hand["to_package"] is None
    assert absent["missing"] == "cynetdiff"
    assert results["left_out"] == [LEFT_OUT]
    assert said[-1] == LEFT_OUT


def test_the_bench_writes_its_tables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With every table, on small communities and within this process."""
    bench, child, report = module("bench"), module("child"), module("report")

    def ask(contestant: Any, path: Path, plan: Any, *, runs: int | None = None) -> Any:
        if contestant.needs:
            return {"missing": contestant.needs}
        job = module("jobs").Job.read(path)
        return child.answered(contestant.module, job, runs=runs or 2, seconds=plan.seconds)

    def repeated(work: Callable[[], object], *, seconds: float, known: list[float]) -> list[float]:
        assert seconds == 0.0
        assert not known
        work()
        return [4.0, 2.0, 3.0]

    monkeypatch.setattr(child, "repeated", repeated)
    monkeypatch.setattr(bench, "ask", ask)
    monkeypatch.setattr(bench, "VILLAGE", 30)
    monkeypatch.setattr(bench, "GROWING_VILLAGES", (20, 40))
    monkeypatch.setattr(bench, "GROWING_MONTHS", (12,))
    monkeypatch.setattr(bench, "GROWING_RUNS", (1, 4))
    plan = bench.Plan(
        ("village", "threshold", "growth"),
        (100,),
        0.0,
        chosen("this package, simulate", "NumPy by hand", "CyNetDiff"),
    )
    results = json.loads(json.dumps(bench.measured(plan, say=[].append, keep=[].append)))
    results |= {"month": {"look around": 11.0}, "start": {"import diffusion": 0.25}}
    for job in results["jobs"]:
        package, by_hand, _ = job["rows"]
        assert package["to_package"] == by_hand["to_package"] == 1.0
        assert package["seconds_a_run"] == 1.0
        assert package["to_kernel"] is None
        assert package["to_floor"] is None
    assert [row["runs"] for row in results["growth"] if row["what"] == "runs"] == [1, 1, 4, 4]
    tables = report.tables_of(results)
    for text in (report.as_text(results, tables), report.as_markdown(results, tables)):
        for words in (LEFT_OUT, "A village of 30", "Growth with months", "11.0", "0.25"):
            assert words in text
        assert str(ROOT) not in text
    by_months = next(table for table in tables if table.title == "Growth with months")
    assert [row[:5] for row in by_months.rows] == [
        ("two-state chain", "30", "12", "2", "1.00 s"),
        ("whole model", "30", "12", "2", "1.00 s"),
    ]
    measured, page = tmp_path / "bench.json", tmp_path / "page.md"
    measured.write_text(json.dumps(results), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["report.py", str(measured), str(page)])
    report.main()
    assert page.read_text(encoding="utf-8") == report.as_markdown(results, tables)


# ------------------------------------------------------------------ by turns, beside 0.1.0
TURNS = np.array([[2.0, 4.0, 1.0], [3.0, 3.0, 1.0], [1.0, 4.0, 2.0], [2.0, 8.0, 4.0]])
"""Seconds of four turns: this build, 0.1.0, CyNetDiff."""


def target_row(*, is_small: bool = False) -> dict[str, Any]:
    targets = module("targets")
    who = (targets.THIS, targets.OLD, targets.PEER)
    limits = (
        targets.Limit("times as fast", 2.5),
        targets.Limit("times as fast", 2.7),
        targets.Limit("as dear", 1.0, targets.PEER),
        targets.Limit("as dear", 1.5, targets.PEER),
        targets.Limit("seconds", 2.0),
        targets.Limit("MiB", 99.0),
    )
    target = targets.Target("a job", dict.fromkeys(who, "cascade"), limits)
    peak = np.array([100.0, 50.0, np.nan])
    row: dict[str, Any] = targets.row_of(target, who, TURNS, peak, is_small=is_small)
    return json.loads(json.dumps(row))


def test_ratios_are_taken_within_a_turn_and_summed_up_by_their_median() -> None:
    """To 0.1.0: 1/2, 1, 1/4, 1/4; median 3/8, quarters 1/4 and 5/8. The medians alone: 2 and 4."""
    row = target_row()
    assert row["median"] == [2.0, 4.0, 1.5]
    assert row["ratios"]["0.1.0"] == pytest.approx([0.25, 0.375, 0.625])
    # To CyNetDiff: 2, 3, 1/2, 1/2.
    assert row["ratios"]["CyNetDiff"] == pytest.approx([0.5, 1.25, 2.25])
    assert row["peak_mib"] == [100.0, 50.0, None]
    kept = [(one["value"], one["kept"]) for one in row["limits"]]
    assert kept == [
        (pytest.approx(8 / 3), True),
        (pytest.approx(8 / 3), False),
        (1.25, False),
        (1.25, True),
        (2.0, True),
        (100.0, False),
    ]


def test_a_small_form_is_not_judged_and_who_is_not_there_is_not_known() -> None:
    targets = module("targets")
    assert {one["kept"] for one in target_row(is_small=True)["limits"]} == {None}
    limits = (targets.Limit("times as fast", 2.0),)
    target = targets.Target("a job", {targets.THIS: "month", targets.OLD: "month"}, limits)
    alone = targets.row_of(target, [targets.THIS], TURNS[:, :1], np.array([1.0]), is_small=False)
    assert alone["ratios"] == {}
    assert alone["limits"] == [
        {"said": "at least 2 times as fast as 0.1.0", "value": None, "kept": None}
    ]


def test_the_table_of_targets_says_what_is_reached_and_what_not() -> None:
    report = module("report")
    failed = {"title": "another", "failed": "no network"}
    of_targets = {"rows": [target_row(), failed], "missing": [], "is_small": False}
    (table,) = report.tables_of({"jobs": [], "targets": of_targets})
    assert table.rows == [
        (
            "a job",
            "this build 2 s; 0.1.0 4 s; CyNetDiff 1.5 s",
            "to 0.1.0 0.375 (0.25 to 0.625); to CyNetDiff 1.25 (0.5 to 2.25)",
            "this build 100; 0.1.0 50",
            "at least 2.5 times as fast as 0.1.0; at least 2.7 times as fast as 0.1.0; "
            "at most 1 of CyNetDiff; at most 1.5 of CyNetDiff; at most 2 seconds; at most 99 MiB",
            "reached: 2.67; not reached: 2.67; not reached: 1.25; reached: 1.25; reached: 2; "
            "not reached: 100",
        ),
        ("another", "", "", "", "", "not done: no network"),
    ]


def test_each_row_stands_in_the_readme_with_its_target() -> None:
    readme = (BENCHMARKS / "README.md").read_text(encoding="utf-8")
    targets = module("targets")
    for target in targets.TARGETS:
        assert f"| {target.title} |" in readme, target.title
        assert "; ".join(map(str, target.limits)) in readme, target.title


def test_what_is_not_installed_is_named_and_what_makes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither 0.1.0 nor CyNetDiff is there: this build does all that it can, one job that fails."""
    targets = module("targets")
    asked: list[list[str]] = []

    def in_turns(jobs: list[Any], n_turns: int, *, is_small: bool) -> Any:
        assert is_small
        asked.append([f"{job}: {checkout.name}" for job, checkout in jobs])
        if jobs[0][0] == "sweep":
            raise RuntimeError("this build: the job sweep failed; see above")
        return np.ones((n_turns, len(jobs))), np.ones(len(jobs))

    monkeypatch.setattr(targets, "in_turns", in_turns)
    nowhere = tmp_path / "nowhere"
    found = targets.measured(is_small=True, peers=nowhere, release=nowhere, say=[].append)
    assert found["missing"] == [targets.NOT_THERE["0.1.0"], targets.NOT_THERE["CyNetDiff"]]
    assert "`make bench-release`" in found["missing"][0]
    assert ["further_cascade: this build", "kernel_cascade: its kernel"] in asked
    assert ["read_cascade: this build"] in asked
    failed = [row["failed"] for row in found["rows"] if "failed" in row]
    assert failed == ["it takes minutes", "this build: the job sweep failed; see above"]


@pytest.mark.parametrize(
    "job", ["first_moment", "month", "read_cascade", "kernel_cascade", "sweep"]
)
@pytest.mark.slow
def test_a_job_is_done_again_and_again_in_a_process_of_its_own(job: str) -> None:
    targets = module("targets")
    there = targets.checkouts(ROOT / "nowhere", ROOT / "nowhere")[targets.THIS]
    seconds, peak = module("by_turns").in_turns([(job, there)], 2, is_small=True)
    assert seconds.shape == (2, 1)
    assert (seconds > 0).all()
    assert peak[0] > 1


def test_the_sweep_of_many_points_is_one_that_0_1_0_can_read_too(tmp_path: Path) -> None:
    """A table of a Latin hypercube: each number once in each tenth of its range."""
    sweep = module("sweep")
    file = sweep.write_many_points(tmp_path, 10, str(ROOT / "tests" / "files" / "models" / "senik"))
    plan = plan_sweep(file)
    assert plan.job.n_points == 10
    assert plan.job.n_runs == 10 * 50 * 3
    for place, (low, high) in enumerate(sweep.RANGES.values()):
        values = [row[place] for row in plan.job.points.rows]
        tenths = {int((float(value) - low) / (high - low) * 10 - 1e-9) for value in values}
        assert len(tenths) >= 9


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


@pytest.mark.slow
def test_the_scale_of_commands_is_measured_command_by_command(tmp_path: Path) -> None:
    """A star of three leaves is made and checked; a command without its folder is refused."""
    scale = module("scale")
    scale.write_tables(tmp_path, "star", 4, [(0, 1), (0, 2), (0, 3)])
    made = ["new", "community", "star", "--roster", "star.csv", "--ties", "star_ties.csv"]
    assert scale.measured(made, str(tmp_path)).endswith(" | done |")
    assert scale.measured(["check", "star"], str(tmp_path)).endswith(" | done |")
    assert "refused: " in scale.measured(["check", "nowhere"], str(tmp_path))
