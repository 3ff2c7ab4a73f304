"""The command: what it prints, what it writes, and that it leaves nothing half done."""

import inspect
import json
import platform
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from test_bad_input import answer
from typer.testing import CliRunner

import diffusion
from diffusion.cli import app, main, options
from diffusion.ensembles.options import RunOptions
from diffusion.errors import InputError
from diffusion.readers import model_folder as readers
from diffusion.util.atomic import SIGNATURE, whole_folder

_TABLES = (
    "comparison",
    "differences",
    "standing",
    "outcomes",
    "groups",
    "within_groups",
    "reasons",
    "prices",
    "changes",
    "sources",
)
FILES = {
    *(f"{name}.csv" for name in _TABLES),
    *(
        f"{name}.{ending}"
        for name in ("curves", "differences", "reasons", "groups")
        for ending in ("pdf", "png", "svg")
    ),
    "curves.parquet",
    "runs.parquet",
    "programmes",
    "captions.txt",
    "methods.txt",
    "report.html",
    "resolved.json",
    "provenance.json",
}


def said(*words: str) -> str:
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    return result.stdout


def told(*words: str) -> dict[str, Any]:
    content = json.loads(said(*words), parse_constant=pytest.fail)
    assert isinstance(content, dict)
    return content


def test_help_names_every_command() -> None:
    for command in ("models", "check", "schema", "run", "compare", "warmup"):
        assert command in said("--help")
        assert said(command, "--help")


def test_wrong_use_exits_with_2_and_a_wrong_value_with_1() -> None:
    assert CliRunner().invoke(app, ["compare"]).exit_code == 2
    assert answer("compare", "senik", "--runs", "many")[0] == 1


def test_models_lists_senik() -> None:
    assert "senik" in said("models")
    assert told("models", "--json")["models"][0]["name"] == "senik"


def test_check_tells_what_was_read() -> None:
    printed = said("check", "senik")
    for word in (
        "30 artisans, 90 ties",
        "modules on",
        "modules off",
        "companion",
        "campaign_only",
        "No problems found.",
    ):
        assert word in printed
    content = told("check", "senik", "--json")
    assert content["community"]["modules"]["association"] is True
    assert content["community"]["modules"]["leakage"] is False
    assert content["programmes"]["campaign_only"]["activity"][0]["doses"]["skill"] == 0.0
    assert content["network"]["n_ties"] == 90


@pytest.mark.parametrize("kind", ["community", "programme", "parameters"])
def test_schema_is_a_json_schema(kind: str) -> None:
    schema = told("schema", kind)
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False
    assert "name" not in schema["properties"]
    assert kind in readers.SCHEMAS


def test_compare_tells_what_the_library_says() -> None:
    words = ("compare", "senik", "-p", "campaign_only", "-p", "none", "--runs", "20")
    content = told(*words, "--budget", "8_000_000", "--json")
    comparison = diffusion.compare(
        diffusion.load("senik"), ["campaign_only", "none"], budget=8_000_000, n_runs=20
    )
    summary = comparison.table()
    assert [s["strategy"] for s in content["strategies"]] == summary["strategy"].tolist()
    assert content["strategies"][0]["adopters"] == pytest.approx(summary["adopters"][0])
    assert content["strategies"][1]["cost_per_lasting"] is None
    assert content["reference"] == "campaign_only"
    differences = content["differences"][0]
    assert differences["low"] <= differences["plain_low"] <= differences["mean"]
    assert differences["won"] + differences["tied"] + differences["lost"] == pytest.approx(1)
    assert content["provenance"]["random_seed"] == 1


def test_run_tells_every_month() -> None:
    content = told("run", "senik", "-p", "none", "--runs", "3", "--months", "7", "--json")
    programme = content["programmes"]["none"]
    assert [row["month"] for row in programme["adoption_curve"]] == list(range(8))
    assert programme["month_of_half"] is None


def test_strategies_of_unequal_cost_are_not_ranked() -> None:
    assert "not ranked" in said("compare", "senik", "--runs", "5")
    printed = said("compare", "senik", "--runs", "5", "--budget", "14_000_000")
    assert "collaboration_only" in printed
    assert "not ranked" in printed


def test_an_impossible_strategy_says_what_it_needs() -> None:
    printed = said("compare", "senik", "--runs", "5", "--budget", "4_450_000")
    assert "not possible at this budget; it needs at least Rp 4,525,000" in " ".join(
        printed.split()
    )


def test_the_smallest_budget_of_each_programme_is_told(tmp_path: Path) -> None:
    printed = " ".join(said("check", "senik").split())
    assert "The smallest budget that pays for each programme, with person-days: " in printed
    assert "collaboration_only Rp 3,250,000" in printed
    refused = CliRunner().invoke(
        app, ["run", "senik", "-p", "collaboration_only", "--budget", "3_249_999"]
    )
    assert refused.exit_code == 1
    started = " ".join(said("new", "community", str(tmp_path / "hamlet")).split())
    assert "campaign_only Rp 1,150,000" in started


@pytest.mark.slow
def test_a_folder_of_results(tmp_path: Path) -> None:
    target = tmp_path / "out"
    words = ["compare", "senik", "-p", "campaign_only", "-p", "none", "--runs", "30"]
    result = CliRunner().invoke(app, [*words, "-o", str(target)])
    assert result.exit_code == 0, result.output
    assert {path.name for path in target.iterdir()} == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    curves = pd.read_parquet(target / "curves.parquet")
    assert list(curves) == ["strategy", "month", "mean", "low", "high"]
    secret = [str(Path.home()), str(tmp_path), str(Path.cwd())]
    for path in target.rglob("*.*"):
        content = path.read_bytes()
        assert not [text for text in secret if text != "/" and text.encode() in content]
    for name in ("provenance.json", "resolved.json"):
        content = json.loads((target / name).read_text(encoding="utf-8"))
        assert platform.node() not in json.dumps(content).split('"')
    again = CliRunner().invoke(app, [*words, "-o", str(target)])
    assert isinstance(again.exception, InputError)
    assert CliRunner().invoke(app, [*words, "-o", str(target), "--replace"]).exit_code == 0


def test_only_our_own_results_are_replaced(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("dear")
    with (
        pytest.raises(InputError, match="a folder of earlier results"),
        whole_folder(tmp_path, replace=True),
    ):
        pass
    assert (tmp_path / "letters.txt").read_text() == "dear"


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_a_failed_command_leaves_what_was_there(tmp_path: Path, error: type[BaseException]) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / SIGNATURE).write_text("old")

    def fail_half_way() -> None:
        with whole_folder(target, replace=True) as draft:
            (draft / "half").write_text("half")
            raise error

    with pytest.raises(error):
        fail_half_way()
    assert (target / SIGNATURE).read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.slow
def test_an_interrupted_command_stops_and_leaves_nothing(tmp_path: Path) -> None:
    words = ["compare", "senik", "--runs", "2000000", "-o", str(tmp_path / "out")]
    process = subprocess.Popen(
        [sys.executable, "-m", "diffusion.cli", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Where the tests themselves run in the background, interrupts are ignored by default.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    try:
        time.sleep(6)
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=180)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 130
    assert error.strip().endswith("stopped; nothing was written")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="what is piped ends otherwise there")
@pytest.mark.parametrize("more", [(), ("--json",)])
def test_results_are_written_though_nobody_reads_what_is_printed(
    tmp_path: Path, more: tuple[str, ...]
) -> None:
    """As when the lines are piped into `head`."""
    words = ["run", "senik", "-p", "none", "--runs", "2", "-o", str(tmp_path / "out"), *more]
    process = subprocess.Popen(
        [sys.executable, "-m", "diffusion.cli", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    with process.stderr:
        error = process.stderr.read()
    assert process.wait(180) == 0, error
    assert "Traceback" not in error
    assert (tmp_path / "out" / SIGNATURE).is_file()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="what is piped ends otherwise there")
def test_results_are_printed_though_nobody_reads_the_notes(tmp_path: Path) -> None:
    """A note that comes first, of how many runs are needed, takes no result with it."""
    words = ["compare", "senik", "-p", "campaign_only", "-p", "none", "--runs", "20"]
    words += ["--precision", "2", "-o", str(tmp_path / "out")]
    process = subprocess.Popen(
        [sys.executable, "-m", "diffusion.cli", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stderr.close()
    with process.stdout:
        printed = process.stdout.read()
    assert process.wait(180) == 0
    assert "Simulated, not observed" in printed
    assert (tmp_path / "out" / SIGNATURE).is_file()


def test_the_commands_defaults_are_the_librarys() -> None:
    known = RunOptions()
    assert known.n_runs == options.RUNS
    assert known.n_months == options.MONTHS
    assert known.random_seed == options.SEED
    assert known.parameters == options.PARAMETERS
    compared = inspect.signature(diffusion.compare).parameters
    assert compared["most_runs"].default == options.MOST_RUNS


def test_the_version_is_that_of_the_package() -> None:
    assert said("--version") == f"artisan-diffusion {diffusion.__version__}\n"


def test_main_is_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["diffusion", "models"])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 0


def test_results_by_columns_of_the_roster(tmp_path: Path) -> None:
    rows = [f"P{n},{'f' if n % 2 else 'm'},{'yes' if n % 3 else 'no'}" for n in range(10)]
    (tmp_path / "roster.csv").write_text("\n".join(["artisan,Gender,poor", *rows]), "utf-8")
    hamlet = str(tmp_path / "hamlet")
    said("new", "community", hamlet, "--roster", str(tmp_path / "roster.csv"))
    asked = ["-p", "collaboration_only", "--by", "gender", "--runs", "30"]
    for command in ("run", "compare"):
        printed = said(command, hamlet, *asked)
        assert "Gender:" in printed, command
        assert "poor" in printed
        assert "as drawn" not in printed
        told = json.loads(said(command, hamlet, *asked, "--json"))
        traits = {row["trait"] for row in told["groups"]}
        assert traits == {"poverty", "centrality", "Gender", "membership"}
    said("run", hamlet, *asked, "-o", str(tmp_path / "out"))
    assert "Gender" in (tmp_path / "out" / "groups.csv").read_text("utf-8")
    refused = CliRunner().invoke(app, ["run", hamlet, "--by", "caste"])
    assert refused.exit_code == 1
    expected = '--by: expected a column of the roster, one of Gender, poor; found "caste"'
    assert expected in str(refused.exception)


def test_check_says_what_is_odd(tmp_path: Path) -> None:
    """A date after the last month, and more places than artisans: no mistakes, but said."""
    hamlet = tmp_path / "hamlet"
    said("new", "community", str(hamlet))
    file = hamlet / "programmes" / "collaboration_only.toml"
    text = file.read_text("utf-8")
    assert "No problems found." in said("check", str(hamlet))
    text = re.sub(r"(?m)^places = 1\d\b", "places = 500", text)
    text = re.sub(r"(?m)^months = \[\d+\]", "months = [40]", text, count=1)
    text = re.sub(r"(?m)^latest_month = \d+", "latest_month = 44", text)
    file.write_text(text, "utf-8")
    printed = " ".join(said("check", str(hamlet)).split())
    assert "No problems found." not in printed
    assert "500 places; 12 can be filled and are priced" in printed
    assert "in month 41 (40 in the file) comes after the last month of a run of 36" in printed
    assert "after the last month" not in said("check", str(hamlet), "--months", "41")
    notes = json.loads(said("check", str(hamlet), "--json"))["notes"]
    assert len(notes) == 3, "the date, and the places of the training and of the visit"
    late = CliRunner().invoke(app, ["run", str(hamlet), "-p", "collaboration_only"])
    assert "a run of 41 months or more; found month 40, which is the 41st" in str(late.exception)


def test_books_show_what_moulds_and_lost_loans_brought_only_where_there_is_any() -> None:
    words = ["run", "senik", "-p", "campaign_then_collaboration", "--runs", "1", "--ledger"]
    plain = said(*words)
    assert "recov-" not in plain
    assert "moulds" not in plain
    other = said(
        *words,
        *("--set", "community.association.grant_use=moulds"),
        *("--set", "community.association.mould_set_price=500000"),
        *("--set", "community.association.mould_set_months=12"),
        *("--set", "community.association.mould_set_share=0.3"),
        *("--set", "community.institutions.regency=1.0"),
        *("--set", "parameters.production.mould_life=600"),
        *("--set", "parameters.production.mould_price=50000"),
    )
    assert other.count("moulds") >= 2


def test_settings_of_numba_in_the_folder_are_read_though_its_reader_is_left_out(
    tmp_path: Path,
) -> None:
    """Numba warns where it finds its settings and nothing that reads YAML."""
    (tmp_path / ".numba_config.yaml").write_text("debug_cache: 1\n")
    asked = "from diffusion.cli.own_process import load_numba; load_numba()"
    called = subprocess.run(
        [sys.executable, "-c", asked], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "[cache]" in called.stdout  # what `debug_cache` says
    assert not called.stderr


@pytest.mark.slow
@pytest.mark.parametrize("package", ["scipy", "coverage", "yaml"])
def test_a_command_imports_no_package_that_it_does_not_need(package: str) -> None:
    asked = (
        "import sys; from diffusion.cli import own_process;"
        f"own_process.load_numba(); sys.exit({package!r} in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", asked], check=True)
